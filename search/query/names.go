package query

import (
	"strings"
	"sync"

	"tradedesk/model"
	"tradedesk/model/text"
)

// Name is what a filter looks at.
type Name string

// The filters, as docs/search.md explains them.
const (
	ByKind     Name = "kind"
	ByStage    Name = "stage"
	ByCountry  Name = "country"
	ByCity     Name = "city"
	ByOwner    Name = "owner"
	ByTag      Name = "tag"
	ByEvent    Name = "event"
	ByDue      Name = "due"
	ByReceived Name = "received"
	ByCreated  Name = "created"
	ByUpdated  Name = "updated"
	ByHS       Name = "hs"
	ByProduct  Name = "product"
	ByValue    Name = "value"
	ByQuantity Name = "quantity"
	ByCurrency Name = "currency"
	ByIncoterm Name = "incoterm"
	ByScore    Name = "score"
	ByEmail    Name = "email"
	ByPhone    Name = "phone"
)

// sort of values that a filter has.
type sort int

const (
	choices sort = iota // a few, known
	codes               // of a public table
	people              // texts that are equal or not: owners, tags, events
	parts               // texts that are looked for within others
	days
	amounts
)

// spec is what is known of a filter.
type spec struct {
	name  Name
	sort  sort
	names string // in English, French and Arabic, the first is the filter's own
	past  bool   // days go back: <3d is less than three days ago
}

// specs are in the order in which completion offers them.
var specs = []spec{
	{ByKind, choices, "kind type genre nature نوع", false},
	{ByStage, choices, "stage status state étape statut état مرحلة حالة", false},
	{ByCountry, codes, "country pays بلد دولة", false},
	{ByCity, parts, "city ville مدينة", false},
	{ByOwner, people, "owner responsable propriétaire مسؤول مالك", false},
	{ByTag, people, "tag tags étiquette étiquettes وسم وسوم", false},
	{ByEvent, people, "event fair salon foire événement معرض حدث", false},
	{ByDue, days, "due échéance استحقاق أجل موعد", false},
	{ByReceived, days, "received sent date reçu envoyé تاريخ استلام", true},
	{ByCreated, days, "created créé création إنشاء", true},
	{ByUpdated, days, "updated changed modifié modification تعديل تحديث", true},
	{ByHS, codes, "hs sh tariff nomenclature بند تعريفة", false},
	{ByProduct, parts, "product goods produit marchandise منتج سلعة بضاعة", false},
	{ByValue, amounts, "value amount valeur montant قيمة مبلغ", false},
	{ByQuantity, amounts, "quantity qty quantité qté كمية", false},
	{ByCurrency, codes, "currency devise monnaie عملة", false},
	{ByIncoterm, codes, "incoterm incoterms إنكوترم", false},
	{ByScore, amounts, "score points نقاط تقييم", false},
	{ByEmail, parts, "email mail courriel إيميل بريد", false},
	{ByPhone, parts, "phone tel téléphone tél mobile هاتف جوال", false},
}

func specOf(name Name) spec {
	for _, s := range specs {
		if s.name == name {
			return s
		}
	}
	return spec{}
}

// Names gives all filters in the order in which they are offered.
func Names() []Name {
	all := make([]Name, len(specs))
	for i, s := range specs {
		all[i] = s.name
	}
	return all
}

// byWord finds filters by the folded words for them, in three languages.
var byWord = sync.OnceValue(func() map[string]Name {
	all := map[string]Name{}
	for _, s := range specs {
		for _, word := range strings.Fields(s.names) {
			all[text.Fold(word)] = s.name
		}
	}
	return all
})

// filterName finds a filter by a word in any case; an Arabic article may be there.
func filterName(typed string) (Name, bool) {
	folded := text.Fold(typed)
	if name, ok := byWord()[folded]; ok {
		return name, true
	}
	name, ok := byWord()[strings.TrimPrefix(folded, "ال")]
	return name, ok
}

// kindWords are the kinds in French and Arabic, in the singular and the plural.
var kindWords = sync.OnceValue(func() map[string]model.Kind {
	all := map[string]model.Kind{}
	for kind, words := range map[model.Kind]string{
		model.KindLead:     "piste prospect عميل محتمل فرصة",
		model.KindSupplier: "fournisseur مورد موردون ممون",
		model.KindContact:  "personne جهة شخص أشخاص",
		model.KindRFQ:      "demande consultation طلب طلبات",
		model.KindQuote:    "devis quotation تسعيرة تسعيرات",
		model.KindMessage:  "mail courriel رسالة رسائل",
		model.KindTask:     "tâche مهمة مهام",
		model.KindEvent:    "salon foire fair معرض معارض",
		model.KindDeal:     "affaire contrat صفقة صفقات",
		model.KindSample:   "échantillon عينة عينات",
		model.KindTag:      "étiquette وسم وسوم",
		model.KindLane:     "trajet خط خطوط",
		model.KindRate:     "taux cours صرف",
		model.KindOffer:    "offre عرض عروض",
		model.KindFirm:     "maison société شركة",
		model.KindTemplate: "modèle نموذج نماذج",
	} {
		for _, word := range strings.Fields(words) {
			all[text.Fold(word)] = kind
			all[text.Fold(word)+"s"] = kind
		}
	}
	return all
})

// The words for nothing and for anything, folded.
var (
	missingWords = strings.Fields("none aucun aucune sans بلا بدون")
	presentWords = strings.Fields("any tout toute اي")
)
