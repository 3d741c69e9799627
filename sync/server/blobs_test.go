package server_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// put sends a part of a content; size 0 sends it whole, without a range.
func (d *desk) put(sum string, part []byte, first, size int) reply {
	d.t.Helper()
	header := map[string]string{"Content-Type": protocol.TypeBytes}
	if size > 0 {
		header["Content-Range"] = fmt.Sprintf("bytes %d-%d/%d", first, first+len(part)-1, size)
	}
	return d.do(call{method: "PUT", path: d.path("blobs/" + sum), token: d.is.Token, body: part, header: header})
}

func (d *desk) head(sum string) reply {
	d.t.Helper()
	return d.do(call{method: "HEAD", path: d.path("blobs/" + sum), token: d.is.Token})
}

func TestContents(t *testing.T) {
	s := newOffice(t).space("atlas")
	d, reader := s.desk("amina", storage.RoleAgent), s.desk("rachid", storage.RoleReader)
	content := bytes.Repeat([]byte("0123456789"), 5000)
	sum := sumOf(content)
	if r := d.head(sum); r.StatusCode != http.StatusNotFound || r.Header.Get("Upload-Offset") != "0" {
		t.Errorf("%d, %q are there", r.StatusCode, r.Header.Get("Upload-Offset"))
	}
	var have protocol.Blob
	d.put(sum, content[:20_000], 0, len(content)).into(http.StatusAccepted, &have)
	if r := d.head(sum); have != (protocol.Blob{Size: 20_000}) || r.StatusCode != http.StatusNotFound || r.Header.Get("Upload-Offset") != "20000" {
		t.Errorf("%+v; %d, %q are there", have, r.StatusCode, r.Header.Get("Upload-Offset"))
	}
	d.get("blobs/"+sum).problem(http.StatusNotFound, protocol.CodeNotFound)
	for _, first := range []int{10_000, 20_001} {
		r := d.put(sum, content[first:first+5], first, len(content))
		r.problem(http.StatusRequestedRangeNotSatisfiable, protocol.CodeBlobOffset)
		if r.Header.Get("Upload-Offset") != "20000" {
			t.Error("it does not say where to go on")
		}
	}
	d.put(sum, content[20_000:], 20_000, len(content)).into(http.StatusCreated, &have)
	if have != (protocol.Blob{Size: 50_000, Whole: true}) {
		t.Errorf("%+v", have)
	}
	r := reader.get("blobs/" + sum)
	r.into(http.StatusOK, nil)
	if !bytes.Equal(r.data, content) || r.Header.Get("ETag") != `"`+sum+`"` || r.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error("another content comes back, or without its marks")
	}
	part := reader.do(call{method: "GET", path: reader.path("blobs/" + sum), token: reader.is.Token, header: map[string]string{"Range": "bytes=49990-"}})
	part.into(http.StatusPartialContent, nil)
	if string(part.data) != "0123456789" || part.Header.Get("Content-Range") != "bytes 49990-49999/50000" {
		t.Errorf("a part is %q", part.data)
	}
	if r := d.head(sum); r.StatusCode != http.StatusOK || r.Header.Get("Content-Length") != "50000" {
		t.Errorf("%d, %s bytes", r.StatusCode, r.Header.Get("Content-Length"))
	}
	d.put(sum, []byte("x"), 0, 0).into(http.StatusCreated, &have) // it is there already
	if have != (protocol.Blob{Size: 50_000, Whole: true}) {
		t.Errorf("%+v", have)
	}
	d.put(sumOf(nil), nil, 0, 0).into(http.StatusCreated, &have)
	if r := d.get("blobs/" + sumOf(nil)); r.StatusCode != http.StatusOK || len(r.data) != 0 {
		t.Errorf("an empty content: %d", r.StatusCode)
	}
}

func TestContentsThatAreWrong(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	content := []byte("an offer")
	sum := sumOf(content)
	d.put(sum, []byte("another "), 0, 0).problem(http.StatusUnprocessableEntity, protocol.CodeBlobMismatch)
	if r := d.head(sum); r.Header.Get("Upload-Offset") != "0" {
		t.Error("a wrong content is kept")
	}
	d.put(sum, content, 0, 0).into(http.StatusCreated, nil)
	big := bytes.Repeat([]byte("x"), 1<<20+1)
	d.put(sumOf(big), big, 0, 0).problem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge)
	d.put(sumOf(big), big[:10], 0, len(big)).problem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge)
	for _, bad := range []string{"bytes 5-2/9", "bytes 0-9/9", "bytes */9", "bytes 0-0/1 and more", "bytes -1-0/1", "octets 0-7/8", "bytes 0-1/8"} {
		c := call{method: "PUT", path: d.path("blobs/" + sumOf([]byte("new"))), token: d.is.Token, body: []byte("newer it"), header: map[string]string{"Content-Range": bad, "Content-Type": protocol.TypeBytes}}
		if r := d.do(c); r.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", bad, r.StatusCode)
		}
	}
	for _, name := range []string{"..", "%2e%2e%2fserver.db", "..%2f..%2fserver.db", strings.ToUpper(sum), sum[:63], sum + "0", "%00" + sum[1:], "partial", strings.Repeat("g", 64)} {
		for _, method := range []string{"GET", "PUT"} {
			c := call{method: method, path: d.path("blobs/") + name, token: d.is.Token, header: map[string]string{"Content-Type": protocol.TypeBytes}}
			if method == "PUT" {
				c.body = []byte("x")
			}
			if r := d.do(c); r.StatusCode != http.StatusNotFound && r.StatusCode != http.StatusTemporaryRedirect && r.StatusCode != http.StatusMovedPermanently {
				t.Errorf("%s %s: %d %s", method, name, r.StatusCode, r.data)
			}
		}
	}
}

func TestContentsHaveAQuota(t *testing.T) {
	s := newOffice(t).space("atlas") // 2 MiB
	d := s.desk("amina", storage.RoleBroker)
	content := func(i byte) []byte { return bytes.Repeat([]byte{i}, 900_000) }
	for i := range byte(2) {
		d.put(sumOf(content(i)), content(i), 0, 0).into(http.StatusCreated, nil)
	}
	d.put(sumOf(content(2)), content(2), 0, 0).problem(http.StatusInsufficientStorage, protocol.CodeQuota)
	d.put(sumOf(content(2)), content(2)[:10], 0, 900_000).problem(http.StatusInsufficientStorage, protocol.CodeQuota)
	// Another workspace has its own room, also for the same content.
	other := s.office.space("rif").desk("salma", storage.RoleOwner)
	other.put(sumOf(content(2)), content(2), 0, 0).into(http.StatusCreated, nil)
	d.get("blobs/"+sumOf(content(2))).problem(http.StatusNotFound, protocol.CodeNotFound)
}

// TestContentsGoOn cuts the connection in the middle of a content.
func TestContentsGoOn(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	ended := make(chan struct{})
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.api.ServeHTTP(w, r)
		close(ended)
	}))
	defer web.Close()
	content := bytes.Repeat([]byte("abcdefgh"), 40_000)
	sum := sumOf(content)
	line, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", web.Listener.Addr().String())
	s.must(err)
	_, err = fmt.Fprintf(line, "PUT %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n", d.path("blobs/"+sum), d.is.Token, len(content))
	s.must(err)
	_, err = line.Write(content[:200_000])
	s.must(err)
	s.must(line.(*net.TCPConn).CloseWrite())
	_, _ = io.Copy(io.Discard, line) // the answer, if it still comes
	s.must(line.Close())
	<-ended
	if r := d.head(sum); r.Header.Get("Upload-Offset") != "200000" {
		t.Fatalf("%q bytes were kept, want 200000", r.Header.Get("Upload-Offset"))
	}
	d.put(sum, content[200_000:], 200_000, len(content)).into(http.StatusCreated, nil)
	if r := d.get("blobs/" + sum); !bytes.Equal(r.data, content) {
		t.Error("another content comes back")
	}
}
