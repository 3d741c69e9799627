package keys

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/ui/words"
)

var update = flag.Bool("update", false, "write docs/keys.md anew")

func defaults(t *testing.T) *Bindings {
	t.Helper()
	b, err := New(Catalogue(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCatalogueHasNoClashes(t *testing.T) { defaults(t) }

func TestEveryActionHasItsWords(t *testing.T) {
	w, err := words.New("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range defaults(t).All() {
		for _, id := range []string{a.Name(), a.Help(), "scope." + string(a.Scope)} {
			if !w.Has(id) {
				t.Errorf("no word %s", id)
			}
		}
		for _, key := range a.Keys {
			if label := Label(w, key); strings.Contains(label, "key.") {
				t.Errorf("%s: no word for a part of key %q: %s", a.ID, key, label)
			}
		}
	}
	for _, p := range Places() {
		if !w.Has(p.Name) {
			t.Errorf("no word %s", p.Name)
		}
	}
}

func TestEveryReasonHasItsWords(t *testing.T) {
	w, err := words.New("en")
	if err != nil {
		t.Fatal(err)
	}
	states := []State{{}, {Importing: true}, {Inbox: true, Kind: model.KindLead}}
	for _, kind := range model.Kinds() {
		states = append(states, State{Kind: kind, Row: true})
		for _, stage := range model.Stages(kind) {
			states = append(states, State{Kind: kind, Row: true, Stage: stage})
		}
	}
	for _, a := range Catalogue() {
		for _, s := range states {
			if ok, why := a.Can(s); !ok && !w.Has(why) {
				t.Errorf("%s in %+v: no word %q", a.ID, s, why)
			}
		}
	}
}

func TestNewNamesBothOfAClash(t *testing.T) {
	for name, other := range map[string]map[ID][]string{
		"same key":  {Junk: {"y"}},
		"beginning": {Junk: {"g"}},
		"empty":     {Junk: {""}},
		"too long":  {Junk: {"g g g"}},
		"no key":    {Junk: nil},
		"no action": {"nothing": {"y"}},
	} {
		if _, err := New(Catalogue(), other); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	_, err := New(Catalogue(), map[ID][]string{Junk: {"y"}})
	if err == nil || !strings.Contains(err.Error(), "qualify") || !strings.Contains(err.Error(), "junk") {
		t.Errorf("the error names not both: %v", err)
	}
	b, err := New(Catalogue(), map[ID][]string{Junk: {"J"}})
	if err != nil {
		t.Fatal(err)
	}
	if a, ok, _ := b.Find(PlaceOf("place.leads"), "", "J"); !ok || a.ID != Junk {
		t.Errorf("J means %q after rebinding", a.ID)
	}
}

func TestFind(t *testing.T) {
	b := defaults(t)
	for _, c := range []struct {
		place, pending, key string
		want                ID
		began               bool
	}{
		{"place.leads", "", "y", Qualify, false},
		{"place.records", "", "y", "", false},
		{"place.leads", "", "down", Down, false},
		{"place.lead", "", "down", ScrollDn, false},
		{"place.leads", "", "g", "", true},
		{"place.leads", "g", "s", GoSupply, false},
		{"place.leads", "g", "y", "", false},
		{"place.text", "", "q", "", false},
		{"place.text", "", "ctrl+c", Quit, false},
		{"place.form", "", "u", "", false},
		{"place.fair", "", "u", "", false},
		{"place.fair", "", "5", "", false},
		{"place.fair", "", "backspace", "", false},
		{"place.fair", "", "f9", Undo, false},
		{"place.fair", "", "ctrl+z", FairUndo, false},
	} {
		a, _, began := b.Find(PlaceOf(c.place), c.pending, c.key)
		if a.ID != c.want || began != c.began {
			t.Errorf("%s: %s %s: got %q %v, want %q %v", c.place, c.pending, c.key, a.ID, began, c.want, c.began)
		}
	}
}

func TestTextPlacesBindNoCharacter(t *testing.T) {
	b := defaults(t)
	for _, p := range Places() {
		if !p.Text {
			continue
		}
		for _, a := range b.In(p) {
			for _, key := range p.Keys(a) {
				if len([]rune(key)) == 1 || key == "space" {
					t.Errorf("%s: %s takes the character %q from the text", p.Name, a.ID, key)
				}
			}
		}
	}
}

// An Arabic keyboard types no Latin letter, so every action needs a key that is
// on it, or is found in the palette, whose key is.
func TestArabicKeyboardReachesEverything(t *testing.T) {
	for _, a := range Catalogue() {
		if a.Scope == ScopeGlobal || a.Scope == ScopeRecord || a.Scope == ScopeLead || a.Scope == ScopeRFQ || a.Scope == ScopeMove {
			continue
		}
		reachable := false
		for _, key := range a.Keys {
			if len([]rune(key)) > 1 || key == Latin("ه") || strings.Contains("scqkj?", key) {
				reachable = true
			}
		}
		if !reachable {
			t.Errorf("%s has no key on an Arabic keyboard", a.ID)
		}
	}
	if Latin("غ") != "y" || Latin("ئ") != "z" || Latin("é") != "é" {
		t.Error("the Arabic layout is not mapped")
	}
}

func TestDocumentIsCurrent(t *testing.T) {
	w, err := words.New("en")
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := defaults(t).WriteMarkdown(&want, w); err != nil {
		t.Fatal(err)
	}
	const path = "../../docs/keys.md"
	if *update {
		if err := os.MkdirAll("../../docs", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("docs/keys.md is not what the catalogue gives: go generate ./ui/keys")
	}
}

// Every place says its keys: by F1 where text is typed, by ? too where none is.
func TestEveryPlaceHasItsHelp(t *testing.T) {
	b := defaults(t)
	help := map[ID]bool{Help: true, SearchHelp: true, ReadBack: true}
	for _, place := range Places() {
		for _, key := range []string{"f1", "?"} {
			if key == "?" && place.Text {
				continue
			}
			if a, found, _ := b.Find(place, "", key); !found || !help[a.ID] {
				t.Errorf("%s: %s means %q", place.Name, key, a.ID)
			}
		}
	}
}
