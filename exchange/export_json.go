package exchange

import (
	"bufio"

	"tradedesk/model"
)

// jsonWriter writes an array of records, or a record a line.
type jsonWriter struct {
	out   *bufio.Writer
	array bool
	any   bool
}

func (j *jsonWriter) write(r model.Record) error {
	before, after := "", "\n"
	if j.array {
		before, after = ",\n", ""
		if !j.any {
			before = "[\n"
		}
	}
	j.any = true
	if _, err := j.out.WriteString(before); err != nil {
		return err
	}
	if _, err := j.out.Write(model.EncodeJSON(r)); err != nil {
		return err
	}
	_, err := j.out.WriteString(after)
	return err
}

func (j *jsonWriter) end() error {
	closing := ""
	switch {
	case j.array && j.any:
		closing = "\n]\n"
	case j.array:
		closing = "[]\n"
	}
	_, err := j.out.WriteString(closing)
	return err
}
