package letter

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

func someFacts() Facts {
	return Facts{
		To:   &model.Supplier{Name: "Tifawin coop", Contact: "Salma Benali", Country: "MA"},
		RFQ:  &model.RFQ{Head: model.Head{ID: model.ID{6: 0x70, 15: 9}}, Title: "argan oil", Lines: []model.Line{{Product: "argan oil", Quantity: "500", Unit: "KGM"}}, Incoterm: "FOB", Place: "Agadir", Deadline: "2027-01-15"},
		Firm: &model.Firm{Name: "Atlas Trade SARL", NameAR: "أطلس للتجارة"}, Me: "Nadia", Today: "2026-11-24",
	}
}

func TestFill(t *testing.T) {
	values := Values{"contact": "Marie", "rfq.lines": "- a\n- b", "me": "{contact}"}
	for give, want := range map[string]string{
		"Dear {contact},":                       "Dear Marie,",
		"Dear {company|friend},":                "Dear friend,",
		"Dear {company|},":                      "Dear ,",
		"a\nPort: {rfq.place?}\nb":              "a\nb",
		"{rfq.lines}\nend":                      "- a\n- b\nend",
		"{ contact } {} {{contact}} {1}":        "{ contact } {} {Marie} {1}",
		"a value is no template: {me}":          "a value is no template: {contact}",
		"{contact?} stands when there is a one": "Marie stands when there is a one",
	} {
		if got, err := Fill(give, values); err != nil || got != want {
			t.Errorf("Fill(%q) = %q, %v; want %q", give, got, err, want)
		}
	}
}

func TestFillNamesTheFieldThatIsWrong(t *testing.T) {
	for give, want := range map[string]string{
		"{rfq.numbr}": `{rfq.numbr}: there is no such field; did you mean {rfq.number}?`,
		"{company}":   `{company}: has no value here; {company|text} says what stands in its place, {company?} leaves the line out`,
	} {
		_, err := Fill(give, Values{})
		var wrong *FieldError
		if !errors.As(err, &wrong) || err.Error() != want {
			t.Errorf("Fill(%q): %v; want %s", give, err, want)
		}
	}
	if err := Check("{contact} {rfq.number?}"); err != nil {
		t.Error(err)
	}
	if err := Check("{exec}"); err == nil {
		t.Error("a field that there is not was taken")
	}
}

// Every shipped text is filled from the least that there is, and in its own language.
func TestShipped(t *testing.T) {
	if got := len(Shipped()); got != 15 {
		t.Fatalf("%d shipped templates, want 5 in 3 languages", got)
	}
	least := Facts{To: &model.Lead{}, RFQ: &model.RFQ{Head: someFacts().RFQ.Head, Title: "x", Lines: []model.Line{{Product: "x"}}}, Me: "Nadia"}
	for _, shipped := range Shipped() {
		if faults := model.Validate(shipped); len(faults) > 0 {
			t.Errorf("%s %s: %v", shipped.Name, shipped.Language, faults)
		}
		for _, facts := range []Facts{least, someFacts()} {
			got, err := Write(shipped, facts, "en")
			switch {
			case err != nil:
				t.Error(err)
			case got.Subject == "" || strings.ContainsAny(got.Subject+got.Body, "{}"):
				t.Errorf("%s %s: %q\n%s", shipped.Name, shipped.Language, got.Subject, got.Body)
			case got.Language != shipped.Language:
				t.Errorf("%s is in %s", shipped.Name, got.Language)
			}
		}
	}
}

func TestInvitation(t *testing.T) {
	invitation, err := Choose(All(nil), "Invitation", "fr")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Write(invitation, someFacts(), "en")
	if err != nil {
		t.Fatal(err)
	}
	want := `Salma Benali,

Pour le compte d'un acheteur, nous recherchons :

- argan oil, 500 kg

Livraison : FOB Agadir

Merci de nous indiquer votre prix avec ses paliers de quantité, votre minimum de commande, votre délai et la durée de validité de votre offre.
Votre réponse nous serait utile avant le 15 janvier 2027.

Merci de conserver le numéro RFQ-1970-0000009 dans l'objet de votre réponse.

Bien cordialement,
Nadia
Atlas Trade SARL`
	if got.Subject != "Demande de prix : argan oil, 500 kg" || got.Body != want {
		t.Errorf("%s\n%s", got.Subject, got.Body)
	}
}

func TestOwnTemplateTakesThePlaceOfAShippedOne(t *testing.T) {
	own := &model.Template{Name: "invitation", Language: "fr", Body: "ours"}
	free := &model.Template{Name: "invitation", Body: "in no language"}
	all := All([]*model.Template{own, free})
	if len(all) != 16 {
		t.Errorf("%d templates", len(all))
	}
	for lang, want := range map[value.Language]string{"fr": "ours", "de": "in no language"} {
		if got, err := Choose(all, "invitation", lang); err != nil || got.Body != want {
			t.Errorf("in %s: %v, %v", lang, got, err)
		}
	}
	if _, err := Choose(all, "nothing", "en"); err == nil {
		t.Error("a template that there is not was found")
	}
}

func TestLanguageFor(t *testing.T) {
	for _, test := range []struct {
		r    model.Record
		want value.Language
	}{
		{&model.Lead{Language: "ar", Country: "FR"}, "ar"},
		{&model.Lead{Language: "de", Country: "FR"}, "de"},
		{&model.Lead{Country: "SA"}, "ar"},
		{&model.Supplier{Country: "MA"}, "fr"},
		{&model.Contact{Languages: []value.Language{"de", "fr"}}, "fr"},
		{&model.Supplier{Country: "US"}, "en"},
		{nil, "en"},
	} {
		if got := LanguageFor(test.r); got != test.want {
			t.Errorf("%+v: %s, want %s", test.r, got, test.want)
		}
	}
}

// What is filled is clean, and holds no braces of a field that is known.
func TestFillLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(
			rapid.SampledFrom(names), rapid.SampledFrom([]string{"{", "}", "?", "|", "\n", "\r", "\u202e", " "}), rapid.String(),
		)).Draw(t, "parts")
		give := strings.Join(parts, "")
		got, err := Fill(give, someFacts().Values("en"))
		if err == nil && got != text.CleanLines(got, maxFilled) {
			t.Fatalf("%q is not clean", got)
		}
	})
}

func FuzzFill(f *testing.F) {
	f.Add("Dear {contact|Sir}, {rfq.number}\n{company?}")
	f.Add("{{{contact}}}{|}{?}")
	f.Fuzz(func(t *testing.T, give string) {
		got, err := Fill(give, someFacts().Values("ar"))
		if err == nil && (!utf8.ValidString(got) || got != text.CleanLines(got, maxFilled)) {
			t.Fatalf("%q gives %q", give, got)
		}
		subject, err := FillSubject(give, someFacts().Values("fr"))
		if err == nil && strings.ContainsAny(subject, "\r\n") {
			t.Fatalf("%q gives the subject %q", give, subject)
		}
	})
}

// A line says what a supplier goes by: the code of the goods and how they are packed.
func TestLinesSayCodeAndPacking(t *testing.T) {
	pack, err := value.ParsePacking("carton, 12 kg, gross 14.6 kg")
	if err != nil {
		t.Fatal(err)
	}
	f := Facts{RFQ: &model.RFQ{Lines: []model.Line{
		{Product: "argan oil", HS: "151590", Quantity: "16800", Unit: "KGM", Pack: pack}, {HS: "330129", Quantity: "200", Unit: "LTR"}, {Product: "amlou"},
	}}}
	for lang, want := range map[value.Language]string{
		"en": "- argan oil, 16,800 kg (HS 151590; carton, 12 kg, gross 14.6 kg)\n- HS 330129, 200 L\n- amlou",
		"fr": "- argan oil, 16\u00a0800 kg (SH 151590; carton, 12 kg, brut 14,6 kg)\n- HS 330129, 200 L\n- amlou",
	} {
		if got := f.Values(lang)["rfq.lines"]; got != want {
			t.Errorf("in %s: %q, want %q", lang, got, want)
		}
	}
}
