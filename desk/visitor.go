package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/model/refusal"
)

const (
	dialPatience = time.Second
	// maxAnswer bounds what an answer takes of memory: a page of records fits
	// many times.
	maxAnswer = 256 << 20
)

// errOtherVersion says that owner and visitor do not speak the same protocol.
var errOtherVersion = refusal.New("desk.other_version", "the owner of the desk is another version of the program")

// visitor asks the owner through the socket.
type visitor struct {
	http    *http.Client
	base    context.Context // ends with Close
	stop    context.CancelFunc
	streams sync.WaitGroup
}

// visit dials the owner of p and makes sure that it answers.
func visit(ctx context.Context, p place) (*visitor, error) {
	path, err := p.visitSocket()
	if err != nil {
		return nil, fmt.Errorf("visiting the owner: %w: %w", errLost, err)
	}
	dialer := net.Dialer{Timeout: dialPatience}
	v := &visitor{http: &http.Client{Transport: &http.Transport{
		DialContext:        func(ctx context.Context, _, _ string) (net.Conn, error) { return dialer.DialContext(ctx, "unix", path) },
		DisableCompression: true,
	}}}
	v.base, v.stop = context.WithCancel(context.Background())
	var h hello
	if err := v.ask(ctx, "hello", nothing{}, &h); err != nil {
		return nil, errors.Join(err, v.Close())
	}
	if h.Protocol != protocol {
		err := fmt.Errorf("%w (process %d)", errOtherVersion, h.PID)
		return nil, errors.Join(err, v.Close())
	}
	return v, nil
}

// Close ends what is still on its way and lets go of the socket.
func (v *visitor) Close() error {
	v.stop()
	v.streams.Wait()
	v.http.CloseIdleConnections()
	return nil
}

// send asks one question and gives the response of an owner that agreed; the
// caller closes its body, and release after that.
func (v *visitor) send(ctx context.Context, name, by string, header http.Header, body io.Reader) (*http.Response, func(), error) {
	ctx, cancel := context.WithCancel(ctx)
	unlink := context.AfterFunc(v.base, cancel)
	release := func() { unlink(); cancel() }
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://desk/"+name, body)
	if err != nil {
		release()
		return nil, nil, fmt.Errorf("asking the owner (%s): %w", name, err)
	}
	for key, values := range header {
		req.Header[key] = values
	}
	req.Header.Set(headerAuthor, url.QueryEscape(by))
	resp, err := v.http.Do(req)
	if err != nil {
		defer release() // after it is known whether the caller's context ended
		return nil, nil, v.broke(ctx, name, err)
	}
	if resp.StatusCode == http.StatusOK {
		return resp, release, nil
	}
	defer release()
	defer func() { _ = resp.Body.Close() }() // read to its end, or of no use
	return nil, nil, v.refused(ctx, name, resp.Body)
}

// broke says why there is no answer: the caller's context, or a lost owner.
func (v *visitor) broke(ctx context.Context, name string, err error) error {
	if v.base.Err() != nil {
		return fmt.Errorf("asking the owner (%s): %w: %w", name, errLost, ErrClosed)
	}
	if ctx.Err() != nil {
		return fmt.Errorf("asking the owner (%s): %w", name, ctx.Err())
	}
	return fmt.Errorf("asking the owner (%s): %w: %w", name, errLost, err)
}

func (v *visitor) refused(ctx context.Context, name string, body io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(body, maxAnswer))
	if err != nil {
		return v.broke(ctx, name, err)
	}
	var f failure
	if err := json.Unmarshal(data, &f); err != nil {
		return fmt.Errorf("asking the owner (%s): the answer is not one of ours: %w", name, err)
	}
	return f.err()
}

// ask asks one question that has one answer.
func (v *visitor) ask(ctx context.Context, name string, q, answer any) error {
	return v.askAs(ctx, name, "", q, answer)
}

func (v *visitor) askAs(ctx context.Context, name, by string, q, answer any) error {
	resp, release, err := v.question(ctx, name, by, q)
	if err != nil {
		return err
	}
	defer release()
	defer func() { _ = resp.Body.Close() }() // read to its end, or of no use
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return v.broke(ctx, name, err)
	}
	if err := json.Unmarshal(data, answer); err != nil {
		return fmt.Errorf("reading the owner's answer (%s): %w", name, err)
	}
	return nil
}

func (v *visitor) question(ctx context.Context, name, by string, q any) (*http.Response, func(), error) {
	data, err := json.Marshal(q)
	if err != nil {
		return nil, nil, fmt.Errorf("asking the owner (%s): %w: %w", name, ErrInvalid, err)
	}
	return v.send(ctx, name, by, nil, bytes.NewReader(data))
}

func (v *visitor) Get(ctx context.Context, id model.ID) (model.Record, error) {
	var r record
	err := v.ask(ctx, "get", idQuestion{id}, &r)
	return r.Record, err
}

func (v *visitor) Find(ctx context.Context, text string) (id model.ID, err error) {
	err = v.ask(ctx, "find", textQuestion{text}, &id)
	return id, err
}

func (v *visitor) Detail(ctx context.Context, id model.ID) (Detail, error) {
	var d wireDetail
	err := v.ask(ctx, "detail", idQuestion{id}, &d)
	return d.unwrap(), err
}

func (v *visitor) List(ctx context.Context, q Query) (page Page, err error) {
	err = v.ask(ctx, "list", q, &page)
	return page, err
}

func (v *visitor) Count(ctx context.Context, q Query) (n int, err error) {
	err = v.ask(ctx, "count", q, &n)
	return n, err
}

func (v *visitor) Setting(ctx context.Context, name string) (text string, err error) {
	err = v.ask(ctx, "setting", textQuestion{name}, &text)
	return text, err
}

func (v *visitor) SetSetting(ctx context.Context, name, text string) error {
	return v.ask(ctx, "set-setting", settingQuestion{name, text}, &nothing{})
}

func (v *visitor) Counts(ctx context.Context) (counts Counts, err error) {
	err = v.ask(ctx, "counts", nothing{}, &counts)
	return counts, err
}

func (v *visitor) History(ctx context.Context, id model.ID, limit int) (changes []model.Change, err error) {
	err = v.ask(ctx, "history", historyQuestion{id, limit}, &changes)
	return changes, err
}

func (v *visitor) Search(ctx context.Context, q SearchQuery) (result SearchResult, err error) {
	err = v.ask(ctx, "search", q, &result)
	return result, err
}

func (v *visitor) Complete(ctx context.Context, line string, cursor int) (c Completion, err error) {
	err = v.ask(ctx, "complete", completeQuestion{line, cursor}, &c)
	return c, err
}

func (v *visitor) Duplicates(ctx context.Context, r model.Record) (duplicates []Duplicate, err error) {
	err = v.ask(ctx, "duplicates", record{r}, &duplicates)
	return duplicates, err
}

func (v *visitor) Status(ctx context.Context) (status Status, err error) {
	err = v.ask(ctx, "status", nothing{}, &status)
	return status, err
}

func (v *visitor) do(ctx context.Context, by string, a Action) (Done, error) {
	var d wireDone
	err := v.askAs(ctx, "do", by, a, &d)
	return d.unwrap(), err
}

func (v *visitor) step(ctx context.Context, by string, action model.ID, redo bool) (Done, error) {
	var d wireDone
	err := v.askAs(ctx, "step", by, stepQuestion{action, redo}, &d)
	return d.unwrap(), err
}
