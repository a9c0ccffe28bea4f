package serve

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWithoutASignInOnlyThisMachineIsListenedTo(t *testing.T) {
	for listen, good := range map[string]bool{"127.0.0.1:8080": true, "[::1]:0": true, "localhost:8080": true,
		"0.0.0.0:8080": false, ":8080": false, "192.0.2.1:8080": false, "[::]:8080": false, "register.example:80": false, "8080": false, "": false} {
		if err := Local(listen); (err == nil) != good {
			t.Errorf("%q: %v", listen, err)
		}
	}
	err := Alone(t.Context(), "0.0.0.0:0", http.NotFoundHandler(), NewLogger(io.Discard), func(string) { t.Error("it listens") })
	if err == nil || !strings.Contains(err.Error(), "127.0.0.1:8080") {
		t.Errorf("%v", err)
	}
}

// A name that somebody else gives out for 127.0.0.1 is not ours.
func TestOnlyTheNameOfThisMachineIsAnswered(t *testing.T) {
	asked := 0
	h := ownName(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	for host, good := range map[string]bool{"127.0.0.1:8080": true, "localhost:8080": true, "LOCALHOST": true, "[::1]:8080": true, "[::1]": true, "127.0.0.2": true,
		"elders.example:8080": false, "localhost.elders.example": false, "192.0.2.1:8080": false, "": false, "127.0.0.1.elders.example": false} {
		asked = 0
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = host
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		if got := asked == 1 && answer.Code == http.StatusOK; got != good || !good && answer.Code != http.StatusMisdirectedRequest {
			t.Errorf("%q: %d", host, answer.Code)
		}
	}
}

// What was begun is answered, also when the program is told to stop meanwhile.
func TestAloneStopsWhenItIsTold(t *testing.T) {
	ctx, stopIt := context.WithCancel(t.Context())
	address, ended := make(chan string, 1), make(chan error, 1)
	var log bytes.Buffer
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { stopIt(); _, _ = io.WriteString(w, "hier") })
	go func() { ended <- Alone(ctx, "127.0.0.1:0", h, NewLogger(&log), func(a string) { address <- a }) }()
	r, err := http.Get("http://" + <-address + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if body, err := io.ReadAll(r.Body); err != nil || string(body) != "hier" {
		t.Errorf("%q, %v", body, err)
	}
	if err := <-ended; err != nil {
		t.Errorf("%v\n%s", err, log.String())
	}
}
