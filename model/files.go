package model

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// IsSHA256 reports whether text is a SHA-256 as records name contents: nothing else becomes
// a path.
func IsSHA256(text string) bool {
	return len(text) == 2*sha256.Size && strings.Trim(text, "0123456789abcdef") == ""
}

// FilesField gives the field in which records of a kind hold what is attached to
// them; false when they hold nothing.
func FilesField(k Kind) (Field, bool) {
	if schema := SchemaOf(k); schema != nil {
		for _, f := range schema.Fields {
			if f.Type == TypeFile && f.List {
				return f, true
			}
		}
	}
	return Field{}, false
}

// FilesOf gives what is attached to r.
func FilesOf(r Record) []Attachment {
	f, ok := FilesField(r.Kind())
	if !ok {
		return nil
	}
	files, _ := f.Value(r).([]Attachment)
	return files
}

// Attach gives the set that attaches files to r: what is attached already is not
// attached twice, and no two files have one name. An empty set changes nothing.
func Attach(r Record, files ...Attachment) (Set, error) {
	f, ok := FilesField(r.Kind())
	if !ok {
		return nil, fmt.Errorf("nothing can be attached to a %s", r.Kind())
	}
	all := slices.Clone(FilesOf(r))
	for _, file := range files {
		if slices.ContainsFunc(all, func(has Attachment) bool { return has.SHA256 == file.SHA256 }) {
			continue
		}
		file.Name = freeName(file.Name, all)
		all = append(all, file)
	}
	switch {
	case len(all) == len(FilesOf(r)):
		return Set{}, nil
	case len(all) > MaxElements:
		return nil, fmt.Errorf("%d files: a record has at most %d", len(all), MaxElements)
	}
	return Set{f.Name: canonicalValue(all)}, nil
}

// Detach gives the set that takes the file at an index off r.
func Detach(r Record, at int) (Set, error) {
	f, ok := FilesField(r.Kind())
	files := FilesOf(r)
	if !ok || at < 0 || at >= len(files) {
		return nil, fmt.Errorf("%s has no file %d", r.Kind(), at+1)
	}
	files = slices.Delete(slices.Clone(files), at, at+1)
	if len(files) == 0 {
		return Set{f.Name: json.RawMessage("null")}, nil
	}
	return Set{f.Name: canonicalValue(files)}, nil
}

// freeName gives a name that none of the files has: "offer (2).pdf".
func freeName(name string, files []Attachment) string {
	base, ending := name, ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		base, ending = name[:dot], name[dot:]
	}
	taken := func(name string) bool {
		return slices.ContainsFunc(files, func(has Attachment) bool { return strings.EqualFold(has.Name, name) })
	}
	free := name
	for n := 2; taken(free); n++ {
		free = fmt.Sprintf("%s (%d)%s", base, n, ending)
	}
	return free
}
