// Package model is the domain of the desk: records and the fields they have,
// changes to them, the states they move through, the score of a lead, and what
// counts as a duplicate. It is pure: time, ids and reference tables come from
// outside or from model/value.
package model
