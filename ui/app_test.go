package ui

import (
	"runtime"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func funcName(pc uintptr) string { return runtime.FuncForPC(pc).Name() }

func TestLook(t *testing.T) {
	d := start120(t, newFake(someLeads(60)...))
	t.Log("\n" + d.screen())
	d.exact()
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.idle()
	t.Log("\n" + d.screen())
	d.exact()
	d.pressed("enter")
	t.Log("\n" + d.screen())
	d.exact()
	d.pressed("?")
	t.Log("\n" + d.screen())
	d.exact()
}
