//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tradedesk/e2e/terminal"
)

// shown gives a record as scripts see it.
func (s *seat) shown(id string) map[string]any {
	s.t.Helper()
	var r map[string]any
	if err := json.Unmarshal([]byte(s.must("show", id, "--json")), &r); err != nil {
		s.t.Fatalf("reading %s: %v", id, err)
	}
	return r
}

func (s *seat) add(args ...string) string {
	s.t.Helper()
	return strings.TrimSpace(s.must(append([]string{"add"}, args...)...))
}

// editor makes a program that writes a text into the file that it is given, and
// leaves with a code.
func (s *seat) editor(name, text string, code int) string {
	s.t.Helper()
	path := s.file(name, fmt.Sprintf("#!/bin/sh\n[ \"$1\" = --wait ] || exit 9\nprintf '%%s' '%s' > \"$2\"\nexit %d\n", text, code))
	if err := os.Chmod(path, 0o700); err != nil {
		s.t.Fatal(err)
	}
	return path
}

const threeSuppliers = `name,contact,email,country,city,products,hs,certificates,moq,unit,capacity,lead_days,incoterms,port,currency,rating,tags,notes
Coopérative Tifawin,Salma Benali,contact@tifawin.example,MA,Agadir,argan oil;amlou,151590;200819,ECOCERT;ISO 22000,200,KGM,12000,21,EXW;FOB,MAAGA,EUR,4.5,bio,Answers within a day.
Argania Sud SARL,,sud@argania.example,MA,Essaouira,argan oil,151590,,100,KGM,,14,,,EUR,,,
Atlas Oils,,info@atlas.example,MA,Marrakech,argan oil;olive oil,,,500,KGM,,30,,,USD,,,
`

// quoted is an offer as it is typed.
type quoted struct{ supplier, price, place string }

var threeQuotes = []quoted{
	{"tifawin", "36.50", "Agadir"}, {"argania", "38.10", "Essaouira"}, {"atlas", "39.10", "Casablanca"},
}

// quoteByKeys adds a quote to the RFQ in sight.
func quoteByKeys(term *terminal.Terminal, q quoted) {
	term.Press("p")
	term.WaitFor("Quote for ")
	term.Press(q.supplier)
	term.WaitFor(strings.ToUpper(q.supplier[:1]) + q.supplier[1:])
	term.Press("enter")
	term.WaitFor("enter opens the table")
	term.Press("1")
	term.WaitFor("· Tiers")
	term.Press("tab", q.price, "ctrl+s")
	term.WaitGone("· Tiers")
	term.Press("tab", "tab", "FOB")
	term.WaitFor("Free On Board")
	term.Press("enter", q.place, "ctrl+s")
}

// A lead becomes an RFQ, three suppliers are invited and quote, a message is
// written in the person's own editor, and what was done is taken back.
func TestLeadToThreeQuotes(t *testing.T) {
	s := newSeat(t)
	s.file("suppliers.csv", threeSuppliers)
	s.imported("suppliers.csv", "--kind", "supplier")
	lead := s.add("lead", "company=Nord Foods Inc", "contact=Marie", "email=marie@nordfoods.example", "product=argan oil", "quantity=500", "unit=KGM",
		"target_price=43", "currency=EUR", "incoterm=CIF", "port=CAMTR")
	s.env = append(s.env, "VISUAL="+s.editor("letter.sh", "Bonjour,\nmerci de coter 500 kg.", 0)+" --wait")

	term := s.open(120, 40)
	term.WaitFor("1 to judge")
	term.Press("F")
	term.WaitFor("Nord Foods Inc is new; open an RFQ?")
	term.Press("1")
	term.WaitFor("argan oil 500 kg → Nor", "nobody is invited yet")
	term.Press("I")
	term.WaitFor("who may offer argan oil", "Tifawin", "Argania", "Atlas")
	term.Press("enter")
	term.WaitFor("1 supplier to be invited")
	term.Press("enter")
	term.WaitFor("2 suppliers to be invited")
	term.Press("enter")
	term.WaitFor("3 suppliers to be invited")
	term.Press("ctrl+s")
	term.WaitFor("3 invited, 0 quoted")

	for n, q := range threeQuotes {
		quoteByKeys(term, q)
		term.WaitFor(fmt.Sprintf("3 invited, %d quoted", n+1), "FOB "+q.place)
	}
	term.WaitFor("quoting")

	term.Press("r")
	term.WaitFor("Message · argan oil 500 kg")
	term.Press("ctrl+o")
	term.WaitFor("merci de coter 500 kg.")
	term.Press("ctrl+s")
	term.WaitFor("kept: written, not sent")
	term.Press("u")
	term.WaitFor("taken back")
	term.Press("ctrl+r")
	term.WaitFor("done again")
	term.Press("L")
	term.WaitFor("[2 Leads", "marie@nordfoods.example")
	term.Press("R")
	term.WaitFor("[4 RFQs", "3 invited, 3 quoted")
	term.Press("q")
	if code := term.Exit(); code != 0 {
		t.Fatalf("exit code %d", code)
	}

	if stage := s.shown(lead)["stage"]; stage != "rfq_open" {
		t.Errorf("the lead is %v", stage)
	}
	var rfqs []map[string]any
	if err := json.Unmarshal([]byte(s.must("list", "rfq", "--json")), &rfqs); err != nil || len(rfqs) != 1 {
		t.Fatalf("%d RFQs, %v", len(rfqs), err)
	}
	rfq := s.shown(fmt.Sprint(rfqs[0]["id"]))
	quotes, _ := rfq["quotes"].([]any)
	messages, _ := rfq["messages"].([]any)
	// Three letters ask the suppliers; one message was written.
	if rfq["stage"] != "quoting" || len(quotes) != 3 || len(messages) != 4 {
		t.Fatalf("the RFQ is %v with %d quotes and %d messages", rfq["stage"], len(quotes), len(messages))
	}
	written := slices.ContainsFunc(messages, func(m any) bool { return m.(map[string]any)["body"] == "Bonjour,\nmerci de coter 500 kg." })
	if !written {
		t.Errorf("the message is not among %v", messages)
	}
	if left, err := filepath.Glob(filepath.Join(s.tmp(), "tradedesk-*")); err != nil || len(left) != 0 {
		t.Errorf("the editor's files are still there: %v, %v", left, err)
	}
	s.checked()
}

// tmp gives the directory for what the program needs for a while.
func (s *seat) tmp() string {
	for _, e := range s.env {
		if dir, ok := strings.CutPrefix(e, "TMPDIR="); ok {
			return dir
		}
	}
	s.t.Fatal("there is no TMPDIR")
	return ""
}

// An editor that crashes loses nothing: its text is in the form, and in a file.
func TestEditorThatCrashes(t *testing.T) {
	s := newSeat(t)
	s.add("rfq", "title=Argan oil")
	s.env = append(s.env, "EDITOR="+s.editor("crash.sh", "half a letter", 3)+" --wait")
	term := s.open(120, 40)
	term.WaitFor("4 RFQs 1")
	term.Press("4")
	term.WaitFor("Argan oil")
	term.Press("r")
	term.WaitFor("Message · Argan oil")
	term.Press("ctrl+o")
	term.WaitFor("half a letter", "the editor: exit status 3; the text is kept in")
	left, err := filepath.Glob(filepath.Join(s.tmp(), "tradedesk-*", "message.txt"))
	if err != nil || len(left) != 1 {
		t.Fatalf("files that are kept: %v, %v", left, err)
	}
	term.Press("ctrl+s")
	term.WaitFor("written, not sent")
	term.Press("q")
	term.Exit()

	// One that does not exist is said so, and what was typed stays.
	s.env = replaced(s.env, "EDITOR", "/there/is/no/editor")
	term = s.open(120, 40)
	term.WaitFor("4 RFQs 1")
	term.Press("4")
	term.WaitFor("1 record", "Argan oil")
	term.Press("r")
	term.WaitFor("Message · Argan oil")
	term.Press("typed here", "ctrl+o")
	term.WaitFor("no such file", "typed here")
}

// deskOfThreads fills a desk with an RFQ and everything that hangs on it.
func deskOfThreads(s *seat) {
	s.t.Helper()
	s.file("suppliers.csv", threeSuppliers)
	s.imported("suppliers.csv", "--kind", "supplier")
	var list []map[string]any
	if err := json.Unmarshal([]byte(s.must("list", "supplier", "--json")), &list); err != nil {
		s.t.Fatal(err)
	}
	id := map[string]string{}
	for _, supplier := range list {
		id[strings.Fields(fmt.Sprint(supplier["name"]))[0]] = fmt.Sprint(supplier["id"])
	}
	tifawin, argania, atlas := id["Coopérative"], id["Argania"], id["Atlas"]
	lead := s.add("lead", "company=Nord Foods Inc", "contact=Marie Tremblay", "product=argan oil, cosmetic", "hs=151590", "quantity=500", "unit=KGM",
		"target_price=43.00", "currency=USD", "incoterm=CIF", "port=CAMTR", "owner=salma", "tags=bio", "stage=qualified")
	rfq := s.add("rfq", "--from", lead, "title=Argan oil for Nord Foods", "payment_terms=30 % advance, balance against documents",
		"certificates=ECOCERT", "invited="+tifawin+";"+argania+";"+atlas,
		`lines=[{"product":"argan oil, cosmetic","hs":"151590","quantity":"500","unit":"KGM","target_price":"43.00"},{"product":"amlou","hs":"200819","quantity":"12.25","unit":"KGM","target_price":"9.5"}]`)
	s.must("edit", rfq, "stage=open")
	s.must("edit", rfq, "stage=quoting")
	s.add("message", "thread="+rfq, "direction=out", "from=salma", "to=3 suppliers", "subject=RFQ: argan oil", "body=Bonjour, merci de coter avant vendredi.", "at=3 hours ago", "message_id=<1@desk.example>")
	s.add("message", "thread="+rfq, "direction=in", "from=Salma Benali", "to=salma", "subject=Re: RFQ: argan oil", "body=Veuillez trouver notre offre ci-jointe.", "at=2 hours ago")
	first := s.add("quote", "rfq="+rfq, "supplier="+tifawin, "currency=EUR", "unit=KGM", "incoterm=EXW", "place=Agadir", "tiers=1:38.10", "moq=200", "lead_days=21", "stage=received", "valid_until=2031-12-24")
	s.must("edit", first, "stage=superseded")
	s.add("quote", "rfq="+rfq, "supplier="+tifawin, "supersedes="+first, "currency=EUR", "unit=KGM", "incoterm=EXW", "place=Agadir", "tiers=200:37.40; 500:36.50", "moq=200", "lead_days=21", "stage=received", "valid_until=2031-12-24")
	s.add("quote", "rfq="+rfq, "supplier="+argania, "currency=EUR", "unit=KGM", "incoterm=FOB", "place=Agadir", "tiers=1:38.10", "lead_days=14", "stage=shortlisted", "valid_until=2031-12-14")
	s.add("sample", "rfq="+rfq, "supplier="+tifawin, "product=argan oil", "quantity=0.5", "unit=KGM", "stage=shipped", "carrier=DHL", "tracking_no=JD0146", "requested_at=1 hour ago")
	s.add("message", "thread="+rfq, "direction=note", "from=salma", "body=Tifawin can do FOB for 0.60 more.", "at=30 minutes ago")
	s.add("task", "title=Call Tifawin about FOB", "about="+rfq, "due_at=2031-11-25T09:00:00Z", "owner=salma")
	s.add("contact", "name=Salma Benali", "title=sales manager", "company=Coopérative Tifawin", "supplier="+tifawin, "email=salma@tifawin.example")
	s.add("contact", "name=Omar Idrissi", "title=laboratory", "company=Coopérative Tifawin", "supplier="+tifawin)
	s.file("offer.pdf", "%PDF-1.7 an offer")
	s.must("attach", rfq, "offer.pdf")
	s.must("attach", tifawin, "offer.pdf")
}

func TestGoldenThreads(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			s := newSeat(t)
			deskOfThreads(s)
			term := s.open(size[0], size[1])
			term.WaitFor("4 RFQs", "Every lead is judged")
			term.Press("4")
			term.WaitFor("[4 RFQs", "1 record")
			term.Press("enter")
			term.WaitFor("3 invited, 2 quoted")
			golden(t, term, "rfq-"+name)
			term.Press("end", "up")
			term.WaitFor("offer.pdf", "w save a copy")
			golden(t, term, "thread-"+name)
			term.Press("l")
			term.WaitFor("Lines of Argan oil")
			golden(t, term, "lines-"+name)
			escape(term, "Lines of Argan oil")
			term.Press("p")
			term.WaitFor("Quote for Argan oil")
			golden(t, term, "quote-"+name)
			escape(term, "Quote for Argan oil")
			term.Press("3")
			term.WaitFor("[3 Suppliers", "3 records")
			term.Press("end")
			term.Press("enter")
			term.WaitFor("Salma Benali", "ECOCERT")
			golden(t, term, "supplier-"+name)
		})
	}
}
