package canonical

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

// FuzzPrefix: what is said to be canonical is what the long way makes of it.
func FuzzPrefix(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-2.5e+3],"b":{}}`, `"\u001f\n é"`, `"\u0041"`, `"\u000a"`, `"\u001F"`, `{"b":1,"a":2}`, `{"a":1,"a":2}`, `[ ]`, `01`, `-`, `1.`, `1e`,
		"\"\xff\"", `"\/"`, `tru`, `{"é":1}`, `{"a":1,}`, `[[[[]]]]`, `null,`, `""`, `{"":0}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		n := Prefix(raw)
		if n == 0 {
			return
		}
		want, err := slowly(raw[:n])
		if err != nil || !bytes.Equal(want, raw[:n]) {
			t.Fatalf("%q is said to be canonical, which is %q (%v)", raw[:n], want, err)
		}
	})
}

// TestCanonicalPrefixKnowsWhatIsWritten: what goes into records is looked at once.
func TestCanonicalPrefixKnowsWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.MapOf(rapid.StringMatching(`[ -~]{0,6}`).Filter(func(name string) bool {
			return !bytes.ContainsAny([]byte(name), `"\`)
		}), rapid.OneOf(
			rapid.Map(rapid.SliceOf(rapid.String()), func(s []string) any { return s }), rapid.Map(rapid.Float64(), func(f float64) any { return f }),
			rapid.Just[any](nil), rapid.Just[any](map[string]any{"b": true, "a": []any{}}),
		)).Draw(t, "value")
		raw := Of(v)
		if behind := append(bytes.Clone(raw), rapid.SliceOf(rapid.Byte()).Draw(t, "behind")...); Prefix(behind) != len(raw) {
			t.Fatalf("%s is not seen to be canonical", raw)
		}
		for i := range raw {
			if n := Prefix(raw[:i]); n != 0 {
				t.Fatalf("the first %d bytes of %s count as a value", i, raw)
			}
		}
	})
}

func BenchmarkJSON(b *testing.B) {
	raw, err := json.Marshal("Dear sirs, we need a regular supply of the product for our shops and would like to have your best offer.")
	if err != nil {
		b.Fatal(err)
	}
	for name, of := range map[string]func([]byte) (json.RawMessage, error){"quick": JSON, "slow": slowly} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := of(raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
