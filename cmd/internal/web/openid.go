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

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// OpenID is a provider at which people can sign in. It is asked what it can do when somebody first does.
type OpenID struct {
	Issuer, ClientID, ClientSecret string
	Name                           string       // as people know it
	Client                         *http.Client // with which it is reached; nil is the usual one

	mu       sync.Mutex
	provider *oidc.Provider
}

// opening is a sign-in at the provider that was begun.
type opening struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
}

// claims are what the provider tells of somebody.
type claims struct {
	Email    string   `json:"email"`
	Verified bool     `json:"email_verified"`
	Nonce    string   `json:"nonce"`
	Methods  []string `json:"amr"` // RFC 8176
}

// strong reports that somebody took more than one step at the provider.
func (c claims) strong() bool { return slices.Contains(c.Methods, "mfa") }

// within reaches the provider with its own client.
func (o *OpenID) within(ctx context.Context) context.Context {
	if o.Client == nil {
		return ctx
	}
	return oidc.ClientContext(ctx, o.Client)
}

// discover asks the provider what it can do, until it has answered once.
func (o *OpenID) discover(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider != nil {
		return o.provider, nil
	}
	// The provider goes on using this context to fetch keys, long after this request.
	p, err := oidc.NewProvider(context.WithoutCancel(o.within(ctx)), o.Issuer)
	if err != nil {
		return nil, fmt.Errorf("web: OpenID provider: %w", err)
	}
	o.provider = p
	return p, nil
}

func (o *OpenID) config(p *oidc.Provider, base string) *oauth2.Config {
	return &oauth2.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, Endpoint: p.Endpoint(), RedirectURL: base + "/inloggen/openid/terug",
		Scopes: []string{oidc.ScopeOpenID, "email"}}
}

var providerGone = &fault{status: http.StatusBadGateway, code: "aanbieder-onbereikbaar", title: "Inloggen lukt nu niet",
	detail: "De inlogdienst van uw organisatie geeft geen antwoord.", remedy: "Probeer het over enkele minuten opnieuw, of log in met een link per e-mail."}

var providerRefused = &fault{status: http.StatusForbidden, code: "aanbieder-geweigerd", title: "Inloggen is niet gelukt",
	detail: "De inlogdienst van uw organisatie heeft u niet ingelogd, of de poging duurde te lang.", remedy: "Begin opnieuw met inloggen."}

// toProvider sends somebody to the provider.
func (v *visit) toProvider() error {
	o := v.web.OpenID
	if o == nil || v.web.Eyes {
		return noSuchPage
	}
	provider, err := o.discover(v.ctx())
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
	begun := opening{State: words[0], Nonce: words[1], Verifier: words[2]}
	if err := v.begin(session{OpenID: &begun, Next: backTo(v.query("naar"))}); err != nil {
		return err
	}
	return v.redirect(o.config(provider, v.web.base()).AuthCodeURL(begun.State, oidc.Nonce(begun.Nonce), oauth2.S256ChallengeOption(begun.Verifier)))
}

// fromProvider takes somebody who comes back from the provider.
func (v *visit) fromProvider() error {
	o, begun := v.web.OpenID, v.session.OpenID
	if o == nil || v.web.Eyes {
		return noSuchPage
	}
	query := v.r.URL.Query()
	if begun == nil || query.Get("state") != begun.State || query.Get("code") == "" {
		return providerRefused
	}
	v.change(func(s *session) { s.OpenID = nil }) // it is good for one return
	token, c, err := o.redeem(v.ctx(), v.web.base(), query.Get("code"), begun)
	if err != nil {
		v.seen.Err = err
		return providerRefused
	}
	person, err := v.personOf(token, c)
	if errors.Is(err, storage.ErrNoPrincipal) {
		return errors.Join(v.log("", actionComeIn, "", "onbekend bij de inlogdienst"), noAccess)
	}
	if err != nil {
		return err
	}
	return v.firstStepTaken(person, "inlogdienst", c.strong())
}

// redeem changes the code for what the provider tells of somebody, and checks that it was said to us, now, of this sign-in.
func (o *OpenID) redeem(ctx context.Context, base, code string, begun *opening) (*oidc.IDToken, claims, error) {
	var c claims
	provider, err := o.discover(ctx)
	if err != nil {
		return nil, c, err
	}
	tokens, err := o.config(provider, base).Exchange(o.within(ctx), code, oauth2.VerifierOption(begun.Verifier))
	if err != nil {
		return nil, c, fmt.Errorf("web: OpenID provider: %w", err)
	}
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return nil, c, errors.New("web: the OpenID provider gave no id_token")
	}
	token, err := provider.Verifier(&oidc.Config{ClientID: o.ClientID}).Verify(o.within(ctx), raw)
	if err != nil {
		return nil, c, fmt.Errorf("web: OpenID provider: %w", err)
	}
	if err := token.Claims(&c); err != nil {
		return nil, c, fmt.Errorf("web: OpenID provider: %w", err)
	}
	if token.Nonce != begun.Nonce {
		return nil, c, errors.New("web: the OpenID provider answers another sign-in")
	}
	if c.Email == "" { // many tell it only when asked apart
		info, err := provider.UserInfo(o.within(ctx), oauth2.StaticTokenSource(tokens))
		if err != nil {
			return nil, c, fmt.Errorf("web: OpenID provider: %w", err)
		}
		c.Email, c.Verified = info.Email, info.EmailVerified
	}
	return token, c, nil
}

// personOf finds who it is: by the subject, or the first time by the address that the provider has verified.
func (v *visit) personOf(token *oidc.IDToken, c claims) (string, error) {
	person, err := v.web.Register.PersonBySubject(v.ctx(), token.Issuer, token.Subject)
	if !errors.Is(err, storage.ErrNoPrincipal) {
		return person.ID, err
	}
	if !c.Verified {
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
