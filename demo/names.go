package demo

import (
	"strings"
	"sync"

	"tradedesk/model/text"
)

// naming is how firms and people are called in a language. Arabic words come
// with their Latin spelling after an equals sign, for mail addresses.
type naming struct {
	first, last []string // of people
	firms       []string // patterns: {L} a family name, {W} a word, {B} a business
	words       []string
	business    []string
}

var namings = sync.OnceValue(func() map[string]naming {
	list := func(s string) []string { return strings.Split(s, ";") }
	return map[string]naming{
		"fr": {
			first:    list("Claire;Julien;Sophie;Antoine;Élodie;Mathieu;Camille;Benoît;Inès;Thierry;Aïssatou;Moussa;Awa;Karim;Nadège;Olivier;Hélène;Guillaume;Fatou;Cédric"),
			last:     list("Lefèvre;Moreau;Girard;Dubois;Chéreau;Béranger;Fontaine;Garnier;Rousseau;Mercier;Diop;Traoré;Koné;N'Diaye;Ouédraogo;Benaïssa;Trabelsi;Haddad;Tremblay;Gagnon;Delacroix;Bouchard;Lemaire;Perrin;Marchand;Vasseur;Charpentier;Roche;Guérin;Blanchet"),
			firms:    list("{B} {L};{L} {B};Ets {L} & Fils;Maison {L};{W} {B} SARL;Comptoir {W};{L} Frères SA;{W} {B} de {L};Groupe {L};{W} {L} SAS"),
			words:    list("Océane;Méditerranée;Atlantique;Provence;Lumière;Horizon;Teranga;Baobab;Sahel;Cap Sud;Rive Gauche;Nordique;Belle Étoile;Terroirs;Saveurs d'Ailleurs;L'Épicurien;Carrefour du Sud;Grand Large;Ambre;Sirocco"),
			business: list("Import;Négoce;Distribution;Alimentaire;Primeurs;Import-Export;Trading;Cosmétiques;Textiles;Gourmet;Marée;Équipements"),
		},
		"en": {
			first:    list("James;Emily;Oliver;Priya;Thandiwe;Kwame;Grace;Daniel;Sarah;Michael;Amina;Liam;Chloe;Rajesh;Wei Ling;Jessica;Andrew;Ngozi;Hannah;Marcus"),
			last:     list("Whitfield;Thompson;Okafor;Mensah;Patel;Sharma;Harrison;Bennett;Dlamini;Mwangi;Carter;Reynolds;Fletcher;O'Connor;Hughes;Tan;Nguyen;Brooks;Sullivan;Iyer;Ashworth;Kingsley;Abara;Marsh;Fairbanks;Holloway;Prescott;Winslow;Langley;Barlow"),
			firms:    list("{L} {B} Ltd;{W} {B} Inc;{L} & Sons {B};{W} {L} {B} LLC;{L} Brothers {B};{W} Foods;{L} {W} Co;{W} & {L} {B};The {W} Company;{W} International {B}"),
			words:    list("Nord;Harbour;Bluewater;Golden Gate;Summit;Evergreen;Pacific;Riverside;Redwood;Crown;Anchor;Silver Oak;Lakeshore;Northern Light;Compass;Meridian;Highland;Sunrise;Copperfield;Juniper"),
			business: list("Foods;Trading;Imports;Wholesale;Distribution;Naturals;Seafood;Produce;Textiles;Ingredients;Group;Sourcing"),
		},
		"de": {
			first:    list("Andreas;Katrin;Stefan;Sabine;Jürgen;Anja;Matthias;Heike;Lukas;Franziska;Wolfgang;Birgit;Florian;Ute"),
			last:     list("Müller;Schäfer;Hoffmann;Krüger;Weiß;Brandt;Vogel;Lindner;Köhler;Seidel;Böhm;Richter;Winkler;Großmann;Baumgartner;Huber;Keller;Reuter;Stein;Arnold"),
			firms:    list("{L} {B} GmbH;{L} & {L} {B} KG;{W} {B} GmbH;{W} {L} {B} AG;{W} Handels GmbH;Gebr. {L} {B}"),
			words:    list("Hansa;Nordsee;Alpen;Hafen;Elbe;Rhein-Main;Süd;Bavaria;Kontor;Morgenland;Schwarzwald;Ostsee"),
			business: list("Feinkost;Import;Handel;Naturkosmetik;Lebensmittel;Fruchtimport;Textil;Großhandel;Fahrzeugtechnik;Gewürze"),
		},
		"es": {
			first:    list("Lucía;Javier;Carmen;Álvaro;María;Sergio;Núria;Pablo;Beatriz;Íñigo;Rocío;Andrés"),
			last:     list("García;Fernández;Muñoz;Ibáñez;Serrano;Ortega;Castaño;Núñez;Vidal;Romero;Cortés;Peña;Molina;Herrera;Navarro;Domínguez"),
			firms:    list("{B} {L} S.L.;{L} e Hijos S.A.;{W} {B} S.L.;Hermanos {L};{B} {W} S.A.;Grupo {L}"),
			words:    list("Levante;Mediterráneo;Costa del Sol;Iberia;Al-Ándalus;Estrecho;Guadalquivir;Montaña;Azahar;Sierra Nevada"),
			business: list("Importaciones;Conservas;Frutas;Pescados;Distribuciones;Alimentación;Textiles;Comercial;Aceites"),
		},
		"it": {
			first:    list("Giulia;Marco;Francesca;Alessandro;Chiara;Lorenzo;Elena;Matteo;Andreea;Nikos;Ioana;Dimitris"),
			last:     list("Rossi;Bianchi;Ferrara;Conti;Esposito;Gallo;Marino;De Luca;Rinaldi;Moretti;Popescu;Ionescu;Papadakis;Georgiou;Caputo;Sartori"),
			firms:    list("{B} {L} S.r.l.;{L} {B} S.p.A.;Fratelli {L};{W} {B} S.r.l.;{L} & Figli"),
			words:    list("Adriatica;Tirreno;Vesuvio;Laguna;Egeo;Ionica;Dolomiti;Appennino;Corallo;Sirena"),
			business: list("Import;Alimentari;Ittica;Ortofrutta;Tessile;Distribuzione;Conserve;Oleificio"),
		},
		"nl": {
			first:    list("Sanne;Daan;Femke;Bram;Lotte;Jeroen;Marieke;Thijs"),
			last:     list("de Vries;van den Berg;Bakker;Visser;Smit;Meijer;Mulder;van Dijk;Hendriks;Kuipers;Verbeek;Zwart"),
			firms:    list("{L} {B} B.V.;{W} {B} B.V.;Gebroeders {L};{L} & Zonen {B}"),
			words:    list("Noordzee;Oranje;Polder;Westland;Delta;Maas;Zuiderzee;Tulp"),
			business: list("Import;Fresh;Groothandel;Fruit;Vis;Trading;Specerijen;Textiel"),
		},
		"pt": {
			first:    list("João;Beatriz;Gonçalo;Inês;Tiago;Mariana;Rafael;Conceição"),
			last:     list("Ferreira;Gonçalves;Araújo;Magalhães;Conceição;Nogueira;Simões;Brandão;Teixeira;Carvalho;Leitão;Fonseca"),
			firms:    list("{L} & {L} Lda;{B} {L} S.A.;{W} {B} Lda;Irmãos {L};{B} {W}"),
			words:    list("Atlântico;Lusitana;Tejo;Ribeira;Sol Nascente;Descobertas;Litoral;Ouro Preto"),
			business: list("Importação;Conservas;Alimentos;Pescado;Têxteis;Comércio;Distribuição"),
		},
		"pl": {
			first:    list("Agnieszka;Paweł;Katarzyna;Łukasz;Jiří;Tereza;Zofia;Krzysztof"),
			last:     list("Kowalski;Wiśniewski;Zieliński;Wójcik;Dąbrowski;Szymański;Novák;Dvořák;Kaczmarek;Pawłowski;Górski;Jabłoński"),
			firms:    list("{L} {B} Sp. z o.o.;{W} {L} {B} S.A.;{B} {L};P.H.U. {L};{W} {B} Sp. z o.o."),
			words:    list("Bałtyk;Wisła;Karpaty;Polonia;Amber;Mazury;Zamek;Orzeł"),
			business: list("Import;Hurtownia;Delikatesy;Owoce;Ryby;Handel;Tekstylia;Kosmetyki"),
		},
		"sv": {
			first:    list("Linnéa;Erik;Åsa;Björn;Ingrid;Lars;Søren;Aino;Mikko;Kjersti"),
			last:     list("Lindqvist;Åkesson;Bergström;Sjöberg;Nyström;Hansen;Sørensen;Virtanen;Korhonen;Haugen;Solberg;Dahl"),
			firms:    list("{L} {B} AB;{W} {B} AB;{L} & Co;{W} {L} {B} A/S;{B} {L} Oy"),
			words:    list("Norden;Skärgård;Polar;Fjord;Aurora;Havet;Björk;Midnatt"),
			business: list("Import;Livs;Fisk;Naturkosmetik;Textil;Grossist;Trading"),
		},
		"tr": {
			first:    list("Ayşe;Mehmet;Elif;Burak;Zeynep;Çağlar;Özge;Hakan"),
			last:     list("Yılmaz;Kaya;Demir;Şahin;Çelik;Öztürk;Aydın;Doğan;Güneş;Arslan;Erdoğdu;Bulut"),
			firms:    list("{L} {B} A.Ş.;{W} {L} {B} Ltd. Şti.;{L} Kardeşler {B};{W} {B} A.Ş."),
			words:    list("Anadolu;Boğaziçi;Ege;Marmara;Yıldız;Akdeniz;Çınar;Güven"),
			business: list("Gıda;Dış Ticaret;Tekstil;İthalat;Kozmetik;Otomotiv;Tarım"),
		},
		"zh": {
			first:    list("Wei;Xiaoming;Lihua;Jing;Haoran;Mei;Jun;Yifan"),
			last:     list("Zhang;Li;Chen;Huang;Zhao;Zhou;Wu;Xu;Sun;Lin;Guo;He"),
			firms:    list("{W} {B} Co., Ltd;{W} Import & Export Co., Ltd;{W} {L} {B};{W} Group {B}"),
			words:    list("Jinhai;Dongfang;Hengtai;Yuanda;Xinhua;Baoli;Tianyu;Longsheng;Huaxing;Minghe;Ruifeng;Zhongmao"),
			business: list("Trading;Chemicals;Foods;Textile;Minerals;Cosmetics;Aquatic Products"),
		},
		"ja": {
			first:    list("Yuki;Haruto;Sakura;Kenji;Aiko;Takumi;Naoko;Ryo"),
			last:     list("Tanaka;Suzuki;Watanabe;Kobayashi;Nakamura;Yamamoto;Ishikawa;Fujita;Matsuda;Hayashi"),
			firms:    list("{L} {B} K.K.;{W} {B} Co., Ltd;{L} Shoji;{W} Bussan"),
			words:    list("Hikari;Asahi;Sakae;Umi;Midori;Fuji;Kaede;Nami"),
			business: list("Trading;Foods;Suisan;Cosmetics;Shokuhin;Textile"),
		},
		"ko": {
			first:    list("Minjun;Seoyeon;Jihoon;Hana;Dongwook;Yuna"),
			last:     list("Kim;Park;Choi;Jung;Kang;Yoon;Lim;Han"),
			firms:    list("{W} {B} Co., Ltd;{W} Corporation;{L} {B} Inc"),
			words:    list("Hanbit;Daesung;Haneul;Dongseo;Seorim;Baekdu;Mirae;Saebom"),
			business: list("Trading;Fisheries;Beauty;Foods;Chemical;Textile"),
		},
		"ar": {
			first:    list("أحمد=Ahmed;محمد=Mohammed;فاطمة=Fatima;خالد=Khalid;مريم=Maryam;يوسف=Youssef;نورة=Noura;عبد الله=Abdullah;سلمى=Salma;عمر=Omar;هدى=Huda;إبراهيم=Ibrahim;ليلى=Layla;طارق=Tariq"),
			last:     list("الحربي=Alharbi;المنصوري=Almansoori;القحطاني=Alqahtani;الكعبي=Alkaabi;السعدي=Alsaadi;العتيبي=Alotaibi;حسن=Hassan;الشريف=Alsharif;البلوشي=Albalushi;الزهراني=Alzahrani;منصور=Mansour;الخطيب=Alkhatib;الهاشمي=Alhashimi;الصباح=Alsabah;النجار=Alnajjar;عثمان=Othman"),
			firms:    list("شركة {W} {B}={W} {B} Co;مؤسسة {L} {B}={L} {B} Est;مجموعة {L} {W}={L} {W} Group;شركة {L} {W} {B} ذ.م.م={L} {W} {B} LLC"),
			words:    list("النور=Alnoor;الخليج=Alkhaleej;الأمل=Alamal;البركة=Albaraka;الواحة=Alwaha;الصفا=Alsafa;الفجر=Alfajr;المدينة=Almadina;النخيل=Alnakheel;الشرق=Alsharq;الياسمين=Alyasmin;الريان=Alrayyan;الاتحاد=Alittihad;الرواد=Alrowad;المستقبل=Almustaqbal;الجزيرة=Aljazeera"),
			business: list("للتجارة=Trading;للاستيراد والتصدير=Impex;للمواد الغذائية=Foods;للتوزيع=Distribution;للعطور ومستحضرات التجميل=Beauty;للأقمشة=Textiles;للأسماك=Seafood;للخضر والفواكه=Fresh;القابضة=Holding;الدولية=International"),
		},
	}
})

// firm is a company's name, and the same in letters fit for a domain.
type firm struct{ name, latin string }

// firm makes a name: n counts the firms named in this language so far, and two
// firms with different n never have one name.
func (n naming) firm(count int) firm {
	total := 0
	for _, pattern := range n.firms {
		total += n.combinations(pattern)
	}
	// A step that shares no factor with the total visits each combination once
	// before it comes back.
	step := total*618/1000 | 1
	for gcd(step, total) != 1 {
		step += 2
	}
	at, round := int(uint64(count)*uint64(step)%uint64(total)), count/total
	for _, pattern := range n.firms {
		if all := n.combinations(pattern); at >= all {
			at -= all
			continue
		}
		return n.fill(pattern, at, round)
	}
	return firm{}
}

// combinations counts the names that a pattern makes.
func (n naming) combinations(pattern string) int {
	all := 1
	for slot, words := range n.slots() {
		if strings.Contains(pattern, slot) {
			all *= len(words)
		}
	}
	return all
}

func (n naming) slots() map[string][]string {
	return map[string][]string{"{L}": n.last, "{W}": n.words, "{B}": n.business}
}

// fill makes the at-th name of a pattern; from the second round on names get a
// number.
func (n naming) fill(pattern string, at, round int) firm {
	f := firm{name: shown(pattern), latin: latin(pattern)}
	for _, slot := range []string{"{L}", "{W}", "{B}"} {
		if !strings.Contains(pattern, slot) {
			continue
		}
		words := n.slots()[slot]
		word := words[at%len(words)]
		at /= len(words)
		f.name, f.latin = strings.ReplaceAll(f.name, slot, shown(word)), strings.ReplaceAll(f.latin, slot, latin(word))
	}
	if round > 0 {
		f.name += " " + roman(round+1)
		f.latin += roman(round + 1)
	}
	return f
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func roman(n int) string {
	var b strings.Builder
	for _, step := range []struct {
		size  int
		digit string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= step.size; n -= step.size {
			b.WriteString(step.digit)
		}
	}
	return b.String()
}

// shown is a word as it is written, latin the same in Latin letters.
func shown(word string) string { before, _, _ := strings.Cut(word, "="); return before }

func latin(word string) string {
	before, after, ok := strings.Cut(word, "=")
	if !ok {
		return before
	}
	return after
}

// slug gives the letters and digits of a name in ASCII, for an address.
func slug(name string, most int) string {
	folded := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.NewReplacer("ł", "l", "ø", "o", "ı", "i", "đ", "d").Replace(text.Fold(name)))
	return folded[:min(len(folded), most)]
}
