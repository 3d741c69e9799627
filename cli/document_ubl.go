package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

type ublOptions struct {
	format, out  string
	force, whole bool
}

func (a *app) rfqCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "rfq",
		Short:   "Write an RFQ for suppliers",
		Long:    `rfq document writes an RFQ as a document that a supplier's system reads.`,
		Example: `  tradedesk rfq document RFQ-2026-4K7M2QX --as ubl -o request.xml`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return usagef("rfq: want document; see %s --help", c.CommandPath())
		},
	}
	c.AddCommand(a.rfqDocumentCommand())
	return c
}

func (a *app) rfqDocumentCommand() *cobra.Command {
	o := ublOptions{}
	c := &cobra.Command{
		Use:   "document RFQ",
		Short: "Write an RFQ as a UBL request for quotation",
		Long: `rfq document writes an RFQ as a RequestForQuotation of UBL 2.1, with your firm as
who asks: its number, lines, deadline, delivery, terms of payment and certificates.
The buyer, target prices and notes are left out, unless --whole writes them for
another desk. A quotation that names its number comes back to it with import.
Without -o the file is named after the RFQ.`,
		Example: `  tradedesk rfq document RFQ-2026-4K7M2QX --as ubl -o request.xml
  tradedesk rfq document 7c2d9f10 --whole -o -`,
		Args: exactly(1, "one RFQ"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runUBLDocument(c.Context(), o, args[0], model.KindRFQ)
		},
	}
	o.flags(c)
	c.Flags().BoolVar(&o.whole, "whole", false, "with the buyer, the target prices and the notes")
	return c
}

func (a *app) quoteDocumentCommand() *cobra.Command {
	o := ublOptions{}
	c := &cobra.Command{
		Use:   "document QUOTE",
		Short: "Write a supplier's quote as a UBL quotation",
		Long: `quote document writes a quote as a Quotation of UBL 2.1, as its supplier would
have sent it: another desk that has the RFQ imports it. Without -o the file is named
after the quote.`,
		Example: `  tradedesk quote document 5e1fa2b4 -o quotation.xml`,
		Args:    exactly(1, "one quote"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runUBLDocument(c.Context(), o, args[0], model.KindQuote)
		},
	}
	o.flags(c)
	return c
}

func (a *app) catalogueCommand() *cobra.Command {
	o := ublOptions{}
	c := &cobra.Command{
		Use:   "catalogue SUPPLIER",
		Short: "Write a supplier's products as a UBL catalogue",
		Long: `catalogue writes what a supplier offers as a Catalogue of UBL 2.1: products, MOQ
and lead time, with your firm as who receives it. Without -o the file is named
after the supplier.`,
		Example: `  tradedesk catalogue 7c2d9f10 -o catalogue.xml`,
		Args:    exactly(1, "one supplier"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runUBLDocument(c.Context(), o, args[0], model.KindSupplier)
		},
	}
	o.flags(c)
	return c
}

func (o *ublOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.format, "as", "ubl", "`FORMAT`: ubl")
	f.StringVarP(&o.out, "output", "o", "", "write to a `FILE`, into a directory, or to -")
	f.BoolVar(&o.force, "force", false, "overwrite the file that is there")
	completeFlag(c, "as", []string{"ubl"})
}

func (a *app) runUBLDocument(ctx context.Context, o ublOptions, typed string, kind model.Kind) error {
	if !strings.EqualFold(o.format, "ubl") {
		return usagef("--as %.20q: want ubl", clean(o.format))
	}
	if err := checkEnding(o.out, "ubl"); err != nil {
		return err
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		r, err := get(ctx, d, typed)
		if err != nil {
			return err
		}
		if r.Kind() != kind {
			return usagef("%.40s: is a %s; want a %s", clean(typed), r.Kind(), kind)
		}
		doc, err := desk.UBLDocument(ctx, d, r, o.whole)
		if errors.Is(err, desk.ErrNoFirm) {
			return errNoFirm
		}
		if err != nil {
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
			return a.printJSON(map[string]any{"saved": path, "id": r.Header().ID})
		}
		_, err = fmt.Fprintln(a.env.Out, path)
		return err
	})
}
