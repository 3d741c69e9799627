package query

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestComplete(t *testing.T) {
	for _, tt := range []struct {
		line    string // the cursor is at ^
		replace string
		first   string // choices, as far as they are tested
	}{
		{"^", "", "kind: stage: country: city:"},
		{"argan ^", "", "kind: stage:"},
		{"argan^", "argan", ""},
		{"argan st^", "st", "stage:"},
		{"-ta^", "ta", "tag:"},
		{"pa^", "pa", "pays:"},
		{"مر^", "مر", "مرحلة:"},
		{"sta^ge:new", "stage:", "stage:"},
		{"co^ argan", "co", "country: courriel:"},
		{"kind:^", "", "lead supplier contact"},
		{"kind:le^", "le", "lead"},
		{"kind:four^", "four", "supplier=fournisseur"},
		{"kind:lead,su^", "su", "supplier"},
		{"kind:lead stage:^", "", "new contacted qualified nurture"},
		{"stage:quo^ kind:rfq", "quo", "quoting"},
		{"kind:rfq stage:sh^", "sh", ""},
		{"country:mor^", "mor", "MA=Morocco"},
		{"pays:us,ca^", "ca", "CA=Canada"},
		{"country:us^,ca", "us", "US=United States"},
		{"owner:^", "", "me=Youssef Youssef Salma"},
		{"owner:m^", "m", "me=Youssef"},
		{"tag:^", "", `siam "cold pressed"`},
		{"tag:co^", "co", `"cold pressed"`},
		{`tag:"co^`, `"co`, `"cold pressed"`},
		{"tag:n^", "n", "none"},
		{"due:^", "", "overdue today tomorrow <3d"},
		{"due:<^", "<", "<3d <1w"},
		{"created:^", "", "today yesterday <7d"},
		{"created:o^", "o", ""},
		{"hs:1509^", "1509", "1509="},
		{"currency:eu^", "eu", "EUR=Euro"},
		{"incoterm:f^", "f", "FCA FAS FOB"},
		{"value:^", "", ""},
		{`"ki^`, `"ki`, ""},
		{"http:^", "http:", ""},
	} {
		t.Run(tt.line, func(t *testing.T) {
			before, after, _ := strings.Cut(tt.line, "^")
			c := reader().Complete(before+after, len(before))
			if got := c.Replace.of(before + after); got != tt.replace {
				t.Errorf("replaces %q, want %q", got, tt.replace)
			}
			var got []string
			for _, choice := range c.Choices {
				s := choice.Text
				if choice.Label != "" && c.Filter != "" {
					s += "=" + choice.Label
				}
				got = append(got, s)
			}
			if s := strings.Join(got, " "); !strings.HasPrefix(s, tt.first) || (s == "") != (tt.first == "") {
				t.Errorf("offers %q, want %q", s, tt.first)
			}
		})
	}
}

// What is offered for a value is read as that value.
func TestWhatIsOfferedIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(Names()).Draw(t, "name")
		line := string(name) + ":" + rapid.SampledFrom([]string{"", "a", "c", "m", "<", "15"}).Draw(t, "typed")
		c := reader().Complete(line, len(line))
		for _, choice := range c.Choices {
			done := line[:c.Replace.From] + choice.Text + line[c.Replace.To:]
			q := reader().Parse(done)
			if len(q.Filters) != 1 || q.Filters[0].Name != name || len(q.Problems) > 0 {
				t.Fatalf("%q with %q is %q: %v", line, choice.Text, done, q.Problems)
			}
		}
		for _, choice := range reader().Complete("x ", 2).Choices {
			if _, ok := filterName(strings.TrimSuffix(choice.Text, ":")); !ok {
				t.Fatalf("%q is no filter", choice.Text)
			}
		}
	})
	words := map[string]Name{}
	for _, s := range specs {
		for _, word := range strings.Fields(s.names) {
			if other, ok := words[word]; ok && other != s.name {
				t.Errorf("%q is %s and %s", word, s.name, other)
			}
			words[word] = s.name
		}
	}
	if !slices.Contains(Names(), ByPhone) {
		t.Error("names are missing")
	}
}
