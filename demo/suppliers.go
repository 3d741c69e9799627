package demo

import (
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// supplierWords go with a product's stem into the name of an exporter.
var (
	supplierPlaces = []string{"du Souss", "de l'Atlas", "du Gharb", "de l'Oriental", "du Sud", "du Nord", "du Rif", "Al Baraka", "Annajah", "Al Amal", "Tighanimine", "Zagora", "Tafraout", "Ait Baha", "Toubkal", "Essalam", "Andalouse", "Idrissi", "Bennani", "Alaoui", "Tazi", "El Fassi", "Berrada", "Chraibi"}
	supplierForms  = []string{"SARL", "SA", "SARL AU", "Coopérative", "Export", "Maroc", "& Cie", "Group"}
	arabicPlaces   = []string{"سوس", "الأطلس", "الجنوب", "البركة", "النجاح", "الأمل", "الأندلس", "الواحات", "الريف", "الكرقوبي"}

	moroccanFirst = []string{"Fatima", "Hassan", "Khadija", "Omar", "Naima", "Rachid", "Amina", "Abdellah", "Soukaina", "Mustapha", "Zineb", "Brahim", "Houda", "Driss"}
	moroccanLast  = []string{"El Amrani", "Bennani", "Ouhaddou", "Karkoubi", "Tazi", "Ait Lahcen", "Benjelloun", "Chraibi", "El Idrissi", "Bouazza", "Lahlou", "Amezian"}
)

func (g *generator) makeSupplier(n int) {
	d := throw(g.Seed, "supplier", n)
	p := products()[n%len(products())]
	name, address := supplierName(d, p, n)
	town := pick(d, p.towns)
	capacity := d.amount(p.months)
	s := &model.Supplier{
		Name: name, Contact: pick(d, moroccanFirst) + " " + pick(d, moroccanLast),
		Email: value.Email("export@" + address + ".example"), Phone: value.Phone(d.digits("+21266#######")),
		Country: "MA", City: town, Port: p.port, Products: []string{p.english}, HS: []value.HS{p.hs},
		Certificates: some(d, p.certificates, 1, len(p.certificates)),
		MOQ:          decimal(d.amount([2]int{max(1, p.order[0]/2), max(2, p.order[0]*2)})), Unit: p.unit, Capacity: decimal(capacity),
		LeadDays: d.between(7, 45), Incoterms: some(d, []value.Incoterm{"EXW", "FCA", "FOB", "CFR", "CIF"}, 2, 4),
		Currency: pick(d, []value.Currency{"EUR", "EUR", "EUR", "USD", "MAD"}),
		Rating:   value.Decimal(pick(d, []string{"3", "3.5", "4", "4", "4.5", "4.5", "5"})),
		Website:  value.URL("https://" + address + ".example"),
	}
	made := seller{products: []product{p}}
	if other := products()[(n*7+3)%len(products())]; d.in(35) && other.unit == p.unit && other.hs != p.hs {
		s.Products, s.HS = append(s.Products, other.english), append(s.HS, other.hs)
		made.products = append(made.products, other)
	}
	if d.in(25) {
		s.Products = append(s.Products, p.french)
	}
	if d.in(30) {
		s.Notes = pick(d, []string{
			"Visited the plant in spring; clean lines, own cold store.", "Pays attention to samples, slow in August.",
			"Répond vite sur WhatsApp. Demander la fiche technique à jour.", "Wants 30 % in advance on first orders.",
			"يفضل التواصل بالعربية. الأسعار قابلة للتفاوض للكميات الكبيرة.",
		})
	}
	if d.in(40) {
		s.Tags = some(d, []string{"organic", "visited", "cooperative", "new line", "exclusive"}, 1, 2)
	}
	// Some have given a market to somebody else.
	if m := throw(g.Seed, "supplier market", n); m.in(20) {
		s.ExcludedMarkets = some(m, []value.Market{"FR", "DE", "US", "eu", "north_america", "gulf", "africa"}, 1, 2)
	}
	at := g.Now.AddDate(-1, 0, -40).Add(time.Duration(n) * 300 * 24 * time.Hour / time.Duration(g.Suppliers))
	g.put(s, at)
	made.id, made.record, made.name, made.email, made.port = s.ID, s, s.Name, s.Email, s.Port
	for _, sold := range made.products {
		g.selling[sold.hs] = append(g.selling[sold.hs], len(g.suppliers))
	}
	g.suppliers = append(g.suppliers, made)
	if d.in(20) {
		g.put(&model.Contact{
			Name: pick(d, moroccanFirst) + " " + pick(d, moroccanLast), Company: s.Name, Title: pick(d, []string{"Export manager", "Directeur commercial", "Quality manager", "Logistics"}),
			Email: value.Email(pick(d, []string{"logistics", "quality", "direction"}) + "@" + address + ".example"), Phone: value.Phone(d.digits("+21266#######")),
			Country: "MA", City: town, Supplier: s.ID, Languages: []value.Language{"fr", "ar"},
		}, at)
	}
}

// supplierName makes a name that no other n has, and a domain for it. One in
// eight is written in Arabic.
func supplierName(d dice, p product, n int) (name, address string) {
	stem, place, form := pick(d, p.stems), pick(d, supplierPlaces), pick(d, supplierForms)
	serial := ""
	if n >= len(products()) {
		serial = " " + roman(n/len(products())+1)
	}
	name = strings.Join([]string{stem, place, form}, " ") + serial
	if form == "Coopérative" {
		name = strings.Join([]string{form, stem, place}, " ") + serial
	}
	address = slug(stem+place+serial, 40)
	if d.in(12) {
		noun := pick(d, []string{"شركة", "تعاونية", "مؤسسة"})
		name = noun + " " + pick(d, arabicPlaces) + " " + pick(d, []string{"للتصدير", "للصناعات الغذائية", "المغرب"}) + serial
	}
	return name, address
}
