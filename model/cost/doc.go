// Package cost works out what goods cost where they are wanted: the price of a
// quantity, the legs between the seller's and the buyer's terms, exchange rates,
// containers, and the order of several offers. It is arithmetic on values alone:
// it knows no records, no clock and no words.
//
// Sums and products are exact to 34 digits. An amount is rounded only where a
// document fixes it: a line of an invoice, a charge of a carrier, a premium, a duty.
// An amount that is not known is never counted as 0: what lacks one is a bound, and
// says which leg it lacks.
package cost
