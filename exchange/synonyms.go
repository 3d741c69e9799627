package exchange

// synonyms are what the columns of a file are called, in English, French and
// Arabic, by what they mean. A word stands in one list only.
var synonyms = map[role][]string{
	roleIgnore: {
		"index", "row", "row number", "row no", "s no", "sr no", "sl no", "serial", "serial no", "#", "no", "n°", "nr",
		"ligne", "numero de ligne", "rang", "الرقم", "م", "رقم الصف", "مسلسل",
	},
	roleOrigin: {"rfq id", "rfq no", "rfq number", "inquiry id", "enquiry id", "request id", "posting id", "buying lead id", "رقم الطلب",
		"id", "uid", "guid", "record id", "account id", "organization id", "organisation id", "customer id", "contact id",
		"lead id", "company id", "supplier id", "vendor id", "user id", "external id", "client id", "hs object id", "deal id",
		"identifiant", "id client", "id fournisseur", "code client", "code fournisseur", "customer code", "supplier code",
		"vendor code", "المعرف", "رقم التعريف", "رمز العميل",
	},
	roleName: {"name", "nom", "الاسم", "اسم"},
	roleCompany: {"firma", "unternehmen", "firmenname", "kunde", "lieferant", "hersteller", "empresa", "compañía", "cliente", "proveedor", "razón social", "organización",
		"company", "company name", "organization", "organisation", "organization name", "organisation name", "account", "account name",
		"business", "business name", "firm", "firm name", "employer", "buyer", "buyer name", "customer", "customer name", "client", "client name",
		"supplier", "supplier name", "vendor", "vendor name", "manufacturer", "exporter", "importer", "associated company",
		"société", "nom de la société", "nom société", "entreprise", "nom de l entreprise", "raison sociale", "organisme",
		"établissement", "fournisseur", "acheteur", "exportateur", "importateur", "الشركة", "اسم الشركة", "المؤسسة", "المنظمة", "المقاولة",
		"المورد", "العميل", "المشتري", "الزبون", "المصدر التجاري",
	},
	rolePerson: {"ansprechpartner", "persona de contacto", "contacto", "buyer contact",
		"contact", "contact name", "contact person", "full name", "person", "person name", "representative", "attention", "attn",
		"nom complet", "interlocuteur", "personne de contact", "nom du contact", "responsable", "جهة الاتصال", "الاسم الكامل", "المسؤول", "اسم جهة الاتصال",
	},
	roleFirst:  {"vorname", "nombre de pila", "first name", "given name", "forename", "prénom", "الاسم الأول", "الاسم الشخصي"},
	roleMiddle: {"middle name", "additional name", "deuxième prénom", "اسم الأب"},
	roleLast:   {"nachname", "familienname", "apellidos", "apellido", "last name", "family name", "surname", "nom de famille", "اسم العائلة", "الاسم العائلي", "اللقب", "النسب"},
	roleEmail: {"e mail adresse", "mailadresse", "correo", "correo electrónico", "dirección de correo electrónico",
		"email", "e mail", "mail", "email address", "e mail address", "mail address", "courriel", "adresse e mail", "adresse email",
		"adresse mail", "adresse électronique", "البريد الإلكتروني", "البريد", "الإيميل", "ايميل",
	},
	rolePhone: {"telefon", "telefonnummer", "mobiltelefon", "handy", "móvil", "celular", "número de teléfono",
		"phone", "phone number", "telephone", "telephone number", "tel", "tel no", "mobile", "mobile number", "mobile phone", "cell", "cell phone",
		"cellphone", "whatsapp", "whatsapp number", "gsm", "téléphone", "numéro de téléphone", "portable", "tél", "téléphone portable", "téléphone mobile", "téléphone fixe", "tél portable", "mobile no", "contact number", "phone no",
		"الهاتف", "رقم الهاتف", "هاتف", "الجوال", "رقم الجوال", "المحمول", "الموبايل", "واتساب",
	},
	roleNotes: {"notizen", "bemerkung", "bemerkungen", "anmerkung", "anmerkungen", "notas", "observaciones", "comentarios", "detailed description", "product description", "buying request",
		"notes", "note", "message", "comment", "comments", "remark", "remarks", "description", "details", "enquiry", "inquiry", "request",
		"requirements", "commentaire", "commentaires", "remarque", "remarques", "demande", "ملاحظات", "ملاحظة", "الرسالة", "تعليق", "تعليقات", "الطلب", "الوصف",
	},
	roleProduct: {"produkt", "artikel", "ware", "producto", "productos", "mercancía", "product required", "required product", "item name", "sourcing product",
		"product", "products", "product name", "item", "goods", "commodity", "article", "product interest", "interested in", "produit", "produits",
		"marchandise", "désignation", "المنتج", "المنتجات", "السلعة", "البضاعة", "الصنف",
	},
	roleStreet: {"straße", "anschrift", "calle", "dirección",
		"address", "street", "street address", "address line 1", "address 1", "postal address", "adresse", "rue", "adresse postale", "العنوان", "الشارع",
	},
	roleRegion:   {"state", "region", "province", "county", "state region", "région", "الولاية", "الجهة", "المنطقة"},
	rolePostcode: {"plz", "postleitzahl", "código postal", "postal code", "postcode", "zip", "zip code", "code postal", "cp", "الرمز البريدي"},
	roleStage: {
		"stage", "deal stage", "lead stage", "status", "lead status", "pipeline stage", "sales stage", "statut", "étape", "état", "المرحلة", "الحالة",
	},
	roleTags: {"kategorien", "kategorie", "categorías", "etiquetas",
		"tags", "tag", "labels", "label", "categories", "category", "groups", "group", "étiquettes", "étiquette", "catégories", "catégorie", "mots clés",
		"الوسوم", "وسم", "التصنيف", "التصنيفات",
	},
	"title":    {"title", "job title", "position", "job position", "function", "poste", "fonction", "titre", "profession", "occupation", "المنصب", "الوظيفة", "المسمى الوظيفي"},
	"country":  {"land", "país", "buyer country", "country of destination", "destination country", "pays de destination", "country", "country region", "country name", "nation", "pays", "البلد", "الدولة", "بلد"},
	"city":     {"stadt", "ort", "ciudad", "city", "town", "locality", "ville", "localité", "المدينة", "مدينة"},
	"language": {"language", "languages", "preferred language", "lang", "langue", "langues", "اللغة", "اللغات"},
	"website": {"webseite", "internetseite", "sitio web", "página web",
		"website", "web site", "web", "url", "web page", "homepage", "home page", "website url", "company website", "domain", "company domain name",
		"site web", "site", "site internet", "الموقع", "الموقع الإلكتروني",
	},
	"source": {
		"source", "lead source", "original source", "channel", "campaign", "origin", "how did you hear about us", "canal", "provenance", "origine",
		"المصدر", "القناة",
	},
	"hs":               {"hs", "hs code", "hscode", "hs codes", "tariff code", "customs code", "code sh", "code douanier", "رمز النظام المنسق", "البند الجمركي"},
	"quantity":         {"menge", "anzahl", "cantidad", "quantity required", "purchase quantity", "order qty", "annual purchase volume", "volume annuel", "quantity", "qty", "order quantity", "required quantity", "volume", "quantité", "qté", "الكمية"},
	"unit":             {"einheit", "unidad", "quantity unit", "unit", "uom", "unit of measure", "units", "unité", "unité de mesure", "الوحدة", "وحدة القياس"},
	"target_price":     {"preis", "zielpreis", "precio", "precio objetivo", "preferred unit price", "expected price", "budget price", "desired price", "target price", "price", "unit price", "target unit price", "prix", "prix cible", "prix unitaire", "السعر", "السعر المستهدف"},
	"currency":         {"währung", "moneda", "divisa", "currency", "currency code", "devise", "monnaie", "العملة"},
	"incoterm":         {"lieferbedingung", "shipping terms", "delivery term", "price terms", "condiciones de entrega", "incoterm", "incoterms", "delivery terms", "trade terms", "شروط التسليم"},
	"port":             {"port", "destination port", "port of destination", "discharge port", "loading port", "port of loading", "port de destination", "الميناء", "ميناء الوصول"},
	"received_at":      {"eingang", "datum", "fecha", "posted", "posted on", "posted at", "date posted", "post date", "publish date", "open time", "publié le", "date de publication", "received at", "received", "received on", "date", "create date", "created", "created at", "created on", "date received", "enquiry date", "inquiry date", "date de réception", "date de création", "تاريخ الاستلام", "التاريخ", "تاريخ الإنشاء"},
	"reason":           {"reason", "lost reason", "closed lost reason", "raison", "motif", "السبب"},
	"owner":            {"zuständig", "responsable comercial", "owner", "lead owner", "contact owner", "account owner", "assigned to", "sales rep", "salesperson", "hubspot owner", "commercial", "propriétaire", "attribué à", "المندوب"},
	"next_action":      {"next action", "next step", "next steps", "follow up", "prochaine action", "prochaine étape", "الخطوة التالية"},
	"due_at":           {"due", "due at", "due date", "next activity date", "échéance", "date d échéance", "تاريخ الاستحقاق"},
	"moq":              {"moq", "minimum order", "minimum order quantity", "min order", "min order qty", "quantité minimale", "quantité minimum", "الحد الأدنى للطلب"},
	"capacity":         {"capacity", "production capacity", "annual capacity", "capacité", "capacité de production", "الطاقة الإنتاجية"},
	"certificates":     {"certificates", "certificate", "certifications", "certification", "certificats", "certificat", "الشهادات", "شهادات"},
	"excluded_markets": {"excluded markets", "excluded countries", "not for sale in", "marchés exclus", "pays exclus", "الأسواق المستثناة"},
	"lead_days":        {"lead days", "lead time", "lead time days", "production time", "délai", "délai de livraison", "مدة التسليم"},
	"rating":           {"rating", "note fournisseur", "التقييم"},
	"payment_terms":    {"payment terms", "payment", "terms of payment", "conditions de paiement", "zahlungsbedingungen", "condiciones de pago", "شروط الدفع"},
	"deadline":         {"expires", "expires on", "expiry date", "expiry", "valid until", "quote deadline", "quotation deadline", "bid deadline", "frist", "fecha límite", "آخر موعد", "deadline", "closing date", "date limite", "الموعد النهائي"},
}

// qualifiers are words in a header that do not change what the column means.
var qualifiers = []string{
	"primary", "main", "work", "business", "default", "buyer", "buyers", "customer", "customers", "client", "contact", "contacts", "lead", "leads", "supplier",
	"vendor", "office", "personal", "home", "secondary", "other", "alternate", "your", "the", "company", "organization", "value", "preferred", "direct",
	"geschäftlich", "privat", "trabajo", "purchase", "required", "destination", "principal", "principale", "professionnel", "professionnelle", "du", "de", "la", "le", "l", "des", "bureau", "رئيسي", "الرئيسي",
}

// Words in any header that tell what a list is of.
var (
	rfqWords      = []string{"rfq", "rfqs", "quotation", "tender", "quotes"}
	personWords   = []string{"birthday", "birth", "age", "gender", "profession", "naissance", "anniversaire", "sexe", "العمر", "الميلاد"}
	supplierWords = []string{"supplier", "suppliers", "vendor", "manufacturer", "exporter", "fournisseur", "fournisseurs", "المورد", "الموردين"}
	leadWords     = []string{"lead", "leads", "enquiry", "inquiry", "rfq", "buyer", "deal", "prospect", "opportunity", "acheteur", "demande", "المشتري"}
)
