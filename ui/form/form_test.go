package form

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/layout"
)

func lead() *model.Lead {
	return &model.Lead{
		Company: "Nord Foods Inc", Country: "CA", Product: "argan oil", Quantity: "500", Unit: "KGM",
		Stage: model.LeadNew, Message: "Bonjour,\nnous cherchons de l'huile d'argan.", Tags: []string{"bio"},
	}
}

var leadFields = []string{"company", "country", "product", "quantity", "unit", "stage", "tags", "message"}

// newForm makes a form of the named fields with choices that tests know.
func newForm(t testing.TB, r model.Record, names ...string) *Form {
	t.Helper()
	var fields []model.Field
	for _, name := range names {
		f, ok := model.SchemaOf(r.Kind()).Field(name)
		if !ok {
			t.Fatalf("%s has no field %s", r.Kind(), name)
		}
		fields = append(fields, f)
	}
	f := New(Options{Title: "Edit", Fields: fields, Record: r, Parse: model.ParseContext{Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Home: "MA"}, Complete: countries})
	f.SetSize(60, 20)
	return f
}

func countries(f model.Field, typed string) []Choice {
	if f.Type != model.TypeCountry && f.Type != model.TypeIncoterm {
		return nil
	}
	all := []Choice{{Value: "MA", Label: "Morocco"}, {Value: "MX", Label: "Mexico"}, {Value: "FR", Label: "France"}}
	if f.Type == model.TypeIncoterm {
		all = incoterms("en")
	}
	return beginning(all, strings.ToLower(typed))
}

func send(t testing.TB, f *Form, keys ...string) Result {
	t.Helper()
	var r Result
	for _, k := range keys {
		r = f.Update(press(k))
		checkBox(t, f)
	}
	return r
}

func checkBox(t interface {
	Errorf(string, ...any)
	Helper()
}, f *Form) {
	t.Helper()
	if f.h == 0 {
		return
	}
	lines := strings.Split(f.View(), "\n")
	if len(lines) != f.h {
		t.Errorf("%d lines, want %d", len(lines), f.h)
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w != f.w {
			t.Errorf("line %d is %d cells, want %d: %q", i, w, f.w, line)
		}
	}
	if x, y, ok := f.Cursor(); ok && (x < 0 || y < 0 || x >= f.w || y >= f.h) {
		t.Errorf("the cursor is at %d,%d of %dx%d", x, y, f.w, f.h)
	}
}

func screen(f *Form) string { return ansi.Strip(f.View()) }

func TestFormSavesOnlyWhatChanged(t *testing.T) {
	f := newForm(t, lead(), leadFields...)
	if r := send(t, f, "ctrl+s"); !r.Done || len(r.Set) != 0 {
		t.Fatalf("saving an untouched form: %+v, want an empty set", r)
	}
	f = newForm(t, lead(), leadFields...)
	r := send(t, f, "ctrl+u", "Brightline", "tab", "tab", "!", "ctrl+s")
	want := model.Set{"company": json.RawMessage(`"Brightline"`), "product": json.RawMessage(`"argan oil!"`)}
	if !r.Done || !maps.EqualFunc(r.Set, want, slices.Equal[json.RawMessage]) {
		t.Errorf("got %+v, want %s", r, want)
	}
}

func TestFormKeepsGroupsTogether(t *testing.T) {
	f := newForm(t, lead(), leadFields...)
	r := send(t, f, "tab", "tab", "tab", "ctrl+u", "750", "ctrl+s")
	if !r.Done || string(r.Set["quantity"]) != `"750"` || string(r.Set["unit"]) != `"KGM"` || len(r.Set) != 2 {
		t.Errorf("got %+v, want the quantity and its unit", r)
	}
}

func TestFormClearsAField(t *testing.T) {
	f := newForm(t, lead(), leadFields...)
	if r := send(t, f, "tab", "tab", "ctrl+u", "ctrl+s"); string(r.Set["product"]) != "null" {
		t.Errorf("got %+v, want product cleared", r)
	}
}

func TestFormRefusesWhatIsWrong(t *testing.T) {
	f := newForm(t, lead(), leadFields...)
	send(t, f, "tab", "tab", "tab", "ctrl+u", "lots", "tab")
	if !strings.Contains(screen(f), "! ") || f.Focused() != "unit" {
		t.Fatalf("leaving a wrong quantity shows no error:\n%s", screen(f))
	}
	if r := send(t, f, "ctrl+s"); r.Done || f.Focused() != "quantity" {
		t.Fatalf("saved %+v with the cursor in %s", r, f.Focused())
	}
	if !strings.Contains(screen(f), "form.refused") {
		t.Errorf("nothing says why nothing happened:\n%s", screen(f))
	}
	if r := send(t, f, "ctrl+u", "20", "ctrl+s"); !r.Done || string(r.Set["quantity"]) != `"20"` {
		t.Errorf("after putting it right: %+v", r)
	}
}

func TestFormRefusesAStageThatCannotFollow(t *testing.T) {
	f := newForm(t, lead(), "stage")
	if r := send(t, f, "ctrl+u", "won", "ctrl+s"); r.Done {
		t.Fatalf("a new lead became won: %+v", r)
	}
	if !strings.Contains(screen(f), "contacted") {
		t.Errorf("the error does not say what is allowed:\n%s", screen(f))
	}
	if r := send(t, f, "ctrl+u", "qualified", "ctrl+s"); string(r.Set["stage"]) != `"qualified"` {
		t.Errorf("got %+v", r)
	}
}

// Escape closes a form at once; what was typed, right or wrong, can be put into
// another one.
func TestFormGivesWhatWasTyped(t *testing.T) {
	f := newForm(t, lead(), leadFields...)
	if len(f.Texts()) != 0 {
		t.Errorf("an untouched form has %v", f.Texts())
	}
	send(t, f, "ctrl+u", "Nord")
	f.Update(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
	send(t, f, "tab", "ctrl+u", "mar", "left")
	texts, focus, cursor := f.Texts(), f.Focused(), f.CursorAt()
	if r := send(t, f, "esc", "esc"); !r.Cancelled {
		t.Fatal("escape does not close the form")
	}
	again := newForm(t, lead(), leadFields...)
	again.Retype(texts)
	again.Focus(focus)
	again.SetCursor(cursor)
	if !reflect.DeepEqual(again.Texts(), texts) || again.Focused() != focus || again.CursorAt() != cursor || len(texts) != 2 {
		t.Errorf("%v at %s %d became %v at %s %d", texts, focus, cursor, again.Texts(), again.Focused(), again.CursorAt())
	}
	if texts[0].Text != "Nord " {
		t.Errorf("the space at the end is lost: %q", texts[0].Text)
	}
}

func TestFormMoves(t *testing.T) {
	f := newForm(t, lead(), leadFields...)
	for _, c := range []struct{ key, want string }{
		{"tab", "country"}, {"enter", "product"}, {"down", "quantity"}, {"up", "product"}, {"shift+tab", "country"},
		{"shift+tab", "company"}, {"shift+tab", "message"}, {"tab", "company"}, {"up", "message"},
	} {
		if send(t, f, c.key); f.Focused() != c.want {
			t.Fatalf("after %s the cursor is in %s, want %s", c.key, f.Focused(), c.want)
		}
	}
}

func TestFormLongText(t *testing.T) {
	f := newForm(t, lead(), "company", "message", "product")
	send(t, f, "tab", "ctrl+e", "enter", "q")
	if f.Focused() != "message" {
		t.Fatal("enter left a text of many lines")
	}
	send(t, f, "down", "end", "down")
	if f.Focused() != "product" {
		t.Fatalf("down from the last row is in %s", f.Focused())
	}
	r := send(t, f, "ctrl+s")
	var got string
	if err := json.Unmarshal(r.Set["message"], &got); err != nil || got != "Bonjour,\nq\nnous cherchons de l'huile d'argan." {
		t.Errorf("message %q, %v", got, err)
	}
}

func TestFormCompletes(t *testing.T) {
	f := newForm(t, lead(), "company", "country", "product")
	send(t, f, "tab", "ctrl+u", "m")
	if s := screen(f); !strings.Contains(s, "Morocco") || !strings.Contains(s, "Mexico") || strings.Contains(s, "France") {
		t.Fatalf("choices for m:\n%s", s)
	}
	send(t, f, "e", "down", "enter")
	if f.Focused() != "product" || strings.Contains(screen(f), "Morocco") {
		t.Fatalf("the choice was not taken:\n%s", screen(f))
	}
	if r := send(t, f, "ctrl+s"); string(r.Set["country"]) != `"MX"` {
		t.Errorf("got %+v", r)
	}
}

func TestFormEscapeClosesTheChoicesFirst(t *testing.T) {
	f := newForm(t, lead(), "country", "company")
	send(t, f, "ctrl+u", "m", "esc")
	if s := screen(f); strings.Contains(s, "Morocco") {
		t.Errorf("after one escape:\n%s", s)
	}
}

func TestFormTabKeepsACodeThatReads(t *testing.T) {
	f := newForm(t, lead(), "country", "company")
	if r := send(t, f, "ctrl+u", "FR", "tab", "ctrl+s"); string(r.Set["country"]) != `"FR"` {
		t.Errorf("got %+v", r)
	}
}

func TestFormCompletesInAList(t *testing.T) {
	s := &model.Supplier{Name: "Coop Tifawin", Incoterms: []value.Incoterm{"FOB"}}
	f := newForm(t, s, "incoterms", "name")
	r := send(t, f, ";", "cif", "down", "enter", ";", "ex", "down", "tab", "ctrl+s")
	if string(r.Set["incoterms"]) != `["FOB","CIF","EXW"]` {
		t.Errorf("got %s\n%s", r.Set["incoterms"], screen(f))
	}
}

func TestFormOffersWhenAsked(t *testing.T) {
	f := newForm(t, &model.Lead{}, "company", "country")
	send(t, f, "tab")
	if strings.Contains(screen(f), "Morocco") {
		t.Fatal("an empty field offers unasked")
	}
	if send(t, f, "ctrl+space"); !strings.Contains(screen(f), "Morocco") {
		t.Errorf("ctrl+space offers nothing:\n%s", screen(f))
	}
}

func TestFormPasteAndHostileText(t *testing.T) {
	l := lead()
	l.Company = "Evil\x1b]52;c;aGk=\x07\u202eCorp"
	f := newForm(t, l, leadFields...)
	f.Update(tea.PasteMsg{Content: " \x1b[2J and\nmore"})
	checkBox(t, f)
	if s := screen(f); strings.ContainsAny(s, "\x1b\x07\u202e") {
		t.Errorf("control characters reached the screen: %q", s)
	}
}

func TestFormKeepsWhatIsTypedAtAnySize(t *testing.T) {
	f := newForm(t, lead(), leadFields...)
	send(t, f, "x", "tab", "tab", "y")
	for _, size := range [][2]int{{20, 3}, {0, 0}, {1, 1}, {200, 50}, {60, 2}, {60, 20}} {
		f.SetSize(size[0], size[1])
		checkBox(t, f)
	}
	if s := screen(f); !strings.Contains(s, "Nord Foods Incx") || !strings.Contains(s, "argan oily") || f.Focused() != "product" {
		t.Errorf("something was lost:\n%s", s)
	}
}

func TestFormFail(t *testing.T) {
	f := newForm(t, lead(), leadFields...)
	if !f.Fail(&model.FieldError{Kind: model.KindLead, Field: "product", Err: errors.New("is too dear")}) || f.Focused() != "product" || !strings.Contains(screen(f), "is too dear") {
		t.Errorf("the reason is not at the field:\n%s", screen(f))
	}
	if f.Fail(errors.New("the disk is full")) {
		t.Error("an error of no field was taken for a field's")
	}
}

func TestFormSaysHowItReads(t *testing.T) {
	f := newForm(t, lead(), "country", "phone", "due_at", "incoterm")
	send(t, f, "tab", "0661-234567", "tab", "2026-12-01", "tab", "fob")
	for _, want := range []string{"CA", "Canada", "+212661234567", "FOB · Free On Board"} {
		if !strings.Contains(screen(f), want) {
			t.Errorf("%q is not shown:\n%s", want, screen(f))
		}
	}
	if send(t, f, "ctrl+u", "nonsense"); strings.Contains(screen(f), "Free On Board") {
		t.Errorf("what cannot be read still has a reading:\n%s", screen(f))
	}
}

func TestFormFitsItsBoxWhateverIsTyped(t *testing.T) {
	keys := []string{"tab", "shift+tab", "up", "down", "left", "backspace", "enter", "ctrl+space", "ctrl+w", "m", "日", "مُ", "👨‍👩‍👧", " ", "pgup", "pgdown", "esc", "ctrl+s"}
	rapid.Check(t, func(rt *rapid.T) {
		f := newForm(t, lead(), leadFields...)
		f.SetSize(rapid.IntRange(0, 90).Draw(rt, "w"), rapid.IntRange(0, 30).Draw(rt, "h"))
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(keys), 0, 40).Draw(rt, "keys") {
			f.Update(press(k))
			checkBox(rt, f)
			if _, _, ok := f.Cursor(); !ok && f.w > 8 && f.h > 8 {
				rt.Errorf("after %s the cursor is out of sight", k)
			}
		}
	})
}

func TestAreaWrapsAtWords(t *testing.T) {
	var a area
	a.set("one two three\n\nfour")
	a.setWidth(9)
	var got []string
	for _, line := range a.view(layout.LeftToRight, 6, false) {
		got = append(got, strings.TrimRight(line, " "))
	}
	if want := []string{"one two", "three", "", "four", "", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAreaStepsByRows(t *testing.T) {
	var a area
	a.set("abcdef\nx\nabcdef")
	a.setWidth(20)
	for _, c := range []struct {
		key  string
		want int // graphemes before the cursor
	}{{"end", 6}, {"down", 8}, {"down", 10}, {"up", 8}, {"up", 1}} {
		if a.update(press(c.key)); a.buf.at != c.want {
			t.Fatalf("after %s the cursor is at %d, want %d", c.key, a.buf.at, c.want)
		}
	}
	if a.update(press("up")) {
		t.Error("up in the first row was taken")
	}
}
