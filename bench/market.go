//go:build unix

package main

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// market makes up the firms of a marketplace of any size, each from its number alone:
// a tenth has an Arabic name, a quarter a French one, three of a hundred are spelled wrong.
type market struct{}

var (
	arabicHouses = strings.Fields("شركة مؤسسة تعاونية مجموعة معمل")
	arabicNames  = strings.Split("الأطلس|النور|البركة|الصفا|الأندلس|أركان|الكرقوبي|بن جلون|مُحَمَّد|عبد الله|فاطمة|الزيتونة|الريف|سوس|الواحة|الشروق|الهدى|المتوسط|طارق|الياسمين", "|")
	arabicTrades = strings.Split("للتصدير|للتجارة الدولية|للزيوت|للنسيج|للصيد البحري|للفلاحة|للتوزيع|للصناعات الغذائية", "|")
	frenchHouses = strings.Split("Établissements|Société|Coopérative|Maison|Comptoir|Pêcheries|Conserveries|Huilerie|Domaine|Ateliers", "|")
	frenchNames  = strings.Split("Lefèvre|Benaïssa|Frémont|El Idrissi|Benjelloun|Karkoubi|Chraïbi|Noël|Bénichou|Tazi|Berrada|Dupré|Sebti|Lahlou|Garçon|Côté", "|")
	firstNames   = strings.Fields("Ingrid Mohammed Omar Salma Wei Priya Emily Liam Fatima Youssef Chen Aisha Lars Olga Pedro Yuki Amina Khalid Hannah Noor")
	lastNames    = strings.Fields("Berg Iyer Dlamini Chen Alaoui Okafor Silva Müller Kowalski Tanaka Haddad Rossi Novak Khan Smith Larsen Diallo Mensah Garcia Petrov")
	legalForms   = strings.Split("Ltd|LLC|Inc|GmbH|SARL|SA|Trading|Foods|Exports|Imports|Group|International|& Sons|BV", "|")
	syllables    = strings.Fields("mo ra ve ta li no ka zi fer lan tor den gu pri sol mar tex bri chi wu xin hai jun yang shen zhou ber gra dov nik pol sar qu ex tra med bio ag eco pan al ben ou dri ssi")
	goods        = strings.Split("argan oil|olive oil|huile d'olive vierge|sardines in oil|cotton shirts|wool carpets|brake pads|wiring harness|saffron|dried mint|dattes Medjool|tomates cerises|phosphate|zellige tiles|leather bags|preserved lemons|ceramic ware|tin solder|LED lamps|solar panels|زيت الأركان|زيت زيتون|تمور|سردين معلب|أقمشة قطنية", "|")
	towns        = strings.Split("Casablanca|Tanger|Agadir|Kénitra|Laâyoune|Marseille|Hamburg|New York|Montréal|Dubai|الدار البيضاء|طنجة|مراكش|القاهرة|Lagos|Shenzhen|Mumbai|São Paulo|Rotterdam|London", "|")
	marketLands  = []value.Country{"MA", "FR", "US", "CA", "DE", "AE", "EG", "CN", "IN", "NG", "BR", "NL", "GB", "SN", "TR"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// marketID numbers firms so that their age is their number.
func marketID(n int) (id model.ID) {
	binary.BigEndian.PutUint64(id[:8], 0x019a_0000_0000_7000)
	id[8] = 0x80
	binary.BigEndian.PutUint64(id[8:], 0x8000_0000_0000_0000|uint64(n))
	return id
}

func marketNumber(id model.ID) int {
	return int(binary.BigEndian.Uint64(id[8:]) &^ 0x8000_0000_0000_0000)
}

func coined(r *rand.Rand) string {
	var name strings.Builder
	for range 2 + r.IntN(3) {
		name.WriteString(pick(r, syllables))
	}
	return strings.ToUpper(name.String()[:1]) + name.String()[1:]
}

// firm makes a firm up.
func (market) firm(n int) *model.Lead {
	r := rand.New(rand.NewPCG(uint64(n), seed))
	l := &model.Lead{Head: model.Head{ID: marketID(n)}, Stage: model.LeadNew}
	switch kind := r.IntN(100); {
	case kind < 10:
		l.Company = strings.Join([]string{pick(r, arabicHouses), pick(r, arabicNames), pick(r, arabicTrades)}, " ")
	case kind < 35:
		l.Company = strings.Join([]string{pick(r, frenchHouses), pick(r, frenchNames), coined(r), pick(r, legalForms)}, " ")
	default:
		l.Company = strings.Join([]string{coined(r), pick(r, lastNames), pick(r, legalForms)}, " ")
	}
	if r.IntN(100) < 3 {
		l.Company = misspelled(r, l.Company)
	}
	l.Contact = pick(r, firstNames) + " " + pick(r, lastNames)
	l.Product, l.City, l.Country = pick(r, goods), pick(r, towns), pick(r, marketLands)
	return l
}

// misspelled swaps two neighbours.
func misspelled(r *rand.Rand, name string) string {
	letters := []rune(name)
	if len(letters) < 3 {
		return name
	}
	at := r.IntN(len(letters) - 1)
	letters[at], letters[at+1] = letters[at+1], letters[at]
	return string(letters)
}

// typedLines are what is typed, letter by letter: names of firms that are there, two
// words of one, words of the trade in three languages, slips and nonsense.
func typedLines(records int) (lines []string) {
	r := rand.New(rand.NewPCG(seed, 1))
	for range 12 {
		name := market{}.firm(r.IntN(records)).Company
		lines = append(lines, name)
		words := strings.Fields(name)
		lines = append(lines, words[0]+" "+words[len(words)-1], misspelled(r, pick(r, words)))
	}
	return append(lines, "argan oil", "huile d'olive", "sardines agadir", "casablanca", "زيت الأركان", "الدار البيضاء", "مراكش", "mohammed",
		"karkoubi", "tanger exp", "cotn shirts", "qwzxv", "zz top 99", "xkcd", "ضصثق")
}
