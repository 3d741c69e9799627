//go:build unix

package e2e

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tradedesk/e2e/terminal"
)

var (
	faultsSeed   = flag.Uint64("faults.seed", 1, "the seed of the first play of desks at a bad line")
	faultsRounds = flag.Int("faults.rounds", 1, "how many such plays, each with the next seed")
)

// TestDesksAtABadLine lets real desks work while the line to the server, the server and
// the desks' machines fail, and looks at the end whether all have the same and nothing
// that was written is gone.
func TestDesksAtABadLine(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the real program")
	}
	t.Parallel()
	for round := range uint64(*faultsRounds) {
		seed := *faultsSeed + round
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			p := newPlay(t, seed)
			p.run()
			p.settle()
			p.verify()
		})
	}
}

// worker is a desk of the play, and who works at it.
type worker struct {
	name   string
	seat   *seat
	own    string             // the field of leads that nobody else writes
	screen *terminal.Terminal // of a desk that stays open
}

// written is what somebody wrote into a field, and the program said that it is done.
type written struct {
	record, field, value, by string
	seen                     []string // the values of the field that the desk had then
}

// play is one run.
type play struct {
	t       *testing.T
	random  *rand.Rand
	office  *office
	workers []*worker
	backups []string // of serve backup
	copies  []string // of the server's file, while it was down

	leads   []string // ids that were added
	rfqs    []string
	added   map[string]string // id → kind, of every record whose making was said to be done
	notes   []written
	count   int // of values, each its own
	stories []string
	// restored says that the server once lost what it had: a desk that brings back what
	// its author wrote over, before he does, makes a conflict.
	restored bool
}

// shared is the field of leads that all write.
const shared = "city"

func newPlay(t *testing.T, seed uint64) *play {
	t.Helper()
	p := &play{t: t, random: rand.New(rand.NewPCG(seed, 0)), added: map[string]string{}}
	p.office = newOffice(t, seed)
	p.desk("one", "contact", p.office.codes[0])
	p.desk("two", "product", p.office.codes[1])
	p.desk("three", "reason", p.office.invite())
	p.workers[2].sit()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d, faults %v:\n%s", seed, p.office.line.Seen(), strings.Join(p.stories, "\n"))
		}
	})
	return p
}

func (p *play) tell(format string, args ...any) {
	p.stories = append(p.stories, fmt.Sprintf(format, args...))
}

// desk makes a desk of the office's.
func (p *play) desk(name, own, code string) *worker {
	p.t.Helper()
	w := &worker{name: name, seat: seatOf(p.t), own: own}
	w.seat.env = append(replaced(w.seat.env, "TRADEDESK_USER", name), "TRADEDESK_KEYRING=file")
	w.seat.must("login", "http://"+p.office.line.Address(), "--code", code, "--name", name)
	p.workers = append(p.workers, w)
	return w
}

// sit opens the desk's screens and leaves them open.
func (w *worker) sit() {
	w.seat.t.Helper()
	w.screen = w.seat.open(100, 30)
	w.screen.WaitFor("Inbox")
}

// run works while everything fails.
func (p *play) run() {
	for range 3 {
		p.addLead(p.anyone())
	}
	p.in(p.workers...)
	p.office.line.Worsen(0.6)
	chapters := []func(){
		p.killServer, p.killServer, p.killServer, p.backup, p.backup, p.copyFile, p.restoreBackup, p.restoreCopy,
		p.putBack, p.copyDesk, p.killDesk, p.lineDown,
	}
	p.random.Shuffle(len(chapters), func(i, j int) { chapters[i], chapters[j] = chapters[j], chapters[i] })
	for _, chapter := range chapters {
		for range 3 {
			p.work(p.anyone())
		}
		p.sync(p.anyone())
		chapter()
	}
}

func (p *play) anyone() *worker { return p.workers[p.random.IntN(len(p.workers))] }

// work lets somebody write something.
func (p *play) work(w *worker) {
	switch n := p.random.IntN(10); {
	case n < 1:
		p.add(w)
	case n < 2:
		p.importFile(w)
	case n < 4:
		p.edit(w, w.own)
	case n < 8:
		p.edit(w, shared)
	case n < 9:
		p.answer(w)
	default:
		p.drop(w)
	}
}

// value makes a value that nobody has written yet.
func (p *play) value(w *worker) string {
	p.count++
	return fmt.Sprintf("%s-%d", w.name, p.count)
}

// made runs a command that makes a record and gives its id.
func (p *play) made(w *worker, args ...string) string {
	p.t.Helper()
	var record struct{ ID, Kind string }
	if err := json.Unmarshal([]byte(w.seat.must(append(args, "--json")...)), &record); err != nil || record.ID == "" {
		p.t.Fatalf("%s makes no record: %v", args, err)
	}
	p.added[record.ID] = record.Kind
	p.tell("%s adds %s %s", w.name, record.Kind, record.ID)
	return record.ID
}

func (p *play) add(w *worker) {
	if p.random.IntN(3) == 0 {
		p.rfqs = append(p.rfqs, p.made(w, "add", "rfq", "title=argan "+p.value(w)))
		return
	}
	p.addLead(w)
}

func (p *play) addLead(w *worker) {
	p.leads = append(p.leads, p.made(w, "add", "lead", "company=Firm "+p.value(w)))
}

func (p *play) importFile(w *worker) {
	var b strings.Builder
	b.WriteString("company,email\n")
	for range 4 {
		v := p.value(w)
		fmt.Fprintf(&b, "Import %s,info@%s.example\n", v, v)
	}
	name := w.seat.file(fmt.Sprintf("leads-%d.csv", p.count), b.String())
	before := w.ids("lead")
	if created, _, rejected := w.seat.imported(name); created != 4 || rejected != 0 {
		p.t.Fatalf("an import creates %d and rejects %d", created, rejected)
	}
	p.tell("%s imports %s", w.name, filepath.Base(name))
	for id, record := range w.ids("lead") {
		if company, _ := record["company"].(string); before[id] == nil && strings.HasPrefix(company, "Import "+w.name+"-") {
			p.leads = append(p.leads, id)
			p.added[id] = "lead"
		}
	}
	slices.Sort(p.leads) // for the seed: a map has no order
}

// ids gives the records of a kind, deleted ones too.
func (w *worker) ids(kind string) map[string]map[string]any {
	w.seat.t.Helper()
	var list []map[string]any
	if err := json.Unmarshal([]byte(w.seat.must("list", kind, "--deleted", "--json")), &list); err != nil {
		w.seat.t.Fatalf("reading the list of %s: %v", kind, err)
	}
	out := make(map[string]map[string]any, len(list))
	for _, record := range list {
		out[record["id"].(string)] = record
	}
	return out
}

// edit writes a field of a lead that has come to the desk.
func (p *play) edit(w *worker, field string) {
	id := p.leads[p.random.IntN(len(p.leads))]
	note := written{record: id, field: field, value: p.value(w), by: w.name, seen: w.shows(id, field)}
	cursor := w.cursor()
	out := w.seat.run("edit", id, field+"="+note.value, "--json")
	if out.code == 3 {
		return // it has not come here
	}
	if out.code != 0 {
		p.t.Fatalf("%s edits: %+v", w.name, out)
	}
	if w.cursor() != cursor {
		// The desk took something in meanwhile, and nobody can say whether before the edit.
		for _, other := range p.notes {
			if other.record == id && other.field == field {
				note.seen = append(note.seen, other.value)
			}
		}
	}
	p.notes = append(p.notes, note)
	p.tell("%s writes %s=%s of %s, having seen %q", w.name, field, note.value, id, note.seen)
}

// shows gives the values of a field that a desk has: the one that is shown, and those in
// conflict with it.
func (w *worker) shows(id, field string) (values []string) {
	w.seat.t.Helper()
	out := w.seat.run("show", id, "--json")
	if out.code != 0 {
		return nil
	}
	var record map[string]any
	if err := json.Unmarshal([]byte(out.stdout), &record); err != nil {
		w.seat.t.Fatalf("reading %s: %v", id, err)
	}
	for _, v := range append(w.conflicts().values[[2]string{id, field}], record[field]) {
		if text, ok := v.(string); ok {
			values = append(values, text)
		}
	}
	return values
}

// cursor is how far the desk has read the log.
func (w *worker) cursor() string {
	w.seat.t.Helper()
	var status struct{ Cursor string }
	if err := json.Unmarshal([]byte(w.seat.must("status", "--json")), &status); err != nil {
		w.seat.t.Fatalf("reading the status: %v", err)
	}
	return status.Cursor
}

func (p *play) answer(w *worker) {
	id := p.leads[p.random.IntN(len(p.leads))]
	if len(p.rfqs) > 0 && p.random.IntN(2) == 0 {
		id = p.rfqs[p.random.IntN(len(p.rfqs))]
	}
	if w.seat.run("show", id, "--json").code == 0 {
		p.made(w, "add", "message", "thread="+id, "direction=note", "body="+p.value(w))
	}
}

// drop deletes an RFQ, or takes that back.
func (p *play) drop(w *worker) {
	if len(p.rfqs) == 0 {
		return
	}
	id := p.rfqs[p.random.IntN(len(p.rfqs))]
	verb := "delete"
	if p.random.IntN(3) == 0 {
		verb = "restore"
	}
	out := w.seat.run(verb, id)
	p.tell("%s: %s %s: %d", w.name, verb, id, out.code)
}

// starts a sync of a desk and gives how to wait for its end.
func (p *play) begin(w *worker) (ended <-chan struct{}, result func() output) {
	p.t.Helper()
	cmd := exec.Command(binary, "sync", "--json")
	cmd.Env, cmd.Dir = w.seat.env, w.seat.home
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = cmd.Wait() // its state says how
	}()
	return over, func() output {
		<-over
		return output{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
	}
}

// sync has a desk sync, whatever comes of it.
func (p *play) sync(w *worker) bool {
	p.t.Helper()
	_, result := p.begin(w)
	return p.judge(w, result())
}

// judge looks at how a sync ended: it may fail, in one clear line.
func (p *play) judge(w *worker, out output) bool {
	p.t.Helper()
	p.tell("%s syncs: %d %s%s", w.name, out.code, out.stdout, strings.TrimSpace(out.stderr))
	switch {
	case out.code == 0:
		return true
	case strings.Contains(out.stderr, "log in again"):
		// The server was restored to a time before this desk was registered.
		p.login(w)
		return false
	case out.code != 5 && out.code != 1, strings.Count(out.stderr, "\n") != 1, !strings.HasPrefix(out.stderr, "tradedesk: syncing: "):
		p.t.Fatalf("%s: a sync ends with %+v", w.name, out)
	}
	return false
}

func (p *play) login(w *worker) {
	if p.office.process == nil {
		return
	}
	out := w.seat.run("login", "http://"+p.office.line.Address(), "--code", p.office.invite())
	p.tell("%s logs in again: %d %s", w.name, out.code, strings.TrimSpace(out.stderr))
}

// in brings desks in step at a time when nothing fails.
func (p *play) in(workers ...*worker) {
	p.t.Helper()
	for range 2 {
		for _, w := range workers {
			if !p.sync(w) {
				p.t.Fatalf("%s does not sync over a good line", w.name)
			}
		}
	}
}

// killServer kills the server in the middle of a call.
func (p *play) killServer() {
	w := p.anyone()
	next := p.office.line.Next()
	ended, result := p.begin(w)
	select {
	case <-next:
	case <-ended:
	}
	p.office.kill()
	p.tell("the server is killed")
	p.judge(w, result())
	p.work(p.anyone())
	p.office.start()
}

func (p *play) backup() {
	name := filepath.Join(p.office.seat.home, fmt.Sprintf("backup-%d.tar", len(p.backups)))
	p.office.seat.must("serve", "backup", name)
	p.backups = append(p.backups, name)
	p.tell("the server is backed up")
}

func (p *play) copyFile() {
	p.office.kill()
	p.copies = append(p.copies, p.office.copied(fmt.Sprintf("copy-%d.db", len(p.copies))))
	p.tell("the server's file is copied")
	p.office.start()
}

func (p *play) restoreBackup() { p.restoreOne(p.backups) }

func (p *play) restoreCopy() { p.restoreOne(p.copies) }

// restoreOne restores the server from one of some copies.
func (p *play) restoreOne(from []string) {
	if len(from) == 0 {
		return
	}
	name := from[p.random.IntN(len(from))]
	p.office.kill()
	p.office.seat.must("serve", "restore", name)
	p.restored = true
	p.tell("the server is restored from %s", filepath.Base(name))
	p.work(p.anyone())
	p.office.start()
}

// putBack puts an old copy in the place of the server's file, which nobody should.
func (p *play) putBack() {
	if len(p.copies) == 0 {
		return
	}
	p.office.kill()
	copyFile(p.t, p.copies[len(p.copies)-1], p.office.file)
	p.restored = true
	p.tell("an old file is put back by hand")
	p.office.start()
}

// copyDesk goes on with a desk's directory on a second machine, too.
func (p *play) copyDesk() {
	from := p.workers[p.random.IntN(2)]
	w := &worker{name: "four", seat: seatOf(p.t), own: "message"}
	w.seat.env = append(replaced(w.seat.env, "TRADEDESK_USER", w.name), "TRADEDESK_KEYRING=file")
	if err := os.CopyFS(w.seat.data, os.DirFS(from.seat.data)); err != nil {
		p.t.Fatal(err)
	}
	p.workers = append(p.workers, w)
	p.tell("four goes on from a copy of %s", from.name)
	for _, each := range []*worker{from, w} {
		p.edit(each, each.own)
		p.sync(each)
	}
}

// killDesk kills the desk that stays open, and opens it again.
func (p *play) killDesk() {
	w := p.workers[2]
	w.screen.Kill()
	p.tell("%s is killed", w.name)
	p.work(w)
	w.sit()
}

func (p *play) lineDown() {
	if err := p.office.line.Down(); err != nil {
		p.t.Fatal(err)
	}
	p.tell("the line is down")
	w := p.anyone()
	p.work(w)
	if p.sync(w) {
		p.t.Errorf("%s syncs over no line", w.name)
	}
	if err := p.office.line.Up(); err != nil {
		p.t.Fatal(err)
	}
}
