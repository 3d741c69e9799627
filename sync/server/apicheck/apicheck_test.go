package apicheck

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/schema_validation"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
)

const (
	document = "../../../docs/openapi.yaml"
	root     = "../../.."
)

// exchange is a call and its reply, as the server's tests write them down.
type exchange struct {
	Test     string      `json:"test"`
	Method   string      `json:"method"`
	URL      string      `json:"url"`
	Header   http.Header `json:"header"`
	Body     []byte      `json:"body"`
	Status   int         `json:"status"`
	Answered http.Header `json:"answered"`
	Reply    []byte      `json:"reply"`
}

func load(t *testing.T) (validator.Validator, *v3.Document) {
	t.Helper()
	raw, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := libopenapi.NewDocument(raw)
	if err != nil {
		t.Fatal(err)
	}
	v, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	model, err := doc.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	return v, &model.Model
}

func TestDocument(t *testing.T) {
	v, _ := load(t)
	if ok, errs := v.ValidateDocument(); !ok {
		for _, e := range errs {
			t.Error(e.Message, e.Reason)
		}
	}
}

// recorded runs the server's tests and gives all that they sent and got.
func recorded(t *testing.T) []exchange {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recording")
	tests := exec.Command("go", "test", "-vet=off", "-count=1", "./sync/server")
	tests.Dir = root
	tests.Env = append(os.Environ(), "TRADEDESK_RECORDING="+path)
	if out, err := tests.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // only read
	var out []exchange
	for dec := json.NewDecoder(bufio.NewReader(f)); ; {
		var x exchange
		if err := dec.Decode(&x); err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
}

func (x exchange) request() *http.Request {
	r := httptest.NewRequest(x.Method, x.URL, bytes.NewReader(x.Body))
	r.Header = x.Header.Clone()
	r.Header.Del("Content-Encoding")
	return r
}

func (x exchange) reply(r *http.Request) *http.Response {
	header := x.Answered.Clone()
	header.Del("Content-Encoding")
	return &http.Response{StatusCode: x.Status, Header: header, Body: io.NopCloser(bytes.NewReader(x.Reply)), Request: r}
}

func (x exchange) ofLines() bool {
	return strings.HasPrefix(x.Answered.Get("Content-Type"), "application/x-ndjson")
}

// TestExchanges holds every reply to the document, and every request that the server
// took. It wants each call of the document, and each status of its own, to be among them.
func TestExchanges(t *testing.T) {
	v, model := load(t)
	seen := map[string]bool{}
	all := recorded(t)
	for _, x := range all {
		if route := routeOf(model, x); route == "" {
			if x.Status != http.StatusNotFound && x.Status/100 != 3 {
				t.Errorf("%s: %s %s is not in the document and answers %d", x.Test, x.Method, x.URL, x.Status)
			}
			continue
		} else {
			seen[fmt.Sprintf("%s %s %d", x.Method, route, x.Status)] = true
		}
		if x.Status < 300 {
			if ok, errs := v.ValidateHttpRequestSync(x.request()); !ok {
				for _, e := range errs {
					t.Errorf("%s: request %s %s: %s %s %v", x.Test, x.Method, x.URL, e.Message, e.Reason, e.SchemaValidationErrors)
				}
			}
		}
		// Lines of JSON are looked at one by one, below; a redirect is net/http's own, to
		// the path without dots.
		if r := x.request(); x.Method != http.MethodHead && !x.ofLines() && x.Status/100 != 3 {
			if ok, errs := v.ValidateHttpResponse(r, x.reply(r)); !ok {
				for _, e := range errs {
					t.Errorf("%s: reply to %s %s: %d %s %s %v: %.300s", x.Test, x.Method, x.URL, x.Status, e.Message, e.Reason, e.SchemaValidationErrors, x.Reply)
				}
			}
		}
		lines(t, model, x)
	}
	for path, item := range model.Paths.PathItems.FromOldest() {
		for method, op := range item.GetOperations().FromOldest() {
			for status := range op.Responses.Codes.FromOldest() {
				if key := fmt.Sprintf("%s %s %s", strings.ToUpper(method), path, status); !seen[key] && wanted(status, key) {
					t.Errorf("no test of the server has %s", key)
				}
			}
		}
	}
	t.Logf("%d exchanges", len(all))
}

// wanted reports whether a status is one that the server's tests have to bring about.
// Streams are tested over real connections, which are not written down.
func wanted(status, key string) bool {
	return strings.HasPrefix(status, "2") && !strings.Contains(key, "/events")
}

// routeOf gives the path of the document that a call goes to, "" when none fits.
func routeOf(model *v3.Document, x exchange) string {
	path, _, _ := strings.Cut(x.URL, "?")
	have := strings.Split(path, "/")
	for route, item := range model.Paths.PathItems.FromOldest() {
		if _, ok := item.GetOperations().Get(strings.ToLower(x.Method)); !ok {
			continue
		}
		want := strings.Split(route, "/")
		fits := len(want) == len(have)
		for i := range want {
			fits = fits && (strings.HasPrefix(want[i], "{") || want[i] == have[i])
		}
		if fits {
			return route
		}
	}
	return ""
}

// lines holds the lines of a snapshot to their schemas.
func lines(t *testing.T, model *v3.Document, x exchange) {
	t.Helper()
	if !x.ofLines() {
		return
	}
	schemas := schema_validation.NewSchemaValidator()
	all := strings.Split(strings.TrimSuffix(string(x.Reply), "\n"), "\n")
	for i, line := range all {
		name := "State"
		switch i {
		case 0:
			name = "SnapshotHead"
		case len(all) - 1:
			name = "SnapshotTail"
		}
		proxy, ok := model.Components.Schemas.Get(name)
		if !ok {
			t.Fatalf("the document has no schema %s", name)
		}
		if ok, errs := schemas.ValidateSchemaString(proxy.Schema(), line); !ok {
			for _, e := range errs {
				t.Errorf("%s: %s: %s %v: %.300s", x.Test, name, e.Reason, e.SchemaValidationErrors, line)
			}
		}
	}
}

// TestItCanFail spoils a good reply in ways that the document does not allow.
func TestItCanFail(t *testing.T) {
	v, _ := load(t)
	good := exchange{
		Method: "GET", URL: "/v1/sync", Header: http.Header{}, Status: 200, Answered: http.Header{"Content-Type": {"application/json"}},
		Reply: []byte(`{"name":"tradedesk","version":"1","protocols":[1],"schema":{"min":1,"max":2},"limits":{"ops":1,"bytes":1,"op_bytes":1,"registers":1,"page":1,"blob_bytes":1,"log_seconds":1,"heartbeat_seconds":1},"encodings":["zstd"]}`),
	}
	valid := func(x exchange) bool {
		r := x.request()
		ok, _ := v.ValidateHttpResponse(r, x.reply(r))
		return ok
	}
	if !valid(good) {
		t.Fatal("what is good is not")
	}
	for name, spoil := range map[string]func(*exchange){
		"another name":          func(x *exchange) { x.Reply = bytes.Replace(x.Reply, []byte("tradedesk"), []byte("x"), 1) },
		"a missing limit":       func(x *exchange) { x.Reply = bytes.Replace(x.Reply, []byte(`"ops":1,`), nil, 1) },
		"an unknown member":     func(x *exchange) { x.Reply = bytes.Replace(x.Reply, []byte(`{"name"`), []byte(`{"x":1,"name"`), 1) },
		"a text for a number":   func(x *exchange) { x.Reply = bytes.Replace(x.Reply, []byte(`"page":1`), []byte(`"page":"1"`), 1) },
		"a status of no answer": func(x *exchange) { x.Status = 299 },
	} {
		x := good
		x.Reply = bytes.Clone(good.Reply)
		spoil(&x)
		if valid(x) {
			t.Errorf("%s is taken", name)
		}
	}
}
