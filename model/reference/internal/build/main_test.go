package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestEmbeddedTablesAreUpToDate(t *testing.T) {
	tables, err := build("../../source")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../data/*.gz")
	if err != nil || len(files) != len(tables) {
		t.Fatalf("%d files in data, want %d (%v)", len(files), len(tables), err)
	}
	for name, want := range tables {
		packed, err := os.ReadFile(filepath.Join("../../data", name+".gz"))
		if err != nil {
			t.Fatal(err)
		}
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("data/%s.gz is not what the sources make: run go generate ./model/reference", name)
		}
	}
}
