// Package text cleans hostile text for the screen and folds text for search and
// for finding duplicates.
package text
