package browser

// The house and its pages: which there are is read in the table of routes, and what stands in their addresses in the links
// that visitors find.

import (
	"context"
	"crypto/rand"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/web"
	"convenant/cmd/internal/web/webtest"
	"convenant/storage"
)

// visitors are those through whose eyes every page is looked at.
var visitors = []string{"secretariaat", "hilversum", "portefeuillehouder", "beheer"}

// house is the demonstration on an address of its own, with some people and a webhook in it.
type house struct{ url, id string }

func open(t *testing.T, eyes bool) *house {
	t.Helper()
	return openAt(t, eyes, webtest.Today)
}

// openAt opens it on a day of the story.
func openAt(t *testing.T, eyes bool, now time.Time) *house {
	t.Helper()
	own := webtest.OpenAt(t, now)
	for _, p := range []struct {
		name, mail string
		grant      storage.Grant
	}{
		{"Een medewerker", "medewerker@regio.example", storage.Grant{Role: storage.RoleSecretariat}},
		{"Een beheerder", "beheerder@regio.example", storage.Grant{Role: storage.RoleOperator}},
		{"Een contactpersoon", "contact@hilversum.example", storage.Grant{Role: storage.RoleParty, Party: "hilversum"}},
	} {
		if _, err := own.Register.AddPerson(t.Context(), p.name, p.mail, p.grant); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := own.Register.AddWebhook(t.Context(), "https://zaken.example/convenanten", "een geheim van de webhook", "Zaaksysteem"); err != nil {
		t.Fatal(err)
	}
	w, err := web.New(web.Options{
		Register: own.Register, Sessions: web.InMemory(), Library: own.Library, Printer: own.Printer, Now: func() time.Time { return now },
		NewID: func() string { return "verzoek" }, Random: rand.Reader, Origin: func(*http.Request) string { return "127.0.0.1" },
		Limits: webtest.NoLimits{}, Observe: func(context.Context, api.Seen) {}, Eyes: eyes,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	return &house{server.URL, own.ID}
}

// address is where a page stands that can be looked at.
type address struct {
	pattern, path string
	status        int
}

// tour is what a visitor found: the pages to look at, and the patterns of all that answered.
type tour struct {
	pages    []address
	answered map[string]bool
}

// How many addresses of one pattern are looked at, with and without a query.
const (
	fewPlain = 2
	fewAsked = 1
	fewForms = 5
)

var link = regexp.MustCompile(`<a\s[^>]*href="([^"]*)"`)

// tour asks for every page that a visitor can ask for, and follows the links there. A link that leads nowhere is a fault.
func (h *house) tour(t *testing.T, who string) tour {
	t.Helper()
	client := h.client(t, who)
	patterns := http.NewServeMux()
	type step struct{ path, from string }
	var ahead []step
	for _, pattern := range web.Paths() {
		patterns.Handle("GET "+pattern, http.NotFoundHandler())
		if path := h.fill(pattern); !strings.Contains(path, "{") {
			ahead = append(ahead, step{path: path})
		}
	}
	for _, path := range alsoAsked {
		ahead = append(ahead, step{path: h.fill(path)})
	}
	found := tour{answered: map[string]bool{}}
	seen, plain, asked := map[string]bool{}, map[string]int{}, map[string]int{}
	for len(ahead) > 0 {
		now := ahead[0]
		ahead = ahead[1:]
		if seen[now.path] {
			continue
		}
		seen[now.path] = true
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+now.path, nil)
		if err != nil {
			t.Errorf("%s has a link to %q: %v", now.from, now.path, err)
			continue
		}
		_, pattern := patterns.Handler(request)
		pattern = strings.TrimPrefix(pattern, "GET ")
		count, most := plain, fewPlain
		if request.URL.RawQuery != "" {
			count, most = asked, fewAsked
		}
		if strings.HasSuffix(pattern, "/doen/{wat}") { // every form is a page of its own
			most = fewForms
		}
		if count[pattern]++; now.from != "" && count[pattern] > most {
			continue
		}
		status, isPage, body := get(t, client, request)
		switch {
		case status == http.StatusOK || status == http.StatusSeeOther && who != stranger: // who is only asked to sign in
			found.answered[pattern] = true
		case now.from != "" && !notThereYet[pattern]:
			t.Errorf("%s as %s has a link to %s, which gives %d", now.from, who, now.path, status)
		}
		if isPage && (status == http.StatusOK || status >= 400 && slices.Contains(alsoAsked, now.path)) {
			found.pages = append(found.pages, address{pattern, now.path, status})
		}
		if status != http.StatusOK || !isPage {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			to, err := request.URL.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Errorf("%s as %s has a link to %q: %v", now.path, who, m[1], err)
			} else if to.Host == request.URL.Host {
				ahead = append(ahead, step{to.RequestURI(), now.path})
			}
		}
	}
	return found
}

// fill writes the convenant of the demonstration in an address.
func (h *house) fill(pattern string) string {
	return strings.NewReplacer("/convenanten/{id}", "/convenanten/"+h.id, "{$}", "").Replace(pattern)
}

// client is a visitor without a browser.
func (h *house) client(t *testing.T, who string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if who == stranger {
		return client
	}
	role, party := eyesOf(who)
	r, err := client.PostForm(h.url+"/ogen", url.Values{"rol": {role}, "partij": {party}})
	if err != nil || r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s does not come in: %v %v", who, r, err)
	}
	if err := r.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return client
}

// stranger has not come in.
const stranger = "niemand"

func get(t *testing.T, client *http.Client, request *http.Request) (status int, isPage bool, body string) {
	t.Helper()
	r, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, strings.HasPrefix(r.Header.Get("Content-Type"), "text/html"), string(b)
}
