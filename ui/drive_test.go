package ui

import (
	"context"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
	"tradedesk/ui/work"
)

// driver runs the model as Bubble Tea would, one message at a time: commands run
// on goroutines, and idle waits until none is left but those that wait for news.
type driver struct {
	t    testing.TB
	m    *app
	fake *fakeDesk

	mu      sync.Mutex
	changed *sync.Cond
	running int
	inbox   []tea.Msg
	quit    bool
	news    int // that were delivered
}

func start120(t *testing.T, fake *fakeDesk) *driver { return startAt(t, fake, 120, 30, "en") }

func startAt(t testing.TB, fake *fakeDesk, w, h int, lang string) *driver {
	t.Helper()
	speech, err := words.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Now: func() time.Time { return testNow }, Location: time.UTC, Env: []string{"TERM=xterm-256color"}, Lang: lang, Bidi: BidiOff}
	o = o.withDefaults()
	jobs := work.New(context.Background())
	m, err := newApp(o, speech, jobs)
	if err != nil {
		t.Fatal(err)
	}
	m.sitAt(fake, o.Demo)
	d := &driver{t: t, m: m, fake: fake, news: fake.published()}
	d.changed = sync.NewCond(&d.mu)
	t.Cleanup(func() {
		if err := jobs.Close(); err != nil && fake.fail == nil {
			t.Errorf("work was lost: %v", err)
		}
	})
	d.run(m.Init())
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
	d.idle()
	return d
}

// run starts a command; timers never answer, and the wait for news is not work.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil || isCmd(cmd, "bubbletea/v2.Tick") {
		return
	}
	busy := 1
	if isCmd(cmd, "(*app).await") {
		busy = 0
	}
	d.mu.Lock()
	d.running += busy
	d.mu.Unlock()
	go func() {
		msg := cmd()
		d.mu.Lock()
		defer d.mu.Unlock()
		d.running -= busy
		if msg != nil {
			d.inbox = append(d.inbox, msg)
		}
		d.changed.Broadcast()
	}()
}

func isCmd(cmd tea.Cmd, maker string) bool {
	return strings.Contains(runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name(), maker)
}

func (d *driver) send(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.run(cmd)
		}
		return
	case tea.QuitMsg:
		d.quit = true
		return
	}
	if n, ok := msg.(newsMsg); ok && int(n.of) == d.m.session && !n.over {
		d.news++
	}
	_, cmd := d.m.Update(msg)
	d.m.View()
	d.run(cmd)
}

// idle delivers answers until the desk has nothing more to say, and lets the time
// pass in which a digit waits for another key.
func (d *driver) idle() {
	d.t.Helper()
	d.settled()
	if d.m.prefix.waits {
		d.send(digitMsg{d.m.prefix.seq})
		d.settled()
	}
}

func (d *driver) settled() {
	d.t.Helper()
	for {
		d.mu.Lock()
		for len(d.inbox) == 0 && d.running > 0 {
			d.changed.Wait()
		}
		if len(d.inbox) == 0 && d.news == d.fake.published() {
			d.mu.Unlock()
			return
		}
		for len(d.inbox) == 0 {
			d.changed.Wait()
		}
		msg := d.inbox[0]
		d.inbox = d.inbox[1:]
		d.mu.Unlock()
		d.send(msg)
	}
}

// until delivers answers until something is so.
func (d *driver) until(so func() bool) {
	d.t.Helper()
	for !so() {
		d.mu.Lock()
		for len(d.inbox) == 0 {
			d.changed.Wait()
		}
		msg := d.inbox[0]
		d.inbox = d.inbox[1:]
		d.mu.Unlock()
		d.send(msg)
	}
}

// press types keys, each delivered at once; names of keys stand in spaces.
func (d *driver) press(names ...string) {
	d.t.Helper()
	for _, name := range names {
		d.send(keyOf(name))
	}
}

// looked lets the time pass in which a person reads what came up by itself.
func (d *driver) looked() {
	if d.m.unread() {
		now := d.m.o.Now
		d.m.o.Now = func() time.Time { return now().Add(arrivalWaits) }
	}
}

// pressed types keys as a person does who looks at the screen before each.
func (d *driver) pressed(names ...string) {
	d.t.Helper()
	for _, name := range names {
		d.looked()
		d.send(keyOf(name))
		d.idle()
	}
}

func (d *driver) typed(text string) {
	d.t.Helper()
	d.looked()
	for _, r := range text {
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
		d.idle()
	}
}

func keyOf(name string) tea.KeyPressMsg {
	special := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"end": tea.KeyEnd, "home": tea.KeyHome, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "backspace": tea.KeyBackspace, "f2": tea.KeyF2, "f1": tea.KeyF1, "f3": tea.KeyF3, "f4": tea.KeyF4, "f9": tea.KeyF9, "delete": tea.KeyDelete}
	if code, ok := special[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: []rune(rest)[0], Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// screen gives what is seen, without styles.
func (d *driver) screen() string { return ansi.Strip(d.m.content()) }

func (d *driver) lines() []string { return strings.Split(d.screen(), "\n") }

func (d *driver) sees(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !strings.Contains(d.screen(), text) {
			d.t.Fatalf("the screen has no %q:\n%s", text, d.screen())
		}
	}
}

func (d *driver) seesNot(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if strings.Contains(d.screen(), text) {
			d.t.Fatalf("the screen has %q:\n%s", text, d.screen())
		}
	}
}

func (d *driver) current() string {
	e, _ := d.m.page().current()
	return e.Title
}

// exact fails when a line is not as wide as the terminal, or lines are missing.
func (d *driver) exact() {
	d.t.Helper()
	lines := strings.Split(d.m.content(), "\n")
	if len(lines) != d.m.screen.Size.H {
		d.t.Fatalf("%d lines on a screen of %d:\n%s", len(lines), d.m.screen.Size.H, d.screen())
	}
	for i, line := range lines {
		if got := cells.Width(line); got != d.m.screen.Size.W {
			d.t.Fatalf("line %d has %d cells of %d: %q\n%s", i, got, d.m.screen.Size.W, ansi.Strip(line), d.screen())
		}
	}
}

var _ desk.Desk = (*fakeDesk)(nil)
