package search

import (
	"slices"
	"testing"
)

// What was perhaps meant has words that records have; what has none says nothing. The
// filters of the line stay.
func TestMeant(t *testing.T) {
	s := shelf{}
	for i, company := range []string{"Tanger Med Export", "شركة طنجة", "Cookie House", "Agadir Export", "Sugar med"} {
		r := lead(i, company)
		s[r.ID] = r
	}
	x := newIndex(t, s)
	build(t, x, s)
	late := lead(9, "Tanger Foods")
	s[late.ID] = late
	e, r := s.read(late.ID)
	if err := x.Update([]Document{DocumentOf(e, r)}, nil); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string][]string{
		"'k[m":                       {"طنجة"},
		"stage:new 'k[m":             {"طنجة stage:new"},
		"tangre":                     {"tanger"},
		"ranger":                     {"tanger"},
		"anger":                      {"tanger"},
		"gaadir":                     {"agadir"},
		"ظنجة":                       {"طنجه"},
		"qgadir exprt":               {"agadir export"},
		"kind:lead -tag:x tangre ge": {"kind:lead -tag:x tanger ge"},
		"\"tangre mod\"":             {"\"tanger med\""},
		"جحخن":                       nil, // [ p o k on the other layout, which is no word
		"tanger":                     nil,
		"suger":                      {"sugar"},
	} {
		if got := find(t, x, typed(line)).Meant; !slices.Equal(got, want) {
			t.Errorf("%s: meant %q, want %q", line, got, want)
		}
	}
}
