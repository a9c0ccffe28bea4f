package serve

// How much somebody may ask in a minute, on all instances together. An instance draws a block of it from the database
// and spends that in memory; what is drawn and not spent when the minute is over is lost, so that instances together
// give less rather than more. Their clocks must agree, as they do on any machine that keeps time by the network.

import (
	"context"
	"net/netip"
	"sync"
	"time"
)

// strangersPerMinute is how often an address may ask without a token that is known.
const strangersPerMinute = 60

// A block is a tenth of what there is in a minute, and never so much that an instance that stops takes much with it.
const (
	blocks    = 10
	mostBlock = 100
)

// mostPurses bounds what is remembered in a minute, whatever number of addresses somebody has.
const mostPurses = 100_000

const minute = 60 // in seconds

// pace spends allowances.
type pace struct {
	draw      func(ctx context.Context, who string, window int64, limit, block int) (int, error)
	now       func() time.Time
	perMinute int

	mu     sync.Mutex
	window int64
	purses map[string]*purse
}

// purse is what somebody has left in this minute, as far as it was drawn.
type purse struct {
	mu   sync.Mutex
	left int
	all  bool // there is no more to draw
}

func newPace(draw func(context.Context, string, int64, int, int) (int, error), now func() time.Time, perMinute int) *pace {
	return &pace{draw: draw, now: now, perMinute: perMinute, purses: map[string]*purse{}}
}

// Principal takes one request out of the allowance of a principal.
func (p *pace) Principal(ctx context.Context, id string) (time.Duration, error) {
	return p.spend(ctx, "principaal:"+id, p.perMinute)
}

// Stranger takes one out of the allowance of an address. Of IPv6 it is that of the network, which one caller has whole.
func (p *pace) Stranger(ctx context.Context, what, origin string) (time.Duration, error) {
	if a, err := netip.ParseAddr(origin); err == nil && a.Is6() {
		const network = 64
		prefix, err := a.WithZone("").Prefix(network)
		if err != nil {
			return 0, err
		}
		origin = prefix.String()
	}
	return p.spend(ctx, what+":"+origin, strangersPerMinute)
}

// spend takes one, or tells how long it is until there are more.
func (p *pace) spend(ctx context.Context, who string, limit int) (time.Duration, error) {
	now := p.now()
	window := now.Unix() / minute
	own := p.purse(window, who)
	own.mu.Lock()
	defer own.mu.Unlock()
	if own.left == 0 && !own.all {
		got, err := p.draw(ctx, who, window, limit, min(max(1, limit/blocks), mostBlock))
		if err != nil {
			return 0, err
		}
		own.left, own.all = got, got == 0
	}
	if own.left == 0 {
		return time.Unix((window+1)*minute, 0).Sub(now), nil
	}
	own.left--
	return 0, nil
}

func (p *pace) purse(window int64, who string) *purse {
	p.mu.Lock()
	defer p.mu.Unlock()
	if window != p.window || len(p.purses) >= mostPurses {
		p.window = window
		clear(p.purses)
	}
	own, ok := p.purses[who]
	if !ok {
		own = &purse{}
		p.purses[who] = own
	}
	return own
}
