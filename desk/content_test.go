package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"tradedesk/model"
)

func readContent(t *testing.T, d Desk, sum string) (string, error) {
	t.Helper()
	r, err := d.OpenFile(context.Background(), sum)
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(r)
	if closeErr := r.Close(); closeErr != nil {
		t.Error(closeErr)
	}
	return string(data), err
}

func contractContent(t *testing.T, b bench) {
	ctx := context.Background()
	offer := "%PDF-1.7\n" + strings.Repeat("offer ", 200_000) // more than one buffer
	sum := sha256.Sum256([]byte(offer))
	a, err := b.d.PutFile(ctx, "../Offre été.pdf", strings.NewReader(offer))
	want := model.Attachment{Name: "Offre été.pdf", SHA256: hex.EncodeToString(sum[:]), Size: int64(len(offer)), Type: "application/pdf"}
	if err != nil || a != want {
		t.Fatalf("%+v and %v, want %+v", a, err, want)
	}
	for _, d := range []Desk{b.d, b.other} {
		if got, err := readContent(t, d, a.SHA256); err != nil || got != offer {
			t.Errorf("%s reads %d bytes and %v, want %d", d.Me(), len(got), err, len(offer))
		}
	}
	again, err := b.other.PutFile(ctx, "copy.pdf", strings.NewReader(offer))
	if err != nil || again.SHA256 != a.SHA256 || again.Name != "copy.pdf" {
		t.Errorf("the same content again: %+v and %v", again, err)
	}
	if empty, err := b.d.PutFile(ctx, "empty", strings.NewReader("")); err != nil || empty.Size != 0 {
		t.Errorf("an empty file: %+v and %v", empty, err)
	}
	if text, err := readContent(t, b.other, sumOfNothing); text != "" || err != nil {
		t.Errorf("an empty file is %q, %v", text, err)
	}
	report, err := b.d.Check(ctx, nil)
	if err != nil || !report.OK || report.Files != 2 || report.Orphans != 2 {
		t.Errorf("check: %+v and %v, want two contents that nothing names", report, err)
	}
	missing := strings.Repeat("0", 64)
	files := model.Set{"company": quoted("Nord"), "files": quotedFiles(a, model.Attachment{Name: "gone", SHA256: missing})}
	mustDo(t, b.d, Action{Edits: []Edit{{Kind: model.KindLead, Create: true, Set: files}}})
	if report, err = b.d.Check(ctx, nil); err != nil || !report.OK || report.Files != 2 || report.Orphans != 1 || report.Missing != 1 {
		t.Errorf("check: %+v and %v, want one orphan and one missing", report, err)
	}
	for _, c := range []struct {
		what string
		err  error
		want error
	}{
		{"missing", second(readContent(t, b.d, missing)), ErrNotFound},
		{"a path", second(readContent(t, b.d, "../../desk.db")), ErrInvalid},
		{"capitals", second(readContent(t, b.d, strings.ToUpper(a.SHA256))), ErrInvalid},
		{"too large", put(b.d, io.LimitReader(zeros{}, MaxFile+1)), ErrInvalid},
		{"a file that fails", put(b.d, iotest.ErrReader(os.ErrPermission)), os.ErrPermission},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, c.err, c.want)
		}
	}
	if report, err = b.d.Check(ctx, nil); err != nil || report.Files != 2 {
		t.Errorf("what was refused is kept: %+v and %v", report, err)
	}
}

func second(_ string, err error) error { return err }

func put(d Desk, r io.Reader) error {
	_, err := d.PutFile(context.Background(), "file", r)
	return err
}

func quotedFiles(files ...model.Attachment) []byte {
	lead := &model.Lead{Files: files}
	return model.Fields(lead)["files"]
}

func TestContentOnDisk(t *testing.T) {
	dir := t.TempDir()
	left := filepath.Join(dir, "files", "new-123")
	if err := os.MkdirAll(filepath.Dir(left), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := openAt(t, dir, "salma")
	a, err := d.PutFile(context.Background(), "a.txt", strings.NewReader("what is in it"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "files", a.SHA256[:2], a.SHA256[2:])
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v and %v, want a file for its owner alone", info, err)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "files")); err != nil || len(entries) != 1 {
		t.Errorf("%v and %v: what a kill left is still there", entries, err)
	}
	damaged := []byte("what was in it")
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := readContent(t, d, a.SHA256); err == nil || !bytes.Equal([]byte(got), damaged) || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged content reads as %q with %v", got, err)
	}
	guest := openAt(t, dir, "youssef")
	if _, err := readContent(t, guest, a.SHA256); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("at a visitor: %v", err)
	}
}

func contractDetail(t *testing.T, b bench) {
	ctx := context.Background()
	make := func(kind model.Kind, r model.Record) model.ID {
		return mustDo(t, b.d, Action{Edits: []Edit{{Kind: kind, Create: true, Set: model.Fields(r)}}}).Records[0].Header().ID
	}
	lead := addLead(t, b.d, "Nord Foods Inc")
	souss := make(model.KindSupplier, &model.Supplier{Name: "Argane du Souss"})
	other := make(model.KindSupplier, &model.Supplier{Name: "Tifawin"})
	rfq := make(model.KindRFQ, &model.RFQ{Title: "Argan", Lead: lead, Invited: []model.ID{souss, other}, Stage: model.RFQOpen})
	quote := make(model.KindQuote, &model.Quote{RFQ: rfq, Supplier: souss, Stage: model.QuoteReceived})
	make(model.KindSample, &model.Sample{RFQ: rfq, Supplier: souss, Product: "argan", Stage: model.SampleRequested})
	make(model.KindTask, &model.Task{Title: "Call", About: rfq, DueAt: 1, DoneAt: 2})
	for range ThreadLimit + 5 {
		make(model.KindMessage, &model.Message{Thread: rfq, Direction: model.DirectionNote, Body: "note"})
	}
	d, err := b.d.Detail(ctx, rfq)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Quotes) != 1 || len(d.Samples) != 1 || len(d.Tasks) != 1 || d.Lead == nil || len(d.Cut) != 0 {
		t.Errorf("detail of the RFQ: %s", asJSON(t, wrapDetail(d)))
	}
	if d.Named[souss].Title != "Argane du Souss" || d.Named[other].Title != "Tifawin" || d.Named[lead].Title != "Nord Foods Inc" {
		t.Errorf("names %v", d.Named)
	}
	older, err := b.d.List(ctx, Query{Kind: model.KindMessage, View: ViewThread, Of: rfq, From: d.Older, Back: true, Limit: 10})
	if err != nil || len(d.Thread) != ThreadLimit || len(older.Rows) != 5 || older.Before {
		t.Errorf("%d messages, and %d older ones with %v", len(d.Thread), len(older.Rows), err)
	}
	if d, err = b.d.Detail(ctx, souss); err != nil || len(d.Quotes) != 1 || len(d.Samples) != 1 || len(d.RFQs) != 1 || d.Named[rfq].Title != "Argan" {
		t.Errorf("detail of the supplier: %s and %v", asJSON(t, wrapDetail(d)), err)
	}
	var many []Edit
	for range detailRows {
		many = append(many, Edit{Kind: model.KindQuote, Create: true, Set: model.Fields(&model.Quote{RFQ: rfq, Supplier: other})})
	}
	mustDo(t, b.d, Action{Edits: many})
	if d, err = b.d.Detail(ctx, rfq); err != nil || len(d.Quotes) != detailRows || !slices.Equal(d.Cut, []model.Kind{model.KindQuote}) {
		t.Errorf("of %d quotes %d are there, cut are %v: %v", detailRows+1, len(d.Quotes), d.Cut, err)
	}
	for _, r := range d.Quotes {
		if r.Header().ID == quote {
			t.Error("the oldest quote is there, and not the newest")
		}
	}
	if d, err = b.d.Detail(ctx, quote); err != nil || d.Named[rfq].Title != "Argan" || d.Named[souss].Title != "Argane du Souss" {
		t.Errorf("detail of the quote: %s and %v", asJSON(t, wrapDetail(d)), err)
	}
}
