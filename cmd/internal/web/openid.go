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
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
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
func (o *OpenID) discover(ctx context.Context, now time.Time) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider != nil {
		return o.provider, nil
	}
	if now.Sub(o.failed) < providerRest {
		return nil, errors.New("web: the OpenID provider gave no answer just now")
	}
	// The provider goes on using this context to fetch keys, long after this request.
	p, err := oidc.NewProvider(context.WithoutCancel(within(ctx)), o.Issuer)
	if err != nil {
		o.failed = now
		return nil, forLog(err)
	}
	o.provider = p
	return p, nil
}

// forLog is an error of the provider as it may be logged: what it says in words may be about somebody.
func forLog(err error) error {
	var said *oauth2.RetrieveError
	if errors.As(err, &said) {
		return fmt.Errorf("web: the OpenID provider refuses: %.40q, status %d", said.ErrorCode, said.Response.StatusCode)
	}
	return fmt.Errorf("web: OpenID provider: %w", err)
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
	if wait, err := v.web.Limits.Stranger(v.ctx(), "inlogdienst", v.seen.Origin); err != nil || wait > 0 {
		return orTooMany(err, wait)
	}
	provider, err := o.discover(v.ctx(), v.began)
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
	// Who is in stays in until they are back: another site can send a browser here.
	v.change(func(s *session) { s.OpenID, s.Next = &begun, backTo(v.query("naar")) })
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
	token, c, err := o.redeem(v.ctx(), v.began, v.web.base(), query.Get("code"), begun)
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
	return v.firstStepTaken(person, "inlogdienst", o.TwoSteps && c.strong())
}

// redeem changes the code for what the provider tells of somebody, and checks that it was said to us, now, of this sign-in.
func (o *OpenID) redeem(ctx context.Context, now time.Time, base, code string, begun *opening) (*oidc.IDToken, claims, error) {
	var c claims
	ctx = within(ctx)
	provider, err := o.discover(ctx, now)
	if err != nil {
		return nil, c, err
	}
	tokens, err := o.config(provider, base).Exchange(ctx, code, oauth2.VerifierOption(begun.Verifier))
	if err != nil {
		return nil, c, forLog(err)
	}
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return nil, c, errors.New("web: the OpenID provider gave no id_token")
	}
	token, err := provider.Verifier(&oidc.Config{ClientID: o.ClientID}).Verify(ctx, raw)
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
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
		if err != nil {
			return nil, c, errors.New("web: the OpenID provider does not tell who somebody is") // its error has all that it said
		}
		if info.Subject != token.Subject { // OpenID Connect Core 1.0, 5.3.2
			return nil, c, errors.New("web: the OpenID provider tells of somebody else than who signed in")
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
