// Package refusal says why something is not done in a form that others have words for: a code
// that is stable, and what its sentence names. Rooms below the screens know no language; the
// English beside each code is for commands, and for who has no words of their own.
package refusal

import (
	"errors"
	"maps"
	"strings"

	"tradedesk/model/text"
)

// Parts are what a sentence names, by its places: {"Line": "2"}. A number is written plainly, a
// stage, a kind or a field by its contract name.
type Parts map[string]string

// Told is why something is refused, as it is carried to a visitor and in a report.
type Told struct {
	Code  string `json:"code,omitempty"` // "" for an error that has none
	Parts Parts  `json:"parts,omitempty"`
	Why   *Told  `json:"why,omitempty"`  // what stands in the place {Why}
	Text  string `json:"text,omitempty"` // all of it in English, as the error says it
}

// Teller is an error that tells why in such a form.
type Teller interface {
	error
	Told() Told
}

// Tell gives what an error tells: of the first Teller in its chain; an error without one has its
// English alone.
func Tell(err error) Told {
	var teller Teller
	if errors.As(err, &teller) {
		return teller.Told()
	}
	return Told{Text: err.Error()}
}

// Error is a refusal with a code. One that New made is compared with errors.Is: whatever parts
// and cause another of its code has, it is the same refusal.
type Error struct {
	code    string
	english string
	parts   Parts
	cause   error
}

// New makes the refusal that a code stands for: its room's name, a point and its own, such as
// "offer.no_line". The English has its places in braces, {Line}, and {Why} for a cause.
func New(code, english string) *Error { return &Error{code: code, english: english} }

// mostPart bounds what a sentence repeats of a part, in runes.
const mostPart = 120

// With gives the refusal with what it is about.
func (e *Error) With(parts Parts) *Error {
	with := *e
	with.parts = make(Parts, len(parts))
	for place, part := range parts {
		with.parts[place] = text.Clean(part, mostPart)
	}
	return &with
}

// For gives the refusal with what it is for, in the place {Why}.
func (e *Error) For(cause error) *Error {
	of := *e
	of.cause = cause
	return &of
}

// Error says it in English.
func (e *Error) Error() string {
	pairs := make([]string, 0, 2*len(e.parts)+2)
	for place, part := range e.parts {
		pairs = append(pairs, "{"+place+"}", part)
	}
	if e.cause != nil {
		pairs = append(pairs, "{Why}", e.cause.Error())
	}
	return strings.NewReplacer(pairs...).Replace(e.english)
}

// Is reports whether another refusal has the same code.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.code == e.code
}

// Unwrap gives the cause, nil when there is none.
func (e *Error) Unwrap() error { return e.cause }

// Told gives the refusal as it is carried.
func (e *Error) Told() Told {
	t := Told{Code: e.code, Parts: maps.Clone(e.parts), Text: e.Error()}
	if e.cause != nil {
		why := Tell(e.cause)
		t.Why = &why
	}
	return t
}

// Again makes an error of what was told elsewhere; errors.Is finds in it the refusals that were
// there.
func (t Told) Again() error { return &again{t} }

// again is an error that was told of.
type again struct{ told Told }

func (a *again) Error() string { return a.told.Text }
func (a *again) Told() Told    { return a.told }

func (a *again) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.code == a.told.Code
}

func (a *again) Unwrap() error {
	if a.told.Why == nil {
		return nil
	}
	return a.told.Why.Again()
}
