package desk

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/desk/post"
	"tradedesk/model"
	"tradedesk/model/value"
)

// errPower ends a run of the program at a moment.
var errPower = errors.New("the power went")

// TestOnceWhateverEnds: however often the program ends, at whatever moment of a hand-over,
// and whatever the server answers, a message is handed to a server that took it at most
// once, and none that was is said to be queued or failed.
func TestOnceWhateverEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := model.NewIDs(fixedNow, nil)
		letters := make([]model.ID, rapid.IntRange(1, 4).Draw(t, "letters"))
		disk := []byte(nil)
		taken := map[model.ID]int{}
		left := -1 // how many writes reach the disk before the power goes
		torn := false
		open := func() *outboxBook {
			b := &outboxBook{letters: map[model.ID]*bookEntry{}}
			if disk != nil {
				if _, err := b.read(disk, "d"); err != nil {
					t.Fatalf("the book cannot be read: %v", err)
				}
			}
			b.keep = func(data []byte) error {
				if left == 0 {
					if torn { // it reached the disk, and nobody heard of it
						disk = data
					}
					return errPower
				}
				left--
				disk = data
				return nil
			}
			return b
		}
		book := open()
		for i := range letters {
			letters[i] = ids.New()
			if err := book.change("d", func() { book.letters[letters[i]] = &bookEntry{State: LetterQueued, At: value.At(fixedNow())} }); err != nil {
				t.Fatal(err)
			}
		}
		for range rapid.IntRange(1, 6).Draw(t, "runs") {
			left, torn = rapid.IntRange(0, 8).Draw(t, "writes"), rapid.Bool().Draw(t, "torn")
			book = open()
			run(t, book, taken)
		}
		for _, id := range letters {
			entry := book.letters[id]
			if taken[id] > 1 {
				t.Fatalf("handed over %d times", taken[id])
			}
			left = -1
			last := open().letters[id].State
			if taken[id] == 1 && last != LetterSent && last != LetterUnsure {
				t.Fatalf("%s: was taken, and is %s", id, last)
			}
			if taken[id] == 0 && last == LetterSent {
				t.Fatalf("%+v: was not taken, and is sent", entry)
			}
		}
	})
}

// run is one run of the program: it hands over what is queued until nothing is, or the
// power goes.
func run(t *rapid.T, book *outboxBook, taken map[model.ID]int) {
	for range 20 {
		queued := book.inState(LetterQueued)
		if len(queued) == 0 {
			return
		}
		id := queued[0]
		if book.change("d", func() { book.letters[id].State = LetterSending }) != nil {
			return
		}
		var handed error
		switch rapid.SampledFrom([]string{"taken", "later", "never", "silent taken", "silent not"}).Draw(t, "the server") {
		case "taken":
			taken[id]++
		case "later":
			handed = &post.NotTaken{Later: true, Err: errors.New("later")}
		case "never":
			handed = &post.NotTaken{Err: errors.New("never")}
		case "silent taken":
			taken[id]++
			handed = errors.New("the connection broke")
		case "silent not":
			handed = errors.New("the connection broke")
		}
		entry := *book.letters[id]
		outcome(&entry, handed, value.At(fixedNow()))
		if book.change("d", func() { book.letters[id] = &entry }) != nil {
			return
		}
	}
}

func TestOutcome(t *testing.T) {
	queued := value.At(fixedNow())
	late := value.At(fixedNow().Add(mailGivenUp + time.Hour))
	for _, test := range []struct {
		name   string
		handed error
		at     value.Instant
		want   LetterState
	}{
		{"taken", nil, queued, LetterSent},
		{"refused", &post.NotTaken{Err: errors.New("no")}, queued, LetterFailed},
		{"later", &post.NotTaken{Later: true, Err: errors.New("busy")}, queued, LetterQueued},
		{"later for days", &post.NotTaken{Later: true, Err: errors.New("busy")}, late, LetterFailed},
		{"silent", errors.New("the connection broke"), queued, LetterUnsure},
	} {
		entry := bookEntry{State: LetterSending, At: queued}
		if outcome(&entry, test.handed, test.at); entry.State != test.want {
			t.Errorf("%s: %s, want %s", test.name, entry.State, test.want)
		}
	}
}

// What a copy of the directory holds is not sent from there.
func TestBookOfAnotherDirectory(t *testing.T) {
	dir := t.TempDir()
	book, fresh, err := openBook(dir)
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	ids := model.NewIDs(fixedNow, nil)
	queued, sent := ids.New(), ids.New()
	err = book.change("/elsewhere", func() {
		book.letters[queued], book.letters[sent] = &bookEntry{State: LetterQueued}, &bookEntry{State: LetterSent}
	})
	if err != nil {
		t.Fatal(err)
	}
	book, fresh, err = openBook(dir)
	if err != nil || !fresh || book.letters[queued].State != LetterFailed || book.letters[sent].State != LetterSent {
		t.Errorf("%v, %v: %+v", fresh, err, book.entries())
	}
}

func TestBookForgetsTheOldestSent(t *testing.T) {
	book := &outboxBook{letters: map[model.ID]*bookEntry{}, keep: func([]byte) error { return nil }}
	ids := model.NewIDs(fixedNow, nil)
	first := ids.New()
	err := book.change("d", func() {
		book.letters[first] = &bookEntry{State: LetterSent, At: 1}
		for i := range keptSent {
			book.letters[ids.New()] = &bookEntry{State: LetterSent, At: value.Instant(i + 2)}
		}
		book.letters[ids.New()] = &bookEntry{State: LetterQueued}
	})
	if err != nil || len(book.letters) != keptSent+1 || slices.Contains(book.inState(LetterSent), first) {
		t.Errorf("%d letters, %v", len(book.letters), err)
	}
}
