package ui

import (
	"context"
	"strings"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
)

func answering(r desk.SearchResult) func(context.Context, desk.SearchQuery) (desk.SearchResult, error) {
	return func(context.Context, desk.SearchQuery) (desk.SearchResult, error) { return r, nil }
}

// Letters are marked where they stand: an accent that is a rune of its own goes with its
// letter, a wide letter takes two cells, Arabic vowel marks none.
func TestMatchedLettersAreMarked(t *testing.T) {
	for _, c := range []struct {
		title     string
		positions []int
		marked    []string
		before    int // cells of the row before the first mark
	}{
		{"Coopérative Tifawin", []int{3, 4, 5}, []string{"pér"}, 3},
		{"Cafe\u0301 Atlas", []int{3, 6}, []string{"e\u0301", "A"}, 3},
		{"日本茶 株式会社", []int{1, 4}, []string{"本", "株"}, 2},
		{"مُحَمَّد بن علي", []int{0, 2}, []string{"مُحَ"}, 0},
		{"شركة الكرقوبي", []int{7, 8, 9}, []string{"كرق"}, 7},
		{"Atlas Oils", []int{0, 1, 6}, []string{"At", "O"}, 0},
	} {
		r := hitsOf("Another", c.title)
		r.Hits[1].Positions = c.positions
		d, _ := searching(t, 120, 30, answering(r))
		d.typed("x")
		d.exact()
		line := strings.Split(d.m.content(), "\n")[rowWith(d, c.title)]
		for _, want := range c.marked {
			if !strings.Contains(line, d.m.theme.Match.Apply(want)) {
				t.Errorf("%s: %q is not marked in %q", c.title, want, line)
			}
		}
		if got := strings.Count(line, strings.TrimSuffix(d.m.theme.Match.Apply("x"), "x\x1b[m")); got != len(c.marked) {
			t.Errorf("%s: %d marks, want %d", c.title, got, len(c.marked))
		}
		head, _, _ := strings.Cut(line, d.m.theme.Match.Apply(c.marked[0]))
		_, title, _ := strings.Cut(head, d.m.theme.Dim.Apply("Lead      ")+" ")
		if got := cells.Width(title); got != c.before {
			t.Errorf("%s: the mark begins in cell %d, want %d", c.title, got, c.before)
		}
	}
}

// What is cut off is not marked, nor is the mark of what is cut off.
func TestMarksEndWhereTheTitleIsCut(t *testing.T) {
	long := strings.Repeat("ab", 60)
	all := make([]int, len(long))
	for i := range all {
		all[i] = i
	}
	r := hitsOf("Another", long)
	r.Hits[1].Positions = all
	d, _ := searching(t, 80, 24, answering(r))
	d.typed("x")
	d.exact()
	if strings.Contains(d.m.content(), d.m.theme.Match.Apply(cells.Ellipsis)) || !strings.Contains(d.m.content(), d.m.theme.Strong.Apply(cells.Ellipsis)) {
		t.Errorf("the ellipsis is marked: %q", d.m.content())
	}
}

// What only sounds like the line stands below a divider and is reached by the same keys.
func TestAlikeStandBelowADivider(t *testing.T) {
	r := hitsOf("Karkoubi", "Ets Karkoubi", "شركة الكرقوبي", "Qarqoubi")
	r.Hits[2].Alike, r.Hits[3].Alike = true, true
	d, _ := searching(t, 80, 24, answering(r))
	d.typed("k")
	d.exact()
	d.sees("─ sounds alike", "4 records", "ctrl+g group")
	divider := rowWith(d, "sounds alike")
	if divider != rowWith(d, "Ets Karkoubi")+1 || divider != rowWith(d, "شركة")-1 {
		t.Errorf("the divider stands elsewhere:\n%s", d.screen())
	}
	d.pressed("ctrl+g")
	d.sees("▌ Lead       شركة الكرقوبي")
	d.pressed("down")
	d.sees("▌ Lead       Qarqoubi")
	d.pressed("ctrl+g")
	d.sees("▌ Lead       Karkoubi")
	d.pressed("down", "down")
	d.sees("▌ Lead       شركة الكرقوبي")
}

// A mark below many rows is followed, snippets with it.
func TestSearchScrolls(t *testing.T) {
	var r desk.SearchResult
	for i := range 40 {
		hit := hitOf(i, "Atlas")
		hit.Title += string(rune('A' + i%26))
		hit.Snippet, hit.Marks = "… the argan oil …", [][2]int{{6, 11}}
		r.Hits = append(r.Hits, hit)
	}
	r.Total = 40
	d, _ := searching(t, 80, 24, answering(r))
	d.typed("a")
	if !strings.Contains(d.m.content(), d.m.theme.Match.Apply("argan")) {
		t.Error("the place in the text is not marked")
	}
	d.pressed("pgdown", "pgdown", "pgdown", "pgdown", "pgdown")
	d.exact()
	d.sees("▌ Lead       AtlasN")
	d.pressed("pgup", "pgup", "pgup", "pgup", "pgup", "pgup")
	d.sees("▌ Lead       AtlasA")
}

// The filters of the line are coloured as they are typed, and what is wrong is said.
func TestFiltersAreColoured(t *testing.T) {
	var r desk.SearchResult
	r.Problems = []desk.SearchProblem{{From: 6, To: 15, Code: "value", Filter: "kind", Typed: "boat", There: []string{"lead", "supplier"}}}
	d, _ := searching(t, 120, 30, answering(r))
	d.typed(`argan kind:boat -tag:siam "cold"`)
	for want, style := range map[string]string{"kind:boat": d.m.theme.Broken.Apply("kind:boat"), "-tag:siam": d.m.theme.Filter.Apply("-tag:siam"), "cold": d.m.theme.Phrase.Apply(`"cold"`), "argan": d.m.theme.Field.Apply("argan ")} {
		if !strings.Contains(d.m.content(), style) {
			t.Errorf("%s is not in its colour: %q", want, strings.Split(d.m.content(), "\n")[3])
		}
	}
	d.sees("! kind: boat is not known; there is lead, supplier")
}

// The words for each problem say which filter it is, and what there is instead.
func TestProblemsAreSaid(t *testing.T) {
	d := start120(t, newFake())
	for want, p := range map[string]desk.SearchProblem{
		"no filter is called colour; did you mean country?":  {Code: "filter", Typed: "colour", Nearest: "country"},
		"no filter is called x; there is kind, tag":          {Code: "filter", Typed: "x", There: []string{"kind", "tag"}},
		"kind: needs a value; there is lead":                 {Code: "empty", Filter: "kind", There: []string{"lead"}},
		"tag: needs a value":                                 {Code: "empty", Filter: "tag"},
		"kind: leed is not known; did you mean lead?":        {Code: "value", Filter: "kind", Typed: "leed", Nearest: "lead"},
		"value: 1.2.3 is no number":                          {Code: "value", Filter: "value", Typed: "1.2.3", Why: "1.2.3 is no number"},
		"country: XX is not known":                           {Code: "value", Filter: "country", Typed: "XX"},
		"tag: nothing is more or less than siam":             {Code: "compare", Filter: "tag", Typed: "siam"},
		"there are too many filters: what stands here is…":   {Code: "too_many"},
		"the line is too long: what stands here is left out": {Code: "too_long"},
	} {
		got := d.m.searchProblem(p)
		if rest, cut := strings.CutSuffix(want, "…"); got != want && !(cut && strings.HasPrefix(got, rest)) {
			t.Errorf("%+v: got %q, want %q", p, got, want)
		}
	}
}

// What was perhaps meant is offered beside few hits, and in their place when there are none.
func TestMeantIsOffered(t *testing.T) {
	answers := map[string]desk.SearchResult{"'": hitsOf(), "x": hitsOf("One"), "طنجة": hitsOf("Tanger Med"), "y": hitsOf("Two")}
	for line, meant := range map[string]string{"'": "طنجة", "x": "y"} {
		r := answers[line]
		r.Meant = []string{meant, "third"}
		answers[line] = r
	}
	d, _ := searching(t, 120, 30, func(_ context.Context, q desk.SearchQuery) (desk.SearchResult, error) { return answers[q.Text], nil })
	d.typed("'")
	d.sees("0 records", "did you mean", "▌ طنجة", "third")
	d.pressed("enter")
	d.sees("> طنجة", "Tanger Med")
	d.pressed("ctrl+u")
	d.typed("x")
	d.sees("One", "did you mean y? (ctrl+y)")
	d.pressed("ctrl+y")
	d.sees("> y", "Two")
}

func TestUntitledHitIsNotMarked(t *testing.T) {
	r := hitsOf("")
	r.Hits[0].Positions, r.Hits[0].Kind = []int{0, 1}, model.KindSupplier
	d, _ := searching(t, 120, 30, answering(r))
	d.typed("x")
	if strings.Contains(d.m.content(), d.m.theme.Found.Apply("su")) {
		t.Error("letters of a word of ours are marked")
	}
}
