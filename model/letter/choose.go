package letter

import (
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// All gives the templates that there are: those of the desk, and of the shipped ones
// those whose name and language no template of the desk has.
func All(own []*model.Template) []*model.Template {
	all := slices.Clone(own)
	for _, t := range Shipped() {
		if !slices.ContainsFunc(own, func(o *model.Template) bool { return called(o, t.Name) && o.Language == t.Language }) {
			all = append(all, t)
		}
	}
	return all
}

func called(t *model.Template, name string) bool { return text.Fold(t.Name) == text.Fold(name) }

// Choose gives the template of a name in a language, or else without one, in English, or
// in another: the first that there is.
func Choose(all []*model.Template, name string, lang value.Language) (*model.Template, error) {
	var best *model.Template
	rank := func(t *model.Template) int {
		return slices.Index([]value.Language{lang, "", "en", t.Language}, t.Language)
	}
	var names []string
	for _, t := range all {
		if !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
		if called(t, name) && (best == nil || rank(t) < rank(best)) {
			best = t
		}
	}
	if best == nil {
		return nil, errNoTemplate.With(refusal.Parts{"Name": name, "There": strings.Join(names, ", ")})
	}
	return best, nil
}

var (
	errNoTemplate = refusal.New("template.none", "there is no template \"{Name}\"; there are {There}")
	errSubject    = refusal.New("template.subject", "subject of template {Name}: {Why}")
	errTemplate   = refusal.New("template.body", "template {Name}: {Why}")
	errTooLong    = refusal.New("template.too_long", "the text is too long: a message has at most {Most} characters")
	errNoField    = refusal.New("template.no_field", "{Name}: there is no such field; there are {There}")
	errFieldNear  = refusal.New("template.field_near", "{Name}: there is no such field; did you mean {Near}?")
	errNoValue    = refusal.New("template.no_value", "{Name}: has no value here; {Or} says what stands in its place, {Without} leaves the line out")
)

// Text is what a template comes to.
type Text struct {
	Subject, Body string
	Language      value.Language
}

// Write fills a template from facts. The language of its fields is the template's own,
// or lang when it has none.
func Write(t *model.Template, f Facts, lang value.Language) (Text, error) {
	if t.Language != "" {
		lang = t.Language
	}
	values := f.Values(lang)
	subject, err := FillSubject(t.Subject, values)
	if err != nil {
		return Text{}, errSubject.With(refusal.Parts{"Name": t.Name}).For(err)
	}
	body, err := Fill(t.Body, values)
	if err != nil {
		return Text{}, errTemplate.With(refusal.Parts{"Name": t.Name}).For(err)
	}
	// What the template itself says counts too, and what comes of a field beside its text.
	return Text{Subject: f.Secret.Hide(subject), Body: f.Secret.Hide(body), Language: lang}, nil
}
