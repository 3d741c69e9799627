package picker

import (
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model/text"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
)

// FilesOptions say where a file is looked for.
type FilesOptions struct {
	Title      string
	Dir        string                             // where to begin
	Home       string                             // what "~" stands for, "" for nothing
	Extensions []string                           // of the files that can be read, such as ".csv"
	Look       func(path string) (Listing, error) // Look; run in a command
	Words      func(id string) string             // nil: the ids
	Wrong      func(error) string                 // words why a directory cannot be read; nil: as the error says
	Theme      *theme.Theme                       // nil: no styles
}

// FilesResult is what a message did to a file picker. Both false: it is still open.
type FilesResult struct {
	Done      bool
	Cancelled bool
	Path      string // absolute, of a file that was there
}

// LookedMsg answers a file picker's command; give it to the picker's Update.
type LookedMsg struct {
	request int
	listing Listing
	err     error
}

// Files picks a file by walking directories, by the letters of its name, or by
// its path typed or pasted.
type Files struct {
	title      string
	home       string
	extensions []string
	look       func(string) (Listing, error)
	word       func(string) string
	wrong      func(error) string
	theme      *theme.Theme

	line    form.Line
	dir     string
	entries []item
	more    bool
	shown   []int // of entries, those that the letters leave
	at      int   // of shown
	came    string
	request int // the last one sent; answers to others are stale
	reading bool
	err     string
	d       layout.Direction
	w, h    int
}

// item is an entry with what the screen needs of it.
type item struct {
	Entry
	name     string // clean
	folded   string
	readable bool // a directory, or a file with one of the extensions
}

// NewFiles makes a file picker; run Init to fill it.
func NewFiles(o FilesOptions) *Files {
	t := orPlain(o.Theme)
	f := &Files{title: cells.Safe(o.Title), home: o.Home, extensions: o.Extensions, look: o.Look, word: o.Words, wrong: o.Wrong, theme: t, dir: o.Dir}
	if f.wrong == nil {
		f.wrong = error.Error
	}
	if f.word == nil {
		f.word = func(id string) string { return id }
	}
	f.line.Placeholder = f.word("files.placeholder")
	f.line.Styles = form.LineStyles{Text: t.Field, Placeholder: t.Dim}
	return f
}

// SetSize gives the picker its box, in cells.
func (f *Files) SetSize(d layout.Direction, w, h int) { f.d, f.w, f.h = d, max(w, 0), max(h, 0) }

// Init gives the command that reads the first directory.
func (f *Files) Init() tea.Cmd { return f.open(f.dir) }

// Dir gives the directory that is listed.
func (f *Files) Dir() string { return f.dir }

func (f *Files) open(path string) tea.Cmd {
	f.request++
	f.reading = true
	f.err = ""
	request, look := f.request, f.look
	return func() tea.Msg {
		listing, err := look(path)
		return LookedMsg{request: request, listing: listing, err: err}
	}
}

// Update takes a key, a paste or a LookedMsg, and gives what to run next.
func (f *Files) Update(msg tea.Msg) (FilesResult, tea.Cmd) {
	switch msg := msg.(type) {
	case LookedMsg:
		return f.looked(msg), nil
	case tea.PasteMsg:
		f.typed(msg)
	case tea.KeyPressMsg:
		return f.key(msg)
	}
	return FilesResult{}, nil
}

func (f *Files) looked(msg LookedMsg) FilesResult {
	if msg.request != f.request {
		return FilesResult{}
	}
	f.reading = false
	if msg.err != nil {
		f.err = cells.Safe(f.wrong(msg.err))
		return FilesResult{}
	}
	if msg.listing.File {
		return FilesResult{Done: true, Path: msg.listing.Path}
	}
	f.show(msg.listing)
	return FilesResult{}
}

// show lists a directory with the cursor on the one that was left for it.
func (f *Files) show(l Listing) {
	f.dir, f.more = l.Path, l.More
	f.line.Set("")
	f.entries = make([]item, 0, len(l.Entries))
	for _, e := range l.Entries {
		name := cells.Safe(e.Name)
		if name == "" {
			name = "?"
		}
		f.entries = append(f.entries, item{Entry: e, name: name, folded: text.Fold(name), readable: e.Dir || f.readable(e.Name)})
	}
	f.filter()
	for at, i := range f.shown {
		if f.entries[i].Name == f.came {
			f.at = at
		}
	}
	f.came = ""
}

func (f *Files) readable(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	for _, e := range f.extensions {
		if ext == e {
			return true
		}
	}
	return len(f.extensions) == 0
}

// filter keeps the entries with the letters that are typed; hidden ones only
// when a dot is typed first. Names that begin so come first.
func (f *Files) filter() {
	typed := f.line.Value()
	hidden := strings.HasPrefix(typed, ".")
	letters := text.Fold(typed)
	if isPath(typed) {
		letters = ""
	}
	var begin, within []int
	for i, e := range f.entries {
		switch {
		case strings.HasPrefix(e.name, ".") && !hidden:
		case strings.HasPrefix(e.folded, letters):
			begin = append(begin, i)
		case strings.Contains(e.folded, letters):
			within = append(within, i)
		}
	}
	f.shown, f.at = append(begin, within...), 0
}

func (f *Files) typed(msg tea.Msg) bool {
	before := f.line.Value()
	if !f.line.Update(msg) {
		return false
	}
	if f.line.Value() != before {
		f.err = ""
		f.filter()
	}
	return true
}

// towards gives the key of a way: mirrored is that of a screen that is read from the right.
func (f *Files) towards(key, mirrored string) string {
	if f.d == layout.RightToLeft {
		return mirrored
	}
	return key
}

func (f *Files) key(k tea.KeyPressMsg) (FilesResult, tea.Cmd) {
	stroke := form.Stroke(k)
	if f.line.Empty() {
		switch stroke {
		case "backspace", f.towards("left", "right"):
			return FilesResult{}, f.up()
		case f.towards("right", "left"):
			return FilesResult{}, f.into()
		}
	}
	if form.Typed(k) != "" {
		f.typed(k)
		return FilesResult{}, nil
	}
	switch stroke {
	case "enter":
		return FilesResult{}, f.enter()
	case "esc":
		if f.line.Empty() {
			return FilesResult{Cancelled: true}, nil
		}
		f.line.Set("")
		f.err = ""
		f.filter()
	case "up", "ctrl+p":
		f.move(-1)
	case "down", "ctrl+n":
		f.move(1)
	case "pgup":
		f.move(-f.rows())
	case "pgdown":
		f.move(f.rows())
	default:
		f.typed(k)
	}
	return FilesResult{}, nil
}

func (f *Files) move(by int) { f.at = max(0, min(f.at+by, len(f.shown)-1)) }

// enter opens the path that is typed, or what the cursor is on.
func (f *Files) enter() tea.Cmd {
	if typed := f.line.Value(); isPath(typed) {
		return f.open(resolve(typed, f.dir, f.home))
	}
	if f.at >= len(f.shown) {
		return nil
	}
	return f.open(filepath.Join(f.dir, f.entries[f.shown[f.at]].Name))
}

// into opens what the cursor is on when it is a directory.
func (f *Files) into() tea.Cmd {
	if f.at < len(f.shown) && f.entries[f.shown[f.at]].Dir {
		return f.enter()
	}
	return nil
}

func (f *Files) up() tea.Cmd {
	parent := filepath.Dir(f.dir)
	if parent == f.dir {
		return nil
	}
	f.came = filepath.Base(f.dir)
	return f.open(parent)
}
