package ui

import (
	"slices"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
)

// Wherever a person writes about a record for a while, what comes in from other desks
// meanwhile is neither lost nor written over: the edits say what they had seen.
func TestWhatIsWrittenSaysWhatItsWriterHadSeen(t *testing.T) {
	for name, test := range map[string]struct {
		records []model.Record
		begin   func(*driver)
		write   func(*driver)
		edited  []int // the records that are there
	}{
		"a form":      {threadRecords(), func(d *driver) { d.pressed("e") }, func(d *driver) { d.typed("7") }, []int{1}},
		"a next step": {threadRecords(), func(d *driver) { d.pressed("n") }, func(d *driver) { d.typed("call") }, []int{1}},
		"a next step of several": {someLeads(2), func(d *driver) { d.pressed("space", "space", "n") },
			func(d *driver) { d.typed("call") }, []int{0, 1}},
		"a form of several": {someLeads(2), func(d *driver) { d.pressed("space", "space", "E") },
			func(d *driver) { d.typed("Nord") }, []int{0, 1}},
		"a form of all": {tradeLeads(maxPicked + 1), func(d *driver) { d.pressed("2", "*", "E") },
			func(d *driver) { d.typed("Nord") }, []int{1}},
		"a task": {threadRecords(), func(d *driver) { d.pressed("4", "enter"); d.goTo("Call Tifawin"); d.pressed("e") },
			func(d *driver) { d.typed("7") }, []int{9}},
		"lines": {threadRecords(), func(d *driver) { d.pressed("4", "l") }, func(d *driver) { d.typed("7") }, []int{4}},
		"suppliers to invite": {slices.Concat(threadRecords(), []model.Record{&model.Supplier{Head: model.Head{ID: idOf(11)}, Name: "argan oil Sud"}}),
			func(d *driver) { d.pressed("4", "I") }, func(d *driver) { d.pressed("tab") }, []int{4}},
		"the next version of a quote": {threadRecords(), func(d *driver) { d.pressed("4", "enter"); d.goTo("◆ Quote"); d.pressed("e") },
			func(d *driver) { d.pressed("tab", "tab", "tab", "tab"); d.typed("Safi") }, []int{5, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			fake := newFake(test.records...)
			fake.sync.status.Seq = 41
			d := startAt(t, fake, 120, 44, "en")
			test.begin(d)
			comesIn(fake, 57)
			test.write(d)
			d.pressed("ctrl+s")
			if _, asks := d.m.top().(*confirmation); asks {
				d.pressed("enter")
			}
			savedWith(t, d, 41, test.edited)
		})
	}
}

// A table of an RFQ's lines shows what others make of them while nothing is typed, and says
// that both are kept when something is.
func TestLinesFollowWhatComesIn(t *testing.T) {
	open := func() (*fakeDesk, *driver) {
		fake := newFake(threadRecords()...)
		fake.sync.status.Seq = 41
		d := startAt(t, fake, 120, 44, "en")
		d.pressed("4", "l")
		return fake, d
	}
	lines := func(product string) model.Set {
		return model.Set{"lines": raw([]map[string]string{{"product": product, "quantity": "700", "unit": "KGM"}})}
	}
	fake, d := open()
	fake.changed("karim", 4, lines("amlou"))
	d.idle()
	d.sees("amlou", "karim changed the list 1 h ago: it is shown as it is now")
	d.exact()
	d.typed("7")
	d.pressed("ctrl+s")
	savedWith(t, d, 42, []int{4})

	fake, d = open()
	fake.changed("karim", 4, model.Set{"title": raw("Argan 2027")})
	d.idle()
	d.seesNot("changed the list")
	d.typed("7")
	fake.changed("karim", 4, lines("amlou"))
	d.idle()
	d.sees("karim changed the list 1 h ago, too: saving keeps both")
	d.exact()
	d.pressed("ctrl+s")
	savedWith(t, d, 42, []int{4})
}

// A draft goes on with what was seen when it was begun, however much later that is.
func TestDraftsRememberWhatTheirWriterHadSeen(t *testing.T) {
	for name, test := range map[string]struct {
		begin  func(*driver)
		edited []int
		theirs model.Set // what comes in for the first of them meanwhile
	}{
		"a form":      {func(d *driver) { d.pressed("e"); d.typed("7") }, []int{1}, model.Set{"company": raw("Nord Foods")}},
		"a next step": {func(d *driver) { d.pressed("n"); d.typed("call") }, []int{1}, model.Set{"next_action": raw("write")}},
		"lines":       {func(d *driver) { d.pressed("4", "l"); d.typed("7") }, []int{4}, model.Set{"title": raw("Argan 2027")}},
		"the next version of a quote": {func(d *driver) {
			d.pressed("4", "enter")
			d.goTo("◆ Quote")
			d.pressed("e", "tab", "tab", "tab", "tab")
			d.typed("Safi")
		}, []int{5, 4}, model.Set{"place": raw("Agadir")}},
	} {
		t.Run(name, func(t *testing.T) {
			fake := newFake(threadRecords()...)
			fake.sync.status.Seq = 41
			d := startAt(t, fake, 120, 44, "en")
			test.begin(d)
			d.pause()
			fake.changed("karim", test.edited[0], test.theirs)
			comesIn(fake, 57)
			again := killed(d)
			again.sees("You were writing")
			again.pressed("enter")
			again.pressed("ctrl+s")
			savedWith(t, again, 41, test.edited)
		})
	}
}

// What is typed about a record that is there already, and added to it, has seen that
// record as it was then.
func TestWhatIsAddedToAnotherRecordHasSeenIt(t *testing.T) {
	fake := newFake(twins()...)
	fake.sync.status.Seq = 41
	d := start120(t, fake)
	d.pressed("3", "c")
	d.typed("Somebody")
	d.pressed("down", "down")
	d.typed("marie@nordfoods.example")
	d.pressed("f4", "enter")
	d.pressed("2")
	comesIn(fake, 57)
	d.typed("7")
	d.pressed("ctrl+s")
	if len(fake.done) != 1 {
		t.Fatalf("%d actions:\n%s", len(fake.done), d.screen())
	}
	savedWith(t, d, 41, nil)
}

// A merge has seen what its comparison showed, and shows what comes in meanwhile.
func TestMergeFollowsWhatComesIn(t *testing.T) {
	fake := newFake(twins()...)
	fake.sync.status.Seq = 41
	d := start120(t, fake)
	d.pressed("3", "D", "enter")
	d.sees("Nord Foods Ltd")
	comesIn(fake, 57)
	theirs := model.Clone(supplierOf(t, fake, 950)).(*model.Supplier)
	theirs.City = "Kuujjuaq"
	fake.add(theirs)
	d.idle()
	d.sees("Kuujjuaq")
	comesIn(fake, 60)
	d.pressed("M")
	savedWith(t, d, 57, []int{950, 951})
}

// comesIn lets the desk follow the log up to a place.
func comesIn(fake *fakeDesk, seq uint64) {
	fake.mu.Lock()
	defer fake.mu.Unlock()
	fake.sync.status.Seq = seq
}

// savedWith wants the edits of the last action that change records to have a base, and
// to be of the records of edited.
func savedWith(t *testing.T, d *driver, base uint64, edited []int) {
	t.Helper()
	if len(d.fake.done) == 0 {
		t.Fatalf("nothing was saved:\n%s", d.screen())
	}
	var changed []desk.Edit
	for _, e := range d.fake.done[len(d.fake.done)-1].action.Edits {
		if !e.Create {
			changed = append(changed, e)
		}
	}
	if len(changed) == 0 {
		t.Fatal("no record was changed")
	}
	for _, e := range changed {
		if e.Base == nil || *e.Base != base {
			t.Errorf("the edit of %s has seen %v, want %d", e.ID.Short(), e.Base, base)
		}
	}
	for _, i := range edited {
		if !slices.ContainsFunc(changed, func(e desk.Edit) bool { return e.ID == idOf(i) }) {
			t.Errorf("record %d was not changed: %+v", i, changed)
		}
	}
}
