// Package terms finds numbered documents by the words in them: an inverted index
// that never changes and is read where it lies, in a mapped file of any size; what
// came since, in memory; and the words around a hit, for a person to read.
//
// A word is known by its first MaxWord bytes. Words are compared as bytes: who
// builds and who searches fold them in the same way.
package terms
