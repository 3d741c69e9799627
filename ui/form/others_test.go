package form

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"tradedesk/model"
)

// Whatever is typed and whatever others write, in any order: what was typed stays typed,
// a field that nobody typed into is never saved, and one that both wrote is apart.
func TestFollowingLosesNothing(t *testing.T) {
	names := []string{"company", "product", "contact"}
	rapid.Check(t, func(rt *rapid.T) {
		is := lead()
		f := newForm(t, is, names...)
		typed, theirs := map[string]string{}, map[string]bool{}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			name := rapid.SampledFrom(names).Draw(rt, "field")
			field, _ := model.SchemaOf(model.KindLead).Field(name)
			if rapid.Bool().Draw(rt, "typed here") {
				f.Focus(name)
				letter := rapid.SampledFrom([]rune("abc")).Draw(rt, "letter")
				f.Update(tea.KeyPressMsg{Code: letter, Text: string(letter)})
				typed[name] = f.inputs[f.focus].value()
				continue
			}
			is = model.Clone(is).(*model.Lead)
			if err := field.Set(is, []byte(`"`+rapid.SampledFrom([]string{"x", "y", "z"}).Draw(rt, "theirs")+`"`)); err != nil {
				rt.Fatal(err)
			}
			theirs[name] = true
			f.Follow(is)
		}
		if f.Update(tea.KeyPressMsg{Code: tea.KeyTab}); len(f.Texts()) != len(typed) {
			rt.Fatalf("%v is typed, want %v", f.Texts(), typed)
		}
		result := f.Update(tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl})
		for name := range result.Set {
			if typed[name] == "" {
				rt.Fatalf("%s is saved as %s, nobody typed it", name, result.Set[name])
			}
		}
		for name, want := range typed {
			if got := string(result.Set[name]); got != `"`+want+`"` {
				rt.Fatalf("%s is saved as %s, want %q", name, got, want)
			}
			if f.Apart(name) && !theirs[name] {
				rt.Fatalf("%s is apart, and nobody else wrote it", name)
			}
		}
		if after := f.SoFar(); !result.Done || after.Header().ID != is.ID {
			rt.Fatal("it is not saved")
		}
	})
}

// What is typed over a value that others have replaced since is apart, and can be swapped
// for theirs and back.
func TestRetypingOverSomethingElse(t *testing.T) {
	f := newForm(t, lead(), "company", "product")
	was := "Nord"
	f.Retype([]Text{{Field: "company", Text: "North", Was: &was}})
	if !f.Apart("company") || f.Apart("product") || !f.Swaps() {
		t.Fatalf("it stands %v", f.Stands())
	}
	f.Swap()
	if got := f.SoFar().(*model.Lead).Company; got != "Nord Foods Inc" || f.Dirty() || f.Apart("company") {
		t.Errorf("theirs is %q", got)
	}
	f.Swap()
	if got := f.SoFar().(*model.Lead).Company; got != "North" || !f.Dirty() || f.Stands()["company"] != Mine {
		t.Errorf("mine is %q", got)
	}
}
