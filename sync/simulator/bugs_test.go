package simulator

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var (
	plantBugs = flag.Bool("sim.bugs", false, "plant bugs, one at a time, and look whether each is found")
	bugSeeds  = flag.String("sim.bug-seeds", "400", "how many seeds a planted bug has to be found in")
)

// bug is a mistake that somebody could make: what stands in a file, and what would
// stand there.
type bug struct {
	name, file, right, wrong string
}

// bugs are what the simulator must find, so that one knows that it can.
var bugs = []bug{
	{"the base is raised after a pull", "store/waiting.go",
		"Base: l.base(p.N, c.Base)", "Base: max(l.Cursor.Seq, l.base(p.N, c.Base))"},
	{"the loser is dropped", "model/causal/apply.go",
		"a.replace(register, d, func(old Dot) bool { return a.op.saw(old.Source, a.line) })", "a.replace(register, d, func(old Dot) bool { return true })"},
	{"what was sent counts as taken when the reply is lost", "sync/client/engine.go",
		"	reply, err := w.call(ctx, http.MethodPost, workspace(l, \"/push\"), nil, sent, protocol.TypeJSON)\n	if err != nil {",
		"	reply, err := w.call(ctx, http.MethodPost, workspace(l, \"/push\"), nil, sent, protocol.TypeJSON)\n	if errors.Is(err, ErrOffline) {\n		var took []store.Took\n		for i, op := range ops {\n			took = append(took, store.Took{N: op.N, Seq: l.Head + 1 + uint64(i)})\n		}\n		_, lost := e.o.Store.Took(ctx, took, at, l.Head)\n		return lost\n	}\n	if err != nil {"},
	{"an op is taken twice", "sync/server/push.go",
		"	taken, known := p.known[op.ID]\n", "	taken, known := p.known[op.ID]\n	known = false\n	p.device.Last = min(p.device.Last, op.N-1)\n"},
	{"a device that is there twice is not noticed", "sync/server/push.go",
		"case !known && op.N <= p.device.Last:", "case !known && op.N <= p.device.Last && op.N > 1<<40:"},
	{"a gap in a device's counter is taken", "sync/server/push.go",
		"case op.N > p.device.Last+1:", "case op.N > p.device.Last+1<<40:"},
	{"hashes are not compared", "sync/server/push.go",
		"if hash != c.Hash {", "if hash != c.Hash && c.Seq > 1<<40 {"},
	{"the epoch is not compared", "sync/server/push.go",
		"case c.Epoch != log.Epoch:", "case c.Epoch != log.Epoch && c.Seq > 1<<40:"},
	{"a delete hides what comes after it", "model/causal/apply.go",
		"	if raw, ok := op.Set[model.FieldDeleted]; !ok {\n		a.keepIfDeleted()", "	if raw, ok := op.Set[model.FieldDeleted]; !ok && op.N > 1<<40 {\n		a.keepIfDeleted()"},
	{"a delete hides what came before it", "model/causal/apply.go",
		"	if newest != nil {", "	if newest != nil && newest.N > 1<<40 {"},
	{"an answer does not keep what it answers", "model/causal/apply.go",
		"	a.put(registerThread, Dot{a.from, null})\n	a.keepIfDeleted()", "	a.put(registerThread, Dot{a.from, null})"},
	{"after a restore nothing is sent again", "store/diverge.go",
		"			if err := w.giveBack(first); err != nil {", "			if err := w.giveBack(1 << 60); err != nil {"},
	{"after a restore bases stay as they were", "store/diverge.go",
		"l.Caps = append(l.Caps, Cap{w.lastOp, shared.Seq})", "l.Caps = append(l.Caps, Cap{0, shared.Seq})"},
	{"an entry of a page is left out", "store/fold.go",
		"		if err := f.fold(e, own); err != nil {", "		if len(page.Entries) > 2 && e.Seq == page.Entries[1].Seq {\n			continue\n		}\n		if err := f.fold(e, own); err != nil {"},
	{"own changes are not laid on top", "store/waiting.go",
		"	ops, err := l.ownAbove(tx, n)\n	if err != nil {\n		return nil, err\n	}\n	s := shadow.Clone()", "	ops, err := l.ownAbove(tx, n)\n	if err != nil {\n		return nil, err\n	}\n	ops = ops[:len(ops)/2]\n	s := shadow.Clone()"},
	{"a snapshot counts as whole before the log is folded", "store/diverge.go",
		"	f.l.Cursor, f.l.Snapshot = snap.From, nil\n", "	f.l.Cursor, f.l.Snapshot = f.l.Seen, nil\n"},
	{"what the server does not take is thrown away", "store/took.go",
		"				err = w.confineAll(r, took[i])", "				err = nil"},
	{"a lost entry of one's own is not missed", "store/fold.go",
		"		if lost {\n", "		if lost && n > 1<<40 {\n"},
	{"older clocks lose", "model/causal/apply.go",
		"	for _, name := range slices.Sorted(maps.Keys(op.Set)) {\n", "	for _, name := range slices.Sorted(maps.Keys(op.Set)) {\n		if d := s.Registers[name]; len(d) > 0 && latest(d).Clock > op.Clock {\n			continue\n		}\n"},
}

// TestPlantedBugs builds the simulator with one bug at a time; what is on the disk
// stays as it is.
func TestPlantedBugs(t *testing.T) {
	if !*plantBugs {
		t.Skip("takes minutes: go test ./sync/simulator -run PlantedBugs -sim.bugs")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bugs {
		t.Run(strings.ReplaceAll(b.name, " ", "-"), func(t *testing.T) {
			out, found := plant(t, root, b)
			if !found {
				t.Fatalf("%s: nobody noticed:\n%s", b.name, out)
			}
			t.Log(firstBreach(out))
		})
	}
}

func plant(t *testing.T, root string, b bug) (out string, found bool) {
	dir := t.TempDir()
	file := filepath.Join(root, filepath.FromSlash(b.file))
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(source), b.right) != 1 {
		t.Fatalf("%s: %q does not stand in %s once: plant it anew", b.name, b.right, b.file)
	}
	spoilt := filepath.Join(dir, "spoilt.go")
	if err := os.WriteFile(spoilt, []byte(strings.Replace(string(source), b.right, b.wrong, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {file: spoilt}})
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "spoilt.test")
	build := exec.Command("go", "test", "-c", "-overlay", list, "-o", binary, "./sync/simulator")
	build.Dir = root
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", b.name, err, text)
	}
	run := exec.Command(binary, "-test.run", "TestSeeds", "-sim.seeds", *bugSeeds)
	run.Dir = filepath.Join(root, "sync", "simulator")
	text, err := run.CombinedOutput()
	return string(text), err != nil && strings.Contains(string(text), "seed ")
}

// firstBreach gives the line that says what was found.
func firstBreach(out string) string {
	for line := range strings.Lines(out) {
		if strings.Contains(line, "seed ") {
			return strings.TrimSpace(line)
		}
	}
	return out
}
