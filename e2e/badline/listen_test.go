package badline_test

import (
	"os"
	"os/exec"
	"sync"
	"testing"

	"tradedesk/e2e/badline"
)

// Who holds a place listens there again at once, whatever programs are begun meanwhile, and
// no other gets it.
func TestAPlaceIsListenedAtAgain(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	at, err := badline.Take()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := at.Close(); err != nil {
			t.Error(err)
		}
	}()
	var others sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		others.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					if err := exec.Command(program, "-test.run=^$").Run(); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	for range 300 {
		listener, err := at.Listen()
		if err != nil {
			t.Error(err)
			break
		}
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
	}
	close(done)
	others.Wait()
}
