package workflow_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// What every answer of Decide is: a fact that stands, or a refusal that can be shown to a reader; never both, and
// nothing is changed by asking.
func TestWhatDecideAnswers(t *testing.T) {
	sequences(t, 6, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, func(act workflow.Act, d workflow.Decision) {
			if (d.Fact == nil) == (d.Refusal == nil) {
				t.Fatalf("%s gives fact %v and refusal %v", asJSON(t, act), d.Fact, d.Refusal)
			}
			if d.Refusal != nil {
				readable(t, act, d)
				return
			}
			f, s := d.Fact, l.c.Latest(l.today)
			if f.Number != len(l.c.Facts()) || f.Recorded != l.today || f.On > l.today || f.On == 0 || f.By == "" {
				t.Fatalf("%s gives fact %d of %s by %q, recorded on %s", asJSON(t, act), f.Number, f.On, f.By, f.Recorded)
			}
			if at := slices.IndexFunc(s.Without, func(w workflow.Ineffective) bool { return w.Fact == f.Number }); at >= 0 {
				t.Fatalf("%s is accepted and has no effect: %s", asJSON(t, act), s.Without[at].Reason)
			}
			for _, n := range d.Lost {
				if !slices.ContainsFunc(s.Without, func(w workflow.Ineffective) bool { return w.Fact == n }) {
					t.Fatalf("%s was to strip fact %d of its effect, and did not", asJSON(t, act), n)
				}
			}
			if len(d.Lost) > 0 && !act.Confirmed {
				t.Fatalf("%s strips facts %v of their effect, and nobody confirmed it", asJSON(t, act), d.Lost)
			}
		})
	})
}

// readable checks what holds for every refusal: a known code, Dutch sentences, and what belongs to the code.
func readable(t *rapid.T, act workflow.Act, d workflow.Decision) {
	r := d.Refusal
	wrong := func(what string) { t.Fatalf("%s is refused with %+v: %s", asJSON(t, act), *r, what) }
	if !slices.Contains(workflow.Codes, r.Code) {
		wrong("no such code")
	}
	for _, sentence := range []string{r.Detail, r.Remedy} {
		if sentence == "" && sentence != r.Detail {
			continue
		}
		first := []rune(sentence + "?")[0]
		if !strings.HasSuffix(sentence, ".") && !strings.HasSuffix(sentence, ".”") || !unicode.IsUpper(first) && !unicode.IsDigit(first) && first != '‘' {
			wrong("no sentence")
		}
		if strings.Contains(sentence, "%!") || strings.Contains(sentence, "  ") || strings.Contains(sentence, " .") || strings.Contains(sentence, "..") || strings.ContainsFunc(sentence, unicode.IsControl) {
			wrong("no clean sentence")
		}
	}
	if r.Code == workflow.InvalidData && r.Field == "" {
		wrong("no field")
	}
	if r.Code == workflow.NoticeTooShort && r.Earliest == 0 {
		wrong("no earliest day")
	}
	if r.Code == workflow.EffectsLost && (len(r.Facts) == 0 || !slices.Equal(r.Facts, d.Lost)) {
		wrong("no facts")
	}
}

// Asking changes nothing: not the record, not what it says of any day. Neither do the other questions.
func TestAskingChangesNothing(t *testing.T) {
	sequences(t, 3, func(t *rapid.T) {
		l := anyLife(t)
		l.live(t, unseen)
		facts := asJSON(t, l.c.Facts())
		days := append(someDays(t, l.c, 2), l.today)
		var before []string
		for _, day := range days {
			before = append(before, shown(t, l.c, day))
		}
		for range 8 {
			l.c.Decide(l.anyAct(t), l.today, l.composer)
		}
		l.c.Timeline()
		l.c.Options(anyActor(t, l.c.On(l.today)), l.today)
		l.c.KnownOn(days[0])
		s := l.c.On(l.today)
		workflow.Papers(l.c.On(days[0]), s)
		for _, e := range s.History {
			s.Describe(e)
		}
		same(t, "the facts", facts, asJSON(t, l.c.Facts()))
		for i, day := range days {
			same(t, "after asking, "+day.String(), before[i], shown(t, l.c, day))
		}
	})
}

// When several grounds apply, the user is told the first in the order of the codes. So one mistake more in an act never
// gives a later code than its own or the one that the act has without, and gives its own when that comes first.
func TestTheFirstGroundIsTold(t *testing.T) {
	tried, lives := map[string]int{}, 0
	sequences(t, 6, func(t *rapid.T) {
		lives++
		l := anyLife(t)
		t.Repeat(map[string]func(*rapid.T){"stap": func(t *rapid.T) {
			l.wait(t)
			act := l.anyAct(t)
			clean := rank(l.c.Decide(act, l.today, l.composer))
			if act.Kind != workflow.Draft {
				for name, worse := range l.mistakes(act) {
					d, due := l.c.Decide(worse.act, l.today, l.composer), slices.Index(workflow.Codes, worse.code)
					most := due
					if worse.alone {
						most = min(due, clean)
					}
					if got := rank(d); got > most || worse.alone && got != most && clean > due {
						t.Fatalf("%s, on %s\ngives %s\nand with %s, which is %s,\ngives %s", asJSON(t, act), l.today, outcome(l.c.Decide(act, l.today, l.composer)), name, worse.code, outcome(d))
					}
					if clean > due {
						tried[name]++
					}
				}
			}
			l.offer(t, act)
		}})
	})
	for _, name := range []string{"an unknown field", "a stranger for Partij", "a stranger who enters it", "a day to come", "a day before it was drawn up", "another fingerprint", "one who has left"} {
		enough(t, name, tried[name], 5, lives)
	}
}

// rank is the place of a refusal's code in the order of precedence; acceptance comes last.
func rank(d workflow.Decision) int {
	if d.Refusal == nil {
		return len(workflow.Codes)
	}
	return slices.Index(workflow.Codes, d.Refusal.Code)
}

type mistake struct {
	act   workflow.Act
	code  workflow.Code
	alone bool // it leaves the other grounds as they are; an act on another day is judged by the state of that day
}

// mistakes makes one mistake more in an act.
func (l *life) mistakes(act workflow.Act) map[string]mistake {
	list := map[string]mistake{}
	with := func(name string, value any) workflow.Act {
		a := act
		a.Data = a.Data.With(name, valueOf(value))
		return a
	}
	list["an unknown field"] = mistake{with("onzin", "x"), workflow.InvalidData, true}
	if act.Data.Get("partij").IsPresent() && act.By == "" && !act.Data.Get("brief").IsPresent() { // or the letter is not theirs
		list["a stranger for Partij"] = mistake{with("partij", nobody), workflow.Unknown, true}
	}
	today := act.On == 0 && !act.Data.Get("ontvangen").IsPresent() && !act.Data.Get("brief").IsPresent()
	always := act.Kind == workflow.RegisterLetter || act.Kind == workflow.ErasePersonalData
	if left := l.whoLeft(); left != "" && today && !always && act.By == "" && act.Data.Get("partij").IsPresent() {
		list["one who has left"] = mistake{with("partij", left), workflow.NoLongerParty, false}
	}
	stranger := act
	stranger.By = nobody
	needsText := act.Kind == workflow.Sign || act.Kind == workflow.Consent || act.Kind == workflow.RefuseConsent
	if !needsText || act.Data.Get("sha256").IsPresent() { // from anyone but the secretariaat the fingerprint is required
		list["a stranger who enters it"] = mistake{stranger, workflow.NotEntitled, true}
	}
	dated := func(day workflow.Date) workflow.Act {
		switch act.Kind {
		case workflow.GiveNotice, workflow.Renew, workflow.RegisterLetter:
			return with("ontvangen", day)
		}
		a := act
		a.On = day
		return a
	}
	if act.By == "" && !act.Data.Get("brief").IsPresent() {
		list["a day to come"] = mistake{dated(l.today + 1), workflow.DateInFuture, false}
		list["a day before it was drawn up"] = mistake{dated(workflow.MustDate("2023-12-31")), workflow.DateTooEarly, false}
	}
	if act.Data.Get("sha256").IsPresent() {
		list["another fingerprint"] = mistake{with("sha256", strings.Repeat("f", 64)), workflow.TextChanged, true}
	}
	return list
}

// whoLeft names a Partij that left while the others go on, if there is one.
func (l *life) whoLeft() string {
	s := l.c.On(l.today)
	for _, p := range s.Parties {
		if p.State == workflow.Left && !s.Phase.Over() {
			return p.ID
		}
	}
	return ""
}

// Where a text was changed is told in words.
func TestThePlaceOfAChangeIsTold(t *testing.T) {
	t.Parallel()
	l := newConcept(t, workflow.ObjectOf(), ids)
	keys := l.c.Latest(l.today).Text.Keys()
	l.must(t, workflow.Act{Kind: workflow.EditText, Data: workflow.ObjectOf(workflow.Field{Name: "artikelen", Value: object(keys[0], "Iets anders.")})})
	s := l.c.Latest(l.today)
	sentence, _ := s.Describe(s.History[len(s.History)-1])
	if want := "De tekst van het concept is gewijzigd (" + workflow.PlaceOf(keys[0]) + ")"; sentence != want {
		t.Errorf("told is %q, not %q", sentence, want)
	}
	for key, want := range map[string]string{"overweging.3": "overweging 3", "5.2": "artikel 5.2"} {
		if got := workflow.PlaceOf(key); got != want {
			t.Errorf("%s: %s", key, got)
		}
	}
}

// Who was taken out of a concept is still called by its name.
func TestWhoIsGoneHasAName(t *testing.T) {
	t.Parallel()
	l := newConcept(t, workflow.ObjectOf(), ids)
	l.must(t, workflow.Act{Kind: workflow.RemoveParty, Data: object("partij", "laren")})
	s := l.c.Latest(l.today)
	sentence, _ := s.Describe(s.History[len(s.History)-1])
	if want := "LAREN gaat als Partij uit het concept"; sentence != want {
		t.Errorf("told is %q, not %q", sentence, want)
	}
}
