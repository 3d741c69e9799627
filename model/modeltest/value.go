package modeltest

import (
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// ID draws ids of the form that IDs makes.
func ID() *rapid.Generator[model.ID] {
	return rapid.Custom(func(t *rapid.T) model.ID {
		var id model.ID
		copy(id[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bytes"))
		id[0] = 0x01
		id[6] = 0x70 | id[6]&0x0f
		id[8] = 0x80 | id[8]&0x3f
		return id
	})
}

// Text draws clean texts of one line that are not empty: words of the trade in
// three languages, signs that files and lists must escape, and anything else.
func Text() *rapid.Generator[string] {
	words := rapid.SampledFrom([]string{
		"Nord Foods Inc", "Coopérative Argane", "شركة الكرقوبي للتوزيع", "argan oil", "huile d'olive", "زيت الزيتون", "東京商事",
		"a;b", `back\slash`, `\;`, "a, b", "=1+2", `"quoted"`, "<b>&amp;", "500:4.20", "٤٥٠ طن", "null", "true", "[1]", "{}", "e\u0301", "😀",
	})
	return rapid.Custom(func(t *rapid.T) string {
		raw := rapid.OneOf(
			words,
			rapid.Map(rapid.SliceOfN(words, 1, 3), func(s []string) string { return strings.Join(s, " ") }),
			rapid.StringN(1, 20, -1),
		).Draw(t, "text")
		if cleaned := text.Clean(raw, model.MaxText); cleaned != "" {
			return cleaned
		}
		return "x"
	})
}

// longText draws texts of several lines.
func longText() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(Text(), 1, 4), func(lines []string) string {
		return text.CleanLines(strings.Join(lines, "\n"), model.MaxLong)
	})
}

var instants = rapid.Map(
	rapid.Int64Range(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli(), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()),
	func(ms int64) value.Instant { return value.Instant(ms) })

var dates = rapid.Map(rapid.IntRange(0, 3650), func(days int) value.Date {
	return value.Date(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days).Format(time.DateOnly))
})

// Decimal draws amounts that are more than zero, with up to four decimals.
func Decimal() *rapid.Generator[value.Decimal] {
	return rapid.Custom(func(t *rapid.T) value.Decimal {
		whole := rapid.IntRange(0, 2_000_000).Draw(t, "whole")
		part := rapid.SampledFrom([]string{"", "", ".5", ".25", ".0001", ".125"}).Draw(t, "decimals")
		if whole == 0 && part == "" {
			whole = 1
		}
		return must(value.ParseDecimal(fmt.Sprintf("%d%s", whole, part)))
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// parsed draws values that a parser made of sample texts.
func parsed[T any](parse func(string) (T, error), samples ...string) *rapid.Generator[any] {
	values := make([]any, len(samples))
	for i, sample := range samples {
		values[i] = must(parse(sample))
	}
	return rapid.SampledFrom(values)
}

// values has the generator of each type that has a list of samples.
var values = sync.OnceValue(func() map[model.FieldType]*rapid.Generator[any] {
	parsePhone := func(s string) (value.Phone, error) { return value.ParsePhone(s, "MA") }
	return map[model.FieldType]*rapid.Generator[any]{
		model.TypeEmail:     parsed(value.ParseEmail, "amina@nordfoods.com", "j.dupont@gmail.com", "sales@atlas-export.ma", "info@example.org"),
		model.TypePhone:     parsed(parsePhone, "+212539345678", "+33142685300", "+14155552671", "+442079460958", "+4930901820"),
		model.TypeURL:       parsed(value.ParseURL, "https://nordfoods.com", "https://www.atlas-export.ma/produits?page=2"),
		model.TypeMarket:    parsed(value.ParseMarket, "FR", "eu", "Gulf", "North America"),
		model.TypeCountry:   parsed(value.ParseCountry, "MA", "FR", "US", "DE", "AE", "SN", "JP", "GB"),
		model.TypeLanguage:  parsed(value.ParseLanguage, "ar", "fr", "en", "es"),
		model.TypeHS:        parsed(value.ParseHS, "151590", "1509", "160413", "080510", "31"),
		model.TypeUnit:      parsed(value.ParseUnit, "KGM", "TNE", "LTR", "H87", "MTR"),
		model.TypeCurrency:  parsed(value.ParseCurrency, "EUR", "USD", "MAD", "JPY", "TND", "AED"),
		model.TypeIncoterm:  parsed(value.ParseIncoterm, "EXW", "FOB", "CIF", "DAP", "DDP"),
		model.TypeTerms:     parsed(value.ParseTerms, "2.5%", "margin 5%", "0.10 per unit", "5% to 10000, 3% to 50000, 1.5%", "2%, floor 250, cap 4000, included"),
		model.TypePaySpoken: parsed(value.ParsePaymentTerms, "30% T/T deposit; 70% L/C at sight", "60 days net"),
		model.TypePayTerms:  parsed(value.ParsePaymentTerms, "30% T/T deposit; 70% L/C at sight", "30 % advance, balance against copy of B/L", "60 days net"),
		model.TypePort:      parsed(value.ParsePort, "MAPTM", "MACAS", "FRMRS", "USNYC", "NLRTM"),
	}
})

// drawField draws a value for a field, as Go has it.
func drawField(t *rapid.T, kind model.Kind, f model.Field) any {
	if !f.List || f.Type == model.TypeCustom {
		return drawElement(t, kind, f)
	}
	list := make([]any, rapid.IntRange(1, 3).Draw(t, f.Name+" length"))
	for i := range list {
		list[i] = drawElement(t, kind, f)
	}
	return list
}

func drawElement(t *rapid.T, kind model.Kind, f model.Field) any {
	if kind == model.KindRate && f.Name == "base" {
		return cost.Base // the only one
	}
	switch f.Type {
	case model.TypeText:
		return Text().Draw(t, f.Name)
	case model.TypeLong:
		return longText().Draw(t, f.Name)
	case model.TypeInt:
		return rapid.IntRange(1, 400).Draw(t, f.Name)
	case model.TypeBool:
		return rapid.Bool().Draw(t, f.Name)
	case model.TypeDecimal:
		return Decimal().Draw(t, f.Name)
	case model.TypeInstant:
		return instants.Draw(t, f.Name)
	case model.TypeDate:
		return dates.Draw(t, f.Name)
	case model.TypeStage:
		return rapid.SampledFrom(model.Stages(kind)).Draw(t, f.Name)
	case model.TypeDirection:
		return rapid.SampledFrom([]model.Direction{model.DirectionIn, model.DirectionOut, model.DirectionNote}).Draw(t, f.Name)
	case model.TypeRef:
		return ID().Draw(t, f.Name)
	case model.TypeLeg, model.TypePer, model.TypeMode, model.TypeDutyBase, model.TypeContainer, model.TypeMailState, model.TypePurpose, model.TypeAsking:
		return rapid.SampledFrom(model.Choices(f.Type)).Draw(t, f.Name)
	case model.TypePacking:
		return packings.Draw(t, f.Name)
	}
	if f.Type.Structured() {
		return drawParts(t, f)
	}
	return values()[f.Type].Draw(t, f.Name)
}

func drawParts(t *rapid.T, f model.Field) any {
	switch f.Type {
	case model.TypeLine:
		line := model.Line{Product: Text().Draw(t, "product"), Quantity: Decimal().Draw(t, "quantity")}
		line.Unit = values()[model.TypeUnit].Draw(t, "unit").(value.Unit)
		if rapid.Bool().Draw(t, "has price") {
			line.HS = values()[model.TypeHS].Draw(t, "hs").(value.HS)
			line.TargetPrice = Decimal().Draw(t, "target price")
			line.Pack = packings.Draw(t, "pack")
		}
		return line
	case model.TypeQuoteLine, model.TypeCharge, model.TypeDuty, model.TypeRate:
		return drawCostParts(t, f)
	case model.TypeOfferLine, model.TypePayment, model.TypeShare, model.TypeValidity:
		return drawOfferParts(t, f)
	case model.TypeTier:
		return model.Tier{From: Decimal().Draw(t, "from"), Price: Decimal().Draw(t, "price")}
	case model.TypeFile:
		return model.Attachment{
			Name:   Text().Draw(t, "file name"),
			SHA256: hex.EncodeToString(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "sha256")),
			Size:   rapid.Int64Range(0, 1<<40).Draw(t, "size"),
			Type:   "application/pdf",
		}
	}
	return rapid.MapOfN(Text(), Text(), 1, 3).Draw(t, f.Name)
}
