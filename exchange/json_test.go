package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

func TestJSONFiles(t *testing.T) {
	tests := []struct {
		name, ext, file string
		created         int
		errors          []int // their lines
	}{
		{"array", "json", `[{"kind":"lead","company":"A"},{"kind":"lead","company":"B"}]`, 2, nil},
		{"array spread out", "json", "[\n {\n \"kind\": \"lead\",\n \"company\": \"A\"\n }\n,\n {\"kind\":\"lead\",\"company\":\"B\"}\n]\n", 2, nil},
		{"empty array", "json", "[]", 0, nil},
		{"braces in strings", "json", `[{"kind":"lead","company":"}]{\"\\"}]`, 1, nil},
		{"one object", "json", `{"kind":"lead","company":"A"}`, 1, nil},
		{"one after the other", "json", "{\"kind\":\"lead\",\"company\":\"A\"}\n{\"kind\":\"lead\",\"company\":\"B\"}", 2, nil},
		{"lines", "ndjson", "{\"kind\":\"lead\",\"company\":\"A\"}\r\n\r\n{\"kind\":\"lead\",\"company\":\"B\"}\r\n", 2, nil},
		{"byte order mark", "ndjson", utf8BOM + `{"kind":"lead","company":"A"}`, 1, nil},
		{"an array that is called lines", "ndjson", "[{\"kind\":\"lead\",\"company\":\"A\"}]", 1, nil},
		{"lines that are spread out", "ndjson", "{\"kind\":\"lead\",\n\"company\":\"A\"}\n{\n\"kind\":\"lead\",\"company\":\"B\"}\n", 2, nil},
		{"broken line", "ndjson", "{\"kind\":\"lead\",\n{\"kind\":\"lead\",\"company\":\"B\"}\n", 1, []int{1}},
		{"broken record", "json", "[\n{\"kind\":},\n{\"kind\":\"lead\",\"company\":\"B\"}\n]", 1, []int{2}},
		{"no objects", "json", "[1,\n\"x\"]", 0, []int{1, 2}},
		{"cut short", "json", "[{\"kind\":\"lead\",\"company\":\"A\"},\n{\"kind\":\"lead\",\"comp", 1, []int{2, 2}},
		{"no kind", "ndjson", `{"company":"A"}`, 0, []int{1}},
		{"bad value", "ndjson", "{\"kind\":\"lead\",\"company\":\"A\",\"quantity\":\"lots\"}\n", 0, []int{1}},
		{"bad id", "ndjson", "{\"kind\":\"lead\",\"company\":\"A\",\"id\":\"7\"}\n", 0, []int{1}},
		{"newer kind", "ndjson", `{"kind":"shipment","id":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11","vessel":"Nord"}`, 1, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			report := mustImport(t, newFakeDesk(), testRequest("a."+test.ext), test.file)
			if report.Created != test.created || len(report.Errors) != len(test.errors) || report.Read != test.created+len(test.errors) {
				t.Fatalf("report %+v", report)
			}
			for i, e := range report.Errors {
				if e.Line != test.errors[i] {
					t.Errorf("error %+v, want line %d", e, test.errors[i])
				}
			}
		})
	}
}

// A text that is longer than its field is cut, and that is said with its line.
func TestJSONOfLongTexts(t *testing.T) {
	long := strings.Repeat("é", model.MaxLong+1)
	file := `{"kind":"lead","company":"A","message":"` + long + `"}` + "\n" +
		`{"kind":"lead","company":"` + strings.Repeat("b", model.MaxText+1) + `","custom":{"story":"` + long + `"}}` + "\n" +
		`{"kind":"lead","company":"C","message":"` + long[:2*model.MaxLong] + `"}` + "\n"
	report := mustImport(t, newFakeDesk(), testRequest("a.ndjson"), file)
	var said []string
	for _, w := range report.Warnings {
		said = append(said, fmt.Sprintf("%d %s %s", w.Line, w.Field, w.Message))
	}
	want := []string{
		"1 message has 100001 characters: only the first 100000 are kept",
		"2 company has 2001 characters: only the first 2000 are kept",
		"2 story has 100001 characters: only the first 100000 are kept",
	}
	if report.Created != 3 || !slices.Equal(said, want) {
		t.Errorf("%d made, said %q", report.Created, said)
	}
}

func TestJSONOfAskedKind(t *testing.T) {
	desk := newFakeDesk()
	req := testRequest("a.ndjson")
	req.Kind = model.KindSupplier
	report := mustImport(t, desk, req, "{\"name\":\"Nord\",\"moq\":\"500\"}\n")
	if report.Created != 1 || desk.all()[0].(*model.Supplier).MOQ != "500" {
		t.Errorf("report %+v", report)
	}
}

func TestIDOfAnotherKindIsRefused(t *testing.T) {
	desk := newFakeDesk()
	const id = "0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11"
	mustImport(t, desk, testRequest("a.ndjson"), `{"kind":"lead","id":"`+id+`","company":"A"}`)
	report := mustImport(t, desk, testRequest("a.ndjson"), `{"kind":"supplier","id":"`+id+`","name":"A"}`)
	if report.Rejected != 1 || !strings.Contains(report.Errors[0].Message, "lead") {
		t.Errorf("report %+v", report)
	}
}
