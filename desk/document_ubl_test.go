package desk

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/document"
	"tradedesk/model"
	"tradedesk/model/quotetext"
	"tradedesk/model/value"
)

func mustImportUBL(t *testing.T, d Desk, name string, content []byte) FileReport {
	t.Helper()
	report, err := d.Import(context.Background(), ImportRequest{Name: name}, bytes.NewReader(content), nil)
	if err != nil || report.Rejected > 0 {
		t.Fatalf("%s: %+v, %v", name, report, err)
	}
	return report
}

func every[T model.Record](t *testing.T, d Desk, kind model.Kind) []T {
	t.Helper()
	out, err := readAll[T](context.Background(), d, Query{Kind: kind, Sort: "created_at"})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// carried gives what a record says, without what a document does not carry.
func carried(r model.Record) string {
	r = model.Clone(r)
	*r.Header() = model.Head{}
	switch r := r.(type) {
	case *model.RFQ:
		r.Files, r.Stage = nil, ""
	case *model.Quote:
		r.Files, r.Stage, r.RFQ, r.Supplier = nil, "", model.ID{}, model.ID{}
	case *model.Supplier:
		r.Files = nil
	}
	return string(model.EncodeJSON(r))
}

// What others wrote is read, written and read again on another desk without a loss.
func TestUBLFilesGoRound(t *testing.T) {
	ctx := context.Background()
	for _, name := range []string{"UBL-RequestForQuotation-2.1-Example.xml", "UBL-Quotation-2.1-Example.xml", "Mobile_Catalogue_UBL.xml"} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join("..", "exchange", "testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			first, second := openAt(t, t.TempDir(), "nadia"), openAt(t, t.TempDir(), "samir")
			mustDo(t, first, Action{Edits: []Edit{{Kind: model.KindFirm, Create: true, Set: model.Set{"name": quoted("Atlas Trade")}}}})
			mustImportUBL(t, first, name, content)
			for _, kind := range []model.Kind{model.KindRFQ, model.KindSupplier, model.KindQuote} {
				for _, r := range every[model.Record](t, first, kind) {
					doc, err := UBLDocument(ctx, first, r, true)
					if err != nil {
						t.Fatal(err)
					}
					report := mustImportUBL(t, second, doc.Name, doc.Content)
					if report.Warned > 0 && kind != model.KindSupplier {
						t.Errorf("%s: %+v", kind, report.Warnings)
					}
					if again := mustImportUBL(t, second, doc.Name, doc.Content); again.Created+again.Updated != 0 {
						t.Errorf("%s again: %+v", kind, again)
					}
				}
				was, is := every[model.Record](t, first, kind), every[model.Record](t, second, kind)
				if len(was) != len(is) {
					t.Fatalf("%d %s, want %d", len(is), kind, len(was))
				}
				for i := range was {
					if carried(was[i]) != carried(is[i]) {
						t.Errorf("%s\nwas %s\nis  %s", kind, carried(was[i]), carried(is[i]))
					}
				}
			}
		})
	}
}

// A quote that is written is read as the same quote.
func TestQuotationsGoRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rfq := &model.RFQ{Title: "Oils", Lines: []model.Line{{Product: "argan oil", HS: "151590"}, {Product: "rose water"}, {HS: "0902"}}[:rapid.IntRange(0, 3).Draw(t, "asked")]}
		rfq.ID = model.ID{6: 0x70, 15: 7}
		q := drawnQuote(t, rfq)
		var out bytes.Buffer
		supplier := &model.Supplier{Name: "Atlas <Oils> & Sons"}
		if err := document.WriteQuotation(&out, document.Quotation{Quote: q, RFQ: rfq, Supplier: supplier, IssuedOn: "2026-11-29"}); err != nil {
			t.Fatal(err)
		}
		read, doubts, err := readAnswer(context.Background(), AnswerSource{Name: "q.xml", Content: out.Bytes()}, quotetext.Context{})
		if err != nil || len(doubts) > 0 {
			t.Fatalf("%v, %v\n%s", err, doubts, out.String())
		}
		again, left := read.On(rfq)
		if carried(again) != carried(q) || len(left) > 0 || read.Request != rfq.Number() || read.SupplierName != supplier.Name {
			t.Fatalf("left %v\nwas %s\nis  %s\n%s", left, carried(q), carried(again), out.String())
		}
	})
}

func drawnQuote(t *rapid.T, rfq *model.RFQ) *model.Quote {
	q := &model.Quote{Currency: "EUR"}
	q.ID = model.ID{6: 0x70, 15: 9}
	text := rapid.SampledFrom([]string{"", "OF-7", "a <b> & \"c\"", "عرض ٣"})
	q.Reference, q.Notes, q.Place = text.Draw(t, "reference"), text.Draw(t, "notes"), text.Draw(t, "place")
	q.PaymentTerms = rapid.SampledFrom([]value.PaymentTerms{"", "30 % deposit", "30 % deposit; 70 % against copy of B/L"}).Draw(t, "payment")
	q.Incoterm = rapid.SampledFrom([]value.Incoterm{"", "FOB", "DDP"}).Draw(t, "incoterm")
	q.ValidUntil = rapid.SampledFrom([]value.Date{"", "2026-12-31"}).Draw(t, "valid")
	q.Freight = rapid.SampledFrom([]value.Decimal{"", "2600", "1.234"}).Draw(t, "freight")
	q.LeadDays = rapid.IntRange(0, 60).Draw(t, "lead")
	prices := func(name string) (tiers []model.Tier) {
		from := 0
		for i := range rapid.IntRange(1, 4).Draw(t, name) {
			from += rapid.IntRange(1, 2000).Draw(t, "from")
			tiers = append(tiers, model.Tier{From: value.Decimal(fmt.Sprint(from)), Price: value.Decimal(fmt.Sprintf("%d.%03d", 9-i, from%1000))})
		}
		return tiers
	}
	unit := rapid.SampledFrom([]value.Unit{"", "KGM", "LTR"})
	base := rapid.SampledFrom([]value.Decimal{"", "100"})
	if len(rfq.Lines) < 2 {
		q.Tiers, q.Unit, q.BaseQuantity = prices("tiers"), unit.Draw(t, "unit"), base.Draw(t, "base")
		q.MOQ = rapid.SampledFrom([]value.Decimal{"", q.Tiers[0].From}).Draw(t, "moq")
		return q
	}
	for _, line := range rfq.Lines {
		if len(q.Lines) == 0 || rapid.Bool().Draw(t, "priced") {
			q.Lines = append(q.Lines, model.QuoteLine{Product: line.Product, HS: line.HS, Tiers: prices("line"), Unit: unit.Draw(t, "unit"), Base: base.Draw(t, "base")})
		}
	}
	return q
}

// What goes to suppliers has nothing of the buyer.
func TestRequestHidesTheBuyer(t *testing.T) {
	ctx := context.Background()
	d := openAt(t, t.TempDir(), "nadia")
	rfq := &model.RFQ{Title: "Oils", Buyer: "Nord Foods", Notes: "pays late", Lines: []model.Line{{Product: "argan oil", TargetPrice: "43.21"}}, Deadline: "2026-12-31"}
	rfq.ID = model.ID{6: 0x70, 15: 3}
	if _, err := UBLDocument(ctx, d, rfq, false); err == nil || !strings.Contains(err.Error(), ErrNoFirm.Error()) {
		t.Errorf("without a firm: %v", err)
	}
	mustDo(t, d, Action{Edits: []Edit{{Kind: model.KindFirm, Create: true, Set: model.Set{"name": quoted("Atlas Trade")}}}})
	doc, err := UBLDocument(ctx, d, rfq, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Nord Foods", "pays late", "43.21"} {
		if bytes.Contains(doc.Content, []byte(secret)) {
			t.Errorf("it has %q", secret)
		}
	}
	for _, said := range []string{"Atlas Trade", rfq.Number(), "<cbc:SubmissionDueDate>2026-12-31"} {
		if !bytes.Contains(doc.Content, []byte(said)) {
			t.Errorf("it lacks %q", said)
		}
	}
}
