package capture

import (
	"fmt"
	"strings"
	"testing"
)

// testContext is a desk that has two companies of more than one word, and three
// products of which two begin alike.
func testContext() Context {
	return NewContext("MA", []string{"Nord Foods Inc", "Coopérative Tifawin", "Atlas"}, []string{"argan oil", "sardines in oil, 125 g", "rose water", "rose hips"})
}

// understood are lines as people type them, and what they mean.
var understood = []struct{ line, want string }{
	{`salma benali coop tifawin agadir argan 500kg +212 661-234567`, `name: Salma Benali, company: Coop Tifawin, city: Agadir, country: MA, product: argan oil, quantity: 500 KGM, phone: +212661234567`},
	{`Marie Tremblay, Nord Foods Inc, Montréal, argan oil 500 kg, m.tremblay@nordfoods.example`, `name: Marie Tremblay, company: Nord Foods Inc, city: Montréal, country: CA, product: argan oil, quantity: 500 KGM, email: m.tremblay@nordfoods.example`},
	{`سالم المنصوري مؤسسة الخليج للأغذية دبي تمور مجهول ١٢ طن +971501234567`, `name: سالم المنصوري, company: مؤسسة الخليج للأغذية, city: Dubai, country: AE, product: تمور مجهول, quantity: 12 TNE, phone: +971501234567`},
	{`lindqvist import ab göteborg sardines in oil 2x40hc asa@lindqvist.example`, `company: Lindqvist Import AB, city: Göteborg, country: SE, product: sardines in oil, quantity: 2 CN, email: asa@lindqvist.example // 2x40hc`},
	{`0661234567 youssef amrani dattes 12 t casablanca`, `name: Youssef Amrani, city: Casablanca, country: MA, product: dattes, quantity: 12 TNE, phone: +212661234567`},
	{`12 t dattes casablanca youssef amrani 06 61 23 45 67`, `name: Youssef Amrani, city: Casablanca, country: MA, product: dattes, quantity: 12 TNE, phone: +212661234567`},
	{`jean dupont sarl agro sud lyon huile d'olive 20 t +33 1 42 68 53 00`, `name: Jean Dupont, company: SARL Agro Sud, city: Lyon, country: FR, product: huile d'olive, quantity: 20 TNE, phone: +33142685300`},
	{`Jean Dupont / Agro Sud SARL / Lyon / huile d'olive extra vierge / 2×40' HC / +33 1 42 68 53 00`, `name: Jean Dupont, company: Agro Sud SARL, city: Lyon, country: FR, product: huile d'olive extra vierge, quantity: 2 CN, phone: +33142685300 // 2×40' HC`},
	{`casa del mar sl vigo octopus frozen 24 t compras@casadelmar.example`, `company: Casa Del Mar SL, city: Vigo, country: ES, product: octopus frozen, quantity: 24 TNE, email: compras@casadelmar.example`},
	{`شركة الأطلس للتجارة الدار البيضاء زيت أركان ٥٠٠ كغ هاتف ٠٦٦١٢٣٤٥٦٧`, `company: شركة الأطلس للتجارة, city: Casablanca, country: MA, product: زيت أركان, quantity: 500 KGM, phone: +212661234567`},
	{`3 conteneurs clementines berkane hassan el fassi 0536123456`, `name: Hassan El Fassi, city: Berkane, country: MA, product: clementines, quantity: 3 CN, phone: +212536123456`},
	{`hansen & søn aarhus citrus jens hansen +45 20 12 34 56`, `name: Jens Hansen, company: Hansen & Søn, city: Aarhus, country: DK, product: citrus, phone: +4520123456`},
	{`dana wood brightline retail llc austin leather poufs 800 pcs dana@brightline.example`, `name: Dana Wood, company: Brightline Retail LLC, city: Austin, country: US, product: leather poufs, quantity: 800 H87, email: dana@brightline.example`},
	{`company: Argania Sud, name: Fatima Zahra Idrissi, tel: 0528 12 34 56 // call monday`, `name: Fatima Zahra Idrissi, company: Argania Sud, country: MA, phone: +212528123456 // call monday`},
	{`société: "Dattes, Figues & Co" ville: fès produit: dattes`, `company: "Dattes, Figues & Co", city: Fès, country: MA, product: dattes`},
	{`ahmed 0661234567`, `name: Ahmed, country: MA, phone: +212661234567`},
	{`john smith acme trading ltd london saffron 5 kg 43 usd/kg cif felixstowe #vip #hot -- send sample`, `name: John Smith, company: Acme Trading Ltd, city: London, country: GB, product: saffron, quantity: 5 KGM, price: 43 USD, incoterm: CIF, port: GBFXT, #vip, #hot // send sample`},
	{`mohamed el alaoui ets alaoui & fils fes tapis 350 dh 200 pcs`, `name: Mohamed El Alaoui, company: Ets Alaoui & Fils, city: Fes, country: MA, product: tapis, quantity: 200 H87, price: 350 MAD`},
	{`BENALI Salma coop tifawin`, `name: BENALI Salma, company: Coop Tifawin`},
	{`فاطمة الزهراء العلوي تعاونية أركان الصويرة زيت أركان 200 كغ`, `name: فاطمة الزهراء العلوي, company: تعاونية أركان, city: Essaouira, country: MA, product: زيت أركان, quantity: 200 KGM`},
	{`m.tremblay@nordfoods.example marie tremblay nordfoods`, `name: Marie Tremblay, company: Nordfoods, email: m.tremblay@nordfoods.example`},
	{`karim bennani, atlas oils, meknès, olive oil, 20'x2, 00212 535 52 00 00`, `name: Karim Bennani, company: Atlas Oils, city: Meknès, country: MA, product: olive oil, quantity: 2 CN, phone: +212535520000 // 20'x2`},
	{`stand 14B interested in everything`, `// stand 14B interested in everything`},
	{`wei chen guangzhou import co ltd guangzhou argan oil 1,200 kg`, `name: Wei Chen, company: Guangzhou Import Co Ltd, city: Guangzhou, country: CN, product: argan oil, quantity: 1200 KGM`},
	{`Klaus Müller, Bio Markt GmbH, Berlin, Arganöl, 300 l, +49 30 901820`, `name: Klaus Müller, company: Bio Markt GmbH, city: Berlin, country: DE, product: Arganöl, quantity: 300 LTR, phone: +4930901820`},
	{`Al Noor Foodstuff LLC Dubai dates medjool 12t khalid +971 50 123 4567`, `name: Khalid, company: Al Noor Foodstuff LLC, city: Dubai, country: AE, product: dates medjool, quantity: 12 TNE, phone: +971501234567`},
	{`+212661234567`, `country: MA, phone: +212661234567`},
	{`00212661234567 karim`, `name: Karim, country: MA, phone: +212661234567`},
	{`212 661 23 45 67 nadia`, `name: Nadia, country: MA, phone: +212661234567`},
	{`0661.23.45.67 hicham`, `name: Hicham, country: MA, phone: +212661234567`},
	{`661234567 anas`, `name: Anas, country: MA, phone: +212661234567`},
	{`٠٠٢١٢٦٦١٢٣٤٥٦٧ خالد`, `name: خالد, country: MA, phone: +212661234567`},
	{`(+33) 6 12 34 56 78 sophie martin`, `name: Sophie Martin, country: FR, phone: +33612345678`},
	{`tel 0535-52-00-00 fax 0535 52 00 01 hassan`, `name: Hassan, country: MA, phone: +212535520000, phone: +212535520001`},
	{`whatsapp +44 7700 900123 peter brown`, `name: Peter Brown, country: GB, phone: +447700900123`},
	{`500 kg argan 0661234567`, `country: MA, product: argan oil, quantity: 500 KGM, phone: +212661234567`},
	{`0661234567 500 kg argan`, `country: MA, product: argan oil, quantity: 500 KGM, phone: +212661234567`},
	{`06 61 23 45 67 12 t dattes`, `country: MA, product: dattes, quantity: 12 TNE, phone: +212661234567`},
	{`1,5 t safran khalid`, `name: Khalid, product: safran, quantity: 1.5 TNE`},
	{`argan oil 1.200 kg`, `product: argan oil, quantity: 1200 KGM`},
	{`argan oil 1٫200 kg`, `product: argan oil, quantity: 1.20 KGM`},
	{`dates 1.250 t`, `product: dates // 1.250 t`},
	{`dates 1,250 t`, `product: dates // 1,250 t`},
	{`dates 12.50 t`, `product: dates, quantity: 12.50 TNE`},
	{`quantity: 1.000 kg`, `// quantity: 1.000 kg`},
	{`2.5 tonnes dattes`, `product: dattes, quantity: 2.5 TNE`},
	{`1 200,50 kg figues`, `product: figues, quantity: 1200.50 KGM`},
	{`40 000 kg tomatoes`, `product: tomatoes, quantity: 40000 KGM`},
	{`٤٥٠ كغ تمور`, `product: تمور, quantity: 450 KGM`},
	{`12 طن تمور مجهول دبي`, `city: Dubai, country: AE, product: تمور مجهول, quantity: 12 TNE`},
	{`50 cartons sardines`, `product: sardines, quantity: 50 CT`},
	{`2 palettes huile d'olive`, `product: huile d'olive, quantity: 2 PX`},
	{`1000 bouteilles eau de rose`, `product: eau de rose, quantity: 1000 BO`},
	{`3x20' olives`, `product: olives, quantity: 3 CN // 3x20'`},
	{`1 container couscous`, `product: couscous, quantity: 1 CN`},
	{`40'HC x2 oranges`, `product: oranges, quantity: 2 CN // 40'HC x2`},
	{`5 conteneurs 40' hc clementines`, `product: clementines, quantity: 5 CN // 40' hc`},
	{`2 × 40 HC tomates`, `product: tomates, quantity: 2 CN // 2 × 40 HC`},
	{`FOB Casablanca`, `incoterm: FOB, port: MACAS`},
	{`cif jeddah dates 12 t`, `product: dates, quantity: 12 TNE, incoterm: CIF, port: SAJED`},
	{`exw 36.50 eur/kg argan 500 kg`, `product: argan oil, quantity: 500 KGM, price: 36.50 EUR, incoterm: EXW`},
	{`$43.00 argan oil`, `product: argan oil, price: 43.00 USD`},
	{`€4,10/kg olives`, `product: olives, price: 4.10 EUR`},
	{`350 درهم زربية`, `product: زربية, price: 350 MAD`},
	{`tapis beni ouarain 200 pcs marrakech`, `city: Marrakech, country: MA, product: tapis beni ouarain, quantity: 200 H87`},
	{`marrakesh tapis`, `city: Marrakesh, country: MA, product: tapis`},
	{`الصويرة زيت أركان`, `city: Essaouira, country: MA, product: زيت أركان`},
	{`tanger med oranges`, `city: Tanger Med, country: MA, product: oranges`},
	{`new york saffron`, `city: New York, country: US, product: saffron`},
	{`london, uk, tea`, `city: London, country: GB, product: tea`},
	{`france paris argan`, `city: Paris, country: FR, product: argan oil`},
	{`من فرنسا باريس زيت زيتون`, `city: Paris, country: FR, product: زيت زيتون`},
	{`jamal from tangier`, `name: Jamal, city: Tangier, country: MA`},
	{`sarl atlas huiles meknes`, `company: SARL Atlas Huiles, city: Meknes, country: MA`},
	{`société générale d'argane, essaouira, amina`, `name: Amina, company: Société Générale D'argane, city: Essaouira, country: MA`},
	{`ets bennani et fils fès cuir`, `company: Ets Bennani et Fils, city: Fès, country: MA, product: cuir`},
	{`groupe oum er rabia beni mellal`, `company: Groupe Oum Er Rabia, city: Beni Mellal, country: MA`},
	{`coopérative féminine tighanimine agadir argan`, `company: Coopérative Féminine Tighanimine, city: Agadir, country: MA, product: argan oil`},
	{`شركة النخيل للتمور أرفود`, `company: شركة النخيل للتمور, city: Erfoud, country: MA`},
	{`تعاونية تيفاوين أكادير سلمى بنعلي`, `name: سلمى بنعلي, company: تعاونية تيفاوين, city: Agadir, country: MA`},
	{`m. dupont, agro sud, 06 12 34 56 78`, `name: M. Dupont, company: Agro Sud, country: MA, phone: +212612345678`},
	{`mme fatima zahra el idrissi`, `name: Mme Fatima Zahra El Idrissi`},
	{`dr. ahmed ait taleb`, `name: Dr. Ahmed Ait Taleb`},
	{`السيد محمد العلوي فاس`, `name: السيد محمد العلوي, city: Fez, country: MA`},
	{`الحاج إبراهيم مراكش زرابي`, `name: الحاج إبراهيم, city: Marrakech, country: MA, product: زرابي`},
	{`van den berg bv rotterdam jan van den berg oranges`, `name: Jan van Den Berg, company: Van Den Berg BV, city: Rotterdam, country: NL, product: oranges`},
	{`o'brien foods ltd dublin sean o'brien seaweed`, `name: Sean O'brien, company: O'brien Foods Ltd, city: Dublin, country: IE, product: seaweed`},
	{`smith & sons liverpool tea 2 t`, `company: Smith & Sons, city: Liverpool, country: GB, product: tea, quantity: 2 TNE`},
	{`ACME`, `company: ACME`},
	{`-- only a note`, `// only a note`},
	{`#vip #retour salma benali`, `name: Salma Benali, #vip, #retour`},
	{`email: Salma.Benali@Tifawin.MA`, `email: Salma.Benali@tifawin.ma`},
	{`c: Tifawin, n: Salma, v: Agadir, p: argan, q: 500 kg, t: 0661234567`, `name: Salma, company: Tifawin, city: Agadir, country: MA, product: argan, quantity: 500 KGM, phone: +212661234567`},
	{`شركة: الأطلس، اسم: محمد، مدينة: فاس، هاتف: 0661234567`, `name: محمد, company: الأطلس, city: Fez, country: MA, phone: +212661234567`},
	{`qty: lots`, `// qty: lots`},
	{`address: "12, rue Atlas, Fès" company: Atlas`, `company: Atlas, address: "12, rue Atlas, Fès"`},
	{`acheteur: Nord Foods, fournisseur: Tifawin`, `company: Nord Foods // fournisseur: Tifawin`},
	{`s: Tifawin`, `supplier: Tifawin`},
	{`buyer: Casa del Mar SL city: Vigo`, `company: Casa del Mar SL, city: Vigo, country: ES`},
	{`Coopérative Tifawin argan 200 kg`, `company: Coopérative Tifawin, product: argan oil, quantity: 200 KGM`},
	{`argan oil cosmetic grade 500 kg CIF Montréal 43.00 USD marie tremblay Nord Foods Inc`, `name: Marie Tremblay, company: Nord Foods Inc, product: argan oil cosmetic grade, quantity: 500 KGM, price: 43.00 USD, incoterm: CIF, port: CAMTR`},
	{`wants 12 t of dates and 5 t of figs dubai`, "city: Dubai, country: AE, product: dates, quantity: 12 TNE // 5 t\nof figs"},
	{`salma salma@tifawin.example www.tifawin.example`, `name: Salma, email: salma@tifawin.example, website: https://www.tifawin.example`},
	{`info@nordfoods.example, nordfoods, toronto`, `company: Nordfoods, city: Toronto, country: CA, email: info@nordfoods.example`},
	{`a@b`, `// a@b`},
	{`a@b.example c@d.example`, `email: a@b.example, email: c@d.example`},
}

func TestParse(t *testing.T) {
	c := testContext()
	for _, tt := range understood {
		if got := Parse(tt.line, c).Line(); got != tt.want {
			t.Errorf("%s\ngives %s\nwant  %s", tt.line, got, tt.want)
		}
	}
}

// What is guessed is marked, what is written plainly is not.
// What is no number at all is no quantity, whatever stands behind it.
func TestADayIsNoQuantity(t *testing.T) {
	for _, line := range []string{"argan oil 12.03.2026 kg", "argan oil 1.2.3 kg", "argan oil 1,2,3 kg"} {
		if got := Parse(line, Context{}); !got.Quantity.IsZero() {
			t.Errorf("%s: %s", line, got.Quantity)
		}
	}
}

func TestGuessesAreMarked(t *testing.T) {
	for line, want := range map[string]string{
		"Tifawin":                                       "company?",
		"salma tifawin argan":                           "name product?",
		"company: Tifawin":                              "company",
		"coop tifawin argan oil 500 kg":                 "company product quantity",
		"khalid dubai 050 123 4567":                     "name city phone?",
		"khalid agadir 0661234567":                      "name city phone",
		"marie tremblay, zug foods, m@zugfoods.example": "name company email",
	} {
		var got []string
		for _, part := range Parse(line, testContext()).Parts {
			mark := ""
			if !part.Sure {
				mark = "?"
			}
			got = append(got, fmt.Sprint(part.Field, mark))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", line, strings.Join(got, " "), want)
		}
	}
}
