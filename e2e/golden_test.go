//go:build unix

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/e2e/terminal"
)

// masks hide what depends on the day of the run. Ages do not: the records that
// are shown came in so and so long before the run.
var masks = []mask{
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`), dots},
	{regexp.MustCompile(`\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?:  )?`), shortDay},
	{regexp.MustCompile(`[ \d]\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b`), dots},
	{regexp.MustCompile(`\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b`), dots},
	{regexp.MustCompile(`RFQ-\d{4}-[0-9A-Z]{7}`), dots},
}

// mask hides what fits.
type mask struct {
	what *regexp.Regexp
	with func(string) string
}

// clock hides times of the day.
var clock = mask{regexp.MustCompile(`\b\d\d:\d\d\b`), dots}

func dots(s string) string { return strings.Repeat("·", len(s)) }

// shortDay hides a day of the month of one digit as one of two, which takes a cell of
// what is empty behind it.
func shortDay(s string) string {
	if strings.HasSuffix(s, "  ") {
		return "··· ······ "
	}
	return "··· ······"
}

// deskOfGoldens fills a desk with records of known ages.
func deskOfGoldens(s *seat) {
	s.t.Helper()
	ago := func(d time.Duration) string { return time.Now().Add(-d).UTC().Format(time.RFC3339) }
	var b strings.Builder
	b.WriteString("company,contact,email,phone,country,city,language,product,hs,quantity,unit,target_price,currency,incoterm,port,source,tags,received_at,message\n")
	for _, lead := range []struct {
		row, message string
		age          time.Duration
	}{
		{"Nord Foods Inc,Marie Tremblay,m.tremblay@nordfoods.example,+15145550101,CA,Montréal,fr,cosmetic argan oil,151590,500,KGM,43.00,USD,CIF,CAMTR,Alibaba RFQ,bio;argan", "Bonjour, nous cherchons un fournisseur d'huile d'argan certifiée bio, 500 kg, CIF Montréal. Meilleures salutations, Marie", 18*time.Minute + 30*time.Second},
		{"Lindqvist Import AB,Åsa Lindqvist,asa@lindqvist.example,,SE,Göteborg,en,\"sardines in oil, 125 g\",160413,40,TNE,2950,EUR,FOB,MACAS,website,", "Two containers a month, private label.", 41*time.Minute + 30*time.Second},
		{"مؤسسة الخليج للأغذية,سالم المنصوري,salem@gulf.example,+971501234567,AE,دبي,ar,تمور مجهول,080410,12,TNE,5500,USD,CFR,AEJEA,SIAM 2026,fair", "السلام عليكم، نبحث عن تمور مجهول، 12 طن.", 2*time.Hour + 30*time.Minute},
		{"Casa del Mar SL,,compras@casadelmar.example,,ES,Vigo,es,\"octopus, frozen\",030752,24,TNE,,,,,mail,", "Buenos días", 5*time.Hour + 30*time.Minute},
		{"Brightline Retail LLC,Dana Wood,dana@brightline.example,,US,Austin,en,leather poufs,,800,H87,27.50,USD,,,website,", "Need 800 poufs.", 7*time.Hour + 30*time.Minute},
		{"Hansen & Søn,Jens Hansen,jens.hansen@gmail.com,,DK,Aarhus,en,clementines,080520,,,,,,,fair,", "", 23*time.Hour + 10*time.Minute + 20*time.Second},
	} {
		fmt.Fprintf(&b, "%s,%s,\"%s\"\n", lead.row, ago(lead.age), lead.message)
	}
	s.file("leads.csv", b.String())
	s.file("suppliers.csv", "name,contact,email,country,city,products,certificates,moq,unit,currency,lead_days\n"+
		"Coopérative Tifawin,Salma Benali,contact@tifawin.example,MA,Agadir,argan oil;amlou,ECOCERT,200,KGM,EUR,21\n"+
		"تعاونية أركان,فاطمة,arkan@example.example,MA,الصويرة,زيت أركان,,100,KGM,MAD,14\n")
	s.imported("suppliers.csv", "--kind", "supplier")
	s.imported("leads.csv", "--kind", "lead")
	s.must("add", "rfq", "title=Argan oil for Nord Foods", "buyer=Nord Foods Inc", "currency=USD", "incoterm=CIF", "port=CAMTR", "lines=argan oil, 500 KGM")
}

// masked gives the screen as it is kept, without what is hidden in it alone.
func masked(screen string, hidden []mask) string {
	for _, m := range slices.Concat(masks, hidden) {
		screen = m.what.ReplaceAllStringFunc(screen, m.with)
	}
	return screen + "\n"
}

// golden waits until the screen is the one that is kept in testdata.
func golden(t *testing.T, term *terminal.Terminal, name string, hidden ...mask) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		keep(t, term, path, hidden)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make it with go test ./e2e -update", err)
	}
	if !term.Becomes(5*time.Second, func(screen string) bool { return masked(screen, hidden) == string(want) }) {
		t.Errorf("%s is not as it was:\n%s", name, difference(string(want), masked(term.Screen(), hidden)))
	}
}

// keep writes the screen once it has not changed for a good while.
func keep(t *testing.T, term *terminal.Terminal, path string, hidden []mask) {
	t.Helper()
	last := ""
	for last != term.Screen() {
		last = term.Screen()
		term.Becomes(500*time.Millisecond, func(screen string) bool { return screen != last })
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(masked(last, hidden)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// difference shows the lines that differ, and which line they are.
func difference(want, got string) string {
	var b strings.Builder
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		var was, is string
		if i < len(w) {
			was = w[i]
		}
		if i < len(g) {
			is = g[i]
		}
		if was != is {
			fmt.Fprintf(&b, "%3d - %s\n    + %s\n", i+1, was, is)
		}
	}
	return b.String()
}

func TestGoldenScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			s := newSeat(t)
			empty := s.open(size[0], size[1])
			empty.WaitFor("Your desk is empty")
			golden(t, empty, "start-"+name)
			empty.Press("q")
			empty.Exit()

			deskOfGoldens(s)
			term := s.open(size[0], size[1])
			term.WaitFor("6 to judge", "Nord Foods")
			golden(t, term, "inbox-"+name)
			term.Press("enter")
			term.WaitFor("Wants", "Score")
			golden(t, term, "lead-"+name)
			term.Press("e")
			term.WaitFor("ctrl+s save")
			golden(t, term, "form-"+name)
			escape(term, "ctrl+s save")
			term.Press("?")
			term.WaitFor("Keys of this place")
			golden(t, term, "help-"+name)
			escape(term, "Keys of this place")
			term.Press("/")
			term.WaitFor("Search everything")
			term.Press("argan")
			term.WaitFor("> argan", "Coop")
			golden(t, term, "search-"+name)
			escape(term, "Search everything")
			for _, page := range []struct{ key, name, row string }{{"2", "leads", "Hansen"}, {"3", "suppliers", "Coop"}, {"4", "rfqs", "1 record"}} {
				term.Press(page.key)
				term.WaitFor("["+page.key+" ", page.row)
				golden(t, term, page.name+"-"+name)
			}
		})
	}
}
