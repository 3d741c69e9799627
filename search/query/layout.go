package query

import (
	"slices"
	"strings"
	"unicode"
)

// The keys of a keyboard in three rows and what the others have beside them, as the
// Arabic (101), the US and the French layout write on them.
var (
	arabicKeys = strings.Fields("ذ ض ص ث ق ف غ ع ه خ ح ج د ش س ي ب ل ا ت ن م ك ط ئ ء ؤ ر لا ى ة و ز ظ")
	qwertyKeys = strings.Fields("` q w e r t y u i o p [ ] a s d f g h j k l ; ' z x c v b n m , . /")
	azertyKeys = strings.Fields("² a z e r t y u i o p ^ $ q s d f g h j k l m ù w x c v b n , ; : !")
)

// OtherLayouts gives what was perhaps meant by a line that was typed with the keyboard
// set to the other alphabet: what the same keys write on the Arabic layout, when it is
// Latin (typed on a US or a French keyboard), and the other way round. A line with both
// alphabets, or with fewer than two letters, gives nothing.
func OtherLayouts(typed string) []string {
	latin, arabic := 0, 0
	for _, r := range typed {
		switch {
		case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
			arabic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	var found []string
	add := func(s string) {
		if s != typed && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	switch {
	case latin >= 2 && arabic == 0:
		lower := strings.ToLower(typed)
		add(rekey(lower, qwertyKeys, arabicKeys))
		add(rekey(lower, azertyKeys, arabicKeys))
	case arabic >= 2 && latin == 0:
		// One key writes لا, which two others write as well.
		typed := unvaried.Replace(typed)
		add(rekey(typed, arabicKeys, qwertyKeys))
		add(rekey(typed, arabicKeys, azertyKeys))
		if strings.Contains(typed, "لا") {
			apart := strings.ReplaceAll(typed, "لا", "ل\u200dا")
			add(strings.ReplaceAll(rekey(apart, arabicKeys, qwertyKeys), "\u200d", ""))
			add(strings.ReplaceAll(rekey(apart, arabicKeys, azertyKeys), "\u200d", ""))
		}
	}
	return found
}

// unvaried takes a letter that stands on a key with shift as the one without.
var unvaried = strings.NewReplacer("لأ", "لا", "لإ", "لا", "لآ", "لا", "أ", "ا", "إ", "ا", "آ", "ا")

// rekey writes what the same keys write on another layout.
func rekey(typed string, from, to []string) string {
	pairs := make([]string, 0, 2*len(from))
	// What a key writes in two letters comes before the keys of each.
	for _, letters := range []bool{true, false} {
		for i, key := range from {
			if (len([]rune(key)) > 1) == letters {
				pairs = append(pairs, key, to[i])
			}
		}
	}
	return strings.NewReplacer(pairs...).Replace(typed)
}
