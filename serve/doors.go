package serve

import (
	"fmt"
	"net"
	"os"
	"strconv"
)

// front says how a server is reached.
type front struct {
	address *net.TCPAddr
	cert    *certificate // nil for plain HTTP
}

// front checks how a server is to be reached, before anything is opened.
func (o Options) front() (f front, err error) {
	if f.address, err = net.ResolveTCPAddr("tcp", o.Listen); err != nil {
		return f, fmt.Errorf("%w address %.100q to listen at: want HOST:PORT: %w", ErrInvalid, o.Listen, err)
	}
	if o.Metrics != "" {
		if _, err := net.ResolveTCPAddr("tcp", o.Metrics); err != nil {
			return f, fmt.Errorf("%w address %.100q for the metrics: want HOST:PORT: %w", ErrInvalid, o.Metrics, err)
		}
	}
	if (o.Cert == "") != (o.Key == "") {
		return f, fmt.Errorf("%w: --tls-cert and --tls-key go together", ErrInvalid)
	}
	if o.Cert != "" {
		f.cert, err = newCertificate(o.Cert, o.Key, o.Log)
		return f, err
	}
	if !f.address.IP.IsLoopback() && !o.Insecure {
		return f, fmt.Errorf("%w: %s can be reached by others, and without TLS they read tokens: give --tls-cert and --tls-key, or --insecure behind a proxy that has TLS", ErrInvalid, o.Listen)
	}
	return f, nil
}

// login gives the address that desks log in at. One that stands for all addresses of the
// machine leads another machine nowhere: the certificate's name, or the machine's, stands
// in its place.
func (f front) login(at *net.TCPAddr) string {
	scheme, host := "http://", at.IP.String()
	if f.cert != nil {
		scheme = "https://"
	}
	if at.IP.IsUnspecified() {
		if name, err := os.Hostname(); err == nil {
			host = name
		}
		if f.cert != nil {
			host = f.cert.name(host)
		}
	}
	return scheme + net.JoinHostPort(host, strconv.Itoa(at.Port))
}

// doors are where a server listens, beside the socket of who runs it.
type doors struct {
	desks   net.Listener
	metrics net.Listener // nil for none
}

func (o Options) listen(f front) (d doors, err error) {
	if d.desks, err = net.ListenTCP("tcp", f.address); err != nil {
		return doors{}, fmt.Errorf("listening at %s: %w", o.Listen, err)
	}
	if o.Metrics == "" {
		return d, nil
	}
	if d.metrics, err = net.Listen("tcp", o.Metrics); err != nil {
		d.close()
		return doors{}, fmt.Errorf("listening at %s for who reads the metrics: %w", o.Metrics, err)
	}
	return d, nil
}

// close closes what nobody serves; a listener that is closed already says so in vain.
func (d doors) close() {
	_ = d.desks.Close()
	if d.metrics != nil {
		_ = d.metrics.Close()
	}
}
