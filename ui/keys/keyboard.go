package keys

import (
	"strings"

	"tradedesk/ui/words"
)

// Latin gives the Latin key that a letter of the Arabic keyboard (layout 101, as
// in the X keyboard database's "ara") stands on, so that bindings of letters
// work without switching the layout. Other text is given back as it is.
func Latin(key string) string {
	if latin, ok := arabic101[key]; ok {
		return latin
	}
	return key
}

// arabic101 is a fixed table, only read.
var arabic101 = map[string]string{
	"ض": "q", "ص": "w", "ث": "e", "ق": "r", "ف": "t", "غ": "y", "ع": "u", "ه": "i", "خ": "o", "ح": "p",
	"ش": "a", "س": "s", "ي": "d", "ب": "f", "ل": "g", "ا": "h", "ت": "j", "ن": "k", "م": "l",
	"ئ": "z", "ء": "x", "ؤ": "c", "ر": "v", "لا": "b", "ﻻ": "b", "ى": "n", "ة": "m",
	"ظ": "/", "؟": "?", "ْ": "X", "لأ": "G", "ﻷ": "G",
	"١": "1", "٢": "2", "٣": "3", "٤": "4", "٥": "5", "٦": "6", "٧": "7", "٨": "8", "٩": "9", "٠": "0",
}

// Label writes a binding for people: "ctrl+p", "space", "g i".
func Label(w *words.Words, binding string) string {
	parts := strings.Fields(binding)
	for i, part := range parts {
		names := strings.Split(part, "+")
		if part == "+" {
			names = []string{part}
		}
		for j, name := range names {
			if len([]rune(name)) > 1 && !isFunctionKey(name) {
				names[j] = w.T("key." + name)
			}
		}
		parts[i] = strings.Join(names, "+")
	}
	return strings.Join(parts, " ")
}

func isFunctionKey(name string) bool {
	return len(name) <= 3 && name[0] == 'f' && strings.Trim(name[1:], "0123456789") == ""
}
