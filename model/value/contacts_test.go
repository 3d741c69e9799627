package value

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseEmail(t *testing.T) {
	long := strings.Repeat("a", 60) + "@" + strings.Repeat("b", 60) + "." + strings.Repeat("c", 60) + "." + strings.Repeat("d", 60) + ".ma"
	checkParses(t, ParseEmail, map[string]Email{
		"fatima@atlas-argan.ma": "fatima@atlas-argan.ma", " Fatima@Atlas-Argan.MA ": "Fatima@atlas-argan.ma", "mailto:a@b.co": "a@b.co", "a+tag@gmail.com": "a+tag@gmail.com",
		"o'neil@x.ie": "o'neil@x.ie", "بريد@مثال.إختبار": "بريد@مثال.إختبار", "a@münchen.de": "a@münchen.de", "a@xn--mnchen-3ya.de": "a@xn--mnchen-3ya.de", long: Email(long),
	})
	checkRefusals(t, ParseEmail, []refusedText{
		{"", CodeEmpty, ""}, {"fatima", CodeSyntax, "name@company.com"}, {"Fatima <a@b.co>", CodeSyntax, "alone"}, {"<a@b.co>", CodeSyntax, ""}, {"a@b.co, c@d.co", CodeSyntax, "alone"}, {"a@b.co;c@d.co", CodeSyntax, ""},
		{"a@b", CodeSyntax, "domain"}, {"a@localhost", CodeSyntax, "domain"}, {"a@[127.0.0.1]", CodeSyntax, ""}, {"a@127.0.0.1", CodeSyntax, ""}, {"a@-b.co", CodeSyntax, ""}, {"a@b..co", CodeSyntax, ""}, {"a.@b.co", CodeSyntax, ""},
		{".a@b.co", CodeSyntax, ""}, {"a@b.co.", CodeSyntax, ""}, {`"a b"@c.co`, CodeSyntax, ""}, {`"ab"@c.co`, CodeSyntax, ""}, {"a@@b.co", CodeSyntax, ""}, {"a(c)@b.co", CodeSyntax, ""}, {"a\x00@b.co", CodeSyntax, ""}, {"a@b.c", CodeSyntax, ""},
		{strings.Repeat("a", 65) + "@b.co", CodeRange, ""}, {strings.Repeat("a", 300) + "@b.co", CodeRange, ""}, {"a@" + strings.Repeat("b", 64) + ".co", CodeSyntax, ""},
	})
	for in, want := range map[Email]string{
		"Fatima@atlas.ma": "fatima@atlas.ma", "fa.ti.ma+fair@gmail.com": "fatima@gmail.com", "Fatima@googlemail.com": "fatima@gmail.com", "fa.tima+x@atlas.ma": "fa.tima@atlas.ma", "+x@atlas.ma": "+x@atlas.ma", "": "", "junk": "junk",
	} {
		if got := in.Key(); got != want {
			t.Errorf("%q has the key %q, want %q", in, got, want)
		}
	}
	if Email("a@b@c.ma").Domain() != "c.ma" || Email("junk").Domain() != "" || !Email("a@Gmail.com").FreeMail() || Email("a@atlas.ma").FreeMail() {
		t.Error("wrong domains")
	}
}

func TestParseURL(t *testing.T) {
	checkParses(t, ParseURL, map[string]URL{
		"https://price.net/": "https://price.net", "http://www.Hall-Buchanan.info/": "http://www.hall-buchanan.info", "atlas.ma": "https://atlas.ma", "WWW.Atlas.ma/Fr?a=B#c": "https://www.atlas.ma/Fr?a=B#c",
		"//atlas.ma": "https://atlas.ma", "HTTPS://atlas.ma:443/x": "https://atlas.ma/x", "http://atlas.ma:8080": "http://atlas.ma:8080", "https://مثال.إختبار/صفحة": "https://مثال.إختبار/%D8%B5%D9%81%D8%AD%D8%A9",
		"atlas.ma?x=1": "https://atlas.ma?x=1", "https://atlas.ma.": "https://atlas.ma", "atlas.ma/a:b": "https://atlas.ma/a:b",
	})
	checkRefusals(t, ParseURL, []refusedText{
		{"", CodeEmpty, ""}, {"atlas", CodeSyntax, "domain"}, {"ftp://atlas.ma", CodeSyntax, "http"}, {"javascript:alert(1)", CodeSyntax, ""}, {"mailto:a@b.co", CodeSyntax, ""}, {"https://u:p@atlas.ma", CodeSyntax, "user name"}, {"https://user@atlas.ma", CodeSyntax, "user name"},
		{"http://127.0.0.1/", CodeSyntax, ""}, {"http://[::1]/", CodeSyntax, ""}, {"http://localhost", CodeSyntax, ""}, {"http://atlas.ma:99999", CodeSyntax, ""}, {"http://atlas.ma:", CodeSyntax, ""}, {"http://atlas .ma", CodeSyntax, ""}, {"http://atlas.ma/\x1b[0m", CodeSyntax, ""},
		{"http://", CodeSyntax, ""}, {"https:atlas.ma", CodeSyntax, ""}, {"http://atlas.ma/" + strings.Repeat("a", 2048), CodeRange, ""}, {"file:///etc/passwd", CodeSyntax, ""}, {"http://a_b.ma", CodeSyntax, ""},
	})
	for in, want := range map[URL]string{"https://www.atlas.ma:8080/x": "atlas.ma", "https://shop.atlas.ma": "shop.atlas.ma", "https://www.ma": "www.ma", "": "", "%": ""} {
		if got := in.Domain(); got != want {
			t.Errorf("%q has the domain %q, want %q", in, got, want)
		}
	}
}

func TestParsePhone(t *testing.T) {
	for _, tt := range []struct {
		in   string
		home Country
		want Phone
	}{
		{"+212 539-12-34-56", "", "+212539123456"}, {"0539 12 34 56", "MA", "+212539123456"}, {"00212539123456", "", "+212539123456"}, {"00 212 (0)539 12 34 56", "US", "+212539123456"},
		{"tel:+212-539-123456", "", "+212539123456"}, {"+١٦٧٢٧٩٩٢١٧٠", "", "+16727992170"}, {"٠٥٣٩١٢٣٤٥٦", "MA", "+212539123456"}, {"001-672-799-2170x5610", "", "+16727992170;ext=5610"}, {"001-672-799-2170x5610", "US", "+16727992170;ext=5610"},
		{"+1-532-344-1362", "", "+15323441362"}, {"985.939.5411x2641", "US", "+19859395411;ext=2641"}, {"(240)452-2332x4601", "US", "+12404522332;ext=4601"}, {"0539 12 34 56 poste 12", "MA", "+212539123456;ext=12"},
		{"+33 1 42 68 53 00 ext. 7", "", "+33142685300;ext=7"}, {"+39 06 1234 5678", "", "+390612345678"}, {"+16727992170;ext=5610", "", "+16727992170;ext=5610"}, {"\u202a+212 6 61 23 45 67\u202c", "", "+212661234567"},
		{"+1-899-254-7369x90482", "", "+18992547369;ext=90482"},
	} {
		if got, err := ParsePhone(tt.in, tt.home); err != nil || got != tt.want {
			t.Errorf("ParsePhone(%q, %q) = %q, %v, want %q", tt.in, tt.home, got, err, tt.want)
		}
	}
	refused := func(home Country) func(string) (Phone, error) {
		return func(s string) (Phone, error) { return ParsePhone(s, home) }
	}
	checkRefusals(t, refused(""), []refusedText{
		{"", CodeEmpty, ""}, {"0539123456", CodeAmbiguous, "country code"}, {"+999 123 456 789", CodeUnknown, "country code"}, {"+212 53", CodeRange, "short"}, {"+212 539 123 456 789 012", CodeRange, "long"}, {"+", CodeSyntax, ""}, {"+abc", CodeSyntax, ""},
		{"+" + strings.Repeat("1", 400), CodeRange, ""},
	})
	checkRefusals(t, refused("MA"), []refusedText{{"call me", CodeSyntax, ""}, {"12", CodeRange, "short"}, {"call me at 0539123456", CodeSyntax, ""}, {"0539123456 / 0661234567", CodeRange, "long"}, {"fatima@atlas.ma", CodeSyntax, ""}})
	for in, want := range map[Phone][2]string{
		"+16727992170;ext=5610": {"+16727992170", "+1 672-799-2170 ext 5610"}, "+212539123456": {"+212539123456", "+212 5 39 12 34 56"}, "": {"", ""}, "ask Ali\x1b[0m": {"", "ask Ali[0m"}, "+212x": {"", "+212x"}, "+212539123456;ext=": {"", "+212539123456;ext="},
	} {
		if got := [2]string{in.E164(), in.Display()}; got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

// TestPhonesOfAFile: numbers as a file of leads holds them.
func TestPhonesOfAFile(t *testing.T) {
	f, err := os.Open("testdata/phones.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 190 {
		t.Fatalf("%d numbers, %v", len(rows), err)
	}
	for _, row := range rows {
		p, err := ParsePhone(row[0], "US")
		if err != nil {
			t.Errorf("ParsePhone(%q): %v", row[0], err)
			continue
		}
		if again, err := ParsePhone(p.String(), ""); err != nil || again != p {
			t.Errorf("ParsePhone(%q) reads back as %q, %v", p, again, err)
		}
		if again, err := ParsePhone(p.Display(), ""); err != nil || again != p {
			t.Errorf("ParsePhone(%q) reads back as %q, %v", p.Display(), again, err)
		}
	}
}

func TestContactsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.StringMatching(`[A-Za-z0-9]{1,8}([.+_-][a-z0-9]{1,5}){0,3}@([a-z]{1,8}\.){1,3}[a-z]{2,6}`).Draw(t, "address")
		if got, err := ParseEmail(e); err != nil || got.String() != e {
			t.Fatalf("ParseEmail(%q) = %q, %v", e, got, err)
		}
		u := rapid.StringMatching(`https?://([a-z]{1,8}\.){1,3}[a-z]{2,6}(:8[0-9]{3})?(/[a-z0-9._~-]{1,6}){0,3}(\?[a-z]=[0-9])?(#[a-z]{1,4})?`).Draw(t, "url")
		if got, err := ParseURL(u); err != nil || got.String() != u {
			t.Fatalf("ParseURL(%q) = %q, %v", u, got, err)
		}
		p := rapid.StringMatching(`\+212[567][0-9]{8}(;ext=[0-9]{1,5})?`).Draw(t, "phone")
		if got, err := ParsePhone(p, ""); err != nil || got.String() != p {
			t.Fatalf("ParsePhone(%q) = %q, %v", p, got, err)
		}
	})
}

func FuzzContacts(f *testing.F) {
	for _, s := range []string{"a@b.co", "mailto:a+x@gmail.com", "atlas.ma:8080/a?b#c", "+212 539 12 34 56 x12", "00212539123456", "1-800-FLOWERS", "https://مثال.إختبار", "tel:+1;ext=5", "+٢١٢"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkText(t, s, ParseEmail, Email.String)
		checkText(t, s, ParseURL, URL.String)
		checkText(t, s, func(s string) (Phone, error) { return ParsePhone(s, "") }, Phone.String)
		checkText(t, s, func(s string) (Phone, error) { return ParsePhone(s, "MA") }, Phone.String)
		_, _ = URL(s).Domain(), Email(s).Key()
		_, _ = Phone(s).Display(), Phone(s).E164()
	})
}

func BenchmarkParsePhone(b *testing.B) {
	for b.Loop() {
		if _, err := ParsePhone("0539 12 34 56", "MA"); err != nil {
			b.Fatal(err)
		}
	}
}
