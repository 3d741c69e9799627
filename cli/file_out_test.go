package cli

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

func TestAFileOnATerminal(t *testing.T) {
	for in, want := range map[string]string{
		"name,city\r\nNord,Fez\r\n":                  "name,city\nNord,Fez\n",
		"\x1b[31mred\x1b]0;title\x07\u202e\u2066txt": "[31mred]0;titletxt",
		"a\tb\u009b31m é الوزاني":                    "a\tb31m é الوزاني",
		"\x9b31m\xff":                                "�31m�",
	} {
		rapid.Check(t, func(t *rapid.T) {
			var out bytes.Buffer
			w := &terminalWriter{out: &out}
			for rest := []byte(in); len(rest) > 0; {
				n := rapid.IntRange(1, len(rest)).Draw(t, "bytes")
				if wrote, err := w.Write(rest[:n]); wrote != n || err != nil {
					t.Fatalf("%d and %v", wrote, err)
				}
				rest = rest[n:]
			}
			if out.String() != want {
				t.Fatalf("%q becomes %q, want %q", in, out.String(), want)
			}
		})
	}
}
