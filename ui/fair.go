package ui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/capture"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
)

// fair is the page of quick capture: one line to type into, what is understood of
// it, what it may be the same as, and what was captured so far.
type fair struct {
	page     *page // of what was captured
	line     form.Line
	browsing bool // the keys go to what was captured
	kind     model.Kind
	keep     drafting

	event    *model.Event // nil: none was chosen
	events   []*model.Event
	asked    bool // events and context were asked for
	known    bool // the events were read
	wanted   model.ID
	context  capture.Context
	captured int // at the event, as far as it is counted
	recount  bool

	reading capture.Reading
	read    string // the line that it is of
	alike   [2]duplicateHints
	pick    int // of what may be the same

	last   model.ID     // captured last
	fixing model.Record // that is being corrected, nil for a new one
}

func newFair(now time.Time) *page {
	p := newPage("page.fair", model.KindLead, desk.ViewAll, now)
	p.scene = &fair{page: p, kind: model.KindLead, context: capture.NewContext("", nil, nil)}
	return p
}

func (f *fair) place() keys.Place {
	if f.browsing {
		return keys.PlaceOf("place.captured")
	}
	return keys.PlaceOf("place.fair")
}

func (f *fair) owns(id keys.ID) bool {
	return strings.HasPrefix(string(id), "fair.") || strings.HasPrefix(string(id), "captured.") || f.browsing && id == keys.Up
}

func (f *fair) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.FairSave:
		return f.save(m)
	case keys.FairAttach:
		return f.attach(m)
	case keys.FairNext:
		f.pick = (f.pick + 1) % max(len(f.found()), 1)
	case keys.FairLast:
		return f.correctLast(m)
	case keys.FairKind:
		f.turn(m)
		return f.typedNow(m)
	case keys.FairUndo:
		return m.undo()
	case keys.FairPaste:
		return tea.ReadClipboard
	case keys.FairEvent:
		return f.chooseEvent(m)
	}
	return f.doCaptured(m, id)
}

// doCaptured does what is for the list of what was captured. Above its first row
// is the line.
func (f *fair) doCaptured(m *app, id keys.ID) tea.Cmd {
	p := f.page
	switch id {
	case keys.FairList:
		f.browsing = p.list.Len() > 0
	case keys.CapturedBack:
		f.browsing = false
	case keys.CapturedTag:
		return m.tag()
	case keys.CapturedFix:
		if e, ok := p.current(); ok {
			f.browsing = false
			return f.correct(m, e.ID)
		}
	case keys.CapturedOpen:
		if e, ok := p.current(); ok {
			m.open(e)
		}
	case keys.Up:
		before, _ := p.list.Current()
		p.list.Move(-1)
		if after, _ := p.list.Current(); after.ID == before.ID {
			f.browsing = false
		}
		p.moved()
	}
	return nil
}

func (f *fair) update(m *app, msg tea.Msg) tea.Cmd {
	if paste, ok := msg.(tea.PasteMsg); ok && isCard(paste.Content) {
		f.browsing = false
		return f.readCard(m, paste.Content)
	}
	if _, paste := msg.(tea.PasteMsg); f.browsing && !paste {
		return nil
	}
	f.browsing = false
	f.line.Update(msg)
	return f.typedNow(m)
}

// typedNow understands the line as it stands, and asks what it may be the same as.
func (f *fair) typedNow(m *app) tea.Cmd {
	line := f.line.Value()
	if line != f.read {
		f.pick = 0
	}
	f.read, f.reading = line, capture.Parse(line, f.context)
	if line == "" {
		f.alike, f.fixing = [2]duplicateHints{}, nil
		return nil
	}
	at := f.occasion(m)
	var cmds []tea.Cmd
	for i, kind := range []model.Kind{model.KindLead, model.KindSupplier} {
		cmds = append(cmds, f.alike[i].ask(m, f.reading.Record(kind, at)))
	}
	return tea.Batch(cmds...)
}

// found gives what the line may be the same as, the surest first; what is being
// corrected is not.
func (f *fair) found() []desk.Duplicate {
	all := slices.Concat(f.alike[0].found, f.alike[1].found)
	all = slices.DeleteFunc(all, func(d desk.Duplicate) bool { return f.fixing != nil && d.ID == f.fixing.Header().ID })
	slices.SortStableFunc(all, func(a, b desk.Duplicate) int { return int(a.Level) - int(b.Level) })
	return all
}

// turn goes from buyers to suppliers and back; so does the list.
func (f *fair) turn(m *app) {
	f.kind = model.KindSupplier
	if f.page.kind == model.KindSupplier {
		f.kind = model.KindLead
	}
	f.page.kind = f.kind
	f.reset(m)
}

// reset shows what was captured at the event, the last first.
func (f *fair) reset(m *app) {
	f.page.list.Reset(f.query(), m.now)
	f.page.pin = nil
	f.recount = true
}

// query selects what was captured at the event: buyers point to it, suppliers have
// its tag.
func (f *fair) query() desk.Query {
	q := desk.Query{Kind: f.kind, Desc: true}
	switch {
	case f.event == nil:
		q.Where = []desk.Cond{{Field: "tags", Op: desk.OpEqual, Text: "\u2060"}} // nothing has it
	case f.kind == model.KindSupplier:
		q.Where = []desk.Cond{{Field: "tags", Op: desk.OpEqual, Text: f.tag()}}
	default:
		q.Where = []desk.Cond{{Field: "event", Op: desk.OpEqual, Text: f.event.ID.String()}}
	}
	return q
}

// tag is the event's: its first, else one made of its name.
func (f *fair) tag() string {
	switch {
	case f.event == nil:
		return ""
	case len(f.event.Tags) > 0:
		return f.event.Tags[0]
	}
	return capture.EventTag(f.event.Name)
}

func (f *fair) occasion(m *app) capture.Occasion {
	at := capture.Occasion{Now: m.now, Line: f.line.Value(), Tag: f.tag()}
	if f.event != nil {
		at.Event, at.Name = f.event.ID, f.event.Name
	}
	return at
}

func (f *fair) state(_ *app, s *keys.State) {
	s.Typed, s.Alike, s.Kind = f.line.Value() != "", len(f.found()) > 0, f.kind
}

func (f *fair) stale() {
	f.recount = true
	f.page.list.Refresh()
}

func (f *fair) count(*app) int { return f.captured }

func (f *fair) typed() bool         { return f.line.Value() != "" }
func (f *fair) drafting() *drafting { return &f.keep }
func (f *fair) text() string        { return f.line.Text() }
func (f *fair) busy() bool          { return false }
func (f *fair) draft(m *app) desk.Draft {
	d := desk.Draft{Place: draftFair, Title: cells.Plain(m.words.T("page.fair")), Kind: f.kind, Cursor: f.line.CursorAt(), Fields: []desk.DraftField{{Name: "line", Text: f.line.Text()}}}
	if f.event != nil {
		d.Title, d.Record = f.event.Name, f.event.ID
	}
	return d
}

// openFair goes to the fair of an event.
func (m *app) openFair(event model.ID) {
	m.goTo(fairPage)
	if f, ok := m.page().scene.(*fair); ok {
		f.wanted = event
	}
}

// resumeLine puts a line that was not saved into the line again.
func (m *app) resumeLine(d desk.Draft) tea.Cmd {
	m.goTo(fairPage)
	f, ok := m.page().scene.(*fair)
	if !ok || len(d.Fields) == 0 {
		return nil
	}
	if f.line.Value() != "" {
		return m.say(m.words.T("why.line_typed"))
	}
	if d.Kind == model.KindSupplier && f.kind != d.Kind {
		f.turn(m)
	}
	f.browsing = false
	f.line.Retype(d.Fields[0].Text)
	f.line.SetCursor(d.Cursor)
	f.keep = drafting{id: d.ID, kept: textHash(f.line.Text())}
	if f.event == nil {
		f.wanted = d.Record
		f.choose(m)
	}
	return f.typedNow(m)
}

// isCard reports whether what was pasted or scanned is an address card.
func isCard(text string) bool {
	text = strings.ToUpper(strings.TrimSpace(cells.Cut(text, 200)))
	return strings.HasPrefix(text, "BEGIN:VCARD") || strings.HasPrefix(text, "MECARD:") || strings.HasPrefix(text, "BIZCARD:")
}
