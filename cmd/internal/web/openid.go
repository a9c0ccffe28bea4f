package web

// Coming in by an OpenID provider: that of the house, where people sign in to everything (OpenID Connect Core 1.0, the code
// flow with PKCE, RFC 7636). It tells who somebody is; that they may come in is decided here, by the address of mail that
// the provider has verified, and from then on by the subject, which never changes.

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// OpenID is a provider at which people can sign in. It is asked what it can do when somebody first does.
type OpenID struct {
	Issuer, ClientID, ClientSecret string
	Name                           string // as people know it
	TwoSteps                       bool   // its word is taken for it that somebody took two steps (amr has mfa, RFC 8176)

	mu       sync.Mutex
	provider *oidc.Provider
	failed   time.Time // when it last gave no answer
}

// How long the provider may take to answer, and how long it is left alone when it did not.
const (
	providerPatience = 10 * time.Second
	providerRest     = 15 * time.Second
)

var providerClient = &http.Client{Timeout: providerPatience}

// opening is a sign-in at the provider that was begun.
type opening struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Began    time.Time `json:"begonnen"`
}

// claims are what the provider tells of somebody.
type claims struct {
	Email    string `json:"email"`
	Verified any    `json:"email_verified"` // true, or of some providers "true"
	Methods  any    `json:"amr"`            // a list, or of some providers one word (RFC 8176)
}

func (c claims) verified() bool { return c.Verified == true || c.Verified == "true" }

// strong reports that somebody took more than one step at the provider.
func (c claims) strong() bool {
	list, _ := c.Methods.([]any)
	return c.Methods == "mfa" || slices.Contains(list, any("mfa"))
}

// within reaches the provider with our own client.
func within(ctx context.Context) context.Context { return oidc.ClientContext(ctx, providerClient) }

// discover asks the provider what it can do, until it has answered once. One that gave no answer is left alone for a while, so
// that nobody waits for it in a row.
func (o *OpenID) discover(ctx context.Context, now func() time.Time) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider != nil {
		return o.provider, nil
	}
	if now().Sub(o.failed) < providerRest {
		return nil, errors.New("web: the OpenID provider gave no answer just now")
	}
	// The provider goes on using this context to fetch keys, long after this request.
	p, err := oidc.NewProvider(context.WithoutCancel(within(ctx)), o.Issuer)
	if err != nil {
		o.failed = now()
		return nil, forLog("what it can do", err)
	}
	o.provider = p
	return p, nil
}

// forLog is an error of the provider as it may be logged: what it says in words may be about somebody.
func forLog(about string, err error) error {
	var said *oauth2.RetrieveError
	var expired *oidc.TokenExpiredError
	var timed interface{ Timeout() bool }
	why := "the answer is not sound"
	switch {
	case errors.As(err, &said):
		why = fmt.Sprintf("it refuses: %.40q, status %d", said.ErrorCode, said.Response.StatusCode)
	case errors.As(err, &expired):
		why = "the token has expired"
	case errors.As(err, &timed) && timed.Timeout():
		why = "no answer in time"
	}
	return fmt.Errorf("web: OpenID provider, %s: %s", about, why)
}

func (o *OpenID) config(p *oidc.Provider, base string) *oauth2.Config {
	return &oauth2.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, Endpoint: p.Endpoint(), RedirectURL: base + "/inloggen/openid/terug",
		Scopes: []string{oidc.ScopeOpenID, "email"}}
}

var providerGone = &fault{status: http.StatusBadGateway, code: "aanbieder-onbereikbaar", title: "Inloggen lukt nu niet",
	detail: "De inlogdienst van uw organisatie geeft geen antwoord.", remedy: "Probeer het over enkele minuten opnieuw, of log in met een link per e-mail."}

var providerRefused = &fault{status: http.StatusForbidden, code: "aanbieder-geweigerd", title: "Inloggen is niet gelukt",
	detail: "De inlogdienst van uw organisatie heeft u niet ingelogd, of de poging duurde te lang.", remedy: "Begin opnieuw met inloggen."}

// toProvider sends somebody to the provider. Who is in stays in: another site can send a browser here.
func (v *visit) toProvider() error {
	o := v.web.OpenID
	switch {
	case o == nil || v.web.Eyes:
		return noSuchPage
	case v.principal.ID != "":
		return v.onwards(v.query("naar"))
	}
	if wait, err := v.web.Limits.Stranger(v.ctx(), "inlogdienst", v.seen.Origin); err != nil || wait > 0 {
		return orTooMany(err, wait)
	}
	provider, err := o.discover(v.ctx(), v.web.Now)
	if err != nil {
		v.seen.Err = err
		return providerGone
	}
	var words [3]string
	for i := range words {
		if words[i], _, err = secret.New(v.web.Random); err != nil {
			return err
		}
	}
	begun := opening{State: words[0], Nonce: words[1], Verifier: words[2], Began: v.began}
	v.change(func(s *session) { s.OpenID, s.Next = &begun, backTo(v.query("naar")) })
	return v.redirect(o.config(provider, v.web.base()).AuthCodeURL(begun.State, oidc.Nonce(begun.Nonce), oauth2.S256ChallengeOption(begun.Verifier)))
}

// fromProvider takes somebody who comes back from the provider.
func (v *visit) fromProvider() error {
	o, begun := v.web.OpenID, v.session.OpenID
	switch {
	case o == nil || v.web.Eyes:
		return noSuchPage
	case v.principal.ID != "":
		return v.onwards("/")
	}
	if wait, err := v.web.Limits.Stranger(v.ctx(), "inlogdienst-terug", v.seen.Origin); err != nil || wait > 0 {
		return orTooMany(err, wait)
	}
	query := v.r.URL.Query()
	if begun == nil || v.began.Sub(begun.Began) > comingIn || query.Get("state") != begun.State || query.Get("code") == "" {
		return providerRefused
	}
	v.change(func(s *session) { s.OpenID = nil })
	if err := v.keepSession(); err != nil { // it is good for one return, however that ends
		return err
	}
	person, strong, err := v.redeem(query.Get("code"), begun)
	switch {
	case errors.Is(err, storage.ErrNoPrincipal):
		return errors.Join(v.log("", actionComeIn, "", "onbekend bij de inlogdienst"), noAccess)
	case errors.Is(err, errProvider):
		v.seen.Err = err
		return providerRefused
	case err != nil:
		return err
	}
	return v.firstStepTaken(person, "inlogdienst", o.TwoSteps && strong)
}

// errProvider tells that the provider did not say who somebody is.
var errProvider = errors.New("web: the OpenID provider does not tell who it is")

// redeem changes the code for what the provider tells of somebody, checks that it was said to us, now, of this sign-in, and finds
// who it is.
func (v *visit) redeem(code string, begun *opening) (person string, strong bool, err error) {
	o, ctx := v.web.OpenID, within(v.ctx())
	provider, err := o.discover(ctx, v.web.Now)
	if err != nil {
		return "", false, errors.Join(errProvider, err)
	}
	tokens, err := o.config(provider, v.web.base()).Exchange(ctx, code, oauth2.VerifierOption(begun.Verifier))
	if err != nil {
		return "", false, errors.Join(errProvider, forLog("the code", err))
	}
	raw, _ := tokens.Extra("id_token").(string)
	token, err := provider.Verifier(&oidc.Config{ClientID: o.ClientID}).Verify(ctx, raw)
	if err != nil {
		return "", false, errors.Join(errProvider, forLog("the token", err))
	}
	var c claims
	if err := token.Claims(&c); err != nil {
		return "", false, errors.Join(errProvider, forLog("the claims", err))
	}
	if token.Nonce != begun.Nonce {
		return "", false, fmt.Errorf("%w: it answers another sign-in", errProvider)
	}
	person, err = v.personOf(token, func() (claims, error) {
		if c.Email != "" {
			return c, nil
		}
		// Many tell the address only when asked apart.
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
		if err != nil {
			return c, errors.Join(errProvider, forLog("who somebody is", err))
		}
		if info.Subject != token.Subject { // OpenID Connect Core 1.0, 5.3.2
			return c, fmt.Errorf("%w: it tells of somebody else than who signed in", errProvider)
		}
		return claims{Email: info.Email, Verified: info.EmailVerified}, nil
	})
	return person, c.strong(), err
}

// personOf finds who it is: by the subject, or the first time by the address that the provider has verified.
func (v *visit) personOf(token *oidc.IDToken, told func() (claims, error)) (string, error) {
	person, err := v.web.Register.PersonBySubject(v.ctx(), token.Issuer, token.Subject)
	if !errors.Is(err, storage.ErrNoPrincipal) {
		return person.ID, err
	}
	c, err := told()
	if err != nil {
		return "", err
	}
	if !c.verified() {
		return "", storage.ErrNoPrincipal
	}
	if person, err = v.web.Register.PersonByEmail(v.ctx(), c.Email); err != nil {
		return "", err
	}
	err = v.web.Register.LinkSubject(v.ctx(), token.Issuer, token.Subject, person.ID)
	if errors.Is(err, storage.ErrTaken) { // who this is at the provider was somebody else before: an address that changed hands
		return "", storage.ErrNoPrincipal
	}
	return person.ID, err
}
