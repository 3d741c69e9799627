package serve

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"
)

// A certificate that cannot be read is told of once, not with each who calls; again when it
// is another trouble, when somebody asks, and after it was read.
func TestTroubleWithACertificateIsToldOnce(t *testing.T) {
	var log bytes.Buffer
	cert, key, _ := writeCertificate(t, t.TempDir(), "desk.example", 1)
	c, err := newCertificate(cert, key, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Unix(1, 0)
	write := func(content []byte) {
		at = at.Add(time.Second) // two writes within one tick of the clock differ all the same
		if err := errors.Join(os.WriteFile(cert, content, 0o600), os.Chtimes(cert, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	spoil := func() { write([]byte("half")) }
	calls := func() {
		for range 3 {
			if pair, err := c.current(nil); pair == nil || err != nil {
				t.Fatalf("it shows %v, %v", pair, err)
			}
		}
	}
	for _, step := range []struct {
		what string
		do   func()
		told int
	}{
		{"while it is spoilt", func() { spoil(); calls() }, 1},
		{"while it is not there", func() { remove(t, cert); calls() }, 1},
		{"when it is asked for", c.again, 1},
		{"when it is good", func() { write(good); calls() }, 0},
		{"when it is spoilt again", func() { spoil(); calls() }, 1},
	} {
		log.Reset()
		step.do()
		if told := strings.Count(log.String(), "cannot be read"); told != step.told {
			t.Errorf("%s it is told %d times, want %d:\n%s", step.what, told, step.told, log.String())
		}
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}
