package desk

import (
	"context"
	"testing"

	"tradedesk/model"
)

// lostCase is a town of a lead that a restored server has lost, at a reader who had seen it.
type lostCase struct {
	s              *syncServer
	author, reader Desk
	lead           model.ID
	backup         string
}

func (c *lostCase) writes(t *testing.T, d Desk, city string) {
	t.Helper()
	edit(t, d, c.lead, model.Set{"city": quoted(city)})
}

func (c *lostCase) sync(t *testing.T, all ...Desk) {
	t.Helper()
	for _, d := range all {
		mustSync(t, d)
	}
}

// restore puts the server back, on which another desk goes on otherwise.
func (c *lostCase) restore(t *testing.T) (third Desk) {
	t.Helper()
	c.s.restored(t, c.backup)
	third = c.s.colleague(t, "third")
	addLead(t, third, "Oasis Trading")
	mustSync(t, third)
	return third
}

// A desk brings back what others wrote, whether their desks come back or not, and whatever
// it had written itself before: unless what it wrote is the later word.
func TestWhatARestoredServerLostOfOthers(t *testing.T) {
	for name, tt := range map[string]struct {
		plays     func(t *testing.T, c *lostCase)
		want      string
		conflicts int // when only the reader came
		author    int // when the author came, too
	}{
		"over the reader's own": {func(t *testing.T, c *lostCase) {
			c.writes(t, c.reader, "Rabat")
			c.sync(t, c.reader, c.author)
			c.backup = c.s.backedUp(t)
			c.writes(t, c.author, "Agadir")
			c.sync(t, c.author, c.reader)
			c.restore(t)
		}, "Agadir", 0, 0},
		"over the reader's own, which was lost too": {func(t *testing.T, c *lostCase) {
			c.backup = c.s.backedUp(t)
			c.writes(t, c.reader, "Rabat")
			c.sync(t, c.reader, c.author)
			c.writes(t, c.author, "Agadir")
			c.sync(t, c.author, c.reader)
			c.restore(t)
		}, "Agadir", 0, 0},
		"before the reader's own, which waits": {func(t *testing.T, c *lostCase) {
			c.backup = c.s.backedUp(t)
			c.writes(t, c.author, "Agadir")
			c.sync(t, c.author, c.reader)
			c.writes(t, c.reader, "Rabat")
			c.restore(t)
		}, "Rabat", 0, 1}, // the author's is sent again by one who has not seen Rabat
		"before the reader's own, which was lost too": {func(t *testing.T, c *lostCase) {
			c.backup = c.s.backedUp(t)
			c.writes(t, c.author, "Agadir")
			c.sync(t, c.author, c.reader)
			c.writes(t, c.reader, "Rabat")
			c.sync(t, c.reader)
			c.restore(t)
		}, "Rabat", 0, 1},
		"beside the reader's own": {func(t *testing.T, c *lostCase) {
			c.backup = c.s.backedUp(t)
			c.writes(t, c.reader, "Rabat")
			c.writes(t, c.author, "Agadir")
			c.sync(t, c.reader, c.author, c.reader)
			c.restore(t)
		}, "Rabat", 0, 1},
		"nothing: another wrote over it since": {func(t *testing.T, c *lostCase) {
			c.writes(t, c.author, "Agadir")
			c.sync(t, c.author, c.reader)
			c.backup = c.s.backedUp(t)
			addLead(t, c.author, "Lost Foods")
			c.sync(t, c.author, c.reader)
			third := c.restore(t)
			c.writes(t, third, "Tanger")
			c.sync(t, third)
		}, "Tanger", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSyncServer(t)
			c := &lostCase{s: s, author: s.colleague(t, "author"), reader: s.colleague(t, "reader")}
			c.lead = addLead(t, c.author, "Nord Foods Inc")
			c.sync(t, c.author, c.reader)
			tt.plays(t, c)
			last := s.colleague(t, "last")
			c.sync(t, c.reader, last)
			for _, d := range []Desk{c.reader, last} {
				if city := leadOf(t, d, c.lead).City; city != tt.want || statusOf(t, d).Conflicts != tt.conflicts {
					t.Errorf("%s has %q and %d conflicts, want %q and %d", d.Me(), city, statusOf(t, d).Conflicts, tt.want, tt.conflicts)
				}
			}
			history, err := last.History(context.Background(), c.lead, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, change := range history {
				if by, wrote := change.By, string(change.Set["city"]); wrote == `"Agadir"` && by != "author" || wrote == `"Rabat"` && by != "reader" {
					t.Errorf("%s is by %s", wrote, by)
				}
			}
			c.sync(t, c.author, c.reader, last, c.author)
			for _, d := range []Desk{c.author, c.reader, last} {
				if n := statusOf(t, d).Conflicts; n != tt.author {
					t.Errorf("when the author is back %s has %d conflicts, want %d", d.Me(), n, tt.author)
				}
			}
			if mine, theirs := exported(t, c.reader), exported(t, c.author); mine != theirs {
				t.Errorf("the reader:\n%s\nthe author:\n%s", mine, theirs)
			}
			if check, err := c.reader.Check(context.Background(), nil); err != nil || !check.OK {
				t.Errorf("%+v and %v", check, err)
			}
		})
	}
}
