package web

// Sessions: what is remembered of a visitor between pages, under a token that only their browser has. The store knows the
// token by its SHA-256. A session says who somebody is; what they may do is asked anew with every page, so that who loses
// a role loses it at once.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// Sessions keeps sessions, under the SHA-256 of their token.
type Sessions interface {
	FindSession(ctx context.Context, hash string) ([]byte, error)
	BeginSession(ctx context.Context, hash string, s storage.Session) error
	KeepSession(ctx context.Context, hash string, s storage.Session) error
	EndSession(ctx context.Context, hash string) error
}

// session is what is remembered.
type session struct {
	Person    string    `json:"persoon,omitempty"`    // who showed that they read the mail of this person, or signed in at the provider
	Strong    bool      `json:"sterk,omitempty"`      // and took a second step
	Principal string    `json:"principaal,omitempty"` // in which role they are in; empty as long as there is a step to take
	Eyes      *eyes     `json:"ogen,omitempty"`       // in a demonstration: through whose eyes
	Secret    string    `json:"geheim,omitempty"`     // that they were shown, to set up the second step with
	Wrong     int       `json:"fout,omitempty"`       // how often a code was wrong
	Role      string    `json:"rol,omitempty"`        // the principal that they want to be, after that step
	Next      string    `json:"daarna,omitempty"`     // where they wanted to go
	OpenID    *opening  `json:"openid,omitempty"`     // a sign-in at the provider that was begun
	Notice    string    `json:"bericht,omitempty"`    // is said once, on the next page
	Began     time.Time `json:"begonnen"`
	Seen      time.Time `json:"gezien"`

	token   string
	changed bool
}

// How long a session lasts: a working day at most, and no longer than this without a page. That it was seen is written no
// more often than the last, because it costs a write.
const (
	longestSession = 10 * time.Hour
	idleSession    = time.Hour
	comingIn       = 15 * time.Minute // for the step that is left to take
	seenEvery      = 5 * time.Minute
)

// half reports that somebody is coming in, and has a step to take.
func (s session) half() bool { return s.Person != "" && s.Principal == "" }

func (s session) lasts() time.Duration {
	if s.half() {
		return comingIn
	}
	return longestSession
}

// cookieName has the prefix that keeps other hosts and plain HTTP from setting it. Browsers take that by TLS only; on this
// machine alone it goes without, and has the port in it, because all ports of a machine share their cookies.
func (w *Web) cookieName(host string) string {
	if w.secure() {
		return "__Host-convenant"
	}
	_, port, err := net.SplitHostPort(host)
	if err != nil || strings.Trim(port, "0123456789") != "" {
		return "convenant"
	}
	return "convenant-" + port
}

// openSession reads the session of the visitor. Without one it is empty.
func (v *visit) openSession() error {
	cookie, err := v.r.Cookie(v.web.cookieName(v.r.Host))
	if err != nil || cookie.Value == "" || len(cookie.Value) > 100 {
		return nil
	}
	data, err := v.web.Sessions.FindSession(v.ctx(), secret.Hash(cookie.Value))
	if errors.Is(err, storage.ErrNoSession) {
		return nil
	}
	if err != nil {
		return err
	}
	s := session{}
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("web: session: %w", err)
	}
	if v.began.Sub(s.Began) > s.lasts() || v.began.Sub(s.Seen) > idleSession {
		return v.web.Sessions.EndSession(v.ctx(), secret.Hash(cookie.Value))
	}
	s.token = cookie.Value
	v.session = s
	if v.began.Sub(s.Seen) > seenEvery {
		v.session.changed = true
	}
	return nil
}

// change changes what is remembered.
func (v *visit) change(f func(*session)) {
	f(&v.session)
	v.session.changed = true
}

// stillMay fails when the session of the visitor was ended since it was read, or what was granted to them.
func (v *visit) stillMay() error {
	if v.session.token == "" {
		return nil
	}
	_, err := v.web.Sessions.FindSession(v.ctx(), secret.Hash(v.session.token))
	if err == nil && v.session.Principal != "" {
		v.principal, err = v.principalOf(v.session)
	}
	switch {
	case errors.Is(err, storage.ErrNoSession), errors.Is(err, storage.ErrNoPrincipal):
		v.session, v.principal = session{}, storage.Principal{}
		return errNotKnown
	case err != nil:
		return err
	case v.principal.ID != "" && !access.Grants(v.principal.Role, v.route.action):
		return v.notForRole()
	}
	return nil
}

// begin starts a session anew, under a token that nobody has seen, for who takes a step in coming in.
func (v *visit) begin(s session) error {
	if err := v.endSession(); err != nil {
		return err
	}
	s.Began = v.began
	s.changed = true
	v.session = s
	return nil
}

// endSession forgets the visitor.
func (v *visit) endSession() error {
	token := v.session.token
	v.session = session{}
	v.principal = storage.Principal{}
	if token == "" {
		return nil
	}
	v.setCookie("", -1)
	return v.web.Sessions.EndSession(v.ctx(), secret.Hash(token))
}

// keepSession keeps what was changed, before the answer is sent.
func (v *visit) keepSession() error {
	s := &v.session
	if !s.changed {
		return nil
	}
	s.changed = false
	s.Seen = v.began
	if s.Began.IsZero() {
		s.Began = v.began
	}
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("web: session: %w", err)
	}
	kept := storage.Session{Person: s.Person, Data: data, Expires: s.Began.Add(s.lasts())}
	if s.token != "" {
		err = v.web.Sessions.KeepSession(v.ctx(), secret.Hash(s.token), kept)
		if errors.Is(err, storage.ErrNoSession) { // it was ended while this page was made, and stays so; the browser may have another
			return nil
		}
		return err
	}
	if s.token, _, err = secret.New(v.web.Random); err != nil {
		return fmt.Errorf("web: session: %w", err)
	}
	v.setCookie(s.token, 0)
	return v.web.Sessions.BeginSession(v.ctx(), secret.Hash(s.token), kept)
}

func (v *visit) setCookie(token string, maxAge int) {
	v.w.Header().Del("Set-Cookie") // there is only this one, and what was said last counts
	http.SetCookie(v.w, &http.Cookie{Name: v.web.cookieName(v.r.Host), Value: token, Path: "/", MaxAge: maxAge,
		Secure: v.web.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// notice says something on the next page, once.
func (v *visit) notice(sentence string) { v.change(func(s *session) { s.Notice = sentence }) }
