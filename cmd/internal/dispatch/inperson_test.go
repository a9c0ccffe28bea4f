package dispatch

import (
	"strings"
	"testing"

	"convenant/documents/post/posttest"
)

func TestTheCodeToSignWithArrivesAtOnce(t *testing.T) {
	h := newHouse(t, "")
	err := h.post.SignCode(t.Context(), "code-1", "Een Wethouder", "wethouder@hilversum.example", "Convenant Herstelnetwerk", "Gemeente Hilversum", "031 415")
	if err != nil {
		t.Fatal(err)
	}
	received := h.server.Received()
	if len(received) != 1 || len(received[0].To) != 1 || received[0].To[0] != "wethouder@hilversum.example" {
		t.Fatalf("received: %+v", received)
	}
	o := posttest.Open(t, received[0].Data)
	if strings.Contains(o.Get("Subject"), "031") {
		t.Error("the code stands in the subject, which a phone shows to whoever looks at it")
	}
	compare(t, "../persoonlijk/ondertekencode", o)
}
