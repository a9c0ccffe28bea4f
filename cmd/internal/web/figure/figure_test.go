package figure

// Every scenario is drawn, on every day on which something changes: what comes out is read as strictly as XML, and holds
// what was drawn to what is known.

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/cmd/internal/play"
	"convenant/templates"
	"convenant/workflow"
)

// element is one that was read, with its words and those within it.
type element struct {
	name  string
	attr  map[string]string
	words string
}

func read(t rapid.TB, drawn template.HTML) []element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<p>" + string(drawn) + "</p>"))
	var all []element
	var open []int
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, drawn)
		}
		switch x := token.(type) {
		case xml.StartElement:
			e := element{name: x.Name.Local, attr: map[string]string{}}
			for _, a := range x.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Fatalf("an attribute %s in\n%s", a.Name.Local, drawn)
				}
				e.attr[a.Name.Local] = a.Value
			}
			open = append(open, len(all))
			all = append(all, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, i := range open {
				all[i].words += string(x)
			}
		}
	}
}

// classed gives the elements of a class.
func classed(all []element, class string) []element {
	return slices.DeleteFunc(slices.Clone(all), func(e element) bool {
		return !slices.Contains(strings.Fields(e.attr["class"]), class)
	})
}

// scenarios plays all of them.
func scenarios(t *testing.T) map[string]*workflow.Convenant {
	t.Helper()
	files, err := filepath.Glob("../../../../workflow/scenarios/*.yaml")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d scenarios, error %v", len(files), err)
	}
	library, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*workflow.Convenant{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		scenario, err := play.Read(src)
		if err != nil {
			t.Fatal(err)
		}
		player := play.NewPlayer(play.InMemory(library))
		for _, step := range scenario.Steps {
			if _, err := player.Play(step); err != nil {
				t.Fatal(err)
			}
		}
		if c := player.Convenant(); c != nil && len(c.Facts()) > 0 {
			all[filepath.Base(file)] = c
		}
	}
	return all
}

func TestTheLifeOfEveryScenario(t *testing.T) {
	seen := map[workflow.Phase]int{}
	for name, c := range scenarios(t) {
		timeline := c.Timeline()
		for _, i := range timeline {
			if i.Subject != "convenant" && i.Subject != "einddatum" {
				continue
			}
			s := c.On(i.From)
			seen[s.Phase]++
			l := LifeLine{State: s, Timeline: timeline}
			all := read(t, Life(l))
			steps := classed(all, "levenslijn-stap")
			current := slices.DeleteFunc(slices.Clone(steps), func(e element) bool { return e.attr["aria-current"] != "step" })
			if len(current) != 1 || !strings.HasPrefix(current[0].words, phaseNames[s.Phase]+" nu") {
				t.Fatalf("%s on %s is %s, and its life-line stands at %+v", name, i.From, s.Phase, current)
			}
			if !s.Phase.Over() && len(steps) != len(workflow.LifePath().Line)+1 {
				t.Errorf("%s on %s has %d steps", name, i.From, len(steps))
			}
			if told := l.Sentence(); !strings.HasSuffix(told, ".") || strings.Contains(told, "  ") || strings.Contains(told, " .") {
				t.Errorf("%s on %s: %q", name, i.From, told)
			}
		}
	}
	for _, phase := range workflow.Phases {
		if seen[phase] == 0 || phaseNames[phase] == "" {
			t.Errorf("state %s is drawn %d times, under the name %q", phase, seen[phase], phaseNames[phase])
		}
	}
}

// herstelnetwerk is a state such as the fold gives, with the history that led to it.
func herstelnetwerk(phase workflow.Phase, events ...workflow.Event) *workflow.State {
	history := []workflow.Event{{Kind: string(workflow.Draft), On: workflow.MustDate("2023-08-17")}}
	return &workflow.State{Day: workflow.MustDate("2025-06-01"), Phase: phase, History: append(history, events...)}
}

func event(kind workflow.Kind, on string) workflow.Event {
	return workflow.Event{Kind: string(kind), On: workflow.MustDate(on)}
}

func TestTheSentenceOfEachState(t *testing.T) {
	advising := event(workflow.OpenAdvice, "2023-09-04")
	adopting := event(workflow.CloseAdvice, "2023-10-17")
	signing := event(workflow.WasAdopted, "2023-11-30")
	entered := event(workflow.CameIntoForce, "2024-02-08")
	running := herstelnetwerk(workflow.InForce, advising, adopting, signing, entered)
	running.Period, running.End = 1, workflow.MustDate("2025-12-31")
	renewable := herstelnetwerk(workflow.InForce, advising, adopting, signing, entered)
	renewable.Period, renewable.End = 1, running.End
	renewable.Terms = &workflow.Terms{Duration: &workflow.DurationRule{Until: running.End}, Renewal: &workflow.RenewalRule{Way: workflow.ByLetter, Indefinite: true}}
	endless := herstelnetwerk(workflow.InForce, advising, adopting, signing, entered)
	endless.Period = 1
	interval := func(subject, state, from string) workflow.Interval {
		return workflow.Interval{Subject: subject, State: state, From: workflow.MustDate(from)}
	}
	for _, c := range []struct {
		state *workflow.State
		ahead []workflow.Interval
		want  string
	}{
		{&workflow.State{Day: workflow.MustDate("2023-01-01")}, nil, "Dit convenant was op 1 januari 2023 nog niet opgesteld."},
		{herstelnetwerk(workflow.Concept), nil, "Dit convenant is een concept sinds 17 augustus 2023."},
		{herstelnetwerk(workflow.Advising, advising), nil, "Dit convenant is sinds 4 september 2023 in de adviesronde."},
		{herstelnetwerk(workflow.Adopting, advising, adopting), nil, "Dit convenant wacht sinds 17 oktober 2023 op vaststelling."},
		{herstelnetwerk(workflow.Signing, advising, adopting, signing), nil, "Dit convenant ligt sinds 30 november 2023 ter ondertekening."},
		{herstelnetwerk(workflow.Signing, advising, adopting, signing), []workflow.Interval{interval("convenant", "in-werking", "2025-07-01")},
			"Dit convenant is door iedereen getekend; het treedt op 1 juli 2025 in werking."},
		{running, []workflow.Interval{interval("convenant", "verlopen", "2026-01-01")},
			"Dit convenant is in werking sinds 8 februari 2024; de eerste periode loopt tot en met 31 december 2025. Dan eindigt het."},
		{renewable, []workflow.Interval{interval("convenant", "verlopen", "2026-01-01")},
			"Dit convenant is in werking sinds 8 februari 2024; de eerste periode loopt tot en met 31 december 2025. Wordt het niet verlengd, dan eindigt het op die dag."},
		{running, []workflow.Interval{interval("einddatum", "2029-12-31", "2026-01-01"), interval("convenant", "verlopen", "2030-01-01")},
			"Dit convenant is in werking sinds 8 februari 2024; de eerste periode loopt tot en met 31 december 2025. Daarna is het verlengd tot en met 31 december 2029."},
		{running, []workflow.Interval{interval("convenant", "beeindigd", "2025-09-01")},
			"Dit convenant is in werking sinds 8 februari 2024; de eerste periode loopt tot en met 31 december 2025. Het eindigt op 31 augustus 2025."},
		{endless, nil, "Dit convenant is in werking sinds 8 februari 2024; het heeft geen einddatum."},
		{herstelnetwerk(workflow.Expired, advising, adopting, signing, entered, event(workflow.HasExpired, "2025-01-01")), nil,
			"Dit convenant is verlopen sinds 1 januari 2025; het was in werking van 8 februari 2024 tot en met 31 december 2024."},
		{herstelnetwerk(workflow.Ended, advising, adopting, signing, entered, event(workflow.WasEnded, "2025-03-01")), nil,
			"Dit convenant is beëindigd sinds 1 maart 2025; het was in werking van 8 februari 2024 tot en met 28 februari 2025."},
		{herstelnetwerk(workflow.Withdrawn, event(workflow.Withdraw, "2023-09-01")), nil, "Dit convenant is ingetrokken op 1 september 2023."},
	} {
		if got := (LifeLine{State: c.state, Timeline: c.ahead}).Sentence(); got != c.want {
			t.Errorf("got %q\nwant %q", got, c.want)
		}
	}
}

// On a day that is over, what came after it is told to have happened; of what was not known yet it is not told.
func TestTheLifeOfADayThatIsOver(t *testing.T) {
	s := herstelnetwerk(workflow.Advising, event(workflow.OpenAdvice, "2023-09-04"))
	s.Day = workflow.MustDate("2023-09-30")
	l := LifeLine{State: s, Today: workflow.MustDate("2024-01-10"), Timeline: []workflow.Interval{
		{Subject: "convenant", State: string(workflow.Adopting), From: workflow.MustDate("2023-10-17")},
		{Subject: "convenant", State: string(workflow.Signing), From: workflow.MustDate("2024-02-01")},
	}}
	told := func() string {
		var list []string
		for _, step := range classed(read(t, Life(l)), "levenslijn-stap")[1:4] {
			list = append(list, strings.ReplaceAll(step.words, "\u00a0", " "))
		}
		return strings.Join(list, "; ")
	}
	if got, want := told(), "Adviesronde toen sinds 4 september 2023; Vaststelling nog niet 17 oktober 2023, later gebeurd; Ondertekening nog niet vanaf 1 februari 2024"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	l.KnownOn = s.Day
	if got := told(); strings.Contains(got, "later gebeurd") {
		t.Errorf("what was not known is told: %q", got)
	}
}

// What was gone back on has not been, and what was passed over says so.
func TestTheWayThatWasGone(t *testing.T) {
	s := herstelnetwerk(workflow.Adopting, event(workflow.OpenAdvice, "2023-09-04"), event(workflow.BackToConcept, "2023-09-20"),
		event(workflow.SkipAdvice, "2023-10-01"))
	var told []string
	for _, step := range classed(read(t, Life(LifeLine{State: s})), "levenslijn-stap") {
		told = append(told, step.attr["class"]+": "+strings.ReplaceAll(step.words, "\u00a0", " "))
	}
	want := []string{
		"levenslijn-stap is-geweest: Concept 20 september 2023 tot 1 oktober 2023",
		"levenslijn-stap is-overgeslagen: Adviesronde overgeslagen",
		"levenslijn-stap is-nu: Vaststelling nu sinds 1 oktober 2023",
		"levenslijn-stap is-straks: Ondertekening nog niet",
		"levenslijn-stap is-straks: In werking nog niet",
		"levenslijn-stap is-straks: Verlopen of beëindigd nog niet",
	}
	if !slices.Equal(told, want) {
		t.Errorf("got  %q\nwant %q", told, want)
	}
}

// within holds every part of a drawing to the width of the axis, and gives how many bars it has.
func within(t rapid.TB, all []element) (bars int) {
	t.Helper()
	for _, e := range all {
		place := func(name string) float64 {
			if e.attr[name] == "" {
				return 0
			}
			x, err := strconv.ParseFloat(strings.TrimSuffix(e.attr[name], "%"), 64)
			if err != nil {
				t.Fatalf("%s %q: %v", name, e.attr[name], err)
			}
			return x
		}
		switch {
		case e.name == "svg" && e.attr["role"] == "img" && e.attr["aria-label"] == "":
			t.Fatal("a drawing without words")
		case e.name == "rect" && e.attr["x"] != "":
			bars++
			if x, w := place("x"), place("width"); x < 0 || w <= 0 || x+w > 100.002 { // places are rounded
				t.Fatalf("a bar from %g, %g wide", x, w)
			}
		case e.name == "line":
			if x := place("x1"); e.attr["class"] != "tijdlijn-arcering-lijn" && (x < 0 || x > 100 || x != place("x2")) {
				t.Fatalf("a line at %g", x)
			}
		}
	}
	return bars
}

func TestTheYearsOfEveryScenario(t *testing.T) {
	bars, windows := 0, 0
	for name, c := range scenarios(t) {
		timeline, s := c.Timeline(), c.Latest(0)
		row := TimelineData{
			Name: "Convenant <" + name + ">", From: workflow.MustDate("2020-01-01"), Through: workflow.MustDate("2034-12-31"), Today: s.Day,
			Phases: timeline, Ends: timeline, Due: c.Agenda(workflow.MustDate("2034-12-31")), Prefix: name,
		}
		all := read(t, Timeline(row))
		bars += within(t, all)
		windows += len(classed(all, window))
		if told := all[1].attr["aria-label"]; !strings.HasPrefix(told, row.Name+": ") || !strings.HasSuffix(told, " Vandaag is het "+s.Day.Dutch()+".") {
			t.Errorf("%s: %q", name, told)
		}
	}
	if bars < 200 || windows < 50 {
		t.Errorf("%d bars, of which %d windows", bars, windows)
	}
}

func TestARowOfYears(t *testing.T) {
	date := workflow.MustDate
	row := TimelineData{
		Name: "Herstelnetwerk", From: date("2024-01-01"), Through: date("2030-12-31"), Today: date("2025-06-01"), Prefix: "r1-",
		Phases: []workflow.Interval{
			{Subject: "convenant", State: "concept", From: date("2023-08-17"), Through: date("2023-11-29")},
			{Subject: "convenant", State: "ondertekening", From: date("2023-11-30"), Through: date("2024-02-07")},
			{Subject: "convenant", State: "in-werking", From: date("2024-02-08"), Through: date("2029-12-31")},
			{Subject: "convenant", State: "verlopen", From: date("2030-01-01")},
		},
		Ends: []workflow.Interval{
			{Subject: "einddatum", State: "2024-12-31", From: date("2024-02-08"), Through: date("2024-05-31")}, // changed before it came
			{Subject: "einddatum", State: "2025-12-31", From: date("2024-06-01"), Through: date("2025-12-31")},
			{Subject: "einddatum", State: "2029-12-31", From: date("2026-01-01")},
		},
		Due: []workflow.Deadline{{Kind: workflow.DueNotice, On: date("2025-10-31")}, {Kind: workflow.DueRenewal, On: date("2025-12-31"), Party: "mee"}},
	}
	want := []bar{
		{preparing, date("2023-08-17"), date("2024-02-07"), false},
		{inForce, date("2024-02-08"), date("2025-12-31"), false},
		{inForce, date("2026-01-01"), date("2029-12-31"), false},
	}
	if got := row.bars(); !slices.Equal(got, want) {
		t.Errorf("bars %v", got)
	}
	if got := row.windows(); !slices.Equal(got, []bar{{window, date("2025-10-31"), date("2025-12-31"), false}}) {
		t.Errorf("windows %v", got)
	}
	early := row // it ended before its einddatum, so that nothing can come too late for that
	early.Phases = slices.Clone(row.Phases)
	early.Phases[2].Through, early.Phases[3].From = date("2025-06-30"), date("2025-07-01")
	if got := early.windows(); len(got) > 0 || strings.Contains(early.Sentence(), "laatste dag") {
		t.Errorf("windows %v of %s", got, early.Sentence())
	}
	if got, want := row.Sentence(), "Herstelnetwerk: in voorbereiding van 17 augustus 2023 tot en met 7 februari 2024; in werking van 8 februari 2024 tot en met 31 december 2025; "+
		"verlengd van 1 januari 2026 tot en met 31 december 2029; verlopen vanaf 1 januari 2030; "+
		"de laatste dag waarop een opzegging tegen de einddatum kan worden ontvangen is 31 oktober 2025; "+
		"de laatste dag voor een besluit over de verlenging is 31 december 2025. Vandaag is het 1 juni 2025."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if all := read(t, Timeline(row)); within(t, all) != 4 || len(classed(all, "tijdlijn-vandaag")) != 2 {
		t.Errorf("%+v", all)
	}
}

// What has no last day is drawn until today when it is in preparation, and to the edge when it is in force.
func TestWhatHasNoEndInSight(t *testing.T) {
	row := TimelineData{From: workflow.MustDate("2024-01-01"), Through: workflow.MustDate("2030-12-31"), Today: workflow.MustDate("2025-06-01")}
	for state, want := range map[workflow.Phase]bar{
		workflow.Advising: {preparing, workflow.MustDate("2025-01-01"), row.Today, true},
		workflow.InForce:  {inForce, workflow.MustDate("2025-01-01"), row.Through, true},
	} {
		row.Phases = []workflow.Interval{{Subject: "convenant", State: string(state), From: workflow.MustDate("2025-01-01")}}
		if got := row.bars(); !slices.Equal(got, []bar{want}) {
			t.Errorf("%s: %+v", state, got)
		}
		if told := row.Sentence(); !strings.HasPrefix(told, "In ") || !strings.Contains(told, " vanaf 1 januari 2025. Vandaag is het 1 juni 2025.") {
			t.Errorf("%s: %q", state, told)
		}
	}
}

// Whatever the intervals are and wherever one looks: what is drawn stays within the axis.
func TestNothingIsDrawnOutsideTheAxis(t *testing.T) {
	aDay := rapid.Custom(func(t *rapid.T) workflow.Date {
		return workflow.MustDate("2020-01-01").AddDays(rapid.IntRange(-4000, 8000).Draw(t, "dag"))
	})
	rapid.Check(t, func(t *rapid.T) {
		row := TimelineData{From: aDay.Draw(t, "van"), Through: aDay.Draw(t, "tot"), Today: aDay.Draw(t, "vandaag"), Name: rapid.String().Draw(t, "naam")}
		row.Name = strings.Map(func(r rune) rune {
			if r < ' ' || r > 0xFFF {
				return -1
			}
			return r
		}, row.Name)
		for range rapid.IntRange(0, 4).Draw(t, "aantal") {
			from, end := aDay.Draw(t, "begin"), aDay.Draw(t, "eind")
			through := rapid.SampledFrom([]workflow.Date{0, from.AddDays(rapid.IntRange(0, 3000).Draw(t, "dagen"))}).Draw(t, "tot en met")
			row.Phases = append(row.Phases, workflow.Interval{Subject: "convenant", State: string(rapid.SampledFrom(workflow.Phases).Draw(t, "toestand")), From: from, Through: through})
			row.Ends = append(row.Ends, workflow.Interval{Subject: "einddatum", State: end.String(), From: from, Through: through})
			row.Due = append(row.Due, workflow.Deadline{Kind: workflow.DueNotice, On: end.AddDays(-60)})
		}
		within(t, read(t, Timeline(row)))
		if row.From <= row.Through {
			within(t, read(t, Axis(row.From, row.Through)))
		}
	})
}

func TestProgress(t *testing.T) {
	for _, c := range []struct {
		done, of   int
		part, want string
	}{{9, 13, "69.231%", "9 van 13 hebben getekend"}, {0, 0, "", "0 van 0 hebben getekend"}, {3, 2, "100.000%", "3 van 2 hebben getekend"}} {
		all := read(t, Progress(c.done, c.of, "hebben getekend"))
		if got := classed(all, "voortgang-woorden"); len(got) != 1 || got[0].words != c.want {
			t.Errorf("%+v", got)
		}
		parts := classed(all, "voortgang-deel")
		if len(parts) != min(c.of, 1) || len(parts) == 1 && parts[0].attr["width"] != c.part {
			t.Errorf("%d of %d is drawn as %+v", c.done, c.of, parts)
		}
	}
	if all := read(t, Progress(1, 2, "<b>&")); all[len(all)-1].words != "1 van 2 <b>&" {
		t.Errorf("%+v", all)
	}
}
