package document

import (
	"bytes"
	"errors"
	"testing"

	"tradedesk/model"
)

func TestFileName(t *testing.T) {
	for _, tt := range []struct {
		number  string
		version int
		format  Format
		want    string
	}{
		{"OFF-2026-4K7M2QX", 1, PDF, "OFF-2026-4K7M2QX-ar.pdf"},
		{"OFF-2026-4K7M2QX", 3, XLSX, "OFF-2026-4K7M2QX-v3-ar.xlsx"},
		{"OFF-2026-4K7M2QX", 2, UBL, "OFF-2026-4K7M2QX-v2.ubl.xml"},
		{"../../etc/passwd\x00", 1, PDF, "etc-passwd-ar.pdf"},
		{`C:\CON`, 1, PDF, "CCON-ar.pdf"},
		{"عرض", 1, PDF, "offer-ar.pdf"},
	} {
		if got := FileName(&model.Offer{Number: tt.number, Version: tt.version}, "ar", tt.format); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.number, got, tt.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	o := sample(t, "en", 1)
	other := o
	other.Language = "de"
	nameless := o
	nameless.Firm = &model.Firm{}
	for _, tt := range []struct {
		offer  Offer
		format Format
		want   error
	}{{other, PDF, ErrLanguage}, {nameless, PDF, ErrNoName}, {o, "docx", ErrFormat}} {
		if _, err := Write(&bytes.Buffer{}, tt.offer, tt.format); !errors.Is(err, tt.want) {
			t.Errorf("%v, want %v", err, tt.want)
		}
	}
}

// An offer's own records stay as they were.
func TestWriteChangesNothing(t *testing.T) {
	o := sample(t, "en", 2)
	o.Buyer = "A\u202eB"
	before := string(model.EncodeJSON(o.Offer))
	written(t, o, PDF)
	if after := string(model.EncodeJSON(o.Offer)); after != before {
		t.Errorf("the offer was changed:\n%s\n%s", before, after)
	}
}
