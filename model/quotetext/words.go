package quotetext

import (
	"strings"
	"sync"

	"tradedesk/model/text"
)

// set gives the words of a list, folded as the tokens of a text are.
func set(list string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		out := map[string]bool{}
		for _, w := range strings.Fields(list) {
			out[text.Fold(w)] = true
		}
		return out
	})
}

var (
	incoterms = set("exw fca fas fob cfr cif cpt cip dap dpu ddp")
	// wordCodes are codes of currencies that are words too: only capitals are meant so.
	wordCodes  = set("all top try cup gel mop sos bam pen lei ars bob cop sar")
	leadWords  = set("lead leadtime délai délais delivery livraison production dispatch ready shipment expédition التسليم تسليم التوريد الإنتاج الشحن")
	inWords    = set("in within sous dans خلال")
	validWords = set("valid validity valable validité صالح صالحة صلاحية ساري سارية")
	untilWords = set("until till to au jusqu حتى إلى through")
	moqWords   = set("moq min minimum mini mimimum qmc")
	fromWords  = set("from above over dès des starting ≥ > >= من ابتداء فوق")
	forWords   = set("for pour")
	moreWords  = set("more above up plus over فوق أكثر فأكثر فما")
	perWords   = set("per par le la the each لكل")
	priceMarks = set(": = @ at à a → - – الى ب بسعر est is")
	payWords   = set("deposit advance prepayment downpayment acompte avance arrhes solde balance payment paiement règlement lc cad dp tt cod prepaid " +
		"عربون مقدم مقدما دفعة الدفع الباقي السداد")
	payPhrases = []string{"l/c", "t/t", "d/p", "d/a", "letter of credit", "credit documentaire", "cash against", "before shipment", "avant expedition", "in advance", "a la commande", "اعتماد"}
	skipWords  = set("order quantity qty commande de quantité of is est : = . - – time les la le lead délai time est about environ approx ~ المدة مدة هي الطلب")
	timeWords  = set("day days jour jours j d week weeks wk wks semaine semaines sem month months mois working business ouvrables ouvrés calendar " +
		"يوم أيام يوما يومين أسبوع أسابيع أسبوعين شهر أشهر شهرين شهور")
	// keywords begin something else: a place, a unit and terms of payment end before them.
	keywords = set("exw fca fas fob cfr cif cpt cip dap dpu ddp lead leadtime délai délais valid validity valable validité moq min minimum mini from dès per " +
		"price prix at is est incoterms incoterm and et for pour the with avec our we nous السعر سعر صالح صالحة صلاحية مدة التسليم الحد من و")
)

// smallNumbers are numbers that people spell.
var smallNumbers = sync.OnceValue(func() map[string]int {
	out := map[string]int{}
	for i, list := range []string{
		1: "a one un une", 2: "two deux", 3: "three trois ثلاثة ثلاث", 4: "four quatre أربعة أربع", 5: "five cinq خمسة خمس", 6: "six ستة ست",
		7: "seven sept سبعة سبع", 8: "eight huit ثمانية", 9: "nine neuf تسعة", 10: "ten dix عشرة",
	} {
		for _, w := range strings.Fields(list) {
			out[text.Fold(w)] = i
		}
	}
	return out
})

// span is a unit of time in days, and how many of it a word is by itself.
type span struct{ days, count int }

var spans = sync.OnceValue(func() map[string]span {
	out := map[string]span{}
	for words, s := range map[string]span{
		"day days jour jours j d يوم أيام يوما":               {1, 0},
		"week weeks wk wks semaine semaines sem أسبوع أسابيع": {7, 0},
		"month months mois شهر أشهر شهور":                     {30, 0},
		"يومين": {1, 2}, "أسبوعين": {7, 2}, "شهرين": {30, 2},
	} {
		for _, w := range strings.Fields(words) {
			out[text.Fold(w)] = s
		}
	}
	return out
})

var freightWords = set("freight fret carriage shipping transport")

var workingWords = set("working business ouvrables ouvrés عمل")
