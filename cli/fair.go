package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/capture"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/ui"
)

func (a *app) fairCommand() *cobra.Command {
	var supplier bool
	c := &cobra.Command{
		Use:   "fair EVENT",
		Short: "Capture contacts at a trade fair, one line each",
		Long: `fair opens the desk at the quick capture of an event. EVENT is its name or its id;
an event that is not there yet is made. One line is enough for a contact: name,
company, city, product, quantity, phone and e-mail in any order.

When its input is no terminal, fair reads the lines from there and captures each:
it writes a line for every one that is in the desk, with what it may be the same
as, and with --json an object a line. MECARD and BIZCARD lines and vCards are
read as cards. What is not understood is kept as a note.`,
		Example: `  tradedesk fair "SIAM Meknès 2026"
  echo "salma benali coop tifawin agadir argan 500kg 0661234567" | tradedesk fair siam --json`,
		Args: atLeast(1, "the name or id of an event"),
		RunE: func(c *cobra.Command, args []string) error {
			kind := model.KindLead
			if supplier {
				kind = model.KindSupplier
			}
			return a.runFair(c.Context(), strings.Join(args, " "), kind)
		},
	}
	c.Flags().BoolVar(&supplier, "supplier", false, "capture suppliers, where a line does not say which")
	return c
}

func (a *app) runFair(ctx context.Context, name string, kind model.Kind) error {
	screens := isTerminal(a.env.In) && !a.json
	if screens {
		if err := a.checkTerminal(); err != nil {
			return err
		}
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		event, err := a.findEvent(ctx, d, name)
		if err != nil {
			return err
		}
		if screens {
			o, err := a.screens()
			if err != nil {
				return err
			}
			o.Fair = event.ID
			return a.env.Screens(ctx, ui.Opened(d), o)
		}
		return a.captureLines(ctx, d, event, kind)
	})
}

// findEvent finds an event by its name, however it is written, or by its id, and
// makes it when there is none.
func (a *app) findEvent(ctx context.Context, d desk.Desk, name string) (*model.Event, error) {
	if name = text.Clean(name, model.MaxText); name == "" {
		return nil, usagef("fair: the event has no name")
	}
	var found *model.Event
	err := d.Records(ctx, desk.Query{Kind: model.KindEvent, Desc: true}, func(r model.Record) error {
		if e, ok := r.(*model.Event); ok && found == nil && (text.Fold(e.Name) == text.Fold(name) || capture.EventTag(e.Name) == capture.EventTag(name)) {
			found = e
		}
		return nil
	})
	if err != nil || found != nil {
		return found, err
	}
	if id, err := d.Find(ctx, name); err == nil {
		if r, err := d.Get(ctx, id); err == nil {
			if e, ok := r.(*model.Event); ok && !e.Deleted {
				return e, nil
			}
		}
	}
	event := &model.Event{Name: name, Starts: value.Date(a.env.Now().In(a.env.Location).Format(time.DateOnly)), Tags: []string{capture.EventTag(name)}}
	made, err := change(ctx, d, "add "+name, desk.Edit{Kind: model.KindEvent, Create: true, Set: model.Fields(event)})
	if err != nil {
		return nil, fmt.Errorf("making the event %q: %w", name, err)
	}
	event, _ = made.(*model.Event)
	return event, nil
}

// maxCapture bounds one line or card of the input, in bytes.
const maxCapture = 100_000

// captureLines captures line after line. A line that cannot go in is said, and the
// rest goes on.
func (a *app) captureLines(ctx context.Context, d desk.Desk, event *model.Event, kind model.Kind) error {
	help, err := desk.CaptureContext(ctx, d, a.country(), 2000)
	if err != nil {
		return err
	}
	c := capturing{app: a, desk: d, event: event, kind: kind, help: help}
	in := bufio.NewReaderSize(a.env.In, 64<<10)
	for n := 1; ; n++ {
		entry, lines, err := readEntry(in)
		if entry != "" {
			if err := c.take(ctx, n, entry); err != nil {
				return err
			}
		}
		n += lines - 1
		switch {
		case errors.Is(err, io.EOF) && c.left > 0:
			return errReported
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errLongEntry):
			c.left++
			fmt.Fprintf(a.env.Err, "tradedesk: line %d: is longer than %d bytes: it was left out; shorten it\n", n, maxCapture)
		case err != nil:
			return fmt.Errorf("reading the lines to capture: %w", err)
		}
	}
}

var errLongEntry = errors.New("the line is too long")

// readEntry reads a line that is not empty, or a vCard with all its lines.
func readEntry(in *bufio.Reader) (entry string, lines int, err error) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		lines++
		if b.Len()+len(line) > maxCapture {
			return "", lines, errLongEntry
		}
		b.WriteString(line)
		entry = strings.TrimSpace(b.String())
		card := strings.HasPrefix(strings.ToUpper(entry), "BEGIN:VCARD")
		if err != nil || !card || strings.HasPrefix(strings.ToUpper(strings.TrimSpace(line)), "END:VCARD") {
			return entry, lines, err
		}
	}
}

// capturing is the capture of lines at an event.
type capturing struct {
	app   *app
	desk  desk.Desk
	event *model.Event
	kind  model.Kind
	help  capture.Context
	left  int // lines that are not in
}

// capturedJSON is what is said of a line that is in the desk.
type capturedJSON struct {
	Line       int             `json:"line"`
	ID         model.ID        `json:"id"`
	Kind       model.Kind      `json:"kind"`
	Title      string          `json:"title"`
	Understood string          `json:"understood"`
	Duplicates []duplicateJSON `json:"duplicates"`
}

type duplicateJSON struct {
	ID    model.ID   `json:"id"`
	Kind  model.Kind `json:"kind"`
	Title string     `json:"title"`
	Level string     `json:"level"`
	Why   string     `json:"why"`
}

// take captures one line, and says so when it is in.
func (c *capturing) take(ctx context.Context, n int, line string) error {
	reading, err := c.read(ctx, line)
	if err != nil {
		return err
	}
	at := capture.Occasion{Event: c.event.ID, Name: c.event.Name, Tag: c.tag(), Now: c.app.env.Now(), Line: line}
	r := reading.Record(reading.Kind(c.kind), at)
	said := capturedJSON{Line: n, Kind: r.Kind(), Title: model.Title(r), Understood: reading.Line(), Duplicates: []duplicateJSON{}}
	for _, kind := range []model.Kind{model.KindLead, model.KindSupplier} {
		found, err := c.desk.Duplicates(ctx, reading.Record(kind, at))
		if err != nil {
			return err
		}
		for _, f := range found {
			said.Duplicates = append(said.Duplicates, duplicateJSON{f.ID, f.Kind, f.Title, f.Level.String(), f.Why})
		}
	}
	done, err := c.desk.Do(ctx, desk.Action{Label: "capture " + said.Title, Edits: []desk.Edit{{Kind: r.Kind(), Create: true, Set: model.Fields(r)}}})
	if err != nil {
		return fmt.Errorf("line %d: %w", n, err)
	}
	said.ID = done.Records[0].Header().ID
	return c.say(said)
}

// read understands a line or a card. A card that cannot be read is a line like any
// other.
func (c *capturing) read(ctx context.Context, line string) (capture.Reading, error) {
	switch upper := strings.ToUpper(line[:min(len(line), 20)]); {
	case strings.HasPrefix(upper, "BEGIN:VCARD"), strings.HasPrefix(upper, "MECARD:"), strings.HasPrefix(upper, "BIZCARD:"):
		cards, err := c.desk.ReadCards(ctx, line)
		if err == nil && len(cards) > 0 {
			if card, ok := cards[0].(*model.Contact); ok {
				return capture.OfContact(card), nil
			}
		}
		if ctx.Err() != nil || errors.Is(err, desk.ErrClosed) {
			return capture.Reading{}, err
		}
	}
	return capture.Parse(line, c.help), nil
}

func (c *capturing) tag() string {
	if len(c.event.Tags) > 0 {
		return c.event.Tags[0]
	}
	return capture.EventTag(c.event.Name)
}

func (c *capturing) say(said capturedJSON) error {
	if c.app.json {
		return c.app.printJSON(said)
	}
	out := fmt.Sprintf("%s  %s %s", said.ID, said.Kind, clean(said.Title))
	for _, d := range said.Duplicates {
		out += fmt.Sprintf("  ≈ %s: %s %s (%s)", d.Level, d.Kind, clean(d.Title), clean(d.Why))
	}
	_, err := fmt.Fprintln(c.app.env.Out, out)
	return err
}
