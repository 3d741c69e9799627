package e2e

import (
	"bytes"
	"testing"

	"tradedesk/e2e/terminal"
)

// What the terminal is told about the order of letters: to leave them before the first is
// drawn, and to go on as before when the desk ends or waits in the background.
func TestTerminalLeavesLetters(t *testing.T) {
	const leave, order = "\x1b[8l", "\x1b[8h"
	s := newSeat(t)
	s.file("leads.csv", "company,country,product,message\nمؤسسة الخليج للأغذية,AE,dates,نبحث عن تمور\n")
	s.imported("leads.csv")
	shell := terminal.Start(t, terminal.Program{
		Path: "sh", Args: []string{"-c", `set -m; "$0"; printf 'in the shell\n'; read -r _; fg >/dev/null; printf 'left with %d\n' $?`, binary},
		Env: s.env, Dir: s.home, Cols: 80, Rows: 24,
	})
	shell.WaitFor("مؤسسة الخليج للأغذية")
	if raw := shell.Raw(); !bytes.HasPrefix(raw, []byte(leave)) || bytes.Contains(raw, []byte("مؤسسة")) || !bytes.Contains(raw, []byte("ﺔﺴﺳﺆﻣ")) {
		t.Errorf("drawn with %.300q", raw)
	}
	shell.Press("ctrl+z")
	shell.WaitFor("in the shell")
	if raw := shell.Raw(); !bytes.Contains(raw, []byte(order)) {
		t.Error("in the background the terminal goes on without an order")
	}
	shell.Press("enter")
	shell.WaitFor("مؤسسة الخليج للأغذية")
	shell.Press("q")
	shell.WaitFor("left with 0")
	raw := shell.Raw()
	if bytes.Count(raw, []byte(leave)) != bytes.Count(raw, []byte(order)) || bytes.LastIndex(raw, []byte(order)) < bytes.LastIndex(raw, []byte(leave)) {
		t.Errorf("told to leave letters %d times, to order them %d times", bytes.Count(raw, []byte(leave)), bytes.Count(raw, []byte(order)))
	}
}

// A desk whose letters others put in order sends them as they are stored.
func TestLettersForOthers(t *testing.T) {
	for bidi, want := range map[string]string{"off": "مؤسسة الخليج", "terminal": "\u202bمؤسسة\u202c\u200e"} {
		t.Run(bidi, func(t *testing.T) {
			s := newSeat(t)
			s.file("leads.csv", "company,country,product,message\nمؤسسة الخليج,AE,dates,نبحث عن تمور\n")
			s.imported("leads.csv")
			term := terminal.Start(t, terminal.Program{Path: binary, Env: append(s.env, "TRADEDESK_BIDI="+bidi), Dir: s.home, Cols: 80, Rows: 24})
			term.WaitFor("مؤسسة", "Inbox")
			term.Press("q")
			if code := term.Exit(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			raw := term.Raw()
			if !bytes.Contains(raw, []byte(want)) || bytes.Contains(raw, []byte("\x1b[8l")) {
				t.Errorf("drawn with %.2000q", raw)
			}
		})
	}
}
