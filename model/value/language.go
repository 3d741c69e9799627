package value

import (
	"strings"

	"tradedesk/model/text"
)

// Language is a code of ISO 639-1 in small letters: "ar". "" is not given.
type Language string

// ParseLanguage reads a code, a BCP 47 tag (fr-MA gives fr), a three-letter code
// or a name in English, French, Arabic or the language itself for the usual ones.
func ParseLanguage(given string) (Language, error) {
	const what = "language"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	key := text.Fold(s)
	primary, _, _ := strings.Cut(strings.ReplaceAll(key, "_", "-"), "-")
	if isLanguageCode(primary) {
		return Language(primary), nil
	}
	for _, l := range languageNames {
		if primary == l.alpha3 || primary == l.bibliographic && primary != "" || l.bears(key) {
			return l.code, nil
		}
	}
	return "", &Error{Type: what, Text: given, Code: CodeUnknown, Reason: "is not in ISO 639-1", Hint: "write a code such as ar, fr or en"}
}

func isLanguageCode(s string) bool {
	return len(s) == 2 && strings.Contains(languageCodes, " "+s+" ")
}

// languageCodes is all of ISO 639-1.
const languageCodes = ` aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu ` +
	`fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky ` +
	`la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw ` +
	`sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu `

type languageName struct {
	code                         Language
	alpha3, bibliographic        string // ISO 639-2
	english, french, arabic, own string
}

// bears reports whether a folded name is one of the language's.
func (n languageName) bears(key string) bool {
	for _, name := range []string{n.english, n.french, n.arabic, n.own} {
		if key == text.Fold(name) {
			return true
		}
	}
	return false
}

// languageNames are those a broker meets.
var languageNames = []languageName{
	{"ar", "ara", "", "Arabic", "arabe", "العربية", "عربي"},
	{"fr", "fra", "fre", "French", "français", "الفرنسية", "français"},
	{"en", "eng", "", "English", "anglais", "الإنجليزية", "English"},
	{"es", "spa", "", "Spanish", "espagnol", "الإسبانية", "español"},
	{"pt", "por", "", "Portuguese", "portugais", "البرتغالية", "português"},
	{"it", "ita", "", "Italian", "italien", "الإيطالية", "italiano"},
	{"de", "deu", "ger", "German", "allemand", "الألمانية", "Deutsch"},
	{"nl", "nld", "dut", "Dutch", "néerlandais", "الهولندية", "Nederlands"},
	{"tr", "tur", "", "Turkish", "turc", "التركية", "Türkçe"},
	{"ru", "rus", "", "Russian", "russe", "الروسية", "русский"},
	{"uk", "ukr", "", "Ukrainian", "ukrainien", "الأوكرانية", "українська"},
	{"pl", "pol", "", "Polish", "polonais", "البولندية", "polski"},
	{"ro", "ron", "rum", "Romanian", "roumain", "الرومانية", "română"},
	{"cs", "ces", "cze", "Czech", "tchèque", "التشيكية", "čeština"},
	{"hu", "hun", "", "Hungarian", "hongrois", "المجرية", "magyar"},
	{"bg", "bul", "", "Bulgarian", "bulgare", "البلغارية", "български"},
	{"el", "ell", "gre", "Greek", "grec", "اليونانية", "ελληνικά"},
	{"sv", "swe", "", "Swedish", "suédois", "السويدية", "svenska"},
	{"da", "dan", "", "Danish", "danois", "الدنماركية", "dansk"},
	{"no", "nor", "", "Norwegian", "norvégien", "النرويجية", "norsk"},
	{"fi", "fin", "", "Finnish", "finnois", "الفنلندية", "suomi"},
	{"he", "heb", "", "Hebrew", "hébreu", "العبرية", "עברית"},
	{"fa", "fas", "per", "Persian", "persan", "الفارسية", "فارسی"},
	{"ur", "urd", "", "Urdu", "ourdou", "الأردية", "اردو"},
	{"hi", "hin", "", "Hindi", "hindi", "الهندية", "हिन्दी"},
	{"bn", "ben", "", "Bengali", "bengali", "البنغالية", "বাংলা"},
	{"zh", "zho", "chi", "Chinese", "chinois", "الصينية", "中文"},
	{"ja", "jpn", "", "Japanese", "japonais", "اليابانية", "日本語"},
	{"ko", "kor", "", "Korean", "coréen", "الكورية", "한국어"},
	{"vi", "vie", "", "Vietnamese", "vietnamien", "الفيتنامية", "Tiếng Việt"},
	{"th", "tha", "", "Thai", "thaï", "التايلاندية", "ไทย"},
	{"id", "ind", "", "Indonesian", "indonésien", "الإندونيسية", "Bahasa Indonesia"},
	{"ms", "msa", "may", "Malay", "malais", "الملايوية", "Bahasa Melayu"},
	{"sw", "swa", "", "Swahili", "swahili", "السواحيلية", "Kiswahili"},
	{"wo", "wol", "", "Wolof", "wolof", "الولوفية", "Wolof"},
	{"ha", "hau", "", "Hausa", "haoussa", "الهوسا", "Hausa"},
	{"am", "amh", "", "Amharic", "amharique", "الأمهرية", "አማርኛ"},
}

// String gives the code.
func (l Language) String() string { return string(l) }

// IsZero reports whether no language is given.
func (l Language) IsZero() bool { return l == "" }

// Name gives the name in a language (en, fr, ar; else English), the code itself
// when it is none of the usual ones.
func (l Language) Name(lang string) string {
	for _, n := range languageNames {
		if n.code != l {
			continue
		}
		switch primary, _, _ := strings.Cut(lang, "-"); primary {
		case "fr":
			return n.french
		case "ar":
			return n.arabic
		}
		return n.english
	}
	return string(l)
}
