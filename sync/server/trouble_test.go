package server_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"tradedesk/model"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// damaged is a storage of which it cannot be read how far its logs go, when it is hurt.
type damaged struct {
	*boltlog.Engine
	hurt atomic.Bool
}

func (d *damaged) View(ctx context.Context, workspace model.ID, fn func(storage.ReadTx) error) error {
	return d.Engine.View(ctx, workspace, func(tx storage.ReadTx) error {
		if d.hurt.Load() {
			tx = hurtTx{tx}
		}
		return fn(tx)
	})
}

type hurtTx struct{ storage.ReadTx }

func (hurtTx) Log() (storage.Log, error) {
	return storage.Log{}, fmt.Errorf("damaged: reading a row: %w", io.ErrUnexpectedEOF)
}

// What cannot be read is told as that, and written down: nobody takes it for an answer.
func TestDamageIsTold(t *testing.T) {
	rows := &damaged{}
	o := newOffice(t, func(o *server.Options) { o.Storage = rows })
	rows.Engine = o.engine
	d := o.space("atlas").desk("amina", storage.RoleBroker)
	web := httptest.NewServer(o.api)
	defer web.Close()
	news, _ := d.listen(t.Context(), web.URL, "")
	news.want(`id: 0|event: head|data: {"head":0}`)
	rows.hurt.Store(true)
	for _, path := range []string{"changes", "snapshot", "events"} {
		d.get(path).problem(http.StatusInternalServerError, protocol.CodeInternal)
	}
	d.fill(1)
	news.want("")
	web.Close() // when it is through with all calls
	for line, n := range map[string]int{`"msg":"call failed"`: 3, `"msg":"a stream of news broke off"`: 1} {
		if found := strings.Count(o.log.String(), line); found != n {
			t.Errorf("%s is written down %d times, want %d, in\n%s", line, found, n, o.log.String())
		}
	}
}
