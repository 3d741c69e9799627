package exchange

import (
	"sync"

	"tradedesk/model"
)

// outlookWords are how Outlook for Windows names the columns of its contacts in
// other languages than English, by what they mean.
var outlookWords = []struct {
	needs []string
	roles map[role][]string
}{
	{ // French
		needs: []string{"Prénom", "Nom", "Adresse de messagerie"},
		roles: map[role][]string{
			roleFirst: {"Prénom"}, roleMiddle: {"Deuxième prénom"}, roleLast: {"Nom"}, roleCompany: {"Société"}, "title": {"Fonction", "Titre du poste"},
			roleStreet: {"Rue (bureau)"}, "city": {"Ville (bureau)"}, roleRegion: {"Dép/Région (bureau)", "État/Province (bureau)"},
			roleEmail:    {"Adresse de messagerie", "Adresse de messagerie 2", "Adresse de messagerie 3"},
			roleIgnore:   {"Type de messagerie", "Type de messagerie 2", "Nom complet de l'adresse de messagerie", "Nom complet de l'adresse de messagerie 2", "Nom d'affichage de la messagerie", "Nom d'affichage de la messagerie 2", "Priorité", "Privé", "Critère de diffusion", "Sexe"},
			rolePostcode: {"Code postal (bureau)"}, "country": {"Pays/Région (bureau)", "Pays (bureau)"},
			rolePhone: {"Téléphone (bureau)", "Téléphone 2 (bureau)", "Tél. mobile", "Téléphone mobile", "Téléphone (domicile)", "Téléphone 2 (domicile)", "Téléphone principal", "Téléphone société", "Autre téléphone"},
			"website": {"Page Web", "Page Web personnelle"}, roleTags: {"Catégories"}, roleNotes: {"Notes"}, "language": {"Langue"}, roleNone: {"Titre"},
		},
	},
	{ // German
		needs: []string{"Vorname", "Nachname", "E-Mail-Adresse"},
		roles: map[role][]string{
			roleFirst: {"Vorname"}, roleMiddle: {"Weitere Vornamen"}, roleLast: {"Nachname"}, roleCompany: {"Firma"}, "title": {"Position"},
			roleStreet: {"Straße geschäftlich"}, "city": {"Ort geschäftlich"}, roleRegion: {"Region geschäftlich"},
			roleEmail:    {"E-Mail-Adresse", "E-Mail 2: Adresse", "E-Mail 3: Adresse", "E-Mail-Adresse 2", "E-Mail-Adresse 3"},
			roleIgnore:   {"E-Mail-Typ", "E-Mail 2: Typ", "E-Mail: Angezeigter Name", "E-Mail 2: Angezeigter Name", "Priorität", "Privat", "Vertraulichkeit", "Geschlecht"},
			rolePostcode: {"Postleitzahl geschäftlich"}, "country": {"Land/Region geschäftlich", "Land geschäftlich"},
			rolePhone: {"Telefon geschäftlich", "Telefon geschäftlich 2", "Telefon Firma", "Mobiltelefon", "Telefon privat", "Telefon privat 2", "Haupttelefon", "Weiteres Telefon"},
			"website": {"Webseite", "Persönliche Webseite"}, roleTags: {"Kategorien"}, roleNotes: {"Notizen"}, "language": {"Sprache"}, roleNone: {"Anrede"},
		},
	},
	{ // Spanish
		needs: []string{"Nombre", "Apellidos", "Dirección de correo electrónico"},
		roles: map[role][]string{
			roleFirst: {"Nombre"}, roleMiddle: {"Segundo nombre"}, roleLast: {"Apellidos"}, roleCompany: {"Organización", "Compañía"}, "title": {"Puesto", "Cargo"},
			roleStreet: {"Calle del trabajo"}, "city": {"Ciudad de trabajo", "Ciudad del trabajo"}, roleRegion: {"Provincia o estado de trabajo", "Provincia o estado del trabajo"},
			roleEmail:    {"Dirección de correo electrónico", "Dirección de correo electrónico 2", "Dirección de correo electrónico 3", "Dirección del correo electrónico 2"},
			roleIgnore:   {"Tipo de correo electrónico", "Tipo de correo electrónico 2", "Nombre de pantalla de correo electrónico", "Nombre de pantalla de correo electrónico 2", "Prioridad", "Privado", "Sexo"},
			rolePostcode: {"Código postal del trabajo", "Código postal de trabajo"}, "country": {"País o región del trabajo", "País o región de trabajo", "País del trabajo"},
			rolePhone: {"Teléfono del trabajo", "Teléfono del trabajo 2", "Número principal de la organización", "Móvil", "Teléfono móvil", "Particular", "Número de teléfono particular", "Teléfono principal", "Otro teléfono"},
			"website": {"Página Web", "Página web personal"}, roleTags: {"Categorías"}, roleNotes: {"Notas"}, "language": {"Idioma"}, roleNone: {"Tratamiento"},
		},
	},
	{ // Arabic
		needs: []string{"الاسم الأول", "عنوان البريد الإلكتروني"},
		roles: map[role][]string{
			roleFirst: {"الاسم الأول"}, roleMiddle: {"الاسم الأوسط"}, roleLast: {"اسم العائلة", "الاسم الأخير"}, roleCompany: {"الشركة"}, "title": {"المسمى الوظيفي", "الوظيفة"},
			roleStreet: {"شارع العمل", "عنوان شارع العمل"}, "city": {"مدينة العمل"}, roleRegion: {"ولاية العمل", "محافظة العمل"},
			roleEmail:    {"عنوان البريد الإلكتروني", "عنوان البريد الإلكتروني 2", "عنوان البريد الإلكتروني 3"},
			roleIgnore:   {"نوع البريد الإلكتروني", "نوع البريد الإلكتروني 2", "اسم العرض للبريد الإلكتروني", "اسم العرض للبريد الإلكتروني 2", "الأولوية", "خاص", "الحساسية"},
			rolePostcode: {"الرمز البريدي للعمل"}, "country": {"بلد/منطقة العمل", "بلد العمل"},
			rolePhone: {"هاتف العمل", "هاتف العمل 2", "هاتف الشركة الرئيسي", "الهاتف المحمول", "هاتف محمول", "هاتف المنزل", "هاتف المنزل 2", "الهاتف الأساسي", "هاتف آخر"},
			"website": {"صفحة ويب", "صفحة الويب", "صفحة ويب شخصية"}, roleTags: {"الفئات"}, roleNotes: {"ملاحظات", "الملاحظات"}, "language": {"اللغة"}, roleNone: {"اللقب"},
		},
	},
}

// outlookPresets are those words as presets.
var outlookPresets = sync.OnceValue(func() []preset {
	var out []preset
	for _, words := range outlookWords {
		p := preset{name: "outlook", kind: model.KindContact, columns: map[string]role{}}
		for _, need := range words.needs {
			p.needs = append(p.needs, headerPattern(need))
		}
		for r, headers := range words.roles {
			for _, header := range headers {
				p.columns[headerPattern(header)] = r
			}
		}
		out = append(out, p)
	}
	return out
})
