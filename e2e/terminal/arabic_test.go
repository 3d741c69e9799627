package terminal

import "testing"

func TestRead(t *testing.T) {
	const seen = "│ Ets Karkoubi  ﻲﺑﻮﻗﺮﻜﻟﺍ ﺔﻛﺮﺷ  MA  ﻡﻼﺳ │"
	if got, want := Read(seen), "│ Ets Karkoubi  شركة الكرقوبي  MA  سلام │"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, text := range []string{"شركة الكرقوبي", "Ets Karkoubi", "ﻲﺑﻮﻗﺮﻜﻟﺍ"} {
		if !shows(seen, text) {
			t.Errorf("%q is not found", text)
		}
	}
}
