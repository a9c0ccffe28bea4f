package serve

// Where a request comes from. Behind a proxy every request comes from the proxy, which tells from where it had it; only
// a proxy of our own is believed, because anyone can write that header.

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// origin finds the address from which a request comes, or "" when it cannot be told.
func origin(proxies []netip.Prefix) func(*http.Request) string {
	ours := func(a netip.Addr) bool {
		return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	return func(r *http.Request) string {
		from, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil {
			return ""
		}
		at := from.Addr().Unmap()
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for _, hop := range slices.Backward(hops) {
			next, err := netip.ParseAddr(strings.TrimSpace(hop))
			if err != nil || !ours(at) {
				break
			}
			at = next.Unmap()
		}
		return at.String()
	}
}
