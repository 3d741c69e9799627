package ui

import (
	"strings"
	"testing"

	"tradedesk/desk"
)

// choicesFor makes a completion of what stands between two bytes.
func choicesFor(values bool, from, to int, texts ...string) (c desk.Completion) {
	c.Replace.From, c.Replace.To = from, to
	for _, text := range texts {
		choice, label, _ := strings.Cut(text, "|")
		c.Choices = append(c.Choices, struct{ Text, Label string }{choice, label})
	}
	if values {
		c.Filter = "kind"
	}
	return c
}

// completingDesk offers two filters, and the kinds behind kind:.
func completingDesk() *fakeDesk {
	fake := newFake(someLeads(3)...)
	fake.completes = func(line string, cursor int) desk.Completion {
		at := strings.Index(line, "kind:")
		if at < 0 {
			from := strings.LastIndex(line[:cursor], " ") + 1
			var texts []string
			for _, name := range []string{"kind:", "pays:|country"} {
				if strings.HasPrefix(name, line[from:cursor]) {
					texts = append(texts, name)
				}
			}
			return choicesFor(false, from, cursor, texts...)
		}
		from := at + len("kind:")
		var texts []string
		for _, kind := range []string{"lead", "supplier"} {
			if strings.HasPrefix(kind, line[from:cursor]) {
				texts = append(texts, kind)
			}
		}
		return choicesFor(true, from, cursor, texts...)
	}
	return fake
}

func TestFiltersAreCompleted(t *testing.T) {
	d := startAt(t, completingDesk(), 80, 24, "en")
	d.pressed("/")
	d.typed("Ж ")
	d.pressed("tab")
	d.exact()
	d.sees("▌ kind:", "what the record is", "pays:", "the country that its row shows")
	d.pressed("down", "down", "up", "enter")
	d.sees("> Ж kind:", "▌ lead", "Lead", "supplier  Supplier")
	d.typed("s")
	d.seesNot("▌ lead")
	d.sees("▌ supplier")
	d.pressed("tab")
	d.sees("> Ж kind:supplier")
	d.seesNot("╭──────────────────────╮", "▌ supplier")
}

// A single choice needs no list; where there is none, that is said.
func TestSingleChoiceIsTaken(t *testing.T) {
	d := start120(t, completingDesk())
	d.pressed("/")
	d.typed("ki")
	d.pressed("tab")
	d.sees("> kind:", "▌ lead")
	d.pressed("esc")
	d.sees("> kind:", "Search everything")
	d.seesNot("▌ lead")
	d.typed("zz")
	d.pressed("tab")
	d.sees("nothing can be offered here")
}

// Choices for a line that is not there any more are not put into it.
func TestStaleChoicesAreNotTaken(t *testing.T) {
	d := start120(t, completingDesk())
	d.pressed("/")
	d.typed("k")
	f := d.m.top().(*finder)
	late := completedMsg{of: of(d.m.session), finder: f, asked: true}
	late.offered.line, late.offered.Completion = "", choicesFor(false, 0, 0, "tag:")
	d.send(late)
	d.idle()
	d.sees("> k ")
	d.pressed("backspace", "tab")
	d.sees("▌ kind:")
	d.press("k", "enter")
	d.idle()
	d.seesNot("> kkind:")
}
