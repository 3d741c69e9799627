//go:build unix

package store

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tradedesk/internal/race"
	"tradedesk/model"
)

const (
	// killsPerFile is after how many kills a new file is begun.
	killsPerFile = 8
	// longestLife bounds the moment of the kill, from when the writer is ready: some
	// are killed at their first thing, some after dozens.
	longestLife = 120 * time.Millisecond
	killSeed    = 20261124
)

// usualKills is how many writers are killed when $KILLS does not say: each of the twelve
// deeds by a file's worth of kills, and twice under the race detector.
func usualKills() int {
	if race.Enabled {
		return 24
	}
	return 96
}

// TestKills kills writers at whatever they do, at any instant, and wants after each
// kill that the file is sound and that nothing that was acknowledged is lost.
// KILLS=1000 go test ./store -run TestKills -v does it a thousand times.
func TestKills(t *testing.T) {
	if testing.Short() {
		t.Skip("runs many processes")
	}
	kills := usualKills()
	if text := os.Getenv("KILLS"); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatalf("KILLS: %v", err)
		}
	}
	deeds := append(slices.Sorted(maps.Keys(victims)), "restore")
	done := map[string]int{}
	acked := 0
	for n := 0; n < kills; {
		// Each file is killed at by all in turn, but for those that need their own.
		deed := deeds[len(done)%len(deeds)]
		for _, other := range deeds {
			if done[other] < done[deed] {
				deed = other
			}
		}
		k := newKilled(t, rand.New(rand.NewPCG(killSeed, uint64(n))), deed)
		for range min(killsPerFile, max(1, kills/len(deeds)), kills-n) {
			acked += k.kill(t, deed)
			k.verify(t)
			done[deed]++
			n++
			if k.once {
				break
			}
		}
	}
	var parts []string
	for _, deed := range deeds {
		parts = append(parts, fmt.Sprintf("%s %d", deed, done[deed]))
	}
	t.Logf("%d kills, %d things acknowledged, none lost, every file sound: %s", kills, acked, strings.Join(parts, ", "))
}

// killed is a file whose writers are killed, and what they said.
type killed struct {
	path   string
	random *rand.Rand
	once   bool // each kill needs a file of its own

	city    map[string]int    // of leads
	gone    map[string]bool   // deleted
	merged  map[string]string // from → into
	batches map[string]int    // source → records
	rounds  map[string][2]int // pool → round, how many have it
	backups map[string]string // file → a lead in it
	least   int               // records that are there whatever happens
	restore bool              // the backup was put in place
}

func newKilled(t *testing.T, random *rand.Rand, deed string) *killed {
	k := &killed{
		path: filepath.Join(t.TempDir(), "desk.db"), random: random,
		city: map[string]int{}, gone: map[string]bool{}, merged: map[string]string{}, batches: map[string]int{},
		rounds: map[string][2]int{}, backups: map[string]string{},
	}
	switch deed {
	case "migrate":
		k.once = true
		unpack(t, "testdata/schema1.db.gz", k.path)
		copied := filepath.Join(t.TempDir(), "copy.db")
		unpack(t, "testdata/schema1.db.gz", copied)
		b := openAt(t, copied, newClock())
		k.least = k.count(t, b)
		b.Close()
	case "restore":
		k.once = true
		b := openAt(t, k.path, newClock())
		b.create(t, model.KindLead, "company=In both")
		out, err := os.Create(k.path + ".backup")
		if err == nil {
			err = b.Backup(context.Background(), out, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		out.Close()
		b.create(t, model.KindLead, "company=After the backup")
		b.Close()
		k.least = 1
	default:
		b := openAt(t, k.path, newClock())
		lived(t, b, 20)
		k.least = k.count(t, b)
		b.Close()
	}
	return k
}

func (k *killed) count(t *testing.T, b *bench) int {
	t.Helper()
	report, err := b.Check(context.Background(), nil)
	if err != nil || !report.OK {
		t.Fatalf("%+v, %v", report, err)
	}
	return report.Records
}

// kill runs a writer, kills it at a random instant, and takes down what it said.
func (k *killed) kill(t *testing.T, deed string) (acked int) {
	t.Helper()
	cmd := child(roleVictim, deed, k.path, 0)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if lines.Text() == "ready" {
			time.AfterFunc(time.Duration(k.random.Int64N(int64(longestLife))), func() { _ = cmd.Process.Kill() })
			continue
		}
		acked++
		k.take(t, lines.Text())
	}
	if err := cmd.Wait(); err == nil && deed != "restore" {
		t.Fatalf("%s: the writer ended by itself", deed)
	} else if err != nil && cmd.ProcessState.Exited() {
		t.Fatalf("%s: the writer failed: %v", deed, err)
	}
	return acked
}

func (k *killed) take(t *testing.T, line string) {
	t.Helper()
	f := strings.Fields(line)
	number := func(i int) int {
		n, err := strconv.Atoi(f[i])
		if err != nil {
			t.Fatalf("the writer says %q", line)
		}
		return n
	}
	switch f[0] {
	case "lead":
		k.city[f[1]] = number(2)
	case "gone":
		k.gone[f[1]] = true
	case "merged":
		k.merged[f[2]] = f[1]
	case "batch":
		k.batches[f[1]] = number(2)
	case "bulk":
		k.rounds[f[1]] = [2]int{number(2), number(3)}
	case "backup":
		k.backups[f[2]] = f[1]
	case "restored":
		k.restore = true
	case "compacted", "repaired":
	default:
		t.Fatalf("the writer says %q", line)
	}
}

// verify opens the file as its next owner does, and looks for all that was said.
func (k *killed) verify(t *testing.T) {
	t.Helper()
	b := openAt(t, k.path, newClock())
	if n := k.count(t, b); n < k.least {
		t.Fatalf("%d records of %d", n, k.least)
	} else if k.restore && n != 1 {
		t.Fatalf("%d records after the backup was restored", n)
	}
	for text, n := range k.city {
		lead := b.lead(t, id(t, text))
		// What was committed and not yet said may be there too.
		if lead.City != fmt.Sprintf("City %d", n) && lead.City != fmt.Sprintf("City %d", n+1) || k.gone[text] && !lead.Deleted {
			t.Fatalf("lead %s is in %s, deleted %t; said was %d, %t", text, lead.City, lead.Deleted, n, k.gone[text])
		}
	}
	for from, into := range k.merged {
		if !b.lead(t, id(t, from)).Deleted || b.lead(t, id(t, into)).Owner != "nadia" {
			t.Fatalf("%s is not merged into %s", from, into)
		}
	}
	for source, n := range k.batches {
		if is := k.having(t, b, source); len(is) < n || len(is)%importBatch != 0 {
			t.Fatalf("%d records of an import are in, said were %d", len(is), n)
		}
	}
	for pool, said := range k.rounds {
		k.verifyRound(t, k.having(t, b, pool), said[0], said[1])
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	k.verifyBackups(t)
	if left := leftovers(t, filepath.Dir(k.path)); len(left) > 0 {
		t.Fatalf("left behind: %v", left)
	}
}

// having gives the leads of a source in order of creation.
func (k *killed) having(t *testing.T, b *bench, source string) (leads []*model.Lead) {
	t.Helper()
	err := b.Records(context.Background(), Query{Kind: model.KindLead, Where: []Cond{{"source", OpEqual, source}}}, func(r model.Record) error {
		leads = append(leads, r.(*model.Lead))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return leads
}

// verifyRound: the leads of a round have its owner, or that of the next batch; the
// others have it of the round before or, in the batch behind, of this one.
func (k *killed) verifyRound(t *testing.T, leads []*model.Lead, round, have int) {
	t.Helper()
	if len(leads) != poolSize {
		t.Fatalf("%d leads of %d", len(leads), poolSize)
	}
	for i, lead := range leads {
		least, most := round, round
		switch {
		case i >= have && i < have+bulkBatch:
			least = round - 1
		case i >= have:
			least, most = round-1, round-1
		case have == poolSize && i < bulkBatch:
			most = round + 1
		}
		var is int
		if _, err := fmt.Sscanf(lead.Owner, "round %d", &is); err != nil || is < least || is > most {
			t.Fatalf("lead %d of %d is of %q, said was round %d up to %d", i, poolSize, lead.Owner, round, have)
		}
	}
}

// verifyBackups: what has its name is a whole desk, with what was in by then.
func (k *killed) verifyBackups(t *testing.T) {
	t.Helper()
	for name, lead := range k.backups {
		b := openAt(t, name, newClock())
		b.check(t)
		b.lead(t, id(t, lead))
		b.Close()
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	clear(k.backups)
	kept, err := filepath.Glob(filepath.Join(filepath.Dir(k.path), "desk-before-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range kept {
		if _, err := Inspect(context.Background(), name, ProofFull, nil); err != nil {
			t.Fatalf("the file that was kept: %v", err)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}
