package demo

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nyaruka/phonenumbers"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
)

var now = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func generate(t testing.TB, o Options) []model.Record {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = now
	}
	var all []model.Record
	if err := Generate(o, func(r model.Record) error { all = append(all, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func of[T model.Record](all []model.Record) []T {
	var out []T
	for _, r := range all {
		if typed, ok := r.(T); ok {
			out = append(out, typed)
		}
	}
	return out
}

func TestEveryRecordIsValid(t *testing.T) {
	for seed := range uint64(3) {
		shown := 0
		for _, r := range generate(t, Options{Seed: seed, Leads: 1500, Suppliers: 200}) {
			for _, wrong := range model.Validate(r) {
				if shown++; shown <= 20 {
					t.Errorf("seed %d: %v in %s", seed, wrong, model.EncodeJSON(r))
				}
			}
		}
	}
}

func TestTheSameSeedGivesTheSame(t *testing.T) {
	write := func(seed uint64) string {
		var s strings.Builder
		for _, r := range generate(t, Options{Seed: seed, Leads: 200}) {
			s.Write(model.EncodeJSON(r))
			s.WriteByte('\n')
		}
		return s.String()
	}
	if first, second := write(7), write(7); first != second {
		t.Error("the same seed gives other data")
	}
	if write(7) == write(8) {
		t.Error("another seed gives the same data")
	}
}

func TestDefaults(t *testing.T) {
	all := generate(t, Options{})
	got := map[model.Kind]int{}
	for _, r := range all {
		got[r.Kind()]++
	}
	if got[model.KindLead] != 120 || got[model.KindSupplier] != 60 || got[model.KindRFQ] != 12 || got[model.KindEvent] != 1 {
		t.Errorf("got %v, want 120 leads, 60 suppliers, 12 RFQs, an event", got)
	}
	for _, kind := range []model.Kind{model.KindQuote, model.KindMessage, model.KindTask, model.KindContact} {
		if got[kind] == 0 {
			t.Errorf("there is no %s", kind)
		}
	}
}

func TestItIsBelievable(t *testing.T) {
	all := generate(t, Options{Leads: 1000})
	leads := of[*model.Lead](all)
	countries, languages, stages := map[value.Country]int{}, map[value.Language]int{}, map[model.Stage]int{}
	var arabic, recentNew, recent int
	for _, l := range leads {
		countries[l.Country]++
		languages[l.Language]++
		stages[l.Stage]++
		if strings.ContainsFunc(l.Company, func(r rune) bool { return r >= 'ء' && r <= 'ي' }) {
			arabic++
		}
		at := l.ReceivedAt.Time()
		if at.After(now) || at.Before(now.AddDate(0, 0, -days-1)) {
			t.Errorf("lead received at %s", at)
		}
		if now.Sub(at) < 48*time.Hour {
			recent++
			if l.Stage == model.LeadNew {
				recentNew++
			}
		}
		if !l.RepliedAt.IsZero() && (l.RepliedAt < l.ReceivedAt || l.RepliedAt.Time().After(now)) {
			t.Errorf("received %s, replied %s", l.ReceivedAt, l.RepliedAt)
		}
		if (l.Stage == model.LeadLost || l.Stage == model.LeadJunk) && l.Reason == "" {
			t.Errorf("%s without a reason", l.Stage)
		}
	}
	if len(countries) < 40 {
		t.Errorf("buyers in %d countries, want 40 and more", len(countries))
	}
	for _, language := range []value.Language{"ar", "fr", "en"} {
		if languages[language] < 100 {
			t.Errorf("%d letters in %s", languages[language], language)
		}
	}
	if arabic < 50 {
		t.Errorf("%d firms are named in Arabic", arabic)
	}
	if recent == 0 || recentNew*100 < recent*80 {
		t.Errorf("%d of the %d newest are new", recentNew, recent)
	}
	for _, stage := range model.Stages(model.KindLead) {
		if stages[stage] == 0 {
			t.Errorf("no lead is %s", stage)
		}
	}
}

func TestReferencesLeadToRecordsThatCameBefore(t *testing.T) {
	seen := map[model.ID]model.Kind{}
	last := model.ID{}
	for _, r := range generate(t, Options{Leads: 600}) {
		id := r.Header().ID
		if slices.Compare(last[:], id[:]) >= 0 {
			t.Fatalf("id %s after %s", id, last)
		}
		last = id
		for _, f := range model.SchemaOf(r.Kind()).Fields {
			if f.Type != model.TypeRef || f.Name == "id" || f.Empty(r) {
				continue
			}
			ids, ok := f.Value(r).([]model.ID)
			if !ok {
				ids = []model.ID{f.Value(r).(model.ID)}
			}
			for _, to := range ids {
				if kind := seen[to]; !slices.Contains(f.Refs, kind) {
					t.Errorf("%s.%s leads to a %q, want %v", r.Kind(), f.Name, kind, f.Refs)
				}
			}
		}
		seen[id] = r.Kind()
	}
}

// The planted duplicates are found by the rules of the domain, and few others are.
func TestPlantedDuplicates(t *testing.T) {
	planted := map[model.ID]model.ID{}
	all := generate(t, Options{Leads: 3000, Planted: func(first, again model.ID) { planted[again] = first }})
	leads := of[*model.Lead](all)
	byID := map[model.ID]*model.Lead{}
	for _, l := range leads {
		byID[l.ID] = l
	}
	if n := len(planted); n < 45 || n > 150 {
		t.Errorf("%d of 3000 are planted, want about 3 %%", n)
	}
	missed := 0
	for again, first := range planted {
		if _, ok := duplicate.Compare(byID[first], byID[again]); !ok {
			missed++
			t.Logf("missed: %s / %s", model.EncodeJSON(byID[first]), model.EncodeJSON(byID[again]))
		}
	}
	if missed*100 > len(planted)*5 {
		t.Errorf("%d of %d planted duplicates are not found", missed, len(planted))
	}
	byKey := map[string][]*model.Lead{}
	for _, l := range leads {
		for _, key := range duplicate.Keys(l) {
			byKey[key.Key] = append(byKey[key.Key], l)
		}
	}
	accidents := map[model.ID]bool{}
	root := func(id model.ID) model.ID {
		for {
			first, ok := planted[id]
			if !ok {
				return id
			}
			id = first
		}
	}
	for _, same := range byKey {
		for i, a := range same {
			for _, b := range same[i+1:] {
				if why, ok := duplicate.Compare(a, b); ok && root(a.ID) != root(b.ID) && !accidents[b.ID] {
					accidents[b.ID] = true
					t.Logf("accident: %s: %q %q, %q %q", why, a.Company, a.City, b.Company, b.City)
				}
			}
		}
	}
	if len(accidents) > 10 {
		t.Errorf("%d leads are duplicates by accident", len(accidents))
	}
}

func TestAddressesAreMadeUp(t *testing.T) {
	for _, r := range generate(t, Options{Leads: 1000}) {
		var email value.Email
		switch r := r.(type) {
		case *model.Lead:
			email = r.Email
		case *model.Supplier:
			email = r.Email
		case *model.Contact:
			email = r.Email
		}
		local, domain, _ := strings.Cut(email.String(), "@")
		if email != "" && !strings.HasSuffix(domain, ".example") && !(domain == "gmail.com" && strings.Contains(local, "_")) {
			t.Errorf("%s could be somebody's address", email)
		}
	}
}

// Codes and numbers are ones that the reference tables know.
func TestCodesAreKnown(t *testing.T) {
	for _, m := range markets() {
	numbers:
		for n := range 300 {
			for i := range m.phones {
				phone := numbered(m.phones[i:], n)
				if p, err := value.ParsePhone(phone, m.country); err != nil || p.E164() != phone {
					t.Errorf("%s: %s is read as %s: %v", m.country, phone, p, err)
					break numbers
				}
				number, err := phonenumbers.Parse(phone, "")
				if err != nil || !phonenumbers.IsValidNumberForRegion(number, string(m.country)) {
					t.Errorf("%s: %s is not a number of the country", m.country, phone)
					break numbers
				}
			}
		}
		for _, port := range m.ports {
			if p := value.Port(port); p.Name() == "" || p.Name() == port {
				t.Errorf("%s: port %s has no name", m.country, port)
			}
		}
		if perEuro[m.currency] == 0 {
			t.Errorf("%s: no rate of %s", m.country, m.currency)
		}
	}
	for _, p := range products() {
		if p.hs.Description() == "" {
			t.Errorf("%s: HS %s has no description", p.english, p.hs)
		}
		if p.port.Name() == "" || p.port.Name() == string(p.port) {
			t.Errorf("%s: port %s has no name", p.english, p.port)
		}
		if unitWords[p.unit] == nil {
			t.Errorf("%s: letters cannot name %s", p.english, p.unit)
		}
	}
}

func TestItStopsWhenTold(t *testing.T) {
	enough := errors.New("enough")
	seen := 0
	err := Generate(Options{Leads: 1_000_000, Now: now}, func(model.Record) error {
		if seen++; seen == 100 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || seen != 100 {
		t.Errorf("%v after %d records, want %v after 100", err, seen, enough)
	}
}

func TestNamesDoNotRepeat(t *testing.T) {
	for language, n := range namings() {
		seen := map[string]int{}
		for i := range 3000 {
			f := n.firm(i)
			if was, ok := seen[f.name]; ok || f.name == "" {
				t.Errorf("%s: firms %d and %d are both %q", language, was, i, f.name)
				break
			}
			seen[f.name] = i
			if strings.ContainsAny(f.name+f.latin, "{}=") || slug(f.latin, 40) == "" {
				t.Errorf("%s: firm %d is %q, in Latin %q", language, i, f.name, f.latin)
			}
		}
	}
}

func TestMoney(t *testing.T) {
	tests := []struct {
		cents int
		c     value.Currency
		want  value.Decimal
	}{
		{450, "EUR", "4.5"}, {1000, "EUR", "10"}, {999, "EUR", "9.99"}, {100, "USD", "1.16"}, {100, "XOF", "655"}, {1, "GBP", "0.01"}, {5, "EUR", "0.05"},
	}
	for _, tt := range tests {
		if got := money(tt.cents, tt.c); got != tt.want {
			t.Errorf("%d cents in %s: got %s, want %s", tt.cents, tt.c, got, tt.want)
		}
	}
}

func BenchmarkGenerate100k(b *testing.B) {
	for b.Loop() {
		n := 0
		if err := Generate(Options{Leads: 100_000, Now: now}, func(model.Record) error { n++; return nil }); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n), "records")
	}
}
