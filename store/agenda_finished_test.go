package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"tradedesk/model"
)

// A quote that ends is on the agenda while its RFQ may still come to a deal, and no longer
// when that is closed, cancelled, awarded to others or deleted; opened again it is back.
func TestAgendaLeavesQuotesOfFinishedRFQsOut(t *testing.T) {
	b := newBench(t)
	until := b.clock.now().AddDate(0, 0, -1).Format("2006-01-02")
	rfqs := map[string]model.ID{}
	quote := func(rfq model.ID, reference, stage string) {
		b.create(t, model.KindQuote, "rfq="+rfq.String(), "reference="+reference, "stage="+stage, "valid_until="+until, "place="+reference)
	}
	for _, stage := range []string{"open", "quoting", "awarded", "closed", "cancelled", "expired"} {
		rfqs[stage] = b.create(t, model.KindRFQ, "title="+stage, "stage="+stage)
		quote(rfqs[stage], "of "+stage, "received")
		quote(rfqs[stage], "also of "+stage, "countered")
		quote(rfqs[stage], "accepted of "+stage, "accepted")
	}
	elsewhere := model.ID{1, 6: 0x70, 15: 9}
	quote(elsewhere, "elsewhere", "received")
	agenda := func(want int) {
		t.Helper()
		for _, kind := range []model.Kind{"", model.KindQuote} {
			page, err := b.List(t.Context(), Query{View: ViewDue, Kind: kind, Limit: 50})
			if err != nil || len(page.Rows) != want || page.Total != want {
				t.Errorf("kind %q: %d of %d on the agenda, %v, want %d: %s", kind, len(page.Rows), page.Total, err, want, b.titles(t, Query{View: ViewDue, Limit: 50}))
			}
		}
		if counts, err := b.Counts(t.Context()); err != nil || counts.Due != want {
			t.Errorf("%d are counted, %v, want %d", counts.Due, err, want)
		}
	}
	agenda(5)
	b.edit(t, model.KindRFQ, rfqs["quoting"], "stage=cancelled", "reason=no more")
	agenda(3)
	b.edit(t, model.KindRFQ, rfqs["expired"], "stage=open")
	agenda(5)
	b.edit(t, model.KindRFQ, rfqs["open"], "deleted=true")
	agenda(3)
}

// BenchmarkCountAgenda counts with 20,000 RFQs, half of them finished, and 80,000 quotes.
func BenchmarkCountAgenda(b *testing.B) {
	bench := openAt(b, filepath.Join(b.TempDir(), "desk.db"), newClock())
	var edits []Edit
	for i := range 20_000 {
		stage := "open"
		if i%2 == 0 {
			stage = "closed"
		}
		rfq := bench.Store.ids.New()
		edits = append(edits, Edit{Kind: model.KindRFQ, ID: rfq, Create: true, Set: set(b, model.KindRFQ, "title=x", "stage="+stage)})
		for q := range 4 {
			edits = append(edits, Edit{Kind: model.KindQuote, Create: true, Set: set(b, model.KindQuote, "rfq="+rfq.String(), "stage=received", fmt.Sprintf("valid_until=2020-01-%02d", q+1))})
		}
	}
	bench.do(b, edits...)
	b.ResetTimer()
	for b.Loop() {
		if _, err := bench.Counts(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
