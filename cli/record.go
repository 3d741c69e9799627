package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

// printRecord writes a record for a person or, with --json, a script.
func (a *app) printRecord(ctx context.Context, d desk.Desk, r model.Record) error {
	var score *model.Score
	if r.Kind() == model.KindLead {
		detail, err := d.Detail(ctx, r.Header().ID)
		if err != nil {
			return err
		}
		score = detail.Score
	}
	if a.json {
		return a.printJSON(json.RawMessage(model.EncodeJSONWith(r, derived(score))))
	}
	w := bufio.NewWriter(a.env.Out)
	a.writeRecord(w, r, score)
	return w.Flush()
}

// derived gives what the JSON of a record has beside its fields.
func derived(score *model.Score) map[string]any {
	if score == nil {
		return nil
	}
	return map[string]any{"score": score.Total}
}

// labelCells is how wide the names of fields are in text, but for longer ones.
const labelCells = 14

// writeRecord writes a record's fields, one to a line, their values aligned. An
// error of the writer stays in it.
func (a *app) writeRecord(w *bufio.Writer, r model.Record, score *model.Score) {
	h := r.Header()
	fmt.Fprintf(w, "%s %s", clean(string(r.Kind())), h.ID)
	if h.Deleted {
		fmt.Fprint(w, " (deleted)")
	}
	fmt.Fprintln(w)
	if schema := model.SchemaOf(r.Kind()); schema != nil {
		for _, f := range schema.Fields {
			if f.Name != "id" && f.Name != model.FieldDeleted && !f.Empty(r) {
				writeField(w, f.Name, a.fieldText(f, r))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(h.Extra)) {
		writeField(w, name, jsonText(h.Extra[name]))
	}
	if score == nil {
		return
	}
	writeField(w, "score", fmt.Sprint(score.Total))
	for _, reason := range score.Reasons {
		writeField(w, "", fmt.Sprintf("%+d %s", reason.Points, reason.Detail))
	}
}

// writeField writes one field; further lines of its value are aligned with the first.
func writeField(w io.Writer, name, text string) {
	name = clean(name)
	name += strings.Repeat(" ", max(0, labelCells-ansi.StringWidth(name)))
	for line := range strings.Lines(cleanBlock(text)) {
		// A failed write stays in the buffer that w is, for its Flush to say.
		_, _ = fmt.Fprintf(w, "  %s  %s\n", name, strings.TrimRight(line, "\n"))
		name = strings.Repeat(" ", labelCells)
	}
}

// fieldText gives a field's value as a person reads it.
func (a *app) fieldText(f model.Field, r model.Record) string {
	if at, ok := f.Value(r).(value.Instant); ok {
		return a.timeText(at)
	}
	return jsonText(f.Get(r))
}

// timeText gives a moment in the zone of the person, with the zone's name.
func (a *app) timeText(at value.Instant) string {
	if at.IsZero() {
		return ""
	}
	return at.Time().In(a.env.Location).Format("2006-01-02 15:04 MST")
}

// timeStamp gives a moment for scripts: RFC 3339 in UTC, to the second.
func timeStamp(at value.Instant) string {
	if at.IsZero() {
		return ""
	}
	return at.Time().Format(time.RFC3339)
}

// jsonText gives a JSON value as plain text: strings as they are, lists of them
// on one line, lists of objects one to a line.
func jsonText(raw json.RawMessage) string {
	var v any
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return string(raw)
	}
	return plainText(v)
}

func plainText(v any) string {
	switch v := v.(type) {
	case nil:
		return "-"
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		separator := ", "
		for i, elem := range v {
			parts[i] = plainText(elem)
			if _, ok := elem.(map[string]any); ok {
				separator = "\n"
			}
		}
		return strings.Join(parts, separator)
	case map[string]any:
		parts := make([]string, 0, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, name+" "+plainText(v[name]))
		}
		return strings.Join(parts, ", ")
	default:
		return fmt.Sprint(v)
	}
}
