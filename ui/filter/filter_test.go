package filter

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
)

var leads = Syntax{Kind: model.KindLead, Me: "salma", Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Home: "MA"}

func TestParse(t *testing.T) {
	for typed, want := range map[string][]desk.Cond{
		"":                        {},
		"country=us,ca":           {{Field: "country", Op: "=", Text: "us|ca"}},
		"stage=new owner=me":      {{Field: "stage", Op: "=", Text: "new"}, {Field: "owner", Op: "=", Text: "salma"}},
		"quantity>10k":            {{Field: "quantity", Op: ">", Text: "10000"}},
		"quantity<=2.5M":          {{Field: "quantity", Op: "<=", Text: "2500000"}},
		"quantity>1.00":           {{Field: "quantity", Op: ">", Text: "1.00"}},
		"quantity>1.2345k":        {{Field: "quantity", Op: ">", Text: "1234.5"}},
		"tag=siam due<3d":         {{Field: "tags", Op: "=", Text: "siam"}, {Field: "due_at", Op: "<", Text: "3d"}},
		"product~argan":           {{Field: "product", Op: "~", Text: "argan"}},
		`product~"argan oil",x|y`: {{Field: "product", Op: "~", Text: `argan oil|x\|y`}},
		"owner=":                  {{Field: "owner", Op: "=", Text: ""}},
		"owner!=":                 {{Field: "owner", Op: "!=", Text: ""}},
		"score>=80":               {{Field: "score", Op: ">=", Text: "80"}},
		"nord":                    {{Field: "company", Op: "~", Text: "nord"}},
		`"a=b, c"`:                {{Field: "company", Op: "~", Text: "a=b, c"}},
		"  COUNTRY=us\t":          {{Field: "country", Op: "=", Text: "us"}},
		`city="Al Hoceïma"`:       {{Field: "city", Op: "=", Text: "Al Hoceïma"}},
	} {
		got, err := leads.Parse(typed)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: got %v and %v, want %v", typed, got, err, want)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for typed, want := range map[string]struct {
		code Code
		says string
	}{
		"contry=us":                              {CodeField, `did you mean "country"`},
		"xyzzy=1":                                {CodeField, `no field "xyzzy"`},
		"=us":                                    {CodeField, `no field ""`},
		"country=atlantis":                       {CodeValue, "country"},
		"quantity>many":                          {CodeValue, "quantity"},
		"quantity>1.000":                         {CodeValue, "quantity"},
		"score>high":                             {CodeValue, "score"},
		"due<":                                   {CodeOrder, "due<"},
		"product~":                               {CodeOrder, "product~"},
		`city="Al`:                               {CodeQuote, "not closed"},
		strings.Repeat("x", MaxText+1):           {CodeMany, "too long"},
		strings.Repeat("stage=new ", maxTerms+1): {CodeMany, "too long"},
	} {
		_, err := leads.Parse(typed)
		var wrong *Error
		if !errors.As(err, &wrong) || wrong.Code != want.code || !strings.Contains(err.Error(), want.says) {
			t.Errorf("%.40q: got %v, want %s with %q", typed, err, want.code, want.says)
		}
	}
}

func TestEveryKindHasANameToLookIn(t *testing.T) {
	for _, kind := range model.Kinds() {
		s := Syntax{Kind: kind, Now: leads.Now}
		conds, err := s.Parse("argan")
		if err != nil || len(conds) != 1 {
			t.Errorf("%s: %v and %v", kind, conds, err)
			continue
		}
		if _, ok := model.SchemaOf(kind).Field(conds[0].Field); !ok {
			t.Errorf("%s: a word is looked for in %q, which is no field", kind, conds[0].Field)
		}
	}
}

func TestComplete(t *testing.T) {
	values := func(f model.Field, typed string) []Choice {
		if f.Name == "country" {
			return []Choice{{Text: "CA", Label: "Canada"}}
		}
		if f.Name == "city" {
			return []Choice{{Text: "Al Hoceïma"}}
		}
		return nil
	}
	for _, c := range []struct {
		typed string
		part  Part
		first string // the whole line when the first choice is taken
	}{
		{"", PartField, "score"},
		{"cou", PartField, "country"},
		{"stage=new co", PartField, "stage=new company"},
		{"country", PartOperator, "country="},
		{"due", PartOperator, "due<"},
		{"country=", PartValue, "country=CA"},
		{"country=us,", PartValue, "country=us,CA"},
		{"stage!=qu", PartValue, "stage!=qualified"},
		{"owner=", PartValue, "owner=me"},
		{"due<to", PartValue, "due<today"},
		{"due<=to", PartValue, "due<=today"},
		{`city="al`, PartValue, `city="Al Hoceïma"`},
	} {
		got := leads.Complete(c.typed, values)
		if got.Part != c.part || len(got.Choices) == 0 {
			t.Errorf("%q: part %s with %d choices, want %s", c.typed, got.Part, len(got.Choices), c.part)
			continue
		}
		line := c.typed[:got.From] + got.Choices[0].Text
		if line != c.first {
			t.Errorf("%q: the first choice makes %q, want %q", c.typed, line, c.first)
		}
	}
	if got := leads.Complete("xyzzy=a", values); len(got.Choices) != 0 {
		t.Errorf("an unknown field has the choices %v", got.Choices)
	}
}

// FuzzParse: nothing that is typed breaks the parser, what it takes the desk can
// be asked, and completing it never reaches outside of the line.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "country=us,ca stage=new", `city="Al Hoceïma"`, `"`, "a=,|\\|", "due<3d ,،", "=~!<>", "quantity>1.5k", "تمور"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		conds, err := leads.Parse(typed)
		var wrong *Error
		if err != nil && !errors.As(err, &wrong) {
			t.Fatalf("%q: an error of another type: %v", typed, err)
		}
		for _, c := range conds {
			if _, ok := leads.field(c.Field); !ok || !slices.Contains(operators(), c.Op) {
				t.Fatalf("%q: the condition %+v cannot be asked", typed, c)
			}
		}
		if c := leads.Complete(typed, nil); c.From < 0 || c.From > len(typed) {
			t.Fatalf("%q: completion from %d", typed, c.From)
		}
	})
}
