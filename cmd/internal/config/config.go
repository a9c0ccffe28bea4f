// Package config is the one table of what an operator can set: as an environment variable, or, for what is secret, in a
// file that a variable with _FILE at its end names.
package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// Option is something an operator can set.
type Option struct {
	Name    string // of the environment variable
	Default string
	About   string
	Secret  bool // never shown
	Empty   bool // it may be left empty
}

// Options lists them all.
var Options = []Option{
	{Name: "CONVENANT_DATABASE", Default: "convenant.db", About: "the register: a SQLite file, or a PostgreSQL database as postgres://user:password@host/name"},
	{Name: "CONVENANT_TEMPLATES", Empty: true, About: "a directory whose templates go before those of the program; may be empty"},
	{Name: "CONVENANT_ERASURES", Empty: true, About: "the journal of erasures, kept apart from the register and its backups; may be empty"},
	{Name: "CONVENANT_LISTEN", Default: "127.0.0.1:8080", About: "serve: the address to listen on"},
	{Name: "CONVENANT_URL", Empty: true, About: "serve: the https:// address under which others reach it; needed when other machines can"},
	{Name: "CONVENANT_OPENID_ISSUER", Empty: true, About: "serve: the OpenID provider at which people can sign in, as https://login.example.org; none if empty"},
	{Name: "CONVENANT_OPENID_CLIENT", Empty: true, About: "serve: how this program is known there; the address to return to is CONVENANT_URL/inloggen/openid/terug"},
	{Name: "CONVENANT_OPENID_SECRET", Empty: true, Secret: true, About: "serve: and its secret"},
	{Name: "CONVENANT_OPENID_NAME", Default: "uw organisatie", About: "serve: what people call it: Inloggen met …"},
	{Name: "CONVENANT_OPENID_TWO_STEPS", Default: "no", About: "serve: yes when its word is taken for it that somebody took two steps (amr has mfa), so that no code is asked"},
	{Name: "CONVENANT_METRICS_LISTEN", Empty: true, About: "serve: the address for Prometheus to read /metrics on, without a token; none if empty"},
	{Name: "CONVENANT_PROXIES", Default: "127.0.0.0/8,::1/128", Empty: true, About: "serve: networks of proxies whose X-Forwarded-For is believed"},
	{Name: "CONVENANT_WEBHOOK_TARGETS", Empty: true, About: "hosts and networks that webhooks may reach although they are not on the open internet, also without TLS, as zaken.intern,10.1.2.0/24"},
	{Name: "CONVENANT_WEBHOOK_SOURCE", Default: "urn:convenant:register", About: "who sends webhooks: a URN, as urn:nld:oin:00000001234567890000:systeem:convenant"},
	{Name: "CONVENANT_WEBHOOK_TYPE", Default: "nl.convenant", About: "what the type of every event begins with: a domain name backwards, as nl.voorbeeld.convenant"},
	{Name: "CONVENANT_PER_MINUTE", Default: "600", About: "serve: how many requests a token may do in a minute, on all instances together"},
	{Name: "CONVENANT_SMTP", Empty: true, About: "the mail server as host:port; without it nothing is sent and everything waits"},
	{Name: "CONVENANT_SMTP_USER", Empty: true, About: "who logs in there; nobody if empty"},
	{Name: "CONVENANT_SMTP_PASSWORD", Empty: true, Secret: true, About: "and the password"},
	{Name: "CONVENANT_SMTP_TLS", Empty: true, About: "required: STARTTLS or nothing is sent (empty: so too, but not for a server on this machine); implicit: TLS at once, as on port 465; none"},
	{Name: "CONVENANT_MAIL_FROM", Empty: true, About: "the address that mail comes from and bounces go to; needed with CONVENANT_SMTP"},
}

// Config holds the values, by name.
type Config struct {
	values, sources map[string]string
}

// Read reads the options from the environment, and from the files that it names.
func Read(lookup func(string) (string, bool), readFile func(string) ([]byte, error)) (*Config, error) {
	c := &Config{map[string]string{}, map[string]string{}}
	for _, o := range Options {
		value, source := o.Default, "default"
		plain, isPlain := lookup(o.Name)
		file, isFile := lookup(o.Name + "_FILE")
		switch {
		case isPlain && isFile:
			return nil, fmt.Errorf("%s and %s_FILE are both set; set one", o.Name, o.Name)
		case isPlain:
			value, source = plain, "environment"
		case isFile:
			b, err := readFile(file)
			if err != nil {
				return nil, fmt.Errorf("%s_FILE: %w", o.Name, err)
			}
			value, source = strings.TrimSpace(string(b)), file
		}
		if value == "" && !o.Empty {
			return nil, fmt.Errorf("%s is empty: %s", o.Name, o.About)
		}
		c.values[o.Name], c.sources[o.Name] = value, source
	}
	return c, nil
}

// FromEnvironment reads the options of this process.
func FromEnvironment() (*Config, error) { return Read(os.LookupEnv, os.ReadFile) }

// Database names the register.
func (c *Config) Database() string { return c.values["CONVENANT_DATABASE"] }

// DatabaseShown is Database without its password, for messages.
func (c *Config) DatabaseShown() string { return withoutPassword(c.Database()) }

// withoutPassword hides the password in a URL, and leaves any other value as it is.
func withoutPassword(value string) string {
	u, err := url.Parse(value)
	if err != nil || u.User == nil {
		return value
	}
	return u.Redacted()
}

// Templates names the directory with templates, or is empty.
func (c *Config) Templates() string { return c.values["CONVENANT_TEMPLATES"] }

// Erasures names the file in which erasures of personal data are kept for a restore, or is empty.
func (c *Config) Erasures() string { return c.values["CONVENANT_ERASURES"] }

// Listen is the address for everyone.
func (c *Config) Listen() string { return c.values["CONVENANT_LISTEN"] }

// URL is the address under which others reach the program, or empty: as browsers write it, with small letters and without the
// port that goes without saying. What is no address stays as it is, for who judges it.
func (c *Config) URL() string {
	set := strings.TrimSuffix(c.values["CONVENANT_URL"], "/")
	u, err := url.Parse(set)
	if err != nil || u.Host == "" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return set
	}
	u.Host = strings.ToLower(u.Host)
	for scheme, port := range map[string]string{"https": ":443", "http": ":80"} {
		if u.Scheme == scheme {
			u.Host = strings.TrimSuffix(u.Host, port)
		}
	}
	return u.String()
}

// MetricsListen is the address for measurements, or empty.
func (c *Config) MetricsListen() string { return c.values["CONVENANT_METRICS_LISTEN"] }

// Proxies are the networks whose word is taken for where a request comes from.
func (c *Config) Proxies() ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, s := range strings.FieldsFunc(c.values["CONVENANT_PROXIES"], func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := netip.ParsePrefix(s)
		if a, e := netip.ParseAddr(s); err != nil && e == nil {
			p, err = a.Prefix(a.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("CONVENANT_PROXIES: %q is no network; write it as 10.0.0.0/8", s)
		}
		list = append(list, p)
	}
	return list, nil
}

// WebhookTargets lists the hosts and networks that webhooks may reach besides the open internet.
func (c *Config) WebhookTargets() string { return c.values["CONVENANT_WEBHOOK_TARGETS"] }

// WebhookSource and WebhookType say in whose name webhooks are sent.
func (c *Config) WebhookSource() string { return c.values["CONVENANT_WEBHOOK_SOURCE"] }

// WebhookType is what the type of every event begins with.
func (c *Config) WebhookType() string { return c.values["CONVENANT_WEBHOOK_TYPE"] }

// PerMinute is how many requests a principal may do in a minute.
func (c *Config) PerMinute() (int, error) {
	const most = 1_000_000
	n, err := strconv.Atoi(c.values["CONVENANT_PER_MINUTE"])
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("CONVENANT_PER_MINUTE is %q; it must be a number from 1 to %d", c.values["CONVENANT_PER_MINUTE"], most)
	}
	return n, nil
}

// String shows every option with its value and where it comes from; secrets stay hidden.
func (c *Config) String() string {
	var b strings.Builder
	for _, o := range Options {
		value := withoutPassword(c.values[o.Name])
		if o.Secret {
			value = "(hidden)"
		}
		fmt.Fprintf(&b, "%-24s %-30s %-12s %s\n", o.Name, value, c.sources[o.Name], o.About)
	}
	return b.String()
}
