package model

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cockroachdb/apd/v3"

	"github.com/clipperhouse/displaywidth"

	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Bounds of what is derived, in runes.
const (
	maxTitle  = 120
	maxDetail = 160
	maxSearch = 400
)

// Title gives what a record is called in one line: a company, a name, a subject;
// the best that is known of it, "" when nothing is.
func Title(r Record) string {
	var title string
	switch r := r.(type) {
	case *Lead:
		title = cmp.Or(firstOrPhone(r.Phone, r.Company, r.Contact, r.Email.String()), r.Product)
	case *Supplier:
		title = firstOrPhone(r.Phone, r.Name, r.Contact, r.Email.String())
	case *Contact:
		title = cmp.Or(firstOrPhone(r.Phone, r.Name, r.Email.String()), r.Company)
	case *RFQ:
		title = cmp.Or(r.Title, lineProducts(r.Lines), r.Buyer)
	case *Quote:
		title = cmp.Or(r.Reference, quoteTerms(r))
	case *Message:
		title = cmp.Or(r.Subject, firstLine(r.Body))
	case *Task:
		title = r.Title
	case *Event:
		title = r.Name
	case *Deal:
		title = cmp.Or(r.Title, r.Buyer)
	case *Sample:
		title = cmp.Or(r.Product, r.TrackingNo)
	case *Tag:
		title = r.Name
	case *Lane:
		title = r.Name
	case *Rate:
		title = joinTexts(" ", r.Date.String(), r.Source)
	case *Offer:
		title = cmp.Or(r.Buyer, r.Called())
	case *Firm:
		title = cmp.Or(r.Name, r.NameFR, r.NameAR)
	case *Template:
		title = r.Name
	}
	return cut(title, maxTitle)
}

// firstOrPhone gives the first text there is, else the number as it is written. To
// write a number takes the plans of its country, so it is not done for nothing.
func firstOrPhone(phone value.Phone, texts ...string) string {
	if first := cmp.Or(texts...); first != "" {
		return first
	}
	return phone.Display()
}

// ExcerptOf derives what a list row shows of a record. For a lead it holds the
// score as of c.Now.
func ExcerptOf(r Record, c ScoreContext) Excerpt {
	lead, ok := r.(*Lead)
	if !ok {
		return ExcerptScored(r, 0, 0)
	}
	return ExcerptScored(r, ScoreLead(lead, c).Total, value.At(c.Now))
}

// ExcerptScored is ExcerptOf for a lead whose score at a time is known.
func ExcerptScored(r Record, score int, at value.Instant) Excerpt {
	h := r.Header()
	e := Excerpt{ID: h.ID, Kind: r.Kind(), Title: Title(r), At: h.CreatedAt, Deleted: h.Deleted}
	switch r := r.(type) {
	case *Lead:
		e.Score, e.ScoredAt = score, at
		excerptLead(&e, r)
	case *Supplier:
		e.Detail, e.Country, e.Currency, e.Tags = strings.Join(r.Products, ", "), r.Country, r.Currency, r.Tags
		e.Quantity, e.Unit = r.MOQ, r.Unit
		ending, until := r.NextCertificate()
		e.Next, e.DueAt = cut(strings.Join(ending, ", "), maxDetail), noon(until)
	case *Contact:
		e.Detail, e.Country, e.Tags = firstOrPhone(r.Phone, joinTexts(", ", r.Title, r.Company), r.Email.String()), r.Country, r.Tags
	case *RFQ:
		excerptRFQ(&e, r)
	case *Quote:
		excerptQuote(&e, r)
	case *Message:
		e.Detail, e.At = firstLine(r.Body), cmp.Or(r.At, h.CreatedAt)
	case *Task:
		e.Detail, e.Owner = firstLine(r.Notes), r.Owner
		if r.DoneAt.IsZero() {
			e.DueAt = r.DueAt
		}
	case *Event:
		e.Detail, e.Country, e.Tags = joinTexts(", ", r.Venue, r.City), r.Country, r.Tags
	case *Deal:
		e.Detail, e.Owner, e.Tags = r.Buyer, r.Owner, r.Tags
		e.Amount, e.Currency, e.At = r.Amount, r.Currency, cmp.Or(r.SignedAt, h.CreatedAt)
	case *Sample:
		e.Detail, e.Stage = joinTexts(" ", r.Carrier, r.TrackingNo), r.Stage
		e.Quantity, e.Unit, e.At = r.Quantity, r.Unit, cmp.Or(r.RequestedAt, h.CreatedAt)
	case *Tag:
		e.Detail = firstLine(r.Notes)
	case *Lane:
		e.Detail, e.Country, e.Tags = laneEnds(r), r.To(), r.Tags
	case *Rate:
		e.Detail = ratesText(r.Rates[:min(len(r.Rates), 6)])
	case *Offer:
		e.Number, e.Detail, e.Stage, e.Owner, e.Tags = r.Called(), offerProducts(r.Lines), r.Stage, r.Owner, r.Tags
		e.Amount, e.Currency, e.At = r.Total, r.Currency, cmp.Or(r.SentAt, h.CreatedAt)
		e.Country, e.DueAt = r.Country, noon(r.ValidUntil)
	case *Firm:
		e.Detail, e.Country = joinTexts(", ", r.City, r.Website.String()), r.Country
	case *Template:
		e.Detail = joinTexts(" · ", string(r.Purpose), r.Language.String(), r.Subject)
	}
	e.Detail = cut(e.Detail, maxDetail)
	e.Also = alsoFoundBy(r, e)
	e.TitleCells, e.DetailCells = displaywidth.String(e.Title), displaywidth.String(e.Detail)
	return e
}

// maxAlso bounds Excerpt.Also in runes: every list row carries it.
const maxAlso = 160

func alsoFoundBy(r Record, e Excerpt) string {
	var parts []string
	switch r := r.(type) {
	case *Lead:
		parts = []string{r.Contact, r.City, r.Country.Name("en"), r.Email.String(), r.Phone.String()}
	case *Supplier:
		parts = []string{r.Contact, r.City, r.Country.Name("en"), r.Email.String(), r.Phone.String()}
	case *Contact:
		parts = []string{r.City, r.Country.Name("en"), r.Email.String(), r.Phone.String()}
	case *RFQ:
		parts = []string{r.Number(), r.Buyer, r.Port.Name()}
	}
	shown := e.Title + " " + e.Detail
	parts = slices.DeleteFunc(distinct(parts), func(part string) bool { return strings.Contains(shown, part) })
	return cut(joinTexts(" ", parts...), maxAlso)
}

// laneEnds names where a lane begins and ends, as exactly as it says.
func laneEnds(l *Lane) string {
	from := cmp.Or(l.FromPlace, l.FromPort.Name(), l.FromCountry.Name("en"))
	to := cmp.Or(l.ToPlace, l.ToPort.Name(), l.ToCountry.Name("en"))
	return joinTexts(" ", joinTexts(" – ", from, to), string(l.Mode), string(l.Container))
}

func excerptLead(e *Excerpt, l *Lead) {
	e.Detail, e.Country = cmp.Or(l.Product, firstLine(l.Message)), l.Country
	e.Quantity, e.Unit, e.Currency, e.Stage = l.Quantity, l.Unit, l.Currency, l.Stage
	e.Amount, _ = orderValue(l.TargetPrice, l.Quantity)
	e.At = cmp.Or(l.ReceivedAt, l.CreatedAt)
	e.DueAt, e.Snoozed, e.RepliedAt = l.DueAt, l.SnoozedUntil, l.RepliedAt
	e.Owner, e.Tags, e.Next = l.Owner, l.Tags, l.NextAction
}

func excerptRFQ(e *Excerpt, r *RFQ) {
	e.Number, e.Detail, e.Currency, e.Stage = r.Number(), lineProducts(r.Lines), r.Currency, r.Stage
	e.Owner, e.Tags, e.DueAt = r.Owner, r.Tags, noon(r.Deadline)
	if len(r.Lines) == 1 {
		e.Quantity, e.Unit = r.Lines[0].Quantity, r.Lines[0].Unit
	}
	e.Amount = linesValue(r.Lines)
}

// excerptQuote: the amount of a quote's row is its first price, for one unit.
func excerptQuote(e *Excerpt, q *Quote) {
	e.Detail, e.Currency, e.Stage = quoteTerms(q), q.Currency, q.Stage
	e.Quantity, e.Unit, e.DueAt = q.MOQ, q.Unit, noon(q.ValidUntil)
	if len(q.Tiers) > 0 {
		e.Amount = forOne(q.Tiers[0].Price, q.BaseQuantity)
	}
}

// SupplierOf gives whom a quote or a sample is from; zero for other records.
func SupplierOf(r Record) ID {
	switch r := r.(type) {
	case *Quote:
		return r.Supplier
	case *Sample:
		return r.Supplier
	}
	return ID{}
}

// ExcerptFrom is the excerpt e of a quote or a sample with its supplier's name, which the record
// itself has not: a quote is called by it, as numbers of papers say little.
func ExcerptFrom(e Excerpt, r Record, supplier string) Excerpt {
	if supplier == "" {
		return e
	}
	switch r := r.(type) {
	case *Quote:
		e.Title, e.Detail = supplier, cut(joinTexts(" · ", r.Reference, quoteTerms(r)), maxDetail)
	case *Sample:
		e.Detail = cut(joinTexts(" · ", supplier, e.Detail), maxDetail)
	default:
		return e
	}
	e.TitleCells, e.DetailCells = displaywidth.String(e.Title), displaywidth.String(e.Detail)
	return e
}

// forOne gives what one unit costs at a price for several, to ten digits; "" when that is not
// known.
func forOne(price, base value.Decimal) value.Decimal {
	if base.IsZero() {
		return price
	}
	p, wrong := price.Big()
	b, err := base.Big()
	if wrong != nil || err != nil || b.Sign() <= 0 {
		return ""
	}
	var one apd.Decimal
	if _, err := apd.BaseContext.WithPrecision(10).Quo(&one, p, b); err != nil {
		return ""
	}
	one.Reduce(&one)
	return value.DecimalOf(&one)
}

func quoteTerms(q *Quote) string {
	return joinTexts(" ", q.Incoterm.String(), cmp.Or(q.Place, q.PaymentTerms.String()))
}

func lineProducts(lines []Line) string {
	var products []string
	for _, line := range lines {
		if line.Product != "" {
			products = append(products, line.Product)
		}
	}
	return strings.Join(products, ", ")
}

// linesValue sums the lines' order values; "" when a line's is not known, since
// unknown is not zero.
func linesValue(lines []Line) value.Decimal {
	sum := new(apd.Decimal)
	for _, line := range lines {
		amount, ok := orderValue(line.TargetPrice, line.Quantity)
		if !ok {
			return ""
		}
		part, err := amount.Big()
		if err != nil {
			return ""
		}
		if _, err := apd.BaseContext.WithPrecision(200).Add(sum, sum, part); err != nil {
			return ""
		}
	}
	if sum.IsZero() {
		return ""
	}
	return value.DecimalOf(sum)
}

// SearchText gives what a person would type to find a record, its title first,
// at most 400 runes.
func SearchText(r Record) string {
	parts := []string{Title(r)}
	switch r := r.(type) {
	case *Lead:
		parts = append(parts, r.Contact, r.Product, r.City, r.Country.Name("en"), r.Email.String(), r.Phone.String(), r.HS.String(), tagText(r.Tags))
	case *Supplier:
		parts = append(parts, r.Contact, strings.Join(r.Products, " "), r.City, r.Country.Name("en"), r.Email.String(), r.Phone.String(), tagText(r.Tags))
	case *Contact:
		parts = append(parts, r.Company, r.Title, r.City, r.Country.Name("en"), r.Email.String(), r.Phone.String(), tagText(r.Tags))
	case *RFQ:
		parts = append(parts, r.Buyer, lineProducts(r.Lines), r.Port.Name(), tagText(r.Tags))
	case *Quote:
		parts = append(parts, quoteTerms(r))
	case *Message:
		parts = append(parts, r.From, r.To, text.First(r.Body, maxSearch))
	case *Task:
		parts = append(parts, firstLine(r.Notes))
	case *Event:
		parts = append(parts, r.Venue, r.City, r.Country.Name("en"), tagText(r.Tags))
	case *Deal:
		parts = append(parts, r.Buyer, tagText(r.Tags))
	case *Sample:
		parts = append(parts, r.Carrier, r.TrackingNo)
	case *Offer:
		parts = append(parts, r.Called(), r.Contact, offerProducts(r.Lines), tagText(r.Tags))
	case *Firm:
		parts = append(parts, r.NameFR, r.NameAR)
	case *Template:
		parts = append(parts, string(r.Purpose), r.Subject)
	}
	return cut(strings.Join(strings.Fields(joinTexts(" ", distinct(parts)...)), " "), maxSearch)
}

func tagText(tags []string) string { return strings.Join(tags, " ") }

// distinct drops what was said before.
func distinct(parts []string) []string {
	seen := make(map[string]bool, len(parts))
	var out []string
	for _, part := range parts {
		if !seen[part] {
			seen[part] = true
			out = append(out, part)
		}
	}
	return out
}

func joinTexts(separator string, texts ...string) string {
	var given []string
	for _, t := range texts {
		if t != "" {
			given = append(given, t)
		}
	}
	return strings.Join(given, separator)
}

func firstLine(long string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(long), "\n")
	return strings.TrimSpace(line)
}

// cut keeps at most n runes, the last of them "…" when some are left out.
func cut(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(text.First(s, n-1)) + "…"
}
