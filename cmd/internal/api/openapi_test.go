package api

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTheDescriptionIsForEveryone(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		a := h.must(nobody, "GET", "/openapi.json", "")
		if a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Error("a browser of somebody else cannot read it")
		}
		if info := a.json["info"].(map[string]any); a.json["openapi"] != "3.1.0" || info["version"] != Version || a.header.Get("API-Version") != Version {
			t.Errorf("it is of %v, version %v", a.json["openapi"], info["version"])
		}
		if servers := a.list("servers"); servers[0]["url"] != "https://convenant.example/api/v1" {
			t.Errorf("the server is %v", servers)
		}
		paths := a.json["paths"].(map[string]any)
		for _, r := range routes() {
			operation, _ := paths[r.path].(map[string]any)[strings.ToLower(r.method)].(map[string]any)
			security, given := operation["security"].([]any)
			if public := given && len(security) == 0; operation == nil || public != (r.path == "/openapi.json") {
				t.Errorf("%s %s is described as %v", r.method, r.path, operation)
			}
		}
	})
}

// What the tests met is described: a status that a route gave and the description does not know would surprise its users.
func TestEveryStatusIsDescribed(t *testing.T) {
	for _, r := range routes() {
		list := append(statuses(r), r.status)
		for _, status := range []int{400, 406, 500} {
			if !slices.Contains(list, status) {
				t.Errorf("%s %s says nothing of %d", r.method, r.path, status)
			}
		}
		for _, status := range list {
			if status >= 400 && failures[status] == "" {
				t.Errorf("status %d has no words", status)
			}
		}
	}
}

// Every type that is sent has a Dutch name, and no name goes unused.
func TestEveryNameIsUsed(t *testing.T) {
	everywhere(t, func(t *testing.T, h *house) {
		var doc struct {
			Components struct {
				Schemas map[string]any `json:"schemas"`
			} `json:"components"`
		}
		if err := json.Unmarshal(h.description, &doc); err != nil {
			t.Fatal(err)
		}
		for typ, name := range names {
			if doc.Components.Schemas[name] == nil {
				t.Errorf("nothing is described by %s, the name of %s", name, typ)
			}
		}
	})
}

// The rules of the government for REST APIs, as its own linter checks them; no rule is switched off. The linter is
// installed by npm ci in .ci.
func TestTheDescriptionKeepsTheAPIDesignRules(t *testing.T) {
	ci, err := filepath.Abs("../../../.ci")
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, databases["sqlite"](t))
	file := filepath.Join(t.TempDir(), "openapi.json")
	if err := os.WriteFile(file, h.description, 0o600); err != nil {
		t.Fatal(err)
	}
	lint := exec.Command(filepath.Join(ci, "node_modules/.bin/spectral"), "lint", "--fail-severity", "warn", "--ruleset", filepath.Join(ci, "nlgov/linter.yaml"), file)
	out, err := lint.CombinedOutput()
	if err != nil {
		t.Fatalf("%v (is it installed? run: cd .ci && npm ci)\n%s", err, out)
	}
	// A linter that reads nothing finds nothing: it must see what is wrong.
	broken := strings.Replace(string(h.description), `"status"`, `"toestandscode"`, -1)
	if err := os.WriteFile(file, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(lint.Path, lint.Args[1:]...).CombinedOutput(); err == nil || !strings.Contains(string(out), "nlgov:problem-schema-members") {
		t.Errorf("a description that breaks a rule passes: %v\n%s", err, out)
	}
}
