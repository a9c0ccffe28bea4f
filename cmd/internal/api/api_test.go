package api

// What the tests share: an API on a register of its own with a clock that is given, callers of every role, and a look at
// every answer: that it has the headers it must have and is what the description says of it.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/secret"
	"convenant/storage"
	"convenant/storage/storagetest"
	"convenant/templates"
)

// databases give the address of an empty database of each kind.
var databases = map[string]func(testing.TB) string{
	"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "convenant.db") },
	"postgres": storagetest.Postgres,
}

func TestMain(m *testing.M) { storagetest.Main(m) }

// everywhere runs a test over every kind of database.
func everywhere(t *testing.T, test func(t *testing.T, h *house)) {
	for name, database := range databases {
		t.Run(name, func(t *testing.T) { test(t, newHouse(t, database(t))) })
	}
}

var library = sync.OnceValue(func() *templates.Library {
	l, err := templates.Embedded()
	if err != nil {
		panic(err)
	}
	return l
})

// house is an API with everything around it.
type house struct {
	*API
	t      testing.TB
	now    time.Time
	tokens map[string]string // by who has it
	seen   []Seen
	wait   time.Duration // what Limits say
	schema *jsonschema.Compiler
}

const (
	secretariaat = "secretariaat"
	alderman     = "portefeuillehouder"
	beheer       = "beheer"
	nobody       = ""
)

func (h *house) Principal(context.Context, string) (time.Duration, error)        { return h.wait, nil }
func (h *house) Stranger(context.Context, string, string) (time.Duration, error) { return h.wait, nil }

func newHouse(t testing.TB, database string) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2024, 1, 1, 11, 0, 0, 0, time.UTC), tokens: map[string]string{}}
	register, err := storage.Create(context.Background(), database, storage.Options{Now: func() time.Time { return h.now }, Random: rand.NewChaCha8([32]byte{1})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { register.Close() })
	printer, err := paper.NewPrinter(library())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	o := Options{Register: register, Composer: library(), Printer: printer, Now: func() time.Time { return h.now },
		NewID:  func() string { n++; return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) },
		Origin: func(*http.Request) string { return "192.0.2.1" }, Limits: h,
		Observe: func(_ context.Context, s Seen) { h.seen = append(h.seen, s) },
		URL:     "https://convenant.example", Contact: Contact{"Secretariaat", "https://convenant.example", "secretariaat@example.org"}}
	if h.API, err = New(o); err != nil {
		t.Fatal(err)
	}
	h.schema = strictly(t, h.description)
	for _, role := range []storage.Role{storage.RoleSecretariat, storage.RoleAlderman, storage.RoleOperator} {
		h.token(string(role), storage.Grant{Role: role})
	}
	for _, party := range []string{"laren", "huizen", "blaricum"} {
		h.token(party, storage.Grant{Role: storage.RoleParty, Party: party})
	}
	return h
}

func (h *house) token(who string, g storage.Grant) {
	h.t.Helper()
	h.tokens[who] = "token-van-" + who
	if _, err := h.Register.AddToken(context.Background(), secret.Hash(h.tokens[who]), g); err != nil {
		h.t.Fatal(err)
	}
}

// on goes to noon of a day.
func (h *house) on(day string) {
	h.t.Helper()
	now, err := time.Parse("2006-01-02 15", day+" 11")
	if err != nil {
		h.t.Fatal(err)
	}
	h.now = now
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
	json   map[string]any // if it is that
}

// ask asks as somebody; headers are pairs of a name and a value.
func (h *house) ask(who, method, path, body string, headers ...string) answer {
	h.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if strings.HasPrefix(path, "/convenanten") || strings.HasPrefix(path, "/documenten") || strings.HasPrefix(path, "/bijlagen") || path == "/openapi.json" {
		r = httptest.NewRequest(method, Base+path, strings.NewReader(body))
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token := h.tokens[who]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	asked := len(h.seen)
	h.ServeHTTP(w, r)
	if len(h.seen) != asked+1 {
		h.t.Errorf("%s %s was seen %d times", method, path, len(h.seen)-asked)
	}
	a := answer{status: w.Code, header: w.Result().Header, body: w.Body.Bytes()}
	seen := h.seen[len(h.seen)-1]
	h.look(method+" "+path, a, seen)
	if a.status == http.StatusCreated && r.Header.Get("Content-Type") == jsonType { // what is accepted is what the description asks for
		h.fits(method+" "+path, "#/paths/"+strings.ReplaceAll(seen.Route, "/", "~1")+"/post/requestBody/content/application~1json/schema", []byte(body))
	}
	if strings.HasSuffix(a.header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(a.body, &a.json); err != nil {
			h.t.Errorf("%s %s: %v\n%s", method, path, err, a.body)
		}
	}
	return a
}

// must asks for what must go well.
func (h *house) must(who, method, path, body string, headers ...string) answer {
	h.t.Helper()
	a := h.ask(who, method, path, body, headers...)
	if a.status >= 300 {
		h.t.Fatalf("%s %s by %s: %d\n%s", method, path, who, a.status, a.body)
	}
	return a
}

// look holds an answer against what every answer must be, and against the description.
func (h *house) look(asked string, a answer, seen Seen) {
	h.t.Helper()
	for name, want := range map[string]string{"API-Version": Version, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"X-Frame-Options": "DENY", "Strict-Transport-Security": "max-age=31536000"} {
		if got := a.header.Get(name); got != want {
			h.t.Errorf("%s: header %s is %q", asked, name, got)
		}
	}
	if seen.Status != a.status || seen.Result == "" || seen.Request == "" {
		h.t.Errorf("%s: answered %d, seen as %+v", asked, a.status, seen)
	}
	if len(a.body) == 0 {
		return
	}
	mediaType, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	if a.status >= 400 {
		if mediaType != problemType {
			h.t.Errorf("%s: %d as %s", asked, a.status, mediaType)
		}
		h.fits(asked, "#/components/schemas/Fout", a.body)
		return
	}
	if mediaType == jsonType && seen.Route != "/openapi.json" {
		method := strings.ToLower(seen.Method)
		h.fits(asked, fmt.Sprintf("#/paths/%s/%s/responses/%d/content/application~1json/schema", strings.ReplaceAll(seen.Route, "/", "~1"), method, a.status), a.body)
	}
}

// fits fails the test unless JSON is what a schema of the description says.
func (h *house) fits(asked, pointer string, body []byte) {
	h.t.Helper()
	schema, err := h.schema.Compile("https://convenant.example/openapi.json" + pointer)
	if err != nil {
		h.t.Fatalf("%s: %v", asked, err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = schema.Validate(v)
	}
	if err != nil {
		h.t.Errorf("%s is not as described: %v\n%.600s", asked, err, body)
	}
}

// strictly reads the description, and takes every field that is not in it for a mistake.
func strictly(t testing.TB, description []byte) *jsonschema.Compiler {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(description))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range doc.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any) {
		if s := s.(map[string]any); s["properties"] != nil {
			s["additionalProperties"] = false
		}
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("https://convenant.example/openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	return c
}

// draft draws up a convenant of laren and huizen on 1 January 2024.
func (h *house) draft() string {
	h.t.Helper()
	a := h.must(secretariaat, "POST", "/convenanten", `{"sjabloon":"algemeen","naam":"Convenant Proef","kenmerk":"DOC-1",
		"partijen":[{"id":"laren","naam":"Gemeente Laren","groep":"Gemeenten"},{"id":"huizen","naam":"Gemeente Huizen","groep":"Gemeenten"}],
		"voorwaarden":{"looptijd":{"tot-en-met":"2025-12-31"},"opzegging":{"door":"elke-partij","termijn":"2 maanden"},"verlenging":{"wijze":"brief","duur":"4 jaar"}}}`)
	return a.json["id"].(string)
}

// act records an act that must not be refused.
func (h *house) act(id, act string) answer {
	h.t.Helper()
	return h.must(secretariaat, "POST", "/convenanten/"+id+"/handelingen", act)
}

// signing is a convenant that waits for signatures, on 2 January 2024.
func (h *house) signing() string {
	h.t.Helper()
	h.on("2024-01-01")
	id := h.draft()
	h.on("2024-01-02")
	h.act(id, `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Kort verhaal."}}`)
	h.act(id, `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-01-02","doel":"vaststellen"}}`)
	h.act(id, `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`)
	return id
}

// inForce is a convenant in force since 3 January 2024.
func (h *house) inForce() string {
	h.t.Helper()
	id := h.signing()
	h.on("2024-01-03")
	h.act(id, `{"handeling":"ondertekenen","gegevens":{"partij":"laren","wijze":"papier"}}`)
	h.act(id, `{"handeling":"ondertekenen","gegevens":{"partij":"huizen","wijze":"papier"}}`)
	return id
}

// list gives the items of a list in an answer.
func (a answer) list(name string) []map[string]any {
	var items []map[string]any
	list, _ := a.json[name].([]any)
	for _, item := range list {
		items = append(items, item.(map[string]any))
	}
	return items
}

// with gives the items that have all these values.
func with(items []map[string]any, want map[string]any) []map[string]any {
	var found []map[string]any
	for _, item := range items {
		same := true
		for k, v := range want {
			same = same && fmt.Sprint(item[k]) == fmt.Sprint(v)
		}
		if same {
			found = append(found, item)
		}
	}
	return found
}

// problem fails the test unless an answer is this problem; want holds fields that it must have.
func (h *house) problem(a answer, status int, code string, want map[string]any) {
	h.t.Helper()
	all := map[string]any{"status": status, "code": code}
	maps.Copy(all, want)
	if a.status != status || len(with([]map[string]any{a.json}, all)) != 1 {
		h.t.Errorf("the answer is %d %.400q\nwant %v", a.status, a.body, all)
	}
	for _, field := range []string{"title", "detail"} {
		if s, _ := a.json[field].(string); s == "" {
			h.t.Errorf("a problem without %s: %.400q", field, a.body)
		}
	}
}
