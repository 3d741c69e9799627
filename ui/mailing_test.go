package ui

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
)

// postedRecords are an RFQ whose thread has a message in every state of the outbox.
func postedRecords() []model.Record {
	records := threadRecords()
	for i, m := range []model.Message{
		{State: model.MailDraft},
		{State: model.MailQueued, Failure: "mail.example:587: cannot be reached: connection refused"},
		{State: model.MailFailed, Failure: "mail.example:587: does not take the message: 550 no such user"},
		{State: model.MailUnsure, Failure: "the program ended while it was being handed over"},
		{State: model.MailSent},
	} {
		m.Head, m.Thread, m.Direction = model.Head{ID: idOf(40 + i)}, idOf(4), model.DirectionOut
		m.From, m.To = "Salma <salma@desk.example>", fmt.Sprintf("Mill %d <mill%d@mills.example>", i+1, i+1)
		m.Subject, m.Body, m.At = "Argan oil", "Please quote.\nThank you.", value.At(testNow.AddDate(0, 0, -1))
		records = append(records, &m)
	}
	return records
}

// mailingDesk is a desk that knows how to send.
func mailingDesk(t *testing.T, w, h int, records ...model.Record) *driver {
	t.Helper()
	d := startAt(t, newFake(records...), w, h, "en")
	d.m.o.Sends = true
	return d
}

func (d *driver) letters() []desk.LetterOrder {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	return slices.Clone(d.fake.sync.letters)
}

// Each state says so in the thread, and the menu offers what can be done in it, in the
// thread and on the message's own page alike.
func TestMessageMenuKeys(t *testing.T) {
	for i, test := range []struct {
		state string
		keys  map[string]desk.LetterDo // "" is refused
	}{
		{"□ draft", map[string]desk.LetterDo{"s": desk.SendLetter, "c": "", "w": desk.LetterWent}},
		{"◷ to be sent: mail.example:587: cannot be", map[string]desk.LetterDo{"s": desk.SendLetter, "c": desk.CancelLetter, "w": desk.LetterWent}},
		{"✗ not taken: mail.example:587: does not", map[string]desk.LetterDo{"s": desk.SendLetter, "c": desk.CancelLetter, "w": desk.LetterWent}},
		{"? may have been sent: the program ended", map[string]desk.LetterDo{"s": desk.SendLetter, "c": desk.CancelLetter, "w": desk.LetterWent}},
		{"✓ sent", map[string]desk.LetterDo{"s": "", "c": "", "w": ""}},
	} {
		for key, do := range test.keys {
			for _, own := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%s/%t", test.state, key, own), func(t *testing.T) {
					d := mailingDesk(t, 220, 60, postedRecords()...)
					d.pressed("4", "enter")
					d.sees(test.state)
					d.goTo(fmt.Sprintf("to Mill %d", i+1))
					if own {
						d.pressed("enter")
						d.sees("[Messages", test.state)
					}
					d.pressed("m")
					d.sees(fmt.Sprintf("Message to Mill %d <mill%d@mills.example>", i+1, i+1))
					d.pressed(key)
					var want []desk.LetterOrder
					if do != "" {
						knows := do == desk.SendLetter && i == 3 // the menu said that it is sent again
						want = []desk.LetterOrder{{ID: idOf(40 + i), Do: do, Knows: knows}}
					}
					if got := d.letters(); !slices.Equal(got, want) {
						t.Errorf("ordered %+v, want %+v", got, want)
					}
				})
			}
		}
	}
}

func TestMessageMenuCopies(t *testing.T) {
	d := mailingDesk(t, 120, 60, postedRecords()...)
	d.pressed("4", "enter")
	d.goTo("to Mill 1")
	d.pressed("m", "o")
	d.sees("mailto: address copied")
	d.pressed("m", "y")
	d.sees("the text is on the clipboard")
	d.pressed("enter", "Y")
	d.sees("the text is on the clipboard")
	// What came in is not sent, and says so.
	d.pressed("backspace", "home")
	d.goTo("« from")
	d.pressed("m")
	d.sees("only a message that goes out is sent")
	// A desk that does not know how to send still gives a message away.
	d.m.o.Sends = false
	d.goTo("to Mill 1")
	d.pressed("m", "s")
	d.sees("mail.send in config.toml does not say how to send")
	d.pressed("o")
	d.sees("mailto: address copied")
}

// After a message is written the desk asks whether it goes out.
func TestMessageIsSentOrKept(t *testing.T) {
	for key, says := range map[string]string{"s": "message in the outbox", "enter": "message in the outbox", "k": "written, not sent", "esc": ""} {
		t.Run(key, func(t *testing.T) {
			d := mailingDesk(t, 120, 44, threadRecords()...)
			d.pressed("4", "r")
			d.typed("Merci")
			d.pressed("ctrl+s")
			d.sees("Send it now?")
			d.pressed(key)
			d.sees(says)
			d.seesNot("Send it now?")
			m := made[*model.Message](d)
			if len(m) != 1 || m[0].State != model.MailDraft {
				t.Fatalf("made %+v", m)
			}
			want := key == "s" || key == "enter"
			if got := d.letters(); (len(got) == 1) != want || want && got[0] != (desk.LetterOrder{ID: m[0].ID, Do: desk.SendLetter}) {
				t.Errorf("ordered %+v", got)
			}
		})
	}
}

// With the invitation the letters go out, as one action, or are kept as drafts; whom no
// mail reaches is said before.
func TestLettersGoOutWithTheInvitation(t *testing.T) {
	for key, state := range map[string]model.MailState{"s": model.MailQueued, "k": model.MailDraft} {
		t.Run(key, func(t *testing.T) {
			records := matchedRecords()
			for _, i := range []int{3, 4} { // Atlas Oils, Souss Export
				if s := records[i].(*model.Supplier); s.Name == "Atlas Oils" {
					s.Email = "info@atlas.example"
				}
			}
			d := mailingDesk(t, 120, 36, records...)
			d.pressed("4", "+", "j", "j", "space", "space", "i")
			d.sees("A letter is written. Send it?", "but not to Souss Export: no address")
			if n := len(made[*model.Message](d)); n != 0 {
				t.Fatalf("%d messages before it is decided", n)
			}
			d.pressed("esc")
			d.sees("2 suppliers to be invited")
			d.pressed("i", key)
			d.sees("invited to Argan 2026", "4 asked, 1 answered")
			states := map[string]model.MailState{}
			for _, m := range made[*model.Message](d) {
				states[m.To] = m.State
			}
			if len(states) != 2 || states["info@atlas.example"] != state || states["Souss Export"] != "" {
				t.Errorf("the letters are %v", states)
			}
			d.pressed("u")
			d.sees("2 asked, 1 answered")
			if n := len(made[*model.Message](d)); n != 0 {
				t.Errorf("%d messages are left after undo", n)
			}
		})
	}
}

// The other way to invite, and a reminder, ask the same.
func TestLettersOfTheOtherWays(t *testing.T) {
	records := threadRecords()
	records[3].(*model.RFQ).Invited = nil
	d := mailingDesk(t, 120, 40, records...)
	d.pressed("4", "I")
	d.typed("tifa")
	d.pressed("enter", "ctrl+s")
	d.sees("A letter is written. Send it?")
	d.pressed("s")
	d.sees("Tifawin invited to Argan 2026 · letters queued")
	if m := made[*model.Message](d); len(m) != 1 || m[0].State != model.MailQueued {
		t.Errorf("made %+v", m)
	}

	late := matchedRecords()
	late[1].(*model.Supplier).Email = "info@tifawin.example"
	d = mailingDesk(t, 120, 40, late...)
	d.pressed("4", "+", "j")
	d.sees("! late")
	d.pressed("r", "s")
	d.sees("reminded of Argan 2026 · letters queued")
	if m := made[*model.Message](d); len(m) != 1 || m[0].State != model.MailQueued || m[0].Asking != model.AskReminded {
		t.Errorf("made %+v", m)
	}
}

// TestGoldenMessages shows the form of an answer, the menu of a message that may have been
// sent, and the question before invitations go out.
func TestGoldenMessages(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			d := mailingDesk(t, size[0], size[1], postedRecords()...)
			d.pressed("4", "enter")
			d.goTo("« from")
			d.pressed("r")
			d.typed("Merci de votre offre.")
			d.pressed("enter", "enter")
			d.typed("Est-ce que le prix vaut aussi pour 2 t, شكرا جزيلا, et jusqu'à quand ?")
			d.golden("message-form-" + name)
			d.pressed("ctrl+s")
			d.golden("message-send-" + name)
			d.pressed("k")
			d.goTo("to Mill 4")
			d.pressed("m")
			d.golden("message-menu-" + name)
			d.pressed("esc", "enter")
			d.golden("message-" + name)
		})
	}
}

// One key reads the mailboxes and sends what waits, and says what came of both.
func TestMailNow(t *testing.T) {
	d := startAt(t, newFake(threadRecords()...), 120, 36, "en")
	d.pressed("g", "p")
	d.sees("mail.inbox and mail.send in config.toml say where mail comes from")
	d.m.o.Sends = true
	d.pressed("g", "p")
	d.sees("no new mail, and nothing waits to be sent")
	for _, test := range []struct {
		came  int
		tried []desk.Outgoing
		fails error
		says  string
	}{
		{3, nil, nil, "✓ 3 records from the mailboxes"},
		{1, []desk.Outgoing{{State: desk.LetterSent}, {State: desk.LetterSent}}, nil, "✓ 1 record from the mailboxes · 2 messages sent"},
		{0, []desk.Outgoing{{State: desk.LetterSent}, {State: desk.LetterQueued, Failure: "mail.example:587: cannot be reached"}}, nil,
			"· 1 message sent · 1 is not sent: mail.example:587: cannot be reached"},
		{0, nil, errors.New("reading mail of /mail: no such directory"), "reading the mail: reading mail of /mail: no such directory"},
	} {
		d.fake.mu.Lock()
		d.fake.sync.mail, d.fake.sync.outbox, d.fake.sync.mailFails = nil, test.tried, test.fails
		if test.came > 0 {
			d.fake.sync.mail = []desk.FileReport{{Created: test.came}}
		}
		d.fake.mu.Unlock()
		d.pressed("g", "p")
		d.sees(test.says)
	}
}

// Why a message was not taken is said in the language of the screens, what the server said as
// it said it; by a desk that knows no codes, as that desk wrote it.
func TestFailureIsSaidInTheLanguage(t *testing.T) {
	refused := refusal.Told{
		Code: "post.to", Parts: refusal.Parts{"Address": "ali@mill.example"}, Text: "to ali@mill.example: mail.example:587: does not take the message: 550 no such user",
		Why: &refusal.Told{Code: "post.refused", Parts: refusal.Parts{"Host": "mail.example:587"}, Why: &refusal.Told{Text: "550 no such user"}},
	}
	for _, tt := range []struct{ lang, failure, want string }{
		{"en", refused.Text, "✗ not taken: to ali@mill.example: mail.example:587: does not take the message: 550 no such user"},
		{"fr", refused.Text, "✗ refusé\u00a0: à ali@mill.example\u00a0: mail.example:587 refuse le message\u00a0: 550 no such user"},
		{"ar", refused.Text, "✗ مرفوضة: إلى ali@mill.example: mail.example:587 لا يقبل الرسالة: 550 no such user"},
		{"fr", "written since by an older desk", "✗ refusé\u00a0: written since by an older desk"},
	} {
		msg := &model.Message{Direction: model.DirectionOut, State: model.MailFailed, Failure: tt.failure, FailureWhy: refused.Flat()}
		if got := cells.ByNobody.Paint(speaking(t, tt.lang).mailState(msg)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.lang, got, tt.want)
		}
	}
}
