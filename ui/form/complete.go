package form

import (
	"strings"

	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Choice is one thing that a field can hold: what is put into the field, and
// what it stands for. A choice of a record has its id, which is what the field
// then holds. Marks are the runes of Value that were searched for.
type Choice struct {
	Value, Label string
	ID           model.ID
	Marks        []int
}

// Completer gives the choices for a field of which text is typed, best first;
// none for a field that is free. It must answer at once.
type Completer func(f model.Field, text string) []Choice

// Completions knows the codes of the trade and the stages that r can go to.
// Names are given in lang (en, fr or ar) where there are any.
func Completions(r model.Record, lang string) Completer {
	return func(f model.Field, typed string) []Choice {
		switch f.Type {
		case model.TypeCountry:
			return choices(reference.FindCountries(typed, lang, maxChoices), func(c reference.Country) Choice {
				return Choice{Value: c.Code, Label: named(lang, c.English, c.French, c.Arabic)}
			})
		case model.TypeMarket:
			all := beginning(choices(value.Markets(), func(m value.Market) Choice { return Choice{Value: m.String(), Label: m.Name(lang)} }), text.Fold(typed))
			return append(all, choices(reference.FindCountries(typed, lang, maxChoices), func(c reference.Country) Choice {
				return Choice{Value: c.Code, Label: named(lang, c.English, c.French, c.Arabic)}
			})...)
		case model.TypeCurrency:
			return choices(reference.FindCurrencies(typed, lang, maxChoices), func(c reference.Currency) Choice {
				return Choice{Value: c.Code, Label: named(lang, c.English, c.French, c.Arabic)}
			})
		case model.TypeUnit:
			return choices(reference.FindUnits(typed, lang, maxChoices), func(u reference.Unit) Choice {
				return Choice{Value: u.Code, Label: strings.TrimSpace(u.Symbol + " " + named(lang, u.English, u.French, u.Arabic))}
			})
		case model.TypePort:
			return choices(reference.FindPlaces(typed, maxChoices), func(p reference.Place) Choice {
				return Choice{Value: p.Code, Label: p.Name}
			})
		case model.TypeHS:
			return choices(reference.FindHeadings(typed, maxChoices), func(h reference.Heading) Choice {
				return Choice{Value: h.Code, Label: h.Description}
			})
		}
		return shortChoices(r, f, typed, lang)
	}
}

// shortChoices is for fields whose choices are few enough to list here.
func shortChoices(r model.Record, f model.Field, typed, lang string) []Choice {
	var all []Choice
	switch f.Type {
	case model.TypeIncoterm:
		all = incoterms(lang)
	case model.TypeLanguage:
		all = choices(tradeLanguages(), func(l value.Language) Choice { return Choice{Value: l.String(), Label: l.Name(lang)} })
	case model.TypeStage:
		stage, _ := f.Value(r).(model.Stage)
		all = choices(model.NextStages(r.Kind(), stage), func(s model.Stage) Choice { return Choice{Value: string(s)} })
	case model.TypeDirection:
		all = []Choice{{Value: string(model.DirectionIn)}, {Value: string(model.DirectionOut)}, {Value: string(model.DirectionNote)}}
	case model.TypeLeg, model.TypePer, model.TypeMode, model.TypeDutyBase, model.TypeContainer, model.TypeMailState, model.TypePurpose, model.TypeAsking:
		all = choices(model.Choices(f.Type), func(v string) Choice { return Choice{Value: v} })
	case model.TypeBool:
		all = []Choice{{Value: "yes"}, {Value: "no"}}
	}
	return beginning(all, text.Fold(typed))
}

// beginning keeps the choices whose value, or a word of whose name, begins so.
func beginning(all []Choice, prefix string) []Choice {
	var byValue, byName []Choice
	for _, c := range all {
		label := text.Fold(c.Label)
		switch {
		case strings.HasPrefix(text.Fold(c.Value), prefix):
			byValue = append(byValue, c)
		case strings.HasPrefix(label, prefix) || strings.Contains(label, " "+prefix):
			byName = append(byName, c)
		}
	}
	return append(byValue, byName...)
}

func choices[T any](all []T, of func(T) Choice) []Choice {
	out := make([]Choice, 0, len(all))
	for _, v := range all {
		out = append(out, of(v))
	}
	return out
}

func named(lang, english, french, arabic string) string {
	switch {
	case lang == "fr" && french != "":
		return french
	case lang == "ar" && arabic != "":
		return arabic
	}
	return english
}

// incoterms are the eleven rules of Incoterms 2020 with their official names,
// which trade does not translate.
func incoterms(lang string) []Choice {
	order := []value.Incoterm{value.EXW, value.FCA, value.CPT, value.CIP, value.DAP, value.DPU, value.DDP, value.FAS, value.FOB, value.CFR, value.CIF}
	return choices(order, func(i value.Incoterm) Choice { return Choice{Value: string(i), Label: i.Name(lang)} })
}

// tradeLanguages are the languages that buyers of Moroccan goods write in;
// others can be typed.
func tradeLanguages() []value.Language {
	return []value.Language{
		"ar", "fr", "en", "es", "de", "it", "pt", "nl", "zh", "ja", "ko", "ru", "tr", "pl",
		"sv", "da", "nb", "fi", "el", "he", "hi", "ur", "fa", "id", "ms", "th", "vi", "uk",
	}
}
