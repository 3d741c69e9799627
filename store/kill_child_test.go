//go:build unix

package store

import (
	"context"
	"fmt"
	"os"
	"strings"

	"tradedesk/model"
)

// victim is the writer that is killed. It does one kind of thing over and over and
// says what was committed, one line a thing.
type victim struct {
	*Store
	path string
}

// victims are what a writer can be killed at; see deeds for what their lines mean.
var victims = map[string]func(victim) error{
	"add":     victim.add,
	"edit":    victim.edit,
	"import":  victim.imports,
	"bulk":    victim.bulk,
	"delete":  victim.delete,
	"undo":    victim.undo,
	"merge":   victim.merge,
	"compact": victim.compact,
	"backup":  victim.backup,
	"repair":  victim.repair,
	"migrate": victim.add, // opening the file is what it is killed at
}

// beVictim is what the test binary does when it is run to be killed.
func beVictim(deed, path string) error {
	fmt.Println("ready")
	if deed == "restore" {
		_, err := Restore(context.Background(), path, path+".backup", Options{}, nil)
		fmt.Println("restored")
		return err
	}
	s, err := Open(context.Background(), path, Options{NoSync: true})
	if err != nil {
		return err
	}
	return victims[deed](victim{s, path})
}

func words(format string, args ...any) []byte {
	return []byte(`"` + fmt.Sprintf(format, args...) + `"`)
}

func (v victim) must(a Action) error {
	_, _, err := v.DoMore(context.Background(), a)
	return err
}

// lead makes a lead in "City 0".
func (v victim) lead(more model.Set) (model.ID, error) {
	id := v.ids.New()
	set := model.Set{"company": words("Nord"), "city": words("City 0"), "email": words("a@%s.example", id)}
	for name, raw := range more {
		set[name] = raw
	}
	return id, v.must(Action{Edits: []Edit{{Kind: model.KindLead, ID: id, Create: true, Set: set}}})
}

func (v victim) move(id model.ID, n int) error {
	return v.must(Action{Edits: []Edit{
		{Kind: model.KindLead, ID: id, Set: model.Set{"city": words("City %d", n)}},
		{Kind: model.KindMessage, Create: true, Set: model.Set{"thread": words("%s", id), "direction": words("out"), "subject": words("Re: %d", n)}},
	}})
}

func (v victim) add() error {
	for {
		id, err := v.lead(nil)
		if err != nil {
			return err
		}
		fmt.Println("lead", id, 0)
	}
}

func (v victim) edit() error {
	id, err := v.lead(nil)
	for n := 1; err == nil; n++ {
		if err = v.move(id, n); err == nil {
			fmt.Println("lead", id, n)
		}
	}
	return err
}

// Sizes of what is done in one transaction of many.
const (
	importBatch = 50
	poolSize    = 40
	bulkBatch   = 10
)

func (v victim) imports() error {
	action := v.ids.New()
	for n := importBatch; ; n += importBatch {
		var edits []Edit
		for i := range importBatch {
			edits = append(edits, Edit{Kind: model.KindLead, Create: true, Force: true, Set: model.Set{
				"company": words("Firm %d", n+i), "source": words("%s", action), "origin": words("file:%s-%d", action, n+i),
			}})
		}
		if err := v.must(Action{ID: action, Label: "import", Edits: edits}); err != nil {
			return err
		}
		fmt.Println("batch", action, n)
	}
}

// bulk gives the owner of a round to a pool of leads, a few at a time.
func (v victim) bulk() error {
	pool := v.ids.New()
	var ids []model.ID
	for range poolSize {
		id, err := v.lead(model.Set{"source": words("%s", pool), "owner": words("round 0")})
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	fmt.Println("bulk", pool, 0, poolSize)
	for round := 1; ; round++ {
		action := v.ids.New()
		for from := 0; from < poolSize; from += bulkBatch {
			var edits []Edit
			for _, id := range ids[from : from+bulkBatch] {
				edits = append(edits, Edit{Kind: model.KindLead, ID: id, Set: model.Set{"owner": words("round %d", round)}})
			}
			if err := v.must(Action{ID: action, Label: "bulk", Edits: edits}); err != nil {
				return err
			}
			fmt.Println("bulk", pool, round, from+bulkBatch)
		}
	}
}

func (v victim) delete() error {
	for {
		id, err := v.lead(nil)
		if err != nil {
			return err
		}
		fmt.Println("lead", id, 0)
		if err := v.must(Action{Edits: []Edit{{Kind: model.KindLead, ID: id, Set: model.Set{model.FieldDeleted: []byte("true")}}}}); err != nil {
			return err
		}
		fmt.Println("gone", id)
	}
}

func (v victim) undo() error {
	for {
		id, err := v.lead(nil)
		if err == nil {
			err = v.move(id, 1)
		}
		if err != nil {
			return err
		}
		if _, _, err := v.Undo(context.Background()); err != nil {
			return err
		}
		fmt.Println("lead", id, 0)
		if _, _, err := v.Redo(context.Background()); err != nil {
			return err
		}
		fmt.Println("lead", id, 1)
	}
}

func (v victim) merge() error {
	for {
		into, err := v.lead(nil)
		if err != nil {
			return err
		}
		from, err := v.lead(model.Set{"owner": words("nadia")})
		if err != nil {
			return err
		}
		if _, _, err := v.Merge(context.Background(), Merge{Into: into, From: []model.ID{from}}); err != nil {
			return err
		}
		fmt.Println("merged", into, from)
	}
}

// some makes leads: a file that is written anew has more to hold each time.
func (v victim) some() error {
	for range 8 {
		id, err := v.lead(nil)
		if err != nil {
			return err
		}
		fmt.Println("lead", id, 0)
	}
	return nil
}

func (v victim) compact() error {
	for {
		if err := v.some(); err != nil {
			return err
		}
		if _, err := v.Compact(context.Background(), nil); err != nil {
			return err
		}
		fmt.Println("compacted")
	}
}

func (v victim) backup() error {
	for n := 0; ; n++ {
		id, err := v.lead(nil)
		if err != nil {
			return err
		}
		fmt.Println("lead", id, 0)
		name := fmt.Sprintf("%s.%s-%d", v.path, strings.ReplaceAll(id.String(), "-", ""), n)
		temp, err := os.Create(name + tempEnd)
		if err != nil {
			return err
		}
		if err := v.Backup(context.Background(), temp, nil); err != nil {
			return err
		}
		if err := temp.Close(); err != nil {
			return err
		}
		if err := os.Rename(temp.Name(), name); err != nil {
			return err
		}
		fmt.Println("backup", id, name)
	}
}

func (v victim) repair() error {
	for {
		if err := v.some(); err != nil {
			return err
		}
		if _, err := v.Repair(context.Background(), nil); err != nil {
			return err
		}
		fmt.Println("repaired")
	}
}
