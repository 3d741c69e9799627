// Package typeset turns text of a document into glyphs at their places: it orders what
// is mixed of Arabic and Latin by the Unicode Bidirectional Algorithm, joins Arabic
// letters, and breaks lines to a width. It knows no pages and no words of its own.
//
// Lengths are in thousandths of a point, so that one text gives the same document on
// every machine.
package typeset
