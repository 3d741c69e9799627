// Package pdf writes PDF 1.7 (ISO 32000-1): pages with text set by typeset, lines,
// filled boxes and pictures. Fonts are embedded with the glyphs that are used, and what
// was set can be copied and searched. The same input gives the same bytes.
package pdf
