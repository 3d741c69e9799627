package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// mapping says what the columns of a file mean, with its first records as they
// would come in.
type mapping struct {
	path    string
	preview desk.ImportPreview
	edited  string // the mapping as it was changed, "" while it was not
	asked   int    // the last preview that was asked for; answers to others are stale
	at, top int    // of the columns
	rows    int    // that were drawn last
	note    string // why a preview failed
}

func (o *mapping) place() keys.Place            { return keys.PlaceOf("place.mapping") }
func (o *mapping) owns(id keys.ID) bool         { return strings.HasPrefix(string(id), "mapping.") }
func (o *mapping) update(*app, tea.Msg) tea.Cmd { return nil }
func (o *mapping) column() *desk.PreviewColumn  { return &o.preview.Columns[o.at] }
func (o *mapping) state(s *keys.State)          { s.Sheets = len(o.preview.Sheets) }
func (o *mapping) request() desk.ImportRequest {
	return desk.ImportRequest{Name: filepath.Base(o.path), Map: o.edited}
}
func (o *mapping) name() string { return filepath.Base(o.path) }

type previewedMsg struct {
	of
	path    string
	mapping *mapping // that asked, nil before there is one
	asked   int
	preview desk.ImportPreview
	err     error
	began   int
	always  bool // show the columns even when they are sure
}

// lookAt looks at a file before it goes in: when its columns are sure it is read
// at once.
func (m *app) lookAt(path string) tea.Cmd { return m.lookColumns(path, nil, false) }

func (m *app) lookColumns(path string, o *mapping, always bool) tea.Cmd {
	req, d, session := desk.ImportRequest{Name: filepath.Base(path)}, m.desk, of(m.session)
	asked := 0
	if o != nil {
		o.asked++
		asked, req = o.asked, o.request()
	}
	began, later := m.toast.begin(m.words.T("mapping.looking", words.Data{"File": cells.Safe(req.Name)}))
	read := m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := previewedMsg{of: session, path: path, mapping: o, asked: asked, began: began, always: always}
		file, err := os.Open(path)
		if err != nil {
			msg.err = err
			return msg
		}
		defer func() { _ = file.Close() }() // only read
		msg.preview, msg.err = d.Preview(ctx, req, file)
		return msg
	})
	return tea.Batch(read, later)
}

func (msg previewedMsg) take(m *app) tea.Cmd {
	m.toast.end(msg.began)
	o := msg.mapping
	switch {
	case o != nil && msg.asked != o.asked:
		return nil
	case o != nil && msg.err != nil:
		o.note = m.why(msg.err)
		return nil
	case o != nil:
		o.preview, o.note = msg.preview, ""
		o.at = max(min(o.at, len(o.preview.Columns)-1), 0)
		return nil
	case msg.err != nil || len(msg.preview.Columns) == 0 || msg.preview.Sure && !msg.always:
		// What is wrong with the file is told by its import.
		return m.importFile(msg.path)
	}
	m.push(&mapping{path: msg.path, preview: msg.preview})
	return nil
}

func (o *mapping) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.MapUp:
		o.at--
	case keys.MapDown:
		o.at++
	case keys.MapPageUp:
		o.at -= o.rows
	case keys.MapPageDown:
		o.at += o.rows
	case keys.MapField:
		return o.chooseField(m)
	case keys.MapIgnore:
		return o.mean(m, desk.MapIgnore)
	case keys.MapKeep:
		return o.mean(m, desk.MapCustom)
	case keys.MapDecimal:
		o.preview.Decimal = next([]string{"", ".", ","}, o.preview.Decimal)
		return o.set(m, "", "decimal", o.preview.Decimal)
	case keys.MapDates:
		o.preview.Dates = next([]string{"", "dmy", "mdy"}, o.preview.Dates)
		return o.set(m, "", "dates", o.preview.Dates)
	case keys.MapKind:
		return o.chooseKind(m)
	case keys.MapSheet:
		return o.chooseSheet(m)
	case keys.MapTry:
		return m.importWith(o.path, importChoice{mapping: o.text(), dry: true})
	case keys.MapImport:
		m.drop(o)
		return m.importWith(o.path, importChoice{mapping: o.text()})
	case keys.MapSave:
		return o.save(m)
	case keys.MapStop:
		m.drop(o)
	}
	o.at = max(min(o.at, len(o.preview.Columns)-1), 0)
	return nil
}

func next(choices []string, now string) string {
	return choices[(slices.Index(choices, now)+1)%len(choices)]
}

// text gives the mapping as it stands.
func (o *mapping) text() string {
	if o.edited != "" {
		return o.edited
	}
	return o.preview.Map
}

// mean changes what the column at the cursor means.
func (o *mapping) mean(m *app, name string) tea.Cmd {
	c := o.column()
	c.Name, c.Sure = name, true
	return o.set(m, c.Header, "", name)
}

// set changes what a column means, or a setting, and looks again. What is shown has
// changed already: the next key may come before the answer.
func (o *mapping) set(m *app, column, setting, to string) tea.Cmd {
	text, err := desk.EditMapping(o.text(), column, setting, to)
	if err != nil {
		o.note = m.why(err)
		return nil
	}
	o.edited, o.note = text, ""
	return m.lookColumns(o.path, o, true)
}

func (o *mapping) chooseField(m *app) tea.Cmd {
	c := o.column()
	title := m.words.T("mapping.means", words.Data{"Column": cells.Safe(c.Header)})
	choices := make([]picker.Choice, len(o.preview.Names))
	for i, name := range o.preview.Names {
		choices[i] = picker.Choice{Label: m.mapped(name), Hint: name}
	}
	m.push(newChooser(m, title, choices, slices.Index(o.preview.Names, c.Name), func(i int) tea.Cmd {
		return o.mean(m, o.preview.Names[i])
	}))
	return nil
}

// mapped names what a column means.
func (m *app) mapped(name string) string {
	switch name {
	case desk.MapIgnore:
		return m.words.T("mapping.name.ignore")
	case desk.MapCustom, desk.MapID, "first_name", "middle_name", "last_name", "street", "region", "postcode":
		return m.words.T("mapping.name." + name)
	}
	return m.words.T("field." + name)
}

func (o *mapping) chooseKind(m *app) tea.Cmd {
	kinds := []model.Kind{model.KindLead, model.KindSupplier, model.KindContact, model.KindRFQ, model.KindTask, model.KindEvent, model.KindDeal}
	choices := make([]picker.Choice, len(kinds))
	for i, kind := range kinds {
		choices[i] = picker.Choice{Label: m.words.T("kind." + string(kind))}
	}
	m.push(newChooser(m, m.words.T("mapping.kind"), choices, slices.Index(kinds, o.preview.Kind), func(i int) tea.Cmd {
		return o.set(m, "", "kind", string(kinds[i]))
	}))
	return nil
}

func (o *mapping) chooseSheet(m *app) tea.Cmd {
	choices := make([]picker.Choice, len(o.preview.Sheets))
	for i, sheet := range o.preview.Sheets {
		choices[i] = picker.Choice{Label: sheet}
	}
	m.push(newChooser(m, m.words.T("mapping.sheet"), choices, slices.Index(o.preview.Sheets, o.preview.Sheet), func(i int) tea.Cmd {
		o.edited = ""
		return o.set(m, "", "sheet", o.preview.Sheets[i])
	}))
	return nil
}

// save keeps the mapping under a name and reads the file with it.
func (o *mapping) save(m *app) tea.Cmd {
	base := strings.TrimSuffix(o.name(), filepath.Ext(o.name()))
	m.prompt(picker.PromptOptions{Title: m.words.T("mapping.save_as"), Value: cells.Safe(base)}, func(name string) tea.Cmd {
		saved := desk.SavedMapping{Name: name, Signature: o.preview.Signature, Map: o.text()}
		d, session := m.desk, of(m.session)
		return m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
			err := desk.SaveMapping(ctx, d, saved)
			return mappingSavedMsg{of: session, mapping: o, name: name, err: err}, err
		})
	})
	return nil
}

type mappingSavedMsg struct {
	of
	mapping *mapping
	name    string
	err     error
}

func (msg mappingSavedMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("mapping.save_as"), msg.err)
	}
	m.drop(msg.mapping)
	return tea.Batch(m.succeed(m.words.T("mapping.saved", words.Data{"Name": msg.name})),
		m.importWith(msg.mapping.path, importChoice{mapping: msg.mapping.text()}))
}
