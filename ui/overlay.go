package ui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/picker"
)

// overlay is something that lies over the page. The top one is the first to get
// a key and the last to be drawn.
type overlay interface {
	place() keys.Place
	// owns reports whether an action of the place is done by do; other keys of
	// the place go to update.
	owns(keys.ID) bool
	do(*app, keys.ID) tea.Cmd
	update(*app, tea.Msg) tea.Cmd
	draw(*app) ([]string, layout.Box)
}

// reader is an overlay that asks the desk for what it shows; stale says that it
// may have changed.
type reader interface {
	reads(*app) tea.Cmd
	stale()
}

// follower is an overlay that shows records: it is told of what is changed while it is
// open.
type follower interface{ told(desk.News) }

// concerns reports whether a record may have been changed.
func concerns(n desk.News, id model.ID) bool { return n.All || slices.Contains(n.Records, id) }

// judge is an overlay that adds to what actions look at.
type judge interface{ state(*keys.State) }

// typist is an overlay that has something typed in it.
type typist interface{ typed() bool }

// frame draws a border with a title around lines, h lines and w cells in all.
func (m *app) frame(title string, lines []string, w, h int) []string {
	inner := max(w-4, 0)
	side := m.theme.Border.Apply("│")
	head := cells.Cut(" "+title+" ", w-4)
	if title == "" {
		head = ""
	}
	out := make([]string, 0, h)
	d := m.screen.Direction
	out = append(out, d.Line(m.theme.Border.Apply(d.Line(m.corner(true), "─")), m.theme.Strong.Apply(head),
		m.theme.Border.Apply(d.Line(rule(w-3-cells.Width(head)), m.corner(false)))))
	for _, line := range cells.Block(lines, inner, h-2) {
		out = append(out, d.Line(side, " ", line, " ", side))
	}
	return append(out, m.theme.Border.Apply("╰"+rule(w-2)+"╯"))
}

func (m *app) corner(first bool) string {
	if first == (m.screen.Direction == layout.LeftToRight) {
		return "╭"
	}
	return "╮"
}

// boxed centres lines of a size in a frame.
func (m *app) boxed(title string, w, h int, lines func(w, h int) []string) ([]string, layout.Box) {
	box := m.screen.Center(w+4, h+2)
	return m.frame(title, lines(box.W-4, box.H-2), box.W, box.H), box
}

// menuOverlay is a short list of choices.
type menuOverlay struct {
	menu *picker.Menu
	then func(i int) tea.Cmd
	wide int // cells that its title wants
}

func (m *app) menu(title string, choices []picker.Choice, then func(i int) tea.Cmd) {
	m.push(&menuOverlay{menu: picker.NewMenu(title, choices, m.theme), then: then})
}

func (o *menuOverlay) place() keys.Place        { return keys.PlaceOf("place.menu") }
func (o *menuOverlay) owns(keys.ID) bool        { return false }
func (o *menuOverlay) do(*app, keys.ID) tea.Cmd { return nil }

func (o *menuOverlay) update(m *app, msg tea.Msg) tea.Cmd {
	switch result := o.menu.Update(msg); {
	case result.Done:
		m.drop(o)
		return o.then(result.Index)
	case result.Cancelled:
		m.drop(o)
	}
	return nil
}

func (o *menuOverlay) draw(m *app) ([]string, layout.Box) {
	wide := max(64, o.wide)
	return m.boxed("", wide, o.menu.Height(min(wide, m.screen.Size.W-4)), func(w, h int) []string {
		o.menu.SetSize(m.screen.Direction, w, h)
		return o.menu.Lines()
	})
}

// promptOverlay asks for one line.
type promptOverlay struct {
	prompt *picker.Prompt
	then   func(text string) tea.Cmd
	title  string
	was    string          // what was there to begin with
	where  string          // the place of its draft
	about  []model.Excerpt // the records that it is for
	keep   drafting
}

func (m *app) prompt(options picker.PromptOptions, then func(text string) tea.Cmd) {
	options.Theme, options.Wrong = m.theme, m.why
	o := &promptOverlay{prompt: picker.NewPrompt(options), then: then, title: options.Title, was: options.Value, where: draftPrompt}
	o.keep.kept = textHash(o.text())
	o.about = m.page().chosen()
	m.push(o)
}

func (o *promptOverlay) place() keys.Place        { return keys.PlaceOf("place.menu") }
func (o *promptOverlay) owns(keys.ID) bool        { return false }
func (o *promptOverlay) do(*app, keys.ID) tea.Cmd { return nil }

func (o *promptOverlay) update(m *app, msg tea.Msg) tea.Cmd {
	switch result := o.prompt.Update(msg); {
	case result.Done:
		m.drop(o)
		return m.making(o, func() tea.Cmd { return o.then(result.Value) })
	case result.Cancelled:
		return m.putAside(o)
	}
	return nil
}

func (o *promptOverlay) draw(m *app) ([]string, layout.Box) {
	const wide = 72
	return m.boxed("", wide, o.prompt.Height(min(wide, m.screen.Size.W-4)), func(w, h int) []string {
		o.prompt.SetSize(m.screen.Direction, w, h)
		return o.prompt.Lines()
	})
}

// formOverlay edits a record. It stays open, with all that was typed, until the
// desk has it.
type formOverlay struct {
	form   *form.Form
	lines  int
	save   func(f *formOverlay, set model.Set) tea.Cmd
	saving bool
	seen   value.Instant // the version of the record that is being edited
	base   *uint64       // how far the log was folded then; nil when nobody knows
	news   formNews
	note   string      // why the desk did not take it
	refs   *refChoices // of the fields that point to records
	// live reckons with what is typed while it is typed; nil where nothing is reckoned.
	live liveForm
	// alike is what the record may be the same as; nil when nothing can be.
	alike *duplicateHints

	title   string
	record  model.Record // before anything was typed
	shown   []string     // the names of its fields
	several bool         // it is of several records
	keep    drafting
}

// liveForm shows under a form what comes of what is typed.
type liveForm interface {
	typed(m *app, so model.Record) tea.Cmd
	lines(m *app, w int) []string
}

// based gives edits of what the form shows: what came in since it was opened stands
// beside them.
func (o *formOverlay) based(edits []desk.Edit) []desk.Edit { return basedOn(o.base, edits) }

func (o *formOverlay) typed() bool { return o.form.Dirty() }

func (o *formOverlay) owns(id keys.ID) bool {
	return id == keys.FormAlike || id == keys.FormLook || id == keys.FormEditor || id == keys.FormTheirs
}

func (o *formOverlay) state(s *keys.State) {
	s.Alike, s.Sync.Theirs = o.alike != nil && len(o.alike.found) > 0, o.form.Swaps()
}

func (o *formOverlay) place() keys.Place {
	if o.form.InTable() {
		return keys.PlaceOf("place.table")
	}
	return keys.PlaceOf("place.form")
}

func (o *formOverlay) do(m *app, id keys.ID) tea.Cmd {
	switch {
	case o.saving:
	case id == keys.FormAlike:
		return o.offerAlike(m)
	case id == keys.FormLook:
		return m.look(o.alike.found[0].Excerpt)
	case id == keys.FormTheirs:
		o.form.Swap()
	case id == keys.FormEditor:
		return m.openEditor(o)
	}
	return nil
}

// focus puts the cursor into a field.
func (o *formOverlay) focus(field string) { o.form.Focus(field) }

func (o *formOverlay) update(m *app, msg tea.Msg) tea.Cmd {
	if o.saving {
		return nil
	}
	switch result := o.form.Update(msg); {
	case result.Done:
		if err := model.CheckTyped(o.record, result.Set); err != nil {
			o.refused(m, err)
			return nil
		}
		return m.making(o, func() tea.Cmd { return o.save(o, result.Set) })
	case result.Cancelled:
		return m.putAside(o)
	}
	cmd := o.refs.ask(m, o)
	if o.live != nil {
		cmd = tea.Batch(cmd, o.live.typed(m, o.form.SoFar()))
	}
	if o.alike != nil {
		cmd = tea.Batch(cmd, o.alike.ask(m, o.form.SoFar()))
	}
	return cmd
}

// roomAlike is how many lines a form gives to what may be the same, if the screen
// has them.
const roomAlike = 3

func (o *formOverlay) draw(m *app) ([]string, layout.Box) {
	tall := o.lines + 4 + len(o.form.Stands())
	if o.alike != nil {
		tall += roomAlike - 1
	}
	if o.live != nil {
		tall += len(o.live.lines(m, 88))
	}
	return m.boxed("", 92, tall, func(w, h int) []string {
		news := o.newsLine(m)
		under := 1
		var live []string
		if o.live != nil {
			live = o.live.lines(m, w)
			under += len(live)
		}
		if news != "" {
			under++
		}
		if o.alike != nil {
			under += min(max(h-o.lines-under-3, 0), roomAlike-1)
		}
		o.form.SetSize(w, h-under)
		var notes []string
		if o.note != "" {
			notes = append(notes, m.theme.Urgent.Apply(cells.Fit("! "+cells.Safe(o.note), w)))
		}
		if news != "" {
			notes = append(notes, m.theme.Warn.Apply(cells.Fit(cells.Cut("⚠ "+news, w), w)))
		}
		if o.alike != nil {
			notes = append(notes, o.alike.lines(m, w, under-len(notes))...)
		}
		return append(o.form.Lines(), cells.Block(append(notes, live...), w, under)...)
	})
}

// filesOverlay picks a file.
type filesOverlay struct {
	files *picker.Files
	then  func(path string) tea.Cmd
}

func (o *filesOverlay) place() keys.Place        { return keys.PlaceOf("place.menu") }
func (o *filesOverlay) owns(keys.ID) bool        { return false }
func (o *filesOverlay) do(*app, keys.ID) tea.Cmd { return nil }

func (o *filesOverlay) update(m *app, msg tea.Msg) tea.Cmd {
	result, cmd := o.files.Update(msg)
	switch {
	case result.Done:
		m.drop(o)
		return o.then(result.Path)
	case result.Cancelled:
		m.drop(o)
	}
	if cmd == nil {
		return nil
	}
	return m.work.Reading(func(context.Context) tea.Msg { return cmd() })
}

func (o *filesOverlay) draw(m *app) ([]string, layout.Box) {
	return m.boxed("", 84, 22, func(w, h int) []string {
		o.files.SetSize(m.screen.Direction, w, h)
		return o.files.Lines()
	})
}

// typedLine draws the line that is typed into, behind its sign.
func (m *app) typedLine(line *form.Line, w int) string {
	d := m.screen.Direction
	return d.Line(m.theme.Accent.Apply(d.Line(d.Onward(), " ")), line.View(d, w-2, true))
}
