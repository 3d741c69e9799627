package ui

import (
	"strconv"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/theme"
)

// look is the style of a run in a row.
type look int

const (
	lookText look = iota
	lookDim
	lookStrong
	lookUrgent
)

// column is one column of a list. When the width is short the column with the
// highest drop goes first, whole; those with drop 0 stay.
type column struct {
	min    int // cells it needs
	max    int // cells it can use
	weight int // its share of what is left over
	drop   int
	end    bool             // numbers stand at the end of their cells
	tail   int              // cells behind its text, where a mark can stand
	said   func(m *app) int // cells that its words take in the language; nil when they are few
	head   string           // word id of its heading, "" for none
	sort   string           // the field that its heading sorts by, "" for none
	text   func(m *app, e *model.Excerpt) (text string, width int, how look)
}

// placed is a column and the cells it got.
type placed struct {
	column
	w int
}

const columnGap = 2

// fitted chooses the columns for a width, with room for what a language says at length.
func (m *app) fitted(columns []column, w int) []placed {
	for i := range columns {
		if c := &columns[i]; c.said != nil {
			said := c.said(m)
			c.min, c.max = max(c.min, said), max(c.max, said)
		}
	}
	return fit(columns, w)
}

// dayCells is how wide a day is with the longest name of a month.
func (m *app) dayCells() int {
	widest := 0
	for month := time.January; month <= time.December; month++ {
		widest = max(widest, cells.Width(m.datedAs("date.day", time.Date(2026, month, 30, 12, 0, 0, 0, m.o.Location))))
	}
	return widest
}

// markCells is what a mark takes before or behind a text: "! ".
const markCells = 2

// fit chooses the columns for a width and gives each its cells.
func fit(columns []column, w int) []placed {
	var out []placed
	for limit := 99; ; limit-- {
		out = out[:0]
		need, highest := -columnGap, 0
		for _, c := range columns {
			if c.drop <= limit {
				out = append(out, placed{c, c.min})
				need += c.min + columnGap
				highest = max(highest, c.drop)
			}
		}
		if need <= w || highest == 0 {
			share(out, w-need)
			return out
		}
		limit = highest
	}
}

// share gives out the cells that are left, by weight, until all are full.
func share(columns []placed, left int) {
	for left > 0 {
		weights := 0
		for _, c := range columns {
			if c.w < c.max {
				weights += c.weight
			}
		}
		if weights == 0 {
			return
		}
		given := 0
		for i := range columns {
			c := &columns[i]
			if c.w >= c.max || c.weight == 0 {
				continue
			}
			more := min(max(left*c.weight/weights, 1), c.max-c.w, left-given)
			c.w += more
			given += more
		}
		left -= given
		if given == 0 {
			return
		}
	}
}

// columns gives the columns of a page, with the fields of its kind that they are
// sorted by.
func (p *page) columns() []column {
	columns := p.usualColumns()
	for i := range columns {
		if field, ok := sortedBy[p.kind][columns[i].head]; ok {
			columns[i].sort = field
		}
	}
	return columns
}

// sortedBy gives the field behind a heading where kinds differ.
var sortedBy = map[model.Kind]map[string]string{
	model.KindLead:     {"column.title": "company", "column.wants": "product", "column.age": "received_at"},
	model.KindSupplier: {"column.title": "name", "column.age": "created_at"},
	model.KindRFQ:      {"column.title": "title", "column.due": "deadline", "column.age": "created_at"},
	model.KindContact:  {"column.title": "name", "column.wants": "company", "column.age": "created_at"},
}

func (p *page) usualColumns() []column {
	switch {
	case p.agenda():
		return p.agendaColumns()
	case p.inbox():
		return []column{colScore(), colBar(), colTitle(), colCountry(), colWants(), colQuantity(), colAmount(), colAge()}
	case p.kind == model.KindLead:
		return []column{colScore(), colTitle(), colCountry(), colWants(), colAmount(), colStage(2), colOwner(), colDue(), colAge()}
	case p.kind == model.KindSupplier:
		return []column{colTitle(), colCountry(), colWants(), colTags(), colAge()}
	case p.kind == model.KindRFQ:
		wants := colWants()
		wants.drop = 3
		age := colAge()
		age.said = (*app).dayCells // no reply is owed: there is no mark
		return []column{colTitle(), wants, colNumber(), colAmount(), colStage(0), colDue(), age}
	case p.kind == model.KindOffer:
		called := colNumber()
		called.min, called.max, called.drop = 19, 19, 0
		return []column{called, colTitle(), colAmount(), colStage(0), colAge()}
	case p.kind == model.KindDeal:
		return []column{colTitle(), colWants(), colAmount(), colAge()}
	}
	return []column{colTitle(), colCountry(), colWants(), colAge()}
}

func colScore() column {
	return column{head: "column.score", sort: "score", min: 3, max: 3, end: true, text: func(_ *app, e *model.Excerpt) (string, int, look) {
		text := strconv.Itoa(e.Score)
		return text, len(text), lookStrong
	}}
}

const barCells = 5

func colBar() column {
	return column{min: barCells, max: barCells, drop: 9, text: func(m *app, e *model.Excerpt) (string, int, look) {
		full := max(min((e.Score+10)/20, barCells), 0)
		return filled(m.screen.Direction, "▮", "▯", full, barCells), barCells, lookDim
	}}
}

func colTitle() column {
	return column{head: "column.title", min: 20, max: 44, weight: 3, text: func(m *app, e *model.Excerpt) (string, int, look) {
		return asKept(m.title(*e), e.Title, e.TitleCells, lookText)
	}}
}

func colWants() column {
	return column{head: "column.wants", min: 16, max: 60, weight: 4, text: func(_ *app, e *model.Excerpt) (string, int, look) {
		return asKept(cells.Safe(e.Detail), e.Detail, e.DetailCells, lookDim)
	}}
}

// asKept uses the width that is kept with the text, as long as it is that text.
func asKept(shown, kept string, width int, how look) (string, int, look) {
	if shown != kept || width <= 0 {
		width = cells.Width(shown)
	}
	return shown, width, how
}

// countryCells holds a code, and the heading over it.
func (m *app) countryCells() int { return cells.Width(m.words.T("column.country")) }

func colCountry() column {
	return column{head: "column.country", sort: "country", min: 2, max: 2, drop: 4, said: (*app).countryCells, text: func(_ *app, e *model.Excerpt) (string, int, look) {
		return measured(cells.Safe(e.Country.String()), lookText)
	}}
}

func colQuantity() column {
	return column{head: "column.quantity", sort: "quantity", min: 11, max: 12, weight: 1, drop: 5, end: true, text: func(m *app, e *model.Excerpt) (string, int, look) {
		if e.Quantity.IsZero() {
			return "", 0, lookText
		}
		unit := cells.Safe(e.Unit.Symbol())
		if cells.Width(unit) < unitCells {
			unit = cells.Fit(unit, unitCells)
		}
		return measured(m.number(e.Quantity)+" "+unit, lookText)
	}}
}

// unitCells is how wide most units are: so wide, numbers stand below each other.
const unitCells = 3

func colAmount() column {
	return column{head: "column.amount", min: amountCells, max: amountCells, drop: 7, end: true, text: func(m *app, e *model.Excerpt) (string, int, look) {
		text := cells.Safe(m.amount(e.Amount, e.Currency))
		if cells.Width(text) > amountCells {
			text = cells.Safe(m.millions(e.Amount, e.Currency))
		}
		return measured(text, lookText)
	}}
}

// amountCells holds what most deals are worth in full: "11,104,920 EUR".
const amountCells = 14

func colStage(drop int) column {
	return column{head: "column.stage", sort: "stage", min: 11, max: 13, weight: 1, drop: drop, text: func(m *app, e *model.Excerpt) (string, int, look) {
		return measured(m.stage(e.Kind, e.Stage), lookText)
	}}
}

// colNumber is what an RFQ is called in letters, and an offer on paper.
func colNumber() column {
	return column{head: "column.number", min: 16, max: 16, drop: 7, text: func(_ *app, e *model.Excerpt) (string, int, look) {
		return measured(cells.Safe(e.Number), lookDim)
	}}
}

func colOwner() column {
	return column{head: "column.owner", sort: "owner", min: 8, max: 12, weight: 1, drop: 6, text: func(_ *app, e *model.Excerpt) (string, int, look) {
		return measured(cells.Safe(e.Owner), lookDim)
	}}
}

func colTags() column {
	return column{head: "column.tags", min: 12, max: 24, weight: 1, drop: 6, text: func(_ *app, e *model.Excerpt) (string, int, look) {
		return measured(cells.Safe(strings.Join(e.Tags, " ")), lookDim)
	}}
}

// markedDayCells holds a day and a mark.
func (m *app) markedDayCells() int { return m.dayCells() + markCells }

// colDue is when something is due; what is past due is marked.
func colDue() column {
	return column{head: "column.due", sort: "due_at", min: 8, max: 8, drop: 5, end: true, said: (*app).markedDayCells, text: func(m *app, e *model.Excerpt) (string, int, look) {
		switch {
		case e.DueAt.IsZero():
			return "", 0, lookText
		case e.DueAt.Time().Before(m.now):
			return measured("! "+m.shortDate(e.DueAt.Time()), lookUrgent)
		}
		return measured(m.shortDate(e.DueAt.Time()), lookText)
	}}
}

// colAge is how long ago a record came; a reply that is late is marked.
func colAge() column {
	return column{head: "column.age", tail: markCells, min: 9, max: 9, end: true, said: (*app).markedDayCells, text: func(m *app, e *model.Excerpt) (string, int, look) {
		text, how := m.age(e.At), lookDim
		if left, waiting := model.ReplyState(*e, promise, m.now); waiting && left < 0 {
			return measured(text+" !", lookUrgent)
		}
		return measured(text+"  ", how)
	}}
}

func measured(text string, how look) (string, int, look) { return text, cells.Width(text), how }

func (m *app) style(how look) theme.Style {
	switch how {
	case lookDim:
		return m.theme.Dim
	case lookStrong:
		return m.theme.Strong
	case lookUrgent:
		return m.theme.Urgent
	case lookText:
	}
	return m.theme.Text
}
