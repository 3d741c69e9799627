package cli

import (
	"slices"
	"strings"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

// operators come with the longer first, so that "<=" is not taken for "<".
var operators = []desk.Op{
	desk.OpNotEqual, desk.OpAtMost, desk.OpAtLeast, desk.OpEqual, desk.OpLess, desk.OpMore, desk.OpContains,
}

// parseCond reads one condition; the first operator in it counts. A day stands for
// all of its moments, and so may need two conditions.
func parseCond(kind model.Kind, typed string, now time.Time) ([]desk.Cond, error) {
	at := strings.IndexAny(typed, "!<>=~")
	if at <= 0 {
		return nil, usagef("--where %.40q: want FIELD=VALUE, or one of != < <= > >= ~", clean(typed))
	}
	name := strings.TrimSpace(typed[:at])
	for _, op := range operators {
		rest, ok := strings.CutPrefix(typed[at:], string(op))
		if !ok {
			continue
		}
		if !selectable(kind, name) {
			return nil, unknownField(kind, name, derivedFields(kind)...)
		}
		cond := desk.Cond{Field: name, Op: op, Text: strings.TrimSpace(rest)}
		field, _ := model.SchemaOf(kind).Field(name)
		if field.Type == model.TypeInstant {
			return momentConds(cond, now), nil
		}
		if op == desk.OpEqual || op == desk.OpNotEqual {
			cond.Text = alternatives(field, cond.Text)
		}
		return []desk.Cond{cond}, nil
	}
	return nil, usagef("--where %.40q: want one of = != < <= > >= ~ after the field", clean(typed))
}

// alternatives lets a comma stand between values where none can have one in it.
func alternatives(f model.Field, typed string) string {
	switch f.Type {
	case model.TypeCountry, model.TypeMarket, model.TypeLanguage, model.TypeHS, model.TypeUnit, model.TypeCurrency, model.TypeIncoterm,
		model.TypePort, model.TypeStage, model.TypeDirection, model.TypeMode, model.TypeContainer, model.TypeMailState, model.TypePurpose, model.TypeAsking, model.TypeRef, model.TypeEmail, model.TypeDate:
		return strings.ReplaceAll(typed, ",", desk.Alternatives)
	}
	if f.List && f.Type == model.TypeText {
		return strings.ReplaceAll(typed, ",", desk.Alternatives)
	}
	return typed
}

// momentConds compares times with a day as a whole. What is no time is left for
// the desk to refuse, and != to it as it is.
func momentConds(c desk.Cond, now time.Time) []desk.Cond {
	from, until, err := value.ParsePeriod(c.Text, now)
	if err != nil {
		return []desk.Cond{c}
	}
	is := func(op desk.Op, at value.Instant) desk.Cond {
		return desk.Cond{Field: c.Field, Op: op, Text: at.String()}
	}
	switch c.Op {
	case desk.OpLess:
		return []desk.Cond{is(desk.OpLess, from)}
	case desk.OpAtMost:
		return []desk.Cond{is(desk.OpLess, until)}
	case desk.OpMore:
		return []desk.Cond{is(desk.OpAtLeast, until)}
	case desk.OpAtLeast:
		return []desk.Cond{is(desk.OpAtLeast, from)}
	case desk.OpEqual:
		return []desk.Cond{is(desk.OpAtLeast, from), is(desk.OpLess, until)}
	}
	return []desk.Cond{c}
}

func selectable(kind model.Kind, name string) bool {
	_, ok := model.SchemaOf(kind).Field(name)
	return ok || slices.Contains(derivedFields(kind), name)
}

// derivedFields are the names that lists know beside the fields of a kind.
func derivedFields(kind model.Kind) []string {
	if kind == model.KindLead {
		return []string{fieldScore}
	}
	return nil
}
