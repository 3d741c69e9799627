package blobdir

import (
	"strings"
	"testing"

	"tradedesk/model"
)

// A workspace whose files are being counted, which takes as long as there are many, holds
// no other one up.
func TestCountingHoldsNoOtherUp(t *testing.T) {
	const sumOfHello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
	d := New(t.TempDir(), 5)
	counting := d.usage(model.ID{1})
	counting.mu.Lock()
	have, err := d.Write(t.Context(), model.ID{2}, sumOfHello, 0, 5, strings.NewReader("hello"))
	if err != nil || !have.Whole {
		t.Errorf("another workspace is told %+v, %v", have, err)
	}
	counting.mu.Unlock()
	if have, err := d.Write(t.Context(), model.ID{1}, sumOfHello, 0, 5, strings.NewReader("hello")); err != nil || !have.Whole {
		t.Errorf("afterwards it is told %+v, %v", have, err)
	}
}
