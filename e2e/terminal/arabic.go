package terminal

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// arabic is words as the program draws them: joined letters, from the right.
var arabic = regexp.MustCompile(`[\x{0600}-\x{06ff}\x{fb50}-\x{fdff}\x{fe70}-\x{feff}]+(?:[ ·][\x{0600}-\x{06ff}\x{fb50}-\x{fdff}\x{fe70}-\x{feff}]+)*`)

// Read gives a screen as it is read aloud: the words of Arabic in the order in which they
// are said, in plain letters. It is for finding a name on the screen, not for its looks: a
// lam with its alef takes one cell more.
func Read(screen string) string {
	return arabic.ReplaceAllStringFunc(screen, func(seen string) string {
		letters := []rune(seen)
		slices.Reverse(letters)
		return norm.NFKC.String(string(letters))
	})
}

// shows reports whether a text is on a screen, as it is drawn or as it is read.
func shows(screen, text string) bool {
	return strings.Contains(screen, text) || strings.Contains(Read(screen), text)
}
