package model

import (
	"path"
	"strings"
	"unicode"

	"tradedesk/model/text"
)

// maxFileName bounds a file's name in runes, and its ending; file systems take
// 255 bytes, and a letter has up to four.
const (
	maxFileName = 50
	maxEnding   = 10 // with its dot
)

// FileName gives a name that any file system takes for what data calls a file:
// no directory, no hidden file, no device. What is left of nothing is "file".
func FileName(name string) string {
	name = path.Base(strings.Trim(strings.ReplaceAll(text.Clean(name, MaxText), `\`, "/"), "/"))
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/|?*`, r) || unicode.IsControl(r) {
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, ". ")
	base, ending := name, ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len([]rune(name[dot:])) <= maxEnding {
		base, ending = name[:dot], name[dot:]
	}
	base = strings.TrimRight(text.First(base, maxFileName), ". ")
	if base == "" {
		base = "file"
	}
	if isDevice(base) {
		base = "_" + base
	}
	return base + ending
}

// isDevice knows the names that Windows keeps for devices, with any ending.
func isDevice(base string) bool {
	name, _, _ := strings.Cut(strings.ToUpper(base), ".")
	name = strings.TrimRight(name, " ")
	switch name {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(name) == 4 && (strings.HasPrefix(name, "COM") || strings.HasPrefix(name, "LPT")) && name[3] >= '0' && name[3] <= '9'
}
