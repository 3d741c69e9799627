package ui

import (
	"strconv"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// seen says what a part of a lead's score saw; in English when it has more to say than
// this version has words for.
func (m *app) seen(r model.Reason) string {
	said := make([]string, len(r.Seen))
	for i, s := range r.Seen {
		if said[i] = m.sight(s); said[i] == "" {
			return r.Detail
		}
	}
	text := strings.Join(said, m.words.T("text.and"))
	if text == "" {
		return r.Detail
	}
	if r.Code == model.ReasonSpecific {
		return m.words.T("seen.names", words.Data{"What": text})
	}
	return text
}

// sight words one thing that a score saw, "" without a word for it.
func (m *app) sight(s model.Sight) string {
	what := s.What
	switch s.Code {
	case model.SightDays:
		days, err := strconv.Atoi(what)
		switch {
		case err != nil:
			return ""
		case days == 0:
			return m.words.T("seen.today")
		}
		return m.words.N("seen.days", days)
	case model.SightAbout:
		number, currency, _ := strings.Cut(what, " ")
		amount, err := value.ParseDecimal(number)
		if err != nil {
			return ""
		}
		what = m.amount(amount, value.Currency(currency))
	case model.SightAgreement:
		what = m.agreement(what)
	}
	if id := "seen." + s.Code; m.words.Has(id) {
		return m.words.T(id, words.Data{"What": what})
	}
	return ""
}

// agreement names a trade agreement; one that people wrote into a lane stays as it is.
func (m *app) agreement(name string) string {
	id := "agreement." + strings.Join(strings.FieldsFunc(text.Fold(name), func(r rune) bool { return strings.ContainsRune(" -()", r) }), "_")
	if m.words.Has(id) {
		return m.words.T(id)
	}
	return cells.Safe(name)
}

// whyRefused says why a value of a search line is refused.
func (m *app) whyRefused(p desk.SearchProblem) string {
	if id := "refused." + string(p.Refusal); p.Refusal != "" && m.words.Has(id) {
		return m.words.T(id)
	}
	if p.Told != nil {
		return m.told(*p.Told)
	}
	return cells.Safe(p.Why)
}
