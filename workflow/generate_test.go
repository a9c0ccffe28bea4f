package workflow_test

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// What rapid draws lives of a convenant from: acts that are likely where it stands, and now and then acts that make no
// sense there, by anybody, on days in the past and in the future.

// TestMain makes a life about fifteen acts long, unless -rapid.steps says otherwise. That is besides the acts that
// bring it to its signing, and an average: one in ten is longer than thirty.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.steps", "15"); err != nil {
		panic(err)
	}
	// The same sequences every time, so that a change is judged by what it changes. -rapid.seed=0 explores others.
	if err := flag.Set("rapid.seed", "20240208"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// sequences draws so many hundreds of lives for a property: rapid draws -rapid.checks of them at a time, 100 unless
// told otherwise. Every round begins with the same seed, so what is drawn first makes its lives others than those of the
// rounds before.
func sequences(t *testing.T, hundreds int, property func(*rapid.T)) {
	t.Parallel()
	for round := range hundreds {
		rapid.Check(t, func(t *rapid.T) {
			for range round {
				rapid.Bool().Draw(t, "ronde")
			}
			property(t)
		})
	}
}

// enough fails a test that passed without trying what it is for: fewer than so many in a hundred of the lives drawn.
func enough(t *testing.T, what string, found, percent, lives int) {
	t.Helper()
	t.Logf("%s: %d in %d lives", what, found, lives)
	if 100*found < percent*lives {
		t.Errorf("only %d of %d lives had %s", found, lives, what)
	}
}

var (
	ids    = []string{"regio", "hilversum", "laren", "kwintes", "jellinek"}
	bodies = []string{"Directie-overleg", "Portefeuillehoudersoverleg"}
)

const nobody = "vreemde" // a short name that no Partij ever gets

// life is a convenant with the day on which it is looked at.
type life struct {
	c        *workflow.Convenant
	today    workflow.Date
	composer probeComposer
}

// begin draws up a convenant of two to five Partijen.
func begin(t *rapid.T, terms workflow.Value) *life {
	l := &life{today: workflow.MustDate("2024-01-15")}
	for _, id := range ids[:upTo(t, "Partijen", 2, len(ids))] {
		l.composer.parties = append(l.composer.parties, object("id", id, "naam", strings.ToUpper(id), "groep", pick(t, "groep", "", "Gemeenten")))
	}
	l.c, _ = workflow.NewConvenant()
	l.must(t, workflow.Act{Kind: workflow.Draft, Data: object("sjabloon", probe, "kenmerk", "DOC-1", "voorwaarden", terms)})
	return l
}

// anyLife begins a convenant and, three times in four, brings it to the point where everyone has signed.
func anyLife(t *rapid.T) *life {
	l := begin(t, anyTerms(t))
	if chance(t, 75, "ondertekend") {
		l.toSigning(t)
		l.signAll(t)
	}
	return l
}

// inForce is a life with terms in which everyone has signed, on the day on which it enters into force, or false when
// the terms let it end before.
func inForce(t *rapid.T, terms workflow.Value) (*life, bool) {
	l := begin(t, terms)
	l.toSigning(t)
	l.signAll(t)
	for range 2 {
		s := l.c.Latest(l.today)
		l.today = max(l.today, s.Entered)
		if s.Phase == workflow.Signing && s.Entered == 0 {
			l.offer(t, workflow.Act{Kind: workflow.Publish, Data: object("vindplaats", "Staatscourant")})
		}
	}
	return l, l.c.On(l.today).Phase == workflow.InForce
}

func (l *life) toSigning(t rapid.TB) {
	l.must(t, workflow.Act{Kind: workflow.SkipAdvice, Data: object("reden", "Eerder overlegd.")})
	l.must(t, workflow.Act{Kind: workflow.Schedule, Data: object("overleg", bodies[1], "datum", l.today, "doel", workflow.GoalAdopt)})
	l.must(t, workflow.Act{Kind: workflow.Deliberate, Data: object("overleg", bodies[1], "besluit", "vastgesteld")})
}

// signAll lets everyone sign, on the same day or some days apart. The last signature may come too late.
func (l *life) signAll(t *rapid.T) {
	for _, p := range l.c.On(l.today).Parties {
		l.today += workflow.Date(pick(t, "dagen tot de handtekening", 0, 0, 1, 40))
		l.offer(t, workflow.Act{Kind: workflow.Sign, Data: object("partij", p.ID, "wijze", workflow.OnPaper)})
	}
}

// offer lets an act be decided today, and records it when it is accepted.
func (l *life) offer(t rapid.TB, act workflow.Act) workflow.Decision {
	d := l.c.Decide(act, l.today, l.composer)
	if d.Fact != nil {
		l.c.Append(d.Fact)
	}
	if t, ok := t.(*rapid.T); ok { // which keeps it for the failure that it reports
		t.Logf("%s: %v → %v", l.today, lazy(func() string { return asJSON(t, act) }), lazy(func() string { return outcome(d) }))
	}
	return d
}

func (l *life) must(t rapid.TB, act workflow.Act) {
	if d := l.offer(t, act); d.Refusal != nil {
		t.Fatalf("%s is refused: %s (%s %s)", act.Kind, d.Refusal, d.Refusal.Code, d.Refusal.Field)
	}
}

// live lets random acts be offered on random days, and shows what became of each, with the convenant before it.
func (l *life) live(t *rapid.T, see func(act workflow.Act, d workflow.Decision)) {
	t.Repeat(map[string]func(*rapid.T){"stap": func(t *rapid.T) {
		l.wait(t)
		acts := []workflow.Act{l.anyAct(t)}
		if chance(t, 12, "allemaal") {
			acts = l.everyone(t)
		}
		for _, act := range acts {
			see(act, l.offer(t, act))
		}
	}})
}

// everyone draws what nearly all Partijen do together, because what needs them all would seldom come about by chance.
func (l *life) everyone(t *rapid.T) []workflow.Act {
	s := l.c.On(l.today)
	number, sha := l.anyChange(t, s)
	kind := pick(t, "wat iedereen doet", workflow.Consent, workflow.Consent, workflow.Renew, workflow.Sign)
	var acts []workflow.Act
	for _, p := range s.Parties {
		if p.State == workflow.Left || chance(t, 5, "een niet") {
			continue
		}
		data := object("partij", p.ID)
		switch kind {
		case workflow.Consent:
			data = object("wijziging", number, "partij", p.ID, "sha256", sha)
		case workflow.Sign:
			data = object("partij", p.ID, "wijze", workflow.Digitally, "sha256", s.Text.SHA256())
		}
		acts = append(acts, workflow.Act{Kind: kind, Data: data, By: pick(t, "door", "", p.ID)})
	}
	return acts
}

func unseen(workflow.Act, workflow.Decision) {}

// wait lets no time pass, or some, or all until something is due.
func (l *life) wait(t *rapid.T) {
	switch pick(t, "wachten", "niet", "niet", "niet", "even", "lang", "termijn") {
	case "even":
		l.today += workflow.Date(upTo(t, "dagen", 1, 10))
	case "lang":
		l.today += workflow.Date(upTo(t, "dagen", 11, 200))
	case "termijn":
		for _, d := range l.c.Latest(l.today).Deadlines() {
			if d.On >= l.today {
				l.today = d.On + workflow.Date(pick(t, "erna", 0, 1))
				return
			}
		}
	}
}

// likely lists what tends to be done in each state, as often as it is drawn.
var likely = map[workflow.Phase][]workflow.Kind{
	workflow.Concept: {workflow.SkipAdvice, workflow.OpenAdvice, workflow.EditText, workflow.SkipAdvice, workflow.OpenAdvice, workflow.EditText,
		workflow.AddParty, workflow.RemoveParty, workflow.RenameParty, workflow.Schedule},
	workflow.Advising: {workflow.GiveAdvice, workflow.AnswerAdvice, workflow.CloseAdvice, workflow.GiveAdvice, workflow.AnswerAdvice, workflow.BackToConcept},
	workflow.Adopting: {workflow.Schedule, workflow.Deliberate, workflow.Schedule, workflow.Deliberate, workflow.Deliberate, workflow.BackToConcept},
	workflow.Signing: {workflow.Sign, workflow.Sign, workflow.Sign, workflow.Sign, workflow.Sign, workflow.Sign, workflow.DeclineToSign,
		workflow.Publish, workflow.Publish, workflow.ProposeChange, workflow.Consent, workflow.Consent, workflow.BackToConcept,
		workflow.RenameParty, workflow.SucceedParty, workflow.Correct, workflow.Withdraw},
	workflow.InForce: {workflow.GiveNotice, workflow.Renew, workflow.ProposeChange, workflow.Consent, workflow.Consent, workflow.Consent,
		workflow.Consent, workflow.Consent, workflow.GiveNotice, workflow.Renew, workflow.Renew, workflow.ProposeChange, workflow.Sign,
		workflow.Sign, workflow.RefuseConsent, workflow.AdaptChange, workflow.WithdrawChange, workflow.Schedule, workflow.Deliberate,
		workflow.Deliberate, workflow.RegisterLetter, workflow.Evaluate, workflow.RecordEvent, workflow.RenameParty, workflow.SucceedParty,
		workflow.Correct, workflow.AppointContact, workflow.AppointRepresentative, workflow.DeclineToSign},
	workflow.Expired:   {workflow.Renew, workflow.Correct, workflow.RegisterLetter, workflow.Deliberate, workflow.GiveNotice, workflow.ErasePersonalData},
	workflow.Ended:     {workflow.Renew, workflow.Correct, workflow.RegisterLetter},
	workflow.Withdrawn: {workflow.Sign, workflow.Correct, workflow.BackToConcept},
}

// anyAct draws an act that could be offered today.
func (l *life) anyAct(t *rapid.T) workflow.Act {
	s := l.c.On(l.today)
	kind := pick(t, "handeling", likely[s.Phase]...)
	if chance(t, 12, "vreemde handeling") {
		kind = pick(t, "handeling", workflow.Kinds...)
	}
	act := workflow.Act{Kind: kind, Data: l.anyData(t, s, kind), Confirmed: chance(t, 30, "bevestigd")}
	if party := act.Data.Get("partij").Text; chance(t, 20, "door de Partij") && party != "" {
		act.By = party
	} else if chance(t, 8, "door") {
		act.By = pick(t, "door", workflow.Secretariat, workflow.Alderman, ids[0], ids[1], nobody, workflow.Calendar)
	}
	switch day := l.anyDay(t); {
	case day == 0:
	case kind == workflow.GiveNotice || kind == workflow.Renew || kind == workflow.RegisterLetter:
		act.Data = act.Data.With("ontvangen", valueOf(day))
	default:
		act.On = day
	}
	return act
}

// anyDay draws the day on which something happened: today, which is nothing, or a day before, or seldom one that cannot
// be.
func (l *life) anyDay(t *rapid.T) workflow.Date {
	switch n := upTo(t, "welke dag", 0, 99); {
	case n < 60:
		return 0
	case n < 75:
		return l.today - workflow.Date(upTo(t, "dagen terug", 0, 20))
	case n < 93:
		return max(workflow.MustDate("2024-01-15"), l.today-workflow.Date(upTo(t, "dagen terug", 0, 200)))
	case n < 97:
		return l.today + workflow.Date(upTo(t, "dagen vooruit", 1, 400))
	}
	return workflow.MustDate("2023-12-31")
}

// anyData draws gegevens for an act. They fit the state, most times.
func (l *life) anyData(t *rapid.T, s *workflow.State, kind workflow.Kind) workflow.Value {
	switch kind {
	case workflow.Draft:
		return object("sjabloon", probe)
	case workflow.EditText:
		return anyProposal(t)
	case workflow.AddParty:
		return newcomer(s)
	case workflow.RemoveParty:
		return object("partij", anyParty(t, s))
	case workflow.RenameParty:
		return object("partij", anyParty(t, s), "naam", pick(t, "naam", "Gemeente Wijdemeren", "Gemeente Huizen"))
	case workflow.SucceedParty:
		party, heir := anyParty(t, s), newcomer(s)
		if other := pick(t, "opvolger", s.Parties...).ID; other != party && chance(t, 25, "opvolger doet al mee") {
			heir = object("id", other, "naam", "Opvolger")
		}
		return object("partij", party, "opvolger", heir, "grondslag", "Wet arhi")
	case workflow.AppointRepresentative:
		return object("partij", anyParty(t, s), "naam", "A. de Vries", "besluit", object("orgaan", "college", "datum", l.today))
	case workflow.AppointContact:
		return object("partij", anyParty(t, s), "functie", "adviseur", "naam", "B. Bakker", "rang", upTo(t, "rang", 1, 3))
	case workflow.OpenAdvice:
		return object("adviseurs", []string{ids[0], bodies[0]}, "uiterlijk", l.today+workflow.Date(pick(t, "ronde", 0, 14, -1)))
	case workflow.GiveAdvice:
		return object("adviseur", pick(t, "adviseur", ids[0], bodies[0], ids[1]), "strekking", pick(t, "strekking", workflow.Positive, workflow.Negative, workflow.NoAdvice))
	case workflow.AnswerAdvice:
		return object("adviseur", pick(t, "adviseur", ids[0], bodies[0], ids[1]), "verwerking", pick(t, "verwerking", workflow.TakenOver, workflow.NotTakenOver), "motivering", pick(t, "motivering", "Zie de brief.", ""))
	case workflow.CloseAdvice:
		return workflow.Value{}
	case workflow.SkipAdvice, workflow.BackToConcept, workflow.Withdraw:
		return object("reden", "Zo besloten.")
	case workflow.Schedule:
		return object("overleg", pick(t, "overleg", bodies[1], bodies[0]), "datum", l.today+workflow.Date(pick(t, "agenda", 0, 0, 7)), "doel", pick(t, "doel", workflow.GoalAdopt, workflow.GoalAdopt, workflow.GoalAdvise))
	case workflow.Deliberate:
		return l.anyDecision(t, s)
	case workflow.Publish:
		return object("datum", pick(t, "gepubliceerd", 0, l.today, l.today-10), "vindplaats", "Staatscourant")
	case workflow.Evaluate:
		return object("conclusie", "Het werkt.")
	case workflow.RecordEvent:
		return object("omschrijving", "Het gebouw is in gebruik.")
	case workflow.Correct:
		return l.anyCorrection(t, s)
	case workflow.ErasePersonalData:
		return object("partij", anyParty(t, s), "grond", "Verzoek.")
	}
	return l.anyVoice(t, s, kind)
}

// anyVoice draws what a Partij says: a signature, a letter, a notice, a proposal, a consent.
func (l *life) anyVoice(t *rapid.T, s *workflow.State, kind workflow.Kind) workflow.Value {
	party := anyParty(t, s)
	number, sha := l.anyChange(t, s)
	switch kind {
	case workflow.Sign:
		return object("partij", party, "wijze", workflow.OnPaper, "sha256", fingerprint(t, s.Text.SHA256()))
	case workflow.RegisterLetter:
		return object("partij", party, "soort", pick(t, "soort", workflow.NoticeLetter, workflow.RenewalLetter, workflow.OtherLetter))
	case workflow.GiveNotice:
		who := object("partij", party)
		if chance(t, 15, "samen") {
			var all []string
			for _, p := range s.Parties {
				if p.Bound() || chance(t, 5, "ook wie niet gebonden is") {
					all = append(all, p.ID)
				}
			}
			who = object("partijen", all)
		}
		if chance(t, 40, "gewenste dag") {
			who = who.With("per", valueOf(l.anyLastDay(t, s)))
		}
		if chance(t, 20, "brief") && len(s.Letters) > 0 {
			who = who.With("brief", valueOf(pick(t, "brief", s.Letters...).Number))
		}
		return who.With("vorm", valueOf(pick(t, "vorm", workflow.Registered, workflow.Registered, workflow.InWriting))).With("gronden", valueOf("Geen budget meer."))
	case workflow.ProposeChange:
		from := pick(t, "ingangsdatum", 0, 0, l.today+30, l.today+400, l.today-5)
		if chance(t, 35, "toetreding") {
			return object("titel", "Toetreding", "toetreding", newcomer(s), "ingangsdatum", from)
		}
		p := anyProposal(t).With("titel", valueOf("Wijziging"))
		if from != 0 {
			p = p.With("ingangsdatum", valueOf(from))
		}
		return p
	case workflow.AdaptChange:
		return anyProposal(t).With("wijziging", valueOf(number))
	case workflow.WithdrawChange:
		return object("wijziging", number)
	case workflow.Consent, workflow.RefuseConsent:
		return object("wijziging", number, "partij", party, "sha256", fingerprint(t, sha))
	}
	return object("partij", party) // ondertekening-weigeren, verlengen
}

func anyParty(t *rapid.T, s *workflow.State) string {
	if chance(t, 4, "onbekende Partij") {
		return nobody
	}
	return pick(t, "partij", s.Parties...).ID
}

// newcomer has a short name and a name that nobody had before.
func newcomer(s *workflow.State) workflow.Value {
	n := s.Facts + 1
	return object("id", "nieuw-"+workflow.NumberOf(n).Text, "naam", "Nieuw "+workflow.NumberOf(n).Text)
}

// anyProposal draws new words, new terms or both.
func anyProposal(t *rapid.T) workflow.Value {
	what := upTo(t, "wat wijzigt", 0, 9)
	words := object(pick(t, "sleutel", "5.1", "4.1.2", "4.3", "overweging.1", "1.1", "3.1"), pick(t, "woorden", "Andere woorden.", "Nog andere woorden."))
	switch {
	case what < 5:
		return object("artikelen", words)
	case what < 8:
		return object("voorwaarden", anyPatch(t))
	}
	return object("artikelen", words, "voorwaarden", anyPatch(t))
}

// anyChange draws the number of a change, with the fingerprint of the proposal as it is.
func (l *life) anyChange(t *rapid.T, s *workflow.State) (int, string) {
	if len(s.Changes) == 0 || chance(t, 4, "onbekende wijziging") {
		return len(s.Changes) + 7, ""
	}
	c := pick(t, "wijziging", s.Changes...)
	if open := slices.DeleteFunc(slices.Clone(s.Changes), func(c workflow.Change) bool { return c.State != workflow.Proposed }); len(open) > 0 && chance(t, 85, "open") {
		c = pick(t, "open wijziging", open...)
	}
	return c.Number, c.SHA256()
}

// fingerprint is the right one, none, or that of another text.
func fingerprint(t *rapid.T, sha string) string {
	switch n := upTo(t, "kenmerk", 0, 19); {
	case n < 14:
		return sha
	case n < 18:
		return ""
	}
	return strings.Repeat("0", 64)
}

func (l *life) anyLastDay(t *rapid.T, s *workflow.State) workflow.Date {
	days := []workflow.Date{l.today + 100, l.today + 10, l.today.EndOfMonth(), (l.today + 365).EndOfYear()}
	if s.End != 0 {
		days = append(days, s.End, s.End-1, s.End+1)
	}
	for _, p := range s.Parties {
		if p.LastDay != 0 {
			days = append(days, p.LastDay)
		}
	}
	return pick(t, "per", days...)
}

func (l *life) anyDecision(t *rapid.T, s *workflow.State) workflow.Value {
	about := []string{"", workflow.AboutText, workflow.AboutRenewal, workflow.AboutDeparted}
	for _, c := range s.Changes {
		about = append(about, "wijziging:"+workflow.NumberOf(c.Number).Text)
	}
	return object("overleg", pick(t, "overleg", bodies[1], bodies[1], bodies[0]), "besluit", pick(t, "besluit", "vastgesteld", "vastgesteld", "vastgesteld", "aangehouden", "afgewezen", ""), "betreft", pick(t, "betreft", about...))
}

func (l *life) anyCorrection(t *rapid.T, s *workflow.State) workflow.Value {
	n := upTo(t, "feit", 1, len(l.c.Facts())+1)
	data := object("feit", n, "reden", "Verkeerd ingevoerd.")
	if n > len(l.c.Facts()) || chance(t, 50, "alleen eruit") {
		return data
	}
	old := l.c.Facts()[n-1]
	instead := object("op", max(workflow.MustDate("2024-01-15"), old.On+workflow.Date(pick(t, "verschoven", 0, -3, 3, -60))))
	if old.Kind != workflow.Correct && chance(t, 30, "andere gegevens") {
		instead = instead.With("gegevens", l.anyData(t, s, old.Kind))
	}
	return data.With("vervanging", instead)
}

// lazy is written out only when it is printed, which is when a property failed.
type lazy func() string

func (l lazy) String() string { return l() }

func asJSON(t rapid.TB, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func outcome(d workflow.Decision) string {
	if d.Refusal != nil {
		return string(d.Refusal.Code) + ": " + d.Refusal.Error()
	}
	return "feit " + workflow.NumberOf(d.Fact.Number).Text + " van " + d.Fact.On.String()
}
