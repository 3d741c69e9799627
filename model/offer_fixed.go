package model

import (
	"bytes"

	"tradedesk/model/refusal"
)

// looseFields are those of an offer and of a quote that say what becomes of it; the others are
// printed or reckoned with, and stay as they went out or came in.
var looseFields = map[Kind]map[string]bool{
	KindOffer: {"stage": true, "reason": true, "sent_at": true, "owner": true, "tags": true, "files": true, FieldDeleted: true},
	KindQuote: {
		"stage": true, "reason": true, "supersedes": true, "awarded": true, "rates": true, "lane": true, "notes": true, "files": true,
		"rfq": true, "supplier": true, // two records of a firm may become one
		FieldDeleted: true,
	},
}

var (
	errWentOut = refusal.New("model.offer_went", "the offer went out and stays as it is: a revision is a new version")
	errGiven   = refusal.New("model.quote_given", "the quote was given and stays as it is: its next version is a new quote that supersedes it")
)

// ChangesFixed says which field of a record a set would change though it may not be
// changed any more: an offer that is no draft stays as the buyer has it, a quote as the
// supplier gave it. It is nil when there is none.
func ChangesFixed(before Record, set Set) *FieldError {
	var why error
	switch r := before.(type) {
	case *Offer:
		if r.Stage != OfferDraft && r.Stage != "" {
			why = errWentOut
		}
	case *Quote:
		if r.Stage != QuoteDraft && r.Stage != "" {
			why = errGiven
		}
	}
	if why == nil {
		return nil
	}
	kind := before.Kind()
	for _, f := range SchemaOf(kind).Fields {
		raw, given := set[f.Name] // fields of a group come along unchanged
		if given && !f.Fixed && !looseFields[kind][f.Name] && !bytes.Equal(raw, f.Get(before)) {
			return &FieldError{Kind: kind, Field: f.Name, Err: why}
		}
	}
	return nil
}
