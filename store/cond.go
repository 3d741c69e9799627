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

	"go.etcd.io/bbolt"

	"tradedesk/model"
	"tradedesk/model/value"
)

// test is a condition made ready: values are compared as keys.
type test struct {
	name  string
	op    Op
	want  []byte // tagged key of the whole value; nil means "has none"
	cut   []byte // the same as the index has it, cut
	field model.Field
	index *index // nil when the field has none
	// exact: the rows of the index that fit are the records that fit.
	exact bool
}

// match reports whether a record fits. A record without a value fits only "has
// none" and "is not".
func (t test) match(r model.Record, e model.Excerpt) bool {
	var has [][]byte
	if t.name == fieldScore {
		has = [][]byte{scoreKey(e.Score)}
	} else {
		has = fieldKeys(t.field, r, 0)
	}
	if t.want == nil {
		return (len(has) == 0) == (t.op == OpEqual)
	}
	if t.op == OpNotEqual {
		return !slices.ContainsFunc(has, func(key []byte) bool { return bytes.Equal(key, t.want) })
	}
	return slices.ContainsFunc(has, func(key []byte) bool { return t.fits(key) })
}

func (t test) fits(key []byte) bool {
	order := bytes.Compare(key, t.want)
	switch t.op {
	case OpEqual:
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

// bounds gives the order keys of the index, without the id, that may fit: from
// lo on and below hi. ok is false when they are not one run.
func (t test) bounds() (b bounds, ok bool) {
	if t.index == nil {
		return bounds{}, false
	}
	if t.want == nil {
		return bounds{[]byte{tagNone}, []byte{tagEnd}}, t.op == OpEqual && !t.index.list
	}
	want := t.cut
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

// prepareTests makes the conditions of a query ready. Errors wrap ErrInvalid.
func (s *Store) prepareTests(tx *bbolt.Tx, q Query) ([]test, error) {
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

var (
	errNoOp    = errors.New("the comparisons are = != < <= > >=")
	errNoOrder = errors.New("nothing is not more or less than anything: give a value")
)

func (s *Store) prepareTest(tx *bbolt.Tx, kind model.Kind, c Cond) (test, error) {
	if !slices.Contains([]Op{OpEqual, OpNotEqual, OpLess, OpAtMost, OpMore, OpAtLeast}, c.Op) {
		return test{}, errNoOp
	}
	t := test{name: c.Field, op: c.Op, index: indexOf(kind, c.Field), exact: true}
	if kind == model.KindLead && c.Field == fieldScore {
		n, err := strconv.Atoi(strings.TrimSpace(c.Text))
		if err != nil {
			return test{}, errors.New("the score is a whole number")
		}
		t.want, t.cut = scoreKey(n), scoreKey(n)
		return t, nil
	}
	schema := model.SchemaOf(kind)
	f, ok := schema.Field(c.Field)
	switch {
	case schema == nil:
		return test{}, fmt.Errorf("this version knows no fields of a %.40q", kind)
	case !ok:
		return test{}, fmt.Errorf("is no field of a %s", kind)
	case !comparable(f):
		return test{}, fmt.Errorf("a %s has parts and cannot be compared", f.Type)
	}
	t.field = f
	if strings.TrimSpace(c.Text) == "" {
		if c.Op != OpEqual && c.Op != OpNotEqual {
			return test{}, errNoOrder
		}
		return t, nil
	}
	if err := s.setWanted(tx, schema, &t, c.Text); err != nil {
		return test{}, err
	}
	if t.want == nil && c.Op != OpEqual && c.Op != OpNotEqual {
		return test{}, errNoOrder
	}
	// A text as long as what the index keeps may stand for longer ones.
	t.exact = len(t.want) < maxIndexed || !textual(f.Type)
	return t, nil
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

// setWanted parses what a person typed as one value of the field; no value at all
// leaves the test at "has none".
func (s *Store) setWanted(tx *bbolt.Tx, schema *model.Schema, t *test, typed string) error {
	scalar := t.field
	scalar.List = false
	home := cmp.Or(setting(tx, SettingHome), defaultHome)
	raw, err := model.ParseField(schema, scalar, typed, model.ParseContext{Now: s.now(), Home: value.Country(home)})
	if err != nil && t.field.Type == model.TypeRef {
		id, findErr := find(tx, typed)
		if findErr != nil {
			return findErr
		}
		raw, err = quote(id.String()), nil
	}
	if err != nil {
		return err
	}
	if isNull(raw) {
		// A record with 0 has nothing in the field, yet others are more than 0.
		if t.field.Type == model.TypeInt && t.op != OpEqual && t.op != OpNotEqual {
			t.want = appendInt([]byte{tagValue}, 0)
			t.cut = t.want
		}
		return nil
	}
	if t.field.List {
		raw = slices.Concat(json.RawMessage("["), raw, json.RawMessage("]"))
	}
	scratch := model.New(schema.Kind)
	if err := t.field.Set(scratch, raw); err != nil {
		return err
	}
	if keys := fieldKeys(t.field, scratch, 0); len(keys) > 0 {
		t.want, t.cut = keys[0], fieldKeys(t.field, scratch, maxIndexed)[0]
	}
	return nil
}
