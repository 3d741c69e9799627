//go:build unix

package e2e

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// settleRounds is how often all may sync until nothing moves any more.
const settleRounds = 12

// settle ends the faults and has all sync until nothing moves.
func (p *play) settle() {
	p.t.Helper()
	p.office.line.Mend()
	p.tell("the faults end")
	for range settleRounds {
		quiet := true
		for _, w := range p.workers {
			_, result := p.begin(w)
			out := result()
			var report struct{ Pulled, Pushed, Pending int }
			if !p.judge(w, out) {
				quiet = false
				continue
			}
			if err := json.Unmarshal([]byte(out.stdout), &report); err != nil {
				p.t.Fatalf("reading the report of a sync: %v", err)
			}
			quiet = quiet && report == (struct{ Pulled, Pushed, Pending int }{})
		}
		if quiet {
			return
		}
	}
	p.t.Fatalf("after %d rounds something moves still", settleRounds)
}

// verify holds the desks to what sync promises.
func (p *play) verify() {
	p.t.Helper()
	kinds := []string{"lead", "rfq", "message", "supplier", "contact", "quote", "task", "event", "deal", "sample", "tag"}
	first := p.workers[0]
	want := map[string]string{}
	for _, kind := range kinds {
		want[kind] = first.exported(kind)
	}
	conflicts := first.conflicts()
	for _, w := range p.workers {
		for _, kind := range kinds {
			if got := w.exported(kind); got != want[kind] {
				p.t.Errorf("%s of %s:\n%s\nand of %s:\n%s", kind, w.name, got, first.name, want[kind])
			}
		}
		if got := w.conflicts(); got.text != conflicts.text {
			p.t.Errorf("conflicts of %s:\n%s\nand of %s:\n%s", w.name, got.text, first.name, conflicts.text)
		}
		if out := w.seat.must("quarantine", "list", "--json"); strings.TrimSpace(out) != "[]" {
			p.t.Errorf("%s has in quarantine %s", w.name, out)
		}
		w.seat.checked()
	}
	p.nothingIsLost(conflicts.values)
	if seen := p.office.line.Seen(); len(seen) < 5 {
		p.t.Errorf("the line was hardly bad: %v", seen)
	}
}

// exported gives what a desk exports of a kind, deleted records too, in the order of ids.
func (w *worker) exported(kind string) string {
	w.seat.t.Helper()
	lines := strings.SplitAfter(w.seat.must("export", kind, "--format", "ndjson", "--deleted"), "\n")
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(idIn(a), idIn(b)) })
	return strings.Join(lines, "")
}

func idIn(line string) string {
	_, rest, _ := strings.Cut(line, `"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

// inConflict is what a desk shows of conflicts.
type inConflict struct {
	text   string              // without whose each value is
	values map[[2]string][]any // by record and field
}

func (w *worker) conflicts() inConflict {
	w.seat.t.Helper()
	var all []struct {
		ID     string `json:"id"`
		Field  string `json:"field"`
		Values []struct {
			Value any    `json:"value"`
			By    string `json:"by"`
			At    string `json:"at"`
		} `json:"values"`
	}
	if err := json.Unmarshal([]byte(w.seat.must("conflicts", "--json")), &all); err != nil {
		w.seat.t.Fatalf("reading the conflicts: %v", err)
	}
	out := inConflict{values: map[[2]string][]any{}}
	var lines []string
	for _, c := range all {
		for _, v := range c.Values {
			out.values[[2]string{c.ID, c.Field}] = append(out.values[[2]string{c.ID, c.Field}], v.Value)
		}
		var line bytes.Buffer
		if err := json.NewEncoder(&line).Encode(c); err != nil {
			w.seat.t.Fatal(err)
		}
		lines = append(lines, line.String())
	}
	slices.Sort(lines)
	out.text = strings.Join(lines, "")
	return out
}

// nothingIsLost looks for every record that was said to be made, and for every value:
// it is there, or somebody at whose desk it was wrote over it.
func (p *play) nothingIsLost(conflicts map[[2]string][]any) {
	p.t.Helper()
	there := map[string]map[string]map[string]any{}
	for _, kind := range []string{"lead", "rfq", "message"} {
		there[kind] = p.workers[0].ids(kind)
	}
	for id, kind := range p.added {
		if there[kind][id] == nil {
			p.t.Errorf("the %s %s is gone", kind, id)
		}
	}
	replaced := map[string]bool{} // by value, each of which was written once
	for _, n := range p.notes {
		for _, v := range n.seen {
			replaced[v] = true
		}
	}
	for _, n := range p.notes {
		live := there["lead"][n.record][n.field] == n.value || slices.Contains(conflicts[[2]string{n.record, n.field}], any(n.value))
		if !live && !replaced[n.value] {
			p.t.Errorf("%s=%s of %s by %s is gone, and nobody who had seen it wrote over it", n.field, n.value, n.record, n.by)
		}
		if values := conflicts[[2]string{n.record, n.field}]; n.field != shared && len(values) > 0 && !p.restored {
			p.t.Errorf("%s of %s is in conflict, and only %s writes it: %q", n.field, n.record, n.by, values)
		}
	}
}
