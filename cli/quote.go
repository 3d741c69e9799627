package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

func (a *app) quoteCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "quote",
		Short:   "Read quotes out of what suppliers send, and write them as UBL",
		Long:    `quote read makes a quote of what a supplier sent, quote document writes one as UBL.`,
		Example: `  tradedesk quote read offer.xlsx --rfq RFQ-2026-4K7M2QX --supplier 7c2d9f10`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return usagef("quote: want read or document; see %s --help", c.CommandPath())
		},
	}
	c.AddCommand(a.quoteReadCommand(), a.quoteDocumentCommand())
	return c
}

// quoteOptions say what a supplier sent, and for which RFQ.
type quoteOptions struct {
	rfq, supplier string
	format        string
	charset       string
	decimal       string
	attachment    string
	dryRun, yes   bool
	beside        bool
}

func (a *app) quoteReadCommand() *cobra.Command {
	o := quoteOptions{}
	c := &cobra.Command{
		Use:   "read MESSAGE|FILE|-",
		Short: "Read a message, a price list or a document as a quote",
		Long: `quote read makes one quote of what a supplier sent: a table (CSV, Excel), a UBL
quotation, or what is written in a message, in English, French or Arabic, such as
"FOB Agadir 160 MAD/kg min 500 kg, 150 from 2000, lead 3 weeks, valid 30 days, 30%
deposit". - is a text on the standard input, a FILE ending in .txt one too; of a
MESSAGE of the desk it is the attachment that can be read, or else its text, and
its sender and thread say the supplier and the RFQ.

It prints what was recognised, and from which words or cells, and saves it when
you say so: at a terminal it asks, elsewhere --yes says it. A number that could be
two, such as 1.234, is asked back with its cell; --decimal tells which mark it is.
A quote with the same reference is superseded, unless --beside keeps both; the same
quote again adds nothing.`,
		Example: `  tradedesk quote read offer.xlsx --rfq RFQ-2026-4K7M2QX --supplier 7c2d9f10 --dry-run
  tradedesk quote read 5e1fa2b4 --yes
  wl-paste | tradedesk quote read - --rfq RFQ-2026-4K7M2QX --supplier 7c2d9f10 --yes`,
		Args: exactly(1, "one message or file"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.withDesk(c.Context(), func(d desk.Desk) error { return a.readQuote(c.Context(), d, o, args[0]) })
		},
	}
	f := c.Flags()
	f.StringVar(&o.rfq, "rfq", "", "the `RFQ` that it answers (default the one that it names)")
	f.StringVar(&o.supplier, "supplier", "", "the `SUPPLIER` whose it is (default the one that it names)")
	f.StringVar(&o.format, "format", "", "`FORMAT` of the file: csv, xlsx or ubl")
	f.StringVar(&o.charset, "charset", "", "`CHARSET` of the file, such as windows-1256")
	f.StringVar(&o.decimal, "decimal", "", "`MARK` before decimals, . or , where the source cannot tell")
	f.StringVar(&o.attachment, "attachment", "", "`NAME` of the message's attachment to read; \"\" its text when it has none that can be")
	f.BoolVar(&o.dryRun, "dry-run", false, "say what was recognised, and save nothing")
	f.BoolVar(&o.yes, "yes", false, "save it without asking")
	f.BoolVar(&o.beside, "beside", false, "keep an earlier quote with the same reference as it is")
	completeFlag(c, "format", []string{"csv", "xlsx", "ubl"})
	completeFlag(c, "decimal", []string{".", ","})
	return c
}

// readQuote reads one source, shows it and saves it when that is said.
func (a *app) readQuote(ctx context.Context, d desk.Desk, o quoteOptions, typed string) error {
	src, err := a.quoteSource(ctx, d, o, typed)
	if err != nil {
		return err
	}
	r, err := desk.ReadQuote(ctx, d, src)
	if err != nil {
		return fmt.Errorf("%s: %w", clean(typed), err)
	}
	save := r.Same == nil && !o.dryRun
	if save && !o.yes {
		if !isTerminal(a.env.In) || a.json || typed == "-" {
			if err := a.printReading(r, model.ID{}); err != nil {
				return err
			}
			return usagef("quote read: nothing is saved; give --yes to save it, or --dry-run to look only")
		}
		if save, err = a.confirmReading(r); err != nil || !save {
			return err
		}
		id := model.NewIDs(a.env.Now, nil).New()
		if _, err := desk.SaveQuote(ctx, d, r, id); err != nil {
			return err
		}
		_, err = fmt.Fprintln(a.env.Out, "saved as "+id.String())
		return err
	}
	var id model.ID
	if save {
		id = model.NewIDs(a.env.Now, nil).New()
		if _, err := desk.SaveQuote(ctx, d, r, id); err != nil {
			return err
		}
	}
	return a.printReading(r, id)
}

// confirmReading shows a reading and asks whether it is right.
func (a *app) confirmReading(r desk.QuoteReading) (bool, error) {
	w := bufio.NewWriter(a.env.Out)
	writeReading(w, r)
	_, _ = fmt.Fprint(w, "Save this quote? [y/N] ") // Flush says what failed
	if err := w.Flush(); err != nil {
		return false, err
	}
	answer, err := bufio.NewReader(io.LimitReader(a.env.In, 100)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("reading your answer: %w", err)
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return true, nil
	}
	_, err = fmt.Fprintln(a.env.Out, "nothing is saved")
	return false, err
}

// quoteSource opens what a person named.
func (a *app) quoteSource(ctx context.Context, d desk.Desk, o quoteOptions, typed string) (desk.AnswerSource, error) {
	src := desk.AnswerSource{At: a.env.Now().In(a.env.Location)}
	info, statErr := os.Stat(typed)
	switch {
	case typed == "-" || statErr == nil && !info.IsDir():
		content, err := a.readWhole(ctx, typed)
		if err != nil {
			return src, err
		}
		src.Content, src.Name = content, filepath.Base(typed)
		src.Text = o.format == "" && (typed == "-" || slices.Contains([]string{".txt", ".md"}, strings.ToLower(filepath.Ext(typed))))
	default:
		record, err := get(ctx, d, typed)
		if err != nil {
			if errors.Is(statErr, fs.ErrNotExist) && strings.ContainsAny(typed, "./") {
				return src, pathError(typed, statErr)
			}
			return src, err
		}
		m, ok := record.(*model.Message)
		if !ok {
			return src, usagef("quote read %.40s: is a %s; want a message or a file", clean(typed), record.Kind())
		}
		file, err := answerFile(m, o.attachment)
		if err != nil {
			return src, err
		}
		if src, err = desk.MessageAnswer(ctx, d, m, file); err != nil {
			return src, err
		}
	}
	src.Format, src.Charset, src.Home, src.Beside = o.format, o.charset, a.country(), o.beside
	return src, nameQuote(ctx, d, o, &src)
}

// nameQuote takes what the flags say of a source.
func nameQuote(ctx context.Context, d desk.Desk, o quoteOptions, src *desk.AnswerSource) error {
	switch o.decimal {
	case "":
	case ".", ",":
		src.Decimal = o.decimal[0]
	default:
		return usagef("--decimal %.10q: want . or ,", clean(o.decimal))
	}
	for _, named := range []struct {
		flag, typed string
		kind        model.Kind
		into        *model.ID
	}{{"rfq", o.rfq, model.KindRFQ, &src.RFQ}, {"supplier", o.supplier, model.KindSupplier, &src.Supplier}} {
		if named.typed == "" {
			continue
		}
		r, err := get(ctx, d, named.typed)
		if err != nil {
			return fmt.Errorf("--%s: %w", named.flag, err)
		}
		if r.Kind() != named.kind {
			return usagef("--%s %.40q: is a %s; want a %s", named.flag, clean(named.typed), r.Kind(), named.kind)
		}
		*named.into = r.Header().ID
	}
	return nil
}

// answerFile gives the attachment of a message that is read, nil for its text.
func answerFile(m *model.Message, name string) (*model.Attachment, error) {
	if name != "" {
		file, err := named(m.Attachments, name)
		return &file, err
	}
	files := desk.AnswerFiles(m)
	switch len(files) {
	case 0:
		return nil, nil
	case 1:
		return &files[0], nil
	}
	var names []string
	for _, f := range files {
		names = append(names, clean(f.Name))
	}
	return nil, usagef("quote read: the message has several files: give --attachment with one of %s", strings.Join(names, ", "))
}

// readWhole reads a file within the bounds of a supplier's answer.
func (a *app) readWhole(ctx context.Context, name string) ([]byte, error) {
	in, _, err := a.openSource(ctx, name)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(in, desk.MaxAnswer+1))
	if err = errors.Join(err, in.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", clean(name), err)
	}
	return content, nil
}
