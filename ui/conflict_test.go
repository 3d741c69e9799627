package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
)

func TestConflictIsWritten(t *testing.T) {
	fake := linked()
	fake.sync.status.Seq = 41
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter", "b")
	if len(fake.sync.resolved) != 0 {
		t.Fatal("two phones were joined")
	}
	d.pressed("e")
	comesIn(fake, 57)
	d.pressed("ctrl+u")
	d.typed("+212661234567")
	d.pause()
	if len(fake.drafts) != 1 {
		t.Fatalf("drafts: %+v", fake.drafts)
	}
	d.pressed("ctrl+s")
	if len(fake.drafts) != 0 {
		t.Errorf("what was saved is kept as a draft: %+v", fake.drafts)
	}
	if len(fake.sync.resolved) != 1 || fake.sync.resolved[0].Take != desk.TakeValue || string(fake.sync.resolved[0].Value) != `"+212661234567"` {
		t.Fatalf("resolved: %+v\n%s", fake.sync.resolved, d.screen())
	}
	if base := fake.sync.resolved[0].Base; base == nil || *base != 41 {
		t.Errorf("it was written having seen %v, want 41", base)
	}
}

// settledElsewhere takes a field out of the first conflict, as another desk does.
func settledElsewhere(d *driver) {
	d.fake.mu.Lock()
	c := d.fake.sync.conflicts[0]
	c.Fields = slices.Clone(c.Fields[1:])
	d.fake.sync.conflicts = append([]desk.Conflicted{c}, d.fake.sync.conflicts[1:]...)
	d.fake.mu.Unlock()
	d.fake.publish(desk.News{By: "karim", Records: []model.ID{idOf(1)}, Kinds: []model.Kind{model.KindLead}, Sync: true})
	d.m.pages[syncPage].scene.stale()
	d.idle()
}

// What is written for a field goes into that field, though another of the record is shown
// beneath the form by then: as an edit, beside what was chosen elsewhere.
func TestConflictIsSettledElsewhereWhileItIsWritten(t *testing.T) {
	fake := linked()
	fake.sync.status.Seq = 41
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter", "e")
	settledElsewhere(d)
	d.sees("Luc decides", "Phone was settled elsewhere meanwhile")
	d.pressed("ctrl+u")
	d.typed("+212661234567")
	d.pressed("ctrl+s")
	if len(fake.sync.resolved) != 0 {
		t.Fatalf("another field was settled: %+v", fake.sync.resolved)
	}
	edits := fake.done[len(fake.done)-1].action.Edits
	if len(edits) != 1 || string(edits[0].Set["phone"]) != `"+212661234567"` || len(edits[0].Set) != 1 || edits[0].Base == nil || *edits[0].Base != 41 {
		t.Errorf("saved: %+v\n%s", edits, d.screen())
	}
	d.sees("Luc decides")
}

// What was written is still in the form when it cannot be saved.
func TestConflictThatIsWrittenAndRefused(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter", "e", "ctrl+u")
	d.typed("+212661234567")
	fake.fail = errors.New("the disk is away")
	d.pressed("ctrl+s")
	d.sees("the disk is away", "+212661234567")
	fake.fail = nil
	d.pressed("ctrl+s")
	if len(fake.sync.resolved) != 1 || string(fake.sync.resolved[0].Value) != `"+212661234567"` {
		t.Fatalf("resolved: %+v\n%s", fake.sync.resolved, d.screen())
	}
	d.sees("Luc decides")
}

// A dialog that goes away by itself says why.
func TestConflictIsSettledElsewhere(t *testing.T) {
	fake := linked()
	fake.sync.conflicts[0].Fields = fake.sync.conflicts[0].Fields[:1]
	d := startAt(t, fake, 80, 24, "en")
	d.pressed("8", "enter")
	settledElsewhere(d)
	d.sees("Phone was settled elsewhere meanwhile")
	d.seesNot("theirs")
}

// A value that comes in while a field is settled stands beside, and is to be decided on.
func TestConflictThatGrowsWhileItIsSettled(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter")
	fake.mu.Lock()
	phone := &fake.sync.conflicts[0].Fields[0]
	phone.Values = append(phone.Values, desk.ConflictValue{Value: []byte(`"+15145550177"`), By: "lena", At: value.At(testNow), Seq: fake.sync.status.Seq + 1})
	fake.mu.Unlock()
	d.pressed("t")
	d.sees("Phone", "+1 514-555-0177", "another value came in")
	comesIn(fake, fake.sync.status.Seq+1)
	fake.publish(desk.News{By: "lena", Records: []model.ID{idOf(1)}, Kinds: []model.Kind{model.KindLead}, Sync: true})
	d.idle()
	d.pressed("t")
	if len(fake.sync.resolved) != 2 || *fake.sync.resolved[0].Base >= *fake.sync.resolved[1].Base {
		t.Fatalf("resolved: %+v\n%s", fake.sync.resolved, d.screen())
	}
	d.seesNot("+1 514-555-0177")
}

// A deletion and an answer that had not seen each other are told apart in words.
func TestConflictOfADeletion(t *testing.T) {
	fake := linked()
	c := fake.sync.conflicts[0]
	c.Fields = []desk.FieldConflict{{Field: model.FieldDeleted, Values: []desk.ConflictValue{
		{Value: raw(true), By: fake.Me(), Own: true}, {Value: raw(nil), By: "karim"},
	}}}
	fake.sync.conflicts = []desk.Conflicted{c}
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8")
	d.sees("Deletion")
	d.pressed("enter")
	d.sees("Delete it", "Keep it: it was changed or written about")
	d.seesNot("true", "(cleared)")
}

// Lines of an RFQ stand one below the other, those marked that the other side does not have.
func TestConflictOfLines(t *testing.T) {
	fake := linked()
	c := fake.sync.conflicts[0]
	c.Record = &model.RFQ{Head: model.Head{ID: c.Record.Header().ID}, Title: "Oils"}
	line := func(product, quantity string) map[string]string {
		return map[string]string{"product": product, "quantity": quantity, "unit": "KGM"}
	}
	c.Fields = []desk.FieldConflict{{Field: "lines", Values: []desk.ConflictValue{
		{Value: raw([]any{line("argan oil", "700"), line("olive oil", "300")}), By: fake.Me(), Own: true},
		{Value: raw([]any{line("argan oil", "500"), line("olive oil", "300")}), By: "karim"},
	}}}
	fake.sync.conflicts = []desk.Conflicted{c}
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter")
	d.sees("≠ argan oil 700 KGM", "≠ argan oil 500 KGM", "  olive oil 300 KGM")
	d.seesNot("≠ olive oil", "product")
	d.exact()
}

// Where it is known what both had seen, what comes of both is shown, and one key takes it.
func TestConflictOfDifferentLines(t *testing.T) {
	lines := func(argan, olive string) []byte {
		return raw([]any{
			map[string]string{"product": "argan oil", "quantity": argan, "unit": "KGM"}, map[string]string{"product": "olive oil", "quantity": olive, "unit": "KGM"},
		})
	}
	for _, width := range []int{80, 200} {
		fake := linked()
		c := fake.sync.conflicts[0]
		c.Record = &model.RFQ{Head: model.Head{ID: c.Record.Header().ID}, Title: "Oils"}
		c.Fields = []desk.FieldConflict{{Field: "lines", Seen: lines("500", "300"), Values: []desk.ConflictValue{
			{Value: lines("700", "300"), By: fake.Me(), Own: true}, {Value: lines("500", "200"), By: "karim"},
		}}}
		fake.sync.conflicts = []desk.Conflicted{c}
		d := startAt(t, fake, width, 24, "en")
		d.pressed("8", "enter")
		d.sees("≠ argan oil 500 KGM", "both together (enter)", "≠ argan oil 700 KGM", "≠ olive oil 200 KGM")
		d.exact()
		d.pressed("enter")
		if len(fake.sync.resolved) != 1 || fake.sync.resolved[0].Take != desk.TakeBoth {
			t.Fatalf("at %d resolved: %+v", width, fake.sync.resolved)
		}
	}
}

// third adds what a third person wrote to the first conflict.
func third(fake *fakeDesk) {
	phone := &fake.sync.conflicts[0].Fields[0]
	phone.Values = append(phone.Values, desk.ConflictValue{Value: []byte(`"+15145550177"`), By: "lena", At: value.At(testNow)})
}

// What three people wrote can be read, and taken, on a screen that has room for three side
// by side, for two, and for one.
func TestConflictOfThree(t *testing.T) {
	for _, size := range []struct{ w, h int }{{60, 16}, {80, 24}, {120, 36}} {
		for _, keys := range []string{"right t", "2 t", "left t", "2 1 l t", "٢ t"} {
			fake := linked()
			third(fake)
			d := startAt(t, fake, size.w, size.h, "en")
			d.pressed("8", "enter")
			d.sees("you, ", "+1 514-555-0101")
			if size.w == 60 {
				d.sees("4 more lines below")
				d.pressed("down", "down", "down", "down")
			}
			d.sees("▌ theirs · 1 of 2", "karim, ", "+1 514-555-0199")
			pressed := strings.Fields(keys)
			d.pressed(pressed[:len(pressed)-1]...)
			d.sees("▌ theirs · 2 of 2", "lena, ", "+1 514-555-0177")
			d.exact()
			d.pressed("t")
			if len(fake.sync.resolved) != 1 || string(fake.sync.resolved[0].Value) != `"+15145550177"` {
				t.Fatalf("%s at %d resolved: %+v", keys, size.w, fake.sync.resolved)
			}
		}
	}
}

// A digit of a value that there is not marks nothing; of two values nothing is to be marked.
func TestConflictHasNoSuchValue(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter", "right")
	d.sees("there is one other value only")
	third(fake)
	d.m.stale()
	d.idle()
	d.pressed("3", "0", "9")
	d.sees("▌ theirs · 1 of 2")
}

// An undo does not bring a conflict back, and does not say that it does.
func TestUndoOfADecisionSaysWhatItPutsBack(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 80, 24, "en")
	d.pressed("8", "enter", "t")
	d.pressed("u")
	d.sees("the value from before is back, not the conflict (tradedesk history)")
	d.exact()
}

// What an undo leaves is said apart: what was changed since, and what is in conflict.
func TestUndoSaysWhatItLeavesInConflict(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"1 left, as it was changed since", "2 left, as they are in conflict: 8 shows them to be settled"},
		"fr": {"1 laissé, car changé depuis", "2 laissés, car en conflit\u00a0: 8 les montre, à trancher"},
		"ar": {"لأنه غير بعد ذلك: 1", "والمفتاح 8 يعرضه للقرار: 2"},
	} {
		fake := linked()
		fake.left = desk.Done{Skipped: []string{"lead Nord: city changed since", "lead Nord: stage in conflict", "lead Sud: city in conflict"}, InConflict: 2}
		d := startAt(t, fake, 200, 30, lang)
		d.pressed("8", "enter", "t")
		d.pressed("u")
		d.sees(want...)
		d.exact()
	}
}

// Who wrote none of the values takes none as his own.
func TestConflictAmongOthers(t *testing.T) {
	fake := linked()
	phone := &fake.sync.conflicts[0].Fields[0]
	for i := range phone.Values {
		phone.Values[i].Own = false
	}
	d := startAt(t, fake, 80, 24, "en")
	d.pressed("8", "enter")
	d.sees("▌ theirs · 1 of 2", "theirs · 2 of 2")
	d.pressed("m")
	d.sees("none of the values was written here")
	if len(fake.sync.resolved) != 0 {
		t.Fatalf("resolved: %+v", fake.sync.resolved)
	}
}

// A key that was on its way to what the field was is not for what it is now.
func TestConflictWhoseValuesChange(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 80, 24, "en")
	d.pressed("8", "enter")
	fake.mu.Lock()
	fake.sync.conflicts[0].Fields[0].Values[0].Value = []byte(`"+15145550144"`)
	fake.mu.Unlock()
	fake.publish(desk.News{By: "karim", Records: []model.ID{idOf(1)}, Kinds: []model.Kind{model.KindLead}, Sync: true})
	d.m.pages[syncPage].scene.stale()
	d.idle()
	d.sees("+1 514-555-0144", "the values are others now")
	d.press("t")
	d.idle()
	if len(fake.sync.resolved) != 0 {
		t.Fatalf("a key took what had just come up: %+v", fake.sync.resolved)
	}
	d.pressed("t")
	if len(fake.sync.resolved) != 1 || string(fake.sync.resolved[0].Value) != `"+15145550144"` {
		t.Fatalf("resolved: %+v", fake.sync.resolved)
	}
}

func TestConflictThatIsRefusedStaysOpen(t *testing.T) {
	fake := linked()
	fake.fail = errors.New("the disk is away")
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter", "m")
	d.sees("the disk is away", "+1 514-555-0199")
}

// What people wrote while apart, in Arabic as the terminal gets it: a Latin name in the title,
// money, and names and texts from the right.
func TestGoldenArabicConflict(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		fake := linked()
		third(fake)
		nord := &fake.sync.conflicts[0]
		money := func(amount, currency string) []byte {
			return raw(map[string]string{"target_price": amount, "currency": currency})
		}
		nord.Fields[1] = desk.FieldConflict{Field: "target_price+currency", Values: []desk.ConflictValue{
			{Value: money("12.50", "AED"), By: fake.Me(), At: value.At(testNow), Own: true}, {Value: money("1250.75", "USD"), By: "كريم", At: value.At(testNow)},
		}}
		gulf := &fake.sync.conflicts[1]
		gulf.Fields = append(gulf.Fields, desk.FieldConflict{Field: "message", Values: []desk.ConflictValue{
			{Value: raw("اتصل به بعد الساعة 14:00 (Marie)."), By: fake.Me(), At: value.At(testNow), Own: true}, {Value: raw("Nord Foods يطلب 500 kg حتى 15 يناير"), By: "karim", At: value.At(testNow)},
		}})
		at := fmt.Sprintf("%dx%d", size[0], size[1])
		d := startAt(t, fake, size[0], size[1], "ar")
		d.m.order = cells.ByDesk
		d.pressed("8")
		d.golden("sync-ar-" + at)
		d.pressed("enter", "left")
		d.golden("conflict-ar-" + at)
		d.pressed("tab")
		d.golden("conflict-money-ar-" + at)
		d.pressed("esc", "down", "down", "down", "enter")
		d.golden("conflict-text-ar-" + at)
	}
}

// Texts that differ in their lines alone do not look alike.
func TestConflictShowsLines(t *testing.T) {
	fake := linked()
	first := &fake.sync.conflicts[0]
	first.Fields = first.Fields[1:]
	first.Fields[0].Values[0].Value = []byte(`"Bonjour\nMarie\n\nAppelez"`)
	first.Fields[0].Values[1].Value = []byte(`"Bonjour Marie\nAppelez"`)
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter")
	var seen []string
	for _, line := range strings.Split(d.screen(), "\n") {
		if strings.Contains(line, "Bonjour") || strings.Contains(line, "Marie") || strings.Contains(line, "Appelez") {
			seen = append(seen, strings.Join(strings.Fields(strings.Trim(line, " │┃║|")), " "))
		}
	}
	want := []string{"Bonjour │ Bonjour Marie", "Marie │ Appelez", "Appelez"}
	if len(seen) < len(want) || !slices.Equal(seen[len(seen)-3:], want) {
		t.Errorf("shown: %q\n%s", seen, d.screen())
	}
}
