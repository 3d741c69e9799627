//go:build unix

package main

import (
	"strings"
	"testing"
	"time"
)

func TestSample(t *testing.T) {
	s := sample{5 * time.Millisecond, time.Millisecond, 3 * time.Millisecond, 2 * time.Millisecond, 4 * time.Millisecond}
	if s.at(0.5) != 3*time.Millisecond || s.at(0.99) != 5*time.Millisecond || s.at(0) != time.Millisecond || (sample{}).at(0.5) != 0 {
		t.Errorf("median %v, p99 %v, least %v", s.at(0.5), s.at(0.99), s.at(0))
	}
	if got := s.String(); got != "3.00 ms (2.00 ms to 4.00 ms)" {
		t.Errorf("%q", got)
	}
}

func TestCSVIsWhatAnImportReads(t *testing.T) {
	var out strings.Builder
	if err := writeCSV(&out, 50); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(out.String(), "\n"); lines[0] != strings.Join(header, ",") || len(lines) < 51 {
		t.Errorf("%d lines, the first %q", len(lines), lines[0])
	}
}
