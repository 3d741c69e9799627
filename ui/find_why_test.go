package ui

import (
	"slices"
	"strings"
	"testing"
	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/cells"
)

// A record that is found by what its row does not show says by what.
func TestRowSaysWhatItIsFoundBy(t *testing.T) {
	r := hitsOf("Another", "Fassia du Sud", "Karkoubi Frères", "Atlas")
	r.Hits[1].Detail, r.Hits[1].Also = "capers", "Rachid Kârkoubi Agadir MA rachid@fassia.example"
	r.Hits[2].Also = "Rachid Karkoubi Agadir"
	r.Hits[3].Detail, r.Hits[3].Also = "huile de Karkoubi", "Rachid Karkoubi"
	d, _ := searching(t, 120, 30, answering(r))
	d.typed("karkoubi kind:lead -tag:x")
	d.exact()
	d.sees("Rachid Kârkoubi Agadir · capers", "  huile de Karkoubi · new")
	lines := strings.Split(d.m.content(), "\n")
	if line := lines[rowWith(d, "Fassia")]; !strings.Contains(line, d.m.theme.Match.Apply("Kârkoubi")) {
		t.Errorf("the name is not marked: %q", line)
	}
	if line := lines[rowWith(d, "Frères")]; strings.Contains(line, "Rachid") {
		t.Errorf("what the title shows is said again: %q", line)
	}
	if line := lines[rowWith(d, "huile")]; !strings.Contains(line, d.m.theme.Match.Apply("Karkoubi")) || strings.Contains(line, "Rachid") {
		t.Errorf("what is wanted is not marked: %q", line)
	}
}

// Of a name that only sounds like it the sound decides; of a letter its place is shown.
func TestAlikeSaysWhatItSoundsLike(t *testing.T) {
	r := hitsOf("Another", "Câprier du Rif", "Offer for Nord")
	r.Hits[1].Alike, r.Hits[1].Also = true, "فاطمة القرقوبي فاس"
	r.Hits[2].Alike, r.Hits[2].Snippet, r.Hits[2].Marks = true, "… Mr Karkoubi will sign …", [][2]int{{5, 13}}
	d, _ := searching(t, 120, 30, answering(r))
	d.typed("karkoubi")
	d.exact()
	d.sees("فاطمة القرقوبي فاس", "─ sounds alike", "─ within letters, enquiries and notes", "… Mr Karkoubi will sign …")
	if !strings.Contains(d.m.content(), d.m.theme.Match.Apply("Karkoubi")) {
		t.Error("the name in the letter is not marked")
	}
	d.pressed("ctrl+g")
	d.sees("▌ Lead       Câprier")
	d.pressed("ctrl+g")
	d.sees("▌ Lead       Offer for Nord")
	d.pressed("ctrl+g")
	d.sees("▌ Lead       Another")
}

func TestWhereElse(t *testing.T) {
	also := "Rachid Karkoubi Agadir MA rachid@fassia.example +212661234567"
	for word, want := range map[string]string{"karkoubi": "Rachid Karkoubi Agadir", "fassia": "rachid@fassia.example", "1234": "+212661234567", "rach": "Rachid Karkoubi", "nobody": ""} {
		if got := whereElse(also, []string{word}); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}

func TestSoughtIn(t *testing.T) {
	d := start120(t, newFake())
	if got := strings.Join(d.m.soughtIn(`Argân kind:lead "Huile d'Olive" a زَيت`), "|"); got != "argan|huile d'olive|زيت" {
		t.Errorf("got %q", got)
	}
}

// TestMarksAmongIsolates: the letters that were asked for are found in a line of several
// texts, each of which keeps its own order.
func TestMarksAmongIsolates(t *testing.T) {
	d := startAt(t, newFake(), 80, 24, "ar")
	f := &finder{sought: []string{text.Fold("شركة")}}
	rest, places := f.besides(d.m, desk.Hit{Excerpt: model.Excerpt{Kind: model.KindRFQ, Title: "Black soap", Country: "EG", Detail: "صابون", Stage: "open", Also: "النجار شركة الأمل"}})
	runs, _ := cells.Runs(cells.FromRight, rest, 80, func(at int) bool { return places[at] })
	var marked []string
	for _, run := range runs {
		if run.Marked {
			marked = append(marked, cells.Plain(run.Text))
		}
	}
	if !slices.Equal(marked, []string{"شركة"}) {
		t.Errorf("marked %q of %q", marked, rest)
	}
}
