package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

// threadRecords are a lead with its RFQ, two suppliers and what hangs on them.
func threadRecords() []model.Record {
	at := func(hours int) value.Instant { return value.At(testNow.Add(-time.Duration(hours) * time.Hour)) }
	return []model.Record{
		&model.Lead{Head: model.Head{ID: idOf(1)}, Company: "Nord", Contact: "Marie", Email: "m@nord.example", Product: "argan oil",
			HS: "151590", Quantity: "500", Unit: "KGM", TargetPrice: "43", Currency: "USD", Incoterm: "CIF", Port: "CAMTR",
			Owner: "salma", Tags: []string{"bio"}, Stage: model.LeadNew, ReceivedAt: at(1)},
		&model.Supplier{Head: model.Head{ID: idOf(2)}, Name: "Tifawin", Email: "t@tifawin.example", Country: "MA", City: "Agadir",
			Products: []string{"argan oil"}, HS: []value.HS{"151590"}, Certificates: []string{"ECOCERT"}, MOQ: "200", Capacity: "9000",
			Unit: "KGM", LeadDays: 21, Incoterms: []value.Incoterm{"EXW", "FOB"}, Port: "MAAGA", Currency: "EUR", Rating: "4.5"},
		&model.Supplier{Head: model.Head{ID: idOf(3)}, Name: "Argania", Country: "MA"},
		&model.RFQ{Head: model.Head{ID: idOf(4)}, Title: "Argan 2026", Buyer: "Nord", Lead: idOf(1), Stage: model.RFQOpen,
			Invited: []model.ID{idOf(2), idOf(3)}, Deadline: "2026-11-28", Currency: "USD", Incoterm: "CIF", Port: "CAMTR",
			Lines: []model.Line{{Product: "argan oil", HS: "151590", Quantity: "500", Unit: "KGM", TargetPrice: "43.5"},
				{Product: "amlou", Quantity: "12.25", Unit: "KGM", TargetPrice: "9"}}},
		&model.Quote{Head: model.Head{ID: idOf(5), CreatedAt: at(20)}, RFQ: idOf(4), Supplier: idOf(2), Currency: "EUR", Incoterm: "EXW",
			Tiers: []model.Tier{{From: "1", Price: "36.50"}}, Unit: "KGM", MOQ: "200", LeadDays: 21, ValidUntil: "2026-11-30", Stage: model.QuoteReceived},
		&model.Message{Head: model.Head{ID: idOf(6)}, Thread: idOf(4), Direction: model.DirectionIn, From: "Tifawin", Subject: "Offer",
			Body: "Our offer", At: at(30), MessageID: "<1@tifawin.example>", Attachments: []model.Attachment{{Name: "offer.pdf", SHA256: strings.Repeat("a", 64), Size: 2300}}},
		&model.Message{Head: model.Head{ID: idOf(7)}, Thread: idOf(4), Direction: model.DirectionNote, From: "salma", Body: "ask for FOB", At: at(2)},
		&model.Sample{Head: model.Head{ID: idOf(8)}, RFQ: idOf(4), Supplier: idOf(2), Product: "argan", Stage: model.SampleShipped, RequestedAt: at(10), TrackingNo: "DHL 1"},
		&model.Task{Head: model.Head{ID: idOf(9)}, Title: "Call Tifawin", About: idOf(4), DueAt: at(1)},
		&model.Contact{Head: model.Head{ID: idOf(10)}, Name: "Salma Benali", Title: "sales", Supplier: idOf(2), Company: "Tifawin"},
	}
}

func rfqDesk(t *testing.T, w, h int) *driver {
	t.Helper()
	return startAt(t, newFake(threadRecords()...), w, h, "en")
}

// oneLine leaves the RFQ of threadRecords its first line alone.
func oneLine(records []model.Record) []model.Record {
	rfq := records[3].(*model.RFQ)
	rfq.Lines = rfq.Lines[:1]
	return records
}

func get[T model.Record](d *driver, i int) T {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	_, r := d.fake.find(idOf(i))
	return r.(T)
}

// made gives the records of a kind that the screens made.
func made[T model.Record](d *driver) []T {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	var out []T
	for _, r := range d.fake.records {
		if r, ok := r.(T); ok && r.Header().ID[1] != 0 && !r.Header().Deleted {
			out = append(out, r)
		}
	}
	return out
}

func TestLeadBecomesAnRFQ(t *testing.T) {
	d := rfqDesk(t, 120, 40)
	d.pressed("F")
	d.sees("Nord is new; open an RFQ?")
	d.pressed("1")
	d.sees("RFQ for Nord opened", "[4 RFQs")
	rfqs := made[*model.RFQ](d)
	if len(rfqs) != 1 {
		t.Fatalf("%d RFQs were made, want one", len(rfqs))
	}
	r := rfqs[0]
	line := model.Line{Product: "argan oil", HS: "151590", Quantity: "500", Unit: "KGM", TargetPrice: "43"}
	if r.Title != "argan oil 500 kg" || r.Buyer != "Nord" || r.Lead != idOf(1) || len(r.Lines) != 1 || r.Lines[0] != line ||
		r.Currency != "USD" || r.Incoterm != "CIF" || r.Port != "CAMTR" || r.Owner != "salma" || !slices.Equal(r.Tags, []string{"bio"}) {
		t.Errorf("got %+v", r)
	}
	if stage := d.fake.lead(1).Stage; stage != model.LeadRFQOpen {
		t.Errorf("the lead is %s", stage)
	}
	d.pressed("u")
	if len(made[*model.RFQ](d)) != 0 || d.fake.lead(1).Stage != model.LeadNew {
		t.Error("one undo does not take both back")
	}
}

func TestMessageBecomesAnRFQ(t *testing.T) {
	records := threadRecords()
	records = append(records, &model.Message{Head: model.Head{ID: idOf(20)}, Thread: idOf(1), Direction: model.DirectionIn, From: "Marie",
		Subject: "Argan", Body: "Two tonnes in drums, please.", At: value.At(testNow.Add(-time.Hour))})
	d := startAt(t, newFake(records...), 120, 40, "en")
	d.pressed("2", "tab")
	for range 10 {
		if at, on := d.m.target(); on && at.row.ID == idOf(20) {
			break
		}
		d.pressed("down")
	}
	d.pressed("F", "1")
	d.sees("RFQ for Nord opened")
	rfqs := made[*model.RFQ](d)
	if len(rfqs) != 1 || rfqs[0].Notes != "Two tonnes in drums, please." || rfqs[0].Lead != idOf(1) || len(rfqs[0].Lines) != 1 {
		t.Fatalf("made %+v", rfqs)
	}
	d.pressed("u")
	if len(made[*model.RFQ](d)) != 0 || d.fake.lead(1).Stage != model.LeadNew {
		t.Error("one undo does not take both back")
	}
}

func TestLeadThatWasGivenUpIsNoRFQ(t *testing.T) {
	records := threadRecords()
	records[0].(*model.Lead).Stage = model.LeadJunk
	d := startAt(t, newFake(records...), 120, 40, "en")
	d.pressed("2", "F")
	d.sees("this lead was given up")
	if len(made[*model.RFQ](d)) != 0 {
		t.Error("an RFQ was made")
	}
}

func TestOneKeyEachWay(t *testing.T) {
	d := rfqDesk(t, 120, 40)
	d.pressed("2", "R")
	d.sees("[4 RFQs", "Argan 2026 → Nord")
	d.pressed("P")
	d.sees("1  Tifawin", "2  Argania")
	d.pressed("1")
	d.sees("[3 Suppliers", "ECOCERT")
	d.pressed("R")
	d.sees("[4 RFQs", "2 invited")
	d.pressed("L")
	d.sees("[2 Leads", "m@nord.example")
	d.pressed("C")
	d.sees("no contact belongs to this record yet")
	d.pressed("3", "end", "C")
	d.sees("Salma Benali", "sales")
	d.pressed("P")
	d.sees("[3 Suppliers", "ECOCERT")
}

func TestSuppliersAreInvited(t *testing.T) {
	records := threadRecords()
	records[3].(*model.RFQ).Invited, records[3].(*model.RFQ).Stage = nil, model.RFQDraft
	d := startAt(t, newFake(records...), 120, 40, "en")
	d.pressed("4", "I")
	d.typed("ti")
	d.pressed("enter")
	d.sees("1 supplier to be invited", "☑ Tifawin")
	d.pressed("ctrl+u")
	d.typed("argania")
	d.pressed("enter", "ctrl+s")
	d.sees("invited to Argan 2026", "2 invited, 1 quoted")
	rfq := get[*model.RFQ](d, 4)
	if !slices.Equal(rfq.Invited, []model.ID{idOf(2), idOf(3)}) || rfq.Stage != model.RFQOpen {
		t.Errorf("invited %v at %s", rfq.Invited, rfq.Stage)
	}
	d.pressed("I")
	d.typed("tifa")
	d.pressed("enter")
	d.sees("Tifawin is invited already")
	d.pressed("esc", "u")
	if rfq := get[*model.RFQ](d, 4); len(rfq.Invited) != 0 || rfq.Stage != model.RFQDraft {
		t.Errorf("one undo leaves %v at %s", rfq.Invited, rfq.Stage)
	}
}

func TestAnInvitationIsTakenBack(t *testing.T) {
	d := rfqDesk(t, 120, 40)
	d.pressed("4", "enter")
	d.goTo("Argania")
	d.pressed("d")
	d.sees("Argania is no longer invited")
	if rfq := get[*model.RFQ](d, 4); !slices.Equal(rfq.Invited, []model.ID{idOf(2)}) {
		t.Errorf("invited are %v", rfq.Invited)
	}
	if get[*model.Supplier](d, 3).Deleted {
		t.Error("the supplier was deleted")
	}
}

func TestQuoteIsTyped(t *testing.T) {
	d := startAt(t, newFake(oneLine(threadRecords())...), 120, 40, "en")
	d.pressed("4", "p")
	d.typed("argan")
	d.sees("Argania")
	d.pressed("enter")
	d.typed("1")
	d.pressed("tab")
	d.typed("38.10")
	d.pressed("tab")
	d.typed("500")
	d.pressed("tab")
	d.typed("35")
	d.sees("from 460 on, buying 500 costs less")
	d.pressed("ctrl+s", "tab", "tab")
	d.typed("FOB")
	d.pressed("esc", "tab")
	d.typed("Agadir")
	d.pressed("tab", "tab", "tab")
	d.typed("in 14d")
	d.pressed("ctrl+s")
	d.sees("Argania · Argan 2026 kept", "2 quoted", "quoting")
	quotes := made[*model.Quote](d)
	if len(quotes) != 1 {
		t.Fatalf("%d quotes were made", len(quotes))
	}
	q := quotes[0]
	want := []model.Tier{{From: "1", Price: "38.10"}, {From: "500", Price: "35"}}
	if q.Supplier != idOf(3) || q.RFQ != idOf(4) || !slices.Equal(q.Tiers, want) || q.Currency != "USD" || q.Unit != "KGM" ||
		q.Incoterm != "FOB" || q.Place != "Agadir" || q.ValidUntil != "2026-12-08" || q.Stage != model.QuoteReceived {
		t.Errorf("got %+v", q)
	}
	if rfq := get[*model.RFQ](d, 4); rfq.Stage != model.RFQQuoting {
		t.Errorf("the RFQ is %s", rfq.Stage)
	}
	d.pressed("u")
	if rfq := get[*model.RFQ](d, 4); rfq.Stage != model.RFQOpen || len(made[*model.Quote](d)) != 0 {
		t.Error("one undo does not take the quote and the stage back")
	}
}

func TestNextVersionOfAQuote(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	d.pressed("4", "enter")
	d.goTo("◆ Quote")
	d.pressed("e")
	d.sees("Next version of the quote of Tifawin", "argan oil 1:36.50 KGM 200")
	d.pressed("tab", "tab", "tab", "tab")
	d.typed("Safi")
	d.pressed("ctrl+s")
	quotes := made[*model.Quote](d)
	if len(quotes) != 1 || quotes[0].Supersedes != idOf(5) || quotes[0].Place != "Safi" || quotes[0].Tiers[0].Price != "36.50" {
		t.Fatalf("made %+v", quotes)
	}
	if old := get[*model.Quote](d, 5); old.Stage != model.QuoteSuperseded || old.Place != "" {
		t.Errorf("the version before is %+v", old)
	}
	d.sees("Quote v2", "superseded")
}

func TestStageOfAPart(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	d.pressed("4", "enter")
	d.goTo("◇ Sample")
	d.pressed("s", "1")
	if s := get[*model.Sample](d, 8); s.Stage != model.SampleReceived {
		t.Errorf("the sample is %s", s.Stage)
	}
	d.pressed("s")
	d.sees("approved", "rejected")
	d.pressed("2")
	d.sees("the quality does not hold")
	d.pressed("1")
	if s := get[*model.Sample](d, 8); s.Stage != model.SampleRejected || s.Reason == "" {
		t.Errorf("the sample is %s, %q", s.Stage, s.Reason)
	}
	d.pressed("s")
	d.sees("this stage is final")
}

func TestSampleAndContactAndTask(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	d.pressed("4", "b")
	d.sees("Sample for Argan 2026", "argan oil")
	d.typed("tif")
	d.pressed("enter", "ctrl+s")
	if s := made[*model.Sample](d); len(s) != 1 || s[0].Supplier != idOf(2) || s[0].Product != "argan oil" || s[0].Stage != model.SampleRequested || s[0].RequestedAt.IsZero() {
		t.Errorf("made %+v", s)
	}
	d.pressed("3", "end", "K")
	d.sees("Contact at Tifawin")
	d.typed("Omar")
	d.pressed("ctrl+s")
	if c := made[*model.Contact](d); len(c) != 1 || c[0].Name != "Omar" || c[0].Supplier != idOf(2) || c[0].Company != "Tifawin" || c[0].City != "Agadir" {
		t.Errorf("made %+v", c)
	}
	d.sees("2 contacts", "Omar")
	d.pressed("4", "enter")
	d.goTo("☐ Call")
	d.pressed("x")
	d.sees("Call Tifawin is done", "☑ Task")
	if task := get[*model.Task](d, 9); task.DoneAt.IsZero() {
		t.Error("the task is not done")
	}
	d.goTo("☑ Task")
	d.pressed("enter", "T")
	d.sees("Call Tifawin is to be done again")
}

// A task about a quote is about its RFQ.
func TestTaskAboutAQuote(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	d.pressed("4", "enter")
	d.goTo("◆ Quote")
	d.pressed("enter", "n")
	d.typed("Ask for FOB")
	d.pressed("tab")
	d.typed("tomorrow")
	d.pressed("ctrl+s")
	if tasks := made[*model.Task](d); len(tasks) != 1 || tasks[0].About != idOf(4) || tasks[0].DueAt.IsZero() {
		t.Errorf("made %+v", tasks)
	}
}

func TestLinesAreEditedAsATable(t *testing.T) {
	d := rfqDesk(t, 80, 24)
	d.pressed("4", "l")
	d.sees("Lines of Argan 2026", "Product", "argan oil", "12.25")
	d.pressed("down", "down")
	d.typed("soap")
	d.send(tea.WindowSizeMsg{Width: 140, Height: 40})
	d.sees("soap")
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.exact()
	d.pressed("ctrl+s")
	d.sees("lines of Argan 2026 kept")
	if lines := get[*model.RFQ](d, 4).Lines; len(lines) != 3 || lines[2].Product != "soap" {
		t.Errorf("lines %+v", lines)
	}
	d.pressed("enter")
	d.goTo("amlou")
	d.pressed("d")
	d.sees("line 2 of Argan 2026 deleted")
	if lines := get[*model.RFQ](d, 4).Lines; len(lines) != 2 || lines[1].Product != "soap" {
		t.Errorf("lines %+v", lines)
	}
	d.goTo("soap")
	d.pressed("e")
	d.typed("s")
	d.pressed("esc", "esc")
	d.sees("kept as a draft: Lines of Argan 2026")
	d.seesNot("╭")
}

func TestMessageIsWritten(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	d.pressed("4", "enter")
	d.goTo("« from")
	d.pressed("r")
	d.sees("Message · Argan 2026", "Re: Offer", "To", "Tifawin")
	d.typed("Merci")
	d.pressed("ctrl+s")
	d.sees("kept: written, not sent", "» to Tifawin", "written, not sent")
	msgs := made[*model.Message](d)
	if len(msgs) != 1 {
		t.Fatalf("%d messages were made", len(msgs))
	}
	m := msgs[0]
	if m.Thread != idOf(4) || m.Direction != model.DirectionOut || m.Body != "Merci" || m.InReplyTo != "<1@tifawin.example>" || m.To != "Tifawin" || m.At.IsZero() {
		t.Errorf("got %+v", m)
	}
	d.goTo("» to Tifawin")
	d.pressed("Y")
	d.sees("the text is on the clipboard")
	// Nothing written is nothing kept.
	d.pressed("r", "ctrl+s")
	d.sees("nothing was typed")
	// To a supplier under the cursor.
	d.pressed("home")
	d.goTo("Tifawin")
	d.pressed("r")
	d.sees("t@tifawin.example")
	d.pressed("esc")
}

func TestFilesAreAttachedSavedAndTakenOff(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "cert.pdf"), []byte("%PDF-1.7 cert"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	d.m.o.Dir = dir
	d.pressed("4", "A")
	d.sees("Attach which file to Argan 2026?", "cert.pdf")
	d.pressed("enter")
	d.sees("cert.pdf attached to Argan 2026", "1 file")
	if files := get[*model.RFQ](d, 4).Files; len(files) != 1 || files[0].Name != "cert.pdf" || files[0].Size != 13 {
		t.Fatalf("attached %+v", files)
	}
	d.m.o.Dir = out
	d.pressed("enter")
	d.goTo("⎘ cert.pdf")
	d.pressed("enter")
	d.sees("there is no display here")
	d.pressed("w", "enter")
	d.sees("saved as")
	d.pressed("w", "enter")
	for _, name := range []string{"cert.pdf", "cert (2).pdf"} {
		if data, err := os.ReadFile(filepath.Join(out, name)); err != nil || string(data) != "%PDF-1.7 cert" {
			t.Errorf("%s holds %q, %v", name, data, err)
		}
	}
	d.pressed("d")
	d.sees("cert.pdf taken off Argan 2026")
	if files := get[*model.RFQ](d, 4).Files; len(files) != 0 {
		t.Errorf("still attached: %+v", files)
	}
	d.pressed("u")
	d.sees("1 file")
	// A file whose content is not here.
	d.pressed("home")
	d.goTo("⎘ offer.pdf")
	d.pressed("w", "enter")
	d.sees("saving the file")
}

func TestConflictOfLinesKeepsTheTable(t *testing.T) {
	d := rfqDesk(t, 120, 40)
	d.pressed("4", "l")
	d.typed("x")
	d.fake.fail = fmt.Errorf("saving: %w", desk.ErrConflict)
	d.pressed("ctrl+s")
	d.sees("someone else changed these fields meanwhile", "argan oilx")
	d.fake.fail = nil
	d.pressed("ctrl+s")
	d.sees("lines of Argan 2026 kept")
	d.fake.fail = errors.New("no luck")
	defer func() { d.fake.fail = nil }()
	d.pressed("p")
	d.typed("tif")
	d.pressed("enter", "ctrl+s")
	d.sees("no luck", "Quote for Argan 2026")
}

// With the cursor on a message the form of a quote is filled with what it says, and from
// which words; nothing is kept before the form is.
func TestQuoteIsReadFromAMessage(t *testing.T) {
	records := threadRecords()
	msg := records[5].(*model.Message)
	msg.From, msg.Body = "Tifawin <t@tifawin.example>", "Argan oil: FOB Agadir 160 MAD/kg min 500 kg, 150 from 2000, lead 3 weeks, valid 30 days, 30% deposit"
	d := startAt(t, newFake(records...), 120, 50, "en")
	d.pressed("4", "enter")
	d.goTo("from Tifawin")
	d.pressed("p")
	d.sees("Quote for Argan 2026", "Agadir", "160 MAD ← “160 MAD/kg”", "30% deposit")
	if n := len(made[*model.Quote](d)); n != 0 {
		t.Fatalf("%d quotes are kept before the form is", n)
	}
	d.pressed("ctrl+s")
	quotes := made[*model.Quote](d)
	if len(quotes) != 1 {
		t.Fatalf("%d quotes were made", len(quotes))
	}
	q := quotes[0]
	want := []model.Tier{{From: "500", Price: "160"}, {From: "2000", Price: "150"}}
	if q.Supplier != idOf(2) || q.RFQ != idOf(4) || len(q.Lines) != 1 || !slices.Equal(q.Lines[0].Tiers, want) || q.Currency != "MAD" || q.Incoterm != "FOB" ||
		q.Place != "Agadir" || q.LeadDays != 21 || q.PaymentTerms != "30% deposit" || q.Stage != model.QuoteReceived {
		t.Errorf("got %s", model.EncodeJSON(q))
	}
	if before := get[*model.Quote](d, 5); before.Stage != model.QuoteSuperseded || q.Supersedes != before.ID {
		t.Errorf("the quote before is %s, %s", before.Stage, q.Supersedes)
	}
}

// How the goods are packed stands below their line.
func TestPackingIsShown(t *testing.T) {
	pack, err := value.ParsePacking("carton, 12 kg, 40 x 30 x 25 cm")
	if err != nil {
		t.Fatal(err)
	}
	d := startAt(t, newFake(&model.RFQ{Head: model.Head{ID: idOf(4)}, Title: "Argan", Stage: model.RFQOpen, Lines: []model.Line{{Product: "argan oil", Quantity: "500", Unit: "KGM", Pack: pack}}}), 80, 24, "en")
	d.pressed("4", "enter")
	d.sees("argan oil", "carton, 12 kg, 0.4 × 0.3 × 0.25 m")
}
