package causal

import (
	"encoding/json"
	"reflect"
	"testing"
)

// FuzzMembers: an object that is taken apart quickly is what encoding/json makes of it.
func FuzzMembers(f *testing.F) {
	for _, raw := range []string{`{}`, `{"currency":"MAD","price":"1.5"}`, `{"a":{"b":[1,{"c":null}]},"d":"}\""}`, `{"a":1,"a":2}`, `[]`, `{"a" :1}`, `null`, `{"é":1}`} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		quick, ok := canonicalMembers(raw)
		if !ok {
			return
		}
		var slow map[string]json.RawMessage
		if err := json.Unmarshal(raw, &slow); err != nil || !reflect.DeepEqual(quick, slow) {
			t.Fatalf("%s is %q and slowly %q (%v)", raw, quick, slow, err)
		}
	})
}
