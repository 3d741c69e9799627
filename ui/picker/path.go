package picker

import (
	"net/url"
	"path/filepath"
	"strings"
)

// isPath reports whether what is typed is a path rather than part of a name.
func isPath(typed string) bool {
	typed = unquoted(typed)
	return strings.ContainsAny(typed, `/\`) || typed == "~" || typed == ".." || filepath.IsAbs(typed)
}

// resolve gives the path that is meant by what is typed or dropped on the
// terminal: quoted, with backslashes before spaces, or as a file: URL.
func resolve(typed, dir, home string) string {
	typed = unquoted(typed)
	if rest, ok := strings.CutPrefix(typed, "file://"); ok {
		rest = strings.TrimPrefix(rest, "localhost")
		if path, err := url.PathUnescape(rest); err == nil {
			typed = path
		}
	}
	if rest, ok := strings.CutPrefix(typed, "~"); ok && home != "" && (rest == "" || rest[0] == '/') {
		typed = filepath.Join(home, rest)
	}
	if !filepath.IsAbs(typed) {
		typed = filepath.Join(dir, typed)
	}
	return filepath.Clean(typed)
}

func unquoted(typed string) string {
	typed = strings.TrimSpace(typed)
	if n := len(typed); n >= 2 && (typed[0] == '\'' || typed[0] == '"') && typed[n-1] == typed[0] {
		return typed[1 : n-1]
	}
	if filepath.Separator == '/' {
		return strings.NewReplacer(`\\`, `\`, `\`, "").Replace(typed)
	}
	return typed
}
