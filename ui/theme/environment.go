package theme

import (
	"strconv"
	"strings"
)

// Env gives a variable of an environment in the form NAME=value; the last one
// counts.
func Env(env []string, name string) string {
	for i := len(env) - 1; i >= 0; i-- {
		if v, ok := strings.CutPrefix(env[i], name+"="); ok {
			return v
		}
	}
	return ""
}

// NoColor reports whether the user wants no colours: NO_COLOR with any value
// (https://no-color.org).
func NoColor(env []string) bool { return Env(env, "NO_COLOR") != "" }

// DarkHint guesses the background from COLORFGBG ("15;0"), until the terminal
// itself says; most terminals are dark.
func DarkHint(env []string) bool {
	parts := strings.Split(Env(env, "COLORFGBG"), ";")
	back, err := strconv.Atoi(parts[len(parts)-1])
	if err != nil {
		return true
	}
	return back < 7 || back == 8
}
