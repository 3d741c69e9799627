package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func someOutgoing() *Outgoing {
	return &Outgoing{
		From: Address{"Salma Benali", "salma@desk.example"}, To: []Address{{"Marie Tremblay", "marie@nord.example"}},
		Subject: "Argan oil [RFQ-2026-4K7M2QX]", At: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), ID: "1@desk.example", Text: "Hello",
	}
}

func written(t testing.TB, m *Outgoing) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is written is read again as what it was, by ourselves and by the standard library.
func TestWriteReadsBack(t *testing.T) {
	m := someOutgoing()
	m.From.Name, m.Subject = `سلمى "الأطلس", SARL`, "زيت الأركان — huile d'argan, commande très longue qui ne tient pas sur une seule ligne [RFQ-2026-4K7M2QX]"
	m.Cc = []Address{{Name: "Comptabilité", Address: "books@nord.example"}, {Address: "c@nord.example"}}
	m.InReplyTo, m.References = "b@nord.example", []string{"a@nord.example", "b@nord.example"}
	m.Text = "Bonjour,\n\n.\n..\nFrom here on\n" + strings.Repeat("une ligne sans fin ", 200) + "\nسلام  \nend"
	m.Files = []OutgoingFile{{Name: "عرض السعر été.pdf", Type: "application/pdf", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(strings.Repeat("%PDF\x00\r\n", 1000))), nil
	}}}
	raw := written(t, m)
	for line := range bytes.Lines(raw) {
		if len(line) > 80 && !bytes.HasPrefix(line, []byte("Content-Disp")) || !bytes.HasSuffix(line, []byte("\r\n")) || bytes.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
			t.Errorf("line %q", line)
		}
	}
	got, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Faults) > 0 || got.Subject != m.Subject || got.From[0] != m.From || got.To[0] != m.To[0] || len(got.To) != 1 || !slices.Equal(got.Cc, m.Cc) || got.ID != m.ID || got.InReplyTo != m.InReplyTo ||
		!slices.Equal(got.References, m.References) || !got.At.Equal(m.At) {
		t.Errorf("%+v", got)
	}
	if strings.TrimSpace(strings.ReplaceAll(got.Text, "\r\n", "\n")) != m.Text {
		t.Errorf("the text is %q", got.Text)
	}
	if len(got.Files) != 1 || got.Files[0].Name != m.Files[0].Name || len(got.Files[0].Content) != 7000 {
		t.Errorf("the files are %+v", got.Files)
	}
	if !bytes.Equal(raw, written(t, m)) {
		t.Error("writing it again gives another message")
	}
}

// No text of a message makes a header of its own.
func TestWriteRefusesLineBreaks(t *testing.T) {
	for name, spoil := range map[string]func(*Outgoing){
		"subject": func(m *Outgoing) { m.Subject = "a\r\nBcc: spy@example.com" },
		"name":    func(m *Outgoing) { m.To[0].Name = "a\nBcc: spy@example.com" },
		"from":    func(m *Outgoing) { m.From.Address = "a@b.example>\r\nBcc: <spy@example.com" },
		"address": func(m *Outgoing) { m.To[0].Address = "a@b.example, spy@example.com" },
		"file": func(m *Outgoing) {
			m.Files = []OutgoingFile{{Name: "a\r\nBcc: x", Open: func() (io.ReadCloser, error) { return nil, io.EOF }}}
		},
	} {
		m := someOutgoing()
		spoil(m)
		if err := m.Write(io.Discard); err == nil {
			t.Errorf("%s: was written", name)
		}
	}
	m := someOutgoing()
	m.Subject = "a\tb"
	if err := m.Write(io.Discard); !errors.Is(err, ErrHeader) {
		t.Error(err)
	}
	if m.To = nil; m.Write(io.Discard) == nil {
		t.Error("a message to nobody was written")
	}
}

var headerNames = []string{"Content-Transfer-Encoding", "Content-Type", "Date", "From", "In-Reply-To", "Message-Id", "Mime-Version", "References", "Subject", "To"}

// checkHeader: whatever is written has the headers of a message and no other.
func checkHeader(t interface{ Fatalf(string, ...any) }, m *Outgoing) {
	var b bytes.Buffer
	if m.Write(&b) != nil {
		return
	}
	got, err := mail.ReadMessage(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatalf("%q: %v", b.String(), err)
	}
	for name, values := range got.Header {
		if !slices.Contains(headerNames, name) || len(values) != 1 {
			t.Fatalf("header %s %q of\n%s", name, values, b.String())
		}
	}
	to, err := got.Header.AddressList("To")
	if err != nil || len(to) != len(m.To) {
		t.Fatalf("To is %v, %v in\n%s", to, err, b.String())
	}
	if ours, err := Parse(b.Bytes()); err != nil || strings.Join(strings.Fields(ours.Subject), " ") != strings.Join(strings.Fields(strings.ToValidUTF8(m.Subject, "\uFFFD")), " ") {
		t.Fatalf("the subject %q, written as\n%s", m.Subject, b.String())
	}
	for line := range bytes.Lines(b.Bytes()) {
		if len(line) > 998 {
			t.Fatalf("a line of %d bytes", len(line))
		}
	}
}

func FuzzWriteHeader(f *testing.F) {
	f.Add("subject", "name", "a@b.example", "id@x", "text")
	f.Add("=?utf-8?q?x?=", `"q", <x@y>`, "a@b.example", "a>\r\nBcc: b", "\r\n.\r\n")
	f.Add("", "", "0@.", "", "")
	f.Fuzz(func(t *testing.T, subject, name, address, id, text string) {
		m := someOutgoing()
		m.Subject, m.To[0].Name, m.To[0].Address, m.ID, m.InReplyTo, m.Text = subject, name, address, id, id, text
		checkHeader(t, m)
	})
}

func TestWriteHeaderLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		any := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a b", "=?utf-8?b?", "\r\nBcc: x@y.example", "é", "سلام", ",", `"`, "\\", "<", strings.Repeat("x", 1200), strings.Repeat("ab ", 300)}))
		m := someOutgoing()
		m.Subject, m.To[0].Name, m.Text = any.Draw(t, "subject"), any.Draw(t, "name"), any.Draw(t, "text")
		m.References = rapid.SliceOfN(any, 0, 5).Draw(t, "references")
		checkHeader(t, m)
	})
}

// Addresses that were put together are the same when they are taken apart, whatever the
// names hold.
func TestJoinLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.OneOf(rapid.StringMatching(`[A-Za-z ,;:<>()"\\@éم.'-]{0,20}`), rapid.Just(""))
		var list []Address
		for n := range rapid.IntRange(1, 4).Draw(t, "n") {
			name := strings.Join(strings.Fields(names.Draw(t, "name")), " ")
			list = append(list, Address{name, fmt.Sprintf("a%d@b.example", n)})
		}
		got, err := ParseAddresses(Join(list))
		if err != nil || !slices.Equal(got, list) {
			t.Fatalf("%q: %+v, %v; want %+v", Join(list), got, err, list)
		}
	})
}
