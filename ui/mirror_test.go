package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/layout"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// The screens as they are read from the right. Words stay in their own order; what
// the boxes, columns, marks and headings do is what is kept.
func TestGoldenMirrored(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		mirrored := func(t *testing.T, fake *fakeDesk) *driver {
			d := startAt(t, fake, size[0], size[1], "en")
			d.m.screen = layout.Of(size[0], size[1], layout.RightToLeft)
			return d
		}
		t.Run("agenda-"+name, func(t *testing.T) {
			records := append(dueRecords(), &model.Task{Head: model.Head{ID: idOf(7)}, Title: "الاتصال بتعاونية تيفاوين", DueAt: value.At(testNow.AddDate(0, 0, 3)), Owner: "salma"})
			d := mirrored(t, newFake(records...))
			d.pressed("5")
			d.golden("agenda-" + name)
		})
		t.Run("fair-"+name, func(t *testing.T) {
			d := mirrored(t, newFake(siam()))
			d.pressed("6")
			d.typed("سلمى بنعلي تعاونية تيفاوين أكادير زيت أركان ٥٠٠ كغ")
			d.golden("fair-typing-" + name)
			d.pressed("enter")
			d.golden("fair-" + name)
		})
		t.Run("search-"+name, func(t *testing.T) {
			fake := newFake()
			r := hitsOf("شركة الكرقوبي", "Ets Karkoubi Frères", "Qarqoubi SARL", "Nord Foods")
			r.Hits[0].Positions, r.Hits[0].Detail, r.Hits[0].Country = []int{7, 8, 9, 10, 11, 12}, "زيتون", "MA"
			r.Hits[1].Also, r.Hits[1].Alike, r.Hits[2].Alike, r.Hits[3].Alike = "Rachid Karkoubi", true, true, true
			r.Hits[3].Snippet, r.Hits[3].Marks = "… Mr Karkoubi will sign …", [][2]int{{5, 13}}
			fake.finds = answering(r)
			d := mirrored(t, fake)
			d.pressed("/")
			d.typed("كرقوبي")
			d.golden("search-" + name)
		})
		t.Run("compare-"+name, func(t *testing.T) {
			d := mirrored(t, newFake(comparedRecords()...))
			d.pressed("4", "=")
			d.golden("compare-" + name)
		})
	}
}

// golden compares the screen with the one that is kept.
func (d *driver) golden(name string) {
	d.t.Helper()
	folder := "screens"
	if d.m.screen.Direction == layout.RightToLeft {
		folder = "mirrored"
	}
	d.exact()
	var b strings.Builder
	for _, line := range d.lines() {
		b.WriteString(line + "\n")
	}
	path := filepath.Join("testdata", folder, name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			d.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			d.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatalf("%v; make it with go test ./ui -run Golden -update", err)
	}
	if string(want) != b.String() {
		d.t.Errorf("%s is not as it was:\n%s", name, b.String())
	}
}
