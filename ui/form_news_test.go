package ui

import (
	"fmt"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
)

// inForm opens a lead in a form and types another product.
func inForm(t *testing.T) *driver {
	t.Helper()
	fake := newFake(threadRecords()...)
	fake.sync.status.Seq = 41
	d := startAt(t, fake, 120, 44, "en")
	d.pressed("e")
	d.m.top().(*formOverlay).focus("product")
	d.pressed("end")
	d.typed(", organic")
	return d
}

// edits gives those of the last action.
func lastEdits(t *testing.T, d *driver) []desk.Edit {
	t.Helper()
	if len(d.fake.done) != 1 {
		t.Fatalf("%d actions:\n%s", len(d.fake.done), d.screen())
	}
	return d.fake.done[0].action.Edits
}

// A form says at once who changed what. A field that nobody typed into here holds theirs,
// and is not saved as it was.
func TestFormShowsWhatOthersWrite(t *testing.T) {
	d := inForm(t)
	d.seesNot("changed")
	d.fake.changed("karim", 1, model.Set{"company": raw("Nord Foods"), "phone": raw("+15145550199")})
	d.idle()
	d.sees("karim changed Company, Phone while this is open", "Nord Foods", "← karim wrote this 1 h ago", "+15145550199")
	d.pressed("ctrl+s")
	edits := lastEdits(t, d)
	if len(edits) != 1 || len(edits[0].Set) != 1 || *edits[0].Base != 42 {
		t.Fatalf("saved %+v", edits)
	}
	if is := d.fake.lead(1); is.Company != "Nord Foods" || is.Phone != "+15145550199" || is.Product != "argan oil, organic" {
		t.Errorf("it became %s", model.EncodeJSON(is))
	}
}

// What both wrote is kept twice as long as nobody decides: the edit says that its writer
// had not seen theirs. The fields beside it are not drawn into that.
func TestFormKeepsBothOfAField(t *testing.T) {
	d := inForm(t)
	f := d.m.top().(*formOverlay)
	f.focus("contact")
	d.typed("1")
	f.focus("product")
	d.fake.changed("karim", 1, model.Set{"product": raw("amlou")})
	d.idle()
	d.sees("≠ amlou · karim, 1 h ago", "karim changed Product too · ctrl+t takes theirs, saving keeps both", "argan oil, organic")
	d.pressed("ctrl+s")
	for _, e := range lastEdits(t, d) {
		want := uint64(42)
		if _, both := e.Set["product"]; both {
			want = 41
		}
		if e.Base == nil || *e.Base != want {
			t.Errorf("%v has seen %v, want %d", e.Set, e.Base, want)
		}
	}
	if edits := lastEdits(t, d); len(edits) != 2 {
		t.Errorf("saved %+v", edits)
	}
}

// Who has seen theirs decides: for theirs, or for what is typed.
func TestFormLetsItsWriterDecide(t *testing.T) {
	for name, test := range map[string]struct {
		keys []string
		want string
	}{
		"theirs":            {[]string{"ctrl+t"}, "amlou"},
		"mine":              {[]string{"ctrl+t", "ctrl+t"}, "argan oil, organic"},
		"theirs, and more":  {[]string{"ctrl+t", "7"}, "amlou7"},
		"theirs in the end": {[]string{"ctrl+t", "ctrl+t", "ctrl+t"}, "amlou"},
	} {
		t.Run(name, func(t *testing.T) {
			d := inForm(t)
			d.fake.changed("karim", 1, model.Set{"product": raw("amlou")})
			d.idle()
			d.pressed(test.keys...)
			d.sees(test.want)
			d.seesNot("saving keeps both")
			d.pressed("ctrl+s")
			if is := d.fake.lead(1); string(is.Product) != test.want {
				t.Errorf("it became %q\n%s", is.Product, d.screen())
			}
			for _, f := range d.fake.done {
				for _, e := range f.action.Edits {
					if *e.Base != 42 {
						t.Errorf("%v has seen %d, want what was decided on", e.Set, *e.Base)
					}
				}
			}
		})
	}
}

// Nothing changes under the cursor: what others write there is shown beside, and in its
// place once the cursor is elsewhere.
func TestFormLeavesTheFieldWithTheCursorAlone(t *testing.T) {
	fake := newFake(threadRecords()...)
	d := startAt(t, fake, 120, 44, "en")
	d.pressed("e")
	fake.changed("karim", 1, model.Set{"company": raw("Oasis")})
	d.idle()
	d.sees("≠ Oasis · karim, 1 h ago")
	d.pressed("down")
	d.sees("← karim wrote this 1 h ago")
	d.seesNot("≠")
	d.pressed("ctrl+s")
	if len(fake.done) != 0 {
		t.Errorf("saved %+v", fake.done)
	}
}

// Fields that only make sense together are one: a price is not joined with the currency
// that somebody else wrote beside it.
func TestFormKeepsAPriceWithItsCurrency(t *testing.T) {
	d := inForm(t)
	f := d.m.top().(*formOverlay)
	f.focus("target_price")
	d.pressed("ctrl+u")
	d.typed("44")
	d.fake.changed("karim", 1, model.Set{"currency": raw("EUR"), "target_price": raw("40")})
	d.idle()
	for _, e := range func() []desk.Edit { d.pressed("ctrl+s"); return lastEdits(t, d) }() {
		if _, price := e.Set["target_price"]; price && (*e.Base != 41 || string(e.Set["currency"]) != `"USD"`) {
			t.Errorf("saved %s having seen %d", e.Set["currency"], *e.Base)
		}
	}
}

// A record that others delete while it is open is not written into unseen.
func TestFormOfADeletedRecord(t *testing.T) {
	d := inForm(t)
	d.fake.changed("karim", 1, model.Set{model.FieldDeleted: raw(true)})
	d.idle()
	d.sees("karim deleted this while it is open")
	d.pressed("ctrl+s")
	if e := lastEdits(t, d)[0]; *e.Base != 41 {
		t.Errorf("the edit has seen %d", *e.Base)
	}
}

// What is refused because of what somebody else did here is decided on in the form.
func TestFormThatIsRefusedReadsAgain(t *testing.T) {
	d := inForm(t)
	d.fake.fail = fmt.Errorf("saving: %w", desk.ErrConflict)
	d.pressed("ctrl+s")
	d.sees("argan oil, organic")
	d.fake.fail = nil
	d.pressed("ctrl+s")
	if is := d.fake.lead(1); is.Product != "argan oil, organic" {
		t.Errorf("it became %q", is.Product)
	}
}

// A draft that is gone on with says what was written into its fields meanwhile.
func TestDraftSaysWhatOthersWroteMeanwhile(t *testing.T) {
	d := inForm(t)
	d.pause()
	d.fake.changed("karim", 1, model.Set{"product": raw("amlou"), "phone": raw("+15145550199")})
	again := killed(d)
	again.pressed("enter")
	again.sees("argan oil, organic", "≠ amlou · karim, 1 h ago", "+15145550199")
	again.pressed("ctrl+s")
	if e := lastEdits(t, again); len(e) != 1 || len(e[0].Set) != 1 || *e[0].Base != 41 {
		t.Errorf("saved %+v", e)
	}
}

func TestGoldenFormNews(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}} {
		fake := newFake(threadRecords()...)
		d := startAt(t, fake, size[0], size[1], "en")
		d.pressed("e", "down")
		d.typed("7")
		fake.changed("karim", 1, model.Set{"contact": raw("Luc"), "phone": raw("+15145550199"), "currency": raw("EUR"), "target_price": raw("40")})
		d.idle()
		d.golden(fmt.Sprintf("form-news-%dx%d", size[0], size[1]))
		d.exact()
	}
}
