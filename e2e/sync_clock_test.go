//go:build unix

package e2e

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// skewedProgram builds the program with a clock that is off.
func skewedProgram(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tradedesk")
	if out, err := exec.Command("go", "build", "-o", path, "tradedesk/e2e/skewed").CombinedOutput(); err != nil {
		t.Fatalf("building the program with a wrong clock: %v\n%s", err, out)
	}
	return path
}

// A desk on a machine whose clock is ten years off says so, at each sync and in its status,
// and goes on: what it writes comes to the others and theirs to it, and who decides between
// two values is a person.
func TestDesksTenYearsApart(t *testing.T) {
	right := newSeat(t)
	o := newOffice(t, 1)
	right.env = append(right.env, "TRADEDESK_USER=karim")
	right.login("http://"+o.line.Address(), o.codes[0])
	program := skewedProgram(t)
	for _, tt := range []struct{ skew, words string }{
		{"87600h", "clock is 10 years ahead of the server's"},
		{"-87600h", "clock is 10 years behind the server's"},
	} {
		wrong := seatOf(t)
		wrong.program = program
		wrong.env = append(wrong.env, "TRADEDESK_SKEW="+tt.skew)
		wrong.login("http://"+o.line.Address(), o.invite())
		id := strings.TrimSpace(wrong.must("add", "lead", "company=Nord Foods "+tt.skew, "city=Agadir"))
		wrong.must("edit", id, "city=Safi")
		if said := wrong.must("sync"); !strings.HasPrefix(said, "in step: ") || !strings.Contains(said, tt.words) {
			t.Errorf("a sync says %q, want %q", said, tt.words)
		}
		if said := wrong.must("status"); !strings.Contains(said, tt.words) {
			t.Errorf("the status says %q, want %q", said, tt.words)
		}
		if said := right.must("sync"); strings.Contains(said, "clock") {
			t.Errorf("at the desk whose clock is right a sync says %q", said)
		}
		// One after the other, then both at once.
		right.must("edit", id, "city=Tanger")
		right.must("sync")
		wrong.must("sync")
		if city := wrong.leads()["Nord Foods "+tt.skew]["city"]; city != "Tanger" {
			t.Errorf("%s: what was written last is not shown but %v", tt.skew, city)
		}
		wrong.must("edit", id, "city=Rabat")
		right.must("edit", id, "city=Fes")
		for _, s := range []*seat{wrong, right, wrong} {
			s.must("sync")
		}
		if a, b := wrong.conflictValues(), right.conflictValues(); a != b || !strings.Contains(a, "Rabat") || !strings.Contains(a, "Fes") {
			t.Errorf("%s: in conflict are %s and %s", tt.skew, a, b)
		}
		wrong.must("conflicts", "resolve", id, "city", "--take", "theirs")
		wrong.must("sync")
		right.must("sync")
		if a, b := wrong.exported(), right.exported(); a != b || wrong.leads()["Nord Foods "+tt.skew]["city"] != "Fes" {
			t.Errorf("%s\nand\n%s", a, b)
		}
		if a := right.conflictValues(); a != "" {
			t.Errorf("%s is still in conflict", a)
		}
		wrong.checked()
	}
	right.checked()
}

// exported gives the leads as they are exported, in the order of their ids.
func (s *seat) exported() string {
	s.t.Helper()
	return strings.Join(slices.Sorted(strings.Lines(s.must("export", "lead", "--format", "ndjson"))), "")
}

// conflictValues gives the values that people are to decide between, in the order in which
// they are shown.
func (s *seat) conflictValues() string {
	s.t.Helper()
	var conflicts []struct {
		Values []struct{ Value json.RawMessage }
	}
	if err := json.Unmarshal([]byte(s.must("conflicts", "--json")), &conflicts); err != nil {
		s.t.Fatalf("reading the conflicts: %v", err)
	}
	var values []string
	for _, c := range conflicts {
		for _, v := range c.Values {
			values = append(values, string(v.Value))
		}
	}
	return strings.Join(values, ", ")
}
