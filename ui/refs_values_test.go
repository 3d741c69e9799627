package ui

import (
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

// Owners and tags that records have complete as they are written there, those first that
// most have, and who sits at the desk among the owners.
func TestOwnersAndTagsComplete(t *testing.T) {
	lead := func(i int, owner string, tags ...string) model.Record {
		return &model.Lead{Head: model.Head{ID: idOf(300 + i)}, Company: "Nord Foods", Stage: model.LeadNew, Owner: owner, Tags: tags}
	}
	d := indexed(t, []model.Record{
		lead(0, "Nadia", "Foire 2026", "organic"), lead(1, "Nadia", "Foire 2026"), lead(2, "nabil", "Fragile"), lead(3, "Élodie", "argan;oil"), lead(4, "", "été"),
	})
	me := d.m.desk.Me()
	for _, c := range []struct {
		field, typed string
		want         []string
	}{
		{"owner", "na", []string{"Nadia", "nabil"}},
		{"owner", "el", []string{"Élodie"}},
		{"owner", "", []string{me}},
		{"owner", me, nil},
		{"tags", "f", []string{"Foire 2026", "Fragile"}},
		{"tags", "organic; foire 2", []string{"Foire 2026"}},
		{"tags", "ete", []string{"été"}},
		{"tags", "argan", nil},
		{"tags", `"`, nil},
	} {
		for _, kind := range []model.Kind{model.KindLead, model.KindRFQ} {
			if got := offeredFor(d, kind, c.field, c.typed); !slices.Equal(got, c.want) {
				t.Errorf("%s of a %s, %q: offered %q, want %q", c.field, kind, c.typed, got, c.want)
			}
		}
	}
}

// Whom a message goes to completes by names and addresses, behind others too.
func TestAddressesComplete(t *testing.T) {
	d := indexed(t, []model.Record{
		&model.Contact{Head: model.Head{ID: idOf(300)}, Name: "Anna Karkoubi", Email: "anna@nord.example"},
		&model.Lead{Head: model.Head{ID: idOf(301)}, Company: "Karkoubi Frères", Stage: model.LeadNew, Email: "info@karkoubi.example"},
		&model.Supplier{Head: model.Head{ID: idOf(302)}, Name: "Karkoubi without an address"},
	})
	for _, c := range []struct {
		field, typed string
		want         []string
	}{
		{"to", "karkoubi", []string{"anna@nord.example", "info@karkoubi.example"}},
		{"cc", "x@y.example, anna@n", []string{"anna@nord.example"}},
		{"bcc", "الكرقوبي", []string{"anna@nord.example", "info@karkoubi.example"}},
		{"to", "anna@nord.example", nil},
		{"from", "karkoubi", nil},
	} {
		got := offeredFor(d, model.KindMessage, c.field, c.typed)
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%s, %q: offered %q, want %q", c.field, c.typed, got, c.want)
		}
	}
	d.m.createForm(model.New(model.KindMessage))
	o := d.m.top().(*formOverlay)
	o.focus("to")
	d.typed("x@y.example, anna@n")
	d.sees("anna@nord.example  Anna Karkoubi")
	d.pressed("down", "enter")
	if got := o.form.SoFar().(*model.Message).To; got != "x@y.example, anna@nord.example" || o.form.Focused() != "to" {
		t.Errorf("to %q, at %s", got, o.form.Focused())
	}
}

// offeredFor gives the choices for a field of a new record when something was typed and the
// desk answered.
func offeredFor(d *driver, kind model.Kind, field, typed string) (values []string) {
	d.m.createForm(model.New(kind))
	o := d.m.top().(*formOverlay)
	o.focus(field)
	d.typed(typed)
	f, _ := model.SchemaOf(kind).Field(field)
	last := strings.TrimSpace(typed[strings.LastIndexAny(typed, ",;")+1:])
	choices := o.refs.complete(d.m, kind, f, last)
	if valueFilter(f) != "" {
		choices = o.refs.values(d.m, f, last)
	}
	for _, c := range choices {
		values = append(values, c.Value)
	}
	d.m.drop(o)
	return values
}
