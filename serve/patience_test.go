package serve

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

const short = 50 * time.Millisecond

// TestSlowCallersAreCutOff has callers send a byte at a time, for as long as they are let.
func TestSlowCallersAreCutOff(t *testing.T) {
	long := patience{header: time.Hour, read: time.Hour, write: time.Hour, idle: time.Hour}
	head := "POST /v1/devices HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n"
	for name, tt := range map[string]struct {
		limit  func(*patience)
		said   string // at once
		then   string // a byte at a time
		answer string // is in what comes before the end
	}{
		"a head that does not end": {func(p *patience) { p.header = short }, "", head + strings.Repeat("X-A: b\r\n", 10_000), ""},
		"a body that does not end": {func(p *patience) { p.read = short }, head + "\r\n", strings.Repeat(" ", 100_000), "the body broke off"},
		"nothing after a call":     {func(p *patience) { p.idle = short }, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "", "ok"},
		"nothing at all":           {func(p *patience) { p.header = short }, "", "", ""},
		"a head that is too long":  {func(*patience) {}, "GET /healthz?" + strings.Repeat("x", 2*maxHeader), "", "431"},
	} {
		t.Run(name, func(t *testing.T) {
			p := long
			tt.limit(&p)
			is, _ := atWork(t, Options{Store: newStore(t), Workspace: "atlas", Owner: "salma", patience: p})
			c, err := net.Dial("tcp", strings.TrimPrefix(is.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := io.WriteString(c, tt.said); err != nil {
				t.Fatal(err)
			}
			answer, err := untilCut(c, tt.then)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(answer, tt.answer) {
				t.Errorf("it answers %q, want %q", answer, tt.answer)
			}
		})
	}
}

// untilCut writes a text byte by byte until the other side hangs up, and gives what it
// answered before.
func untilCut(c net.Conn, text string) (answer string, err error) {
	var got strings.Builder
	buf := make([]byte, 4096)
	end := time.Now().Add(time.Minute)
	for i := 0; ; i++ {
		pace := end // all is said: whatever comes, or the end
		if i < len(text) {
			if _, err := c.Write([]byte{text[i]}); err != nil {
				return got.String(), nil
			}
			pace = time.Now().Add(time.Millisecond)
		}
		if time.Now().After(end) {
			return "", errors.New("it is not cut off")
		}
		if err := c.SetReadDeadline(pace); err != nil {
			return "", fmt.Errorf("setting a deadline: %w", err)
		}
		n, err := c.Read(buf)
		got.Write(buf[:n])
		if err != nil && (pace == end || !errors.Is(err, os.ErrDeadlineExceeded)) {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				return "", errors.New("it is not cut off")
			}
			return got.String(), nil
		}
	}
}
