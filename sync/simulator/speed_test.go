package simulator

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/store"
	"tradedesk/sync/client"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// speedRecords is how many records of about 500 bytes are pushed and pulled.
const speedRecords = 10_000

// BenchmarkSync pushes records from one desk to a server and pulls them into another,
// over loopback HTTP, with the whole merge, tokens, and commits that are on the disk
// on both sides. It reports records a second for each way, and what the cores worked for
// desk and server together.
func BenchmarkSync(b *testing.B) {
	for range b.N {
		s := newSpeed(b)
		from, to := s.desk(b, "from"), s.desk(b, "to")
		s.fill(b, from.store, speedRecords)
		began := cpuTime()
		push := s.run(b, from)
		between := cpuTime()
		pull := s.run(b, to)
		b.ReportMetric(speedRecords/push.Seconds(), "pushed/s")
		b.ReportMetric(speedRecords/pull.Seconds(), "pulled/s")
		b.ReportMetric((between - began).Seconds(), "push-core-s")
		b.ReportMetric((cpuTime() - between).Seconds(), "pull-core-s")
	}
}

// speed is a server on a port of this machine.
type speed struct {
	dir     string
	address string
	token   string
}

func newSpeed(b *testing.B) *speed {
	ctx := context.Background()
	s := &speed{dir: b.TempDir()}
	engine, err := boltlog.Open(filepath.Join(s.dir, "server.db"), boltlog.Options{})
	if err != nil {
		b.Fatal(err)
	}
	ids := model.NewIDs(time.Now, nil)
	space := ids.New()
	token, hash := server.NewToken(space, [32]byte{1})
	if err := engine.Create(ctx, storage.Workspace{ID: space, Name: "atlas"}, ids.New()); err != nil {
		b.Fatal(err)
	}
	err = engine.Update(ctx, space, func(tx storage.Tx) error {
		if err := tx.PutUser(storage.User{Name: "salma", Role: storage.RoleOwner}); err != nil {
			return err
		}
		return tx.PutToken(storage.Token{Hash: hash, ID: ids.New(), User: "salma"})
	})
	if err != nil {
		b.Fatal(err)
	}
	api := httptest.NewServer(server.New(server.Options{Storage: engine, Schema: protocol.Range{Min: 1, Max: 9}, Now: time.Now, IDs: ids}))
	s.address, s.token = api.URL, token
	b.Cleanup(func() {
		api.Close()
		if err := engine.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

type speedDesk struct {
	store  *store.Store
	engine *client.Engine
}

func (s *speed) desk(b *testing.B, name string) speedDesk {
	st, err := store.Open(context.Background(), filepath.Join(s.dir, name+".db"), store.Options{By: name})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := st.Close(); err != nil {
			b.Error(err)
		}
	})
	token := ""
	keep := func(t string) error { token = t; return nil }
	login := client.Login{Store: st, HTTP: http.DefaultClient, Server: s.address, Token: s.token, Desk: name, Schema: 2, Keep: keep}
	if _, err := login.Do(context.Background()); err != nil {
		b.Fatal(err)
	}
	return speedDesk{st, client.New(client.Options{
		Store: st, Token: func() (string, error) { return token, nil }, SetToken: keep, HTTP: http.DefaultClient, Now: time.Now, Schema: 2, Desk: name,
	})}
}

func (s *speed) fill(b *testing.B, st *store.Store, n int) {
	for from := 0; from < n; from += 2000 {
		var edits []store.Edit
		for i := from; i < min(n, from+2000); i++ {
			edits = append(edits, store.Edit{Kind: model.KindLead, Create: true, Record: &model.Lead{
				Company: fmt.Sprintf("Company %07d Trading", i), Contact: fmt.Sprint("Person ", i), City: "Casablanca", Country: "MA", Product: "argan oil",
				Message: "Dear sirs, we need a regular supply of the product for our shops and would like to have your best offer with samples, " +
					"certificates and the terms of payment that you are used to. We look forward to your answer.",
				Stage: model.LeadNew,
			}})
		}
		if _, _, err := st.Do(context.Background(), store.Action{Label: "fill", Edits: edits}); err != nil {
			b.Fatal(err)
		}
	}
}

// run lets a desk sync until nothing is left to do.
func (s *speed) run(b *testing.B, d speedDesk) time.Duration {
	began := time.Now()
	defer d.engine.GiveUp()
	d.engine.Wake()
	for {
		next, err := d.engine.Next(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		if next.Call == client.CallNothing {
			return time.Since(began)
		}
		if _, err := d.engine.Step(context.Background()); err != nil {
			b.Fatal(err)
		}
		if err := d.engine.Err(); err != nil {
			b.Fatal(err)
		}
	}
}
