package model

import (
	"strconv"

	"tradedesk/model/refusal"
)

// Why a text is no value of a field.
var (
	errMissing     = refusal.New("model.missing", "is missing: give {Fields}")
	errOneOf       = refusal.New("model.one_of", "\"{Text}\": want one of {Choices}")
	errWhole       = refusal.New("model.whole", "\"{Text}\" is not a whole number below 1,000,000,000")
	errYesNo       = refusal.New("model.yes_no", "\"{Text}\": want yes or no")
	errManyParts   = refusal.New("model.many_parts", "{Count} elements: at most {Most}")
	errLongText    = refusal.New("model.long_text", "{Count} bytes: at most {Most}")
	errTooLong     = refusal.New("model.too_long", "{Count} characters: at most {Most}; shorten it, or attach it as a file")
	errPart        = refusal.New("model.part", "\"{Text}\": {Why}")
	errLinePart    = refusal.New("model.line_part", "line \"{Text}\": {Why}")
	errKindOf      = refusal.New("model.kind", "kind \"{Text}\": want one of {Choices}")
	errElement     = refusal.New("model.element", "element {Line}: {Why}")
	errEmptyPart   = refusal.New("model.empty_part", "is empty")
	errNoProduct   = refusal.New("model.no_product", "names no product and no HS code")
	errTierParts   = refusal.New("model.tier_parts", "wants a quantity (from) and a price")
	errNoName      = refusal.New("model.no_name", "wants a name")
	errNoPrice     = refusal.New("model.no_price", "wants a price")
	errNoLeg       = refusal.New("model.no_leg", "names no leg")
	errHalfAmount  = refusal.New("model.half_amount", "wants an amount and its currency, or neither")
	errNoPercent   = refusal.New("model.no_percent", "wants a percentage")
	errHalfRate    = refusal.New("model.half_rate", "wants a currency and how many units of it one euro is worth")
	errNoAmount    = refusal.New("model.no_amount", "wants an amount")
	errHalfShare   = refusal.New("model.half_share", "wants a share and a person")
	errBelowZero   = refusal.New("model.below_zero", "price, amount and cost are not less than 0")
	errBase        = refusal.New("model.base", "{Given}: rates are units of other currencies for one {Currency}")
	errWriteTier   = refusal.New("model.write_tier", "\"{Text}\": want QUANTITY:PRICE, as in 500:4.20; 1000:3.95")
	errWhichNumber = refusal.New("model.which_number", "write the product, a comma and a space, and the quantity, as in argan oil, 1500 kg")
	errWriteDuty   = refusal.New("model.write_duty", "want HS: PERCENT, as in 1515: 3.2 fob fees 0.3464, or * for all goods")
	errWriteRate   = refusal.New("model.write_rate", "want CURRENCY:UNITS, as in MAD:10.80")
	errWriteLine   = refusal.New("model.write_line", "want PRODUCT = QUANTITY:PRICE, …, as in argan oil = 500:4.20, 1000:3.95 kg")
	errWritePaid   = refusal.New("model.write_payment", "want DATE AMOUNT REFERENCE, as in 2026-12-01 500.00 transfer 4711")
	errWriteShare  = refusal.New("model.write_share", "want SHARE PERSON, as in 60 nadia; 40 karim")
	errWriteProof  = refusal.New("model.write_certificate", "want CERTIFICATE: DAY, as in HACCP: 2027-03-31; ISO 22000: 2026-12-31")
	errReading     = refusal.New("model.reading", "reading a record: {Why}")
	errReadingKind = refusal.New("model.reading_kind", "reading a {Kind}: {Why}")
	errNoJSON      = refusal.New("model.no_json", "{What}")
	errID          = refusal.New("model.id", "id \"{Text}\": want 36 characters such as 0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11")
	errBadID       = refusal.New("model.bad_id", "id \"{Text}\": {Why}")
	errNoProof     = refusal.New("model.no_certificate", "names no certificate")
)

// atMost names how much there is of something, and how much there can be.
func atMost(count, most int) refusal.Parts {
	return refusal.Parts{"Count": strconv.Itoa(count), "Most": strconv.Itoa(most)}
}

func textPart(typed string) refusal.Parts { return refusal.Parts{"Text": typed} }
