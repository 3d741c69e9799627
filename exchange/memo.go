package exchange

import "tradedesk/model"

// Bounds of a memo.
const (
	memoEntries = 4000
	memoText    = 64 // bytes of a text that is remembered
)

// memo remembers what the texts of a file mean that it writes again and again:
// countries, units, ports. It belongs to one goroutine.
type memo struct{ known map[memoKey]meaning }

type memoKey struct {
	kind  model.Kind // an error names it
	field string
	text  string
}

// meaning is the canonical text of a value, or why there is none.
type meaning struct {
	canonical string
	err       error
}

func newMemo() *memo { return &memo{map[memoKey]meaning{}} }

// read is f.Read of a value that may have been read before.
func (m *memo) read(f *model.Field, r model.Record, typed string, c model.ParseContext) error {
	if !remembered(f.Type) || len(typed) > memoText {
		return f.Read(r, typed, c)
	}
	key := memoKey{r.Kind(), f.Name, typed}
	found, ok := m.known[key]
	if !ok {
		found.err = f.Read(r, typed, c)
		found.canonical = model.FieldText(*f, r)
		if len(m.known) == memoEntries {
			clear(m.known)
		}
		m.known[key] = found
		return found.err
	}
	if found.err == nil {
		setText(f, r, found.canonical)
	}
	return found.err
}

// remembered says of which types there are few values, that take long to find
// and mean the same at any time.
func remembered(t model.FieldType) bool {
	switch t {
	case model.TypeCountry, model.TypeMarket, model.TypeLanguage, model.TypeHS, model.TypeUnit, model.TypeCurrency, model.TypeIncoterm, model.TypePort, model.TypeStage:
		return true
	}
	return false
}
