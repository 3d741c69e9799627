package ui

import (
	"strings"

	"tradedesk/model"
	"tradedesk/ui/form"
)

// completions gives the choices for the fields of a record, codes with what they mean.
func (m *app) completions(r model.Record) form.Completer {
	complete := form.Completions(r, m.words.Language())
	return func(f model.Field, typed string) []form.Choice {
		offered := complete(f, typed)
		for i, c := range offered {
			if c.Label == "" {
				offered[i].Label = m.unlike(c.Value, m.meaning(r.Kind(), f.Type, c.Value))
			}
		}
		return offered
	}
}

// unlike leaves out a meaning that says what the code says already.
func (m *app) unlike(code, meaning string) string {
	if strings.EqualFold(strings.ReplaceAll(code, "_", " "), meaning) {
		return ""
	}
	return meaning
}

// meaning words a code of which a field has one of a few, "" without a word for it.
func (m *app) meaning(kind model.Kind, t model.FieldType, code string) string {
	id := ""
	switch t {
	case model.TypeStage:
		return m.stage(kind, model.Stage(code))
	case model.TypeDirection:
		id = "way." + code
	case model.TypeLeg:
		id = "leg." + code
	case model.TypePer:
		id = "per." + code
	case model.TypeMode:
		id = "mode." + code
	case model.TypeMailState:
		id = "mail." + code
	case model.TypePurpose:
		id = "purpose." + code
	case model.TypeAsking:
		id = "asking." + code
	case model.TypeBool:
		id = "truth." + code
	}
	if id == "" || !m.words.Has(id) {
		return ""
	}
	return m.words.T(id)
}
