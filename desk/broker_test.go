package desk

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
)

func TestNewsIsJoinedAndNeverLost(t *testing.T) {
	b := newBroker()
	news, err := b.watch(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	// Nobody reads while it is published, and nobody waits.
	want := map[model.ID]bool{}
	for n := range 500 {
		id := model.ID{15: byte(n), 14: byte(n >> 8)}
		want[id] = true
		b.publish(News{Records: []model.ID{id}, Kinds: []model.Kind{model.KindLead}})
	}
	for len(want) > 0 {
		for _, id := range (<-news).Records {
			delete(want, id)
		}
	}
	b.close()
	if _, ok := <-news; ok {
		t.Error("news after the end")
	}
	if _, err := b.watch(context.Background()); err == nil {
		t.Error("a closed broker can be watched")
	}
}

func TestTooMuchNewsIsAll(t *testing.T) {
	a := &News{Records: make([]model.ID, 0, newsLimit)}
	for n := range newsLimit {
		a.Records = append(a.Records, model.ID{14: byte(n >> 8), 15: byte(n)})
	}
	if got := join(a, &News{Records: a.Records[:1]}); got.All || len(got.Records) != newsLimit {
		t.Errorf("%d records, all %t: want what is there", len(got.Records), got.All)
	}
	if got := join(a, &News{Records: []model.ID{{1}}}); !got.All || got.Records != nil {
		t.Errorf("%d records, all %t: want all", len(got.Records), got.All)
	}
}

func drawNews(t *rapid.T, name string) *News {
	ids := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) model.ID { return model.ID{15: rapid.Byte().Draw(t, "id")} }), 0, 4)
	return &News{
		All: rapid.Bool().Draw(t, name+" all"), Records: ids.Draw(t, name),
		Kinds: rapid.SliceOfN(rapid.SampledFrom(model.Kinds()), 0, 3).Draw(t, name+" kinds"),
		By:    rapid.SampledFrom([]string{"salma", "youssef"}).Draw(t, name+" by"),
		Label: rapid.SampledFrom([]string{"", "add"}).Draw(t, name+" label"),
	}
}

func TestJoiningSaysWhatBothSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawNews(t, "a"), drawNews(t, "b")
		got := join(a, b)
		if got.All != (a.All || b.All) {
			t.Fatalf("all: %t and %t give %t", a.All, b.All, got.All)
		}
		for _, n := range []*News{a, b} {
			for _, kind := range n.Kinds {
				if !slices.Contains(got.Kinds, kind) {
					t.Fatalf("%s is lost", kind)
				}
			}
			for _, id := range n.Records {
				if !got.All && !slices.Contains(got.Records, id) {
					t.Fatalf("%s is lost", id)
				}
			}
		}
		if (got.By == a.By) != (a.By == b.By) && got.By != "" {
			t.Fatalf("by %q and %q gives %q", a.By, b.By, got.By)
		}
		if !reflect.DeepEqual(join(nil, a), a) || !reflect.DeepEqual(join(a, nil), a) {
			t.Fatal("joining nothing changes something")
		}
	})
}
