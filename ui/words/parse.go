package words

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// parse reads the words of a file: the little of TOML that they are written in,
//
//	"id" = "text"
//	["id"]
//	one = "text"
//	other = "text"
//
// A library for all of TOML takes ten times as long, before the first frame.
func parse(file string) ([]*i18n.Message, error) {
	var messages []*i18n.Message
	var open *i18n.Message // of the table that the lines belong to
	number := 0
	for line := range strings.Lines(file) {
		number++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			id, err := unquote(strings.TrimSuffix(line[1:], "]"))
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			open = &i18n.Message{ID: id}
			messages = append(messages, open)
		default:
			name, text, err := assignment(line)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			if open == nil {
				messages = append(messages, &i18n.Message{ID: name, Other: text})
			} else if !setForm(open, name, text) {
				return nil, fmt.Errorf("line %d: %q is no form of a word", number, name)
			}
		}
	}
	return messages, nil
}

func assignment(line string) (name, text string, err error) {
	quoted, rest, ok := strings.Cut(line, " = ")
	if !ok {
		return "", "", fmt.Errorf("want a name, \" = \" and a text: %.60q", line)
	}
	if name = quoted; !bareName(name) {
		if name, err = unquote(quoted); err != nil {
			return "", "", err
		}
	}
	text, err = unquote(rest)
	return name, text, err
}

func bareName(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// unquote reads a text in double quotes; its escapes are the same in Go.
func unquote(quoted string) (string, error) {
	if len(quoted) < 2 || quoted[0] != '"' {
		return "", fmt.Errorf("want a text in double quotes: %.60q", quoted)
	}
	text, err := strconv.Unquote(quoted)
	if err != nil {
		return "", fmt.Errorf("want a text in double quotes: %.60q", quoted)
	}
	return text, nil
}

func setForm(m *i18n.Message, name, text string) bool {
	form, ok := map[string]*string{
		"zero": &m.Zero, "one": &m.One, "two": &m.Two, "few": &m.Few, "many": &m.Many, "other": &m.Other, "description": &m.Description,
	}[name]
	if ok {
		*form = text
	}
	return ok
}
