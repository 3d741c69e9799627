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
		return "", &Error{Type: what, Text: given, Code: CodeAmbiguous, Reason: "could be " + choice, Hint: "write the code"}
	}
	if now, ok := formerCurrencies[key]; ok {
		return "", &Error{Type: what, Text: given, Code: CodeObsolete, Reason: "was replaced by " + string(now), Hint: "write " + string(now)}
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

// sharedSigns belong to several currencies, named here.
var sharedSigns = map[string]string{
	"$": "USD, CAD, AUD or another dollar", "dollar": "USD, CAD, AUD or another dollar", "dollars": "USD, CAD, AUD or another dollar", "دولار": "USD, CAD, AUD or another dollar",
	"¥":  "JPY or CNY",
	"dh": "MAD or AED", "dhs": "MAD or AED", "dirham": "MAD or AED", "dirhams": "MAD or AED", "درهم": "MAD or AED", "دراهم": "MAD or AED",
	"dinar": "TND, DZD, KWD or another dinar", "dinars": "TND, DZD, KWD or another dinar", "دينار": "TND, DZD, KWD or another dinar",
	"riyal": "SAR, QAR, OMR or another riyal", "rial": "SAR, QAR, OMR or another riyal", "riyals": "SAR, QAR, OMR or another riyal", "ريال": "SAR, QAR, OMR or another riyal",
	"cfa": "XOF (West Africa) or XAF (Central Africa)", "fcfa": "XOF (West Africa) or XAF (Central Africa)", "franc cfa": "XOF (West Africa) or XAF (Central Africa)", "f cfa": "XOF (West Africa) or XAF (Central Africa)",
	"franc": "CHF, XOF, XAF or another franc", "francs": "CHF, XOF, XAF or another franc", "f": "CHF, XOF, XAF or another franc",
	"pound": "GBP, EGP or another pound", "pounds": "GBP, EGP or another pound", "livre": "GBP, EGP or TRY", "livres": "GBP, EGP or TRY", "جنيه": "GBP or EGP", "ليره": "TRY, LBP or SYP", "lira": "TRY or LBP",
	"kr": "SEK, NOK, DKK or ISK", "krona": "SEK or ISK", "krone": "NOK or DKK", "peso": "MXN, ARS, PHP or another peso", "pesos": "MXN, ARS, PHP or another peso",
	"rupee": "INR, PKR or another rupee", "rupees": "INR, PKR or another rupee", "rs": "INR, PKR or another rupee",
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
