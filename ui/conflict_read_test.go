package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
)

// listOf gives the lines of an RFQ in which one has a price of its own.
func listOf(n, priced int) json.RawMessage {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf(`{"product":"oil %d"}`, i)
	}
	lines[priced] = fmt.Sprintf(`{"product":"oil %d","target_price":"4"}`, priced)
	return json.RawMessage("[" + strings.Join(lines, ",") + "]")
}

// longConflict is a field of 200 lines that two people changed.
func longConflict() (model.Record, desk.FieldConflict) {
	return &model.RFQ{}, desk.FieldConflict{Field: "lines", Seen: listOf(200, 0), Values: []desk.ConflictValue{
		{Value: listOf(200, 3), Own: true, By: "salma"}, {Value: listOf(200, 7), By: "karim"},
	}}
}

// TestWhatAConflictReadsOnce: a list is read once for as long as its values are the same, and
// each element that not everybody has is marked.
func TestWhatAConflictReadsOnce(t *testing.T) {
	r, f := longConflict()
	o := &conflictOverlay{field: "lines"}
	read := o.readOf(r, f)
	if n := strings.Count(read.rows(read.elements[ident(f.Values[0])]), "≠"); n != 2 {
		t.Errorf("%d lines are marked, want 2", n)
	}
	if read.union == nil || len(read.both) != 200 {
		t.Errorf("a union of %d lines", len(read.both))
	}
	shared := read.shared
	if o.readOf(r, f); len(shared) == 0 || fmt.Sprintf("%p", o.read.shared) != fmt.Sprintf("%p", shared) {
		t.Error("it was read again")
	}
	f.Values[1].Value = listOf(200, 9)
	if o.readOf(r, f); fmt.Sprintf("%p", o.read.shared) == fmt.Sprintf("%p", shared) {
		t.Error("other values were not read")
	}
}

// BenchmarkLongConflict reads and writes out both values of a list of 200 lines, as a key
// makes the dialog do.
func BenchmarkLongConflict(b *testing.B) {
	r, f := longConflict()
	o := &conflictOverlay{field: "lines"}
	for b.Loop() {
		for _, v := range f.Values {
			o.readOf(r, f).rows(o.readOf(r, f).elements[ident(v)])
		}
	}
}
