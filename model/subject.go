package model

import (
	"slices"
	"strings"
)

// AnswerSubject gives the subject of an answer; a "Re:" is not said twice.
func AnswerSubject(subject string) string {
	if subject == "" || strings.HasPrefix(strings.ToLower(subject), "re:") {
		return subject
	}
	return "Re: " + subject
}

// InSubject puts the number of the RFQ into the subject of a message about it, so that
// the answer finds its thread when it is imported.
func (r *RFQ) InSubject(subject string) string {
	if r.Number() == "" || slices.Contains(RFQNumbers(subject), r.Number()) {
		return subject
	}
	return strings.TrimSpace(subject + " [" + r.Number() + "]")
}
