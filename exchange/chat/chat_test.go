package chat

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestChats(t *testing.T) {
	const day = "2026-03-04 21:05"
	for name, test := range map[string]struct {
		file string
		want string // time, name, text of each message, separated by |
	}{
		"Android, English, months first": {"3/4/26, 9:05 PM - Messages and calls are end-to-end encrypted.\n3/4/26, 9:05 PM - Aino: Hello\nthere\n3/25/26, 9:05 AM - Me: Hi: you\n",
			day + "||Messages and calls are end-to-end encrypted.\n" + day + "|Aino|Hello\nthere\n2026-03-25 09:05|Me|Hi: you"},
		"Android, French":     {"04/03/2026 à 21:05 - Aïcha: Bonjour\n25/03/2026, 09:05 - Moi: Oui\n", day + "|Aïcha|Bonjour\n2026-03-25 09:05|Moi|Oui"},
		"iOS, English":        {"[04/03/2026, 21:05:33] Aino: \u200eMessages and calls are end-to-end encrypted. No one else.\n[25/03/2026, 9:05:00\u202fPM] +212 6 12: x\n", day + "||Messages and calls are end-to-end encrypted. No one else.\n2026-03-25 21:05|+212 6 12|x"},
		"iOS, Arabic":         {"\u200f[٤\u200f/٣\u200f/٢٠٢٦، ٩:٠٥:٣٣ م] سلمى: مرحبا ٥٠٠\n\u200f[٢٥\u200f/٣\u200f/٢٠٢٦، ٩:٠٥:٣٣ ص] أنا: نعم\n", day + "|سلمى|مرحبا ٥٠٠\n2026-03-25 09:05|أنا|نعم"},
		"Android, Arabic":     {"٤\u200f/٣\u200f/٢٠٢٦، ٩:٠٥ م - سلمى: مرحبا\n٢٥\u200f/٣\u200f/٢٠٢٦، ١٢:٠٥ ص - أنا: نعم\n", day + "|سلمى|مرحبا\n2026-03-25 00:05|أنا|نعم"},
		"told by time":        {"01/12/2026, 10:00 - A: x\n02/01/2026, 10:00 - A: y\n", "2026-01-12 10:00|A|x\n2026-02-01 10:00|A|y"},
		"years first":         {"2026-03-04, 21:05 - A: x\r\nmore\r\n", day + "|A|x\nmore"},
		"dots":                {"04.03.26, 21:05 - A: x\n25.03.26, 21:05 - A: y\n", day + "|A|x\n2026-03-25 21:05|A|y"},
		"no such day in text": {"25/03/2026, 21:05 - A: x\n40/40/2026, 10:00 - B: y\n", "2026-03-25 21:05|A|x\n40/40/2026, 10:00 - B: y"},
	} {
		c, err := Parse(test.file, time.UTC)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, m := range c.Messages {
			got = append(got, m.At.Format("2006-01-02 15:04")+"|"+m.From+"|"+m.Text)
		}
		if strings.Join(got, "\n") != test.want || c.Unsure {
			t.Errorf("%s: got %q, unsure %t", name, got, c.Unsure)
		}
	}
	if _, err := Parse("hello\nworld: 1\n", time.UTC); err == nil {
		t.Error("a text is a chat")
	}
	if c, err := Parse("03/04/2026, 21:05 - A: x\n", time.UTC); err != nil || !c.Unsure {
		t.Errorf("nothing tells what comes first: %v, %v", c, err)
	}
}

func TestFilesOfAChat(t *testing.T) {
	c, err := Parse("25/03/2026, 21:05 - A: IMG-1.jpg (file attached)\nour stand\n25/03/2026, 21:06 - A: <Media omitted>\n"+
		"25/03/2026, 21:06 - A: \u200e<المرفق: 0001 عرض.pdf>\n25/03/2026, 21:07 - A: \u200eIMG-2.jpg (fichier joint)\n25/03/2026, 21:07 - A: a <b: c> d\n", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []Message{{File: "IMG-1.jpg", Text: "our stand"}, {Media: true, Text: "<Media omitted>"}, {File: "0001 عرض.pdf"}, {File: "IMG-2.jpg"}, {Text: "a <b: c> d"}} {
		if m := c.Messages[i]; m.File != want.File || m.Media != want.Media || m.Text != want.Text {
			t.Errorf("message %d: %+v", i, m)
		}
	}
}

func TestOtherOf(t *testing.T) {
	for file, want := range map[string]string{
		"WhatsApp Chat with Aino Värta.txt": "Aino Värta", "/tmp/WhatsApp Chat - +212 6 12-34-56-78 (1).zip": "+212 6 12-34-56-78",
		"Discussion WhatsApp avec Aïcha.txt": "Aïcha", "دردشة واتساب مع \u200eسلمى.txt": "سلمى", "_chat.txt": "", "notes.txt": "",
	} {
		if got := OtherOf(file); got != want {
			t.Errorf("%s: got %q", file, got)
		}
	}
	if !IsNumber("+212 6 12-34-56-78") || IsNumber("Aino 2") || IsNumber("12") {
		t.Error("numbers are not told from names")
	}
}

func FuzzChat(f *testing.F) {
	f.Add("25/03/2026, 21:05 - A: IMG-1.jpg (file attached)\nx\n")
	f.Add("\u200f[٤\u200f/٣\u200f/٢٠٢٦، ٩:٠٥:٣٣ م] سلمى: مرحبا\n")
	f.Fuzz(func(t *testing.T, file string) {
		c, err := Parse(file, time.UTC)
		if err != nil {
			return
		}
		size := 0
		for _, m := range c.Messages {
			size += len(m.Text) + len(m.File)
			if m.At.IsZero() || utf8.ValidString(file) && !utf8.ValidString(m.Text+m.From+m.File) {
				t.Fatalf("got %+v", m)
			}
		}
		if size > 3*len(file) { // bytes that are no text become the mark for that
			t.Errorf("%d bytes out of %d", size, len(file))
		}
	})
}
