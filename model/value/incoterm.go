package value

import (
	"strings"

	"tradedesk/model/text"
)

// Incoterm is a rule of Incoterms 2020: "FOB". "" is not given.
type Incoterm string

// The rules of Incoterms 2020, from the least duty of the seller to the most.
const (
	EXW Incoterm = "EXW"
	FCA Incoterm = "FCA"
	FAS Incoterm = "FAS"
	FOB Incoterm = "FOB"
	CFR Incoterm = "CFR"
	CIF Incoterm = "CIF"
	CPT Incoterm = "CPT"
	CIP Incoterm = "CIP"
	DAP Incoterm = "DAP"
	DPU Incoterm = "DPU"
	DDP Incoterm = "DDP"
)

// Incoterms gives the eleven rules in the order of the constants.
func Incoterms() []Incoterm {
	return []Incoterm{EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU, DDP}
}

// ParseIncoterm reads the three letters in any case, or the rule's English name.
// Rules of older editions are refused with what took their place.
func ParseIncoterm(given string) (Incoterm, error) {
	const what = "Incoterm"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	key := strings.Join(strings.Fields(editionWords.Replace(text.Fold(s))), " ")
	for _, term := range Incoterms() {
		if key == strings.ToLower(string(term)) || key == incotermNames[term] {
			return term, nil
		}
	}
	if former, ok := formerIncoterms[key]; ok {
		return "", &Error{Type: what, Text: given, Code: CodeObsolete, Reason: former.reason, Hint: "write " + former.now, Meant: []string{former.now}}
	}
	return "", &Error{Type: what, Text: given, Code: CodeUnknown, Reason: "is not in Incoterms 2020", Hint: "write EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU or DDP"}
}

// editionWords stand beside a rule and change nothing: "DAP (Incoterms 2020)".
var editionWords = strings.NewReplacer("incoterms", "", "incoterm", "", "2020", "", "(", "", ")", "", ".", "", ",", "", "®", "")

var incotermNames = map[Incoterm]string{
	EXW: "ex works", FCA: "free carrier", FAS: "free alongside ship", FOB: "free on board", CFR: "cost and freight", CIF: "cost insurance and freight",
	CPT: "carriage paid to", CIP: "carriage and insurance paid to", DAP: "delivered at place", DPU: "delivered at place unloaded", DDP: "delivered duty paid",
}

type formerIncoterm struct{ reason, now string }

// formerIncoterms are rules of 1990, 2000 and 2010, and what people write for CFR.
var formerIncoterms = map[string]formerIncoterm{
	"dat":         {"DAT was replaced by DPU in Incoterms 2020", "DPU"},
	"daf":         {"DAF was replaced by DAP in Incoterms 2010", "DAP"},
	"des":         {"DES was replaced by DAP in Incoterms 2010", "DAP"},
	"deq":         {"DEQ was replaced by DAT in Incoterms 2010 and DPU in 2020", "DPU"},
	"ddu":         {"DDU was replaced by DAP in Incoterms 2010", "DAP"},
	"c&f":         {"C&F is the old name of CFR", "CFR"},
	"c & f":       {"C&F is the old name of CFR", "CFR"},
	"c+f":         {"C&F is the old name of CFR", "CFR"},
	"cnf":         {"CNF is an old name of CFR", "CFR"},
	"for":         {"FOR (free on rail) was replaced by FCA in Incoterms 1990", "FCA"},
	"fot":         {"FOT (free on truck) was replaced by FCA in Incoterms 1990", "FCA"},
	"fob airport": {"FOB airport was replaced by FCA in Incoterms 1990", "FCA"},
}

// String gives the three letters.
func (t Incoterm) String() string { return string(t) }

// IsZero reports whether no rule is given.
func (t Incoterm) IsZero() bool { return t == "" }

// SeaOnly reports whether the rule is for sea and inland waterway alone.
func (t Incoterm) SeaOnly() bool { return t == FAS || t == FOB || t == CFR || t == CIF }
