package workflow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

func TestAPolicyIsReadStrictly(t *testing.T) {
	for written, want := range map[string]string{
		`{"ondertekening":{"elke":"14 dagen","vooraf":"1 week","secretariaat":{"elke":"8 weken"}}}`: "",
		`{"verlenging":{"vooraf":["12 maanden","1 week"]},"advies":null}`:                           "",
		`{}`:                                 "",
		`{"betaling":{"elke":"1 week"}}`:     "herinneringen.betaling: Het veld ‘betaling’ is hier niet bekend.",
		`{"verlenging":{"daarna":"1 week"}}`: "herinneringen.verlenging.vooraf: Er staat niet wanneer er wordt herinnerd; kies uit vooraf, elke of secretariaat.",
		`{"verlenging":{"elke":"1 week","daarna":"1 week"}}`:                "herinneringen.verlenging.daarna: Het veld ‘daarna’ is hier niet bekend.",
		`{"instemming":{"vooraf":"1 week","elke":"1 week"}}`:                "herinneringen.instemming.vooraf: Het veld ‘vooraf’ is hier niet bekend.",
		`{"evaluatie":{"daarna":"1 week","secretariaat":{"elke":"1 dag"}}}`: "herinneringen.evaluatie.secretariaat: Het veld ‘secretariaat’ is hier niet bekend.",
		`{"instemming":{"elke":"0 dagen"}}`:                                 "herinneringen.instemming.elke: Tussen twee herinneringen ligt ten minste een dag.",
		`{"instemming":{"elke":"veertien"}}`:                                "herinneringen.instemming.elke: In het veld ‘elke’ staat ‘veertien’. Dat is geen termijn; schrijf bijvoorbeeld 8 weken, 2 maanden of 4 jaar.",
		`{"verlenging":{"vooraf":["1 week","gauw"]}}`:                       "herinneringen.verlenging.vooraf.1: In het veld ‘vooraf’ staat ‘gauw’. Dat is geen termijn; schrijf bijvoorbeeld 8 weken, 2 maanden of 4 jaar.",
		`{"verlenging":"maandelijks"}`:                                      "herinneringen.verlenging: In het veld ‘verlenging’ horen velden met een naam.",
		`["verlenging"]`:                                                    "herinneringen: Hier horen velden met een naam te staan.",
	} {
		v, err := workflow.ParseValue([]byte(written))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if _, refusal := workflow.ReadReminders(v, "herinneringen."); refusal != nil {
			got = refusal.Field + ": " + refusal.Error()
		}
		if got != want {
			t.Errorf("%s\n%q, not\n%q", written, got, want)
		}
	}
}

// reminded is a life in which days pass.
type reminded struct {
	t *testing.T
	life
}

func remind(t *testing.T, terms workflow.Value) *reminded {
	r := &reminded{t, life{today: workflow.MustDate("2024-01-15")}}
	for _, id := range ids[:3] {
		r.composer.parties = append(r.composer.parties, object("id", id, "naam", strings.ToUpper(id)))
	}
	r.c, _ = workflow.NewConvenant()
	r.must(t, workflow.Act{Kind: workflow.Draft, Data: object("sjabloon", probe, "kenmerk", "DOC-1", "voorwaarden", terms)})
	return r
}

func (r *reminded) on(day string, kind workflow.Kind, pairs ...any) {
	r.t.Helper()
	r.today = workflow.MustDate(day)
	r.must(r.t, workflow.Act{Kind: kind, Data: object(pairs...)})
}

// coming tells the reminders of a kind from today through a day, of one reader or of all.
func (r *reminded) coming(through, kind, to string) []string {
	var list []string
	for _, m := range r.c.Reminders(r.today, workflow.MustDate(through)) {
		if m.Kind != kind || to != "" && m.To != to {
			continue
		}
		line := m.On.String()
		if to == "" {
			line += " " + m.To
		}
		if m.By != 0 {
			line += " (" + m.By.String() + ")"
		}
		list = append(list, line)
	}
	return list
}

func (r *reminded) wants(what string, got []string, want ...string) {
	r.t.Helper()
	if !slices.Equal(got, want) {
		r.t.Errorf("%s: %q, not %q", what, got, want)
	}
}

func (r *reminded) adopted() {
	r.toSigning(r.t)
}

func TestWhoHasToSignIsRemindedUntilTheyDo(t *testing.T) {
	r := remind(t, object("looptijd", object("tot-en-met", "2024-12-31")))
	r.wants("in concept", r.coming("2025-12-31", workflow.RemindSign, ""))
	r.adopted()
	const last = " (2024-12-31)"
	r.wants("every fortnight", r.coming("2024-03-01", workflow.RemindSign, "laren"), "2024-01-29"+last, "2024-02-12"+last, "2024-02-26"+last)
	all := r.coming("2030-01-01", workflow.RemindSign, "laren")
	r.wants("up to the einddatum, after which a last signature is refused", all[len(all)-1:], "2024-12-30"+last)
	r.on("2024-01-20", workflow.Schedule, "overleg", "Inspiratiesessie", "datum", "2024-02-15", "doel", workflow.GoalAdvise)
	r.wants("a week before they meet", r.coming("2024-02-26", workflow.RemindSign, "laren"), "2024-01-29 (2024-02-15)", "2024-02-08 (2024-02-15)", "2024-02-12 (2024-02-15)", "2024-02-26"+last)
	r.on("2024-02-01", workflow.Sign, "partij", "laren", "wijze", workflow.OnPaper)
	r.on("2024-02-01", workflow.DeclineToSign, "partij", "hilversum")
	r.wants("who signed or refused is left alone", r.coming("2024-02-14", workflow.RemindSign, ""), "2024-02-08 regio (2024-02-15)", "2024-02-12 regio (2024-02-15)")
	r.on("2024-02-02", workflow.Sign, "partij", "hilversum", "wijze", workflow.OnPaper)
	r.on("2024-02-02", workflow.Sign, "partij", "regio", "wijze", workflow.OnPaper)
	r.wants("all have signed", r.coming("2025-12-31", workflow.RemindSign, ""))
}

// A college may take years to decide: it keeps being reminded.
func TestNoReminderIsTheLast(t *testing.T) {
	r := remind(t, object("looptijd", object("onbepaald", true)))
	r.adopted()
	if n := len(r.coming("2034-01-15", workflow.RemindSign, "laren")); n != 10*365/14 {
		t.Errorf("%d reminders in ten years", n)
	}
	r.wants("the secretariaat", r.coming("2024-05-31", workflow.RemindSign, workflow.Secretariat), "2024-03-11", "2024-05-06")
}

func TestTheRenewalCampaign(t *testing.T) {
	terms := object("looptijd", object("tot-en-met", "2025-12-31"), "verlenging", object("wijze", "brief", "duur", "4 jaar"),
		"opzegging", object("door", "elke-partij", "termijn", "2 maanden"))
	r := remind(t, terms)
	r.adopted()
	for _, id := range ids[:3] {
		r.on("2024-02-08", workflow.Sign, "partij", id, "wijze", workflow.OnPaper)
	}
	const by = " (2025-12-31)"
	r.wants("all of it", r.coming("2026-12-31", workflow.RemindRenew, "laren"), "2024-12-31"+by, "2025-06-30"+by, "2025-09-30"+by, "2025-11-30"+by, "2025-12-24"+by)
	r.on("2025-07-01", workflow.Renew, "partij", "hilversum")
	r.on("2025-10-01", workflow.GiveNotice, "partij", "regio")
	r.wants("each their own clock", r.coming("2026-12-31", workflow.RemindRenew, ""), "2025-10-31 secretariaat"+by, "2025-11-30 laren"+by, "2025-12-24 laren"+by)
	r.on("2025-12-20", workflow.Renew, "partij", "laren")
	r.wants("a year before the next end", r.coming("2029-06-01", workflow.RemindRenew, "laren"), "2028-12-31 (2029-12-31)")
}

// A letter that must be in three months before the end is asked for in time: the reminders count from that day.
func TestTheCampaignCountsFromTheLastDayForALetter(t *testing.T) {
	r := remind(t, object("looptijd", object("tot-en-met", "2025-12-31"), "verlenging", object("wijze", "brief", "duur", "1 jaar", "ontvangen-uiterlijk", "3 maanden")))
	r.adopted()
	for _, id := range ids[:3] {
		r.on("2024-02-08", workflow.Sign, "partij", id, "wijze", workflow.OnPaper)
	}
	const by = " (2025-09-30)"
	r.wants("laren", r.coming("2026-12-31", workflow.RemindRenew, "laren"), "2024-09-30"+by, "2025-03-31"+by, "2025-06-30"+by, "2025-08-31"+by, "2025-09-23"+by)
	r.today = workflow.MustDate("2025-10-05")
	for _, p := range r.c.ReminderPapers(workflow.MustDate("2025-09-20"), r.today) {
		if p.Asks == workflow.RemindRenew {
			t.Errorf("too late to ask for, and asked for: %+v", p)
		}
	}
}

// Nobody is reminded on a day on which it had not been asked yet, however late somebody looks.
func TestNothingIsDueBeforeItIsAsked(t *testing.T) {
	r := remind(t, object("looptijd", object("tot-en-met", "2024-05-31"), "verlenging", object("wijze", "brief", "duur", "4 maanden")))
	r.adopted()
	for _, id := range ids[:3] {
		r.on("2024-03-30", workflow.Sign, "partij", id, "wijze", workflow.OnPaper)
	}
	for _, id := range ids[:3] {
		r.on("2024-04-02", workflow.Renew, "partij", id)
	}
	var due []string // three months before 30 September is in the new period, six months is not
	for _, p := range r.c.ReminderPapers(workflow.MustDate("2024-01-20"), workflow.MustDate("2024-07-01")) {
		if p.Asks == workflow.RemindRenew && p.To == "laren" {
			due = append(due, p.On.String())
		}
	}
	r.wants("of the new period", due, "2024-06-30")
}

func TestAChangeThatWaitsForAnotherAsksNobody(t *testing.T) {
	r := remind(t, object("looptijd", object("onbepaald", true), "wijziging", object("instemming", "alle-partijen")))
	r.adopted()
	for _, id := range ids[:3] {
		r.on("2024-02-08", workflow.Sign, "partij", id, "wijze", workflow.OnPaper)
	}
	r.on("2024-03-01", workflow.ProposeChange, "titel", "Zo", "artikelen", object("1.1", "Zo."))
	r.on("2024-03-01", workflow.ProposeChange, "titel", "Of zo", "artikelen", object("1.1", "Of zo."))
	for _, id := range ids[:3] {
		r.on("2024-03-02", workflow.Consent, "wijziging", 1, "partij", id)
	}
	r.wants("the second cannot be consented to", r.coming("2025-03-01", workflow.RemindConsent, ""))
	r.on("2024-04-01", workflow.AdaptChange, "wijziging", 2, "artikelen", object("1.1", "Toch zo."))
	r.wants("adapted", r.coming("2024-04-22", workflow.RemindConsent, ""), "2024-04-22 regio", "2024-04-22 hilversum", "2024-04-22 laren")
}

func TestAdviceDecisionsConsentsAndTheRest(t *testing.T) {
	r := remind(t, object("looptijd", object("onbepaald", true), "wijziging", object("instemming", "alle-partijen"), "toetreding", object("instemming", "orgaan:Stuurgroep"),
		"evaluatie", object("elke", "1 jaar")))
	r.on("2024-01-15", workflow.OpenAdvice, "adviseurs", []string{"laren", "Jurist"}, "uiterlijk", "2024-02-15")
	r.wants("advice", r.coming("2024-02-25", workflow.RemindAdvice, "Jurist"), "2024-01-25 (2024-02-15)", "2024-02-01 (2024-02-15)", "2024-02-04 (2024-02-15)",
		"2024-02-12 (2024-02-15)", "2024-02-14 (2024-02-15)", "2024-02-22 (2024-02-15)")
	r.on("2024-01-20", workflow.GiveAdvice, "adviseur", "Jurist", "strekking", workflow.NoAdvice)
	r.wants("who has advised", r.coming("2024-12-31", workflow.RemindAdvice, "Jurist"))
	r.on("2024-02-16", workflow.CloseAdvice)
	r.on("2024-02-16", workflow.Schedule, "overleg", "Bestuur", "datum", "2024-03-01", "doel", workflow.GoalAdopt)
	r.wants("a decision", r.coming("2024-03-16", workflow.RemindDecision, "Bestuur"), "2024-02-23 (2024-03-01)", "2024-03-08 (2024-03-01)", "2024-03-15 (2024-03-01)")
	r.on("2024-03-09", workflow.Schedule, "overleg", "Bestuur", "datum", "2024-04-01", "doel", workflow.GoalAdopt)
	r.wants("put on the agenda again", r.coming("2024-04-10", workflow.RemindDecision, "Bestuur"), "2024-03-25 (2024-04-01)", "2024-04-08 (2024-04-01)")
	r.on("2024-04-01", workflow.Deliberate, "overleg", "Bestuur", "besluit", "vastgesteld")
	r.wants("decided", r.coming("2026-04-10", workflow.RemindDecision, ""))
	for _, id := range ids[:3] {
		r.on("2024-04-10", workflow.Sign, "partij", id, "wijze", workflow.OnPaper)
	}
	r.on("2024-04-10", workflow.AppointContact, "partij", "laren", "functie", "adviseur", "rang", 1)
	r.wants("contact persons", r.coming("2024-06-10", workflow.RemindContacts, ""), "2024-05-10 regio", "2024-05-10 hilversum", "2024-06-10 regio", "2024-06-10 hilversum")
	r.wants("evaluation", r.coming("2025-05-10", workflow.RemindEvaluate, ""), "2025-01-10 secretariaat (2025-04-10)", "2025-03-10 secretariaat (2025-04-10)", "2025-05-10 secretariaat (2025-04-10)")
	r.on("2024-05-01", workflow.ProposeChange, "titel", "Iets", "artikelen", object("1.1", "Anders."))
	r.on("2024-05-02", workflow.Consent, "wijziging", 1, "partij", "laren")
	r.wants("consent", r.coming("2024-06-12", workflow.RemindConsent, ""), "2024-05-22 regio", "2024-05-22 hilversum", "2024-06-12 regio", "2024-06-12 hilversum")
	r.on("2024-05-10", workflow.AdaptChange, "wijziging", 1, "artikelen", object("1.1", "Toch zo."))
	r.wants("asked anew", r.coming("2024-05-31", workflow.RemindConsent, "laren"), "2024-05-31")
	r.on("2024-05-11", workflow.WithdrawChange, "wijziging", 1, "reden", "Niet meer nodig.")
	r.wants("withdrawn", r.coming("2025-05-31", workflow.RemindConsent, ""))
	r.on("2024-06-01", workflow.ProposeChange, "titel", "Erbij", "toetreding", object("id", "west", "naam", "West"))
	r.wants("who decides on an accession", r.coming("2024-07-01", workflow.RemindDecision, "Stuurgroep"), "2024-07-01")
}

func TestAConvenantWithoutAPolicyRemindsNobody(t *testing.T) {
	c, err := workflow.NewConvenant()
	if err != nil {
		t.Fatal(err)
	}
	fact := c.Decide(workflow.Act{Kind: workflow.Draft, Data: object("sjabloon", probe)}, workflow.MustDate("2024-01-15"), probeComposer{parties: []workflow.Value{object("id", "a", "naam", "A")}}).Fact
	fact.Words.Reminders = workflow.Value{} // as facts were before there were policies
	c.Append(fact)
	c.Append(c.Decide(workflow.Act{Kind: workflow.OpenAdvice, Data: object("adviseurs", []string{"Jurist"})}, workflow.MustDate("2024-01-15"), nil).Fact)
	if list := c.Reminders(0, workflow.MustDate("2030-01-01")); len(list) > 0 {
		t.Errorf("%v", list)
	}
}

// A look on every day gives what was foreseen: no reminder comes of which the calendar did not know, and nothing at all
// comes to be before the day for which the clock is set.
func TestTheCalendarForeseesEveryReminder(t *testing.T) {
	const days = 150
	lives, reminders := 0, 0
	sequences(t, 3, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, unseen)
		lives++
		told := func(kind, to string, change int, on workflow.Date) string { return fmt.Sprint(on, kind, to, change) }
		var foreseen, came []string
		for _, r := range l.c.Reminders(l.today, l.today+days) {
			foreseen = append(foreseen, told(r.Kind, r.To, r.Change, r.On))
		}
		next, wakes := l.c.Ahead(l.today)
		for _, r := range next {
			if !slices.Contains(foreseen, told(r.Kind, r.To, r.Change, r.On)) && r.On <= l.today+days {
				t.Fatalf("%+v is next, and not foreseen", r)
			}
		}
		for day := l.today + 1; day <= l.today+days; day++ {
			papers := l.c.ReminderPapers(day-1, day)
			if (len(papers) > 0 || len(workflow.Papers(l.c.Latest(day-1), l.c.Latest(day))) > 0) && (wakes == 0 || day < wakes) {
				t.Fatalf("the clock is set for %s, and something comes on %s: %+v", wakes, day, papers)
			}
			for _, p := range papers {
				came = append(came, told(p.Asks, p.To, p.Change, p.On))
				if p.Skipped || p.On != day {
					t.Fatalf("on %s: %+v", day, p)
				}
			}
		}
		slices.Sort(foreseen)
		slices.Sort(came)
		if reminders += len(came); !slices.Equal(foreseen, came) {
			t.Fatalf("foreseen\n%s\nand came\n%s", strings.Join(foreseen, "\n"), strings.Join(came, "\n"))
		}
	})
	t.Cleanup(func() { enough(t, "reminders", reminders, 300, lives) })
}

// What days call for does not depend on how often somebody looks: not the papers, not their order, not who is told.
func TestWhatDaysCallForAddsUp(t *testing.T) {
	papers, lives := 0, 0
	sequences(t, 6, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, unseen)
		const days = 900
		atOnce := workflow.Papers(l.c.Latest(l.today), l.c.Latest(l.today+days))
		var inParts []workflow.Paper
		for from := l.today; from < l.today+days; {
			to := min(l.today+days, from+workflow.Date(upTo(t, "dagen", 1, 200)))
			inParts = append(inParts, workflow.Papers(l.c.Latest(from), l.c.Latest(to))...)
			from = to
		}
		lives++
		if papers += len(atOnce); !slices.Equal(atOnce, inParts) {
			t.Fatalf("at once\n%+v\nin parts\n%+v", atOnce, inParts)
		}
	})
	t.Cleanup(func() { enough(t, "papers", papers, 100, lives) })
}
