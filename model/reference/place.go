package reference

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Place is one of UN/LOCODE.
type Place struct {
	Code   string // five characters, the country first: "MAPTM"
	Name   string
	Sea    bool     // known to be a seaport
	Others []string // names in other languages
}

// Country gives the alpha-2 code of the place's country.
func (p Place) Country() string { return p.Code[:2] }

// ports are the seaports of the world and all places of Morocco: what a desk
// meets daily.
var ports = sync.OnceValue(loadPorts)

func loadPorts() []Place {
	var all []Place
	eachLine("ports", 4, func(f []string) {
		all = append(all, Place{Code: f[0], Name: f[1], Sea: f[2] == "1", Others: splitNames(f[3])})
	})
	return all
}

var portIndex = sync.OnceValue(loadPortIndex)

func loadPortIndex() *index {
	ix := &index{}
	for i, p := range ports() {
		ix.code(i, p.Code)
		ix.names(i, p.Name, "", "", p.Others)
	}
	return ix
}

// placeTable is the rest of UN/LOCODE, some 93,000 places, kept as one text: it
// is asked only when the ports do not know.
type placeTable struct {
	text   string // "CODE\tname\n" a place, by code
	starts []uint32
}

var otherPlaces = sync.OnceValue(loadOtherPlaces)

func loadOtherPlaces() *placeTable {
	t := &placeTable{text: unpack("places")}
	t.starts = make([]uint32, 0, strings.Count(t.text, "\n"))
	for at := 0; at < len(t.text); {
		t.starts = append(t.starts, uint32(at))
		at += strings.IndexByte(t.text[at:], '\n') + 1
	}
	return t
}

func (t *placeTable) at(row int) Place {
	line := t.text[t.starts[row]:]
	line = line[:strings.IndexByte(line, '\n')]
	return Place{Code: line[:5], Name: line[6:]}
}

// foldedPlaces is one line of words a place of otherPlaces, for finding by name.
var foldedPlaces = sync.OnceValue(loadFoldedPlaces)

func loadFoldedPlaces() *placeTable {
	from := otherPlaces()
	t := &placeTable{starts: make([]uint32, len(from.starts))}
	var b strings.Builder
	b.Grow(len(from.text))
	b.WriteByte('\n')
	for row := range from.starts {
		t.starts[row] = uint32(b.Len())
		writeWords(&b, from.at(row).Name)
		b.WriteByte('\n')
	}
	t.text = b.String()
	return t
}

// PlaceByCode finds a UN/LOCODE in capitals without a space.
func PlaceByCode(code string) (Place, bool) {
	if i, ok := slices.BinarySearchFunc(ports(), code, func(p Place, code string) int { return strings.Compare(p.Code, code) }); ok {
		return ports()[i], true
	}
	if len(code) != 5 {
		return Place{}, false
	}
	t := otherPlaces()
	i, ok := slices.BinarySearchFunc(t.starts, code, func(start uint32, code string) int {
		return strings.Compare(t.text[start:start+5], code)
	})
	if !ok {
		return Place{}, false
	}
	return t.at(i), true
}

// PlacesByName gives the places that bear a name, in a country if it is given
// (alpha-2): the ports that do, or if there are none any place.
func PlacesByName(name, country string) []Place {
	k := placeKey(name)
	if k == "" {
		return nil
	}
	var found []Place
	for _, row := range portNames()[k] {
		if p := ports()[row]; inCountry(p, country) {
			found = append(found, p)
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, row := range foldedPlaces().rows("\n"+k+"\n", 100) {
		if p := otherPlaces().at(row); inCountry(p, country) {
			found = append(found, p)
		}
	}
	return found
}

// PortsByName gives the seaports of the world and the places of Morocco that bear
// a name, at once, however often it is asked.
func PortsByName(name string) []Place {
	var found []Place
	for _, row := range portNames()[placeKey(name)] {
		found = append(found, ports()[row])
	}
	return found
}

func inCountry(p Place, country string) bool { return country == "" || p.Country() == country }

// placeKey folds a name and takes off the word for port.
func placeKey(name string) string {
	k := wordsKey(name)
	for _, before := range []string{"port of ", "port de ", "port d ", "porto de ", "مينا "} {
		if rest, ok := strings.CutPrefix(k, before); ok {
			return rest
		}
	}
	return strings.TrimSuffix(k, " port")
}

var portNames = sync.OnceValue(loadPortNames)

// loadPortNames maps each name of a port, also without what stands in
// parentheses, to its rows.
func loadPortNames() map[string][]int {
	names := map[string][]int{}
	for i, p := range ports() {
		for _, n := range append([]string{p.Name}, p.Others...) {
			outside, _, _ := strings.Cut(n, "(")
			for _, k := range []string{placeKey(n), placeKey(outside)} {
				if k != "" && !slices.Contains(names[k], i) {
					names[k] = append(names[k], i)
				}
			}
		}
	}
	return names
}

// rows gives up to limit rows where part stands in the folded text.
func (t *placeTable) rows(part string, limit int) []int {
	var rows []int
	for at := 0; len(rows) < limit; {
		i := strings.Index(t.text[at:], part)
		if i < 0 {
			break
		}
		line := at + i
		if part[0] == '\n' {
			line++
		}
		row, exact := slices.BinarySearch(t.starts, uint32(line))
		if !exact {
			row--
		}
		rows = append(rows, row)
		if at = line + strings.IndexByte(t.text[line:], '\n'); at >= len(t.text)-1 {
			break
		}
	}
	return rows
}

// FindPlaces gives up to limit places for what was typed so far: the ports by
// code, by the beginning of their name, of a word; then other places by code or
// by the beginning of their name.
func FindPlaces(typed string, limit int) []Place {
	found := pick(ports(), portIndex().find(typed, "", limit))
	q := wordsKey(typed)
	if len(found) >= limit || len(q) < minPlaceQuery {
		return found
	}
	var others []Place
	for _, row := range foldedPlaces().rows("\n"+q, 10*limit) {
		others = append(others, otherPlaces().at(row))
	}
	slices.SortStableFunc(others, func(a, b Place) int { return cmp.Compare(len(a.Name), len(b.Name)) })
	if place, ok := PlaceByCode(strings.ToUpper(strings.ReplaceAll(q, " ", ""))); ok {
		others = append([]Place{place}, others...)
	}
	for _, p := range others {
		if len(found) == limit {
			break
		}
		if !slices.ContainsFunc(found, func(f Place) bool { return f.Code == p.Code }) {
			found = append(found, p)
		}
	}
	return found
}

// minPlaceQuery is how many bytes it takes to look beyond the ports.
const minPlaceQuery = 3
