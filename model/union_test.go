package model_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/canonical"
)

func linesField(t interface{ Fatal(...any) }) model.Field {
	f, ok := model.SchemaOf(model.KindRFQ).Field("lines")
	if !ok {
		t.Fatal("an RFQ has no lines")
	}
	return f
}

func TestUnionOfLines(t *testing.T) {
	const (
		oil     = `{"product":"argan oil","quantity":"500","unit":"KGM"}`
		oilMore = `{"product":"argan oil","quantity":"900","unit":"KGM"}`
		oilLess = `{"product":"argan oil","quantity":"300","unit":"KGM"}`
		oilHS   = `{"hs":"151590","product":"argan oil","quantity":"500","unit":"KGM"}`
		oilBoth = `{"hs":"151590","product":"argan oil","quantity":"900","unit":"KGM"}`
		oilTons = `{"product":"argan oil","quantity":"500","unit":"TNE"}`
		oilName = `{"product":"argan oil, virgin","quantity":"500","unit":"KGM"}`
		figs    = `{"product":"figs"}`
		figsTen = `{"product":"figs","quantity":"10","unit":"TNE"}`
		dates   = `{"product":"dates"}`
		capers  = `{"product":"capers"}`
	)
	for _, c := range []struct{ name, seen, a, b, want string }{
		{"different lines", "[" + oil + "," + figs + "]", "[" + oilMore + "," + figs + "]", "[" + oil + "," + figsTen + "]", "[" + oilMore + "," + figsTen + "]"},
		{"different parts of a line", "[" + oil + "]", "[" + oilMore + "]", "[" + oilHS + "]", "[" + oilBoth + "]"},
		{"a part and the name of a line", "[" + oil + "," + figs + "]", "[" + oilHS + "," + figs + "]", "[" + oilName + "," + figs + "]", `[{"hs":"151590","product":"argan oil, virgin","quantity":"500","unit":"KGM"},` + figs + "]"},
		{"one part of a line", "[" + oil + "," + figs + "]", "[" + oilMore + "," + figs + "]", "[" + oilLess + "," + figs + "]", "[" + oilMore + "," + oilLess + "," + figs + "]"},
		{"an amount and its unit", "[" + oil + "]", "[" + oilMore + "]", "[" + oilTons + "]", "[" + oilMore + "," + oilTons + "]"},
		{"the same change", "[" + oil + "]", "[" + oilMore + "]", "[" + oilMore + "]", "[" + oilMore + "]"},
		{"a line each", "[" + oil + "]", "[" + oil + "," + figs + "]", "[" + oil + "," + dates + "]", "[" + oil + "," + figs + "," + dates + "]"},
		{"the same line added", "[" + oil + "]", "[" + oil + "," + figs + "]", "[" + oil + "," + figs + "," + dates + "]", "[" + oil + "," + figs + "," + dates + "]"},
		{"added at the top and at the end", "[" + oil + "]", "[" + figs + "," + oil + "]", "[" + oil + "," + dates + "]", "[" + figs + "," + oil + "," + dates + "]"},
		{"taken out and another changed", "[" + oil + "," + figs + "]", "[" + figs + "]", "[" + oil + "," + figsTen + "]", "[" + figsTen + "]"},
		{"taken out and changed", "[" + oil + "," + figs + "]", "[" + figs + "]", "[" + oilMore + "," + figs + "]", "[" + oilMore + "," + figs + "]"},
		{"both taken out", "[" + oil + "," + figs + "," + dates + "]", "[" + figs + "," + dates + "]", "[" + oil + "," + figs + "]", "[" + figs + "]"},
		{"moved and changed", "[" + oil + "," + figs + "," + dates + "]", "[" + dates + "," + oil + "," + figs + "]", "[" + oil + "," + figsTen + "," + dates + "]", "[" + dates + "," + oil + "," + figsTen + "]"},
		{"changed and moved", "[" + oil + "," + figs + "," + dates + "]", "[" + oilMore + "," + figs + "," + dates + "]", "[" + dates + "," + oil + "," + figs + "]", "[" + dates + "," + oilMore + "," + figs + "]"},
		{"cleared", "[" + oil + "," + figs + "]", "null", "[" + oil + "," + figsTen + "]", "[" + figsTen + "]"},
		{"equal lines", "[" + figs + "," + figs + "]", "[" + figs + "," + figs + "," + capers + "]", "[" + figs + "," + figs + "," + dates + "]", "[" + figs + "," + figs + "," + capers + "," + dates + "]"},
		{"what a newer desk wrote", `[{"product":"figs","x":1}]`, `[{"product":"figs","quantity":"2","x":1}]`, `[{"product":"figs","x":2}]`, `[{"product":"figs","quantity":"2","x":2}]`},
	} {
		got, err := model.Union(linesField(t), json.RawMessage(c.seen), []json.RawMessage{json.RawMessage(c.a), json.RawMessage(c.b)})
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s (%v), want %s", c.name, got, err, c.want)
		}
	}
}

// Two of three who made the same of a line have it once beside what the third made of it.
func TestUnionOfThreeHasTheVersionsOfALineOnce(t *testing.T) {
	const (
		oil     = `{"product":"argan oil","quantity":"500","unit":"KGM"}`
		more    = `{"product":"argan oil","quantity":"900","unit":"KGM"}`
		less    = `{"product":"argan oil","quantity":"300","unit":"KGM"}`
		figs    = `{"product":"figs"}`
		figsTen = `{"product":"figs","quantity":"10","unit":"TNE"}`
	)
	seen := json.RawMessage("[" + oil + "," + figs + "]")
	versions := []json.RawMessage{
		json.RawMessage("[" + more + "," + figs + "]"),
		json.RawMessage("[" + less + "," + figs + "]"),
		json.RawMessage("[" + less + "," + figsTen + "]"),
		json.RawMessage("[" + figs + "," + less + "]"),
	}
	for _, order := range [][]int{{0, 1, 2}, {1, 2, 0}, {2, 0, 1}, {0, 2, 1}, {0, 1, 3}, {3, 0, 1}, {1, 0, 3}} {
		var of []json.RawMessage
		for _, i := range order {
			of = append(of, versions[i])
		}
		got, err := model.Union(linesField(t), seen, of)
		if err != nil || bytes.Count(got, []byte(less)) != 1 || bytes.Count(got, []byte(more)) != 1 || bytes.Count(got, []byte("product")) != 3 {
			t.Errorf("%v: %s (%v)", order, got, err)
		}
	}
}

// drawnLine is a line with a name of its own.
func drawnLine(t *rapid.T, name string) map[string]any {
	line := map[string]any{"product": name}
	for _, part := range []string{"hs", "pack", "quantity", "target_price"} {
		if rapid.Bool().Draw(t, "has "+part) {
			line[part] = rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, part)
		}
	}
	return line
}

// People who change different lines, or different parts of one, and add lines of their own
// get exactly what all of them did, whoever comes first.
func TestUnionHasEachChangeOnce(t *testing.T) {
	f := linesField(t)
	rapid.Check(t, func(t *rapid.T) {
		var seen, want []map[string]any
		versions := make([][]map[string]any, rapid.IntRange(2, 3).Draw(t, "people"))
		for i := range rapid.IntRange(0, 6).Draw(t, "lines") {
			line := drawnLine(t, fmt.Sprint("product ", i))
			seen = append(seen, line)
			// What becomes of the line, part by part: each changes parts that no other does.
			gone := rapid.IntRange(-6, len(versions)-1).Draw(t, "taken out by")
			together := cloned(line)
			for who := range versions {
				if who == gone {
					continue
				}
				mine := cloned(line)
				for j, part := range []string{"hs", "pack", "quantity", "target_price"} {
					if gone < 0 && j%len(versions) == who && rapid.Bool().Draw(t, "changes "+part) {
						mine[part] = fmt.Sprint("by ", who)
						together[part] = mine[part]
					}
				}
				versions[who] = append(versions[who], mine)
			}
			if gone < 0 {
				want = append(want, together)
			}
		}
		for who := range versions {
			for i := range rapid.IntRange(0, 2).Draw(t, "added") {
				line := map[string]any{"product": fmt.Sprintf("new %d of %d", i, who)}
				versions[who] = append(versions[who], line)
				want = append(want, line)
			}
		}
		var raws []json.RawMessage
		for _, v := range versions {
			raws = append(raws, encoded(t, v))
		}
		got, err := model.Union(f, encoded(t, seen), raws)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(encoded(t, want)) {
			t.Fatalf("of %s\nwith %s\ncame %s\nwant %s", encoded(t, seen), raws, got, encoded(t, want))
		}
		slices.Reverse(raws)
		turned, err := model.Union(f, encoded(t, seen), raws)
		if err != nil || !sameElements(got, turned) {
			t.Fatalf("in another order %s (%v), not %s", turned, err, got)
		}
	})
}

// Nothing that anybody wrote is missing, whatever they did to the list.
func TestUnionLosesNothing(t *testing.T) {
	f := linesField(t)
	version := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) map[string]any {
		return drawnLine(t, rapid.SampledFrom([]string{"oil", "figs", "dates"}).Draw(t, "product"))
	}), 0, 5)
	rapid.Check(t, func(t *rapid.T) {
		seen, a, b := encoded(t, version.Draw(t, "seen")), encoded(t, version.Draw(t, "a")), encoded(t, version.Draw(t, "b"))
		for _, c := range []struct{ versions, want []json.RawMessage }{
			{[]json.RawMessage{a, a}, []json.RawMessage{a}},
			{[]json.RawMessage{a, seen}, []json.RawMessage{a}},
			{[]json.RawMessage{seen, b}, []json.RawMessage{b}},
			{[]json.RawMessage{a, seen, a}, []json.RawMessage{a}},
			{[]json.RawMessage{a, b}, nil},
		} {
			got, err := model.Union(f, seen, c.versions)
			if err != nil {
				t.Fatal(err)
			}
			if c.want != nil && !bytes.Equal(got, c.want[0]) {
				t.Fatalf("of %s with %s came %s", seen, c.versions, got)
			}
			for _, part := range written(t, append(slices.Clone(c.versions), seen)) {
				// Of two lines of one name each may have taken out another.
				if bytes.Count(seen, []byte(part)) < 2 && inAll(part, c.versions) && !bytes.Contains(got, []byte(part)) {
					t.Fatalf("of %s with %s came %s, without %s", seen, c.versions, got, part)
				}
			}
			slices.Reverse(c.versions)
			if turned, err := model.Union(f, seen, c.versions); err != nil || !sameElements(got, turned) {
				t.Fatalf("of %s with %s came %s (%v), in the other order %s", seen, c.versions, turned, err, got)
			}
		}
	})
}

// written gives the products of lists.
func written(t *rapid.T, lists []json.RawMessage) (out []string) {
	for _, raw := range lists {
		var lines []map[string]any
		if err := json.Unmarshal(raw, &lines); err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			out = append(out, fmt.Sprintf("%q", line["product"]))
		}
	}
	return out
}

func inAll(part string, lists []json.RawMessage) bool {
	return !slices.ContainsFunc(lists, func(raw json.RawMessage) bool { return !bytes.Contains(raw, []byte(part)) })
}

func cloned(line map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range line {
		out[name] = v
	}
	return out
}

func encoded(t *rapid.T, lines []map[string]any) json.RawMessage {
	if lines == nil {
		lines = []map[string]any{}
	}
	raw, err := json.Marshal(lines)
	if err == nil {
		raw, err = canonical.JSON(raw)
	}
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func sameElements(a, b json.RawMessage) bool {
	var as, bs []json.RawMessage
	if json.Unmarshal(a, &as) != nil || json.Unmarshal(b, &bs) != nil {
		return false
	}
	order := func(a, b json.RawMessage) int { return bytes.Compare(a, b) }
	slices.SortFunc(as, order)
	slices.SortFunc(bs, order)
	return slices.EqualFunc(as, bs, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) })
}
