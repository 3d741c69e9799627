package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"tradedesk/model"
)

// importJSON reads records as EncodeJSON writes them: in an array, one after the
// other, or one a line.
func (s *session) importJSON(format Format) error {
	records := &jsonReader{src: s.src, lines: format == FormatNDJSON && s.oneALine()}
	s.report.Preset = ownPreset
	return s.readAll(func() (portion, error) { return cutObjects(records, s.pace) })
}

// jsonObjects are the texts of some records.
type jsonObjects []jsonObject

type jsonObject struct {
	text  []byte
	line  int       // where it begins
	fault *rowFault // why it could not be cut out
}

func cutObjects(from *jsonReader, at pace) (portion, error) {
	var out jsonObjects
	for bytes := 0; !at.full(len(out), bytes); {
		text, line, err := from.next()
		fault := asFault(err)
		if err != nil && fault == nil {
			return out, err
		}
		bytes += len(text)
		out = append(out, jsonObject{slices.Clone(text), line, fault})
	}
	return out, nil
}

func (o jsonObjects) read(r *reader) {
	for _, object := range o {
		if object.fault != nil {
			r.rejectFault(object.fault)
		} else {
			r.readJSON(object)
		}
	}
}

// oneALine reports whether the file really has a record a line: its first line
// is one, or its second begins one. Else it is an array, or objects spread out.
func (s *session) oneALine() bool {
	first, rest, more := bytes.Cut(bytes.TrimSpace(s.src.sample(sampleBytes)), []byte("\n"))
	if len(first) == 0 || first[0] == '[' {
		return false
	}
	second := bytes.TrimSpace(rest)
	return !more || json.Valid(first) || len(second) > 0 && second[0] == '{'
}

func (r *reader) readJSON(o jsonObject) {
	record, err := model.DecodeJSON(o.text)
	if errors.Is(err, model.ErrNoKind) && r.kind != "" {
		record, err = decodeAs(r.kind, o.text)
	}
	if err != nil {
		r.reject(refused(RowError{Line: o.line}, err))
		return
	}
	if len(o.text) > model.MaxText {
		for _, long := range model.LongTexts(record) {
			r.warn(refused(RowError{Line: o.line, Field: long.Field}, cutTo(long.Has, long.Most)))
		}
	}
	r.accept(candidate{record: record, line: o.line, size: len(o.text), own: true})
}

// decodeAs reads an object that does not say its kind as one of the kind that
// was asked for.
func decodeAs(kind model.Kind, raw []byte) (model.Record, error) {
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, fmt.Errorf("reading a record: %w", err)
	}
	members["kind"] = mustJSON(kind)
	return model.DecodeJSON(mustJSON(members))
}
