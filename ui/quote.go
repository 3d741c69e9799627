package ui

import (
	"encoding/json"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// quoteFields are the fields of a quote's form, in the order of an offer.
var quoteFields = []string{
	"supplier", "tiers", "currency", "unit", "incoterm", "place", "moq", "lead_days", "valid_until", "payment_terms",
	"freight", "reference", "notes", "base_quantity", "graduated", "lines", "lane",
}

// addQuote opens the form of a supplier's offer for the RFQ under the cursor; with the
// cursor on a message, or on a file of one, filled with what that says. The supplier is
// the one that the cursor is on, or whom a letter with the cursor goes to.
func (m *app) addQuote() tea.Cmd {
	return m.withDetail(func(m *app, k *known) tea.Cmd {
		rfq, ok := k.Record.(*model.RFQ)
		if !ok {
			return m.say(m.words.T("why.rfq_only"))
		}
		q := &model.Quote{RFQ: rfq.ID, Currency: rfq.Currency, Stage: model.QuoteReceived}
		if len(rfq.Lines) > 0 {
			q.Unit = rfq.Lines[0].Unit
		}
		msg, file := m.pointedMessage(k)
		if msg != nil && msg.Direction != model.DirectionOut {
			return m.readQuote(msg, file, k, rfq, q)
		}
		q.Supplier = m.pointedSupplier(msg)
		title := m.words.T("form.quote", words.Data{"Who": m.title(m.rowOf(rfq))})
		m.quoteForm(title, q, k, rfq)
		return nil
	})
}

// pointedSupplier gives the supplier that the cursor in the detail is on, or to whom the
// letter goes that it is on; zero for none.
func (m *app) pointedSupplier(letter *model.Message) model.ID {
	if letter != nil && len(letter.Suppliers) == 1 {
		return letter.Suppliers[0]
	}
	if at, on := m.target(); on && at.what == keys.PartRecord && at.row.Kind == model.KindSupplier {
		return at.row.ID
	}
	return model.ID{}
}

// reviseQuote opens the form of the next version of an offer. Rows of quotes never
// change: the version before stays as it was given.
func (m *app) reviseQuote(q *model.Quote, base *uint64) tea.Cmd {
	return m.detailOf(q.RFQ, func(m *app, k *known) tea.Cmd {
		rfq, ok := k.Record.(*model.RFQ)
		if !ok {
			return m.say(m.words.T("why.rfq_only"))
		}
		next := model.Clone(q).(*model.Quote)
		next.Head = model.Head{Extra: next.Extra}
		next.Supersedes, next.Stage, next.Reason, next.Files = q.ID, model.QuoteReceived, "", nil
		title := m.words.T("form.quote_version", words.Data{"Who": m.titleIn(k, q.Supplier, model.KindSupplier)})
		m.quoteForm(title, next, k, rfq).base = base
		return nil
	})
}

// editDraftQuote opens a quote that was not given yet, line by line when its RFQ has
// several.
func (m *app) editDraftQuote(q *model.Quote, base *uint64) tea.Cmd {
	return m.detailOf(q.RFQ, func(m *app, k *known) tea.Cmd {
		e := m.rowOf(q)
		o := form.Options{Title: m.words.T("form.edit", words.Data{"Who": m.title(e)}), Fields: quoteOfRFQ(), Record: q}
		rfq, ok := k.Record.(*model.RFQ)
		several := ok && len(rfq.Lines) > 1
		if several {
			o = m.lineByLine(o, rfq)
		}
		m.openForm(o, func(f *formOverlay, set model.Set) tea.Cmd {
			if _, typed := set["lines"]; typed && several {
				firstLine(set, rfq)
			}
			return m.saved(f, e, set)
		}).base = base
		return nil
	})
}

// quoteOfRFQ gives the fields of a quote's form that its RFQ has opened.
func quoteOfRFQ() []model.Field {
	return slices.DeleteFunc(editable(model.KindQuote), func(f model.Field) bool { return f.Name == "rfq" })
}

func (m *app) quoteForm(title string, q *model.Quote, k *known, rfq *model.RFQ) *formOverlay {
	return m.filledQuoteForm(title, q, nil, k, rfq)
}

// filledQuoteForm is quoteForm with values that count as typed; nil for none.
func (m *app) filledQuoteForm(title string, q *model.Quote, typed model.Record, k *known, rfq *model.RFQ) *formOverlay {
	o := form.Options{Title: title, Fields: fieldsNamed(model.KindQuote, quoteFields...), Record: q, Typed: typed, Name: k.nameOf(m)}
	if len(rfq.Lines) > 1 {
		o = m.lineByLine(o, rfq)
	}
	f := m.openForm(o, func(f *formOverlay, set model.Set) tea.Cmd {
		if len(set) == 0 {
			m.drop(f)
			return m.say(m.words.T("toast.nothing_typed"))
		}
		return m.saveQuote(f, q, set, k, rfq)
	})
	f.refs.first, f.base = relatedTo(k, model.KindSupplier), &k.Base
	return f
}

// saveQuote keeps a quote, lets the version before be superseded and takes the RFQ
// to where quotes come in, as one action.
func (m *app) saveQuote(f *formOverlay, q *model.Quote, set model.Set, k *known, rfq *model.RFQ) tea.Cmd {
	all := model.Fields(q)
	maps.Copy(all, set)
	if len(rfq.Lines) > 1 {
		firstLine(all, rfq)
	}
	quote := desk.Edit{Kind: model.KindQuote, ID: m.ids.New(), Create: true, Set: all}
	edits := []desk.Edit{quote}
	if before := quoteIn(k, q.Supersedes); before != nil && model.Move(model.KindQuote, before.Stage, model.QuoteSuperseded) == nil {
		edits = append(edits, f.based(stageEdits(model.KindQuote, before.ID, []model.Stage{model.QuoteSuperseded}))...)
	}
	if rfq.Stage == model.RFQDraft || rfq.Stage == model.RFQOpen {
		path, _ := model.StagePath(model.KindRFQ, rfq.Stage, model.RFQQuoting)
		edits = append(edits, f.based(stageEdits(model.KindRFQ, rfq.ID, path))...)
	}
	supplier := q.Supplier
	if raw, ok := set["supplier"]; ok && json.Unmarshal(raw, &supplier) != nil {
		supplier = model.ID{}
	}
	who := k.Named[supplier].Title
	if who == "" {
		who = f.refs.names.known[supplier]
	}
	data := words.Data{"Who": joined(" · ", who, m.title(m.rowOf(rfq)))}
	f.saving = true
	return m.commit(commit{
		label: m.words.T("did.quote", data), success: m.words.T("done.quote", data), ids: []model.ID{rfq.ID, supplier, q.Supersedes},
		edits: edits, failed: f.refused, after: func(m *app) { m.drop(f) },
	})
}

func quoteIn(k *known, id model.ID) *model.Quote {
	for _, r := range k.Quotes {
		if q, ok := r.(*model.Quote); ok && q.ID == id && !id.IsZero() {
			return q
		}
	}
	return nil
}

// checkTable holds the tables of forms against the rules of the trade.
func checkTable(field string, elements json.RawMessage) *form.CellError {
	switch field {
	case "tiers":
	case "lines":
		return checkLines(elements)
	default:
		return nil
	}
	var tiers []model.Tier
	if err := json.Unmarshal(elements, &tiers); err != nil {
		return &form.CellError{Part: "from", Err: err}
	}
	if wrong := model.CheckTiers(tiers); wrong != nil {
		return &form.CellError{Row: wrong.Index, Part: wrong.Part, Err: wrong.Err}
	}
	return nil
}

// tableHints says where buying more costs less.
func (m *app) tableHints(field string, elements json.RawMessage) []string {
	var tiers []model.Tier
	if field != "tiers" || json.Unmarshal(elements, &tiers) != nil {
		return nil
	}
	hints := make([]string, len(tiers))
	for i, from := range model.CheaperTiers(tiers) {
		if !from.IsZero() {
			hints[i] = m.words.T("tier.cheaper", words.Data{"From": m.number(from), "Buy": m.number(tiers[i].From)})
		}
	}
	return hints
}
