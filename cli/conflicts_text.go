package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/causal"
)

func (a *app) writeConflict(w io.Writer, c conflictLine) {
	// A failed write stays in the buffer that w is, for its Flush to say.
	_, _ = fmt.Fprintf(w, "%s  %s %s: %s\n", c.ID.Short(), c.Kind, clean(c.Title), clean(strings.ReplaceAll(c.Field, "+", " and ")))
	texts := make([]string, len(c.Values))
	for i, v := range c.Values {
		texts[i] = oneLine(plainValue(c, v.Value))
	}
	from := sameUntil(texts)
	for i, v := range c.Values {
		whose := "theirs"
		if v.Own {
			whose = "mine"
		}
		_, _ = fmt.Fprintf(w, "  %-6s  %s  %s  %s, %s\n", whose, v.Name, clean(excerpt(texts[i], from)), clean(v.By), a.timeText(v.At))
	}
	if c.Both != nil {
		_, _ = fmt.Fprintf(w, "  %-6s  %7s  %s\n", "both", "", clean(excerpt(oneLine(plainValue(c, c.Both)), 0)))
	}
}

// The letters that a value in conflict shows of itself on its line, and those before the
// first difference that stay in sight.
const (
	valueLetters  = 200
	beforeLetters = 40
)

// oneLine has the ends of a text's lines as signs.
func oneLine(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", " ↵ ")
}

// sameUntil gives the number of letters that all texts begin with.
func sameUntil(texts []string) int {
	same := []rune(texts[0])
	for _, text := range texts[1:] {
		n := 0
		for _, r := range text {
			if n == len(same) || same[n] != r {
				break
			}
			n++
		}
		same = same[:n]
	}
	return len(same)
}

// excerpt gives a text of many letters from a little before the letter at which others
// differ from it, with its size.
func excerpt(text string, from int) string {
	if utf8.RuneCountInString(text) <= valueLetters {
		return text
	}
	letters := []rune(text)
	start := 0
	if from > valueLetters-beforeLetters { // else the difference is in sight anyway
		start = from - beforeLetters
	}
	end := min(start+valueLetters, len(letters))
	part := string(letters[start:end])
	if start > 0 {
		part = "…" + part
	}
	if end < len(letters) {
		part += "…"
	}
	return fmt.Sprintf("%s (%s)", part, plural(len(letters), "letter"))
}

// plainValue gives a value of a conflict as a person reads it; of fields that only make
// sense together each by its name, as --take wants them.
func plainValue(c conflictLine, raw json.RawMessage) string {
	var text string
	var list []string
	var together map[string]json.RawMessage
	if names := causal.Fields(c.Field); len(names) > 1 && json.Unmarshal(raw, &together) == nil && together != nil {
		parts := make([]string, len(names))
		for i, name := range names {
			parts[i] = name + "=" + strings.TrimSuffix(plainValue(conflictLine{Kind: c.Kind, Field: name}, together[name]), "(empty)")
		}
		return strings.Join(parts, " ")
	}
	field, _ := model.SchemaOf(c.Kind).Field(c.Field)
	elements := model.ElementTexts(field, raw)
	switch {
	case c.Field == model.FieldDeleted && string(raw) == "true":
		return "delete it"
	case c.Field == model.FieldDeleted:
		return "keep it"
	case len(elements) > 0:
		return strings.Join(elements, "; ")
	case bytes.Equal(raw, []byte("null")) || len(raw) == 0:
		return "(empty)"
	case json.Unmarshal(raw, &text) == nil:
		return text
	case json.Unmarshal(raw, &list) == nil:
		return strings.Join(list, "; ")
	case field.Type == model.TypeFile:
		return fileTexts(raw)
	}
	return string(raw)
}

// fileTexts names attached files with their sizes; what is no list of files stays as it is.
func fileTexts(raw json.RawMessage) string {
	var files []model.Attachment
	if json.Unmarshal(raw, &files) != nil {
		return string(raw)
	}
	texts := make([]string, len(files))
	for i, file := range files {
		texts[i] = fmt.Sprintf("%s (%s)", file.Name, sizeText(file.Size))
	}
	return strings.Join(texts, "; ")
}
