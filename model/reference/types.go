package reference

// Country is one of ISO 3166-1, with what a desk asks of it.
type Country struct {
	Code     string // alpha-2
	Alpha3   string
	Dial     string // calling code, digits only
	Currency string // ISO 4217, "" when it has none of its own
	Market   string // eu, north_america, africa, gulf, asia or other
	Region   string // M49 region in English
	English  string
	French   string
	Arabic   string
}

// Currency is one of ISO 4217.
type Currency struct {
	Code    string
	Minor   int // digits after the point
	English string
	French  string
	Arabic  string
}

// Unit is one of UN/ECE Recommendation 20.
type Unit struct {
	Code      string
	Symbol    string
	Dimension string
	English   string
	French    string
	Arabic    string
}

// Place is one of UN/LOCODE.
type Place struct {
	Code      string // five letters, country first
	Name      string
	Functions string // the digits of UN/LOCODE: 1 seaport, 2 rail, 3 road, 4 airport, 5 post, 6 inland clearance
}

// Heading is one line of the Harmonized System 2022.
type Heading struct {
	Code        string // 2, 4 or 6 digits
	Parent      string // "" for a chapter
	Description string // English
}

// FindCountries gives the countries whose code or name begins with prefix.
func FindCountries(prefix, lang string, limit int) []Country { return nil }

// FindCurrencies gives the currencies whose code or name begins with prefix.
func FindCurrencies(prefix, lang string, limit int) []Currency { return nil }

// FindUnits gives the units whose code, symbol or name begins with prefix.
func FindUnits(prefix, lang string, limit int) []Unit { return nil }

// FindPlaces gives the places whose code or name begins with prefix.
func FindPlaces(prefix string, limit int) []Place { return nil }

// FindHeadings gives the headings whose digits begin with query, or that hold its words.
func FindHeadings(query string, limit int) []Heading { return nil }
