package value

import "strings"

// spokenTerms are the names of the rules of Incoterms 2020 in English, French and
// Arabic.
var spokenTerms = map[Incoterm]struct{ english, french, arabic string }{
	EXW: {"Ex Works", "À l'usine", "تسليم المصنع"},
	FCA: {"Free Carrier", "Franco transporteur", "التسليم للناقل"},
	FAS: {"Free Alongside Ship", "Franco le long du navire", "التسليم بجانب السفينة"},
	FOB: {"Free On Board", "Franco à bord", "التسليم على ظهر السفينة"},
	CFR: {"Cost and Freight", "Coût et fret", "الكلفة وأجرة الشحن"},
	CIF: {"Cost Insurance and Freight", "Coût, assurance et fret", "الكلفة والتأمين وأجرة الشحن"},
	CPT: {"Carriage Paid To", "Port payé jusqu'à", "أجرة النقل مدفوعة إلى"},
	CIP: {"Carriage and Insurance Paid To", "Port payé, assurance comprise, jusqu'à", "أجرة النقل والتأمين مدفوعة إلى"},
	DAP: {"Delivered at Place", "Rendu au lieu de destination", "التسليم في المكان"},
	DPU: {"Delivered at Place Unloaded", "Rendu au lieu de destination déchargé", "التسليم في المكان بعد التفريغ"},
	DDP: {"Delivered Duty Paid", "Rendu droits acquittés", "التسليم خالص الرسوم"},
}

// Name gives the name of the rule in a language (en, fr, ar; else English), the code
// itself when it is none.
func (i Incoterm) Name(lang string) string {
	names, ok := spokenTerms[i]
	if !ok {
		return string(i)
	}
	switch primary, _, _ := strings.Cut(lang, "-"); primary {
	case "fr":
		return names.french
	case "ar":
		return names.arabic
	}
	return names.english
}
