package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

// knowing is a desk with the same firm in three scripts, as three kinds.
func knowing(t *testing.T) Desk {
	t.Helper()
	d, err := Open(t.Context(), Options{Dir: t.TempDir(), Me: "salma", Alone: true, Home: "MA", Now: func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	put := func(n byte, r model.Record) {
		id := model.ID{0: 1, 6: 0x70, 8: 0x80, 15: n}
		a := Action{ID: model.ID{0: 2, 6: 0x70, 8: 0x80, 15: n}, Label: "add", Edits: []Edit{{Kind: r.Kind(), ID: id, Create: true, Set: model.Fields(r)}}}
		if _, err := d.Do(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	put(1, &model.Supplier{Name: "شركة الكرقوبي للتوزيع", Country: "MA", City: "فاس", Phone: "+212535112233", Email: "info@karkoubi.example"})
	put(2, &model.Lead{Company: "Ets Karkoubi Frères", Country: "FR", Stage: model.LeadNew})
	put(3, &model.Contact{Name: "Marie Roy", Company: "Nord Foods Inc", Email: "marie@nordfoods.example"})
	for i := range byte(8) {
		put(10+i, &model.Lead{Company: fmt.Sprintf("Coopérative Argane %c", 'A'+i), Country: "MA", Stage: model.LeadNew})
	}
	return d
}

// What a new record says is known under every kind, in every script, by its address, its
// number or its name; the surest first.
func TestKnown(t *testing.T) {
	d := knowing(t)
	const arabic, french, person = "شركة الكرقوبي للتوزيع", "Ets Karkoubi Frères", "Marie Roy"
	for _, test := range []struct {
		name string
		r    model.Record
		want []string
	}{
		{"letters", &model.Lead{Company: "Karkoubi"}, []string{"called " + french, "called " + arabic}},
		{"other letters", &model.Supplier{Name: "الكرقوبي"}, []string{"called " + french, "called " + arabic}},
		{"other spelling", &model.Lead{Company: "Qarqoubi SARL"}, []string{"called " + french, "called " + arabic}},
		{"said longer", &model.Supplier{Name: "Nord Foods Trading"}, []string{"called " + person}},
		{"of the same family", &model.Supplier{Name: "Karkoubi Huiles"}, nil},
		{"phone", &model.Lead{Company: "Another", Phone: "+212535112233"}, []string{"phone " + arabic}},
		{"address of another kind", &model.Lead{Email: "marie@nordfoods.example"}, []string{"email " + person}},
		{"address of a person", &model.Supplier{Email: "INFO@karkoubi.example", Name: "الكرقوبي"}, []string{"email " + arabic, "called " + french}},
		{"who they work for", &model.Lead{Company: "Nord Foods"}, []string{"called " + person}},
		{"a person", &model.Contact{Name: "Roy Marie", Company: "Karkoubi"}, []string{"called " + person}},
		{"a name of many", &model.Lead{Company: "Coopérative Argane"}, nil},
		{"another name", &model.Lead{Company: "Sud Foods"}, nil},
		{"a short one", &model.Lead{Company: "Nor"}, nil},
		{"a filter", &model.Lead{Company: "kind:lead"}, nil},
		{"no firm", &model.RFQ{Title: "Karkoubi"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := Known(t.Context(), d, test.r, "screen")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				if f.Kind == test.r.Kind() && len(got) > 0 && strings.HasPrefix(got[0], CalledSo) {
					t.Errorf("%s stands behind records of other kinds", f.Title)
				}
				if got = append(got, f.Code+" "+f.Title); (f.Level == 0) != (f.Code == CalledSo) {
					t.Errorf("%s has level %d", f.Code, f.Level)
				}
			}
			want := slices.Clone(test.want)
			if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
				t.Errorf("%s, want %s", strings.Join(got, "; "), strings.Join(want, "; "))
			}
		})
	}
}
