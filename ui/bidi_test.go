package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tradedesk/ui/cells"
)

func TestWhoOrders(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    Options
		want cells.Order
		take string
	}{
		{"a usual terminal", Options{}, cells.ByDesk, "\x1b[8l"},
		{"Konsole", Options{Env: []string{"KONSOLE_VERSION=221203"}}, cells.ByTerminal, ""},
		{"Terminal.app", Options{Env: []string{"TERM_PROGRAM=Apple_Terminal"}}, cells.ByTerminal, ""},
		{"mlterm", Options{Env: []string{"MLTERM=3.9.3"}}, cells.ByDesk, "\x1b[8l\x1b]5379;use_ctl=false\a"},
		{"as it was set", Options{Env: []string{"KONSOLE_VERSION=221203"}, Bidi: BidiApp}, cells.ByDesk, "\x1b[8l"},
		{"for a screen reader", Options{Bidi: BidiOff}, cells.ByNobody, ""},
		{"the terminal, as it was set", Options{Bidi: BidiTerminal}, cells.ByTerminal, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.o.order(); got != tt.want || tt.o.takeOrder(got) != tt.take {
				t.Errorf("got %v, said %q", got, tt.o.takeOrder(got))
			}
		})
	}
}

// TestTerminalSaysThatItLeavesLetters: a terminal that is told who orders is told so, however
// it was called.
func TestTerminalSaysThatItLeavesLetters(t *testing.T) {
	d := startAt(t, newFake(), 80, 24, "en")
	d.m.o.Bidi, d.m.order = BidiAuto, cells.ByTerminal
	if d.m.askOrder() == nil {
		t.Error("it is not asked")
	}
	d.m.answeredOrder(tea.ModeReportMsg{Mode: ansi.ModeBiDirectionalSupport, Value: ansi.ModeNotRecognized})
	if d.m.order != cells.ByTerminal {
		t.Error("it said that it does not know")
	}
	d.m.answeredOrder(tea.ModeReportMsg{Mode: ansi.ModeBiDirectionalSupport, Value: ansi.ModeSet})
	if d.m.order != cells.ByDesk {
		t.Error("it said that it knows")
	}
}

// TestLettersAreTried: a key goes from one who orders to the next, and shows letters.
func TestLettersAreTried(t *testing.T) {
	d := startAt(t, newFake(), 80, 24, "en")
	d.m.order = cells.ByDesk
	for _, want := range []struct {
		order cells.Order
		said  string
	}{{cells.ByTerminal, "the terminal orders letters"}, {cells.ByNobody, "as they are stored: شركة النور (MA) 120"}, {cells.ByDesk, "120 (MA) ﺭﻮﻨﻟﺍ ﺔﻛﺮﺷ"}} {
		d.pressed("g", "v")
		if d.m.order != want.order {
			t.Errorf("got %v, want %v", d.m.order, want.order)
		}
		d.sees(want.said)
	}
}
