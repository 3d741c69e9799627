package value

import (
	"strings"

	"tradedesk/model/reference"
	"tradedesk/model/text"
)

// Currency is a code of ISO 4217 in capitals: "MAD". "" is not given.
type Currency string

// ParseCurrency reads a code in any case, a symbol that belongs to one currency
// alone (€, £, US$), or a full name in English, French or Arabic. Signs of
// several currencies ($, ¥, DH, dinar, FCFA) are refused with the choices.
func ParseCurrency(given string) (Currency, error) {
	c, err := parseCurrency(given)
	if err != nil {
		return "", err
	}
	return c, nil
}

func parseCurrency(given string) (Currency, *Error) {
	const what = "currency"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	if c, ok := reference.CurrencyByCode(strings.ToUpper(s)); ok {
		return Currency(c.Code), nil
	}
	key := strings.Join(strings.Fields(strings.ReplaceAll(text.Fold(s), ".", "")), " ")
	if code, ok := currencySigns[key]; ok {
		return code, nil
	}
	if choice, ok := sharedSigns[key]; ok {
		return "", &Error{Type: what, Text: given, Code: CodeAmbiguous, Reason: "could be " + choice.said, Hint: "write the code", Meant: choice.codes}
	}
	if now, ok := formerCurrencies[key]; ok {
		return "", &Error{Type: what, Text: given, Code: CodeObsolete, Reason: "was replaced by " + string(now), Hint: "write " + string(now), Meant: []string{string(now)}}
	}
	if c, ok := reference.CurrencyByName(s); ok {
		return Currency(c.Code), nil
	}
	return "", &Error{Type: what, Text: given, Code: CodeUnknown, Reason: "is not in ISO 4217", Hint: "write a code such as USD, EUR or MAD"}
}

// currencySigns belong to one currency; keys are folded and without points.
var currencySigns = map[string]Currency{
	"€": "EUR", "euros": "EUR", "£": "GBP", "₤": "GBP", "£ stg": "GBP", "stg": "GBP", "sterling": "GBP", "british pound": "GBP", "british pounds": "GBP",
	"us$": "USD", "usd$": "USD", "$us": "USD", "$usd": "USD", "us dollars": "USD", "us dollar": "USD", "dollars us": "USD",
	"a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "nt$": "TWD", "mx$": "MXN", "r$": "BRL",
	"rmb": "CNY", "cn¥": "CNY", "yuan": "CNY", "renminbi": "CNY", "元": "CNY", "jp¥": "JPY", "yen": "JPY", "円": "JPY",
	"₹": "INR", "₺": "TRY", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₫": "VND", "₴": "UAH", "₦": "NGN", "₱": "PHP", "฿": "THB", "₸": "KZT",
	"₼": "AZN", "₾": "GEL", "₲": "PYG", "₵": "GHS", "₡": "CRC", "₮": "MNT", "₭": "LAK", "zl": "PLN", "kc": "CZK", "ft": "HUF",
	"sfr": "CHF", "dt": "TND", "da": "DZD", "dirham marocain": "MAD", "dirhams marocains": "MAD", "moroccan dirhams": "MAD",
	"د م": "MAD", "دم": "MAD", "دراهم مغربيه": "MAD", "د ا": "AED", "دا": "AED", "د ت": "TND", "دت": "TND", "د ج": "DZD", "دج": "DZD", "د ك": "KWD", "دك": "KWD",
	"ر س": "SAR", "رس": "SAR", "ر ق": "QAR", "رق": "QAR", "ج م": "EGP", "جم": "EGP",
}

// sharedSign is what a sign of several currencies could be.
type sharedSign struct {
	said  string
	codes []string
}

var (
	aDollar      = sharedSign{"USD, CAD, AUD or another dollar", []string{"USD", "CAD", "AUD"}}
	yenOrYuan    = sharedSign{"JPY or CNY", []string{"JPY", "CNY"}}
	aDirham      = sharedSign{"MAD or AED", []string{"MAD", "AED"}}
	aDinar       = sharedSign{"TND, DZD, KWD or another dinar", []string{"TND", "DZD", "KWD"}}
	aRiyal       = sharedSign{"SAR, QAR, OMR or another riyal", []string{"SAR", "QAR", "OMR"}}
	aCFAFranc    = sharedSign{"XOF (West Africa) or XAF (Central Africa)", []string{"XOF", "XAF"}}
	aFranc       = sharedSign{"CHF, XOF, XAF or another franc", []string{"CHF", "XOF", "XAF"}}
	aPound       = sharedSign{"GBP, EGP or another pound", []string{"GBP", "EGP"}}
	aLivre       = sharedSign{"GBP, EGP or TRY", []string{"GBP", "EGP", "TRY"}}
	aGineih      = sharedSign{"GBP or EGP", []string{"GBP", "EGP"}}
	aLiraOfThree = sharedSign{"TRY, LBP or SYP", []string{"TRY", "LBP", "SYP"}}
	aLira        = sharedSign{"TRY or LBP", []string{"TRY", "LBP"}}
	aCrown       = sharedSign{"SEK, NOK, DKK or ISK", []string{"SEK", "NOK", "DKK", "ISK"}}
	aKrona       = sharedSign{"SEK or ISK", []string{"SEK", "ISK"}}
	aKrone       = sharedSign{"NOK or DKK", []string{"NOK", "DKK"}}
	aPeso        = sharedSign{"MXN, ARS, PHP or another peso", []string{"MXN", "ARS", "PHP"}}
	aRupee       = sharedSign{"INR, PKR or another rupee", []string{"INR", "PKR"}}
)

// sharedSigns belong to several currencies, named here.
var sharedSigns = map[string]sharedSign{
	"$": aDollar, "dollar": aDollar, "dollars": aDollar, "دولار": aDollar,
	"¥":  yenOrYuan,
	"dh": aDirham, "dhs": aDirham, "dirham": aDirham, "dirhams": aDirham, "درهم": aDirham, "دراهم": aDirham,
	"dinar": aDinar, "dinars": aDinar, "دينار": aDinar,
	"riyal": aRiyal, "rial": aRiyal, "riyals": aRiyal, "ريال": aRiyal,
	"cfa": aCFAFranc, "fcfa": aCFAFranc, "franc cfa": aCFAFranc, "f cfa": aCFAFranc,
	"franc": aFranc, "francs": aFranc, "f": aFranc,
	"pound": aPound, "pounds": aPound, "livre": aLivre, "livres": aLivre, "جنيه": aGineih, "ليره": aLiraOfThree, "lira": aLira,
	"kr": aCrown, "krona": aKrona, "krone": aKrone, "peso": aPeso, "pesos": aPeso,
	"rupee": aRupee, "rupees": aRupee, "rs": aRupee,
}

// formerCurrencies are codes that ISO 4217 withdrew, and what took their place.
var formerCurrencies = map[string]Currency{
	"ats": "EUR", "bef": "EUR", "bgn": "EUR", "cyp": "EUR", "dem": "EUR", "eek": "EUR", "esp": "EUR", "fim": "EUR", "frf": "EUR", "grd": "EUR", "hrk": "EUR",
	"iep": "EUR", "itl": "EUR", "ltl": "EUR", "luf": "EUR", "lvl": "EUR", "mtl": "EUR", "nlg": "EUR", "pte": "EUR", "sit": "EUR", "skk": "EUR",
	"ang": "XCG", "byr": "BYN", "mro": "MRU", "rol": "RON", "sll": "SLE", "std": "STN", "trl": "TRY", "vef": "VES", "zmk": "ZMW", "zwl": "ZWG", "azm": "AZN", "ghc": "GHS", "mzm": "MZN", "sdd": "SDG",
}

// String gives the code.
func (c Currency) String() string { return string(c) }

// IsZero reports whether no currency is given.
func (c Currency) IsZero() bool { return c == "" }

// MinorUnits gives how many digits amounts have behind the point: 2, for some 0
// or 3; 2 also for what is no code.
func (c Currency) MinorUnits() int {
	if r, ok := reference.CurrencyByCode(string(c)); ok {
		return r.Minor
	}
	return 2
}

// Name gives the name in a language (en, fr, ar; English where there is none),
// the code itself when it is unknown.
func (c Currency) Name(lang string) string {
	if r, ok := reference.CurrencyByCode(string(c)); ok {
		return r.Name(lang)
	}
	return string(c)
}
