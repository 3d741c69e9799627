package store

import (
	"context"
	"path/filepath"
	"testing"

	"tradedesk/model"
)

// A certificate that ends about now is on the agenda while an RFQ under way asks its
// supplier, once however many do, and what counts the agenda agrees.
func TestAgendaHasTheCertificatesOfSuppliersWhoAreAsked(t *testing.T) {
	b := newBench(t)
	day := func(days int) string { return b.clock.now().AddDate(0, 0, days).Format("2006-01-02") }
	supplier := func(name string, days int) model.ID {
		return b.create(t, model.KindSupplier, "name="+name, `certificates_until=[{"certificate":"HACCP","until":"`+day(days)+`"}]`)
	}
	invited, quoting, far, closed := supplier("Invited", 20), supplier("Quoting", 10), supplier("Far", 60), supplier("Closed", 5)
	supplier("Unasked", 5)
	past, long := supplier("Past", -10), supplier("LongPast", -60)
	rfq := b.create(t, model.KindRFQ, "title=Argan", "stage=open", `invited=["`+invited.String()+`","`+far.String()+`","`+past.String()+`","`+long.String()+`"]`)
	b.create(t, model.KindRFQ, "title=Again", "stage=open", `invited=["`+invited.String()+`"]`)
	b.create(t, model.KindRFQ, "title=Over", "stage=cancelled", `invited=["`+closed.String()+`"]`)
	b.create(t, model.KindQuote, "rfq="+rfq.String(), "supplier="+quoting.String())
	b.create(t, model.KindTask, "title=Call", "due_at="+b.clock.now().AddDate(0, 0, 1).Format("2006-01-02T15:04:05Z07:00"))
	b.create(t, model.KindOffer, "rfq="+rfq.String(), "buyer=Nord", "number=OFF-2026-4K7M2QX", "stage=sent", "valid_until="+day(3))

	for _, q := range []struct {
		Query
		want string
	}{
		{Query{View: ViewDue, Limit: 50}, "Past Call Nord Quoting Invited"},
		{Query{View: ViewDue, Kind: model.KindSupplier, Limit: 50}, "Past Quoting Invited"},
		{Query{View: ViewDue, Limit: 50, Desc: true}, "Invited Quoting Nord Call Past"},
	} {
		if got := b.titles(t, q.Query); got != q.want {
			t.Errorf("%+v: %q, want %q", q.Query, got, q.want)
		}
	}
	page, err := b.List(context.Background(), Query{View: ViewDue, Limit: 2})
	if err != nil || page.Total != 5 {
		t.Errorf("the agenda has %d in all, %v, want 5", page.Total, err)
	}
	counts, err := b.Counts(context.Background())
	if err != nil || counts.Due != 1 {
		t.Errorf("%d are due by now, %v, want 1", counts.Due, err)
	}
	b.edit(t, model.KindRFQ, rfq, "stage=cancelled", "reason=bought elsewhere")
	if got := b.titles(t, Query{View: ViewDue, Limit: 50}); got != "Call Nord Invited" {
		t.Errorf("once the RFQ is over: %q", got)
	}
}

// A desk whose offers and suppliers were written before they were on the agenda has them
// there once it is opened.
func TestAgendaOfOldOffers(t *testing.T) {
	path, clock := filepath.Join(t.TempDir(), "desk.db"), newClock()
	b := openAt(t, path, clock)
	rfq := b.create(t, model.KindRFQ, "title=Argan", "stage=open")
	b.create(t, model.KindOffer, "rfq="+rfq.String(), "buyer=Nord", "number=OFF-2026-4K7M2QX", "stage=sent", "valid_until="+clock.now().AddDate(0, 0, 3).Format("2006-01-02"))
	b.create(t, model.KindTask, "title=Call", "due_at="+clock.now().AddDate(0, 0, 1).Format("2006-01-02T15:04:05Z07:00"))
	b.writeThrough(t)
	err := b.update(t.Context(), func(tx *transaction) error {
		if err := (&learning{tx: tx}).drop(bucketDue); err != nil {
			return err
		}
		return tx.Bucket([]byte(bucketMeta)).Put([]byte(keyKnown), []byte("index/offer.stage"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again := openAt(t, path, clock)
	if got := again.titles(t, Query{View: ViewDue, Limit: 50}); got != "Nord" {
		t.Errorf("the agenda has %q, want Nord: its task was dropped for the test", got)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}
