package capture

import (
	"strings"
	"sync"
	"unicode"

	"tradedesk/model/reference"
	"tradedesk/model/value"
)

// place is a city and the country it is in.
type place struct {
	name    string
	country value.Country
}

// inlandCities are cities that buyers come from and ships do not go to, with
// their names in French, Arabic and English. The seaports and the places of
// Morocco are in the reference tables.
const inlandCities = `
	FR Paris|باريس; FR Lyon|ليون; FR Toulouse|تولوز; FR Lille|ليل; FR Strasbourg|ستراسبورغ; FR Grenoble; FR Perpignan|بربينيان; FR Rungis; FR Montpellier|مونبلييه; FR Avignon; FR Rennes
	BE Bruxelles|Brussels|Brussel|بروكسل; BE Liège|Liege; NL Utrecht; NL The Hague|La Haye|Den Haag|لاهاي; NL Eindhoven; NL Venlo; NL Barendrecht; LU Luxembourg
	DE Berlin|برلين; DE Frankfurt|Francfort|فرانكفورت; DE München|Munich|Muenchen|ميونخ; DE Köln|Cologne|Koeln|كولونيا; DE Stuttgart; DE Düsseldorf|Duesseldorf; DE Nürnberg|Nuremberg; DE Hannover|Hanovre; DE Leipzig; DE Dortmund
	ES Madrid|مدريد; ES Sevilla|Seville|Séville|إشبيلية; ES Zaragoza|Saragosse; ES Murcia|Murcie; ES Granada|Grenade|غرناطة; ES Córdoba|Cordoue; ES Valladolid; PT Braga; PT Coimbra
	IT Milano|Milan|ميلانو; IT Roma|Rome|روما; IT Torino|Turin|تورينو; IT Bologna|Bologne; IT Firenze|Florence; IT Verona|Vérone; IT Parma|Parme; CH Zürich|Zurich|زيورخ; CH Genève|Geneva|جنيف; CH Basel|Bâle; CH Lausanne; CH Bern|Berne
	AT Wien|Vienna|Vienne|فيينا; AT Salzburg; PL Warszawa|Warsaw|Varsovie|وارسو; PL Kraków|Cracovie; CZ Praha|Prague|براغ; HU Budapest|بودابست; RO Bucureşti|Bucharest|Bucarest|بوخارست; BG Sofia|صوفيا; RS Beograd|Belgrade; UA Kyiv|Kiev
	GB Birmingham|برمنغهام; GB Manchester|مانشستر; GB Leeds; GB Leicester; GB Sheffield; GB Nottingham; GB Edinburgh; GB Glasgow; GB London|Londres|لندن; IE Dublin|دبلن; SE Uppsala; RU Moscow|Moscou|Moskva|موسكو
	US Chicago|شيكاغو; US Austin; US Dallas; US Atlanta; US Denver; US Phoenix; US Las Vegas; US Minneapolis; US Nashville; CA Toronto|تورونتو; CA Calgary; CA Edmonton; CA Ottawa|أوتاوا; CA Winnipeg; MX Ciudad de México|Mexico City
	SA Riyadh|Riyad|الرياض; SA Makkah|Mecca|La Mecque|مكة; SA Madinah|Medina|Médine|المدينة المنورة; KW Kuwait City|Koweït|مدينة الكويت; JO Amman|عمان; LB Beirut|Beyrouth|بيروت; SY Damascus|Damas|دمشق; IQ Baghdad|Bagdad|بغداد; OM Muscat|Mascate|مسقط; BH Manama|المنامة; AE Sharjah|الشارقة; AE Al Ain|العين
	EG Cairo|Le Caire|القاهرة; EG Giza|الجيزة; DZ Constantine|قسنطينة; DZ Tlemcen|تلمسان; TN Kairouan|القيروان; ML Bamako|باماكو; BF Ouagadougou|واغادوغو; NE Niamey|نيامي; NG Abuja|أبوجا; NG Kano; GH Kumasi; KE Nairobi|نيروبي; ET Addis Ababa|Addis Abeba; SN Thiès; CI Bouaké; RW Kigali; UG Kampala; ZA Johannesburg|جوهانسبرغ; MA Ifrane|إفران; MA Taroudant|تارودانت; MA Tiznit|تيزنيت; MA Ouarzazate|ورزازات; MA Errachidia|الرشيدية; MA Zagora|زاكورة; MA Taliouine|تالوين; MA Chefchaouen|شفشاون; MA Erfoud|أرفود; MA Berkane|بركان; MA Khouribga|خريبكة; MA Settat|سطات; MA Beni Mellal|Béni Mellal|بني ملال; MA Inezgane|إنزكان; MA Ait Melloul|Aït Melloul|أيت ملول; MA Larache|العرائش; MA Taza|تازة; MA Khemisset|الخميسات; MA Essaouira|الصويرة; MA Laayoune|Laâyoune|العيون; MA Guelmim|كلميم; MA Salé|Sale|سلا; MA Temara|تمارة; MA Skhirat; MA Bouskoura; MA Nouaceur; MA Had Soualem
	TR Ankara|أنقرة; TR Bursa; TR Konya; TR Gaziantep; IR Tehran|طهران; IN New Delhi|Delhi|نيودلهي; IN Bangalore|Bengaluru; IN Hyderabad; IN Pune; PK Lahore|لاهور; PK Islamabad; BD Dhaka; CN Beijing|Pékin|بكين|北京; CN Yiwu|إيوو; CN Guangzhou|Canton|广州; CN Hangzhou; CN Chengdu; CN Wuhan; CN Foshan; TW Taipei; KR Seoul|Séoul|سيول; JP Kyoto; MY Kuala Lumpur|كوالالمبور; BR São Paulo|Sao Paulo; BR Brasília; AR Córdoba; CO Bogotá|Bogota; CL Santiago`

var inland = sync.OnceValue(func() map[string]place {
	out := map[string]place{}
	for line := range strings.Lines(inlandCities) {
		for entry := range strings.SplitSeq(line, ";") {
			code, names, ok := strings.Cut(strings.TrimSpace(entry), " ")
			if !ok {
				continue
			}
			first, _, _ := strings.Cut(names, "|")
			for name := range strings.SplitSeq(names, "|") {
				if _, there := out[keyOf(name)]; !there {
					out[keyOf(name)] = place{first, value.Country(code)}
				}
			}
		}
	}
	return out
})

// cityNamed finds a city by its name in any of the languages. Of several places
// with one name that of Morocco is meant, else the first.
func cityNamed(name string) (place, bool) {
	if found, ok := inland()[keyOf(name)]; ok {
		return found, true
	}
	ports := reference.PortsByName(name)
	if len(ports) == 0 {
		return place{}, false
	}
	best := ports[0]
	for _, p := range ports {
		if p.Country() == "MA" {
			best = p
			break
		}
	}
	outside, _, _ := strings.Cut(best.Name, "(")
	return place{strings.TrimSpace(outside), value.Country(best.Country())}, true
}

// cityText keeps a name as it was typed, but for abbreviations and other scripts:
// one city should have one name.
func cityText(typed string, found place) string {
	if strings.ContainsFunc(typed, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) || 3*len(typed) < 2*len(found.name) {
		return found.name
	}
	return cased(named(typed))
}

// notPlaces are words that are places too, and mean something else at a fair.
var notPlaces = wordSet("nice, best, orange, port, ports, bio, fair, salem, sale, san, santa, bar, aden, bay, ford, hope, lead, marina, most, oil, paradise, ras, reading, rose, salt, sets, split, trade, union, victoria, war, west, young, ben, el, la, le, al, de, beni, douar, or, os, as, aga, ala, ana, ama, bo, can, deal, hull, mobile, male, port said")

const maxPlaceWords = 3

// cityAt finds a city that begins at a token, the longest name first.
func (p *parser) cityAt(at int) (found place, to int, ok bool) {
	for n := maxPlaceWords; n > 0; n-- {
		if !p.free(at, at+n) {
			continue
		}
		stretch := [2]int{at, n}
		look, asked := p.cities[stretch]
		if !asked {
			look = p.lookCity(at, n)
			p.cities[stretch] = look
		}
		if look.ok {
			return look.place, at + n, true
		}
	}
	return place{}, at, false
}

type cityLook struct {
	place place
	ok    bool
}

func (p *parser) lookCity(at, n int) cityLook {
	name := p.joined(at, at+n)
	key := keyOf(name)
	if len(key) < 3 || notPlaces()[key] || n == 1 && (firstNames()[p.tokens[at].fold] || !p.tokens[at].isWord()) {
		return cityLook{}
	}
	found, ok := cityNamed(name)
	return cityLook{found, ok}
}

// placeMarks stand before a place.
var placeMarks = wordSet("in, at, from, à, a, de, من, في")

// places takes the country and the city. A second city is a note.
func (p *parser) places() {
	for i := range p.tokens {
		if country, to, ok := p.countryAt(i); ok && p.reading.Country == "" {
			p.reading.Country = country
			p.part(Country, p.withMark(i), to, country.Name("en"), true)
		}
	}
	for i := range p.tokens {
		if found, to, ok := p.cityAt(i); ok && p.reading.City == "" {
			p.reading.City = cityText(p.joined(i, to), found)
			p.part(City, p.withMark(i), to, p.reading.City, true)
		}
	}
}

// withMark takes the preposition before a place too.
func (p *parser) withMark(at int) int {
	if p.free(at-1, at+1) && placeMarks()[p.tokens[at-1].fold] {
		return at - 1
	}
	return at
}

// shortCountries are the codes that people write for a country's name.
// In small letters some are words.
var shortCountries = map[string]bool{
	"UAE": true, "USA": true, "UK": true, "KSA": true, "EAU": true, "RDC": true, "US": true, "uae": true, "usa": true, "uk": true, "ksa": true,
}

func (p *parser) countryAt(at int) (country value.Country, to int, ok bool) {
	for n := maxPlaceWords; n > 0; n-- {
		if !p.free(at, at+n) {
			continue
		}
		name := p.joined(at, at+n)
		short := len([]rune(keyOf(name))) < 4
		if short && !shortCountries[name] {
			continue
		}
		if n == 1 && firstNames()[p.tokens[at].fold] {
			continue
		}
		if c, found := reference.CountryByName(name); found && (short || wordsOf(keyOf(name)) == n) {
			return value.Country(c.Code), at + n, true
		}
	}
	return "", at, false
}

// terms takes the delivery term, and the port behind it.
func (p *parser) terms() {
	for i, t := range p.tokens {
		if t.used || t.quoted || p.reading.Incoterm != "" || len(t.fold) != 3 {
			continue
		}
		// "for" and "des" are words first; only rules in force are taken.
		term, err := value.ParseIncoterm(t.text)
		if err != nil {
			continue
		}
		p.reading.Incoterm = term
		p.part(Incoterm, i, i+1, term.String(), true)
		for n := maxPlaceWords; n > 0; n-- {
			if !p.free(i+1, i+1+n) || p.tokens[i+1].apart {
				continue
			}
			name := p.joined(i+1, i+1+n)
			if len(reference.PortsByName(name)) == 0 {
				continue
			}
			if port, err := value.ParsePort(name); err == nil {
				p.reading.Port = port
				p.part(Port, i+1, i+1+n, portText(port), true)
				break
			}
		}
	}
}

func portText(port value.Port) string { return strings.TrimSpace(port.Name() + " " + port.String()) }
