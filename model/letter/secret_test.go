package letter

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

func nord() (*model.RFQ, *model.Lead) {
	return &model.RFQ{Buyer: "Nord Foods"}, &model.Lead{
		Company: "Nord Foods Inc.", Contact: "Marie Dupont", Email: "marie@nord-foods.example", Phone: "+15145550142",
		OtherEmails: []value.Email{"mdupont@gmail.com"}, Website: "https://www.nordfoods.example/shop",
	}
}

func TestLeaks(t *testing.T) {
	rfq, lead := nord()
	s := BuyerOf(rfq, lead)
	for written, want := range map[string]string{
		"Argan oil, 500 kg, FOB Agadir, before 15 May 2027": "",
		"north of here; food is nordic":                     "",
		"Argan for NORD FOODS":                              "company",
		"argan (nord-foods ltd)":                            "company",
		"the NordFoods order":                               "company",
		"Nord & Foods":                                      "company",
		"Mme Dupont, Marie":                                 "contact",
		"marie dupont asks":                                 "contact",
		"write to MARIE@nord-foods.example":                 "email company",
		"someone@nord-foods.example":                        "domain company",
		"mdupont@gmail.com":                                 "email",
		"somebody@gmail.com":                                "",
		"call (514) 555-0142":                               "phone",
		"٠٠١ ٥١٤ ٥٥٥ ٠١٤٢":                                  "phone",
		"order 5145 550 kg":                                 "",
		"see nordfoods.example":                             "website company",
		"Nord\nFoods":                                       "company",
	} {
		var got []string
		for _, l := range s.In("a subject", written) {
			got = append(got, l.What)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q says %v, want %s", written, got, want)
		}
	}
	arabic := BuyerOf(&model.RFQ{Buyer: "شركة النور للتجارة"}, nil)
	for _, written := range []string{"زيت الأركان لشركة النور للتجارة", "زيت النور للتجارة"} {
		if len(arabic.In(written)) == 0 {
			t.Errorf("%q says nothing", written)
		}
	}
}

func TestHide(t *testing.T) {
	s := BuyerOf(nord())
	for written, want := range map[string]string{
		"argan oil":               "argan oil",
		"Argan 2026 → Nord Foods": "Argan 2026",
		"argan, Nord Foods Inc., marie@nord-foods.example; 500 kg": "argan, Inc., ; 500 kg",
		"take 500, or (514) 555-0142 asks":                         "take 500, or ( asks",
		"a\nNord Foods\nb":                                         "a\n\nb",
	} {
		if got := s.Hide(written); got != want {
			t.Errorf("Hide(%q) = %q, want %q", written, got, want)
		}
	}
	if got := s.But(BuyerOf(nil, &model.Lead{Company: "NORD FOODS SARL"})).In("Nord Foods"); len(got) > 0 {
		t.Errorf("what they are called themselves is no secret: %v", got)
	}
}

// Whatever the buyer is called and wherever the RFQ says it: no shipped text to a supplier
// has any of it.
func TestNoShippedTextNamesTheBuyer(t *testing.T) {
	names := rapid.OneOf(
		rapid.SampledFrom([]string{"Nord Foods Inc.", "J. P. Morgan & Sons", "شركة النور للتجارة ش.م.م", "Société Générale d'Épices", "BP", "oil 500", "Payment", "Agadir"}),
		rapid.StringMatching(`[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8}){0,2}( (SARL|Ltd|GmbH))?`), rapid.String(),
	)
	digits := rapid.StringMatching(`\+[1-9][0-9]{7,14}`)
	rapid.Check(t, func(t *rapid.T) {
		lead := &model.Lead{Company: names.Draw(t, "company"), Contact: names.Draw(t, "contact"), Phone: value.Phone(digits.Draw(t, "phone")), Product: "argan oil"}
		lead.Email = value.Email(rapid.StringMatching(`[a-z]{1,8}@[a-z]{1,8}\.(example|com)`).Draw(t, "email"))
		person := &model.Contact{Name: names.Draw(t, "person"), Email: value.Email(rapid.StringMatching(`[a-z]{1,8}@gmail\.com`).Draw(t, "other email"))}
		said := rapid.SampledFrom([]string{lead.Company, lead.Contact, lead.Email.String(), lead.Phone.String(), lead.Phone.Display(), person.Name, "argan oil"})
		in := func(form string) string { return fmt.Sprintf(form, said.Draw(t, form)) }
		rfq := &model.RFQ{
			Head: someFacts().RFQ.Head, Title: in("Argan 2026 for %s"), Buyer: names.Draw(t, "buyer"), Incoterm: "FOB", Place: in("Agadir, %s"), Deadline: "2027-01-15",
			Lines:        []model.Line{{Product: in("%s blend"), Quantity: "500", Unit: "KGM"}, {Product: in("argan (%s)")}},
			Certificates: []string{in("BIO of %s")},
		}
		f := someFacts()
		f.RFQ, f.Lead, f.Firm.Name = rfq, lead, "Atlas Trade SARL"
		f.Secret = BuyerOf(rfq, lead, person)
		for _, shipped := range Shipped() {
			got, err := Write(shipped, f, "")
			if err != nil {
				t.Fatal(err)
			}
			if leaks := f.Secret.In(got.Subject, got.Body); len(leaks) > 0 {
				t.Fatalf("%s %s says %v:\n%s\n%s", shipped.Name, shipped.Language, leaks, got.Subject, got.Body)
			}
		}
		if out := f.Secret.ForSupplier(rfq); len(f.Secret.In(out.Title, out.Place, out.Lines[0].Product, out.Lines[1].Product)) > 0 {
			t.Fatalf("a supplier may read %+v", out)
		}
	})
}

func FuzzHide(f *testing.F) {
	f.Add("Argan for Nord Foods, ring +1 (514) 555-0142 or marie@nord-foods.example", "Nord Foods", "Marie Dupont", "marie@nord-foods.example")
	f.Add("\u0644\u0646\u0648\u0631\u062f", "\u0646\u0648\u0631\u062f", "a b", "a@b.c")
	f.Fuzz(func(t *testing.T, written, company, contact, email string) {
		s := BuyerOf(&model.RFQ{Buyer: company}, &model.Lead{Company: company, Contact: contact, Email: value.Email(email), Phone: value.Phone(contact), Website: value.URL(company)})
		hidden := s.Hide(written)
		if leaks := s.In(hidden); len(leaks) > 0 {
			t.Fatalf("%q still says %v of %q", hidden, leaks, written)
		}
		if len(s.In(written)) == 0 && hidden != written {
			t.Fatalf("%q became %q, and said nothing", written, hidden)
		}
	})
}

// A text that says nothing else is done with at once.
func TestHideMuch(t *testing.T) {
	s := BuyerOf(&model.RFQ{Buyer: "xx"}, &model.Lead{Email: "a@b.example", Phone: "+15145550142"})
	for _, much := range []string{strings.Repeat("xx ", 200_000), strings.Repeat("a@b.example", 20_000), strings.Repeat("+15145550142,", 20_000), strings.Repeat("a@b.ex", 5_000) + strings.Repeat("ample", 5_000)} {
		if got := s.Hide(much); len(s.In(got)) > 0 {
			t.Errorf("%.20q… is still said", much)
		}
	}
}
