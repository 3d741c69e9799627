package duplicate_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

func TestKeys(t *testing.T) {
	lead := &model.Lead{
		Company: "Nord Foods SARL", City: "Fès", Country: "MA", Email: "Amina@NordFoods.com", Phone: "+212539345678;ext=12", Website: "https://www.nordfoods.com/x",
		OtherEmails: []value.Email{"amina@nordfoods.com", "amina@gmail.com"}, OtherPhones: []value.Phone{"0539 34 56 78", "+212539345678"},
	}
	want := []duplicate.Key{
		{Level: duplicate.Certain, Key: "e:amina@nordfoods.com"},
		{Level: duplicate.Certain, Key: "e:amina@gmail.com"},
		{Level: duplicate.Certain, Key: "p:+212539345678;ext=12"},
		{Level: duplicate.Certain, Key: "p:+212539345678"},
		{Level: duplicate.Likely, Key: "d:nordfoods.com"},
		{Level: duplicate.Possible, Key: "n:fds nrd|fes"},
		{Level: duplicate.Possible, Key: "n:fds nrd|MA"},
	}
	if got := duplicate.Keys(lead); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if got := duplicate.Keys(&model.Lead{Company: "Nord Foods"}); got != nil {
		t.Errorf("a name alone is no key: %v", got)
	}
	if got := duplicate.Keys(&model.Task{Title: "call"}); got != nil {
		t.Errorf("a task has keys: %v", got)
	}
}

func TestCompare(t *testing.T) {
	type firm = model.Supplier
	tests := []struct {
		name string
		a, b firm
		want duplicate.Level
		why  string
	}{
		{"the same address", firm{Name: "A", Email: "x@a.com"}, firm{Name: "B", Email: "X@A.com"}, duplicate.Certain, "same e-mail x@a.com"},
		{"the same number", firm{Name: "A", Phone: "+212539345678"}, firm{Name: "B", OtherPhones: []value.Phone{"+212539345678"}}, duplicate.Certain, "same phone +212539345678"},
		{"the same address in two cities", firm{City: "Fès", Email: "x@a.com"}, firm{City: "Rabat", Email: "x@a.com"}, duplicate.Certain, "same e-mail x@a.com"},
		{"another extension", firm{Name: "A", Phone: "+212539345678;ext=1"}, firm{Name: "B", Phone: "+212539345678;ext=2"}, 0, ""},
		{"numbers of no country", firm{Name: "A", Phone: "12 34"}, firm{Name: "B", Phone: "12 34"}, 0, ""},
		{"one firm's domain", firm{Name: "Atlas Export SARL", Email: "a@atlas.ma"}, firm{Name: "ATLAS EXPORTS", Email: "b@atlas.ma"}, duplicate.Likely, "same domain atlas.ma and similar name"},
		{"a domain and its site", firm{Name: "Atlas Export", Email: "a@atlas.ma"}, firm{Name: "Atlas Export Maroc", Website: "https://www.atlas.ma"}, duplicate.Likely, "same domain atlas.ma and similar name"},
		{"one domain, two names", firm{Name: "Atlas Export", Email: "a@atlas.ma"}, firm{Name: "Sahara Mining", Email: "b@atlas.ma"}, 0, ""},
		{"free mail", firm{Name: "Atlas Export", Email: "a@gmail.com"}, firm{Name: "Atlas Export", Email: "b@gmail.com"}, 0, ""},
		{"branches in two cities", firm{Name: "Atlas Export", City: "Fès", Email: "a@atlas.ma"}, firm{Name: "Atlas Export", City: "Agadir", Email: "b@atlas.ma"}, 0, ""},
		{"branches in two countries", firm{Name: "Atlas", Country: "MA", Email: "a@atlas.com"}, firm{Name: "Atlas", Country: "FR", Email: "b@atlas.com"}, 0, ""},
		{"two scripts", firm{Name: "شركة الكرقوبي", Email: "a@karkoubi.ma"}, firm{Name: "Ets Karkoubi", Email: "b@karkoubi.ma"}, duplicate.Possible, "same domain karkoubi.ma, names in two scripts"},
		{"name and city", firm{Name: "Atlas Export SARL", City: "Fès"}, firm{Name: "Atlas Export", City: "FES"}, duplicate.Possible, "same name and city"},
		{"a name with a typo in one city", firm{Name: "Atlas Argane", City: "Agadir"}, firm{Name: "Attlas Argan SARL", City: "Agadir"}, duplicate.Possible, "same name and city"},
		{"a name with a typo in one country", firm{Name: "Atlas Argane", Country: "MA"}, firm{Name: "Attlas Argan SARL", Country: "MA"}, 0, ""},
		{"words in another order", firm{Name: "Berrada Amina", City: "Fès"}, firm{Name: "Amina Berrada", City: "Fès"}, duplicate.Possible, "same name and city"},
		{"one marketplace", firm{Name: "Atlas Export", Email: "a@message.alibaba.com"}, firm{Name: "Atlas Export", Email: "b@message.alibaba.com"}, 0, ""},
		{"one network", firm{Name: "Atlas Export", Website: "https://www.facebook.com/a"}, firm{Name: "Atlas Export", Website: "https://facebook.com/b"}, 0, ""},
		{"pages of one maker of sites", firm{Name: "Atlas Export", Website: "https://atlas.wordpress.com"}, firm{Name: "Atlas Exports", Website: "https://atlas.wordpress.com/en"}, duplicate.Likely, "same domain atlas.wordpress.com and similar name"},
		{"a machine that writes for all", firm{Name: "Atlas", Email: "no-reply@market.example"}, firm{Name: "Sahara", Email: "No-Reply@market.example"}, 0, ""},
		{"name and city spelt otherwise", firm{Name: "Atlas", City: "Marrakech"}, firm{Name: "Atlas", City: "Marrakesh"}, duplicate.Possible, "same name and city"},
		{"a city in two scripts", firm{Name: "Atlas", City: "Fès"}, firm{Name: "Atlas", City: "فاس"}, duplicate.Possible, "same name and city"},
		{"cities in two scripts", firm{Name: "Atlas", City: "Sefrou"}, firm{Name: "Atlas", City: "صفرو"}, 0, ""},
		{"cities in two scripts, one country", firm{Name: "Atlas", City: "Sefrou", Country: "MA"}, firm{Name: "Atlas", City: "صفرو", Country: "MA"}, duplicate.Possible, "same name and country"},
		{"name and country", firm{Name: "Atlas", City: "Fès", Country: "MA"}, firm{Name: "Atlas", Country: "MA"}, duplicate.Possible, "same name and country"},
		{"a name", firm{Name: "Atlas"}, firm{Name: "Atlas"}, 0, ""},
		{"name and city, by another name", firm{Name: "Atlas", City: "Casa"}, firm{Name: "Atlas", City: "Casablanca"}, duplicate.Possible, "same name and city"},
		{"name and city, in English", firm{Name: "Atlas", City: "Fès"}, firm{Name: "Atlas SARL", City: "Fez"}, duplicate.Possible, "same name and city"},
		{"name and city, in French", firm{Name: "Atlas", City: "Tangiers"}, firm{Name: "Atlas", City: "Tanger"}, duplicate.Possible, "same name and city"},
		{"the port beside the city", firm{Name: "Atlas", City: "Tanger Med"}, firm{Name: "Atlas", City: "Casablanca"}, 0, ""},
		{"a city", firm{Name: "Atlas", City: "Fès"}, firm{Name: "Sahara", City: "Fès"}, 0, ""},
		{"nothing", firm{}, firm{}, 0, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, pair := range [][2]*firm{{&test.a, &test.b}, {&test.b, &test.a}} {
				got, ok := duplicate.Compare(pair[0], pair[1])
				level, why := got.Level, got.String()
				if level != test.want || why != test.why || ok != (test.want != 0) {
					t.Errorf("got %v %q %t, want %v %q", level, why, ok, test.want, test.why)
				}
			}
		})
	}
}

func TestCompareOfPeopleAndKinds(t *testing.T) {
	a := &model.Contact{Name: "Amina Berrada", Company: "Atlas", Email: "amina@atlas.ma"}
	b := &model.Contact{Name: "Youssef Alaoui", Company: "Atlas", Email: "youssef@atlas.ma"}
	if why, ok := duplicate.Compare(a, b); ok {
		t.Errorf("two people of one firm: %v", why)
	}
	c := &model.Contact{Name: "BERRADA Amina", Email: "a.berrada@atlas.ma"}
	if why, ok := duplicate.Compare(a, c); why.Level != duplicate.Likely || !ok {
		t.Errorf("one person: %v", why)
	}
	lead := &model.Lead{Contact: "Amina Berrada", Email: "amina@atlas.ma"}
	if why, ok := duplicate.Compare(a, lead); ok {
		t.Errorf("a lead and a contact: %v", why)
	}
	a.ID = model.ID{1}
	if why, ok := duplicate.Compare(a, a); ok {
		t.Errorf("a record and itself: %v", why)
	}
}

// Without a key in common the desk would never ask Compare.
func TestDuplicatesShareAKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]model.Kind{model.KindLead, model.KindSupplier, model.KindContact}).Draw(t, "kind")
		a, b := modeltest.Record(kind).Draw(t, "a"), modeltest.Record(kind).Draw(t, "b")
		why, ok := duplicate.Compare(a, b)
		back, backOK := duplicate.Compare(b, a)
		if why.Level != back.Level || ok != backOK {
			t.Fatalf("%v one way, %v the other", why, back)
		}
		// Two spellings of a city without a country have no key in common.
		if ok && why.Level != duplicate.Possible && !shareKey(a, b) {
			t.Fatalf("%v, but no key in common:\n%v\n%v", why, duplicate.Keys(a), duplicate.Keys(b))
		}
	})
}

func shareKey(a, b model.Record) bool {
	keys := duplicate.Keys(b)
	return slices.ContainsFunc(duplicate.Keys(a), func(k duplicate.Key) bool { return slices.Contains(keys, k) })
}

func TestLongNamesAreCutBeforeTheyAreCompared(t *testing.T) {
	a := &model.Supplier{Name: strings.Repeat("nord ", 400), City: strings.Repeat("y", 2000)}
	b := &model.Supplier{Name: strings.Repeat("sud ", 500), City: strings.Repeat("y", 2000)}
	if why, ok := duplicate.Compare(a, b); ok {
		t.Errorf("got %v", why)
	}
	for _, key := range duplicate.Keys(a) {
		if len(key.Key) > 300 {
			t.Errorf("a key of %d bytes", len(key.Key))
		}
	}
}

func TestDuplicateLevelString(t *testing.T) {
	for level, want := range map[duplicate.Level]string{duplicate.Certain: "certain", duplicate.Likely: "likely", duplicate.Possible: "possible"} {
		if got := level.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := duplicate.Level(9).String(); !strings.Contains(got, "9") {
		t.Errorf("got %s", got)
	}
}
