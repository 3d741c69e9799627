package form

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Update takes a key or a paste. Every key is the table's own while it is open.
func (t *Table) Update(msg tea.Msg) TableResult {
	result := t.update(msg)
	t.reveal()
	return result
}

func (t *Table) update(msg tea.Msg) TableResult {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		t.asking = false
		t.edit(msg)
	case tea.KeyPressMsg:
		if Typed(msg) != "" {
			t.asking = false
			t.edit(msg)
			return TableResult{}
		}
		return t.key(msg)
	}
	return TableResult{}
}

func (t *Table) key(k tea.KeyPressMsg) TableResult {
	stroke := Stroke(k)
	if stroke == "esc" {
		return t.escape()
	}
	t.asking = false
	if t.popup.open() && t.popup.key(stroke) {
		return TableResult{}
	}
	switch stroke {
	case "ctrl+s":
		return t.save()
	case "enter", "tab":
		if t.popup.open() && t.popup.take(t.cell()) {
			t.changed()
		}
		t.next(1)
	case "shift+tab":
		t.next(-1)
	case "up":
		t.to(t.row-1, t.col)
	case "down":
		t.to(t.row+1, t.col)
	case "alt+up", "ctrl+up":
		t.carry(-1)
	case "alt+down", "ctrl+down":
		t.carry(1)
	case "ctrl+x":
		t.remove()
	case "ctrl+space", "ctrl+@":
		t.offer(true)
	default:
		t.edit(k)
	}
	return TableResult{}
}

func (t *Table) cell() *input { return t.rows[t.row].cells[t.col] }

func (t *Table) edit(msg tea.Msg) {
	in := t.cell()
	before := in.version()
	if !in.update(msg) || in.version() == before {
		return
	}
	t.changed()
	t.offer(false)
}

// changed follows what is typed: another empty row, what is wrong, the hints.
func (t *Table) changed() {
	t.cell().err, t.wrong = "", ""
	t.spare()
	t.look()
}

func (t *Table) offer(asked bool) {
	if t.popup.complete == nil {
		return
	}
	_, err := t.part(t.cell())
	t.popup.offer(t.cell(), asked, err == nil)
}

// to puts the cursor into another cell, and checks the one it leaves.
func (t *Table) to(row, col int) {
	t.settle(t.row, t.col)
	t.row = max(0, min(row, len(t.rows)-1))
	t.col = max(col, t.firstCell(t.row))
	t.popup.close()
}

// next goes to the next or the previous cell, on to the next row at its end.
func (t *Table) next(by int) {
	at := t.row*len(t.columns) + t.col + by
	all := len(t.rows) * len(t.columns)
	at = (at + all) % all
	for at%len(t.columns) < t.firstCell(at/len(t.columns)) {
		at = (at + by + all) % all
	}
	t.to(at/len(t.columns), at%len(t.columns))
}

// settle checks a cell. A quantity that was typed with its unit fills both cells; a price
// alone holds from the first unit on.
func (t *Table) settle(row, col int) {
	in := t.rows[row].cells[col]
	if price, err := value.ParseDecimal(in.value()); err == nil && in.field.Type == model.TypeTier {
		in.line.Set("1:" + price.String())
		t.look()
	}
	unit := slices.IndexFunc(t.columns, func(c model.Field) bool { return c.Type == model.TypeUnit })
	if _, err := t.part(in); err != nil && in.field.Name == "quantity" && unit >= 0 {
		if q, err := value.ParseTypedQuantity(in.value()); err == nil && !q.Unit.IsZero() {
			in.line.Set(q.Amount.String())
			t.rows[row].cells[unit].line.Set(q.Unit.String())
			t.look()
		}
	}
	_, err := t.part(in)
	in.err = reason(err, t.o.Wrong)
}

// carry moves the row with the cursor.
func (t *Table) carry(by int) {
	to := t.row + by
	if to < 0 || to >= len(t.rows)-1 || t.row == len(t.rows)-1 || t.rows[t.row].given != nil || t.rows[to].given != nil {
		return
	}
	t.rows[t.row], t.rows[to] = t.rows[to], t.rows[t.row]
	t.row = to
	t.popup.close()
	t.look()
}

// remove takes the row with the cursor out; one that is given is empty again.
func (t *Table) remove() {
	if given := t.rows[t.row].given; given != nil {
		t.rows[t.row] = t.givenRow(given)
	} else {
		t.rows = slices.Delete(t.rows, t.row, t.row+1)
	}
	t.spare()
	t.row = min(t.row, len(t.rows)-1)
	t.col = max(t.col, t.firstCell(t.row))
	t.popup.close()
	t.wrong = ""
	t.look()
}

// escape closes the choices, then the table; twice when something would be lost.
func (t *Table) escape() TableResult {
	switch {
	case t.popup.open():
		t.popup.close()
	case t.asking || !t.Dirty():
		return TableResult{Cancelled: true}
	default:
		t.asking = true
	}
	return TableResult{}
}
