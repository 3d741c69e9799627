package query

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

func at(days int) value.Instant { return value.At(reader().Now.AddDate(0, 0, days)) }

// records that the tests look for, by a letter.
func records() map[string]model.Record {
	return map[string]model.Record{
		"L": &model.Lead{
			Head: model.Head{ID: model.ID{15: 1}, CreatedAt: at(-2), UpdatedAt: at(-1)}, Company: "Nord Foods", City: "الدار البيضاء", Country: "MA", Email: "buy@nord.example",
			Phone: "+212539123456", Product: "huile d'olive vierge", HS: "150920", Quantity: "500", TargetPrice: "40", Unit: "KGM", Currency: "EUR", Incoterm: "FOB",
			ReceivedAt: at(-20), Stage: model.LeadNew, Owner: "youssef", DueAt: at(2), Tags: []string{"Siam", "cold pressed"}, Event: model.ID{15: 7},
		},
		"M": &model.Lead{Head: model.Head{ID: model.ID{15: 2}, CreatedAt: at(-40), UpdatedAt: at(-40)}, Company: "Sud", Country: "US", Stage: model.LeadWon, DueAt: at(-3), Owner: "Salma"},
		"S": &model.Supplier{Head: model.Head{ID: model.ID{15: 3}, CreatedAt: at(0)}, Name: "Coop", Country: "MA", City: "Agadir", Products: []string{"argan oil", "honey"}, HS: []value.HS{"1515", "0409"}, MOQ: "20", OtherPhones: []value.Phone{"+33612345678"}},
		"R": &model.RFQ{
			Head: model.Head{ID: model.ID{15: 4}, CreatedAt: at(-7)}, Title: "Sardines", Stage: model.RFQOpen, Currency: "USD", Deadline: "2026-11-26",
			Lines: []model.Line{{Product: "sardines in oil", HS: "160413", Quantity: "1000", TargetPrice: "12"}}, Owner: "Youssef",
		},
		"O": &model.Offer{Head: model.Head{ID: model.ID{15: 6}, CreatedAt: at(-30), UpdatedAt: at(-30)}, Buyer: "Nord Foods", Country: "CA", Total: "20000", Currency: "USD", Stage: model.OfferSent},
		"D": &model.Deal{Head: model.Head{ID: model.ID{15: 5}, CreatedAt: at(-1)}, Title: "Deal", Amount: "49999.50", Currency: "EUR"},
	}
}

func found(line string) string {
	q, got := reader().Parse(line), ""
	for _, name := range []string{"L", "M", "S", "R", "D"} {
		r := records()[name]
		e := model.ExcerptOf(r, model.ScoreContext{Now: reader().Now})
		if q.Matches(e, r) {
			got += name
		}
	}
	return got
}

func TestMatches(t *testing.T) {
	for line, want := range map[string]string{
		"": "LMSRD", "free words": "LMSRD", "kind:lead": "LM", "-kind:lead": "SRD", "kind:lead,rfq": "LMR",
		"stage:new": "L", "stage:open": "R", "stage:none": "SD", "stage:any": "LMR", "-stage:won": "LSRD",
		"country:ma": "LS", "country:ma,us": "LMS", "country:none": "RD", "-country:ma": "MRD",
		"owner:me": "LR", "owner:SALMA": "M", "owner:none": "SD", "tag:siam": "L", "tag:sia": "", `tag:"Cold Pressed"`: "L", "-tag:siam": "MSRD",
		"event:siam": "L", "event:none": "MSRD", "-event:siam": "MSRD",
		"city:casa": "L", "city:agad": "S", "city:none": "MRD", "product:huile": "LSR", `product:"olive oil"`: "L", "product:argan": "S", "product:sardine": "R",
		"due:<3d": "LMR", "due:overdue": "M", "due:<=2d": "LMR", "due:2d": "L", "due:tomorrow": "R", "due:>1d": "L", "due:none": "SD", "due:today..1w": "LR", "-due:overdue": "LSRD",
		"created:<3d": "LSD", "created:>2w": "M", "created:today": "S", "created:yesterday": "D", "created:7d": "R", "created:2w..1d": "LRD", "created:2026-10": "M", "created:2026": "LMSRD",
		"created:<12h": "S", "created:>2026-11-20": "LSD", "updated:<2d": "L", "updated:none": "SRD", "received:>2w": "LM", "received:<=20d": "LSRD",
		"hs:15": "LS", "hs:1509": "L", "hs:160": "R", "hs:0409": "S", "hs:none": "MD",
		"value:>10k": "LRD", "value:20k": "L", "value:10k..13k": "R", "value:<50,000": "LRD", "value:49999.5": "D", "value:none": "MS", "-value:>15k": "MSR",
		"quantity:<=500": "LS", "quantity:1000..": "R", "currency:eur": "LD", "currency:usd": "R", "incoterm:fob": "L",
		"score:>=0": "LM", "score:none": "SRD", "email:nord": "L", "phone:0539123456": "L", "phone:+212539": "L", "phone:+33-6": "S", "phone:3456": "LS", "phone:345": "", "phone:any": "LS",
		"kind:lead country:ma due:<3d value:10k..50k -tag:bio": "L",
	} {
		if got := found(line); got != want {
			t.Errorf("%q finds %q, want %q", line, got, want)
		}
	}
}

// An offer is found by the country of the buyer that it is made to.
func TestOffersAreInTheirBuyersCountry(t *testing.T) {
	offer := records()["O"]
	e := model.ExcerptOf(offer, model.ScoreContext{Now: reader().Now})
	for line, want := range map[string]bool{
		"country:ca": true, "pays:Canada": true, "country:us": false, "-country:ca": false, "country:any": true, "country:none": false,
		"kind:offer country:كندا value:>10k": true,
	} {
		if got := reader().Parse(line).Matches(e, offer); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestNeedsRecord(t *testing.T) {
	for line, want := range map[string]bool{"kind:lead owner:me value:>1": false, "city:casa": true, "due:today created:today": true} {
		if got := reader().Parse(line).NeedsRecord(); got != want {
			t.Errorf("%q: %t, want %t", line, got, want)
		}
	}
}

func TestConds(t *testing.T) {
	for _, tt := range []struct {
		line  string
		kind  model.Kind
		want  string
		exact bool
	}{
		{"stage:new,won country:ma,none", model.KindLead, `stage = ["new" "won"]; country = ["MA" ""]`, true},
		{"-tag:siam owner:me", model.KindLead, `tags != ["siam"]; owner = ["Youssef"]`, true},
		{"owner:any -country:none", model.KindLead, `owner != [""]; country != [""]`, true},
		{"created:2026-11-24", model.KindTask, `created_at >= ["2026-11-23T23:00:00.000Z"]; created_at < ["2026-11-24T23:00:00.000Z"]`, true},
		{"due:<3d", model.KindLead, `due_at < ["2026-11-27T23:00:00.000Z"]`, true},
		{"due:<3d", model.KindRFQ, ``, false},
		{"value:10k..50k", model.KindDeal, `amount >= ["10000"]; amount <= ["50000"]`, true},
		{"value:>10k", model.KindLead, ``, false},
		{"quantity:>5", model.KindSupplier, `moq > ["5"]`, true},
		{"score:>80.5", model.KindLead, ``, false},
		{"hs:1509,16", model.KindSupplier, `hs ^ ["1509" "16"]`, true},
		{"city:agadir", model.KindLead, ``, false},
		{"city:xyz", model.KindLead, `city ~ ["xyz"]`, true},
		{"event:siam", model.KindContact, `event = ["00000000-0000-0000-0000-000000000007"]`, true},
		{"kind:lead phone:0539", model.KindLead, ``, false},
		{"stage:new", model.KindTag, ``, false},
		{"argan", model.KindLead, ``, true},
	} {
		conds, exact := reader().Parse(tt.line).Conds(tt.kind)
		var got []string
		for _, c := range conds {
			got = append(got, fmt.Sprintf("%s %s %q", c.Field, c.Op, c.Values))
		}
		if s := strings.Join(got, "; "); s != tt.want || exact != tt.exact {
			t.Errorf("%q of a %s: %s %t, want %s %t", tt.line, tt.kind, s, exact, tt.want, tt.exact)
		}
	}
}

// holds is a Cond asked of a record, by its text.
func (c Cond) holds(r model.Record) (bool, error) {
	f, ok := model.SchemaOf(r.Kind()).Field(c.Field)
	if !ok {
		return false, fmt.Errorf("a %s has no %s", r.Kind(), c.Field)
	}
	texts := fieldTexts(r, c.Field)
	var moment value.Instant
	switch v := f.Value(r).(type) {
	case value.Instant:
		if moment = v; !v.IsZero() {
			texts = []string{v.String()}
		}
	case model.ID:
		if !v.IsZero() {
			texts = []string{v.String()}
		}
	}
	one := false
	for _, want := range c.Values {
		if want == "" {
			one = one || len(texts) == 0
		}
		for _, has := range texts {
			switch c.Op {
			case FieldIs, FieldIsNot:
				one = one || strings.EqualFold(has, want)
			case FieldHas:
				one = one || strings.Contains(strings.ToLower(has), strings.ToLower(want))
			case FieldBegins:
				one = one || strings.HasPrefix(has, want)
			default:
				order := value.Decimal(has).Cmp(value.Decimal(want))
				if f.Type == model.TypeInstant {
					limit, err := value.ParseStamp(want)
					if err != nil {
						return false, err
					}
					order = int(moment - limit)
				}
				one = one || c.Op == FieldLess && order < 0 || c.Op == FieldAtMost && order <= 0 || c.Op == FieldMore && order > 0 || c.Op == FieldAtLeast && order >= 0
			}
		}
	}
	return one != (c.Op == FieldIsNot), nil
}

// Conditions leave no record out that matches, and exact ones let none in.
func TestCondsAgreeWithMatches(t *testing.T) {
	var asked []string
	for _, s := range []string{
		"stage:new", "stage:none", "stage:any", "country:ma,none", "country:us", "owner:me", "owner:none", "owner:any", "tag:siam", "tag:any", "event:siam", "event:none", "due:<3d", "due:none",
		"due:any", "created:<3d", "updated:2026", "hs:1509", "hs:15", "product:oil", "product:xyz", "city:casa", "value:>10k", "value:none", "value:>9kUSD", "value:<20kMAD", "quantity:<=500", "currency:eur,none",
		"incoterm:fob", "received:<1w", "phone:0539", "email:nord",
	} {
		asked = append(asked, s, "-"+s)
	}
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(asked), 1, 2).Draw(t, "line"), " ")
		all := []model.Record{modeltest.Record(rapid.SampledFrom(model.Kinds()).Draw(t, "kind")).Draw(t, "record")}
		for _, r := range records() {
			all = append(all, r)
		}
		q := reader().Parse(line)
		for _, r := range all {
			conds, exact := q.Conds(r.Kind())
			hold := true
			for _, c := range conds {
				ok, err := c.holds(r)
				if err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				hold = hold && ok
			}
			matches := q.Matches(model.ExcerptOf(r, model.ScoreContext{Now: reader().Now}), r)
			if matches && !hold || exact && hold != matches {
				t.Fatalf("%q: conditions %v (exact %t) say %t, Matches %t of %+v", line, conds, exact, hold, matches, r)
			}
		}
	})
}

func TestDaysAreThoseOfThePlace(t *testing.T) {
	r := reader()
	r.Now = time.Date(2026, time.March, 28, 23, 30, 0, 0, time.FixedZone("+05", 5*3600))
	q := r.Parse("due:today")
	p := q.Filters[0].Any[0].period
	if got := p.from.String() + " " + p.to.String(); got != "2026-03-27T19:00:00.000Z 2026-03-28T19:00:00.000Z" {
		t.Errorf("today is %s", got)
	}
}
