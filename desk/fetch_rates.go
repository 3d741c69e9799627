package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// ECBRates is where the European Central Bank publishes the reference rates of the
// last day, as a CSV in an archive.
const ECBRates = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref.zip"

// Bounds of what is fetched.
const (
	maxRatesFile = 8 << 20
	ratesTimeout = 30 * time.Second
)

var (
	errNoRatesFile = errors.New("the archive has no .csv in it")
	errRatesLarge  = fmt.Errorf("it is larger than %d bytes", maxRatesFile)
)

// FetchRates gets a file of exchange rates from an address: a CSV, or an archive with
// one. It is called when a person asks for it and never by itself. ErrOffline when
// nobody answers.
func FetchRates(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, ratesTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil || req.URL.Scheme != "https" && req.URL.Scheme != "http" {
		return nil, fmt.Errorf("fetching rates from %.200q: want an address that begins with https://: %w", url, ErrInvalid)
	}
	reply, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetching rates from %s: %w: %w", req.URL.Host, ErrOffline, err)
	}
	defer func() { _ = reply.Body.Close() }() // the answer is read or given up
	if reply.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetching rates from %s: it answered %s", req.URL.Host, reply.Status)
	}
	data, err := atMost(reply.Body)
	if err == nil && bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		data, err = unzipRates(data)
	}
	if err != nil {
		return nil, fmt.Errorf("fetching rates from %s: %w", req.URL.Host, err)
	}
	return data, nil
}

// atMost reads what is not larger than a file of rates can be.
func atMost(from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxRatesFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxRatesFile {
		return nil, errRatesLarge
	}
	return data, nil
}

func unzipRates(data []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("opening the archive: %w", err)
	}
	for _, f := range archive.File {
		if !strings.HasSuffix(strings.ToLower(f.Name), ".csv") {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("opening the archive: %w", err)
		}
		defer func() { _ = in.Close() }() // it was read, or failed already
		return atMost(in)
	}
	return nil, errNoRatesFile
}
