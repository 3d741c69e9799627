package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"tradedesk/model"
)

const someChat = "25/03/2026, 21:05 - Messages and calls are end-to-end encrypted.\n25/03/2026, 21:05 - +212 6 61-23-45-67: Bonjour\n500 kg\n" +
	"25/03/2026, 21:06 - Salma: ok\n25/03/2026, 21:06 - Salma: ok\n25/03/2026, 21:07 - +212 6 61-23-45-67: offre.pdf (fichier joint)\n"

func deskWithBuyer() (*fakeDesk, model.ID) {
	desk := newFakeDesk()
	lead := &model.Lead{Head: model.Head{ID: model.NewIDs(fixedNow, nil).New()}, Contact: "Aino", Phone: "+212661234567"}
	desk.put(lead)
	return desk, lead.ID
}

// A chat goes to whom its number is; a longer export adds what is new.
func TestChatFindsItsThread(t *testing.T) {
	desk, lead := deskWithBuyer()
	req := testRequest("_chat.txt")
	req.Me = "Salma"
	if report := mustImport(t, desk, req, someChat); report.Created != 5 || report.Format != "chat" || report.Warned != 0 {
		t.Fatalf("report %+v", report)
	}
	want := []struct {
		direction model.Direction
		body      string
		files     int
	}{
		{model.DirectionNote, "Messages and calls are end-to-end encrypted.", 0}, {model.DirectionIn, "Bonjour\n500 kg", 0},
		{model.DirectionOut, "ok", 0}, {model.DirectionOut, "ok", 0}, {model.DirectionIn, "", 1},
	}
	for i, r := range desk.all()[1:] {
		m := r.(*model.Message)
		if m.Thread != lead || m.Direction != want[i].direction || m.Body != want[i].body || len(m.Attachments) != want[i].files {
			t.Errorf("message %d: %s", i, model.EncodeJSON(m))
		}
	}
	longer := mustImport(t, desk, req, someChat+"26/03/2026, 09:00 - Salma: ok\n")
	if longer.Created != 1 || longer.Updated != 0 || longer.Unchanged != 5 {
		t.Errorf("a longer export: %+v", longer)
	}
}

func TestChatOfNobody(t *testing.T) {
	desk := newFakeDesk()
	_, err := Import(context.Background(), desk, testRequest("WhatsApp Chat with Aino.txt"), strings.NewReader(someChat), nil)
	if err == nil || !strings.Contains(err.Error(), "Aino, +212 6 61-23-45-67") || !strings.Contains(err.Error(), "--thread") || len(desk.all()) > 0 {
		t.Errorf("error %v", err)
	}
	for _, contact := range []string{"Aino", "Someone"} {
		desk.put(&model.Lead{Head: model.Head{ID: model.NewIDs(fixedNow, nil).New()}, Contact: contact})
	}
	report := mustImport(t, desk, testRequest("WhatsApp Chat with Aino.txt"), "25/03/2026, 21:05 - Aino: a\n25/03/2026, 21:05 - Salma: b\n")
	a, b := desk.all()[2].(*model.Message), desk.all()[3].(*model.Message)
	if report.Created != 2 || a.Thread != desk.all()[0].Header().ID || a.Direction != model.DirectionIn || b.Direction != model.DirectionOut {
		t.Errorf("report %+v", report)
	}
}

func zipOf(t *testing.T, files ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestChatWithFiles(t *testing.T) {
	desk, _ := deskWithBuyer()
	bomb := strings.Repeat("\x00", 8<<20)
	file := zipOf(t, "_chat.txt", someChat+"25/03/2026, 21:08 - Salma: bomb.bin (file attached)\n25/03/2026, 21:08 - Salma: gone.jpg (file attached)\n", "../offre.pdf", "%PDF", "bomb.bin", bomb)
	report := mustImport(t, desk, testRequest("chat.zip"), file)
	if report.Created != 7 || report.Warned != 2 || !strings.Contains(report.Warnings[0].Message, "tightly") || !strings.Contains(report.Warnings[1].Message, "not in the archive") {
		t.Fatalf("report %+v", report)
	}
	if len(desk.files) != 1 {
		t.Errorf("%d files are kept", len(desk.files))
	}
	for _, content := range desk.files {
		if content != "%PDF" {
			t.Errorf("kept %q", content)
		}
	}
	for name, file := range map[string]string{"a bomb": zipOf(t, "_chat.txt", someChat+strings.Repeat("\n", 8<<20)), "no chat": zipOf(t, "a.jpg", "x")} {
		if _, err := Import(context.Background(), desk, testRequest("WhatsApp Chat - A.zip"), strings.NewReader(file), nil); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
