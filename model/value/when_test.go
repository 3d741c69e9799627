package value

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model/text"
)

// casablanca stands for a desk's zone, an hour ahead of UTC.
var casablanca = time.FixedZone("+01", 3600)

// tuesday is when the tests ask: Tuesday 24 November 2026, 10:15:30 in Casablanca.
var tuesday = time.Date(2026, time.November, 24, 10, 15, 30, 0, casablanca)

func TestParseInstant(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-24T00:28:15.123Z": "2026-11-24T00:28:15.123Z", "2026-11-24T00:28:15+01:00": "2026-11-23T23:28:15.000Z", "2026-12-01T14:30Z": "2026-12-01T14:30:00.000Z",
		"2026-12-01": "2026-12-01T08:00:00.000Z", "2026-12-01 14:30": "2026-12-01T13:30:00.000Z", "2026-12-01T14:30:15": "2026-12-01T13:30:15.000Z",
		"٢٠٢٦-١٢-٠١": "2026-12-01T08:00:00.000Z", "2026/12/01": "2026-12-01T08:00:00.000Z",
		"now": "2026-11-24T09:15:30.000Z", "maintenant": "2026-11-24T09:15:30.000Z", "الآن": "2026-11-24T09:15:30.000Z",
		"today": "2026-11-24T17:00:00.000Z", "Aujourd’hui": "2026-11-24T17:00:00.000Z", "اليوم": "2026-11-24T17:00:00.000Z", "today 8:00": "2026-11-24T07:00:00.000Z",
		"Tomorrow": "2026-11-25T08:00:00.000Z", "demain": "2026-11-25T08:00:00.000Z", "غدا": "2026-11-25T08:00:00.000Z", "غدًا": "2026-11-25T08:00:00.000Z",
		"demain à 8h30": "2026-11-25T07:30:00.000Z", "tomorrow at 2pm": "2026-11-25T13:00:00.000Z", "tomorrow 12am": "2026-11-24T23:00:00.000Z", "tomorrow 12pm": "2026-11-25T11:00:00.000Z",
		"après-demain": "2026-11-26T08:00:00.000Z", "yesterday": "2026-11-23T08:00:00.000Z", "hier": "2026-11-23T08:00:00.000Z", "أمس": "2026-11-23T08:00:00.000Z",
		"3d": "2026-11-27T08:00:00.000Z", "+3d": "2026-11-27T08:00:00.000Z", "-3d": "2026-11-21T08:00:00.000Z", "3 days ago": "2026-11-21T08:00:00.000Z", "il y a 3 jours": "2026-11-21T08:00:00.000Z",
		"in 2 weeks": "2026-12-08T08:00:00.000Z", "2w": "2026-12-08T08:00:00.000Z", "dans 2 semaines": "2026-12-08T08:00:00.000Z", "بعد 3 أيام": "2026-11-27T08:00:00.000Z",
		"4h": "2026-11-24T13:15:30.000Z", "in 4h": "2026-11-24T13:15:30.000Z", "30m": "2026-11-24T09:45:30.000Z", "-30 min": "2026-11-24T08:45:30.000Z", "2 mois": "2027-01-24T08:00:00.000Z",
		"fri": "2026-11-27T08:00:00.000Z", "Friday": "2026-11-27T08:00:00.000Z", "vendredi": "2026-11-27T08:00:00.000Z", "الجمعة": "2026-11-27T08:00:00.000Z", "friday 14:30": "2026-11-27T13:30:00.000Z",
		"tuesday": "2026-12-01T08:00:00.000Z", "next monday": "2026-11-30T08:00:00.000Z", "الأربعاء": "2026-11-25T08:00:00.000Z", "الثلاثاء": "2026-12-01T08:00:00.000Z",
		"15 jan": "2027-01-15T08:00:00.000Z", "Jan 15": "2027-01-15T08:00:00.000Z", "15 janvier 2028": "2028-01-15T08:00:00.000Z", "1er décembre": "2026-12-01T08:00:00.000Z",
		"24 nov": "2026-11-24T08:00:00.000Z", "23 nov": "2027-11-23T08:00:00.000Z", "15 يناير": "2027-01-15T08:00:00.000Z", "١٥ غشت": "2027-08-15T08:00:00.000Z", "29 feb": "2028-02-29T08:00:00.000Z",
		"31/12/2026": "2026-12-31T08:00:00.000Z", "12/31/2026": "2026-12-31T08:00:00.000Z", "31.12.2026 10:00": "2026-12-31T09:00:00.000Z", "5/5/2027": "2027-05-05T08:00:00.000Z",
	} {
		got, err := ParseInstant(in, tuesday)
		if err != nil || got.String() != want {
			t.Errorf("ParseInstant(%q) = %s, %v, want %s", in, got, err, want)
		}
	}
}

func TestTodayIsStillToCome(t *testing.T) {
	for hour, want := range map[int]string{7: "2026-11-24T08:00:00.000Z", 12: "2026-11-24T17:00:00.000Z", 20: "2026-11-24T22:59:00.000Z"} {
		now := time.Date(2026, time.November, 24, hour, 0, 0, 0, casablanca)
		if got, err := ParseInstant("today", now); err != nil || got.String() != want {
			t.Errorf("today at %d is %s, %v, want %s", hour, got, err, want)
		}
	}
}

func TestParseInstantRefuses(t *testing.T) {
	for in, want := range map[string]Code{
		"": CodeEmpty, "soon": CodeSyntax, "2026-02-30": CodeSyntax, "30 feb": CodeSyntax, "31/02/2026": CodeSyntax, "3/4/2027": CodeAmbiguous, "25:00": CodeSyntax,
		"2026-12-01 25:00": CodeSyntax, "tomorrow 14": CodeSyntax, "tomorrow 13pm": CodeSyntax, "now 14:30": CodeSyntax, "99999d": CodeSyntax, "1970-01-01T00:00:00Z": CodeRange,
		"9999w": CodeSyntax, "15 jan 27": CodeSyntax, "1/1/1": CodeSyntax, "h": CodeSyntax, "-": CodeSyntax,
	} {
		got, err := ParseInstant(in, tuesday)
		var e *Error
		if in == "9999w" {
			if err != nil || got == 0 {
				t.Errorf("ParseInstant(9999w) = %v, %v", got, err)
			}
			continue
		}
		if !errors.As(err, &e) || e.Code != want || got != 0 {
			t.Errorf("ParseInstant(%q) = %s, %v, want %s", in, got, err, want)
		}
	}
	_, err := ParseInstant("3/4/2027", tuesday)
	if got, want := err.Error(), `time "3/4/2027": could be 3 April or 4 March: write 2027-04-03 or 2027-03-04`; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]Date{
		"2026-12-01": "2026-12-01", "today": "2026-11-24", "now": "2026-11-24", "demain": "2026-11-25", "fri": "2026-11-27", "3d": "2026-11-27", "1 month": "2026-12-24",
		"15 jan": "2027-01-15", "31/12/2026": "2026-12-31", "2026-12-01T23:30:00-05:00": "2026-12-01", "غدا": "2026-11-25",
	} {
		if got, err := ParseDate(in, tuesday); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %s, %v, want %s", in, got, err, want)
		}
	}
	for in, want := range map[string]Code{"": CodeEmpty, "4h": CodeSyntax, "tomorrow 14:30": CodeSyntax, "3/4/2027": CodeAmbiguous, "2026-13-01": CodeSyntax, "x": CodeSyntax} {
		got, err := ParseDate(in, tuesday)
		var e *Error
		if !errors.As(err, &e) || e.Code != want || e.Type != "date" {
			t.Errorf("ParseDate(%q) = %s, %v, want %s", in, got, err, want)
		}
	}
	if got := Date("2026-12-01").Time(casablanca); !got.Equal(time.Date(2026, 11, 30, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("Time = %s", got)
	}
	if !Date("junk").Time(nil).IsZero() || !Date("").Time(time.UTC).IsZero() {
		t.Error("a date that is none has a time")
	}
}

func TestMonthsEndInTheirMonth(t *testing.T) {
	now := time.Date(2027, time.January, 31, 12, 0, 0, 0, time.UTC)
	for in, want := range map[string]Date{"1 month": "2027-02-28", "2 months": "2027-03-31", "-2 months": "2026-11-30", "13 months": "2028-02-29"} {
		if got, err := ParseDate(in, now); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %s, %v, want %s", in, got, err, want)
		}
	}
}

// TestWordsAreFolded: a word that is not folded would never be found.
func TestWordsAreFolded(t *testing.T) {
	var words []string
	for w := range dayWords {
		words = append(words, w)
	}
	for w := range weekdays {
		words = append(words, w)
	}
	for w := range spanUnits {
		words = append(words, w)
	}
	for w := range months {
		words = append(words, w)
	}
	for w := range currencySigns {
		words = append(words, w)
	}
	for w := range sharedSigns {
		words = append(words, w)
	}
	for w := range sharedUnits {
		words = append(words, w)
	}
	words = append(append(words, nowWords...), atWords...)
	for _, w := range words {
		if folded := text.Fold(w); folded != w {
			t.Errorf("%q folds to %q", w, folded)
		}
	}
}

func TestInstantJSON(t *testing.T) {
	for in, want := range map[string]string{
		`"2026-11-24T00:28:15.123Z"`: `"2026-11-24T00:28:15.123Z"`, `"2026-11-24T01:28:15.1239+01:00"`: `"2026-11-24T00:28:15.123Z"`, `""`: `""`, `null`: `""`,
	} {
		var i Instant
		if err := json.Unmarshal([]byte(in), &i); err != nil {
			t.Errorf("reading %s: %v", in, err)
		}
		if got, err := json.Marshal(i); err != nil || string(got) != want {
			t.Errorf("%s is written as %s, %v, want %s", in, got, err, want)
		}
	}
	for _, in := range []string{`"tomorrow"`, `12`, `{}`, `"2026-11-24"`} {
		var i Instant
		if err := json.Unmarshal([]byte(in), &i); err == nil {
			t.Errorf("reading %s gave %s", in, i)
		}
	}
}

func TestInstantRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := Instant(rapid.Int64Range(firstInstant, lastInstant).Filter(func(n int64) bool { return n != 0 }).Draw(t, "i"))
		if got, err := ParseInstant(i.String(), tuesday); err != nil || got != i {
			t.Fatalf("ParseInstant(%s) = %s, %v", i, got, err)
		}
		data, err := json.Marshal(i)
		var back Instant
		if err != nil || json.Unmarshal(data, &back) != nil || back != i || At(i.Time()) != i {
			t.Fatalf("%d is %d after JSON %s (%v)", i, back, data, err)
		}
	})
}

// TestAnyInstantIsReadableJSON: whatever integer a file held, its JSON reads.
func TestAnyInstantIsReadableJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := Instant(rapid.Int64().Draw(t, "i"))
		data, err := json.Marshal(i)
		var back Instant
		if err != nil || json.Unmarshal(data, &back) != nil {
			t.Fatalf("%d is written as %s, which does not read (%v)", i, data, err)
		}
	})
}

func FuzzWhen(f *testing.F) {
	for _, s := range []string{"2026-12-01T14:30:00Z", "demain à 8h30", "-3d", "15 يناير 2027", "3/4/2027", "next friday 9pm", "29 feb", "in 4h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkText(t, s, func(s string) (Instant, error) { return ParseInstant(s, tuesday) }, Instant.String)
		checkText(t, s, func(s string) (Date, error) { return ParseDate(s, tuesday) }, Date.String)
	})
}
