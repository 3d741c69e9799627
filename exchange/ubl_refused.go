package exchange

import "tradedesk/model/refusal"

// What is wrong with a document of UBL, or was read of it all the same.
var (
	errNoElement      = refusal.New("import.no_element", "is no element of {Element}: it was passed over")
	errLateElement    = refusal.New("import.late_element", "stands after {Element}, and the schema of UBL wants it before: it was read all the same")
	errElementMissing = refusal.New("import.element_missing", "is missing in {Element}")
	errNotKept        = refusal.New("import.not_kept", "the document is larger than {Most} MiB: it is not kept with what was read of it")
	errManyLines      = refusal.New("import.many_lines", "has more than {Most} lines: the rest was left out")
	errNoDuration     = refusal.New("import.no_duration", "\"{Text}\" {Unit} is no time of delivery")
	errOtherScale     = refusal.New("import.other_scale", "is in another unit or currency than the first of its line")
	errInNotes        = refusal.New("import.in_notes", "{Why}; kept in the notes")
	errNoSeller       = refusal.New("import.no_seller", "is missing: the catalogue does not name its supplier")
	errNothingPriced  = refusal.New("import.nothing_priced", "no line of the quotation gives a price for what the RFQ asks for")
	errRFQDeleted     = refusal.New("import.rfq_deleted", "{RFQ} was deleted here: restore it first")
	errAnswersDeleted = refusal.New("import.answers_deleted", "the quotation answers {RFQ}, which was deleted here: restore it first")
	errAnswersUnknown = refusal.New("import.answers_unknown", "the quotation answers {RFQ}, which this desk does not have: sync first, or name another with --rfq")
	errOtherDocument  = refusal.New("import.other_document", "it is an XML document \"{Element}\": of UBL, RequestForQuotation, Quotation and Catalogue can be read")
	errNoQuotation    = refusal.New("import.no_quotation", "it is a \"{Element}\" of UBL: want a Quotation; tradedesk import reads others")
	errNoXML          = refusal.New("import.no_xml", "it is no XML document")
	errManyElements   = refusal.New("import.many_elements", "it has more than {Most} elements")
)
