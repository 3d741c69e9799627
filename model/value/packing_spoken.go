package value

import "strings"

// packingWords are how a language says the gross weight of a package.
var packingWords = map[Language]string{"en": "gross", "fr": "brut", "ar": "الوزن الإجمالي"}

// Spoken writes the packing as a language does: "carton, 12 kg, 0.4 × 0.3 × 0.4 m, gross 17.5 kg".
func (p Packing) Spoken(lang Language) string {
	var parts []string
	of := p.Parts()
	if of.Unit != "" {
		parts = append(parts, of.Unit.Name(string(lang)))
	}
	if of.Holds.Amount != "" {
		parts = append(parts, strings.TrimSpace(of.Holds.Amount.Spoken(lang)+" "+firstNamed(of.Holds.Unit, lang)))
	}
	if of.Length != "" {
		sides := []string{of.Length.Spoken(lang), of.Width.Spoken(lang), of.Height.Spoken(lang)}
		parts = append(parts, strings.Join(sides, " × ")+" m")
	}
	if of.Gross != "" {
		word, ok := packingWords[lang]
		if !ok {
			word = packingWords["en"]
		}
		parts = append(parts, word+" "+of.Gross.Spoken(lang)+" kg")
	}
	return strings.Join(parts, ", ")
}

// firstNamed gives the sign of a unit, or its name where the world has no sign for it.
func firstNamed(u Unit, lang Language) string {
	if sign := u.Symbol(); sign != "" {
		return sign
	}
	return u.Name(string(lang))
}
