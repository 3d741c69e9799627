package ui

import (
	"testing"

	"tradedesk/model"
)

// What was found is a list like any: picked whole, worked on, and left with esc.
func TestFoundRecordsAreListed(t *testing.T) {
	fake := newFake(append(someLeads(30), &model.Supplier{Head: model.Head{ID: idOf(900)}, Name: "Ж01 SARL"})...)
	d := start120(t, fake)
	d.pressed("/")
	d.typed("Ж01")
	d.sees("11 records", "ctrl+o list")
	d.pressed("ctrl+o")
	d.exact()
	d.sees("[2 Leads 30]", "/ Ж01 · 10 records", "10 records found by Ж01", "Ж010", "Ж019")
	d.seesNot("Ж020", "SARL")
	d.pressed("*")
	d.sees("10 selected")
	d.pressed("esc", `\`)
	d.seesNot("> Ж01")
	d.pressed("esc", "esc")
	d.seesNot("/ Ж01")
	d.sees("Ж020")
	d.pressed("/")
	d.sees("▌ Ж01")
}

// The list is of the marked hit's kind, on the page without a number if it has none.
func TestListIsOfTheMarkedKind(t *testing.T) {
	fake := newFake(append(someLeads(3), &model.Contact{Head: model.Head{ID: idOf(901)}, Name: "Ж Яков"}, &model.Contact{Head: model.Head{ID: idOf(902)}, Name: "Other"})...)
	d := start120(t, fake)
	d.pressed("/")
	d.typed("Ж")
	d.pressed("down", "down", "down", "ctrl+o")
	d.sees("[Contacts", "Ж Яков")
	d.seesNot("Other")
	d.pressed("/")
	d.typed("nothing")
	d.pressed("ctrl+o")
	d.sees("list: nothing was found")
}
