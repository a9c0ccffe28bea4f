package webhook

// Where something may be sent. A target is an address that somebody typed in, and the program that calls it stands inside
// the walls: without a check it would call the database, the metadata service of a cloud, or a neighbour on somebody's
// behalf. What is checked is the address that is dialled, at the moment that it is dialled, so that a name that points
// elsewhere by then helps nobody.

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Targets are the hosts and networks that the operator lets webhooks reach besides the open internet, also without TLS.
type Targets struct {
	hosts    []string
	networks []netip.Prefix
}

// ParseTargets reads a list of hosts, addresses and networks, as "zaken.intern, 10.1.2.0/24".
func ParseTargets(list string) (Targets, error) {
	var t Targets
	for _, s := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		if p, err := netip.ParsePrefix(s); err == nil {
			t.networks = append(t.networks, p)
			continue
		}
		if a, err := netip.ParseAddr(s); err == nil {
			t.networks = append(t.networks, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
			continue
		}
		if strings.ContainsAny(s, "/:@*?") {
			return Targets{}, fmt.Errorf("CONVENANT_WEBHOOK_TARGETS: %q is no host, address or network; write it as zaken.example.org or 10.1.2.0/24", s)
		}
		t.hosts = append(t.hosts, strings.ToLower(strings.TrimSuffix(s, ".")))
	}
	return t, nil
}

// listed reports that the operator named a host or the network of an address.
func (t Targets) listed(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if a, err := netip.ParseAddr(host); err == nil {
		return t.in(a)
	}
	return slices.Contains(t.hosts, host)
}

func (t Targets) in(a netip.Addr) bool {
	return slices.ContainsFunc(t.networks, func(p netip.Prefix) bool { return p.Contains(a.Unmap()) })
}

// closed are networks that are not the open internet, besides those that netip knows as private, local or multicast. Some
// of them lead to addresses of the first kind, packed in another (NAT64, 6to4, Teredo).
var closed = func() []netip.Prefix {
	var list []netip.Prefix
	for _, s := range []string{"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"} {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}()

// internet is where addresses of IPv6 are given out for the open internet.
var internet = netip.MustParsePrefix("2000::/3")

func open(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.Zone() != "" || a.Is6() && !internet.Contains(a) {
		return false
	}
	return !slices.ContainsFunc(closed, func(p netip.Prefix) bool { return p.Contains(a) })
}

// errClosed tells that an address is not one that may be called.
var errClosed = errors.New("webhook: the address is not on the open internet, and CONVENANT_WEBHOOK_TARGETS does not list it")

// Check refuses a target that is wrong on its face; where its name leads is looked at when it is called.
func (t Targets) Check(target string) error {
	u, err := url.Parse(target)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("%q is no target; write it as https://zaken.example.org/meldingen", target)
	case u.User != nil || u.Fragment != "":
		return errors.New("a target has no user, password or fragment in it")
	case u.Scheme == "http" && !t.listed(u.Hostname()):
		return fmt.Errorf("%s is not an https:// address; only what CONVENANT_WEBHOOK_TARGETS lists may go without", target)
	}
	if a, err := netip.ParseAddr(u.Hostname()); err == nil && !open(a) && !t.in(a) {
		return fmt.Errorf("%s: %w", target, errClosed)
	}
	if h := strings.ToLower(u.Hostname()); (h == "localhost" || strings.HasSuffix(h, ".localhost")) && !t.listed(h) {
		return fmt.Errorf("%s: %w", target, errClosed)
	}
	return nil
}

// sendPatience is how long a target has to answer.
const sendPatience = 10 * time.Second

// client calls targets: no proxy, no redirects, no cookies, and no address but one that may be called.
func (t Targets) client() *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !open(at.Addr()) && !t.in(at.Addr()) {
			return errClosed
		}
		return nil
	}}
	free := &net.Dialer{Timeout: dialer.Timeout}
	return &http.Client{
		Timeout:       sendPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				host, _, err := net.SplitHostPort(address)
				if err == nil && slices.Contains(t.hosts, strings.ToLower(strings.TrimSuffix(host, "."))) { // the operator trusts that name, wherever it leads
					return free.DialContext(ctx, network, address)
				}
				return dialer.DialContext(ctx, network, address)
			},
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: sendPatience,
			MaxResponseHeaderBytes: 16 << 10, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second, ForceAttemptHTTP2: true,
		},
	}
}
