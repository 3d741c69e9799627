package value

import (
	"net/mail"
	"testing"

	"pgregory.net/rapid"
)

// What is taken for a plain address at a glance is one by RFC 5322 too.
func TestPlainAddressIsAnAddress(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(
			rapid.StringMatching(`[a-zA-Z0-9._+-]{1,8}@[a-zA-Z0-9.-]{1,12}`), rapid.StringMatching(`[ -~]{1,6}@[ -~]{1,8}`),
		).Draw(t, "address")
		if !plainAddress(s) {
			return
		}
		taken++
		address, err := mail.ParseAddress(s)
		if err != nil || address.Name != "" || address.Address != s {
			t.Fatalf("%q is taken for plain: %v, %v", s, address, err)
		}
	})
	if taken == 0 {
		t.Error("no address was taken for plain")
	}
}
