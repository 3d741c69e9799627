package value

import (
	"strings"

	"tradedesk/model/text"
)

// PaymentDiffers reports whether two payment terms say something different: other parts,
// or a part that is paid otherwise. What one of them leaves open does not differ: "30%
// deposit" is "30% T/T deposit". Terms that do not make 100 % differ from all that are not
// in the same words. Terms that are not given say nothing.
func PaymentDiffers(a, b PaymentTerms) bool {
	if a == "" || b == "" || sameWords(string(a), string(b)) {
		return false
	}
	one, err1 := a.Parts()
	other, err2 := b.Parts()
	if err1 != nil || err2 != nil || len(one) != len(other) {
		return true
	}
	for i := range one {
		if one[i].Percent.Cmp(other[i].Percent) != 0 || !one[i].agrees(other[i]) {
			return true
		}
	}
	return false
}

func sameWords(a, b string) bool {
	return strings.Join(paymentWordsOf(a), " ") == strings.Join(paymentWordsOf(b), " ")
}

// agrees reports whether two parts of one percentage may be the same: at least the means
// or the moment is said by both, and nothing is said that differs.
func (p PaymentPart) agrees(q PaymentPart) bool {
	means, when := p.Means != "" && q.Means != "", p.When != "" && q.When != ""
	switch {
	case means && p.Means != q.Means, when && p.When != q.When, when && p.Days != q.Days:
		return false
	case !means && !when:
		return sameWords(p.Text, q.Text)
	}
	return true
}

// Reading gives how terms are understood, "30 % T/T + 70 % L/C", or why they are only
// words: "make 30 %, not 100 %".
func (t PaymentTerms) Reading() string {
	parts, err := t.Parts()
	if err != nil {
		reason := err.Error()
		if refused, ok := err.(*Error); ok {
			reason = refused.Reason
		}
		return text.Clean(reason, 200)
	}
	shares := make([]string, len(parts))
	for i, p := range parts {
		shares[i] = strings.TrimSpace(p.Percent.String() + " % " + string(p.Means))
	}
	return strings.Join(shares, " + ")
}

// Lines gives the parts of terms as a document lists them, each with its percentage:
// "30 % T/T deposit". Terms that do not make 100 % are in their own words, and so is a
// single part.
func (t PaymentTerms) Lines() []string {
	parts, err := t.Parts()
	if err != nil || len(parts) < 2 {
		return t.Written()
	}
	lines := make([]string, len(parts))
	for i, p := range parts {
		lines[i] = p.Percent.String() + " % " + p.Text
	}
	return lines
}

// Written gives what stands between semicolons and line breaks, in its own words.
func (t PaymentTerms) Written() []string {
	var lines []string
	for _, line := range strings.FieldsFunc(string(t), func(r rune) bool { return r == ';' || r == '\n' || r == '؛' }) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
