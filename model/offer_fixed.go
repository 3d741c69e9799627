package model

import (
	"bytes"
	"errors"
)

// looseOfferFields are those of an offer that say what becomes of it; the others are
// printed or reckoned with, and stay as they went out.
var looseOfferFields = map[string]bool{
	"stage": true, "reason": true, "sent_at": true, "owner": true, "tags": true, "files": true, FieldDeleted: true,
}

var errWentOut = errors.New("the offer went out and stays as it is: a revision is a new version")

// ChangesFixed says which field of a record a set would change though it may not be
// changed any more: an offer that is no draft stays as the buyer has it. It is nil when
// there is none.
func ChangesFixed(before Record, set Set) *FieldError {
	o, ok := before.(*Offer)
	if !ok || o.Stage == OfferDraft || o.Stage == "" {
		return nil
	}
	for _, f := range SchemaOf(KindOffer).Fields {
		raw, given := set[f.Name] // fields of a group come along unchanged
		if given && !f.Fixed && !looseOfferFields[f.Name] && !bytes.Equal(raw, f.Get(before)) {
			return &FieldError{Kind: KindOffer, Field: f.Name, Err: errWentOut}
		}
	}
	return nil
}
