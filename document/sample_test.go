package document

import (
	"bytes"
	"fmt"
	"testing"

	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

// sample gives an offer of so many lines in a language, with a letterhead in three.
func sample(t testing.TB, lang value.Language, count int) Offer {
	t.Helper()
	id, err := model.ParseID("019ad0c4-7a00-7000-8000-0000000000a1")
	if err != nil {
		t.Fatal(err)
	}
	o := &model.Offer{
		Number: "OFF-2026-4K7M2QX", Version: 2, Currency: "USD", Incoterm: "CIF", Place: "New York", IssuedOn: "2026-11-29", ValidUntil: "2026-12-31",
		Buyer: "Hudson Beauty Inc.", Address: "350 5th Avenue\nNew York, NY 10118", Country: "US", Contact: "Sarah O'Neil", Email: "sarah@hudsonbeauty.example",
		PaymentTerms: "30 % in advance; 70 % against copy of the bill of lading", DeliveryDays: 21, Language: lang,
		Notes:      "Packed in drums of 190 kg (net). Certificates: ECOCERT, USDA Organic.\nQuestions: +212 539-12-34-56.",
		Commission: "2.5 %", Earned: "1250.00",
	}
	o.ID = id
	products := []string{"Argan oil, cold pressed, organic", "Prickly pear seed oil, cosmetic grade, in bottles of 1 L with dropper, each in a carton", "Ghassoul clay, washed and dried"}
	switch lang {
	case "fr":
		o.Buyer, o.Address, o.Country, o.Contact = "Laboratoires Provence & Cie", "12, rue de la République\n13001 Marseille", "FR", "Hélène Lefèvre"
		o.PaymentTerms, o.Place, o.Currency = "30 % à la commande; 70 % contre copie du connaissement", "Marseille", "EUR"
		o.Notes = "Emballage en fûts de 190 kg net. Certificats : ECOCERT, « AB »."
		products = []string{"Huile d’argan vierge, pressée à froid, biologique", "Huile de pépins de figue de barbarie, qualité cosmétique, flacons de 1 L avec pipette", "Ghassoul lavé et séché"}
	case "ar":
		o.Buyer, o.Address, o.Country, o.Contact, o.Email = "شركة النور للتجارة العامة (Al Noor Trading LLC)", "شارع الشيخ زايد، برج 4، مكتب 1203\nدبي", "AE", "محمد بن عبد الله", "m.abdullah@alnoor.example"
		o.PaymentTerms, o.Place = "30% مقدما عند الطلب؛ 70% مقابل نسخة من بوليصة الشحن (B/L)", "جبل علي"
		o.Notes = "التعبئة في براميل سعة 190 كيلوغرام (صافي). الشهادات: ECOCERT و USDA Organic.\nللاستفسار الاتصال بالرقم +212 539-12-34-56 أو عبر info@tangermed-export.example قبل 2026-12-31."
		products = []string{"زيت الأركان العضوي، معصور على البارد (Argan oil)", "زيت بذور التين الشوكي، جودة تجميلية، قنينات من 1 لتر مع قطارة، كل واحدة في علبة", "غاسول مغسول ومجفف"}
	}
	for i := range count {
		line := model.OfferLine{Product: products[i%3], HS: []value.HS{"151530", "151590", "250840"}[i%3], Unit: []value.Unit{"KGM", "H87", "TNE"}[i%3], Cost: "1.00"}
		line.Quantity, line.Price = []value.Decimal{"10000", "1200", "24.5"}[i%3], []value.Decimal{"5.2166", "48.50", "1180.00"}[i%3]
		if i >= 3 {
			line.Product += fmt.Sprintf(" – %d", i+1)
		}
		o.Lines = append(o.Lines, line)
	}
	if err := offer.Settle(o); err != nil {
		t.Fatal(err)
	}
	firm := &model.Firm{
		Name: "Tanger Med Export", NameFR: "Tanger Med Export SARL", NameAR: "شركة طنجة المتوسط للتصدير",
		Address: "Zone franche, lot 14\n90000 Tanger", AddressAR: "المنطقة الحرة، القطعة 14\n90000 طنجة", Country: "MA",
		TaxNo: "IF 40218833 · ICE 001745832000067", Register: "RC Tanger 84512", Phone: "+212539123456", Email: "info@tangermed-export.example", Website: "https://tangermed-export.example",
		Bank:   "Attijariwafa bank, Tanger\nIBAN MA64 0117 5000 0001 2345 6789 0123\nSWIFT BCMAMAMC",
		Footer: "Tanger Med Export SARL, capital 500 000 MAD", FooterAR: "شركة ذات مسؤولية محدودة، رأسمالها 500.000 درهم",
		Signatory: "Nadia El Fassi", SignatoryAR: "نادية الفاسي", Title: "Managing Director", TitleFR: "Directrice générale", TitleAR: "المديرة العامة",
	}
	return Offer{Offer: o, Firm: firm, RFQ: "RFQ-2026-9F3K2AB"}
}

func written(t testing.TB, o Offer, format Format) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := Write(&out, o, format); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
