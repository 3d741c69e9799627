package demo

import (
	"strconv"
	"strings"
	"sync"

	"tradedesk/model/value"
)

// market is a country that buyers write from.
type market struct {
	country  value.Country
	names    string // the language that firms and people are named in: see naming
	language value.Language
	currency value.Currency
	weight   int      // how often, among the sum of all
	phones   []string // E.164 mobile numbers, # for any digit
	ports    []string // UN/LOCODE of ports where goods from Morocco come in
	cities   []string
}

// marketRows: country, naming, language of the letter, currency, weight, phones,
// ports, cities. Ports of landlocked countries are those that serve them.
const marketRows = `
FR|fr|fr|EUR|16|+33612###### +33613######|FRMRS FRLEH FRDKK|Paris;Lyon;Marseille;Bordeaux;Lille;Nantes;Toulouse;Rungis;Perpignan
ES|es|en|EUR|10|+34612######|ESVLC ESBCN ESALG|Madrid;Barcelona;Valencia;Sevilla;Málaga;Murcia;Zaragoza
DE|de|en|EUR|9|+4915123######|DEHAM DEBRV|Hamburg;München;Berlin;Köln;Frankfurt am Main;Stuttgart;Bremen
IT|it|en|EUR|6|+39347#######|ITGOA ITNAP ITLIV|Milano;Roma;Napoli;Genova;Bologna;Torino;Bari
GB|en|en|GBP|8|+447400######|GBFXT GBSOU GBLGP|London;Manchester;Birmingham;Leeds;Bristol;Glasgow
NL|nl|en|EUR|5|+31612######|NLRTM NLAMS|Rotterdam;Amsterdam;Utrecht;Venlo;Eindhoven
BE|fr|fr|EUR|4|+32470######|BEANR BEZEE|Bruxelles;Liège;Namur;Anvers;Charleroi
US|en|en|USD|9|+120255501## +121255501## +131255501## +141555501## +161755501## +1206555#### +1305555#### +1404555#### +1713555####|USNYC USLAX USHOU USSAV|New York;Los Angeles;Houston;Chicago;Miami;Atlanta;Seattle
CA|fr|fr|CAD|4|+150623#####|CAMTR CAHAL|Montréal;Québec;Laval;Gatineau;Moncton
AE|ar|ar|AED|6|+97150#######|AEJEA AEAUH|Dubai;Abu Dhabi;Sharjah
SA|ar|ar|SAR|6|+96651#######|SAJED SADMM|Riyadh;Jeddah;Dammam
QA|ar|en|USD|2|+974331#####|QAHMD|Doha
KW|ar|ar|USD|2|+965500#####|KWSWK KWSAA|Kuwait City
BH|ar|en|USD|1|+9733600####|BHKBS|Manama
OM|ar|en|USD|1|+96892######|OMSOH OMSLL|Muscat
EG|ar|ar|USD|3|+201001######|EGALY EGDAM|Cairo;Alexandria
TN|fr|fr|EUR|2|+21620######|TNRDS TNSFA|Tunis;Sfax;Sousse
DZ|fr|fr|EUR|2|+213551######|DZALG DZORN|Alger;Oran;Constantine
LY|ar|ar|USD|1|+21891#######|LYTIP LYMRA|Tripoli;Misrata
MR|ar|fr|EUR|1|+2222212####|MRNKC|Nouakchott
JO|ar|ar|USD|1|+96279#######|JOAQJ|Amman
LB|ar|fr|USD|1|+96171######|LBBEY|Beirut
SN|fr|fr|XOF|4|+22170#######|SNDKR|Dakar;Thiès
CI|fr|fr|XOF|3|+2250701######|CIABJ|Abidjan
ML|fr|fr|XOF|1|+2236500####|SNDKR|Bamako
GH|en|en|USD|1|+233241######|GHTEM|Accra
NG|en|en|USD|2|+234803#######|NGAPP NGTIN|Lagos;Abuja
CM|fr|fr|EUR|1|+237671######|CMDLA|Douala
KE|en|en|USD|1|+254712######|KEMBA|Nairobi
ZA|en|en|USD|2|+27711######|ZADUR ZACPT|Johannesburg;Cape Town;Durban
TR|tr|en|EUR|3|+90501#######|TRIST TRMER TRIZM|İstanbul;İzmir;Bursa;Mersin
PL|pl|en|EUR|3|+48512######|PLGDN PLGDY|Warszawa;Kraków;Poznań;Gdańsk
PT|pt|en|EUR|2|+351912######|PTLIS PTLEI|Lisboa;Porto;Braga
SE|sv|en|EUR|2|+46701######|SEGOT|Stockholm;Göteborg;Malmö
DK|sv|en|EUR|1|+452012####|DKAAR DKCPH|København;Aarhus
NO|sv|en|EUR|1|+47406#####|NOOSL|Oslo;Bergen
FI|sv|en|EUR|1|+35841#######|FIHEL|Helsinki;Turku
CH|de|fr|CHF|2|+4178#######|ITGOA NLRTM|Genève;Zürich;Basel;Lausanne
AT|de|en|EUR|1|+43664######|SIKOP ITTRS|Wien;Graz;Linz
CZ|pl|en|EUR|1|+420601######|DEHAM|Praha;Brno
GR|it|en|EUR|1|+30691#######|GRPIR|Athina;Thessaloniki
RO|it|en|EUR|1|+40712######|ROCND|București;Cluj-Napoca
CN|zh|en|USD|3|+8613912######|CNSHA CNNGB|Shanghai;Guangzhou;Yiwu;Qingdao
JP|ja|en|USD|3|+819012######|JPTYO JPYOK|Tokyo;Osaka;Yokohama
KR|ko|en|USD|2|+821020######|KRPUS|Seoul;Busan
IN|en|en|USD|3|+9181234#####|INNSA INMUN|Mumbai;Delhi;Chennai;Ahmedabad
SG|en|en|USD|1|+658123####|SGSIN|Singapore
MY|en|en|USD|1|+6012345####|MYPKG|Kuala Lumpur;Penang
BR|pt|en|USD|2|+551196#######|BRSSZ|São Paulo;Santos;Curitiba
MX|es|en|USD|1|+52222123####|MXVER MXZLO|Ciudad de México;Guadalajara
AU|en|en|USD|1|+61412######|AUSYD AUMEL|Sydney;Melbourne
`

var markets = sync.OnceValue(func() []market {
	var all []market
	for row := range strings.Lines(strings.TrimSpace(marketRows)) {
		cells := strings.Split(strings.TrimSpace(row), "|")
		weight, err := strconv.Atoi(cells[4])
		if err != nil {
			panic("demo: markets: " + err.Error())
		}
		all = append(all, market{
			country: value.Country(cells[0]), names: cells[1], language: value.Language(cells[2]), currency: value.Currency(cells[3]),
			weight: weight, phones: strings.Fields(cells[5]), ports: strings.Fields(cells[6]), cities: strings.Split(cells[7], ";"),
		})
	}
	return all
})

// marketOf picks a country by its weight.
func (d dice) market() market {
	all := markets()
	sum := 0
	for _, m := range all {
		sum += m.weight
	}
	at := d.IntN(sum)
	for _, m := range all {
		if at < m.weight {
			return m
		}
		at -= m.weight
	}
	return all[0]
}

// perEuro is about what a euro costs, in hundredths: to give prices in other
// currencies a believable size.
var perEuro = map[value.Currency]int{
	"EUR": 100, "USD": 116, "GBP": 87, "AED": 429, "SAR": 438, "CAD": 162, "CHF": 93, "XOF": 65596, "MAD": 1075,
}
