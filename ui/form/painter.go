package form

import (
	"strings"

	"tradedesk/ui/theme"
)

// painter draws the text of a line in runs of one style.
type painter struct {
	look  func(at int) theme.Style
	plain theme.Style
	at    int // the byte of the text that is drawn next
	style theme.Style
	run   strings.Builder
	out   strings.Builder
}

// painter begins to draw at a grapheme.
func (l *Line) painter(from int) *painter {
	p := &painter{look: l.Look, plain: l.Styles.Text}
	for _, c := range l.buf.cells[:from] {
		p.at += len(c)
	}
	return p
}

// put draws what stands for so many bytes of the text.
func (p *painter) put(shown string, bytes int) {
	style := p.plain
	if p.look != nil {
		style = p.look(p.at)
	}
	p.draw(shown, style)
	p.at += bytes
}

func (p *painter) draw(shown string, style theme.Style) {
	if style != p.style {
		p.flush()
		p.style = style
	}
	p.run.WriteString(shown)
}

func (p *painter) flush() {
	p.style.Write(&p.out, p.run.String())
	p.run.Reset()
}

func (p *painter) cursor(under string) {
	p.flush()
	p.out.WriteString(cursor(under))
}
