package exchange

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"tradedesk/model"
)

// ourRequest puts an RFQ of two lines and its supplier on a desk.
func ourRequest(t *testing.T, desk *fakeDesk) (*model.RFQ, *model.Supplier) {
	t.Helper()
	ids := model.NewIDs(fixedNow, nil)
	rfq := &model.RFQ{Title: "Oils", Stage: model.RFQOpen, Lines: []model.Line{
		{Product: "argan oil", HS: "151590", Quantity: "1000", Unit: "KGM"}, {Product: "rose water", Quantity: "500", Unit: "LTR"},
	}}
	rfq.ID = ids.New()
	supplier := &model.Supplier{Name: "Atlas Oils", Email: "sales@atlas.ma", Contact: "Salma"}
	supplier.ID = ids.New()
	desk.put(rfq)
	desk.put(supplier)
	return rfq, supplier
}

// atlasQuotation is how a supplier answers it, with prices for its second line first.
func atlasQuotation(number, rosePrice string) string {
	return fmt.Sprintf(`<?xml version="1.0"?><Quotation xmlns:cbc="b" xmlns:cac="a">
<cbc:ID>AT-7</cbc:ID><cbc:IssueDate>2026-11-20</cbc:IssueDate><cbc:Note>Harvest of 2026</cbc:Note><cbc:PricingCurrencyCode>EUR</cbc:PricingCurrencyCode>
<cac:ValidityPeriod><cbc:EndDate>2026-12-31</cbc:EndDate></cac:ValidityPeriod>
<cac:RequestForQuotationDocumentReference><cbc:ID>%s</cbc:ID></cac:RequestForQuotationDocumentReference>
<cac:SellerSupplierParty><cac:Party><cac:PartyName><cbc:Name>ATLAS OILS SARL</cbc:Name></cac:PartyName><cac:Contact><cbc:ElectronicMail>sales@atlas.ma</cbc:ElectronicMail></cac:Contact></cac:Party></cac:SellerSupplierParty>
<cac:Delivery><cac:PromisedDeliveryPeriod><cbc:DurationMeasure unitCode="WEE">3</cbc:DurationMeasure></cac:PromisedDeliveryPeriod></cac:Delivery>
<cac:DeliveryTerms><cbc:ID>FOB</cbc:ID><cac:DeliveryLocation><cbc:Description>Agadir</cbc:Description></cac:DeliveryLocation></cac:DeliveryTerms>
<cac:TransactionConditions><cbc:Description>30 %% deposit</cbc:Description></cac:TransactionConditions>
<cac:QuotationLine><cbc:ID>1</cbc:ID><cbc:RequestForQuotationLineID>2</cbc:RequestForQuotationLineID><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="LTR">500</cbc:Quantity>
 <cac:Price><cbc:PriceAmount currencyID="EUR">%s</cbc:PriceAmount></cac:Price><cac:Item><cbc:Name>Eau de rose</cbc:Name></cac:Item></cac:LineItem></cac:QuotationLine>
<cac:QuotationLine><cbc:ID>2</cbc:ID><cac:LineItem><cbc:ID>2</cbc:ID><cbc:Quantity unitCode="KGM">500</cbc:Quantity><cbc:MinimumQuantity unitCode="KGM">500</cbc:MinimumQuantity>
 <cac:Price><cbc:PriceAmount currencyID="EUR">1600</cbc:PriceAmount><cbc:BaseQuantity unitCode="KGM">100</cbc:BaseQuantity></cac:Price>
 <cac:Item><cbc:Name>Huile d'argan</cbc:Name><cac:CommodityClassification><cbc:ItemClassificationCode listID="HS">15159011</cbc:ItemClassificationCode></cac:CommodityClassification></cac:Item></cac:LineItem>
 <cac:AlternativeLineItem><cbc:ID>2b</cbc:ID><cbc:Quantity unitCode="KGM">2000</cbc:Quantity><cac:Price><cbc:PriceAmount currencyID="EUR">1500</cbc:PriceAmount><cbc:BaseQuantity unitCode="KGM">100</cbc:BaseQuantity></cac:Price><cac:Item/></cac:AlternativeLineItem></cac:QuotationLine>
<cac:QuotationLine><cbc:ID>3</cbc:ID><cac:LineItem><cbc:ID>3</cbc:ID><cbc:Quantity unitCode="KGM">10</cbc:Quantity><cac:Price><cbc:PriceAmount currencyID="EUR">9</cbc:PriceAmount></cac:Price><cac:Item><cbc:Name>Saffron</cbc:Name></cac:Item></cac:LineItem></cac:QuotationLine>
</Quotation>`, number, rosePrice)
}

func TestQuotationAnswersOurRFQ(t *testing.T) {
	desk := newFakeDesk()
	rfq, supplier := ourRequest(t, desk)
	first := atlasQuotation(rfq.Number(), "12.50")
	report := mustImport(t, desk, testRequest("q.xml"), first)
	if report.Created != 1 || report.Updated != 1 || report.Rejected != 0 || len(desk.all()) != 3 {
		t.Fatalf("report %+v", report)
	}
	q := desk.all()[2].(*model.Quote)
	if q.RFQ != rfq.ID || q.Supplier != supplier.ID || q.Stage != model.QuoteReceived || q.Reference != "AT-7" || q.Currency != "EUR" ||
		q.Incoterm != "FOB" || q.Place != "Agadir" || q.LeadDays != 21 || q.ValidUntil != "2026-12-31" || q.PaymentTerms != "30 % deposit" {
		t.Errorf("got %s", model.EncodeJSON(q))
	}
	want := []model.QuoteLine{
		{Product: "argan oil", HS: "151590", Tiers: []model.Tier{{From: "500", Price: "1600"}, {From: "2000", Price: "1500"}}, Unit: "KGM", MOQ: "500", Base: "100"},
		{Product: "rose water", Tiers: []model.Tier{{From: "500", Price: "12.50"}}, Unit: "LTR"},
	}
	if !reflect.DeepEqual(q.Lines, want) {
		t.Errorf("lines %+v", q.Lines)
	}
	for _, kept := range []string{"Harvest of 2026", "offered as: Huile d'argan", "Saffron 9 from 10 KGM EUR: the RFQ asks for no such product"} {
		if !strings.Contains(q.Notes, kept) {
			t.Errorf("notes %q lack %q", q.Notes, kept)
		}
	}
	if len(q.Files) != 1 || desk.files[q.Files[0].SHA256] != first {
		t.Errorf("files %+v", q.Files)
	}
	if now := desk.records[rfq.ID].(*model.RFQ); now.Stage != model.RFQQuoting {
		t.Errorf("the RFQ is %s", now.Stage)
	}
	if s := desk.records[supplier.ID].(*model.Supplier); s.Name != "Atlas Oils" {
		t.Errorf("the supplier is now %q", s.Name)
	}

	again := mustImport(t, desk, testRequest("q.xml"), first+"\n")
	if again.Created+again.Updated != 0 || again.Unchanged != 1 {
		t.Errorf("again: %+v", again)
	}
	second := mustImport(t, desk, testRequest("q2.xml"), atlasQuotation(rfq.Number(), "11.90"))
	next := desk.all()[len(desk.all())-1].(*model.Quote)
	if second.Created != 1 || next.Supersedes != q.ID || desk.records[q.ID].(*model.Quote).Stage != model.QuoteSuperseded {
		t.Errorf("second: %+v, %s", second, model.EncodeJSON(next))
	}
	if old := mustImport(t, desk, testRequest("q.xml"), first); old.Created+old.Updated != 0 {
		t.Errorf("the first version again: %+v", old)
	}
}

func TestQuotationThatCannotGoIn(t *testing.T) {
	desk := newFakeDesk()
	rfq, _ := ourRequest(t, desk)
	other := &model.RFQ{}
	other.ID = model.NewIDs(fixedNow, nil).New()
	for _, test := range []struct{ file, want string }{
		{atlasQuotation(other.Number(), "12"), "this desk does not have"},
		{strings.ReplaceAll(atlasQuotation(rfq.Number(), "12"), "PriceAmount", "Amount"), "no line of the quotation gives a price"},
	} {
		report := mustImport(t, desk, testRequest("q.xml"), test.file)
		if report.Created+report.Updated != 0 || report.Rejected != 1 || !strings.Contains(report.Errors[0].Message, test.want) || len(desk.files) != 0 {
			t.Errorf("report %+v, want %q", report, test.want)
		}
	}
}

// What is not as the schema wants it is said with its line; what can be read is.
func TestUBLStructure(t *testing.T) {
	desk := newFakeDesk()
	const file = "<?xml version=\"1.0\"?>\n<RequestForQuotation>\n<Note>Oils</Note>\n<ID>7</ID>\n<Colour>red</Colour>\n" +
		"<RequestForQuotationLine><LineItem><Quantity unitCode=\"KGM\">1.234</Quantity><Item><Name>argan oil</Name></Item></LineItem></RequestForQuotationLine>\n</RequestForQuotation>"
	report := mustImport(t, desk, testRequest("r.xml"), file)
	var got []string
	for _, w := range report.Warnings {
		got = append(got, fmt.Sprintf("%d %s %s", w.Line, w.Field, w.Message))
	}
	want := []string{
		"4 ID stands after Note, and the schema of UBL wants it before: it was read all the same",
		"5 Colour is no element of RequestForQuotation: it was passed over",
		"2 IssueDate is missing in RequestForQuotation",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("warnings\n%s", strings.Join(got, "\n"))
	}
	if rfq := desk.all()[0].(*model.RFQ); rfq.Lines[0].Quantity != "1.234" {
		t.Errorf("got %s", model.EncodeJSON(rfq))
	}
}
