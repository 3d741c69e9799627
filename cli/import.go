package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

type importOptions struct {
	format   string
	kind     string
	tag      string
	charset  string
	mapping  string // the file that --map names
	writeMap string
	dryRun   bool
	thread   string
	noLeads  bool
	quote    quoteOptions // of a supplier's price list
}

func (a *app) importCommand() *cobra.Command {
	o := importOptions{}
	formats := desk.ImportFormats()
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: "Read records from CSV, Excel, vCard, JSON, calendar, mail, chat and UBL files",
		Long: `import reads files into the desk; - is the standard input. Format and kind are found
out from the name and the content, unless the flags say them. A row that cannot be
read is reported with its file, line, column and reason, and the rest goes in; of
values that were kept as they were written, the first few are. What was imported
before is updated, never doubled. All files are one action for undo.

What the columns of a table mean is found out from their names, titles above them
are passed over, and a workbook is read sheet by sheet. Where that is not enough, a
mapping says it: --write-map writes down what was found out, to be changed and given
back with --map. A number or date that could be two, such as 1.234 or 3/4/2026, is
refused until the other rows or a mapping tell which. --dry-run writes nothing and
says what would change.

With --rfq a CSV, Excel or UBL file is a supplier's quote on that RFQ, as with
quote read.

Mail is read from .eml files, from mbox files of all kinds, and from directories: a
Maildir, its folders too, or one of .eml files. A message goes into the thread of
the RFQ whose number is in its subject, of the message that it answers, or of the
lead, supplier or contact whose address it is from or to; a sender whom nobody knows
becomes a lead. Attachments are kept. The setting "addresses" says which mail went
out. A chat that WhatsApp exported, as .txt or .zip, goes to whom it is with.

The exit code is 0 when every file could be read, even if rows were rejected, and 1
when a file could not be read or the import was interrupted; what was whole by then
is kept.`,
		Example: `  tradedesk import leads.csv --tag sial-2026
  tradedesk import cards.vcf suppliers.xlsx --kind supplier --json
  tradedesk import list.csv --write-map list.toml
  tradedesk import list.csv --map list.toml --dry-run
  tradedesk import ~/Maildir sent.mbox --no-leads
  tradedesk import prices.xlsx --rfq RFQ-2026-4K7M2QX --supplier 7c2d9f10
  curl -s https://example.com/leads.ndjson | tradedesk import - --format ndjson`,
		Args: atLeast(1, "at least one file"),
		RunE: func(c *cobra.Command, args []string) error { return a.runImport(c.Context(), o, args) },
	}
	flags := c.Flags()
	flags.StringVar(&o.format, "format", "", "`FORMAT` of the files: "+strings.Join(formats, ", "))
	flags.StringVar(&o.kind, "kind", "", "`KIND` of the records")
	flags.StringVar(&o.tag, "tag", "", "put a `TAG` on every record")
	flags.StringVar(&o.charset, "charset", "", "`CHARSET` of the files, such as windows-1256")
	flags.StringVar(&o.mapping, "map", "", "read the columns as a mapping `FILE` says")
	flags.StringVar(&o.writeMap, "write-map", "", "write how the columns would be read into a `FILE`, and import nothing")
	flags.StringVar(&o.thread, "thread", "", "put the messages of mail into the thread of a lead, RFQ, supplier or contact with this `ID`")
	flags.BoolVar(&o.noLeads, "no-leads", false, "make no leads of senders whom the desk does not know")
	flags.BoolVar(&o.dryRun, "dry-run", false, "say what would change, and change nothing")
	flags.StringVar(&o.quote.rfq, "rfq", "", "read the file as a quote on this `RFQ`")
	flags.StringVar(&o.quote.supplier, "supplier", "", "read the file as a quote of this `SUPPLIER`")
	flags.StringVar(&o.quote.decimal, "decimal", "", "`MARK` before decimals of a quote, . or ,")
	completeFlag(c, "format", formats)
	completeFlag(c, "kind", kindNames())
	return c
}

// request builds what is the same for all files.
func (a *app) request(o importOptions) (desk.ImportRequest, error) {
	req := desk.ImportRequest{Tag: o.tag, Charset: o.charset, DryRun: o.dryRun, NoLeads: o.noLeads, Action: model.NewIDs(a.env.Now, nil).New()}
	if o.charset != "" {
		if err := desk.CheckCharset(o.charset); err != nil {
			return req, usagef("--charset: %w", err)
		}
	}
	if o.mapping != "" {
		mapping, err := readMapping(o.mapping)
		if err != nil {
			return req, err
		}
		req.Map = mapping
	}
	if o.kind != "" {
		kind, err := parseKind(o.kind)
		if err != nil {
			return req, err
		}
		req.Kind = kind
	}
	if o.format != "" {
		format, err := parseFormat(o.format, desk.ImportFormats())
		if err != nil {
			return req, err
		}
		req.Format = format
	}
	return req, nil
}

// mailFormat is what a directory of messages is read as.
const mailFormat = "mail"

// parseFormat reads the name of a file format.
func parseFormat(typed string, formats []string) (string, error) {
	name := strings.ToLower(strings.TrimSpace(typed))
	if name == "vcf" {
		name = "vcard"
	}
	for _, format := range formats {
		if name == format {
			return format, nil
		}
	}
	all := strings.Join(formats, ", ")
	if guess, ok := nearest(name, formats); ok {
		return "", usagef("--format %.40q: want one of %s; did you mean %q?", clean(typed), all, guess)
	}
	return "", usagef("--format %.40q: want one of %s", clean(typed), all)
}

func (a *app) runImport(ctx context.Context, o importOptions, names []string) error {
	req, err := a.request(o)
	if err != nil {
		return err
	}
	if o.quote.rfq != "" || o.quote.supplier != "" {
		return a.importQuotes(ctx, o, req, names)
	}
	if o.writeMap != "" {
		return a.writeMapping(ctx, o.writeMap, req, names)
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		if o.thread != "" {
			if req.Thread, err = threadNamed(ctx, d, o.thread); err != nil {
				return err
			}
		}
		return a.importFiles(ctx, d, req, names)
	})
}

// importFiles imports one file after the other and prints what came of each; an
// interruption leaves out those that are still to come.
func (a *app) importFiles(ctx context.Context, d desk.Desk, req desk.ImportRequest, names []string) error {
	var files []importedFile
	failed := false
	for _, name := range names {
		file := a.importFile(ctx, d, req, name)
		files = append(files, file)
		failed = failed || file.err != nil || file.Cancelled
		if !a.json {
			if err := a.printFile(file); err != nil {
				return err
			}
		}
		if ctx.Err() != nil {
			break
		}
	}
	if a.json {
		if err := a.printFilesJSON(files); err != nil {
			return err
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// importQuotes reads files as quotes: saying --rfq is to mean it.
func (a *app) importQuotes(ctx context.Context, o importOptions, req desk.ImportRequest, names []string) error {
	o.quote.format, o.quote.charset, o.quote.dryRun, o.quote.yes = req.Format, req.Charset, req.DryRun, !req.DryRun
	return a.withDesk(ctx, func(d desk.Desk) error {
		for _, name := range names {
			if err := a.readQuote(ctx, d, o.quote, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// threadNamed finds the record that messages are put to.
func threadNamed(ctx context.Context, d desk.Desk, typed string) (model.ID, error) {
	r, err := get(ctx, d, typed)
	if err != nil {
		return model.ID{}, fmt.Errorf("--thread: %w", err)
	}
	switch r.Kind() {
	case model.KindLead, model.KindRFQ, model.KindSupplier, model.KindContact:
		return r.Header().ID, nil
	}
	return model.ID{}, usagef("--thread %.40q: is a %s; want a lead, RFQ, supplier or contact", clean(typed), r.Kind())
}

// importFile reads one file in; its failure is part of what is given.
func (a *app) importFile(ctx context.Context, d desk.Desk, req desk.ImportRequest, name string) importedFile {
	source, size, err := a.openSource(ctx, name)
	if err != nil {
		return importedFile{FileReport: desk.FileReport{File: name, Format: req.Format}, err: err}
	}
	req.Name, req.Size = name, size
	if _, folder := source.(*desk.MailFolder); folder {
		req.Format = mailFormat
	}
	progress := a.newProgress()
	report, err := d.Import(ctx, req, source, progress.show)
	progress.clear()
	if closeErr := source.Close(); closeErr != nil && err == nil {
		err = fmt.Errorf("%s: %w", name, closeErr)
	}
	report.File = name
	if ctx.Err() != nil {
		// However the interrupt came through, it is what the person asked for.
		report.Cancelled, err = true, nil
	}
	return importedFile{FileReport: report, err: err}
}
