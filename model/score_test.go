package model_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

var nine = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func offersOf(suppliers ...*model.Supplier) *model.Offers {
	var o model.Offers
	for _, s := range suppliers {
		o.Add(s)
	}
	return &o
}

func points(s model.Score, code string) (int, string) {
	for _, r := range s.Reasons {
		if r.Code == code {
			return r.Points, r.Detail
		}
	}
	return 0, ""
}

func bestLead() *model.Lead {
	return &model.Lead{
		Company: "Nord Foods Inc", Contact: "Ingrid Berg", Email: "ingrid@nordfoods.com", Phone: "+14155552671", Country: "US",
		Product: "Argan oil", HS: "151590", Quantity: "20000", Unit: "KGM", TargetPrice: "5.20", Currency: "USD", Incoterm: "FOB", Port: "MAPTM",
		Message: "We need it on the quay by 15 March 2027. " + strings.Repeat("Cold pressed, deodorised, in drums. ", 6), ReceivedAt: value.At(nine),
		Stage: model.LeadContacted, Event: model.ID{1},
	}
}

func TestTheBestLeadScoresAHundred(t *testing.T) {
	c := model.ScoreContext{Now: nine, Offers: offersOf(&model.Supplier{Products: []string{"argan oils"}, HS: []value.HS{"151590"}})}
	got := model.ScoreLead(bestLead(), c)
	want := model.Score{Total: 100, Reasons: []model.Reason{
		{model.ReasonOurProduct, 25, "our suppliers offer HS 151590", []model.Sight{{Code: model.SightHS, What: "151590"}}},
		{model.ReasonSpecific, 20, "names quantity, port, date", []model.Sight{{Code: model.SightQuantity}, {Code: model.SightPort}, {Code: model.SightDate}}},
		{model.ReasonValue, 15, "about 104000 USD", []model.Sight{{Code: model.SightAbout, What: "104000 USD"}}},
		{model.ReasonDomain, 10, "nordfoods.com is the company's", []model.Sight{{Code: model.SightCompanyDomain, What: "nordfoods.com"}}},
		{model.ReasonAgreement, 10, "US-Morocco Free Trade Agreement (2006); verify",
			[]model.Sight{{Code: model.SightAgreement, What: "US-Morocco Free Trade Agreement (2006)"}}},
		{model.ReasonFresh, 10, "came in today", []model.Sight{{Code: model.SightDays, What: "0"}}},
		{model.ReasonEngaged, 10, "met at a fair, in touch, gave a phone number, wrote at length",
			[]model.Sight{{Code: model.SightFair}, {Code: model.SightInTouch}, {Code: model.SightPhone}, {Code: model.SightAtLength}}},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestTheWorstLeadScoresNothing(t *testing.T) {
	lead := &model.Lead{Email: "someone@gmail.com", Message: "Dear Sir/Madam, kindly send your catalogue and price list."}
	got := model.ScoreLead(lead, model.ScoreContext{Now: nine})
	if got.Total != 0 {
		t.Errorf("total %d", got.Total)
	}
	for code, want := range map[string]int{model.ReasonNoCompany: -10, model.ReasonMassCopied: -20, model.ReasonFreeMail: -10} {
		if n, _ := points(got, code); n != want {
			t.Errorf("%s: %d points, want %d", code, n, want)
		}
	}
}

func TestScoreIsTheSumOfItsReasons(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lead := modeltest.Record(model.KindLead).Draw(t, "lead").(*model.Lead)
		offers := offersOf(modeltest.Record(model.KindSupplier).Draw(t, "supplier").(*model.Supplier))
		c := model.ScoreContext{Now: nine, Offers: offers}
		got := model.ScoreLead(lead, c)
		sum := 0
		for _, reason := range got.Reasons {
			sum += reason.Points
			if reason.Points == 0 || reason.Detail == "" || len(reason.Seen) == 0 {
				t.Fatalf("a reason that says nothing: %+v", reason)
			}
			if reason.Code == model.ReasonAgreement && !strings.HasSuffix(reason.Detail, "verify") {
				t.Fatalf("a hint that does not ask to verify: %q", reason.Detail)
			}
		}
		if want := min(max(sum, 0), 100); got.Total != want {
			t.Fatalf("total %d, reasons sum to %d", got.Total, sum)
		}
		if again := model.ScoreLead(lead, c); !reflect.DeepEqual(got, again) {
			t.Fatalf("scored again: %+v, then %+v", got, again)
		}
	})
}

func TestWeightsAreSettings(t *testing.T) {
	c := model.ScoreContext{Now: nine, Weights: model.Weights{Agreement: 40, HalfLifeDays: 14}}
	got := model.ScoreLead(bestLead(), c)
	if len(got.Reasons) != 1 || got.Total != 40 {
		t.Errorf("got %+v", got)
	}
}

func TestScoreValue(t *testing.T) {
	tests := []struct {
		price, quantity value.Decimal
		currency        value.Currency
		points          int
		detail          string
	}{
		{"100", "1000", "USD", 15, "about 100000 USD"},
		{"99.999", "1000", "USD", 12, "about 99999 USD"},
		{"20", "1000", "EUR", 9, "about 20000 EUR"},
		{"20", "1000", "MAD", 3, "about 20000 MAD"},
		{"5000", "1000", "JPY", 9, "about 5000000 JPY"},
		{"6", "1000", "KWD", 9, "about 6000 KWD"},
		{"1", "1", "USD", 2, "about 1 USD"},
		{"1", "1000000", "XXX", 3, "about 1000000 XXX, a currency that is not compared"},
		{"0.125", "2001", "USD", 2, "about 250 USD"},
		{"", "1000", "USD", 0, ""},
		{"5", "", "USD", 0, ""},
		{"0", "1000", "USD", 0, ""},
		{"-5", "1000", "USD", 0, ""},
	}
	for _, test := range tests {
		lead := &model.Lead{TargetPrice: test.price, Quantity: test.quantity, Currency: test.currency}
		got, detail := points(model.ScoreLead(lead, model.ScoreContext{Now: nine}), model.ReasonValue)
		if got != test.points || detail != test.detail {
			t.Errorf("%s × %s %s: %d points, %q; want %d, %q", test.price, test.quantity, test.currency, got, detail, test.points, test.detail)
		}
	}
}

func TestScoreFreshHalvesInAFortnight(t *testing.T) {
	for days, want := range map[int]struct {
		points int
		detail string
	}{
		-3: {10, "came in today"}, 0: {10, "came in today"}, 1: {10, "came in a day ago"}, 7: {7, "came in 7 days ago"},
		14: {5, "came in 14 days ago"}, 28: {3, "came in 28 days ago"}, 42: {1, "came in 42 days ago"}, 365: {0, ""},
	} {
		lead := &model.Lead{ReceivedAt: value.At(nine.AddDate(0, 0, -days))}
		got, detail := points(model.ScoreLead(lead, model.ScoreContext{Now: nine}), model.ReasonFresh)
		if got != want.points || detail != want.detail {
			t.Errorf("%d days: %d points, %q; want %d, %q", days, got, detail, want.points, want.detail)
		}
	}
}

func TestScoreSpecific(t *testing.T) {
	tests := []struct {
		name   string
		lead   model.Lead
		points int
	}{
		{"a quantity", model.Lead{Quantity: "5", Unit: "TNE"}, 8},
		{"a quantity of nothing", model.Lead{Quantity: "5"}, 0},
		{"a quantity of zero", model.Lead{Quantity: "0", Unit: "TNE"}, 0},
		{"a port and its Incoterm", model.Lead{Port: "MAPTM", Incoterm: "FOB"}, 6},
		{"an Incoterm", model.Lead{Incoterm: "FOB"}, 3},
		{"a date", model.Lead{Message: "needed 2027-03-15."}, 6},
		{"a French date", model.Lead{Message: "livraison le 15/03/27"}, 6},
		{"a month", model.Lead{Message: "avant fin février"}, 6},
		{"an Arabic month", model.Lead{Message: "التسليم في فبراير"}, 6},
		{"an HS code and a phone", model.Lead{Message: "HS 15.15.90, tel 0539-12-34-56, 3.4.5.6, 99/99/2027"}, 0},
		{"the verb may", model.Lead{Message: "may we ask"}, 0},
	}
	for _, test := range tests {
		if got, detail := points(model.ScoreLead(&test.lead, model.ScoreContext{Now: nine}), model.ReasonSpecific); got != test.points {
			t.Errorf("%s: %d points (%s), want %d", test.name, got, detail, test.points)
		}
	}
}

func TestScoreDomain(t *testing.T) {
	tests := []struct {
		company, email, website string
		points                  int
	}{
		{"Nord Foods Inc", "a@nordfoods.com", "", 10},
		{"Nord Foods Inc", "a@mail.nord-foods.co.uk", "", 10},
		{"Nord Foods Inc", "a@nordfood.no", "", 10},
		{"International Business Machines", "a@ibm.com", "", 10},
		{"Atlas", "a@groupe-atlas.ma", "", 10},
		{"Sté X", "a@altogether-different.com", "https://altogether-different.com", 10},
		{"Nord Foods Inc", "a@hotel-sahara.ma", "", 4},
		{"", "a@hotel-sahara.ma", "", 4},
		{"Gmail Traders", "a@gmail.com", "", 0},
		{"Nord Foods Inc", "", "", 0},
	}
	for _, test := range tests {
		lead := &model.Lead{Company: test.company, Email: value.Email(test.email), Website: value.URL(test.website)}
		got, detail := points(model.ScoreLead(lead, model.ScoreContext{Now: nine}), model.ReasonDomain)
		if got != test.points {
			t.Errorf("%q, %s: %d points (%s), want %d", test.company, test.email, got, detail, test.points)
		}
	}
}

func TestScoreMassCopied(t *testing.T) {
	tests := []struct {
		name string
		lead model.Lead
		want bool
	}{
		{"a greeting and nothing asked", model.Lead{Message: "Dear Sir/Madam,\nwe are a leading importer."}, true},
		{"a catalogue and nothing asked", model.Lead{Message: "Hi, please send your catalog"}, true},
		{"a greeting and a catalogue", model.Lead{Product: "oil", Message: "Dear supplier, send us your price list"}, true},
		{"in French", model.Lead{Message: "Madame, Monsieur, envoyez-nous votre catalogue"}, true},
		{"in Arabic", model.Lead{Message: "السادة المحترمون، نرجو إرسال قائمة الأسعار"}, true},
		{"good manners and a product", model.Lead{Product: "argan oil", Message: "Madame, Monsieur, nous cherchons de l'huile d'argan"}, false},
		{"a catalogue of a product", model.Lead{Product: "argan oil", Message: "Please send your catalog"}, false},
		{"a quantity", model.Lead{Quantity: "5", Unit: "TNE", Message: "Dear Sir/Madam, your best price please"}, false},
		{"a greeting far down", model.Lead{Message: strings.Repeat("we want oil ", 10) + "Dear Sir/Madam"}, false},
		{"nothing", model.Lead{}, false},
	}
	for _, test := range tests {
		got, detail := points(model.ScoreLead(&test.lead, model.ScoreContext{Now: nine}), model.ReasonMassCopied)
		if (got == -20) != test.want {
			t.Errorf("%s: %d points (%s), mass copied is %t", test.name, got, detail, test.want)
		}
	}
}

func TestAgreements(t *testing.T) {
	for country, want := range map[value.Country]string{
		"FR": "EU-Morocco Association Agreement (2000)", "GB": "UK-Morocco Association Agreement (2021)", "TR": "Morocco-Türkiye Free Trade Agreement (2006)",
		"CH": "EFTA-Morocco Free Trade Agreement (1999)", "AE": "UAE-Morocco Free Trade Agreement (2003)", "TN": "Agadir Agreement (2007)",
		"SA": "Greater Arab Free Trade Area (1998)", "SN": "African Continental Free Trade Area (2019)", "CN": "", "BR": "", "MA": "", "": "",
	} {
		if got := model.AgreementWith(country); got != want {
			t.Errorf("%s: %q, want %q", country, got, want)
		}
	}
}
