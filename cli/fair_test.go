package cli

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestReadEntry(t *testing.T) {
	in := bufio.NewReader(strings.NewReader("one\n\n  two  \r\nBEGIN:VCARD\nFN:A\nEND:VCARD\n" + strings.Repeat("x", maxCapture+1) + "\nlast"))
	for _, want := range []struct {
		entry string
		lines int
		err   error
	}{
		{"one", 1, nil}, {"", 1, nil}, {"two", 1, nil}, {"BEGIN:VCARD\nFN:A\nEND:VCARD", 3, nil}, {"", 1, errLongEntry}, {"last", 1, io.EOF}, {"", 1, io.EOF},
	} {
		entry, lines, err := readEntry(in)
		if entry != want.entry || lines != want.lines || !errors.Is(err, want.err) {
			t.Errorf("got %q, %d lines and %v, want %q, %d and %v", entry, lines, err, want.entry, want.lines, want.err)
		}
	}
}

func TestAFlawedCardTakesNoMoreThanItsLines(t *testing.T) {
	in := bufio.NewReader(strings.NewReader("BEGIN:VCARD\nFN:A\n"))
	if entry, lines, err := readEntry(in); entry != "BEGIN:VCARD\nFN:A" || lines != 3 || !errors.Is(err, io.EOF) {
		t.Errorf("got %q, %d lines and %v", entry, lines, err)
	}
}
