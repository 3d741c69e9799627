package invitation_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/invitation"
	"tradedesk/model/value"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func at(hours int) value.Instant { return value.At(monday.Add(time.Duration(hours) * time.Hour)) }

func message(id byte, hours int, purpose model.Asking, suppliers ...model.ID) *model.Message {
	m := &model.Message{Head: model.Head{ID: model.ID{id}, UpdatedBy: "salma"}, At: at(hours), Direction: model.DirectionOut, Asking: purpose, Suppliers: suppliers}
	return m
}

func from(id byte, hours int, sender string) *model.Message {
	return &model.Message{Head: model.Head{ID: model.ID{id}}, At: at(hours), From: sender, Direction: model.DirectionIn}
}

var (
	tifawin, argania, atlas, mill = model.ID{1}, model.ID{2}, model.ID{3}, model.ID{4}

	suppliers = map[model.ID]*model.Supplier{
		tifawin: {Head: model.Head{ID: tifawin}, Name: "Tifawin", Email: "export@tifawin.example"},
		argania: {Head: model.Head{ID: argania}, Name: "Argania", Email: "sales@argania.example", OtherEmails: []value.Email{"boss@gmail.com"}},
		atlas:   {Head: model.Head{ID: atlas}, Name: "Atlas", Email: "atlas@gmail.com"},
	}
)

func TestStandings(t *testing.T) {
	thread := invitation.Thread{
		RFQ: &model.RFQ{Invited: []model.ID{tifawin, argania, atlas, mill}}, Suppliers: suppliers, Now: monday.Add(80 * time.Hour),
		Messages: []*model.Message{
			message(11, 0, model.AskInvited, tifawin), message(12, 0, model.AskInvited, argania), message(13, 2, model.AskInvited, atlas),
			message(14, 50, model.AskReminded, atlas),
			from(15, -5, "export@tifawin.example"), // before anybody asked
			from(16, 20, `"Amina" <AMINA@argania.example>`),
			from(17, 30, "other@gmail.com"), // anybody's
		},
		Quotes: []*model.Quote{
			{Head: model.Head{ID: model.ID{21}, CreatedAt: at(30)}, Supplier: tifawin, Stage: model.QuoteReceived},
			{Head: model.Head{ID: model.ID{22}, CreatedAt: at(1)}, Supplier: atlas, Stage: model.QuoteDraft},
		},
	}
	got := map[model.ID]invitation.Standing{}
	for _, s := range invitation.Standings(thread) {
		got[s.Supplier] = s
	}
	if s := got[tifawin]; s.State != invitation.Quoted || s.Took != 30*time.Hour || s.AskedBy != "salma" || s.Answer != (model.ID{21}) {
		t.Errorf("Tifawin: %+v", s)
	}
	if s := got[argania]; s.State != invitation.Answered || s.Took != 20*time.Hour {
		t.Errorf("Argania: %+v", s)
	}
	if s := got[atlas]; s.State != invitation.Asked || s.Reminders != 1 || s.RemindAt != at(50+72) {
		t.Errorf("Atlas: %+v", s)
	}
	if s := got[mill]; s.State != invitation.Asked || s.AskedAt != 0 || s.RemindAt != 0 {
		t.Errorf("Mill, whom the RFQ names alone: %+v", s)
	}
	thread.Now = monday.Add(122 * time.Hour)
	for _, s := range invitation.Standings(thread) {
		if s.Supplier == atlas && s.State != invitation.Late {
			t.Errorf("Atlas, three days later: %+v", s)
		}
	}
	thread.RFQ = &model.RFQ{}
	thread.Messages = append(thread.Messages, message(18, 60, model.AskWithdrawn, atlas))
	for _, s := range invitation.Standings(thread) {
		if s.Supplier == atlas || s.Supplier == mill {
			t.Errorf("withdrawn: %+v", s)
		}
	}
}

// A quote that stood before the question is no answer to it, and no time is reckoned from
// it; what came since is.
func TestQuoteBeforeTheQuestion(t *testing.T) {
	thread := invitation.Thread{
		RFQ: &model.RFQ{}, Suppliers: suppliers, Now: monday.Add(80 * time.Hour),
		Messages: []*model.Message{message(11, 10, model.AskInvited, tifawin), message(12, 10, model.AskInvited, argania)},
		Quotes: []*model.Quote{
			{Head: model.Head{ID: model.ID{21}, CreatedAt: at(4)}, Supplier: tifawin, Stage: model.QuoteReceived},
			{Head: model.Head{ID: model.ID{22}, CreatedAt: at(4)}, Supplier: argania, Stage: model.QuoteSuperseded},
			{Head: model.Head{ID: model.ID{23}, CreatedAt: at(34)}, Supplier: argania, Stage: model.QuoteReceived},
		},
	}
	standings := invitation.Standings(thread)
	if s := standings[0]; s.State != invitation.Quoted || !s.Before || s.Answer != (model.ID{21}) || s.Took != 0 || s.Timed() || s.Waits() {
		t.Errorf("Tifawin: %+v", s)
	}
	if s := standings[1]; s.State != invitation.Quoted || s.Before || s.Answer != (model.ID{23}) || s.Took != 24*time.Hour {
		t.Errorf("Argania: %+v", s)
	}
	if r := invitation.RecordOf(standings, thread.Quotes); r.Asked != 2 || r.Answered != 2 || r.Timed != 1 || r.Median != 24*time.Hour {
		t.Errorf("over all: %+v", r)
	}
}

func TestRemindAt(t *testing.T) {
	for _, test := range []struct {
		deadline value.Date
		want     int
	}{
		{"", 72}, {"2026-12-20", 72},
		{"2026-11-25", 39}, // the last day begins
		{"2026-11-23", 24}, // not within a day
		{"2020-01-01", 24},
	} {
		if got := invitation.RemindAt(at(0), test.deadline, time.UTC); got != at(test.want) {
			t.Errorf("deadline %q: %s, want %s", test.deadline, got, at(test.want))
		}
	}
	if got := invitation.RemindAt(0, "2026-11-25", time.UTC); got != 0 {
		t.Errorf("never asked: %s", got)
	}
}

func TestRecordOf(t *testing.T) {
	standings := []invitation.Standing{
		{State: invitation.Quoted, AskedAt: at(0), AnsweredAt: at(10), Took: 10 * time.Hour}, {State: invitation.Answered, AskedAt: at(0), AnsweredAt: at(40), Took: 40 * time.Hour},
		{State: invitation.Quoted}, {State: invitation.Late, AskedAt: at(0)}, {State: invitation.Asked, AskedAt: at(0)}, {State: invitation.Asked},
	}
	quote := func(rfq byte, hours int, stage model.Stage) *model.Quote {
		return &model.Quote{Head: model.Head{CreatedAt: at(hours)}, RFQ: model.ID{rfq}, Stage: stage}
	}
	quotes := []*model.Quote{quote(1, 1, model.QuoteSuperseded), quote(1, 5, model.QuoteAccepted), quote(2, 9, model.QuoteRejected), quote(3, 99, model.QuoteDraft)}
	want := invitation.Record{Asked: 6, Answered: 3, Waiting: 1, Timed: 2, Median: 25 * time.Hour, Quoted: 2, Won: 1, LastQuote: at(9)}
	if got := invitation.RecordOf(standings, quotes); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// The order in which messages came, and messages that two desks wrote twice, change
// nothing of who was asked and when.
func TestStandingsDoNotHangOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []*model.Message
		for i := range rapid.IntRange(0, 12).Draw(t, "messages") {
			purpose := rapid.SampledFrom([]model.Asking{model.AskInvited, model.AskReminded, model.AskWithdrawn, ""}).Draw(t, "purpose")
			m := message(byte(i+1), rapid.IntRange(0, 5).Draw(t, "hour"), purpose, rapid.SampledFrom([]model.ID{tifawin, argania, atlas}).Draw(t, "supplier"))
			if purpose == "" {
				m.Direction = model.DirectionIn
			}
			all = append(all, m)
		}
		thread := invitation.Thread{RFQ: &model.RFQ{Invited: []model.ID{tifawin}}, Messages: all, Suppliers: suppliers, Now: monday}
		first := invitation.Standings(thread)
		thread.Messages = rapid.Permutation(all).Draw(t, "other order")
		second := invitation.Standings(thread)
		if len(first) != len(second) {
			t.Fatalf("%+v\n%+v", first, second)
		}
		for i := range first {
			if first[i] != second[i] {
				t.Fatalf("%+v\n%+v", first[i], second[i])
			}
			if s := first[i]; s.Took < 0 || s.Timed() != (s.AnsweredAt != 0 && s.AskedAt != 0 && s.AskedAt <= s.AnsweredAt) || s.Waits() != (s.AnsweredAt == 0) {
				t.Fatalf("%+v", s)
			}
		}
	})
}
