package model

import (
	"fmt"
	"slices"
	"strings"

	"tradedesk/model/refusal"
)

// Stage is where a lead, an RFQ, a quote, an offer or a sample stands on its way. Other
// kinds have none.
type Stage string

// The stages of a lead.
const (
	LeadNew         Stage = "new"
	LeadContacted   Stage = "contacted"
	LeadQualified   Stage = "qualified"
	LeadNurture     Stage = "nurture" // not now, but worth keeping warm
	LeadRFQOpen     Stage = "rfq_open"
	LeadNegotiating Stage = "negotiating"
	LeadWon         Stage = "won"
	LeadLost        Stage = "lost"
	LeadJunk        Stage = "junk"
)

// The stages of an RFQ.
const (
	RFQDraft       Stage = "draft"
	RFQOpen        Stage = "open"
	RFQQuoting     Stage = "quoting"   // quotes are coming in
	RFQComparing   Stage = "comparing" // quotes are being judged
	RFQNegotiating Stage = "negotiating"
	RFQAwarded     Stage = "awarded"
	RFQClosed      Stage = "closed"
	RFQExpired     Stage = "expired"
	RFQCancelled   Stage = "cancelled"
)

// The stages of a quote; each version of an offer has its own.
const (
	QuoteDraft       Stage = "draft"
	QuoteReceived    Stage = "received"
	QuoteShortlisted Stage = "shortlisted"
	QuoteCountered   Stage = "countered"
	QuoteAccepted    Stage = "accepted"
	QuoteRejected    Stage = "rejected"
	QuoteExpired     Stage = "expired"
	QuoteSuperseded  Stage = "superseded" // a newer version takes its place
)

// The stages of a sample.
const (
	SampleRequested Stage = "requested"
	SampleAgreed    Stage = "agreed"
	SampleShipped   Stage = "shipped"
	SampleReceived  Stage = "received"
	SampleApproved  Stage = "approved"
	SampleRejected  Stage = "rejected"
	SampleCancelled Stage = "cancelled"
)

// The stages of an offer to a buyer; each version of it has its own.
const (
	OfferDraft      Stage = "draft"
	OfferSent       Stage = "sent"
	OfferAccepted   Stage = "accepted"
	OfferRefused    Stage = "refused"
	OfferExpired    Stage = "expired"
	OfferSuperseded Stage = "superseded" // a newer version takes its place
)

// step is one row of a kind's table: a stage and what it can become.
type step struct {
	stage Stage
	next  []Stage
}

// stageSteps gives a kind's table, in the order in which stages are shown; the
// first stage is the one that a new record has.
func stageSteps(k Kind) []step {
	switch k {
	case KindLead:
		return leadSteps
	case KindRFQ:
		return rfqSteps
	case KindQuote:
		return quoteSteps
	case KindSample:
		return sampleSteps
	case KindOffer:
		return offerSteps
	}
	return nil
}

// Lost and junk leads come back only by being contacted again, with a reason.
var leadSteps = []step{
	{LeadNew, []Stage{LeadContacted, LeadQualified, LeadJunk}},
	{LeadContacted, []Stage{LeadQualified, LeadNurture, LeadLost}},
	{LeadQualified, []Stage{LeadRFQOpen, LeadNurture, LeadLost}},
	{LeadNurture, []Stage{LeadContacted, LeadLost}},
	{LeadRFQOpen, []Stage{LeadNegotiating, LeadWon, LeadLost}},
	{LeadNegotiating, []Stage{LeadWon, LeadLost}},
	{LeadWon, nil},
	{LeadLost, []Stage{LeadContacted}},
	{LeadJunk, []Stage{LeadContacted}},
}

// An expired RFQ opens again with a new deadline; an awarded one goes back to
// negotiating when the award is withdrawn.
var rfqSteps = []step{
	{RFQDraft, []Stage{RFQOpen, RFQCancelled}},
	{RFQOpen, []Stage{RFQQuoting, RFQExpired, RFQCancelled}},
	{RFQQuoting, []Stage{RFQComparing, RFQExpired, RFQCancelled}},
	{RFQComparing, []Stage{RFQQuoting, RFQNegotiating, RFQCancelled}},
	{RFQNegotiating, []Stage{RFQComparing, RFQAwarded, RFQCancelled}},
	{RFQAwarded, []Stage{RFQClosed, RFQNegotiating}},
	{RFQClosed, nil},
	{RFQExpired, []Stage{RFQOpen}},
	{RFQCancelled, nil},
}

// A quote may be settled before it was shortlisted or countered; what is
// settled stays so, and a further offer is a new version.
var quoteSteps = []step{
	{QuoteDraft, []Stage{QuoteReceived}},
	{QuoteReceived, []Stage{QuoteShortlisted, QuoteCountered, QuoteAccepted, QuoteRejected, QuoteExpired, QuoteSuperseded}},
	{QuoteShortlisted, []Stage{QuoteCountered, QuoteAccepted, QuoteRejected, QuoteExpired, QuoteSuperseded}},
	{QuoteCountered, []Stage{QuoteAccepted, QuoteRejected, QuoteExpired, QuoteSuperseded}},
	{QuoteAccepted, nil},
	{QuoteRejected, nil},
	{QuoteExpired, nil},
	{QuoteSuperseded, nil},
}

var sampleSteps = []step{
	{SampleRequested, []Stage{SampleAgreed, SampleCancelled}},
	{SampleAgreed, []Stage{SampleShipped, SampleCancelled}},
	{SampleShipped, []Stage{SampleReceived}},
	{SampleReceived, []Stage{SampleApproved, SampleRejected}},
	{SampleApproved, nil},
	{SampleRejected, nil},
	{SampleCancelled, nil},
}

// A buyer can accept an offer that has expired, if the broker says so.
var offerSteps = []step{
	{OfferDraft, []Stage{OfferSent, OfferSuperseded}},
	{OfferSent, []Stage{OfferAccepted, OfferRefused, OfferExpired, OfferSuperseded}},
	{OfferAccepted, nil},
	{OfferRefused, nil},
	{OfferExpired, []Stage{OfferAccepted, OfferSuperseded}},
	{OfferSuperseded, nil},
}

// Stages gives the stages of a kind in the order in which they are shown; nil
// for a kind without stages.
func Stages(k Kind) []Stage {
	var out []Stage
	for _, s := range stageSteps(k) {
		out = append(out, s.stage)
	}
	return out
}

// InitialStage gives the stage that a new record of a kind has, "" for a kind
// without stages.
func InitialStage(k Kind) Stage {
	if steps := stageSteps(k); len(steps) > 0 {
		return steps[0].stage
	}
	return ""
}

// NextStages gives what a stage of a kind can become, likeliest first; nil when
// it is final or not known. The stage "" (a record from a file that says
// nothing) can become any.
func NextStages(k Kind, from Stage) []Stage {
	if from == "" {
		return Stages(k)
	}
	for _, s := range stageSteps(k) {
		if s.stage == from {
			return slices.Clone(s.next)
		}
	}
	return nil
}

// StageError says why a stage cannot follow another.
type StageError struct {
	Kind    Kind
	From    Stage
	To      Stage
	Allowed []Stage // what From can become
}

var (
	errNoStages     = refusal.New("model.no_stages", "{Kind}: has no stages")
	errNoStage      = refusal.New("model.no_stage", "{Kind}: \"{To}\" is not a stage; the stages are {Stages}")
	errUnknownStage = refusal.New("model.unknown_stage", "{Kind}: \"{From}\" is a stage that this version does not know, so it cannot become {To}")
	errFinalStage   = refusal.New("model.final_stage", "{Kind}: {From} cannot become {To}; {From} is final")
	errStage        = refusal.New("model.stage", "{Kind}: {From} cannot become {To}; from {From} it can become {Stages}")
)

func (e *StageError) refusal() *refusal.Error {
	all, what := Stages(e.Kind), errStage
	list := e.Allowed
	switch {
	case len(all) == 0:
		what = errNoStages
	case !slices.Contains(all, e.To):
		what, list = errNoStage, all
	case e.From != "" && !slices.Contains(all, e.From):
		what = errUnknownStage
	case len(e.Allowed) == 0:
		what = errFinalStage
	}
	return what.With(refusal.Parts{"Kind": string(e.Kind), "From": string(e.From), "To": string(e.To), "Stages": stageList(list)})
}

// Error gives one line with the reason and what is allowed.
func (e *StageError) Error() string { return e.refusal().Error() }

// Told gives it for who has words of their own.
func (e *StageError) Told() refusal.Told { return e.refusal().Told() }

func stageList(stages []Stage) string {
	names := make([]string, len(stages))
	for i, s := range stages {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

// Move reports whether a record of a kind may go from one stage to another: nil,
// or a *StageError. Staying where it is is no move.
func Move(k Kind, from, to Stage) error {
	if from == to {
		return nil
	}
	allowed := NextStages(k, from)
	if slices.Contains(allowed, to) {
		return nil
	}
	return &StageError{Kind: k, From: from, To: to, Allowed: allowed}
}

// MoveNeedsReason reports whether a move must say why: giving up, taking up
// again what was given up, and withdrawing an award.
func MoveNeedsReason(k Kind, from, to Stage) bool {
	if from == to {
		return false
	}
	switch k {
	case KindLead:
		reopened := to == LeadContacted && (from == LeadLost || from == LeadJunk)
		return to == LeadJunk || to == LeadLost || reopened
	case KindRFQ:
		return to == RFQCancelled || from == RFQAwarded && to == RFQNegotiating
	case KindQuote:
		return to == QuoteRejected
	case KindSample:
		return to == SampleRejected
	case KindOffer:
		return to == OfferRefused
	}
	return false
}

// ParseStage reads the name of a stage of a kind; case does not matter, and a
// space or a hyphen may stand for the underscore. Words of other systems are
// for GuessStage.
func ParseStage(k Kind, text string) (Stage, error) {
	name := underscored(strings.ToLower(strings.TrimSpace(text)))
	if all := Stages(k); slices.Contains(all, Stage(name)) {
		return Stage(name), nil
	} else if len(all) > 0 {
		return "", fmt.Errorf("stage %.40q: want one of %s", text, stageList(all))
	}
	return "", fmt.Errorf("stage %.40q: a %.40s has no stages", text, k)
}

// underscored writes a name as stages and fields are named.
var underscored = strings.NewReplacer(" ", "_", "-", "_").Replace
