// Build makes the embedded tables of package reference from its source files.
// Run it in model/reference: go generate .
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run("source", "data"); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(source, data string) error {
	tables, err := build(source)
	if err != nil {
		return err
	}
	for name, content := range tables {
		packed, err := pack(content)
		if err != nil {
			return fmt.Errorf("packing %s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(data, name+".gz"), packed, 0o644); err != nil {
			return fmt.Errorf("writing the table %s: %w", name, err)
		}
	}
	return nil
}

// build gives each table's content by name: lines of fields parted by tabs,
// lists within a field by "|".
func build(source string) (map[string][]byte, error) {
	tables := map[string][]byte{}
	for name, make := range map[string]func(string) ([]byte, error){
		"countries":   countries,
		"former":      formerCountries,
		"currencies":  currencies,
		"units":       units,
		"headings":    headings,
		"ports":       ports,
		"places":      places,
		"freemail":    freeMail,
		"dialplans":   dialPlans,
		"dialformats": dialFormats,
		"aliases":     aliases,
	} {
		content, err := make(source)
		if err != nil {
			return nil, fmt.Errorf("building the table %s: %w", name, err)
		}
		tables[name] = content
	}
	return tables, nil
}

func pack(content []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
