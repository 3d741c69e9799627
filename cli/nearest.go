package cli

import "tradedesk/model/text"

// nearest gives the candidate that a mistyped word most probably means.
func nearest(word string, candidates []string) (string, bool) { return text.Nearest(word, candidates) }
