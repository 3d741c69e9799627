package ui

import (
	"errors"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
)

// nordFoods is a supplier that is there already.
func nordFoods() *model.Supplier {
	return &model.Supplier{Head: model.Head{ID: idOf(950)}, Name: "Nord Foods Inc", Email: "marie@nordfoods.example", Country: "CA", City: "Montréal", Notes: "old friends"}
}

func TestAFormShowsWhatMayBeTheSame(t *testing.T) {
	d := start120(t, newFake(nordFoods()))
	d.pressed("3", "c")
	d.typed("Nord Foods Ltd")
	if strings.Contains(d.m.content(), "the same as") {
		t.Fatal("a name alone is the same as something")
	}
	d.pressed("tab", "tab")
	d.typed("marie@nordfoods.example")
	d.sees("≈ certainly the same as  Nord Foods Inc  CA  (same e-mail marie@nordfoods.example)")
	d.pressed("backspace", "backspace")
	d.seesNot("the same as")
}

func TestWhatIsTypedCanBeAddedToWhatIsThere(t *testing.T) {
	fake := newFake(nordFoods())
	d := start120(t, fake)
	d.pressed("3", "c")
	d.typed("Nord Foods Ltd")
	d.pressed("f4")
	d.sees("nothing here may be the same")
	d.pressed("tab", "tab")
	d.typed("marie@nordfoods.example")
	d.pressed("tab")
	d.typed("+1 514 555 0101")
	d.pressed("f4")
	d.sees("It may be Nord Foods Inc", "Look at it", "Add what is typed to it")

	// Looking at it leaves the form as it was.
	d.pressed("1")
	d.sees("old friends")
	d.pressed("esc")
	d.sees("New supplier", "+1 514 555 0101")

	d.pressed("f4", "2")
	d.sees("Add to Nord Foods Inc", "+15145550101")
	d.pressed("ctrl+s")
	r, err := fake.Get(t.Context(), idOf(950))
	if err != nil {
		t.Fatal(err)
	}
	s := r.(*model.Supplier)
	if s.Phone != "+15145550101" || s.Name != "Nord Foods Inc" || s.City != "Montréal" || len(fake.records) != 1 {
		t.Errorf("%d records, it became %s", len(fake.records), model.EncodeJSON(s))
	}
}

// One question is on its way at a time, and what was typed meanwhile is asked
// next: an answer to less than what is typed is never shown.
func TestHintsAskOneThingAtATime(t *testing.T) {
	d := start120(t, newFake())
	h := &duplicateHints{}
	with := func(email string) *model.Supplier {
		s := nordFoods()
		s.ID, s.Email = model.ID{}, value.Email(email)
		return s
	}
	first := h.ask(d.m, with("a@x.example"))
	if first == nil || h.ask(d.m, with("ab@x.example")) != nil || h.ask(d.m, with("abc@x.example")) != nil {
		t.Fatal("more than one question at a time")
	}
	answer := hintsMsg{of: of(d.m.session), hints: h, found: []desk.Duplicate{{Level: duplicate.Certain}}}
	second := answer.take(d.m)
	if second == nil || len(h.found) > 0 {
		t.Fatal("a stale answer was shown, or the newest record not asked for")
	}
	if answer.take(d.m) != nil || len(h.found) != 1 {
		t.Fatal("the newest answer is not shown")
	}
	if h.ask(d.m, with("abc@x.example")) != nil {
		t.Fatal("what was asked is asked again")
	}
	if h.ask(d.m, with("d@x.example")) == nil {
		t.Fatal("another address is not asked for")
	}
	failed := hintsMsg{of: of(d.m.session), hints: h, err: errors.New("gone")}
	if failed.take(d.m) != nil || len(h.found) != 0 || h.flying {
		t.Fatal("a failed question leaves something behind")
	}
}

// What is there already under the name that is typed, in whatever letters and as whatever
// it is there, is said while it is typed; one key looks at it.
func TestAFormSaysWhatIsThereAlready(t *testing.T) {
	supplier := &model.Supplier{Head: model.Head{ID: idOf(900)}, Name: "شركة الكرقوبي للتوزيع", Country: "MA", City: "فاس", Phone: "+212535112233", Notes: "sells lemons"}
	for _, test := range []struct {
		kind  model.Kind
		field string
		typed []string // by field, one after the other
		want  string
	}{
		{model.KindLead, "company", []string{"Karkoubi", "qarqoubi sarl", "الكرقوبي", "Ets Karkoubi"}, "≈ already here  شركة الكرقوبي للتوزيع  MA  Supplier  (called so)"},
		{model.KindSupplier, "name", []string{"Karkoubi", "qarqoubi sarl", "الكرقوبي"}, "≈ already here  شركة الكرقوبي للتوزيع  MA  (called so)"},
		{model.KindLead, "phone", []string{"+212 535-11-22-33", "0535.11.22.33", "٠٥٣٥١١٢٢٣٣"}, "≈ certainly the same as  شركة الكرقوبي للتوزيع  MA  Supplier  (same phone +212535112233)"},
		{model.KindContact, "phone", []string{"00212535112233"}, "≈ certainly the same as  شركة الكرقوبي للتوزيع  MA  Supplier  (same phone +212535112233)"},
	} {
		d := indexed(t, []model.Record{supplier})
		d.m.o.Home = "MA"
		for _, typed := range test.typed {
			d.m.createForm(model.New(test.kind))
			f := d.m.top().(*formOverlay)
			f.focus(test.field)
			d.typed(typed)
			if !strings.Contains(strings.ReplaceAll(ansi.Strip(d.m.content()), "  ", " "), strings.ReplaceAll(cells.Safe(test.want), "  ", " ")) {
				t.Errorf("%s %s %q: not said:\n%s", test.kind, test.field, typed, d.screen())
			}
			d.pressed("f3")
			d.sees("sells lemons")
			d.pressed("esc")
			if d.m.top() != overlay(f) {
				t.Fatal("the form is not open any more")
			}
			d.m.drop(f)
		}
	}
}

// Of two kinds nothing is made one; who goes to what is there finds what was typed among
// the drafts.
func TestWhatIsThereAsAnotherKindIsGoneTo(t *testing.T) {
	d := indexed(t, []model.Record{nordFoods()})
	d.pressed("2", "c")
	d.typed("Nord Foods")
	d.sees("≈ already here  Nord Foods Inc  CA  Supplier")
	d.pressed("f4")
	d.sees("It may be Nord Foods Inc", "Look at it", "Go to it")
	d.seesNot("Add what is typed")
	d.pressed("2")
	d.sees("[3 Suppliers 1]", "old friends", "kept as a draft")
	if len(d.fake.drafts) != 1 {
		t.Errorf("%d drafts", len(d.fake.drafts))
	}
}

// Who edits a record is not told of others that are called so.
func TestEditingTellsOfNoNames(t *testing.T) {
	twin := nordFoods()
	twin.ID, twin.Email, twin.City, twin.Country = idOf(951), "", "", ""
	d := indexed(t, []model.Record{nordFoods(), twin})
	d.pressed("3", "e")
	d.typed("s")
	d.seesNot("already here")
}
