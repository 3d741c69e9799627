package exchange

import (
	"slices"

	"tradedesk/model"
)

// preset is how another program names the columns of its files. Headers are as
// headerPattern gives them: folded words, "#" for a number.
type preset struct {
	name    string
	kind    model.Kind // "" when the columns have to tell
	needs   []string   // without these it is not this program's file
	columns map[string]role
}

// presets, in the order in which they win when they know as many columns.
// Sources: the CSV exports of Google Contacts before and since 2024, of HubSpot
// CRM records, and of Outlook for Windows in English.
var presets = []preset{
	{
		name: "google", kind: model.KindContact,
		needs: []string{"given name", "family name", "e mail # value"},
		columns: map[string]role{
			"name": rolePerson, "given name": roleFirst, "additional name": roleMiddle, "family name": roleLast,
			"e mail # type": roleIgnore, "e mail # value": roleEmail, "phone # type": roleIgnore, "phone # value": rolePhone,
			"website # type": roleIgnore, "website # value": "website", "address # type": roleIgnore,
			"address # formatted": roleIgnore, "address # street": roleStreet, "address # city": "city",
			"address # region": roleRegion, "address # postal code": rolePostcode, "address # country": "country",
			"organization # type": roleIgnore, "organization # name": roleCompany, "organization # title": "title",
			"notes": roleNotes, "group membership": roleTags, "language": "language",
		},
	},
	{
		name: "google", kind: model.KindContact,
		needs: []string{"first name", "last name", "organization name", "e mail # value"},
		columns: map[string]role{
			"first name": roleFirst, "middle name": roleMiddle, "last name": roleLast,
			"organization name": roleCompany, "organization title": "title", "notes": roleNotes, "labels": roleTags,
			"e mail # label": roleIgnore, "e mail # value": roleEmail, "phone # label": roleIgnore, "phone # value": rolePhone,
			"website # label": roleIgnore, "website # value": "website", "address # label": roleIgnore,
			"address # formatted": roleIgnore, "address # street": roleStreet, "address # city": "city",
			"address # region": roleRegion, "address # postal code": rolePostcode, "address # country": "country",
		},
	},
	{
		name: "hubspot", kind: model.KindLead,
		needs: []string{"record id", "email", "first name", "last name"},
		columns: map[string]role{
			"record id": roleOrigin, "first name": roleFirst, "last name": roleLast, "email": roleEmail,
			"additional email addresses": roleEmail, "phone number": rolePhone, "mobile phone number": rolePhone,
			"contact owner": "owner", "associated company": roleCompany, "company name": roleCompany,
			"lead status": roleStage, "create date": "received_at", "country region": "country", "country": "country",
			"city": "city", "street address": roleStreet, "state region": roleRegion, "postal code": rolePostcode,
			"website url": "website", "message": roleNotes, "original source": "source", "preferred language": "language",
		},
	},
	{
		name:  "hubspot",
		needs: []string{"record id", "company name", "company owner"},
		columns: map[string]role{
			"record id": roleOrigin, "company name": roleCompany, "company owner": "owner", "phone number": rolePhone,
			"city": "city", "country region": "country", "industry": roleNone, "lead status": roleStage,
			"create date": "received_at", "website url": "website", "company domain name": "website",
		},
	},
	{
		// Deals that are still to be won are enquiries here.
		name: "hubspot", kind: model.KindLead,
		needs: []string{"record id", "deal name", "deal stage"},
		columns: map[string]role{
			"record id": roleOrigin, "deal name": roleProduct, "deal stage": roleStage, "deal owner": "owner", "associated company": roleCompany,
			"associated contact": rolePerson, "create date": "received_at", "deal description": roleNotes, "next step": "next_action",
		},
	},
	{
		// Outlook.com and the new Outlook write more columns than the old one.
		name: "outlook", kind: model.KindContact,
		needs: []string{"first name", "last name", "e mail address", "given yomi"},
		columns: map[string]role{
			"title": roleNone, "first name": roleFirst, "middle name": roleMiddle, "last name": roleLast, "given yomi": roleIgnore, "surname yomi": roleIgnore,
			"company": roleCompany, "company yomi": roleIgnore, "job title": "title", "nickname": roleNone, "e mail address": roleEmail, "e mail # address": roleEmail,
			"home phone": rolePhone, "home phone #": rolePhone, "business phone": rolePhone, "business phone #": rolePhone, "mobile phone": rolePhone,
			"company main phone": rolePhone, "primary phone": rolePhone, "business street": roleStreet, "business city": "city", "business state": roleRegion,
			"business postal code": rolePostcode, "business country region": "country", "personal web page": "website", "web page": "website",
			"notes": roleNotes, "categories": roleTags,
		},
	},
	{
		name: "outlook", kind: model.KindContact,
		needs: []string{"first name", "last name", "e mail address"},
		columns: map[string]role{
			"title": roleNone, "first name": roleFirst, "middle name": roleMiddle, "last name": roleLast,
			"company": roleCompany, "job title": "title", "business street": roleStreet, "business city": "city",
			"business state": roleRegion, "business postal code": rolePostcode, "business country": "country",
			"business country region": "country", "e mail address": roleEmail, "e mail # address": roleEmail,
			"e mail type": roleIgnore, "e mail display name": roleIgnore, "e mail # type": roleIgnore,
			"e mail # display name": roleIgnore, "business phone": rolePhone, "business phone #": rolePhone,
			"mobile phone": rolePhone, "home phone": rolePhone, "home phone #": rolePhone, "company main phone": rolePhone,
			"primary phone": rolePhone, "other phone": rolePhone, "web page": "website", "personal web page": "website",
			"notes": roleNotes, "categories": roleTags, "language": "language", "priority": roleIgnore,
			"private": roleIgnore, "sensitivity": roleIgnore,
		},
	},
}

// ownPreset is the name of our own exports: their columns are fields by name.
const ownPreset = "tradedesk"

// ownNeeds are the columns without which a file is not our own export.
var ownNeeds = []string{"id", "kind", "created_at"}

// presetOf gives the preset that knows the most of a file's columns, nil when
// none has what it needs.
func presetOf(patterns []string) *preset {
	has := make(map[string]bool, len(patterns))
	for _, p := range patterns {
		has[p] = true
	}
	var best *preset
	bestKnown := 0
	all := slices.Concat(presets, outlookPresets())
	for i := range all {
		p := &all[i]
		known := 0
		for _, pattern := range patterns {
			if _, ok := p.columns[pattern]; ok {
				known++
			}
		}
		if known > bestKnown && hasAll(has, p.needs) {
			best, bestKnown = p, known
		}
	}
	return best
}

func hasAll(has map[string]bool, needs []string) bool {
	for _, need := range needs {
		if !has[need] {
			return false
		}
	}
	return true
}
