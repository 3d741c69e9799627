package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"tradedesk/model"
)

// importJSON reads records as EncodeJSON writes them: in an array, one after the
// other, or one a line.
func (s *session) importJSON(format Format) error {
	records := &jsonReader{src: s.src, lines: format == FormatNDJSON && s.oneALine()}
	s.report.Preset = ownPreset
	for {
		raw, line, err := records.next()
		fault := asFault(err)
		switch {
		case err == io.EOF:
			return nil
		case fault != nil:
			s.rejectFault(fault)
		case err != nil:
			return err
		default:
			if err := s.takeJSON(raw, line); err != nil {
				return err
			}
		}
		if err := s.readOne(); err != nil {
			return err
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

func (s *session) takeJSON(raw []byte, line int) error {
	record, err := model.DecodeJSON(raw)
	if errors.Is(err, model.ErrNoKind) && s.req.Kind != "" {
		record, err = s.decodeAs(s.req.Kind, raw)
	}
	if err != nil {
		s.reject(RowError{Line: line, Message: err.Error()})
		return nil
	}
	return s.take(candidate{record: record, line: line, size: len(raw), own: true})
}

// decodeAs reads an object that does not say its kind as one of the kind that
// was asked for.
func (s *session) decodeAs(kind model.Kind, raw []byte) (model.Record, error) {
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, fmt.Errorf("reading a record: %w", err)
	}
	members["kind"] = mustJSON(kind)
	return model.DecodeJSON(mustJSON(members))
}
