package server_test

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"
)

// envRecording names a file to which every exchange of the tests is added, so that it
// can be held against docs/openapi.yaml: see apicheck.
const envRecording = "TRADEDESK_RECORDING"

// exchange is a call and its reply, unpacked.
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

func record(t *testing.T, r *http.Request, body []byte, answer reply) {
	t.Helper()
	path := os.Getenv(envRecording)
	if path == "" {
		return
	}
	line, err := json.Marshal(exchange{t.Name(), r.Method, r.URL.String(), r.Header, body, answer.StatusCode, answer.Header, answer.data})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
