package desk

import (
	"context"
	"errors"
	"net/http"

	"tradedesk/model"
	"tradedesk/model/refusal"
)

// protocol is the version of what owner and visitor say to each other; the two
// must have the same.
const protocol = 4

const (
	headerAuthor  = "Tradedesk-Author"  // who makes a change, query-escaped
	headerRequest = "Tradedesk-Request" // of an import, whose body is the file: JSON, query-escaped
	headerFailure = "Tradedesk-Failure" // trailer of a copy or an export that broke off: JSON, query-escaped
	headerSize    = "Tradedesk-Size"    // of a copy, in bytes

	// maxRequest bounds the JSON of one request: an action on 100,000 records fits.
	maxRequest = 64 << 20
)

// hello is how an owner introduces itself.
type hello struct {
	Protocol int `json:"protocol"`
	PID      int `json:"pid"`
}

// record carries any record in JSON, with its kind in it.
type record struct{ model.Record }

func (r record) MarshalJSON() ([]byte, error) {
	if r.Record == nil {
		return []byte("null"), nil
	}
	return model.EncodeJSON(r.Record), nil
}

func (r *record) UnmarshalJSON(data []byte) (err error) {
	if string(data) == "null" {
		r.Record = nil
		return nil
	}
	r.Record, err = model.DecodeJSON(data)
	return err
}

func wrapRecords(records []model.Record) []record {
	if records == nil {
		return nil
	}
	out := make([]record, len(records))
	for i, r := range records {
		out[i] = record{r}
	}
	return out
}

func unwrapRecords(records []record) []model.Record {
	if records == nil {
		return nil
	}
	out := make([]model.Record, len(records))
	for i, r := range records {
		out[i] = r.Record
	}
	return out
}

// wireDetail is Detail with records that JSON can carry.
type wireDetail struct {
	Record     record                     `json:"record"`
	Score      *model.Score               `json:"score"`
	Thread     []record                   `json:"thread"`
	Older      string                     `json:"older"`
	Quotes     []record                   `json:"quotes"`
	Samples    []record                   `json:"samples"`
	Offers     []record                   `json:"offers"`
	Deals      []record                   `json:"deals"`
	Lead       record                     `json:"lead"`
	RFQs       []model.Excerpt            `json:"rfqs"`
	Contacts   []model.Excerpt            `json:"contacts"`
	Tasks      []record                   `json:"tasks"`
	Duplicates []Duplicate                `json:"duplicates"`
	Named      map[model.ID]model.Excerpt `json:"named"`
	Cut        []model.Kind               `json:"cut"`
	Base       uint64                     `json:"base"`
}

func wrapDetail(d Detail) wireDetail {
	return wireDetail{
		Record: record{d.Record}, Score: d.Score, Thread: wrapRecords(d.Thread), Older: d.Older,
		Quotes: wrapRecords(d.Quotes), Samples: wrapRecords(d.Samples), Offers: wrapRecords(d.Offers), Deals: wrapRecords(d.Deals), Lead: record{d.Lead}, RFQs: d.RFQs,
		Contacts: d.Contacts, Tasks: wrapRecords(d.Tasks), Duplicates: d.Duplicates, Named: d.Named, Cut: d.Cut, Base: d.Base,
	}
}

func (d wireDetail) unwrap() Detail {
	return Detail{
		Record: d.Record.Record, Score: d.Score, Thread: unwrapRecords(d.Thread), Older: d.Older,
		Quotes: unwrapRecords(d.Quotes), Samples: unwrapRecords(d.Samples), Offers: unwrapRecords(d.Offers), Deals: unwrapRecords(d.Deals), Lead: d.Lead.Record, RFQs: d.RFQs,
		Contacts: d.Contacts, Tasks: unwrapRecords(d.Tasks), Duplicates: d.Duplicates, Named: d.Named, Cut: d.Cut, Base: d.Base,
	}
}

// wireDone is Done with its records.
type wireDone struct {
	Done
	Records []record `json:"records"`
}

func wrapDone(d Done) wireDone { return wireDone{Done: d, Records: wrapRecords(d.Records)} }

func (d wireDone) unwrap() Done {
	d.Done.Records = unwrapRecords(d.Records)
	return d.Done
}

// wirePlan is MergePlan with its records.
type wirePlan struct {
	Into  record   `json:"into"`
	From  []record `json:"from"`
	After record   `json:"after"`
	Moves []Moves  `json:"moves"`
	Base  uint64   `json:"base"`
}

func wrapPlan(p MergePlan) wirePlan {
	return wirePlan{Into: record{p.Into}, From: wrapRecords(p.From), After: record{p.After}, Moves: p.Moves, Base: p.Base}
}

func (p wirePlan) unwrap() MergePlan {
	return MergePlan{Into: p.Into.Record, From: unwrapRecords(p.From), After: p.After.Record, Moves: p.Moves, Base: p.Base}
}

// The questions that are more than one value.
type (
	idQuestion       struct{ ID model.ID }
	textQuestion     struct{ Text string }
	completeQuestion struct {
		Line   string
		Cursor int
	}
	historyQuestion struct {
		ID    model.ID
		Limit int
	}
	stepQuestion struct {
		Action model.ID // made by who asks, so that asking twice is once
		Redo   bool
	}
	settingQuestion struct{ Name, Text string }
	importQuestion  struct {
		Request ImportRequest
		Call    model.ID // for cancelling
	}
	nothing struct{}
)

// line is one line of a stream. A stream ends with End or Error; one that ends
// without was cut off.
type line struct {
	Record   *record       `json:"record,omitempty"`
	Passed   string        `json:"passed,omitempty"` // a cursor behind all records before it
	Progress *Progress     `json:"progress,omitempty"`
	File     *FileReport   `json:"file,omitempty"`
	Bulk     *BulkReport   `json:"bulk,omitempty"`
	Check    *CheckReport  `json:"check,omitempty"`
	Compact  *Compacted    `json:"compact,omitempty"`
	Repair   *RepairReport `json:"repair,omitempty"`
	Moved    *SyncProgress `json:"moved,omitempty"`
	Synced   *SyncReport   `json:"synced,omitempty"`
	News     *News         `json:"news,omitempty"`
	Error    *failure      `json:"error,omitempty"`
	End      bool          `json:"end,omitempty"`
}

// failure is an error on its way from the owner to a visitor.
type failure struct {
	Message string            `json:"message"`
	Codes   []string          `json:"codes,omitempty"`
	Stage   *model.StageError `json:"stage,omitempty"`
	Told    *refusal.Told     `json:"told,omitempty"`
}

// code is the stable name of an error that callers decide on.
type code struct {
	name   string
	err    error
	status int
}

func codes() []code {
	return []code{
		{"not_found", ErrNotFound, http.StatusNotFound},
		{"ambiguous", ErrAmbiguous, http.StatusConflict},
		{"nothing", ErrNothing, http.StatusConflict},
		{"conflict", ErrConflict, http.StatusConflict},
		{"invalid", ErrInvalid, http.StatusUnprocessableEntity},
		{"busy", ErrBusy, http.StatusServiceUnavailable},
		{"full", ErrFull, http.StatusInsufficientStorage},
		{"read_only", ErrReadOnly, http.StatusForbidden},
		{"newer", ErrNewer, http.StatusUnprocessableEntity},
		{"no_card", ErrNoCard, http.StatusUnprocessableEntity},
		{"closed", ErrClosed, http.StatusServiceUnavailable},
		{"damaged", ErrDamaged, http.StatusInternalServerError},
		{"offline", ErrOffline, http.StatusBadGateway},
		{"left_alone", ErrLeftAlone, http.StatusBadGateway},
		{"not_server", ErrNotServer, http.StatusBadGateway},
		{"no_link", ErrNoLink, http.StatusConflict},
		{"other_workspace", ErrOtherWorkspace, http.StatusConflict},
		{"unauthorized", ErrUnauthorized, http.StatusBadGateway},
		{"certificate", ErrCertificate, http.StatusBadGateway},
		{"address", ErrAddress, http.StatusUnprocessableEntity},
		{"plain", ErrPlain, http.StatusUnprocessableEntity},
		{"cancelled", context.Canceled, http.StatusRequestTimeout},
		{"deadline", context.DeadlineExceeded, http.StatusRequestTimeout},
	}
}

// failureOf gives what is sent of an error, and the HTTP status for it.
func failureOf(err error) (failure, int) {
	f := failure{Message: err.Error()}
	status := http.StatusInternalServerError
	for _, c := range codes() {
		if errors.Is(err, c.err) {
			f.Codes = append(f.Codes, c.name)
			status = c.status
		}
	}
	_ = errors.As(err, &f.Stage)
	if told := refusal.Tell(err); told.Code != "" {
		f.Told = &told
	}
	return f, status
}

// remoteError is an owner's error at a visitor: the same text, and errors.Is and
// errors.As find in it what they found there.
type remoteError struct {
	message string
	causes  []error
}

func (e *remoteError) Error() string   { return e.message }
func (e *remoteError) Unwrap() []error { return e.causes }

// err gives the error that f tells of.
func (f failure) err() error {
	e := &remoteError{message: f.Message}
	for _, c := range codes() {
		for _, name := range f.Codes {
			if name == c.name {
				e.causes = append(e.causes, c.err)
			}
		}
	}
	if f.Stage != nil {
		e.causes = append(e.causes, f.Stage)
	}
	if f.Told != nil {
		e.causes = append(e.causes, f.Told.Again())
	}
	if errors.Is(e, ErrClosed) {
		return errors.Join(errLost, e)
	}
	return e
}
