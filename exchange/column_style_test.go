package exchange

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

func TestVoteNumber(t *testing.T) {
	tests := []struct {
		text string
		want byte
	}{
		{"1.234,50", ','}, {"1,234.50", '.'}, {"1 234,5", ','}, {"12,5", ','}, {"12.5", '.'}, {"1.234.567", ','}, {"1,234,567", '.'}, {"0.125", '.'},
		{"0,125", ','}, {"1234,567", ','}, {"1.234", 0}, {"1,234", 0}, {"1234", 0}, {"", 0}, {"EUR 1.250,00", ','}, {"$1,250.00 / kg", '.'},
		{"500-1000 kg", 0}, {"1.2.3,4", ','}, {"١٬٢٣٤٫٥", 0},
	}
	for _, test := range tests {
		if got := voteNumber(test.text); got != test.want {
			t.Errorf("voteNumber(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestPlainNumber(t *testing.T) {
	tests := []struct {
		text    string
		decimal byte
		want    string // "" for an error
	}{
		{"1.234,50", ',', "1234.50"}, {"1,234.50", '.', "1234.50"}, {"1.234", ',', "1234"}, {"1.234", '.', "1.234"}, {"1,234", '.', "1234"}, {"1,234", ',', "1.234"},
		{"1 234,50 EUR", ',', "1 234.50 EUR"}, {"1.234", 0, ""}, {"1,234", 0, ""}, {"12.5", 0, "12.5"}, {"12.5", ',', ""}, {"1,2", '.', ""}, {"1.23.456", ',', ""},
		{"lots", ',', "lots"}, {"500-1000 kg", ',', "500-1000 kg"}, {"1234", ',', "1234"}, {"1,234.50", ',', ""}, {"1.234.567", ',', "1234567"},
	}
	for _, test := range tests {
		got, err := plainNumber(test.text, test.decimal)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("plainNumber(%q, %q) = %q, %v; want %q", test.text, test.decimal, got, err, test.want)
		}
	}
}

// However a country writes a number, it never comes out as another one.
func TestNumbersKeepTheirValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.IntRange(0, 9_999_999).Draw(t, "whole")
		fraction := rapid.StringMatching(`|[0-9]{1,4}`).Draw(t, "fraction")
		marks := rapid.SampledFrom([]string{".,", ",.", " ,", " .", "',"}).Draw(t, "group and decimal mark")
		want := fmt.Sprint(whole)
		grouped := want
		for i := len(grouped) - 3; i > 0; i -= 3 {
			grouped = grouped[:i] + marks[:1] + grouped[i:]
		}
		text := grouped
		if fraction != "" {
			want += "." + fraction
			text += marks[1:] + fraction
		}
		for _, decimal := range []byte{0, marks[1]} {
			plain, err := plainNumber(text, decimal)
			if err != nil {
				if decimal != 0 {
					t.Fatalf("%q, told its mark: %v", text, err)
				}
				continue
			}
			read, err := value.ParseDecimal(plain)
			if err == nil && read.String() != value.Decimal(want).String() && !sameNumber(read.String(), want) {
				t.Fatalf("%q became %s, want %s", text, read, want)
			}
		}
	})
}

func sameNumber(a, b string) bool {
	trim := func(s string) string {
		if strings.Contains(s, ".") {
			s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
		}
		return s
	}
	return trim(a) == trim(b)
}

func TestPlainDate(t *testing.T) {
	tests := []struct {
		text  string
		order DateOrder
		want  string
	}{
		{"31/12/2026", DayFirst, "2026-12-31"}, {"12/31/2026", MonthFirst, "2026-12-31"}, {"3/4/2026", DayFirst, "2026-04-03"},
		{"3/4/2026", MonthFirst, "2026-03-04"}, {"3/4/2026", "", "3/4/2026"}, {"5/5/2026", "", "2026-05-05"}, {"3.4.2026", "", "2026-04-03"}, {"3.4.2026", MonthFirst, "2026-04-03"},
		{"3-4-26", DayFirst, "2026-04-03"}, {"3/4/99", DayFirst, "1999-04-03"}, {"31/12/2026 14:30", DayFirst, "2026-12-31 14:30:00"},
		{"12/31/2026 2:30 PM", MonthFirst, "2026-12-31 14:30:00"}, {"31/13/2026", DayFirst, "31/13/2026"}, {"20261231", "", "2026-12-31"},
		{"15-Jan-26", "", "15 Jan 2026"}, {"1767225600000", "", "2026-01-01T00:00:00Z"}, {"2026-12-31", "", "2026-12-31"}, {"soon", "", "soon"},
	}
	for _, test := range tests {
		if got := plainDate(test.text, test.order); got != test.want {
			t.Errorf("plainDate(%q, %q) = %q, want %q", test.text, test.order, got, test.want)
		}
	}
}

// A column's other values tell how its doubtful ones are meant, and the file's
// other columns when its own do not.
func TestStyleOfAColumn(t *testing.T) {
	tests := []struct {
		name, file string
		want       []string // company=quantity or company!reason
	}{
		{"by the column", "Company,Quantity\nA,1.250\nB,\"12,5\"\n", []string{"A=1250", "B=12.5"}},
		{"by another column", "Company,Quantity,Target price\nA,1.250,\"4,20\"\n", []string{"A=1250"}},
		{"by nothing", "Company,Quantity\nA,1.250\nB,5\n", []string{"B=5"}},
		{"contradicting", "Company,Quantity\nA,12.5\nB,\"12,5\"\nC,1.250\n", []string{"A=12.5", "B=12.5"}},
		{"english", "Company,Quantity\nA,\"1,250\"\nB,0.5\n", []string{"A=1250", "B=0.5"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			desk := newFakeDesk()
			mustImport(t, desk, testRequest("a.csv"), test.file)
			var got []string
			for _, r := range desk.all() {
				lead := r.(*model.Lead)
				got = append(got, lead.Company+"="+lead.Quantity.String())
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestDatesOfAColumn(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"days first", "Company,Received at\nA,3/4/2026\nB,25/12/2026\n", "2026-04-03"},
		{"months first", "Company,Received at\nA,3/4/2026\nB,12/25/2026\n", "2026-03-04"},
		{"German", "Company,Received at\nA,3.4.2026\n", "2026-04-03"},
		{"no telling", "Company,Received at\nA,3/4/2026\nB,5/5/2026\n", ""},
		{"both", "Company,Received at\nA,3/4/2026\nB,25/12/2026\nC,12/25/2026\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			desk := newFakeDesk()
			report := mustImport(t, desk, testRequest("a.csv"), test.file)
			first := desk.all()[0].(*model.Lead)
			if test.want == "" {
				if first.Company == "A" || !strings.Contains(report.Errors[0].Message, "could be") {
					t.Errorf("first %s, report %+v", model.EncodeJSON(first), report)
				}
			} else if !strings.HasPrefix(first.ReceivedAt.String(), test.want) {
				t.Errorf("received at %s, want %s", first.ReceivedAt, test.want)
			}
		})
	}
}

func FuzzStyle(f *testing.F) {
	f.Add("1.234,50", "31/12/2026 14:30", byte(','))
	f.Fuzz(func(t *testing.T, number, date string, decimal byte) {
		voteNumber(number)
		if _, err := plainNumber(number, decimal); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("error of more than one line: %q", err)
		}
		for _, order := range []DateOrder{"", DayFirst, MonthFirst, YearFirst} {
			plainDate(date, order)
		}
	})
}

func TestOneNumber(t *testing.T) {
	for text, want := range map[string]string{
		"500 kg": "500", "USD 1.250,00": "1.250,00", "1 234,50 €": "1 234,50", "1'234.50": "1'234.50", "1\u202f234,5": "1\u202f234,5", "5": "5",
		"500-1000 kg": "", "no number": "", "": "", "٥٠٠": "", "3 x 20": "", "٣ 20": "20",
	} {
		start, end, ok := oneNumber(text)
		if got := text[start:end]; got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v, want %q", text, got, ok, want)
		}
	}
}
