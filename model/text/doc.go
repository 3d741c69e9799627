// Package text makes hostile text safe for a terminal and folds text into the
// keys that search and the finding of duplicates compare.
package text
