package value

import (
	"encoding/csv"
	"errors"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/reference"
)

// refusedText is a text that must be refused: with this code, these words in the line.
type refusedText struct {
	in    string
	code  Code
	words string
}

func checkRefusals[T ~string](t *testing.T, parse func(string) (T, error), refusals []refusedText) {
	t.Helper()
	for _, r := range refusals {
		got, err := parse(r.in)
		var e *Error
		if !errors.As(err, &e) || e.Code != r.code || got != "" || !strings.Contains(err.Error(), r.words) {
			t.Errorf("parsing %.50q = %q, %v, want %s with %q", r.in, got, err, r.code, r.words)
		}
	}
}

func checkParses[T ~string](t *testing.T, parse func(string) (T, error), want map[string]T) {
	t.Helper()
	for in, w := range want {
		if got, err := parse(in); err != nil || got != w {
			t.Errorf("parsing %q = %q, %v, want %q", in, got, err, w)
		}
	}
}

func TestParseCurrency(t *testing.T) {
	checkParses(t, ParseCurrency, map[string]Currency{
		"MAD": "MAD", "mad": "MAD", " eur ": "EUR", "€": "EUR", "£": "GBP", "US$": "USD", "$US": "USD", "₺": "TRY", "zł": "PLN", "R$": "BRL", "RMB": "CNY", "yen": "JPY",
		"د.م.": "MAD", "د.إ": "AED", "د.ت": "TND", "ر.س": "SAR", "euros": "EUR", "Moroccan Dirham": "MAD", "dirham marocain": "MAD", "يورو": "EUR", "درهم مغربي": "MAD",
	})
	checkRefusals(t, ParseCurrency, []refusedText{
		{"", CodeEmpty, "nothing"}, {"$", CodeAmbiguous, "USD"}, {"dollars", CodeAmbiguous, "USD"}, {"¥", CodeAmbiguous, "JPY or CNY"}, {"DH", CodeAmbiguous, "MAD or AED"}, {"Dhs.", CodeAmbiguous, "MAD or AED"},
		{"درهم", CodeAmbiguous, "MAD or AED"}, {"FCFA", CodeAmbiguous, "XOF"}, {"dinar", CodeAmbiguous, "TND"}, {"BGN", CodeObsolete, "EUR"}, {"frf", CodeObsolete, "EUR"},
		{"XYZ", CodeUnknown, "ISO 4217"}, {"U", CodeUnknown, "ISO 4217"}, {"\x1b[31m", CodeUnknown, `"[31m"`},
	})
	if Currency("TND").MinorUnits() != 3 || Currency("JPY").MinorUnits() != 0 || Currency("MAD").MinorUnits() != 2 || Currency("??").MinorUnits() != 2 {
		t.Error("wrong minor units")
	}
	if Currency("MAD").Name("fr") != "dirham marocain" || Currency("AFN").Name("ar") != "Afghani" || Currency("??").Name("en") != "??" {
		t.Error("wrong names of currencies")
	}
}

func TestParseUnit(t *testing.T) {
	checkParses(t, ParseUnit, map[string]Unit{
		"kg": "KGM", "KGM": "KGM", "tonne": "TNE", "t": "TNE", "MT": "TNE", "pcs": "H87", "piece(s)": "H87", "pièces": "H87", "carton(s)": "CT", "كغ": "KGM", "طن": "TNE",
		"short tons": "STN", "US gal": "GLL", "LBR": "LBR", "m³": "MTQ", "dozen": "DZN",
	})
	checkRefusals(t, ParseUnit, []refusedText{
		{"", CodeEmpty, ""}, {"ton", CodeAmbiguous, "short"}, {"Tons", CodeAmbiguous, "short"}, {"gallons", CodeAmbiguous, "US gal"}, {"cwt", CodeAmbiguous, "UK"}, {"parsec", CodeUnknown, "kg"}, {"20' container", CodeUnknown, ""},
	})
	for u, want := range map[Unit][4]string{"KGM": {"kg", "kilogramme", "كيلوغرام", "mass"}, "CT": {"carton", "carton", "كرتون", "pack"}, "H87": {"pcs", "pièce", "قطعة", "count"}, "??": {"??", "??", "??", ""}} {
		if got := [4]string{u.Symbol(), u.Name("fr"), u.Name("ar"), u.Dimension()}; got != want {
			t.Errorf("%s: %q, want %q", u, got, want)
		}
	}
}

func TestParseCountry(t *testing.T) {
	checkParses(t, ParseCountry, map[string]Country{"MA": "MA", "mar": "MA", "Maroc": "MA", "المغرب": "MA", "Korea": "KR", "Côte d'Ivoire": "CI", "\u200fالمغرب\u200f": "MA"})
	checkRefusals(t, ParseCountry, []refusedText{
		{"", CodeEmpty, ""}, {"Netherlands Antilles", CodeObsolete, "Curaçao (CW)"}, {"Moroco", CodeUnknown, "did you mean Morocco (MA)?"}, {"Atlantis Mundi", CodeUnknown, "write a code"}, {"XX", CodeUnknown, ""},
	})
	if Country("MA").Name("fr") != "Maroc" || Country("MA").DialCode() != "+212" || Country("JM").DialCode() != "+1876" || Country("UM").DialCode() != "" || Country("??").Name("en") != "??" {
		t.Error("wrong names or calling codes")
	}
	for c, want := range map[Country]string{"DE": "eu", "US": "north_america", "SN": "africa", "AE": "gulf", "CN": "asia", "GB": "other", "": "", "??": "other"} {
		if got := c.Market(); got != want {
			t.Errorf("%s is of %q, want %q", c, got, want)
		}
	}
}

// TestCountriesOfAFile: names as a file of companies holds them.
func TestCountriesOfAFile(t *testing.T) {
	f, err := os.Open("testdata/countries.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 80 {
		t.Fatalf("%d names, %v", len(rows), err)
	}
	for _, row := range rows {
		got, err := ParseCountry(row[0])
		if string(got) != row[1] || (err != nil) != (row[1] == "") {
			t.Errorf("ParseCountry(%q) = %q, %v, want %q", row[0], got, err, row[1])
		}
	}
}

func TestParseLanguage(t *testing.T) {
	checkParses(t, ParseLanguage, map[string]Language{
		"ar": "ar", "AR": "ar", "fr-MA": "fr", "en_GB": "en", "zh-Hant-TW": "zh", "fre": "fr", "fra": "fr", "Arabic": "ar", "arabe": "ar", "العربية": "ar", "عربي": "ar", "Français": "fr", "中文": "zh", "is": "is",
	})
	checkRefusals(t, ParseLanguage, []refusedText{{"", CodeEmpty, ""}, {"xx", CodeUnknown, ""}, {"Klingon", CodeUnknown, "ISO 639-1"}, {"-", CodeUnknown, ""}, {"a b", CodeUnknown, ""}})
	if Language("ar").Name("fr") != "arabe" || Language("ar").Name("ar") != "العربية" || Language("ar").Name("en-GB") != "Arabic" || Language("is").Name("en") != "is" {
		t.Error("wrong names of languages")
	}
	for _, l := range languageNames {
		if !isLanguageCode(string(l.code)) {
			t.Errorf("%s is not in ISO 639-1", l.code)
		}
	}
	if n := len(strings.Fields(languageCodes)); n != 183 {
		t.Errorf("%d codes, ISO 639-1 has 183", n)
	}
}

func TestParseIncoterm(t *testing.T) {
	checkParses(t, ParseIncoterm, map[string]Incoterm{"FOB": FOB, "f.o.b.": FOB, "cif": CIF, "DPU 2020": DPU, "Free On Board": FOB, "DAP Incoterms 2020": DAP})
	checkRefusals(t, ParseIncoterm, []refusedText{
		{"", CodeEmpty, ""}, {"DAT", CodeObsolete, "DAT was replaced by DPU in Incoterms 2020"}, {"C&F", CodeObsolete, "write CFR"}, {"CNF", CodeObsolete, "write CFR"}, {"ddu", CodeObsolete, "DAP"}, {"XXX", CodeUnknown, "EXW"},
	})
	sea := 0
	for _, term := range Incoterms() {
		if got, err := ParseIncoterm(string(term)); got != term || err != nil {
			t.Errorf("ParseIncoterm(%s) = %s, %v", term, got, err)
		}
		if term.SeaOnly() {
			sea++
		}
	}
	if len(Incoterms()) != 11 || sea != 4 || !FOB.SeaOnly() || FCA.SeaOnly() {
		t.Errorf("%d rules, %d for sea", len(Incoterms()), sea)
	}
}

func TestParsePort(t *testing.T) {
	checkParses(t, ParsePort, map[string]Port{
		"MAPTM": "MAPTM", "maptm": "MAPTM", "MA PTM": "MAPTM", "Tanger Med": "MAPTM", "Montréal": "CAMTR", "الدار البيضاء": "MACAS", "Valencia, Spain": "ESVLC", "Valencia (ES)": "ESVLC", "Rotterdam, NL": "NLRTM", "FRLIO": "FRLIO", "nl-rtm": "NLRTM",
	})
	checkRefusals(t, ParsePort, []refusedText{
		{"", CodeEmpty, ""}, {"San Antonio", CodeAmbiguous, "could be "}, {"Xyzzyville", CodeUnknown, "MAPTM"}, {"ZZZZZ", CodeUnknown, ""},
	})
	if p := Port("MAPTM"); p.Name() != "Tanger Med" || p.Country() != "MA" || !p.Sea() || Port("MARAK").Sea() || Port("??").Name() != "??" || Port("??").Country() != "" {
		t.Error("wrong facts of ports")
	}
}

func TestParseHS(t *testing.T) {
	checkParses(t, ParseHS, map[string]HS{
		"151590": "151590", "1515.90": "151590", "1515 90": "151590", "15": "15", "1515": "1515", "1515.90.99": "15159099", "15.15.90.99.00": "1515909900", "HS 1515.90": "151590", "code SH: 1515": "1515", "١٥١٥": "1515",
	})
	checkRefusals(t, ParseHS, []refusedText{
		{"", CodeEmpty, ""}, {"argan", CodeSyntax, "digits"}, {"15159", CodeRange, "2, 4, 6"}, {"1", CodeRange, ""}, {"151590990011", CodeRange, ""}, {"151599", CodeUnknown, "the nearest is 1515"}, {"77", CodeUnknown, "HS 2022"},
	})
	h := HS("1515909900")
	if h.Prefix(6) != "151590" || h.Prefix(99) != h || h.Prefix(-1) != "" || h.Description() != HS("151590").Description() || h.Description() == "" || HS("99x").Description() == "" || HS("x").Description() != "" {
		t.Error("wrong prefixes or descriptions")
	}
}

func TestCodesRoundTrip(t *testing.T) {
	for _, c := range reference.Countries() {
		if got, err := ParseCountry(c.Code); err != nil || string(got) != c.Code {
			t.Errorf("ParseCountry(%s) = %s, %v", c.Code, got, err)
		}
	}
	for _, c := range reference.Currencies() {
		if got, err := ParseCurrency(c.Code); err != nil || string(got) != c.Code {
			t.Errorf("ParseCurrency(%s) = %s, %v", c.Code, got, err)
		}
	}
	for _, u := range reference.Units() {
		if got, err := ParseUnit(u.Code); err != nil || string(got) != u.Code {
			t.Errorf("ParseUnit(%s) = %s, %v", u.Code, got, err)
		}
		if got, err := ParseUnit(u.Symbol); err != nil || string(got) != u.Code {
			t.Errorf("ParseUnit(%s) = %s, %v, want %s", u.Symbol, got, err, u.Code)
		}
	}
	for code := range strings.FieldsSeq(languageCodes) {
		if got, err := ParseLanguage(code); err != nil || string(got) != code {
			t.Errorf("ParseLanguage(%s) = %s, %v", code, got, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.SampledFrom(reference.FindHeadings("fish", 200)).Draw(t, "heading")
		if got, err := ParseHS(h.Code); err != nil || string(got) != h.Code {
			t.Fatalf("ParseHS(%s) = %s, %v", h.Code, got, err)
		}
		p := rapid.SampledFrom(reference.FindPlaces("san", 200)).Draw(t, "place")
		if got, err := ParsePort(p.Code); err != nil || string(got) != p.Code {
			t.Fatalf("ParsePort(%s) = %s, %v", p.Code, got, err)
		}
	})
}

func FuzzCodes(f *testing.F) {
	for _, s := range []string{"MA", "Korea, Republic of", "Valencia (ES)", "HS 1515.90", "US$", "د.م.", "piece(s)", "fr-MA", "C&F", "(,)", "\u200f", "ton"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkText(t, s, ParseCountry, Country.String)
		checkText(t, s, ParseCurrency, Currency.String)
		checkText(t, s, ParseUnit, Unit.String)
		checkText(t, s, ParseLanguage, Language.String)
		checkText(t, s, ParseIncoterm, Incoterm.String)
		checkText(t, s, ParsePort, Port.String)
		checkText(t, s, ParseHS, HS.String)
	})
}
