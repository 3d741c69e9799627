package text

import (
	"strings"
	"unicode/utf8"
)

// sound is a consonant as both alphabets have it, or silent.
type sound byte

// silent is a letter that a skeleton drops: a vowel, w, y, ا و ي ع.
const silent sound = '-'

// latinSounds: p is b, v is f and q, g, c are k, as Arabic writes them; x is sh.
const latinSounds = "-bkd-fkh-jklmn-bkrst-f-x-z"

// latinPair gives the sound of two letters that have one: kh is خ (c), gh is غ,
// which is one with k. It is 0 for others.
func latinPair(first, second byte) sound {
	if second == 'j' && first == 'd' {
		return 'j'
	}
	if second != 'h' {
		return 0
	}
	switch first {
	case 'k':
		return 'c'
	case 'g':
		return 'k'
	case 'c', 's':
		return 'x'
	case 't', 'd':
		return sound(first)
	case 'p':
		return 'f'
	}
	return 0
}

const firstArabic, lastArabic = 0x600, 0x6ff

// arabicSounds has 0 for a letter without a sound.
var arabicSounds = func() (sounds [lastArabic - firstArabic + 1]sound) {
	for is, letters := range map[sound]string{
		silent: "اويع", 'b': "ب", 't': "تطث", 'j': "جژ", 'h': "حه", 'c': "خ", 'r': "ر", 'z': "ز", 's': "سص",
		'd': "دضذظ", // ظ as in Nador and Abu Dhabi
		'x': "شچ", 'k': "غقك", 'f': "ف", 'l': "ل", 'm': "م", 'n': "ن",
	} {
		for _, r := range letters {
			sounds[r-firstArabic] = is
		}
	}
	return sounds
}()

// chatDigit gives the letter that Latin has not and people type as a digit, ع ح ق;
// 0 for other digits.
func chatDigit(c byte) sound {
	switch c {
	case '3':
		return silent
	case '7':
		return 'h'
	case '9':
		return 'k'
	}
	return 0
}

// spelling is a word as sounds.
type spelling struct {
	sounds        []sound
	latin, arabic bool // letters of which it has
	article       int  // how many sounds in front may be an article
	elided        bool // Es-, Er-, En-: an article that took the sound of the word
}

// spell is false for a word that has letters or digits without a sound, and for a
// single letter. It puts the sounds into room, as far as they fit.
func spell(room []sound, word string) (s spelling, ok bool) {
	sounds, letters, chat := room, 0, 0
	for i := 0; i < len(word); {
		is, size := sound(0), 1
		switch c := word[i]; {
		case c >= 'a' && c <= 'z':
			is, size = latinSound(word[i:])
			s.latin = true
			letters++
		case c < utf8.RuneSelf:
			is = chatDigit(c)
			chat++
		default:
			var r rune
			if r, size = utf8.DecodeRuneInString(word[i:]); r >= firstArabic && r <= lastArabic {
				is = arabicSounds[r-firstArabic]
			}
			s.arabic = true
			letters++
		}
		if is == 0 {
			return s, false
		}
		sounds = append(sounds, is)
		i += size
	}
	if letters < 2 || chat > 0 && !s.latin {
		return s, false
	}
	s.sounds = withoutSunL(sounds)
	s.article, s.elided = findArticle(word, sounds)
	return s, true
}

// latinSound gives the sound that a word begins with, and of how many letters.
func latinSound(rest string) (is sound, letters int) {
	if strings.HasPrefix(rest, "sch") {
		return 'x', 3
	}
	if len(rest) > 1 {
		if is := latinPair(rest[0], rest[1]); is != 0 {
			return is, 2
		}
	}
	return sound(latinSounds[rest[0]-'a']), 1
}

// sunLetters take the place of the l of an article in front of them.
const sunLetters = "tdrzsnx"

// findArticle gives how many sounds in front of a word may be an article, or
// whether one is there that took the sound of the word.
func findArticle(word string, sounds []sound) (n int, elided bool) {
	if strings.HasPrefix(word, "ال") {
		return 2, false
	}
	if len(sounds) < 3 {
		return 0, false
	}
	if (strings.HasPrefix(word, "el") || strings.HasPrefix(word, "al")) && sounds[2] != silent {
		return 2, false
	}
	return 0, word[0] == 'e' && sounds[1] == sounds[2] && strings.IndexByte(sunLetters, byte(sounds[1])) >= 0
}

// behindArticle gives the sounds without the article, nil when there is none.
func (s spelling) behindArticle() []sound {
	if s.article == 0 || s.article >= len(s.sounds) {
		return nil
	}
	return s.sounds[s.article:]
}
