package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/adrg/xdg"
	"github.com/charmbracelet/x/term"

	"tradedesk/desk"
	"tradedesk/ui"
)

// Env is all that a command knows of the world, so that tests can make their own.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Args     []string // without the program's name
	Environ  []string // NAME=value, for the screens
	Getenv   func(string) string
	Now      func() time.Time
	Location *time.Location // in which times are shown and read
	Open     func(context.Context, desk.Options) (desk.Desk, error)
	OpenDemo func(context.Context, desk.DemoOptions) (desk.Desk, error)
	Screens  func(context.Context, ui.Opener, ui.Options) error
}

// Process gives the Env of this process.
func Process() Env {
	return Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Args:     os.Args[1:],
		Environ:  os.Environ(),
		Getenv:   os.Getenv,
		Now:      time.Now,
		Location: time.Local,
		Open:     desk.Open,
		OpenDemo: desk.OpenDemo,
		Screens:  ui.Run,
	}
}

// isTerminal reports whether a stream is a person's screen or keyboard.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(file.Fd())
}

// defaultWidth is what a terminal that does not say its width is taken to have.
const defaultWidth = 80

// width gives the columns of the terminal that out is.
func (e Env) width(out io.Writer) int {
	if file, ok := out.(*os.File); ok {
		if columns, _, err := term.GetSize(file.Fd()); err == nil && columns > 0 {
			return columns
		}
	}
	if columns, err := strconv.Atoi(e.Getenv("COLUMNS")); err == nil && columns > 0 {
		return columns
	}
	return defaultWidth
}

// usualData gives the directory of the desk when nothing says it.
func (e Env) usualData() string {
	// The XDG base directory specification has relative paths ignored.
	if home := e.Getenv("XDG_DATA_HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, "tradedesk")
	}
	return filepath.Join(xdg.DataHome, "tradedesk")
}
