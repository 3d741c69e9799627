package model

import (
	"strings"

	"tradedesk/model/refusal"
)

// Kind names what a record is, as commands and files write it.
type Kind string

// The kinds this version knows; a newer desk's kinds are carried as Unknown.
const (
	KindLead     Kind = "lead"
	KindSupplier Kind = "supplier"
	KindContact  Kind = "contact"
	KindRFQ      Kind = "rfq"
	KindQuote    Kind = "quote"
	KindMessage  Kind = "message"
	KindTask     Kind = "task"
	KindEvent    Kind = "event"
	KindDeal     Kind = "deal"
	KindSample   Kind = "sample"
	KindTag      Kind = "tag"
	KindLane     Kind = "lane"
	KindRate     Kind = "rate"
	KindOffer    Kind = "offer"
	KindFirm     Kind = "firm"
	KindTemplate Kind = "template"
)

// Kinds lists the known kinds in the order in which they are shown.
func Kinds() []Kind {
	return []Kind{
		KindLead, KindSupplier, KindContact, KindRFQ, KindQuote, KindMessage,
		KindTask, KindEvent, KindDeal, KindSample, KindTag, KindLane, KindRate, KindOffer, KindFirm, KindTemplate,
	}
}

// Known reports whether this version has a schema for k.
func (k Kind) Known() bool { return newRecord(k) != nil }

// ParseKind reads a kind's name, in the singular or the plural.
func ParseKind(text string) (Kind, error) {
	name := strings.ToLower(strings.TrimSpace(text))
	for _, k := range Kinds() {
		if name == string(k) || name == string(k)+"s" {
			return k, nil
		}
	}
	names := make([]string, 0, len(Kinds()))
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	return "", errKindOf.With(refusal.Parts{"Text": text, "Choices": strings.Join(names, ", ")})
}
