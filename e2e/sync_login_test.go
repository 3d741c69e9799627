//go:build unix

package e2e

import (
	"strings"
	"testing"

	"tradedesk/e2e/badline"
)

// A login whose reply is lost on its way does not spend the code: the same command lets the desk
// in when the line is good again, as one desk, and nobody else.
func TestALoginOverALineThatLosesReplies(t *testing.T) {
	s := newSeat(t)
	o := newOffice(t, 1)
	at := "http://" + o.line.Address()
	s.env = append(s.env, "TRADEDESK_KEYRING=file")
	o.line.Worsen(1, badline.LostReply)
	for range 2 {
		if out := s.run("login", at, "--code", o.codes[0]); out.code != 5 || strings.Count(out.stderr, "\n") != 1 || !strings.Contains(out.stderr, "log in again, with the same code") {
			t.Fatalf("a login without a reply ends with %d and %q", out.code, out.stderr)
		}
	}
	o.line.Mend()
	other := seatOf(t)
	other.env = append(other.env, "TRADEDESK_KEYRING=file")
	if out := other.run("login", at, "--code", o.codes[0]); out.code != 1 || !strings.Contains(out.stderr, "each is good once") {
		t.Errorf("a desk that has the code alone: %d and %q", out.code, out.stderr)
	}
	o.kill()
	o.start()
	s.must("login", at, "--code", o.codes[0])
	s.must("add", "lead", "company=Written at the fair")
	s.must("sync")
	other.login(at, o.codes[1])
	other.must("sync")
	if other.leads()["Written at the fair"] == nil {
		t.Error("what was written has not come to the other desk")
	}
	if list := s.must("devices"); strings.Count(list, "\n") != 2 {
		t.Errorf("not two desks:\n%s", list)
	}
	s.checked()
}
