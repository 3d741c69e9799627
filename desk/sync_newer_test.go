package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	syncwords "tradedesk/sync/protocol"
)

// newerDesk is a desk of a later release, which knows kinds and fields that this one does
// not, as far as the server can tell.
type newerDesk struct {
	t     *testing.T
	s     *syncServer
	is    syncwords.Registered
	ids   *model.IDs
	lastN uint64
}

func newNewerDesk(t *testing.T, s *syncServer) *newerDesk {
	t.Helper()
	d := &newerDesk{t: t, s: s, ids: model.NewIDs(time.Now, nil)}
	body, err := json.Marshal(syncwords.Registration{Name: "newer"})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(d.call(http.MethodPost, "/v1/devices", s.token, body), &d.is); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *newerDesk) call(method, path, token string, body []byte) []byte {
	d.t.Helper()
	req, err := http.NewRequest(method, d.s.URL+path, bytes.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", syncwords.TypeJSON)
	req.Header.Set(syncwords.HeaderProtocol, fmt.Sprint(syncwords.Version))
	req.Header.Set(syncwords.HeaderSchema, "8")
	reply, err := http.DefaultClient.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	data, err := io.ReadAll(reply.Body)
	if err := errors.Join(err, reply.Body.Close()); err != nil || reply.StatusCode >= 300 {
		d.t.Fatalf("%s %s: %s, %v\n%s", method, path, reply.Status, err, data)
	}
	return data
}

// writes changes a record, or makes it.
func (d *newerDesk) writes(kind model.Kind, record model.ID, base uint64, set map[string]json.RawMessage) {
	d.t.Helper()
	d.lastN++
	now := value.At(time.Now())
	op := causal.Op{ID: d.ids.New(), N: d.lastN, Clock: uint64(now) << 16, Base: base, At: now, By: "newer", Kind: kind, Record: record, Set: set}
	body := syncwords.Push{Ops: []syncwords.Op{syncwords.Wire(op)}}.Append(nil)
	pushed, err := syncwords.ParsePushed(d.call(http.MethodPost, "/v1/w/"+d.s.space.String()+"/push", d.is.Token, body))
	if err != nil || len(pushed.Results) != 1 || pushed.Results[0].Seq == 0 {
		d.t.Fatalf("%+v and %v", pushed, err)
	}
}

// reads gives what the server has of a record: of each register its one value.
func (d *newerDesk) reads(record model.ID) map[string]string {
	d.t.Helper()
	page := d.call(http.MethodGet, "/v1/w/"+d.s.space.String()+"/snapshot", d.is.Token, nil)
	out := map[string]string{}
	lines := bytes.Split(bytes.TrimSpace(page), []byte("\n"))
	for _, line := range lines[1 : len(lines)-1] {
		state, err := syncwords.ParseState(line)
		if err != nil {
			d.t.Fatal(err)
		}
		if state.Record != record {
			continue
		}
		for name, dots := range state.Registers {
			if len(dots) != 1 {
				d.t.Errorf("%s has %d values", name, len(dots))
			}
			out[name] = string(dots[0].Value)
		}
	}
	return out
}

// A desk keeps the kinds and the fields of a newer release that it does not know, whatever
// it does with their records, and gives them back byte for byte.
func TestWhatANewerDeskWritesPassesThroughAnOlderOne(t *testing.T) {
	ctx := context.Background()
	s := newSyncServer(t)
	newer, older := newNewerDesk(t, s), s.colleague(t, "salma")
	voyage, lead, doomed := newer.ids.New(), newer.ids.New(), newer.ids.New()
	strange := map[string]string{
		"ship": `"Étoile du Sud \u001b[31m"`, "legs": `[{"from":"MAAGA","nm":1523.5},{"to":"BEANR","via":["ESALG",null]}]`,
		"draught+unit": `{"draught":"9.80","unit":"MTR"}`, "open": `true`,
	}
	mood := map[string]string{"company": `"Nord Foods"`, "mood": `{"since":"2031-01-01","words":["très","bon"]}`, "stars": `5`}
	set := func(of map[string]string) map[string]json.RawMessage {
		out := map[string]json.RawMessage{}
		for name, raw := range of {
			out[name] = json.RawMessage(raw)
		}
		return out
	}
	newer.writes("voyage", voyage, 0, set(strange))
	newer.writes(model.KindLead, lead, 0, set(mood))
	newer.writes("voyage", doomed, 0, set(strange))
	mustSync(t, older)

	shown, err := older.Get(ctx, voyage)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(model.EncodeJSON(shown)); !strings.Contains(text, strange["legs"]) || !strings.Contains(text, `"kind":"voyage"`) {
		t.Errorf("it shows %s", text)
	}
	// It works on them, as far as it can.
	edit(t, older, lead, model.Set{"city": quoted("Agadir")})
	mustDo(t, older, Action{Label: "delete", Edits: []Edit{{Kind: "voyage", ID: voyage, Set: model.Set{model.FieldDeleted: json.RawMessage(`true`)}}}})
	if _, err := older.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	mustDo(t, older, Action{Label: "delete", Edits: []Edit{{Kind: "voyage", ID: doomed, Set: model.Set{model.FieldDeleted: json.RawMessage(`true`)}}}})
	mustDo(t, older, Action{Label: "close", Edits: []Edit{{Kind: "voyage", ID: voyage, Set: model.Set{"open": json.RawMessage(`false`)}}}})
	if _, err := older.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	mustSync(t, older)
	newer.writes(model.KindLead, lead, 3, set(map[string]string{"stars": `4`}))
	mustSync(t, older)
	edit(t, older, lead, model.Set{"company": quoted("Nord Foods Inc")})
	if _, err := older.Repair(ctx, nil); err != nil {
		t.Fatal(err)
	}
	mustSync(t, older)

	strange["open"], mood["stars"] = `false`, `4`
	mood["company"], mood["city"] = `"Nord Foods Inc"`, `"Agadir"`
	for id, want := range map[model.ID]map[string]string{voyage: strange, lead: mood} {
		got := newer.reads(id)
		for name, raw := range want {
			canonical, err := canonical.JSON([]byte(raw))
			if err != nil {
				t.Fatal(err)
			}
			if got[name] != string(canonical) {
				t.Errorf("%s came back as %s, want %s", name, got[name], canonical)
			}
		}
	}
	if newer.reads(doomed)[model.FieldDeleted] != "true" {
		t.Error("what it deleted is not deleted")
	}
	if check, err := older.Check(ctx, nil); err != nil || !check.OK {
		t.Errorf("%+v and %v", check, err)
	}
	// One that comes later has the same.
	later := s.colleague(t, "karim")
	mustSync(t, later)
	for _, id := range []model.ID{voyage, lead, doomed} {
		a, errA := older.Get(ctx, id)
		b, errB := later.Get(ctx, id)
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		if x, y := model.EncodeJSON(a), model.EncodeJSON(b); !slices.Equal(x, y) {
			t.Errorf("%s\nand\n%s", x, y)
		}
	}
}
