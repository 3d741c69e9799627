package store

import (
	"bytes"
	"slices"

	"tradedesk/model"
)

// finishedStages are those of RFQs that come to no deal any more with who quotes now.
var finishedStages = []model.Stage{model.RFQAwarded, model.RFQClosed, model.RFQCancelled, model.RFQExpired}

// ofFinished gives which stops of setDue are quotes for RFQs that are finished or deleted;
// nil when none is. A quote whose RFQ is not here, as it may come with the next sync, stays.
func ofFinished(tx *transaction) (func(stop) bool, error) {
	kind := []byte(model.KindQuote)
	if readCount(tx, countKey(bucketDue, kind)) == 0 {
		return nil, nil
	}
	finished, any, err := finishedRFQs(tx)
	if err != nil || !any {
		return nil, err
	}
	left := &numbers{}
	var last model.ID
	is := false // whether the RFQ with that id is finished
	quotes := path{spans: []span{{indexOf(model.KindQuote, "rfq").keySet, []byte{partLive, tagValue}}}, ranges: []bounds{{}}}
	err = quotes.walk(tx, mark{}, false, func(at stop) (bool, error) {
		if len(at.order) != idSize+numberSize {
			return false, errOdd
		}
		if !bytes.Equal(at.order[:idSize], last[:]) {
			copy(last[:], at.order)
			n, here, err := numberOf(tx, last)
			if err != nil {
				return false, err
			}
			is = here && finished.has(n)
		}
		if is {
			left.add(at.number())
		}
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	return func(at stop) bool { return bytes.Equal(at.note, kind) && left.has(at.number()) }, nil
}

// finishedRFQs gives the RFQs that are finished or deleted, and whether there is any.
func finishedRFQs(tx *transaction) (all *numbers, any bool, err error) {
	all = &numbers{}
	stage := indexOf(model.KindRFQ, "stage").keySet
	spans := []span{{stage, []byte{partDeleted}}}
	for _, s := range finishedStages {
		spans = append(spans, span{stage, slices.Concat([]byte{partLive}, appendText([]byte{tagValue}, string(s)))})
	}
	for _, one := range spans {
		err := path{spans: []span{one}, ranges: []bounds{{}}}.walk(tx, mark{}, false, func(at stop) (bool, error) {
			all.add(at.number())
			any = true
			return true, nil
		})
		if err != nil {
			return nil, false, err
		}
	}
	return all, any, nil
}
