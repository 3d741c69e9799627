package model

import "testing"

func TestCanonicalOfStructsIsInOrder(t *testing.T) {
	got := string(canonicalValue([]Line{{Product: "a\u2028{b}", Quantity: "5", HS: "1509"}}))
	if want := "[{\"hs\":\"1509\",\"product\":\"a\u2028{b}\",\"quantity\":\"5\"}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
