package exchange

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/duplicate"
)

// fakeDesk is a Target in memory.
type fakeDesk struct {
	mu      sync.Mutex // held while it is read and written
	records map[model.ID]model.Record
	order   []model.ID
	origins map[string]model.ID
	files   map[string]string
	puts    int
	onPut   func() error
}

func newFakeDesk() *fakeDesk {
	return &fakeDesk{records: map[model.ID]model.Record{}, origins: map[string]model.ID{}, files: map[string]string{}}
}

func (d *fakeDesk) ByOrigins(_ context.Context, kind model.Kind, origins []string) ([]model.Record, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found := make([]model.Record, len(origins))
	for i, origin := range origins {
		found[i] = d.records[d.origins[string(kind)+" "+origin]]
	}
	return found, nil
}

func (d *fakeDesk) Originals(context.Context, model.ID) ([]model.Record, error) { return nil, nil }

func (d *fakeDesk) ByIDs(_ context.Context, ids []model.ID) ([]model.Record, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found := make([]model.Record, len(ids))
	for i, id := range ids {
		found[i] = d.records[id]
	}
	return found, nil
}

func (d *fakeDesk) Prepare(_ context.Context, batch []Incoming) (Commit, error) {
	return func(ctx context.Context) (int, error) { return d.commit(ctx, batch) }, nil
}

func (d *fakeDesk) commit(ctx context.Context, batch []Incoming) (int, error) {
	if d.onPut != nil {
		if err := d.onPut(); err != nil {
			return 0, err
		}
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.puts++
	for _, in := range batch {
		d.put(in.Record)
	}
	return 0, nil
}

func (d *fakeDesk) Likely(_ context.Context, r model.Record) ([]model.ID, error) {
	var out []model.ID
	for _, other := range d.all() {
		if _, same := duplicate.Compare(r, other); same {
			out = append(out, other.Header().ID)
		}
	}
	return out, nil
}

func (d *fakeDesk) Having(_ context.Context, kind model.Kind, field string, texts []string, limit int) ([][]model.Record, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, _ := model.SchemaOf(kind).Field(field)
	if f.List || !slices.Contains([]model.FieldType{model.TypeText, model.TypeLong, model.TypeEmail}, f.Type) {
		return nil, fmt.Errorf("%s.%s is no text that can be looked up", kind, field) // as the store says
	}
	out := make([][]model.Record, len(texts))
	for i, text := range texts {
		for _, id := range slices.Backward(d.order) {
			r := d.records[id]
			if r.Kind() == kind && strings.EqualFold(model.FieldText(f, r), text) && len(out[i]) < limit {
				out[i] = append(out[i], r)
			}
		}
	}
	return out, nil
}

func (d *fakeDesk) Numbered(_ context.Context, numbers []string) ([][]model.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([][]model.ID, len(numbers))
	for i, number := range numbers {
		for _, id := range d.order {
			if rfq, ok := d.records[id].(*model.RFQ); ok && rfq.Number() == number {
				out[i] = append(out[i], id)
			}
		}
	}
	return out, nil
}

func (d *fakeDesk) KeepFile(_ context.Context, a model.Attachment, content []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.files[a.SHA256] = string(content)
	return nil
}

func (d *fakeDesk) put(r model.Record) {
	h := r.Header()
	if _, known := d.records[h.ID]; !known {
		d.order = append(d.order, h.ID)
	}
	d.records[h.ID] = r
	if h.Origin != "" {
		d.origins[string(r.Kind())+" "+h.Origin] = h.ID
	}
}

// all gives the records in the order in which they came.
func (d *fakeDesk) all() []model.Record {
	var out []model.Record
	for _, id := range d.order {
		out = append(out, d.records[id])
	}
	return out
}

var testNow = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func fixedNow() time.Time { return testNow }

func testRequest(name string) Request {
	return Request{Name: name, Home: "MA", Now: fixedNow, IDs: model.NewIDs(fixedNow, nil)}
}

func mustImport(t testing.TB, d *fakeDesk, req Request, file string) FileReport {
	t.Helper()
	report, err := Import(context.Background(), d, req, strings.NewReader(file), nil)
	if err != nil {
		t.Fatalf("import of %s: %v", req.Name, err)
	}
	mustTell(t, report)
	return report
}

// mustTell holds that every reason in a report has a code, which screens have words for.
func mustTell(t testing.TB, report FileReport) {
	t.Helper()
	for _, e := range append(report.Errors[:len(report.Errors):len(report.Errors)], report.Warnings...) {
		if e.Why == nil || e.Why.Code == "" {
			t.Errorf("%s, line %d: %q, %q has no code", report.File, e.Line, e.Field, e.Message)
		}
	}
}

func fixture(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func export(t testing.TB, format Format, records []model.Record) string {
	t.Helper()
	var out bytes.Buffer
	err := Export(context.Background(), &out, format, func(yield func(model.Record) error) error {
		for _, r := range records {
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}, ExportOptions{})
	if err != nil {
		t.Fatalf("export as %s: %v", format, err)
	}
	return out.String()
}

// oneByte gives a byte at a time, as slow readers do.
type oneByte struct{ r io.Reader }

func (o oneByte) Read(p []byte) (int, error) { return o.r.Read(p[:min(1, len(p))]) }
