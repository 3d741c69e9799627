package cli

import (
	"bufio"
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

type exportOptions struct {
	selection
	format string
	out    string
}

func (a *app) exportCommand() *cobra.Command {
	o := exportOptions{}
	c := &cobra.Command{
		Use:   "export KIND|ID",
		Short: "Write records as CSV, Excel, JSON, NDJSON or vCard",
		Long: `export writes the records of a kind, or one record, to the output or with -o to a
file. The file appears when it is whole: an export that fails leaves what was there
before. Without --format the end of the file's name says it, and a name that says
another is refused. "tradedesk import" reads every one of these formats back.

` + selectionHelp + `

` + exportOrder,
		Example: `  tradedesk export lead --format csv -o leads.csv
  tradedesk export rfq -o rfqs.xlsx
  tradedesk export supplier --where country=MA --format vcard > suppliers.vcf
  tradedesk export 7c2d9f10 --format json`,
		Args:              exactly(1, "a kind or an id"),
		ValidArgsFunction: completeKind,
		RunE: func(c *cobra.Command, args []string) error {
			format, err := o.formatName()
			if err == nil {
				err = checkEnding(o.out, format)
			}
			if err != nil {
				return err
			}
			return a.runExport(c, o, desk.ExportRequest{Format: format}, args[0])
		},
	}
	a.addSelection(c, &o.selection)
	c.Flags().Lookup("sort").Usage = "order by `[-]FIELD` instead of by creation"
	c.Flags().StringVar(&o.format, "format", "", "`FORMAT`: "+strings.Join(desk.ExportFormats(), ", "))
	c.Flags().StringVarP(&o.out, "output", "o", "", "write to a `FILE`")
	completeFlag(c, "format", desk.ExportFormats())
	return c
}

// formatName gives the format that the flags ask for.
func (o exportOptions) formatName() (string, error) {
	if o.format != "" {
		return parseFormat(o.format, desk.ExportFormats())
	}
	if end := strings.TrimPrefix(filepath.Ext(o.out), "."); end != "" {
		if format, err := parseFormat(end, desk.ExportFormats()); err == nil {
			return format, nil
		}
	}
	return "", usagef("export: want --format, one of %s", strings.Join(desk.ExportFormats(), ", "))
}

func (a *app) runExport(c *cobra.Command, o exportOptions, req desk.ExportRequest, what string) error {
	ctx := c.Context()
	kind, err := model.ParseKind(what)
	if err == nil {
		if req.Query, err = a.query(c, &o.selection, kind); err != nil {
			return err
		}
		return a.withDesk(ctx, func(d desk.Desk) error { return a.export(ctx, d, req, o.out) })
	}
	if guess, ok := nearest(what, kindNames()); ok {
		return usagef("export %.40q: %w; did you mean %q?", clean(what), errNoKind, guess)
	}
	if o.given(c) {
		return usagef("export %.40q: %w; --where, --sort, --limit and --deleted need a kind", clean(what), errNoKind)
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		if req.ID, err = find(ctx, d, what); err != nil {
			return err
		}
		return a.export(ctx, d, req, o.out)
	})
}

var errNoKind = errors.New("no kind of record")

func (a *app) export(ctx context.Context, d desk.Desk, req desk.ExportRequest, name string) error {
	if name == "" || name == "-" {
		w := bufio.NewWriterSize(a.fileOut(), 64<<10)
		if err := d.Export(ctx, req, w); err != nil {
			return asUsage(err)
		}
		return w.Flush()
	}
	file, err := createWhole(name)
	if err != nil {
		return err
	}
	if err := d.Export(ctx, req, file); err != nil {
		return errors.Join(asUsage(err), file.abandon())
	}
	return file.commit()
}
