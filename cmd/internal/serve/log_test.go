package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"convenant/storage"
)

func TestALogLineTellsWhoDidWhat(t *testing.T) {
	s := run(t, nil)
	s.token("secretariaat", storage.Grant{Role: storage.RoleSecretariat})
	response, _ := s.ask("secretariaat", "POST", "/api/v1/convenanten", drafting)
	id := strings.TrimPrefix(response.Header.Get("Location"), "/api/v1/convenanten/")
	s.ask("secretariaat", "POST", "/api/v1/convenanten/"+id+"/handelingen", `{"handeling":"opzeggen","gegevens":{"partij":"laren"}}`)
	s.ask("", "GET", "/api/v1/convenanten/"+id, "")
	principals, err := s.register.Principals(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	actor := principals[0].ID
	var got []map[string]any
	for line := range strings.Lines(s.log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if at, err := time.Parse(time.RFC3339, fields["time"].(string)); err != nil || at.Location() != time.UTC {
			t.Errorf("the time is %v", fields["time"])
		}
		if ms, ok := fields["ms"].(float64); !ok || ms <= 0 {
			t.Errorf("it took %v", fields["ms"])
		}
		delete(fields, "time")
		delete(fields, "ms")
		got = append(got, fields)
	}
	const request = "00000000-0000-4000-8000-00000000000"
	want := []map[string]any{
		{"level": "INFO", "msg": "request", "action": "convenant-opstellen", "act": "opstellen", "object": id, "result": "vastgelegd", "status": 201.0, "origin": "127.0.0.1", "actor": actor, "request": request + "1"},
		{"level": "INFO", "msg": "request", "action": "handeling-vastleggen", "act": "opzeggen", "object": id, "result": "handeling-niet-toegestaan", "status": 409.0, "origin": "127.0.0.1", "actor": actor, "request": request + "2"},
		{"level": "INFO", "msg": "request", "action": "convenant-bekijken", "object": "", "result": "niet-aangemeld", "status": 401.0, "origin": "127.0.0.1", "actor": "", "request": request + "3"},
	}
	if a, b := fmt.Sprint(got), fmt.Sprint(want); a != b {
		t.Errorf("the log says\n%s\nnot\n%s", a, b)
	}
}

// secret marks what must never be in the log, in every place where somebody can write something.
const secret = "geheim-7f3a"

func TestNothingThatSomebodyWroteIsInTheLog(t *testing.T) {
	s := run(t, nil)
	s.token("secretariaat", storage.Grant{Role: storage.RoleSecretariat})
	s.token(secret, storage.Grant{Role: storage.RoleSecretariat})
	// With fields in which an act may hold a name, an address of mail, or words.
	response, _ := s.ask(secret, "POST", "/api/v1/convenanten", fmt.Sprintf(`{"sjabloon":"algemeen","naam":"%[1]s","kenmerk":"%[1]s","partijen":[{"id":"laren","naam":"%[1]s","groep":"%[1]s","vertegenwoordiger":"%[1]s","hoedanigheid":"%[1]s"}]}`, secret))
	if response.StatusCode != http.StatusCreated {
		t.Fatal(response.Status)
	}
	id := strings.TrimPrefix(response.Header.Get("Location"), "/api/v1/convenanten/")
	acts := "/api/v1/convenanten/" + id + "/handelingen"
	status := map[int]int{}
	ask := func(who, method, path, body string, headers ...string) {
		t.Helper()
		response, _ := s.ask(who, method, path, body, headers...)
		status[response.StatusCode]++
	}
	for i, body := range []string{
		`{"handeling":"contactpersoon-aanwijzen","toelichting":"%[1]s","bijlagen":["%[1]s"],"gegevens":{"partij":"laren","naam":"%[1]s","functie":"%[1]s","email":"%[1]s@example.org"}}`,
		`{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"%[1]s","naam":"%[1]s"}}`,
		`{"handeling":"brief-registreren","gegevens":{"soort":"opzegbrief","partij":"laren","bijlage":"%[1]s"}}`,
		`{"handeling":"adviesronde-overslaan","gegevens":{"reden":"%[1]s"}}`,
		`{"handeling":"%[1]s"}`, `{"handeling":"intrekken","door":"%[1]s","gegevens":{"reden":"%[1]s"}}`, `{"%[1]s":1}`, `%[1]s`, `"%[1]s"`,
		`{"handeling":"intrekken","op":"%[1]s"}`, `{"handeling":"persoonsgegevens-wissen","gegevens":{"persoon":"%[1]s","grond":"%[1]s"}}`,
		`{"handeling":"opzeggen","toelichting":"%[1]s","gegevens":{"partij":"laren","gronden":"%[1]s"}}`,
	} {
		ask("secretariaat", "POST", acts, fmt.Sprintf(body, secret))
		ask(secret, "POST", acts, fmt.Sprintf(body, secret), "Idempotency-Key", fmt.Sprint(secret, i))
	}
	for _, header := range []string{"Authorization", "Idempotency-Key", "Content-Type", "Content-Encoding", "Accept", "User-Agent", "X-Forwarded-For", "If-None-Match", "X-Request-Id", "Referer", "Cookie", "Traceparent"} {
		for _, value := range []string{secret, "Bearer " + secret} {
			ask("secretariaat", "POST", acts, `{"handeling":"intrekken"}`, header, value)
		}
	}
	for _, path := range []string{"/%s", "/api/v1/%s", "/api/v1/convenanten/%s", "/api/v1/convenanten/%s/handelingen/mogelijk", "/api/v1/documenten/%s-1", "/api/v1/documenten/" + id + "-%s",
		"/api/v1/convenanten/" + id + "?%s=1", "/api/v1/convenanten?zoek=%s", "/api/v1/convenanten?cursor=%s", "/api/v1/convenanten?partij=%s&toestand=%[1]s", "/api/v1/convenanten/" + id + "?peildatum=%s", "/gezond/%s"} {
		for _, who := range []string{"secretariaat", secret, ""} {
			ask(who, "GET", fmt.Sprintf(path, secret), "")
		}
	}
	ask("secretariaat", strings.ToUpper(secret), "/api/v1/convenanten", "")
	ask("secretariaat", "GET", "/api/v1/convenanten/"+id+"/geschiedenis", "")
	for _, want := range []int{200, 201, 400, 401, 403, 404, 405, 406, 409, 415} {
		if status[want] == 0 {
			t.Errorf("no request was answered with %d: %v", want, status)
		}
	}
	log := s.log.String()
	for line := range strings.Lines(log) {
		if strings.Contains(strings.ToLower(line), secret) {
			t.Errorf("the log tells: %s", line)
		}
	}
	for who, token := range s.tokens {
		if strings.Contains(log, token) {
			t.Errorf("the token of %s is in the log", who)
		}
	}
	if n := strings.Count(log, "\n"); n < 80 {
		t.Errorf("the log has only %d lines", n)
	}
}
