package words

import (
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// disguises stand for a to z, then A to Z: one cell each, none of them ASCII.
const disguises = "àƀçđéƒĝĥîĵķļɱñöþǫŕšţüṽŵẋÿž" + "ÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÜṼŴẊŸŽ"

func disguiseAll(messages []*i18n.Message) []*i18n.Message {
	out := make([]*i18n.Message, len(messages))
	for i, m := range messages {
		out[i] = disguise(m)
	}
	return out
}

func disguise(m *i18n.Message) *i18n.Message {
	return &i18n.Message{ID: m.ID, One: disguiseText(m.One), Other: disguiseText(m.Other)}
}

// disguiseText replaces the letters outside the places of a template.
func disguiseText(text string) string {
	letters := []rune(disguises)
	var b strings.Builder
	for text != "" {
		words, rest, found := strings.Cut(text, "{{")
		for _, r := range words {
			switch {
			case r >= 'a' && r <= 'z':
				r = letters[r-'a']
			case r >= 'A' && r <= 'Z':
				r = letters[26+r-'A']
			}
			b.WriteRune(r)
		}
		if !found {
			break
		}
		place, after, _ := strings.Cut(rest, "}}")
		b.WriteString("{{" + place + "}}")
		text = after
	}
	return b.String()
}
