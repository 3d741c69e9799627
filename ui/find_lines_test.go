package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func searchesOf(t *testing.T, fake *fakeDesk) searches {
	t.Helper()
	fake.mu.Lock()
	defer fake.mu.Unlock()
	all := map[string]searches{}
	if text := fake.settings[settingSearches]; text != "" {
		if err := json.Unmarshal([]byte(text), &all); err != nil {
			t.Fatal(err)
		}
	}
	return all["7"]
}

// A line from which a record was opened is offered again; one that was only typed is not.
func TestSearchesThatWereUsedAreOffered(t *testing.T) {
	fake := newFake(someLeads(30)...)
	d := startAt(t, fake, 80, 24, "en")
	for _, line := range []string{"Ж001", "Ж002", "Ж00", "Ж001"} {
		d.pressed("/")
		d.typed(line)
		d.pressed("enter")
	}
	d.pressed("/")
	d.typed("nothing")
	d.pressed("esc", "/")
	d.exact()
	d.sees("last searches", "▌ Ж001", "enter open  del forget")
	if got := searchesOf(t, fake).Recent; strings.Join(got, " ") != "Ж001 Ж00 Ж002" {
		t.Errorf("remembered %q", got)
	}
	d.pressed("down", "enter")
	d.sees("> Ж00 ", "10 records")
	d.pressed("ctrl+u", "delete")
	d.sees("search Ж001 forgotten", "▌ Ж00")
	d.pressed("ctrl+p", "ctrl+p", "ctrl+p")
	d.sees("> Ж002")
	d.pressed("ctrl+n")
	d.sees("> Ж00 ")
	d.pressed("ctrl+n")
	d.sees("last searches")
	if got := searchesOf(t, fake).Recent; strings.Join(got, " ") != "Ж00 Ж002" {
		t.Errorf("remembered %q", got)
	}
}

// What was typed is there again behind the newest search.
func TestRecallKeepsWhatWasTyped(t *testing.T) {
	d := start120(t, newFake(someLeads(3)...))
	d.pressed("/")
	d.typed("Ж001")
	d.pressed("enter", "/")
	d.typed("half")
	d.pressed("ctrl+p")
	d.sees("> Ж001")
	d.pressed("ctrl+n")
	d.sees("> half")
}

func TestSearchesAreSaved(t *testing.T) {
	fake := newFake(someLeads(3)...)
	d := start120(t, fake)
	// Another screen of the same person saved one meanwhile.
	fake.mu.Lock()
	fake.settings[settingSearches] = `{"7":{"saved":[{"name":"theirs","text":"Ж002"}]},"8":{"recent":["not mine"]}}`
	fake.mu.Unlock()
	d.pressed("/")
	d.sees("saved searches", "▌ theirs", "Ж002")
	d.seesNot("not mine")
	d.typed("Ж001 kind:lead")
	d.pressed("ctrl+s")
	d.sees("A name for Ж001 kind:lead")
	d.typed("buyers")
	d.pressed("enter")
	d.sees("search buyers saved", "> Ж001 kind:lead")
	d.pressed("ctrl+u")
	d.sees("theirs", "buyers", "Ж001 kind:lead")
	if got := fmt.Sprint(searchesOf(t, fake).Saved); got != "[{theirs Ж002} {buyers Ж001 kind:lead}]" {
		t.Errorf("saved %s", got)
	}
	d.pressed("enter")
	d.sees("> Ж002", "1 record")
	d.pressed("ctrl+u", "down", "delete")
	d.sees("search buyers forgotten")
	if got := fmt.Sprint(searchesOf(t, fake).Saved); got != "[{theirs Ж002}]" {
		t.Errorf("saved %s", got)
	}
}

func TestSearchesAreBounded(t *testing.T) {
	var s searches
	for i := range 30 {
		s.used(fmt.Sprint(i))
	}
	s.used(strings.Repeat("x", maxRemembered+1))
	s.used("")
	if len(s.Recent) != maxRecent || s.Recent[0] != "29" || s.Recent[maxRecent-1] != "10" {
		t.Errorf("remembered %q", s.Recent)
	}
	for i := range maxSaved {
		s.save(fmt.Sprint(i), "x")
	}
	if s.save("one more", "x") || !s.save("3", "y") || s.Saved[3].Text != "y" {
		t.Error("the bound of saved searches does not hold")
	}
}

// delete takes a letter while something is typed.
func TestDeleteEditsTheLine(t *testing.T) {
	d := start120(t, newFake(someLeads(3)...))
	d.pressed("/")
	d.typed("Ж0")
	d.pressed("home", "delete")
	d.sees("> 0")
}
