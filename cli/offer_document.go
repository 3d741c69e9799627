package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model/value"
)

type documentOptions struct {
	format, lang, out string
	force             bool
}

func (a *app) offerDocumentCommand() *cobra.Command {
	o := documentOptions{}
	c := &cobra.Command{
		Use:   "document OFFER",
		Short: "Write an offer for its buyer, as PDF, Excel or UBL",
		Long: `offer document writes the offer with your letterhead (tradedesk firm), in the
buyer's language. It has no costs, suppliers or commission. Without -o the file is
named after the offer and stands in this directory; with -o it is written to a
file, into a directory, or with "-" to the output. Without --as the file's name says
the format; one that says another than --as is refused. The file appears when it is
whole, and what is there already is not overwritten without --force. The same offer
gives the same file.

Characters that the fonts of the PDF do not have, such as Chinese ones, show as
boxes; they can be copied all the same, and an error line names them.`,
		Example: `  tradedesk offer document OFF-2026-4K7M2QX
  tradedesk offer document OFF-2026-4K7M2QX --lang ar -o ~/offers
  tradedesk offer document OFF-2026-4K7M2QX/2 --as ubl -o offer.xml
  tradedesk offer document OFF-2026-4K7M2QX --as xlsx -o - > offer.xlsx`,
		Args: exactly(1, "one offer"),
		RunE: func(c *cobra.Command, args []string) error {
			o.format = strings.ToLower(o.format)
			if said := desk.FormatOfName(o.out, desk.DocumentFormats()); said != "" && !c.Flags().Changed("as") {
				o.format = said
			}
			if err := checkEnding(o.out, o.format); err != nil {
				return err
			}
			return a.runOfferDocument(c.Context(), o, args[0])
		},
	}
	f := c.Flags()
	f.StringVar(&o.format, "as", "pdf", "`FORMAT`: "+strings.Join(desk.DocumentFormats(), ", "))
	f.StringVar(&o.lang, "lang", "", "`LANG` of the document: ar, en or fr (default the offer's)")
	f.StringVarP(&o.out, "output", "o", "", "write to a `FILE`, into a directory, or to - (default here, named after the offer)")
	f.BoolVar(&o.force, "force", false, "overwrite the file that is there")
	completeFlag(c, "as", desk.DocumentFormats())
	completeFlag(c, "lang", languageNames())
	return c
}

func (a *app) runOfferDocument(ctx context.Context, o documentOptions, typed string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		offer, err := offerNamed(ctx, d, typed)
		if err != nil {
			return err
		}
		doc, err := desk.OfferDocument(ctx, d, offer, o.format, value.Language(strings.ToLower(o.lang)))
		switch {
		case errors.Is(err, desk.ErrDocumentFormat), errors.Is(err, desk.ErrDocumentLanguage):
			return usageError{err}
		case errors.Is(err, desk.ErrNoFirm):
			return errNoFirm
		case err != nil:
			return err
		}
		a.sayLosses(doc)
		if err := a.sayFlags(ctx, d, offer); err != nil {
			return err
		}
		if o.out == "-" {
			_, err := a.fileOut().Write(doc.Content)
			return err
		}
		path, err := writeDocument(doc, o.out, o.force)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]any{"saved": path, "offer": offer.ID, "number": offer.Called()})
		}
		_, err = fmt.Fprintln(a.env.Out, path)
		return err
	})
}

// checkEnding refuses a name for a file that says another format; a directory, or - for the
// output, says none.
func checkEnding(out, format string) error {
	if info, err := os.Stat(out); out == "" || out == "-" || err == nil && info.IsDir() {
		return nil
	}
	return asUsage(desk.CheckEnding(out, format))
}

// sayLosses says what of the offer a document could not show.
func (a *app) sayLosses(doc desk.Document) {
	if doc.NoLogo != nil {
		reportError(a.env.Err, fmt.Errorf("the letterhead is without its picture: %w", doc.NoLogo))
	}
	if n := len(doc.Missing); n > 0 {
		reportError(a.env.Err, fmt.Errorf("%s not in the fonts of the document and shown as boxes: %s", plural(n, "character"), clean(string(doc.Missing[:min(n, 40)]))))
	}
}

// writeDocument writes a document under a name, or its own in a directory, and gives its
// path. What is no ordinary file, such as a pipe, is written to directly.
func writeDocument(doc desk.Document, out string, force bool) (string, error) {
	if out == "" {
		out = "."
	}
	info, err := os.Stat(out)
	if err == nil && info.IsDir() {
		out = filepath.Join(out, doc.Name)
		info, err = os.Stat(out)
	}
	if err == nil && !info.Mode().IsRegular() || err == nil && force {
		file, err := createWhole(out)
		if err != nil {
			return "", err
		}
		if _, err := file.Write(doc.Content); err != nil {
			return "", errors.Join(err, file.abandon())
		}
		return out, file.commit()
	}
	if err := desk.SaveDocument(doc, out, false); errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s: is there already; --force overwrites it, -o names another file", out)
	} else if err != nil {
		return "", err
	}
	return out, nil
}
