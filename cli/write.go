package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/cli/config"
	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

type writeOptions struct {
	to, cc, bcc, template, language, subject, body, offer, answers, from string
	attach                                                               []string
	send, draft, reveal                                                  bool
}

func (a *app) writeCommand() *cobra.Command {
	o := writeOptions{}
	c := &cobra.Command{
		Use:   "write RFQ|LEAD",
		Short: "Write a message, to be sent from the desk",
		Long: `write puts a message into the thread of an RFQ, lead, supplier or contact: with
a template, from --body, from the standard input, or on a terminal in your
editor. The number of the RFQ stands in the subject, so that the answer finds
its thread.

It is a draft until it is sent: with --send it goes into the outbox and is
handed over at once, or when there is a network again; see tradedesk outbox.
Without --to it goes to whom the thread is with. A message about an RFQ that goes
to somebody else than its buyer is not sent when its subject, text or files name
the buyer, unless --reveal-buyer says so.`,
		Example: `  tradedesk write RFQ-2026-4K7M2QX --to 5be01c22 --template invitation --send
  tradedesk write 7c2d9f10 --to "Marie <marie@nord.example>" --subject "Prices" --body "Our prices are attached." --attach prices.pdf --send
  tradedesk write 7c2d9f10 --template reminder --language ar --draft --json`,
		Args:              exactly(1, "the RFQ, lead, supplier or contact that it is about"),
		ValidArgsFunction: a.completeID,
		RunE:              func(c *cobra.Command, args []string) error { return a.runWrite(c.Context(), o, args[0]) },
	}
	f := c.Flags()
	f.StringVar(&o.to, "to", "", "to a lead, supplier or contact by `ID`, or to addresses")
	f.StringVar(&o.cc, "cc", "", "a copy to these `ADDRESSES`")
	f.StringVar(&o.bcc, "bcc", "", "a copy to these `ADDRESSES`, which nobody else reads")
	f.StringVar(&o.template, "template", "", "begin with this `TEMPLATE`, by name or id")
	f.StringVar(&o.language, "language", "", "the template in `LANG` (default theirs)")
	f.StringVar(&o.subject, "subject", "", "the `TEXT` of the subject")
	f.StringVar(&o.body, "body", "", "the `TEXT` of the message")
	f.StringVar(&o.offer, "offer", "", "with the fields of this `OFFER`")
	f.StringVar(&o.answers, "answers", "", "it answers this message, by `ID` (default the last from them)")
	f.StringVar(&o.from, "from", "", "from this `ADDRESS` (default mail.from, then the firm's)")
	f.StringArrayVar(&o.attach, "attach", nil, "attach a `FILE`")
	f.BoolVar(&o.send, "send", false, "send it")
	f.BoolVar(&o.reveal, "reveal-buyer", false, "send it though it says who the buyer is")
	f.BoolVar(&o.draft, "draft", false, "keep it as a draft, without asking the editor")
	c.MarkFlagsMutuallyExclusive("send", "draft")
	return c
}

// addressing is what was typed of whom a letter goes to and what it is about.
type addressing struct{ about, to, language, offer string }

// addressLetter finds whom a letter goes to and what it is about.
func (a *app) addressLetter(ctx context.Context, d desk.Desk, l *desk.Letter, typed addressing) error {
	r, err := a.following(ctx, d, typed.about)
	if err != nil {
		return err
	}
	l.Thread, l.At, l.Today = r.Header().ID, value.At(a.env.Now()), a.today()
	if l.Language, err = letterLanguage(typed.language); err != nil {
		return err
	}
	if typed.offer != "" {
		found, err := desk.FindOffer(ctx, d, typed.offer)
		if err != nil {
			return err
		}
		l.Offer = found.ID
	}
	if strings.Contains(typed.to, "@") {
		l.Address = typed.to
	} else if typed.to != "" {
		whom, err := a.following(ctx, d, typed.to)
		if err != nil {
			return err
		}
		l.To = whom.Header().ID
	}
	return nil
}

func (a *app) runWrite(ctx context.Context, o writeOptions, about string) error {
	if o.send && !sends(a.settings()) {
		return fmt.Errorf("%w; --draft keeps the message, and `tradedesk outbox mailto` gives it to your mail program", desk.ErrNoCarrier)
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		m, err := a.compose(ctx, d, o, about)
		if err != nil {
			return err
		}
		if err := a.checkLetter(ctx, d, m, o.send && !o.reveal); err != nil {
			return err
		}
		edit, err := desk.LetterEdit(m, !o.send)
		if err != nil {
			return err
		}
		after, err := change(ctx, d, "write "+model.Title(m), edit)
		if err != nil {
			return err
		}
		if !o.send {
			return a.printRecord(ctx, d, after)
		}
		return a.sendNow(ctx, d, after.Header().ID)
	})
}

func (a *app) compose(ctx context.Context, d desk.Desk, o writeOptions, about string) (*model.Message, error) {
	l := desk.Letter{Template: o.template, Cc: o.cc, Bcc: o.bcc, Subject: clean(o.subject), Body: o.body, From: o.from}
	if err := a.addressLetter(ctx, d, &l, addressing{about, o.to, o.language, o.offer}); err != nil {
		return nil, err
	}
	if o.answers != "" {
		var err error
		if l.Answers, err = find(ctx, d, o.answers); err != nil {
			return nil, err
		}
	}
	for _, path := range o.attach {
		file, err := putFile(ctx, d, path)
		if err != nil {
			return nil, err
		}
		l.Files = append(l.Files, file)
	}
	if l.Body == "" && l.Template == "" && !isTerminal(a.env.In) {
		raw, err := io.ReadAll(io.LimitReader(a.env.In, 4*model.MaxLong+1))
		if err != nil {
			return nil, fmt.Errorf("reading the message: %w", err)
		}
		l.Body = string(raw)
	}
	l.Body = text.CleanLines(l.Body, model.MaxLong)
	m, err := desk.Compose(ctx, d, l, model.NewIDs(a.env.Now, nil))
	if err != nil {
		return nil, err
	}
	if isTerminal(a.env.In) && o.body == "" && !o.send && !o.draft {
		if m.Body, err = a.editText(ctx, m.Body); err != nil {
			return nil, err
		}
	}
	if strings.TrimSpace(m.Body) == "" && len(m.Attachments) == 0 {
		return nil, usagef("write: the message says nothing: give --template, --body, or write it to the standard input")
	}
	return m, nil
}

// checkLetter refuses a message to somebody else than the buyer that says who the buyer
// is, or tells so when it is not to be refused.
func (a *app) checkLetter(ctx context.Context, d desk.Desk, m *model.Message, refuse bool) error {
	err := desk.CheckLetter(ctx, d, m)
	var names *desk.NamesBuyerError
	switch {
	case !errors.As(err, &names):
		return err
	case refuse:
		return revealing(err)
	}
	_, err = fmt.Fprintln(a.env.Err, clean(names.Error()))
	return err
}

// revealing says how a message is sent all the same that names the buyer.
func revealing(err error) error {
	if errors.As(err, new(*desk.NamesBuyerError)) {
		return fmt.Errorf("%w; --reveal-buyer sends it all the same", err)
	}
	return err
}

// editText gives a text to the person's editor and reads what it left.
func (a *app) editText(ctx context.Context, before string) (after string, err error) {
	dir, err := os.MkdirTemp("", "tradedesk-")
	if err != nil {
		return "", fmt.Errorf("making a file for the editor: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "message.txt")
	if err := os.WriteFile(path, []byte(before+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("making a file for the editor: %w", err)
	}
	words := strings.Fields(firstGiven(a.settings().Text(config.Editor), a.env.Getenv("VISUAL"), a.env.Getenv("EDITOR"), "vi"))
	editor := exec.CommandContext(ctx, words[0], append(words[1:], path)...)
	editor.Stdin, editor.Stdout, editor.Stderr = a.env.In, a.env.Out, a.env.Err
	if err := editor.Run(); err != nil {
		return "", fmt.Errorf("editing the message: %w", err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("reading what the editor left: %w", err)
	}
	return text.CleanLines(strings.ToValidUTF8(string(data), "\uFFFD"), model.MaxLong), nil
}

func firstGiven(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

// sendNow hands over what is queued and says what became of one message.
func (a *app) sendNow(ctx context.Context, d desk.Desk, id model.ID) error {
	if _, err := d.SendOutbox(ctx); err != nil {
		return fmt.Errorf("%w; the message is in the outbox", err)
	}
	m, err := d.Get(ctx, id)
	if err != nil {
		return err
	}
	message, ok := m.(*model.Message)
	if !ok {
		return fmt.Errorf("%s %s is no message", m.Kind(), id.Short())
	}
	if a.json {
		if err := a.printRecord(ctx, d, m); err != nil {
			return err
		}
	} else if err := a.printLetter(message); err != nil {
		return err
	}
	return a.letterFailed(message)
}

func (a *app) printLetter(m *model.Message) error {
	w := bufio.NewWriter(a.env.Out)
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", m.ID.Short(), m.State, clean(m.To), clean(m.Subject))
	return w.Flush()
}

// letterFailed gives an error for a message that was not sent; one that waits for a
// network is none.
func (a *app) letterFailed(m *model.Message) error {
	switch m.State {
	case model.MailFailed:
		return fmt.Errorf("message %s was not taken: %s; `tradedesk outbox retry %s` sends it again", m.ID.Short(), clean(m.Failure), m.ID.Short())
	case model.MailUnsure:
		return fmt.Errorf("message %s may have been sent: %s; see `tradedesk outbox --help`", m.ID.Short(), clean(m.Failure))
	case model.MailQueued:
		_, err := fmt.Fprintf(a.env.Err, "it waits in the outbox: %s\n", clean(m.Failure))
		return err
	case model.MailDraft, model.MailSent:
	}
	return nil
}
