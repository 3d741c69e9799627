package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

func all(t interface{ Fatal(...any) }, in io.Reader) []Raw {
	box := NewMailbox(in)
	var out []Raw
	for {
		raw, err := box.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, raw)
	}
}

func TestMailboxes(t *testing.T) {
	for name, test := range map[string]struct {
		file string
		want []string
	}{
		"one message":            {"From: a@b.c\n\nhello\n", []string{"From: a@b.c\n\nhello\n"}},
		"mboxrd":                 {"From a@b.c Tue Nov 24 09:00:00 2026\nSubject: 1\n\n>From me\n>>From you\n\nFrom - \nSubject: 2\n\nx\n", []string{"Subject: 1\n\nFrom me\n>From you\n\n", "Subject: 2\n\nx\n"}},
		"From in the text":       {"From a@b.c Tue Nov 24 09:00:00 2026\nSubject: 1\n\nFrom what I know at 9:00 am\nyes\n", []string{"Subject: 1\n\nFrom what I know at 9:00 am\nyes\n"}},
		"no blank line between":  {"From a@b.c Tue Nov 24 09:00:00 2026\nSubject: 1\n\nx\nFrom a@b.c Tue Nov 24 09:00:00 2026\nFrom: b\n\ny\n", []string{"Subject: 1\n\nx\n", "From: b\n\ny\n"}},
		"a length that counts":   {"From a@b.c Tue Nov 24 09:00:00 2026\nContent-Length: 54\n\nFrom a@b.c Tue Nov 24 09:00:00 2026\nSubject: inner\n\nz\n\n\nFrom - \nSubject: 2\n\nx\n", []string{"Content-Length: 54\n\nFrom a@b.c Tue Nov 24 09:00:00 2026\nSubject: inner\n\nz\n", "Subject: 2\n\nx\n"}},
		"a length that lies":     {"From a@b.c Tue Nov 24 09:00:00 2026\nContent-Length: 3\n\nhello\n\nFrom - \nSubject: 2\n\nx\n", []string{"Content-Length: 3\n\nhello\n\n", "Subject: 2\n\nx\n"}},
		"carriage returns":       {"From a@b.c Tue Nov 24 09:00:00 2026\r\nSubject: 1\r\n\r\nx\r\n\r\nFrom - \r\nSubject: 2\r\n\r\ny\r\n", []string{"Subject: 1\r\n\r\nx\r\n\r\n", "Subject: 2\r\n\r\ny\r\n"}},
		"nothing but blank ones": {"\n\r\n\n", nil},
	} {
		for _, in := range []io.Reader{strings.NewReader(test.file), iotest.OneByteReader(strings.NewReader(test.file))} {
			var got []string
			for _, raw := range all(t, in) {
				got = append(got, string(raw.Bytes))
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", test.want) {
				t.Errorf("%s: got %q", name, got)
			}
		}
	}
	if _, err := NewMailbox(iotest.ErrReader(io.ErrUnexpectedEOF)).Next(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

// Messages that are put into a mailbox come out of it as they were.
func TestMailboxGivesBackWhatWasPutIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{"", "hello", "From me", "From a@b.c Tue Nov 24 09:00:00 2026", ">From x", "Subject: x", "--b"})
		var file []byte
		var put []string
		for range rapid.IntRange(0, 6).Draw(t, "messages") {
			text := "Subject: " + rapid.StringMatching(`[a-z]{0,5}`).Draw(t, "subject") + "\n\n" + strings.Join(rapid.SliceOfN(line, 0, 8).Draw(t, "text"), "\n") + "\n"
			put = append(put, text)
			file = append(file, quoted("cur/a b:2,S", []byte(text))...)
		}
		got := all(t, bytes.NewReader(file))
		if len(got) != len(put) {
			t.Fatalf("%d messages of %d", len(got), len(put))
		}
		for i, raw := range got {
			if strings.TrimRight(string(raw.Bytes), "\n") != strings.TrimRight(put[i], "\n") || raw.File() != "cur/a b:2,S" {
				t.Fatalf("got %q of %q, %q", raw.Bytes, put[i], raw.File())
			}
		}
	})
}

// Messages lie across the pieces in which a file is read.
func TestMailboxLargerThanItsBuffer(t *testing.T) {
	var file strings.Builder
	const messages = 5000
	for i := range messages {
		fmt.Fprintf(&file, "From - \nSubject: %d\n\n%s\n\n", i, strings.Repeat("line\n", i%200))
	}
	got := all(t, iotest.HalfReader(strings.NewReader(file.String())))
	if len(got) != messages {
		t.Fatalf("%d messages", len(got))
	}
	for i, raw := range got {
		if !strings.HasPrefix(string(raw.Bytes), fmt.Sprintf("Subject: %d\n\n", i)) || strings.Count(string(raw.Bytes), "line\n") != i%200 {
			t.Fatalf("message %d: %.60q", i, raw.Bytes)
		}
	}
}

func FuzzMailbox(f *testing.F) {
	f.Add([]byte("From - \nContent-Length: 2\n\nx\n\nFrom - \nA: b\n"))
	f.Add([]byte("\n\nFrom -\nFrom fejj@gnome.org\nTo: b@sud.ma\n\nFrom - \nFrom: c@nord.fi\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		size := 0
		for _, raw := range all(t, bytes.NewReader(file)) {
			size += len(raw.Bytes)
		}
		if size > len(file) {
			t.Errorf("%d bytes out of %d", size, len(file))
		}
	})
}

func FuzzMessage(f *testing.F) {
	f.Add([]byte("From: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--b--"))
	f.Add([]byte("Subject: =?utf-8?b?2LTYsQ?= =?x?q?=D9?=\nContent-Transfer-Encoding: base64\n\n!!!="))
	f.Add([]byte("Date: x\nContent-Type: text/plain; format=flowed; delsp=yes\n\n> a \n>> b \nc"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := Parse(raw)
		if err != nil {
			return
		}
		if len(m.Files) > maxParts+1 || len(m.Faults) > 20 || m.Key() == "" {
			t.Errorf("%d files, faults %q", len(m.Files), m.Faults)
		}
	})
}
