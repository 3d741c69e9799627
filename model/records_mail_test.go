package model

import (
	"testing"

	"tradedesk/model/refusal"
)

// The codes of a failure count as long as they say the same as its English, which a desk that
// knows no codes may have written since.
func TestWhyFailed(t *testing.T) {
	told := refusal.Told{Code: "post.slow", Text: "it takes too long"}
	for _, tt := range []struct {
		failure string
		flat    map[string]string
		code    string
	}{
		{"it takes too long", told.Flat(), "post.slow"},
		{"the line is down", told.Flat(), ""},
		{"it takes too long", nil, ""},
		{"", nil, ""},
	} {
		m := &Message{Failure: tt.failure, FailureWhy: tt.flat}
		if got := m.WhyFailed(); got.Code != tt.code || got.Text != tt.failure {
			t.Errorf("%q, %v: %+v", tt.failure, tt.flat, got)
		}
	}
}
