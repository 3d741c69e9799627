package ui

import (
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
)

// What others change is marked in the lists, and the record says who changed what and when,
// until it was looked at.
func TestWhatOthersChangedIsMarkedUntilItIsSeen(t *testing.T) {
	for name, test := range map[string]struct {
		page   string
		record int
		theirs model.Set
		says   []string
	}{
		"a lead":                        {"2", 1, model.Set{"city": raw("Agadir"), "stage": raw("qualified")}, []string{"~ karim, 1 h ago: City is now Agadir", "Stage is now qualified"}},
		"a supplier":                    {"3", 2, model.Set{"city": raw("Safi")}, []string{"City is now Safi"}},
		"a value as the detail says it": {"2", 1, model.Set{"phone": raw("+15145550222"), "target_price": raw("1250.5"), "country": raw("CA")}, []string{"Phone is now +1 514-555-0222", "Target is now 1,250.5", "Country is now Canada"}},
		"a deletion":                    {"4", 4, model.Set{model.FieldDeleted: raw(nil)}, []string{"~ karim, 1 h ago: brought it back"}},
		"an RFQ":                        {"4", 4, model.Set{"title": raw("Argan 2027")}, []string{"Title is now Argan 2027"}},
	} {
		t.Run(name, func(t *testing.T) {
			fake := newFake(append(threadRecords(),
				&model.Lead{Head: model.Head{ID: idOf(901)}, Company: "Zeta", Stage: model.LeadNew},
				&model.RFQ{Head: model.Head{ID: idOf(902)}, Title: "Zeta", Stage: model.RFQOpen})...)
			d := startAt(t, fake, 160, 44, "en")
			d.pressed(test.page)
			at := func() bool { e, _ := d.m.page().current(); return e.ID == idOf(test.record) }
			d.pressed("home")
			if at() {
				d.pressed("down")
			}
			fake.changed("karim", test.record, test.theirs)
			d.idle()
			d.sees("~ ")
			d.seesNot("is now")
			for _, key := range []string{"home", "down", "down"} {
				if d.pressed(key); at() {
					break
				}
			}
			d.sees(test.says...)
			d.exact()
			if name == "a lead" {
				d.golden("unseen-160x44")
			}
			if !d.m.kept.Unseen[idOf(test.record)] {
				t.Fatal("it is being looked at, and has no mark")
			}
			if d.pressed("down"); at() {
				d.pressed("up")
			}
			d.seesNot("~ ", "is now", "brought it back")
			if d.pressed("home"); !at() {
				d.pressed("down")
			}
			d.seesNot("is now")
		})
	}
}

// What somebody wrote beside a value that is shown in its place is not said to be there.
func TestWhatOthersWroteBesideWhatIsShown(t *testing.T) {
	fake := newFake(append(threadRecords(), &model.Lead{Head: model.Head{ID: idOf(901)}, Company: "Zeta", Stage: model.LeadNew})...)
	d := startAt(t, fake, 160, 44, "en")
	d.pressed("2", "home")
	if e, _ := d.m.page().current(); e.ID == idOf(1) {
		d.pressed("down")
	}
	fake.changed("karim", 1, model.Set{"city": raw("Agadir")})
	fake.mu.Lock()
	_, lead := fake.find(idOf(1))
	later := model.Clone(lead).(*model.Lead)
	later.City = "Safi"
	fake.put(map[model.ID]model.Record{idOf(1): later})
	fake.mu.Unlock()
	d.idle()
	for _, key := range []string{"home", "down", "down"} {
		d.pressed(key)
		if e, _ := d.m.page().current(); e.ID == idOf(1) {
			break
		}
	}
	d.sees("~ karim, 1 h ago: City Agadir as well, to be decided between")
	d.seesNot("is now")
}

// A change of one's own, and a file of a colleague's, leave no marks.
func TestWhatIsNotMarked(t *testing.T) {
	fake := newFake(someLeads(3)...)
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("2")
	fake.changed(fake.Me(), 1, model.Set{"city": raw("Agadir")})
	d.idle()
	many := make([]model.ID, maxUnseenAtOnce+1)
	for i := range many {
		many[i] = idOf(i)
	}
	fake.mu.Lock()
	fake.publish(desk.News{By: "karim", Records: many, Kinds: []model.Kind{model.KindLead}, Sync: true})
	fake.mu.Unlock()
	d.idle()
	if len(d.m.kept.Unseen) != 0 {
		t.Errorf("marked: %v", d.m.kept.Unseen)
	}
}
