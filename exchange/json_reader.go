package exchange

import (
	"io"
)

// jsonReader finds where records begin and end in a file, so that no more than
// one is in memory, and a broken one costs only itself.
type jsonReader struct {
	src   *byteSource
	lines bool // a record a line
	array bool // inside the brackets of an array
	begun bool
	text  []byte
}

// next gives the text of the next record and the line where it begins; valid
// until the next call. A *rowFault tells of one that was skipped; io.EOF is the
// end.
func (j *jsonReader) next() (record []byte, line int, err error) {
	if err := j.between(); err != nil {
		return nil, j.src.line, err
	}
	line = j.src.line
	j.text = j.text[:0]
	switch b, _ := j.src.peek(); {
	case j.lines:
		err = j.wholeLine()
	case b == '{':
		err = j.object()
	default:
		err = j.noObject()
	}
	if err != nil {
		return nil, line, err
	}
	return j.text, line, nil
}

// between passes over what stands between records.
func (j *jsonReader) between() error {
	for {
		b, ok := j.src.peek()
		if !ok {
			return j.ended()
		}
		switch {
		case b == '\n' || b == '\r':
			j.src.skip(1)
			j.src.endLine(b)
			continue
		case b == ' ' || b == '\t' || b == ',' && j.array:
		case b == '[' && !j.begun && !j.lines:
			j.array = true
		case b == ']' && j.array:
			j.array = false
		default:
			j.begun = true
			return nil
		}
		j.begun = j.begun || b == '['
		j.src.skip(1)
	}
}

func (j *jsonReader) ended() error {
	if err := j.src.failed(); err != nil {
		return err
	}
	if j.array {
		j.array = false
		return &rowFault{line: j.src.line, why: errEndsInArray}
	}
	return io.EOF
}

// wholeLine takes the rest of the line.
func (j *jsonReader) wholeLine() error {
	var fault *rowFault
	for {
		fault = j.addRun(fault, lineStops)
		b, ok := j.src.next()
		if !ok && j.src.failed() != nil {
			return j.src.failed()
		}
		if !ok || b == '\n' || b == '\r' {
			if ok {
				j.src.endLine(b)
			}
			return asError(fault)
		}
		if fault == nil {
			fault = j.add(b)
		}
	}
}

// object takes one object, by its braces outside of strings.
func (j *jsonReader) object() error {
	begins := j.src.line
	depth, quoted, escaped := 0, false, false
	var fault *rowFault
	for {
		if !escaped {
			fault = j.addRun(fault, objectStops)
		}
		b, ok := j.src.next()
		if !ok {
			if err := j.src.failed(); err != nil {
				return err
			}
			return &rowFault{line: begins, why: errEndsInRecord}
		}
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = b == '\\', b != '"'
		case b == '"':
			quoted = true
		case b == '{':
			depth++
		case b == '}':
			depth--
		}
		if fault == nil {
			fault = j.add(b)
		}
		if b == '\n' || b == '\r' {
			j.src.endLine(b)
		}
		if depth == 0 {
			return asError(fault)
		}
	}
}

// noObject passes over what is not an object, to where the next may begin.
func (j *jsonReader) noObject() error {
	fault := &rowFault{line: j.src.line, why: errNoObject}
	for first := true; ; first = false {
		b, ok := j.src.peek()
		if !ok && j.src.failed() != nil {
			return j.src.failed()
		}
		if !ok || !first && (b == ',' || b == ']' || b == '{' || b == '\n' || b == '\r') {
			return fault
		}
		j.src.skip(1)
	}
}

// asError keeps a nil fault from becoming an error.
func asError(fault *rowFault) error {
	if fault == nil {
		return nil
	}
	return fault
}

var (
	lineStops   = stopAt("\r\n")
	objectStops = stopAt("\"\\{}\r\n")
)

// addRun takes the bytes that mean nothing to the reader.
func (j *jsonReader) addRun(fault *rowFault, until *stops) *rowFault {
	plain := j.src.run(until)
	if fault == nil {
		fault = j.add(plain...)
	}
	return fault
}

func (j *jsonReader) add(more ...byte) *rowFault {
	if len(j.text)+len(more) > maxRecordBytes {
		return &rowFault{line: j.src.line, why: errLongRecord.With(atMost(maxRecordBytes >> 20))}
	}
	j.text = append(j.text, more...)
	return nil
}
