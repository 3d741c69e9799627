package cli

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// projection is the fields of a list that were asked for, the id first.
type projection struct {
	kind   model.Kind
	names  []string
	fields []model.Field // of no name when it is no field of the record: kind and score
}

const (
	fieldID    = "id"
	fieldKind  = "kind"
	fieldScore = "score"
)

// parseFields reads names separated by commas; nil when none were asked for.
func parseFields(kind model.Kind, typed []string) (*projection, error) {
	if len(typed) == 0 {
		return nil, nil
	}
	p := &projection{kind: kind, names: []string{fieldID}}
	for _, name := range typed {
		name = strings.TrimSpace(name)
		switch {
		case name == "" || slices.Contains(p.names, name):
			continue
		case name != fieldKind && !selectable(kind, name):
			return nil, unknownField(kind, name, append(derivedFields(kind), fieldKind)...)
		}
		p.names = append(p.names, name)
	}
	for _, name := range p.names {
		field, _ := model.SchemaOf(kind).Field(name)
		p.fields = append(p.fields, field)
	}
	return p, nil
}

// json gives the chosen fields as one object; what a record has nothing in is null.
func (p *projection) json(r model.Record, score *model.Score) json.RawMessage {
	var b bytes.Buffer
	for i, name := range p.names {
		b.WriteByte("{,"[min(i, 1)])
		b.WriteString(strconv.Quote(name) + ":")
		var raw json.RawMessage
		switch f := p.fields[i]; {
		case name == fieldKind:
			raw = json.RawMessage(strconv.Quote(string(r.Kind())))
		case f.Name != "":
			raw = f.Get(r)
		case score != nil:
			raw = strconv.AppendInt(nil, int64(score.Total), 10)
		}
		if raw == nil {
			raw = json.RawMessage("null")
		}
		b.Write(raw)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// texts gives the chosen fields as they stand in columns: times for scripts in RFC
// 3339, for a person in words.
func (p *projection) texts(a *app, r model.Record, score *model.Score, person bool) []string {
	texts := make([]string, len(p.names))
	for i, name := range p.names {
		f := p.fields[i]
		switch {
		case name == fieldKind:
			texts[i] = string(r.Kind())
		case f.Name == "" && score != nil:
			texts[i] = strconv.Itoa(score.Total)
		case f.Name == "" || f.Empty(r):
		case person && name == fieldID:
			texts[i] = r.Header().ID.Short()
		case person:
			texts[i] = clean(a.fieldText(f, r))
		default:
			texts[i] = scriptText(f, r)
		}
	}
	return texts
}

func scriptText(f model.Field, r model.Record) string {
	if at, ok := f.Value(r).(value.Instant); ok {
		return timeStamp(at)
	}
	return clean(model.FieldText(f, r))
}
