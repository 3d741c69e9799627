package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func zipped(t *testing.T, name, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	member, err := w.Create(name)
	if err == nil {
		_, err = member.Write([]byte(content))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFetchRates(t *testing.T) {
	const csv = "Date, USD, \n13 April 2026, 1.1684, \n"
	answers := map[string][]byte{
		"/plain": []byte(csv), "/zip": zipped(t, "eurofxref.csv", csv), "/empty": zipped(t, "readme.txt", csv), "/broken": []byte("PK\x03\x04broken"),
		"/large": bytes.Repeat([]byte("x"), maxRatesFile+1), "/bomb": zipped(t, "a.csv", strings.Repeat("0", maxRatesFile+1)),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, ok := answers[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if _, err := w.Write(answer); err != nil && r.URL.Path != "/large" { // the caller reads no further
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	for _, path := range []string{"/plain", "/zip"} {
		if got, err := FetchRates(context.Background(), server.URL+path); err != nil || string(got) != csv {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	for _, path := range []string{"/empty", "/broken", "/large", "/bomb", "/none"} {
		if got, err := FetchRates(context.Background(), server.URL+path); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %d bytes, %v, want a refusal in a line", path, len(got), err)
		}
	}
	address := server.URL
	server.Close()
	if _, err := FetchRates(context.Background(), address); !errors.Is(err, ErrOffline) {
		t.Errorf("nobody answers: %v", err)
	}
	if _, err := FetchRates(context.Background(), "file:///etc/passwd"); !errors.Is(err, ErrInvalid) {
		t.Errorf("a file: %v", err)
	}
}
