// Package answer is what a supplier's paper asks for, before it is a quote: a document, a
// price list or a message says prices in its own order and under its own names, and here
// they are put to the lines of the RFQ that they answer.
package answer
