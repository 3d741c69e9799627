package exchange

import (
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

func TestCards(t *testing.T) {
	tests := []struct {
		name, card string
		want       []string // fields that must be there
		warned     int
	}{
		{"folded", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Aino\r\n  Virta\r\nNOTE:one\\ntwo\\, three\r\nEND:VCARD\r\n",
			[]string{"name=Aino Virta", "notes=one\ntwo, three"}, 0},
		{"groups and quoted parameters", "BEGIN:VCARD\nFN:A\nitem1.EMAIL;TYPE=\"work;home\",x:a@nord.fi\nEND:VCARD\n",
			[]string{"email=a@nord.fi"}, 0},
		{"preferred first", "BEGIN:VCARD\nFN:A\nEMAIL:b@nord.fi\nEMAIL;PREF=1:a@nord.fi\nEMAIL;TYPE=INTERNET,PREF:c@nord.fi\nEND:VCARD\n",
			[]string{"email=a@nord.fi", "other_emails=c@nord.fi; b@nord.fi"}, 0},
		{"tel uri with extension", "BEGIN:VCARD\nVERSION:4.0\nFN:A\nTEL;VALUE=uri;TYPE=\"voice,work\":tel:+212-522-123456\nEND:VCARD\n",
			[]string{"phone=+212522123456"}, 0},
		{"name in parts", "BEGIN:VCARD\nN:Doe;John;Q.;Mr.;Sr.\nEND:VCARD\n", []string{"name=Mr. John Q. Doe Sr."}, 0},
		{"firm", "BEGIN:VCARD\nKIND:org\nFN:Nord Foods\nEND:VCARD\n", []string{"company=Nord Foods"}, 0},
		{"department", "BEGIN:VCARD\nFN:A\nORG:Nord\\; Foods;Imports;Oils\nEND:VCARD\n",
			[]string{"company=Nord; Foods", `custom={"Department":"Imports, Oils"}`}, 0},
		{"categories", "BEGIN:VCARD\nFN:A\nCATEGORIES:vip,olive\\, oil\nEND:VCARD\n", []string{"tags=vip; olive; oil"}, 0},
		{"address", "BEGIN:VCARD\nFN:A\nADR:PO 7;;1 rue X\\nBât. B;Fès;FM;30000;\nEND:VCARD\n",
			[]string{"city=Fès", "address=1 rue X, Bât. B, PO 7, FM, 30000"}, 0},
		{"windows-1256", "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=windows-1256:\xd3\xda\xc7\xcf\nEND:VCARD\n", []string{"name=سعاد"}, 0},
		{"latin1", "BEGIN:VCARD\nFN;CHARSET=ISO-8859-1:Andr\xe9\nEND:VCARD\n", []string{"name=André"}, 0},
		{"bytes of no charset", "BEGIN:VCARD\nFN:Andr\xe9\nEND:VCARD\n", []string{"name=André"}, 0},
		{"arabic bytes of no charset", "BEGIN:VCARD\nFN:\xd3\xda\xc7\xcf\nEND:VCARD\n", []string{"name=سعاد"}, 0},
		{"says latin, is UTF-8", "BEGIN:VCARD\nFN;CHARSET=ISO-8859-1:André\nEND:VCARD\n", []string{"name=André"}, 0},
		{"says UTF-8, is latin", "BEGIN:VCARD\nFN;CHARSET=UTF-8:Andr\xe9\nEND:VCARD\n", []string{"name=André"}, 0},
		{"chinese", "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=GB2312:\xcd\xf5\xd0\xa1\nEND:VCARD\n", []string{"name=王小"}, 0},
		{"lines in quoted-printable", "BEGIN:VCARD\nVERSION:2.1\nFN:A\nNOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=\ntwo=\n=0D=0Athree\nEND:VCARD\n",
			[]string{"notes=one\ntwo\nthree"}, 0},
		{"quoted-printable cut in the middle", "BEGIN:VCARD\nVERSION:2.1\nFN;QUOTED-PRINTABLE:Aino 5=Z=4\nEND:VCARD\n", []string{"name=Aino 5=Z=4"}, 0},
		{"fold of version 2.1", "BEGIN:VCARD\nVERSION:2.1\nFN:Aino\n Virta\nEND:VCARD\n", []string{"name=Aino Virta"}, 0},
		{"base64 without blanks", "BEGIN:VCARD\nVERSION:2.1\nFN:A\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\nSkZJRgABAQ\nAAAQ==\n\nEMAIL:a@nord.fi\nEND:VCARD\n",
			[]string{"email=a@nord.fi"}, 0},
		{"base64 cut off", "BEGIN:VCARD\nVERSION:2.1\nFN:A\nPHOTO;BASE64:/9j/4AAQ\n SkZJRgA\nEMAIL:a@nord.fi\nEND:VCARD\n", []string{"email=a@nord.fi"}, 0},
		{"agent", "BEGIN:VCARD\nVERSION:2.1\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:Salma B\nEMAIL:s@nord.fi\nEND:VCARD\nEMAIL:a@nord.fi\nEND:VCARD\n",
			[]string{"name=A", "email=a@nord.fi", `custom={"Agent":"Salma B"}`}, 0},
		{"agent in a line", "BEGIN:VCARD\nVERSION:3.0\nFN:A\nAGENT:BEGIN:VCARD\\nFN:Salma B\\nEND:VCARD\nEND:VCARD\n", []string{`custom={"Agent":"Salma B"}`}, 0},
		{"indented end", "BEGIN:VCARD\nFN:A\n  END:VCARD\n", []string{"name=A"}, 0},
		{"after a byte order mark in the middle", "\n\xef\xbb\xbfBEGIN:VCARD\nFN:A\nEND:VCARD\n", []string{"name=A"}, 0},
		{"quoted-printable", "BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Andr=C3=\n=A9\nEND:VCARD\n", []string{"name=André"}, 0},
		{"types without a name", "BEGIN:VCARD\nVERSION:2.1\nFN:A\nTEL;CELL;PREF:+212612345678\nTEL;WORK:+212522123456\nEND:VCARD\n",
			[]string{"phone=+212612345678", "other_phones=+212522123456"}, 0},
		{"lines end in CR", "BEGIN:VCARD\rFN:A\rEND:VCARD\r", []string{"name=A"}, 0},
		{"lower case", "begin:vcard\nfn:A\nend:vcard\n", []string{"name=A"}, 0},
		{"end is missing", "BEGIN:VCARD\nFN:A\n", []string{"name=A"}, 1},
		{"a line that is none", "BEGIN:VCARD\nFN:A\nrubbish\nEND:VCARD\n", []string{"name=A"}, 1},
		{"broken quote", "BEGIN:VCARD\nFN;X=\"a:A\nEND:VCARD\n", []string{"name=A"}, 0},
		{"kept by name", "BEGIN:VCARD\nFN:A\nBDAY:1980-03-22\nNICKNAME:Zed\nROLE:Boss\nTEL;TYPE=FAX:1\nEND:VCARD\n",
			[]string{`custom={"Birthday":"1980-03-22","Fax":"1","Nickname":"Zed","Role":"Boss"}`}, 0},
		{"uid", "BEGIN:VCARD\nFN:A\nUID:abc\nEND:VCARD\n", []string{"origin=vcard:abc"}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			desk := newFakeDesk()
			report := mustImport(t, desk, testRequest("a.vcf"), test.card)
			if report.Created != 1 || report.Warned != test.warned {
				t.Fatalf("report %+v", report)
			}
			got := filled(desk.all()[0])
			for _, want := range test.want {
				if !slices.Contains(got, want) {
					t.Errorf("no %q among %q", want, got)
				}
			}
		})
	}
}

func TestManyCardsOneBroken(t *testing.T) {
	file := "BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nstray\nBEGIN:VCARD\nNOTE:nobody\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\nBEGIN:VCARD\nFN:C\nEND:VCARD\n"
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("a.vcf"), file)
	if report.Read != 5 || report.Created != 3 || report.Rejected != 2 || report.Warned != 2 {
		t.Errorf("report %+v", report)
	}
	if report.Errors[0].Line != 7 || report.Errors[1].Line != 10 {
		t.Errorf("errors %+v", report.Errors)
	}
}

func TestCardsAsLeads(t *testing.T) {
	desk := newFakeDesk()
	req := testRequest("a.vcf")
	req.Kind = model.KindLead
	mustImport(t, desk, req, "BEGIN:VCARD\nFN:Aino Virta\nORG:Nord\nNOTE:500 kg\nTITLE:Buyer\nEND:VCARD\n")
	lead := desk.all()[0].(*model.Lead)
	if lead.Contact != "Aino Virta" || lead.Company != "Nord" || lead.Message != "500 kg" || lead.Custom["TITLE"] != "Buyer" || lead.Stage != model.LeadNew {
		t.Errorf("got %s", model.EncodeJSON(lead))
	}
}

func TestOwnCardComesBackToItsRecord(t *testing.T) {
	desk := newFakeDesk()
	mustImport(t, desk, testRequest("a.vcf"), "BEGIN:VCARD\nFN:Aino\nEMAIL:a@nord.fi\nEND:VCARD\n")
	cards := export(t, FormatVCard, desk.all())
	report := mustImport(t, desk, testRequest("b.vcf"), cards)
	if report.Created != 0 || report.Unchanged != 1 {
		t.Errorf("report %+v", report)
	}
	report = mustImport(t, desk, testRequest("b.vcf"), strings.Replace(cards, "FN:Aino", "FN:Aino Virta", 1))
	if report.Updated != 1 || desk.all()[0].(*model.Contact).Name != "Aino Virta" {
		t.Errorf("report %+v", report)
	}
}
