package exchange

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tradedesk/exchange/mail"
	"tradedesk/internal/race"
	"tradedesk/model"
)

// Every file that others wrote goes in, and again without a double.
func TestOtherFormatsTwice(t *testing.T) {
	tests := []struct {
		file    string
		kind    model.Kind
		created int
	}{
		{"minimal.ics", model.KindTask, 1},
		{"multiple_rrules.ics", model.KindTask, 1},
		{"attachment_pdf.eml", model.KindMessage, 2}, // with a lead of the sender
		{"reply.eml", model.KindMessage, 2},
		{"simple.mbox", model.KindMessage, 4},
		{"Mobile_Catalogue_UBL.xml", model.KindSupplier, 1},
		{"UBL-Quotation-2.1-Example.xml", model.KindQuote, 3}, // with its RFQ and its supplier
		{"UBL-RequestForQuotation-2.1-Example.xml", model.KindRFQ, 1},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			desk := newFakeDesk()
			first := mustImport(t, desk, testRequest(test.file), fixture(t, test.file))
			if first.Created != test.created || first.Rejected != 0 || first.Kind != test.kind {
				t.Errorf("first: %+v", first)
			}
			again := mustImport(t, desk, testRequest(test.file), fixture(t, test.file))
			if again.Created != 0 || again.Updated != 0 || again.Unchanged == 0 || len(desk.all()) != test.created {
				t.Errorf("again: %+v", again)
			}
		})
	}
}

func TestCalendar(t *testing.T) {
	const file = "BEGIN:VCALENDAR\nVERSION:2.0\n" +
		"BEGIN:VTODO\nUID:1\nSUMMARY:Call Nord\\, today\nDUE:20261201T143000Z\nBEGIN:VALARM\nDESCRIPTION:beep\nEND:VALARM\nEND:VTODO\n" +
		"BEGIN:VEVENT\nUID:2\nSUMMARY:SIAL Paris\nDTSTART;VALUE=DATE:20261017\nDTEND;VALUE=DATE:20261022\nLOCATION:Villepinte\nEND:VEVENT\n" +
		"BEGIN:VTIMEZONE\nTZID:Our own\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n" +
		"BEGIN:VEVENT\nUID:3\nSUMMARY:Meeting\nDTSTART;TZID=Our own:20261201T090000\nDESCRIPTION:bring samples\nEND:VEVENT\n" +
		"BEGIN:VEVENT\nUID:4\nSUMMARY:Broken\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR\n"
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("a.ics"), file)
	if report.Created != 3 || report.Rejected != 1 || report.Errors[0].Line != 32 {
		t.Fatalf("report %+v", report)
	}
	todo, fair, meeting := desk.all()[0].(*model.Task), desk.all()[1].(*model.Event), desk.all()[2].(*model.Task)
	if todo.Title != "Call Nord, today" || todo.DueAt.String() != "2026-12-01T14:30:00.000Z" || todo.Notes != "" {
		t.Errorf("got %s", model.EncodeJSON(todo))
	}
	if fair.Name != "SIAL Paris" || fair.Starts != "2026-10-17" || fair.Ends != "2026-10-21" || fair.Venue != "Villepinte" {
		t.Errorf("got %s", model.EncodeJSON(fair))
	}
	if meeting.DueAt.String() != "2026-12-01T08:00:00.000Z" || meeting.Notes != "bring samples" {
		t.Errorf("got %s", model.EncodeJSON(meeting))
	}
}

// A message goes to whom it is from, or to; nobody known becomes a lead.
func TestMailFindsItsThread(t *testing.T) {
	desk := newFakeDesk()
	mustImport(t, desk, testRequest("a.csv"), "Company,Email\nNord,aino@nord.fi\n")
	nord := desk.all()[0].Header().ID
	const box = "From aino@nord.fi Tue Nov 24 09:00:00 2026\nFrom: =?utf-8?q?Aino_V=C3=A4rta?= <aino@nord.fi>\nTo: me@desk.ma\nSubject: Argan\nDate: Tue, 24 Nov 2026 09:00:00 +0100\nMessage-ID: <1@nord.fi>\n" +
		"Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\nDevis s'il vous pla=EEt\n\nFrom what I know, it is urgent.\n>From now on too.\n\n" +
		"From me@desk.ma Tue Nov 24 10:00:00 2026\nFrom: me@desk.ma\nTo: Aino <aino@nord.fi>\nSubject: Re: Argan\nDate: Tue, 24 Nov 2026 10:00:00 +0100\nMessage-ID: <2@desk.ma>\nIn-Reply-To: <1@nord.fi>\n\nVoici.\n\n" +
		"From x@new.example Tue Nov 24 11:00:00 2026\nFrom: New Buyer <x@new.example>\nTo: me@desk.ma\nSubject: Hello\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" +
		"--b\nContent-Type: text/html\n\n<p>Dates &amp; figs</p><script>x</script>\n--b\nContent-Type: application/pdf; name=list.pdf\nContent-Transfer-Encoding: base64\n\nJVBERg==\n--b--\n"
	report := mustImport(t, desk, testRequest("a.mbox"), box)
	if report.Created != 4 || report.Warned != 0 {
		t.Fatalf("report %+v", report)
	}
	in, out := desk.all()[1].(*model.Message), desk.all()[2].(*model.Message)
	if in.Thread != nord || in.Direction != model.DirectionIn || in.From != "Aino Värta <aino@nord.fi>" || in.At.String() != "2026-11-24T08:00:00.000Z" ||
		in.Body != "Devis s'il vous plaît\n\nFrom what I know, it is urgent.\nFrom now on too." {
		t.Errorf("got %s", model.EncodeJSON(in))
	}
	if out.Thread != nord || out.Direction != model.DirectionOut || out.InReplyTo != "1@nord.fi" {
		t.Errorf("got %s", model.EncodeJSON(out))
	}
	lead, enquiry := desk.all()[3].(*model.Lead), desk.all()[4].(*model.Message)
	if lead.Email != "x@new.example" || lead.Contact != "New Buyer" || enquiry.Thread != lead.ID || enquiry.Body != "Dates & figs" ||
		len(enquiry.Attachments) != 1 || enquiry.Attachments[0].Name != "list.pdf" || enquiry.Attachments[0].Size != 4 {
		t.Errorf("got %s\n%s", model.EncodeJSON(lead), model.EncodeJSON(enquiry))
	}
	if again := mustImport(t, desk, testRequest("a.mbox"), box); again.Created+again.Updated != 0 {
		t.Errorf("again: %+v", again)
	}
}

// A quote that comes before its request makes the request, which then fills in.
func TestQuotationBeforeItsRequest(t *testing.T) {
	desk := newFakeDesk()
	mustImport(t, desk, testRequest("q.xml"), fixture(t, "UBL-Quotation-2.1-Example.xml"))
	report := mustImport(t, desk, testRequest("r.xml"), fixture(t, "UBL-RequestForQuotation-2.1-Example.xml"))
	if report.Created != 0 || report.Updated+report.Unchanged != 1 || len(desk.all()) != 3 {
		t.Errorf("report %+v, %d records", report, len(desk.all()))
	}
	for _, r := range desk.all() {
		if q, ok := r.(*model.Quote); ok && (q.RFQ.IsZero() || q.Supplier.IsZero() || q.Currency != "DKK" || len(q.Lines) != 4) {
			t.Errorf("got %s", model.EncodeJSON(q))
		}
	}
}

func TestOtherFormatsRefused(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"a.xml", "<?xml version=\"1.0\"?><Invoice/>", "Quotation"},
		{"a.xml", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><Quotation>&b;</Quotation>", "XML entities"},
		{"a.xml", "<?xml version=\"1.0\"?><Quotation>", "cannot be read"},
		{"a.xml", "<Quotation>" + strings.Repeat("<a>", maxXMLDepth+1), "levels deep"},
	}
	for _, test := range tests {
		_, err := Import(context.Background(), newFakeDesk(), testRequest(test.name), strings.NewReader(test.file), nil)
		if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.40q: error %v, want %q", test.file, err, test.want)
		}
	}
	if _, err := Import(context.Background(), newFakeDesk(), testRequest("a.xml"), pattern("<?xml version=\"1.0\"?><Quotation>", "<a/>", maxElements+1, "</Quotation>"), nil); !errors.Is(err, ErrFormat) {
		t.Errorf("many elements: %v", err)
	}
	req := testRequest("a.ics")
	req.Kind = model.KindLead
	if _, err := Import(context.Background(), newFakeDesk(), req, strings.NewReader("BEGIN:VCALENDAR\nEND:VCALENDAR\n"), nil); err == nil {
		t.Error("a calendar of leads")
	}
}

func TestEndlessMailTakesLittleMemory(t *testing.T) {
	const mib = 1 << 20
	size := 100 * mib
	if race.Enabled {
		size = mail.MaxMessage + mib
	}
	for _, file := range []string{"Subject: ", "Subject: a\n\n"} {
		took := allocated(func() {
			_, err := Import(context.Background(), newFakeDesk(), testRequest("a.eml"), pattern("From: a@nord.fi\n"+file, "xxxxxxxx", size/8, "\n"), nil)
			if err != nil {
				t.Error(err)
			}
		})
		// The buffer of the longest message, as it grows to that by half of itself.
		if took > 5*mail.MaxMessage {
			t.Errorf("%q: took %d MiB in all", file, took/mib)
		}
	}
}

// Lines that look like the beginning of a message, one after the other, end.
func TestMailboxAlwaysGoesOn(t *testing.T) {
	file := "From: a@nord.fi\nTo: b@sud.ma\nFrom -\nFrom fejj@gnome.org\nTo: c@nord.fi\n\nFrom - \nFrom: d@nord.fi\n\nhello\n"
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("a.eml"), file)
	if report.Read == 0 || report.Read > 10 {
		t.Errorf("report %+v", report)
	}
}

func FuzzCalendar(f *testing.F) {
	f.Add(fixture(f, "minimal.ics"))
	f.Add("BEGIN:VTODO\nDUE;TZID=x:20261201T143000\nEND:VTODO")
	f.Fuzz(func(t *testing.T, file string) { fuzzImport(t, "a.ics", "BEGIN:VCALENDAR\n"+file) })
}

func FuzzMail(f *testing.F) {
	f.Add(fixture(f, "simple.mbox"))
	f.Add(fixture(f, "reply.eml"))
	f.Add("\n\nFrom -\nFrom fejj@gnome.org\nTo: b@sud.ma\n\nFrom - \nFrom: c@nord.fi\n")
	f.Fuzz(func(t *testing.T, file string) { fuzzImport(t, "a.eml", "From: a@nord.fi\nTo: b@sud.ma\n"+file) })
}

func FuzzUBL(f *testing.F) {
	f.Add(fixture(f, "UBL-Quotation-2.1-Example.xml"))
	f.Add("<Catalogue><ProviderParty><PartyName><Name>A</Name></PartyName></ProviderParty></Catalogue>")
	f.Fuzz(func(t *testing.T, file string) { fuzzImport(t, "a.xml", "<?xml version=\"1.0\"?>"+file) })
}
