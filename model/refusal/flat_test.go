package refusal_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/refusal"
)

// A reason is the same again after it was flat, whatever it names.
func TestFlatIsTheSameAgain(t *testing.T) {
	word := rapid.StringMatching(`[A-Za-z .\x{0600}-\x{06ff}]{1,12}`)
	place := rapid.StringMatching(`[A-Z][a-z]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		var told *refusal.Told
		for range rapid.IntRange(1, 5).Draw(t, "causes") {
			of := refusal.Told{Code: word.Draw(t, "code"), Text: word.Draw(t, "text"), Why: told}
			if parts := rapid.MapOfN(place, word, 0, 3).Draw(t, "parts"); len(parts) > 0 {
				of.Parts = parts
			}
			told = &of
		}
		if again := refusal.FromFlat(told.Flat()); !reflect.DeepEqual(again, *told) {
			t.Fatalf("%+v, want %+v", again, *told)
		}
	})
}

func TestFlatIsBounded(t *testing.T) {
	told := refusal.FromFlat(map[string]string{strings.Repeat("why.", 1000) + "text": "deep", "code": "post.refused", "Host": "mail.example"})
	if told.Code != "post.refused" || told.Parts["Host"] != "mail.example" || told.Why != nil {
		t.Errorf("%+v", told)
	}
}
