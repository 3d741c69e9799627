package demo

import (
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Letters, by language. {P} is the product, {Q} the quantity, {T} the delivery,
// {M} a month, {C} the writer, {F} the firm.
var (
	enquiries = map[value.Language][]string{
		"en": {
			"Hello,\nwe are looking for {P}, {Q} to start with. Could you quote {T}, with your lead time? We would need the goods by {M}.\nBest regards\n{C}\n{F}",
			"Good morning, {F} is changing its supplier of {P}. We take about {Q} a shipment. Please send your best offer {T} and the certificates you hold.\n{C}",
			"We met your people at a fair last year. Can you offer {P}? {Q}, {T}, shipment in {M}. A sample before the order is a must.\n{C}, {F}",
			"Please quote {P}: {Q}, {T}. Payment by irrevocable L/C at sight. Private label is welcome.\nRegards, {C}",
		},
		"fr": {
			"Bonjour,\nnous recherchons {P}, {Q} pour commencer. Merci de nous faire une offre {T} avec vos délais. Livraison souhaitée en {M}.\nCordialement\n{C}\n{F}",
			"Bonjour, la société {F} souhaite référencer {P}. Besoin : {Q} par envoi, {T}. Quels certificats pouvez-vous fournir ?\n{C}",
			"Suite à notre échange au salon, pouvez-vous coter {P} : {Q}, {T}, départ {M} ? Un échantillon est indispensable avant commande.\n{C}, {F}",
			"Bonjour, besoin de {P}, {Q}, {T}. Paiement 30 % à la commande, solde contre documents. Marque de distributeur possible ?\n{C}",
		},
		"ar": {
			"السلام عليكم،\nنبحث عن {P} بكمية {Q} كبداية. نرجو تزويدنا بعرض سعر {T} مع مدة التوريد. نحتاج البضاعة في {M}.\nمع التحية\n{C}\n{F}",
			"تحية طيبة، ترغب {F} في استيراد {P}، والكمية {Q} لكل شحنة، {T}. ما هي الشهادات المتوفرة لديكم؟\n{C}",
			"التقينا بكم في المعرض. هل يمكنكم توفير {P}؟ الكمية {Q}، {T}، الشحن في {M}. العينة ضرورية قبل الطلب.\n{C}، {F}",
		},
	}
	toMany = map[value.Language]string{
		"en": "Dear Sir/Madam,\nwe are interested in your products. Please send your catalogue and your best price list for long term business cooperation.\n{C}",
		"fr": "Madame, Monsieur,\nnous sommes intéressés par vos produits. Merci de nous envoyer votre catalogue et vos meilleurs prix pour un partenariat à long terme.\n{C}",
		"ar": "السادة المحترمون،\nنحن مهتمون بمنتجاتكم. نرجو إرسال كتالوج وقائمة الأسعار من أجل تعاون طويل الأمد.\n{C}",
	}
	replies = map[value.Language][]string{
		"en": {
			"Dear {C},\nthank you for your enquiry about {P}. We have suppliers who can do {Q}. May I ask for your specification and the packing you need?\nBest regards",
			"Hello {C},\nyour enquiry is in hand. I expect two offers for {P} within three days.\nKind regards",
		},
		"fr": {
			"Bonjour {C},\nmerci de votre demande pour {P}. Plusieurs fournisseurs peuvent livrer {Q}. Pourriez-vous préciser le conditionnement souhaité ?\nCordialement",
			"Bonjour {C},\nvotre demande est en cours. Deux offres pour {P} sous trois jours.\nBien à vous",
		},
		"ar": {
			"السيد(ة) {C}،\nشكرا على طلبكم بخصوص {P}. لدينا موردون قادرون على توفير {Q}. نرجو موافاتنا بالمواصفات ونوع التعبئة.\nمع التحية",
		},
	}
	answers = map[value.Language][]string{
		"en": {"Thank you for the quick reply. Specification attached; cartons of 10 kg are fine, on pallets.", "Could you hold the price until the end of the month? We decide on Monday.", "The sample arrived, our laboratory likes it. Please confirm the volume."},
		"fr": {"Merci pour votre retour rapide. Cartons de 10 kg sur palettes, fiche technique jointe.", "Pouvez-vous tenir le prix jusqu'à la fin du mois ? Décision lundi.", "Échantillon bien reçu, le laboratoire est satisfait. Merci de confirmer le volume."},
		"ar": {"شكرا على سرعة الرد. التعبئة في كراتين 10 كغ على منصات، والمواصفات مرفقة.", "هل يمكن تثبيت السعر إلى نهاية الشهر؟ سنقرر يوم الإثنين.", "وصلت العينة والنتيجة جيدة. نرجو تأكيد الكمية."},
	}
	notes = []string{
		"Called: prefers WhatsApp in the afternoon.", "Buys from Spain today, unhappy with lead times.", "Decision maker is the sister; she reads Arabic only.",
		"Credit insurance checked: fine up to 80,000 EUR.", "Wants two labels, French and Arabic.", "Asks for exclusivity; not before the third order.",
	}
	subjects = map[value.Language]string{"en": "Enquiry: {P}", "fr": "Demande de prix : {P}", "ar": "طلب عرض سعر: {P}"}

	anyGoods = map[value.Language]string{"en": "your products", "fr": "vos produits", "ar": "منتجاتكم"}
	anyTerms = map[value.Language]string{"en": "with delivery terms", "fr": "avec conditions de livraison", "ar": "مع شروط التسليم"}
	// unitWords are how letters name units; the others are pieces.
	unitWords = map[value.Unit]map[value.Language]string{
		"KGM": {"en": "kg", "fr": "kg", "ar": "كغ"},
		"TNE": {"en": "tonnes", "fr": "tonnes", "ar": "طن"},
		"LTR": {"en": "litres", "fr": "litres", "ar": "لتر"},
		"GRM": {"en": "g", "fr": "g", "ar": "غرام"},
		"MTK": {"en": "m²", "fr": "m²", "ar": "متر مربع"},
		"H87": {"en": "pieces", "fr": "pièces", "ar": "قطعة"},
	}
)

// letter is the enquiry in the buyer's words.
func letter(d dice, l *model.Lead, now time.Time) string {
	if l.Product == "" {
		return written(toMany[l.Language], d, l, now)
	}
	if l.Quantity == "" {
		return written(subjects[l.Language]+"\n{C}", d, l, now)
	}
	return written(pick(d, enquiries[l.Language]), d, l, now)
}

// written fills in what a text says of a lead.
func written(text string, d dice, l *model.Lead, now time.Time) string {
	product := l.Product
	if product == "" {
		product = anyGoods[l.Language]
	}
	quantity := l.Quantity.String() + " " + unitWords[l.Unit][l.Language]
	if l.Quantity == "" {
		quantity = "…"
	}
	terms := strings.TrimSpace(l.Incoterm.String() + " " + l.Port.Name())
	if l.Incoterm == "" {
		terms = anyTerms[l.Language]
	}
	firm := l.Company
	if firm == "" {
		firm = l.Contact
	}
	writer := l.Contact
	if writer == "" {
		writer = firm
	}
	month := value.MonthName(time.Month((int(now.Month())+d.between(0, 3))%12+1), l.Language)
	return strings.NewReplacer("{P}", product, "{Q}", quantity, "{T}", terms, "{M}", month, "{C}", writer, "{F}", firm).Replace(text)
}

// makeThread makes the mail about a lead: the enquiry, and as much as its stage
// tells of.
func (g *generator) makeThread(d dice, e enquiry) {
	l := e.lead
	say := func(m model.Message) *model.Message {
		m.Thread, m.Subject = l.ID, written(subjects[l.Language], d, l, g.Now)
		if m.Direction == model.DirectionIn {
			m.From, m.To = l.Contact+" <"+l.Email.String()+">", g.Me+"@brokers.example"
		} else if m.Direction == model.DirectionOut {
			m.From, m.To = g.Me+"@brokers.example", l.Email.String()
			m.Subject = "Re: " + m.Subject
		} else {
			m.From, m.Subject = g.Me, ""
		}
		return &m
	}
	g.put(say(model.Message{Direction: model.DirectionIn, At: l.ReceivedAt, Body: l.Message}), e.at)
	if l.RepliedAt == 0 {
		return
	}
	at := l.RepliedAt.Time()
	g.put(say(model.Message{Direction: model.DirectionOut, At: l.RepliedAt, Body: written(pick(d, replies[l.Language]), d, l, g.Now)}), e.at)
	for range d.IntN(4) {
		at = d.within(at, time.Hour, 50*time.Hour, g.Now)
		m := model.Message{Direction: model.DirectionIn, At: value.At(at), Body: pick(d, answers[l.Language])}
		switch {
		case d.in(25):
			m.Direction, m.Body = model.DirectionNote, pick(d, notes)
		case d.in(40):
			m.Direction, m.Body = model.DirectionOut, written(pick(d, replies[l.Language]), d, l, g.Now)
		}
		g.put(say(m), e.at)
	}
}
