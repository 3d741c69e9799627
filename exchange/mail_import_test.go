package exchange

import (
	"strings"
	"testing"

	"tradedesk/model"
)

// letterOf writes a message.
func letterOf(from, to, subject, id, more string) string {
	return "From - \nFrom: " + from + "\nTo: " + to + "\nSubject: " + subject + "\nDate: Tue, 24 Nov 2026 09:00:00 +0100\nMessage-ID: <" + id + ">\n" + more + "\n\ntext of " + id + "\n\n"
}

// threadOfMessage gives the thread and direction of a message by its id.
func threadOfMessage(t *testing.T, desk *fakeDesk, id string) (model.ID, model.Direction) {
	t.Helper()
	for _, r := range desk.all() {
		if m, ok := r.(*model.Message); ok && m.MessageID == id {
			return m.Thread, m.Direction
		}
	}
	t.Fatalf("no message %s", id)
	return model.ID{}, ""
}

func TestMailIsPutIntoThreads(t *testing.T) {
	desk, ids := newFakeDesk(), model.NewIDs(fixedNow, nil)
	buyer := &model.Lead{Head: model.Head{ID: ids.New()}, Company: "Nord", Email: "aino@nord.fi"}
	mill := &model.Supplier{Head: model.Head{ID: ids.New()}, Name: "Tifawin", Email: "sales@tifawin.ma"}
	person := &model.Contact{Head: model.Head{ID: ids.New()}, Name: "Salma", Email: "salma@tifawin.ma", Supplier: mill.ID}
	rfq := &model.RFQ{Head: model.Head{ID: ids.New()}, Title: "Argan"}
	for _, r := range []model.Record{buyer, mill, person, rfq} {
		desk.put(r)
	}
	const me = "me@desk.ma"
	box := letterOf("aino@nord.fi", me, "Argan", "1@nord.fi", "") +
		letterOf("aino@nord.fi", me, "Dates", "2@nord.fi", "") +
		// The number of an RFQ, in a subject as people write it.
		letterOf(me, "sales@tifawin.ma", "["+strings.ToLower(rfq.Number())+"] argan oil", "3@desk.ma", "") +
		// An answer by reference, from an address that nobody knows.
		letterOf("boss@other.example", me, "your mail", "4@other.example", "References: <0@x> <3@desk.ma>") +
		// An answer by subject and address only.
		letterOf("sales@tifawin.ma", me, "RE : ["+strings.ToLower(rfq.Number()[:8])+"] argan oil", "5@tifawin.ma", "In-Reply-To: <4@other.example>") +
		letterOf(me, "salma@tifawin.ma", "Visit", "6@desk.ma", "") +
		letterOf("X <x@new.example>", me, "Price", "7@new.example", "") +
		letterOf(me, "x@new.example", "Re: Price", "8@desk.ma", "") +
		letterOf(me, "nobody@else.example", "Hello", "9@desk.ma", "")
	req := testRequest("all.mbox")
	req.Addresses = []string{"@desk.ma"}
	report := mustImport(t, desk, req, box)
	if report.Created != 9 || report.Rejected != 1 || !strings.Contains(report.Errors[0].Message, "is to nobody") {
		t.Fatalf("report %+v", report)
	}
	var lead *model.Lead
	for _, r := range desk.all() {
		if l, ok := r.(*model.Lead); ok && l.ID != buyer.ID {
			lead = l
		}
	}
	if lead == nil || lead.Email != "x@new.example" || lead.Contact != "X" {
		t.Fatalf("the lead of somebody unknown: %+v", lead)
	}
	for id, want := range map[string]struct {
		thread    model.ID
		direction model.Direction
	}{
		"1@nord.fi": {buyer.ID, model.DirectionIn}, "2@nord.fi": {buyer.ID, model.DirectionIn}, "3@desk.ma": {rfq.ID, model.DirectionOut},
		"4@other.example": {rfq.ID, model.DirectionIn}, "5@tifawin.ma": {rfq.ID, model.DirectionIn}, "6@desk.ma": {mill.ID, model.DirectionOut},
		"7@new.example": {lead.ID, model.DirectionIn}, "8@desk.ma": {lead.ID, model.DirectionOut},
	} {
		if thread, direction := threadOfMessage(t, desk, id); thread != want.thread || direction != want.direction {
			t.Errorf("%s: in %s, %s", id, thread, direction)
		}
	}
	if again := mustImport(t, desk, req, box); again.Created+again.Updated != 0 || again.Unchanged != 8 {
		t.Errorf("again: %+v", again)
	}
}

// What a later file brings finds its thread in what is at the desk already.
func TestMailFindsThreadsOfEarlierFiles(t *testing.T) {
	desk, ids := newFakeDesk(), model.NewIDs(fixedNow, nil)
	lead := &model.Lead{Head: model.Head{ID: ids.New()}, Company: "Nord"}
	desk.put(lead)
	req := testRequest("a.mbox")
	req.Thread, req.Addresses = lead.ID, []string{"me@desk.ma"}
	mustImport(t, desk, req, letterOf("b@sud.ma", "me@desk.ma", "Offre", "1@sud.ma", "In-Reply-To: <0@desk.ma>"))
	req.Thread, req.NoLeads = model.ID{}, true
	report := mustImport(t, desk, req, letterOf("c@sud.ma", "me@desk.ma", "x", "2@sud.ma", "In-Reply-To: <1@sud.ma>")+
		letterOf("b@sud.ma", "me@desk.ma", "TR: Offre", "3@sud.ma", "")+
		letterOf("me@desk.ma", "d@sud.ma", "first of all", "0@desk.ma", "")+
		letterOf("z@sud.ma", "me@desk.ma", "TR: Offre", "4@sud.ma", ""))
	if report.Created != 3 || report.Rejected != 1 || !strings.Contains(report.Errors[0].Message, "nobody who is known") {
		t.Fatalf("report %+v", report)
	}
	for _, id := range []string{"1@sud.ma", "2@sud.ma", "3@sud.ma", "0@desk.ma"} {
		if thread, _ := threadOfMessage(t, desk, id); thread != lead.ID {
			t.Errorf("%s is in %s", id, thread)
		}
	}
}

// Attachments are kept by their content, under names that no disk minds.
func TestMailKeepsAttachments(t *testing.T) {
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("a.eml"), "From: a@nord.fi\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; name=\"../../etc/pass\u202ewd\"\n\nx\n--b--\n")
	message := desk.all()[1].(*model.Message)
	if len(message.Attachments) != 1 || report.Created != 2 {
		t.Fatalf("got %s", model.EncodeJSON(message))
	}
	a := message.Attachments[0]
	if a.Name != "passwd" || a.Size != 1 || desk.files[a.SHA256] != "x" {
		t.Errorf("got %+v, %q", a, desk.files)
	}
}

// recent forgets what is old and nothing that is new.
func TestRecentIsBounded(t *testing.T) {
	r, ids := newRecent(), model.NewIDs(fixedNow, nil)
	first, last := ids.New(), ids.New()
	r.put(keyMessage, "first", first)
	for i := range 2 * recentMost {
		r.put(keySubject, string(rune(i+0x10000)), last)
	}
	if _, there := r.get(keyMessage, "first"); there || len(r.young)+len(r.old) > 2*recentMost {
		t.Errorf("%d keys", len(r.young)+len(r.old))
	}
	if id, there := r.get(keySubject, string(rune(2*recentMost-1+0x10000))); !there || id != last {
		t.Error("the last is forgotten")
	}
}

// Files of other programs come in, and a second time change nothing.
func TestMailOfOthers(t *testing.T) {
	for name, want := range map[string]struct{ messages, files int }{
		"simple.mbox": {3, 0}, "reply.eml": {1, 0}, "attachment_pdf.eml": {1, 1},
	} {
		desk, file := newFakeDesk(), fixture(t, name)
		mustImport(t, desk, testRequest(name), file)
		messages, files := 0, 0
		for _, r := range desk.all() {
			if m, ok := r.(*model.Message); ok {
				messages, files = messages+1, files+len(m.Attachments)
			}
		}
		if messages != want.messages || files != want.files || len(desk.files) != files {
			t.Errorf("%s: %d messages, %d files, %d kept", name, messages, files, len(desk.files))
		}
		if again := mustImport(t, desk, testRequest(name), file); again.Created+again.Updated != 0 {
			t.Errorf("%s again: %+v", name, again)
		}
	}
}
