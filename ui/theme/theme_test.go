package theme

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

func TestColoursFitTheTerminal(t *testing.T) {
	rgbColour := regexp.MustCompile(`[34]8;2;`)
	anyColour := regexp.MustCompile(`\x1b\[[0-9;]*[349][0-7][;m]`)
	for _, dark := range []bool{true, false} {
		full, basic, none := New(dark, colorprofile.TrueColor), New(dark, colorprofile.ANSI), New(dark, colorprofile.ASCII)
		if !rgbColour.MatchString(full.Urgent.Apply("x")) {
			t.Error("a terminal of all colours gets none of its own")
		}
		for _, style := range []Style{basic.Dim, basic.Accent, basic.Selected, basic.Urgent, basic.Field} {
			if rgbColour.MatchString(style.Apply("x")) {
				t.Errorf("sixteen colours: %q", style.Apply("x"))
			}
		}
		for _, style := range []Style{none.Dim, none.Accent, none.Selected, none.Urgent, none.Field, none.Match} {
			if anyColour.MatchString(style.Apply("x")) {
				t.Errorf("no colours: %q", style.Apply("x"))
			}
		}
		if none.Mark != ">" || none.Selected.Apply("x") == "x" || none.Urgent.Apply("x") == "x" {
			t.Error("without colours the selection or what is urgent does not stand out")
		}
	}
}

func TestApplyAndWriteAreOneRun(t *testing.T) {
	s := New(true, colorprofile.TrueColor).Accent
	var b strings.Builder
	s.Write(&b, "x")
	s.Write(&b, "")
	if b.String() != s.Apply("x") || strings.Count(b.String(), "\x1b[") != 2 {
		t.Errorf("got %q", b.String())
	}
	if (Style{}).Apply("x") != "x" || s.Apply("") != "" {
		t.Error("nothing is dressed")
	}
}

func TestEnvironment(t *testing.T) {
	if Env([]string{"A=1", "A=2", "AB=3"}, "A") != "2" || Env(nil, "A") != "" {
		t.Error("the last one does not count")
	}
	for hint, dark := range map[string]bool{"15;0": true, "0;15": false, "0;default;7": false, "": true, "x": true, "7;8": true} {
		if got := DarkHint([]string{"COLORFGBG=" + hint}); got != dark {
			t.Errorf("%q: dark %v", hint, got)
		}
	}
}
