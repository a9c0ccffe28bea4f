package workflow_test

import (
	"testing"

	"convenant/workflow"
)

// The sizes that matter: an act on a convenant of fifteen Partijen with sixty facts, cold (under 100 µs: every fact is
// folded first) and from the cached fold (under 15 µs); a state over a thousand facts; and what pages ask.

// fifteen is such a convenant. The act to decide is a consent, the commonest.
func fifteen(b *testing.B) (*life, workflow.Act) {
	var parties []string
	for n := range 15 {
		parties = append(parties, "partij-"+workflow.NumberOf(n+1).Text)
	}
	l := newInForce(b, mustValueOf(b, herstelnetwerk).With("opzegging", object("door", workflow.ByEachParty, "termijn", "2 maanden")), parties)
	for _, p := range parties {
		l.today++
		l.must(b, workflow.Act{Kind: workflow.AppointContact, Data: object("partij", p, "functie", "adviseur")})
		l.must(b, workflow.Act{Kind: workflow.AppointRepresentative, Data: object("partij", p, "naam", "A. de Vries", "hoedanigheid", "burgemeester")})
	}
	l.must(b, workflow.Act{Kind: workflow.ProposeChange, Data: object("titel", "Wijziging", "artikelen", object("5.1", "Andere woorden."))})
	for _, p := range parties[:10] {
		l.today++
		l.must(b, workflow.Act{Kind: workflow.Consent, Data: object("wijziging", 1, "partij", p)})
	}
	if n := len(l.c.Facts()); n != 60 {
		b.Fatalf("%d facts", n)
	}
	return l, workflow.Act{Kind: workflow.Consent, By: parties[12], Data: object("wijziging", 1, "partij", parties[12], "sha256", changeOf(l.c.On(l.today), 1).SHA256())}
}

func BenchmarkDecideCold(b *testing.B) {
	l, act := fifteen(b)
	for b.Loop() {
		c, err := workflow.NewConvenant(l.c.Facts()...)
		if err != nil {
			b.Fatal(err)
		}
		if d := c.Decide(act, l.today, l.composer); d.Refusal != nil {
			b.Fatal(d.Refusal)
		}
	}
}

// BenchmarkDecideStored is cold with the gegevens of every fact still to be read, as when a record comes from a disk.
func BenchmarkDecideStored(b *testing.B) {
	l, act := fifteen(b)
	for b.Loop() {
		var facts []*workflow.Fact
		for _, f := range l.c.Facts() {
			facts = append(facts, &workflow.Fact{Number: f.Number, Kind: f.Kind, On: f.On, Recorded: f.Recorded, By: f.By, Data: f.Data, Words: f.Words, Change: f.Change})
		}
		c, err := workflow.NewConvenant(facts...)
		if err != nil {
			b.Fatal(err)
		}
		if d := c.Decide(act, l.today, l.composer); d.Refusal != nil {
			b.Fatal(d.Refusal)
		}
	}
}

func BenchmarkDecideCached(b *testing.B) {
	l, act := fifteen(b)
	for b.Loop() {
		if d := l.c.Decide(act, l.today, l.composer); d.Refusal != nil {
			b.Fatal(d.Refusal)
		}
	}
}

// BenchmarkDecideBackdated is an act on a day before the last fact, which folds everything twice.
func BenchmarkDecideBackdated(b *testing.B) {
	l, act := fifteen(b)
	act.By, act.On = "", l.today-1
	for b.Loop() {
		if d := l.c.Decide(act, l.today, l.composer); d.Refusal != nil {
			b.Fatal(d.Refusal)
		}
	}
}

// BenchmarkState folds a thousand facts, most of them contact persons and evaluations over thirty years.
func BenchmarkState(b *testing.B) {
	l := newInForce(b, object("looptijd", object("duur", "1 jaar"), "verlenging", object("wijze", workflow.Tacit)), ids)
	for n := len(l.c.Facts()); n < 1000; n++ {
		l.today += 11
		act := workflow.Act{Kind: workflow.Evaluate, Data: object("conclusie", "Het werkt.")}
		if n%3 > 0 {
			act = workflow.Act{Kind: workflow.AppointContact, Data: object("partij", ids[n%5], "functie", "adviseur", "rang", n%2+1)}
		}
		l.must(b, act)
	}
	b.Run("first", func(b *testing.B) { // nothing is kept
		for b.Loop() {
			c, err := workflow.NewConvenant(l.c.Facts()...)
			if err != nil {
				b.Fatal(err)
			}
			c.On(l.today)
		}
	})
	b.Run("past", func(b *testing.B) {
		for b.Loop() {
			l.c.On(l.today - 12)
		}
	})
	b.Run("today", func(b *testing.B) {
		for b.Loop() {
			l.c.On(l.today)
		}
	})
}

func BenchmarkOptions(b *testing.B) {
	l, act := fifteen(b)
	for _, by := range []string{workflow.Secretariat, act.By} {
		b.Run(by, func(b *testing.B) {
			for b.Loop() {
				l.c.Options(by, l.today)
			}
		})
	}
}

func BenchmarkTimeline(b *testing.B) {
	l, _ := fifteen(b)
	for b.Loop() {
		l.c.Timeline()
	}
}

func BenchmarkView(b *testing.B) {
	l, _ := fifteen(b)
	s := l.c.On(l.today)
	for b.Loop() {
		s.View()
	}
}

func BenchmarkPapers(b *testing.B) {
	l, _ := fifteen(b)
	before, after := l.c.On(l.today-1), l.c.On(l.today)
	for b.Loop() {
		workflow.Papers(before, after)
	}
}
