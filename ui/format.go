package ui

import (
	"fmt"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/words"
)

const promise = model.ReplyPromise

// age says how long ago something was, for a narrow column: relative up to a
// day, then the date.
func (m *app) age(at value.Instant) string {
	if at.IsZero() {
		return ""
	}
	past := m.now.Sub(at.Time())
	switch {
	case past < -time.Minute || past >= 24*time.Hour:
		return m.shortDate(at.Time())
	case past < time.Minute:
		return m.words.T("age.now")
	}
	return m.span(past)
}

// span writes a duration in its largest unit: "18 m", "5 h", "3 d".
func (m *app) span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return m.words.T("span.seconds", words.Data{"N": max(int(d.Seconds()), 0)})
	case d < time.Hour:
		return m.words.T("span.minutes", words.Data{"N": int(d.Minutes())})
	case d < 48*time.Hour:
		return m.words.T("span.hours", words.Data{"N": int(d.Hours())})
	}
	return m.words.N("span.days", int(d.Hours()/24))
}

// nearDays is how far away a day is that needs no year to be known.
const nearDays = 180

func (m *app) near(t time.Time) bool {
	days := model.DaysBetween(m.now, t)
	return days > -nearDays && days < nearDays
}

// date writes a day, with the year when it is far away.
func (m *app) date(t time.Time) string {
	if m.near(t) {
		return m.datedAs("date.day", t)
	}
	return m.datedAs("date.year", t)
}

// shortDate is date for a column: of a day that is far away the month.
func (m *app) shortDate(t time.Time) string {
	if m.near(t) {
		return m.datedAs("date.day", t)
	}
	return m.datedAs("date.month", t)
}

func (m *app) datedAs(word string, t time.Time) string {
	t = t.In(m.o.Location)
	return m.words.T(word, words.Data{"Day": t.Day(), "Month": m.words.T(fmt.Sprintf("month.%d", int(t.Month()))), "Year": t.Year()})
}

// dateTime writes a moment as a person reads it: "Tue 24 Nov 14:02".
func (m *app) dateTime(t time.Time) string {
	t = t.In(m.o.Location)
	return m.words.T(fmt.Sprintf("weekday.%d", int(t.Weekday()))) + " " + m.date(t) + " " + t.Format("15:04")
}

// ago writes a moment in a sentence. A sender's clock that is seconds ahead still says now.
func (m *app) ago(at value.Instant) string {
	past := m.now.Sub(at.Time())
	switch {
	case past <= -time.Minute || past >= 24*time.Hour:
		return m.dateTime(at.Time())
	case past < time.Minute:
		return m.words.T("age.now")
	}
	return m.words.T("age.ago", words.Data{"Span": m.span(past)})
}

// owed says how a lead stands with the promised reply: "" when none is owed.
func (m *app) owed(e model.Excerpt) (text string, late bool) {
	left, waiting := model.ReplyState(e, promise, m.now)
	switch {
	case !waiting:
		return "", false
	case left < 0:
		return m.words.T("reply.late", words.Data{"Span": m.span(-left)}), true
	}
	return m.words.T("reply.left", words.Data{"Span": m.span(left)}), false
}

// number writes a decimal for reading, as the language does, and rounded to the whole
// where the fraction says nothing beside it.
func (m *app) number(d value.Decimal) string { return m.words.Decimal(rounded(d)) }

// rounded leaves a fraction out that says nothing beside its whole.
func rounded(d value.Decimal) value.Decimal {
	text, sign := d.String(), ""
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		sign, text = "-", rest
	}
	whole, fraction, _ := strings.Cut(text, ".")
	switch {
	case len(whole) > 4 && fraction != "" && fraction[0] >= '5':
		return value.Decimal(sign + oneMore(whole))
	case len(whole) > 4, strings.Trim(fraction, "0") == "":
		return value.Decimal(sign + whole)
	}
	return d
}

// oneMore adds one to digits.
func oneMore(digits string) string {
	kept := strings.TrimRight(digits, "9")
	nines := len(digits) - len(kept)
	if kept == "" {
		return "1" + strings.Repeat("0", nines)
	}
	last := len(kept) - 1
	return kept[:last] + string(kept[last]+1) + strings.Repeat("0", nines)
}

// exact is number with its whole fraction, for where the figure itself matters.
func (m *app) exact(d value.Decimal) string { return m.words.Decimal(d) }

func (m *app) amount(d value.Decimal, c value.Currency) string {
	if d.IsZero() {
		return ""
	}
	return strings.TrimSpace(m.number(d) + " " + c.String())
}

// millions writes a large amount in millions, for a narrow column: an amount that
// is cut off reads as a smaller one.
func (m *app) millions(d value.Decimal, c value.Currency) string {
	whole, _, _ := strings.Cut(d.String(), ".")
	if len(strings.TrimPrefix(whole, "-")) <= 6 {
		return m.amount(d, c)
	}
	return m.words.T("amount.millions", words.Data{"N": m.number(value.Decimal(whole[:len(whole)-6])), "Currency": c.String()})
}

func (m *app) quantity(d value.Decimal, u value.Unit) string {
	if d.IsZero() {
		return ""
	}
	return strings.TrimSpace(m.number(d) + " " + u.Symbol())
}

// labelled puts a name before what it stands for: "unloading: 120 EUR".
func (m *app) labelled(name, text string) string {
	if name == "" || text == "" {
		return name + text
	}
	return m.words.T("text.labelled", words.Data{"Name": name, "Text": text})
}
