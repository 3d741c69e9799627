// Package document makes the papers that leave the house: an offer as a letter in PDF, as
// a spreadsheet, and as a UBL quotation. It is given records and gives bytes: no disk,
// no clock, and none of what an offer holds for the broker alone, such as costs, suppliers
// and commission.
//
// A document is in the buyer's language, whatever the language of the screens.
package document
