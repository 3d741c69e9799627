package post

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// mailServer is a mail server on this machine that can be made to fail half-way.
type mailServer struct {
	mu      sync.Mutex
	got     []string // what it took, whole
	to      []string // whom it was told to hand it to
	mailErr error    // its answer to MAIL
	rcptErr error
	dataErr error  // its answer to a message
	silent  bool   // it takes the message and ends the connection without an answer
	user    string // who may send, "" for everybody
}

// taken gives what it took.
func (s *mailServer) taken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.got)
}

func (s *mailServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &mailSession{s: s, conn: c}, nil
}

type mailSession struct {
	s      *mailServer
	conn   *smtp.Conn
	logged bool
}

func (m *mailSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (m *mailSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != m.s.user || password != "secret" {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "no"}
		}
		m.logged = true
		return nil
	}), nil
}

func (m *mailSession) Mail(string, *smtp.MailOptions) error {
	if m.s.user != "" && !m.logged {
		return &smtp.SMTPError{Code: 530, Message: "log in first"}
	}
	return m.s.mailErr
}

func (m *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	m.s.to = append(m.s.to, to)
	return m.s.rcptErr
}

func (m *mailSession) Reset()        {}
func (m *mailSession) Logout() error { return nil }

func (m *mailSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	if m.s.dataErr != nil {
		return m.s.dataErr
	}
	m.s.got = append(m.s.got, string(raw))
	if m.s.silent {
		_ = m.conn.Conn().Close()
	}
	return nil
}

// start serves until the test ends, and gives the address; secure serves TLS from the
// first byte, config with a certificate offers STARTTLS.
func (s *mailServer) start(t *testing.T, config *tls.Config, secure bool) (port string) {
	t.Helper()
	server := smtp.NewServer(s)
	server.Domain, server.AllowInsecureAuth, server.TLSConfig = "localhost", true, config
	server.ErrorLog = quietLog{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	if secure {
		listener = tls.NewListener(listener, config)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		_ = server.Close()
		<-served
	})
	return port
}

type quietLog struct{}

func (quietLog) Printf(string, ...any) {}
func (quietLog) Println(...any)        {}

// certificate makes one for a name, and the file that trusts it.
func certificate(t *testing.T, name string) (*tls.Config, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func someMail() Mail {
	return Mail{From: "salma@desk.example", To: []string{"marie@nord.example"}, Raw: []byte("Subject: a\r\n\r\n.\r\n..two dots\r\nend\r\n")}
}

func handTo(t *testing.T, setting string, o Options) error {
	t.Helper()
	carrier, err := New(setting, o)
	if err != nil {
		t.Fatal(err)
	}
	return carrier.Hand(context.Background(), someMail())
}

// refused checks that an error says that the message was not taken, for certain.
func refused(t *testing.T, err error, later bool) {
	t.Helper()
	var not *NotTaken
	if !errors.As(err, &not) || not.Later != later {
		t.Errorf("%v (%T); want it not taken, later: %t", err, err, later)
	}
}

func TestServerTakes(t *testing.T) {
	s := &mailServer{}
	if err := handTo(t, "smtp://127.0.0.1:"+s.start(t, nil, false), Options{}); err != nil {
		t.Fatal(err)
	}
	if got := s.taken(); len(got) != 1 || got[0] != string(someMail().Raw) {
		t.Errorf("it got %q", got)
	}
}

// A server is told of all who get a message, and those of Bcc are nowhere in it.
func TestServerIsToldOfBcc(t *testing.T) {
	s := &mailServer{}
	carrier, err := New("smtp://127.0.0.1:"+s.start(t, nil, false), Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := someMail()
	m.Bcc = []string{"boss@desk.example"}
	if err := carrier.Hand(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := s.taken(); got[0] != string(m.Raw) || !slices.Equal(s.to, []string{"marie@nord.example", "boss@desk.example"}) {
		t.Errorf("it got %q for %v", got, s.to)
	}
}

// A command that reads from the header whom a message goes to gets Bcc there, and takes it
// out; another one would send it to everybody.
func TestCommandIsToldOfBcc(t *testing.T) {
	m := someMail()
	m.Bcc = []string{"boss@desk.example", "books@desk.example"}
	for words, takes := range map[string]bool{"msmtp -t": true, "sendmail -oi -ti": true, "msmtp --read-recipients": true, "sendmail": false, "-t": false, "send marie -tt": false} {
		parts, err := split(words)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := (&command{words: parts}).withBcc(m)
		if takes != (err == nil) {
			t.Errorf("%s: %v", words, err)
		}
		if want := "Bcc: boss@desk.example,\r\n books@desk.example\r\n" + string(m.Raw); takes && string(raw) != want {
			t.Errorf("%s gets %q", words, raw)
		}
	}
	m.Bcc = []string{"a@b.example\r\nX-Y: z"}
	if _, err := (&command{words: []string{"msmtp", "-t"}}).withBcc(m); err == nil {
		t.Error("a header of somebody's own was taken")
	}
}

// What the server answers, and where it falls silent, says whether it took the message.
func TestServerFailsHalfWay(t *testing.T) {
	busy, never := &smtp.SMTPError{Code: 451, Message: "try again later"}, &smtp.SMTPError{Code: 550, Message: "no such user"}
	for _, test := range []struct {
		name   string
		server *mailServer
		later  bool
		unsure bool
	}{
		{"4xx at the beginning", &mailServer{mailErr: busy}, true, false},
		{"5xx for the receiver", &mailServer{rcptErr: never}, false, false},
		{"4xx for the message", &mailServer{dataErr: busy}, true, false},
		{"5xx for the message", &mailServer{dataErr: never}, false, false},
		{"silent after the message", &mailServer{silent: true}, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := handTo(t, "smtp://localhost:"+test.server.start(t, nil, false), Options{})
			if test.unsure {
				var not *NotTaken
				if err == nil || errors.As(err, &not) || len(test.server.taken()) != 1 {
					t.Errorf("%v; want it unsure", err)
				}
				return
			}
			refused(t, err, test.later)
			if len(test.server.taken()) != 0 {
				t.Errorf("it got %q", test.server.taken())
			}
		})
	}
}

func TestServerThatIsNotThere(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	err = handTo(t, "smtp://"+address, Options{})
	refused(t, err, true)
	if want := address + ": cannot be reached: connection refused"; err == nil || err.Error() != want {
		t.Errorf("%v; want %s", err, want)
	}
}

// A server that takes the connection and says nothing is given up in time.
func TestServerThatIsSilent(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	refused(t, handTo(t, "smtp://"+listener.Addr().String(), Options{Timeout: 50 * time.Millisecond}), true)
}

func TestServerByTLS(t *testing.T) {
	config, ca := certificate(t, "localhost")
	secret := func(context.Context) (string, error) { return "secret", nil }
	s := &mailServer{user: "salma"}
	port := s.start(t, config, true)
	if err := handTo(t, "smtps://salma@localhost:"+port, Options{CA: ca, Password: secret}); err != nil {
		t.Error(err)
	}
	refused(t, handTo(t, "smtps://salma@localhost:"+port, Options{Password: secret}), false) // not trusted
	refused(t, handTo(t, "smtps://salma@localhost:"+port, Options{CA: ca}), false)           // no password
	wrong := func(context.Context) (string, error) { return "wrong", nil }
	err := handTo(t, "smtps://salma@localhost:"+port, Options{CA: ca, Password: wrong})
	refused(t, err, false)
	if err != nil && strings.Contains(err.Error(), "wrong") {
		t.Errorf("the password is told: %v", err)
	}
	if got := s.taken(); len(got) != 1 {
		t.Errorf("it got %d messages", len(got))
	}
}

// STARTTLS must be there: without it nothing is said to a server that is not this machine.
func TestStartTLS(t *testing.T) {
	config, ca := certificate(t, "localhost")
	with, without := &mailServer{}, &mailServer{}
	for _, test := range []struct {
		s      *mailServer
		config *tls.Config
	}{{with, config}, {without, nil}} {
		port := test.s.start(t, test.config, false)
		carrier, err := newServer("smtp://localhost:"+port, Options{CA: ca, Timeout: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		conn, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		// As if the server were elsewhere: by name it is this machine.
		secure, err := carrier.startTLS(ctx, conn)
		if test.config == nil {
			refused(t, err, false)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		client := smtp.NewClient(&line{Conn: secure, first: []byte(greeted)})
		data, err := carrier.begin(ctx, client, someMail())
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(data, bytes.NewReader(someMail().Raw))
		if err := errors.Join(err, data.Close()); err != nil || len(test.s.taken()) != 1 {
			t.Errorf("%v, it got %d", err, len(test.s.taken()))
		}
	}
}

func TestSettings(t *testing.T) {
	for setting, ok := range map[string]bool{
		"": true, "none": true, "msmtp -t": true, "'my mailer' -t": true, "smtp://mail.example": true, "smtps://a%40b.example@mail.example": true,
		"smtp://mail.example?tls=none": true, "smtps://mail.example?tls=none": false, "smtp://u:secret@mail.example": false, "http://mail.example": false,
		"smtp://": false, "'unfinished": false, "smtp://mail.example/x": false, "smtp://mail.example?x=y": false,
	} {
		if _, err := New(setting, Options{}); (err == nil) != ok || err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", setting, err)
		}
	}
}

func TestCommand(t *testing.T) {
	for script, check := range map[string]func(*testing.T, error){
		"cat >/dev/null":                   func(t *testing.T, err error) { noError(t, err) },
		"exit 0":                           func(t *testing.T, err error) { noError(t, err) }, // it did not read to the end
		"echo 'no such user' >&2; exit 67": func(t *testing.T, err error) { refused(t, err, false); says(t, err, "no such user") },
		"exit 75":                          func(t *testing.T, err error) { refused(t, err, true) },
		"kill -9 $$":                       unsure,
		"cat >/dev/null; exec sleep 1000":  unsure,
		"printf '\\033[31mred'; exit 1":    func(t *testing.T, err error) { refused(t, err, false); says(t, err, "ended with 1: [31mred") },
	} {
		t.Run(script, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			carrier, err := New(`sh -c "`+strings.NewReplacer(`\`, `\\`, `$`, `$`, `"`, `\"`).Replace(script)+`"`, Options{Timeout: 100 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			check(t, carrier.Hand(ctx, someMail()))
		})
	}
	refused(t, handTo(t, "/no/such/program", Options{}), false)
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func unsure(t *testing.T, err error) {
	t.Helper()
	var not *NotTaken
	if err == nil || errors.As(err, &not) {
		t.Errorf("%v; want it unsure", err)
	}
}

func says(t *testing.T, err error, what string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), what) {
		t.Errorf("%v; want it to say %q", err, what)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(`msmtp -t --file='a b' "c\"d"`)
	f.Fuzz(func(t *testing.T, line string) {
		words, err := split(line)
		if err == nil && len(strings.Join(words, "")) > len(line) {
			t.Fatalf("%q gives %q", line, words)
		}
	})
}
