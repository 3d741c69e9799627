package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/match"
	"tradedesk/model/value"
)

// matchLimit is how many suppliers match prints unless it is told otherwise.
const matchLimit = 20

func (a *app) matchCommand() *cobra.Command {
	limit, all := matchLimit, false
	c := &cobra.Command{
		Use:   "match RFQ",
		Short: "Rank the suppliers who can serve an RFQ, and say why",
		Long: `match ranks suppliers for an RFQ, the best first, with what each part of the
score of up to 100 goes by: the product, by HS code or words, of every line; the
minimum order; certificates; the way to the port; the Incoterm; how fast and how
often they answered; what they won; when they last quoted; their rating. What is
not known counts half.

Who lacks a certificate on the day of delivery, or the capacity, is left out and
listed with the reason. --all lists all who fit, and those who offer none of the
goods too.`,
		Example: `  tradedesk match RFQ-2026-4K7M2QX
  tradedesk match 7c2d9f10 --limit 5 --json
  tradedesk match 7c2d9f10 --all`,
		Args:              exactly(1, "the id of one RFQ"),
		ValidArgsFunction: a.completeKindID(model.KindRFQ),
		RunE: func(c *cobra.Command, args []string) error {
			if limit < 1 {
				return usagef("--limit %d: want 1 or more", limit)
			}
			o := match.Options{Limit: limit, Others: all}
			if all && !c.Flags().Changed("limit") {
				o.Limit = 0
			}
			return a.runMatch(c.Context(), args[0], o)
		},
	}
	c.Flags().IntVar(&limit, "limit", matchLimit, "print the best `N`, and at most as many who are left out")
	c.Flags().BoolVar(&all, "all", false, "print all, and who offers none of the goods too")
	return c
}

// The shape of what match prints, which scripts rely on.
type (
	matchJSON struct {
		RFQ       model.ID        `json:"rfq"`
		Number    string          `json:"number"`
		Total     int             `json:"total"` // who can serve it
		Suppliers []matchedJSON   `json:"suppliers"`
		Excluded  []unmatchedJSON `json:"excluded"`
		LeftOut   int             `json:"left_out"`  // how many are excluded
		Elsewhere int             `json:"elsewhere"` // who offer none of the goods
	}
	matchedJSON struct {
		ID      model.ID     `json:"id"`
		Name    string       `json:"name"`
		Score   int          `json:"score"`
		Asked   bool         `json:"asked"` // for this RFQ
		Parts   []partJSON   `json:"parts"`
		Replies *repliesJSON `json:"replies"`
	}
	partJSON struct {
		match.Part
		Text string `json:"text"`
	}
	unmatchedJSON struct {
		ID      model.ID     `json:"id"`
		Name    string       `json:"name"`
		Reasons []reasonJSON `json:"reasons"`
	}
	reasonJSON struct {
		match.Reason
		Text string `json:"text"`
	}
)

func (a *app) runMatch(ctx context.Context, idArg string, o match.Options) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		record, err := a.ofKind(ctx, d, model.KindRFQ, idArg, "match wants the id of one")
		if err != nil {
			return err
		}
		rfq, result, err := desk.Match(ctx, d, record.Header().ID, a.now(), o)
		if err != nil {
			return err
		}
		asked, err := a.askedFor(ctx, d, rfq.ID)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(matchOf(rfq, result, asked))
		}
		return a.writeMatch(rfq, result, asked)
	})
}

func matchOf(rfq *model.RFQ, r match.Result, asked map[model.ID]bool) matchJSON {
	out := matchJSON{RFQ: rfq.ID, Number: rfq.Number(), Total: r.Total, Suppliers: []matchedJSON{}, Excluded: []unmatchedJSON{}, LeftOut: r.LeftOut, Elsewhere: r.Elsewhere}
	for _, e := range r.Ranked {
		m := matchedJSON{ID: e.Supplier.ID, Name: e.Supplier.Name, Score: e.Score, Asked: asked[e.Supplier.ID], Replies: repliesOf(e.Record), Parts: []partJSON{}}
		for _, p := range e.Parts {
			m.Parts = append(m.Parts, partJSON{p, matchText(p.Code, p.Seen)})
		}
		out.Suppliers = append(out.Suppliers, m)
	}
	for _, list := range [][]match.Exclusion{r.Excluded, r.Others} {
		for _, x := range list {
			u := unmatchedJSON{ID: x.Supplier.ID, Name: x.Supplier.Name}
			for _, reason := range x.Reasons {
				u.Reasons = append(u.Reasons, reasonJSON{reason, matchText(reason.Code, reason.Seen)})
			}
			out.Excluded = append(out.Excluded, u)
		}
	}
	return out
}

func (a *app) writeMatch(rfq *model.RFQ, r match.Result, asked map[model.ID]bool) error {
	w := bufio.NewWriter(a.env.Out)
	fmt.Fprintf(w, "%s  %s\n", rfq.Number(), clean(titleOf(rfq)))
	if r.Total == 0 {
		fmt.Fprintln(w, "no supplier fits; give suppliers products and HS codes, or the RFQ's lines")
	}
	for i, e := range r.Ranked {
		note := ""
		if asked[e.Supplier.ID] {
			note = "  (asked)"
		}
		fmt.Fprintf(w, "%3d. %3d  %s  %s%s\n", i+1, e.Score, e.Supplier.ID.Short(), clean(e.Supplier.Name), note)
		for _, p := range e.Parts {
			fmt.Fprintf(w, "          %2d/%-2d  %s\n", p.Points, p.Of, clean(matchText(p.Code, p.Seen)))
		}
	}
	if more := r.Total - len(r.Ranked); more > 0 {
		fmt.Fprintf(w, "and %d more: --all lists them\n", more)
	}
	for _, list := range [][]match.Exclusion{r.Excluded, r.Others} {
		for _, x := range list {
			why := make([]string, len(x.Reasons))
			for i, reason := range x.Reasons {
				why[i] = matchText(reason.Code, reason.Seen)
			}
			fmt.Fprintf(w, "  out  %s  %s: %s\n", x.Supplier.ID.Short(), clean(x.Supplier.Name), clean(strings.Join(why, "; ")))
		}
	}
	if more := r.LeftOut - len(r.Excluded); more > 0 {
		fmt.Fprintf(w, "  out  and %d more: --all lists them\n", more)
	}
	if r.Elsewhere > 0 && len(r.Others) == 0 {
		offer := "offer"
		if r.Elsewhere == 1 {
			offer = "offers"
		}
		fmt.Fprintf(w, "%s %s none of it\n", plural(r.Elsewhere, "other supplier"), offer)
	}
	return w.Flush()
}

// matchWords word the parts of a score and the reasons to be left out.
var matchWords = map[match.Code]func(s match.Seen) string{
	match.ProductHS:    func(s match.Seen) string { return "offers HS " + s.HS.String() + ofLines(s) },
	match.ProductWords: func(s match.Seen) string { return "offers " + s.Words + ofLines(s) },
	match.ProductName:  func(s match.Seen) string { return "offers " + s.Words + " by name" + ofLines(s) },
	match.MOQFits: func(s match.Seen) string {
		return "least order " + quantityText(s.Has) + ", wanted " + quantityText(s.Wanted)
	},
	match.MOQAbove: func(s match.Seen) string {
		return "least order " + quantityText(s.Has) + " is above the " + quantityText(s.Wanted) + " that are wanted"
	},
	match.MOQUnknown:      func(match.Seen) string { return "least order not known" },
	match.Certified:       func(s match.Seen) string { return "holds " + plural(s.Count, "certificate") + " asked for" },
	match.CertificateEnds: func(s match.Seen) string { return s.Certificate + " expires " + s.Until.String() },
	match.PortSame:        func(s match.Seen) string { return "loads at " + s.Port.String() },
	match.PortCountry:     func(s match.Seen) string { return "in the country of the port" },
	match.PortOther:       func(s match.Seen) string { return "far from the port" },
	match.LanePort:        func(s match.Seen) string { return "lane " + s.Name + " leads from their port" },
	match.LaneCountry:     func(s match.Seen) string { return "lane " + s.Name + " leads from their country" },
	match.LaneNone:        func(s match.Seen) string { return "no lane to " + s.Port.String() + " is known" },
	match.LaneAgreement:   func(s match.Seen) string { return "no lane is known; " + s.Name + ", verify" },
	match.TermOffered:     func(s match.Seen) string { return "sells " + s.Incoterm.String() },
	match.TermNotOffered:  func(s match.Seen) string { return "does not sell " + s.Incoterm.String() },
	match.TermUnknown:     func(s match.Seen) string { return "terms not known" },
	match.Replies:         func(s match.Seen) string { return repliesText(s) },
	match.RepliesNever:    func(s match.Seen) string { return fmt.Sprintf("answered 0 of %d", s.Of) },
	match.RepliesAwaited:  func(match.Seen) string { return "asked, no answer is due yet" },
	match.RepliesUnknown:  func(match.Seen) string { return "never asked so far" },
	match.Wins:            func(s match.Seen) string { return fmt.Sprintf("won %d of %d quoted", s.Count, s.Of) },
	match.WinsUnknown:     func(match.Seen) string { return "nothing to win so far" },
	match.QuotedLately:    func(s match.Seen) string { return "last quote " + plural(s.Days, "day") + " ago" },
	match.QuotedLongAgo:   func(s match.Seen) string { return "last quote " + plural(s.Days, "day") + " ago" },
	match.NeverQuoted:     func(match.Seen) string { return "never quoted" },
	match.Rated:           func(s match.Seen) string { return "rated " + s.Rating.String() + " of 5" },
	match.Verified:        func(s match.Seen) string { return "tagged " + s.Name },
	match.RatingUnknown:   func(match.Seen) string { return "not rated" },

	match.NoProduct: func(match.Seen) string { return "offers none of it" },
	match.CapacityShort: func(s match.Seen) string {
		return "can deliver " + quantityText(s.Has) + ", wanted " + quantityText(s.Wanted)
	},
	match.MarketExcluded: func(s match.Seen) string {
		if string(s.Market) == string(s.Country) {
			return "does not sell to " + s.Country.Name("en")
		}
		return "does not sell to " + s.Country.Name("en") + " (" + s.Market.Name("en") + ")"
	},
	match.CertificateMissing: func(s match.Seen) string { return "has no " + s.Certificate },
	match.CertificateExpired: func(s match.Seen) string { return s.Certificate + " expires " + s.Until.String() + ", before delivery" },
}

// matchText says what a part of a score, or a reason, goes by.
func matchText(code match.Code, seen match.Seen) string {
	if word, ok := matchWords[code]; ok {
		return word(seen)
	}
	return string(code)
}

func ofLines(s match.Seen) string {
	if s.OfLines < 2 {
		return ""
	}
	return fmt.Sprintf(" (%d of %d lines)", s.Lines, s.OfLines)
}

func quantityText(q value.Quantity) string {
	return strings.TrimSpace(q.Amount.String() + " " + q.Unit.Symbol())
}

func repliesText(s match.Seen) string {
	if s.Took == 0 {
		return fmt.Sprintf("answered %d of %d", s.Count, s.Of)
	}
	return fmt.Sprintf("answered %d of %d, half within %s", s.Count, s.Of, hoursText(s.Took))
}
