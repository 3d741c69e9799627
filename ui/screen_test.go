package ui

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tradedesk/desk"
	"tradedesk/internal/race"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// richRecords are records of every kind with a page, in letters that no word of
// the interface has.
func richRecords() []model.Record {
	records := someLeads(30)
	l := records[0].(*model.Lead)
	l.Phone, l.Email, l.Owner, l.NextAction, l.Tags = "+15145550101", "5@5.5", "Ы", "Ъ", []string{"Ю"}
	l.TargetPrice, l.Currency, l.Incoterm, l.Port, l.DueAt, l.Language = "43", "USD", "CIF", "CAMTR", l.ReceivedAt, "fr"
	records = append(records,
		&model.Task{Head: model.Head{ID: idOf(904)}, Title: "Ъ 5", About: idOf(0), DueAt: value.At(testNow.Add(26 * time.Hour)), Owner: "Ы"},
		&model.Supplier{Head: model.Head{ID: idOf(900)}, Name: "Я 5", Products: []string{"Щ", "Ы"}, Country: "MA", LeadDays: 14, MOQ: "200", Unit: "KGM"},
		&model.Supplier{Head: model.Head{ID: idOf(905)}, Name: "Я 5", Products: []string{"Щ"}, Country: "MA", Phone: "+212661234567", Notes: "Ъ"},
		&model.RFQ{Head: model.Head{ID: idOf(901)}, Title: "Э 7", Buyer: "Ж", Stage: model.RFQOpen, Deadline: "2026-12-01",
			Lines: []model.Line{{Product: "Щ", Quantity: "500", Unit: "KGM", TargetPrice: "41.5"}}},
		&model.Sample{Head: model.Head{ID: idOf(904)}, RFQ: idOf(901), Supplier: idOf(900), Product: "Щ", Quantity: "1", Unit: "KGM", Stage: model.SampleAgreed, RequestedAt: l.ReceivedAt},
		&model.Task{Head: model.Head{ID: idOf(905)}, Title: "Ъ 3", About: idOf(901), DueAt: l.ReceivedAt},
		&model.Task{Head: model.Head{ID: idOf(906)}, Title: "Ъ 4", About: idOf(901), DoneAt: l.ReceivedAt},
		&model.Contact{Head: model.Head{ID: idOf(907)}, Name: "Ы 1", Supplier: idOf(900), Email: "5@5.5", Files: []model.Attachment{{Name: "5", Size: 4321000}}},
		&model.Message{Head: model.Head{ID: idOf(908)}, Thread: idOf(901), Direction: model.DirectionOut, To: "Ы", Subject: "Ъ", Body: "Ъ Ъ",
			At: l.ReceivedAt, Attachments: []model.Attachment{{Name: "5.5", Size: 5400}}},
		&model.Quote{Head: model.Head{ID: idOf(902)}, RFQ: idOf(901), Supplier: idOf(900), MOQ: "5", Unit: "KGM", Currency: "EUR", Incoterm: "EXW", Place: "Ы", LeadDays: 21,
			Tiers: []model.Tier{{From: "1", Price: "36.50"}, {From: "500", Price: "30"}}, ValidUntil: "2026-11-30", Stage: model.QuoteReceived},
		&model.Message{Head: model.Head{ID: idOf(903)}, Thread: idOf(0), Direction: model.DirectionIn, From: "Ы", Subject: "Ъ", Body: "Ъ Ъ", At: l.ReceivedAt},
	)
	return records
}

// places drives the desk to every screen there is and calls seen on each.
func places(t *testing.T, w, h int, lang string, seen func(d *driver, where string)) {
	d := startAt(t, newFake(richRecords()...), w, h, lang)
	seen(d, "inbox")
	for _, path := range []string{
		"enter", "tab", "?", "x", "X", "z", "z 0", "a", "t", "m", "n", "e", "c", "s", "f", "space", "*", "g", "/", "ctrl+p", "down y", "u", "u", "i",
		"2", "2 f", "2 s", "2 enter", "3", "3 c", "3 enter", "3 n", "4", "4 enter", "4 s", "4 e", "4 l", "4 l down down 5 ctrl+s", "4 p", "4 p tab enter", "4 I", "4 b", "4 r", "4 A", "4 P", "4 L", "4 enter end up", "4 enter end up enter",
		"4 enter down down down d", "4 enter up", "3 K", "3 enter end down enter", "3 C", "F", "2 F", "4 enter end up ?", "5", "5 tab", "5 z", "5 z 0", "5 f", "5 ?", "6", "6 esc 0 5 enter", "6 f1", "6 down", "6 down ?",
		"D", "D enter", "3 D", "3 D enter", "3 D enter e", "3 enter M", "3 D tab", "/ Ж", "ctrl+p y",
	} {
		d.pressed(strings.Fields(path)...)
		seen(d, path)
		d.pressed("esc", "esc", "esc", "1", "home")
	}
	d.m.push(d.m.newReport("5", desk.FileReport{Read: 9, Created: 3, Rejected: 2, Cancelled: true,
		Errors:   []desk.RowError{{Line: 3, Column: 4, Field: "5", Message: "6"}},
		Warnings: []desk.RowError{{Line: 3, Field: "5", Message: "6"}}, Warned: 5}, nil))
	seen(d, "report")
	d.pressed("esc")
	d.m.push(&importing{name: "5", progress: desk.Progress{Done: 12480, Bytes: 4, Size: 9, PerSec: 1000, Left: 9e9}})
	seen(d, "importing")
	empty := startAt(t, newFake(), w, h, lang)
	seen(empty, "start")
}

func TestEveryScreenFitsEverySize(t *testing.T) {
	sizes := [][2]int{{60, 16}, {61, 17}, {80, 24}, {109, 30}, {110, 31}, {200, 50}}
	if race.Enabled {
		sizes = sizes[:1] // a frame is drawn in one thread
	}
	for _, size := range sizes {
		places(t, size[0], size[1], "en", func(d *driver, where string) {
			lines := strings.Split(d.m.content(), "\n")
			if len(lines) != size[1] {
				t.Fatalf("%s at %v: %d lines", where, size, len(lines))
			}
			d.exact()
		})
	}
}

func TestResizeKeepsEverything(t *testing.T) {
	d := start120(t, newFake(someLeads(60)...))
	d.pressed("down", "down", "space", "/")
	d.typed("Ж0")
	for w := 1; w < 210; w += 7 {
		for h := 1; h < 60; h += 5 {
			d.send(tea.WindowSizeMsg{Width: w, Height: h})
			d.exact()
		}
	}
	d.send(tea.WindowSizeMsg{Width: 50, Height: 10})
	d.sees("The desk needs 60x16 cells; this")
	d.pressed("q")
	d.send(tea.WindowSizeMsg{Width: 120, Height: 30})
	d.sees("> Ж0")
	d.pressed("esc")
	if d.current() != "Ж003" {
		t.Errorf("the cursor is on %s", d.current())
	}
	d.sees("● 1 selected")
}

// In the pseudo language no word of the interface has an ASCII letter: what is
// left is data, codes and the names of keys.
func TestNoWordIsOutsideTheCatalogue(t *testing.T) {
	speech, err := words.New(words.Pseudo)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	// Codes, and what a form shows as it is typed: times, lines as JSON, the number of an RFQ.
	const codes = "CA MA kg KGM kB USD EUR CIF EXW CAMTR fr 24T09 24T10 000Z product quantity target price unit RFQ 00000W5"
	for _, a := range keys.Catalogue() {
		for _, key := range a.Keys {
			for _, part := range strings.Fields(keys.Label(speech, key)) {
				known[part] = true
				for _, name := range strings.Split(part, "+") {
					known[name] = true
				}
			}
		}
	}
	letters := regexp.MustCompile(`[A-Za-z]+[A-Za-z0-9]*`)
	places(t, 120, 40, words.Pseudo, func(d *driver, where string) {
		for i, line := range d.lines() {
			for _, word := range wordsIn(line) {
				if letters.MatchString(word) && !known[word] && !strings.Contains(codes, word) && !isData(word) {
					t.Errorf("%s, line %d: %q is not in the catalogue: %s", where, i, word, strings.TrimSpace(line))
				}
			}
		}
	})
}

// wordsIn splits a line where neither letters nor digits stand.
func wordsIn(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// isData recognises what the reference tables say, and the directory and files
// that the picker shows; boxes laid over them may cut them.
func isData(word string) bool {
	if strings.Contains("Canada Morocco Montréal Montreal French kilogram US Dollar Cost Insurance and Freight Euro", word) {
		return true
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		return false
	}
	for _, e := range entries {
		if strings.Contains(e.Name(), word) {
			return true
		}
	}
	here, err := os.Getwd()
	return err == nil && strings.Contains(here, word)
}

func TestNoColour(t *testing.T) {
	d := start120(t, newFake(someLeads(9)...))
	d.m.o.Env = []string{"TERM=xterm", "NO_COLOR=yes"}
	d.m.profile = colorprofile.ASCII
	d.m.retheme()
	d.send(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	d.send(tea.BackgroundColorMsg{})
	d.sees(">   18  Ж000")
	if colour := regexp.MustCompile(`\x1b\[[0-9;]*[34][0-9][;m]`).FindString(d.m.content()); colour != "" {
		t.Errorf("a colour is on the screen: %q", colour)
	}
	if !theme.NoColor([]string{"NO_COLOR=0"}) || theme.NoColor([]string{"NO_COLOR="}) {
		t.Error("NO_COLOR is not read as any value that is not empty")
	}
}

func TestMirrored(t *testing.T) {
	d := start120(t, newFake(richRecords()...))
	d.m.screen = layout.Of(120, 30, layout.RightToLeft)
	d.exact()
	line := []rune(d.lines()[4])
	if line[119] != '▌' || strings.TrimSpace(string(line[:45])) == "" {
		t.Errorf("the list is not on the right: %q", string(line))
	}
	if !strings.Contains(d.lines()[0], "[1 Inbox 30]  tradedesk") {
		t.Errorf("the header is not mirrored: %q", d.lines()[0])
	}
	d.pressed("4", "enter", "end", "down")
	d.exact()
	for _, row := range []string{"41.5 kg 500 Щ 1", "Target Unit Quantity Product"} {
		if !strings.Contains(strings.Join(strings.Fields(d.screen()), " "), row) {
			t.Errorf("the lines of the RFQ are not mirrored, there is no %q:\n%s", row, d.screen())
		}
	}
	mark := regexp.MustCompile(`▌┃`)
	if !mark.MatchString(d.screen()) {
		t.Errorf("the mark does not stand on the right of the detail:\n%s", d.screen())
	}
	for _, keys := range []string{"l", "I", "p", "p tab enter"} {
		d.pressed(strings.Fields(keys)...)
		d.exact()
		d.pressed("esc", "esc", "esc")
	}
}

// Every word that the code names is in the catalogue.
func TestWordsAreThere(t *testing.T) {
	speech, err := words.New("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"*.go", "form/*.go", "picker/*.go", "keys/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				checkWords(t, speech, file)
			}
		}
	}
	for _, kind := range model.Kinds() {
		ids := []string{"kind." + string(kind), "kinds." + string(kind), "untitled." + string(kind), "who." + string(kind),
			"empty." + string(kind), "form.new." + string(kind)}
		for _, stage := range model.Stages(kind) {
			ids = append(ids, "stage."+string(kind)+"."+string(stage))
		}
		for _, f := range model.SchemaOf(kind).Editable() {
			ids = append(ids, "field."+f.Name)
		}
		for _, id := range ids {
			if !speech.Has(id) {
				t.Errorf("there is no word %s", id)
			}
		}
	}
	for _, kind := range model.Kinds() {
		for _, stage := range model.Stages(kind) {
			for _, id := range reasonsFor(kind, stage) {
				if !speech.Has(id) {
					t.Errorf("there is no word %s", id)
				}
			}
		}
	}
	for _, s := range snoozeTimes(testNow) {
		if !speech.Has(s.word) {
			t.Errorf("there is no word %s", s.word)
		}
	}
}

func checkWords(t *testing.T, speech *words.Words, file string) {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		fun, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || fun.Sel.Name != "T" && fun.Sel.Name != "N" && fun.Sel.Name != "word" {
			return true
		}
		if lit, ok := call.Args[0].(*ast.BasicLit); ok {
			if id, err := strconv.Unquote(lit.Value); err == nil && !speech.Has(id) {
				t.Errorf("%s: there is no word %s", file, id)
			}
		}
		return true
	})
}

func BenchmarkFrame(b *testing.B) {
	frames := func(d *driver) func(*testing.B) {
		return func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				d.m.Update(keyOf([]string{"down", "up"}[i%2]))
				d.m.View()
			}
		}
	}
	for _, size := range [][2]int{{80, 24}, {200, 50}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		b.Run(name, frames(startAt(b, newFake(someLeads(400)...), size[0], size[1], "en")))
		arabic := startAt(b, newFake(manyArabic(400)...), size[0], size[1], "ar")
		arabic.m.order = cells.ByDesk
		b.Run(name+"/Arabic", frames(arabic))
	}
}

func manyArabic(n int) (out []model.Record) {
	for i := range n {
		out = append(out, &model.Lead{
			Head: model.Head{ID: idOf(i + 1)}, Company: fmt.Sprintf("شركة الأمل للتجارة %d", i), Country: "AE", Product: "زيت أركان", Quantity: "500", Unit: "KGM",
			Stage: model.LeadNew, ReceivedAt: value.At(testNow),
		})
	}
	return out
}

// What an empty page says is there to its end, however narrow the list is.
func TestEmptyPageIsReadToItsEnd(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 24}, {200, 50}} {
		d := startAt(t, newFake(&model.Supplier{Head: model.Head{ID: idOf(2)}, Name: "Tifawin"}), size[0], size[1], "en")
		d.sees("No lead waits for a decision", "typed.", "JSON")
		d.seesNot("…")
		d.exact()
	}
}
