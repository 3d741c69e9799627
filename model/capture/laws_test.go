package capture

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// withoutParts is what a reading says, whatever the line looked like.
func withoutParts(r Reading) Reading {
	r.Parts = nil
	return r
}

// checkLine holds what is true of every line.
func checkLine(t interface{ Fatalf(string, ...any) }, line string) {
	c := testContext()
	r := Parse(line, c)
	end := 0
	for _, part := range r.Parts {
		if part.From < end || part.To < part.From || part.To > len(line) {
			t.Fatalf("%q: part %+v overlaps or is out of the line: %+v", line, part, r.Parts)
		}
		end = part.To
	}
	for i, letter := range line {
		if (unicode.IsLetter(letter) || unicode.IsNumber(letter) || unicode.IsMark(letter)) && !slices.ContainsFunc(r.Parts, func(p Part) bool { return i >= p.From && i < p.To }) {
			t.Fatalf("%q: %q at %d is lost: %+v", line, letter, i, r.Parts)
		}
	}
	again := Parse(r.Line(), c)
	if !reflect.DeepEqual(withoutParts(again), withoutParts(r)) {
		t.Fatalf("%q\nis   %+v\nline %q\ngives %+v", line, withoutParts(r), r.Line(), withoutParts(again))
	}
	if twice := again.Line(); twice != r.Line() {
		t.Fatalf("%q is written %q and then %q", line, r.Line(), twice)
	}
}

// words of lines: all that means something, and what may break it.
var lineWords = rapid.OneOf(
	rapid.SampledFrom([]string{
		"salma", "benali", "coop", "tifawin", "agadir", "argan", "oil", "huile", "d'olive", "500kg", "500", "kg", "1", "200", "t", "2x40hc", "×", "+212", "661-234567", "0661234567",
		"06", "61", "23", "45", "67", "a@b.example", "x@", "@", "#vip", "#", "//", "--", "company:", "company:\"", "\"", "\"\"", "tel:", "n:", "note:", "s:", "sarl", "inc", "ltd", "co", "&", "de", "van", "m.", "dr",
		"fob", "cif", "exw", "$43", "43", "usd/kg", "dh", "350", "درهم", "France", "UK", "york", "new", "سلمى", "تعاونية", "أركان", "٥٠٠", "كغ", "الدار", "البيضاء", "، ", "؛", ",", ";", "|", "-", "/", "·",
		"https://tifawin.example/a?b=c", "www.x.example", "address:", "\u200f", "\t", "\n", "qty:", "port:", "country:", "price:", "and", "of", "Mme", "الزهراء",
	}),
	rapid.String(),
)

func TestNothingTypedIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(lineWords, 0, 14).Draw(t, "words")
		checkLine(t, strings.Join(words, rapid.SampledFrom([]string{" ", "", ", "}).Draw(t, "between")))
	})
}

// Parts that are set apart mean the same in any order.
func TestOrderOfPartsDoesNotMatter(t *testing.T) {
	choices := [][]string{
		{"Salma Benali", "jean dupont", "محمد العلوي", "dr. ahmed ait taleb", "Klaus Müller"},
		{"coop tifawin", "Nord Foods Inc", "SARL Agro Sud", "شركة الأطلس", "smith & sons", "casa del mar sl"},
		{"agadir", "new york", "الدار البيضاء", "Montréal", "dubai"},
		{"argan oil", "huile d'olive extra vierge", "تمور مجهول", "sardines in oil"},
		{"500 kg", "2x40hc", "٥٠٠ كغ", "1 200,50 t", "3 conteneurs"},
		{"+212 661-234567", "0661234567", "00 33 6 12 34 56 78", "tel 0535-52-00-00"},
		{"a@tifawin.example", "buyer@nordfoods.example"},
		{"43 USD/kg", "350 dh", "€4,10"}, {"#vip", "#retour"}, {"fob casablanca", "exw"}, {"stand 14B"},
	}
	rapid.Check(t, func(t *rapid.T) {
		var parts []string
		for _, of := range choices {
			if rapid.Bool().Draw(t, "given") {
				parts = append(parts, rapid.SampledFrom(of).Draw(t, "part"))
			}
		}
		c := testContext()
		want := withoutParts(Parse(strings.Join(parts, ", "), c))
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
		random.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		line := strings.Join(parts, ", ")
		got := withoutParts(Parse(line, c))
		for _, r := range []*Reading{&want, &got} {
			notes := strings.Split(r.Note, "\n")
			slices.Sort(notes)
			r.Note = strings.Join(notes, "\n")
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q\ngives %+v\nwant  %+v", line, got, want)
		}
	})
}

func TestLongLinesAreBounded(t *testing.T) {
	line := strings.Repeat("salma نص ", 50_000)
	r := Parse(line, testContext())
	if last := r.Parts[len(r.Parts)-1]; last.To != len(line) || !utf8.ValidString(r.Note) {
		t.Errorf("the end of a long line is lost: %d of %d", last.To, len(line))
	}
}

func FuzzParse(f *testing.F) {
	for _, tt := range understood {
		f.Add(tt.line)
	}
	f.Add("company:\"a\"\"b, c\" //")
	f.Add("\xff\xfe 500\xffkg")
	f.Fuzz(func(t *testing.T, line string) {
		if len(line) < 2*MaxLine {
			checkLine(t, line)
		}
	})
}

var sink Reading

func BenchmarkParse(b *testing.B) {
	c := testContext()
	for name, line := range map[string]string{
		"latin":  "salma benali coop tifawin agadir argan 500kg +212 661-234567",
		"arabic": "سالم المنصوري مؤسسة الخليج للأغذية دبي تمور مجهول ١٢ طن +971501234567",
		"long":   strings.Repeat("hello world nothing here is known 12 ", 8),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				sink = Parse(line, c)
			}
		})
	}
}
