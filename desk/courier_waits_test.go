package desk

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	syncwords "tradedesk/sync/protocol"
)

// A content that is damaged here, and those that the server has no room for, hold up no
// others, on either way.
func TestOneContentHoldsUpNoOthers(t *testing.T) {
	s := newSyncServer(t)
	dir := t.TempDir()
	a, b := openManual(t, dir), openManual(t, t.TempDir())
	defer a.Close()
	defer b.Close()
	s.login(t, a)
	s.login(t, b)
	lead, other := addLead(t, a, "Nord Foods Inc"), addLead(t, b, "Sud Foods")
	var files []model.Attachment
	for i := range 6 {
		files = append(files, attach(t, a, lead, "prices.txt", []byte{'0' + byte(i)}))
	}
	slices.SortFunc(files, func(a, b model.Attachment) int { return strings.Compare(a.SHA256, b.SHA256) })
	damaged := files[0].SHA256
	damagedText, err := contentOf(a, damaged)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, contentDir, damaged[:2], damaged[2:]), []byte("?"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustSync(t, a)
	mustSync(t, b)
	for i, f := range files {
		if got, err := contentOf(b, f.SHA256); (err == nil) != (i > 0) {
			t.Errorf("content %d: %q and %v", i, got, err)
		}
	}
	var from []model.Attachment
	for i := range 6 {
		from = append(from, attach(t, b, other, "list.txt", []byte{'a' + byte(i)}))
	}
	mustSync(t, b)
	sent := 0
	var full http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			sent++
			problem(http.StatusInsufficientStorage, syncwords.CodeQuota, "no room").ServeHTTP(w, r)
			return
		}
		s.handler.ServeHTTP(w, r)
	})
	for i := range 6 {
		attach(t, a, lead, "more.txt", []byte{'A' + byte(i)})
	}
	s.instead.Store(&full)
	report, err := a.Sync(context.Background(), nil)
	if err != nil || asJSON(t, report.Files) != asJSON(t, statusOf(t, a).Files) || len(report.Files) != 2 ||
		report.Files[0].Count != 6 || !strings.Contains(report.Files[0].Error, "no room left") ||
		report.Files[1].Count != 1 || !strings.Contains(report.Files[1].Error, "damaged on this machine") {
		t.Errorf("%+v and %v, want six files without room and one that is damaged", report, err)
	}
	for i, f := range from {
		if _, err := contentOf(a, f.SHA256); err != nil {
			t.Errorf("content %d: %v", i, err)
		}
	}
	s.instead.Store(nil)
	if _, err := a.PutFile(context.Background(), "prices.txt", strings.NewReader(string(damagedText))); err != nil {
		t.Fatal(err)
	}
	if report := mustSync(t, a); len(report.Files) != 0 {
		t.Errorf("with room, and attached again: %+v wait", report.Files)
	}
	if sent != 1 {
		t.Errorf("a server without room is sent %d contents, want one", sent)
	}
}

// Files that nobody has sent leave room for others, and a reader's are sent when he may write.
func TestFilesThatWait(t *testing.T) {
	s := newSyncServer(t)
	a, b := openManual(t, t.TempDir()), openManual(t, t.TempDir())
	defer a.Close()
	defer b.Close()
	s.login(t, a)
	s.login(t, b)
	for i := range 4 {
		attach(t, a, addLead(t, a, "Nord Foods "+strconv.Itoa(i)), "prices.txt", []byte{'0' + byte(i)})
	}
	var forbids http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			problem(http.StatusForbidden, syncwords.CodeForbidden, "a reader changes nothing").ServeHTTP(w, r)
			return
		}
		s.handler.ServeHTTP(w, r)
	})
	s.instead.Store(&forbids)
	if files := mustSync(t, a).Files; len(files) != 1 || files[0].Count != 4 || !strings.Contains(files[0].Error, "your role") {
		t.Errorf("%+v, want four that the role keeps back", files)
	}
	ownerOf(t, b).courier.most = 2
	for range 3 {
		mustSync(t, b)
	}
	s.instead.Store(nil)
	if files := mustSync(t, a).Files; len(files) != 0 {
		t.Errorf("%+v wait when the role is another", files)
	}
	for range 3 {
		mustSync(t, b)
	}
	if check, err := b.Check(context.Background(), nil); err != nil || check.Files != 4 || check.Missing != 0 {
		t.Errorf("%+v and %v", check, err)
	}
}

// A list that an earlier version kept is made anew from the records.
func TestErrandsOfAnEarlierVersion(t *testing.T) {
	ctx := context.Background()
	s, dir := newSyncServer(t), t.TempDir()
	d := openManual(t, dir)
	s.login(t, d)
	file := attach(t, d, addLead(t, d, "Nord Foods Inc"), "prices.txt", []byte("price list"))
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = openManual(t, dir)
	defer d.Close()
	w := ownerOf(t, d)
	before := `{"looked":` + strconv.FormatInt(int64(value.At(w.o.Now())), 10) + `,"wait":{"` + strings.Repeat("a", 64) + `":10}}`
	if err := w.store.SetSetting(ctx, settingCourier, before); err != nil {
		t.Fatal(err)
	}
	mustSync(t, d)
	if _, err := os.Stat(filepath.Join(s.blobs, s.space.String(), file.SHA256[:2], file.SHA256)); err != nil {
		t.Errorf("the file was not found: %v", err)
	}
}

// What costs a whole content in vain is tried ever more rarely, also when a person asks.
func TestACostlyTryWaits(t *testing.T) {
	now := value.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
	e := errand{Size: 10}
	for range 40 {
		e = e.waits(now, errFileOther, true)
	}
	if pause := e.After.Time().Sub(now.Time()); pause != longest || e.due(now, true) || !e.due(e.After, false) {
		t.Errorf("after %d tries it waits %s", e.Tries, pause)
	}
	e = errand{Size: 10}.waits(now, errFileDamaged, true)
	if !e.due(now, true) || e.due(now, false) {
		t.Errorf("%+v: a person's wish is worth a try", e)
	}
	if e.After = value.At(now.Time().AddDate(9, 0, 0)); !e.due(now, false) {
		t.Error("a clock that was years ahead keeps a file waiting")
	}
	if e = e.waits(now, errFileElsewhere, false); !e.due(now, false) {
		t.Errorf("%+v: what another desk has not sent is asked for at once", e)
	}
}

// A server without room for one content may have room for a smaller one.
func TestSmallerOnesAreTried(t *testing.T) {
	var h heldUp
	for _, size := range []int64{9, 5} {
		if !h.sends(size) {
			t.Errorf("%d bytes are not tried", size)
		}
		h.after(errFileFull, false, size)
	}
	h.after(errFileFull, false, 9)
	if h.sends(5) || !h.sends(4) {
		t.Errorf("%+v, want all below 5 bytes to be tried", h)
	}
	if h.after(errFileRefused, false, 3); h.sends(2) {
		t.Error("a role that sends no files is asked for a small one")
	}
}

// Files that a server had trouble with are no exception when it is full: those below all that
// it refused are sent, status says of them that there is no room, and of the others what it said.
func TestAfterTroubleAFullServerIsAskedForSmallerOnes(t *testing.T) {
	s := newSyncServer(t)
	d := openManual(t, t.TempDir())
	defer d.Close()
	s.login(t, d)
	lead := addLead(t, d, "Nord Foods Inc")
	var files []model.Attachment
	for i := range 12 {
		files = append(files, attach(t, d, lead, "list.txt", bytes.Repeat([]byte{'a' + byte(i)}, 100*(1+i*5%12))))
	}
	slices.SortFunc(files, func(a, b model.Attachment) int { return strings.Compare(a.SHA256, b.SHA256) })
	var smaller []int64
	for _, f := range files {
		if len(smaller) == 0 || f.Size < smaller[len(smaller)-1] {
			smaller = append(smaller, f.Size)
		}
	}
	if len(smaller) < 2 || len(smaller) == len(files) {
		t.Fatalf("of %d files %d are tried, which shows nothing", len(files), len(smaller))
	}
	var sent []int64
	refusing := func(with http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPut {
				s.handler.ServeHTTP(w, r)
				return
			}
			sent = append(sent, r.ContentLength)
			with.ServeHTTP(w, r)
		})
	}
	trouble := refusing(problem(http.StatusInternalServerError, syncwords.CodeInternal, "trouble"))
	full := refusing(problem(http.StatusInsufficientStorage, syncwords.CodeQuota, "no room"))
	s.instead.Store(&trouble)
	mustSync(t, d)
	s.instead.Store(&full)
	for range 3 {
		sent = nil
		mustSync(t, d)
		if !slices.Equal(sent, smaller) {
			t.Errorf("sent are files of %v bytes, want %v", sent, smaller)
		}
		counts := map[string]int{}
		for _, wait := range statusOf(t, d).Files {
			counts[wait.Why.Code] = wait.Count
		}
		if want := map[string]int{"files.full": len(smaller), "files.trouble": len(files) - len(smaller)}; !maps.Equal(counts, want) {
			t.Errorf("%v wait, want %v", counts, want)
		}
	}
}
