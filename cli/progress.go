package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tradedesk/desk"
)

// progress is one line on the error output that is written over again; it is
// silent where nobody watches.
type progress struct {
	out   io.Writer // nil when it is no terminal
	width int

	mu    sync.Mutex
	cells int
}

func (a *app) newProgress() *progress {
	if !isTerminal(a.env.Err) {
		return &progress{}
	}
	return &progress{out: a.env.Err, width: a.env.width(a.env.Err)}
}

func (p *progress) show(now desk.Progress) {
	if p.out == nil {
		return
	}
	p.write(progressText(now))
}

func (p *progress) clear() {
	if p.out == nil {
		return
	}
	p.write("")
}

// write overwrites the line with spaces, which every terminal understands.
func (p *progress) write(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	line = ansi.Truncate(line, max(0, p.width-1), "…")
	cells := ansi.StringWidth(line)
	if cells == 0 && p.cells == 0 {
		return
	}
	end := ""
	if cells == 0 {
		end = "\r"
	}
	// Progress may be lost; the work goes on.
	_, _ = fmt.Fprint(p.out, "\r"+line+strings.Repeat(" ", max(0, p.cells-cells))+end)
	p.cells = cells
}

func progressText(p desk.Progress) string {
	line := clean(p.What) + ":"
	if p.Done > 0 || p.Size == 0 {
		line += fmt.Sprintf(" %d,", p.Done)
	}
	if p.Size > 0 {
		line += fmt.Sprintf(" %d%%,", min(100, p.Bytes*100/p.Size))
	}
	line = strings.TrimSuffix(line, ",")
	if p.PerSec > 0 {
		line += fmt.Sprintf(", %.0f a second", p.PerSec)
	}
	if p.Left > 0 {
		line += fmt.Sprintf(", %s left", p.Left.Round(time.Second))
	}
	return line
}
