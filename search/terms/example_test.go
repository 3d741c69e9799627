package terms_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"tradedesk/model/text"
	"tradedesk/search/terms"
)

// An index of what was there when it was built, and beside it what came since.
func Example() {
	ctx := context.Background()
	letters := []string{
		"Coopérative Argane: 450 t of argan oil, CIF Rotterdam",
		"Olive oil in 20ft containers",
		"Argan kernels, Agadir",
	}
	builder := terms.NewBuilder(terms.Options{})
	defer builder.Close()
	for n, letter := range letters {
		if err := builder.Add(ctx, uint32(n), terms.Words(text.Fold(letter))); err != nil {
			fmt.Println(err)
			return
		}
	}
	var file bytes.Buffer
	if _, err := builder.Finish(ctx, &file); err != nil {
		fmt.Println(err)
		return
	}
	index, err := terms.Open(file.Bytes())
	if err != nil {
		fmt.Println(err)
		return
	}

	// Letter 1 was written anew since.
	letters[1] = "Argan oil in drums"
	since := terms.NewSmall()
	since.Put(1, terms.Words(text.Fold(letters[1])))

	query := [][]terms.Term{{{Word: "argan"}, {Word: "olive"}}, {{Word: "o", Prefix: true}}}
	var found []uint32
	for _, search := range []struct {
		in   terms.Searcher
		keep func(uint32) bool
	}{
		{index, func(doc uint32) bool { return !since.Has(doc) }},
		{since, nil},
	} {
		cursor, err := search.in.Search(ctx, terms.Query{All: query, Keep: search.keep})
		if err != nil {
			fmt.Println(err)
			return
		}
		docs, err := cursor.Take(100)
		if err != nil {
			fmt.Println(err)
			return
		}
		found = append(found, docs...)
	}
	slices.Sort(found)
	for _, doc := range found {
		snippet, marks := terms.Snippet(letters[doc], slices.Concat(query...), 30)
		fmt.Println(doc, snippet, marks)
	}
	// Output:
	// 0 …450 t of argan oil, CIF… [[7 8] [10 15] [16 17]]
	// 1 Argan oil in drums [[0 5] [6 7]]
}
