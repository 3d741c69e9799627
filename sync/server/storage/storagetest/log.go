package storagetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

func testLog(t *testing.T, b *bench) {
	if log := b.log(); log != (storage.Log{Epoch: b.epoch}) {
		t.Errorf("a new log is %+v", log)
	}
	lines := append(b.grow(3), b.grow(1)...)
	log := b.log()
	if log != (storage.Log{Epoch: b.epoch, Head: 4, Hash: lines[3].Hash}) {
		t.Errorf("the log is %+v", log)
	}
	b.wholeLog()
	for _, beyond := range []uint64{4, 6} {
		wrong := b.next(storage.Log{Head: beyond - 1}, 1)
		if err := b.update(func(tx storage.Tx) error { return tx.Append(wrong) }); err == nil {
			t.Errorf("entry %d comes behind 4", beyond)
		}
	}
	b.view(func(tx storage.ReadTx) error {
		for seq, want := range map[uint64]bool{0: true, 1: true, 4: true, 5: false} {
			hash, ok, err := tx.HashAt(seq)
			if err != nil || ok != want || ok && seq > 0 && hash != lines[seq-1].Hash || seq == 0 && hash != (causal.Hash{}) {
				t.Errorf("the hash at %d: %x, %t, %v", seq, hash, ok, err)
			}
		}
		return nil
	})
}

func testPages(t *testing.T, b *bench) {
	lines := b.grow(10)
	b.view(func(tx storage.ReadTx) error {
		for _, c := range []struct {
			after uint64
			limit int
			bytes int64
			want  []storage.Line
		}{
			{0, 100, 1 << 20, lines},
			{0, 4, 1 << 20, lines[:4]},
			{4, 4, 1 << 20, lines[4:8]},
			{8, 4, 1 << 20, lines[8:]},
			{10, 4, 1 << 20, nil},
			{99, 4, 1 << 20, nil},
			{2, 100, 1, lines[2:3]}, // one at least, so that nobody waits for ever
			{2, 100, int64(len(lines[2].JSON)) + 1, lines[2:4]},
		} {
			got, err := tx.Entries(c.after, c.limit, c.bytes)
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("%d behind %d, %d bytes: %d entries, want %d (%v)", c.limit, c.after, c.bytes, len(got), len(c.want), err)
			}
		}
		return nil
	})
}

func testForget(t *testing.T, b *bench) {
	lines := b.grow(10) // taken at 1000, 2000 …
	ops := opsOf(t, lines)
	forget := func(before int64, limit, want int) {
		t.Helper()
		b.must(b.update(func(tx storage.Tx) error {
			n, err := tx.Forget(value.Instant(before), limit)
			if n != want {
				t.Errorf("%d are forgotten, want %d", n, want)
			}
			return err
		}))
	}
	forget(1000, 100, 0)
	forget(6000, 3, 3)
	forget(6000, 3, 2)
	forget(6000, 3, 0)
	if log := b.log(); log.Floor != 5 || log.Head != 10 || log.Hash != lines[9].Hash {
		t.Errorf("the log is %+v", log)
	}
	b.view(func(tx storage.ReadTx) error {
		got, err := tx.Entries(0, 100, 1<<20)
		if err != nil || !reflect.DeepEqual(got, lines[5:]) {
			t.Errorf("%d entries are left, %v", len(got), err)
		}
		if _, ok, err := tx.HashAt(3); ok || err != nil {
			t.Errorf("entry 3 is still there, %v", err)
		}
		_, known, err := tx.Ops(ops)
		if want := append(make([]bool, 5), true, true, true, true, true); !slices.Equal(known, want) {
			t.Errorf("ops known: %v", known)
		}
		return err
	})
	// So is what was refused, whose answer no desk waits for any more.
	refused := []model.ID{b.ids.New(), b.ids.New(), b.ids.New()}
	taken := make([]storage.Taken, len(refused))
	for i := range taken {
		taken[i] = storage.Taken{Problem: protocol.NewProblem(422, protocol.CodeInvalid, "no"), Refused: value.Instant(1000 * (i + 1))}
	}
	b.must(b.update(func(tx storage.Tx) error { return tx.PutOps(refused, taken) }))
	forget(1000, 100, 0)
	forget(3000, 1, 1)
	forget(3000, 100, 1)
	b.view(func(tx storage.ReadTx) error {
		_, known, err := tx.Ops(refused)
		if want := []bool{false, false, true}; !slices.Equal(known, want) {
			t.Errorf("refused ops known: %v", known)
		}
		return err
	})
	// The head stays, whatever its age, so that the log can be gone on with.
	forget(1_000_000, 100, 5)
	if log := b.log(); log.Floor != 9 || log.Head != 10 {
		t.Errorf("the log is %+v", log)
	}
	more := b.grow(2)
	if more[0].Seq != 11 || more[0].Hash != lines[9].Hash.Next(more[0].JSON) {
		t.Error("the log does not go on")
	}
}

func testEpoch(t *testing.T, b *bench) {
	b.grow(2)
	before := b.log()
	epoch := b.ids.New()
	b.must(b.update(func(tx storage.Tx) error { return tx.SetEpoch(epoch) }))
	before.Epoch = epoch
	if log := b.log(); log != before {
		t.Errorf("the log is %+v, want %+v", log, before)
	}
}

func testStates(t *testing.T, b *bench) {
	var ids []model.ID
	for range 9 {
		ids = append(ids, b.ids.New())
	}
	shuffled := []int{4, 1, 8, 0, 3, 7, 2, 6, 5}
	for _, part := range [][]int{shuffled[:5], shuffled[5:]} {
		var states []*causal.State
		for _, i := range part {
			states = append(states, state(ids[i], "Fez"))
		}
		b.must(b.update(func(tx storage.Tx) error { return tx.PutStates(states) }))
	}
	again := state(ids[2], "Tangier")
	b.must(b.update(func(tx storage.Tx) error { return tx.PutStates([]*causal.State{again}) }))
	b.view(func(tx storage.ReadTx) error {
		if n, err := tx.Records(); n != 9 || err != nil {
			t.Errorf("%d records, %v", n, err)
		}
		got, err := tx.States([]model.ID{ids[8], b.ids.New(), ids[2]})
		if err != nil || len(got) != 3 || got[0] == nil || got[1] != nil || got[2] == nil {
			t.Fatalf("%v, %v", got, err)
		}
		if want, is := protocol.AppendState(nil, again), protocol.AppendState(nil, got[2]); string(is) != string(want) {
			t.Errorf("%s\nbecame\n%s", want, is)
		}
		var walked []model.ID
		for after := (model.ID{}); ; {
			page, err := tx.StatesAfter(after, 2, 1<<20)
			if err != nil {
				return err
			}
			if len(page) == 0 {
				break
			}
			for _, s := range page {
				walked = append(walked, s.Record)
			}
			after = walked[len(walked)-1]
		}
		if !slices.Equal(walked, ids) {
			t.Errorf("walked %v, want %v", walked, ids)
		}
		if page, err := tx.StatesAfter(ids[0], 100, 1); len(page) != 1 || err != nil {
			t.Errorf("a page of one byte has %d, %v", len(page), err)
		}
		return nil
	})
}

func testOps(t *testing.T, b *bench) {
	ids := []model.ID{b.ids.New(), b.ids.New(), b.ids.New()}
	problem := protocol.NewProblem(413, protocol.CodeTooLarge, "an op of 2 bytes")
	b.must(b.update(func(tx storage.Tx) error {
		return tx.PutOps([]model.ID{ids[2], ids[0]}, []storage.Taken{{Seq: 7}, {Problem: problem}})
	}))
	b.view(func(tx storage.ReadTx) error {
		taken, known, err := tx.Ops(ids)
		want := []storage.Taken{{Problem: problem}, {}, {Seq: 7}}
		if err != nil || !slices.Equal(known, []bool{true, false, true}) || !reflect.DeepEqual(taken, want) {
			t.Errorf("%+v, %v, %v", taken, known, err)
		}
		return nil
	})
	if err := b.update(func(storage.Tx) error { return errOnPurpose }); !errors.Is(err, errOnPurpose) {
		t.Error(err)
	}
}
