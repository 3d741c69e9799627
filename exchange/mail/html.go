package mail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// TextOfHTML gives what a reader of a page sees: paragraphs and list items as lines,
// a row of a table as one line, links with where they lead. What is hidden, and what
// is no text, is left out.
func TextOfHTML(page string) string {
	w := &pageWriter{}
	z := html.NewTokenizer(strings.NewReader(page))
	z.SetMaxBuf(maxText)
	for {
		switch z.Next() {
		case html.ErrorToken: // the end, or a tag without one
			w.close()
			return strings.TrimSpace(w.out.String())
		case html.TextToken:
			if !w.hidden() {
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(z)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(atom.Lookup(name))
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

// pageWriter writes the text of a page, line by line.
type pageWriter struct {
	out   strings.Builder
	line  strings.Builder
	blank bool // a blank belongs before the next word
	empty int  // lines that are empty at the end of out
	quote int  // levels of quotation
	pre   int  // levels of text whose blanks count

	hides  atom.Atom // the element that hides what is in it
	within int       // elements of the same name open in it, itself too

	link     string // where the open link leads
	linkFrom int    // where its text begins in line
}

func (w *pageWriter) hidden() bool { return w.within > 0 }

// shutBySame are elements that end where the next of their name begins.
var shutBySame = map[atom.Atom]bool{
	atom.P: true, atom.Li: true, atom.Td: true, atom.Th: true, atom.Tr: true, atom.Dt: true, atom.Dd: true, atom.Option: true,
}

// neverShown are elements whose text is not for the reader.
var neverShown = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Head: true, atom.Template: true, atom.Title: true, atom.Noscript: true,
	atom.Select: true, atom.Object: true, atom.Svg: true, atom.Math: true, atom.Iframe: true, atom.Textarea: true,
}

// void are elements that hold nothing and have no end.
var void = map[atom.Atom]bool{
	atom.Br: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Col: true,
	atom.Area: true, atom.Base: true, atom.Wbr: true, atom.Embed: true, atom.Source: true, atom.Param: true,
}

// apart are elements that stand on lines of their own.
var apart = map[atom.Atom]bool{
	atom.Div: true, atom.Tr: true, atom.Table: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
	atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Center: true, atom.Form: true, atom.Address: true,
	atom.Pre: true, atom.Blockquote: true, atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Body: true, atom.Caption: true, atom.Figure: true, atom.Main: true, atom.Nav: true,
}

// spaced are elements that an empty line stands before and behind.
var spaced = map[atom.Atom]bool{
	atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Table: true, atom.Ul: true, atom.Ol: true, atom.Pre: true, atom.Blockquote: true,
}

func (w *pageWriter) start(z *html.Tokenizer) {
	name, more := z.TagName()
	tag := atom.Lookup(name)
	attrs := map[string]string{}
	for more && len(attrs) < 50 {
		var key, value []byte
		key, value, more = z.TagAttr()
		attrs[string(key)] = string(value)
	}
	if w.hidden() {
		switch {
		case tag == atom.Body && w.hides == atom.Head:
			w.within = 0
		case tag != w.hides || tag == 0:
			return
		case shutBySame[tag]:
			w.within = 0
		default:
			w.within++
			return
		}
	}
	if !void[tag] && (neverShown[tag] || hiddenBy(attrs)) {
		w.hides, w.within = tag, 1
		if tag == 0 { // an element of no known name has no end that is seen
			w.within = 0
		}
		return
	}
	w.open(tag, attrs)
}

func (w *pageWriter) open(tag atom.Atom, attrs map[string]string) {
	if apart[tag] {
		w.lineEnd(spaced[tag])
	}
	switch tag {
	case atom.Br:
		w.breakLine()
	case atom.Hr:
		w.lineEnd(false)
		w.line.WriteString("----")
		w.lineEnd(false)
	case atom.Li:
		w.line.WriteString("• ")
	case atom.Td, atom.Th:
		if w.line.Len() > 0 {
			w.line.WriteString(" | ")
			w.blank = false
		}
	case atom.Pre:
		w.pre++
	case atom.Blockquote:
		w.quote++
	case atom.Img:
		if alt := strings.Join(strings.Fields(attrs["alt"]), " "); alt != "" && !hiddenBy(attrs) {
			w.text("[" + alt + "]")
		}
	case atom.A:
		w.endLink()
		w.link, w.linkFrom = linkOf(attrs["href"]), w.line.Len()
	}
}

func (w *pageWriter) end(tag atom.Atom) {
	if w.hidden() {
		if tag == w.hides {
			w.within--
		}
		return
	}
	switch tag {
	case atom.A:
		w.endLink()
	case atom.Pre:
		w.lineEnd(true)
		w.pre = max(w.pre-1, 0)
	case atom.Blockquote:
		w.lineEnd(true)
		w.quote = max(w.quote-1, 0)
	default:
		if apart[tag] {
			w.lineEnd(spaced[tag])
		}
	}
}

// hiddenBy says whether an element's attributes keep it from the reader.
func hiddenBy(attrs map[string]string) bool {
	if _, hidden := attrs["hidden"]; hidden {
		return true
	}
	style := attrs["style"]
	if style == "" {
		return false
	}
	style = strings.ToLower(strings.Join(strings.Fields(style), ""))
	for _, declared := range strings.Split(style, ";") {
		switch strings.TrimSuffix(declared, "!important") {
		case "display:none", "visibility:hidden", "mso-hide:all", "opacity:0", "font-size:0", "font-size:0px", "font-size:0pt", "max-height:0", "max-height:0px":
			return true
		}
	}
	return false
}

// linkOf gives where a link leads when that is worth reading: no place within the
// page, no script.
func linkOf(href string) string {
	href = strings.TrimSpace(href)
	lower := strings.ToLower(href)
	for _, scheme := range []string{"http://", "https://", "mailto:", "tel:"} {
		if strings.HasPrefix(lower, scheme) && !strings.ContainsAny(href, " \n\t<>") {
			return href
		}
	}
	return ""
}

func (w *pageWriter) endLink() {
	link := w.link
	w.link = ""
	if link == "" {
		return
	}
	said := ""
	if line := w.line.String(); w.linkFrom <= len(line) {
		said = strings.TrimSpace(line[w.linkFrom:])
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(link, "https://"), "http://"), "mailto:"), "tel:"), "/")
	if said != "" && (strings.EqualFold(said, link) || strings.EqualFold(strings.TrimSuffix(said, "/"), bare)) {
		return
	}
	w.text(" <" + link + ">")
}

// text adds text; blanks, and what is not seen, count as one blank.
func (w *pageWriter) text(s string) {
	if w.pre > 0 {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				w.breakLine()
			}
			w.line.WriteString(strings.TrimRight(line, "\r"))
		}
		return
	}
	for s != "" {
		i := strings.IndexAny(s, " \t\r\n\f\u00a0\u00ad\u034f\u200b\u2007\ufeff")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			if w.blank && w.line.Len() > 0 {
				w.line.WriteByte(' ')
			}
			w.blank = false
			w.line.WriteString(s[:i])
		}
		if i == len(s) {
			return
		}
		size := 1
		for size < 3 && i+size < len(s) && s[i+size]&0xc0 == 0x80 {
			size++
		}
		switch s[i : i+size] {
		case "\u00ad", "\u034f", "\u200b", "\ufeff": // they keep no words apart
		default:
			w.blank = true
		}
		s = s[i+size:]
	}
}

// lineEnd ends the line when there is something on it; space wants an empty line.
func (w *pageWriter) lineEnd(space bool) {
	if strings.Trim(w.line.String(), " |•\t") == "" {
		w.drop()
	} else {
		w.breakLine()
	}
	if space && w.empty == 0 && w.out.Len() > 0 {
		w.out.WriteByte('\n')
		w.empty = 1
	}
}

// breakLine ends the line, also an empty one.
func (w *pageWriter) breakLine() {
	line := strings.TrimRight(w.line.String(), " \t")
	w.drop()
	if line == "" {
		if w.empty++; w.empty > 1 || w.out.Len() == 0 {
			return
		}
		w.out.WriteByte('\n')
		return
	}
	w.empty = 0
	if w.quote > 0 {
		w.out.WriteString(strings.Repeat(">", min(w.quote, 10)) + " ")
	}
	w.out.WriteString(line + "\n")
}

func (w *pageWriter) drop() {
	w.line.Reset()
	w.blank, w.linkFrom = false, 0
}

func (w *pageWriter) close() {
	w.endLink()
	w.lineEnd(false)
}
