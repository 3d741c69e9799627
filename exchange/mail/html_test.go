package mail

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextOfHTML(t *testing.T) {
	for page, want := range map[string]string{
		"a &amp; b<br>c":       "a & b\nc",
		"<p>one</p><p>two</p>": "one\n\ntwo",
		"<ul><li>a<li>b</ul>":  "• a\n• b",
		"<table><tr><td>500 kg<td>4.20</tr><tr><td>1000<td>3.95</table>": "500 kg | 4.20\n1000 | 3.95",
		`<a href="https://nord.fi/a">price list</a> now`:                 "price list <https://nord.fi/a> now",
		`<a href="https://nord.fi">nord.fi</a>`:                          "nord.fi",
		`<a href="javascript:x">x</a>`:                                   "x",
		`<div style="display: none">secret<div>more</div></div>shown`:    "shown",
		`<p style="font-size:0px">secret<p>shown`:                        "shown",
		"<head><title>t</title><style>p{}</style></head>x<!-- c -->":     "x",
		"<script>if (a<b) {}</script>x":                                  "x",
		"<blockquote>said<br>so</blockquote>yes":                         "> said\n> so\n\nyes",
		"<pre>a\n  b</pre>":                                              "a\n  b",
		`<img src=x alt="our  stand">`:                                   "[our stand]",
		"a<o:p>b</o:p>":                                                  "ab",
		"hel\u00adlo &nbsp;wor\u200bld":                                  "hello world",
		"<b":                                                             "",
		"a<b":                                                            "a",
	} {
		if got := TextOfHTML(page); got != want {
			t.Errorf("%s: got %q, want %q", page, got, want)
		}
	}
}

// The text of a page is text, and not much more than the page.
func FuzzHTML(f *testing.F) {
	f.Add("<table><tr><td>a<td>b</table><a href='https://x.y'>z</a>")
	f.Add("<div style='display:none'><p>x<blockquote>y")
	f.Add("<blockquote><pre>\n\n<li>")
	f.Fuzz(func(t *testing.T, page string) {
		got := TextOfHTML(page)
		if utf8.ValidString(page) && !utf8.ValidString(got) {
			t.Errorf("%q: got %q", page, got)
		}
		if marks := 14 * (strings.Count(page, "<") + strings.Count(page, "\n") + 1); len(got) > 3*len(page)+marks {
			t.Errorf("%d bytes of %d", len(got), len(page))
		}
	})
}
