package exchange

import (
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

func TestGuessRoles(t *testing.T) {
	tests := []struct {
		header string
		want   role
	}{
		{"Company", roleCompany}, {"Company Name", roleCompany}, {"Société", roleCompany}, {"Raison sociale", roleCompany},
		{"الشركة", roleCompany}, {"Organisation", roleCompany}, {"Buyer company", roleCompany}, {"Compagny", roleCompany},
		{"First Name", roleFirst}, {"firstName", roleFirst}, {"Prénom", roleFirst}, {"FAMILY_NAME", roleLast},
		{"Contact Person", rolePerson}, {"الاسم الكامل", rolePerson},
		{"E-mail", roleEmail}, {"Email 2", roleEmail}, {"Primary e-mail address", roleEmail}, {"البريد الإلكتروني", roleEmail}, {"Courriel", roleEmail},
		{"Phone 1", rolePhone}, {"Work phone", rolePhone}, {"Téléphone portable", rolePhone}, {"رقم الهاتف", rolePhone}, {"WhatsApp", rolePhone},
		{"Country", "country"}, {"Pays", "country"}, {"البلد", "country"}, {"Ville", "city"}, {"Adress", roleStreet},
		{"Deal Stage", roleStage}, {"Statut", roleStage}, {"Lead Owner", "owner"}, {"Lead Source", "source"},
		{"Notes", roleNotes}, {"Commentaires", roleNotes}, {"HS Code", "hs"}, {"Code SH", "hs"}, {"Qty", "quantity"}, {"Quantité", "quantity"},
		{"Target price", "target_price"}, {"Devise", "currency"}, {"Index", roleIgnore}, {"#", roleIgnore},
		{"Account Id", roleOrigin}, {"Record ID", roleOrigin}, {"UID", roleOrigin},
		{"Email Opt Out", roleNone}, {"Founded", roleNone}, {"Industry", roleNone}, {"Annual revenue", roleNone}, {"Last Activity Date", roleNone},
		{"Phone extension", roleNone}, {"2024", roleNone},
	}
	for _, test := range tests {
		t.Run(test.header, func(t *testing.T) {
			if got, _ := guessRoles([]string{test.header}); got[0] != test.want {
				t.Errorf("got %q, want %q", got[0], test.want)
			}
		})
	}
}

func TestSynonymsStandOnce(t *testing.T) {
	seen := map[string]role{}
	for r, words := range synonyms {
		for _, word := range words {
			key := headerKey(word)
			if other, twice := seen[key]; twice && other != r {
				t.Errorf("%q is under %q and %q", word, r, other)
			}
			if key == "" {
				t.Errorf("%q has no letters", word)
			}
			seen[key] = r
		}
	}
}

func TestPresetsKnowTheirHeaders(t *testing.T) {
	for _, p := range presets {
		for _, need := range p.needs {
			if _, ok := p.columns[need]; !ok {
				t.Errorf("%s needs %q, which it does not know", p.name, need)
			}
		}
		for pattern := range p.columns {
			if headerPattern(pattern) != pattern {
				t.Errorf("%s: %q is not how a header is folded: %q", p.name, pattern, headerPattern(pattern))
			}
		}
	}
}

func TestPlanKindAndPreset(t *testing.T) {
	tests := []struct {
		name, header string
		asked        model.Kind
		kind         model.Kind
		preset       string
	}{
		{"google before 2024", "Name,Given Name,Additional Name,Family Name,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name", "", model.KindContact, "google"},
		{"google", "First Name,Middle Name,Last Name,Organization Name,Organization Title,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value", "", model.KindContact, "google"},
		{"hubspot", "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Last Activity Date,Lead Status,Create Date", "", model.KindLead, "hubspot"},
		{"outlook", "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Phone,Mobile Phone,E-mail Address,E-mail Type,Notes,Categories", "", model.KindContact, "outlook"},
		{"asked", "Title,First Name,Last Name,E-mail Address,Business Phone", model.KindLead, model.KindLead, "outlook"},
		{"leads", "Company,First Name,Last Name,Email,Deal Stage", "", model.KindLead, ""},
		{"firms", "Index,Organization Id,Name,Website,Country", "", model.KindSupplier, ""},
		{"suppliers", "Supplier,Email,Products,MOQ", "", model.KindSupplier, ""},
		{"fournisseurs", "Fournisseur;Téléphone;Ville", "", model.KindSupplier, ""},
		{"people", "Name,Email,Phone", "", model.KindLead, ""},
		{"own", "id,kind,created_at,title", "", "", "tradedesk"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, err := makePlan(strings.FieldsFunc(test.header, func(r rune) bool { return r == ',' || r == ';' }), test.asked, nil)
			if err != nil || p.kind != test.kind || p.preset != test.preset {
				t.Errorf("got %+v, %v", p, err)
			}
		})
	}
}

func TestPresetFiles(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"google before 2024",
			"Name,Given Name,Additional Name,Family Name,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Organization 1 - Name,Organization 1 - Title,Website 1 - Value\n" +
				"Aino Virta,Aino,,Virta,met in Paris,* myContacts ::: Buyers,* Work,aino@nord.fi ::: info@nord.fi,Mobile,+212 612-345678,Work,+212 522-123456,Nord Foods,Buyer,https://nord.fi ::: https://nord.com\n",
			"name=Aino Virta company=Nord Foods title=Buyer email=aino@nord.fi phone=+212612345678 website=https://nord.fi notes=met in Paris tags=Buyers other_emails=info@nord.fi other_phones=+212522123456"},
		{"google",
			"First Name,Middle Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Street,Address 1 - City,Address 1 - Postal Code\n" +
				"Aino,Maria,Virta,Nord Foods,Buyer,Buyers ::: * starred,Work,aino@nord.fi,,,Kaivokatu 1,Helsinki,00100\n",
			"name=Aino Maria Virta company=Nord Foods title=Buyer email=aino@nord.fi city=Helsinki address=Kaivokatu 1, 00100 tags=Buyers"},
		{"hubspot",
			"Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Last Activity Date,Lead Status,Create Date\n" +
				"101456789,Aino,Virta,aino@nord.fi,,Yassine,Nord Foods,2026-05-07 10:30,Open deal,2026-05-01 09:15\n",
			"origin=csv:Record ID:101456789 company=Nord Foods contact=Aino Virta email=aino@nord.fi received_at=2026-05-01T09:15:00.000Z stage=qualified owner=Yassine"},
		{"outlook",
			"First Name,Middle Name,Last Name,Company,Job Title,Business Street,Business City,Home Phone,E-mail Address,E-mail 2 Address,E-mail Display Name,Notes,Categories\n" +
				"Aino,,Virta,Nord Foods,Buyer,\"Kaivokatu 1\r\n2nd floor\",Helsinki,,aino@nord.fi,a.virta@nord.fi,Aino (aino@nord.fi),hello,Buyers;VIP\n",
			"name=Aino Virta company=Nord Foods title=Buyer email=aino@nord.fi city=Helsinki address=Kaivokatu 1, 2nd floor notes=hello tags=Buyers; VIP other_emails=a.virta@nord.fi"},
		{"french, semicolons",
			"Société;Nom;Prénom;Adresse e-mail;Ville;Produit;Quantité;Statut\nNord Foods;Virta;Aino;aino@nord.fi;Helsinki;Huile d'argan;500;Nouveau\n",
			"company=Nord Foods contact=Aino Virta email=aino@nord.fi city=Helsinki product=Huile d'argan quantity=500 stage=new"},
		{"arabic",
			"الشركة,جهة الاتصال,البريد الإلكتروني,المدينة,المنتج\nمؤسسة الشمال,سعاد,souad@north.ma,طنجة,زيت\n",
			"company=مؤسسة الشمال contact=سعاد email=souad@north.ma city=طنجة product=زيت"},
		{"hubspot deals", "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Deal owner,Associated Company,Associated Contact\n" +
			"9876543210,Argan oil 500 kg,Qualified to buy,Sales,21500,2026-06-30 00:00,Yassine,Nord Foods,Aino Virta\n",
			"origin=csv:Record ID:9876543210 company=Nord Foods contact=Aino Virta product=Argan oil 500 kg stage=qualified owner=Yassine"},
		{"outlook in French", "Titre;Prénom;Deuxième prénom;Nom;Société;Service;Fonction;Rue (bureau);Ville (bureau);Pays/Région (bureau);Téléphone (bureau);Tél. mobile;Adresse de messagerie;Type de messagerie;Adresse de messagerie 2;Catégories;Notes\n" +
			"M.;Aino;;Virta;Nord Foods;Achats;Acheteuse;Kaivokatu 1;Helsinki;Finlande;;+358 40 1234567;aino@nord.fi;SMTP;info@nord.fi;Acheteurs;bonjour\n",
			"name=Aino Virta company=Nord Foods title=Acheteuse email=aino@nord.fi country=FI city=Helsinki phone=+358401234567 tags=Acheteurs other_emails=info@nord.fi"},
		{"outlook in German", "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Ort geschäftlich,Land/Region geschäftlich,Telefon geschäftlich,Mobiltelefon,E-Mail-Adresse,E-Mail-Typ,Notizen\n" +
			"Frau,Aino,,Virta,,Nord Foods,Einkauf,Leiterin,Kaivokatu 1,Helsinki,Finland,,+358 40 1234567,aino@nord.fi,SMTP,hallo\n",
			"name=Aino Virta company=Nord Foods title=Leiterin email=aino@nord.fi city=Helsinki phone=+358401234567 notes=hallo"},
		{"outlook in Spanish", "Tratamiento,Nombre,Segundo nombre,Apellidos,Organización,Puesto,Ciudad de trabajo,Móvil,Dirección de correo electrónico,Notas\n" +
			",Aino,,Virta,Nord Foods,Compradora,Helsinki,+358 40 1234567,aino@nord.fi,hola\n",
			"name=Aino Virta company=Nord Foods title=Compradora email=aino@nord.fi city=Helsinki phone=+358401234567 notes=hola"},
		{"outlook in Arabic", "اللقب,الاسم الأول,الاسم الأوسط,اسم العائلة,الشركة,المسمى الوظيفي,الهاتف المحمول,عنوان البريد الإلكتروني,ملاحظات\n" +
			",سعاد,,بنعلي,مؤسسة الشمال,مديرة,+212612345678,souad@north.ma,مرحبا\n",
			"name=سعاد بنعلي company=مؤسسة الشمال title=مديرة email=souad@north.ma phone=+212612345678 notes=مرحبا"},
		{"a marketplace's requests", "RFQ ID,Product Name,Quantity Required,Unit,Buyer Country,Destination Port,Shipping Terms,Target Price,Date Posted,Quotes Left,Detailed Description\n" +
			"RFQ12345678,Argan oil,500 Kilogram/Kilograms,,Canada,,CIF Montréal,43.50 USD,2026-05-01,3,organic please\n",
			"origin=csv:RFQ ID:RFQ12345678 product=Argan oil quantity=500 unit=KGM country=CA incoterm=CIF port=CAMTR target_price=43.50 currency=USD message=organic please"},
		{"requests to quote for", "RFQ No;Product;Quantity;Unit;Incoterm;Port of destination;Deadline;Payment terms\n" +
			"2026-0142;Argan;500;kg;FOB;CAMTR;2026-12-31;30 % advance, balance against copy of B/L\n",
			"origin=csv:RFQ No:2026-0142 title=Argan lines=[{\"product\":\"Argan\",\"quantity\":\"500\",\"unit\":\"KGM\"}] incoterm=FOB port=CAMTR deadline=2026-12-31"},
		{"separator line", "sep=;\r\nCompany;Email\r\nNord;a@nord.fi\r\n", "company=Nord email=a@nord.fi"},
		{"byte order mark", utf8BOM + "Company,Email\nNord,a@nord.fi\n", "company=Nord email=a@nord.fi"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			desk := newFakeDesk()
			report := mustImport(t, desk, testRequest("a.csv"), test.file)
			if report.Created != 1 {
				t.Fatalf("report %+v", report)
			}
			got := filled(desk.all()[0])
			for _, want := range splitFields(test.want) {
				if !slices.Contains(got, want) {
					t.Errorf("no %q among %q", want, got)
				}
			}
			if report.Warned != 0 {
				t.Errorf("warnings %+v", report.Warnings)
			}
		})
	}
}

// filled gives what a record has as name=value.
func filled(r model.Record) []string {
	var out []string
	for _, f := range model.SchemaOf(r.Kind()).Fields {
		if !f.Empty(r) {
			out = append(out, f.Name+"="+model.FieldText(f, r))
		}
	}
	return out
}

// splitFields splits "a=1 2 b=3" before each name.
func splitFields(text string) []string {
	var out []string
	for _, word := range strings.Fields(text) {
		name, _, ok := strings.Cut(word, "=")
		if ok && name == strings.ToLower(name) && !strings.Contains(name, ":") {
			out = append(out, word)
		} else {
			out[len(out)-1] += " " + word
		}
	}
	return out
}

// Terms of payment that are not the whole are no reason to leave an RFQ out.
func TestTermsOfPaymentInPart(t *testing.T) {
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("a.csv"), "RFQ No;Product;Quantity;Unit;Deadline;Payment terms\n2026-0142;Argan;500;kg;2026-12-31;30 % advance\n")
	if report.Created != 1 || report.Warned != 1 {
		t.Fatalf("report %+v", report)
	}
	if rfq := desk.all()[0].(*model.RFQ); rfq.PaymentTerms != "" || !strings.Contains(rfq.Notes, "Payment terms: 30 % advance") {
		t.Errorf("got %s", model.EncodeJSON(rfq))
	}
}
