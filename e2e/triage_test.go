//go:build unix

package e2e

import (
	"testing"
)

const threeLeads = `company,contact,email,country,product,quantity,unit,message
Nord Foods Inc,Marie Tremblay,marie@nordfoods.example,CA,argan oil,500,KGM,"Bonjour, nous cherchons de l'huile d'argan certifiée bio."
Lindqvist Import AB,Åsa Lindqvist,asa@lindqvist.example,SE,sardines in oil,40000,KGM,Two containers a month.
مؤسسة الخليج للأغذية,سالم,salem@gulf.example,AE,dates,12,TNE,نبحث عن تمور مجهول
`

func TestFirstRunImportTriageReopen(t *testing.T) {
	s := newSeat(t)
	s.file("Fair/leads.csv", threeLeads)
	s.file("Fair/photo.jpg", "not for us")

	term := s.open(120, 40)
	term.WaitFor("import a file")
	term.Press("i")
	term.WaitFor("Fair/")
	term.Press("enter")
	term.WaitFor("leads.csv", "photo.jpg")
	term.Press("lea")
	term.WaitGone("photo.jpg")
	term.Press("enter")
	term.WaitFor("Nord Foods Inc", "Lindqvist Import AB")

	if n := len(s.leads()); n != 3 {
		t.Fatalf("%d leads after the import, want 3", n)
	}
}
