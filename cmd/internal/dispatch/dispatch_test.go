package dispatch

// What becomes of a message when the mail server takes it, asks to wait, refuses it, breaks off or is not there.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"convenant/cmd/internal/paper"
	"convenant/documents/post"
	"convenant/documents/post/posttest"
	"convenant/storage"
	"convenant/templates"
	"convenant/workflow"
)

const notice = "kennisgeving partij blaricum"

// outcomes tells of each attempt what came of it, as "1 contact1 aangenomen".
func outcomes(m storage.Mail) []string {
	var list []string
	for _, a := range m.Attempts {
		who, _, _ := strings.Cut(a.Address, "@")
		list = append(list, strings.Join([]string{string(rune('0' + a.Attempt)), who, a.Outcome}, " "))
	}
	return list
}

func (h *house) expect(kept string, state storage.MailState, want ...string) storage.Mail {
	h.Helper()
	m := h.the(kept)
	if got := outcomes(m); m.State != state || len(want) > 0 && !slices.Equal(got, want) {
		h.Errorf("%s is %s, %q\nwant %s, %q", kept, m.State, got, state, want)
	}
	return m
}

func TestAcceptedAndRemembered(t *testing.T) {
	h := newHouse(t, notice)
	if n := h.round(); n != 1 {
		t.Fatalf("%d rows were tried", n)
	}
	m := h.expect(notice, storage.MailSent, "1 contact1 aangenomen", "1 contact2 aangenomen")
	got := h.server.Received()[0]
	if got.From != "convenanten@gemeente.example" || strings.Join(got.To, " ") != "contact1@blaricum.example contact2@blaricum.example" {
		t.Errorf("the envelope is from %s to %v", got.From, got.To)
	}
	o := posttest.Open(t, got.Data)
	sum := sha256.Sum256(o.Attachments[m.Attempts[0].Papers[0].Name])
	if a := m.Attempts[0]; a.Papers[0].SHA256 != hex.EncodeToString(sum[:]) || !strings.HasPrefix(a.Answer, "250 ") || !a.At.Equal(start) {
		t.Errorf("the log says %+v", a)
	}
	if o.Get("Message-Id") != "<"+m.ID+"@gemeente.example>" || o.Get("Date") != "Tue, 06 Jan 2026 08:00:00 +0000" {
		t.Errorf("%s of %s", o.Get("Message-Id"), o.Get("Date"))
	}
	kept, err := h.register.Documents(context.Background(), h.id)
	h.must(err)
	if len(kept) != 1 || kept[0].SHA256 != m.Attempts[0].Papers[0].SHA256 || kept[0].Day != "2025-10-31" {
		t.Errorf("kept: %+v", kept)
	}
	if logged := h.log.String(); strings.Contains(logged, "blaricum.example") {
		t.Errorf("the log of the program has an address: %s", logged)
	}
}

func TestDeferredAndThenAccepted(t *testing.T) {
	h := newHouse(t, notice)
	h.server.Rcpt = func(string) error { return posttest.Busy }
	h.round()
	m := h.expect(notice, storage.MailWaits, "1 contact1 uitgesteld", "1 contact2 uitgesteld")
	if want := start.Add(2 * time.Minute); !m.Next.Equal(want) || !strings.HasPrefix(m.Attempts[0].Answer, "451 4.7.1") {
		t.Errorf("next at %s: %s", m.Next, m.Attempts[0].Answer)
	}
	h.clock.pass(time.Minute)
	if h.round() != 0 {
		t.Error("tried before its time")
	}
	h.server.Rcpt = func(to string) error {
		if to == "contact2@blaricum.example" {
			return posttest.Busy
		}
		return nil
	}
	h.clock.pass(2 * time.Minute)
	h.round()
	h.expect(notice, storage.MailWaits)
	h.server.Rcpt = nil
	h.clock.pass(time.Hour)
	h.round()
	h.expect(notice, storage.MailSent, "1 contact1 uitgesteld", "1 contact2 uitgesteld", "2 contact2 uitgesteld", "2 contact1 aangenomen", "3 contact2 aangenomen")
	if got := h.server.Received(); len(got) != 2 || strings.Join(got[1].To, "") != "contact2@blaricum.example" {
		t.Errorf("whoever has it gets it again: %v", got[1].To)
	}
}

func TestRefusedForGood(t *testing.T) {
	h := newHouse(t, notice)
	h.server.Rcpt = func(to string) error {
		if strings.HasPrefix(to, "contact") {
			return posttest.Refusal(550, "5.1.1 <"+strings.ToUpper(to)+"> contact1 is unknown")
		}
		return nil
	}
	h.round()
	m := h.expect(notice, storage.MailFailed, "1 contact1 geweigerd", "1 contact2 geweigerd")
	if strings.Contains(m.Attempts[0].Answer, "contact1") {
		t.Errorf("the answer has the address: %s", m.Attempts[0].Answer)
	}
	got := h.server.Received()
	if len(got) != 1 || got[0].To[0] != "secretaris@regio.example" {
		t.Fatalf("the secretariaat was not told: %d messages", len(got))
	}
	o := posttest.Open(t, got[0].Data)
	if !strings.Contains(o.Decoded(t, "Subject"), "Niet verzonden: kennisgeving aan Gemeente Blaricum") || !strings.Contains(strings.Join(strings.Fields(o.Text), " "), refused) || len(o.Attachments) != 1 {
		t.Errorf("it is told %q\n%s", o.Decoded(t, "Subject"), o.Text)
	}

	// It is mended: with another address, and the same Message-ID.
	h.must(h.register.SendTo(context.Background(), m.ID, "receptie@blaricum.example", "018cc4e5"))
	h.round()
	h.expect(notice, storage.MailSent)
	last := h.server.Received()[1]
	if strings.Join(last.To, " ") != "receptie@blaricum.example" || posttest.Open(t, last.Data).Get("Message-Id") != "<"+m.ID+"@gemeente.example>" {
		t.Errorf("to %v", last.To)
	}
}

func TestOneOfTwoRefused(t *testing.T) {
	h := newHouse(t, notice)
	h.server.Rcpt = func(to string) error {
		if strings.HasPrefix(to, "contact1") {
			return posttest.NoSuchUser
		}
		return nil
	}
	h.round()
	h.expect(notice, storage.MailSent, "1 contact1 geweigerd", "1 contact2 aangenomen")
}

// After the message is given nobody knows whether it arrived. It is sent again, and recognisable as the same.
func TestCutOffAfterTheMessage(t *testing.T) {
	h := newHouse(t, notice)
	cut := 0
	h.server.Hang = func(posttest.Received) bool { cut++; return cut == 1 }
	h.round()
	h.expect(notice, storage.MailWaits, "1 contact1 uitgesteld", "1 contact2 uitgesteld")
	h.clock.pass(3 * time.Minute)
	h.round()
	h.expect(notice, storage.MailSent)
	got := h.server.Received()
	if len(got) != 2 || posttest.Open(t, got[0].Data).Get("Message-Id") != posttest.Open(t, got[1].Data).Get("Message-Id") {
		t.Errorf("%d messages", len(got))
	}
}

func TestDownForHours(t *testing.T) {
	h := newHouse(t, "")
	waiting := len(h.mails())
	h.server.Stop()
	const rounds = 60 // one in five minutes
	failures, attempts := 0, 0
	for range rounds {
		if _, err := h.post.Round(context.Background()); err != nil {
			failures++
		}
		h.clock.pass(5 * time.Minute)
	}
	for _, m := range h.mails() {
		if m.Failure != noAddress {
			attempts += m.Attempt
		}
		if m.State == storage.MailFailed && m.Failure != noAddress {
			t.Errorf("given up after five hours: %+v", m)
		}
	}
	if attempts != failures || failures < 20 || failures > rounds {
		t.Errorf("in %d rounds, of which %d found no server, %d attempts were counted", rounds, failures, attempts)
	}
	h.server.Start(t)
	for range 20 { // every row comes round within its pause
		h.round()
		h.clock.pass(time.Hour)
	}
	sent := 0
	for _, m := range h.mails() {
		if m.State == storage.MailSent {
			sent++
		} else if m.State != storage.MailFailed || m.Failure != noAddress {
			t.Errorf("left: %+v", m)
		}
	}
	if got := len(h.server.Received()); got != sent || sent < waiting-20 {
		t.Errorf("%d of %d sent, %d received", sent, waiting, got)
	}
}

// A row that nobody takes is tried with growing pauses, and then fails where people see it.
func TestGivenUpInTheEnd(t *testing.T) {
	h := newHouse(t, notice)
	h.server.Rcpt = func(to string) error {
		if strings.HasPrefix(to, "contact") {
			return posttest.Busy
		}
		return nil
	}
	var days time.Duration
	for i, pause := range pauses {
		h.round()
		m := h.expect(notice, storage.MailWaits)
		if i > 0 && pause < pauses[i-1] || m.Next.Sub(h.clock.read()) != pause {
			t.Errorf("pause %d is %s, until %s", i, pause, m.Next)
		}
		h.clock.pass(pause)
		days += pause
	}
	h.round()
	m := h.expect(notice, storage.MailFailed)
	if m.Failure != tooOften || m.Attempt != len(pauses)+1 || days < 48*time.Hour {
		t.Errorf("after %s: %+v", days, m)
	}
	if got := h.server.Received(); len(got) != 1 || !strings.Contains(posttest.Open(t, got[0].Data).Decoded(t, "Subject"), "Niet verzonden") {
		t.Errorf("the secretariaat is told %d times", len(got))
	}
	h.server.Rcpt = nil
	h.must(h.register.SendAgain(context.Background(), m.ID, "018cc4e5"))
	h.round()
	h.expect(notice, storage.MailSent)
}

// When the server took it for one contact person, a Partij has been told, whatever becomes of the other.
func TestReachedInTheEndByOneOfTwo(t *testing.T) {
	h := newHouse(t, notice)
	h.server.Rcpt = func(to string) error {
		if strings.HasPrefix(to, "contact2") {
			return posttest.Busy
		}
		return nil
	}
	for _, pause := range pauses {
		h.round()
		h.expect(notice, storage.MailWaits)
		h.clock.pass(pause)
	}
	h.round()
	h.expect(notice, storage.MailSent)
	if got := h.server.Received(); len(got) != 1 {
		t.Errorf("%d messages came", len(got))
	}
}

// What was made is what is sent, also when a template has changed between two attempts; and it is made once.
func TestADocumentIsMadeOnce(t *testing.T) {
	h := newHouse(t, notice)
	made := 0
	h.post.step = func(name string) {
		if name == "made" {
			made++
		}
	}
	h.server.Rcpt = func(string) error { return posttest.Busy }
	h.round()
	first := h.the(notice).Attempts[0].Papers
	changed, err := templates.Open(fstest.MapFS{"brieven/kennisgeving.md": {Data: []byte("---\ntitel: Anders\nonderwerp: Anders\n---\nHeel anders.\n")}}, templates.EmbeddedFS())
	h.must(err)
	h.post.Printer, err = paper.NewPrinter(changed)
	h.must(err)
	h.server.Rcpt = nil
	h.clock.pass(time.Hour)
	h.round()
	m := h.expect(notice, storage.MailSent)
	if last := m.Attempts[len(m.Attempts)-1].Papers; !slices.Equal(first, last) || made != 1 {
		t.Errorf("made %d times: first %v, then %v", made, first, last)
	}
}

// A correction of an address counts for what already waits.
func TestTheAddressIsThatOfTheMomentOfSending(t *testing.T) {
	const invitation = "uitnodiging-ondertekening partij hilversum"
	h := newHouse(t, invitation)
	h.server.Rcpt = func(string) error { return posttest.Busy }
	h.round()
	h.server.Rcpt = nil
	h.act(`{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"hilversum","functie":"adviseur","email":"nieuw@hilversum.example","rang":1}}`)
	for _, m := range h.mails() { // what the act itself may have called for is not looked at
		if m.Attempt == 0 && m.State == storage.MailWaits {
			t.Fatalf("%+v", m)
		}
	}
	h.clock.pass(time.Hour)
	h.round()
	if got := h.server.Received(); len(got) != 1 || got[0].To[0] != "nieuw@hilversum.example" {
		t.Errorf("%+v", got)
	}
}

// Of what is no address, or stands there twice, nothing comes; whoever can be reached is.
func TestAddressesThatAreNone(t *testing.T) {
	for email, want := range map[string]string{"geen adres": "contact2@blaricum.example", "Contact2@blaricum.example": "Contact2@blaricum.example"} {
		h := newHouse(t, notice)
		h.act(`{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"blaricum","functie":"adviseur","email":"` + email + `","rang":1}}`)
		h.round()
		h.expect(notice, storage.MailSent)
		if got := h.server.Received()[0].To; strings.Join(got, " ") != want {
			t.Errorf("%s: sent to %v", email, got)
		}
	}
}

func (h *house) act(json string) {
	h.Helper()
	v, err := workflow.ParseValue([]byte(json))
	h.must(err)
	act, refusal := workflow.ReadAct(v)
	if refusal != nil {
		h.Fatal(refusal)
	}
	out, err := h.register.Act(context.Background(), h.id, storage.Key{}, func(c *workflow.Convenant) workflow.Decision {
		return c.Decide(act, workflow.MustDate("2026-01-06"), library())
	})
	h.must(err)
	if out.Refusal != nil {
		h.Fatal(out.Refusal)
	}
}

func TestAnErasedPersonIsNotWrittenToAndIsGoneFromTheLog(t *testing.T) {
	h := newHouse(t, notice)
	h.round()
	h.act(`{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"blaricum","grond":"Verzoek."}}`)
	m := h.expect(notice, storage.MailSent, "1  aangenomen", "1  aangenomen")
	if a := m.Attempts[0]; a.Answer != "250" || len(a.Papers) != 1 {
		t.Errorf("%+v", a)
	}
	h.must(h.register.SendTo(context.Background(), m.ID, "x@blaricum.example", "018cc4e5"))
	h.act(`{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"blaricum","grond":"Nog een verzoek."}}`)
	h.round()
	if got := h.the(notice); got.State != storage.MailFailed || got.Failure != noAddress {
		t.Errorf("%+v", got)
	}
	for _, r := range h.server.Received()[1:] {
		if strings.Contains(strings.Join(r.To, " "), "blaricum") {
			t.Errorf("written to %v", r.To)
		}
	}
}

// What is too large to go along is linked by the public address; without one the reader is told to ask.
func TestWhatIsTooLargeIsLinked(t *testing.T) {
	const signed = "convenant-ondertekend partij blaricum"
	for url, want := range map[string]string{"https://convenanten.example/": "u kunt het ophalen", "": "vraag het ons"} {
		h := newHouse(t, signed)
		h.post.URL, h.post.Attach = url, 64_000 // the agreement is larger, the sheet of signatures is not
		h.round()
		m := h.expect(signed, storage.MailSent)
		o := posttest.Open(t, h.server.Received()[0].Data)
		if papers := m.Attempts[0].Papers; len(o.Attachments) != 1 || len(papers) != 2 || !papers[0].Linked || papers[1].Linked {
			t.Errorf("attached: %v; the log says %+v", o.Names, papers)
		}
		if link := "https://convenanten.example/documenten/" + m.Attempts[0].Papers[0].SHA256; strings.Contains(o.Text, link) != (url != "") || !strings.Contains(strings.Join(strings.Fields(o.Text), " "), want) {
			t.Errorf("%s is not in\n%s", want, o.Text)
		}
	}
}

// A Partij is asked for advice with the text that it is about.
func TestAdviceIsAskedWithTheConcept(t *testing.T) {
	h := newHouse(t, notice)
	draft := `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Convenant Water","partijen":[{"id":"a","naam":"Gemeente A"},{"id":"b","naam":"Waterschap B"}]}}`
	v, err := workflow.ParseValue([]byte(draft))
	h.must(err)
	act, _ := workflow.ReadAct(v)
	out, err := h.register.Draft(context.Background(), storage.Key{}, func(c *workflow.Convenant) workflow.Decision {
		return c.Decide(act, workflow.MustDate("2026-01-06"), library())
	})
	h.must(err)
	h.id = out.ID
	h.act(`{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"a","functie":"adviseur","email":"adviseur@a.example"}}`)
	h.act(`{"handeling":"adviesronde-openen","gegevens":{"adviseurs":["a"],"uiterlijk":"2026-02-06"}}`)
	h.round()
	m := h.expect("uitnodiging-adviesronde partij a", storage.MailSent)
	for _, r := range h.server.Received() {
		if o := posttest.Open(t, r.Data); r.To[0] == "adviseur@a.example" {
			if len(o.Attachments) != 2 || !strings.Contains(o.Text, "uiterlijk op 6 februari 2026") || !strings.Contains(o.Names[1], "concept") {
				t.Errorf("%v\n%s", o.Names, o.Text)
			}
			looked(t, o, m)
			return
		}
	}
	t.Error("nobody was asked")
}

func TestWithoutAServerNothingIsSentAndItIsSaid(t *testing.T) {
	h := newHouse(t, notice)
	h.post.Server = nil
	h.post.Run(context.Background())
	if !strings.Contains(h.log.String(), "CONVENANT_SMTP is not set") || !strings.Contains(h.log.String(), "waiting=1") {
		t.Errorf("said: %s", h.log)
	}
	if n := h.round(); n != 0 {
		t.Errorf("%d rows were tried", n)
	}
	h.expect(notice, storage.MailWaits)
}

// Several programs share the work: everything is sent once.
func TestManyHandsSendEverythingOnce(t *testing.T) {
	h := newHouse(t, "")
	var posts []*Post
	for range 3 {
		r, err := storage.Open(context.Background(), h.path, storage.Options{Now: h.clock.read, Random: bytes.NewReader(make([]byte, 1<<16))})
		h.must(err)
		t.Cleanup(func() { _ = r.Close() })
		posts = append(posts, newPost(r, h.clock.read, h.post.Server.Address, &bytes.Buffer{}))
	}
	var all sync.WaitGroup
	for _, p := range posts {
		for range 2 {
			all.Go(func() {
				if _, err := p.Round(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	seen := map[string]int{}
	for _, r := range h.server.Received() {
		seen[posttest.Open(t, r.Data).Get("Message-Id")]++
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
	waiting, _, err := h.register.MailsOutstanding(context.Background())
	h.must(err)
	if waiting != 0 || len(seen) < 100 {
		t.Errorf("%d wait, %d came", waiting, len(seen))
	}
}

// Who stops the program in the middle loses nothing and burns no attempt.
func TestStoppedInTheMiddle(t *testing.T) {
	h := newHouse(t, "")
	ctx, stop := context.WithCancel(context.Background())
	h.server.Data = func(posttest.Received) error { stop(); return nil }
	done := make(chan struct{})
	go func() { h.post.Run(ctx); close(done) }()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("it does not stop")
	}
	sent := 0
	for _, m := range h.mails() {
		switch {
		case m.State == storage.MailSent:
			sent++
		case m.State == storage.MailWaits && m.Attempt != 0:
			t.Errorf("an attempt was counted that was not made: %+v", m)
		}
	}
	if got := len(h.server.Received()); got == 0 || got != sent {
		t.Errorf("%d received, %d marked as sent", got, sent)
	}
	h.server.Data = nil
	if h.round(); len(h.server.Received()) < 100 {
		t.Errorf("%d messages after all", len(h.server.Received()))
	}
}

// A message that cannot be made waits for whoever mends the template, and is no reason to stop the others.
func TestAMessageThatCannotBeMade(t *testing.T) {
	h := newHouse(t, notice)
	h.post.From = "geen adres"
	h.round()
	if m := h.expect(notice, storage.MailWaits); m.Attempts[0].Answer != notMade {
		t.Errorf("%+v", m.Attempts)
	}
	if !strings.Contains(h.log.String(), "a message cannot be made") {
		t.Errorf("the operator is not told: %s", h.log)
	}
}

func TestStartTLSAndLoginAllTheWay(t *testing.T) {
	h := newHouse(t, notice)
	roots, config := posttest.Certificate(t, time.Now())
	secure := &posttest.Server{Config: config, Login: func(user, password string) error {
		if user != "wij" || password != "geheim" {
			return posttest.Busy
		}
		return nil
	}}
	h.post.Server = &post.Server{Address: secure.Start(t), Security: post.Required, Roots: roots, User: "wij", Password: "geheim"}
	h.round()
	h.expect(notice, storage.MailSent)
	if r := secure.Received()[0]; !r.TLS || r.User != "wij" {
		t.Errorf("encrypted: %v, as %q", r.TLS, r.User)
	}
}
