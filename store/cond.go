package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// test is a condition made ready: values are compared as keys.
type test struct {
	name  string
	op    Op
	any   []wanted // one of them must fit; of the orderings there is one
	field model.Field
	index *index // nil when the field has none
	// exact: the rows of the index that fit are the records that fit.
	exact bool
}

// wanted is one value that is compared with.
type wanted struct {
	key  []byte // tagged key of the whole value; nil means "has none"
	cut  []byte // the same as the index has it, cut
	part string // of OpContains: the folded text

	partKey []byte // the same
}

// match reports whether a record fits. A record without a value fits only "has
// none" and "is not".
func (t test) match(r model.Record, score int) bool {
	if t.op == OpContains {
		return t.matchPart(r)
	}
	var has [][]byte
	if t.name == fieldScore {
		has = [][]byte{scoreKey(score)}
	} else {
		has = fieldKeys(t.field, r, 0)
	}
	one := slices.ContainsFunc(t.any, func(w wanted) bool {
		if w.key == nil {
			return len(has) == 0
		}
		return slices.ContainsFunc(has, func(key []byte) bool { return t.fits(key, w.key) })
	})
	return one != (t.op == OpNotEqual)
}

func (t test) fits(key, want []byte) bool {
	order := bytes.Compare(key, want)
	switch t.op {
	case OpEqual, OpNotEqual:
		return order == 0
	case OpLess:
		return order < 0
	case OpAtMost:
		return order <= 0
	case OpMore:
		return order > 0
	case OpAtLeast:
		return order >= 0
	}
	return false
}

// matchPart looks for a text within the values of a field.
func (t test) matchPart(r model.Record) bool {
	if t.field.Empty(r) {
		return false
	}
	v := t.field.In(r)
	if !t.field.List {
		return t.hasPart(text.Fold(v.String()))
	}
	for i := range v.Len() {
		if t.hasPart(text.Fold(v.Index(i).String())) {
			return true
		}
	}
	return false
}

func (t test) hasPart(folded string) bool {
	return slices.ContainsFunc(t.any, func(w wanted) bool { return strings.Contains(folded, w.part) })
}

// bounds gives the order keys of the index, without the id, that may fit: from
// lo on and below hi. ok is false when they are not one run.
func (t test) bounds() (b bounds, ok bool) {
	if t.index == nil || len(t.any) != 1 || t.op == OpContains {
		return bounds{}, false
	}
	if t.any[0].key == nil {
		return bounds{[]byte{tagNone}, []byte{tagEnd}}, t.op == OpEqual && !t.index.list
	}
	want := t.any[0].cut
	switch t.op {
	case OpEqual:
		return bounds{want, successor(want)}, true
	case OpLess:
		return bounds{[]byte{tagValue}, want}, t.exact
	case OpAtMost:
		return bounds{[]byte{tagValue}, successor(want)}, true
	case OpMore:
		return bounds{successor(want), []byte{tagNone}}, t.exact
	case OpAtLeast:
		return bounds{want, []byte{tagNone}}, true
	}
	return bounds{}, false
}

// wideBounds gives the order keys that may fit an ordering of a text that is cut.
func (t test) wideBounds() bounds {
	want := t.any[0].cut
	if t.op == OpLess {
		return bounds{[]byte{tagValue}, successor(want)}
	}
	return bounds{want, []byte{tagNone}}
}

// prepareTests makes the conditions of a query ready. Errors wrap ErrInvalid.
func (s *Store) prepareTests(tx *transaction, q Query) ([]test, error) {
	var tests []test
	for _, c := range q.Where {
		t, err := s.prepareTest(tx, q.Kind, c)
		if err != nil {
			return nil, fmt.Errorf("%w: where %.40s %.2s %.40q: %w", ErrInvalid, c.Field, c.Op, c.Text, err)
		}
		tests = append(tests, t)
	}
	return tests, nil
}

// maxAlternatives bounds the values of one condition.
const maxAlternatives = 100

var (
	errNoOp    = errors.New("the comparisons are = != < <= > >= ~")
	errNoOrder = errors.New("nothing is not more or less than anything: give a value")
	errNoPart  = errors.New("~ needs a text to look for")
	errNoText  = errors.New("~ looks within texts, and this is none")
	errTooMany = fmt.Errorf("at most %d values", maxAlternatives)
)

func (s *Store) prepareTest(tx *transaction, kind model.Kind, c Cond) (test, error) {
	t := test{name: c.Field, op: c.Op, index: indexOf(kind, c.Field), exact: true}
	if kind != model.KindLead || c.Field != fieldScore {
		var err error
		if t.field, err = testedField(kind, c.Field); err != nil {
			return test{}, err
		}
	}
	texts := []string{c.Text}
	switch c.Op {
	case OpEqual, OpNotEqual, OpContains:
		if texts = alternatives(c.Text); len(texts) > maxAlternatives {
			return test{}, errTooMany
		}
	case OpLess, OpAtMost, OpMore, OpAtLeast:
	default:
		return test{}, errNoOp
	}
	for _, typed := range texts {
		w, err := s.prepareWanted(tx, kind, &t, typed)
		if err != nil {
			return test{}, err
		}
		t.any = append(t.any, w)
	}
	return t, nil
}

// alternatives splits a text at Alternatives; a backslash before one keeps it.
func alternatives(typed string) []string {
	const kept = "\x00"
	parts := strings.Split(strings.ReplaceAll(typed, `\`+Alternatives, kept), Alternatives)
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], kept, Alternatives)
	}
	return parts
}

func testedField(kind model.Kind, name string) (model.Field, error) {
	schema := model.SchemaOf(kind)
	f, ok := schema.Field(name)
	switch {
	case schema == nil:
		return f, fmt.Errorf("this version knows no fields of a %.40q", kind)
	case !ok:
		return f, fmt.Errorf("is no field of a %s", kind)
	case !comparable(f):
		return f, fmt.Errorf("a %s has parts and cannot be compared", f.Type)
	}
	return f, nil
}

// prepareWanted makes one value ready.
func (s *Store) prepareWanted(tx *transaction, kind model.Kind, t *test, typed string) (wanted, error) {
	ordering := t.op != OpEqual && t.op != OpNotEqual
	switch {
	case t.op == OpContains:
		return preparePart(t, typed)
	case t.name == fieldScore && t.field.Name == "":
		n, err := strconv.Atoi(strings.TrimSpace(typed))
		if err != nil {
			return wanted{}, errors.New("the score is a whole number")
		}
		return wanted{key: scoreKey(n), cut: scoreKey(n)}, nil
	case strings.TrimSpace(typed) == "" && ordering:
		return wanted{}, errNoOrder
	case strings.TrimSpace(typed) == "":
		return wanted{}, nil
	}
	w, err := s.parseWanted(tx, model.SchemaOf(kind), t, typed)
	if err != nil {
		return wanted{}, err
	}
	if w.key == nil && ordering {
		return wanted{}, errNoOrder
	}
	// A text as long as what the index keeps may stand for longer ones.
	t.exact = t.exact && (len(w.key) < maxIndexed || !textual(t.field.Type))
	return w, nil
}

func preparePart(t *test, typed string) (wanted, error) {
	if t.field.Name == "" || !textual(t.field.Type) {
		return wanted{}, errNoText
	}
	part := text.Fold(strings.TrimSpace(typed))
	if part == "" {
		return wanted{}, errNoPart
	}
	return wanted{part: part, partKey: []byte(part)}, nil
}

// textual reports whether a type's keys are texts, which an index cuts.
func textual(t model.FieldType) bool {
	switch t {
	case model.TypeInt, model.TypeInstant, model.TypeBool, model.TypeDecimal, model.TypeRef:
		return false
	}
	return true
}

// defaultHome is whose phone numbers need no country code when nothing is set.
const defaultHome = "MA"

// parseWanted parses what a person typed as one value of the field; no value at
// all gives "has none".
func (s *Store) parseWanted(tx *transaction, schema *model.Schema, t *test, typed string) (wanted, error) {
	scalar := t.field
	scalar.List = false
	home := cmp.Or(setting(tx, SettingHome), defaultHome)
	raw, err := model.ParseField(schema, scalar, typed, model.ParseContext{Now: s.now(), Home: value.Country(home)})
	if err != nil && t.field.Type == model.TypeRef {
		id, findErr := find(tx, typed)
		if findErr != nil {
			return wanted{}, findErr
		}
		raw, err = quote(id.String()), nil
	}
	if err != nil {
		return wanted{}, err
	}
	if isNull(raw) {
		// A record with 0 has nothing in the field, yet others are more than 0.
		if t.field.Type == model.TypeInt && t.op != OpEqual && t.op != OpNotEqual {
			zero := appendInt([]byte{tagValue}, 0)
			return wanted{key: zero, cut: zero}, nil
		}
		return wanted{}, nil
	}
	if t.field.List {
		raw = slices.Concat(json.RawMessage("["), raw, json.RawMessage("]"))
	}
	scratch := model.New(schema.Kind)
	if err := t.field.Set(scratch, raw); err != nil {
		return wanted{}, err
	}
	keys := fieldKeys(t.field, scratch, 0)
	if len(keys) == 0 {
		return wanted{}, nil
	}
	return wanted{key: keys[0], cut: fieldKeys(t.field, scratch, maxIndexed)[0]}, nil
}
