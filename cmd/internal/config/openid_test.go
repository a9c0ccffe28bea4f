package config

import (
	"strings"
	"testing"
)

func TestAProviderIsSetWholeOrNotAtAll(t *testing.T) {
	for _, c := range []struct{ issuer, client, secret, wrong string }{
		{"", "", "", ""},
		{"https://login.example.org", "convenant", "geheim", ""},
		{"http://127.0.0.1:9000", "convenant", "geheim", ""},
		{"https://login.example.org", "", "geheim", "go together"},
		{"", "convenant", "", "go together"},
		{"http://login.example.org", "convenant", "geheim", "must be the https:// address"},
		{"login.example.org", "convenant", "geheim", "must be the https:// address"},
	} {
		values := map[string]string{"CONVENANT_OPENID_ISSUER": c.issuer, "CONVENANT_OPENID_CLIENT": c.client, "CONVENANT_OPENID_SECRET": c.secret}
		config, err := Read(func(name string) (string, bool) { v, ok := values[name]; return v, ok }, nil)
		if err != nil {
			t.Fatal(err)
		}
		o, err := config.OpenID()
		switch {
		case c.wrong == "" && (err != nil || (o == nil) != (c.issuer == "")):
			t.Errorf("%+v: %+v, %v", c, o, err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%+v: %v", c, err)
		}
	}
}
