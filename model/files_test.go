package model

import (
	"fmt"
	"strings"
	"testing"

	"tradedesk/model/value"
)

func file(name string, n int) Attachment {
	return Attachment{Name: name, SHA256: fmt.Sprintf("%064x", n), Size: int64(n)}
}

func names(r Record) string {
	var all []string
	for _, f := range FilesOf(r) {
		all = append(all, f.Name)
	}
	return strings.Join(all, " ")
}

func TestAttachAndDetach(t *testing.T) {
	put := func(r Record, set Set, err error) Record {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		after, err := Apply(r, Change{Kind: r.Kind(), Record: r.Header().ID, Set: set, At: value.Instant(1)})
		if err != nil || len(Validate(after)) > 0 {
			t.Fatalf("%v and %v", err, Validate(after))
		}
		return after
	}
	for _, r := range []Record{&Lead{Company: "Nord"}, &Supplier{Name: "Souss"}, &Contact{Name: "Ana"}, &RFQ{Title: "Argan"},
		&Quote{RFQ: ID{1}}, &Message{Thread: ID{1}, Direction: DirectionIn}} {
		set, err := Attach(r, file("offer.pdf", 1), file("offer.pdf", 2), file("copy.pdf", 1))
		r = put(r, set, err)
		if got := names(r); got != "offer.pdf offer (2).pdf" {
			t.Errorf("%s has %q", r.Kind(), got)
		}
		if set, err := Attach(r, file("again.pdf", 2)); err != nil || len(set) != 0 {
			t.Errorf("what is attached already gives %s and %v", set, err)
		}
		set, err = Detach(r, 0)
		r = put(r, set, err)
		if got := names(r); got != "offer (2).pdf" {
			t.Errorf("%s has %q", r.Kind(), got)
		}
		set, err = Detach(r, 0)
		if r = put(r, set, err); names(r) != "" {
			t.Errorf("%s still has %q", r.Kind(), names(r))
		}
		if _, err := Detach(r, 0); err == nil {
			t.Error("nothing was taken off, without an error")
		}
	}
	if _, err := Attach(&Task{Title: "Call"}, file("a", 1)); err == nil {
		t.Error("a file is attached to a task")
	}
	many := make([]Attachment, MaxElements+1)
	for i := range many {
		many[i] = file(fmt.Sprint(i), i)
	}
	if _, err := Attach(&Lead{}, many...); err == nil {
		t.Errorf("%d files are attached", len(many))
	}
}

func TestRefs(t *testing.T) {
	rfq := &RFQ{Head: Head{ID: ID{9}}, Lead: ID{1}, Invited: []ID{{2}, {3}, {2}}}
	if got := Refs(rfq); len(got) != 3 || got[0] != (ID{1}) || got[1] != (ID{2}) || got[2] != (ID{3}) {
		t.Errorf("got %v", got)
	}
	if got := Refs(&Unknown{}); got != nil {
		t.Errorf("an unknown record points to %v", got)
	}
}
