package desk

import (
	"context"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tradedesk/model"
)

// openLive opens a desk with the real clock, whose server is called by itself.
func openLive(t *testing.T, me string) Desk {
	t.Helper()
	d, err := Open(context.Background(), Options{Dir: t.TempDir(), Me: me, TokenFile: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// What is written at one desk comes to the other by the server's news, without anybody
// asking.
func TestAChangeComesToTheOtherDeskByItself(t *testing.T) {
	ctx := context.Background()
	s := newSyncServer(t)
	a, b := openLive(t, "salma"), openLive(t, "youssef")
	for _, d := range []Desk{a, b} {
		s.login(t, d)
		mustSync(t, d)
	}
	news, err := b.Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var took []time.Duration
	for range 5 {
		began := time.Now()
		id := addLead(t, a, "Nord Foods Inc")
		awaitNews(t, news, func(n News) bool { return slices.Contains(n.Records, id) && n.By == "salma" })
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	t.Logf("from commit to the other desk's news: %v", took)
}

// A desk on which nothing is written sees that its server went away, and that it is back.
func TestAnIdleDeskSeesThatItsServerIsAway(t *testing.T) {
	s := newSyncServer(t)
	a := openLive(t, "salma")
	news, err := a.Watch(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s.login(t, a)
	mustSync(t, a)
	far := s.colleague(t, "far")
	id := addLead(t, far, "Nord Foods Inc")
	mustSync(t, far)
	awaitNews(t, news, func(n News) bool { return slices.Contains(n.Records, id) }) // it listens
	await := func(online bool) {
		t.Helper()
		for statusOf(t, a).Online != online {
			awaitNews(t, news, func(n News) bool { return n.Sync })
		}
	}
	await(true)
	s.down.Store(true)
	s.web.CloseClientConnections()
	await(false)
	s.down.Store(false)
	await(true)
	id = addLead(t, far, "Casa del Mar SL")
	mustSync(t, far)
	awaitNews(t, news, func(n News) bool { return slices.Contains(n.Records, id) })
}

// What one desk wrote while the server was away arrives when it is back.
func TestWhatWaitsGoesWhenTheServerIsBack(t *testing.T) {
	ctx := context.Background()
	s := newSyncServer(t)
	a := openLive(t, "salma")
	s.login(t, a)
	mustSync(t, a)
	s.down.Store(true)
	addLead(t, a, "Nord Foods Inc")
	if _, err := a.Sync(ctx, nil); !errors.Is(err, ErrOffline) {
		t.Fatalf("%v, want %v", err, ErrOffline)
	}
	status := statusOf(t, a)
	if status.State != StateOffline || status.Online || status.Pending != 1 || status.Error == "" || strings.Contains(status.Error, "\n") {
		t.Errorf("without a server %s", asJSON(t, status))
	}
	s.down.Store(false)
	news, err := a.Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for statusOf(t, a).Pending > 0 {
		awaitNews(t, news, func(n News) bool { return n.Sync })
	}
}

// A desk closes in the middle of a call.
func TestClosingEndsACall(t *testing.T) {
	s := newSyncServer(t)
	d, err := Open(context.Background(), Options{Dir: t.TempDir(), Me: "salma", TokenFile: true})
	if err != nil {
		t.Fatal(err)
	}
	s.login(t, d)
	called := make(chan struct{}, 10)
	var stuck http.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		called <- struct{}{}
		<-r.Context().Done()
	})
	s.instead.Store(&stuck)
	asked := make(chan error, 1)
	go func() { _, err := d.Sync(context.Background(), nil); asked <- err }()
	<-called
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if err := <-asked; err == nil {
		t.Error("a sync that was cut off went well")
	}
}

// Who cancels a sync gets the desk back at once, and a manual desk calls no more.
func TestASyncIsCancelled(t *testing.T) {
	s := newSyncServer(t)
	d := openLive(t, "salma")
	if err := d.SetSyncMode(context.Background(), SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, d)
	called := make(chan struct{}, 100)
	var stuck http.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		called <- struct{}{}
		<-r.Context().Done()
	})
	s.instead.Store(&stuck)
	ctx, cancel := context.WithCancel(context.Background())
	asked := make(chan error, 1)
	go func() { _, err := d.Sync(ctx, nil); asked <- err }()
	<-called
	cancel()
	if err := <-asked; !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	s.instead.Store(nil)
	addLead(t, d, "Nord Foods Inc")
	if status := statusOf(t, d); status.Pending != 1 {
		t.Errorf("%+v: a manual desk sends only when told", status)
	}
	if report := mustSync(t, d); report.Pushed != 1 {
		t.Errorf("told again: %+v", report)
	}
}

// A question that must not run beside a call cuts it off; the sync goes on behind it.
func TestAQuestionDuringASync(t *testing.T) {
	s := newSyncServer(t)
	d := openLive(t, "salma")
	if err := d.SetSyncMode(context.Background(), SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, d)
	addLead(t, d, "Nord Foods Inc")
	called := make(chan struct{}, 1)
	var once sync.Once
	var stuck http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first := false
		once.Do(func() { first = true })
		if first {
			called <- struct{}{}
			<-r.Context().Done()
			return
		}
		s.handler.ServeHTTP(w, r)
	})
	s.instead.Store(&stuck)
	type answer struct {
		report SyncReport
		err    error
	}
	asked := make(chan answer, 1)
	go func() { report, err := d.Sync(context.Background(), nil); asked <- answer{report, err} }()
	<-called
	if devices, err := d.Devices(context.Background()); err != nil || len(devices) != 1 {
		t.Errorf("%+v and %v", devices, err)
	}
	if got := <-asked; got.err != nil || got.report.Pushed != 1 {
		t.Errorf("%+v and %v", got.report, got.err)
	}
	if status := statusOf(t, d); status.Error != "" || !status.Online {
		t.Errorf("%+v", status)
	}
}

func TestADeskThatIsToLeaveTheNetworkAlone(t *testing.T) {
	s := newSyncServer(t)
	listens, left := make(chan struct{}, 1), make(chan struct{}, 1)
	var watched http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/events") {
			listens <- struct{}{}
			defer func() { left <- struct{}{} }()
		}
		s.handler.ServeHTTP(w, r)
	})
	s.instead.Store(&watched)
	d := openLive(t, "salma")
	s.login(t, d)
	mustSync(t, d)
	<-listens
	if err := d.SetSyncMode(context.Background(), SyncOffline); err != nil {
		t.Fatal(err)
	}
	<-left
	calls := make(chan string, 100)
	var noted http.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { calls <- r.URL.Path })
	s.instead.Store(&noted)
	addLead(t, d, "Nord Foods Inc")
	if _, err := d.Sync(context.Background(), nil); !errors.Is(err, ErrOffline) || !strings.Contains(err.Error(), "left alone") {
		t.Errorf("%v, want %v", err, ErrOffline)
	}
	if _, err := d.Devices(context.Background()); !errors.Is(err, ErrLeftAlone) || !errors.Is(err, ErrOffline) {
		t.Errorf("the desks: %v, want %v", err, ErrLeftAlone)
	}
	select {
	case path := <-calls:
		t.Errorf("it calls %s", path)
	default:
	}
	if status := statusOf(t, d); status.State != StateOffline || status.Mode != SyncOffline {
		t.Errorf("%+v", status)
	}
}

// A server with a certificate of its own is trusted when its authority is given.
func TestAServerWithACertificateOfItsOwn(t *testing.T) {
	ctx := context.Background()
	s := newSyncServer(t)
	web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }))
	web.Config.ErrorLog = quiet()
	web.StartTLS()
	t.Cleanup(web.Close)
	d := openLive(t, "salma")
	_, err := d.Login(ctx, LoginRequest{Server: web.URL, Token: s.token})
	if !errors.Is(err, ErrOffline) || !strings.Contains(err.Error(), "--ca") {
		t.Errorf("without the authority: %v", err)
	}
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
	if _, err := d.Login(ctx, LoginRequest{Server: web.URL, Token: s.token, CA: "no certificate"}); !errors.Is(err, ErrInvalid) {
		t.Errorf("with a file that is no certificate: %v", err)
	}
	if _, err := d.Login(ctx, LoginRequest{Server: web.URL, Token: s.token, CA: string(ca)}); err != nil {
		t.Fatal(err)
	}
	addLead(t, d, "Nord Foods Inc")
	if report := mustSync(t, d); report.Pending != 0 {
		t.Errorf("%+v", report)
	}
}

// No backup, no export and not the file itself hold the token.
func TestTheTokenLeavesTheDeskNowhere(t *testing.T) {
	ctx := context.Background()
	s := newSyncServer(t)
	dir := t.TempDir()
	d := openAt(t, dir, "salma")
	s.login(t, d)
	addLead(t, d, "Nord Foods Inc")
	mustSync(t, d)
	token, err := os.ReadFile(filepath.Join(dir, tokenName))
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.TrimSpace(string(token))
	var backup, export strings.Builder
	if err := d.Backup(ctx, &backup, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.Export(ctx, ExportRequest{Format: "json", Query: Query{Kind: model.KindLead}}, &export); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"backup": backup.String(), "export": export.String(), "file": string(file)} {
		if len(secret) < 20 || strings.Contains(text, secret) {
			t.Errorf("the %s holds the token", name)
		}
	}
}
