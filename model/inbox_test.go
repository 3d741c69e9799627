package model_test

import (
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

func TestInInbox(t *testing.T) {
	before, after := value.At(nine.Add(-time.Minute)), value.At(nine.Add(time.Minute))
	tests := []struct {
		name string
		lead model.Lead
		want bool
	}{
		{"new", model.Lead{Stage: "new"}, true},
		{"contacted", model.Lead{Stage: "contacted"}, false},
		{"of no stage", model.Lead{}, false},
		{"deleted", model.Lead{Head: model.Head{Deleted: true}, Stage: "new"}, false},
		{"put off", model.Lead{Stage: "new", SnoozedUntil: after}, false},
		{"back", model.Lead{Stage: "new", SnoozedUntil: before}, true},
		{"back just now", model.Lead{Stage: "new", SnoozedUntil: value.At(nine)}, true},
	}
	for _, test := range tests {
		if got := model.InInbox(&test.lead, nine); got != test.want {
			t.Errorf("%s: %t, want %t", test.name, got, test.want)
		}
	}
}

func TestReplyState(t *testing.T) {
	came := value.At(nine.Add(-time.Hour))
	tests := []struct {
		name    string
		excerpt model.Excerpt
		left    time.Duration
		waiting bool
	}{
		{"an hour ago", model.Excerpt{Kind: "lead", Stage: "new", At: came}, 3 * time.Hour, true},
		{"overdue", model.Excerpt{Kind: "lead", Stage: "new", At: value.At(nine.Add(-5 * time.Hour))}, -time.Hour, true},
		{"replied", model.Excerpt{Kind: "lead", Stage: "new", At: came, RepliedAt: value.At(nine)}, 0, false},
		{"contacted", model.Excerpt{Kind: "lead", Stage: "contacted", At: came}, 0, false},
		{"deleted", model.Excerpt{Kind: "lead", Stage: "new", At: came, Deleted: true}, 0, false},
		{"no time known", model.Excerpt{Kind: "lead", Stage: "new"}, 0, false},
		{"no lead", model.Excerpt{Kind: "task", At: came}, 0, false},
	}
	for _, test := range tests {
		left, waiting := model.ReplyState(test.excerpt, 4*time.Hour, nine)
		if left != test.left || waiting != test.waiting {
			t.Errorf("%s: %s %t, want %s %t", test.name, left, waiting, test.left, test.waiting)
		}
	}
}
