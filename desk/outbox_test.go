package desk

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/value"
)

// sendmail makes a command that keeps each message that it is given as a file of a
// directory, and fails as the file "fail" there says.
func sendmail(t testing.TB) (setting, dir string) {
	t.Helper()
	dir = t.TempDir()
	script := filepath.Join(dir, "sendmail")
	text := "#!/bin/sh\ncd '" + dir + "' || exit 1\nif [ -e fail ]; then echo 'the line is down' >&2; exit $(cat fail); fi\nn=$(ls | wc -l)\ncat > got-$n.eml\n"
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return "'" + script + "' -t", dir
}

// got gives the messages that the command was given.
func got(t testing.TB, dir string) []*mail.Message {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "got-*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	var out []*mail.Message
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := mail.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

func openMailing(t testing.TB, dir, me, send string) Desk {
	t.Helper()
	d, err := Open(context.Background(), Options{
		Dir: dir, Me: me, Now: fixedNow, TokenFile: true, Mail: MailOptions{Send: send, From: "Salma Benali <salma@desk.example>"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // tests close it too
	return d
}

// mailingBenches are an owner and a visitor of one desk that sends by a command.
func mailingBenches(t *testing.T, test func(t *testing.T, d, other Desk, sent string)) {
	for _, name := range []string{"owner", "visitor"} {
		t.Run(name, func(t *testing.T) {
			send, sent := sendmail(t)
			dir := t.TempDir()
			d, other := openMailing(t, dir, "salma", send), openMailing(t, dir, "youssef", send)
			if name == "visitor" {
				d, other = other, d
			}
			test(t, d, other, sent)
		})
	}
}

func addRFQ(t testing.TB, d Desk) (rfq *model.RFQ, supplier model.ID) {
	t.Helper()
	done, err := d.Do(context.Background(), Action{Label: "set up", Edits: []Edit{
		{Kind: model.KindRFQ, Create: true, Set: model.Set{"title": quoted("argan oil"), "lines": json.RawMessage(`[{"product":"argan oil","quantity":"500","unit":"KGM"}]`)}},
		{Kind: model.KindSupplier, Create: true, Set: model.Set{"name": quoted("Tifawin coop"), "contact": quoted("Benali, Salma"), "email": quoted("coop@tifawin.example"), "country": quoted("MA")}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return done.Records[0].(*model.RFQ), done.Records[1].Header().ID
}

// queue writes an invitation and puts it into the outbox.
func queue(t testing.TB, d Desk, l Letter) *model.Message {
	t.Helper()
	m, err := Compose(context.Background(), d, l, model.NewIDs(fixedNow, nil))
	if err != nil {
		t.Fatal(err)
	}
	edit, err := LetterEdit(m, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Do(context.Background(), Action{Label: "invite", Edits: []Edit{edit}}); err != nil {
		t.Fatal(err)
	}
	return message(t, d, m.ID)
}

func message(t testing.TB, d Desk, id model.ID) *model.Message {
	t.Helper()
	r, err := d.Get(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*model.Message)
}

func sendAll(t testing.TB, d Desk) []Outgoing {
	t.Helper()
	out, err := d.SendOutbox(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOutboxSends(t *testing.T) {
	mailingBenches(t, func(t *testing.T, d, other Desk, sent string) {
		ctx := context.Background()
		rfq, supplier := addRFQ(t, d)
		file, err := d.PutFile(ctx, "spécification.pdf", strings.NewReader("%PDF-1.7 …"))
		if err != nil {
			t.Fatal(err)
		}
		m := queue(t, d, Letter{Thread: rfq.ID, To: supplier, Template: "invitation", Files: []model.Attachment{file}})
		sendAll(t, d)
		all := got(t, sent)
		if len(all) != 1 {
			t.Fatalf("%d messages were handed over; %+v", len(all), message(t, d, m.ID))
		}
		was := all[0]
		if was.Subject != "Demande de prix : argan oil, 500 kg ["+rfq.Number()+"]" || was.To[0] != (mail.Address{Name: "Benali, Salma", Address: "coop@tifawin.example"}) ||
			was.From[0].Address != "salma@desk.example" || was.ID != m.MessageID || was.ID == "" || len(was.Files) != 1 || was.Files[0].Name != "spécification.pdf" {
			t.Errorf("%+v", was)
		}
		if !strings.Contains(was.Text, "500 kg") {
			t.Errorf("the text is %q", was.Text)
		}
		for _, at := range []Desk{d, other} {
			if m := message(t, at, m.ID); m.State != model.MailSent || m.SentAt.IsZero() || m.Failure != "" || m.Unsent() {
				t.Errorf("%+v", m)
			}
			if left, err := at.Outbox(ctx); err != nil || len(left) != 0 {
				t.Errorf("the outbox has %+v, %v", left, err)
			}
		}
		// Undo does not take back what is sent, and nothing sends it again.
		for _, step := range []func(context.Context) (Done, error){d.Undo, d.Redo} {
			if _, err := step(ctx); err != nil && !errors.Is(err, ErrNothing) {
				t.Error(err)
			}
			sendAll(t, other)
		}
		if n := len(got(t, sent)); n != 1 {
			t.Errorf("%d messages were handed over", n)
		}
		// A folder of sent mail brings nothing new.
		names, _ := filepath.Glob(filepath.Join(sent, "got-*.eml"))
		raw, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		report, err := d.Import(ctx, ImportRequest{Name: "sent.eml", Addresses: []string{"salma@desk.example"}}, strings.NewReader(string(raw)), nil)
		if err != nil || report.Created != 0 {
			t.Errorf("%+v, %v", report, err)
		}
	})
}

func TestOutboxKeepsWhatIsNotTaken(t *testing.T) {
	mailingBenches(t, func(t *testing.T, d, other Desk, sent string) {
		ctx := context.Background()
		rfq, supplier := addRFQ(t, d)
		fail := func(code string) {
			if err := os.WriteFile(filepath.Join(sent, "fail"), []byte(code), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		fail("75")
		m := queue(t, d, Letter{Thread: rfq.ID, To: supplier, Subject: "a", Body: "b"})
		tried := sendAll(t, d)
		if len(tried) != 1 || tried[0].State != LetterQueued || !strings.Contains(tried[0].Failure, "the line is down") || tried[0].NextTry.IsZero() {
			t.Errorf("%+v", tried)
		}
		fail("64")
		if tried := sendAll(t, d); len(tried) != 1 || tried[0].State != LetterFailed {
			t.Errorf("%+v", tried)
		}
		if m := message(t, other, m.ID); m.State != model.MailFailed || !strings.Contains(m.Failure, "the line is down") ||
			m.WhyFailed().Code != "post.ended" || m.WhyFailed().Parts["Code"] != "64" || m.WhyFailed().Why.Text != "the line is down" {
			t.Errorf("%+v", m)
		}
		status, err := other.Status(ctx)
		if err != nil || status.Outbox.Failed != 1 || status.Outbox.Queued != 0 || status.Outbox.Failure == "" {
			t.Errorf("%+v, %v", status.Outbox, err)
		}
		if err := os.Remove(filepath.Join(sent, "fail")); err != nil {
			t.Fatal(err)
		}
		if tried := sendAll(t, d); len(tried) != 0 {
			t.Errorf("what failed was sent by itself: %+v", tried)
		}
		if err := other.SettleLetter(ctx, LetterOrder{ID: m.ID, Do: SendLetter}); err != nil {
			t.Fatal(err)
		}
		sendAll(t, d)
		if all := got(t, sent); len(all) != 1 || all[0].ID != m.MessageID {
			t.Errorf("%+v", all)
		}
		if err := d.SettleLetter(ctx, LetterOrder{ID: m.ID, Do: SendLetter, Knows: true}); !errors.Is(err, ErrConflict) {
			t.Errorf("what was sent is sent again: %v", err)
		}
	})
}

func TestOutboxCancelAndUndo(t *testing.T) {
	dir := t.TempDir()
	d := openMailing(t, dir, "salma", "none")
	ctx := context.Background()
	rfq, supplier := addRFQ(t, d)
	if _, err := d.SendOutbox(ctx); !errors.Is(err, ErrNoCarrier) {
		t.Error(err)
	}
	first := queue(t, d, Letter{Thread: rfq.ID, To: supplier, Body: "first"})
	queue(t, d, Letter{Thread: rfq.ID, To: supplier, Body: "second"})
	if _, err := d.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if left, err := d.Outbox(ctx); err != nil || len(left) != 1 || left[0].ID != first.ID {
		t.Errorf("%+v, %v", left, err)
	}
	if err := d.SettleLetter(ctx, LetterOrder{ID: first.ID, Do: CancelLetter}); err != nil {
		t.Fatal(err)
	}
	if left, err := d.Outbox(ctx); err != nil || len(left) != 0 {
		t.Errorf("%+v, %v", left, err)
	}
	if m := message(t, d, first.ID); m.State != model.MailDraft {
		t.Errorf("%+v", m)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	// Opened with a way to send, it sends neither of the two.
	send, sent := sendmail(t)
	d = openMailing(t, dir, "salma", send)
	sendAll(t, d)
	if n := len(got(t, sent)); n != 0 {
		t.Errorf("%d messages were handed over", n)
	}
	if err := d.SettleLetter(ctx, LetterOrder{ID: first.ID, Do: SendLetter}); err != nil {
		t.Fatal(err)
	}
	sendAll(t, d)
	if n := len(got(t, sent)); n != 1 {
		t.Errorf("%d messages were handed over", n)
	}
}

// What was being handed over when the program ended is shown, and never sent by itself.
func TestOutboxAfterAnEndInBetween(t *testing.T) {
	dir := t.TempDir()
	send, sent := sendmail(t)
	d := openMailing(t, dir, "salma", "none")
	ctx := context.Background()
	rfq, supplier := addRFQ(t, d)
	m := queue(t, d, Letter{Thread: rfq.ID, To: supplier, Body: "text"})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, bookName)
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(strings.Replace(string(data), `"queued"`, `"sending"`, 1)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	d = openMailing(t, dir, "salma", send)
	sendAll(t, d)
	left, err := d.Outbox(ctx)
	if err != nil || len(left) != 1 || left[0].State != LetterUnsure || message(t, d, m.ID).State != model.MailUnsure || len(got(t, sent)) != 0 {
		t.Fatalf("%+v, %v", left, err)
	}
	if err := d.SettleLetter(ctx, LetterOrder{ID: m.ID, Do: SendLetter}); !errors.Is(err, ErrMaybeSent) || !errors.Is(err, ErrConflict) {
		t.Errorf("sent without asking: %v", err)
	}
	if err := d.SettleLetter(ctx, LetterOrder{ID: m.ID, Do: LetterWent}); err != nil {
		t.Fatal(err)
	}
	sendAll(t, d)
	if got := message(t, d, m.ID); got.State != model.MailSent {
		t.Errorf("%+v", got)
	}
	if n := len(got(t, sent)); n != 0 {
		t.Errorf("%d messages were handed over", n)
	}
}

// A desk that was made of a copy of the file sends nothing that was queued in it.
func TestOutboxOfACopy(t *testing.T) {
	dir := t.TempDir()
	send, sent := sendmail(t)
	d := openMailing(t, dir, "salma", "none")
	rfq, supplier := addRFQ(t, d)
	m := queue(t, d, Letter{Thread: rfq.ID, To: supplier, Body: "text"})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, bookName)); err != nil {
		t.Fatal(err)
	}
	d = openMailing(t, dir, "salma", send)
	sendAll(t, d)
	if got := message(t, d, m.ID); got.State != model.MailFailed || got.WhyFailed().Code != "outbox.restored" {
		t.Errorf("%+v", got)
	}
	if err := d.SettleLetter(context.Background(), LetterOrder{ID: m.ID, Do: SendLetter}); !errors.Is(err, ErrMaybeSent) {
		t.Errorf("sent without asking: %v", err)
	}
	if n := len(got(t, sent)); n != 0 {
		t.Errorf("%d messages were handed over", n)
	}
}

func TestComposeAnswersAndRefuses(t *testing.T) {
	d := openMailing(t, t.TempDir(), "salma", "none")
	ctx := context.Background()
	rfq, supplier := addRFQ(t, d)
	eml := "From: Salma <COOP@tifawin.example>\r\nTo: salma@desk.example\r\nSubject: prices [" + rfq.Number() + "]\r\nMessage-ID: <a@tifawin.example>\r\nDate: Tue, 24 Nov 2026 08:00:00 +0000\r\n\r\n38 EUR\r\n"
	if _, err := d.Import(ctx, ImportRequest{Name: "a.eml"}, strings.NewReader(eml), nil); err != nil {
		t.Fatal(err)
	}
	m, err := Compose(ctx, d, Letter{Thread: rfq.ID, To: supplier, Body: "thanks"}, model.NewIDs(fixedNow, nil))
	if err != nil || m.InReplyTo != "a@tifawin.example" || m.Subject != "Re: prices ["+rfq.Number()+"]" {
		t.Errorf("%+v, %v", m, err)
	}
	for name, l := range map[string]Letter{
		"no address":   {Thread: rfq.ID, Body: "x"},
		"bad address":  {Thread: rfq.ID, Address: "a@b.example\r\nBcc: c@d.example", Body: "x"},
		"bad sender":   {Thread: rfq.ID, To: supplier, From: "nobody", Body: "x"},
		"bad template": {Thread: rfq.ID, To: supplier, Template: "no such"},
		"not a thread": {Thread: model.NewIDs(fixedNow, nil).New(), Body: "x"},
	} {
		if m, err := Compose(ctx, d, l, nil); err == nil {
			t.Errorf("%s: %+v", name, m)
		}
	}
	m.Body = " "
	if _, err := LetterEdit(m, false); !errors.Is(err, ErrInvalid) {
		t.Errorf("a message that says nothing is queued: %v", err)
	}
}

// What is written and not sent is listed with its drafts, the newest first, and without those
// that are long forgotten.
func TestUnsentHasTheDrafts(t *testing.T) {
	d := openMailing(t, t.TempDir(), "salma", "sh -c 'exit 75'")
	rfq, supplier := addRFQ(t, d)
	queued := queue(t, d, Letter{Thread: rfq.ID, To: supplier, Subject: "queued", Body: "b"})
	draft := func(subject string, daysAgo int) model.ID {
		m, err := Compose(context.Background(), d, Letter{Thread: rfq.ID, To: supplier, Subject: subject, Body: "b", At: value.At(fixedNow().AddDate(0, 0, -daysAgo))}, model.NewIDs(fixedNow, nil))
		if err != nil {
			t.Fatal(err)
		}
		edit, err := LetterEdit(m, true)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Do(context.Background(), Action{Label: "write", Edits: []Edit{edit}}); err != nil {
			t.Fatal(err)
		}
		return m.ID
	}
	older, _, newer := draft("older", 3), draft("forgotten", 100), draft("newer", 1)
	got, err := Unsent(context.Background(), d, fixedNow().AddDate(0, 0, -90))
	if err != nil {
		t.Fatal(err)
	}
	var ids []model.ID
	for _, l := range got {
		if ids = append(ids, l.ID); (l.State == LetterDraft) != (l.ID != queued.ID) {
			t.Errorf("%s is %s", l.Subject, l.State)
		}
	}
	if want := []model.ID{queued.ID, newer, older}; !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
}
