package mail

import (
	"encoding/base64"
	"strings"
)

// untransferred undoes a Content-Transfer-Encoding; broken says that not all of raw
// was in it. What cannot be undone is given as it stands.
func untransferred(encoding string, raw []byte) (out []byte, broken bool) {
	encoding, _, _ = strings.Cut(encoding, ";")
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return fromBase64(raw)
	case "quoted-printable":
		return unquote(raw), false
	}
	return raw, false
}

var base64Letters = func() (is [256]bool) {
	for _, b := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		is[b] = true
	}
	return is
}()

// fromBase64 passes over what is no letter of it, and ends at the padding: what stands
// behind is the footer of a mailing list.
func fromBase64(raw []byte) (out []byte, broken bool) {
	letters := make([]byte, 0, len(raw))
	for _, b := range raw {
		if b == '=' {
			break
		}
		switch {
		case base64Letters[b]:
			letters = append(letters, b)
		case b > ' ':
			broken = true
		}
	}
	if len(letters)%4 == 1 {
		letters, broken = letters[:len(letters)-1], true
	}
	n, err := base64.RawStdEncoding.Decode(letters, letters) // never longer than what it is read from
	return letters[:n], broken || err != nil
}

// unquote undoes quoted-printable; what is no code of it stays as it is.
func unquote(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '=' {
			out = append(out, raw[i])
			continue
		}
		if i+2 < len(raw) {
			high, low := hexDigit(raw[i+1]), hexDigit(raw[i+2])
			if high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		if end := softBreak(raw[i+1:]); end > 0 || i+1 == len(raw) {
			i += end
			continue
		}
		out = append(out, '=')
	}
	return out
}

// softBreak gives the length of the line end behind a "=", with the blanks that were
// put before it; 0 when there is none.
func softBreak(raw []byte) int {
	for i, b := range raw {
		switch b {
		case ' ', '\t', '\r':
		case '\n':
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

func hexDigit(b byte) int {
	switch {
	case b >= '0' && b <= '9':
		return int(b - '0')
	case b >= 'A' && b <= 'F':
		return int(b-'A') + 10
	case b >= 'a' && b <= 'f':
		return int(b-'a') + 10
	}
	return -1
}
