package value

import (
	"strings"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/text"
)

// Packing is how goods are packed, as one line: the package, what it holds, its outer
// size in metres and its gross weight in kilograms, each where it is known:
// "CT, 12 H87, 0.4 x 0.3 x 0.25 m, gross 14.6 kg". "" is not given.
type Packing string

// PackingParts are the parts of a Packing.
type PackingParts struct {
	Unit                  Unit     // of the package
	Holds                 Quantity // of one
	Length, Width, Height Decimal  // m
	Gross                 Decimal  // kg
}

// ParsePacking reads the parts in any order, with ", " or ";" between them: a unit of
// packages, a quantity that one holds, "40 x 30 x 25 cm", "gross 14.6 kg".
func ParsePacking(given string) (Packing, error) { return readPacking(given, ParseQuantity) }

// ParseTypedPacking is ParsePacking of what a person typed: a content or a weight that could be
// two numbers is refused as ParseTyped does. Sizes are not: a side of a thousand metres is none.
func ParseTypedPacking(given string) (Packing, error) {
	p, err := readPacking(given, ParseTypedQuantity)
	return p.Typed(), err
}

// quantityReader reads what a package holds, or weighs.
type quantityReader func(given string) (Quantity, error)

func readPacking(given string, quantity quantityReader) (Packing, error) {
	p, err := parsePacking(given, quantity)
	if err != nil {
		return "", err
	}
	if p == (PackingParts{}) {
		return "", emptyError(whatPacking, given)
	}
	return Packing(p.String()), nil
}

// String gives the line.
func (p Packing) String() string { return string(p) }

// IsZero reports whether no packing is given.
func (p Packing) IsZero() bool { return p == "" }

// Parts gives the parts, what cannot be read as not given.
func (p Packing) Parts() PackingParts {
	if p == "" {
		return PackingParts{}
	}
	parts, err := parsePacking(string(p), ParseQuantity)
	if err != nil {
		return PackingParts{}
	}
	return parts
}

const whatPacking = "packing"

// Typed gives the same packing with numbers that ParseTypedPacking reads as themselves.
func (p Packing) Typed() Packing {
	parts, err := parsePacking(string(p), ParseQuantity)
	if err != nil || p == "" {
		return p
	}
	parts.Holds.Amount, parts.Gross = parts.Holds.Amount.Typed(), parts.Gross.Typed()
	return Packing(parts.String())
}

func parsePacking(given string, quantity quantityReader) (PackingParts, error) {
	var out PackingParts
	s, err := prepare(whatPacking, given)
	if err != nil {
		return out, err
	}
	for part := range strings.SplitSeq(strings.ReplaceAll(s, ";", ", "), ", ") {
		part = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(part), ","))
		if part == "" {
			continue
		}
		if err := out.read(part, quantity); err != nil {
			return PackingParts{}, err
		}
	}
	return out, nil
}

// read takes one part in.
func (p *PackingParts) read(part string, quantity quantityReader) error {
	folded := text.Fold(part)
	for _, word := range []string{"gross", "brut", "إجمالي"} {
		if rest, ok := strings.CutPrefix(folded, text.Fold(word)); ok {
			return p.readGross(part, rest, quantity)
		}
	}
	if sides := strings.FieldsFunc(folded, func(r rune) bool { return r == 'x' || r == '×' || r == '*' }); len(sides) == 3 {
		if p.readSize(sides) {
			return nil
		}
	}
	if unit, err := ParseUnit(part); err == nil && unit.Dimension() == "pack" {
		p.Unit = unit
		return nil
	}
	q, err := quantity(part)
	if twoNumbersIn(err) {
		return err
	}
	if err != nil || q.Amount.Sign() <= 0 {
		return &Error{Type: whatPacking, Text: part, Code: CodeSyntax, Reason: "is no package, content, size or gross weight", Hint: "write such as carton, 12 pcs, 40 x 30 x 25 cm, gross 14.6 kg"}
	}
	p.Holds = q
	return nil
}

func (p *PackingParts) readGross(part, rest string, quantity quantityReader) error {
	q, err := quantity(rest)
	if twoNumbersIn(err) {
		return err
	}
	if err == nil {
		q, err = q.Convert("KGM")
	}
	if err != nil || q.Amount.Sign() <= 0 {
		return &Error{Type: whatPacking, Text: part, Code: CodeSyntax, Reason: "is no gross weight", Hint: "write such as gross 14.6 kg"}
	}
	p.Gross = q.Amount
	return nil
}

// readSize reads three lengths; the unit may stand behind the last alone.
func (p *PackingParts) readSize(sides []string) bool {
	unit := Unit("MTR")
	if last, err := ParseQuantity(sides[2]); err == nil {
		unit, sides[2] = last.Unit, string(last.Amount)
	}
	for i, into := range []*Decimal{&p.Length, &p.Width, &p.Height} {
		amount, err := ParseDecimal(sides[i])
		if err != nil {
			return false
		}
		q, err := Quantity{amount, unit}.Convert("MTR")
		if err != nil || q.Amount.Sign() <= 0 {
			return false
		}
		*into = shortest(q.Amount)
	}
	return true
}

// shortest gives a number without zeros behind it, so that a size has one writing.
func shortest(d Decimal) Decimal {
	n, err := d.Big()
	if err != nil {
		return d
	}
	out, _ := new(apd.Decimal).Reduce(n)
	return DecimalOf(out)
}

// String gives the parts that are known, in their order.
func (p PackingParts) String() string {
	var parts []string
	if p.Unit != "" {
		parts = append(parts, string(p.Unit))
	}
	if !p.Holds.IsZero() {
		parts = append(parts, p.Holds.String())
	}
	if p.Length != "" {
		parts = append(parts, string(p.Length)+" x "+string(p.Width)+" x "+string(p.Height)+" m")
	}
	if p.Gross != "" {
		parts = append(parts, "gross "+string(p.Gross)+" kg")
	}
	return strings.Join(parts, ", ")
}
