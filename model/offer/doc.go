// Package offer goes from the quotes of an RFQ to the broker's money: which quotes are
// awarded which lines, what the buyer is offered at which price, and what commission a
// deal earns. It works out what is to be changed in records and changes nothing itself;
// it knows no clock and no words of a language.
package offer
