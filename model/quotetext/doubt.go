package quotetext

import (
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Why words are left out.
var (
	errTwoNumbers  = refusal.New("answer.two_numbers", "could be {First} or {Second}")
	errOtherBefore = refusal.New("answer.other_before", "is in {Given}, and the price before in {Before}")
	errPricesLeft  = refusal.New("answer.prices_left", "{Why}: the prices were left out")
)

// sharedSign says that the sign of a price is of several currencies.
type sharedSign struct{ sign *value.Error }

// Error gives one line.
func (s *sharedSign) Error() string { return "the currency " + s.sign.Reason }

// Unwrap gives what is said of the sign alone.
func (s *sharedSign) Unwrap() error { return s.sign }

// Told gives it for who has words of their own.
func (s *sharedSign) Told() refusal.Told {
	told := s.sign.Told()
	told.Text = s.Error()
	return told
}
