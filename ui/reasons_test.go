package ui

import (
	"strings"
	"testing"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
)

// What a score saw is worded in every language; English says what the model says.
func TestScoreIsWorded(t *testing.T) {
	var offers model.Offers
	offers.Add(&model.Supplier{Products: []string{"Argan oil"}, HS: []value.HS{"151590"}})
	at := value.At(testNow)
	leads := []*model.Lead{
		{Company: "Nord Foods Inc", Email: "i@nordfoods.com", Phone: "+14155552671", Country: "US", HS: "151590", Quantity: "20000", Unit: "KGM", TargetPrice: "5.20",
			Currency: "USD", Port: "MAPTM", Message: "by 15 March 2027 " + strings.Repeat("cold pressed, in drums. ", 10), ReceivedAt: at, Stage: model.LeadContacted, Event: model.ID{1}},
		{Company: "Nord", Email: "i@else.example", Product: "Argan oil", Incoterm: "FOB", Quantity: "2", TargetPrice: "500", Currency: "XAU", ReceivedAt: at - value.Instant(time.Hour.Milliseconds()*30)},
		{Email: "someone@gmail.com", Message: "Dear Sir/Madam, kindly send your catalogue and price list.", ReceivedAt: at - value.Instant(time.Hour.Milliseconds()*80)},
	}
	codes := map[string]bool{}
	english, french := speaking(t, "en"), speaking(t, "fr")
	for _, l := range leads {
		for _, r := range model.ScoreLead(l, model.ScoreContext{Now: testNow, Offers: &offers}).Reasons {
			for _, s := range r.Seen {
				codes[s.Code] = true
				if french.sight(s) == "" || english.sight(s) == "" {
					t.Errorf("there is no word for %+v", s)
				}
			}
			want := strings.NewReplacer("104000", "104,000", "1000 ", "1,000 ", `"`, "").Replace(r.Detail)
			if got := strings.NewReplacer("“", "", "”", "").Replace(english.seen(r)); got != want {
				t.Errorf("%s: %q, want %q", r.Code, got, want)
			}
		}
	}
	for _, code := range []string{model.SightHS, model.SightWords, model.SightQuantity, model.SightPort, model.SightIncoterm, model.SightDate, model.SightAbout,
		model.SightNotCompared, model.SightCompanyDomain, model.SightBusinessDomain, model.SightAgreement, model.SightDays, model.SightFair, model.SightInTouch,
		model.SightPhone, model.SightAtLength, model.SightFreeMail, model.SightNoCompany, model.SightCopied} {
		if !codes[code] {
			t.Errorf("no lead of this test shows %s", code)
		}
	}
	if got, want := french.seen(model.Reason{Seen: []model.Sight{{Code: model.SightAbout, What: "104903 EUR"}}}), "environ 104\u00a0903 EUR"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	unknown := model.Reason{Detail: "what a later version saw", Seen: []model.Sight{{Code: "later"}}}
	if got := french.seen(unknown); got != unknown.Detail {
		t.Errorf("%q, want %q", got, unknown.Detail)
	}
}

func TestRefusalsAreWorded(t *testing.T) {
	m := speaking(t, "fr")
	if got := m.whyRefused(desk.SearchProblem{Why: "in English", Refusal: "order"}); got != m.words.T("refused.order") {
		t.Errorf("got %q", got)
	}
	if got := m.whyRefused(desk.SearchProblem{Why: "in English"}); got != "in English" {
		t.Errorf("got %q", got)
	}
}

// What is wrong with a typed value is worded, with how one is written; of what could mean two
// things both are named.
func TestWrongValuesAreWorded(t *testing.T) {
	french, english := speaking(t, "fr"), speaking(t, "en")
	_, mail := value.ParseEmail("notmail")
	if got, want := french.wrongValue(mail), "«\u00a0notmail\u00a0» n’est pas valable\u00a0: écrivez nom@entreprise.com"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	_, unit := value.ParseUnit("furlongs")
	_, port := value.ParsePort("Nowhere")
	_, number := value.ParseDecimal("abc")
	for _, err := range []error{mail, unit, port, number} {
		if got := french.wrongValue(err); got == err.Error() || !strings.Contains(got, "écrivez") {
			t.Errorf("%v is %q", err, got)
		}
		if got := english.wrongValue(err); got != err.Error() {
			t.Errorf("%v is %q in English", err, got)
		}
	}
	_, two := value.ParseTyped("1.000")
	if got, want := french.wrongValue(two), "«\u00a01.000\u00a0» est ambigu\u00a0: écrivez 1000 ou 1.00"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// What lists of codes know of a value that they refuse is said in the language of the screens:
// countries by their names there.
func TestReasonsOfReferenceDataAreWorded(t *testing.T) {
	_, former := value.ParseCountry("Yugoslavia")
	_, near := value.ParseCountry("Marocc")
	_, sum := value.ParsePaymentTerms("30% T/T; 50% L/C")
	_, margin := value.ParseTerms("2.5%, margin 5%")
	for _, tt := range []struct {
		lang string
		err  error
		want string
	}{
		{"fr", former, "«\u00a0Yugoslavia\u00a0» n’existe plus depuis 1992\u00a0: donnez le pays d’aujourd’hui, comme Serbie (RS), Croatie (HR), Slovénie (SI), Bosnie-Herzégovine (BA), Macédoine du Nord (MK) ou Monténégro (ME)"},
		{"fr", near, "«\u00a0Marocc\u00a0» est inconnu\u00a0: vouliez-vous dire Maroc (MA)\u00a0?"},
		{"ar", near, "«Marocc» غير معروف: هل تقصد المغرب (MA)؟"},
		{"fr", sum, "le total fait 80\u00a0%, et non 100\u00a0%"},
		{"ar", sum, "المجموع 80% وليس 100%"},
		{"fr", margin, "une marge ne va pas avec une autre commission"},
	} {
		got := cells.ByNobody.Paint(speaking(t, tt.lang).why(tt.err))
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.lang, got, tt.want)
		}
	}
	for _, lang := range []string{"fr", "ar"} {
		for _, detail := range value.Details() {
			err := &value.Error{Type: "unit", Text: "x", Code: value.CodeSyntax, Reason: "in English", Detail: detail}
			if got := speaking(t, lang).why(err); strings.Contains(got, "English") || !speaking(t, lang).words.Has("wrong."+string(detail)) {
				t.Errorf("%s: %s is %q", lang, detail, got)
			}
		}
	}
}

// Every trade agreement that the desk knows has a name in every language.
func TestAgreementsAreNamed(t *testing.T) {
	for _, lang := range []string{"en", "fr", "ar"} {
		m := speaking(t, lang)
		for _, name := range model.Agreements() {
			if got := cells.ByNobody.Paint(m.agreement(name)); (got == name) != (lang == "en") {
				t.Errorf("%s: %q is %q", lang, name, got)
			}
		}
		if got := m.agreement("Quad 2031"); got != "Quad 2031" {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
