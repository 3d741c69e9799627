package exchange

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"tradedesk/exchange/charset"
	"tradedesk/model"
)

// MaxMapping bounds the text of a mapping, in bytes.
const MaxMapping = 64 << 10

// MappingError says what is wrong with a mapping and in which line; 0 is no line.
type MappingError struct {
	Line    int
	Message string
}

// Error gives one line.
func (e *MappingError) Error() string {
	if e.Line == 0 {
		return "the mapping: " + e.Message
	}
	return fmt.Sprintf("the mapping, line %d: %s", e.Line, e.Message)
}

// mappingFile is a mapping as its file has it.
type mappingFile struct {
	Kind      string                       `toml:"kind"`
	Sheet     string                       `toml:"sheet"`
	Header    *int                         `toml:"header"`
	Delimiter string                       `toml:"delimiter"`
	Charset   string                       `toml:"charset"`
	Decimal   string                       `toml:"decimal"`
	Dates     string                       `toml:"dates"`
	Columns   map[string]string            `toml:"columns"`
	Constants map[string]string            `toml:"constants"`
	Values    map[string]map[string]string `toml:"values"`
}

// ParseMapping reads a mapping in TOML, strictly: what it does not know is an
// error. Errors are *MappingError.
func ParseMapping(text string) (*Mapping, error) {
	if len(text) > MaxMapping {
		return nil, &MappingError{Message: fmt.Sprintf("is larger than %d KiB", MaxMapping>>10)}
	}
	var f mappingFile
	meta, err := toml.Decode(text, &f)
	if err != nil {
		var at toml.ParseError
		if errors.As(err, &at) {
			return nil, &MappingError{Line: at.Position.Line, Message: at.Message}
		}
		return nil, wrongType(err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, &MappingError{lineOf(text, unknown[0]), fmt.Sprintf(
			"%.60q is no setting: want kind, sheet, header, delimiter, charset, decimal, dates, [columns], [constants] or [values.FIELD]", unknown[0].String())}
	}
	m := &Mapping{Sheet: f.Sheet, Charset: f.Charset, Constants: f.Constants, Values: f.Values}
	for _, check := range []struct {
		key  string
		read func() error
	}{
		{"kind", func() error { return m.setKind(f.Kind) }},
		{"header", func() error { return m.setHeader(f.Header) }},
		{"delimiter", func() error { return m.setDelimiter(f.Delimiter) }},
		{"charset", func() error { return checkIfSet(f.Charset, charset.Check) }},
		{"decimal", func() error { return m.setDecimal(f.Decimal) }},
		{"dates", func() error { return m.setDates(f.Dates) }},
	} {
		if err := check.read(); err != nil {
			return nil, &MappingError{lineOf(text, toml.Key{check.key}), check.key + ": " + err.Error()}
		}
	}
	for _, key := range meta.Keys() {
		if len(key) == 2 && key[0] == "columns" {
			m.Columns = append(m.Columns, MappedColumn{key[1], f.Columns[key[1]]})
		}
		if err := m.checkName(key); err != nil {
			return nil, &MappingError{lineOf(text, key), err.Error()}
		}
	}
	return m, nil
}

// decodeError is how the TOML package words a value of the wrong type.
var decodeError = lazily(`^(?:toml: )?line (\d+) \(last key "(.*)"\): (.*)$`)

func wrongType(err error) error {
	m := decodeError().FindStringSubmatch(err.Error())
	if m == nil {
		return &MappingError{Message: strings.TrimPrefix(err.Error(), "toml: ")}
	}
	return &MappingError{Line: number(m[1]), Message: fmt.Sprintf("%.60s: %s", m[2], m[3])}
}

// checkName refuses names of fields that no record, or none of the kind, has.
func (m *Mapping) checkName(key toml.Key) error {
	if len(key) != 2 || key[0] != "columns" && key[0] != "constants" && key[0] != "values" {
		return nil
	}
	name := key[1]
	if key[0] == "columns" {
		name, _ = m.column(key[1])
	}
	if m.Kind != "" {
		_, err := roleOf(m.Kind, name)
		return err
	}
	for _, kind := range model.Kinds() {
		if slices.Contains(MappedNames(kind), name) {
			return nil
		}
	}
	return fmt.Errorf("%.40q is no field of any kind of record", name)
}

func checkIfSet(text string, check func(string) error) error {
	if text == "" {
		return nil
	}
	return check(text)
}

func (m *Mapping) setKind(name string) error {
	return checkIfSet(name, func(name string) (err error) {
		m.Kind, err = model.ParseKind(name)
		return err
	})
}

func (m *Mapping) setHeader(row *int) error {
	switch {
	case row == nil:
	case *row == 0:
		m.Header = NoHeader
	case *row < 0 || *row > headerRows:
		return fmt.Errorf("%d: want the number of a row from 1 to %d, or 0 for none", *row, headerRows)
	default:
		m.Header = *row
	}
	return nil
}

func (m *Mapping) setDelimiter(text string) error {
	return checkIfSet(text, func(text string) error {
		if len(text) != 1 || strings.ContainsAny(text, "\"\r\n") || text[0] >= 0x80 {
			return fmt.Errorf("%.10q: want one character, such as \";\" or \"\\t\"", text)
		}
		m.Delimiter = text[0]
		return nil
	})
}

func (m *Mapping) setDecimal(text string) error {
	return checkIfSet(text, func(text string) error {
		if text != "." && text != "," {
			return fmt.Errorf("%.10q: want \".\" or \",\"", text)
		}
		m.Decimal = text[0]
		return nil
	})
}

func (m *Mapping) setDates(text string) error {
	return checkIfSet(text, func(text string) error {
		m.Dates = DateOrder(text)
		if m.Dates != DayFirst && m.Dates != MonthFirst && m.Dates != YearFirst {
			return fmt.Errorf("%.10q: want dmy, mdy or ymd", text)
		}
		return nil
	})
}

// lineOf finds the line of a key, 0 when it is not found: the parser gives it
// for its own errors only.
func lineOf(text string, key toml.Key) int {
	table := ""
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			table = strings.ReplaceAll(strings.Trim(line, "[] "), `"`, "")
			if table == strings.Join(key, ".") {
				return i + 1
			}
			continue
		}
		name, _, found := strings.Cut(line, "=")
		name = strings.Trim(strings.TrimSpace(name), `"'`)
		full := name
		if table != "" {
			full = table + "." + name
		}
		if found && full == strings.Join(key, ".") {
			return i + 1
		}
	}
	return 0
}

// Text writes the mapping in TOML, as ParseMapping reads it.
func (m *Mapping) Text() string {
	var out strings.Builder
	out.WriteString("# How tradedesk reads files with these columns.\n")
	setting := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&out, "%s = %s\n", name, value)
		}
	}
	quoted := func(s string) string {
		if s == "" {
			return ""
		}
		return quoteTOML(s)
	}
	setting("kind", quoted(string(m.Kind)))
	setting("sheet", quoted(m.Sheet))
	switch {
	case m.Header > 0:
		setting("header", strconv.Itoa(m.Header))
	case m.Header == NoHeader:
		setting("header", "0")
	}
	setting("delimiter", quoted(byteText(m.Delimiter)))
	setting("charset", quoted(m.Charset))
	setting("decimal", quoted(byteText(m.Decimal)))
	setting("dates", quoted(string(m.Dates)))
	if len(m.Columns) > 0 {
		out.WriteString("\n[columns]\n")
	}
	for _, c := range m.Columns {
		setting(quoteTOML(c.Header), quoteTOML(c.Field))
	}
	writeTable(&out, "constants", m.Constants)
	for _, field := range slices.Sorted(maps.Keys(m.Values)) {
		writeTable(&out, "values."+quoteTOML(field), m.Values[field])
	}
	return out.String()
}

func writeTable(out *strings.Builder, name string, table map[string]string) {
	if len(table) == 0 {
		return
	}
	fmt.Fprintf(out, "\n[%s]\n", name)
	for _, key := range slices.Sorted(maps.Keys(table)) {
		fmt.Fprintf(out, "%s = %s\n", quoteTOML(key), quoteTOML(table[key]))
	}
}

func byteText(b byte) string {
	if b == 0 {
		return ""
	}
	return string(rune(b))
}

// quoteTOML writes a basic string; JSON's escapes are among TOML's.
func quoteTOML(s string) string { return strings.ReplaceAll(string(mustJSON(s)), "\x7f", `\u007F`) }
