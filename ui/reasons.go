package ui

import (
	"errors"
	"strconv"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/text"
	"tradedesk/model/value"
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
	}
	if id := "seen." + s.Code; m.words.Has(id) {
		return m.words.T(id, words.Data{"What": what})
	}
	return ""
}

// whyRefused says why a value of a search line is refused.
func (m *app) whyRefused(p desk.SearchProblem) string {
	if id := "refused." + string(p.Refusal); p.Refusal != "" && m.words.Has(id) {
		return m.words.T(id)
	}
	return p.Why
}

// whyNotCompared says why quotes cannot be compared.
func (m *app) whyNotCompared(err error) string {
	switch {
	case errors.Is(err, comparison.ErrOneLine):
		return m.words.T("compare.why.one_line")
	case errors.Is(err, comparison.ErrNoLines):
		return m.words.T("compare.why.no_lines")
	case errors.Is(err, comparison.ErrNoUnit):
		return m.words.T("compare.why.no_unit")
	}
	return err.Error()
}

// wrongValue words why a text is not a value, and how one is written. What could mean two
// things, or is no longer in use, is said as the model says it: it names what is meant.
func (m *app) wrongValue(err error) string {
	var at *model.FieldError
	if errors.As(err, &at) {
		err = at.Err // the field's name is beside it
	}
	var wrong *value.Error
	if !errors.As(err, &wrong) || m.words.Language() == "en" {
		return err.Error() // in English the model says more
	}
	why := "wrong." + string(wrong.Code)
	if !m.words.Has(why) {
		return err.Error()
	}
	said := m.words.T(why, words.Data{"Text": text.Clean(wrong.Text, wrongRunes)})
	if how := "write." + strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(wrong.Type)); m.words.Has(how) {
		return m.labelled(said, m.words.T(how))
	}
	return said
}

// wrongRunes is how much of a refused value is repeated.
const wrongRunes = 40
