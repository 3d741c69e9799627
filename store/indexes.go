package store

import (
	"slices"
	"sync"

	"tradedesk/model"
)

// index is an order and a filter that lists of a kind have ready.
type index struct {
	*keySet
	name  string
	list  bool        // several rows a record, or none: a filter, not an order
	field model.Field // of the zero value when the index is of the score
}

// fieldScore is the one derived field that lists know as if it were a field.
const fieldScore = "score"

// indexedFields are what screens and commands sort and filter by; a condition on
// another field reads the records.
var indexedFields = map[model.Kind][]string{
	model.KindLead: {
		"company", "contact", "email", "phone", "country", "city", "language", "source", "product", "hs", "quantity",
		"target_price", "currency", "incoterm", "port", "received_at", "stage", "owner", "due_at", "snoozed_until",
		"replied_at", "tags", "event", "distinct",
	},
	model.KindSupplier: {
		"name", "contact", "email", "phone", "country", "city", "port", "products", "hs", "certificates", "moq", "capacity",
		"lead_days", "incoterms", "currency", "rating", "tags", "distinct",
	},
	model.KindContact: {
		"name", "company", "title", "email", "phone", "country", "city", "languages", "tags", "supplier", "lead", "event", "distinct",
	},
	model.KindRFQ: {
		"title", "lead", "buyer", "currency", "incoterm", "port", "deadline", "certificates", "stage", "invited", "owner", "tags",
	},
	model.KindQuote: {
		"rfq", "supplier", "currency", "incoterm", "moq", "lead_days", "valid_until", "freight", "supersedes", "stage", "reference",
	},
	model.KindMessage: {"thread", "direction", "from", "to", "at", "subject", "message_id", "in_reply_to", "suppliers"},
	model.KindTask:    {"title", "about", "due_at", "done_at", "owner"},
	model.KindEvent:   {"name", "city", "country", "starts", "ends", "tags"},
	model.KindDeal: {
		"title", "lead", "rfq", "quote", "supplier", "buyer", "amount", "currency", "signed_at", "owner", "tags",
	},
	model.KindSample: {"rfq", "supplier", "product", "carrier", "tracking_no", "stage", "requested_at"},
	model.KindTag:    {"name"},
	model.KindLane:   {"name", "from_port", "from_country", "to_port", "to_country", "mode", "date", "tags"},
	model.KindRate:   {"source", "date"},
	model.KindOffer: {
		"number", "rfq", "lead", "buyer", "currency", "total", "valid_until", "stage", "supersedes", "sent_at", "owner", "tags",
	},
	model.KindFirm:     {"name"},
	model.KindTemplate: {"name", "purpose", "language"},
}

// headFields are indexed for every kind.
var headFields = []string{"created_at", "updated_at"}

var indexTable = sync.OnceValue(func() map[model.Kind][]*index {
	table := make(map[model.Kind][]*index)
	for _, kind := range model.Kinds() {
		for _, name := range slices.Concat(indexedFields[kind], headFields) {
			f, ok := model.SchemaOf(kind).Field(name)
			if !ok {
				panic("indexing " + string(kind) + "." + name + ": no such field")
			}
			table[kind] = append(table[kind], fieldIndex(kind, f))
		}
	}
	table[model.KindLead] = append(table[model.KindLead], scoreIndex())
	return table
})

func fieldIndex(kind model.Kind, f model.Field) *index {
	s := &keySet{bucket: fieldBucket(kind, f.Name)}
	if shared(f) {
		s.group = countByValue
	}
	return &index{keySet: s, name: f.Name, list: f.List, field: f}
}

func scoreIndex() *index {
	return &index{keySet: &keySet{bucket: fieldBucket(model.KindLead, fieldScore)}, name: fieldScore}
}

func scoreKey(score int) []byte { return appendInt([]byte{tagValue}, int64(score)) }

// shared reports whether few values of a field are had by many records, so that
// counting them is worth a row for each value.
func shared(f model.Field) bool {
	switch f.Type {
	case model.TypeStage, model.TypeDirection, model.TypeCountry, model.TypeLanguage, model.TypeCurrency, model.TypeIncoterm,
		model.TypePort, model.TypeUnit, model.TypeMode, model.TypeBool:
		return true
	}
	return f.Name == "owner" || f.Name == "source" || f.Name == "tags" || f.Name == "event"
}

func indexesOf(kind model.Kind) []*index { return indexTable()[kind] }

// indexOf finds the index of a field, nil when there is none.
func indexOf(kind model.Kind, name string) *index {
	for _, ix := range indexesOf(kind) {
		if ix.name == name {
			return ix
		}
	}
	return nil
}

// SortFields gives what lists of a kind can be sorted by.
func SortFields(kind model.Kind) []string {
	var names []string
	for _, ix := range indexesOf(kind) {
		if !ix.list {
			names = append(names, ix.name)
		}
	}
	return names
}
