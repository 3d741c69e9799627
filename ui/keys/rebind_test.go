package keys

import (
	"bytes"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"tradedesk/ui/words"
)

func TestRebind(t *testing.T) {
	b, err := Rebind(Catalogue(), []Binding{
		{Scope: "lead", Action: "junk", Keys: []string{"J", "ctrl+x"}, Where: "keys.toml:2"},
		{Scope: "lead", Action: "qualify", Keys: []string{"x"}, Where: "keys.toml:3"},
		{Scope: "global", Action: "go.inbox", Keys: []string{"g h", "f5"}, Where: "keys.toml:6"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]ID{"J": Junk, "x": Qualify} {
		if a, _, _ := b.Find(PlaceOf("place.leads"), "", key); a.ID != want {
			t.Errorf("%s means %q, want %q", key, a.ID, want)
		}
	}
	if a, _, _ := b.Find(PlaceOf("place.leads"), "g", "h"); a.ID != GoInbox {
		t.Errorf("g h means %q", a.ID)
	}
}

func TestRebindSaysWhatIsWrongAndWhere(t *testing.T) {
	line := func(scope, action string, keys ...string) []Binding {
		return []Binding{{Scope: scope, Action: action, Keys: keys, Where: "keys.toml:7"}}
	}
	for says, bindings := range map[string][]Binding{
		`keys.toml:7: key "y" means both qualify and junk (lead): give one of them another key`: line("lead", "junk", "y"),
		`keys.toml:7: key "g" means junk (lead) and begins a key of`:                            line("lead", "junk", "g"),
		`keys.toml:7: there is no action "jukn" in [lead]; did you mean "junk"?`:                line("lead", "jukn", "J"),
		`keys.toml:7: there is no scope [leads]; did you mean "lead"?`:                          line("leads", "junk", "J"),
		`keys.toml:7: junk stands in [lead], not in [global]`:                                   line("global", "junk", "J"),
		`keys.toml:7: junk: there is no key "spcae"; did you mean "space"?`:                     line("lead", "junk", "spcae"),
		`keys.toml:7: junk: there is no key "ctlr+x"`:                                           line("lead", "junk", "ctlr+x"),
		`keys.toml:7: junk: "g g g" is not a key`:                                               line("lead", "junk", "g g g"),
		`keys.toml:7: junk has its keys in keys.toml:7 already`:                                 append(line("lead", "junk", "J"), line("lead", "junk", "K")...),
	} {
		_, err := Rebind(Catalogue(), bindings)
		if err == nil || !strings.HasPrefix(err.Error(), says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want %s", err, says)
		}
	}
}

// Every default key has a name that a file of keys may use.
func TestDefaultKeysHaveNames(t *testing.T) {
	for _, a := range Catalogue() {
		for _, key := range a.Keys {
			if err := checkKey(key); err != nil {
				t.Errorf("%s: %v", a.ID, err)
			}
		}
	}
}

// The file to start from, with its comments taken off, binds what is bound anyway.
func TestFileToStartFrom(t *testing.T) {
	w, err := words.New("en")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := defaults(t).WriteFile(&out, w); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	n := 0
	for i, line := range lines {
		if strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "# ") {
			lines[i] = line[1:]
			n++
		}
	}
	var raw map[string]any
	meta, err := toml.Decode(strings.Join(lines, "\n"), &raw)
	if err != nil {
		t.Fatal(err)
	}
	var bindings []Binding
	for _, key := range meta.Keys() {
		var keys []string
		if meta.Type(key...) != "Array" {
			continue
		}
		v := any(raw)
		for _, part := range key {
			v = v.(map[string]any)[part]
		}
		for _, item := range v.([]any) {
			keys = append(keys, item.(string))
		}
		bindings = append(bindings, Binding{Scope: key[0], Action: strings.Join(key[1:], "."), Keys: keys, Where: "start"})
	}
	if n != len(Catalogue()) || len(bindings) != n {
		t.Errorf("%d lines and %d bindings for %d actions", n, len(bindings), len(Catalogue()))
	}
	if _, err := Rebind(Catalogue(), bindings); err != nil {
		t.Error(err)
	}
}
