package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/match"
)

func (a *app) showCommand() *cobra.Command {
	original := false
	c := &cobra.Command{
		Use:   "show ID",
		Short: "Show one record with all of its fields",
		Long: `show prints one record, deleted ones too; an RFQ with its quotes, samples and
messages. The id may be shortened to at least four characters of its beginning or
end. The id of a merged record shows the one that goes on in its place, unless you
say --original.`,
		Example: `  tradedesk show 7c2d9f10
  tradedesk show 7c2d9f10 --json`,
		Args:              exactly(1, "one id"),
		ValidArgsFunction: a.completeID,
		RunE:              func(c *cobra.Command, args []string) error { return a.runShow(c.Context(), args[0], original) },
	}
	c.Flags().BoolVar(&original, "original", false, "show a merged record itself")
	return c
}

func (a *app) runShow(ctx context.Context, idArg string, original bool) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		record, err := get(ctx, d, idArg)
		if err == nil && !original {
			record, err = a.following(ctx, d, idArg)
		}
		if err != nil {
			return err
		}
		if record.Kind() == model.KindRFQ {
			return a.showRFQ(ctx, d, record)
		}
		if s, ok := record.(*model.Supplier); ok {
			return a.showSupplier(ctx, d, s)
		}
		return a.printRecord(ctx, d, record)
	})
}

// showSupplier shows a supplier with how they answered so far.
func (a *app) showSupplier(ctx context.Context, d desk.Desk, s *model.Supplier) error {
	record, err := desk.RecordOf(ctx, d, s, a.now())
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(json.RawMessage(model.EncodeJSONWith(s, map[string]any{"replies": repliesOf(record)})))
	}
	w := bufio.NewWriter(a.env.Out)
	a.writeRecord(w, s, nil)
	if record.Asked > 0 {
		writeField(w, "replies", repliesText(match.Seen{Count: record.Answered, Of: record.Asked, Took: record.Median}))
	}
	return w.Flush()
}

// showRFQ shows an RFQ with what belongs to it inline.
func (a *app) showRFQ(ctx context.Context, d desk.Desk, rfq model.Record) error {
	id := rfq.Header().ID
	quotes, err := belonging(ctx, d, desk.Query{Kind: model.KindQuote, View: desk.ViewQuotes, Of: id})
	if err != nil {
		return fmt.Errorf("reading the quotes of RFQ %s: %w", id, err)
	}
	messages, err := belonging(ctx, d, desk.Query{Kind: model.KindMessage, View: desk.ViewThread, Of: id})
	if err != nil {
		return fmt.Errorf("reading the messages of RFQ %s: %w", id, err)
	}
	ofRFQ := []desk.Cond{{Field: "rfq", Op: desk.OpEqual, Text: id.String()}}
	samples, err := belonging(ctx, d, desk.Query{Kind: model.KindSample, Where: ofRFQ})
	if err != nil {
		return fmt.Errorf("reading the samples of RFQ %s: %w", id, err)
	}
	if a.json {
		return a.printJSON(json.RawMessage(model.EncodeJSONWith(rfq, map[string]any{
			"number": rfqNumber(rfq),
			"quotes": encodeAll(quotes), "messages": encodeAll(messages), "samples": encodeAll(samples),
		})))
	}
	w := bufio.NewWriter(a.env.Out)
	a.writeRecord(w, rfq, nil)
	writeField(w, "number", rfqNumber(rfq))
	for _, r := range slices.Concat(quotes, samples, messages) {
		fmt.Fprintln(w)
		a.writeRecord(w, r, nil)
	}
	return w.Flush()
}

// rfqNumber gives what an RFQ is called in letters.
func rfqNumber(r model.Record) string {
	if rfq, ok := r.(*model.RFQ); ok {
		return rfq.Number()
	}
	return ""
}

func belonging(ctx context.Context, d desk.Desk, q desk.Query) ([]model.Record, error) {
	var all []model.Record
	err := d.Records(ctx, q, func(r model.Record) error {
		all = append(all, r)
		return nil
	})
	return all, err
}

func encodeAll(records []model.Record) []json.RawMessage {
	all := make([]json.RawMessage, 0, len(records))
	for _, r := range records {
		all = append(all, model.EncodeJSON(r))
	}
	return all
}
