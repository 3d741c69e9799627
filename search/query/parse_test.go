package query

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/cost"
)

// reader is a Wednesday afternoon in Casablanca.
func reader() Reader {
	return Reader{
		Now: time.Date(2026, time.November, 25, 15, 0, 0, 0, time.FixedZone("+01", 3600)), Me: "Youssef", Home: "MA", Lang: "en",
		Events: func(name string) []model.ID {
			if strings.EqualFold(name, "SIAM 2026") || strings.EqualFold(name, "siam") {
				return []model.ID{{15: 7}}
			}
			return nil
		},
		Known: func(name Name, typed string) []Choice {
			var all []Choice
			for _, word := range map[Name][]string{ByTag: {"siam", "cold pressed"}, ByOwner: {"Youssef", "Salma"}}[name] {
				if strings.HasPrefix(strings.ToLower(word), strings.ToLower(typed)) {
					all = append(all, Choice{Text: word})
				}
			}
			return all
		},
		Rates: func() []cost.Rate {
			return []cost.Rate{{Currency: "USD", Units: "1.1"}, {Currency: "MAD", Units: "10.8"}, {Currency: "JPY", Units: "165"}}
		},
	}
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ line, printed, words, problems string }{
		{"", "", "", ""},
		{"argan agadir", "argan agadir", "argan agadir", ""},
		{"kind:lead stage:new country:us,ca owner:me tag:siam due:<3d hs:1509 value:>10k",
			"kind:lead stage:new country:US,CA owner:me tag:siam due:<3d hs:1509 value:>10000", "", ""},
		{"argan kind:leads huile", "argan kind:lead huile", "argan huile", ""},
		{"KIND:Lead Stage:NEW", "kind:lead stage:new", "", ""},
		{"-tag:x -kind:task", "-tag:x -kind:task", "", ""},
		{"tag!=x", "-tag:x", "", ""},
		{"-tag!=x", "tag:x", "", ""},
		{`"olive oil" tag:"cold pressed",bio`, `"olive oil" tag:"cold pressed",bio`, "olive oil", ""},
		{`tag:"none"`, `tag:"none"`, "", ""},
		{`tag:"say ""hi"""`, `tag:"say ""hi"""`, "", ""},
		{`owner:"me"`, `owner:"me"`, "", ""},
		{`"not closed`, `"not closed"`, "not closed", ""},
		{`tag:"not closed`, `tag:"not closed"`, "", ""},
		{"pays:maroc étape:nouveau genre:piste", "country:MA stage:new kind:lead", "", ""},
		{"البلد:المغرب،فرنسا النوع:مورد", "country:MA,FR kind:supplier", "", ""},
		{`country:"united kingdom",Deutschland,كندا`, "country:GB,DE,CA", "", ""},
		{"type:fournisseurs ville:casa", "kind:supplier city:casa", "", ""},
		{"value:10,000", "value:10000", "", ""},
		{"value:>=1.5m", "value:>=1500000", "", ""},
		{"value>10k quantity<=500", "value:>10000 quantity:<=500", "", ""},
		{"value:10k..50k", "value:10000..50000", "", ""},
		{"value:..50k quantity:3..", "value:..50000 quantity:3..", "", ""},
		{"value:1.234,50", "value:1234.50", "", ""},
		{"montant:٥٠٠", "value:500", "", ""},
		{"value:>10kUSD", "value:>10000USD", "", ""},
		{"value:>=1.5mad value:2m value:2mmad", "value:>=1.5MAD value:2000000 value:2000000MAD", "", ""},
		{"value:10k..50keur value:10k€..50k value:usd5k.. value:..7jpy", "value:10000..50000EUR value:10000..50000EUR value:5000USD.. value:..7JPY", "", ""},
		{`montant:"10 000 dirhams marocains" قيمة:>٥الفدم value:<£9`, "value:10000MAD value:>5000MAD value:<9GBP", "", "value: no exchange rate of GBP is known, so only what is in GBP is compared"},
		{`value:>"10kusd",>"10keur" -value:5USD`, `value:>"10000USD",>"10000EUR" -value:5USD`, "", ""},
		{`montant:"2 mio mad"`, "value:2000000MAD", "", ""},
		{"due:overdue", "due:overdue", "", ""},
		{"échéance:aujourd'hui", "due:aujourd'hui", "", ""},
		{"created:<3d updated:>2w received:2026-12", "created:<3d updated:>2w received:2026-12", "", ""},
		{`created:>"15 jan 2026"`, `created:>"15 jan 2026"`, "", ""},
		{"created:2026-01-01..2026-02-01", "created:2026-01-01..2026-02-01", "", ""},
		{"owner:none due:any", "owner:none due:any", "", ""},
		{"responsable:moi propriétaire:aucun", "owner:me owner:none", "", ""},
		{"event:siam", "event:siam", "", ""},
		{"hs:15.09 hs:150", "hs:1509 hs:150", "", ""},
		{"currency:eur devise:dirham", "currency:EUR", "", "currency: currency \"dirham\": "},
		{"phone:0539 score:>80", "phone:0539 score:>80", "", ""},
		{"tag:a,a,b", "tag:a,b", "", ""},
		// Text that looks like filters.
		{"http://x.example/y 10:30 12:30pm c:\\dir :) a:b", "http://x.example/y 10:30 12:30pm c:\\dir :) a:b", "http://x.example/y 10:30 12:30pm c:\\dir :) a:b", ""},
		{"Re: offer", "Re: offer", "Re: offer", ""},
		{"-5 a-b - : -", "-5 a-b - : -", "-5 a-b - : -", ""},
		{"foo=bar x<y", "foo=bar x<y", "foo=bar x<y", ""},
		// What is wrong.
		{"contry:us", "contry:us", "contry:us", `no filter is called "contry"; did you mean country?; there is kind, stage, `},
		{"ref:12", "ref:12", "ref:12", `no filter is called "ref"; there is kind, `},
		{"kind:leed", "", "", `kind: "leed" is not known; did you mean lead?; there is lead, supplier, contact, rfq, `},
		{"kind:lead stage:qalified", "kind:lead", "", `stage: "qalified" is not known; did you mean qualified?; there is new, contacted, qualified, `},
		{"kind:task stage:new", "kind:task", "", "stage: what is asked for has no stages"},
		{"stage:quoting kind:lead", "kind:lead", "", `stage: "quoting" is not known; there is new, contacted, `},
		{"country:us,atlantis", "country:US", "", `country: country "atlantis": `},
		{"country:", "", "", "country: needs a value"},
		{"stage: argan", "argan", "argan", "stage: needs a value; there is new, "},
		{`tag:""`, "", "", "tag: there is nothing between the quotation marks"},
		{"value:lots", "", "", `value: number "lots": `},
		{"value:50k..10k", "", "", "value: the lower end of the range is above the upper one"},
		{"value:..", "", "", "value: a range has a lower and an upper end, such as 10k..50k"},
		{"value:>1.000 quantity:1.000..2000", "", "", `value: number "1.000": could be 1000 or 1.000: write 1000 or 1.00|quantity: number "1.000": could be`},
		{"value:>1.00 value:1.250,5 value:>0.000001255m", "value:>1.00 value:1250.5 value:>1.2550", "", ""},
		{"value:>$10k value:>10k$", "", "", `value: currency "$": could be USD, CAD, AUD or another dollar: write the code|value: currency "$": could be`},
		{"value:10usd..10eur", "", "", "value: both ends of the range are in one currency"},
		{"value:10xyz quantity:10usd score:>5eur", "", "", `value: number "10xyz": `},
		{"due:soon", "", "", `due: date "soon": `},
		{"created:overdue", "", "", "created: only what is due can be overdue"},
		{"country:>us", "", "", `country: nothing is more or less than "us"`},
		{"kind:none", "", "", "kind: every record has a kind"},
		{"event:gulfood", "", "", "event: no fair is called so"},
		{"hs:9", "", "", `hs: HS code "9": `},
		{"phone:abc", "", "", "phone: a number has digits"},
	} {
		t.Run(tt.line, func(t *testing.T) {
			q := reader().Parse(tt.line)
			if got := q.String(); got != tt.printed {
				t.Errorf("printed %q, want %q", got, tt.printed)
			}
			if got := q.Text(); got != tt.words {
				t.Errorf("words %q, want %q", got, tt.words)
			}
			var said []string
			for _, p := range q.Problems {
				said = append(said, p.Error())
			}
			if got := strings.Join(said, "|"); !strings.HasPrefix(got, tt.problems) || (got == "") != (tt.problems == "") {
				t.Errorf("problems %q, want %q", got, tt.problems)
			}
			checkParts(t, q)
		})
	}
}

// docs/search.md explains every filter, with names that are read.
func TestFiltersAreExplained(t *testing.T) {
	page, err := os.ReadFile("../../docs/search.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Names() {
		if !strings.Contains(string(page), "\n| `"+string(name)+":` |") {
			t.Errorf("%s is not in the table of docs/search.md", name)
		}
	}
	_, filters, _ := strings.Cut(string(page), "\n## Filters\n")
	filters, _, _ = strings.Cut(filters, "\n## ")
	for line := range strings.Lines(filters) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !strings.HasPrefix(cells[1], " `") {
			continue
		}
		for _, word := range strings.Fields(cells[2]) {
			name, ok := filterName(strings.Trim(word, "`"))
			if want := strings.Trim(cells[1], " `:"); !ok || string(name) != want {
				t.Errorf("docs/search.md: %s is not a name of %s", word, want)
			}
		}
	}
}

func TestWithoutMe(t *testing.T) {
	r := reader()
	r.Me, r.Events = "", nil
	q := r.Parse("owner:me event:siam")
	if len(q.Filters) != 0 || len(q.Problems) != 2 || q.Problems[0].Error() != "owner: who you are is not set: give the name" {
		t.Errorf("filters %v, problems %v", q.Filters, q.Problems)
	}
}

func TestPlaces(t *testing.T) {
	line := `argan  -tag:"cold pressed",x kind: "olive oil" pays:maroc`
	q := reader().Parse(line)
	var got []string
	for _, p := range q.Parts {
		got = append(got, fmt.Sprint(p.Kind, ":", p.of(line)))
	}
	want := []string{`1:argan`, `0:  `, `3:-tag:"cold pressed",x`, `0: `, `4:kind:`, `0: `, `2:"olive oil"`, `0: `, `3:pays:maroc`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	f := q.Filters[0]
	if f.Called.of(line) != "tag" || f.Any[0].of(line) != `"cold pressed"` || f.Any[1].of(line) != "x" || q.Filters[1].Any[0].of(line) != "maroc" {
		t.Errorf("the places of %+v", q.Filters)
	}
}

func TestKinds(t *testing.T) {
	for line, want := range map[string][]model.Kind{
		"": nil, "kind:lead,rfq": {model.KindLead, model.KindRFQ}, "kind:lead,rfq -kind:rfq": {model.KindLead}, "tag:x": nil,
		"stage:quoting": {model.KindRFQ}, "stage:new kind:task": {model.KindTask}, "kind:lead -kind:lead": {}, "-stage:new": nil, "stage:none": nil,
	} {
		if got := reader().Parse(line).Kinds(); !slices.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}

func TestTooMuch(t *testing.T) {
	long := strings.Repeat("é", MaxLine)
	q := reader().Parse(long)
	checkParts(t, q)
	if len(q.Problems) != 1 || q.Problems[0].Code != CodeLong || len(q.Words) != 1 || len(q.Words[0].Text) != MaxLine {
		t.Errorf("%d words, problems %v", len(q.Words), q.Problems)
	}
	q = reader().Parse(strings.Repeat("tag:x ", maxFilters+1))
	checkParts(t, q)
	if len(q.Filters) != maxFilters || q.Text() != "tag:x" || len(q.Problems) != 1 {
		t.Errorf("%d filters, words %q, problems %v", len(q.Filters), q.Text(), q.Problems)
	}
}

type failer interface{ Fatalf(string, ...any) }

func checkSpan(t failer, line string, s Span) {
	if s.From < 0 || s.To < s.From || s.To > len(line) {
		t.Fatalf("%q: %v is no place in it", line, s)
	}
}

// checkParts holds what Parse promises of any line.
func checkParts(t failer, q Query) {
	at := 0
	for _, p := range q.Parts {
		if checkSpan(t, q.Line, p.Span); p.From != at || p.To == p.From {
			t.Fatalf("%q: the part %+v begins not at %d", q.Line, p, at)
		}
		at = p.To
	}
	if at != len(q.Line) {
		t.Fatalf("%q: the parts end at %d", q.Line, at)
	}
	in := func(s Span, kinds ...PartKind) {
		if checkSpan(t, q.Line, s); !slices.ContainsFunc(q.Parts, func(p Part) bool {
			return p.From <= s.From && s.To <= p.To && slices.Contains(kinds, p.Kind)
		}) {
			t.Fatalf("%q: %v is in no part of %v", q.Line, s, kinds)
		}
	}
	for _, w := range q.Words {
		in(w.Span, PartWord, PartPhrase)
	}
	for _, f := range q.Filters {
		in(f.Span, PartFilter)
		in(f.Called, PartFilter)
		for _, v := range f.Any {
			in(v.Span, PartFilter)
		}
		if len(f.Any) == 0 {
			t.Fatalf("%q: %v asks for nothing", q.Line, f)
		}
	}
	for _, p := range q.Problems {
		checkSpan(t, q.Line, p.Span)
		if p.Error() == "" || len(p.Error()) > 2000 {
			t.Fatalf("%q: the problem %q", q.Line, p.Error())
		}
	}
}

// meaning is a query without places.
func meaning(q Query) string {
	var b strings.Builder
	for _, w := range q.Words {
		fmt.Fprintf(&b, "%q %t ", w.Text, w.Phrase)
	}
	for _, f := range q.Filters {
		fmt.Fprintf(&b, "%s %t", f.Name, f.Not)
		for _, v := range f.Any {
			fmt.Fprintf(&b, " [%s %q %q %s %v %q]", v.Op, v.Text, v.To, v.Currency, v.period, v.folded)
		}
	}
	return b.String()
}

func checkLine(t failer, line string) {
	r := reader()
	q := r.Parse(line)
	checkParts(t, q)
	for cursor := 0; cursor <= len(line); cursor += 1 + len(line)/20 {
		checkSpan(t, line, r.Complete(line, cursor).Replace)
	}
	OtherLayouts(line)
	SeekPhone(line, "MA")
	printed := q.String()
	if len(printed) > MaxLine || len(line) > MaxLine {
		return
	}
	again := r.Parse(printed)
	if again.String() != printed || meaning(again) != meaning(q) {
		t.Fatalf("%q is written %q, which is read %q\n%s\n%s", line, printed, again.String(), meaning(q), meaning(again))
	}
	if len(again.Problems) > 0 && len(q.Problems) == 0 {
		t.Fatalf("%q is written %q, which has problems: %v", line, printed, again.Problems)
	}
}

// pieces of lines, so that random ones come near to filters.
var linePieces = []string{
	"kind", "stage", "country", "owner", "tag", "due", "created", "value", "hs", "event", "phone", "pays", "البلد", "نوع", "score", "city",
	":", ":", ":", "!=", "<", "<=", ">", "=", "-", ",", "،", "..", "\"", "\"\"", " ", " ", "\t", "\u00a0",
	"lead", "new", "us", "المغرب", "me", "none", "any", "3d", "2w", "today", "overdue", "2026-12-01", "10k", "1.5m", "10,000", "usd", "€", "$", "mad", "1509", "siam", "x", "é", "\\", "//", "0539", "+212",
}

var lines = rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOfN(rapid.SampledFrom(linePieces), 0, 25), func(p []string) string {
	return strings.Join(p, "")
}))

func TestAnyLineIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkLine(t, lines.Draw(t, "line")) })
}

func FuzzParse(f *testing.F) {
	for _, line := range []string{"", "argan kind:lead", `-tag:"a b",c due:<3d`, "value:10,000..", "البلد:المغرب", "\xff:\xfe\"", "created:>\"15 jan\"", "http://x 10:30"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) { checkLine(t, line) })
}

func TestWrittenIsRead(t *testing.T) {
	texts := rapid.Map(rapid.OneOf(rapid.String(), rapid.SampledFrom(linePieces)), strings.TrimSpace).Filter(func(s string) bool { return s != "" && len(s) < 100 })
	rapid.Check(t, func(t *rapid.T) {
		f := Filter{Name: rapid.SampledFrom([]Name{ByTag, ByOwner, ByCity, ByProduct, ByEmail}).Draw(t, "name"), Not: rapid.Bool().Draw(t, "not")}
		for range rapid.IntRange(1, 4).Draw(t, "n") {
			v := Value{Op: rapid.SampledFrom([]Op{Is, Is, Is, Missing, Present}).Draw(t, "op")}
			if v.Op == Is {
				v.Text = texts.Draw(t, "text")
			}
			if !slices.ContainsFunc(f.Any, func(had Value) bool { return had.same(v) }) {
				f.Any = append(f.Any, v)
			}
		}
		q := reader().Parse("a " + f.String() + " b")
		if len(q.Filters) != 1 || q.Text() != "a b" {
			t.Fatalf("%q is read as %+v", f.String(), q)
		}
		got := q.Filters[0]
		if got.Name != f.Name || got.Not != f.Not || !slices.EqualFunc(got.Any, f.Any, Value.same) {
			t.Fatalf("%q is read as %q", f.String(), got.String())
		}
	})
}

func BenchmarkParse(b *testing.B) {
	r := reader()
	r.Parse("country:us tag:x")
	b.ReportAllocs()
	for b.Loop() {
		r.Parse("argan kind:lead stage:new country:us,ca owner:me -tag:siam due:<3d hs:1509 value:>10k")
	}
}
