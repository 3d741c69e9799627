package search

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

// TestScanFindsWhatTheIndexDoes: who searches while the index is made finds the same, in
// the same order, wherever in the index a record is.
func TestScanFindsWhatTheIndexDoes(t *testing.T) {
	words := rapid.SampledFrom([]string{
		"Argan", "argane", "أركان", "Tanger", "طنجة", "tanja", "Karkoubi", "الكرقوبي", "export", "olive", "oil", "huile", "d'olive", "casa", "الدار البيضاء",
		"Agadir", "foods", "nord", "de", "la", "m7md", "محمد", "Mohamed", "450", "x", "1509.90", "150990", "09", "Maroc", "É́lise", "ﬁgs", "زيت", "زيتون",
	})
	line := func(r *rapid.T, label string, least, most int) (text string) {
		for i, word := range rapid.SliceOfN(words, least, most).Draw(r, label) {
			if i > 0 {
				text += " "
			}
			text += word
		}
		return text
	}
	rapid.Check(t, func(r *rapid.T) {
		s := shelf{}
		n := rapid.IntRange(0, 30).Draw(r, "records")
		for i := range n {
			head := model.Head{ID: numbered(i)}
			switch rapid.IntRange(0, 3).Draw(r, "kind") {
			case 0:
				s[head.ID] = &model.Lead{
					Head: head, Company: line(r, "company", 1, 3), Contact: line(r, "contact", 0, 2), Message: line(r, "message", 0, 9), Stage: model.LeadNew,
					HS: rapid.SampledFrom([]value.HS{"", "150990", "090411"}).Draw(r, "hs"), Phone: rapid.SampledFrom([]value.Phone{"", "+212539123456"}).Draw(r, "phone"),
				}
			case 1:
				s[head.ID] = &model.Supplier{Head: head, Name: line(r, "name", 1, 3), Products: []string{line(r, "product", 0, 2)}, Country: "MA", Port: "MACAS", Notes: line(r, "notes", 0, 5)}
			case 2:
				s[head.ID] = &model.Message{Head: head, Subject: line(r, "subject", 0, 4), Body: "\n\n" + line(r, "body", 0, 12), From: "olive@tanger.example"}
			default:
				s[head.ID] = &model.RFQ{Head: head, Title: line(r, "title", 0, 3), Buyer: line(r, "buyer", 0, 2), Lines: []model.Line{{Product: line(r, "goods", 0, 2), HS: "150910"}}}
			}
		}
		x := newIndex(t, s)
		from := rapid.IntRange(0, n).Draw(r, "changed")
		made := shelf{}
		for i := range from {
			made[numbered(i)] = s[numbered(i)]
		}
		build(r, x, made)
		for i := from; i < n; i++ {
			e, record, _ := s.lookup(numbered(i))
			if err := x.Update([]Document{DocumentOf(e, record)}, nil); err != nil {
				r.Fatal(err)
			}
			if rapid.IntRange(0, 5).Draw(r, "set aside") == 0 {
				aside(r, x)
			}
		}
		for range 4 {
			text := line(r, "typed", 1, 3)
			if rapid.Bool().Draw(r, "cut") {
				letters := []rune(text)
				text = string(letters[:1+len(letters)/2])
			}
			text += rapid.SampledFrom([]string{"", "", " kind:lead", ` "nord"`, " -hs:1509", " 0539"}).Draw(r, "more")
			q := typed(text)
			q.Limit, q.Count = rapid.SampledFrom([]int{2, 5, 100}).Draw(r, "limit"), true
			index := find(r, x, q)
			plain, err := Scan(context.Background(), q, func(yield func(model.Excerpt, model.Record) error) error {
				for i := range n {
					if err := yield(s.read(numbered(i))); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				r.Fatal(err)
			}
			if a, b := shown(index), shown(plain); !slices.Equal(a, b) || index.Total != plain.Total || index.More != plain.More {
				r.Fatalf("%q: the index finds %d\n%q\na look through all %d\n%q", text, index.Total, a, plain.Total, b)
			}
		}
	})
}

func (s shelf) read(id model.ID) (model.Excerpt, model.Record) {
	e, r, _ := s.lookup(id)
	return e, r
}

// shown gives all that is shown of what was found.
func shown(found Result) (rows []string) {
	for _, hit := range found.Hits {
		rows = append(rows, fmt.Sprint(hit.ID, hit.Title, hit.Rank, hit.Positions, hit.Alike, hit.Snippet, hit.Marks))
	}
	return rows
}
