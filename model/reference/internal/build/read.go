package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// row is one line of a source file by column name.
type row map[string]string

func readCSV(source, name string) (rows []row, err error) {
	f, err := os.Open(filepath.Join(source, name))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var in io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
	}
	lines, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	for _, line := range lines[1:] {
		r := row{}
		for i, column := range lines[0] {
			r[column] = strings.TrimSpace(line[i])
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// table collects the lines of an embedded table.
type table struct {
	buf bytes.Buffer
	err error
}

func (t *table) add(fields ...string) {
	for i, f := range fields {
		if strings.ContainsAny(f, "\t\n") {
			t.err = fmt.Errorf("a field holds a tab or a line end: %q", f)
		}
		if i > 0 {
			t.buf.WriteByte('\t')
		}
		t.buf.WriteString(f)
	}
	t.buf.WriteByte('\n')
}

func (t *table) content() ([]byte, error) { return t.buf.Bytes(), t.err }

// list joins the names that are not empty, each once.
func list(names ...string) string {
	var kept []string
	seen := map[string]bool{"": true}
	for _, n := range names {
		for part := range strings.SplitSeq(n, "|") {
			if part = strings.TrimSpace(part); !seen[part] {
				seen[part] = true
				kept = append(kept, part)
			}
		}
	}
	return strings.Join(kept, "|")
}
