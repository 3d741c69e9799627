package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "",
		"Argan Oil":           "argan oil",
		"Établissements":      "etablissements",
		"Œuvre, Ægir, Straße": "oeuvre, aegir, strasse",
		"İSTANBUL ISPARTA ı":  "istanbul isparta i",
		"Łódź Ørsted":         "lodz orsted",
		"طَنْجَة":             "طنجه",
		"أإآٱا":               "ااااا",
		"مستشفى مؤسسة شيء":    "مستشفي موسسه شي",
		"تـــمر":              "تمر",
		"أڭادير گادير پاريس":  "اكادير كادير باريس",
		"ڤيتامين":             "فيتامين",
		"٤٥٠ طن":              "450 طن",
		"۴۵۰ ４５０":             "450 450",
		"ﻻﺀ":                  "لا",
		"ΣΊΣΥΦΟΣ σίσυφος":     "σισυφοσ σισυφοσ",
		"a\u00a0b\tc\u3000d":  "a b c d",
		"co\u00adop\u200e":    "coop",
		"l’huile":             "l'huile",
		"a\x00b":              "ab",
		"m²":                  "m2",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldMap(t *testing.T) {
	folded, runeAt := FoldMap("Éœ ٤ـb")
	if folded != "eoe 4b" {
		t.Fatalf("folded = %q", folded)
	}
	want := []int{0, 1, 1, 2, 3, 5}
	if len(runeAt) != len(want) {
		t.Fatalf("runeAt = %v, want %v", runeAt, want)
	}
	for i := range want {
		if runeAt[i] != want[i] {
			t.Fatalf("runeAt = %v, want %v", runeAt, want)
		}
	}
}

func checkFold(t interface{ Fatalf(string, ...any) }, s string) {
	key := Fold(s)
	if again := Fold(key); again != key {
		t.Fatalf("Fold(%q) = %q, and once more %q", s, key, again)
	}
	mapped, runeAt := FoldMap(s)
	if mapped != key || len(runeAt) != len(key) {
		t.Fatalf("FoldMap(%q) = %q with %d places, Fold gives %q", s, mapped, len(runeAt), key)
	}
	runes, last := utf8.RuneCountInString(s), 0
	for _, at := range runeAt {
		if at < last || at >= runes {
			t.Fatalf("FoldMap(%q): place %d after %d of %d runes", s, at, last, runes)
		}
		last = at
	}
	if strings.ContainsAny(key, "\x00\n\t\x1b") {
		t.Fatalf("Fold(%q) = %q holds a control", s, key)
	}
}

func TestFoldLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := hostile.Draw(t, "s")
		checkFold(t, s)
		if !utf8.ValidString(s) {
			return
		}
		key := Fold(s)
		for name, form := range map[string]norm.Form{"NFC": norm.NFC, "NFD": norm.NFD, "NFKC": norm.NFKC} {
			if got := Fold(form.String(s)); got != key {
				t.Fatalf("Fold(%s of %q) = %q, want %q", name, s, got, key)
			}
		}
	})
}

func TestFoldOfEveryRune(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if utf8.ValidRune(r) {
			checkFold(t, string(r))
		}
	}
}

var plainLetters = strings.NewReplacer(
	"ى", "ي", "ی", "ي", "ې", "ي", "ٱ", "ا", "ة", "ه", "ہ", "ه", "ە", "ه", "ھ", "ه", "ک", "ك", "گ", "ك", "ڭ", "ك", "ݣ", "ك", "ݢ", "ك",
	"پ", "ب", "ڤ", "ف", "ڥ", "ف", "ء", "", "ـ", "", "œ", "oe", "æ", "ae", "ß", "ss", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ħ", "h",
	"ı", "i", "ŋ", "ng", "ς", "σ", "’", "'", "‘", "'", "ʼ", "'",
)

// plainFold is what Fold is to give, the slow way: the whole text decomposed, then
// rune by rune.
func plainFold(s string) string {
	return plainLetters.Replace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == 0x7f:
			return ' '
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc), invisible(r), norm.NFKD.PropertiesString(string(r)).CCC() != 0:
			return -1
		case unicode.Is(unicode.Nd, r):
			return '0' + digitOf(r)
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(strings.ToValidUTF8(s, "\ufffd"))))
}

// digitOf counts from the zero of the script, which stands at the start of a range
// of Nd or a multiple of ten behind it.
func digitOf(r rune) rune {
	for _, in := range unicode.Nd.R16 {
		if r >= rune(in.Lo) && r <= rune(in.Hi) {
			return (r - rune(in.Lo)) % 10
		}
	}
	for _, in := range unicode.Nd.R32 {
		if r >= rune(in.Lo) && r <= rune(in.Hi) {
			return (r - rune(in.Lo)) % 10
		}
	}
	return 0
}

func TestFoldIsThePlainFold(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if got, want := Fold(string(r)), plainFold(string(r)); utf8.ValidRune(r) && got != want {
			t.Fatalf("Fold(%U) = %q, the plain way %q", r, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := hostile.Draw(t, "s")
		before := rapid.SampledFrom([]string{"", "é", "AB"}).Draw(t, "before")
		// One byte that is no UTF-8 is one U+FFFD: ToValidUTF8 makes one of a run.
		if got, want := string(AppendFold([]byte(before), s)), before+plainFold(string([]rune(s))); got != want {
			t.Fatalf("AppendFold(%q, %q) = %q, the plain way %q", before, s, got, want)
		}
	})
}

func TestFoldTakesNoMemory(t *testing.T) {
	room := make([]byte, 0, 200)
	for _, s := range []string{"Fresh Clementines, 20 t", "Clémentines fraîches", "كليمنتين طازج من بركان، ٢٠"} {
		AppendFold(room, s)
		if n := testing.AllocsPerRun(10, func() { AppendFold(room, s) }); n != 0 {
			t.Errorf("AppendFold(%q) allocates %v times", s, n)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Karkoubi", "طَنْجَة", "İ\u0307", "ﷺ½ﬁ", "\xff\u0344"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkFold(t, s)
		checkName(t, s)
	})
}

func BenchmarkAppendFold(b *testing.B) {
	for name, s := range map[string]string{
		"ascii":  "Fresh Clementines from Berkane, Calibre 3, 20 t",
		"french": "Clémentines fraîches de Berkane, calibre 3, 20 t",
		"arabic": "كليمنتين طازج من بركان، عيار ٣، ٢٠ طنا",
	} {
		s = strings.Repeat(s+" ", 10)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			room := make([]byte, 0, 2*len(s))
			for b.Loop() {
				room = AppendFold(room[:0], s)
			}
		})
	}
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"key":    "fresh clementines from berkane, calibre 3, 20 t",
		"ascii":  "Fresh Clementines from Berkane, Calibre 3, 20 t",
		"french": "Clémentines fraîches de Berkane, calibre 3, 20 t",
		"arabic": "كليمنتين طازج من بركان، عيار ٣، ٢٠ طنا",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink = Fold(s)
			}
		})
	}
}
