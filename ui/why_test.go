package ui

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// refusalsOf gives the English of every refusal that the rooms below the screens make, by code.
func refusalsOf(t *testing.T) map[string]string {
	t.Helper()
	english := map[string]string{}
	for _, room := range []string{"model", "store", "exchange", "search", "document", "sync", "desk"} {
		err := filepath.WalkDir(filepath.Join("..", room), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil || !strings.Contains(string(source), "refusal.New(") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || !isNew(call.Fun) {
					return true
				}
				code, text := literal(call.Args[0]), literal(call.Args[1])
				if code == "" || text == "" {
					t.Errorf("%s: a refusal is made of something else than two texts", path)
				} else if _, there := english[code]; there {
					t.Errorf("%s: the code %s is another refusal's too", path, code)
				}
				english[code] = text
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return english
}

func isNew(f ast.Expr) bool {
	s, ok := f.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "New" {
		return false
	}
	of, ok := s.X.(*ast.Ident)
	return ok && of.Name == "refusal"
}

func literal(e ast.Expr) string {
	text, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, err := strconv.Unquote(text.Value)
	if err != nil {
		return ""
	}
	return s
}

// Every refusal of a lower room has its words in every language, that name nothing which it does
// not say.
func TestEveryRefusalHasWords(t *testing.T) {
	english := refusalsOf(t)
	if len(english) < 20 {
		t.Fatalf("found %d refusals only", len(english))
	}
	places := regexp.MustCompile(`\{(\w+)\}`)
	for _, lang := range []string{"en", "fr", "ar"} {
		m := speaking(t, lang)
		for code, text := range english {
			id := "refusal." + code
			if !m.words.Has(id) {
				t.Errorf("%s: there are no words for %q: %q", lang, id, text)
				continue
			}
			parts, e := refusal.Parts{}, refusal.New(code, text)
			for _, place := range places.FindAllStringSubmatch(text, -1) {
				if place[1] != "Why" {
					parts[place[1]] = "x" + strings.ToLower(place[1])
				}
			}
			if strings.Contains(text, "{Why}") {
				e = e.For(fs.ErrExist)
			}
			said := m.told(e.With(parts).Told())
			if strings.Contains(said, "<nil>") || strings.Contains(said, "<no value>") || strings.Contains(said, "{{") {
				t.Errorf("%s: %q names what %q does not", lang, said, text)
			}
			if strings.Contains(text, "{Why}") && !strings.Contains(said, fs.ErrExist.Error()) {
				t.Errorf("%s: %q does not say why", lang, said)
			}
		}
	}
	for _, id := range refusalWords(t) {
		if _, ok := english[id]; !ok {
			t.Errorf("no room refuses with %q any more", id)
		}
	}
}

// refusalWords gives the codes that the catalogue has words for.
func refusalWords(t *testing.T) []string {
	t.Helper()
	file, err := os.ReadFile("words/refusals.en.toml")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, found := range regexp.MustCompile(`(?m)^"refusal\.([^"]+)"`).FindAllStringSubmatch(string(file), -1) {
		codes = append(codes, found[1])
	}
	slices.Sort(codes)
	return codes
}

// Every code of a value that is refused, and every error that is known by what it is, has words.
func TestKnownErrorsHaveWords(t *testing.T) {
	for _, lang := range []string{"fr", "ar"} {
		m, english := speaking(t, lang), speaking(t, "en")
		for _, code := range value.Codes() {
			err := &value.Error{Type: "unit", Text: "x", Code: code, Reason: "in English"}
			if got := m.why(err); strings.Contains(got, "English") {
				t.Errorf("%s: %s is %q", lang, code, got)
			}
		}
		for _, k := range knownErrors() {
			if got := m.why(fmt.Errorf("doing it: %w", k.err)); got == k.word || got == english.words.T(k.word) || got != m.words.T(k.word) {
				t.Errorf("%s: %v is %q", lang, k.err, got)
			}
		}
	}
}

// What an error is about is said as the screens say it.
func TestWhyIsSaidInTheLanguage(t *testing.T) {
	stage := model.Move(model.KindRFQ, model.RFQClosed, model.RFQQuoting)
	line := offer.ErrTooMuch.With(refusal.Parts{"Quantity": "1201.5 KGM", "Left": "1000 KGM"})
	for _, tt := range []struct {
		lang string
		err  error
		want string
	}{
		{"en", fmt.Errorf("awarding: %w", line), "1,201.5 kg is more than is left of the line: 1,000 kg"},
		{"fr", fmt.Errorf("awarding: %w", line), "1\u00a0201,5 kg dépasse ce qui reste de la ligne\u00a0: 1\u00a0000 kg"},
		{"fr", stage, "RFQ\u00a0: «\u00a0close\u00a0» ne peut pas devenir «\u00a0chiffrage\u00a0»\u00a0: c’est une étape finale"},
		{"fr", errors.New("the disk fell over"), "the disk fell over"},
		{"fr", fmt.Errorf("saving: %w: no space left", desk.ErrFull), "le disque est plein\u00a0; rien n’a été changé"},
	} {
		if got := speaking(t, tt.lang).why(tt.err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.lang, got, tt.want)
		}
	}
}
