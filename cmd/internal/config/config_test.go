package config

import (
	"errors"
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
