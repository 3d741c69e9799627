// Package match ranks suppliers for an RFQ. Every place in the ranking says why, part by
// part, and so does every exclusion: as codes and what was seen, which the screens and
// the commands put into words. It knows no clock and no disk.
package match
