package ui

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/internal/race"
	"tradedesk/model"
)

// byAction are the fields that point to records and that no form has: what else is done
// when they are set, an action of their own does.
var byAction = []string{
	"quote.supersedes", "offer.supersedes", // revising
	"rfq.invited",       // inviting
	"message.suppliers", // writing to suppliers
}

// calledInThree gives records of a kind, called the same in three scripts.
func calledInThree(t *testing.T, kind model.Kind) (records []model.Record) {
	t.Helper()
	field := map[model.Kind]string{
		model.KindLead: "company", model.KindSupplier: "name", model.KindContact: "name", model.KindRFQ: "title", model.KindQuote: "reference",
		model.KindEvent: "name", model.KindLane: "name", model.KindOffer: "buyer",
	}[kind]
	if field == "" {
		t.Fatalf("a field points to a %s: say what one is called by", kind)
	}
	for i, name := range []string{"Ets Karkoubi Frères", "شركة الكرقوبي للتوزيع", "Qarqoubi SARL"} {
		set := model.Set{field: raw(name)}
		if stages := model.Stages(kind); len(stages) > 0 {
			set["stage"] = raw(string(model.InitialStage(kind)))
		}
		for _, f := range model.RefFields(kind) {
			if f.Name == "rfq" || f.Name == "supplier" && kind == model.KindQuote { // which must be given
				set[f.Name] = raw(recordOf(f.Refs[0], 0).String())
			}
		}
		r, err := model.Apply(nil, model.Change{Record: recordOf(kind, i), Kind: kind, Set: set})
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}

// recordOf gives the id of one of the records of a kind.
func recordOf(kind model.Kind, i int) model.ID {
	return idOf(100*(slices.Index(model.Kinds(), kind)+1) + i)
}

// indexed gives screens at a desk in memory whose search is that of a desk with the same
// records and an index.
func indexed(t *testing.T, records []model.Record) *driver {
	t.Helper()
	real, err := desk.Open(t.Context(), desk.Options{Dir: t.TempDir(), Me: "7", Alone: true, Now: func() time.Time { return testNow }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := real.Close(); err != nil {
			t.Error(err)
		}
	})
	action := desk.Action{ID: idOf(9999), Label: "add"}
	for _, r := range records {
		action.Edits = append(action.Edits, desk.Edit{Kind: r.Kind(), ID: r.Header().ID, Create: true, Set: model.Fields(r)})
	}
	if _, err := real.Do(t.Context(), action); err != nil {
		t.Fatal(err)
	}
	fake := newFake(records...)
	fake.finds = func(ctx context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
		q.Budget = 0 // all of it, however slow the machine is
		return real.Search(ctx, q)
	}
	fake.completes = func(line string, cursor int) desk.Completion {
		c, err := real.Complete(t.Context(), line, cursor)
		if err != nil {
			t.Error(err)
		}
		return c
	}
	return startAt(t, fake, 120, 44, "en")
}

// Each field by which records point to others completes as one types, with the index of
// the search, and is found in each script. A field that is new does so too, or has an
// action of its own.
func TestEachReferenceCompletes(t *testing.T) {
	var records []model.Record
	had := map[model.Kind]bool{}
	for _, kind := range model.Kinds() {
		for _, f := range model.RefFields(kind) {
			for _, to := range f.Refs {
				if !f.Fixed && !had[to] {
					had[to], records = true, append(records, calledInThree(t, to)...)
				}
			}
		}
	}
	d := indexed(t, records)
	for _, kind := range model.Kinds() {
		for _, f := range model.SchemaOf(kind).Editable() {
			if f.Type != model.TypeRef {
				continue
			}
			name := string(kind) + "." + f.Name
			if slices.Contains(byAction, name) {
				continue
			}
			if !slices.ContainsFunc(editable(kind), func(e model.Field) bool { return e.Name == f.Name }) {
				t.Errorf("%s is not in the form of a %s and has no action of its own", name, kind)
				continue
			}
			t.Run(name, func(t *testing.T) { completes(t, d, kind, f) })
		}
	}
}

func completes(t *testing.T, d *driver, kind model.Kind, f model.Field) {
	d.t = t
	scripts := []string{"karkoubi", "الكرقوبي", "qarqoub"}
	if race.Enabled {
		scripts = scripts[:1] // the search is the same for each
	}
	for _, typed := range scripts {
		// Of each kind that the field can point to there are three that are called so.
		all := 3 * len(f.Refs)
		var got []model.ID
		for i := range all {
			d.m.createForm(model.New(kind))
			o := d.m.top().(*formOverlay)
			o.focus(f.Name)
			d.typed(typed)
			for range i {
				d.pressed("down")
			}
			d.pressed("tab")
			id, _ := f.Value(o.form.SoFar()).(model.ID)
			if !id.IsZero() && !slices.Contains(got, id) {
				got = append(got, id)
			}
			d.m.drop(o)
		}
		if len(got) != all {
			t.Errorf("%q offers %d records of %d: %v", typed, len(got), all, got)
		}
	}
}

// Fields whose text names a record complete, too.
func TestNamesOfRecordsComplete(t *testing.T) {
	d := indexed(t, slices.Concat(calledInThree(t, model.KindLead), calledInThree(t, model.KindContact), calledInThree(t, model.KindSupplier)))
	for kind, fields := range map[model.Kind][]string{
		model.KindRFQ: {"buyer"}, model.KindDeal: {"buyer"}, model.KindOffer: {"buyer", "contact"}, model.KindContact: {"company"},
	} {
		for _, name := range fields {
			for _, typed := range []string{"karkoubi", "كرقوبي", "qarqoubi"} {
				d.m.createForm(model.New(kind))
				o := d.m.top().(*formOverlay)
				o.focus(name)
				d.typed(typed)
				d.sees("Ets Karkoubi Frères", "شركة الكرقوبي", "Qarqoubi SARL")
				d.m.drop(o)
			}
		}
	}
}

// A record that is pointed to is shown by its name, wherever the form was opened from, and
// stays what it is when something else is typed.
func TestReferencesAreShownByName(t *testing.T) {
	lead := &model.Lead{Head: model.Head{ID: idOf(300)}, Company: "Nord Foods", Stage: model.LeadNew}
	event := &model.Event{Head: model.Head{ID: idOf(301)}, Name: "SIAM 2026"}
	gone := idOf(302)
	person := &model.Contact{Head: model.Head{ID: idOf(303)}, Name: "Marie", Lead: lead.ID, Event: event.ID, Supplier: gone}
	fake := newFake(lead, event, person)
	d := startAt(t, fake, 120, 44, "en")
	d.m.typedForm("Merging", person, nil, editable(model.KindContact), func(f *formOverlay, set model.Set) tea.Cmd { return d.m.saved(f, d.m.rowOf(person), set) })
	d.send(nil)
	d.idle()
	d.sees("Nord Foods", "SIAM 2026", gone.String())
	if f := d.m.top().(*formOverlay); f.form.Dirty() {
		t.Error("names count as typed")
	}
	d.typed(" Roy")
	d.pressed("ctrl+s")
	r, err := fake.Get(t.Context(), person.ID)
	if err != nil {
		t.Fatal(err)
	}
	if c := r.(*model.Contact); c.Lead != lead.ID || c.Event != event.ID || c.Supplier != gone || c.Name != "Marie Roy" {
		t.Errorf("it became %s", model.EncodeJSON(c))
	}
}

// Before anything is typed the newest are offered to who asks.
func TestNewestAreOffered(t *testing.T) {
	d := indexed(t, calledInThree(t, model.KindEvent))
	d.m.createForm(&model.Lead{Stage: model.LeadNew})
	d.m.top().(*formOverlay).focus("event")
	d.send(tea.KeyPressMsg{Code: tea.KeySpace, Mod: tea.ModCtrl})
	d.idle()
	d.sees("▌ ", "Qarqoubi SARL", "Ets Karkoubi")
}

// What comes in while a form is open is offered, too.
func TestNewRecordsAreOffered(t *testing.T) {
	fake := newFake()
	d := startAt(t, fake, 120, 44, "en")
	d.m.createForm(&model.Lead{Stage: model.LeadNew})
	d.m.top().(*formOverlay).focus("event")
	d.typed("SIAM")
	d.seesNot("▌ SIAM")
	fake.add(&model.Event{Head: model.Head{ID: idOf(301)}, Name: "SIAM 2026"})
	d.idle()
	d.pressed("backspace")
	d.typed("M")
	d.sees("▌ SIAM 2026")
}

// The kind is said where a field can point to several.
func TestKindsAreSaid(t *testing.T) {
	d := indexed(t, slices.Concat(calledInThree(t, model.KindLead), calledInThree(t, model.KindSupplier)))
	d.m.createForm(&model.Task{})
	d.m.top().(*formOverlay).focus("about")
	d.typed("ets karkoubi")
	for _, kind := range []string{"Lead", "Supplier"} {
		d.sees(fmt.Sprintf("Ets Karkoubi Frères  %s", kind))
	}
}
