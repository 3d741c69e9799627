package cborhead_test

import (
	"bytes"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"tradedesk/model/cborhead"
)

// TestItemsAreTheLibrarys: what is written is what the library writes, and comes back.
func TestItemsAreTheLibrarys(t *testing.T) {
	same := func(t *rapid.T, got []byte, of any) {
		want, err := cbor.Marshal(of)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%v is %x, want %x (%v)", of, got, want, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n, text, data, is := rapid.Int64().Draw(t, "n"), rapid.String().Draw(t, "text"), rapid.SliceOf(rapid.Byte()).Draw(t, "data"), rapid.Bool().Draw(t, "is")
		same(t, cborhead.AppendWhole(nil, n), n)
		same(t, cborhead.AppendText(nil, text), text)
		same(t, cborhead.AppendBytes(nil, data), data)
		same(t, cborhead.AppendBool(nil, is), is)
		all := append(cborhead.AppendBool(cborhead.AppendBytes(cborhead.AppendText(cborhead.AppendWhole(nil, n), text), data), is), cborhead.Null)
		r := cborhead.Reader{Left: all}
		if r.Whole() != n || string(r.Payload(cborhead.Text)) != text || !bytes.Equal(r.Payload(cborhead.Bytes), data) || r.Bool() != is || !r.Simple(cborhead.Null) || r.Odd || len(r.Left) > 0 {
			t.Fatalf("%x is read otherwise", all)
		}
		cut := cborhead.Reader{Left: all[:rapid.IntRange(0, len(all)-1).Draw(t, "cut")]}
		cut.Whole()
		cut.Payload(cborhead.Text)
		cut.Payload(cborhead.Bytes)
		cut.Bool()
		if !cut.Odd && cut.Simple(cborhead.Null) {
			t.Fatalf("%x is read though it is cut", all)
		}
	})
}
