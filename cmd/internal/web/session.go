package web

// Sessions: what is remembered of a visitor between pages, under a token that only their browser has. The store knows the
// token by its SHA-256. A session says who somebody is; what they may do is asked anew with every page, so that who loses
// a role loses it at once.

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// Sessions keeps sessions, under the SHA-256 of their token.
type Sessions interface {
	FindSession(ctx context.Context, hash string) (data []byte, found bool, err error)
	KeepSession(ctx context.Context, hash string, data []byte, expires time.Time) error
	EndSession(ctx context.Context, hash string) error
}

// session is what is remembered.
type session struct {
	Principal string    `json:"principaal,omitempty"` // who came in, and in which role
	Eyes      *eyes     `json:"ogen,omitempty"`       // in a demonstration: through whose eyes
	Person    string    `json:"persoon,omitempty"`    // who is coming in, and has a second step to take
	Wrong     int       `json:"fout,omitempty"`       // how often that went wrong
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
	seenEvery      = 5 * time.Minute
)

// cookieName has the prefix that keeps other hosts and plain HTTP from setting it. Browsers take that by TLS only; on this
// machine alone it goes without.
func (w *Web) cookieName() string {
	if w.secure() {
		return "__Host-convenant"
	}
	return "convenant"
}

// openSession reads the session of the visitor. Without one it is empty.
func (v *visit) openSession() error {
	cookie, err := v.r.Cookie(v.web.cookieName())
	if err != nil || cookie.Value == "" || len(cookie.Value) > 100 {
		return nil
	}
	data, found, err := v.web.Sessions.FindSession(v.ctx(), secret.Hash(cookie.Value))
	if err != nil || !found {
		return err
	}
	s := session{}
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("web: session: %w", err)
	}
	if v.began.Sub(s.Began) > longestSession || v.began.Sub(s.Seen) > idleSession {
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
	if s.token == "" {
		var err error
		if s.token, _, err = secret.New(v.web.Random); err != nil {
			return fmt.Errorf("web: session: %w", err)
		}
		v.setCookie(s.token, 0)
	}
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("web: session: %w", err)
	}
	return v.web.Sessions.KeepSession(v.ctx(), secret.Hash(s.token), data, s.Began.Add(longestSession))
}

func (v *visit) setCookie(token string, maxAge int) {
	v.w.Header().Del("Set-Cookie") // there is only this one, and what was said last counts
	http.SetCookie(v.w, &http.Cookie{Name: v.web.cookieName(), Value: token, Path: "/", MaxAge: maxAge,
		Secure: v.web.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// notice says something on the next page, once.
func (v *visit) notice(sentence string) { v.change(func(s *session) { s.Notice = sentence }) }
