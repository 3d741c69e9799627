package refusal_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"testing"

	"tradedesk/model/refusal"
)

var (
	errLine  = refusal.New("test.line", "line {Line}, {Product}: {Why}")
	errPrice = refusal.New("test.price", "it has no price")
	errOther = refusal.New("test.other", "is another")
)

func TestRefusalSaysWhatItIsAbout(t *testing.T) {
	err := errLine.With(refusal.Parts{"Line": "2", "Product": "argan {Line}\x1b[2J"}).For(errPrice)
	if got, want := err.Error(), "line 2, argan {Line}[2J: it has no price"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if !errors.Is(err, errLine) || !errors.Is(err, errPrice) || errors.Is(err, errOther) {
		t.Error("a refusal is that of its code and of its cause's, and no other")
	}
	if errLine.Error() != "line {Line}, {Product}: {Why}" {
		t.Errorf("the refusal of the code changed: %q", errLine)
	}
}

// What is told survives the way to a visitor, with all that errors.Is finds.
func TestToldIsTheSameElsewhere(t *testing.T) {
	err := fmt.Errorf("offer 7: %w", errLine.With(refusal.Parts{"Line": "2", "Product": "oil"}).For(fmt.Errorf("it: %w", errPrice)))
	told := refusal.Tell(err)
	written, failed := json.Marshal(told)
	if failed != nil {
		t.Fatal(failed)
	}
	var read refusal.Told
	if failed := json.Unmarshal(written, &read); failed != nil {
		t.Fatal(failed)
	}
	again := read.Again()
	if got := refusal.Tell(again); !reflect.DeepEqual(got, told) {
		t.Errorf("%+v, want %+v", got, told)
	}
	if again.Error() != "line 2, oil: it: it has no price" || !errors.Is(again, errLine) || !errors.Is(again, errPrice) || errors.Is(again, errOther) {
		t.Errorf("%v is not what it was", again)
	}
}

func TestErrorWithoutCode(t *testing.T) {
	if got, want := refusal.Tell(fs.ErrExist), (refusal.Told{Text: fs.ErrExist.Error()}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	told := refusal.Tell(errLine.For(fs.ErrExist))
	if told.Why == nil || told.Why.Code != "" || told.Why.Text != fs.ErrExist.Error() {
		t.Errorf("%+v: the cause is not told", told)
	}
}
