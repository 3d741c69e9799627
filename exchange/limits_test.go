package exchange

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"tradedesk/internal/race"
	"tradedesk/model"
)

// pattern repeats a text without holding it, between a beginning and an end.
func pattern(begin, repeated string, times int, end string) io.Reader {
	return io.MultiReader(strings.NewReader(begin), &repeater{text: repeated, left: times}, strings.NewReader(end))
}

type repeater struct {
	text string
	at   int
	left int
}

func (r *repeater) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) && r.left > 0 {
		k := copy(p[n:], r.text[r.at:])
		n, r.at = n+k, r.at+k
		if r.at == len(r.text) {
			r.at = 0
			r.left--
		}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// allocated gives the bytes that f takes in all, given back or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestHugeInputTakesLittleMemory(t *testing.T) {
	const mib = 1 << 20
	size := 10 * mib // more than any bound
	if race.Enabled {
		size = 5 * mib
	}
	// The vocabulary and the reference tables are read once, not per file.
	mustImport(t, newFakeDesk(), testRequest("warm.csv"), "company,email,country\nNord,a@nord.fi,FI\n")
	tests := []struct {
		name    string
		file    string
		input   io.Reader
		message string
		created int
	}{
		{"much in one cell", "a.csv", pattern("company,notes\nNord,", "x", size, "\nSud,ok\n"), "longer than 1 MiB", 1},
		{"much in quotes", "a.csv", pattern("company,notes\nNord,\"", "x", size, "\"\nSud,ok\n"), "longer than 1 MiB", 1},
		{"many lines in quotes", "a.csv", pattern("company,notes\nNord,\"", "xxxxxxx\n", size/8, "\"\nSud,ok\n"), "longer than 1 MiB", 1},
		{"100,000 columns", "a.csv", pattern("company,notes\n", "x,", 100_000, "\nSud,ok\n"), "more than 2000 columns", 1},
		{"much in one property", "a.vcf", pattern("BEGIN:VCARD\nFN:A\nNOTE:", "x", size, "\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"), "longer than 1 MiB", 1},
		{"much folded", "a.vcf", pattern("BEGIN:VCARD\nFN:A\nNOTE:x", "\n xxxxxx", size/8, "\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"), "longer than 1 MiB", 1},
		{"many properties", "a.vcf", pattern("BEGIN:VCARD\nFN:A\n", "X-A:xxxx\n", size/9, "END:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"), "more than 2000 properties", 1},
		{"much in one record", "a.json", pattern(`[{"kind":"lead","company":"`, "x", size, `"},{"kind":"lead","company":"Sud"}]`), "longer than 4 MiB", 1},
		{"much in one line", "a.ndjson", pattern(`{"kind":"lead","company":"`, "x", size, "\"}\n{\"kind\":\"lead\",\"company\":\"Sud\"}\n"), "longer than 4 MiB", 1},
		{"much in the header", "a.csv", pattern("company,", "x", size, "\nSud,ok\n"), "", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var report FileReport
			var err error
			took := allocated(func() {
				report, err = Import(context.Background(), newFakeDesk(), testRequest(test.file), test.input, nil)
			})
			// Growing one buffer to its bound by doubling takes a few times the bound.
			if limit := uint64(32 * mib); took > limit {
				t.Errorf("took %d bytes of memory in all, want at most %d", took, limit)
			}
			if test.message == "" {
				if err == nil {
					t.Error("no error")
				}
				return
			}
			if err != nil || report.Created != test.created || report.Rejected != 1 || !strings.Contains(report.Errors[0].Message, test.message) {
				t.Errorf("error %v, report %+v", err, report)
			}
		})
	}
}

func TestPicturesTakeNoMemory(t *testing.T) {
	input := pattern("BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:x", "\n AAAAAAA", 1<<20, "\nEMAIL:a@nord.fi\nEND:VCARD\n")
	var report FileReport
	desk := newFakeDesk()
	took := allocated(func() {
		var err error
		if report, err = Import(context.Background(), desk, testRequest("a.vcf"), input, nil); err != nil {
			t.Fatal(err)
		}
	})
	if report.Created != 1 || report.Warned != 0 || took > 1<<20 {
		t.Errorf("report %+v, %d bytes of memory", report, took)
	}
}

func TestLongFileTakesConstantMemory(t *testing.T) {
	peak := func(rows int) uint64 {
		var highest uint64
		desk := newFakeDesk()
		desk.onPut = func() error {
			// What was put before is on the disk of a real desk.
			desk.mu.Lock()
			defer desk.mu.Unlock()
			desk.records, desk.order, desk.origins = map[model.ID]model.Record{}, nil, map[string]model.ID{}
			runtime.GC()
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			highest = max(highest, now.HeapAlloc)
			return nil
		}
		if _, err := Import(context.Background(), desk, testRequest("a.csv"), &leadRows{rows: rows}, nil); err != nil {
			t.Fatal(err)
		}
		return highest
	}
	small, large := peak(20_000), peak(50_000)
	if large > small+4<<20 {
		t.Errorf("%d bytes of heap with 20,000 rows, %d with 50,000", small, large)
	}
}

// leadRows is a file of many different leads, made as it is read.
type leadRows struct {
	rows, at int
	rest     []byte
}

func (l *leadRows) Read(p []byte) (int, error) {
	if len(l.rest) == 0 {
		switch {
		case l.at > l.rows:
			return 0, io.EOF
		case l.at == 0:
			l.rest = []byte("Company,Contact,Email,Country,Product,Quantity,Unit,Notes\n")
		default:
			l.rest = fmt.Appendf(nil, "Nord Foods %d,Aino %d,aino%d@nord.fi,Finland,argan oil,500,kg,\"Please quote, CIF Helsinki\"\n", l.at, l.at, l.at)
		}
		l.at++
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}
