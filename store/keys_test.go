package store

import (
	"bytes"
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

// order is -1, 0 or 1.
func order(n int) int { return cmp.Compare(n, 0) }

func TestTextKeysKeepOrder(t *testing.T) {
	raw := rapid.OneOf(
		rapid.SliceOfN(rapid.ByteRange(0, 3), 0, 5),
		rapid.SliceOfN(rapid.Byte(), 0, 8),
	)
	rapid.Check(t, func(t *rapid.T) {
		a, b := raw.Draw(t, "a"), raw.Draw(t, "b")
		// What follows must not matter: the ids of two rows are in any order.
		tail := raw.Draw(t, "tail")
		x, y := append(appendText(nil, a), tail...), appendText(nil, b)
		want := bytes.Compare(a, b)
		if want == 0 {
			x = appendText(nil, a)
		}
		if got := bytes.Compare(x, y); order(got) != order(want) {
			t.Fatalf("keys of %v and %v compare %d, want %d", a, b, got, want)
		}
	})
}

func TestIntKeysKeepOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		if got := bytes.Compare(appendInt(nil, a), appendInt(nil, b)); got != cmp.Compare(a, b) {
			t.Fatalf("keys of %d and %d compare %d", a, b, got)
		}
		if got := readInt(appendInt(nil, a)); got != a {
			t.Fatalf("%d reads back as %d", a, got)
		}
	})
}

func TestDecimalKeysKeepOrder(t *testing.T) {
	key := func(d value.Decimal) []byte { return appendValue(nil, model.TypeDecimal, reflect.ValueOf(d), 0) }
	rapid.Check(t, func(t *rapid.T) {
		a, b := modeltest.Decimal().Draw(t, "a"), modeltest.Decimal().Draw(t, "b")
		if got := bytes.Compare(key(a), key(b)); got != a.Cmp(b) {
			t.Fatalf("keys of %s and %s compare %d, want %d", a, b, got, a.Cmp(b))
		}
	})
}

func TestSuccessor(t *testing.T) {
	for _, tt := range []struct{ prefix, want []byte }{
		{[]byte("ab"), []byte("ac")},
		{[]byte{1, 0xff}, []byte{2}},
		{[]byte{0xff, 0xff}, nil},
		{nil, nil},
	} {
		if got := successor(tt.prefix); !bytes.Equal(got, tt.want) {
			t.Errorf("successor of %x is %x, want %x", tt.prefix, got, tt.want)
		}
	}
}

func TestSuffixKey(t *testing.T) {
	if got := suffixKey(id(t, "0190b5c2-7a1e-7c3d-9f00-2b6a1234abcd")); got != [4]byte{0xdc, 0xba, 0x43, 0x21} {
		t.Errorf("suffix key %x", got)
	}
}

// TestKeysAreWellFormed: for any record, keys are distinct, have its number at the
// end of their order, belong to a set that check knows, and fit into a block.
func TestKeysAreWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.OneOf(modeltest.AnyRecord(), modeltest.UnknownRecord()).Draw(t, "record")
		n := number(rapid.Uint32().Draw(t, "number"))
		keys := ownKeys(stored{number: n, record: r, scored: scoreOf(r, model.ScoreContext{Now: newClock().at})}, nil)
		for i, own := range keys {
			if i > 0 && own.set == keys[i-1].set && bytes.Equal(own.key, keys[i-1].key) {
				t.Fatalf("%s has the key %x twice", own.set.bucket, own.key)
			}
			if order, _ := own.set.cut(own.key); numberAt(order) != n || len(own.key) > maxKey {
				t.Fatalf("%s has the key %x of record %d", own.set.bucket, own.key, n)
			}
			known := setOf(own.set.bucket)
			if known == nil || known.order != own.set.order || (known.group == nil) != (own.set.group == nil) {
				t.Fatalf("%s is another set for check", own.set.bucket)
			}
		}
	})
}

// TestRowsAreReadAgain: what is written of a record is read again.
func TestRowsAreReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.OneOf(modeltest.AnyRecord(), modeltest.UnknownRecord()).Draw(t, "record")
		want := stored{number: 7, record: r, scored: scoreOf(r, model.ScoreContext{Now: newClock().at})}
		row, err := encodeRow(r, want.scored)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeRow(7, row)
		if err != nil || got.scored != want.scored || !bytes.Equal(model.EncodeJSON(got.record), model.EncodeJSON(r)) {
			t.Fatalf("read %+v, %v, want %+v", got, err, want)
		}
	})
}

func TestLongTextsAreCutInIndexes(t *testing.T) {
	b := newBench(t)
	base := strings.Repeat("é", 80)
	b.create(t, model.KindLead, "company="+base+"x")
	b.create(t, model.KindLead, "company="+base+"y")
	page, err := b.List(t.Context(), Query{Kind: model.KindLead, Where: []Cond{{"company", OpEqual, base + "Y"}}})
	if err != nil || len(page.Rows) != 1 {
		t.Errorf("%d rows, %v", len(page.Rows), err)
	}
	b.create(t, model.KindSupplier, "name="+strings.Repeat("N", 1900), "city="+strings.Repeat("c", 1900))
}

func FuzzCursor(f *testing.F) {
	b := openAt(f, f.TempDir()+"/desk.db", newClock())
	f.Cleanup(func() { b.Close() })
	b.create(f, model.KindLead, "company=Nord", "country=FR")
	b.create(f, model.KindLead, "company=Atlas")
	page, err := b.List(f.Context(), Query{Kind: model.KindLead, Sort: "company"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(page.Rows[0].Cursor, true, uint8(1))
	f.Add("", false, uint8(0))
	f.Add("b", true, uint8(2))
	f.Add("b!!!!", false, uint8(3))
	f.Add("b000000\r00000000000000000", false, uint8(0))
	f.Add(formatCursor(make([]byte, 4)), true, uint8(4))
	f.Add(formatCursor(bytes.Repeat([]byte{0xff}, 40)), false, uint8(5))
	f.Fuzz(func(t *testing.T, cursor string, back bool, n uint8) {
		queries := []Query{
			{Kind: model.KindLead}, {Kind: model.KindLead, Sort: "company"}, {Kind: model.KindLead, Sort: "country", Desc: true},
			{Kind: model.KindLead, View: ViewInbox}, {View: ViewDue}, {Kind: model.KindLead, Where: []Cond{{"country", OpEqual, "FR"}}},
		}
		q := queries[int(n)%len(queries)]
		q.From, q.Back = cursor, back
		page, err := b.List(t.Context(), q)
		if err != nil {
			return
		}
		if len(page.Rows) > 2 {
			t.Errorf("%d rows of two records", len(page.Rows))
		}
		if order, err := parseCursor(cursor); err != nil || cursor != "" && formatCursor(order) != cursor {
			t.Errorf("cursor %q was taken and reads %x, %v", cursor, order, err)
		}
	})
}

func FuzzTextKey(f *testing.F) {
	f.Add("", "\x00", "a")
	f.Add("a", "a\x00", "\x01")
	f.Add("شركة", "Société", "\xff")
	f.Fuzz(func(t *testing.T, a, b, tail string) {
		x, y := appendText(nil, a), appendText(nil, b)
		if a != b {
			x = append(x, tail...)
		}
		if got, want := order(bytes.Compare(x, y)), strings.Compare(a, b); got != want {
			t.Errorf("keys of %q and %q compare %d, want %d", a, b, got, want)
		}
	})
}

// TestKeysThatStayMayBeLeftOut: what differs between the keys of a record at two times
// is the same whether those that both have are left out or not.
func TestKeysThatStayMayBeLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.OneOf(modeltest.AnyRecord(), modeltest.UnknownRecord()).Draw(t, "record")
		after := r
		if model.SchemaOf(r.Kind()) != nil {
			after = modeltest.Edited(r).Draw(t, "edited")
		}
		if rapid.Bool().Draw(t, "deletes or restores") {
			after = model.Clone(after)
			after.Header().Deleted = !after.Header().Deleted
		}
		c := model.ScoreContext{Now: newClock().at}
		a, b := stored{7, r, scoreOf(r, c), 0}, stored{7, after, scoreOf(after, c), 0}
		whole := differing(ownKeys(a, nil), ownKeys(b, nil))
		if short := differing(ownKeys(a, &b), ownKeys(b, &a)); !slices.Equal(whole, short) {
			t.Fatalf("%q\nis not\n%q", short, whole)
		}
	})
}

// differing gives the keys that only one side has.
func differing(a, b []ownKey) []string {
	sides := map[string]int{}
	for i, keys := range [][]ownKey{a, b} {
		for _, k := range keys {
			sides[k.set.bucket+"\x00"+string(k.key)] += 1 + 2*i
		}
	}
	var out []string
	for key, side := range sides {
		if side != 4 {
			out = append(out, fmt.Sprintf("%d %s", side, key))
		}
	}
	slices.Sort(out)
	return out
}
