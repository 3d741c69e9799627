package model

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFileName(t *testing.T) {
	for given, want := range map[string]string{
		"offer.pdf":                       "offer.pdf",
		"../../etc/passwd":                "passwd",
		`C:\Users\x\offer.pdf`:            "offer.pdf",
		"..":                              "file",
		"":                                "file",
		"/":                               "file",
		".bashrc":                         "bashrc",
		"con.txt":                         "_con.txt",
		"COM1":                            "_COM1",
		`a<b>:"|?*.xlsx`:                  "a_b______.xlsx",
		"عرض سعر.pdf":                     "عرض سعر.pdf",
		"evil\x1b[31m.pdf":                "evil[31m.pdf",
		strings.Repeat("é", 400) + ".jpg": strings.Repeat("é", 50) + ".jpg",
		"a.":                              "a",
		"x." + strings.Repeat("y", 50):    "x." + strings.Repeat("y", 48),
	} {
		if got := FileName(given); got != want {
			t.Errorf("FileName(%q) = %q, want %q", given, got, want)
		}
	}
}

// FuzzFileName: whatever data says, the name is one part of a path, and safe again.
func FuzzFileName(f *testing.F) {
	for _, seed := range []string{"a.pdf", "../x", "\x00/..", "con", "a\u202egnp.exe", strings.Repeat("ع", 300), ". . ."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := FileName(name)
		switch {
		case got == "" || got == "." || got == "..", strings.ContainsAny(got, `/\`+"\x00"), filepath.Base(got) != got:
			t.Errorf("%q gives %q, which is no file's name", name, got)
		case !utf8.ValidString(got) || len(got) > 255:
			t.Errorf("%q gives %q: too long, or not UTF-8", name, got)
		case FileName(got) != got:
			t.Errorf("%q gives %q, which gives %q", name, got, FileName(got))
		}
	})
}
