package serve

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
)

// certificate is a TLS certificate from two files, read again when one of them was
// written.
type certificate struct {
	cert, key string
	log       *slog.Logger

	mu      sync.Mutex
	loaded  *tls.Certificate
	written [2]time.Time
	trouble string // the last one that was told
}

func newCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	c := &certificate{cert: cert, key: key, log: log}
	written, err := c.stat()
	if err == nil {
		err = c.load(written)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the certificate: %w", err)
	}
	return c, nil
}

func (c *certificate) stat() (written [2]time.Time, err error) {
	for i, name := range []string{c.cert, c.key} {
		info, err := os.Stat(name)
		if err != nil {
			return written, err
		}
		written[i] = info.ModTime()
	}
	return written, nil
}

func (c *certificate) load(written [2]time.Time) error {
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return err
	}
	c.loaded, c.written = &pair, written
	return nil
}

// name gives the first name that the certificate is for; otherwise where it has none, or
// is for that as well.
func (c *certificate) name(otherwise string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	leaf := c.loaded.Leaf
	if leaf == nil || leaf.VerifyHostname(otherwise) == nil {
		return otherwise
	}
	for _, name := range leaf.DNSNames {
		if !strings.HasPrefix(name, "*") {
			return name
		}
	}
	return otherwise
}

// current gives the certificate for a connection, read again when it was written.
func (c *certificate) current(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reread(false)
	return c.loaded, nil
}

// again reads the files whether they were written or not: a copy may have kept its times.
func (c *certificate) again() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reread(true)
}

// reread reads the files. A certificate that cannot be read, as while it is being
// written, leaves the one before in force; that is told once, or to who asks for it. c.mu
// is held.
func (c *certificate) reread(always bool) {
	written, err := c.stat()
	if err == nil && (always || written != c.written) {
		if err = c.load(written); err == nil {
			c.log.Info("certificate read again", "file", c.cert)
		}
	}
	if err == nil {
		c.trouble = ""
		return
	}
	if always || err.Error() != c.trouble {
		c.log.Warn("the certificate cannot be read; the one before stays in force", "error", err)
	}
	c.trouble = err.Error()
}
