package main

// Races, decided: whoever comes at the same moment gets an answer that the rules give, one lawful thing happens, and what
// it calls for is announced once. Over HTTP, on SQLite and from two processes on one PostgreSQL.

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"convenant/cmd/internal/clock"
	"convenant/workflow"
)

// stateNow is how a convenant stands today.
func (h *hands) stateNow(c *workflow.Convenant) *workflow.State {
	h.t.Helper()
	d, err := clock.Today(time.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	return c.Latest(d)
}

func TestTwelveBestuurdersSignWithinOneSecond(t *testing.T) {
	onBoth(t, func(t *testing.T, h *hands) {
		id, sha256 := h.toSigning(handParties)
		var offers []offer
		for n := range handParties {
			offers = append(offers, offer{who: partyID(n + 1), body: signBody(partyID(n+1), sha256)})
		}
		answers := h.atOnce(id, offers...)
		if n := count(answers, ""); n != handParties {
			t.Errorf("%d of %d signatures were accepted: %+v", n, handParties, answers)
		}
		s := h.stateNow(h.record(id, answers))
		if s.Phase != workflow.InForce || s.Facts != 4+handParties {
			t.Errorf("it is %s after %d facts", s.Phase, s.Facts)
		}
		last := 0
		for _, a := range answers { // exactly one of them was told that it is in force
			if a.body.Phase == workflow.InForce {
				last++
			}
		}
		if last != 1 || h.announced(id, workflow.PaperSigned) != 1 || h.announced(id, workflow.PaperSignatures) != 1 {
			t.Errorf("%d were told that it came into force; announced were %d agreements and %d ondertekenbladen", last,
				h.announced(id, workflow.PaperSigned), h.announced(id, workflow.PaperSignatures))
		}
	})
}

// rounds is how often a race of two is run: either may come first.
const rounds = 10

func TestSigningAgainstRefusing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *hands) {
		for range rounds {
			id, sha256 := h.toSigning(2)
			answers := h.atOnce(id, offer{who: "p1", body: signBody("p1", sha256)},
				offer{who: "p1", body: `{"handeling":"ondertekening-weigeren","gegevens":{"partij":"p1","reden":"Toch niet."}}`})
			signed, refused := answers[0], answers[1]
			// Who refused may still sign; who signed can no longer refuse.
			if signed.status != http.StatusCreated || refused.status != http.StatusCreated && refused.body.Code != workflow.AlreadySigned {
				t.Errorf("signing: %s; refusing: %s", signed.raw, refused.raw)
			}
			if refused.status == http.StatusCreated && refused.fact() > signed.fact() {
				t.Errorf("refused as fact %d after signing as fact %d", refused.fact(), signed.fact())
			}
			if p := h.stateNow(h.record(id, answers)).Party("p1"); p.State != workflow.Signed {
				t.Errorf("p1 is %s", p.State)
			}
		}
	})
}

func TestSigningAgainstGoingBackToConcept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *hands) {
		for range rounds {
			id, sha256 := h.toSigning(2)
			answers := h.atOnce(id, offer{who: "p1", body: signBody("p1", sha256)},
				offer{who: workflow.Secretariat, body: `{"handeling":"terug-naar-concept","gegevens":{"reden":"Een fout."}}`})
			signed, back := answers[0], answers[1]
			if back.status != http.StatusCreated || signed.status != http.StatusCreated && signed.body.Code != workflow.NotAllowed {
				t.Errorf("signing: %s; going back: %s", signed.raw, back.raw)
			}
			s := h.stateNow(h.record(id, answers))
			if s.Phase != workflow.Concept || s.Party("p1").State != workflow.Invited {
				t.Errorf("it is %s, and p1 %s", s.Phase, s.Party("p1").State)
			}
		}
	})
}

// While one signs, the secretariaat changes the text and has it adopted again: nobody has then signed what was not read.
func TestSigningAgainstAChangedText(t *testing.T) {
	onBoth(t, func(t *testing.T, h *hands) {
		for round := range rounds {
			id, sha256 := h.toSigning(2)
			changed := make(chan struct{})
			go func() {
				defer close(changed)
				for _, body := range []string{
					`{"handeling":"terug-naar-concept","gegevens":{"reden":"Een fout."}}`,
					`{"handeling":"tekst-wijzigen","gegevens":{"artikelen":{"1.1":"Partijen werken nog beter samen."}}}`,
					`{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Kleine wijziging."}}`,
					fmt.Sprintf(`{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"%s","doel":"vaststellen"}}`, h.today()),
					`{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`,
				} {
					if a, err := h.ask(round, workflow.Secretariat, "POST", "/convenanten/"+id+"/handelingen", "", body); err != nil || a.status != http.StatusCreated {
						t.Errorf("%s: %v %s", body, err, a.raw)
					}
				}
			}()
			var answers []answer
			for done := false; !done; {
				select {
				case <-changed:
					done = true // and once more, against the new text
				default:
				}
				answers = append(answers, h.atOnce(id, offer{who: "p1", body: signBody("p1", sha256)})...)
			}
			for _, a := range answers {
				if a.status != http.StatusCreated && !slices.Contains([]workflow.Code{workflow.NotAllowed, workflow.AlreadySigned, workflow.TextChanged}, a.body.Code) {
					t.Errorf("signing the old text: %s", a.raw)
				}
			}
			if last := answers[len(answers)-1]; last.body.Code != workflow.TextChanged {
				t.Errorf("signing the old text in the end: %s", last.raw)
			}
			if p := h.stateNow(h.record(id, answers)).Party("p1"); p.State != workflow.Invited {
				t.Errorf("p1 is %s, and signed another text", p.State)
			}
		}
	})
}

// proposed brings a convenant into force with a change to which all but the last so many have consented.
func (h *hands) proposed(missing int) (id, sha256 string) {
	h.t.Helper()
	id, text := h.toSigning(handParties)
	for n := range handParties {
		h.act(id, signBody(partyID(n+1), text))
	}
	h.act(id, `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Beter","artikelen":{"1.1":"Partijen werken nog beter samen."}}}`)
	for n := range handParties - missing {
		h.act(id, fmt.Sprintf(`{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"%s"}}`, partyID(n+1)))
	}
	return id, h.stateNow(h.record(id, nil)).Changes[0].SHA256()
}

func consentBody(party, sha256 string) string {
	return fmt.Sprintf(`{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"%s","sha256":"%s"}}`, party, sha256)
}

func TestTwoLastConsents(t *testing.T) {
	onBoth(t, func(t *testing.T, h *hands) {
		id, sha256 := h.proposed(2)
		answers := h.atOnce(id, offer{who: "p11", body: consentBody("p11", sha256)}, offer{who: "p12", body: consentBody("p12", sha256)})
		if count(answers, "") != 2 {
			t.Errorf("the answers are %+v", answers)
		}
		h.adoptedOnce(id, answers)
	})
}

// adoptedOnce fails the test unless change 1 is adopted, and exactly one of the callers was told so.
func (h *hands) adoptedOnce(id string, answers []answer) {
	h.t.Helper()
	if c := h.stateNow(h.record(id, answers)).Changes[0]; c.State != workflow.Adopted {
		h.t.Errorf("the change is %s", c.State)
	}
	told := 0
	for _, a := range answers {
		for _, e := range a.body.History {
			if e.Kind == workflow.ChangeAdopted {
				told++
			}
		}
	}
	if told != 1 {
		h.t.Errorf("%d callers were told that the change is adopted", told)
	}
}

// Who gives notice is a full Partij until its last day, so that its consent counts whichever comes first.
func TestConsentAgainstExit(t *testing.T) {
	onBoth(t, func(t *testing.T, h *hands) {
		for range 3 {
			id, sha256 := h.proposed(1)
			answers := h.atOnce(id, offer{who: "p12", body: consentBody("p12", sha256)},
				offer{who: "p12", body: `{"handeling":"opzeggen","gegevens":{"partij":"p12"}}`})
			if count(answers, "") != 2 {
				t.Errorf("the answers are %+v", answers)
			}
			h.adoptedOnce(id, answers)
			if p := h.stateNow(h.record(id, answers)).Party("p12"); p.State != workflow.Leaving {
				t.Errorf("p12 is %s", p.State)
			}
		}
	})
}

func TestTheSameActFiftyTimes(t *testing.T) {
	onBoth(t, func(t *testing.T, h *hands) {
		const times = 50
		id, sha256 := h.toSigning(handParties)
		same := func(who, key string) []offer {
			return slices.Repeat([]offer{{who, key, signBody(who, sha256)}}, times)
		}
		keyed := h.atOnce(id, same("p1", "handtekening-1")...)
		first := 0
		for _, a := range keyed {
			if a.status != http.StatusCreated || a.raw != keyed[0].raw {
				t.Errorf("under a key: %d %s, and the first was %s", a.status, a.raw, keyed[0].raw)
			}
			if a.header.Get("Idempotency-Replayed") == "" {
				first++
			}
		}
		if first != 1 {
			t.Errorf("%d answers were given for the first time", first)
		}
		bare := h.atOnce(id, same("p2", "")...)
		if count(bare, "") != 1 || count(bare, workflow.AlreadySigned) != times-1 {
			t.Errorf("without a key %d were accepted and %d had signed already", count(bare, ""), count(bare, workflow.AlreadySigned))
		}
		if n := len(h.record(id, bare).Facts()); n != 6 {
			t.Errorf("there are %d facts", n)
		}
	})
}
