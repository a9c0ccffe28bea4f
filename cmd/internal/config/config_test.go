package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestTemplates(t *testing.T) {
	for env, want := range map[string]string{"": "", "eigen": "eigen"} {
		c, err := Read(func(name string) (string, bool) { return env, name == "CONVENANT_TEMPLATES" && env != "" }, nil)
		if err != nil || c.Templates() != want {
			t.Errorf("%q: %v, %v", env, c, err)
		}
	}
}

func TestRead(t *testing.T) {
	files := map[string]string{"/run/secret": "elders.db\n"}
	readFile := func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("no such file")
	}
	for _, test := range []struct {
		name, want, fault string
		env               map[string]string
	}{
		{"the default", "convenant.db", "", nil},
		{"from the environment", "a.db", "", map[string]string{"CONVENANT_DATABASE": "a.db"}},
		{"from a file", "elders.db", "", map[string]string{"CONVENANT_DATABASE_FILE": "/run/secret"}},
		{"twice", "", "both set", map[string]string{"CONVENANT_DATABASE": "a.db", "CONVENANT_DATABASE_FILE": "/run/secret"}},
		{"a file that is not there", "", "no such file", map[string]string{"CONVENANT_DATABASE_FILE": "/nowhere"}},
		{"empty", "", "is empty", map[string]string{"CONVENANT_DATABASE": ""}},
		{"another that may be empty", "convenant.db", "", map[string]string{"CONVENANT_TEMPLATES": ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := Read(func(name string) (string, bool) { v, ok := test.env[name]; return v, ok }, readFile)
			if test.fault != "" {
				if err == nil || !strings.Contains(err.Error(), test.fault) {
					t.Fatalf("got error %v, want one that says %q", err, test.fault)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if c.Database() != test.want {
				t.Errorf("the database is %q, want %q", c.Database(), test.want)
			}
			if !strings.Contains(c.String(), test.want) {
				t.Errorf("config does not show %q:\n%s", test.want, c)
			}
		})
	}
}

func with(name, value string) func(string) (string, bool) {
	return func(n string) (string, bool) { return value, n == name }
}

func TestProxies(t *testing.T) {
	for value, want := range map[string]string{"": "[]", "10.0.0.0/8, 192.0.2.7": "[10.0.0.0/8 192.0.2.7/32]", "fd00::/8": "[fd00::/8]", "overal": "no network"} {
		c, err := Read(with("CONVENANT_PROXIES", value), nil)
		if err != nil {
			t.Fatal(err)
		}
		list, err := c.Proxies()
		if got := fmt.Sprint(list); err == nil && got != want || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %s %v, not %s", value, got, err, want)
		}
	}
}

func TestPerMinute(t *testing.T) {
	for value, want := range map[string]int{"600": 600, "1": 1, "0": 0, "-5": 0, "veel": 0, "1000001": 0} {
		c, err := Read(with("CONVENANT_PER_MINUTE", value), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.PerMinute(); got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d %v", value, got, err)
		}
	}
}

func TestTheAddressNeedsNoSlashAtItsEnd(t *testing.T) {
	c, err := Read(with("CONVENANT_URL", "https://convenant.example/"), nil)
	if err != nil || c.URL() != "https://convenant.example" {
		t.Errorf("%q %v", c.URL(), err)
	}
}

// The address is compared with what browsers send, which write it in one way.
func TestTheAddressIsWrittenAsBrowsersDo(t *testing.T) {
	for set, want := range map[string]string{
		"HTTPS://Convenant.Example.org/":    "https://convenant.example.org",
		"https://convenant.example.org:443": "https://convenant.example.org",
		"http://127.0.0.1:80":               "http://127.0.0.1",
		"https://convenant.example.org:444": "https://convenant.example.org:444",
		"https://convenant.example.org?":    "https://convenant.example.org?", // which serve refuses
		"convenant.example.org":             "convenant.example.org",
		"":                                  "",
	} {
		c, err := Read(func(name string) (string, bool) { return set, name == "CONVENANT_URL" }, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.URL(); got != want {
			t.Errorf("%s is %s, want %s", set, got, want)
		}
	}
}
