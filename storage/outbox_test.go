package storage

// The outbox: a row for everyone who is told, in the transaction that tells it; each row in one hand at a time, and back
// again when that hand is gone.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"convenant/workflow"
)

// toldOf records a convenant of three Partijen that is in force and of which p3 has given notice, and lists its outbox.
func toldOf(t testing.TB, r *Register) (string, []Mail) {
	t.Helper()
	id := draft(t, r, 3)
	inForce(t, r, id, 3)
	for _, p := range []string{"p1", "p3"} {
		record(t, r, id, "2024-03-01", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"%s","naam":"Anna %s","email":"Anna.%s@Example.nl"}}`, p, p, p)
	}
	record(t, r, id, "2024-04-01", `{"handeling":"opzeggen","gegevens":{"partij":"p3"}}`)
	return id, mails(t, r, id)
}

func mails(t testing.TB, r *Register, id string) []Mail {
	t.Helper()
	list, err := r.Mails(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func claim(t testing.TB, r *Register, most int) []Mail {
	t.Helper()
	list, err := r.ClaimMails(context.Background(), most, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func settle(t testing.TB, r *Register, m Mail, s Settlement) {
	t.Helper()
	if err := r.SettleMail(context.Background(), m, s); err != nil {
		t.Fatal(err)
	}
}

// at moves the clock of a register to a time after everything that was recorded, and then by what is asked.
func at(r *Register) (pass func(time.Duration)) {
	now := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	r.opts.Now = func() time.Time { return now }
	return func(d time.Duration) { now = now.Add(d) }
}

func attempted(address, outcome, answer string) []Attempt {
	return []Attempt{{At: time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC), Address: address, Outcome: outcome, Answer: answer,
		Papers: []MailedPaper{{Name: "brief.pdf", SHA256: strings.Repeat("a", 64)}}}}
}

func TestEveryoneWhoIsToldHasARow(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id, list := toldOf(t, r)
		var told []string
		for i, m := range list {
			if m.State != MailWaits || m.Attempt != 0 || m.Why == "" || m.Announcement.Stand.Hash == "" || !strings.HasPrefix(m.ID, id+".") || m.Address != "" {
				t.Errorf("row %d is %+v", i, m)
			}
			told = append(told, m.Announcement.Paper.Kind+" "+m.Role+" "+m.Name)
		}
		for _, want := range []string{"uitnodiging-ondertekening partij p1", "convenant-ondertekend partij p2", "convenant-ondertekend portefeuillehouder ",
			"ontvangstbevestiging partij p3", "kennisgeving partij p1", "kennisgeving partij p2"} {
			if !slices.Contains(told, want) {
				t.Errorf("%q is not among %q", want, told)
			}
		}
		for _, bytes := range column[string](t, r, "SELECT waarom || aan FROM post") {
			if strings.Contains(bytes, "@") || strings.Contains(bytes, "Anna") {
				t.Errorf("a row holds %q", bytes)
			}
		}
	})
}

func column[T any](t testing.TB, r *Register, query string, args ...any) []T {
	t.Helper()
	var list []T
	if err := r.read.Select(&list, query, args...); err != nil {
		t.Fatal(err)
	}
	return list
}

// What is brought in with its history was told by others, long ago.
func TestWhatIsImportedIsSentToNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		err := r.Import(context.Background(), func(all *Together) error {
			out, err := all.Draft(Key{}, deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Oud","partijen":[{"id":"p1","naam":"A"},{"id":"p2","naam":"B"}]}}`), day("2024-01-01")))
			if err == nil {
				_, err = all.Act(out.ID, Key{}, deciding(act(t, `{"handeling":"adviesronde-openen","gegevens":{"adviseurs":["p1"]}}`), day("2024-01-01")))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := one[int](t, r, "SELECT count(*) FROM post"); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestARowIsInOneHandAtATime(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		_, list := toldOf(t, r)
		pass := at(r)
		registers := []*Register{r, second(t, r)}
		at(registers[1])
		var got [8][]Mail
		atOnce(len(got), func(i int) {
			var err error
			if got[i], err = registers[i%2].ClaimMails(context.Background(), 2, time.Hour); err != nil {
				t.Error(err)
			}
		})
		seen := map[string]bool{}
		for _, mine := range got {
			for _, m := range mine {
				if seen[m.ID] || m.Attempt != 1 {
					t.Errorf("%s is in two hands, or counts %d attempts", m.ID, m.Attempt)
				}
				seen[m.ID] = true
			}
		}
		for _, m := range claim(t, r, 100) {
			seen[m.ID] = true
		}
		if len(seen) != len(list) {
			t.Errorf("%d of %d rows were given out", len(seen), len(list))
		}
		if again := claim(t, r, 100); len(again) != 0 {
			t.Errorf("%d rows are given out twice", len(again))
		}
		pass(time.Hour + time.Second) // whoever had them is gone
		back := claim(t, r, 100)
		if len(back) != len(list) || back[0].Attempt != 2 {
			t.Errorf("%d rows come back, with %d attempts", len(back), back[0].Attempt)
		}
	})
}

func TestWhatCameOfAnAttempt(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id, list := toldOf(t, r)
		pass := at(r)
		rows := claim(t, r, 3)
		late := rows[0]
		pass(2 * time.Hour)
		if now := claim(t, r, 1); now[0].ID != late.ID {
			t.Fatalf("the first row does not come back first: %s", now[0].ID)
		} else if err := r.SettleMail(context.Background(), late, Settlement{State: MailSent}); !errors.Is(err, ErrClaimLost) {
			t.Errorf("whoever lost the row settles it: %v", err)
		} else {
			settle(t, r, now[0], Settlement{State: MailSent, Log: attempted("Piet@Example.nl", OutcomeAccepted, "250 ok for <piet@example.nl>")})
			if err := r.SettleMail(context.Background(), now[0], Settlement{State: MailSent}); !errors.Is(err, ErrClaimLost) {
				t.Errorf("it is settled twice: %v", err)
			}
		}
		m := claim(t, r, 1)[0]
		settle(t, r, m, Settlement{State: MailWaits, Next: r.now().Add(10 * time.Minute), Log: attempted("a@b.nl", OutcomeDeferred, "451 later")})
		for _, other := range claim(t, r, 100) {
			if other.ID == m.ID {
				t.Error("it is tried before its time")
			}
		}
		pass(11 * time.Minute)
		m = claim(t, r, 1)[0]
		if m.Attempt != 3 || len(m.Attempts) != 1 || m.Attempts[0].Answer != "451 later" {
			t.Errorf("the second time it is %+v", m)
		}
		settle(t, r, m, Settlement{State: MailFailed, Failure: "Er is geen e-mailadres bekend."})
		after := mails(t, r, id)
		if len(after) != len(list)+1 {
			t.Fatalf("%d rows became %d", len(list), len(after))
		}
		var word Mail
		for _, row := range after {
			switch {
			case row.ID == late.ID:
				want := Attempt{Attempt: 2, At: time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC), Address: "piet@example.nl", Outcome: OutcomeAccepted,
					Answer: "250 ok for <" + workflow.Erased + ">", Papers: []MailedPaper{{Name: "brief.pdf", SHA256: strings.Repeat("a", 64)}}}
				if row.State != MailSent || fmt.Sprint(row.Attempts) != fmt.Sprint([]Attempt{want}) {
					t.Errorf("%s %+v, want %+v", row.State, row.Attempts, want)
				}
			case row.ID == m.ID && (row.State != MailFailed || row.Failure == ""):
				t.Errorf("%+v", row)
			case row.About != "":
				word = row
			}
		}
		if word.About != m.ID || word.Role != workflow.ToSecretariat || word.State != MailWaits || word.Announcement != m.Announcement {
			t.Errorf("the secretariaat is told %+v", word)
		}
		// That the secretariaat cannot be reached is told to nobody.
		for _, row := range claim(t, r, 100) {
			if row.ID == word.ID {
				settle(t, r, row, Settlement{State: MailFailed, Failure: "Er is geen e-mailadres bekend."})
			}
		}
		if n := len(mails(t, r, id)); n != len(after) {
			t.Errorf("%d rows more", n-len(after))
		}
		failed, err := r.FailedMails(context.Background(), 10)
		if err != nil || len(failed) != 2 {
			t.Errorf("%d rows failed: %v", len(failed), err)
		}
		waiting, lost, err := r.MailsOutstanding(context.Background())
		if err != nil || waiting != len(after)-3 || lost != 2 {
			t.Errorf("%d wait and %d failed: %v", waiting, lost, err)
		}
		sound(t, r)
	})
}

func TestMendingWhatCouldNotBeSent(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		_, list := toldOf(t, r)
		pass := at(r)
		ctx, today := context.Background(), day("2024-06-01")
		last := list[len(list)-1]
		state := func() Mail {
			m, err := r.Mail(ctx, last.ID)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		refused := func(err error, code workflow.Code, words string) {
			t.Helper()
			var refusal *workflow.Refusal
			if !errors.As(err, &refusal) || refusal.Code != code || refusal.Remedy == "" || !strings.Contains(refusal.Detail, words) {
				t.Errorf("not refused with %s %q: %v", code, words, err)
			}
		}
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		refused(r.SendAgain(ctx, last.ID, "wie"), workflow.NotAllowed, "het wacht op verzending")
		mine := claim(t, r, 100)
		refused(r.SendTo(ctx, last.ID, "b@example.nl", "wie"), workflow.NotAllowed, "op dit moment verzonden")
		refused(r.SentByPost(ctx, last.ID, today, today, "wie"), workflow.NotAllowed, "op dit moment verzonden")
		for _, m := range mine {
			settle(t, r, m, Settlement{State: MailFailed, Failure: "Zo."})
		}
		ok(r.SendAgain(ctx, last.ID, "wie"))
		if m := state(); m.State != MailWaits || m.Since != 1 || m.Failure != "" || m.Attempts[0].Outcome != OutcomeAgain || m.Attempts[0].Who != "wie" {
			t.Errorf("%+v", m)
		}
		for _, wrong := range []string{"", "b", "B <b@example.nl>", "b@example.nl\r\nx", strings.Repeat("b", 250) + "@example.nl"} {
			refused(r.SendTo(ctx, last.ID, wrong, "wie"), workflow.InvalidData, "geen e-mailadres")
		}
		ok(r.SendTo(ctx, last.ID, "b@example.nl", "wie"))
		for _, m := range claim(t, r, 100) {
			if m.ID == last.ID && m.Address != "b@example.nl" {
				t.Errorf("the other address is %q", m.Address)
			}
			settle(t, r, m, Settlement{State: MailSent, Log: []Attempt{{At: r.now(), Address: m.Address, ByHand: true, Outcome: OutcomeAccepted}}})
		}
		if m := state(); m.State != MailSent || m.Address != "" {
			t.Errorf("once sent, the address stands in the log only: %+v", m)
		}
		refused(r.SendAgain(ctx, last.ID, "wie"), workflow.NotAllowed, "al verzonden")
		refused(r.SentByPost(ctx, last.ID, today, today, "wie"), workflow.NotAllowed, "al verzonden")
		ok(r.SendTo(ctx, last.ID, "c@example.nl", "wie")) // somebody else wants it too
		refused(r.SentByPost(ctx, last.ID, today+1, today, "wie"), workflow.DateInFuture, "2 juni 2024")
		refused(r.SentByPost(ctx, last.ID, day("2024-03-31"), today, "wie"), workflow.DateTooEarly, "1 april 2024")
		ok(r.SentByPost(ctx, last.ID, today, today, "wie"))
		if m := state(); m.State != MailByPost || m.Address != "" || m.Attempts[len(m.Attempts)-1].Answer != "2024-06-01" {
			t.Errorf("%+v", m)
		}
		refused(r.SendAgain(ctx, last.ID, "wie"), workflow.NotAllowed, "al per post")
		pass(time.Hour)
		for _, m := range claim(t, r, 100) {
			if m.ID == last.ID {
				t.Error("what went by post is sent")
			}
		}
		for _, err := range []error{r.SendAgain(ctx, "x", ""), r.SendTo(ctx, "x", "a@b.nl", ""), r.SentByPost(ctx, "x", today, today, "")} {
			if !errors.Is(err, ErrUnknown) {
				t.Errorf("of nothing: %v", err)
			}
		}
	})
}

func TestWhatWasNotTriedDoesNotCount(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		toldOf(t, r)
		at(r)
		mine := claim(t, r, 2)
		if err := r.ReleaseMails(context.Background(), mine, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if again := claim(t, r, 2); again[0].ID != mine[0].ID || again[0].Attempt != 1 {
			t.Errorf("%+v", again[0])
		}
		if err := r.ReleaseMails(context.Background(), []Mail{{ID: mine[0].ID, Attempt: 7}}, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if len(claim(t, r, 100))+2 != one[int](t, r, "SELECT count(*) FROM post") {
			t.Error("somebody else's row was given back")
		}
	})
}

// Addresses in the log are personal data. That something was sent, which documents and how the server answered stays.
func TestErasingReachesTheLogOfThePost(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		id, _ := toldOf(t, r)
		alderman, err := r.AddPerson(ctx, "Wethouder", "Wethouder@Example.nl", Grant{Role: RoleAlderman})
		if err != nil {
			t.Fatal(err)
		}
		pass := at(r)
		sendAll := func() {
			for _, m := range claim(t, r, 100) {
				address, byHand := "anna."+m.Name+"@example.nl", m.Address != ""
				if m.Role == workflow.ToAldermen {
					address = "wethouder@example.nl"
				}
				if byHand {
					address = m.Address
				}
				settle(t, r, m, Settlement{State: MailSent, Log: []Attempt{{At: r.now(), Address: address, ByHand: byHand, Outcome: OutcomeAccepted,
					Answer: "250 queued for Anna P. as 17", Papers: []MailedPaper{{Name: "b.pdf", SHA256: "x"}}}}})
			}
		}
		sendAll()
		list := mails(t, r, id)
		hand := list[slices.IndexFunc(list, func(m Mail) bool { return m.Name == "p1" })]
		for range 2 { // sent by hand once, and waiting for a second time
			if err := r.SendTo(ctx, hand.ID, "thuis@example.org", "wie"); err != nil {
				t.Fatal(err)
			}
			pass(time.Minute)
			if hand.Attempt == 1 {
				sendAll()
				hand.Attempt++
			}
		}
		left := func() map[string]int {
			counts := map[string]int{}
			for _, a := range column[string](t, r, "SELECT coalesce(adres, 'gewist') FROM postpoging UNION ALL SELECT adres FROM post WHERE adres IS NOT NULL") {
				counts[a]++
			}
			return counts
		}
		before := left()
		if before["anna.p1@example.nl"] < 3 || before["thuis@example.org"] < 3 || before["wethouder@example.nl"] == 0 {
			t.Fatalf("%v", before)
		}
		record(t, r, id, "2024-06-02", `{"handeling":"persoonsgegevens-wissen","gegevens":{"persoon":"Anna p1","grond":"Verzoek."}}`)
		if after := left(); after["anna.p1@example.nl"] != 0 || after["thuis@example.org"] != 0 || after["anna.p3@example.nl"] != before["anna.p3@example.nl"] || after["wethouder@example.nl"] == 0 {
			t.Errorf("after erasing a person: %v", after)
		}
		record(t, r, id, "2024-06-03", `{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"p3","grond":"Verzoek."}}`)
		if after := left(); after["anna.p3@example.nl"] != 0 || after["anna.p2@example.nl"] != before["anna.p2@example.nl"] {
			t.Errorf("after erasing a Partij: %v", after)
		}
		if err := r.ErasePerson(ctx, alderman.Person); err != nil {
			t.Fatal(err)
		}
		if after := left(); after["wethouder@example.nl"] != 0 {
			t.Errorf("after erasing who may log in: %v", after)
		}
		for _, m := range mails(t, r, id) {
			for _, a := range m.Attempts {
				if a.Address == "" && strings.Contains(a.Answer, "Anna") || a.Outcome == OutcomeAccepted && (len(a.Papers) != 1 || !strings.HasPrefix(a.Answer, "250")) {
					t.Errorf("what is left is %+v", a)
				}
			}
		}
		sound(t, r)
	})
}

// Claiming, settling and looking go by index, however much was sent before.
func TestThePostGoesByIndex(t *testing.T) {
	d, asked := spy(databases["sqlite"](t).(watched))
	r := newRegister(t, d)
	id, _ := toldOf(t, r)
	asked()
	ctx := context.Background()
	m := claim(t, r, 5)[0]
	settle(t, r, m, Settlement{State: MailFailed, Log: attempted("a@b.nl", OutcomeRefused, "550 no")})
	mails(t, r, id)
	if err := r.SendAgain(ctx, m.ID, "wie"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.FailedMails(ctx, 10); err != nil {
		t.Fatal(err)
	}
	record(t, r, id, "2024-06-02", `{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"p3","grond":"Verzoek."}}`)
	checked := 0
	for _, s := range asked() {
		if !strings.Contains(s.query, "post") || strings.HasPrefix(s.query, "INSERT") {
			continue
		}
		checked++
		for _, step := range plan(t, r, s.query, s.args...) {
			if scans.MatchString(step.Detail) && !strings.Contains(step.Detail, "INDEX post_") {
				t.Errorf("%s\n  %s", s.query, step.Detail)
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d statements were seen", checked)
	}
}

func TestClaimingGoesByIndexInPostgreSQL(t *testing.T) {
	r := newRegister(t, databases["postgres"](t))
	waitingMails(t, r, 10_000)
	var steps []string
	if err := r.read.Select(&steps, `EXPLAIN SELECT id FROM post WHERE toestand = 'wacht' AND volgende <= $1 AND bezet <= $1
		ORDER BY volgende, convenant, mededeling, id LIMIT $2 FOR UPDATE SKIP LOCKED`, "2024", 5); err != nil {
		t.Fatal(err)
	}
	if plan := strings.Join(steps, "\n"); !strings.Contains(plan, "post_wacht") || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "Sort") {
		t.Error(plan)
	}
}

// waitingMails makes so many rows wait, beside a convenant that lives.
func waitingMails(t testing.TB, r *Register, n int) string {
	t.Helper()
	id, _ := toldOf(t, r)
	rows := make([][]any, n)
	for i := range rows {
		rows[i] = newMail(fmt.Sprintf("%s.1.w%d", id, i), id, 1, workflow.Addressee{Role: workflow.ToParty, Name: "p1", Why: "U ontvangt dit omdat Gemeente 1 Partij is."}, "")
	}
	tx := r.write.MustBegin()
	if err := r.insertRows(context.Background(), tx, mailColumns, rows); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if !isSQLite(r) {
		r.write.MustExec("ANALYZE")
	}
	return id
}
