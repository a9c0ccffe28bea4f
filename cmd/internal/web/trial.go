package web

// Trying something out (proefberekening): the same forms, on a day that somebody chooses, with what would follow and how
// the life of the convenant would change. Nothing of it is recorded.

import (
	"html/template"
	"net/url"

	"convenant/cmd/internal/web/figure"
	"convenant/storage"
	"convenant/workflow"
)

// trialPage lets somebody choose what to try, on which day.
type trialPage struct {
	*dossier
	Day    workflow.Date // on which it is tried
	Typed  string
	Fault  string
	Groups []optionGroup
}

func (v *visit) trial() error {
	d, _, err := v.openDossier("mogelijk")
	if err != nil {
		return err
	}
	p := &trialPage{dossier: d, Typed: v.query("dag")}
	if p.Day, p.Fault = trialDay(p.Typed, v.today); p.Fault == "" {
		w := &optionWriter{state: d.record.On(p.Day), own: v.principal.Role != storage.RoleSecretariat}
		for _, o := range d.record.Options(v.principal.Actor(), p.Day) {
			if o.Refusal == nil && w.formOf([]workflow.Option{o}) != "" {
				w.add(o)
			}
		}
		p.Groups = w.groups(func(*optionRow) bool { return true })
		for _, g := range p.Groups {
			for i := range g.Rows {
				g.Rows[i].Do = trialAddress(w.formOf(g.Rows[i].options), p.Day)
			}
		}
	}
	d.Title = "Probeer wat er gebeurt – " + d.Name
	d.Crumbs = append(d.Crumbs, crumb{d.Name, d.To("")})
	return v.page("proef", p)
}

// trialAddress makes the address of a form that of trying it on a day.
func trialAddress(form string, day workflow.Date) string {
	u, err := url.Parse("proef/" + form[len("doen/"):])
	if err != nil {
		return "proef"
	}
	q := u.Query()
	q.Set("dag", day.String())
	u.RawQuery = q.Encode()
	return u.String()
}

// trialDay reads on which day something is tried: today or later.
func trialDay(typed string, today workflow.Date) (workflow.Date, string) {
	day, err := dayAsked(typed, today)
	switch {
	case err != nil:
		return today, notADay(typed)
	case day < today:
		return today, "Kies vandaag of een latere dag. Wat eerder is gebeurd, legt het secretariaat vast op de dag waarop het was."
	case day > today.AddMonths(12*trialAhead):
		return today, "Zo ver vooruit is niets uit te rekenen. Kies een dag tot en met " + dutchDay(today.AddMonths(12*trialAhead)) + "."
	}
	return day, ""
}

// trialAhead is how many years ahead something can be tried.
const trialAhead = 50

// Day is the day on which something is tried.
func (d *filling) Day() workflow.Date { return d.now }

// showTrial shows what would follow, beside how the life of the convenant is and would be.
func (v *visit) showTrial(d *filling, look *outlook) error {
	life := func(record *workflow.Convenant) template.HTML {
		return figure.Life(figure.LifeLine{State: record.On(d.now), Timeline: record.Timeline(), Today: d.now})
	}
	look.Trial = true
	d.Check, d.LifeNow, d.LifeThen = look, life(d.record), life(look.with)
	d.SameLife = d.LifeNow == d.LifeThen
	d.Lines = lineChanges(look.with.Latest(d.now), d.record.Timeline(), look.with.Timeline(), d.now)
	d.Title = "Dit zou er gebeuren – " + d.Name
	return v.page("proefuitkomst", d)
}
