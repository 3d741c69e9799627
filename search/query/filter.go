package query

import (
	"errors"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
)

// readFilter reads the values of a filter; those that are wrong are left out, with
// problems. q has the kinds that are asked for.
func (r Reader) readFilter(q Query, t term, name Name) (Filter, []Problem) {
	f := Filter{Span: t.Span, Name: name, Not: t.not != (t.op == "!="), Called: t.name}
	pieces := t.values
	if spec := specOf(name); spec.sort == amounts {
		pieces = joined(q.Line, pieces)
	}
	if len(pieces) == 0 {
		return f, []Problem{{Span: t.Span, Code: CodeEmpty, Filter: name, There: r.there(q, name)}}
	}
	var problems []Problem
	for _, p := range pieces {
		if p.op == "" && (t.op == "<" || t.op == "<=" || t.op == ">" || t.op == ">=") {
			p.op = t.op
		}
		values, problem := r.readPiece(q, name, p)
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		for _, v := range values {
			if v.worth != nil && len(v.worth.currencies()) < 2 {
				problems = append(problems, Problem{Span: p.Span, Code: CodeRates, Filter: name, Typed: v.Currency.String()})
			}
			if !slices.ContainsFunc(f.Any, func(had Value) bool { return had.same(v) }) {
				f.Any = append(f.Any, v)
			}
		}
	}
	return f, problems
}

// joined takes values that a comma parts as one: of an amount the comma is a part,
// unless quotation marks say otherwise.
func joined(line string, pieces []piece) []piece {
	alone := func(p piece) bool {
		_, word := missing(p)
		return p.quoted || word
	}
	if len(pieces) < 2 || slices.ContainsFunc(pieces, alone) {
		return pieces
	}
	whole := pieces[0]
	whole.To = pieces[len(pieces)-1].To
	whole.text = line[whole.From+len(whole.op) : whole.To]
	return []piece{whole}
}

func (v Value) same(other Value) bool {
	return v.Op == other.Op && v.Text == other.Text && v.To == other.To && v.Currency == other.Currency
}

// readPiece reads one value; it may stand for several, as a word for stages does.
func (r Reader) readPiece(q Query, name Name, p piece) ([]Value, *Problem) {
	problem := Problem{Span: p.Span, Code: CodeValue, Filter: name, Typed: text.Clean(p.text, 60)}
	spec := specOf(name)
	if p.op == "=" {
		p.op = ""
	}
	switch {
	case strings.TrimSpace(p.text) == "" && p.quoted:
		problem.Err = RefusedEmpty
		return nil, &problem
	case strings.TrimSpace(p.text) == "":
		problem.Code = CodeEmpty
		return nil, &problem
	case p.op != "" && spec.sort != days && spec.sort != amounts:
		problem.Code, problem.There = CodeCompare, r.there(q, name)
		return nil, &problem
	}
	if op, ok := missing(p); ok {
		if name == ByKind {
			problem.Err = RefusedKind
			return nil, &problem
		}
		return []Value{{Span: p.Span, Op: op}}, nil
	}
	values, err := r.readValue(q, name, p)
	if err != nil {
		problem.Err = err
		if errors.Is(err, errUnknown) {
			problem.Err, problem.There = nil, r.there(q, name)
			problem.Nearest = nearestOf(p.text, problem.There)
			if len(problem.There) == 0 {
				problem.Err = RefusedStages
			}
		}
		return nil, &problem
	}
	for i := range values {
		values[i].Span = p.Span
	}
	return values, nil
}

// missing reads the words for nothing and for anything, which quotation marks keep
// from being read.
func missing(p piece) (Op, bool) {
	folded := text.Fold(p.text)
	switch {
	case p.quoted || p.op != "":
		return "", false
	case slices.Contains(missingWords, folded):
		return Missing, true
	case slices.Contains(presentWords, folded):
		return Present, true
	}
	return "", false
}

// errUnknown: a value is none of the few that there are.
var errUnknown = errors.New("is not known")

func nearestOf(typed string, there []string) string {
	folded := text.Fold(typed)
	for _, word := range there {
		if OneEdit(folded, word) {
			return word
		}
	}
	near, _ := text.Nearest(folded, there)
	return near
}

// there gives what a filter can ask for, as far as it is few.
func (r Reader) there(q Query, name Name) []string {
	var all []string
	switch name {
	case ByKind:
		for _, k := range model.Kinds() {
			all = append(all, string(k))
		}
	case ByStage:
		for _, s := range stagesOf(q) {
			all = append(all, string(s))
		}
	}
	return all
}
