package model

import (
	"reflect"
	"slices"
	"strings"

	"tradedesk/model/cost"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// Container is the container that a lane ships in, as model/cost names it, or LCL for
// less than one.
type Container string

// LCL is less than a container load, charged by W/M.
const LCL Container = "LCL"

// Choices gives what a field or a part of a type can be that has few values of its
// own, nil for other types.
func Choices(t FieldType) []string { return choices[t] }

var choices = map[FieldType][]string{
	TypeLeg:       textsOf(cost.Chargeable()),
	TypePer:       textsOf(cost.Pers()),
	TypeMode:      {string(cost.Sea), string(cost.Air), string(cost.Road)},
	TypeDutyBase:  {string(cost.OnFOB), string(cost.OnCIF)},
	TypeContainer: {"20", "40", "40HC", string(LCL)},
	TypeMailState: textsOf(MailStates()),
	TypePurpose:   textsOf(Purposes()),
	TypeAsking:    {string(AskInvited), string(AskReminded), string(AskWithdrawn)},
}

var choiceTypes = map[reflect.Type]FieldType{
	reflect.TypeFor[cost.Leg]():      TypeLeg,
	reflect.TypeFor[cost.Per]():      TypePer,
	reflect.TypeFor[cost.Mode]():     TypeMode,
	reflect.TypeFor[cost.DutyBase](): TypeDutyBase,
	reflect.TypeFor[Container]():     TypeContainer,
	reflect.TypeFor[MailState]():     TypeMailState,
	reflect.TypeFor[Asking]():        TypeAsking,
	reflect.TypeFor[Purpose]():       TypePurpose,
}

func textsOf[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return out
}

// parseChoice reads one of the choices in any case, with spaces or hyphens between
// its words.
func parseChoice(t FieldType, typed string) (string, error) {
	word := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.TrimSpace(typed))
	if t == TypeContainer { // 40' HC, 20ft
		word = strings.NewReplacer("_", "", "'", "", "’", "", "ft", "", "/", "").Replace(strings.ToLower(word))
	}
	if t == TypePer && strings.EqualFold(strings.ReplaceAll(word, "/", ""), string(cost.PerRevenueTon)) {
		word = string(cost.PerRevenueTon)
	}
	i := slices.IndexFunc(choices[t], func(c string) bool { return strings.EqualFold(c, word) })
	if i < 0 {
		return "", errOneOf.With(refusal.Parts{"Text": text.Clean(typed, 40), "Choices": strings.Join(choices[t], ", ")})
	}
	return choices[t][i], nil
}
