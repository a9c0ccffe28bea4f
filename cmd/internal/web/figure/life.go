package figure

// The life-line: which way a convenant went, where it stands, and what comes. It is a list and no drawing, so that it
// can lie on a wide screen and stand on a phone. Its steps are those of the machine.

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"convenant/documents"
	"convenant/workflow"
)

// LifeLine is what the life-line of a convenant is made from.
type LifeLine struct {
	State    *workflow.State
	Timeline []workflow.Interval // of the same convenant; it says what comes
	Today    workflow.Date       // on which somebody looks; zero when that is the day of the state
	KnownOn  workflow.Date       // up to which it is known what happened; zero for Today
}

// step is a state in the life of a convenant.
type step struct {
	name   string
	status string // geweest, nu, straks or overgeslagen
	day    workflow.Date
	more   string        // about the running period
	until  workflow.Date // its last day
	left   workflow.Date // of a step that was passed: the day on which the next began
	later  bool          // it came after the day of the state, and has been
}

// Life shows the life-line as an ordered list, under the sentence that tells it.
func Life(l LifeLine) template.HTML {
	var b strings.Builder
	b.WriteString(`<div class="levenslijn"><p class="levenslijn-zin">` + escape(strings.Join(documents.KeptWhole(l.Sentence()), " ")) + "</p>\n")
	b.WriteString(`<ol class="levenslijn-stappen" role="list">` + "\n")
	for _, s := range l.steps() {
		s.later = s.status == coming && s.day != 0 && s.day <= cmp.Or(l.KnownOn, l.Today)
		s.write(&b, l.here())
	}
	b.WriteString("</ol></div>\n")
	return template.HTML(b.String())
}

// here is the word beside the step on which it is.
func (l LifeLine) here() string {
	switch {
	case l.Today == 0 || l.Today == l.State.Day:
		return "nu"
	case l.State.Day < l.Today:
		return "toen"
	}
	return "dan"
}

func (s step) write(b *strings.Builder, here string) {
	current := ""
	if s.status == now {
		current = ` aria-current="step"`
	}
	fmt.Fprintf(b, `<li class="levenslijn-stap is-%s"%s><span class="levenslijn-naam">%s</span>`, s.status, current, escape(s.name))
	switch s.status {
	case now:
		b.WriteString(` <span class="levenslijn-nu">` + here + "</span>")
	case skipped:
		b.WriteString(` <span class="levenslijn-dag">overgeslagen</span>`)
	case coming:
		b.WriteString(` <span class="figuur-verborgen">nog niet</span>`)
	}
	if s.day != 0 {
		before, after := map[string]string{now: "sinds ", coming: "vanaf "}[s.status], ""
		if s.status == passed && s.left > s.day {
			after = " tot\u00a0" + day(s.left)
		}
		if s.later {
			before, after = "", ", later gebeurd"
		}
		b.WriteString(` <span class="levenslijn-dag">` + before + day(s.day) + after + "</span>")
	}
	if s.more != "" {
		b.WriteString(` <span class="levenslijn-dag">` + escape(s.more))
		if s.until != 0 {
			b.WriteString(" " + day(s.until))
		}
		b.WriteString("</span>")
	}
	b.WriteString("</li>\n")
}

const (
	passed  = "geweest"
	now     = "nu"
	coming  = "straks"
	skipped = "overgeslagen"
)

// steps lists the steps of the path, as far as this convenant goes it.
func (l LifeLine) steps() []step {
	path, entered, phase := workflow.LifePath(), l.entered(), l.State.Phase
	reached := slices.Index(path.Line, phase) // the step on which it is, or the last on which it was
	if phase.Over() {
		reached = len(path.Line) - 1
		for reached > 0 && entered[path.Line[reached]] == 0 {
			reached--
		}
	}
	line := path.Line
	if slices.Contains(path.Exits, phase) {
		line = line[:reached+1]
	}
	var steps []step
	for i, p := range line {
		s := step{name: phaseNames[p], status: passed, day: entered[p], left: nextOf(path.Line[i+1:], entered)}
		switch {
		case p == phase:
			s.status = now
			s.more, s.until = l.period()
		case i > reached:
			s.status, s.day = coming, l.foreseen(p)
		case s.day == 0:
			s.status = skipped
		}
		steps = append(steps, s)
	}
	return append(steps, l.lastStep(path, entered))
}

// nextOf is the day on which the first of the states that follow was come into, or zero.
func nextOf(following []workflow.Phase, entered map[workflow.Phase]workflow.Date) workflow.Date {
	for _, p := range following {
		if entered[p] != 0 {
			return entered[p]
		}
	}
	return 0
}

// lastStep is the end that it came to, or the ends that it can come to.
func (l LifeLine) lastStep(path workflow.Path, entered map[workflow.Phase]workflow.Date) step {
	if l.State.Phase.Over() {
		return step{name: phaseNames[l.State.Phase], status: now, day: entered[l.State.Phase]}
	}
	var names []string
	for _, end := range path.Ends {
		if on := l.foreseen(end); on != 0 {
			return step{name: phaseNames[end], status: coming, day: on}
		}
		names = append(names, phaseNames[end])
	}
	words := strings.Join(names, " of ")
	return step{name: words[:1] + strings.ToLower(words[1:]), status: coming}
}

// entered gives the day on which each state was last come into, but of those that were gone back on.
func (l LifeLine) entered() map[workflow.Phase]workflow.Date {
	line := workflow.LifePath().Line
	days := map[workflow.Phase]workflow.Date{}
	for _, e := range l.State.Entries() {
		if at := slices.Index(line, e.Phase); at >= 0 {
			for _, later := range line[at:] {
				delete(days, later)
			}
		}
		days[e.Phase] = e.On
	}
	return days
}

// foreseen gives the first day after that of the state on which the convenant will be in another, as it now looks.
func (l LifeLine) foreseen(p workflow.Phase) workflow.Date {
	for _, i := range l.Timeline {
		if i.Subject == "convenant" && i.State == string(p) && i.From > l.State.Day {
			return i.From
		}
	}
	return 0
}

// nextEnd gives the einddatum after the running one, when it is sure that there will be one.
func (l LifeLine) nextEnd() workflow.Date {
	for _, i := range l.Timeline {
		if i.Subject == "einddatum" && i.From == l.State.End+1 {
			end, _ := workflow.ParseDate(i.State)
			return end
		}
	}
	return 0
}

// period tells which period is running, and until when; nothing when none is.
func (l LifeLine) period() (words string, until workflow.Date) {
	s := l.State
	switch {
	case s.Phase != workflow.InForce || s.Period == 0:
		return "", 0
	case s.End == 0:
		return "zonder einddatum", 0
	}
	return workflow.OrdinalWord(s.Period) + " periode: tot en met", s.End
}

// Sentence tells the life-line in words.
func (l LifeLine) Sentence() string {
	s, entered := l.State, l.entered()
	since := entered[s.Phase].Dutch()
	switch s.Phase {
	case workflow.Concept:
		return "Dit convenant is een concept sinds " + since + "."
	case workflow.Advising:
		return "Dit convenant is sinds " + since + " in de adviesronde."
	case workflow.Adopting:
		return "Dit convenant wacht sinds " + since + " op vaststelling."
	case workflow.Signing:
		if entry := l.foreseen(workflow.InForce); entry != 0 && s.AllSigned() {
			return "Dit convenant is door iedereen getekend; het treedt op " + entry.Dutch() + " in werking."
		}
		return "Dit convenant ligt sinds " + since + " ter ondertekening."
	case workflow.InForce:
		return l.inForce(since)
	case workflow.Expired:
		return l.over("verlopen", since)
	case workflow.Ended:
		return l.over("beëindigd", since)
	case workflow.Withdrawn:
		return "Dit convenant is ingetrokken op " + since + "."
	}
	return "Dit convenant was op " + s.Day.Dutch() + " nog niet opgesteld."
}

func (l LifeLine) inForce(since string) string {
	s := l.State
	told := "Dit convenant is in werking sinds " + since
	if s.End == 0 {
		told += "; het heeft geen einddatum."
	} else {
		told += fmt.Sprintf("; de %s periode loopt tot en met %s.", workflow.OrdinalWord(s.Period), s.End.Dutch())
	}
	expires, ends := l.foreseen(workflow.Expired), l.foreseen(workflow.Ended)
	switch next := l.nextEnd(); {
	case ends != 0 && ends-1 == s.End:
		return told + " Dan eindigt het."
	case ends != 0:
		return told + " Het eindigt op " + (ends - 1).Dutch() + "."
	case next != 0 && s.End != 0:
		return told + " Daarna is het verlengd tot en met " + next.Dutch() + "."
	case expires != 0 && s.Terms != nil && s.RenewalDeadline() >= s.Day:
		return told + " Wordt het niet verlengd, dan eindigt het op die dag."
	case expires != 0:
		return told + " Dan eindigt het."
	}
	return told
}

func (l LifeLine) over(how, since string) string {
	entered, s := l.entered(), l.State
	told := "Dit convenant is " + how + " sinds " + since
	first, last := entered[workflow.InForce], entered[s.Phase].AddDays(-1)
	if first == 0 || last < first {
		return told + "."
	}
	return told + "; het was in werking van " + first.Dutch() + " tot en met " + last.Dutch() + "."
}
