package ui

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

// fakeDesk is a desk in memory: enough of its contract for the screens. While
// gate is locked its answers wait.
type fakeDesk struct {
	desk.Desk // nil: what no screen calls is not faked

	gate sync.RWMutex

	mu        sync.Mutex
	records   []model.Record
	done      []fakeDone
	undone    []fakeDone
	left      desk.Done // what an undo leaves
	actions   map[model.ID]desk.Done
	news      chan desk.News
	pending   int
	sent      int
	fail      error // what Do answers
	calls     map[string]int
	drafts    []desk.Draft
	noDrafts  error // what PutDraft answers
	closed    bool
	settings  map[string]string
	finds     func(context.Context, desk.SearchQuery) (desk.SearchResult, error) // what Search answers, if it is not what has the letters
	completes func(line string, cursor int) desk.Completion
	uncounted bool // a list that is narrowed, and the agenda, has no total
	sync      fakeSync
	contents  map[string][]byte // of attached files, by their SHA-256
	history   map[model.ID][]model.Change
}

type fakeDone struct {
	action desk.Action
	before map[model.ID]model.Record // nil record: it was not there
	after  map[model.ID]model.Record
}

var testNow = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

func newFake(records ...model.Record) *fakeDesk {
	return &fakeDesk{records: records, actions: map[model.ID]desk.Done{}, news: make(chan desk.News, 4096), calls: map[string]int{}, settings: map[string]string{}, contents: map[string][]byte{}, history: map[model.ID][]model.Change{}}
}

func (d *fakeDesk) call(name string) func() {
	d.gate.RLock()
	d.mu.Lock()
	d.calls[name]++
	return func() { d.mu.Unlock(); d.gate.RUnlock() }
}

func (d *fakeDesk) find(id model.ID) (int, model.Record) {
	for i, r := range d.records {
		if r.Header().ID == id {
			return i, r
		}
	}
	return -1, nil
}

func (d *fakeDesk) Get(_ context.Context, id model.ID) (model.Record, error) {
	defer d.call("Get")()
	if _, r := d.find(id); r != nil {
		return r, nil
	}
	return nil, desk.ErrNotFound
}

func (d *fakeDesk) Find(context.Context, string) (model.ID, error) {
	return model.ID{}, desk.ErrNotFound
}

func (d *fakeDesk) Detail(_ context.Context, id model.ID) (desk.Detail, error) {
	defer d.call("Detail")()
	_, r := d.find(id)
	if r == nil {
		return desk.Detail{}, desk.ErrNotFound
	}
	detail := desk.Detail{Record: r, Base: d.sync.status.Seq}
	if l, ok := r.(*model.Lead); ok {
		score := model.ScoreLead(l, model.ScoreContext{Now: testNow})
		detail.Score = &score
		detail.Duplicates = []desk.Duplicate{}
	}
	for _, other := range d.records {
		if msg, ok := other.(*model.Message); ok && msg.Thread == id && !msg.Deleted {
			detail.Thread = append(detail.Thread, msg)
		}
	}
	d.belonging(&detail)
	return detail, nil
}

// belonging fills in what points to the record of a detail, and the names of what
// is pointed to.
func (d *fakeDesk) belonging(detail *desk.Detail) {
	id, kind := detail.Record.Header().ID, detail.Record.Kind()
	row := func(r model.Record) model.Excerpt { return model.ExcerptOf(r, model.ScoreContext{Now: testNow}) }
	for _, r := range d.records {
		if r.Header().Deleted || r.Header().ID == id || !slices.Contains(model.Refs(r), id) {
			continue
		}
		switch r := r.(type) {
		case *model.Quote:
			detail.Quotes = append(detail.Quotes, r)
		case *model.Sample:
			detail.Samples = append(detail.Samples, r)
		case *model.Task:
			detail.Tasks = append(detail.Tasks, r)
		case *model.Offer:
			detail.Offers = append(detail.Offers, r)
		case *model.Deal:
			detail.Deals = append(detail.Deals, r)
		case *model.RFQ:
			detail.RFQs = append(detail.RFQs, row(r))
		case *model.Contact:
			detail.Contacts = append(detail.Contacts, row(r))
		}
	}
	detail.Named = map[model.ID]model.Excerpt{}
	for _, r := range slices.Concat([]model.Record{detail.Record}, detail.Quotes, detail.Samples) {
		refs := model.Refs(r)
		if o, ok := r.(*model.Offer); ok {
			for _, l := range o.Lines {
				refs = append(refs, l.Supplier)
			}
		}
		for _, to := range refs {
			if _, named := d.find(to); named != nil {
				detail.Named[to] = row(named)
				if l, ok := named.(*model.Lead); ok && kind == model.KindRFQ {
					detail.Lead = l
				}
			}
		}
	}
	if n := len(detail.Thread); n > desk.ThreadLimit {
		detail.Thread = detail.Thread[n-desk.ThreadLimit:]
		detail.Older = fmt.Sprintf("%08d", n-desk.ThreadLimit)
	}
}

func (d *fakeDesk) List(_ context.Context, q desk.Query) (desk.Page, error) {
	defer d.call("List")()
	if q.Kind == "" && q.View != desk.ViewDue {
		return desk.Page{}, fmt.Errorf("%w: a list needs a kind", desk.ErrInvalid)
	}
	rows := d.rows(q)
	from, to, total := 0, len(rows), len(rows)
	if d.uncounted && (len(q.Where) > 0 || q.View == desk.ViewDue) {
		total = -1
	}
	if q.Back {
		for q.From != "" && to > 0 && rows[to-1].Cursor >= q.From {
			to--
		}
		from = max(to-q.Limit, 0)
	} else {
		for q.From != "" && from < len(rows) && rows[from].Cursor <= q.From {
			from++
		}
		to = min(from+q.Limit, len(rows))
	}
	return desk.Page{Rows: rows[from:to], Total: total, Before: from > 0, After: to < len(rows)}, nil
}

func (d *fakeDesk) rows(q desk.Query) []desk.Row {
	var all []desk.Row
	for _, r := range d.records {
		e := model.ExcerptOf(r, model.ScoreContext{Now: testNow})
		if q.Kind != "" && e.Kind != q.Kind || e.Deleted {
			continue
		}
		if at, _ := model.Due(e); q.View == desk.ViewDue && (at.IsZero() || at < q.Since) || q.View == desk.ViewPromised && model.ReplyDue(e).IsZero() {
			continue
		}
		if q.View == desk.ViewDue && !d.asked(e) {
			continue
		}
		if l, ok := r.(*model.Lead); q.View == desk.ViewInbox && (!ok || !model.InInbox(l, testNow)) {
			continue
		}
		if msg, ok := r.(*model.Message); q.View == desk.ViewThread && (!ok || msg.Thread != q.Of) {
			continue
		}
		if !fits(r, q.Where) {
			continue
		}
		all = append(all, desk.Row{Excerpt: e})
	}
	slices.SortStableFunc(all, func(a, b desk.Row) int {
		switch x, y := dueOf(q, a), dueOf(q, b); q.View {
		case desk.ViewDue, desk.ViewPromised:
			return cmp.Or(cmp.Compare(x, y), bytes.Compare(a.ID[:], b.ID[:]))
		}
		if q.Sort != "" {
			order := cmp.Compare(d.key(a, q.Sort), d.key(b, q.Sort))
			if q.Desc {
				order = -order
			}
			return cmp.Or(order, bytes.Compare(a.ID[:], b.ID[:]))
		}
		if q.View == desk.ViewInbox {
			return cmp.Or(cmp.Compare(b.Score, a.Score), bytes.Compare(a.ID[:], b.ID[:]))
		}
		if q.Desc {
			return bytes.Compare(b.ID[:], a.ID[:])
		}
		return bytes.Compare(a.ID[:], b.ID[:])
	})
	for i := range all {
		all[i].Cursor = fmt.Sprintf("%08d", i)
	}
	return all
}

// asked reports whether a row is of no supplier, or of one whom an RFQ under way asks and
// of whom a certificate ends about now.
func (d *fakeDesk) asked(e model.Excerpt) bool {
	if e.Kind != model.KindSupplier {
		return true
	}
	if off := e.DueAt.Time().Sub(testNow).Abs(); off > model.CertificateWindow {
		return false
	}
	return slices.ContainsFunc(d.records, func(r model.Record) bool {
		rfq, ok := r.(*model.RFQ)
		return ok && model.RFQUnderWay(rfq.Stage) && slices.Contains(rfq.Invited, e.ID)
	})
}

func dueOf(q desk.Query, row desk.Row) value.Instant {
	if q.View == desk.ViewPromised {
		return model.ReplyDue(row.Excerpt)
	}
	at, _ := model.Due(row.Excerpt)
	return at
}

func (d *fakeDesk) Records(_ context.Context, q desk.Query, yield func(model.Record) error) error {
	defer d.call("Records")()
	for _, r := range d.records {
		if r.Kind() == q.Kind && !r.Header().Deleted && d.belongs(r, q) {
			if err := yield(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// belongs reports whether a record is one of those that a query of a thread, of an RFQ's
// quotes or with conditions selects.
func (d *fakeDesk) belongs(r model.Record, q desk.Query) bool {
	switch r := r.(type) {
	case *model.Message:
		if q.View == desk.ViewThread && r.Thread != q.Of {
			return false
		}
	case *model.Quote:
		if q.View == desk.ViewQuotes && r.RFQ != q.Of {
			return false
		}
	case *model.Rate: // asked for by day, which is no equality
		return true
	}
	return fits(r, q.Where)
}

func (d *fakeDesk) Counts(context.Context) (desk.Counts, error) {
	defer d.call("Counts")()
	c := desk.Counts{Kinds: map[model.Kind]int{}, Stages: map[model.Kind]map[model.Stage]int{}, Pending: d.pending}
	for _, r := range d.records {
		e := model.ExcerptOf(r, model.ScoreContext{Now: testNow})
		if e.Deleted {
			continue
		}
		c.Kinds[e.Kind]++
		if c.Stages[e.Kind] == nil {
			c.Stages[e.Kind] = map[model.Stage]int{}
		}
		c.Stages[e.Kind][e.Stage]++
		if l, ok := r.(*model.Lead); ok && model.InInbox(l, testNow) {
			c.Inbox++
		}
		if at, _ := model.Due(e); !at.IsZero() && at <= value.At(testNow) && d.asked(e) {
			c.Due++
		}
		if at := model.ReplyDue(e); !at.IsZero() {
			c.Promised++
			if at <= value.At(testNow) {
				c.Late++
			}
		}
	}
	return c, nil
}

// History knows what other desks changed.
func (d *fakeDesk) History(_ context.Context, id model.ID, limit int) ([]model.Change, error) {
	defer d.call("History")()
	return d.history[id][:min(limit, len(d.history[id]))], nil
}

// changed lets another desk's change come in, which was made an hour ago.
func (d *fakeDesk) changed(by string, i int, set model.Set) {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := idOf(i)
	_, before := d.find(id)
	change := model.Change{Record: id, Kind: before.Kind(), Set: set, At: value.At(testNow.Add(-time.Hour)), By: by}
	after, err := model.Apply(before, change)
	if err != nil {
		panic(err)
	}
	d.put(map[model.ID]model.Record{id: after})
	d.history[id] = append([]model.Change{change}, d.history[id]...)
	d.sync.status.Seq++
	d.publish(desk.News{By: by, Records: []model.ID{id}, Kinds: []model.Kind{before.Kind()}, Sync: true})
}

func (d *fakeDesk) Search(ctx context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
	if d.finds != nil && q.Text != "" {
		return d.finds(ctx, q)
	}
	defer d.call("Search")()
	var result desk.SearchResult
	result.Query = q.Text
	for _, r := range d.records {
		e := model.ExcerptOf(r, model.ScoreContext{Now: testNow})
		at := strings.Index(strings.ToLower(e.Title), strings.ToLower(q.Text))
		if at < 0 || e.Deleted || q.Kind != "" && e.Kind != q.Kind {
			continue
		}
		hit := desk.Hit{Excerpt: e}
		first := len([]rune(e.Title[:at]))
		for i := range []rune(q.Text) {
			hit.Positions = append(hit.Positions, first+i)
		}
		result.Hits = append(result.Hits, hit)
	}
	result.Total = len(result.Hits)
	return result, nil
}

func (d *fakeDesk) Complete(_ context.Context, line string, cursor int) (desk.Completion, error) {
	defer d.call("Complete")()
	if d.completes == nil {
		return desk.Completion{}, nil
	}
	return d.completes(line, cursor), nil
}

func (d *fakeDesk) Do(_ context.Context, a desk.Action) (desk.Done, error) {
	defer d.call("Do")()
	if d.fail != nil {
		return desk.Done{}, d.fail
	}
	f := fakeDone{action: a, before: map[model.ID]model.Record{}, after: map[model.ID]model.Record{}}
	for _, e := range a.Edits {
		_, stored := d.find(e.ID)
		before := stored
		if changed, ok := f.after[e.ID]; ok {
			before = changed
		}
		after, err := model.Apply(before, model.Change{Record: e.ID, Kind: e.Kind, Set: e.Set, At: value.At(testNow), By: d.Me()})
		if err != nil {
			return desk.Done{}, err
		}
		f.before[e.ID], f.after[e.ID] = stored, after
	}
	d.dropDraft(a.Draft)
	d.put(f.after)
	d.done, d.undone = append(d.done, f), nil
	return d.tell(f), nil
}

func (d *fakeDesk) put(state map[model.ID]model.Record) {
	var kept []model.Record
	there := map[model.ID]bool{}
	for _, was := range d.records {
		id := was.Header().ID
		there[id] = true
		if r, changed := state[id]; !changed {
			kept = append(kept, was)
		} else if r != nil {
			kept = append(kept, r)
		}
	}
	for id, r := range state {
		if r != nil && !there[id] {
			kept = append(kept, r)
		}
	}
	d.records = kept
}

func (d *fakeDesk) tell(f fakeDone) desk.Done {
	d.pending++
	news := desk.News{By: d.Me(), Label: f.action.Label, Action: f.action.ID}
	for id, r := range f.after {
		news.Records = append(news.Records, id)
		news.Kinds = append(news.Kinds, r.Kind())
	}
	d.publish(news)
	done := desk.Done{Action: f.action.ID, Label: f.action.Label, Changed: len(f.after)}
	for _, r := range f.after {
		done.Records = append(done.Records, r)
	}
	return done
}

func (d *fakeDesk) publish(n desk.News) {
	d.sent++
	d.news <- n
}

// add puts records in as another program would.
func (d *fakeDesk) add(records ...model.Record) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := desk.News{By: "8"}
	for _, r := range records {
		d.put(map[model.ID]model.Record{r.Header().ID: r})
		n.Records, n.Kinds = append(n.Records, r.Header().ID), append(n.Kinds, r.Kind())
	}
	d.publish(n)
}

func (d *fakeDesk) count(name string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls[name]
}

func (d *fakeDesk) published() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.sent
}

func (d *fakeDesk) Undo(context.Context) (desk.Done, error) {
	defer d.call("Undo")()
	if len(d.done) == 0 {
		return desk.Done{}, desk.ErrNothing
	}
	f := d.done[len(d.done)-1]
	d.done, d.undone = d.done[:len(d.done)-1], append(d.undone, f)
	d.put(f.before)
	done := d.tell(f)
	done.Skipped, done.InConflict, done.Left = d.left.Skipped, d.left.InConflict, len(d.left.Skipped)
	return done, nil
}

func (d *fakeDesk) Redo(context.Context) (desk.Done, error) {
	defer d.call("Redo")()
	if len(d.undone) == 0 {
		return desk.Done{}, desk.ErrNothing
	}
	f := d.undone[len(d.undone)-1]
	d.undone, d.done = d.undone[:len(d.undone)-1], append(d.done, f)
	d.put(f.after)
	return d.tell(f), nil
}

// Preview knows a file of two columns, "a" and "b", when its first line names them.
func (d *fakeDesk) Preview(_ context.Context, req desk.ImportRequest, file io.Reader) (desk.ImportPreview, error) {
	data, err := io.ReadAll(file)
	if err != nil {
		return desk.ImportPreview{}, err
	}
	preview := desk.ImportPreview{Format: "csv", Kind: model.KindLead, Sure: true}
	if !strings.HasPrefix(string(data), "a,b\n") {
		return preview, nil
	}
	mapping := req.Map
	if mapping == "" {
		mapping = "kind = \"lead\"\n[columns]\na = \"custom\"\nb = \"custom\"\n"
	}
	preview.Sure, preview.Map, preview.Signature, preview.Header = false, mapping, "s", 1
	preview.Names = []string{"-", "custom", "company", "quantity"}
	record := desk.PreviewRecord{Line: 2}
	for _, header := range []string{"a", "b"} {
		c := desk.PreviewColumn{Header: header, Name: "custom", Samples: []string{header + "1"}}
		for _, name := range preview.Names {
			if strings.Contains(mapping, "\""+header+"\" = \""+name+"\"") {
				c.Name, c.Sure = name, true
				record.Fields = append(record.Fields, desk.NamedText{Name: name, Text: header + "1"})
			}
		}
		preview.Columns = append(preview.Columns, c)
	}
	preview.Records = []desk.PreviewRecord{record, {Line: 3, Error: &desk.RowError{Line: 3, Field: "quantity", Message: "7"}}}
	return preview, nil
}

func (d *fakeDesk) Export(_ context.Context, req desk.ExportRequest, w io.Writer) error {
	_, err := io.WriteString(w, "exported as "+req.Format)
	return err
}

func (d *fakeDesk) Import(ctx context.Context, req desk.ImportRequest, file io.Reader, progress func(desk.Progress)) (desk.FileReport, error) {
	data, err := io.ReadAll(file)
	if err != nil {
		return desk.FileReport{}, err
	}
	report := desk.FileReport{File: req.Name, Format: "csv", DryRun: req.DryRun}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if ctx.Err() != nil {
			report.Cancelled = true
			return report, nil
		}
		report.Read++
		progress(desk.Progress{Done: int64(i), Bytes: int64(i), Size: int64(len(data)), PerSec: 10, Left: time.Second})
		if line == "bad" {
			report.Rejected++
			report.Errors = append(report.Errors, desk.RowError{Line: i + 1, Column: 1, Field: "company", Message: "1"})
			continue
		}
		report.Created++
		d.mu.Lock()
		d.records = append(d.records, &model.Lead{Head: model.Head{ID: idOf(500 + i)}, Company: line, Stage: model.LeadNew})
		d.mu.Unlock()
	}
	return report, nil
}

func (d *fakeDesk) PutFile(_ context.Context, name string, file io.Reader) (model.Attachment, error) {
	data, err := io.ReadAll(file)
	if err != nil {
		return model.Attachment{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	sum := fmt.Sprintf("%x", sha256.Sum256(data))
	d.contents[sum] = data
	return model.Attachment{Name: model.FileName(name), SHA256: sum, Size: int64(len(data))}, nil
}

func (d *fakeDesk) OpenFile(_ context.Context, sum string) (io.ReadCloser, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	data, ok := d.contents[sum]
	if !ok {
		return nil, desk.ErrNotFound
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (d *fakeDesk) Check(context.Context, func(desk.Progress)) (desk.CheckReport, error) {
	return desk.CheckReport{OK: true}, nil
}

func (d *fakeDesk) Watch(ctx context.Context) (<-chan desk.News, error) {
	out := make(chan desk.News)
	go func() {
		defer close(out)
		for {
			select {
			case <-ctx.Done():
				return
			case n := <-d.news:
				select {
				case out <- n:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out, nil
}

func (d *fakeDesk) Me() string { return "7" }

func (d *fakeDesk) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	return nil
}

func (d *fakeDesk) lead(i int) *model.Lead {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, r := d.find(idOf(i))
	l, _ := r.(*model.Lead)
	return l
}

func idOf(i int) model.ID {
	return model.ID{0: 1, 6: 0x70, 8: 0x80, 14: byte(i >> 8), 15: byte(i)}
}

// someLeads makes leads whose score falls with their number.
func someLeads(n int) []model.Record {
	out := make([]model.Record, n)
	for i := range out {
		out[i] = &model.Lead{
			Head: model.Head{ID: idOf(i)}, Company: fmt.Sprintf("Ж%03d", i), Product: "Щ", Contact: "Ы",
			Quantity: "500", Unit: "KGM", Country: "CA", Source: "Ю", Message: "Ъ Ъ", Stage: model.LeadNew,
			ReceivedAt: value.At(testNow.Add(-time.Duration(i+1) * time.Hour)),
		}
	}
	return out
}

func (d *fakeDesk) PutDraft(_ context.Context, draft desk.Draft) error {
	defer d.call("PutDraft")()
	if d.noDrafts != nil {
		return d.noDrafts
	}
	d.dropDraft(draft.ID)
	d.drafts = append([]desk.Draft{draft}, d.drafts...)
	return nil
}

func (d *fakeDesk) Drafts(context.Context) ([]desk.Draft, error) {
	defer d.call("Drafts")()
	return slices.Clone(d.drafts), nil
}

func (d *fakeDesk) DropDraft(_ context.Context, id model.ID) error {
	defer d.call("DropDraft")()
	d.dropDraft(id)
	return nil
}

func (d *fakeDesk) dropDraft(id model.ID) {
	d.drafts = slices.DeleteFunc(slices.Clone(d.drafts), func(draft desk.Draft) bool { return draft.ID == id })
}

func (d *fakeDesk) ReadCards(_ context.Context, text string) ([]model.Record, error) {
	if name, ok := strings.CutPrefix(text, "MECARD:N:"); ok {
		return []model.Record{&model.Contact{Name: strings.TrimRight(name, ";"), Company: "Coop Tifawin", Phone: "+212661234567"}}, nil
	}
	return nil, desk.ErrNoCard
}
