package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// What comes up by itself takes nothing that was meant for what was there before: no key,
// no paste and no click, until a person can have read it.
func TestWhatComesUpByItselfWaits(t *testing.T) {
	for name, test := range map[string]struct {
		arrive func(t *testing.T) *driver
		answer string // a key that would do something
	}{
		"drafts": {func(t *testing.T) *driver {
			d := start120(t, newFake(someLeads(2)...))
			d.pressed("e")
			d.typed("7")
			d.pause()
			return killed(d)
		}, "x"},
		"the next conflict of a record": {func(t *testing.T) *driver {
			d := startAt(t, linked(), 120, 36, "en")
			d.pressed("8", "enter", "t")
			return d
		}, "m"},
		"the next pair of a review": {func(t *testing.T) *driver {
			d := start120(t, newFake(twins()...))
			d.pressed("3", "D", "enter", "M")
			return d
		}, "esc"},
	} {
		t.Run(name, func(t *testing.T) {
			d := test.arrive(t)
			top, before := d.m.top(), d.screen()
			if hints := strings.TrimSpace(d.lines()[d.m.screen.Footer.Y]); hints != "" {
				t.Errorf("it shows keys that it does not take: %q", hints)
			}
			if top == nil || !d.m.unread() {
				t.Fatalf("nothing came up:\n%s", before)
			}
			d.press(test.answer, "enter")
			d.send(tea.PasteMsg{Content: "7"})
			d.send(tea.MouseClickMsg{Button: tea.MouseLeft})
			d.idle()
			if d.m.top() != top || d.screen() != before {
				t.Fatalf("it took a key at once:\n%s", d.screen())
			}
			d.pressed(test.answer)
			if d.screen() == before {
				t.Errorf("it takes no key at all:\n%s", before)
			}
		})
	}
}
