package exchange

import (
	"regexp"
	"strings"
	"sync"

	"tradedesk/model/quotetext"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// priceRole is what a column of a price list holds.
type priceRole string

const (
	priceIgnore   priceRole = ""
	priceTotal    priceRole = "total"
	priceMOQ      priceRole = "moq"
	priceLead     priceRole = "lead_days"
	priceValid    priceRole = "valid_until"
	priceTerm     priceRole = "incoterm"
	pricePayment  priceRole = "payment_terms"
	priceCurrency priceRole = "currency"
	priceNumber   priceRole = "line"
	priceHS       priceRole = "hs"
	priceFrom     priceRole = "from"
	pricePrice    priceRole = "price"
	priceQuantity priceRole = "quantity"
	priceUnit     priceRole = "unit"
	pricePlace    priceRole = "place"
	priceProduct  priceRole = "product"
	priceNote     priceRole = "notes"
)

// priceColumn is what the header of a column says.
type priceColumn struct {
	role     priceRole
	from     value.Decimal // of a column of prices from a quantity on
	currency value.Currency
	unit     value.Unit
	base     value.Decimal
	wrong    error // why its quantity cannot be read
}

// priceWords gives what columns go by, in the order in which they are looked for: "unit
// price" is a price, "item no" a number.
var priceWords = sync.OnceValue(func() []struct {
	role  priceRole
	words [][]string
} {
	var out []struct {
		role  priceRole
		words [][]string
	}
	for _, list := range []struct {
		role  priceRole
		words string
	}{
		{priceTotal, "total,amount,montant,المجموع,المبلغ,الإجمالي,line total"},
		{priceMOQ, "moq,minimum,minimum order,min qty,min order,qté min,quantité minimale,quantité minimum,الحد الأدنى,أقل كمية"},
		{priceLead, "lead,lead time,leadtime,delivery time,délai,délais,délai de livraison,delivery days,مدة,مدة التسليم,أجل التسليم"},
		{priceValid, "valid,validity,valid until,valable,validité,expiry,صلاحية,صالح,صالح حتى"},
		{priceTerm, "incoterm,incoterms,delivery terms,terms of delivery,trade term,conditions de livraison,شروط التسليم"},
		{pricePayment, "payment,paiement,règlement,الدفع,شروط الدفع"},
		{priceCurrency, "currency,devise,monnaie,العملة,عملة"},
		{priceNumber, "no,n°,nr,#,pos,line,ligne,item no,ref,réf,reference,référence,sku,code article,الرقم,رقم"},
		{priceHS, "hs,hs code,hscode,code sh,tariff,code douanier,رمز النظام المنسق,البند الجمركي"},
		{priceFrom, "from,from qty,qty from,à partir de,tier,palier,من,ابتداء من"},
		{pricePrice, "price,unit price,prix,prix unitaire,pu,p u,tarif,rate,unit cost,cost,cotation,السعر,سعر,سعر الوحدة,الثمن,ثمن"},
		{priceQuantity, "qty,quantity,quantité,qté,qte,الكمية,كمية"},
		{priceUnit, "unit,uom,unité,الوحدة,وحدة"},
		{pricePlace, "place,port,lieu,named place,الميناء,ميناء,المكان"},
		{priceProduct, "product,article,désignation,designation,description,item,goods,produit,libellé,commodity,name,المنتج,الصنف,البيان,السلعة,التعيين"},
		{priceNote, "note,notes,remark,remarks,remarque,remarques,observations,comment,comments,ملاحظات"},
	} {
		entry := struct {
			role  priceRole
			words [][]string
		}{role: list.role}
		for phrase := range strings.SplitSeq(list.words, ",") {
			entry.words = append(entry.words, headerTokens(text.Fold(phrase)))
		}
		out = append(out, entry)
	}
	return out
})

var (
	inHeader  = lazily(`[\p{L}]+|\d+|#|°`)
	tierUp    = lazily(`(\d[\d.,' ]*)\s*([\p{L}]*)\s*\+\s*([\p{L}]*)`)
	tierFrom  = lazily(`(?:from|>=|≥|>|a partir de|des|من|ابتداء من)\s*(\d[\d.,' ]*)\s*([\p{L}]*)`)
	tierRange = lazily(`(\d[\d.,']*)\s*[-–]\s*\d[\d.,']*\s*([\p{L}]*)`)
	tierAlone = lazily(`^\s*(\d[\d.,' ]*)\s*([\p{L}]*)\s*$`)
	perUnit   = lazily(`(?:/|\bper\b|\bpar\b|\ble\b)\s*(\d[\d.,]*)?\s*([\p{L}]+)`)
)

func headerTokens(folded string) []string { return inHeader().FindAllString(folded, -1) }

// priceColumnOf reads the header of a column.
func priceColumnOf(header string, likely []value.Currency) priceColumn {
	folded := text.Fold(header)
	c := priceColumn{}
	words := headerTokens(folded)
	for _, entry := range priceWords() {
		for _, phrase := range entry.words {
			if c.role == priceIgnore && within(words, phrase) {
				c.role = entry.role
			}
		}
	}
	for _, form := range []func() *regexp.Regexp{tierUp, tierFrom, tierRange, tierAlone} {
		if c.role != priceIgnore && c.role != pricePrice && c.role != priceFrom && c.role != priceQuantity {
			break
		}
		m := form().FindStringSubmatch(folded)
		if m == nil {
			continue
		}
		unit := m[2]
		if len(m) > 3 && unit == "" { // "500+ kg"; not "500+ EUR"
			if _, err := value.ParseUnit(m[3]); err == nil {
				unit = m[3]
			}
		}
		if c.takeTier(m[1], unit) {
			break
		}
	}
	if c.role == pricePrice || c.role == priceTotal || c.role == priceCurrency {
		c.takeCurrency(header, likely)
	}
	if m := perUnit().FindStringSubmatch(folded); m != nil && c.role == pricePrice {
		if unit, err := value.ParseUnit(m[2]); err == nil {
			c.unit = unit
			if m[1] != "" {
				c.base, c.wrong = value.ParseDecimal(m[1])
			}
		}
	}
	if m := inBrackets().FindStringSubmatch(header); m != nil && (c.role == priceQuantity || c.role == priceMOQ || c.role == pricePrice) && c.unit == "" {
		if unit, err := value.ParseUnit(m[1]); err == nil {
			c.unit = unit
		}
	}
	return c
}

var inBrackets = lazily(`[(\[]\s*([^()\[\]]{1,20}?)\s*[)\]]`)

// takeTier makes a column of prices from a quantity on of its header.
func (c *priceColumn) takeTier(number, unit string) bool {
	u, err := value.ParseUnit(unit)
	if unit != "" && err != nil {
		return false
	}
	plain, err := plainNumber(strings.TrimRight(number, " .,'"), 0)
	if err == nil {
		c.from, err = value.ParseDecimal(plain)
	}
	c.role, c.wrong = pricePrice, err
	if err == nil && unit != "" {
		c.unit = u
	}
	return true
}

// takeCurrency finds a currency among the words of a header.
func (c *priceColumn) takeCurrency(header string, likely []value.Currency) {
	for _, w := range strings.FieldsFunc(header, func(r rune) bool { return strings.ContainsRune(" ()[]/:,;", r) }) {
		if len(w) == 3 && w != strings.ToUpper(w) {
			continue // "per", "all": codes of currencies are capitals
		}
		if found, err := quotetext.Currency(w, likely); err == nil {
			c.currency = found
		}
	}
}

// within reports whether words hold a phrase.
func within(words, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(words); i++ {
		same := true
		for n, w := range phrase {
			same = same && words[i+n] == w
		}
		if same {
			return true
		}
	}
	return false
}
