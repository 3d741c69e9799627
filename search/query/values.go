package query

import (
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// readValue reads one value of a filter, without the words for nothing and anything.
func (r Reader) readValue(q Query, name Name, p piece) ([]Value, error) {
	typed := strings.TrimSpace(p.text)
	switch spec := specOf(name); spec.sort {
	case days:
		return r.readDays(spec, p.op, typed)
	case amounts:
		if name == ByValue {
			return r.readWorth(p.op, typed)
		}
		return readAmounts(p.op, typed)
	case parts:
		return readPart(r, name, typed)
	case codes:
		code, err := readCode(name, typed)
		return []Value{{Op: Is, Text: code}}, err
	}
	switch name {
	case ByKind:
		kind, err := readKind(typed)
		return []Value{{Op: Is, Text: string(kind)}}, err
	case ByStage:
		return readStages(q, typed)
	case ByEvent:
		return r.readEvent(typed)
	case ByOwner:
		if !p.quoted && isMe(typed) {
			if r.Me == "" {
				return nil, RefusedMe
			}
			return []Value{{Op: Mine, folded: text.Fold(r.Me)}}, nil
		}
	}
	return []Value{{Op: Is, Text: typed, folded: text.Fold(typed)}}, nil
}

func isMe(typed string) bool {
	return slices.Contains([]string{"me", "moi", "انا"}, text.Fold(typed))
}

func readKind(typed string) (model.Kind, error) {
	if kind, err := model.ParseKind(typed); err == nil {
		return kind, nil
	}
	folded := text.Fold(typed)
	for _, try := range []string{folded, strings.TrimPrefix(folded, "ال")} {
		if kind, ok := kindWords()[try]; ok {
			return kind, nil
		}
	}
	return "", errUnknown
}

// kindsOf gives the kinds that a query is about.
func kindsOf(q Query) []model.Kind {
	if kinds := q.Kinds(); kinds != nil {
		return kinds
	}
	return model.Kinds()
}

// stagesOf gives the stages that the kinds of a query have, each once.
func stagesOf(q Query) []model.Stage {
	var all []model.Stage
	for _, kind := range kindsOf(q) {
		for _, stage := range model.Stages(kind) {
			if !slices.Contains(all, stage) {
				all = append(all, stage)
			}
		}
	}
	return all
}

// readStages takes the name of a stage, else a word that people and other systems
// have for one: of each kind the stage that it means there.
func readStages(q Query, typed string) ([]Value, error) {
	var found []Value
	for _, kind := range kindsOf(q) {
		if stage, err := model.ParseStage(kind, typed); err == nil {
			return []Value{{Op: Is, Text: string(stage)}}, nil
		}
		stage, ok := model.GuessStage(kind, typed)
		if ok && !slices.ContainsFunc(found, func(v Value) bool { return v.Text == string(stage) }) {
			found = append(found, Value{Op: Is, Text: string(stage)})
		}
	}
	if found == nil {
		return nil, errUnknown
	}
	return found, nil
}

func readCode(name Name, typed string) (string, error) {
	switch name {
	case ByCountry:
		c, err := value.ParseCountry(typed)
		return c.String(), err
	case ByCurrency:
		c, err := value.ParseCurrency(typed)
		return c.String(), err
	case ByIncoterm:
		t, err := value.ParseIncoterm(typed)
		return t.String(), err
	}
	return readHS(typed)
}

// readHS takes the beginning of a code, also one that is not typed to its end.
func readHS(typed string) (string, error) {
	digits := strings.NewReplacer(".", "", " ", "", "-", "").Replace(text.Fold(typed))
	whole := digits
	if len(whole)%2 == 1 && len(whole) > 2 {
		whole = whole[:len(whole)-1]
	}
	if _, err := value.ParseHS(whole); err != nil {
		return "", err
	}
	return digits, nil
}

// readPart reads a text that is looked for within others. A place and a product also
// go by their other names, an email and a phone by what they consist of.
func readPart(r Reader, name Name, typed string) ([]Value, error) {
	v := Value{Op: Is, Text: typed, folded: text.Fold(typed)}
	switch name {
	case ByCity, ByProduct:
		v.tokens = reference.AliasTokens(v.folded)
		if whole := reference.Aliases(v.folded); len(whole) == 1 {
			v.tokens = whole[0].Tokens
		}
	case ByPhone:
		digits := phoneDigits(v.folded)
		if sought, ok := SeekPhone(typed, r.Home); ok {
			digits = sought
		}
		if digits == "" {
			return nil, RefusedNoDigits
		}
		v.folded = digits
	}
	return []Value{v}, nil
}

func (r Reader) readEvent(typed string) ([]Value, error) {
	if r.Events == nil {
		return nil, RefusedEvent
	}
	events := r.Events(typed)
	if len(events) == 0 {
		return nil, RefusedEvent
	}
	return []Value{{Op: Is, Text: typed, folded: text.Fold(typed), events: events}}, nil
}
