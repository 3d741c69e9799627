package model

import (
	"sync"

	"tradedesk/model/text"
)

// stageWords are what customer lists of other systems, and people, call the
// stages, in English, French and Arabic: the defaults of HubSpot, Pipedrive,
// Salesforce, Zoho, Odoo and ERPNext among them.
var stageWords = map[Kind]map[Stage][]string{
	KindLead: {
		LeadNew: {"new lead", "lead in", "lead", "open", "not contacted", "open not contacted", "untouched", "unassigned", "incoming",
			"to do", "nouveau", "nouvelle", "a traiter", "non contacté", "جديد", "جديدة"},
		LeadContacted: {"contact made", "attempted to contact", "attempted", "connected", "working", "working contacted", "in progress",
			"replied", "open lead", "responded", "reached", "contacté", "contactée", "en cours", "relancé", "تم الاتصال", "تم التواصل", "قيد المعالجة"},
		LeadQualified: {"qualification", "pre qualified", "prequalified", "sql", "sales qualified lead", "mql", "marketing qualified lead",
			"interested", "opportunity", "open deal", "prospect", "prospecting", "needs analysis", "qualified to buy", "appointment scheduled",
			"demo scheduled", "qualifié", "qualifiée", "opportunité", "intéressé", "مؤهل", "مهتم", "فرصة"},
		LeadNurture: {"nurturing", "contact in future", "contact in the future", "bad timing", "on hold", "later", "recycled", "future", "re engagement", "reengagement",
			"a relancer", "en attente", "plus tard", "لاحقا", "مؤجل"},
		LeadRFQOpen: {"rfq", "rfq sent", "quotation", "quote", "quote sent", "proposal", "proposal sent", "proposal made", "proposition",
			"value proposition", "proposal price quote", "presentation scheduled", "decision maker bought in", "devis", "devis envoyé", "offre", "offre envoyée",
			"عرض سعر", "عرض أسعار", "طلب عرض"},
		LeadNegotiating: {"negotiation", "negotiations started", "negotiation review", "in negotiation", "contract sent", "contract",
			"négociation", "en négociation", "تفاوض", "قيد التفاوض"},
		LeadWon: {"closed won", "close won", "converted", "closed converted", "customer", "client", "deal won", "success", "gagné",
			"gagnée", "converti", "signé", "ربح", "تم البيع", "عميل"},
		LeadLost: {"closed lost", "close lost", "lost lead", "lost quotation", "closed not converted", "not converted", "closed",
			"deal lost", "perdu", "perdue", "خسارة", "مفقود"},
		LeadJunk: {"junk lead", "spam", "unqualified", "not qualified", "disqualified", "do not contact", "bad lead", "invalid", "fake",
			"rejected", "indésirable", "non qualifié", "rejeté", "غير مؤهل", "مزعج", "مرفوض"},
	},
	KindRFQ: {
		RFQDraft:       {"new", "to do", "brouillon", "nouveau", "مسودة", "جديد"},
		RFQOpen:        {"sent", "rfq sent", "submitted", "published", "ouvert", "ouverte", "envoyé", "envoyée", "مفتوح", "مرسل"},
		RFQQuoting:     {"receiving quotes", "quotes coming in", "in progress", "en cours", "قيد التسعير"},
		RFQComparing:   {"comparison", "evaluation", "evaluating", "under review", "comparaison", "évaluation", "مقارنة"},
		RFQNegotiating: {"negotiation", "in negotiation", "négociation", "تفاوض"},
		RFQAwarded:     {"award", "purchase order", "ordered", "won", "attribué", "attribuée", "commandé", "تمت الترسية"},
		RFQClosed:      {"done", "locked", "completed", "clos", "fermé", "terminé", "مغلق"},
		RFQExpired:     {"past deadline", "expiré", "expirée", "منتهي", "منتهية"},
		RFQCancelled:   {"canceled", "cancel", "stopped", "annulé", "annulée", "ملغى", "ملغاة"},
	},
	KindQuote: {
		QuoteDraft:       {"new", "brouillon", "مسودة"},
		QuoteReceived:    {"submitted", "open", "sent", "quotation", "reçu", "reçue", "مستلم"},
		QuoteShortlisted: {"short listed", "shortlist", "under review", "présélectionné", "présélectionnée"},
		QuoteCountered:   {"counter", "counter offer", "countered offer", "negotiating", "négociation", "contre offre", "عرض مضاد"},
		QuoteAccepted:    {"won", "ordered", "approved", "accepté", "acceptée", "مقبول"},
		QuoteRejected:    {"declined", "lost", "refused", "cancelled", "canceled", "refusé", "refusée", "rejeté", "مرفوض"},
		QuoteExpired:     {"out of date", "expiré", "expirée", "منتهي"},
		QuoteSuperseded:  {"replaced", "revised", "remplacé", "remplacée", "مستبدل"},
	},
	KindOffer: {
		OfferDraft:      {"new", "brouillon", "مسودة"},
		OfferSent:       {"submitted", "open", "envoyée", "envoyé", "مرسل"},
		OfferAccepted:   {"won", "ordered", "approved", "acceptée", "accepté", "مقبول"},
		OfferRefused:    {"rejected", "declined", "lost", "refusée", "refusé", "مرفوض"},
		OfferExpired:    {"out of date", "expirée", "expiré", "منتهي"},
		OfferSuperseded: {"replaced", "revised", "remplacée", "remplacé", "مستبدل"},
	},
	KindSample: {
		SampleRequested: {"new", "asked", "demandé", "demandée", "مطلوب", "مطلوبة"},
		SampleAgreed:    {"confirmed", "accepted", "confirmé", "convenu", "متفق عليه"},
		SampleShipped:   {"sent", "in transit", "dispatched", "expédié", "envoyé", "مرسل", "مرسلة"},
		SampleReceived:  {"delivered", "arrived", "reçu", "livré", "مستلم", "مستلمة"},
		SampleApproved:  {"ok", "passed", "approuvé", "validé", "مقبول", "مقبولة"},
		SampleRejected:  {"failed", "refused", "refusé", "rejeté", "مرفوض", "مرفوضة"},
		SampleCancelled: {"canceled", "annulé", "ملغى", "ملغاة"},
	},
}

var stageGuesses = sync.OnceValue(func() map[Kind]map[string]Stage {
	all := make(map[Kind]map[string]Stage)
	for kind, stages := range stageWords {
		guesses := make(map[string]Stage)
		for stage, words := range stages {
			for _, word := range words {
				guesses[text.PlainWords(word)] = stage
			}
		}
		for _, stage := range Stages(kind) {
			guesses[text.PlainWords(string(stage))] = stage
		}
		all[kind] = guesses
	}
	return all
})

// GuessStage finds the stage that another system's word stands for, such as
// "Closed Won" or "Nouveau". Only whole phrases count.
func GuessStage(k Kind, words string) (Stage, bool) {
	stage, ok := stageGuesses()[k][text.PlainWords(words)]
	return stage, ok
}
