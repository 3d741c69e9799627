package demo

import (
	"tradedesk/model"
	"tradedesk/model/value"
)

// ownTemplates are texts that this house has beside the shipped ones, each in the three
// languages that it writes in.
var ownTemplates = []struct {
	name    string
	purpose model.Purpose
	texts   map[value.Language][2]string // subject and body
}{
	{"sample request", model.PurposeFree, map[value.Language][2]string{
		"en": {"Samples: {rfq.goods|your products}", `Dear {contact|Sir or Madam},

Before our client decides we would like to see samples of:

{rfq.lines|what you offered}

Please send two of each to our office, with the specification and a recent analysis, and tell us the cost and the carrier.
Reference: {rfq.number?}

Kind regards,
{me}
{firm.name?}
{firm.phone?}`},
		"fr": {"Échantillons : {rfq.goods|vos produits}", `{contact|Madame, Monsieur},

Avant de se décider, notre client souhaite voir des échantillons de :

{rfq.lines|ce que vous proposez}

Merci d'en envoyer deux de chaque à notre bureau, avec la fiche technique et une analyse récente, et de nous indiquer les frais et le transporteur.
Référence : {rfq.number?}

Bien cordialement,
{me}
{firm.name?}
{firm.phone?}`},
		"ar": {"طلب عينات: {rfq.goods|منتجاتكم}", `{contact|السادة الكرام}،
تحية طيبة وبعد،

يرغب عميلنا في الاطلاع على عينات قبل اتخاذ قراره من:

{rfq.lines|ما عرضتموه}

نرجو إرسال عينتين من كل منتج إلى مكتبنا، مرفقتين بالبطاقة التقنية وتحليل حديث، مع إفادتنا بالتكلفة وشركة النقل.
المرجع: {rfq.number?}

مع خالص التحية،
{me}
{firm.name?}
{firm.phone?}`},
	}},
	{"follow up", model.PurposeFree, map[value.Language][2]string{
		"en": {"Our offer: {lead.product|your enquiry}", `Dear {contact|Sir or Madam},

A few days ago we sent you our offer {offer.number|} for {lead.product|the goods you asked for}. Is there anything that we can make clear, or adapt in quantity, packing or delivery?
The prices are valid until {offer.valid_until?}.

Kind regards,
{me}
{firm.name?}
{firm.phone?}`},
		"fr": {"Notre offre : {lead.product|votre demande}", `{contact|Madame, Monsieur},

Nous vous avons adressé il y a quelques jours notre offre {offer.number|} pour {lead.product|les produits demandés}. Pouvons-nous préciser un point, ou adapter la quantité, le conditionnement ou la livraison ?
Les prix sont valables jusqu'au {offer.valid_until?}.

Bien cordialement,
{me}
{firm.name?}
{firm.phone?}`},
		"ar": {"عرضنا: {lead.product|طلبكم}", `{contact|السادة الكرام}،
تحية طيبة وبعد،

أرسلنا إليكم قبل أيام عرضنا {offer.number|} بخصوص {lead.product|المنتجات المطلوبة}. هل من توضيح تحتاجونه، أو تعديل في الكمية أو التعبئة أو التسليم؟
الأسعار صالحة إلى غاية {offer.valid_until?}.

مع خالص التحية،
{me}
{firm.name?}
{firm.phone?}`},
	}},
	{"met at the fair", model.PurposeFree, map[value.Language][2]string{
		"en": {"Good to meet you in Agadir", `Dear {contact|Sir or Madam},

It was a pleasure to meet you at our stand. You told us about {lead.product|what you are looking for}: tell us the quantity, the port and by when you need it, and we come back with prices of producers whom we know.

Kind regards,
{me}
{firm.name?}
{firm.website?}`},
		"fr": {"Ravis de notre rencontre à Agadir", `{contact|Madame, Monsieur},

Nous avons été heureux de vous accueillir sur notre stand. Vous nous avez parlé de {lead.product|votre besoin} : indiquez-nous la quantité, le port et la date souhaitée, et nous reviendrons vers vous avec les prix de producteurs que nous connaissons.

Bien cordialement,
{me}
{firm.name?}
{firm.website?}`},
		"ar": {"سعدنا بلقائكم في أكادير", `{contact|السادة الكرام}،
تحية طيبة وبعد،

سعدنا باستقبالكم في رواقنا. حدثتمونا عن {lead.product|حاجتكم}: أفيدونا بالكمية والميناء والتاريخ المطلوب، وسنوافيكم بأسعار منتجين نعرفهم.

مع خالص التحية،
{me}
{firm.name?}
{firm.website?}`},
	}},
}

// makeTemplates makes the house's own texts.
func (g *generator) makeTemplates() {
	for _, t := range ownTemplates {
		for _, lang := range model.LetterLanguages() {
			text := t.texts[lang]
			g.put(&model.Template{Name: t.name, Purpose: t.purpose, Language: lang, Subject: text[0], Body: text[1]}, g.Now.AddDate(-1, -2, 0))
		}
	}
}
