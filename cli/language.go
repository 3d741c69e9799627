package cli

import (
	"cmp"
	"slices"
	"strings"
)

// language gives the language of the system, of those that the screens speak; else English.
// POSIX has the first of the variables that is set decide: fr_MA.UTF-8.
func (e Env) language() string {
	locale := cmp.Or(e.Getenv("LC_ALL"), e.Getenv("LC_MESSAGES"), e.Getenv("LANG"))
	lang, _, _ := strings.Cut(locale, ".")
	lang, _, _ = strings.Cut(lang, "_")
	lang, _, _ = strings.Cut(lang, "@")
	if lang = strings.ToLower(lang); slices.Contains([]string{"ar", "fr"}, lang) {
		return lang
	}
	return "en"
}
