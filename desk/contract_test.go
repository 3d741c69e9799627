package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

// fixedNow is the clock of the desks in tests.
func fixedNow() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }

func openAt(t testing.TB, dir, me string) Desk {
	t.Helper()
	d, err := Open(context.Background(), Options{Dir: dir, Me: me, Now: fixedNow, TokenFile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func isOwner(d Desk) bool {
	at, err := d.(*sitter).seat()
	_, owns := at.(*owner)
	return err == nil && owns
}

// bench is a desk under test and another seat at the same desk.
type bench struct{ d, other Desk }

// benches are the ways to sit at a desk; all must keep the same contract.
var benches = []struct {
	name string
	open func(t *testing.T) bench
}{
	{"owner", func(t *testing.T) bench {
		dir := t.TempDir()
		return bench{openAt(t, dir, "salma"), openAt(t, dir, "youssef")}
	}},
	{"visitor", func(t *testing.T) bench {
		dir := t.TempDir()
		other := openAt(t, dir, "youssef")
		return bench{openAt(t, dir, "salma"), other}
	}},
	{"visitor after takeover", func(t *testing.T) bench {
		dir := t.TempDir()
		first := openAt(t, dir, "first")
		d, other := openAt(t, dir, "salma"), openAt(t, dir, "youssef")
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		return bench{d, other}
	}},
	{"visitor of a visitor that took over", func(t *testing.T) bench {
		dir := t.TempDir()
		first := openAt(t, dir, "first")
		d, other := openAt(t, dir, "salma"), openAt(t, dir, "youssef")
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Counts(context.Background()); err != nil || !isOwner(other) {
			t.Fatalf("the other did not take over: %v", err)
		}
		return bench{d, other}
	}},
}

// contract is what every seat promises.
var contract = []struct {
	name string
	test func(t *testing.T, b bench)
}{
	{"what one does the other sees", contractShared},
	{"reads give the same at both seats", contractSameReads},
	{"errors can be told apart", contractErrors},
	{"the same action twice is once", contractOnce},
	{"undo and redo", contractUndo},
	{"cards", contractCards},
	{"edits each by itself", contractEditEach},
	{"drafts", contractDrafts},
	{"a bulk action is one action", contractBulk},
	{"a bulk action leaves what may not change", contractBulkLeaves},
	{"a bulk action that is cut off", contractBulkCancelled},
	{"settings of the screens", contractSettings},
	{"merging is one action", contractMerge},
	{"what cannot be merged", contractMergeRefused},
	{"from quotes to a paid commission", contractAward},
	{"from a ranking of suppliers to their answers", contractInvite},
	{"who the buyer is", contractSecret},
	{"the firm is one", contractFirm},
	{"import is one action", contractImport},
	{"a cancelled import keeps what is in", contractImportCancelled},
	{"an import whose file fails", contractImportFails},
	{"a dry run says what an import does", contractDryRun},
	{"preview and saved mappings", contractPreview},
	{"export", contractExport},
	{"records stop when told", contractRecordsStop},
	{"news of both seats", contractWatch},
	{"attached contents", contractContent},
	{"what belongs to a record", contractDetail},
	{"login, sync and logout", contractSync},
	{"a conflict is settled", contractResolve},
	{"a conflict of lines is settled with both", contractUnion},
	{"an edit that had not seen what came in", contractBase},
	{"much that the server did not take", contractMuchInQuarantine},
	{"a bulk action that had not seen what came in", contractBulkBase},
	{"a conflict that is settled without what came in", contractResolveBase},
	{"a merge that had not seen what came in", contractMergeBase},
	{"what the server does not take", contractQuarantine},
	{"what waits to be sent", contractQueue},
	{"syncing without a server", contractNoServer},
	{"check", contractCheck},
	{"backup", contractBackup},
	{"compact", contractCompact},
	{"repair", contractRepair},
	{"a context that ended", contractContext},
	{"after close", contractClosed},
}

func TestContract(t *testing.T) {
	for _, at := range benches {
		t.Run(at.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range contract {
				t.Run(c.name, func(t *testing.T) { c.test(t, at.open(t)) })
			}
		})
	}
}

func quoted(s string) json.RawMessage {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return data
}

func newLead(company string) Edit {
	return Edit{Kind: model.KindLead, Create: true, Set: model.Set{"company": quoted(company), "product": quoted("argan oil")}}
}

func mustDo(t testing.TB, d Desk, a Action) Done {
	t.Helper()
	done, err := d.Do(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func addLead(t testing.TB, d Desk, company string) model.ID {
	t.Helper()
	done := mustDo(t, d, Action{Label: "add " + company, Edits: []Edit{newLead(company)}})
	return done.Records[0].Header().ID
}

func companies(t testing.TB, d Desk) []string {
	t.Helper()
	var out []string
	err := d.Records(context.Background(), Query{Kind: model.KindLead}, func(r model.Record) error {
		out = append(out, r.(*model.Lead).Company)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func contractShared(t *testing.T, b bench) {
	ctx := context.Background()
	mine, theirs := addLead(t, b.d, "Nord Foods Inc"), addLead(t, b.other, "Société Générale d'Argane")
	for _, d := range []Desk{b.d, b.other} {
		if got, want := companies(t, d), []string{"Nord Foods Inc", "Société Générale d'Argane"}; !slices.Equal(got, want) {
			t.Errorf("%s sees %q, want %q", d.Me(), got, want)
		}
	}
	for id, by := range map[model.ID]string{mine: "salma", theirs: "youssef"} {
		r, err := b.d.Get(ctx, id)
		if err != nil || r.Header().UpdatedBy != by {
			t.Errorf("record by %q and %v, want by %q", r.Header().UpdatedBy, err, by)
		}
		history, err := b.d.History(ctx, id, 0)
		if err != nil || len(history) != 1 || history[0].By != by {
			t.Errorf("history %+v and %v, want one change by %q", history, err, by)
		}
	}
	found, err := b.d.Search(ctx, SearchQuery{Text: "argane kind:lead"})
	if err != nil || len(lettered(found)) != 1 || found.Hits[0].ID != theirs {
		t.Errorf("search: %+v and %v", found, err)
	}
	mustDo(t, b.other, Action{Edits: []Edit{{Kind: model.KindLead, ID: theirs, Set: model.Set{"company": quoted("Renamed")}}}})
	if found, err = b.d.Search(ctx, SearchQuery{Text: "argane kind:lead"}); err != nil || len(lettered(found)) != 0 {
		t.Errorf("search after the change: %+v and %v", found, err)
	}
}

// lettered gives the hits that have the letters that were typed.
func lettered(found SearchResult) []Hit {
	return slices.DeleteFunc(slices.Clone(found.Hits), func(h Hit) bool { return h.Alike })
}

// contractSameReads compares every reading method at the two seats.
func contractSameReads(t *testing.T, b bench) {
	ctx := context.Background()
	lead := addLead(t, b.d, "Nord Foods Inc")
	supplier := mustDo(t, b.d, Action{Edits: []Edit{{Kind: model.KindSupplier, Create: true, Set: model.Set{
		"name": quoted("Argane du Souss"), "products": json.RawMessage(`["argan oil"]`), "email": quoted("a@souss.example"),
	}}}}).Records[0].Header().ID
	rfq := mustDo(t, b.d, Action{Edits: []Edit{{Kind: model.KindRFQ, Create: true, Set: model.Set{
		"title": quoted("Argan"), "lead": quoted(lead.String()), "lines": json.RawMessage(`[{"product":"argan oil","quantity":"10","unit":"LTR"}]`),
	}}}}).Records[0].Header().ID
	mustDo(t, b.d, Action{Edits: []Edit{
		{Kind: model.KindQuote, Create: true, Set: model.Set{"rfq": quoted(rfq.String()), "supplier": quoted(supplier.String())}},
		{Kind: model.KindMessage, Create: true, Set: model.Set{"thread": quoted(lead.String()), "direction": quoted("note"), "body": quoted("سلام\nhello")}},
		{Kind: model.KindTask, Create: true, Set: model.Set{"title": quoted("Call"), "about": quoted(lead.String())}},
		{Kind: model.KindContact, Create: true, Set: model.Set{"name": quoted("Ana"), "lead": quoted(lead.String())}},
		{Kind: "shipment", Create: true, Set: model.Set{"vessel": quoted("Toubkal"), "teu": json.RawMessage(`12.50`)}},
		newLead("NORD FOODS INC"),
	}})
	twin := model.Lead{Company: "Argane du Souss", Email: "a@souss.example"}
	reads := map[string]func(d Desk) (any, error){
		"get":    func(d Desk) (any, error) { r, err := d.Get(ctx, lead); return model.EncodeJSON(r), err },
		"find":   func(d Desk) (any, error) { return d.Find(ctx, lead.String()[28:]) },
		"detail": func(d Desk) (any, error) { v, err := d.Detail(ctx, lead); return wrapDetail(v), err },
		"rfq":    func(d Desk) (any, error) { v, err := d.Detail(ctx, rfq); return wrapDetail(v), err },
		"list":   func(d Desk) (any, error) { return d.List(ctx, Query{Kind: model.KindLead}) },
		"page":   func(d Desk) (any, error) { return d.List(ctx, Query{Kind: model.KindLead, Limit: 1}) },
		"counts": func(d Desk) (any, error) { return d.Counts(ctx) },
		"count": func(d Desk) (any, error) {
			return d.Count(ctx, Query{Kind: model.KindLead, Where: []Cond{{Field: "product", Op: OpEqual, Text: "argan oil"}}})
		},
		"history": func(d Desk) (any, error) { return d.History(ctx, lead, 10) },
		"search": func(d Desk) (any, error) {
			r, err := d.Search(ctx, SearchQuery{Text: "argan owner:me stag:new hs:1x", Me: "salma", Count: true})
			r.Took = 0
			return r, err
		},
		"complete":   func(d Desk) (any, error) { return d.Complete(ctx, "argan kind:le", 13) },
		"drafts":     func(d Desk) (any, error) { return d.Drafts(ctx) },
		"duplicates": func(d Desk) (any, error) { return d.Duplicates(ctx, &twin) },
		"pairs":      func(d Desk) (any, error) { return d.DuplicatePairs(ctx, PairQuery{Kind: model.KindLead}) },
		"status":     func(d Desk) (any, error) { return d.Status(ctx) },
		"records": func(d Desk) (any, error) {
			var all []json.RawMessage
			err := d.Records(ctx, Query{Kind: "shipment"}, func(r model.Record) error {
				all = append(all, model.EncodeJSON(r))
				return nil
			})
			return all, err
		},
	}
	for name, read := range reads {
		mine, err := read(b.d)
		theirs, otherErr := read(b.other)
		if err != nil || otherErr != nil {
			t.Errorf("%s: %v and %v", name, err, otherErr)
			continue
		}
		if !reflect.DeepEqual(asJSON(t, mine), asJSON(t, theirs)) {
			t.Errorf("%s differs:\n%s\n%s", name, asJSON(t, mine), asJSON(t, theirs))
		}
	}
	d, err := b.d.Detail(ctx, lead)
	if err != nil || d.Score == nil || len(d.Thread) != 1 || len(d.RFQs) != 1 || len(d.Contacts) != 1 || len(d.Tasks) != 1 {
		t.Errorf("detail of the lead: %s and %v", asJSON(t, wrapDetail(d)), err)
	}
	if d, err = b.d.Detail(ctx, rfq); err != nil || len(d.Quotes) != 1 || d.Lead == nil || d.Lead.Header().ID != lead {
		t.Errorf("detail of the RFQ: %s and %v", asJSON(t, wrapDetail(d)), err)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func contractErrors(t *testing.T, b bench) {
	ctx := context.Background()
	lead := addLead(t, b.d, "Nord Foods Inc")
	first, err := b.d.Get(ctx, lead)
	if err != nil {
		t.Fatal(err)
	}
	set := func(field, v string) Action {
		return Action{Edits: []Edit{{Kind: model.KindLead, ID: lead, Set: model.Set{field: quoted(v)}}}}
	}
	mustDo(t, b.other, set("city", "Agadir"))
	stale := set("city", "Tanger")
	stale.Edits[0].Seen = first.Header().UpdatedAt
	missing := model.ID{6: 0x70, 8: 0x80, 15: 9}
	tests := []struct {
		name string
		call func(d Desk) error
		want error
	}{
		{"get", func(d Desk) error { _, err := d.Get(ctx, missing); return err }, ErrNotFound},
		{"detail", func(d Desk) error { _, err := d.Detail(ctx, missing); return err }, ErrNotFound},
		{"find", func(d Desk) error { _, err := d.Find(ctx, missing.String()); return err }, ErrNotFound},
		{"find too little", func(d Desk) error { _, err := d.Find(ctx, "ab"); return err }, ErrInvalid},
		{"list", func(d Desk) error {
			_, err := d.List(ctx, Query{Kind: model.KindLead, Where: []Cond{{Field: "no_such", Op: OpEqual, Text: "1"}}})
			return err
		}, ErrInvalid},
		{"records", func(d Desk) error {
			return d.Records(ctx, Query{Kind: model.KindLead, Sort: "no_such"}, func(model.Record) error { return nil })
		}, ErrInvalid},
		{"stage", func(d Desk) error { _, err := d.Do(ctx, set("stage", "won")); return err }, ErrInvalid},
		{"conflict", func(d Desk) error { _, err := d.Do(ctx, stale); return err }, ErrConflict},
		{"redo", func(d Desk) error { _, err := d.Redo(ctx); return err }, ErrNothing},
		{"export", func(d Desk) error { return d.Export(ctx, ExportRequest{Format: "pdf"}, io.Discard) }, ErrInvalid},
		{"export one", func(d Desk) error { return d.Export(ctx, ExportRequest{Format: "json", ID: missing}, io.Discard) }, ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mine, theirs := tt.call(b.d), tt.call(b.other)
			if !errors.Is(mine, tt.want) {
				t.Fatalf("got %v, want %v", mine, tt.want)
			}
			if mine.Error() != theirs.Error() {
				t.Errorf("%q at one seat and %q at the other", mine, theirs)
			}
		})
	}
	_, err = b.d.Do(ctx, set("stage", "won"))
	var stage *model.StageError
	if !errors.As(err, &stage) || stage.To != model.LeadWon || len(stage.Allowed) == 0 {
		t.Errorf("%v holds %+v, want a stage error", err, stage)
	}
}

func contractOnce(t *testing.T, b bench) {
	a := Action{ID: model.NewIDs(fixedNow, nil).New(), Label: "add", Edits: []Edit{newLead("Nord Foods Inc")}}
	first, again, there := mustDo(t, b.d, a), mustDo(t, b.d, a), mustDo(t, b.other, a)
	if first.Action != a.ID || first.Changed != 1 || len(first.Records) != 1 {
		t.Fatalf("got %+v", first)
	}
	for _, done := range []Done{again, there} {
		if done.Action != a.ID || done.Records[0].Header().ID != first.Records[0].Header().ID {
			t.Errorf("the same action again gives %+v, want %+v", done, first)
		}
	}
	if got := companies(t, b.d); len(got) != 1 {
		t.Errorf("leads %q, want one", got)
	}
}

func contractUndo(t *testing.T, b bench) {
	ctx := context.Background()
	id := addLead(t, b.d, "Nord Foods Inc")
	mustDo(t, b.other, Action{Label: "to Agadir", Edits: []Edit{{Kind: model.KindLead, ID: id, Set: model.Set{"city": quoted("Agadir")}}}})
	city := func() string {
		r, err := b.d.Get(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return r.(*model.Lead).City
	}
	done, err := b.d.Undo(ctx)
	if err != nil || done.Label != "to Agadir" || done.Changed != 1 || city() != "" {
		t.Fatalf("undo: %+v and %v, city %q", done, err, city())
	}
	if done, err = b.d.Redo(ctx); err != nil || done.Changed != 1 || city() != "Agadir" {
		t.Fatalf("redo: %+v and %v, city %q", done, err, city())
	}
	for range 2 {
		if _, err := b.d.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got := companies(t, b.other); len(got) != 0 {
		t.Errorf("after undoing everything there are %q", got)
	}
	if _, err := b.d.Undo(ctx); !errors.Is(err, ErrNothing) {
		t.Errorf("got %v, want %v", err, ErrNothing)
	}
}

// csvOf is a file of n leads.
func csvOf(n int) string {
	var s strings.Builder
	s.WriteString("company,email,product\n")
	for i := range n {
		fmt.Fprintf(&s, "Firm %05d,buyer@firm%05d.example,argan oil\n", i, i)
	}
	return s.String()
}

func leadsImport(name string) ImportRequest { return ImportRequest{Name: name, Kind: model.KindLead} }

func contractImport(t *testing.T, b bench) {
	ctx := context.Background()
	const rows = 4100 // more than one batch
	file := csvOf(rows)
	var told []Progress
	report, err := b.d.Import(ctx, leadsImport("leads.csv"), strings.NewReader(file), func(p Progress) { told = append(told, p) })
	if err != nil || report.Created != rows || report.Rejected != 0 {
		t.Fatalf("%+v and %v", report, err)
	}
	if len(told) == 0 || told[len(told)-1].Done != rows {
		t.Errorf("progress %+v, want the last to tell of %d", told, rows)
	}
	again, err := b.other.Import(ctx, leadsImport("leads.csv"), strings.NewReader(file), nil)
	if err != nil || again.Created != 0 || again.Unchanged != rows {
		t.Errorf("importing again: %+v and %v", again, err)
	}
	done, err := b.d.Undo(ctx)
	if err != nil || done.Changed != rows {
		t.Fatalf("undo took back %d and %v, want all %d at once", done.Changed, err, rows)
	}
	if left := companies(t, b.d); len(left) != 0 {
		t.Errorf("%d leads are left", len(left))
	}
}

// tripReader calls trip before it reads on after the given number of bytes.
type tripReader struct {
	r    io.Reader
	left int
	trip func() error
}

func (r *tripReader) Read(p []byte) (int, error) {
	if r.left <= 0 {
		if err := r.trip(); err != nil {
			return 0, err
		}
	}
	n, err := r.r.Read(p[:min(len(p), 1024)])
	r.left -= n
	return n, err
}

func contractImportCancelled(t *testing.T, b bench) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	// The file has no end: only the cancelling ends the import, as soon as a batch is in,
	// however much is read ahead of it and the pipes between the two hold.
	const look = 256 << 10
	file := &tripReader{r: &endless{}, left: look}
	file.trip = func() error {
		file.left = look
		counts, err := b.other.Counts(context.Background())
		if err == nil && counts.Kinds[model.KindLead] > 0 {
			cancel()
		}
		return err
	}
	report, err := b.d.Import(ctx, leadsImport("leads.csv"), file, nil)
	if err != nil || !report.Cancelled {
		t.Fatalf("%+v and %v, want a report that says cancelled", report, err)
	}
	if got := companies(t, b.other); len(got) != report.Created || report.Created == 0 {
		t.Errorf("%d leads are in, the report says %d", len(got), report.Created)
	}
}

// endless is a file of leads without end.
type endless struct {
	n    int
	rest []byte
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.rest) == 0 {
		if e.n == 0 {
			e.rest = []byte("company,email,product\n")
		} else {
			e.rest = fmt.Appendf(nil, "Firm %07d,buyer@firm%07d.example,argan oil%s\n", e.n, e.n, strings.Repeat(" cold pressed", 30))
		}
		e.n++
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func contractImportFails(t *testing.T, b bench) {
	broken := errors.New("the stick was pulled")
	file := &tripReader{r: strings.NewReader(csvOf(5000)), left: 66 << 10, trip: func() error { return broken }}
	report, err := b.d.Import(context.Background(), leadsImport("leads.csv"), file, nil)
	if !errors.Is(err, broken) {
		t.Fatalf("%+v and %v, want %v", report, err, broken)
	}
	// What is no file of ours at all is the desk's error, not the reader's.
	_, err = b.d.Import(context.Background(), ImportRequest{Name: "x.bin"}, strings.NewReader("PK\x03\x04 rest"), nil)
	if err == nil || errors.Is(err, broken) || !strings.Contains(err.Error(), "zip") {
		t.Errorf("got %v, want one that says what the file is", err)
	}
}

func contractExport(t *testing.T, b bench) {
	ctx := context.Background()
	addLead(t, b.d, "Nord Foods Inc")
	id := addLead(t, b.d, "=cmd|' /C calc'!A0")
	for _, format := range []string{"csv", "json", "ndjson", "vcard"} {
		var mine, theirs bytes.Buffer
		req := ExportRequest{Format: format, Query: Query{Kind: model.KindLead}}
		if err := errors.Join(b.d.Export(ctx, req, &mine), b.other.Export(ctx, req, &theirs)); err != nil {
			t.Fatal(err)
		}
		if mine.Len() == 0 || mine.String() != theirs.String() {
			t.Errorf("%s differs:\n%s\n%s", format, mine.String(), theirs.String())
		}
		var one bytes.Buffer
		if err := b.d.Export(ctx, ExportRequest{Format: format, ID: id}, &one); err != nil || one.Len() == 0 {
			t.Errorf("%s of one record: %q and %v", format, one.String(), err)
		}
	}
	full := errors.New("no room")
	err := b.d.Export(ctx, ExportRequest{Format: "csv", Query: Query{Kind: model.KindLead}}, failingWriter{full})
	if !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func contractRecordsStop(t *testing.T, b bench) {
	for n := range 5 {
		addLead(t, b.d, fmt.Sprintf("Firm %d", n))
	}
	enough := errors.New("enough")
	seen := 0
	err := b.d.Records(context.Background(), Query{Kind: model.KindLead}, func(model.Record) error {
		if seen++; seen == 3 {
			return enough
		}
		return nil
	})
	if err != enough || seen != 3 {
		t.Errorf("%v after %d records, want the very error after 3", err, seen)
	}
}

// next waits for news that fit; only the test's own deadline ends the wait.
func next(t *testing.T, news <-chan News, fits func(News) bool) {
	t.Helper()
	for n := range news {
		if fits(n) {
			return
		}
	}
	t.Fatal("the news ended")
}

func contractWatch(t *testing.T, b bench) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	news, err := b.d.Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []Desk{b.other, b.d} {
		id := addLead(t, d, "Firm of "+d.Me())
		next(t, news, func(n News) bool { return n.All || slices.Contains(n.Records, id) })
	}
	cancel()
	for range news { //nolint:revive // the channel closes when the context ends
	}
}

func contractCheck(t *testing.T, b bench) {
	addLead(t, b.d, "Nord Foods Inc")
	told := 0
	report, err := b.d.Check(context.Background(), func(Progress) { told++ })
	if err != nil || !report.OK || report.Records != 1 || told == 0 {
		t.Errorf("%+v and %v, progress told %d times", report, err, told)
	}
}

func contractContext(t *testing.T, b bench) {
	id := addLead(t, b.d, "Nord Foods Inc")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	calls := map[string]func() error{
		"get":     func() error { _, err := b.d.Get(ctx, id); return err },
		"find":    func() error { _, err := b.d.Find(ctx, id.String()); return err },
		"detail":  func() error { _, err := b.d.Detail(ctx, id); return err },
		"list":    func() error { _, err := b.d.List(ctx, Query{Kind: model.KindLead}); return err },
		"counts":  func() error { _, err := b.d.Counts(ctx); return err },
		"count":   func() error { _, err := b.d.Count(ctx, Query{Kind: model.KindLead}); return err },
		"queue":   func() error { _, err := b.d.Queue(ctx, QueueQuery{}); return err },
		"setting": func() error { _, err := b.d.Setting(ctx, "a"); return err },
		"keep":    func() error { return b.d.SetSetting(ctx, "a", "b") },
		"bulk": func() error {
			_, err := b.d.DoWhere(ctx, Bulk{Query: Query{Kind: model.KindLead}, Tag: []string{"late"}}, nil)
			return err
		},
		"history":    func() error { _, err := b.d.History(ctx, id, 0); return err },
		"search":     func() error { _, err := b.d.Search(ctx, SearchQuery{Text: "n"}); return err },
		"complete":   func() error { _, err := b.d.Complete(ctx, "kind:", 5); return err },
		"duplicates": func() error { _, err := b.d.Duplicates(ctx, &model.Lead{Company: "x"}); return err },
		"do":         func() error { _, err := b.d.Do(ctx, Action{Edits: []Edit{newLead("Late")}}); return err },
		"undo":       func() error { _, err := b.d.Undo(ctx); return err },
		"check":      func() error { _, err := b.d.Check(ctx, nil); return err },
		"export": func() error {
			return b.d.Export(ctx, ExportRequest{Format: "csv", Query: Query{Kind: model.KindLead}}, io.Discard)
		},
		"compact": func() error { _, err := b.d.Compact(ctx, nil); return err },
		"backup":  func() error { return b.d.Backup(ctx, io.Discard, nil) },
		"records": func() error {
			return b.d.Records(ctx, Query{Kind: model.KindLead}, func(model.Record) error { return nil })
		},
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want %v", name, err, context.Canceled)
		}
	}
	if got := companies(t, b.d); len(got) != 1 {
		t.Errorf("leads %q: a cancelled action was done", got)
	}
}

func contractClosed(t *testing.T, b bench) {
	ctx := context.Background()
	news, err := b.d.Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(b.d.Close(), b.d.Close()); err != nil {
		t.Fatal(err)
	}
	for range news { //nolint:revive // the channel closes with the desk
	}
	if _, err := b.d.Counts(ctx); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v, want %v", err, ErrClosed)
	}
	if _, err := b.d.Watch(ctx); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v, want %v", err, ErrClosed)
	}
	addLead(t, b.other, "Life goes on")
	if got := companies(t, b.other); len(got) != 1 {
		t.Errorf("leads %q, want one", got)
	}
}
