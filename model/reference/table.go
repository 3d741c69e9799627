package reference

import (
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"strings"
)

//go:embed data/*.gz
var data embed.FS

// unpack gives the content of an embedded table. A table that does not unpack
// is a broken build, not an input: it panics.
func unpack(name string) string {
	f, err := data.Open("data/" + name + ".gz")
	if err != nil {
		panic(fmt.Sprintf("reference: the table %s: %v", name, err))
	}
	r, err := gzip.NewReader(f)
	if err != nil {
		panic(fmt.Sprintf("reference: the table %s: %v", name, err))
	}
	var b strings.Builder
	b.Grow(sizes[name])
	if _, err := io.Copy(&b, r); err != nil {
		panic(fmt.Sprintf("reference: the table %s: %v", name, err))
	}
	return b.String()
}

// sizes are about what the large tables unpack to: it saves growing.
var sizes = map[string]int{"headings": 800 << 10, "places": 1700 << 10}

// eachLine gives the fields of each line of a table, want of them.
func eachLine(name string, want int, line func(fields []string)) {
	for text := range strings.Lines(unpack(name)) {
		fields := strings.Split(strings.TrimSuffix(text, "\n"), "\t")
		if len(fields) != want {
			panic(fmt.Sprintf("reference: the table %s: %d fields, want %d: %q", name, len(fields), want, text))
		}
		line(fields)
	}
}

// splitNames parts a list of names; an empty list has none.
func splitNames(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, "|")
}

// inLanguage picks the name in a language (a BCP 47 tag), English when it has none.
func inLanguage(lang, english, french, arabic string) string {
	switch {
	case french != "" && isLanguage(lang, "fr"):
		return french
	case arabic != "" && isLanguage(lang, "ar"):
		return arabic
	}
	return english
}

func isLanguage(tag, code string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(tag), code)
	return ok && (rest == "" || rest[0] == '-' || rest[0] == '_')
}
