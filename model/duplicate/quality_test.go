package duplicate_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
)

// A firm of the measurement, with its name in two scripts where it has one.
type firm struct {
	latin, arabic string
	form          string
	city          int
	domain        string // "" when it writes from free mail
	mailbox       string
	phone         int // 0 when it has none
}

// The parts that family names are made of; those of the Maghreb stand in both
// scripts, so that a firm can be written in either.
var (
	arabicPrefixes = [][2]string{
		{"Ben", "بن"}, {"El ", "ال"}, {"Bou", "بو"}, {"Aït ", "آيت "}, {"Oulad ", "أولاد "}, {"Sidi ", "سيدي "}, {"Dar ", "دار "}, {"", ""}, {"Abdel", "عبد ال"}, {"Abou ", "أبو "},
	}
	arabicStems = [][2]string{
		{"ali", "علي"}, {"salah", "صلاح"}, {"hamid", "حميد"}, {"mansour", "منصور"}, {"khalij", "خليج"}, {"zitoun", "زيتون"}, {"nour", "نور"}, {"amal", "أمل"},
		{"baraka", "بركة"}, {"fassi", "فاسي"}, {"karkoubi", "كرقوبي"}, {"jilali", "جيلالي"}, {"moumen", "مؤمن"}, {"tahar", "طاهر"}, {"youssef", "يوسف"}, {"brahim", "إبراهيم"},
		{"chraibi", "شرايبي"}, {"slimane", "سليمان"}, {"kasbah", "قصبة"}, {"warda", "وردة"}, {"rahma", "رحمة"}, {"yasmine", "ياسمين"}, {"sabbagh", "صباغ"}, {"haddad", "حداد"},
	}
	latinBegins = strings.Fields("Dub Mor Gir Lef Harth Lind Johan Whit Haw Carm Pemb Thorn Cast Fern Eche Kow Rous Gué Four Legr Vand Bruy Marc Stan Wint Brad Ash Cald Fair Green")
	latinEnds   = strings.Fields("ois eau ard èvre mann qvist sson field thorne ichael erton bury ellano ández verría alski ley ham ier worth enberg etti escu ova aerts")
	families    = func() [][2]string {
		var names [][2]string
		for _, a := range arabicPrefixes {
			for _, b := range arabicStems {
				name := []rune(a[0] + b[0])
				names = append(names, [2]string{strings.ToUpper(string(name[:1])) + string(name[1:]), a[1] + b[1]})
			}
		}
		for _, a := range latinBegins {
			for _, b := range latinEnds {
				names = append(names, [2]string{a + b, ""})
			}
		}
		return names
	}()
	trades = [][2]string{
		{"Argan", "أركان"}, {"Export", "للتصدير"}, {"Trading", "للتجارة"}, {"Foods", "للأغذية"}, {"Import", "للاستيراد"}, {"Huiles", "للزيوت"},
		{"Agro", "الفلاحية"}, {"Textile", "للنسيج"}, {"Negoce", "للتسويق"}, {"Maritime", "البحرية"}, {"Cosmetics", "للتجميل"}, {"Conserves", "للمصبرات"},
		{"Olive", "للزيتون"}, {"Seafood", "للأسماك"}, {"Ceramics", "للخزف"}, {"Carpets", "للزرابي"}, {"Packaging", "للتغليف"}, {"Logistics", "للوجستيك"},
	}
	firmCities = []struct {
		latin, other, arabic string
		country              value.Country
	}{
		{"Agadir", "Agadir", "أكادير", "MA"}, {"Casablanca", "Casa", "الدار البيضاء", "MA"}, {"Fès", "Fez", "فاس", "MA"}, {"Marrakech", "Marrakesh", "مراكش", "MA"},
		{"Tanger", "Tangier", "طنجة", "MA"}, {"Lyon", "LYON", "ليون", "FR"}, {"Montréal", "Montreal", "مونتريال", "CA"}, {"Dubai", "Dubaï", "دبي", "AE"},
	}
	legalForms = []string{"SARL", "SARL AU", "SA", "Ltd", "LLC", "GmbH", "Inc", "S.A.R.L."}
)

// corpus is suppliers of whom it is known which are the same firm.
type corpus struct {
	d       *rand.Rand
	records []*model.Supplier
	firm    []int    // of each record
	how     []string // a record was written otherwise; "" for the first of a firm
	names   map[string]bool
}

func (c *corpus) add(firm int, how string, s *model.Supplier) {
	s.ID = model.ID{1, byte(len(c.records) >> 16), byte(len(c.records) >> 8), byte(len(c.records))}
	c.records, c.firm, c.how = append(c.records, s), append(c.firm, firm), append(c.how, how)
}

func (c *corpus) pick(n int) int { return c.d.IntN(n) }

// newFirm makes a firm; one in six has a name that another has in another city,
// as happens with family names.
func (c *corpus) newFirm(n int) firm {
	family, trade := families[c.pick(len(families))], trades[c.pick(len(trades))]
	second := trades[c.pick(len(trades))]
	f := firm{latin: family[0] + " " + trade[0], form: legalForms[c.pick(len(legalForms))], city: c.pick(len(firmCities))}
	if family[1] != "" {
		f.arabic = family[1] + " " + trade[1]
	}
	if c.pick(3) > 0 {
		f.latin += " " + second[0]
		if f.arabic != "" {
			f.arabic += " و" + second[1]
		}
	}
	f.mailbox = []string{"info", "contact", "sales", "export"}[c.pick(4)]
	if c.pick(4) > 0 {
		f.domain = fmt.Sprintf("firm%d.example", n)
	} else {
		f.mailbox = fmt.Sprintf("buyer.%d", n)
	}
	if c.pick(3) > 0 {
		f.phone = 661000000 + n
	}
	return f
}

// supplier writes a firm the way it is written at first.
func (f firm) supplier() *model.Supplier {
	s := &model.Supplier{Name: f.latin + " " + f.form, City: firmCities[f.city].latin, Country: firmCities[f.city].country, Email: f.email(f.mailbox)}
	if f.phone > 0 {
		s.Phone = value.Phone(fmt.Sprintf("+212%d", f.phone))
	}
	return s
}

func (f firm) email(mailbox string) value.Email {
	if f.domain == "" {
		return value.Email(f.mailbox + "@gmail.com")
	}
	return value.Email(mailbox + "@" + f.domain)
}

// typo changes a letter of a name, as fingers do.
func (c *corpus) typo(name string) string {
	r := []rune(name)
	i := 1 + c.pick(len(r)-2)
	switch c.pick(3) {
	case 0:
		return string(slices.Delete(slices.Clone(r), i, i+1))
	case 1:
		return string(slices.Insert(slices.Clone(r), i, r[i]))
	}
	r[i], r[i-1] = r[i-1], r[i]
	return string(r)
}

// again writes a firm another way; "" when it cannot be written that way.
func (c *corpus) again(f firm, how string) *model.Supplier {
	s := f.supplier()
	s.Phone = ""
	words := strings.Fields(f.latin)
	city := firmCities[f.city]
	switch how {
	case "same e-mail, other legal form":
		s.Name, s.City = f.latin+" "+legalForms[c.pick(len(legalForms))], ""
	case "same phone, typo in the name":
		if f.phone == 0 {
			return nil
		}
		s.Name, s.Email, s.Phone = c.typo(f.latin), "", value.Phone(fmt.Sprintf("+212%d", f.phone))
	case "same domain, typo in the name":
		s.Name, s.Email, s.City = c.typo(f.latin), f.email("direction"), ""
	case "same domain, other order of words":
		s.Name, s.Email = words[len(words)-1]+" "+strings.Join(words[:len(words)-1], " "), f.email("direction")
	case "same domain, in Arabic":
		if f.arabic == "" {
			return nil
		}
		s.Name, s.Email, s.City = "شركة "+f.arabic, f.email("direction"), city.arabic
	case "same e-mail, in Arabic":
		if f.arabic == "" {
			return nil
		}
		s.Name, s.City = "شركة "+f.arabic, city.arabic
	case "name and city alone":
		s.Name, s.Email, s.Country = strings.ToUpper(f.latin)+" "+legalForms[c.pick(len(legalForms))], "", ""
	case "name alone, city spelt otherwise":
		s.Email, s.City = "", city.other
	case "typo in the name, city alone":
		s.Name, s.Email = c.typo(f.latin), ""
	}
	if strings.HasPrefix(how, "same domain") && f.domain == "" {
		return nil
	}
	return s
}

// unlike writes a firm that looks like f and is another.
func (c *corpus) unlike(f firm, how string, n int) *model.Supplier {
	s := f.supplier()
	s.Phone = value.Phone(fmt.Sprintf("+33%d", 612000000+n))
	switch how {
	case "a branch in another city":
		if f.domain == "" {
			return nil
		}
		s.City = firmCities[(f.city+1)%5].latin
		s.Country = firmCities[(f.city+1)%5].country
		s.Email = f.email("agence")
		if s.City == firmCities[f.city].latin {
			return nil
		}
	case "the same name elsewhere":
		other := firmCities[(f.city+3)%len(firmCities)]
		s.City, s.Country, s.Email = other.latin, other.country, value.Email(fmt.Sprintf("x%d@other%d.example", n, n))
	case "another firm at the same marketplace":
		s.Name, s.City, s.Email = f.latin+" Group", "", value.Email(fmt.Sprintf("buyer%d@message.alibaba.com", n))
	case "another firm on the same network":
		s.Name, s.City, s.Email, s.Website = f.latin+" Group", "", value.Email(fmt.Sprintf("y%d@gmail.com", n)), "https://www.facebook.com/page"
	}
	return s
}

var (
	writtenOtherwise = []string{
		"same e-mail, other legal form", "same phone, typo in the name", "same domain, typo in the name", "same domain, other order of words",
		"same domain, in Arabic", "same e-mail, in Arabic", "name and city alone", "name alone, city spelt otherwise", "typo in the name, city alone",
	}
	looksAlike = []string{
		"a branch in another city", "the same name elsewhere", "another firm at the same marketplace", "another firm on the same network",
	}
)

// newCorpus makes firms, of which 3 in 100 stand there again in one of the ways
// that happen, and 3 in 100 have another beside them that only looks the same.
func newCorpus(seed uint64, firms int) *corpus {
	c := &corpus{d: rand.New(rand.NewPCG(seed, 24)), names: map[string]bool{}}
	next := firms
	for n := range firms {
		f := c.newFirm(n)
		words := strings.Fields(f.latin)
		slices.Sort(words)
		place := strings.Join(append(words, firmCities[f.city].latin), " ")
		if c.names[place] {
			continue // two firms of the same words in one city: nobody could tell
		}
		c.names[place] = true
		c.add(n, "", f.supplier())
		if c.pick(100) < 3 {
			how := writtenOtherwise[c.pick(len(writtenOtherwise))]
			if s := c.again(f, how); s != nil {
				c.add(n, how, s)
			}
		}
		if c.pick(100) < 3 {
			how := looksAlike[c.pick(len(looksAlike))]
			if s := c.unlike(f, how, n); s != nil {
				c.add(next, how, s)
				next++
			}
		}
	}
	return c
}

// found is the pairs that records with a key in common make.
func (c *corpus) found() map[[2]int]duplicate.Reason {
	byKey := map[string][]int{}
	for i, s := range c.records {
		for _, key := range duplicate.Keys(s) {
			byKey[key.Key] = append(byKey[key.Key], i)
		}
	}
	pairs := map[[2]int]duplicate.Reason{}
	for _, same := range byKey {
		for i, a := range same {
			for _, b := range same[i+1:] {
				if why, ok := duplicate.Compare(c.records[a], c.records[b]); ok {
					pairs[[2]int{a, b}] = why
				}
			}
		}
	}
	return pairs
}

// TestDuplicateQuality measures what is found of firms that stand there twice,
// and how much of what is found is right.
//
//	go test ./model -run DuplicateQuality -v
func TestDuplicateQuality(t *testing.T) {
	const firms = 60_000
	c := newCorpus(7, firms)
	pairs := c.found()
	planted, hit := map[string]int{}, map[string]int{}
	first := map[int]int{}
	for i, f := range c.firm {
		if c.how[i] == "" {
			first[f] = i
			continue
		}
		if at, ok := first[f]; ok {
			planted[c.how[i]]++
			if _, ok := pairs[[2]int{at, i}]; ok {
				hit[c.how[i]]++
			}
		}
	}
	right, wrong := map[duplicate.Level]int{}, map[duplicate.Level]int{}
	wrongly := map[string]int{}
	for pair, why := range pairs {
		if c.firm[pair[0]] == c.firm[pair[1]] {
			right[why.Level]++
		} else {
			wrong[why.Level]++
			wrongly[why.Code+": "+c.how[pair[1]]]++
		}
	}
	all, found := 0, 0
	for _, how := range writtenOtherwise {
		t.Logf("%-36s %4d planted, recall %5.1f %%", how, planted[how], percent(hit[how], planted[how]))
		all, found = all+planted[how], found+hit[how]
	}
	for _, level := range []duplicate.Level{duplicate.Certain, duplicate.Likely, duplicate.Possible} {
		t.Logf("%-36s %4d found,   precision %5.1f %%", level, right[level]+wrong[level], percent(right[level], right[level]+wrong[level]))
	}
	good := right[duplicate.Certain] + right[duplicate.Likely] + right[duplicate.Possible]
	bad := wrong[duplicate.Certain] + wrong[duplicate.Likely] + wrong[duplicate.Possible]
	t.Logf("%d records: recall %.1f %% (%d of %d), precision %.1f %% (%d of %d)", len(c.records), percent(found, all), found, all, percent(good, good+bad), good, good+bad)
	for _, what := range slices.Sorted(maps.Keys(wrongly)) {
		t.Logf("wrong: %3d %s", wrongly[what], what)
	}
	if percent(found, all) < 90 || percent(good, good+bad) < 88 {
		t.Errorf("recall %.1f %%, precision %.1f %%", percent(found, all), percent(good, good+bad))
	}
	for _, how := range writtenOtherwise[:7] {
		if percent(hit[how], planted[how]) < 95 {
			t.Errorf("%s: recall %.1f %%", how, percent(hit[how], planted[how]))
		}
	}
	if wrong[duplicate.Certain] > 0 {
		t.Errorf("%d certain pairs are wrong", wrong[duplicate.Certain])
	}
}

func percent(part, all int) float64 {
	if all == 0 {
		return 100
	}
	return 100 * float64(part) / float64(all)
}
