package desk

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/model"
)

// printable gives an offer that adds up.
func printable() *model.Offer {
	return &model.Offer{
		Number: "OFF-2026-4K7M2QX", Version: 1, Buyer: "Nord", Currency: "EUR", Language: "fr", IssuedOn: "2026-04-14", Total: "43.00",
		Lines: []model.OfferLine{{Product: "Argan oil", Quantity: "10", Unit: "KGM", Price: "4.30", Amount: "43.00"}},
	}
}

func TestOfferDocument(t *testing.T) {
	ctx := context.Background()
	d := openAt(t, t.TempDir(), "nadia")
	if _, err := OfferDocument(ctx, d, printable(), "pdf", ""); !errors.Is(err, ErrNoFirm) {
		t.Errorf("without a firm: %v", err)
	}
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	file, err := d.PutFile(ctx, "logo.png", bytes.NewReader(logo.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	firm := model.Set{"name": quoted("Atlas Trade"), "files": quotedFiles(file)}
	mustDo(t, d, Action{Edits: []Edit{{Kind: model.KindFirm, Create: true, Set: firm}}})
	doc, err := OfferDocument(ctx, d, printable(), "pdf", "")
	if err != nil || doc.NoLogo != nil || doc.Name != "OFF-2026-4K7M2QX-fr.pdf" || !bytes.Contains(doc.Content, []byte("/Subtype/Image")) {
		t.Errorf("%s, logo %v, %v", doc.Name, doc.NoLogo, err)
	}
	path := filepath.Join(t.TempDir(), doc.Name)
	if err := SaveDocument(doc, path, false); err != nil {
		t.Fatal(err)
	}
	if err := SaveDocument(doc, path, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("saved twice: %v", err)
	}
	if saved, err := os.ReadFile(path); err != nil || !bytes.Equal(saved, doc.Content) {
		t.Errorf("%d bytes, %v", len(saved), err)
	}
	wrong := printable()
	wrong.Total = "44.00"
	if _, err := OfferDocument(ctx, d, wrong, "pdf", "en"); err == nil || !strings.Contains(err.Error(), "add up to 43.00 and not to 44.00") {
		t.Errorf("an offer that does not add up: %v", err)
	}
	if _, err := OfferDocument(ctx, d, printable(), "docx", ""); !errors.Is(err, ErrDocumentFormat) {
		t.Errorf("another format: %v", err)
	}
}

// A letter goes out without the picture rather than not at all, and says so.
func TestOfferDocumentWithoutItsLogo(t *testing.T) {
	ctx := context.Background()
	d := openAt(t, t.TempDir(), "nadia")
	gone := model.Attachment{Name: "logo.png", SHA256: strings.Repeat("0", 64), Type: "image/png", Size: 10}
	mustDo(t, d, Action{Edits: []Edit{{Kind: model.KindFirm, Create: true, Set: model.Set{"name": quoted("Atlas"), "files": quotedFiles(gone)}}}})
	doc, err := OfferDocument(ctx, d, printable(), "pdf", "ar")
	if err != nil || doc.NoLogo == nil || len(doc.Content) == 0 {
		t.Errorf("logo %v, %v", doc.NoLogo, err)
	}
}
