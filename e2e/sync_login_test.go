//go:build unix

package e2e

import (
	"net/http"
	"os/exec"
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

// A desk that is killed when the server has let it in, and before it hears of it, is let in as the
// same one.
func TestADeskThatIsKilledAtItsLogin(t *testing.T) {
	s := newSeat(t)
	o := newOffice(t, 1)
	f := newFront(t, o)
	s.env = append(s.env, "TRADEDESK_KEYRING=file")
	letIn := make(chan int, 1)
	holds := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		r.RequestURI, r.URL.Scheme, r.URL.Host = "", "http", o.line.Address()
		reply, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Errorf("carrying the login: %v", err)
			letIn <- 0
			return
		}
		_ = reply.Body.Close() // nobody is to read it
		letIn <- reply.StatusCode
		<-r.Context().Done() // until the desk is gone
	})
	f.instead.Store(&holds)
	desk := exec.Command(s.program, "login", f.URL, "--code", o.codes[0])
	desk.Env, desk.Dir = s.env, s.home
	if err := desk.Start(); err != nil {
		t.Fatal(err)
	}
	status := <-letIn
	_ = desk.Process.Kill() // it waits for the reply
	_ = desk.Wait()         // that it was killed is known
	if status != http.StatusCreated {
		t.Fatalf("the server answers %d", status)
	}
	f.instead.Store(nil)
	s.must("login", f.URL, "--code", o.codes[0])
	if list := s.must("devices"); strings.Count(list, "\n") != 1 {
		t.Errorf("not one desk:\n%s", list)
	}
	s.checked()
}
