package ui

import (
	"fmt"
	"testing"

	"tradedesk/desk"
	"tradedesk/ui/layout"
)

func TestLoginFromTheSyncPage(t *testing.T) {
	d := startAt(t, newFake(someLeads(1)...), 80, 24, "en")
	d.pressed("8", "g", "c")
	d.sees("Log in to a server", "https://desk.example")
	d.pressed("enter")
	d.sees("A server and a code are needed")
	d.typed("desk.firm.example")
	d.pressed("tab")
	d.typed("td1_secret")
	d.sees("••••••••••")
	d.seesNot("td1_", "secret")
	d.pressed("tab")
	d.typed("fair laptop")
	d.pressed("tab", "space")
	d.sees("only when told")
	d.pressed("enter")
	want := desk.LoginRequest{Server: "https://desk.firm.example", Invitation: "td1_secret", Name: "fair laptop"}
	if len(d.fake.sync.logins) != 1 || d.fake.sync.logins[0] != want || d.fake.sync.status.Mode != desk.SyncManual {
		t.Fatalf("logins %+v, mode %s", d.fake.sync.logins, d.fake.sync.status.Mode)
	}
	d.sees("Logged in to https://desk.firm.example as salma, broker")
	d.seesNot("Log in to a server")
	if len(d.fake.drafts) != 0 {
		t.Errorf("drafts %+v", d.fake.drafts)
	}
}

// A code and a token are typed into the same line: what is no code that is good once may
// be a token.
func TestLoginTakesATokenToo(t *testing.T) {
	d := startAt(t, linked(), 120, 36, "en")
	d.fake.sync.refuses = desk.ErrUnauthorized
	d.pressed("8", "g", "c")
	d.typed("good")
	d.pressed("enter")
	if n := len(d.fake.sync.logins); n != 2 || d.fake.sync.logins[1].Token != "good" || d.fake.sync.logins[1].Invitation != "" {
		t.Fatalf("logins %+v", d.fake.sync.logins)
	}
	d.sees("Logged in")
}

func TestLoginSaysWhatIsWrong(t *testing.T) {
	for want, err := range map[string]error{
		"it was used already":          desk.ErrUnauthorized,
		"cannot be reached":            desk.ErrOffline,
		"sign in to it in a browser":   desk.ErrNotServer,
		"The connection is not safe":   desk.ErrCertificate,
		"not the address of a server":  desk.ErrAddress,
		"is not encrypted":             desk.ErrPlain,
		"belong to another workspace":  desk.ErrOtherWorkspace,
		"logging in: something else's": fmt.Errorf("something else's"),
	} {
		d := startAt(t, linked(), 80, 24, "en")
		d.fake.sync.refuses = err
		d.pressed("8", "g", "c")
		d.typed("bad")
		d.pressed("enter")
		d.sees("Log in to a server", want, "•••")
		d.exact()
	}
}

func TestLogoutAsks(t *testing.T) {
	d := startAt(t, linked(), 120, 36, "en")
	d.pressed("8", "g", "x")
	d.sees("Log out of https://desk.example (changes not sent, on this machine alone: 4)?")
	d.pressed("esc")
	if d.fake.sync.loggedOut != 0 {
		t.Fatal("it logged out without a yes")
	}
	d.pressed("g", "x", "y")
	if d.fake.sync.loggedOut != 1 {
		t.Fatal("it did not log out")
	}
	d.sees("all records stay", "Logged out: log in to go on")
	d.pressed("g", "x")
	d.sees("this desk is not logged in")
}

// A server that was not told lets the desk in still: that is said until it is read, with
// what to do.
func TestLogoutThatTheServerIsNotToldOf(t *testing.T) {
	d := startAt(t, linked(), 80, 24, "en")
	d.fake.sync.untold = "desk.example cannot be reached"
	d.pressed("8", "g", "x", "y")
	d.sees("Logged out here only", "desk.example cannot be reached", "tradedesk token revoke "+idOf(77).String())
	d.exact()
	d.golden("logout-untold-80x24")
	d.pressed("enter")
	d.seesNot("Logged out here only")
	d.sees("Logged out: log in to go on")
}

// A macro is kept and shown: no code is recorded.
func TestLoginIsNotRecorded(t *testing.T) {
	d := startAt(t, linked(), 120, 36, "en")
	d.pressed("Q", "a")
	if !d.m.recorder.on() {
		t.Fatal("nothing is recorded")
	}
	d.pressed("g", "c")
	d.sees("a macro is being recorded")
	d.seesNot("Log in to a server")
}

func TestGoldenLogin(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}} {
		for _, way := range []layout.Direction{layout.LeftToRight, layout.RightToLeft} {
			d := startAt(t, linked(), size[0], size[1], "en")
			d.m.screen = layout.Of(size[0], size[1], way)
			d.fake.sync.refuses = desk.ErrCertificate
			d.pressed("8", "g", "c")
			d.typed("td1_x")
			d.pressed("enter")
			d.golden(fmt.Sprintf("login-%dx%d", size[0], size[1]))
		}
	}
}
