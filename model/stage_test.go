package model_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

// moves is every move that the trade allows; whatever is not here is refused.
var moves = map[model.Kind]string{
	model.KindLead: `new: contacted qualified junk
		contacted: qualified nurture lost
		nurture: contacted lost
		qualified: rfq_open nurture lost
		rfq_open: negotiating won lost
		negotiating: won lost
		won:
		lost: contacted
		junk: contacted`,
	model.KindRFQ: `draft: open cancelled
		open: quoting expired cancelled
		quoting: comparing expired cancelled
		comparing: quoting negotiating cancelled
		negotiating: comparing awarded cancelled
		awarded: closed negotiating
		expired: open
		closed:
		cancelled:`,
	model.KindQuote: `draft: received
		received: shortlisted countered accepted rejected expired superseded
		shortlisted: countered accepted rejected expired superseded
		countered: accepted rejected expired superseded
		accepted:
		rejected:
		expired:
		superseded:`,
	model.KindOffer: `draft: sent superseded
		sent: accepted refused expired superseded
		accepted:
		refused:
		expired: accepted superseded
		superseded:`,
	model.KindSample: `requested: agreed cancelled
		agreed: shipped cancelled
		shipped: received
		received: approved rejected
		approved:
		rejected:
		cancelled:`,
}

func allowedMoves(k model.Kind) map[model.Stage][]model.Stage {
	out := make(map[model.Stage][]model.Stage)
	for line := range strings.Lines(moves[k]) {
		from, next, _ := strings.Cut(strings.TrimSpace(line), ":")
		out[model.Stage(from)] = nil
		for to := range strings.FieldsSeq(next) {
			out[model.Stage(from)] = append(out[model.Stage(from)], model.Stage(to))
		}
	}
	return out
}

func TestEveryMove(t *testing.T) {
	for kind := range moves {
		allowed := allowedMoves(kind)
		if got := len(model.Stages(kind)); got != len(allowed) {
			t.Errorf("%s has %d stages, want %d", kind, got, len(allowed))
		}
		for from := range allowed {
			for to := range allowed {
				err := model.Move(kind, from, to)
				if want := from == to || slices.Contains(allowed[from], to); (err == nil) != want {
					t.Errorf("%s: %s to %s: got %v, allowed is %t", kind, from, to, err, want)
				}
				var refused *model.StageError
				if err != nil && (!errors.As(err, &refused) || !sameStages(refused.Allowed, allowed[from])) {
					t.Errorf("%s: %s to %s: %v does not carry what is allowed", kind, from, to, err)
				}
			}
			if err := model.Move(kind, "", from); err != nil {
				t.Errorf("%s: from nothing to %s: %v", kind, from, err)
			}
		}
	}
}

func sameStages(a, b []model.Stage) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func TestStageErrorsSayWhyAndWhatIsAllowed(t *testing.T) {
	tests := []struct {
		kind     model.Kind
		from, to model.Stage
		want     string
	}{
		{model.KindLead, "new", "won", "lead: new cannot become won; from new it can become contacted, qualified, junk"},
		{model.KindLead, "won", "lost", "lead: won cannot become lost; won is final"},
		{model.KindSample, "shipped", "lost", `sample: "lost" is not a stage; the stages are requested, agreed, shipped, received, approved, rejected, cancelled`},
		{model.KindLead, "new", "", `lead: "" is not a stage; the stages are new, contacted, qualified, nurture, rfq_open, negotiating, won, lost, junk`},
		{model.KindQuote, "frozen", "accepted", `quote: "frozen" is a stage that this version does not know, so it cannot become accepted`},
		{model.KindTask, "", "done", "task: has no stages"},
	}
	for _, test := range tests {
		err := model.Move(test.kind, test.from, test.to)
		if err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

func TestInitialStage(t *testing.T) {
	want := map[model.Kind]model.Stage{model.KindLead: "new", model.KindRFQ: "draft", model.KindQuote: "draft", model.KindSample: "requested", model.KindOffer: "draft"}
	for _, kind := range model.Kinds() {
		if got := model.InitialStage(kind); got != want[kind] {
			t.Errorf("%s begins as %q, want %q", kind, got, want[kind])
		}
	}
}

func TestMoveNeedsReason(t *testing.T) {
	needs := map[model.Kind][]string{
		model.KindLead:   {"new junk", "contacted lost", "qualified lost", "nurture lost", "rfq_open lost", "negotiating lost", "lost contacted", "junk contacted"},
		model.KindRFQ:    {"draft cancelled", "open cancelled", "quoting cancelled", "comparing cancelled", "negotiating cancelled", "awarded negotiating"},
		model.KindQuote:  {"received rejected", "shortlisted rejected", "countered rejected"},
		model.KindSample: {"received rejected"},
		model.KindOffer:  {"sent refused"},
	}
	for kind := range moves {
		for from, next := range allowedMoves(kind) {
			for _, to := range append(next, from) {
				want := slices.Contains(needs[kind], string(from+" "+to))
				if got := model.MoveNeedsReason(kind, from, to); got != want {
					t.Errorf("%s: %s to %s needs a reason: got %t, want %t", kind, from, to, got, want)
				}
			}
		}
	}
}

func TestNextStagesIsTheCallersOwn(t *testing.T) {
	model.NextStages(model.KindLead, "new")[0] = "spoilt"
	if got := model.NextStages(model.KindLead, "new")[0]; got != "contacted" {
		t.Errorf("writing into the answer changed the table: %s", got)
	}
}

func TestParseStage(t *testing.T) {
	for typed, want := range map[string]model.Stage{"new": "new", " Won ": "won", "RFQ open": "rfq_open", "rfq-open": "rfq_open"} {
		if got, err := model.ParseStage(model.KindLead, typed); got != want || err != nil {
			t.Errorf("%q: got %q, %v; want %q", typed, got, err, want)
		}
	}
	for typed, want := range map[string]string{
		"Closed Won": `stage "Closed Won": want one of new, contacted, qualified, nurture, rfq_open, negotiating, won, lost, junk`,
		"":           `stage "": want one of`,
	} {
		if _, err := model.ParseStage(model.KindLead, typed); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", typed, err, want)
		}
	}
	if _, err := model.ParseStage(model.KindTask, "done"); err == nil || !strings.Contains(err.Error(), "has no stages") {
		t.Errorf("a task's stage: got %v", err)
	}
}

func TestGuessStage(t *testing.T) {
	tests := []struct {
		kind  model.Kind
		words string
		want  model.Stage
	}{
		{model.KindLead, "New Lead", "new"},
		{model.KindLead, "Closed Won", "won"},
		{model.KindLead, "CLOSED_LOST", "lost"},
		{model.KindLead, "Closed - Not Converted", "lost"},
		{model.KindLead, "Proposal", "rfq_open"},
		{model.KindLead, "Proposal/Price Quote", "rfq_open"},
		{model.KindLead, "IN_PROGRESS", "contacted"},
		{model.KindLead, "attempted to  contact", "contacted"},
		{model.KindLead, "Unqualified", "junk"},
		{model.KindLead, "Qualifié", "qualified"},
		{model.KindLead, "Gagné", "won"},
		{model.KindLead, "جديد", "new"},
		{model.KindLead, "rfq_open", "rfq_open"},
		{model.KindRFQ, "Canceled", "cancelled"},
		{model.KindRFQ, "Purchase Order", "awarded"},
		{model.KindQuote, "Declined", "rejected"},
		{model.KindSample, "Delivered", "received"},
		{model.KindLead, "won the lottery", ""},
		{model.KindLead, "", ""},
		{model.KindTask, "new", ""},
	}
	for _, test := range tests {
		got, ok := model.GuessStage(test.kind, test.words)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%s %q: got %q, %t; want %q", test.kind, test.words, got, ok, test.want)
		}
	}
}
