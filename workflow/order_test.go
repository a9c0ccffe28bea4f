package workflow_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

// Facts of different days say the same in whatever order they are recorded, up to the numbers that recording gives.
// The secretariaat records them all on one later day. An act that is refused because what it rests on is not there yet
// is offered again when more is recorded; when nothing is left that is accepted, the order was none.
func TestTheOrderOfRecordingMakesNoDifference(t *testing.T) {
	compared, moved, lives := 0, 0, 0
	sequences(t, 12, func(t *rapid.T) {
		lives++
		p := anyPast(t)
		if len(p.acts) < 3 {
			return
		}
		order := slices.Clone(p.acts)
		for range 1 + upTo(t, "verzet", 0, 5) {
			from, to := upTo(t, "van", 1, len(order)-1), upTo(t, "naar", 1, len(order)-1)
			act := order[from]
			order = slices.Insert(slices.Delete(order, from, from+1), to, act)
		}
		other, ok := p.record(t, order)
		if !ok {
			return
		}
		compared++
		if !slices.EqualFunc(p.c.Facts(), other.Facts(), func(a, b *workflow.Fact) bool { return a.On == b.On }) {
			moved++
		}
		for _, day := range append(someDays(t, p.c, 4), p.today) {
			same(t, "in another order, on "+day.String(), unnumbered(t, p.c, day), unnumbered(t, other, day))
		}
	})
	enough(t, "another order in which all was accepted", compared, 40, lives)
	enough(t, "such an order that is not that of the days", moved, 30, lives)
}

// past is a life of which every act has a day of its own, entered by the secretariaat on one later day.
type past struct {
	life
	acts []workflow.Act // in the order of their days; changes are named by their title
}

// anyPast takes a life and leaves out of it what names a fact by its number.
func anyPast(t *rapid.T) *past {
	l := anyLife(t)
	l.live(t, unseen)
	p := &past{life: life{today: l.today + 1000, composer: l.composer}}
	p.c, _ = workflow.NewConvenant()
	titles := map[string]string{}
	for _, f := range l.c.Facts() {
		if f.Kind == workflow.Correct || f.Data.Get("brief").IsPresent() {
			continue
		}
		act := workflow.Act{Kind: f.Kind, On: f.On, Data: f.Data}
		if n := len(p.acts); n > 0 {
			act.On = max(act.On, p.acts[n-1].On+1)
		}
		if act.Data.Get("ontvangen").IsPresent() {
			act.Data = act.Data.With("ontvangen", valueOf(act.On))
		}
		if act.Data.Get("sha256").IsPresent() {
			act.Data = act.Data.With("sha256", null) // the days in it are others now
		}
		if f.Kind == workflow.ProposeChange {
			title := "van " + act.On.String()
			titles[workflow.NumberOf(f.Change).Text] = title
			act.Data = act.Data.With("titel", valueOf(title))
		}
		if title := titles[act.Data.Get("wijziging").Text]; title != "" {
			act.Data = act.Data.With("wijziging", valueOf(title))
		}
		if title := titles[strings.TrimPrefix(act.Data.Get("betreft").Text, "wijziging:")]; title != "" {
			act.Data = act.Data.With("betreft", valueOf("wijziging:"+title))
		}
		if d := p.offer(t, p.numbered(p.c, act)); d.Fact != nil {
			p.acts = append(p.acts, act)
		}
	}
	return p
}

// record lets acts be decided until all are accepted, or none of those left is.
func (p *past) record(t *rapid.T, acts []workflow.Act) (*workflow.Convenant, bool) {
	other := life{today: p.today, composer: p.composer}
	other.c, _ = workflow.NewConvenant()
	t.Logf("in another order")
	for left := acts; len(left) > 0; {
		n := len(left)
		left = slices.DeleteFunc(slices.Clone(left), func(a workflow.Act) bool {
			return other.offer(t, p.numbered(other.c, a)).Fact != nil
		})
		if len(left) == n {
			return nil, false
		}
	}
	return other.c, true
}

// numbered puts the number that a change received in the place of its title; 999 when it is not there yet.
func (p *past) numbered(c *workflow.Convenant, act workflow.Act) workflow.Act {
	number := func(title string) int {
		for _, f := range c.Facts() {
			if f.Kind == workflow.ProposeChange && f.Data.Get("titel").Text == title {
				return f.Change
			}
		}
		return 999
	}
	if title := act.Data.Get("wijziging"); title.Kind == workflow.TextValue {
		act.Data = act.Data.With("wijziging", workflow.NumberOf(number(title.Text)))
	}
	if title, ok := strings.CutPrefix(act.Data.Get("betreft").Text, "wijziging:"); ok {
		act.Data = act.Data.With("betreft", valueOf("wijziging:"+workflow.NumberOf(number(title)).Text))
	}
	return act
}

// unnumbered is what can be seen of a convenant on a day, with facts named by their day and changes by their rank.
func unnumbered(t *rapid.T, c *workflow.Convenant, day workflow.Date) string {
	s := c.On(day)
	v := s.View()
	v.Stand = workflow.Stand{}
	rank := map[string]string{}
	for i := range v.Changes {
		rank[workflow.NumberOf(v.Changes[i].Number).Text] = workflow.NumberOf(i + 1).Text
	}
	for i := range v.Changes {
		v.Changes[i].Number = i + 1
		v.Changes[i].Collides = atoi(rank[workflow.NumberOf(v.Changes[i].Collides).Text])
	}
	renamed := func(about string) string {
		if n, ok := strings.CutPrefix(about, "wijziging:"); ok {
			return "wijziging:" + rank[n]
		}
		return about
	}
	for i := range v.Resolutions {
		v.Resolutions[i].About = renamed(v.Resolutions[i].About)
	}
	for i := range v.Letters {
		v.Letters[i].Number = i
	}
	for i := range v.Without {
		v.Without[i].Fact = int(c.Facts()[v.Without[i].Fact-1].On)
	}
	events := slices.Clone(s.History)
	for i, e := range events {
		if e.Fact != 0 {
			events[i].Fact = int(e.On)
		}
		if n := e.Data.Get("wijziging"); n.IsPresent() {
			events[i].Data = events[i].Data.With("wijziging", valueOf(rank[n.Text]))
		}
		if about := e.Data.Get("betreft"); about.IsPresent() {
			events[i].Data = events[i].Data.With("betreft", valueOf(renamed(about.Text)))
		}
	}
	return asJSON(t, v) + "\n" + asJSON(t, events)
}
