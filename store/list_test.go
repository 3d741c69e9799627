package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

func TestQueriesThatAreRefused(t *testing.T) {
	b := newBench(t)
	b.create(t, model.KindLead, "company=Nord")
	for name, tt := range map[string]struct {
		q    Query
		says string
	}{
		"no kind":             {Query{}, "kind"},
		"field":               {Query{Kind: model.KindLead, Where: []Cond{{"colour", OpEqual, "red"}}}, "no field of a lead"},
		"operator":            {Query{Kind: model.KindLead, Where: []Cond{{"city", "=~", "x"}}}, "comparisons"},
		"value":               {Query{Kind: model.KindLead, Where: []Cond{{"quantity", OpMore, "many"}}}, "quantity"},
		"more than nothing":   {Query{Kind: model.KindLead, Where: []Cond{{"quantity", OpMore, ""}}}, "nothing"},
		"parts":               {Query{Kind: model.KindRFQ, Where: []Cond{{"lines", OpEqual, "[]"}}}, "parts"},
		"stage":               {Query{Kind: model.KindLead, Where: []Cond{{"stage", OpEqual, "sold"}}}, "stage"},
		"score":               {Query{Kind: model.KindLead, Where: []Cond{{"score", OpMore, "high"}}}, "whole number"},
		"sort":                {Query{Kind: model.KindLead, Sort: "message"}, "received_at"},
		"sort by list":        {Query{Kind: model.KindLead, Sort: "tags"}, "sorted"},
		"view":                {Query{Kind: model.KindLead, View: "attic"}, "attic"},
		"view of other kind":  {Query{Kind: model.KindTask, View: ViewInbox}, "lead"},
		"cursor":              {Query{Kind: model.KindLead, From: "zzz"}, "cursor"},
		"reference not there": {Query{Kind: model.KindRFQ, Where: []Cond{{"lead", OpEqual, "ffff0000"}}}, "not found"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.List(context.Background(), tt.q)
			if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one that says %q", err, tt.says)
			}
		})
	}
	err := b.Records(context.Background(), Query{Kind: model.KindLead, Back: true}, nil)
	if !errors.Is(err, ErrInvalid) {
		t.Errorf("records backwards: %v", err)
	}
	if err := b.Records(context.Background(), Query{Kind: model.KindLead, Skip: 1}, nil); !errors.Is(err, ErrInvalid) {
		t.Errorf("records skipped: %v", err)
	}
}

func TestRelatedRecords(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord")
	rfq := b.create(t, model.KindRFQ, "title=Argan", "lead="+lead.String())
	b.create(t, model.KindRFQ, "title=Other")
	supplier := b.create(t, model.KindSupplier, "name=Atlas")
	for i := range 3 {
		b.create(t, model.KindQuote, "rfq="+rfq.String(), fmt.Sprintf("reference=Q%d", i))
		b.create(t, model.KindMessage, "thread="+lead.String(), "direction=in", fmt.Sprintf("subject=M%d", i), fmt.Sprintf("at=2026-11-%dT10:00:00.000Z", 20-i))
	}
	b.create(t, model.KindTask, "title=Call", "about="+lead.String())
	b.create(t, model.KindContact, "name=Ada", "supplier="+supplier.String())
	for _, tt := range []struct {
		q    Query
		want string
	}{
		{Query{Kind: model.KindQuote, View: ViewQuotes, Of: rfq}, "Q0 Q1 Q2"},
		{Query{Kind: model.KindQuote, View: ViewQuotes, Of: lead}, ""},
		{Query{Kind: model.KindMessage, View: ViewThread, Of: lead}, "M2 M1 M0"},
		{Query{Kind: model.KindMessage, View: ViewThread, Of: lead, Desc: true}, "M0 M1 M2"},
		{Query{Kind: model.KindRFQ, Where: []Cond{{"lead", OpEqual, lead.String()}}}, "Argan"},
		{Query{Kind: model.KindRFQ, Where: []Cond{{"lead", OpEqual, lead.Short()}}}, "Argan"},
		{Query{Kind: model.KindRFQ, Where: []Cond{{"lead", OpEqual, ""}}}, "Other"},
		{Query{Kind: model.KindTask, Where: []Cond{{"about", OpEqual, lead.String()}}}, "Call"},
		{Query{Kind: model.KindContact, Where: []Cond{{"supplier", OpEqual, supplier.String()}}}, "Ada"},
		{Query{Kind: model.KindLead, Where: []Cond{{"id", OpEqual, lead.String()}}}, "Nord"},
		{Query{Kind: model.KindTask, Where: []Cond{{"id", OpEqual, lead.String()}}}, ""},
	} {
		if got := b.titles(t, tt.q); got != tt.want {
			t.Errorf("%+v lists %q, want %q", tt.q, got, tt.want)
		}
	}
}

func TestInboxTellsTheTime(t *testing.T) {
	b := newBench(t)
	b.create(t, model.KindLead, "company=Awake")
	b.create(t, model.KindLead, "company=Asleep", "snoozed_until="+b.clock.at.Add(time.Hour).Format(time.RFC3339))
	inbox, snoozed := Query{Kind: model.KindLead, View: ViewInbox}, Query{Kind: model.KindLead, View: ViewSnoozed}
	if got := b.titles(t, inbox) + "/" + b.titles(t, snoozed); got != "Awake/Asleep" {
		t.Errorf("before: %s", got)
	}
	b.clock.pass(time.Hour)
	counts, err := b.Counts(context.Background())
	if err != nil || counts.Inbox != 2 || counts.Snoozed != 0 {
		t.Errorf("counts %+v, %v", counts, err)
	}
	if got := b.titles(t, snoozed); got != "" {
		t.Errorf("after: %q is still snoozed", got)
	}
}

func TestSortPutsNothingLast(t *testing.T) {
	b := newBench(t)
	for _, words := range [][]string{{"company=b", "quantity=9"}, {"company=none"}, {"company=a", "quantity=100"}, {"company=c", "quantity=10.5"}} {
		b.create(t, model.KindLead, words...)
	}
	if got := b.titles(t, Query{Kind: model.KindLead, Sort: "quantity"}); got != "b c a none" {
		t.Errorf("ascending: %s", got)
	}
	if got := b.titles(t, Query{Kind: model.KindLead, Sort: "quantity", Desc: true}); got != "a c b none" {
		t.Errorf("descending: %s", got)
	}
	if fields := SortFields(model.KindLead); !slices.Contains(fields, "score") || slices.Contains(fields, "tags") {
		t.Errorf("sort fields %v", fields)
	}
}

// TestRecordsWhileTheyChange: who reads all records may write meanwhile.
func TestRecordsWhileTheyChange(t *testing.T) {
	b := newBench(t)
	b.limits.batch = 2
	for i := range 7 {
		b.create(t, model.KindLead, fmt.Sprintf("company=Lead%d", i))
	}
	n := 0
	err := b.Records(context.Background(), Query{Kind: model.KindLead}, func(r model.Record) error {
		n++
		b.edit(t, model.KindLead, r.Header().ID, "owner=amina")
		return nil
	})
	if err != nil || n != 7 {
		t.Errorf("%d records, %v", n, err)
	}
	stop := errors.New("stop")
	if err := b.Records(context.Background(), Query{Kind: model.KindLead, Limit: 3}, func(model.Record) error { n++; return nil }); err != nil || n != 10 {
		t.Errorf("with a limit: %d, %v", n-7, err)
	}
	if err := b.Records(context.Background(), Query{Kind: model.KindLead}, func(model.Record) error { return stop }); err != stop {
		t.Errorf("error %v", err)
	}
}

// A quote is called by its supplier, whose name its record has not.
func TestQuotesAreCalledByTheirSuppliers(t *testing.T) {
	b := newBench(t)
	rfq := b.create(t, model.KindRFQ, "title=Argan")
	mill := b.create(t, model.KindSupplier, "name=Tifawin")
	b.create(t, model.KindQuote, "rfq="+rfq.String(), "supplier="+mill.String(), "reference=Q-7", "incoterm=EXW")
	b.create(t, model.KindQuote, "rfq="+rfq.String(), "reference=Q-8")
	gone := b.create(t, model.KindSupplier, "name=Gone")
	b.create(t, model.KindQuote, "rfq="+rfq.String(), "supplier="+gone.String())
	b.do(t, Edit{Kind: model.KindSupplier, ID: gone, Set: model.Set{"deleted": []byte("true")}})
	page, err := b.List(t.Context(), Query{Kind: model.KindQuote, Sort: "created_at"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range page.Rows {
		got = append(got, row.Title+"/"+row.Detail)
	}
	if want := []string{"Tifawin/Q-7 · EXW", "Q-8/", "Gone/"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
