//go:build unix

package e2e

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"tradedesk/e2e/terminal"
)

// attacks are what a file could try on a terminal. Each carries a mark that
// nothing of ours would write.
var attacks = []string{
	"\x1b]0;OWNED\x07", "\x1b]2;OWNED\x1b\\", "\x1b]52;c;T1dORUQ=\x07", "\x1b]8;;http://owned.example\x07", "\x1b[31;1;4;5m", "\x1b[2J\x1b[3J",
	"\x1b[?7777h", "\x1b[13;37r", "\x1bPqOWNED\x1b\\", "\x1b_OWNED\x1b\\", "\x1bc", "\u009b31;5m", "\u009d0;OWNED\u009c",
	"\u202e", "\u2066", "\u2069", "\u200f", "\x00", "\x07", "\x08", "\x0e", "\x7f",
}

// forbidden are the bytes of the attacks that must never come out.
var forbidden = []string{
	"\x1b]0;OWNED", "\x1b]2;OWNED", "\x1b]52", "owned.example\x07", "\x1b[31;1;4;5m", "\x1b[3J", "\x1b[?7777h", "\x1b[13;37r", "\x1bPq", "\x1b_OWNED", "\x1bc",
	"\u009b", "\u009d", "\u202e", "\u2066", "\u2069", "\u200f", "\x00", "\x0e", "\x7f",
}

func hostile(field string) string {
	return field + strings.Join(attacks, field[:1]) + "end"
}

// typed gives text as an argument can hold it.
func typed(s string) string { return strings.ReplaceAll(s, "\x00", "") }

func hostileCSV() string {
	fields := []string{"company", "contact", "email", "phone", "country", "city", "source", "product", "quantity", "unit", "message", "tags", "next_action"}
	var b strings.Builder
	b.WriteString(strings.Join(fields, ",") + "\n")
	for i := range 5 {
		for j, f := range fields {
			if j > 0 {
				b.WriteByte(',')
			}
			switch f {
			case "email":
				fmt.Fprintf(&b, "evil%d@corp.example", i)
			case "phone", "country", "quantity", "unit":
			default:
				b.WriteString(`"` + hostile(fmt.Sprintf("%s%d ", f, i)) + `"`)
			}
		}
		b.WriteByte('\n')
	}
	b.WriteString(`"` + hostile("bad ") + `",` + strings.Repeat(`"`+hostile("x ")+`",`, 20) + "\n")
	return b.String()
}

func hostileCard() string {
	line := func(s string) string {
		return strings.NewReplacer("\n", "", "\r", "", ";", "\\;", ",", "\\,").Replace(s)
	}
	return "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + line(hostile("Salma ")) + "\r\nN:" + line(hostile("Benali ")) + ";;;;\r\nORG:" + line(hostile("Coop ")) +
		"\r\nTITLE:" + line(hostile("Chair ")) + "\r\nNOTE:" + line(hostile("Note ")) + "\r\nEMAIL:card@corp.example\r\nEND:VCARD\r\n"
}

func checkQuiet(t *testing.T, what string, raw []byte) {
	t.Helper()
	for _, f := range forbidden {
		if i := bytes.Index(raw, []byte(f)); i >= 0 {
			t.Errorf("%s: %q reached the terminal: %q", what, f, raw[max(0, i-40):min(len(raw), i+40)])
		}
	}
}

func TestHostileFilesChangeNothingButText(t *testing.T) {
	s := newSeat(t)
	csv, card := s.file("hostile.csv", hostileCSV()), s.file("hostile.vcf", hostileCard())

	for _, args := range [][]string{
		{"import", csv, card}, {"list", "lead"}, {"list", "contact"}, {"list", "lead", "--json"}, {"search", "company"}, {"search", typed(hostile("q"))}, {"show", typed(hostile("id"))}, {"add", "lead", "company=" + typed(hostile("added "))},
	} {
		term := s.open(100, 30, args...)
		term.Exit()
		checkQuiet(t, "tradedesk "+args[0], term.Raw())
		if title := term.Title(); title != "" {
			t.Errorf("tradedesk %s set the title %q", args[0], title)
		}
	}

	term := s.open(120, 40)
	term.WaitFor("company0", "Inbox")
	term.Press("enter", "end")
	term.WaitFor("« message")
	term.Press("/")
	term.WaitFor("Search everything")
	term.Press("company3")
	term.WaitFor("> company3")
	escape(term, "Search everything")
	term.Press("e")
	term.WaitFor("ctrl+s save")
	escape(term, "ctrl+s save")
	term.Press("i")
	term.WaitFor("hostile.csv")
	term.Press("hostile", "enter")
	term.WaitFor("Import report")
	checkQuiet(t, "the desk", term.Raw())
	if title := term.Title(); strings.Contains(title, "OWNED") {
		t.Errorf("the title is %q", title)
	}
}

func TestTheAttacksWouldBeSeen(t *testing.T) {
	s := newSeat(t)
	term := terminal.Start(t, terminal.Program{Path: "cat", Args: []string{s.file("hostile.csv", hostileCSV())}, Env: s.env, Cols: 80, Rows: 24})
	term.Exit()
	for _, f := range forbidden {
		if !bytes.Contains(term.Raw(), []byte(f)) {
			t.Errorf("%q is in no attack", f)
		}
	}
	if term.Title() != "OWNED" {
		t.Errorf("the title is %q: the emulator does not see what a terminal would", term.Title())
	}
}
