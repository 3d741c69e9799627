//go:build unix

package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tradedesk/e2e/terminal"
	"tradedesk/internal/workbook"
)

// fiveSuppliers are whom an enquiry for argan oil is sent to.
var fiveSuppliers = []string{"Tifawin", "Argania Sud", "Souss Huiles", "Atlas Oils", "Coop Ajddigue"}

// broker is a seat with what a broker has before the first enquiry: a letterhead, a rate, a
// lane, suppliers, a Maildir and a way to send.
func broker(t *testing.T, send string) *seat {
	t.Helper()
	s := newSeat(t)
	s.must("rates", "set", "USD=1.1684")
	s.must("firm", "set", "name=Atlas Brokers SARL", "name_ar=أطلس للوساطة التجارية", "city=Tanger", "country=MA", "email=office@atlas.example")
	s.add("lane", "name=Morocco to New York", "from_country=MA", "to_port=USNYC", "mode=sea", "insurance_rate=0.35",
		"legs=inland 900 EUR; export clearance 0 EUR; origin terminal 350 EUR; freight 2600 USD")
	for _, name := range fiveSuppliers {
		s.add("supplier", "name="+name, "country=MA", "products=argan oil", "hs=151590", "email="+addressOf(name), "contact=Sales of "+name)
	}
	for _, dir := range []string{"cur", "new", "tmp"} {
		if err := os.MkdirAll(filepath.Join(s.home, "Maildir", dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.env = append(s.env, "TRADEDESK_MAIL_INBOX="+filepath.Join(s.home, "Maildir"), "TRADEDESK_MAIL_SEND="+send)
	return s
}

func addressOf(supplier string) string {
	return "sales@" + strings.ToLower(strings.ReplaceAll(supplier, " ", "-")) + ".example"
}

// hands press keys and count them: a letter that is typed is one, as is each named key.
type hands struct {
	*terminal.Terminal
	keys int
}

// press presses named keys.
func (h *hands) press(keys ...string) {
	h.keys += len(keys)
	h.Press(keys...)
}

// write types a text.
func (h *hands) write(text string) {
	h.keys += utf8.RuneCountInString(text)
	h.Send(text)
}

// deliver puts a message into the Maildir, as a mail program does.
func (s *seat) deliver(name, text string) {
	s.t.Helper()
	fresh := s.file("Maildir/tmp/"+name, text)
	if err := os.Rename(fresh, filepath.Join(s.home, "Maildir", "new", name)); err != nil {
		s.t.Fatal(err)
	}
}

// within hides how long an answer took.
var within = mask{regexp.MustCompile(`within \d+ s`), func(s string) string { return strings.Repeat("·", len(s)) }}

// cutDay hides a day beside a box that lies over the beginning of its date.
var cutDay = mask{regexp.MustCompile(`│\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b`), func(string) string { return "│·····" }}

// cutNumber hides the number of an RFQ at the end of a line that is cut.
var cutNumber = mask{regexp.MustCompile(`RFQ-\d{4}-[0-9A-Z]*…`), dots}

// letterWithBook is a supplier's answer with an Excel price list.
func letterWithBook(t *testing.T, from, number string, rows [][]string) string {
	t.Helper()
	book, err := workbook.Of(rows)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`From: Sales of %s <%s>
To: office@atlas.example
Subject: Re: your request [%s]
Date: %s
Message-ID: <offer-31@tifawin.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Please find our price list attached.
--b
Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
Content-Disposition: attachment; filename=prices.xlsx
Content-Transfer-Encoding: base64

%s
--b--
`, from, addressOf(from), number, time.Now().Add(2*time.Second).Format(time.RFC1123Z), base64.StdEncoding.EncodeToString(book))
}

// quotationUBL is a supplier's answer out of their own system.
func quotationUBL(from, number, price string) string {
	return `<?xml version="1.0"?>
<Quotation xmlns="urn:oasis:names:specification:ubl:schema:xsd:Quotation-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>AO-31</cbc:ID><cbc:IssueDate>2026-11-20</cbc:IssueDate><cbc:PricingCurrencyCode>EUR</cbc:PricingCurrencyCode>
<cac:RequestForQuotationDocumentReference><cbc:ID>` + number + `</cbc:ID></cac:RequestForQuotationDocumentReference>
<cac:SellerSupplierParty><cac:Party><cac:PartyName><cbc:Name>` + from + `</cbc:Name></cac:PartyName></cac:Party></cac:SellerSupplierParty>
<cac:DeliveryTerms><cbc:ID>FOB</cbc:ID></cac:DeliveryTerms>
<cac:QuotationLine><cbc:ID>1</cbc:ID><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="KGM">10000</cbc:Quantity><cac:Price><cbc:PriceAmount currencyID="EUR">` + price + `</cbc:PriceAmount></cac:Price><cac:Item><cbc:Name>Argan oil</cbc:Name></cac:Item></cac:LineItem></cac:QuotationLine>
</Quotation>
`
}

// leadByKeys types an enquiry that came by telephone.
func leadByKeys(h *hands) {
	h.press("2")
	h.WaitFor("[2 Leads")
	h.press("c")
	h.WaitFor("New lead")
	for _, field := range []struct {
		text string
		tabs int // to the next one
	}{{"Hudson Foods", 1}, {"Ann Lee", 1}, {"ann@hudson.example", 2}, {"us", 4}, {"argan oil", 1}, {"151590", 1}, {"10000 kg", 3}, {"usd", 1}, {"cif", 1}, {"usnyc", 0}} {
		h.write(field.text)
		for range field.tabs {
			h.press("tab")
		}
	}
	h.WaitFor("New York", "kilogram", "United States")
	h.press("ctrl+s")
	h.WaitFor("Hudson Foods added")
}

// inviteByKeys makes an RFQ of the lead and asks all five, whose letters go out.
func inviteByKeys(h *hands) {
	h.press("F")
	h.WaitFor("Hudson Foods is new; open an RFQ?")
	h.press("1")
	h.WaitFor("[4 RFQs", "argan oil 10000 kg", "nobody is invited yet")
	h.press("+")
	h.WaitFor("5 fit", "Coop Ajddigue")
	h.press("space", "space", "space", "space", "space")
	h.WaitFor("5 suppliers to be invited")
	h.press("i")
	h.WaitFor("5 letters are written. Send them?")
	h.press("s")
	h.WaitFor("5 fit · 5 asked, 0 answered", "letters queued", "✉ 5")
}

// leaveRanking goes back from the ranking to the RFQ.
func leaveRanking(h *hands) {
	h.press("esc")
	h.WaitFor("5 invited, 0 quoted")
}

// TestEnquiryToCommission goes the whole way by keys, with no network: an enquiry that is
// typed becomes an RFQ, five suppliers are asked, a quote comes by mail with a workbook, one
// as a UBL file, one by telephone; they are compared CIF New York in USD, the best is
// awarded, the offer is written in Arabic and in English and to its buyer, accepted, and the
// commission is booked. It takes 164 keys, 97 of them the letters of names, codes and prices:
// at one key a second, which leaves time to read every screen, less than three minutes. When
// the line is back all six letters leave, each once.
func TestEnquiryToCommission(t *testing.T) {
	const mostKeys = 164
	eachSize(t, func(t *testing.T, cols, rows int, size string) {
		address, setting := postAddress(t)
		s := broker(t, setting)
		h := &hands{Terminal: s.open(cols, rows)}
		h.WaitFor("No lead waits")
		leadByKeys(h)
		inviteByKeys(h)
		golden(t, h.Terminal, "enquiry-invited-"+size)
		leaveRanking(h)
		quotesByKeys(t, s, h, size)
		awardByKeys(t, h, size)
		offerByKeys(h)
		bookByKeys(t, h, size)
		if h.keys > mostKeys {
			t.Errorf("it took %d keys, more than %d", h.keys, mostKeys)
		}

		// The line is back.
		office := openOffice(t, address)
		h.press("g", "p")
		h.WaitFor("6 messages sent")
		h.WaitGone("✉")
		h.press("q")
		if code := h.Exit(); code != 0 {
			t.Errorf("exit code %d", code)
		}
		onceEach(t, s, office)
		s.wholeWay()
	})
}

// quotesByKeys takes three quotes in: one that comes by mail with a workbook, a file of a
// supplier's system, and a price that somebody says.
func quotesByKeys(t *testing.T, s *seat, h *hands, size string) {
	t.Helper()
	number := s.number()
	s.deliver("31.tifawin", letterWithBook(t, "Tifawin", number, [][]string{
		{"Tifawin price list"}, {"EXW Agadir; delivery time 3 weeks; valid until 31 December 2031"}, {},
		{"Product", "HS code", "Unit", "Price EUR/kg", "MOQ"}, {"Argan oil", "151590", "kg", "4.10", "500 kg"},
	}))
	h.press("g", "p")
	h.WaitFor("1 record from the mailboxes · 5 are not sent: ", "answered within")
	h.press("end", "up")
	h.WaitFor("▌  ⎘ prices.xlsx")
	h.press("p")
	h.WaitFor("Supplier   Tifawin", "EXW Agadir ←")
	h.WaitGone("from the mailboxes") // which names a port
	golden(t, h.Terminal, "enquiry-read-"+size, clock, within, cutDay, cutNumber)
	h.press("ctrl+s")
	h.WaitFor("quote Tifawin · argan oil 10000 kg kept")

	s.file("quotation.xml", quotationUBL("Atlas Oils", number, "4.40"))
	h.press("i")
	h.WaitFor("Which file?", "quotation.xml")
	h.write("quo")
	h.press("enter")
	h.WaitFor("Import report", "1  records added")
	h.press("esc")
	h.WaitGone("Import report")

	h.press("tab", "p")
	h.WaitFor("Quote for argan oil")
	h.write("arg")
	h.WaitFor("Argania Sud")
	h.press("enter")
	h.WaitFor("enter opens the table")
	h.write("1")
	h.WaitFor("· Tiers")
	h.press("tab")
	h.write("4.95")
	h.press("ctrl+s")
	h.WaitGone("· Tiers")
	h.press("tab", "tab")
	h.write("fob")
	h.WaitFor("Free On Board")
	h.press("enter")
	h.write("Agadir")
	h.press("ctrl+s")
	h.WaitFor("quote Argania Sud")
}

// awardByKeys compares the quotes and awards the best.
func awardByKeys(t *testing.T, h *hands, size string) {
	t.Helper()
	h.press("=")
	h.WaitFor("CIF New York · USD · 10,000 kg", "5.2166", "5.2301", "5.4218")
	golden(t, h.Terminal, "enquiry-compared-"+size)
	h.press("a")
	h.WaitFor("Tifawin: awarded")
}

// offerByKeys drafts the offer, writes it in two languages, sends it to its buyer and notes
// that it was accepted.
func offerByKeys(h *hands) {
	h.press("o")
	h.WaitFor("Offer OFF-", "you earn 0.00 USD")
	h.write("2.5%")
	h.WaitFor("you earn 1,304.14 USD")
	h.press("ctrl+s")
	h.WaitFor("the offer is drafted", "53,469.88")
	for _, language := range []string{"a", "e"} {
		h.press("p")
		h.WaitFor("for its buyer as")
		h.press("p")
		h.WaitFor("in which language?")
		h.press(language)
		h.WaitFor("To which file?")
		h.press("enter")
		h.WaitFor(map[string]string{"a": "-ar.pdf written", "e": "-en.pdf written"}[language])
	}
	h.press("r")
	h.WaitFor("Ann Lee <ann@hudson.example>", "goes with it: ⎘ OFF-", "-en.pdf")
	h.press("ctrl+s")
	h.WaitFor("Send it now?")
	h.press("s")
	h.WaitFor("message in the outbox", "✉ 6")
	h.press("v")
	h.WaitFor("→ sent")
	h.press("y")
	h.WaitFor("→ accepted", "J deals")
}

// bookByKeys books the commission of the deal.
func bookByKeys(t *testing.T, h *hands, size string) {
	t.Helper()
	h.press("J")
	h.WaitFor("Due          1,304.14 USD")
	h.press("p")
	h.WaitFor("What came in, in USD", "> 1304.14")
	h.press("enter")
	h.WaitFor("Rest         0.00 USD · paid", "✉ 6")
	golden(t, h.Terminal, "enquiry-booked-"+size, clock)
}

// number gives the number of the only RFQ.
func (s *seat) number() string {
	s.t.Helper()
	var rfqs []struct{ ID string }
	if err := json.Unmarshal([]byte(s.must("list", "rfq", "--json")), &rfqs); err != nil || len(rfqs) != 1 {
		s.t.Fatalf("%d RFQs, %v", len(rfqs), err)
	}
	return fmt.Sprint(s.shown(rfqs[0].ID)["number"])
}

// wholeWay checks by commands what the keys left.
func (s *seat) wholeWay() {
	s.t.Helper()
	var compared struct {
		Currency, Incoterm string
		Quotes             []struct {
			Supplier string `json:"supplier_name"`
			Unit     string `json:"unit_landed"`
			Total    string `json:"total_landed"`
		}
	}
	if err := json.Unmarshal([]byte(s.must("compare", s.number(), "--json")), &compared); err != nil {
		s.t.Fatal(err)
	}
	if got := fmt.Sprint(compared); got != "{USD CIF [{Tifawin 5.2166 52165.74} {Argania Sud 5.2301 52301.36} {Atlas Oils 5.4218 54218.34}]}" {
		s.t.Errorf("compared: %s", got)
	}
	for _, language := range []string{"ar", "en"} {
		found, err := filepath.Glob(filepath.Join(s.home, "OFF-*-"+language+".pdf"))
		if err != nil || len(found) != 1 {
			s.t.Fatalf("offers in %s: %v, %v", language, found, err)
		}
		if data, err := os.ReadFile(found[0]); err != nil || !bytes.HasPrefix(data, []byte("%PDF-1.")) || !bytes.Contains(data, []byte("%%EOF")) {
			s.t.Errorf("%s is no PDF: %d bytes, %v", found[0], len(data), err)
		}
	}
	var deals []struct {
		Book struct{ Due, Paid, State string } `json:"commission_book"`
	}
	if err := json.Unmarshal([]byte(s.must("deal", "list", "--json")), &deals); err != nil || len(deals) != 1 || deals[0].Book.Due != "1304.14" || deals[0].Book.Paid != "1304.14" {
		s.t.Errorf("deals %+v, %v", deals, err)
	}
	if stage := s.leads()["Hudson Foods"]["stage"]; stage != "won" {
		s.t.Errorf("the lead is %v", stage)
	}
	s.checked()
}
