package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
)

// pieces are what files of each format are put together of: records that are
// good, there twice, wrong, broken, and what reaches from one into the next.
var pieces = map[string][]string{
	"a.csv": {
		"Nord Foods,a@nord.fi,500,kg,Finland,+358 9 123456,hello\n", "Nord Foods,A@NORD.FI,500,kg,Finland,,hello again\n",
		"Sud,b@sud.ma,1 t,,Maroc,0539 12 34 56,\"of two\nlines\"\n", "Sud,b@sud.ma,,,MA,,\n", "Est,not an address,,,,,\n", "Ouest,c@ouest.fr,lots,,,,\n",
		"X,x@x.dz,5,bags of straw,Atlantis,12,\xff\x00\n", "\"never closed,d@d.tn,,,,,\n", "\"quoted \"\"twice\"\"\",e@e.es,,,,,x\r\n", "\n", ",,,,,,\n", "  , ,\n",
		"Long,l@l.de,,,,," + strings.Repeat("word ", 300) + "\n", strings.Repeat("many,", maxColumns+5) + "\n", "More,m@m.it,,,,,x,left over,and more\n", "\r\r\n", "Short\n",
	},
	"own.csv": {
		",lead,2026-11-01T10:00:00Z,Nord,n@nord.fi,new\n", "0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11,lead,2026-11-01T10:00:00Z,Sud,s@sud.ma,won\n",
		"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11,supplier,,Sud,,\n", "no id,lead,,Sud,,\n", ",ship,,Sud,,\n", ",,,Sud,,\n", "0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11,lead,,Sud 2,,\n",
	},
	"a.vcf": {
		"BEGIN:VCARD\nFN:Aino\nEMAIL:a@nord.fi\nEND:VCARD\n", "BEGIN:VCARD\nFN:Aino V\nEMAIL:a@nord.fi\nUID:77\nEND:VCARD\n", "BEGIN:VCARD\nEND:VCARD\n",
		"BEGIN:VCARD\nFN:Open\nTEL:+212539123456\n", "stray line\n", "BEGIN:VCARD\nno colon\nFN:B\nTEL:x\nEND:VCARD\r\n", "BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:=E9=\n a\nEND:VCARD\n",
		"BEGIN:VCARD\nFN:Own\nUID:urn:uuid:0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11\nEND:VCARD\n", "BEGIN:VCARD\n" + strings.Repeat("X-A:y\n", maxProperties+2) + "END:VCARD\n",
	},
	"a.ndjson": {
		`{"kind":"lead","company":"Nord","email":"a@nord.fi"}` + "\n", `{"kind":"lead","company":"Nord","email":"a@nord.fi","message":"more"}` + "\n", `{"kind":"lead","phone":5}` + "\n",
		`{"kind":"lead","id":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11","company":"Sud"}` + "\n", `{"kind":"supplier","id":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11","name":"Sud"}` + "\n",
		"{broken\n", "nothing\n", `{"kind":"shipment","x":1}` + "\n", "\n", `{"company":"no kind"}` + "\n",
	},
}

var pieceHeaders = map[string]string{
	"a.csv": "Company,Email,Quantity,Unit,Country,Phone,Notes\n", "own.csv": "id,kind,created_at,company,email,stage\n", "a.ndjson": `{"kind":"lead","company":"First"}` + "\n",
}

// outcome is all that an import does: its report and error, and what is in the
// desk after it.
type outcome struct {
	report  string // as JSON: reasons are behind pointers
	err     string
	records []string
}

func asJSON(report FileReport) string {
	text, err := json.Marshal(report)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func importOutcome(name, file string, at pace) outcome {
	desk := newFakeDesk()
	req := testRequest(name)
	req.IDs = model.NewIDs(fixedNow, rand.NewChaCha8([32]byte{}))
	var out outcome
	report, err := importAt(at, context.Background(), desk, req, strings.NewReader(file), nil)
	if out.report = asJSON(report); err != nil {
		out.err = err.Error()
	}
	for _, r := range desk.all() {
		out.records = append(out.records, string(model.EncodeJSON(r)))
	}
	return out
}

// However many work on a file and however it is cut, the report, the errors in
// their order and the records with their ids are those of reading it row by row.
func TestPaceChangesNothing(t *testing.T) {
	for name := range pieces {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				file := pieceHeaders[name] + strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces[name]), 0, 40).Draw(t, "pieces"), "")
				at := pace{
					workers: rapid.IntRange(1, 4).Draw(t, "workers"), records: rapid.IntRange(1, 12).Draw(t, "records"), batch: rapid.IntRange(1, 30).Draw(t, "batch"),
				}
				want := fmt.Sprintf("%+v", importOutcome(name, file, pace{workers: 1, records: 1, batch: 1}))
				if got := fmt.Sprintf("%+v", importOutcome(name, file, at)); got != want {
					t.Fatalf("at %+v:\n got %s\nwant %s\nfile %q", at, got, want, file)
				}
			})
		})
	}
}

func TestPaceChangesNothingOfFixtures(t *testing.T) {
	for _, name := range []string{"leads-100.csv", "organizations-100.csv", "rfc2426-example.vcf", "John_Doe_GMAIL.vcf"} {
		want := fmt.Sprintf("%+v", importOutcome(name, fixture(t, name), pace{workers: 1, records: 1, batch: 1}))
		if got := fmt.Sprintf("%+v", importOutcome(name, fixture(t, name), pace{workers: 3, records: 7, batch: 20})); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

type panicking struct{ *fakeDesk }

func (panicking) ByOrigins(context.Context, model.Kind, []string) ([]model.Record, error) {
	panic("out of order")
}

// brokenPortion is one that nobody can read.
type brokenPortion struct{}

func (brokenPortion) read(*reader) { panic("out of order") }

// A fault of the program ends an import, not the desk, in whatever stage it is.
func TestPanicIsAnError(t *testing.T) {
	ctx := context.Background()
	_, err := Import(ctx, panicking{newFakeDesk()}, testRequest("a.csv"), &leadRows{rows: 3}, nil)
	if err == nil || !strings.Contains(err.Error(), "out of order") {
		t.Errorf("in looking up: %v", err)
	}
	cutters := map[string]cutter{
		"reading": func() (portion, error) { return brokenPortion{}, io.EOF },
		"cutting": func() (portion, error) { panic("out of order") },
	}
	for stage, cut := range cutters {
		s := newSession(ctx, newFakeDesk(), testRequest("a.csv"), strings.NewReader(""), nil, usualPace())
		s.src = newSource(ctx, strings.NewReader(""))
		if err := s.readAll(cut); err == nil || !strings.Contains(err.Error(), "out of order") {
			t.Errorf("in %s: %v", stage, err)
		}
	}
}

// What was cut before reading fails goes to the desk with the batches that are
// whole, and the error tells why the rest did not.
func TestReadErrorComesAfterTheRows(t *testing.T) {
	lost := errors.New("the cable is out")
	desk := newFakeDesk()
	at := pace{workers: 2, records: 100, batch: 200}
	report, err := importAt(at, context.Background(), desk, testRequest("a.csv"), io.MultiReader(&leadRows{rows: 1950}, failing{lost}), nil)
	if !errors.Is(err, lost) || report.Read != 1950 || report.Created != 1800 || len(desk.all()) != 1800 {
		t.Errorf("error %v, report %+v, %d records", err, report, len(desk.all()))
	}
}
