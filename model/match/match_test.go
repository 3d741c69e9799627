package match

import (
	"slices"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/value"
)

var nine = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func argan() *model.RFQ {
	return &model.RFQ{
		Head: model.Head{ID: model.ID{1}}, Title: "argan oil 500 kg", Incoterm: "CIF", Port: "CAMTR", Deadline: "2026-12-04", Certificates: []string{"Ecocert", "ISO 22000"},
		Lines: []model.Line{{Product: "argan oil", HS: "151590", Quantity: "500", Unit: "KGM"}, {Product: "rose water", HS: "330190", Quantity: "1", Unit: "TNE"}},
	}
}

func tifawin() *model.Supplier {
	return &model.Supplier{
		Head: model.Head{ID: model.ID{2}}, Name: "Tifawin", Country: "MA", Port: "MAAGA", Products: []string{"Argan oil"}, HS: []value.HS{"151590"},
		Certificates: []string{"Ecocert", "ISO22000:2018"}, MOQ: "1", Unit: "TNE", Capacity: "2", LeadDays: 21,
		Incoterms: []value.Incoterm{"FOB", "CIF"}, Rating: "4",
	}
}

func codesOf(parts []Part) (codes []Code) {
	for _, p := range parts {
		codes = append(codes, p.Code)
	}
	return codes
}

func TestJudge(t *testing.T) {
	r := Request{RFQ: argan(), Now: nine, Lanes: []*model.Lane{{Head: model.Head{ID: model.ID{9}}, Name: "Montreal", FromCountry: "MA", ToPort: "CAMTR"}}}
	c := Candidate{Supplier: tifawin(), Record: invitation.Record{
		Asked: 4, Answered: 3, Timed: 3, Median: 30 * time.Hour, Quoted: 3, Won: 1, LastQuote: value.At(nine.AddDate(0, 0, -100)),
	}}
	e, x := Prepare(r).Judge(c)
	if e == nil {
		t.Fatalf("excluded: %+v", x)
	}
	want := []Code{ProductHS, MOQAbove, Certified, LaneCountry, TermOffered, Replies, Wins, QuotedLongAgo, Rated}
	if got := codesOf(e.Parts); !slices.Equal(got, want) {
		t.Fatalf("parts %v, want %v", got, want)
	}
	points := []int{18, 5, 10, 7, 5, 6, 10, 5, 4} // 50 % of 35, half the MOQ of 1 t, …, 80 % of 3 of 4
	sum := 0
	for i, p := range e.Parts {
		if sum += p.Points; p.Points != points[i] {
			t.Errorf("%s: %d points of %d, want %d: %+v", p.Code, p.Points, p.Of, points[i], p.Seen)
		}
	}
	if e.Score != sum {
		t.Errorf("score %d, want %d", e.Score, sum)
	}
	if seen := e.Parts[1].Seen; seen.Wanted.String() != "0.5 TNE" || seen.Has.String() != "1 TNE" {
		t.Errorf("MOQ: %+v", seen)
	}
	if seen := e.Parts[0].Seen; seen.HS != "151590" || seen.Lines != 1 || seen.OfLines != 2 {
		t.Errorf("product: %+v", seen)
	}
}

func TestExclude(t *testing.T) {
	for _, test := range []struct {
		name string
		edit func(s *model.Supplier)
		want []Code
	}{
		{"nothing of it", func(s *model.Supplier) { s.Products, s.HS = []string{"olive oil"}, []value.HS{"080410"} }, []Code{NoProduct}},
		{"a certificate missing", func(s *model.Supplier) { s.Certificates = []string{"ISO 9001", "Ecocert"} }, []Code{CertificateMissing}},
		{"all missing", func(s *model.Supplier) { s.Certificates = nil }, []Code{CertificateMissing, CertificateMissing}},
		{"expired at delivery, 2026-12-25", func(s *model.Supplier) {
			s.CertificatesUntil = []model.CertificateDate{{Certificate: "ecocert", Until: "2026-12-24"}}
		}, []Code{CertificateExpired}},
		{"too little capacity", func(s *model.Supplier) { s.Capacity = "0.4" }, []Code{CapacityShort}},
		{"capacity in another dimension", func(s *model.Supplier) { s.Capacity, s.Unit = "1", "LTR" }, nil},
		{"valid on the day", func(s *model.Supplier) {
			s.CertificatesUntil = []model.CertificateDate{{Certificate: "Ecocert", Until: "2026-12-25"}}
		}, nil},
		{"renewed", func(s *model.Supplier) {
			s.CertificatesUntil = []model.CertificateDate{{Certificate: "Ecocert", Until: "2025-01-01"}, {Certificate: "Ecocert", Until: "2028-01-01"}}
		}, nil},
	} {
		s := tifawin()
		test.edit(s)
		e, x := Prepare(Request{RFQ: argan(), Now: nine}).Judge(Candidate{Supplier: s})
		var got []Code
		if x != nil {
			for _, r := range x.Reasons {
				got = append(got, r.Code)
			}
		}
		if !slices.Equal(got, test.want) || (e == nil) != (len(test.want) > 0) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestExcludedMarket(t *testing.T) {
	for _, test := range []struct {
		markets []value.Market
		term    value.Incoterm
		port    value.Port
		buyer   value.Country
		want    Seen // of the reason; zero when there is none
	}{
		{[]value.Market{"FR", "CA"}, "CIF", "CAMTR", "", Seen{Market: "CA", Country: "CA"}},
		{[]value.Market{"north_america"}, "CIF", "CAMTR", "FR", Seen{Market: "north_america", Country: "CA"}},
		{[]value.Market{"FR"}, "CIF", "CAMTR", "FR", Seen{}}, // it goes elsewhere
		{[]value.Market{"africa"}, "FOB", "MAAGA", "FR", Seen{}},
		{[]value.Market{"eu"}, "FOB", "MAAGA", "FR", Seen{Market: "eu", Country: "FR"}},
		{[]value.Market{"FR"}, "CIF", "", "FR", Seen{Market: "FR", Country: "FR"}},
		{[]value.Market{"FR", "eu"}, "FOB", "MAAGA", "", Seen{}}, // nobody knows where it goes
		{nil, "CIF", "CAMTR", "CA", Seen{}},
	} {
		s, rfq := tifawin(), argan()
		s.ExcludedMarkets, rfq.Incoterm, rfq.Port = test.markets, test.term, test.port
		_, x := Prepare(Request{RFQ: rfq, Now: nine, Buyer: test.buyer}).Judge(Candidate{Supplier: s})
		switch {
		case test.want == Seen{}:
			if x != nil {
				t.Errorf("%+v: %+v", test, x.Reasons)
			}
		case x == nil || len(x.Reasons) != 1 || x.Reasons[0] != (Reason{MarketExcluded, test.want}):
			t.Errorf("%+v: %+v", test, x)
		}
	}
}

func TestCertificateEndsSoon(t *testing.T) {
	s := tifawin()
	s.CertificatesUntil = []model.CertificateDate{{Certificate: "Ecocert", Until: "2027-02-01"}}
	e, _ := Prepare(Request{RFQ: argan(), Now: nine}).Judge(Candidate{Supplier: s})
	if e == nil || e.Parts[2].Code != CertificateEnds || e.Parts[2].Points != 5 || e.Parts[2].Seen.Until != "2027-02-01" {
		t.Errorf("%+v", e)
	}
}

func TestRouteByLoadingPort(t *testing.T) {
	for port, want := range map[value.Port]Code{"MAAGA": PortSame, "MACAS": PortCountry, "ESVLC": PortOther} {
		rfq := argan()
		rfq.Incoterm, rfq.Port = "FOB", port
		e, _ := Prepare(Request{RFQ: rfq, Now: nine}).Judge(Candidate{Supplier: tifawin()})
		if e.Parts[3].Code != want {
			t.Errorf("FOB %s: %s, want %s", port, e.Parts[3].Code, want)
		}
	}
	rfq := argan()
	rfq.Port = "USNYC"
	if e, _ := Prepare(Request{RFQ: rfq, Now: nine}).Judge(Candidate{Supplier: tifawin()}); e.Parts[3].Code != LaneAgreement {
		t.Errorf("to the USA: %+v", e.Parts[3])
	}
}

// An RFQ that says nothing ranks everybody, and one without lines goes by its title.
func TestBareRFQ(t *testing.T) {
	for title, want := range map[string]int{"": 1, "argan oil": 1, "clementines": 0} {
		got := Rank(Request{RFQ: &model.RFQ{Title: title}, Now: nine}, []Candidate{{Supplier: tifawin()}}, Options{Others: true})
		if len(got.Ranked) != want || len(got.Others) != 1-want || got.Elsewhere != 1-want {
			t.Errorf("%q: %+v", title, got)
		}
	}
}

// A limit holds for those who are left out, too: who nearly fits comes first.
func TestLimit(t *testing.T) {
	var all []Candidate
	for i := range 5 {
		good, bad := tifawin(), tifawin()
		good.ID, bad.ID = model.ID{1, byte(i)}, model.ID{2, byte(i)}
		if bad.Certificates = bad.Certificates[:1]; i < 4 {
			bad.Certificates = nil
		}
		all = append(all, Candidate{Supplier: good}, Candidate{Supplier: bad})
	}
	got := Rank(Request{RFQ: argan(), Now: nine}, all, Options{Limit: 2})
	if len(got.Ranked) != 2 || got.Total != 5 || len(got.Excluded) != 2 || got.LeftOut != 5 {
		t.Fatalf("%d of %d, %d of %d", len(got.Ranked), got.Total, len(got.Excluded), got.LeftOut)
	}
	if first := got.Excluded[0]; len(first.Reasons) != 1 || first.Supplier.ID != (model.ID{2, 4}) {
		t.Errorf("first is left out %+v", first)
	}
}

// Whoever was asked a moment ago did not fail to answer: it counts neither for nor against
// them.
func TestNoAnswerIsDueYet(t *testing.T) {
	p := Prepare(Request{RFQ: argan(), Now: nine})
	for _, test := range []struct {
		record invitation.Record
		code   Code
		points int
	}{
		{invitation.Record{}, RepliesUnknown, 5},
		{invitation.Record{Asked: 1, Waiting: 1}, RepliesAwaited, 5},
		{invitation.Record{Asked: 1}, RepliesNever, 0},
		{invitation.Record{Asked: 3, Waiting: 1, Answered: 2, Timed: 2, Median: time.Hour}, Replies, 10},
		{invitation.Record{Asked: 3, Waiting: 1, Answered: 1, Timed: 1, Median: time.Hour}, Replies, 5},
	} {
		e, x := p.Judge(Candidate{Supplier: tifawin(), Record: test.record})
		if e == nil {
			t.Fatalf("excluded: %+v", x)
		}
		i := slices.Index(codesOf(e.Parts), test.code)
		if i < 0 || e.Parts[i].Points != test.points {
			t.Errorf("%+v: %+v, want %s with %d points", test.record, e.Parts, test.code, test.points)
		}
	}
}
