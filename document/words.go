package document

import "tradedesk/model/value"

// words are those of a document in one language.
type words struct {
	title, number, version, date, validUntil, request   string
	to, attention                                       string
	position, description, hs, quantity, price, amount  string
	total, delivery, edition, payment, time, notes      string
	bank, currency, forFirm, accepted, signature, sign  string
	day                                                 string
	taxNo, register, phone, email, website, page, comma string
}

// catalogue holds the words by language. Texts with %s and %d are filled in.
var catalogue = map[value.Language]words{
	"en": {
		title: "Quotation", number: "Number", version: "Version", date: "Date", validUntil: "Valid until", request: "Your request",
		to: "To", attention: "Attn. %s",
		position: "No.", description: "Description", hs: "HS code", quantity: "Quantity", price: "Unit price", amount: "Amount",
		total: "Total", delivery: "Terms of delivery", edition: "Incoterms® 2020", payment: "Terms of payment", time: "Time of delivery", notes: "Remarks",
		bank: "Bank details", currency: "All prices are in %s (%s).", forFirm: "For %s", accepted: "Accepted by the buyer",
		signature: "Name, signature and stamp", sign: "Signature and stamp", day: "Date",
		taxNo: "Tax no.", register: "Trade register", phone: "Tel.", email: "E-mail", website: "Web", page: "Page %d of %d", comma: ", ",
	},
	"fr": {
		title: "Offre de prix", number: "Numéro", version: "Version", date: "Date", validUntil: "Valable jusqu’au", request: "Votre demande",
		to: "À", attention: "À l’attention de %s",
		position: "N°", description: "Désignation", hs: "Code SH", quantity: "Quantité", price: "Prix unitaire", amount: "Montant",
		total: "Total", delivery: "Conditions de livraison", edition: "Incoterms® 2020", payment: "Conditions de paiement", time: "Délai de livraison", notes: "Remarques",
		bank: "Coordonnées bancaires", currency: "Tous les prix sont en %s (%s).", forFirm: "Pour %s", accepted: "Bon pour accord, l’acheteur",
		signature: "Nom, signature et cachet", sign: "Signature et cachet", day: "Date",
		taxNo: "Identifiant fiscal", register: "Registre de commerce", phone: "Tél.", email: "E-mail", website: "Web", page: "Page %d sur %d", comma: ", ",
	},
	"ar": {
		title: "عرض أسعار", number: "الرقم", version: "النسخة", date: "التاريخ", validUntil: "صالح إلى غاية", request: "طلبكم",
		to: "إلى", attention: "عناية: %s",
		position: "الرقم", description: "البيان", hs: "البند الجمركي", quantity: "الكمية", price: "سعر الوحدة", amount: "المبلغ",
		total: "المجموع", delivery: "شروط التسليم", edition: "Incoterms® 2020", payment: "شروط الأداء", time: "أجل التسليم", notes: "ملاحظات",
		bank: "المعطيات البنكية", currency: "جميع الأسعار بعملة %s (%s).", forFirm: "عن %s", accepted: "موافقة المشتري",
		signature: "الاسم والتوقيع والخاتم", sign: "التوقيع والخاتم", day: "التاريخ",
		taxNo: "رقم التعريف الضريبي", register: "رقم السجل التجاري", phone: "الهاتف", email: "البريد الإلكتروني", website: "الموقع", page: "صفحة %d من %d", comma: "، ",
	},
}

// deliveryAt says a rule of Incoterms 2020 with its place.
func (w words) deliveryAt(term value.Incoterm, place string) string {
	if term == "" {
		return place
	}
	return joined(" ", string(term), place) + w.comma + w.edition
}
