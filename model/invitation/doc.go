// Package invitation works out how the suppliers of an RFQ stand with it: who was asked,
// when and by whom, who answered and how fast, and who is to be reminded; and over all
// RFQs how fast and how often one supplier answers. It knows no clock: now is passed in.
package invitation
