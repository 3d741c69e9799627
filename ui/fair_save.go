package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/capture"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// save captures the line, and makes room for the next at once. A line that the
// desk does not take comes back.
func (f *fair) save(m *app) tea.Cmd {
	if isCard(f.line.Value()) {
		// A scanner types a badge as a keyboard would.
		return f.readCard(m, f.line.Value())
	}
	if f.fixing != nil {
		return f.saveCorrection(m)
	}
	r := f.reading.Record(f.reading.Kind(f.kind), f.occasion(m))
	id := m.ids.New()
	data := words.Data{"Who": m.title(model.ExcerptOf(r, model.ScoreContext{Now: m.now}))}
	f.last = id
	return f.commit(m, commit{
		label: m.words.T("did.capture", data), success: m.words.T("done.capture", data), ids: []model.ID{id},
		edits: []desk.Edit{{Kind: r.Kind(), ID: id, Create: true, Set: model.Fields(r)}},
	})
}

// commit commits what was made of the line, with its draft, and clears the line.
func (f *fair) commit(m *app, c commit) tea.Cmd {
	line, kept, fixing := f.line.Text(), f.keep, f.fixing
	c.failed = func(m *app, err error) bool {
		// The draft is still there; the words come back where nothing is typed since.
		if f.line.Empty() {
			f.line.Retype(line)
			f.keep, f.fixing = kept, fixing
			f.read, f.reading = "", capture.Parse(f.line.Value(), f.context)
		}
		return false
	}
	cmd := m.making(f, func() tea.Cmd { return m.commit(c) })
	f.clear()
	return cmd
}

// clear empties the line; what is typed next is another draft.
func (f *fair) clear() {
	f.line.Set("")
	f.keep, f.fixing, f.pick = drafting{}, nil, 0
	f.read, f.reading, f.alike = "", capture.Reading{}, [2]duplicateHints{}
}

// attach adds what the line says to the record that it may be the same as, with
// the line itself as a note in its thread.
func (f *fair) attach(m *app) tea.Cmd {
	found := f.found()
	if len(found) == 0 {
		return nil
	}
	to, reading, at := found[min(f.pick, len(found)-1)], f.reading, f.occasion(m)
	data := words.Data{"Who": m.title(to.Excerpt)}
	note := &model.Message{Thread: to.ID, Direction: model.DirectionNote, From: m.desk.Me(), At: value.At(m.now), Subject: at.Name, Body: at.Line}
	noted := desk.Edit{Kind: model.KindMessage, ID: m.ids.New(), Create: true, Set: model.Fields(note)}
	return f.commit(m, commit{
		label: m.words.T("did.fair_attach", data), success: m.words.T("done.fair_attach", data), ids: []model.ID{to.ID},
		build: func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) {
			r, err := d.Get(ctx, to.ID)
			if err != nil {
				return nil, fmt.Errorf("reading %s: %w", to.ID.Short(), err)
			}
			edits := []desk.Edit{noted}
			if set := reading.Attach(r, at); len(set) > 0 {
				edits = append(edits, desk.Edit{Kind: to.Kind, ID: to.ID, Set: set})
			}
			return edits, nil
		},
	})
}

// correctLast brings what was captured last back into the line.
func (f *fair) correctLast(m *app) tea.Cmd {
	if !f.last.IsZero() {
		return f.correct(m, f.last)
	}
	row, ok := f.page.list.Current()
	if !ok {
		return m.say(m.words.T("why.nothing_captured"))
	}
	return f.correct(m, row.ID)
}

// correct brings the line that a record was captured as back, to be corrected.
func (f *fair) correct(m *app, id model.ID) tea.Cmd {
	if f.line.Value() != "" {
		return m.say(m.words.T("why.line_typed"))
	}
	return m.withRecord(id, func(m *app, r model.Record) tea.Cmd {
		line := capture.Line(r)
		switch {
		case line == "":
			return m.say(m.words.T("why.not_captured"))
		case r.Header().Deleted:
			return m.say(m.words.T("why.undone"))
		case f.line.Value() != "":
			return m.say(m.words.T("why.line_typed"))
		}
		f.line.Retype(line)
		f.fixing = r
		return f.typedNow(m)
	})
}

// saveCorrection changes what the corrected line says otherwise than the line that
// was captured; what was edited since stays.
func (f *fair) saveCorrection(m *app) tea.Cmd {
	r, at := f.fixing, f.occasion(m)
	id := r.Header().ID
	before := capture.Parse(capture.Line(r), f.context).Record(r.Kind(), atLine(at, capture.Line(r)))
	after := f.reading.Record(r.Kind(), at)
	set := changedSet(model.Fields(before), model.Fields(after))
	delete(set, "received_at")
	data := words.Data{"Who": m.title(model.ExcerptOf(after, model.ScoreContext{Now: m.now}))}
	edits := []desk.Edit{{Kind: r.Kind(), ID: id, Set: set}}
	if kind := f.reading.Kind(f.kind); kind != r.Kind() {
		// It was the other kind: that is another record.
		fresh := f.reading.Record(kind, at)
		id = m.ids.New()
		edits = []desk.Edit{
			{Kind: r.Kind(), ID: r.Header().ID, Set: model.Set{model.FieldDeleted: raw(true)}},
			{Kind: kind, ID: id, Create: true, Set: model.Fields(fresh)},
		}
	}
	f.last = id
	return f.commit(m, commit{
		label: m.words.T("did.correct", data), success: m.words.T("done.correct", data), ids: []model.ID{id}, edits: edits,
	})
}

func atLine(at capture.Occasion, line string) capture.Occasion {
	at.Line = line
	return at
}

// changedSet gives the fields of after that before has otherwise, null for those
// that it has not.
func changedSet(before, after model.Set) model.Set {
	set := model.Set{}
	for name, value := range after {
		if !bytes.Equal(before[name], value) {
			set[name] = value
		}
	}
	for name := range before {
		if _, there := after[name]; !there {
			set[name] = json.RawMessage("null")
		}
	}
	return set
}

type cardMsg struct {
	of
	fair  *fair
	text  string
	cards []model.Record
	err   error
}

// readCard asks the desk to read a badge; what it says fills the line.
func (f *fair) readCard(m *app, text string) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		cards, err := d.ReadCards(ctx, text)
		return cardMsg{of: session, fair: f, text: text, cards: cards, err: err}
	})
}

// take puts a card behind what is typed. A card that cannot be read stays as it
// was pasted: nothing is lost.
func (msg cardMsg) take(m *app) tea.Cmd {
	f := msg.fair
	typed := f.line.Value()
	if typed == msg.text || isCard(typed) {
		typed = ""
	}
	if msg.err != nil || len(msg.cards) == 0 {
		if errors.Is(msg.err, desk.ErrNoCard) || f.line.Empty() {
			f.line.Retype(cells.Safe(msg.text))
		}
		return tea.Batch(m.failed(m.words.T("failed.card"), msg.err), f.typedNow(m))
	}
	card, ok := msg.cards[0].(*model.Contact)
	if !ok {
		return nil
	}
	line := capture.OfContact(card).Line()
	if typed != "" {
		line = typed + ", " + line
	}
	f.line.Set(line)
	cmd := f.typedNow(m)
	if more := len(msg.cards) - 1; more > 0 {
		return tea.Batch(cmd, m.say(m.words.N("fair.more_cards", more)))
	}
	return cmd
}
