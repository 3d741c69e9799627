package desk

import (
	"errors"
	"testing"
	"time"

	"tradedesk/desk/post"
	"tradedesk/model"
)

// When one message reaches the server, all that could not reach it are due; what the server
// itself put off is not.
func TestOneThatArrivesCallsTheOthers(t *testing.T) {
	ids := model.NewIDs(fixedNow, nil)
	away, alsoAway, putOff, first := ids.New(), ids.New(), ids.New(), ids.New()
	noLine := &post.NotTaken{Later: true, Unreached: true, Err: errors.New("no line")}
	busy := &post.NotTaken{Later: true, Err: errors.New("451")}
	for name, answer := range map[string]error{"taken": nil, "put off": busy, "refused": &post.NotTaken{Err: errors.New("550")}, "nobody knows": errors.New("broken")} {
		p := &postman{pause: map[model.ID]time.Time{}, away: map[model.ID]bool{}}
		p.again(putOff, 3)
		p.heard(putOff, busy)
		for _, id := range []model.ID{away, alsoAway} {
			p.again(id, 4)
			p.heard(id, noLine)
			if !p.pauses(id) {
				t.Fatalf("%s: it does not wait", name)
			}
		}
		p.heard(first, answer)
		if p.pauses(away) || p.pauses(alsoAway) || !p.pauses(putOff) {
			t.Errorf("%s: waiting %t %t, put off %t", name, p.pauses(away), p.pauses(alsoAway), p.pauses(putOff))
		}
		if rest := p.rest(); rest > time.Second {
			t.Errorf("%s: they are tried after %s", name, rest)
		}
	}
}
