package exchange

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// readAll gives the rows as "line:cell|cell" and the faults as "line:column!".
func readAll(r io.Reader, comma byte) []string {
	rows := newCSVReader(newSource(context.Background(), r), comma)
	var out []string
	for {
		cells, line, err := rows.row()
		var fault *rowFault
		switch {
		case err == io.EOF:
			return out
		case errors.As(err, &fault):
			out = append(out, fmt.Sprintf("%d:%d!", fault.line, fault.column))
		case err != nil:
			return append(out, "error: "+err.Error())
		default:
			out = append(out, fmt.Sprintf("%d:%s", line, strings.Join(cells, "|")))
		}
	}
}

func TestCSVRows(t *testing.T) {
	long := strings.Repeat("x", maxFieldBytes+1)
	tests := []struct {
		name, file string
		want       []string
	}{
		{"plain", "a,b\nc,d\n", []string{"1:a|b", "2:c|d"}},
		{"no end of line", "a,b\nc,d", []string{"1:a|b", "2:c|d"}},
		{"CRLF", "a,b\r\nc,d\r\n", []string{"1:a|b", "2:c|d"}},
		{"CR alone", "a,b\rc,d\r", []string{"1:a|b", "2:c|d"}},
		{"CR CR LF", "a,b\r\r\nc,d\r\r\n", []string{"1:a|b", "2:c|d"}},
		{"blank lines", "a\n\n\nb\n", []string{"1:a", "4:b"}},
		{"empty cells", "a,,\n,b,\n", []string{"1:a||", "2:|b|"}},
		{"quotes", "\"a,b\",\"c\"\"d\"\n", []string{`1:a,b|c"d`}},
		{"lines in quotes", "\"a\nb\",c\nd,e\n", []string{"1:a\nb|c", "3:d|e"}},
		{"CRLF in quotes", "\"a\r\nb\",c\r\nd,e", []string{"1:a\nb|c", "3:d|e"}},
		{"stray quote outside", "5\" pipe,b\n", []string{`1:5" pipe|b`}},
		{"stray quote inside", "\"5\" pipe\",b\n", []string{`1:5" pipe|b`}},
		{"closed by the end", "a,\"b\"", []string{"1:a|b"}},
		{"never closed", "a,b\n1,\"x\n2,y\n3,z\n", []string{"1:a|b", "2:2!", "3:2|y", "4:3|z"}},
		{"never closed, quotes follow", "a,b\n1,\"x\n2,\"y\"\n3,z\n", []string{"1:a|b", "2:2!", "3:2|y", "4:3|z"}},
		{"never closed at the end", "a,b\n1,\"x", []string{"1:a|b", "2:2!"}},
		{"two never closed", "a,b\n1,\"x\n2,\"y\n3,z\n", []string{"1:a|b", "2:2!", "3:2!", "4:3|z"}},
		{"long cell", "a,b\n1," + long + ",9\n2,y\n", []string{"1:a|b", "2:2!", "3:2|y"}},
		{"long quoted cell", "a,b\n1,\"" + long + "\"\n2,y\n", []string{"1:a|b", "2:2!", "3:2|y"}},
		{"long quoted text of many lines", "a,b\n1,\"" + strings.Repeat("x\n", maxFieldBytes) + "\",9\n2,y\n",
			[]string{"1:a|b", "2:2!", fmt.Sprintf("%d:2|y", maxFieldBytes+3)}},
		{"many columns", "a,b\n" + strings.Repeat("x,", maxColumns) + "\n2,y\n", []string{"1:a|b", "2:2001!", "3:2|y"}},
		{"many columns and an open quote", "a,b\n" + strings.Repeat("x,", maxColumns) + "\"z\n2,y\n", []string{"1:a|b", "2:2001!", "3:2|y"}},
		{"long row", "a\n" + strings.Repeat(strings.Repeat("x", 1<<19)+",", 10) + "\nb\n", []string{"1:a", "2:9!", "3:b"}},
		{"as many columns as may be", strings.Repeat(",", maxColumns-2) + "x\n", []string{"1:" + strings.Repeat("|", maxColumns-2) + "x"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(test.file), oneByte{strings.NewReader(test.file)}} {
				if got := readAll(r, ','); !slices.Equal(got, test.want) {
					t.Errorf("got %.300q, want %.300q", got, test.want)
				}
			}
		})
	}
}

// A broken quote in a big file costs its own line, not the rows behind it.
func TestUnclosedQuoteInBigFile(t *testing.T) {
	var file strings.Builder
	file.WriteString("id,name\n1,\"open\n")
	const rows = 200_000
	for i := range rows {
		fmt.Fprintf(&file, "%d,name\n", i)
	}
	got := readAll(strings.NewReader(file.String()), ',')
	if len(got) != rows+2 || got[1] != "2:2!" || got[2] != "3:0|name" {
		t.Errorf("%d rows, beginning %q", len(got), got[:3])
	}
}

// Each line opens a quote that nobody closes: the work must stay in proportion.
func TestHostileQuotes(t *testing.T) {
	file := "a,b\n" + strings.Repeat(",\"\"a\n", 300_000)
	src := newSource(context.Background(), strings.NewReader(file))
	rows := newCSVReader(src, ',')
	for {
		if _, _, err := rows.row(); err == io.EOF {
			break
		}
	}
	if limit := int64(len(file)) + rereadSlack + 2*maxFieldBytes; rows.reread > limit {
		t.Errorf("read %d bytes again, want at most %d", rows.reread, limit)
	}
}

func TestCSVAgainstEncodingCSV(t *testing.T) {
	cell := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("ab\",;\n\té\u200fش 😀")), rapid.Rune().Filter(func(r rune) bool { return r != '\r' })))
	rapid.Check(t, func(t *rapid.T) {
		comma := rapid.SampledFrom([]byte(",;\t")).Draw(t, "comma")
		crlf := rapid.Bool().Draw(t, "crlf")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 1, 6), 0, 8).Draw(t, "rows")
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.Comma, w.UseCRLF = rune(comma), crlf
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		reference := csv.NewReader(bytes.NewReader(file.Bytes()))
		reference.Comma, reference.FieldsPerRecord = rune(comma), -1
		want, err := reference.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want = slices.DeleteFunc(want, func(cells []string) bool { return strings.Join(cells, "") == "" })
		var got [][]string
		own := newCSVReader(newSource(context.Background(), bytes.NewReader(file.Bytes())), comma)
		for {
			cells, _, err := own.row()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, slices.Clone(cells))
		}
		if !reflect.DeepEqual(got, want) && len(got)+len(want) > 0 {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestSniffDelimiter(t *testing.T) {
	tests := []struct {
		name, file string
		want       byte
	}{
		{"comma", "a,b,c\n1,2,3\n", ','},
		{"semicolon", "a;b;c\n1;2;3\n", ';'},
		{"tab", "a\tb\n1\t2\n", '\t'},
		{"decimal commas", "nom;prix;ville\nX;1,50;Fès\nY;2,75;Rabat\n", ';'},
		{"commas in quotes", "\"a,1\";\"b,2\"\n\"c,3\";\"d,4\"\n", ';'},
		{"semicolons in the notes", "name,notes\nA,\"x; y; z\"\nB,u; v\n", ','},
		{"one column", "name\nA\nB\n", ','},
		{"empty", "", ','},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := sniffDelimiter([]byte(test.file), true); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
