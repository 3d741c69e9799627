package serve

import (
	"errors"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/sync/server/storage"
)

// A workspace that was begun when the machine went down, and has nobody yet, is gone on
// with: by the first start, and by whoever makes it again. Once it has an owner it is there.
func TestFoundingGoesOn(t *testing.T) {
	store := newStore(t)
	p, err := placeOf(store)
	if err != nil {
		t.Fatal(err)
	}
	begin := func(workspaces ...storage.Workspace) {
		t.Helper()
		engine, err := p.open()
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range workspaces {
			err = errors.Join(err, engine.Create(t.Context(), w, model.ID{9}))
		}
		if err := errors.Join(err, engine.Close()); err != nil {
			t.Fatal(err)
		}
	}
	begin(storage.Workspace{ID: model.ID{1}, Name: "atlas"}, storage.Workspace{ID: model.ID{2}, Name: "rif"})
	o := Options{Store: store, Workspace: "atlas", Owner: "salma"}
	is, stop := atWork(t, o)
	if len(is.Codes) != codesForOwner {
		t.Fatalf("there are codes for %d desks", len(is.Codes))
	}
	for _, code := range is.Codes {
		if desk := register(t, is.URL, code); desk.User != "salma" || desk.Workspace != (model.ID{1}).String() {
			t.Errorf("%+v", desk)
		}
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if is, _ = atWork(t, o); len(is.Codes) != 0 {
		t.Error("another start makes codes again")
	}
	admin, err := Administer(t.Context(), store, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := admin.Close(); err != nil {
			t.Error(err)
		}
	}()
	if founded, err := admin.Found(t.Context(), "rif", "youssef"); err != nil || founded.Token == "" {
		t.Errorf("%+v, %v", founded, err)
	}
	for _, name := range []string{"atlas", "rif"} {
		if _, err := admin.Found(t.Context(), name, "nobody"); !errors.Is(err, ErrExists) {
			t.Errorf("a second %s: %v", name, err)
		}
	}
}
