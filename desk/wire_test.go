package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
)

func TestErrorsTravel(t *testing.T) {
	stage := &model.StageError{Kind: model.KindLead, From: model.LeadWon, To: model.LeadNew}
	for _, c := range codes() {
		sent := fmt.Errorf("qualifying Nord Foods: %w: %w", c.err, stage)
		f, status := failureOf(sent)
		data, err := json.Marshal(f)
		if err != nil || status < 400 {
			t.Fatalf("%s: status %d and %v", c.name, status, err)
		}
		var came failure
		if err := json.Unmarshal(data, &came); err != nil {
			t.Fatal(err)
		}
		got := came.err()
		for _, other := range codes() {
			if errors.Is(got, other.err) != errors.Is(sent, other.err) {
				t.Errorf("%s is %s: %t at the visitor", c.name, other.name, errors.Is(got, other.err))
			}
		}
		var at *model.StageError
		if !errors.As(got, &at) || at.Error() != stage.Error() {
			t.Errorf("%s: the stage error is %+v, want %+v", c.name, at, stage)
		}
		if !errors.Is(got, errLost) && got.Error() != sent.Error() {
			t.Errorf("%s reads %q, want %q", c.name, got, sent)
		}
		if errors.Is(got, errLost) != (c.err == ErrClosed) {
			t.Errorf("%s: lost %t; only a closed owner is a lost one", c.name, errors.Is(got, errLost))
		}
	}
}

func TestRecordsTravel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.OneOf(modeltest.AnyRecord(), modeltest.UnknownRecord()).Draw(t, "record")
		data, err := json.Marshal(wrapDone(Done{Label: "x", Records: []model.Record{r}}))
		if err != nil {
			t.Fatal(err)
		}
		var came wireDone
		if err := json.Unmarshal(data, &came); err != nil {
			t.Fatal(err)
		}
		got := came.unwrap()
		if got.Label != "x" || string(model.EncodeJSON(got.Records[0])) != string(model.EncodeJSON(r)) {
			t.Fatalf("got %s, want %s", model.EncodeJSON(got.Records[0]), model.EncodeJSON(r))
		}
	})
}

// post sends raw bytes to a server, past the visitor's care.
func postRaw(t testing.TB, h http.Handler, path string, body io.Reader) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, body))
	return w
}

func handlerAt(t testing.TB, dir string) http.Handler {
	t.Helper()
	at, err := openAt(t, dir, "salma").(*sitter).seat()
	if err != nil {
		t.Fatal(err)
	}
	return at.(*owner).door.routes()
}

func TestBadRequestsAreRefused(t *testing.T) {
	h := handlerAt(t, t.TempDir())
	tests := []struct {
		name, path string
		body       io.Reader
		status     int
	}{
		{"no JSON", "/get", strings.NewReader("{"), http.StatusUnprocessableEntity},
		{"a bad id", "/get", strings.NewReader(`{"ID":"xyz"}`), http.StatusUnprocessableEntity},
		{"no record", "/duplicates", strings.NewReader(`null`), http.StatusUnprocessableEntity},
		{"too long", "/do", io.MultiReader(strings.NewReader(`{"label":"`), io.LimitReader(zeros{}, maxRequest)), http.StatusUnprocessableEntity},
		{"an import without a request", "/import", strings.NewReader("company\nx\n"), http.StatusUnprocessableEntity},
		{"no such method", "/drop", strings.NewReader(`{}`), http.StatusNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if w := postRaw(t, h, tt.path, tt.body); w.Code != tt.status {
				t.Errorf("status %d, want %d: %.200s", w.Code, tt.status, w.Body)
			}
		})
	}
	get := httptest.NewRecorder()
	h.ServeHTTP(get, httptest.NewRequest(http.MethodGet, "/counts", nil))
	if get.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET has status %d, want %d", get.Code, http.StatusMethodNotAllowed)
	}
}

// panicking is a seat where one call goes wrong.
type panicking struct{ seat }

func (panicking) Counts(context.Context) (Counts, error) { panic("out of order") }

func TestAPanicIsAnErrorOfItsCall(t *testing.T) {
	s := &server{seat: panicking{}}
	w := postRaw(t, s.routes(), "/counts", strings.NewReader("{}"))
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "out of order") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

// FuzzRequests: whatever a client sends, the owner answers and keeps its file.
func FuzzRequests(f *testing.F) {
	f.Add("get", `{"ID":"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11"}`)
	f.Add("do", `{"id":"","label":"x","edits":[{"kind":"lead","create":true,"set":{"company":"a"}}]}`)
	f.Add("do", `{"edits":[{"kind":"lead","set":{"deleted":7}}]}`)
	f.Add("list", `{"kind":"lead","view":"inbox","from":"x","where":[{"field":"hs","op":"<","text":"1"}]}`)
	f.Add("records", `{"kind":"","sort":"-"}`)
	f.Add("search", `{"text":"arg\u0000an","limit":-1}`)
	f.Add("duplicates", `{"kind":"lead","email":"a@b"}`)
	f.Add("step", `{"Action":"","Redo":true}`)
	f.Add("export", `{"format":"csv","query":{"kind":"nothing"}}`)
	f.Add("history", `{"ID":"","Limit":-5}`)
	f.Add("detail", `[]`)
	d, err := Open(context.Background(), Options{Dir: f.TempDir(), Me: "salma"})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = d.Close() }) // what it left is checked below
	at, err := d.(*sitter).seat()
	if err != nil {
		f.Fatal(err)
	}
	h := at.(*owner).door.routes()
	f.Fuzz(func(t *testing.T, name, body string) {
		if name == "watch" || strings.ContainsAny(name, " /%?#.") {
			return
		}
		for _, r := range name {
			if r < '!' || r > '~' {
				return
			}
		}
		postRaw(t, h, "/"+name, strings.NewReader(body))
		report, err := d.Check(context.Background(), nil)
		if err != nil || !report.OK {
			t.Fatalf("%s %s leaves %+v and %v", name, body, report, err)
		}
	})
}
