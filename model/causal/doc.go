// Package causal merges what several desks wrote into one record.
//
// A record is a set of registers: a field, or fields that only make sense
// together. A register holds dots: the values that nobody who saw them has
// replaced. A change replaces what its author had seen and leaves the rest, so that
// two dots with unequal values are a conflict that a person settles by an ordinary
// change (multi-value registers with dots, as in dotted version vectors: Preguiça
// et al., "Dotted Version Vectors", 2012; here the server's sequence number takes
// the place of the vector).
//
// Nothing here knows a clock, a disk or a network: the order is passed in.
package causal
