package simulator

import (
	"encoding/json"
	"flag"
	"fmt"
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
// stand there. Where two things guard against one mishap, both are spoilt.
type bug struct {
	name, file, right, wrong string
	also                     []spoilt
	from                     uint64 // the first seed, where few show it; 0: 1
}

type spoilt struct{ file, right, wrong string }

// bugs are what the simulator must find, so that one knows that it can.
var bugs = []bug{
	{name: "the base is raised after a pull", file: "store/waiting.go",
		right: "Base: l.base(p.N, c.Base)",
		wrong: "Base: max(l.Cursor.Seq, l.base(p.N, c.Base))"},
	{name: "what was seen is told of a log that went on in another way", file: "store/waiting.go",
		right: "	if op.Base == c.Base {\n		op.Seen = p.Seen",
		wrong: "	if op.Base <= c.Base {\n		op.Seen = p.Seen"},
	{name: "the loser is dropped", file: "model/causal/apply.go",
		right: "a.replace(register, d, func(old Dot) bool { return a.op.saw(old.Source, a.line) })",
		wrong: "a.replace(register, d, func(old Dot) bool { return true })"},
	{name: "what was sent counts as taken when the reply is lost", file: "sync/client/push.go",
		right: "	pushed, err := p.call.wait(ctx)\n	if err != nil {",
		wrong: "	pushed, err := p.call.wait(ctx)\n	if _, refused := err.(*protocol.Problem); err != nil && !refused {\n		var took []store.Took\n		for i, op := range p.batch.ops {\n			took = append(took, store.Took{N: op.N, Seq: l.Head + 1 + uint64(i)})\n		}\n		_, lost := e.o.Store.Took(ctx, took, p.batch.last, causal.Cursor{Seq: l.Head})\n		return lost\n	}\n	if err != nil {"},
	{name: "an op is taken twice", file: "sync/server/push.go",
		right: "	taken, known := p.known[op.ID]\n",
		wrong: "	taken, known := p.known[op.ID]\n	known = false\n	p.device.Last = min(p.device.Last, op.N-1)\n"},
	{name: "a device that is there twice is not noticed", file: "sync/server/push.go",
		right: "if err == nil && !own {",
		wrong: "if err == nil && !own && op.N > 1<<40 {"},
	{name: "a number that no entry has is anybody's", file: "sync/server/push.go", from: 1500,
		right: "	case !known:\n		return false, nil\n",
		wrong: "	case !known:\n		return p.device.Empty.Has(op.N), nil\n"},
	{name: "the hash of the log is not compared", file: "sync/server/push.go",
		right: "if hash != c.Hash {",
		wrong: "if hash != c.Hash && c.Seq > 1<<40 {",
		also:  []spoilt{{"sync/client/pull.go", "if page.hash != page.Cursor.Hash {", "if page.hash != page.Cursor.Hash && page.hash == l.Cursor.Hash {"}},
	},
	{name: "a delete hides what comes after it", file: "model/causal/apply.go",
		right: "	if raw, ok := op.Set[model.FieldDeleted]; !ok {\n		a.keepIfDeleted()",
		wrong: "	if raw, ok := op.Set[model.FieldDeleted]; !ok && op.N > 1<<40 {\n		a.keepIfDeleted()"},
	{name: "a delete hides what came before it", file: "model/causal/apply.go",
		right: "	if newest != nil {",
		wrong: "	if newest != nil && newest.N > 1<<40 {"},
	{name: "an answer does not keep what it answers", file: "model/causal/apply.go",
		right: "	a.put(registerThread, Dot{a.from, null})\n	a.keepIfDeleted()",
		wrong: "	a.put(registerThread, Dot{a.from, null})"},
	{name: "after a restore nothing is sent again", file: "store/diverge.go",
		right: "errors.Join(w.giveBack(first), ",
		wrong: "errors.Join(w.giveBack(1<<60), "},
	{name: "after a restore bases stay as they were", file: "store/diverge.go",
		right: "l.Caps = append(l.Caps, Cap{w.lastOp, shared.Seq})",
		wrong: "l.Caps = append(l.Caps, Cap{0, shared.Seq})"},
	{name: "an entry of a page is left out", file: "store/fold.go",
		right: "		if err := f.fold(e, own); err != nil {",
		wrong: "		if len(page.Entries) > 2 && e.Seq == page.Entries[1].Seq {\n			continue\n		}\n		if err := f.fold(e, own); err != nil {"},
	{name: "own changes are not laid on top", file: "store/waiting.go",
		right: "	ops, err := l.ownAbove(tx, n)\n	if err != nil {\n		return nil, err\n	}\n	s := shadow.Clone()",
		wrong: "	ops, err := l.ownAbove(tx, n)\n	if err != nil {\n		return nil, err\n	}\n	ops = ops[:len(ops)/2]\n	s := shadow.Clone()"},
	{name: "a snapshot counts as whole before the log is folded", file: "store/diverge.go",
		right: "	f.l.Cursor, f.l.Snapshot = snap.From, nil\n",
		wrong: "	f.l.Cursor, f.l.Snapshot = f.l.Seen, nil\n"},
	{name: "what the server does not take is thrown away", file: "store/took.go",
		right: "				err = w.confineAll(r, took[i])",
		wrong: "				err = nil"},
	{name: "an own entry that the server has lost is not missed", file: "store/fold.go",
		right: "		if lost {\n",
		wrong: "		if lost && n > 1<<40 {\n",
		also: []spoilt{
			{"sync/server/push.go", "case !skip && op.N > p.device.Last+1:", "case !skip && op.N > p.device.Last+1<<40:"},
			{"store/took.go", "if end.Seq > l.Known.Seq &&", "if end.Seq > l.Known.Seq+1<<40 &&"},
		},
	},
	{name: "what a desk wrote as its former self stays seen when the log loses it", file: "store/link.go", from: 3800,
		right: "		if a.Upto > n {",
		wrong: "		if a.Upto > n+1<<40 {"},
	{name: "where the log ended at a push is forgotten", file: "store/took.go", from: 2001900,
		right: "if end.Seq > l.Known.Seq &&",
		wrong: "if end.Seq > l.Known.Seq+1<<40 &&"},
	{name: "a copy that asked with its desk who it is, and came second, is shut out", file: "sync/server/auth.go", from: 500,
		right: "		return by, errReplaced\n",
		wrong: "		return by, protocol.NewProblem(http.StatusForbidden, protocol.CodeRevoked, errReplaced.Detail)\n"},
	{name: "an undo has seen what came in since its action", file: "store/undo_back.go",
		right: "	b.base = min(base, w.link.base(p.N, p.Change.Base))\n",
		wrong: "	b.base = base\n	return b, nil\n"},
	{name: "older clocks lose", file: "model/causal/apply.go",
		right: "	for _, name := range slices.Sorted(maps.Keys(op.Set)) {\n",
		wrong: "	for _, name := range slices.Sorted(maps.Keys(op.Set)) {\n		if d := s.Registers[name]; len(d) > 0 && latest(d).Clock > op.Clock {\n			continue\n		}\n"},
}

// TestBugsCanBePlanted: what a bug replaces stands where it is said to.
func TestBugsCanBePlanted(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bugs {
		for _, s := range append([]spoilt{{b.file, b.right, b.wrong}}, b.also...) {
			source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(s.file)))
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(source), s.right); n != 1 {
				t.Errorf("%s: %q stands in %s %d times: plant it anew", b.name, s.right, s.file, n)
			}
		}
	}
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
	replace := map[string]string{}
	for i, s := range append([]spoilt{{b.file, b.right, b.wrong}}, b.also...) {
		file := filepath.Join(root, filepath.FromSlash(s.file))
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		replace[file] = filepath.Join(dir, fmt.Sprint("spoilt", i, ".go"))
		if err := os.WriteFile(replace[file], []byte(strings.Replace(string(source), s.right, s.wrong, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": replace})
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
	run := exec.Command(binary, "-test.run", "TestSeeds$", "-sim.from", fmt.Sprint(max(b.from, 1)), "-sim.seeds", *bugSeeds)
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
