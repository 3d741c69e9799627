package desk

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"tradedesk/model"
)

// mailboxOf writes a mailbox of n messages between the desk and n/20 people: plain
// texts, pages, answers, and one in twenty with a file of 3 KB of its own.
func mailboxOf(w io.Writer, n int) error {
	line := "We are looking for 500 kg of argan oil, CIF Montreal, with a certificate of origin.\n"
	at := time.Date(2020, 1, 1, 9, 0, 0, 0, time.UTC)
	for i := range n {
		who := fmt.Sprintf("buyer%d@firm%d.example", i%(n/20+1), i%(n/20+1))
		kind, body := "text/plain; charset=utf-8", strings.Repeat(line, 4+i%20)
		switch {
		case i%10 == 3:
			kind, body = "text/html; charset=utf-8", "<html><body><p>"+strings.Repeat(line+"<br>", 4+i%20)+"</body></html>\n"
		case i%20 == 0:
			kind = "multipart/mixed; boundary=b"
			file := base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("%d %s", i, strings.Repeat("x", 3000))))
			body = "--b\nContent-Type: text/plain\n\n" + body + "--b\nContent-Type: application/pdf; name=list.pdf\nContent-Transfer-Encoding: base64\n\n" + file + "\n--b--\n"
		}
		answers := ""
		if i > n/20 {
			answers = fmt.Sprintf("In-Reply-To: <%d@x.example>\nReferences: <%d@x.example>\n", i-n/20-1, i-n/20-1)
		}
		_, err := fmt.Fprintf(w, "From %s %s\nReceived: from a.example by b.example; %s\nFrom: Buyer %d <%s>\nTo: me@desk.example\nSubject: Re: Argan %d\nDate: %s\nMessage-ID: <%d@x.example>\n%sMIME-Version: 1.0\nContent-Type: %s\n\n%s\n",
			who, at.Format(time.ANSIC), at.Format(time.RFC1123Z), i, who, i%997, at.Add(time.Duration(i)*time.Minute).Format(time.RFC1123Z), i, answers, kind, body)
		if err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkImportMailbox imports 100,000 messages into an empty desk, then once more.
// heap-MB is the most that lived while it ran, core-us/msg what a message costs of one
// core, whatever else the machine does.
func BenchmarkImportMailbox(b *testing.B) {
	const messages = 100_000
	for b.Loop() {
		d, err := Open(context.Background(), Options{Dir: b.TempDir(), Me: "salma", Alone: true})
		if err != nil {
			b.Fatal(err)
		}
		for _, name := range []string{"new", "again"} {
			began, before := time.Now(), coreTime(b)
			report, heap := importBox(b, d, messages)
			if created := report.Created; name == "new" && created < messages || name == "again" && created+report.Updated > 0 {
				b.Fatalf("%s: %+v", name, report)
			}
			b.ReportMetric(messages/time.Since(began).Seconds(), name+"-msg/s")
			b.ReportMetric(float64((coreTime(b)-before).Microseconds())/messages, name+"-core-us/msg")
			b.ReportMetric(float64(heap)/(1<<20), name+"-heap-MB")
		}
		if err := d.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// coreTime gives the time that the process had of all cores.
func coreTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func importBox(b *testing.B, d Desk, messages int) (FileReport, uint64) {
	in, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := mailboxOf(out, messages)
		done <- err
		_ = out.CloseWithError(err) // nil is the end of the file
	}()
	heap := uint64(0)
	report, err := d.Import(context.Background(), ImportRequest{Name: "all.mbox", Addresses: []string{"@desk.example"}}, in, func(Progress) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		heap = max(heap, m.HeapInuse)
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := <-done; err != nil {
		b.Fatal(err)
	}
	return report, heap
}

// BenchmarkLongThread opens a lead with 10,000 messages.
func BenchmarkLongThread(b *testing.B) {
	d, err := Open(context.Background(), Options{Dir: b.TempDir(), Me: "salma", Alone: true})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			b.Error(err)
		}
	}()
	ids := model.NewIDs(time.Now, nil)
	lead := ids.New()
	edits := []Edit{{Kind: model.KindLead, ID: lead, Create: true, Record: &model.Lead{Head: model.Head{ID: lead}, Company: "Nord"}}}
	for i := range 10_000 {
		m := &model.Message{Head: model.Head{ID: ids.New()}, Thread: lead, Direction: model.DirectionIn, Subject: fmt.Sprint("Argan ", i), Body: strings.Repeat("We are looking for argan oil. ", 20)}
		edits = append(edits, Edit{Kind: model.KindMessage, ID: m.ID, Create: true, Record: m})
	}
	if _, err := d.Do(context.Background(), Action{Label: "thread", Edits: edits}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		detail, err := d.Detail(context.Background(), lead)
		if err != nil || len(detail.Thread) != ThreadLimit || detail.Older == "" {
			b.Fatalf("%d messages, %v", len(detail.Thread), err)
		}
	}
}
