package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
	"tradedesk/ui/work"
)

// app is the root: the only Bubble Tea model.
type app struct {
	o     Options
	words *words.Words
	keys  *keys.Bindings
	work  *work.Work
	ids   *model.IDs

	desk     desk.Desk
	demo     bool
	searcher string // names these screens to the desk's search
	session  int    // counts the desks that were open; answers of older ones are stale
	stop     func() // ends the watch of the desk

	theme    *theme.Theme
	profile  colorprofile.Profile
	dark     bool
	screen   layout.Screen
	order    cells.Order          // who puts Arabic in order: the desk or the terminal
	ordering map[drawnLine]string // lines of the last frame that were put in order, as they were painted
	now      time.Time

	pages     []*page
	at        int
	overlays  []overlay // the last is on top
	pending   string    // the first key of a binding of two
	typed     string    // the name of the last key
	prefix    prefix
	times     int // how often the action that runs is to be done, 0 when nothing is said
	mouse     mouse
	jumps     jumps
	recorder  recorder
	player    player
	again     func() tea.Cmd // the last decision, once more
	againFor  model.Kind
	ordered   ordered // what the outbox was told last, until something else is done
	trouble   int     // counts what was refused or failed
	lastMacro string
	counts    counted
	light     light
	kept      kept
	made      model.ID  // the draft that the next action makes good; see making
	reminded  time.Time // until when reminders of what is due were given
	starting  bool      // the desk is empty: the page of the first run stands in for all
	start     start
	toast     toast
	arrived   arrival
	reading   *importing
	named     map[model.ID]model.Excerpt // what the record points to that was read last to be written about
}

// counted is what the header shows, and whether it must be read again.
type counted struct {
	desk.Counts
	status desk.Status
	known  bool
	stale  bool
	flying bool
}

// newApp gives the screens without a desk: see sitAt.
func newApp(o Options, w *words.Words, jobs *work.Work) (*app, error) {
	bindings, err := keys.Rebind(keys.Catalogue(), o.Keys)
	if err != nil {
		return nil, err
	}
	if w.RightToLeft() {
		if bindings, err = bindings.Mirrored(); err != nil {
			return nil, err
		}
	}
	m := &app{
		o: o, words: w, keys: bindings, work: jobs, ids: model.NewIDs(o.Now, nil),
		dark: o.dark(theme.DarkHint(o.Env)), profile: colorprofile.TrueColor,
	}
	if o.plain() {
		m.profile = colorprofile.ASCII
	}
	m.theme = theme.New(m.dark, m.profile)
	m.mouse.off, m.order = o.NoMouse, o.order()
	return m, nil
}

// sitAt makes d the desk that the screens show.
func (m *app) sitAt(d desk.Desk, demo bool) {
	m.tick()
	m.desk, m.demo, m.session = d, demo, m.session+1
	m.searcher = m.ids.New().String()
	m.pages = newPages(m.now)
	m.at = inboxPage
	m.counts, m.light, m.ordered = counted{stale: true}, light{}, ordered{}
	m.reminded = m.now
	m.kept = newKept()
	m.starting = false
	m.resize(m.screen.Size.W, m.screen.Size.H)
	if !m.o.Fair.IsZero() && !demo {
		m.openFair(m.o.Fair)
	}
}

// tick takes the time: the screens know no other clock.
func (m *app) tick() { m.now = m.o.Now().In(m.o.Location) }

// Init asks for what the first screen needs.
func (m *app) Init() tea.Cmd {
	return tea.Batch(m.watch(), m.reads(), m.readDrafts(false), minute(), m.askOrder())
}

type minuteMsg struct{}

// minute keeps ages and promises current.
func minute() tea.Cmd {
	return tea.Tick(time.Minute, func(time.Time) tea.Msg { return minuteMsg{} })
}

// Update changes what is shown; whatever that needs from the desk is asked for
// at the end, in one place.
func (m *app) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.tick()
	cmd := m.update(msg)
	cmds := []tea.Cmd{cmd, m.keepDrafts(), m.reads()}
	return m, tea.Batch(append(cmds, m.showKeys(), m.play())...)
}

func (m *app) update(msg tea.Msg) tea.Cmd {
	if !m.meant(msg) {
		return nil
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.key(msg)
	case work.Answer:
		m.work.Answered()
		if msg.Msg != nil {
			return m.update(msg.Msg)
		}
	case tea.PasteMsg:
		m.recorder.add(step{Paste: msg.Content}, m.top() == nil)
		return m.paste(msg)
	case tea.MouseWheelMsg:
		return m.wheel(msg)
	case tea.MouseClickMsg:
		return m.click(msg)
	case digitMsg:
		return msg.take(m)
	case playMsg:
		return m.playNext()
	case tea.ClipboardMsg:
		if scene := m.scene(); scene != nil && m.top() == nil {
			return scene.update(m, tea.PasteMsg{Content: msg.Content})
		}
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		m.dark = m.o.dark(msg.IsDark())
		m.retheme()
	case tea.ColorProfileMsg:
		if !m.o.plain() {
			m.profile = msg.Profile
			m.retheme()
		}
	case tea.ResumeMsg:
		m.stale()
		return m.takenBack()
	case tea.ModeReportMsg:
		return m.answeredOrder(msg)
	case toastOverMsg, slowMsg:
		m.toastMessage(msg)
	case minuteMsg:
		return tea.Batch(minute(), m.remind())
	case deskMsg:
		if msg.at() == m.session {
			return msg.take(m)
		}
	default:
		for _, o := range m.overlays {
			if cmd := o.update(m, msg); cmd != nil {
				return cmd
			}
		}
	}
	return nil
}

func (m *app) paste(msg tea.PasteMsg) tea.Cmd {
	if top := m.top(); top != nil {
		return top.update(m, msg)
	}
	if scene := m.scene(); scene != nil {
		return scene.update(m, msg)
	}
	return nil
}

// deskMsg is an answer of a desk; those of a desk that was left are dropped.
type deskMsg interface {
	at() (session int)
	take(m *app) tea.Cmd
}

// of marks an answer with the desk that gave it.
type of int

func (o of) at() int { return int(o) }

func (m *app) retheme() {
	*m.theme = *theme.New(m.dark, m.profile)
	for _, p := range m.pages {
		p.drawn = drawnDetail{}
	}
}

func (m *app) resize(w, h int) {
	dir := layout.LeftToRight
	if m.words.RightToLeft() {
		dir = layout.RightToLeft
	}
	m.screen = layout.Of(w, h, dir)
	for _, p := range m.pages {
		p.setSize(m.screen)
	}
}

// stale says that anything may have changed.
func (m *app) stale() {
	m.counts.stale = true
	for _, p := range m.pages {
		p.stale(nil)
	}
	for _, o := range m.overlays {
		if r, ok := o.(reader); ok {
			r.stale()
		}
	}
}

func (m *app) page() *page { return m.pages[m.at] }

func (m *app) top() overlay {
	if len(m.overlays) == 0 {
		return nil
	}
	return m.overlays[len(m.overlays)-1]
}

func (m *app) push(o overlay) { m.overlays = append(m.overlays, o) }

// drop takes an overlay away, wherever it stands.
func (m *app) drop(o overlay) {
	for i := range m.overlays {
		if m.overlays[i] == o {
			m.overlays = append(m.overlays[:i:i], m.overlays[i+1:]...)
			return
		}
	}
}

// showing reports whether an overlay is still open.
func (m *app) showing(o overlay) bool {
	for _, open := range m.overlays {
		if open == o {
			return true
		}
	}
	return false
}

// View draws the screen.
func (m *app) View() tea.View {
	v := tea.NewView(m.content())
	v.AltScreen = true
	v.WindowTitle = m.words.T("app.name")
	if !m.mouse.off {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.KeyboardEnhancements.ReportAlternateKeys = true
	return v
}
