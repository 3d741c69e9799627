package demo

import (
	"strconv"
	"strings"
	"sync"

	"tradedesk/model/value"
)

// product is what Moroccan exporters sell and buyers ask for.
type product struct {
	english, french, arabic string
	hs                      value.HS
	unit                    value.Unit
	price                   [2]int // of a unit in euro cents, from and to
	order                   [2]int // units that a buyer asks for, from and to
	months                  [2]int // units that an exporter can deliver a month, from and to
	certificates            []string
	towns                   []string
	port                    value.Port
	stems                   []string // words in the names of firms that sell it
}

// productRows: English, French, Arabic, HS 2022, unit (UN/ECE Rec 20), price,
// order, capacity, certificates, towns, port, name stems. Prices are of the size
// that such goods had FOB in 2025 and 2026.
const productRows = `
Argan oil, cosmetic grade|Huile d'argan cosmétique|زيت أركان تجميلي|151590|LTR|1700-2900|50-4000|500-9000|Ecocert,ONSSA,COSMOS|Agadir;Essaouira;Taroudant;Tiznit|MAAGA|Argane;Tafraout;Tamounte;Arganeraie
Argan oil, culinary|Huile d'argan alimentaire|زيت أركان غذائي|151590|LTR|1900-3200|50-2000|400-5000|Ecocert,ONSSA,ISO 22000|Agadir;Essaouira;Taroudant|MAAGA|Argane;Amlou;Tigmi
Prickly pear seed oil|Huile de graines de figue de barbarie|زيت بذور التين الشوكي|151590|LTR|42000-65000|2-80|20-300|Ecocert,COSMOS|Sidi Ifni;Guelmim;Agadir|MAAGA|Aknari;Barbarie
Canned sardines in oil|Sardines à l'huile en conserve|سردين معلب بالزيت|160413|KGM|310-460|10000-120000|80000-900000|ONSSA,BRC,IFS,MSC|Agadir;Safi;Laâyoune;Tan-Tan|MAAGA|Conserves;Océan;Sardina;Pêcheries
Frozen sardines|Sardines congelées|سردين مجمد|030353|TNE|68000-105000|24-400|200-3000|ONSSA,HACCP|Laâyoune;Dakhla;Tan-Tan;Agadir|MAAGA|Frigo;Atlantique;Sahara Fish
Frozen octopus|Poulpe congelé|أخطبوط مجمد|030752|TNE|850000-1250000|5-100|40-400|ONSSA,HACCP,BRC|Dakhla;Laâyoune|MAAGA|Dakhla Pêche;Cephalo;Rio de Oro
Fish meal|Farine de poisson|دقيق السمك|230120|TNE|115000-160000|50-800|300-4000|GMP+,ONSSA|Laâyoune;Tan-Tan|MAAGA|Protéines;Farimar
Clementines|Clémentines|كليمنتين|080521|TNE|62000-98000|20-500|400-9000|GlobalG.A.P.,ONSSA,GRASP|Berkane;Agadir;Taroudant|MANDR|Agrumes;Berkania;Clémentina
Oranges, Maroc Late|Oranges Maroc Late|برتقال ماروك ليت|080510|TNE|45000-70000|40-800|500-12000|GlobalG.A.P.,ONSSA|Kénitra;Beni Mellal;Taroudant|MACAS|Agrumes;Gharb;Oranger
Tomatoes on the vine|Tomates grappe|طماطم عنقودية|070200|TNE|85000-140000|15-300|300-6000|GlobalG.A.P.,BRC,ONSSA|Agadir;Chtouka;Dakhla|MAAGA|Primeurs;Souss;Serres
Raspberries|Framboises|توت العليق|081020|KGM|620-980|2000-40000|20000-400000|GlobalG.A.P.,BRC,GRASP|Larache;Kénitra;Agadir|MAPTM|Berry;Fruits Rouges;Loukkos
Blueberries|Myrtilles|توت أزرق|081040|KGM|560-900|2000-50000|20000-500000|GlobalG.A.P.,BRC|Larache;Moulay Bousselham|MAPTM|Berry;Myrtille;Loukkos
Avocados, Hass|Avocats Hass|أفوكادو هاس|080440|TNE|190000-310000|10-200|100-2000|GlobalG.A.P.,GRASP|Kénitra;Larache|MAPTM|Avocado;Gharb;Verger
Extra virgin olive oil|Huile d'olive vierge extra|زيت زيتون بكر ممتاز|150920|LTR|420-780|1000-60000|10000-300000|COI,ONSSA,Ecocert|Meknès;Marrakech;Beni Mellal;Fès|MACAS|Oliveraie;Atlas Olive;Zitoun
Table olives|Olives de table|زيتون المائدة|200570|KGM|135-260|5000-80000|30000-700000|ONSSA,IFS,BRC|Marrakech;Meknès;Fès|MACAS|Olives;Zitouna;Saveurs
Capers|Câpres|كبار|200190|KGM|380-720|1000-24000|8000-120000|ONSSA,IFS|Fès;Safi|MACAS|Câprier;Fassia
Medjool dates|Dattes Mejhoul|تمور المجهول|080410|KGM|480-990|1000-26000|10000-160000|ONSSA,Ecocert|Errachidia;Erfoud;Zagora|MACAS|Oasis;Tafilalet;Palmeraie
Dried mint|Menthe séchée|نعناع مجفف|121190|KGM|210-390|500-20000|5000-90000|ONSSA,Ecocert|Meknès;Tiznit;Benslimane|MACAS|Herbes;Naanaa;Aromates
Saffron of Taliouine|Safran de Taliouine|زعفران تالوين|091020|GRM|220-390|200-8000|2000-30000|AOP,ONSSA,Ecocert|Taliouine;Taznakht|MAAGA|Safran;Taliouine
Rose water|Eau de rose|ماء الورد|330190|LTR|280-640|200-9000|2000-40000|Ecocert,COSMOS|Kelaat M'Gouna;Ouarzazate|MACAS|Rosa;M'Gouna;Dadès
Couscous|Couscous|كسكس|190240|KGM|78-130|10000-150000|100000-2000000|ONSSA,ISO 22000,Halal|Casablanca;Fès|MACAS|Semoulerie;Dari;Moulins
Carob powder|Poudre de caroube|مسحوق الخروب|121292|KGM|160-290|1000-24000|8000-90000|ONSSA,Ecocert|Fès;Marrakech|MACAS|Caroube;Rif
Thyme honey|Miel de thym|عسل الزعتر|040900|KGM|980-1900|100-5000|1000-20000|ONSSA|Agadir;Azilal|MAAGA|Rucher;Miel;Tassemt
Agar-agar|Agar-agar|أجار أجار|130231|KGM|1900-2600|500-8000|5000-60000|ISO 22000,Halal,Kosher|Kénitra;El Jadida|MACAS|Setexal;Algues
Men's cotton trousers|Pantalons homme en coton|سراويل قطنية رجالية|620342|H87|620-1450|2000-60000|20000-250000|OEKO-TEX,BSCI,GOTS|Tanger;Casablanca;Salé|MAPTM|Textile;Confection;Denim
Cotton T-shirts|T-shirts en coton|قمصان قطنية|610910|H87|190-460|5000-120000|50000-600000|OEKO-TEX,GOTS,BSCI|Tanger;Casablanca;Fès|MAPTM|Maille;Textile;Coton
Women's dresses|Robes femme|فساتين نسائية|620442|H87|780-1900|1000-30000|10000-120000|OEKO-TEX,BSCI|Tanger;Casablanca|MAPTM|Couture;Confection;Mode
Wiring harnesses for vehicles|Faisceaux de câbles automobiles|ضفائر أسلاك السيارات|854430|H87|2400-9800|1000-40000|10000-200000|IATF 16949,ISO 9001,ISO 14001|Tanger;Kénitra;Berrechid|MAPTM|Câblage;Wiring;Auto Systems
Low-voltage cable|Câbles basse tension|كابلات الجهد المنخفض|854449|KGM|640-980|2000-60000|30000-500000|ISO 9001,CE|Mohammedia;Casablanca|MACAS|Câbles;Électro
Phosphate rock|Phosphate brut|صخر الفوسفات|251010|TNE|9800-15500|3000-30000|20000-200000|ISO 9001|Khouribga;Youssoufia;Laâyoune|MAJFL|Phosphates;Minérale
Diammonium phosphate|Phosphate diammonique (DAP)|فوسفات ثنائي الأمونيوم|310530|TNE|48000-66000|500-25000|10000-120000|ISO 9001,REACH|Jorf Lasfar;El Jadida|MAJFL|Engrais;Fertil
Barite powder|Barytine en poudre|مسحوق الباريت|251110|TNE|9500-16500|100-5000|2000-20000|API 13A,ISO 9001|Safi;Marrakech;Errachidia|MASFI|Barytine;Mines;Minerals
Knotted wool carpets|Tapis noués en laine|زرابي صوفية معقودة|570110|MTK|5200-16500|20-900|100-1500|GoodWeave,Label National de l'Artisanat|Fès;Rabat;Taznakht;Azilal|MACAS|Tapis;Beni Ouarain;Zarbia
Zellige tiles|Carreaux de zellige|زليج|690721|MTK|3900-9900|50-1500|300-3000|CE,Label National de l'Artisanat|Fès;Tétouan|MAPTM|Zellige;Mosaïque;Terre de Fès
Tagines and ceramics|Tajines et céramiques|طواجن وخزف|691200|H87|240-950|500-20000|5000-60000|Label National de l'Artisanat|Safi;Salé|MASFI|Poterie;Céramique;Faïence
Leather handbags|Sacs à main en cuir|حقائب يد جلدية|420221|H87|1900-5400|200-6000|1000-20000|LWG,BSCI|Fès;Marrakech|MACAS|Cuir;Maroquinerie;Tannerie
Black soap|Savon noir|صابون أسود|340119|KGM|160-380|500-15000|5000-60000|Ecocert,COSMOS|Marrakech;Fès|MACAS|Hammam;Beldi;Savonnerie
Watermelons|Pastèques|بطيخ أحمر|080711|TNE|31000-52000|24-400|300-5000|GlobalG.A.P.,ONSSA|Zagora;Marrakech|MACAS|Primeurs;Drâa
Green beans|Haricots verts|فاصوليا خضراء|070820|KGM|130-240|5000-60000|40000-400000|GlobalG.A.P.,BRC|Agadir;Larache|MAAGA|Primeurs;Souss;Maraîchers
`

var products = sync.OnceValue(func() []product {
	var all []product
	for row := range strings.Lines(strings.TrimSpace(productRows)) {
		cells := strings.Split(strings.TrimSpace(row), "|")
		all = append(all, product{
			english: cells[0], french: cells[1], arabic: cells[2], hs: value.HS(cells[3]), unit: value.Unit(cells[4]),
			price: span(cells[5]), order: span(cells[6]), months: span(cells[7]),
			certificates: strings.Split(cells[8], ","), towns: strings.Split(cells[9], ";"), port: value.Port(cells[10]),
			stems: strings.Split(cells[11], ";"),
		})
	}
	return all
})

// span reads "from-to".
func span(text string) [2]int {
	from, to, _ := strings.Cut(text, "-")
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	if errA != nil || errB != nil {
		panic("demo: a bad span: " + text)
	}
	return [2]int{a, b}
}

// name gives the product in a language.
func (p product) name(l value.Language) string {
	switch l {
	case "fr":
		return p.french
	case "ar":
		return p.arabic
	}
	return p.english
}
