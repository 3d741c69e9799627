package serve

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradedesk/sync/protocol"
)

func get(t *testing.T, client *http.Client, url, token string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return answer, string(data)
}

// register makes a desk with an invitation.
func register(t *testing.T, url, code string) (is protocol.Registered) {
	t.Helper()
	return registerWith(t, url, code, "")
}

// registerWith makes a desk again that was asked for with the same nonce.
func registerWith(t *testing.T, url, code, nonce string) (is protocol.Registered) {
	t.Helper()
	answer, err := http.Post(url+"/v1/devices", protocol.TypeJSON, strings.NewReader(`{"name":"laptop","start":0,"invitation":"`+code+`","nonce":"`+nonce+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	err = json.NewDecoder(answer.Body).Decode(&is)
	if err := errors.Join(err, answer.Body.Close()); err != nil || is.Token == "" {
		t.Fatal(answer.Status, err)
	}
	return is
}

func TestServeAnswers(t *testing.T) {
	is, stop := atWork(t, Options{Store: newStore(t), Workspace: "atlas", Owner: "salma", Metrics: "127.0.0.1:0"})
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		if answer, said := get(t, http.DefaultClient, is.URL+path, ""); answer.StatusCode != 200 || said != want {
			t.Errorf("%s: %s %q", path, answer.Status, said)
		}
	}
	desk := register(t, is.URL, is.Codes[0])
	space := is.URL + "/v1/w/" + desk.Workspace
	if answer, said := get(t, http.DefaultClient, space+"/changes", desk.Token); answer.StatusCode != 200 {
		t.Errorf("%s %s", answer.Status, said)
	}
	_, metrics := get(t, http.DefaultClient, is.Metrics, "")
	for _, line := range []string{`tradedesk_requests_total{call="GET /v1/w/{ws}/changes",status="200"} 1`, "tradedesk_store_bytes ", "tradedesk_workspaces 1", "go_goroutines "} {
		if !strings.Contains(metrics, line) {
			t.Errorf("there is no %s in\n%s", line, metrics)
		}
	}
	if answer, _ := get(t, http.DefaultClient, is.URL+"/metrics", ""); answer.StatusCode != http.StatusNotFound {
		t.Errorf("metrics where desks call: %s", answer.Status)
	}
	// A stream of news that is open does not hold the end up.
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, space+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+desk.Token)
	news, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := io.ReadAll(news.Body); err != nil {
		t.Errorf("the stream of news broke: %v", err)
	}
	if err := news.Body.Close(); err != nil {
		t.Error(err)
	}
}

func TestServeListensOnlyWhereItMay(t *testing.T) {
	store := newStore(t)
	for name, o := range map[string]Options{
		"all addresses":            {Listen: "0.0.0.0:0"},
		"no host":                  {Listen: ":0"},
		"all of IPv6":              {Listen: "[::]:0"},
		"no port":                  {Listen: "127.0.0.1"},
		"a certificate alone":      {Listen: "127.0.0.1:0", Cert: "cert.pem"},
		"another engine of stores": {Listen: "127.0.0.1:0", Store: "postgres:x"},
	} {
		t.Run(name, func(t *testing.T) {
			if o.Store == "" {
				o.Store = store
			}
			o.Workspace, o.Owner, o.Now, o.Log = "atlas", "salma", time.Now, slog.New(slog.DiscardHandler)
			err := Run(t.Context(), o, func(Ready) error { t.Error("it serves"); return context.Canceled })
			if !errors.Is(err, ErrInvalid) {
				t.Errorf("%v, want ErrInvalid", err)
			}
		})
	}
	if _, err := os.Stat(strings.TrimPrefix(store, "bolt:")); err == nil {
		t.Error("a file was made all the same")
	}
	is, _ := atWork(t, Options{Store: store, Listen: "[::]:0", Insecure: true, Workspace: "atlas", Owner: "salma"})
	if !strings.HasPrefix(is.URL, "http://[::]:") {
		t.Errorf("it listens at %s", is.URL)
	}
	// Another machine is led here by a name, and not to itself.
	if strings.Contains(is.Login, "[::]") || !strings.HasSuffix(is.Login, is.URL[strings.LastIndex(is.URL, ":"):]) {
		t.Errorf("desks log in at %s", is.Login)
	}
}

// A first start at an address that somebody has already makes no file: the next one is the
// first, and says how desks are connected.
func TestAFirstStartThatCannotListen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	store := newStore(t)
	for _, o := range []Options{{Listen: taken.Addr().String()}, {Listen: "127.0.0.1:0", Metrics: taken.Addr().String()}} {
		o.Store, o.Workspace, o.Owner, o.Now, o.Log = store, "atlas", "salma", time.Now, slog.New(slog.DiscardHandler)
		if err := Run(t.Context(), o, func(Ready) error { t.Error("it serves"); return context.Canceled }); err == nil || !strings.Contains(err.Error(), "listening at "+taken.Addr().String()) {
			t.Errorf("it says %v", err)
		}
	}
	if is, _ := atWork(t, Options{Store: store, Workspace: "atlas", Owner: "salma"}); len(is.Codes) != codesForOwner {
		t.Errorf("there are %d codes", len(is.Codes))
	}
}

// writeCertificate writes a certificate of a name and its key.
func writeCertificate(t *testing.T, dir, name string, serial int64) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	pool = x509.NewCertPool()
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	pool.AppendCertsFromPEM(certPEM)
	at := time.Unix(serial, 0) // files that are written within one tick of the clock differ all the same
	err = errors.Join(
		os.WriteFile(cert, certPEM, 0o600), os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), 0o600),
		os.Chtimes(cert, at, at), os.Chtimes(key, at, at),
	)
	if err != nil {
		t.Fatal(err)
	}
	return cert, key, pool
}

// trusting makes a client that trusts some certificates.
func trusting(pool *x509.CertPool) *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
}

// TestCertificateIsReadAgain replaces the certificate of a server that runs.
func TestCertificateIsReadAgain(t *testing.T) {
	dir := t.TempDir()
	cert, key, first := writeCertificate(t, dir, "desk.example", 1)
	is, _ := atWork(t, Options{Store: newStore(t), Workspace: "atlas", Owner: "salma", Listen: "127.0.0.1:0", Cert: cert, Key: key})
	if n := shows(t, is.URL, first); n != 1 {
		t.Errorf("certificate %d", n)
	}
	if err := os.WriteFile(cert, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if n := shows(t, is.URL, first); n != 1 {
		t.Errorf("while it is being written: certificate %d", n)
	}
	_, _, second := writeCertificate(t, dir, "desk.example", 2)
	if n := shows(t, is.URL, second); n != 2 {
		t.Errorf("afterwards: certificate %d", n)
	}
}

// A hangup does not end a server, and has it read its certificate again, also when the
// files' times say that nothing was written.
func TestHangup(t *testing.T) {
	dir := t.TempDir()
	cert, key, _ := writeCertificate(t, dir, "desk.example", 1)
	hangups := make(chan os.Signal)
	is, _ := atWork(t, Options{Store: newStore(t), Workspace: "atlas", Owner: "salma", Cert: cert, Key: key, Again: hangups})
	_, _, second := writeCertificate(t, dir, "desk.example", 2)
	first := time.Unix(1, 0)
	if err := errors.Join(os.Chtimes(cert, first, first), os.Chtimes(key, first, first)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // when it takes the second, it is through with the first
		hangups <- os.Interrupt
	}
	if n := shows(t, is.URL, second); n != 2 {
		t.Errorf("after a hangup: certificate %d", n)
	}
}

// shows gives the number of the certificate that a server shows.
func shows(t *testing.T, url string, pool *x509.CertPool) int64 {
	t.Helper()
	client := trusting(pool)
	defer client.CloseIdleConnections()
	answer, _ := get(t, client, url+"/healthz", "")
	return answer.TLS.PeerCertificates[0].SerialNumber.Int64()
}
