package reference

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCountryByName(t *testing.T) {
	for in, want := range map[string]string{
		"MA": "MA", "ma": "MA", "mar": "MA", " Morocco ": "MA", "MAROC": "MA", "المغرب": "MA", "المملكة المغربية": "MA",
		"the Kingdom of Morocco": "MA", "Royaume du Maroc": "MA",
		"USA": "US", "U.S.A.": "US", "United States": "US", "United States of America": "US", "États-Unis": "US", "etats unis d'amerique": "US",
		"UK": "GB", "U.K.": "GB", "Great Britain": "GB", "Royaume Uni": "GB", "المملكة المتحدة": "GB",
		"UAE": "AE", "Emirats Arabes Unis": "AE", "الامارات": "AE", "KSA": "SA", "السعودية": "SA",
		"Korea": "KR", "South Korea": "KR", "Korea, Republic of": "KR", "Republic of Korea": "KR", "Korea (Republic of)": "KR",
		"Korea, Democratic People's Republic of": "KP", "North Korea": "KP",
		"Russia": "RU", "Russian Federation": "RU", "Ivory Coast": "CI", "Cote d'Ivoire": "CI", "Côte d’Ivoire": "CI",
		"Czech Republic": "CZ", "Turkey": "TR", "Türkiye": "TR", "Turquie": "TR", "تركيا": "TR", "Palestinian Territory": "PS",
		"Lao People's Democratic Republic": "LA", "Laos": "LA", "Libyan Arab Jamahiriya": "LY",
		"Bouvet Island (Bouvetoya)": "BV", "Svalbard & Jan Mayen Islands": "SJ", "Slovakia (Slovak Republic)": "SK",
		"Holy See (Vatican City State)": "VA", "Antarctica (the territory South of 60 deg S)": "AQ",
		"British Indian Ocean Territory (Chagos Archipelago)": "IO", "Virgin Islands, British": "VG", "Virgin Islands, U.S.": "VI",
		"United States Virgin Islands": "VI", "Cocos (Keeling) Islands": "CC", "Falkland Islands (Malvinas)": "FK",
		"Kyrgyz Republic": "KG", "Heard Island and McDonald Islands": "HM", "Micronesia": "FM", "Reunion": "RE",
		"Viet Nam": "VN", "Vietnam": "VN", "Swaziland": "SZ", "Macedonia": "MK", "Saint Barthelemy": "BL", "St. Lucia": "LC",
		"Tanzania, United Republic of": "TZ", "Iran, Islamic Republic of": "IR", "Moldova, Republic of": "MD",
		"Congo": "CG", "Congo, The Democratic Republic of the": "CD", "DR Congo": "CD", "Hong Kong": "HK", "Macau": "MO", "Macao": "MO",
		"Deutschland": "DE", "España": "ES", "Pays-Bas": "NL", "Holland": "NL", "Saint Martin": "MF", "Sint Maarten": "SX",
		"Pitcairn Islands": "PN", "Palau": "PW", "Timor-Leste": "TL", "Cape Verde": "CV", "Brunei Darussalam": "BN",
		"Guinea": "GN", "Guinea-Bissau": "GW", "Niger": "NE", "Nigeria": "NG", "Dominica": "DM", "Dominican Republic": "DO",
		"Taiwan": "TW", "Western Sahara": "EH", "Saint Helena": "SH", "Bolivia": "BO", "الجزائر": "DZ", "تونس": "TN", "عمان": "OM",
	} {
		if got, ok := CountryByName(in); !ok || got.Code != want {
			t.Errorf("CountryByName(%q) = %q, %v, want %s", in, got.Code, ok, want)
		}
	}
	for _, in := range []string{"", "()", "XX", "Atlantis", "Netherlands Antilles", "the", "Europe", "X, Y"} {
		if got, ok := CountryByName(in); ok {
			t.Errorf("CountryByName(%q) = %q, want none", in, got.Code)
		}
	}
}

func TestEachCountryAnswersToItsNames(t *testing.T) {
	if n := len(Countries()); n != 249 {
		t.Errorf("%d countries, ISO 3166-1 has 249", n)
	}
	for _, c := range Countries() {
		for _, name := range []string{c.Code, c.Alpha3, c.English, c.French, c.Arabic} {
			if got, ok := CountryByName(name); !ok || got.Code != c.Code {
				t.Errorf("CountryByName(%q) = %q, want %s", name, got.Code, c.Code)
			}
		}
		for _, name := range c.Others {
			if got, ok := CountryByName(name); !ok || got.Code != c.Code {
				t.Errorf("CountryByName(%q) = %q, want %s", name, got.Code, c.Code)
			}
		}
		if c.Currency != "" {
			if _, ok := CurrencyByCode(c.Currency); !ok {
				t.Errorf("%s pays in %s, which is no currency", c.Code, c.Currency)
			}
		}
		if !slices.Contains([]string{"eu", "north_america", "africa", "gulf", "asia", "other"}, c.Market) {
			t.Errorf("%s is of market %q", c.Code, c.Market)
		}
		if strings.Trim(c.Dial, "0123456789") != "" || c.Dial == "" && c.Code != "UM" {
			t.Errorf("%s has the calling code %q", c.Code, c.Dial)
		}
	}
}

func TestCountryFacts(t *testing.T) {
	for code, want := range map[string]Country{
		"MA": {Dial: "212", Currency: "MAD", Market: "africa"}, "TR": {Dial: "90", Currency: "TRY", Market: "asia"},
		"AE": {Dial: "971", Currency: "AED", Market: "gulf"}, "CA": {Dial: "1", Currency: "CAD", Market: "north_america"},
		"DO": {Dial: "1809", Currency: "DOP", Market: "other"}, "GB": {Dial: "44", Currency: "GBP", Market: "other"},
		"RS": {Dial: "381", Currency: "RSD", Market: "other"}, "CY": {Dial: "357", Currency: "EUR", Market: "eu"},
		"BG": {Dial: "359", Currency: "EUR", Market: "eu"}, "SV": {Dial: "503", Currency: "USD", Market: "other"},
		"PA": {Dial: "507", Currency: "PAB", Market: "other"},
	} {
		got, ok := CountryByCode(code)
		if !ok || got.Dial != want.Dial || got.Currency != want.Currency || got.Market != want.Market {
			t.Errorf("%s: dial %s, currency %s, market %s; want %s, %s, %s", code, got.Dial, got.Currency, got.Market, want.Dial, want.Currency, want.Market)
		}
	}
}

func TestNearestCountry(t *testing.T) {
	for in, want := range map[string]string{"Moroco": "MA", "Mrocco": "MA", "Frnace": "FR", "Allemange": "DE", "المغر": "MA", "Egpyt": "EG"} {
		if got, ok := NearestCountry(in); !ok || got.Code != want {
			t.Errorf("NearestCountry(%q) = %q, want %s", in, got.Code, want)
		}
	}
	for _, in := range []string{"", "qqqqqqqq", strings.Repeat("Morocco", 1000)} {
		if got, ok := NearestCountry(in); ok {
			t.Errorf("NearestCountry(%.20q) = %q, want none", in, got.Code)
		}
	}
}

func TestFormerCountries(t *testing.T) {
	for _, in := range []string{"Netherlands Antilles", "Antilles Néerlandaises", "Yugoslavia", "URSS", "Czechoslovakia"} {
		if f, ok := FormerCountryByName(in); !ok || f.Reason == "" || f.Hint == "" {
			t.Errorf("FormerCountryByName(%q) = %+v, %v", in, f, ok)
		}
	}
}

func TestCurrencies(t *testing.T) {
	for code, minor := range map[string]int{"USD": 2, "JPY": 0, "TND": 3, "KWD": 3, "BHD": 3, "XOF": 0, "MAD": 2, "UYW": 4, "TRY": 2} {
		if c, ok := CurrencyByCode(code); !ok || c.Minor != minor {
			t.Errorf("%s has %d minor digits, %v; want %d", code, c.Minor, ok, minor)
		}
	}
	for name, want := range map[string]string{"moroccan dirham": "MAD", "Dirham marocain": "MAD", "درهم مغربي": "MAD", "euro": "EUR", "يورو": "EUR"} {
		if c, ok := CurrencyByName(name); !ok || c.Code != want {
			t.Errorf("CurrencyByName(%q) = %q, want %s", name, c.Code, want)
		}
	}
	if c, _ := CurrencyByCode("MAD"); c.Name("fr-MA") != "dirham marocain" || c.Name("ar") != "درهم مغربي" || c.Name("de") != "Moroccan Dirham" {
		t.Errorf("names of MAD: %q, %q, %q", c.Name("fr-MA"), c.Name("ar"), c.Name("de"))
	}
}

// TestUnitKeysAreUnique: a symbol or name must not mean two units.
func TestUnitKeysAreUnique(t *testing.T) {
	owner := map[string]string{}
	for _, u := range Units() {
		if f, ok := new(big.Rat).SetString(u.Factor); !ok || f.Sign() <= 0 {
			t.Errorf("%s has the factor %q", u.Code, u.Factor)
		}
		own := map[string]bool{}
		for _, n := range append([]string{u.Code, u.Symbol, u.English, u.French, u.Arabic}, u.Others...) {
			own[unitKey(n)] = true
		}
		for k := range own {
			if was, taken := owner[k]; taken {
				t.Errorf("%q means %s and %s", k, was, u.Code)
			}
			owner[k] = u.Code
			if got, ok := UnitByName(k); !ok || got.Code != u.Code {
				t.Errorf("UnitByName(%q) = %q, want %s", k, got.Code, u.Code)
			}
		}
	}
}

func TestUnitByName(t *testing.T) {
	for in, want := range map[string]string{
		"kg": "KGM", "KG": "KGM", "Kgs": "KGM", "kgm": "KGM", "kilogrammes": "KGM", "كغ": "KGM", "t": "TNE", "MT": "TNE", "tonnes": "TNE", "طن": "TNE",
		"pcs": "H87", "piece(s)": "H87", "pièces": "H87", "قطعة": "H87", "carton(s)": "CT", "ctns": "CT", "كراتين": "CT", "CT": "CT",
		"m3": "MTQ", "m³": "MTQ", "cbm": "MTQ", "sq. m": "MTK", "m²": "MTK", "lbs": "LBR", "short tons": "STN", "dozens": "DZN", "paires": "PR", "L": "LTR",
		"boxes": "BX", "boîtes": "BX", "palettes": "PX", "quintaux": "DTN", "oz": "ONZ",
	} {
		if got, ok := UnitByName(in); !ok || got.Code != want {
			t.Errorf("UnitByName(%q) = %q, %v, want %s", in, got.Code, ok, want)
		}
	}
	for _, in := range []string{"", "ton", "tons", "gallon", "s", "(s)", "parsec"} {
		if got, ok := UnitByName(in); ok {
			t.Errorf("UnitByName(%q) = %s, want none", in, got.Code)
		}
	}
}

func TestHeadings(t *testing.T) {
	h, ok := HeadingByCode("151590")
	if !ok || !strings.Contains(h.Description, "vegetable fats") || h.Parent() != "1515" {
		t.Errorf("HeadingByCode(151590) = %+v, %v", h, ok)
	}
	for _, none := range []string{"", "1", "15159", "151599", "xx", "00"} {
		if _, ok := HeadingByCode(none); ok {
			t.Errorf("HeadingByCode(%q) found one", none)
		}
	}
	for _, tt := range []struct{ typed, first string }{
		{"1515", "1515"}, {"1515.9", "151590"}, {"15 15 90", "151590"}, {"olive oil", "1509"}, {"tomatoes", "0702"}, {"CARPETS", "57"},
	} {
		got := FindHeadings(tt.typed, 5)
		if len(got) == 0 || got[0].Code != tt.first {
			t.Errorf("FindHeadings(%q) = %+v, want %s first", tt.typed, got, tt.first)
		}
	}
	if got := FindHeadings("zzzz", 5); got != nil {
		t.Errorf("FindHeadings(zzzz) = %+v", got)
	}
	if got := FindHeadings("other", 7); len(got) != 7 {
		t.Errorf("FindHeadings(other) gave %d, want 7", len(got))
	}
	for _, h := range headings() {
		if _, ok := HeadingByCode(h.Parent()); !ok && len(h.Code) > 2 {
			t.Errorf("%s has no parent", h.Code)
		}
	}
}

func TestFindHeadingsHoldsItsWords(t *testing.T) {
	all := headings()
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.SampledFrom(all).Draw(t, "heading")
		words := strings.Fields(wordsKey(h.Description))
		w := rapid.SampledFrom(words).Draw(t, "word")
		if codeDigits(w) != "" || len(w) < 3 {
			return
		}
		if !slices.Contains(FindHeadings(w, len(all)), h) {
			t.Fatalf("FindHeadings(%q) lacks %s %q", w, h.Code, h.Description)
		}
	})
}

func TestPlaces(t *testing.T) {
	for code, want := range map[string]Place{
		"MAPTM": {Name: "Tanger Med", Sea: true}, "MANDR": {Name: "Nador", Sea: true}, "MACAS": {Name: "Casablanca", Sea: true},
		"MARAK": {Name: "Marrakech"}, "AEJEA": {Name: "Jebel Ali", Sea: true}, "CNSHA": {Name: "Shanghai", Sea: true},
		"NLRTM": {Name: "Rotterdam", Sea: true}, "FRLIO": {Name: "Lyon"}, "AEAAN": {Name: "Al Ain"},
	} {
		got, ok := PlaceByCode(code)
		if !ok || got.Code != code || got.Name != want.Name || got.Sea != want.Sea || got.Country() != code[:2] {
			t.Errorf("PlaceByCode(%s) = %+v, %v", code, got, ok)
		}
	}
	for _, none := range []string{"", "MA", "MAXXX", "ZZZZZ", "maptm", "MAPTMX", "\x00\x00\x00\x00\x00", "~~~~~"} {
		if got, ok := PlaceByCode(none); ok {
			t.Errorf("PlaceByCode(%q) = %+v", none, got)
		}
	}
	for name, want := range map[string]string{
		"tanger med": "MAPTM", "Port of Tanger Med": "MAPTM", "طنجة المتوسط": "MAPTM", "الدار البيضاء": "MACAS", "casa": "MACAS",
		"Montréal": "CAMTR", "Kenitra": "MANNA", "Antwerp": "BEANR", "Le Havre": "FRLEH", "Jebel Ali": "AEJEA", "London Gateway": "GBLGP",
		"ميناء أكادير": "MAAGA", "Algiers": "DZALG",
	} {
		if got := PlacesByName(name, ""); len(got) != 1 || got[0].Code != want {
			t.Errorf("PlacesByName(%q) = %+v, want %s", name, got, want)
		}
	}
	if got := PlacesByName("San Antonio", ""); len(got) < 2 {
		t.Errorf("PlacesByName(San Antonio) = %+v, want several", got)
	}
	if got := PlacesByName("Montréal", "FR"); len(got) == 0 || slices.ContainsFunc(got, func(p Place) bool { return p.Country() != "FR" }) {
		t.Errorf("PlacesByName(Montréal, FR) = %+v, want places of France", got)
	}
}

func TestEveryPlaceIsFoundByItsCode(t *testing.T) {
	rest := otherPlaces()
	for i := range rest.starts {
		p := rest.at(i)
		if got, ok := PlaceByCode(p.Code); !ok || got.Name != p.Name || p.Name == "" {
			t.Fatalf("PlaceByCode(%s) = %+v, %v", p.Code, got, ok)
		}
	}
	if len(rest.starts) < 90_000 || len(ports()) < 1_600 {
		t.Errorf("%d ports and %d other places", len(ports()), len(rest.starts))
	}
}

func TestFind(t *testing.T) {
	if got := FindCountries("mar", "fr", 3); len(got) != 3 || got[0].Code != "MA" {
		t.Errorf("FindCountries(mar) = %+v, want MA first", got)
	}
	if got := FindCountries("المغ", "ar", 1); len(got) != 1 || got[0].Code != "MA" {
		t.Errorf("FindCountries(المغ) = %+v", got)
	}
	if got := FindCountries("all", "fr", 1); len(got) != 1 || got[0].Code != "DE" {
		t.Errorf("FindCountries(all, fr) = %+v, want Allemagne", got)
	}
	if got := FindCountries("", "fr", 2); len(got) != 2 || got[0].French != "Afghanistan" {
		t.Errorf("FindCountries() = %+v", got)
	}
	if got := FindCurrencies("dir", "fr", 9); len(got) != 2 {
		t.Errorf("FindCurrencies(dir, fr) = %+v, want two dirhams", got)
	}
	if got := FindUnits("kg", "en", 1); len(got) != 1 || got[0].Code != "KGM" {
		t.Errorf("FindUnits(kg) = %+v", got)
	}
	for typed, want := range map[string]string{"tanger m": "MAPTM", "rott": "NLRTM", "maptm": "MAPTM", "frlio": "FRLIO"} {
		if got := FindPlaces(typed, 4); len(got) == 0 || got[0].Code != want {
			t.Errorf("FindPlaces(%q) = %+v, want %s first", typed, got, want)
		}
	}
	if FindCountries("m", "en", 0) != nil || FindPlaces("m", -1) != nil || FindHeadings("oil", 0) != nil {
		t.Error("a limit of nothing gave something")
	}
}

func TestWriteWordsIsWordsKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]{0,20}`)).Draw(t, "s")
		var b strings.Builder
		if writeWords(&b, s); b.String() != wordsKey(s) {
			t.Fatalf("writeWords(%q) = %q, want %q", s, b.String(), wordsKey(s))
		}
	})
}

func TestFreeMail(t *testing.T) {
	if !FreeMail("gmail.com") || !FreeMail("menara.ma") || FreeMail("atlas-argan.ma") {
		t.Error("FreeMail is wrong about gmail.com, menara.ma or atlas-argan.ma")
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"mar", "1515.90", "olive oil", "طنجة", "San ", "\xff", "(", "\n", "zwzzz"} {
		f.Add(s, 5)
	}
	f.Fuzz(func(t *testing.T, typed string, limit int) {
		limit %= 50
		FindCountries(typed, "ar", limit)
		FindCurrencies(typed, "fr", limit)
		FindUnits(typed, "en", limit)
		if n := len(FindPlaces(typed, limit)); n > max(limit, 0) {
			t.Errorf("FindPlaces(%q, %d) gave %d", typed, limit, n)
		}
		if n := len(FindHeadings(typed, limit)); n > max(limit, 0) {
			t.Errorf("FindHeadings(%q, %d) gave %d", typed, limit, n)
		}
		PlacesByName(typed, "")
		CountryByName(typed)
		UnitByName(typed)
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, load := range map[string]func(){
		"countries": func() { loadCountries() }, "country names": func() { loadCountryNames() }, "currencies": func() { loadCurrencies() },
		"units": func() { loadUnits() }, "headings": func() { loadHeadings() }, "folded headings": func() { loadFoldedHeadings() }, "dial plans": func() { loadDialPlans() }, "ports": func() { loadPorts() }, "port names": func() { loadPortNames() },
		"other places": func() { loadOtherPlaces() }, "folded places": func() { loadFoldedPlaces() }, "free mail": func() { loadFreeMail() },
		"country index": func() { loadCountryIndex() }, "port index": func() { loadPortIndex() },
	} {
		b.Run(name, func(b *testing.B) {
			load()
			b.ReportAllocs()
			for b.Loop() {
				load()
			}
		})
	}
}

func BenchmarkFind(b *testing.B) {
	for name, find := range map[string]func(){
		"countries":         func() { FindCountries("ma", "en", 10) },
		"country by name":   func() { CountryByName("United Arab Emirates") },
		"headings by words": func() { FindHeadings("olive oil", 20) },
		"headings by other": func() { FindHeadings("other", 20) },
		"headings by code":  func() { FindHeadings("1515", 20) },
		"places":            func() { FindPlaces("ta", 10) },
		"places beyond":     func() { FindPlaces("zagora", 10) },
		"place by name":     func() { PlacesByName("Tanger Med", "") },
		"units":             func() { FindUnits("k", "en", 10) },
	} {
		b.Run(name, func(b *testing.B) {
			find()
			for b.Loop() {
				find()
			}
		})
	}
}
