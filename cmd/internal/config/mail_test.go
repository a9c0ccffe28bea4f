package config

import (
	"strings"
	"testing"

	"convenant/documents/post"
)

func TestMail(t *testing.T) {
	sound := map[string]string{"CONVENANT_SMTP": "mail.example.nl:587", "CONVENANT_MAIL_FROM": "convenanten@example.nl", "CONVENANT_SMTP_USER": "wij", "CONVENANT_SMTP_PASSWORD": "geheim-woord"}
	read := func(change ...string) (*Config, *post.Server, string, error) {
		env := map[string]string{}
		for name, value := range sound {
			env[name] = value
		}
		for i := 0; i < len(change); i += 2 {
			env[change[i]] = change[i+1]
		}
		c, err := Read(func(name string) (string, bool) { v, ok := env[name]; return v, ok }, nil)
		if err != nil {
			t.Fatal(err)
		}
		server, from, err := c.Mail()
		return c, server, from, err
	}
	c, server, from, err := read()
	if err != nil || server.Address != "mail.example.nl:587" || server.User != "wij" || server.Password != "geheim-woord" || server.Security != post.ByDefault || from != "convenanten@example.nl" {
		t.Errorf("%+v %q %v", server, from, err)
	}
	if strings.Contains(c.String(), "geheim-woord") {
		t.Error("config shows the password")
	}
	if _, server, _, err := read("CONVENANT_SMTP", "", "CONVENANT_MAIL_FROM", ""); server != nil || err != nil {
		t.Errorf("without a server: %v %v", server, err)
	}
	if _, server, _, err := read("CONVENANT_SMTP_TLS", "implicit"); err != nil || server.Security != post.Implicit {
		t.Errorf("%v %v", server, err)
	}
	for _, wrong := range [][]string{
		{"CONVENANT_SMTP", "mail.example.nl"}, {"CONVENANT_SMTP", ":587"}, {"CONVENANT_SMTP", "mail.example.nl:smtp"}, {"CONVENANT_SMTP", "mail.example.nl:0"},
		{"CONVENANT_SMTP_TLS", "misschien"}, {"CONVENANT_SMTP_USER", ""}, {"CONVENANT_SMTP_PASSWORD", ""},
		{"CONVENANT_MAIL_FROM", ""}, {"CONVENANT_MAIL_FROM", "Regio <r@example.nl>"}, {"CONVENANT_MAIL_FROM", "regio"},
	} {
		if _, server, _, err := read(wrong...); server != nil || err == nil || !strings.Contains(err.Error(), wrong[0]) {
			t.Errorf("%q: %v, %v", wrong, server, err)
		} else if strings.Contains(err.Error(), "geheim-woord") {
			t.Errorf("%q: the password is in the error", wrong)
		}
	}
}
