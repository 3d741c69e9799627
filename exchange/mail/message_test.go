package mail

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func parse(t *testing.T, lines ...string) *Message {
	t.Helper()
	m, err := Parse([]byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestBrokenMessagesAreReadAsFarAsTheyGo(t *testing.T) {
	const from = "From: Aino <aino@nord.fi>"
	for name, test := range map[string]struct {
		lines   []string
		subject string
		text    string
		fault   string // part of the only one, "" for none
	}{
		"bytes without a charset in the header": {[]string{from, "Subject: Pr\xe9vision", "", "x"}, "Prévision", "x", ""},
		"a header without a blank line":         {[]string{from, "Subject: a", "no header at all", "more"}, "a", "no header at all\nmore", "header is broken"},
		"a stray line":                          {[]string{from, "nonsense", "Subject: a", "", "x"}, "a", "x", "header is broken"},
		"a folded subject":                      {[]string{from, "Subject: a", "\tb", " c", "", "x"}, "a b c", "x", ""},
		"a letter cut in two":                   {[]string{from, "Subject: =?utf-8?B?2LTYsQ==?= =?utf-8?B?2Yo=?=", " =?UTF-8?q?=D9?=", " =?utf-8?q?=83?=", "", "x"}, "شريك", "x", ""},
		"an encoded word in none":               {[]string{from, "Subject: =?x?y?z =?utf-8?q?caf=C3=A9?= au lait", "", "x"}, "=?x?y?z café au lait", "x", ""},
		"a charset that is not so":              {[]string{from, "Subject: a", "Content-Type: text/plain; charset=utf-8", "", "d\xe9j\xe0 vu"}, "a", "déjà vu", "says that it is in UTF-8 and is not"},
		"UTF-8 that says Latin":                 {[]string{from, "Subject: a", "Content-Type: text/plain; charset=iso-8859-1", "", "déjà"}, "a", "déjà", "is in UTF-8"},
		"a charset of nobody":                   {[]string{from, "Subject: a", "Content-Type: text/plain; charset=klingon", "", "d\xe9j\xe0 vu"}, "a", "déjà vu", "not known"},
		"Arabic in Windows-1256":                {[]string{from, "Subject: a", "Content-Type: text/plain; charset=windows-1256", "", "\xe3\xd1\xcd\xc8\xc7"}, "a", "مرحبا", ""},
		"Japanese":                              {[]string{from, "Subject: a", "Content-Type: text/plain; charset=iso-2022-jp", "", "\x1b$B$3$s\x1b(B"}, "a", "こん", ""},
		"base64 with a footer":                  {[]string{from, "Subject: a", "Content-Transfer-Encoding: base64", "", "aGVs!bG8=", "-- ", "list"}, "a", "hello", "part of it is broken"},
		"quoted-printable, cut":                 {[]string{from, "Subject: a", "Content-Transfer-Encoding: quoted-printable", "", "50 =", "kg =zz caf=C3=A9 ="}, "a", "50 kg =zz café ", ""},
		"parts without a boundary":              {[]string{from, "Subject: a", "Content-Type: multipart/mixed", "", "--b", "Content-Type: text/plain", "", "hello", "--b--"}, "a", "hello", "found by their lines"},
		"parts and no parts":                    {[]string{from, "Subject: a", "Content-Type: multipart/mixed; boundary=b", "", "hello"}, "a", "hello", "says that it has parts"},
		"parts without an end":                  {[]string{from, "Subject: a", "Content-Type: multipart/mixed; boundary=\"b\"", "", "--b", "", "hello"}, "a", "hello", "end is missing"},
		"alternatives":                          {[]string{from, "Subject: a", "Content-Type: multipart/alternative; boundary=b", "", "--b", "Content-Type: text/html", "", "<p>no</p>", "--b", "", "yes", "--b--"}, "a", "yes", ""},
		"only a page":                           {[]string{from, "Subject: a", "Content-Type: text/html", "", "<p>Hi<p>there"}, "a", "Hi\n\nthere", ""},
		"flowed text":                           {[]string{from, "Subject: a", "Content-Type: text/plain; format=flowed", "", "one ", "two", "> q ", "> r", "end"}, "a", "one two\n> q r\nend\n", ""},
		"a date of no calendar":                 {[]string{from, "Subject: a", "Date: yesterday", "", "x"}, "a", "x", "date cannot be read"},
	} {
		m := parse(t, test.lines...)
		if m.Subject != test.subject || m.Text != test.text {
			t.Errorf("%s: got %q, %q", name, m.Subject, m.Text)
		}
		if got := said(m.Faults); (got == "") != (test.fault == "") || !strings.Contains(got, test.fault) {
			t.Errorf("%s: faults %q, want %q", name, got, test.fault)
		}
	}
	if _, err := Parse([]byte("hello\n\nworld")); err == nil {
		t.Error("no header at all is a message")
	}
}

func TestAttachments(t *testing.T) {
	m := parse(t, "From: a@nord.fi", "Content-Type: multipart/mixed; boundary=b", "", "preamble",
		"--b", "Content-Type: application/pdf; name=price list; v2.pdf", "Content-Transfer-Encoding: base64", "", "JVBERg==",
		"--b", "Content-Type: application/octet-stream", "Content-Disposition: attachment; filename*=utf-8''%D8%B3%D8%B9%D8%B1.xlsx", "", "x",
		"--b", "Content-Type: application/octet-stream; name=\"=?utf-8?q?caf=C3=A9.txt?=\"", "", "y",
		"--b", "Content-Type: application/ms-tnef", "", "z",
		"--b", "Content-Type: message/rfc822", "", "From: b@sud.ma", "Subject: Inner", "", "deep",
		"--b", "Content-Type: text/calendar", "", "BEGIN:VCALENDAR", "--b--", "epilogue")
	var names []string
	for _, f := range m.Files {
		names = append(names, f.Name+"="+string(f.Content))
	}
	want := []string{"price list=%PDF", "سعر.xlsx=x", "café.txt=y", "winmail.dat=z", "Inner.eml=From: b@sud.ma\nSubject: Inner\n\ndeep", "invite.ics=BEGIN:VCALENDAR"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q", names)
	}
	if m.Text != "---------- Inner\nb@sud.ma\n\ndeep" || len(m.Faults) != 1 || !errors.Is(m.Faults[0], errWinmail) {
		t.Errorf("text %q, faults %q", m.Text, m.Faults)
	}
}

// However deep and however many, parts end.
func TestPartsAreBounded(t *testing.T) {
	deep := "From: a@nord.fi\n"
	for range 100 {
		deep += "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	}
	m := parse(t, deep+"\nx")
	if len(m.Faults) == 0 {
		t.Error("a hundred levels are no fault")
	}
	many := parse(t, "From: a@nord.fi", "Content-Type: multipart/mixed; boundary=b", "", strings.Repeat("--b\nContent-Type: image/png\n\nx\n", 3000)+"--b--")
	if len(many.Files) > maxParts || !strings.Contains(said(many.Faults), "more than") {
		t.Errorf("%d files, faults %q", len(many.Files), many.Faults)
	}
}

func TestAddresses(t *testing.T) {
	for raw, want := range map[string]string{
		`Aino <aino@nord.fi>`:                         "Aino <aino@nord.fi>",
		`"Värta, Aino" <aino@nord.fi>, b@sud.ma`:      "Värta, Aino <aino@nord.fi>, b@sud.ma",
		`aino@nord.fi (Aino Värta)`:                   "Aino Värta <aino@nord.fi>",
		`undisclosed-recipients:;`:                    "undisclosed-recipients",
		`Team: a@nord.fi, b@nord.fi;`:                 "a@nord.fi, b@nord.fi",
		`=?utf-8?q?Caf=C3=A9=2C?= <c@nord.fi>; d@x.y`: "Café, <c@nord.fi>, d@x.y",
		`<mailto:a@nord.fi>`:                          "a@nord.fi",
		`"a`:                                          `"a`,
		``:                                            "",
	} {
		if got := List(readAddresses(raw)); got != want {
			t.Errorf("%s: got %s, want %s", raw, got, want)
		}
	}
}

func TestReferences(t *testing.T) {
	m := parse(t, "From: a@nord.fi", "Message-ID: <3@x>", "References: <1@x>", " <2@x>", "In-Reply-To: Your message <2@x> of Monday", "", "x")
	if m.ID != "3@x" || m.InReplyTo != "2@x" || !slices.Equal(m.References, []string{"1@x", "2@x"}) {
		t.Errorf("got %q, %q, %q", m.ID, m.InReplyTo, m.References)
	}
	again := parse(t, "From: a@nord.fi", "Subject: b", "", "x  y")
	other := parse(t, "from: a@nord.fi\r", "subject: b\r", "\r", "x y\r", "")
	if again.Key() != other.Key() {
		t.Error("the same message without an id has two keys")
	}
}

func TestBaseSubject(t *testing.T) {
	for subject, want := range map[string]string{
		"Re: Fwd: Argan": "Argan", "RE : Argan": "Argan", "AW: WG: Argan": "Argan", "Re[2]: Argan": "Argan", "رد: زيت": "زيت",
		"\u200fرد: زيت": "زيت", "TR: huile": "huile", "回复：茶": "茶", "[list] Re: Argan": "[list] Argan",
	} {
		if got, answers := BaseSubject(subject); got != want || !answers {
			t.Errorf("%q: got %q, %t", subject, got, answers)
		}
	}
	for _, subject := range []string{"Argan", "Price: 4.20", "", "Report: Q3"} {
		if got, answers := BaseSubject(subject); got != subject || answers {
			t.Errorf("%q: got %q, %t", subject, got, answers)
		}
	}
}

// said joins what is wrong with a message.
func said(faults []error) string {
	var out []string
	for _, fault := range faults {
		out = append(out, fault.Error())
	}
	return strings.Join(out, "; ")
}
