package words

import (
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// What is read of the files is what a library for all of TOML reads of them.
func TestParseReadsTOML(t *testing.T) {
	names, err := fs.Glob(files, "*.toml")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := i18n.ParseMessageFileBytes(data, name, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			t.Fatal(err)
		}
		got, err := parse(string(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		byID := func(a, b *i18n.Message) int { return strings.Compare(a.ID, b.ID) }
		slices.SortFunc(got, byID)
		slices.SortFunc(want.Messages, byID)
		if len(got) != len(want.Messages) {
			t.Fatalf("%s: %d words, want %d", name, len(got), len(want.Messages))
		}
		for i := range got {
			if !reflect.DeepEqual(got[i], want.Messages[i]) {
				t.Errorf("%s: %+v, want %+v", name, got[i], want.Messages[i])
			}
		}
		if tag, err := languageOf(name); err != nil || tag != want.Tag {
			t.Errorf("%s is in %v, %v, want %v", name, tag, err, want.Tag)
		}
	}
}

func TestParseRefusesTheRest(t *testing.T) {
	for _, file := range []string{"word", "'id' = \"x\"", "\"id\" = 'x'", "\"id\" = \"x", "[\"id\"]\nplural = \"x\"", "[id]", "a = \"x\" y"} {
		if got, err := parse(file); err == nil || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%q gives %d words, %v", file, len(got), err)
		}
	}
}
