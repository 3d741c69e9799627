// Package theme names the colours of the screen by what they mean. A colour
// never says anything alone: a mark, a word or bold always says it too.
package theme

import (
	"image/color"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

const reset = "\x1b[m"

// Style is how a run of text looks. The zero Style leaves it as it is.
type Style struct{ open string }

// Apply gives text in the style.
func (s Style) Apply(text string) string {
	if s.open == "" || text == "" {
		return text
	}
	return s.open + text + reset
}

// Write puts text in the style at the end of b: one run, one pair of sequences.
func (s Style) Write(b *strings.Builder, text string) {
	if text == "" {
		return
	}
	b.WriteString(s.open)
	b.WriteString(text)
	if s.open != "" {
		b.WriteString(reset)
	}
}

// Theme is the styles of one terminal.
type Theme struct {
	Mark string // stands before the row with the cursor, one cell

	Text     Style // data
	Dim      Style // what is secondary: labels, hints, borders' words
	Strong   Style // names and titles
	Accent   Style // the page that is open, the focus
	Key      Style // a key's label
	Border   Style // rules and frames
	Selected Style // the row with the cursor
	Picked   Style // the mark of a row picked for a bulk action
	New      Style // the mark of a row that has just come in
	Match    Style // letters that a search matched
	Found    Style // the same, in the row with the cursor
	Urgent   Style // late, failed
	Warn     Style // soon late, doubtful
	Good     Style // done, online
	Field    Style // a text field being written in
	Filter   Style // a filter that is typed into a field
	Phrase   Style // what stands there in quotation marks
	Broken   Style // what is typed there and says nothing
}

// palette is the colours of a kind of terminal; nil is the terminal's own.
type palette struct {
	dim, accent, border, urgent, warn, good, selectedBack, selectedText, fieldBack color.Color
}

// New makes the theme for a terminal: its background and how many colours it has.
func New(dark bool, profile colorprofile.Profile) *Theme {
	if profile <= colorprofile.ASCII {
		return plain()
	}
	if profile == colorprofile.ANSI {
		return coloured(basicPalette(dark))
	}
	if dark {
		return coloured(palette{
			dim: rgb(0x8f, 0x96, 0xa3), accent: rgb(0x5f, 0xd7, 0xc4), border: rgb(0x4a, 0x50, 0x5c),
			urgent: rgb(0xff, 0x9e, 0x64), warn: rgb(0xe8, 0xc5, 0x6b), good: rgb(0x7f, 0xc8, 0xf8),
			selectedBack: rgb(0x26, 0x3f, 0x4a), fieldBack: rgb(0x2a, 0x2e, 0x36),
		})
	}
	return coloured(palette{
		dim: rgb(0x5b, 0x63, 0x70), accent: rgb(0x00, 0x6d, 0x75), border: rgb(0xb4, 0xba, 0xc4),
		urgent: rgb(0xb0, 0x3a, 0x00), warn: rgb(0x7a, 0x5a, 0x00), good: rgb(0x0b, 0x5c, 0xad),
		selectedBack: rgb(0xcf, 0xe8, 0xec), fieldBack: rgb(0xec, 0xee, 0xf1),
	})
}

// basicPalette uses the sixteen colours that every colour terminal has, and
// whose shades its user chose. Orange and blue stay apart for every eye.
func basicPalette(dark bool) palette {
	p := palette{dim: ansi.BrightBlack, accent: ansi.Cyan, border: ansi.BrightBlack, urgent: ansi.Red,
		warn: ansi.Yellow, good: ansi.Blue, selectedBack: ansi.Cyan, selectedText: ansi.Black}
	if dark {
		p.dim, p.border, p.accent, p.good, p.urgent = ansi.White, ansi.BrightBlack, ansi.BrightCyan, ansi.BrightBlue, ansi.BrightRed
	}
	return p
}

func coloured(p palette) *Theme {
	fg := func(c color.Color) ansi.Style { return ansi.NewStyle().ForegroundColor(c) }
	selected := ansi.NewStyle().Bold().BackgroundColor(p.selectedBack)
	if p.selectedText != nil {
		selected = selected.ForegroundColor(p.selectedText)
	}
	field := ansi.NewStyle().Underline(true)
	if p.fieldBack != nil {
		field = ansi.NewStyle().BackgroundColor(p.fieldBack)
	}
	return &Theme{
		Found:  style(selected.Underline(true)),
		Filter: style(field.ForegroundColor(p.accent).Bold()), Phrase: style(field.ForegroundColor(p.good)), Broken: style(field.ForegroundColor(p.urgent).Italic(true)),
		Mark: "▌", Dim: style(fg(p.dim)), Strong: style(ansi.NewStyle().Bold()), Accent: style(fg(p.accent).Bold()),
		Key: style(fg(p.accent)), Border: style(fg(p.border)), Selected: style(selected), Picked: style(fg(p.accent).Bold()),
		New: style(fg(p.good).Bold()), Match: style(fg(p.accent).Bold().Underline(true)), Urgent: style(fg(p.urgent).Bold()),
		Warn: style(fg(p.warn)), Good: style(fg(p.good)), Field: style(field),
	}
}

// plain is for a terminal without colours, or a user who wants none.
func plain() *Theme {
	bold, under := style(ansi.NewStyle().Bold()), style(ansi.NewStyle().Underline(true))
	return &Theme{
		Found: style(ansi.NewStyle().Bold().Underline(true).Reverse(true)), Filter: style(ansi.NewStyle().Bold().Underline(true)), Phrase: under, Broken: under,
		Mark: ">", Strong: bold, Accent: style(ansi.NewStyle().Bold().Underline(true)), Key: bold, Selected: bold,
		Picked: bold, New: bold, Match: style(ansi.NewStyle().Bold().Underline(true)), Urgent: bold, Field: under,
	}
}

func style(s ansi.Style) Style { return Style{open: s.String()} }

func rgb(r, g, b uint8) color.Color { return color.RGBA{R: r, G: g, B: b, A: 0xff} }
