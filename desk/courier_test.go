package desk

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"tradedesk/model"
)

// attach keeps a file and names it in a lead.
func attach(t *testing.T, d Desk, lead model.ID, name string, content []byte) model.Attachment {
	t.Helper()
	ctx := context.Background()
	a, err := d.PutFile(ctx, name, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	set, err := model.Attach(leadOf(t, d, lead), a)
	if err != nil {
		t.Fatal(err)
	}
	edit(t, d, lead, set)
	return a
}

func contentOf(d Desk, sum string) ([]byte, error) {
	r, err := d.OpenFile(context.Background(), sum)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

// What is attached at one desk is at the other, going on where it broke off.
func TestAttachedFilesTravel(t *testing.T) {
	s := newSyncServer(t)
	a, b := openManual(t, t.TempDir()), t.TempDir()
	defer a.Close()
	s.login(t, a)
	lead := addLead(t, a, "Nord Foods Inc")
	small, large := []byte("price list"), bytes.Repeat([]byte("argan oil, cold pressed. "), 80_000)
	first, second := attach(t, a, lead, "prices.txt", small), attach(t, a, lead, "catalogue.txt", large)

	// The line breaks after the first part of the large one.
	var mu sync.Mutex
	parts := 0
	var breaks http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if r.Method == http.MethodPut {
			parts++
		}
		broken := parts > 2
		mu.Unlock()
		if broken {
			panic(http.ErrAbortHandler)
		}
		s.handler.ServeHTTP(w, r)
	})
	s.instead.Store(&breaks)
	mustSync(t, a) // that files could not be carried is no trouble of the records
	var ranges []string
	var noted http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if strings.Contains(r.URL.Path, "/blobs/") && r.Method != http.MethodHead {
			ranges = append(ranges, r.Method+" "+r.Header.Get("Content-Range")+r.Header.Get("Range"))
		}
		mu.Unlock()
		s.handler.ServeHTTP(w, r)
	})
	s.instead.Store(&noted)
	mustSync(t, a)
	if slices.ContainsFunc(ranges, func(r string) bool { return strings.HasPrefix(r, "PUT bytes 0-524287/") }) || len(ranges) == 0 {
		t.Errorf("it sends %q, want it to go on behind the first part", ranges)
	}
	ranges = nil
	mustSync(t, a)
	if len(ranges) != 0 {
		t.Errorf("what is there is sent again: %q", ranges)
	}

	far := openManual(t, b)
	defer far.Close()
	if err := os.MkdirAll(filepath.Join(b, contentDir), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b, contentDir, "part-"+second.SHA256), large[:700_000], 0o600); err != nil {
		t.Fatal(err)
	}
	s.login(t, far)
	mustSync(t, far)
	for sum, want := range map[string][]byte{first.SHA256: small, second.SHA256: large} {
		if got, err := contentOf(far, sum); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes and %v, want %d", len(got), err, len(want))
		}
	}
	if !slices.ContainsFunc(ranges, func(r string) bool { return strings.HasPrefix(r, "GET bytes=700000-") }) {
		t.Errorf("it fetches %q, want it to go on from 700000", ranges)
	}
	if left, err := filepath.Glob(filepath.Join(b, contentDir, "part-*")); err != nil || len(left) != 0 {
		t.Errorf("there is left %q and %v", left, err)
	}
	if check, err := far.Check(context.Background(), nil); err != nil || !check.OK || check.Files != 2 || check.Missing != 0 {
		t.Errorf("%+v and %v", check, err)
	}
}

// A content that is not what its name says is not kept, and one that nobody has sent yet
// is asked for again.
func TestAContentThatIsAnother(t *testing.T) {
	s := newSyncServer(t)
	a := openManual(t, t.TempDir())
	defer a.Close()
	s.login(t, a)
	lead := addLead(t, a, "Nord Foods Inc")
	file := attach(t, a, lead, "prices.txt", []byte("price list"))
	far := openManual(t, t.TempDir())
	defer far.Close()
	s.login(t, far)
	var lies http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.Path, "/blobs/") {
			s.handler.ServeHTTP(w, r)
			return
		}
		if r.Method != http.MethodGet {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Range", "bytes 0-9/10")
		w.WriteHeader(http.StatusPartialContent)
		_, _ = io.WriteString(w, "other list") // who hung up needs none
	})
	s.instead.Store(&lies)
	mustSync(t, a)
	mustSync(t, far)
	if got, err := contentOf(far, file.SHA256); !errors.Is(err, ErrNotFound) {
		t.Errorf("it keeps %q and %v", got, err)
	}
	s.instead.Store(nil)
	mustSync(t, far) // the first has not sent it yet
	mustSync(t, a)
	mustSync(t, far)
	if got, err := contentOf(far, file.SHA256); err != nil || string(got) != "price list" {
		t.Errorf("%q and %v", got, err)
	}
}

// A server that was killed between the last byte of a content and its name is sent it again.
func TestAContentThatTheServerDidNotFinish(t *testing.T) {
	s := newSyncServer(t)
	a := openManual(t, t.TempDir())
	defer a.Close()
	s.login(t, a)
	content := []byte("price list")
	file := attach(t, a, addLead(t, a, "Nord Foods Inc"), "prices.txt", content)
	space := filepath.Join(s.blobs, s.space.String())
	if err := os.MkdirAll(filepath.Join(space, "partial"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(space, "partial", file.SHA256), content, 0o600); err != nil {
		t.Fatal(err)
	}
	mustSync(t, a)
	if got, err := os.ReadFile(filepath.Join(space, file.SHA256[:2], file.SHA256)); err != nil || !bytes.Equal(got, content) {
		t.Errorf("the server has %q and %v", got, err)
	}
}

// ownerOf gives what holds the file of a desk that was opened first.
func ownerOf(t *testing.T, d Desk) *owner {
	t.Helper()
	at, err := d.(*sitter).seat()
	if err != nil {
		t.Fatal(err)
	}
	return at.(*owner)
}

// Who wants files carried while others are on their way leaves when he does not want to wait
// any more.
func TestNobodyHasToWaitForTheCourier(t *testing.T) {
	s := newSyncServer(t)
	d := openManual(t, t.TempDir())
	defer d.Close()
	s.login(t, d)
	mustSync(t, d)
	attach(t, d, addLead(t, d, "Nord Foods Inc"), "prices.txt", []byte("price list"))
	asked := make(chan struct{}, 100)
	var stuck http.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	})
	s.instead.Store(&stuck)
	c := ownerOf(t, d).courier
	first, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { _, err := c.carry(first, true, nil); ended <- err }()
	<-asked
	second, leave := context.WithCancel(context.Background())
	left := make(chan error, 1)
	go func() { _, err := c.carry(second, true, nil); left <- err }()
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("who left gets %v, want %v", err, context.Canceled)
	}
	end()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("who carried gets %v, want %v", err, context.Canceled)
	}
}

// A file that is carried while changes are sent cuts no call off.
func TestTheCourierCutsNoCall(t *testing.T) {
	s := newSyncServer(t)
	d := openManual(t, t.TempDir())
	defer d.Close()
	s.login(t, d)
	mustSync(t, d)
	attach(t, d, addLead(t, d, "Nord Foods Inc"), "prices.txt", []byte("price list"))
	pushes, goOn := make(chan *http.Request, 100), make(chan struct{})
	var slow http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/push") {
			pushes <- r
			<-goOn
		}
		s.handler.ServeHTTP(w, r)
	})
	s.instead.Store(&slow)
	synced := make(chan error, 1)
	go func() { _, err := d.Sync(context.Background(), nil); synced <- err }()
	<-pushes
	left, err := ownerOf(t, d).courier.carry(context.Background(), true, nil)
	if left || err != nil {
		t.Errorf("files are left: %v, %v", left, err)
	}
	close(goOn)
	if err := <-synced; err != nil || len(pushes) != 0 {
		t.Errorf("%v, and %d more pushes than one", err, len(pushes))
	}
}

// However many files there are, all are carried, and what is known is not asked for again.
func TestAllFilesAreCarriedHoweverMany(t *testing.T) {
	ctx := context.Background()
	s := newSyncServer(t)
	d, far := openManual(t, t.TempDir()), openManual(t, t.TempDir())
	defer d.Close()
	defer far.Close()
	s.login(t, d)
	s.login(t, far)
	heads := 0
	var counted http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			heads++
		}
		s.handler.ServeHTTP(w, r)
	})
	s.instead.Store(&counted)
	ownerOf(t, d).courier.most, ownerOf(t, far).courier.most = 2, 2
	lead := addLead(t, d, "Nord Foods Inc")
	var files []model.Attachment
	for i := range 7 {
		files = append(files, attach(t, d, lead, "prices.txt", []byte{'0' + byte(i)}))
	}
	last, err := d.PutFile(ctx, "oil.txt", strings.NewReader("argan oil"))
	if err != nil {
		t.Fatal(err)
	}
	set, err := model.Attach(&model.Supplier{}, last)
	if err != nil {
		t.Fatal(err)
	}
	set["name"] = quoted("Argane du Souss")
	mustDo(t, d, Action{Label: "add", Edits: []Edit{{Kind: model.KindSupplier, Create: true, Set: set}}})
	files = append(files, last)
	mustSync(t, d)
	if waits := statusOf(t, d).Files; len(waits) != 0 || heads > len(files)+2 {
		t.Errorf("%+v wait after %d questions, want none after %d and the first two once more", waits, heads, len(files))
	}
	mustSync(t, far)
	for i, f := range files {
		if _, err := contentOf(far, f.SHA256); err != nil {
			t.Errorf("content %d: %v", i, err)
		}
	}
	heads = 0
	attach(t, d, addLead(t, d, "Oasis Trading"), "more.txt", []byte("more"))
	mustSync(t, d)
	if heads != 1 {
		t.Errorf("one more file takes %d questions", heads)
	}
}

// A desk that is told meanwhile to leave the network alone carries no other file.
func TestFilesLeaveTheNetworkAlone(t *testing.T) {
	s := newSyncServer(t)
	d := openManual(t, t.TempDir())
	defer d.Close()
	s.login(t, d)
	lead := addLead(t, d, "Nord Foods Inc")
	for i := range 3 {
		attach(t, d, lead, "prices.txt", []byte{'0' + byte(i)})
	}
	var told http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			if err := d.SetSyncMode(context.Background(), SyncOffline); err != nil {
				t.Error(err)
			}
		}
		s.handler.ServeHTTP(w, r)
	})
	s.instead.Store(&told)
	if files := mustSync(t, d).Files; len(files) != 1 || files[0].Count != 2 {
		t.Errorf("%+v wait, want two", files)
	}
}

// Nor does it go on with the file that is on its way, until it may.
func TestAFileOnItsWayLeavesTheNetworkAlone(t *testing.T) {
	s := newSyncServer(t)
	a, b := openManual(t, t.TempDir()), openManual(t, t.TempDir())
	defer a.Close()
	defer b.Close()
	s.login(t, a)
	s.login(t, b)
	content := bytes.Repeat([]byte("catalogue "), 200_000)
	file := attach(t, a, addLead(t, a, "Nord Foods Inc"), "catalogue.txt", content)
	for _, method := range []string{http.MethodPut, http.MethodGet} {
		d, parts := a, 0
		if method == http.MethodGet {
			d = b
		}
		var told http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == method && strings.Contains(r.URL.Path, "/blobs/") {
				parts++
				if err := d.SetSyncMode(context.Background(), SyncOffline); err != nil {
					t.Error(err)
				}
			}
			s.handler.ServeHTTP(w, r)
		})
		s.instead.Store(&told)
		if files := mustSync(t, d).Files; parts != 1 || len(files) != 1 || files[0].Count != 1 {
			t.Errorf("%s: %d parts, and %+v wait", method, parts, files)
		}
		s.instead.Store(nil)
		if err := d.SetSyncMode(context.Background(), SyncManual); err != nil {
			t.Fatal(err)
		}
		if files := mustSync(t, d).Files; len(files) != 0 {
			t.Errorf("%s: %+v wait when the desk may call", method, files)
		}
	}
	if got, err := contentOf(b, file.SHA256); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes and %v", len(got), err)
	}
}

// An open desk carries files by itself.
func TestAnOpenDeskCarriesFiles(t *testing.T) {
	s := newSyncServer(t)
	a, b := openLive(t, "salma"), openLive(t, "youssef")
	for _, d := range []Desk{a, b} {
		s.login(t, d)
		mustSync(t, d)
	}
	lead := addLead(t, a, "Nord Foods Inc")
	file := attach(t, a, lead, "prices.txt", []byte("price list"))
	news, err := b.Watch(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for {
		if got, err := contentOf(b, file.SHA256); err == nil && string(got) == "price list" {
			return
		}
		awaitNews(t, news, func(News) bool { return true })
	}
}

// Nothing that a record names becomes a path but a SHA-256.
func TestOnlyASumIsCarried(t *testing.T) {
	c := &courier{most: maxErrands, list: &errands{Wait: map[string]errand{}}}
	for _, sum := range []string{"", "../../etc/passwd", strings.Repeat("g", 64), strings.Repeat("A", 64), strings.Repeat("a", 63)} {
		if c.add(model.FilesOf(&model.Lead{Files: []model.Attachment{{Name: "x", SHA256: sum, Size: 10}}})) {
			t.Errorf("%q is carried", sum)
		}
	}
	good := strings.Repeat("a", 64)
	if c.add(model.FilesOf(&model.Lead{Files: []model.Attachment{{SHA256: good, Size: MaxFile + 1}, {SHA256: good, Size: -1}}})) {
		t.Error("a content of an impossible size is carried")
	}
	if !c.add(model.FilesOf(&model.Lead{Files: []model.Attachment{{SHA256: good, Size: 10}}})) {
		t.Error("a content is not carried")
	}
}
