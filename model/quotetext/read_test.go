package quotetext

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

var context = Context{Now: time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC), Currencies: []value.Currency{"MAD"}, Products: []string{"argan oil", "rose water"}}

// shown gives a reading as one line.
func shown(r Reading) string {
	q := r.Answer.Terms
	var parts []string
	add := func(name string, v any) {
		if s := fmt.Sprint(v); s != "" && s != "0" {
			parts = append(parts, name+"="+s)
		}
	}
	for _, l := range r.Answer.Lines {
		var tiers []string
		for _, t := range l.Tiers {
			tiers = append(tiers, string(t.From)+":"+string(t.Price))
		}
		add("line", strings.TrimSpace(strings.Join([]string{l.Product, strings.Join(tiers, ","), string(l.Currency), string(l.Unit), string(l.Base)}, " ")))
	}
	add("moq", q.MOQ)
	add("term", strings.TrimSpace(string(q.Incoterm)+" "+q.Place))
	add("lead", q.LeadDays)
	add("valid", q.ValidUntil)
	add("pay", q.PaymentTerms)
	for _, d := range r.Doubts {
		add("doubt", cmp.Or(d.Words, "quantities"))
	}
	return strings.Join(parts, "; ")
}

func TestMessages(t *testing.T) {
	tests := []struct{ text, want string }{
		{"FOB Agadir 160 MAD/kg min 500 kg, 150 from 2000, lead 3 weeks, valid 30 days, 30% deposit",
			"line=500:160,2000:150 MAD KGM; moq=500; term=FOB Agadir; lead=21; valid=2026-12-29; pay=30% deposit"},
		{"argan oil : 4,95 USD/kg FOB Agadir à partir de 1 000 kg", "line=argan oil 1000:4.95 USD KGM; term=FOB Agadir"},
		{"Bonjour,\nNotre offre : 14,20 €/kg à partir de 500 kg, 13,80 € à partir de 1 000 kg. CIF Port de Montréal.\nDélai de livraison : 2 à 3 semaines. Valable jusqu'au 31/12/2026.\nPaiement : 30 % à la commande, 70 % avant expédition",
			"line=500:14.20,1000:13.80 EUR KGM; term=CIF Port de Montréal; lead=21; valid=2026-12-31; pay=30 % à la commande, 70 % avant expédition"},
		{"السعر ١٦٠ درهم للكيلو، الحد الأدنى ٥٠٠ كغ، مدة التسليم ٣ أسابيع، العرض صالح لمدة ٣٠ يوما، ٣٠٪ مقدم",
			"line=500:160 MAD KGM; moq=500; lead=21; valid=2026-12-29; pay=٣٠٪ مقدم"},
		{"500+ : USD 4.20, 1000+ : USD 3.95, 5000+ : USD 3.60 per kg EXW", "line=500:4.20,1000:3.95,5000:3.60 USD KGM; term=EXW"},
		{"Argan oil: MAD 160/kg\nRose water: MAD 45 per litre, MOQ 200 L", "line=argan oil 1:160 MAD KGM; line=rose water 200:45 MAD LTR"},
		{"from 500 kg: 160 dh/kg\nfrom 2000 kg: 150 dh/kg", "line=500:160,2000:150 MAD KGM"},
		{"USD 2500 per 100 kg, L/C at sight, ready in 10 working days", "line=1:2500 USD KGM 100; lead=14; pay=L/C at sight"},
		{"min order 1 t, EUR 3.5 per kg, 3.2 from 2 t", "line=1000:3.5,2000:3.2 EUR KGM; moq=1000"},
		{"min order 1 carton, EUR 3.5 per kg", "moq=1; doubt=quantities"},
		{"Price: 160 MAD/kg (500 kg), 150 MAD/kg (2000 kg)", "line=500:160,2000:150 MAD KGM"},
		{"Freight USD 2600 per container, price USD 4.20 per kg", "line=1:4.20 USD KGM"},
		{"160 MAD/kg. Payment: 30% T/T in advance, 70% against copy of B/L", "line=1:160 MAD KGM; pay=30% T/T in advance, 70% against copy of B/L"},
		{"Price is 1.234 EUR/kg", "doubt=1.234"},
		{"price $12/kg", "doubt=$12/kg"},
		{"500-999 kg 4.20 USD, 1000-4999 kg 3.95 USD", "line=500:4.20,1000:3.95 USD KGM"},
		{"160 MAD/kg or 15 EUR/kg", "line=1:160 MAD KGM; doubt=15 EUR/kg"},
		{"Valid until 3/4/2026. 12 EUR/kg", "line=1:12 EUR KGM; doubt=Valid until 3/4/2026"},
		{"Call me at +212 612 345 678 about 2 pallets, 5% discount possible", ""},
		{"Please find our offer attached.", ""},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			read := Read(test.text, context)
			if got := shown(read); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			for _, d := range read.Doubts {
				if refusal.Tell(d.Why).Code == "" {
					t.Errorf("%v has no code", d.Why)
				}
			}
		})
	}
}

// What the letter asked for, which an answer quotes, is not what the supplier offers.
func TestAnswersThatQuoteTheLetter(t *testing.T) {
	const want = "line=1:5.05 USD KGM; term=FOB Agadir"
	letter := []string{"Dear Sir,", "", "- argan oil, 10000 kg", "Delivery: CIF New York", "Payment: 30% T/T deposit; 70% L/C at sight", "valid 30 days, our target is 4.10 USD/kg"}
	whole := strings.Join(letter, "\n")
	tests := map[string]string{
		"marked":            "On Mon, 30 Nov 2026 at 02:15, Salma <s@atlas.example> wrote:\n> " + strings.Join(letter, "\n> "),
		"marked, in French": "Le lun. 30 nov. 2026 à 02:15, Salma\n<s@atlas.example> a écrit :\n\n>" + strings.Join(letter, "\n>"),
		"in Arabic":         "في الاثنين كتب Salma:\n" + whole,
		"Outlook":           "From: Salma <s@atlas.example>\nSent: Monday\nTo: us\nSubject: Request\n\n" + whole,
		"Outlook in French": "De : Salma <s@atlas.example>\nEnvoyé : lundi\nÀ : nous\nObjet : Demande\n\n" + whole,
		"a line above":      "-----Original Message-----\n" + whole,
	}
	for name, quoted := range tests {
		t.Run(name, func(t *testing.T) {
			if got := shown(Read("Our price: 5.05 USD/kg FOB Agadir\n\n"+quoted, context)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
	below := "> - argan oil, 10000 kg, CIF New York\n5.05 USD/kg FOB Agadir"
	if got := shown(Read(below, context)); got != want {
		t.Errorf("an answer below: %s", got)
	}
	if got := shown(Read("FYI\n\n> Our price: 5.05 USD/kg FOB Agadir", context)); got != want {
		t.Errorf("an offer that was passed on: %s", got)
	}
	if got := shown(Read("USD per kg, FOB Agadir\n>500 kg: 4.20 USD\n>1000 kg: 3.95 USD", context)); !strings.Contains(got, "500:4.20,1000:3.95") {
		t.Errorf("quantities: %s", got)
	}
}

func TestAMarkThatIsSaid(t *testing.T) {
	c := context
	for decimal, want := range map[byte]string{'.': "line=1:1.234 EUR KGM", ',': "line=1:1234 EUR KGM"} {
		c.Decimal = decimal
		if got := shown(Read("1.234 EUR/kg", c)); got != want {
			t.Errorf("%c: got %s", decimal, got)
		}
	}
}

// The words that are named are those of the text, in its order.
func FuzzRead(f *testing.F) {
	f.Add("FOB Agadir 160 MAD/kg min 500 kg, 150 from 2000, lead 3 weeks, valid 30 days, 30% deposit")
	f.Add("السعر ١٦٠ درهم للكيلو، الحد الأدنى ٥٠٠ كغ\nﷺ ½ 14,20 €/kg à partir de 1 000 kg")
	f.Add("5 EUR/kg\n> FOB Agadir\r\n>>ß\nFrom: x\nTo: y\nDate: z\n4 EUR/kg")
	f.Fuzz(func(t *testing.T, given string) {
		r := Read(given, context)
		runes := []rune(given)
		last := 0
		for _, found := range r.Found {
			if found.From < last || found.From >= found.To || found.To > len(runes) || !utf8.ValidString(found.Words) {
				t.Fatalf("%q: %+v", given, found)
			}
			last = found.From
		}
		for _, l := range r.Answer.Lines {
			if len(l.Tiers) == 0 || len(l.Tiers) > model.MaxElements {
				t.Fatalf("%q: %+v", given, l)
			}
		}
		q, _ := r.Answer.On(&model.RFQ{Lines: []model.Line{{Product: "argan oil"}, {Product: "rose water"}}})
		q.RFQ = model.ID{1}
		if wrong := model.Validate(q); len(wrong) > 0 {
			t.Fatalf("%q: %v", given, wrong)
		}
	})
}
