package filetext

import (
	"bytes"
	"strings"
)

// table says which letters the codes of a font are; all its codes have one length.
type table struct {
	bytes   int
	letters map[string]string
}

// maxLetters bounds the letters of a table.
const maxLetters = 1 << 16

// tableOf reads a table (9.10.3; Adobe Technical Note 5411): single codes and runs of them.
func tableOf(part []byte) table {
	t := table{letters: map[string]string{}}
	for _, kind := range []string{"bfchar", "bfrange"} {
		rest := part
		for {
			_, after, ok := bytes.Cut(rest, []byte("begin"+kind))
			if !ok {
				break
			}
			body, next, _ := bytes.Cut(after, []byte("end"+kind))
			t.take(body, kind == "bfrange")
			rest = next
		}
	}
	return t
}

func (t *table) take(body []byte, ranges bool) {
	for line := range bytes.Lines(body) {
		var codes [][]byte
		for {
			_, after, ok := bytes.Cut(line, []byte("<"))
			if !ok {
				break
			}
			digits, rest, _ := bytes.Cut(after, []byte(">"))
			codes, line = append(codes, fromHex(digits)), rest
		}
		switch {
		case len(codes) < 2 || len(codes[0]) == 0 || len(codes[0]) > 4:
			continue
		case !ranges:
			t.put(codes[0], wide(codes[1]))
		case len(codes) == 3 && len(codes[1]) == len(codes[0]):
			t.run(number(codes[0]), number(codes[1]), len(codes[0]), codes[2])
		default: // a run whose letters are told one by one
			for i, to := range codes[2:] {
				t.put(code(number(codes[0])+i, len(codes[0])), wide(to))
			}
		}
	}
}

// run puts the codes of a run, whose last letter counts up.
func (t *table) run(from, to, size int, first []byte) {
	letters := []rune(wide(first))
	if len(letters) == 0 || to-from > maxLetters {
		return
	}
	for n := from; n <= to; n++ {
		t.put(code(n, size), string(letters))
		letters[len(letters)-1]++
	}
}

func (t *table) put(code []byte, letters string) {
	if len(t.letters) < maxLetters {
		t.bytes = max(t.bytes, len(code))
		t.letters[string(code)] = letters
	}
}

func number(code []byte) int {
	n := 0
	for _, c := range code {
		n = n<<8 | int(c)
	}
	return n
}

func code(n, size int) []byte {
	out := make([]byte, size)
	for i := size - 1; i >= 0; i-- {
		out[i], n = byte(n), n>>8
	}
	return out
}

// by reads the strings by a table.
func (d drawing) by(t table) string {
	var out strings.Builder
	for _, s := range d {
		if s == nil {
			out.WriteByte(' ')
			continue
		}
		for len(s) > 0 && t.bytes > 0 {
			n := min(t.bytes, len(s))
			out.WriteString(t.letters[string(s[:n])])
			s = s[n:]
		}
	}
	return out.String()
}
