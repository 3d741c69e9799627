package desk

import (
	"context"
	"fmt"
	"strings"

	"tradedesk/model"
	"tradedesk/model/capture"
	"tradedesk/model/value"
)

// CaptureContext gives what a desk knows that helps to understand a line typed at a
// fair: the names of its latest companies and products, at most some of each kind.
func CaptureContext(ctx context.Context, d Desk, home value.Country, most int) (capture.Context, error) {
	var companies, products []string
	for _, kind := range []model.Kind{model.KindSupplier, model.KindLead} {
		page, err := d.List(ctx, Query{Kind: kind, Desc: true, Limit: most})
		if err != nil {
			return capture.Context{}, fmt.Errorf("reading the names that the desk knows: %w", err)
		}
		for _, row := range page.Rows {
			companies = append(companies, row.Title)
			for product := range strings.SplitSeq(row.Detail, ", ") {
				products = append(products, product)
			}
		}
	}
	return capture.NewContext(home, companies, products), nil
}
