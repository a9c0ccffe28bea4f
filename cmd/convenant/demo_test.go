package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"convenant/templates"
)

func TestADemoKnowsItsOwnRegister(t *testing.T) {
	dir := t.TempDir()
	own := filepath.Join(dir, registerName)
	if err := os.WriteFile(own, playDemo(t).files[registerName], 0o600); err != nil {
		t.Fatal(err)
	}
	if demo, err := isDemo(own); err != nil || !demo {
		t.Errorf("its own register: %t, %v", demo, err)
	}
	if err := mayReplace(own); err != nil {
		t.Error(err)
	}
	if err := mayReplace(filepath.Join(dir, "nieuw.db")); err != nil {
		t.Error(err)
	}
	unmarked := bytes.Clone(playDemo(t).files[registerName])
	copy(unmarked[demoMarkAt:], "\x00\x00\x00\x00")
	other := filepath.Join(dir, "anders")
	for what, contents := range map[string]string{"a register of people's own": string(unmarked), "an empty file": "", "a text": strings.Repeat("CNVD", 40)} {
		if err := os.WriteFile(other, []byte(contents), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := mayReplace(other); err == nil || !strings.Contains(err.Error(), "-out") {
			t.Errorf("%s may be written over: %v", what, err)
		}
		if b, err := os.ReadFile(other); err != nil || string(b) != contents {
			t.Errorf("%s was changed: %v", what, err)
		}
	}
}

func TestOnlyADemoIsShownWithoutASignIn(t *testing.T) {
	library, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(t.TempDir(), registerName)
	if err := os.WriteFile(foreign, []byte("SQLite format 3\x00"+strings.Repeat("\x00", 84)), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = serveDemo(t.Context(), foreign, "127.0.0.1:0", library, streams{strings.NewReader(""), &out, io.Discard})
	if err == nil || !strings.Contains(err.Error(), "not the register of a demo") || out.Len() > 0 {
		t.Errorf("%v\n%s", err, out.String())
	}
}

var demoURL = regexp.MustCompile(`Open (http://\S+) in uw browser`)

// shownDemo starts the demo in a browser. What it returns stops it and gives all that it told.
func shownDemo(t *testing.T, dir string) (address string, stop func() string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	var out, errs bytes.Buffer
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"demo", "-serve", "-listen", "127.0.0.1:0", "-out", dir}, streams{strings.NewReader(""), w, &errs})
		ended <- err
		_ = w.Close()
	}()
	buffer := make([]byte, 4096)
	for demoURL.FindSubmatch(out.Bytes()) == nil {
		n, err := r.Read(buffer)
		out.Write(buffer[:n])
		if err != nil {
			t.Fatalf("the demo does not come to its pages: %v %v\n%s", err, <-ended, errs.String())
		}
	}
	address = string(demoURL.FindSubmatch(out.Bytes())[1])
	copied := make(chan error, 1)
	go func() { _, err := io.Copy(&out, r); copied <- err }()
	t.Cleanup(cancel)
	return address, func() string {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("it does not end well: %v\n%s", err, errs.String())
		}
		if errs.Len() > 0 {
			t.Errorf("it complains: %s", errs.String())
		}
		if err := <-copied; err != nil {
			t.Error(err)
		}
		return out.String()
	}
}

func TestTheDemoIsSeenThroughEveryonesEyes(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir() // in which it was played before
	if err := os.WriteFile(filepath.Join(dir, registerName), playDemo(t).files[registerName], 0o600); err != nil {
		t.Fatal(err)
	}
	address, stop := shownDemo(t, dir)
	before := readAll(t, dir)
	for _, form := range []url.Values{{"rol": {"secretariaat"}}, {"rol": {"portefeuillehouder"}}, {"rol": {"beheer"}}, {"rol": {"partij"}, "partij": {"hilversum"}}} {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		if r, err := client.PostForm(address+"/ogen", form); err != nil || r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%v: %v, %v", form, r, err)
		}
		r, err := client.Get(address + "/ogen")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || r.StatusCode != http.StatusOK || !strings.Contains(string(body), "U kijkt als") {
			t.Errorf("%v: %d %v\n%s", form, r.StatusCode, err, body)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/ogen", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "elders.example"
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another name is answered with %s", r.Status)
	}
	if told := stop(); !strings.HasSuffix(told, "De demo is gestopt. De bestanden staan nog in "+dir+".\n") {
		t.Errorf("its last words: %s", told[max(0, len(told)-200):])
	}
	after := readAll(t, dir)
	if len(after) != len(before) || !bytes.Equal(after[registerName], before[registerName]) {
		t.Error("the visit left a trace in what the demo left")
	}
	if left := readAll(t, os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("%d files are left behind", len(left))
	}
}
