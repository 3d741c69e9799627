//go:build unix

package e2e

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/e2e/badline"
	"tradedesk/e2e/badpost"
	"tradedesk/e2e/terminal"
)

// letter is a message of the desk that goes out, as scripts see it.
type letter struct {
	ID        string
	Direction string
	State     string
	MessageID string `json:"message_id"`
	To        string
	Failure   string
}

// letters gives what goes out from the desk.
func (s *seat) letters() []letter {
	s.t.Helper()
	var all []letter
	if err := json.Unmarshal([]byte(s.must("list", "message", "--where", "direction=out", "--json")), &all); err != nil {
		s.t.Fatalf("reading the messages: %v", err)
	}
	return all
}

// states counts the messages by how far they are.
func (s *seat) states() map[string]int {
	s.t.Helper()
	out := map[string]int{}
	for _, l := range s.letters() {
		out[l.State]++
	}
	return out
}

// postAddress is where a mail server will be, and how the desk is told of it.
func postAddress(t *testing.T) (address, setting string) {
	t.Helper()
	at, err := badline.Take()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := at.Close(); err != nil {
			t.Error(err)
		}
	})
	return at.Address(), "smtp://" + at.Address()
}

func openOffice(t *testing.T, address string, plan ...badpost.Fate) *badpost.Office {
	t.Helper()
	office, err := badpost.Open(address, plan...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(office.Close)
	return office
}

// onceEach checks that the server took every message of the desk once, by its Message-ID, at
// the address that it was written to.
func onceEach(t *testing.T, s *seat, office *badpost.Office) {
	t.Helper()
	want, got := map[string]string{}, map[string]string{}
	for _, l := range s.letters() {
		_, address, _ := strings.Cut(l.To, "<")
		want[l.MessageID] = strings.TrimSuffix(address, ">")
		if l.State != "sent" {
			t.Errorf("to %s: %s %s", l.To, l.State, l.Failure)
		}
	}
	taken := office.Letters()
	for _, l := range taken {
		got[l.ID] = l.To
	}
	if len(taken) != len(want) || !maps.Equal(got, want) {
		t.Errorf("the server took %+v, the desk wrote %v", taken, want)
	}
}

// asked opens a desk in which five suppliers are asked by keys.
func asked(t *testing.T, setting string) (*seat, *hands) {
	t.Helper()
	s := broker(t, setting)
	h := &hands{Terminal: s.open(120, 60)}
	h.WaitFor("No lead waits")
	leadByKeys(h)
	inviteByKeys(h)
	leaveRanking(h)
	return s, h
}

// shows waits until so many messages of the thread in sight are in a state.
func shows(term *terminal.Terminal, n int, state string) {
	term.WaitUntil(state, func(screen string) bool { return strings.Count(screen, state) == n })
}

// TestLettersLeaveOnceWhenTheLineIsBack writes to five suppliers with no mail server in
// reach, and finds each letter at its supplier once, though the server is at first one that
// cuts a connection inside of a message and puts two others off.
func TestLettersLeaveOnceWhenTheLineIsBack(t *testing.T) {
	address, setting := postAddress(t)
	s, h := asked(t, setting)
	h.press("g", "p")
	h.WaitFor("5 are not sent: "+address+": cannot be reached: connection refused", "✉ 5")
	h.press("enter", "end")
	shows(h.Terminal, 5, "◷ to be sent: "+address)
	if got := s.states(); !maps.Equal(got, map[string]int{"queued": 5}) {
		t.Errorf("with no server the letters are %v", got)
	}

	office := openOffice(t, address, badpost.Taken, badpost.CutInside, badpost.PutOff, badpost.NotForThem)
	h.press("g", "p")
	h.WaitFor("2 messages sent · 3 are not sent", "✉ 3")
	shows(h.Terminal, 2, "✓ sent")
	h.WaitFor("broke before the end of the message", "451 try again later", "451 this mailbox is busy")
	if got := office.Letters(); len(got) != 2 {
		t.Errorf("the server took %+v", got)
	}
	if got := s.states(); !maps.Equal(got, map[string]int{"queued": 3, "sent": 2}) {
		t.Errorf("half-way the letters are %v", got)
	}

	h.press("g", "p")
	h.WaitFor("3 messages sent")
	shows(h.Terminal, 5, "✓ sent")
	h.WaitGone("✉")
	h.press("g", "p")
	h.WaitFor("no new mail, and nothing waits to be sent")
	h.press("q")
	h.Exit()
	onceEach(t, s, office)
	if left := s.must("outbox"); left != "" {
		t.Errorf("left in the outbox: %s", left)
	}
	s.checked()
}

// TestDeskDiesWhileItSends kills the desk while the second of five letters is being handed
// over. Opened again it sends the other three by itself; of that one it says that it may have
// been sent, and leaves to the broker what is to be done. The server had taken it, or not.
func TestDeskDiesWhileItSends(t *testing.T) {
	for name, test := range map[string]struct {
		fate      badpost.Fate
		delivered int    // by the server, before the broker decides
		key, says string // what the broker does, who looked into the mail account
	}{
		"taken": {badpost.TakenInVain, 5, "w", "message noted as sent"},
		"lost":  {badpost.LeftInTheAir, 4, "s", "message in the outbox"},
	} {
		t.Run(name, func(t *testing.T) {
			address, setting := postAddress(t)
			office := openOffice(t, address, badpost.Taken, test.fate)
			s, h := asked(t, setting)
			select {
			case <-office.Silent():
			case <-time.After(time.Minute):
				t.Fatal("nothing is sent by itself")
			}
			h.Kill()

			h = &hands{Terminal: s.open(120, 60)}
			h.WaitFor("4 RFQs 1")
			h.press("4")
			h.WaitFor("5 invited, 0 quoted", "✉ 1 !")
			h.press("enter", "end")
			shows(h.Terminal, 4, "✓ sent")
			h.WaitFor("? may have been sent: the program ended while")
			if got := s.states(); !maps.Equal(got, map[string]int{"sent": 4, "unsure": 1}) {
				t.Errorf("opened again the letters are %v", got)
			}
			if n := len(office.Letters()); n != test.delivered {
				t.Errorf("the server took %d messages, want %d", n, test.delivered)
			}
			// Nobody asks for it, so nobody sends it.
			h.press("g", "p")
			h.WaitFor("no new mail, and nothing waits to be sent")
			toUnsure(t, h)
			h.press("m")
			h.WaitFor("it may have been sent: this sends it again")
			h.press(test.key)
			h.WaitFor(test.says)
			shows(h.Terminal, 5, "✓ sent")
			h.WaitGone("✉")
			h.press("q")
			h.Exit()
			onceEach(t, s, office)
			s.checked()
		})
	}
}

// toUnsure puts the cursor on the message that may have been sent.
func toUnsure(t *testing.T, h *hands) {
	t.Helper()
	marked := func(screen string) bool {
		return slices.ContainsFunc(strings.Split(screen, "\n"), func(line string) bool { return strings.Contains(line, "▌  ? may have been sent") })
	}
	for range 12 {
		h.press("up")
		if h.Becomes(200*time.Millisecond, marked) {
			return
		}
	}
	t.Fatalf("the cursor does not come to it\n%s", h.Screen())
}
