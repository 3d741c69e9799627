package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"tradedesk/model"
)

// offered is offering with a draft of an offer on the screen.
func offered(t *testing.T) (d *driver, dir, number string) {
	t.Helper()
	d, dir = offering(t, 120, 36), t.TempDir()
	d.m.o.Dir = dir
	d.pressed("a", "o")
	d.typed("2.5%")
	d.pressed("ctrl+s")
	all := offersOf(d)
	if len(all) != 1 {
		t.Fatalf("offers %+v", all)
	}
	return d, dir, all[0].Number
}

// Without a letterhead the form of the firm comes, and then the document is written: in
// the buyer's language, under the offer's number, over nothing that is there.
func TestOfferDocumentByAKey(t *testing.T) {
	d, dir, number := offered(t)
	d.pressed("p")
	d.sees("Write "+number, "PDF", "Excel workbook", "UBL quotation")
	d.pressed("enter")
	d.sees("French", "the offer's", "Arabic", "English")
	d.pressed("enter")
	d.sees("does not know your firm yet", "fill it in")
	d.pressed("y")
	d.sees("Your letterhead", "Tax number")
	d.typed("Atlas Trade SARL")
	d.pressed("ctrl+s")
	d.sees("Atlas Trade SARL")

	path := filepath.Join(dir, number+"-fr.pdf")
	d.pressed("p", "enter", "enter")
	d.sees("To which file?")
	d.pressed("enter")
	d.sees("written")
	written, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(written, []byte("%PDF-")) {
		t.Fatalf("%d bytes, %v", len(written), err)
	}

	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.pressed("p", "enter", "enter", "enter")
	d.sees("is there already", "another name", "replace it")
	d.pressed("esc")
	if kept, err := os.ReadFile(path); err != nil || string(kept) != "mine" {
		t.Errorf("overwritten unasked: %q, %v", kept, err)
	}
	d.pressed("p", "enter", "enter", "enter", "r")
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, written) {
		t.Errorf("not replaced: %d bytes, %v", len(now), err)
	}

	d.pressed("p", "x", "e", "ctrl+u")
	d.typed("mine.pdf")
	d.pressed("enter")
	d.sees("its name says pdf", "what is written is xlsx")
	d.pressed("ctrl+u")
	d.typed(dir)
	d.pressed("enter")
	if book, err := os.ReadFile(filepath.Join(dir, number+"-en.xlsx")); err != nil || !bytes.HasPrefix(book, []byte("PK")) {
		t.Errorf("the workbook: %d bytes, %v", len(book), err)
	}
}

func TestOfferThatDoesNotAddUpHasNoDocument(t *testing.T) {
	d, _, _ := offered(t)
	d.fake.mu.Lock()
	for _, r := range d.fake.records {
		if o, ok := r.(*model.Offer); ok {
			o.Total = "1.00"
		}
	}
	d.fake.records = append(d.fake.records, &model.Firm{Head: model.Head{ID: idOf(70)}, Name: "Atlas"})
	d.fake.mu.Unlock()
	d.pressed("p", "enter", "enter")
	d.sees("The document was not written", "add up to")
}

func TestFirmIsMadeOnceAndThenEdited(t *testing.T) {
	d := offering(t, 120, 36)
	d.pressed("esc", "g", "o")
	d.sees("Your letterhead")
	d.typed("Atlas Trade")
	d.pressed("ctrl+s", "g", "o")
	d.sees("Atlas Trade")
	d.typed(" SARL")
	d.pressed("ctrl+s")
	var firms []*model.Firm
	d.fake.mu.Lock()
	for _, r := range d.fake.records {
		if f, ok := r.(*model.Firm); ok {
			firms = append(firms, f)
		}
	}
	d.fake.mu.Unlock()
	if len(firms) != 1 || firms[0].Name != "Atlas Trade SARL" {
		t.Errorf("firms %+v", firms)
	}
	d.pressed("u")
	d.pressed("ctrl+p")
	d.typed("your firm")
	d.pressed("enter")
	d.sees("Atlas Trade")
}
