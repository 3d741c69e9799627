package desk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tradedesk/model"
)

func mailFrom(n int) string {
	return fmt.Sprintf("From: B%d <b%d@nord.example>\nTo: salma@desk.example\nSubject: enquiry %d\nMessage-ID: <%d@nord.example>\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n\ntext\n", n, n, n, n)
}

// leave writes a file as if it had been left alone for a while.
func leave(t *testing.T, path, text string, age time.Duration) {
	t.Helper()
	at := time.Now().Add(-age)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func looked(t *testing.T, w *MailWatch) (read, created int) {
	t.Helper()
	reports, err := w.Look(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		read, created = read+r.Read, created+r.Created
	}
	return read, created
}

// A mailbox that grows is read on from where it was, also by the next run; one that was
// written anew is read from its beginning and adds only what is new.
func TestWatchMailbox(t *testing.T) {
	d := openAt(t, t.TempDir(), "salma")
	path := filepath.Join(t.TempDir(), "inbox")
	line := "From x Tue Nov 24 08:00:00 2026\n"
	leave(t, path, line+mailFrom(1)+"\n", time.Hour)
	w := NewMailWatch(d, []string{path}, nil)
	if read, created := looked(t, w); read != 2 || created != 2 {
		t.Errorf("read %d, created %d", read, created)
	}
	if read, _ := looked(t, w); read != 0 {
		t.Errorf("read %d again", read)
	}
	leave(t, path, line+mailFrom(1)+"\n"+line+mailFrom(2)+"\n", time.Minute)
	if read, created := looked(t, NewMailWatch(d, []string{path}, nil)); read != 2 || created != 2 {
		t.Errorf("read %d, created %d of what was added", read, created)
	}
	leave(t, path, line+mailFrom(3)+"\n"+line+mailFrom(2)+"\n"+line+mailFrom(1)+"\n", 30*time.Second)
	if read, created := looked(t, NewMailWatch(d, []string{path}, nil)); read != 4 || created != 2 {
		t.Errorf("read %d, created %d of what was written anew", read, created)
	}
	leave(t, path, line+mailFrom(4), 0) // somebody may be writing
	if read, _ := looked(t, w); read != 0 {
		t.Errorf("read %d of a mailbox that is being written", read)
	}
}

func TestWatchMaildir(t *testing.T) {
	d := openAt(t, t.TempDir(), "salma")
	dir := t.TempDir()
	for _, part := range []string{"cur", "new", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, part), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	leave(t, filepath.Join(dir, "new", "1.a"), mailFrom(1), time.Hour)
	w := NewMailWatch(d, []string{dir, filepath.Join(dir, "none")}, nil)
	reports, err := w.Look(context.Background())
	if err == nil || len(reports) != 1 || reports[0].Created != 2 {
		t.Errorf("%+v, %v; want the missing path told and the other read", reports, err)
	}
	w = NewMailWatch(d, []string{dir}, nil)
	if _, created := looked(t, w); created != 0 {
		t.Errorf("created %d anew", created)
	}
	if err := os.Rename(filepath.Join(dir, "new", "1.a"), filepath.Join(dir, "cur", "1.a:2,S")); err != nil {
		t.Fatal(err)
	}
	leave(t, filepath.Join(dir, "new", "2.b"), mailFrom(2), 2*time.Hour) // written before, delivered now
	if read, created := looked(t, w); read != 2 || created != 2 {
		t.Errorf("read %d, created %d", read, created)
	}
	if n, err := d.Count(context.Background(), Query{Kind: model.KindMessage}); err != nil || n != 2 {
		t.Errorf("%d messages, %v", n, err)
	}
	if told := w.status(); len(told) != 1 || told[0].New != 2 || told[0].Error != "" {
		t.Errorf("%+v", told)
	}
}

// What is new is read at once when somebody asks for it, whoever holds the file.
func TestReadMailNow(t *testing.T) {
	dir, box := t.TempDir(), filepath.Join(t.TempDir(), "inbox")
	open := func(me string) Desk {
		d, err := Open(context.Background(), Options{Dir: dir, Me: me, Now: fixedNow, TokenFile: true, Mail: MailOptions{Inbox: []string{box}}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return d
	}
	line := "From x Tue Nov 24 08:00:00 2026\n"
	for n, d := range []Desk{open("salma"), open("youssef")} {
		text := ""
		for i := range n + 1 {
			text += line + mailFrom(i) + "\n"
		}
		leave(t, box, text, time.Duration(10-n)*time.Minute)
		reports, err := d.ReadMail(context.Background())
		if err != nil || len(reports) != 1 || reports[0].Created != 2 {
			t.Errorf("%s: %+v, %v", d.Me(), reports, err)
		}
		if reports, err := d.ReadMail(context.Background()); err != nil || len(reports) != 0 {
			t.Errorf("%s again: %+v, %v", d.Me(), reports, err)
		}
	}
	if err := os.Remove(box); err != nil {
		t.Fatal(err)
	}
	if _, err := open("nadia").ReadMail(context.Background()); err == nil {
		t.Error("a mailbox that is gone is read")
	}
}
