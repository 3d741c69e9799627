package model

import (
	"testing"
	"time"

	"tradedesk/model/value"
)

func TestDue(t *testing.T) {
	at := func(text string) value.Instant {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return value.At(when)
	}
	soon, later := at("2026-11-25T09:00:00Z"), at("2026-12-01T09:00:00Z")
	for name, tt := range map[string]struct {
		record Record
		want   value.Instant
		why    DueReason
	}{
		"task":                    {&Task{DueAt: soon}, soon, DueTask},
		"task that is done":       {&Task{DueAt: soon, DoneAt: soon}, 0, ""},
		"deleted task":            {&Task{Head: Head{Deleted: true}, DueAt: soon}, 0, ""},
		"next step":               {&Lead{Stage: LeadQualified, DueAt: soon}, soon, DueNextStep},
		"given up":                {&Lead{Stage: LeadLost, DueAt: soon}, 0, ""},
		"put off":                 {&Lead{Stage: LeadNew, SnoozedUntil: later}, later, DueBack},
		"put off past its step":   {&Lead{Stage: LeadNew, DueAt: soon, SnoozedUntil: later}, later, DueBack},
		"step after it is back":   {&Lead{Stage: LeadNew, DueAt: later, SnoozedUntil: soon}, later, DueNextStep},
		"lead with nothing to do": {&Lead{Stage: LeadNew, ReceivedAt: soon}, 0, ""},
		"deadline":                {&RFQ{Stage: RFQOpen, Deadline: "2026-12-01"}, at("2026-12-01T12:00:00Z"), DueDeadline},
		"deadline of a closed":    {&RFQ{Stage: RFQClosed, Deadline: "2026-12-01"}, 0, ""},
		"RFQ without a deadline":  {&RFQ{Stage: RFQOpen}, 0, ""},
		"validity":                {&Quote{Stage: QuoteReceived, ValidUntil: "2026-11-30"}, at("2026-11-30T12:00:00Z"), DueValidity},
		"accepted quote":          {&Quote{Stage: QuoteAccepted, ValidUntil: "2026-11-30"}, 0, ""},
		"offer":                   {&Offer{Stage: OfferSent, ValidUntil: "2026-11-30"}, at("2026-11-30T12:00:00Z"), DueOffer},
		"refused offer":           {&Offer{Stage: OfferRefused, ValidUntil: "2026-11-30"}, 0, ""},
		"certificates, one renewed": {&Supplier{CertificatesUntil: []CertificateDate{
			{"HACCP", "2026-12-20"}, {"ISO 22000", "2026-11-01"}, {"iso22000", "2027-11-01"}}}, at("2026-12-20T12:00:00Z"), DueCertificate},
		"supplier": {&Supplier{Name: "Tifawin"}, 0, ""},
	} {
		got, why := Due(ExcerptOf(tt.record, ScoreContext{}))
		if got != tt.want || got != 0 && why != tt.why {
			t.Errorf("%s: %v %q, want %v %q", name, got, why, tt.want, tt.why)
		}
	}
}

func TestTimingSaysWhatTheExcerptDoes(t *testing.T) {
	for _, r := range []Record{
		&Supplier{CertificatesUntil: []CertificateDate{{"HACCP", "2026-12-20"}}}, &Offer{Stage: OfferDraft, ValidUntil: "2026-11-30"},
	} {
		at, why := Due(Timing(r))
		if want, because := Due(ExcerptOf(r, ScoreContext{})); at != want || why != because {
			t.Errorf("a %s is due %v %q, by its excerpt %v %q", r.Kind(), at, why, want, because)
		}
	}
}

func TestReplyDue(t *testing.T) {
	came := value.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
	waiting := &Lead{Stage: LeadNew, ReceivedAt: came}
	if got, want := ReplyDue(ExcerptOf(waiting, ScoreContext{})), value.At(came.Time().Add(ReplyPromise)); got != want {
		t.Errorf("the reply is due %v, want %v", got, want)
	}
	for _, l := range []*Lead{
		{Stage: LeadNew, ReceivedAt: came, RepliedAt: came}, {Stage: LeadContacted, ReceivedAt: came},
		{Head: Head{Deleted: true}, Stage: LeadNew, ReceivedAt: came}, {Stage: LeadNew},
	} {
		if got := ReplyDue(ExcerptOf(l, ScoreContext{})); !got.IsZero() {
			t.Errorf("%+v: a reply is due %v", l, got)
		}
	}
}

func TestDayOfADeadlineIsTheSameNearlyEverywhere(t *testing.T) {
	at, _ := Due(ExcerptOf(&RFQ{Stage: RFQOpen, Deadline: "2026-03-29"}, ScoreContext{}))
	for _, hours := range []int{-11, -5, 0, 1, 3, 11} {
		if day := at.Time().In(time.FixedZone("", hours*3600)).Format(time.DateOnly); day != "2026-03-29" {
			t.Errorf("at UTC%+d it is on %s", hours, day)
		}
	}
}
