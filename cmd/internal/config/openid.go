package config

// What an operator sets to let people sign in at a provider.

import (
	"errors"
	"fmt"
	"net/url"
)

// OpenID is a provider at which people can sign in.
type OpenID struct {
	Issuer, ClientID, ClientSecret, Name string
	TwoSteps                             bool
}

// OpenID gives the provider, or nil when there is none. It is reached by TLS, or on this machine.
func (c *Config) OpenID() (*OpenID, error) {
	o := &OpenID{Issuer: c.values["CONVENANT_OPENID_ISSUER"], ClientID: c.values["CONVENANT_OPENID_CLIENT"], ClientSecret: c.values["CONVENANT_OPENID_SECRET"],
		Name: c.values["CONVENANT_OPENID_NAME"]}
	switch steps := c.values["CONVENANT_OPENID_TWO_STEPS"]; steps {
	case "yes":
		o.TwoSteps = true
	case "no":
	default:
		return nil, fmt.Errorf("CONVENANT_OPENID_TWO_STEPS is %q; it can be yes or no", steps)
	}
	if o.Issuer == "" && o.ClientID == "" && o.ClientSecret == "" {
		return nil, nil
	}
	if o.Issuer == "" || o.ClientID == "" || o.ClientSecret == "" {
		return nil, errors.New("CONVENANT_OPENID_ISSUER, CONVENANT_OPENID_CLIENT and CONVENANT_OPENID_SECRET go together; set all of them or none")
	}
	u, err := url.Parse(o.Issuer)
	local := err == nil && (u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1" || u.Hostname() == "::1")
	if err != nil || u.Host == "" || u.Scheme != "https" && !(local && u.Scheme == "http") {
		return nil, fmt.Errorf("CONVENANT_OPENID_ISSUER is %q; it must be the https:// address of the provider", o.Issuer)
	}
	return o, nil
}
