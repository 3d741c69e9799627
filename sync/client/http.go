package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// How long a desk waits for parts of a call.
const (
	dialPatience  = 10 * time.Second
	replyPatience = 30 * time.Second // until the reply begins
	callPatience  = 3 * time.Minute  // for the whole of a call, over a bad line too
)

// ErrCertificates is what comes of a file of certificates that holds none.
var ErrCertificates = errors.New("no certificates in PEM form")

// NewHTTP gives a client for calls to a server: through the proxy that the environment
// names, over TLS. ca, when not empty, holds the certificates in PEM form that are
// trusted beside those of the system. Redirections are answers, not followed: they would
// lead a token elsewhere.
func NewHTTP(ca []byte) (*http.Client, error) {
	t := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: dialPatience, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   dialPatience,
		ResponseHeaderTimeout: replyPatience,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   2,
		DisableCompression:    true, // bodies say how they are packed, and are unpacked within bounds
	}
	if len(ca) > 0 {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool() // a system without certificates of its own
		}
		if !pool.AppendCertsFromPEM(ca) {
			return nil, fmt.Errorf("trusting a certificate authority: %w", ErrCertificates)
		}
		t.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	return &http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}
