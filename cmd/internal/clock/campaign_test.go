package clock

// A year in which the Convenant Herstelnetwerk is to be renewed, as the clock tells it; and every kind of reminder as its
// reader reads it.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"convenant/cmd/internal/paper"
	"convenant/storage"
	"convenant/workflow"
)

var partners = []string{"blaricum", "eemnes", "gooise-meren", "hilversum", "huizen", "laren", "wijdemeren", "regio", "ggz-centraal", "kwintes",
	"jellinek", "mee", "versa-welzijn"}

// network brings the Convenant Herstelnetwerk into force on 8 February 2024; MEE has no contact person.
func network(w *world) string {
	id := w.act("", "2023-08-17", `{"handeling":"opstellen","gegevens":{"sjabloon":"herstelnetwerk","kenmerk":"DOC-23001740"}}`)
	w.act(id, "2023-10-18", `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Eerder overlegd."}}`)
	w.act(id, "2023-10-18", `{"handeling":"agenderen","gegevens":{"overleg":"Portefeuillehoudersoverleg","datum":"2023-11-30","doel":"vaststellen"}}`)
	w.act(id, "2023-11-30", `{"handeling":"besluiten","gegevens":{"overleg":"Portefeuillehoudersoverleg","besluit":"vastgesteld"}}`)
	for _, p := range partners {
		if p != "mee" {
			w.act(id, "2024-02-08", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"%s","functie":"beleidsadviseur","rang":1}}`, p)
		}
		w.act(id, "2024-02-08", `{"handeling":"ondertekenen","gegevens":{"partij":"%s","wijze":"papier"}}`, p)
	}
	return id
}

// deed is an act on a day.
type deed struct{ day, words, act string }

// campaign is what happens in that year. Versa Welzijn lets it come to the last week.
func campaign() []deed {
	list := []deed{{"2025-03-03", "MEE wijst een contactpersoon aan", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"mee","functie":"regiomanager","rang":1}}`}}
	renew := func(day string, who ...string) {
		for _, p := range who {
			list = append(list, deed{day, "verlengingsbrief van " + p, fmt.Sprintf(`{"handeling":"verlengen","gegevens":{"partij":"%s"}}`, p)})
		}
	}
	renew("2025-09-15", partners[:7]...)
	list = append(list, deed{"2025-10-31", "Jellinek zegt op", `{"handeling":"opzeggen","gegevens":{"partij":"jellinek"}}`})
	renew("2025-12-04", "regio", "ggz-centraal", "kwintes", "mee")
	renew("2025-12-29", "versa-welzijn")
	return list
}

// transcript tells what was announced, a line for each day and kind: how many, to whom if they are few.
func transcript(list []storage.Announcement, deeds []deed, from workflow.Date) string {
	type key struct {
		day  workflow.Date
		what string
	}
	var order []key
	to := map[key][]string{}
	add := func(day workflow.Date, what, who string) {
		k := key{day, what}
		if _, seen := to[k]; !seen {
			order = append(order, k)
		}
		to[k] = append(to[k], who)
	}
	for _, d := range deeds {
		add(workflow.MustDate(d.day), "* "+d.words, "")
	}
	for _, a := range list {
		p := a.Paper
		if a.Day < from {
			continue
		}
		what := "  " + p.Kind
		if p.Asks != "" {
			what += " " + p.Asks
		}
		if p.By != 0 {
			what += ", uiterlijk " + p.By.Dutch()
		}
		if p.Skipped {
			what += " (overgeslagen)"
		}
		add(a.Day, what, p.To)
	}
	slices.SortStableFunc(order, func(a, b key) int { return int(a.day - b.day) })
	var b strings.Builder
	for _, k := range order {
		who := slices.DeleteFunc(to[k], func(id string) bool { return id == "" })
		fmt.Fprintf(&b, "%17s  %s", k.day.Dutch(), k.what)
		switch n := len(who); {
		case n > 4:
			fmt.Fprintf(&b, ": %d Partijen", n)
		case n > 0:
			fmt.Fprintf(&b, ": %s", strings.Join(who, ", "))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// year plays the campaign, with a look on every day for which looks is true.
func year(w *world, looks func(workflow.Date) bool) string {
	id := network(w)
	w.look("2024-11-30")
	deeds := campaign()
	for day := workflow.MustDate("2024-12-01"); day <= workflow.MustDate("2026-01-02"); day++ {
		if looks(day) {
			w.look(day.String())
		}
		for len(deeds) > 0 && deeds[0].day == day.String() {
			w.act(id, deeds[0].day, "%s", deeds[0].act)
			deeds = deeds[1:]
		}
	}
	return id
}

func TestTheRenewalOfTheHerstelnetwerk(t *testing.T) {
	w := begin(t)
	id := year(w, func(workflow.Date) bool { return true })
	golden(t, "verlenging.txt", transcript(w.told(id), campaign(), workflow.MustDate("2024-12-01")))
	w.sound()
}

// Whatever the days on which somebody looks, the same consequences are announced, in the same order for each reader; and
// nobody is sent a reminder that they would not have got from a clock that looked every day.
func TestItDoesNotMatterWhenTheClockLooks(t *testing.T) {
	consequences := func(w *world, id string) (papers []string, reminders map[string]bool) {
		reminders = map[string]bool{}
		for _, a := range w.told(id) {
			if a.Paper.Asks != "" {
				if !a.Paper.Skipped {
					reminders[fmt.Sprint(a.Paper)] = true
				}
				continue
			}
			papers = append(papers, fmt.Sprint(a.Paper))
		}
		slices.Sort(papers)
		return papers, reminders
	}
	w := begin(t)
	want, all := consequences(w, year(w, func(workflow.Date) bool { return true }))
	chance := newChance()
	for round := range 12 {
		per := []int{2, 10, 40, 150, 1_000}[round%5]
		w := begin(t)
		got, reminders := consequences(w, year(w, func(day workflow.Date) bool {
			return chance.IntN(per) == 0 || day == workflow.MustDate("2026-01-02")
		}))
		if !slices.Equal(got, want) {
			t.Errorf("with a look in %d days:\n%s\ninstead of\n%s", per, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for r := range reminders {
			if !all[r] {
				t.Errorf("with a look in %d days: %s", per, r)
			}
		}
		w.sound()
	}
}

// letters are days on which every kind of reminder comes up, in one long story.
var letters = []struct{ day, act string }{
	{"2024-01-01", `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Convenant Samen Wonen","kenmerk":"Z-2024-17","partijen":[
		{"id":"noord","naam":"Gemeente Noord","vertegenwoordiger":"A. de Wit","hoedanigheid":"wethouder"},{"id":"zuid","naam":"Gemeente Zuid"},{"id":"zorg","naam":"Stichting Zorg"}],
		"voorwaarden":{"looptijd":{"tot-en-met":"2026-12-31"},"opzegging":{"door":"elke-partij","termijn":"2 maanden","gericht-aan":"de contactpersoon van Gemeente Noord"},
		"verlenging":{"wijze":"brief","duur":"2 jaar"},"wijziging":{"instemming":"alle-partijen"},"toetreding":{"instemming":"orgaan:Stuurgroep Wonen"},"evaluatie":{"elke":"1 jaar"}}}}`},
	{"2024-01-08", `{"handeling":"adviesronde-openen","gegevens":{"adviseurs":["zorg","Juridisch adviseur"],"uiterlijk":"2024-02-12"}}`},
	{"2024-02-01", `{"handeling":"advies-uitbrengen","gegevens":{"adviseur":"zorg","strekking":"geen"}}`},
	{"2024-03-04", `{"handeling":"adviesronde-sluiten"}`},
	{"2024-03-04", `{"handeling":"agenderen","gegevens":{"overleg":"Directie-overleg","datum":"2024-03-14","doel":"adviseren"}}`},
	{"2024-03-04", `{"handeling":"agenderen","gegevens":{"overleg":"Bestuurlijk overleg","datum":"2024-03-28","doel":"vaststellen"}}`},
	{"2024-04-08", `{"handeling":"besluiten","op":"2024-03-28","gegevens":{"overleg":"Bestuurlijk overleg","besluit":"vastgesteld"}}`},
	{"2024-05-01", `{"handeling":"agenderen","gegevens":{"overleg":"Inspiratiesessie Wonen","datum":"2024-06-20","doel":"adviseren"}}`},
	{"2024-06-20", `{"handeling":"ondertekenen","gegevens":{"partij":"noord","wijze":"live"}}`},
	{"2024-07-01", `{"handeling":"ondertekenen","gegevens":{"partij":"zuid","wijze":"papier"}}`},
	{"2024-07-01", `{"handeling":"ondertekenen","gegevens":{"partij":"zorg","wijze":"papier"}}`},
	{"2024-09-02", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Langere opzegtermijn","voorwaarden":{"opzegging":{"termijn":"3 maanden"}}}}`},
	{"2024-09-03", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"noord"}}`},
	{"2025-01-06", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"zuid"}}`},
	{"2025-01-06", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"zorg"}}`},
	{"2025-01-06", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Toetreding van West","toetreding":{"id":"west","naam":"Gemeente West"}}}`},
	{"2025-03-03", `{"handeling":"agenderen","gegevens":{"overleg":"Stuurgroep Wonen","datum":"2025-03-20","doel":"vaststellen"}}`},
	{"2025-03-20", `{"handeling":"besluiten","gegevens":{"overleg":"Stuurgroep Wonen","besluit":"vastgesteld","betreft":"wijziging:2"}}`},
	{"2025-05-01", `{"handeling":"ondertekenen","gegevens":{"partij":"west","wijze":"papier"}}`},
	{"2025-09-01", `{"handeling":"evalueren","gegevens":{"conclusie":"Goed."}}`},
}

// variant names the letters that are one kind with other words.
func variant(p workflow.Paper, today workflow.Date, s *workflow.State) string {
	name := p.Kind + "-" + p.Asks
	switch {
	case p.Change != 0 && p.Asks != workflow.RemindConsent:
		name += "-wijziging"
	case p.By != 0 && p.By < today:
		name += "-voorbij"
	case p.Asks == workflow.RemindSign && p.By != 0 && s.Phase == workflow.Signing && p.By != s.EndOf():
		name += "-bijeenkomst"
	}
	return name
}

// slips are what is left on paper when something that a template counted on was not there.
var slips = regexp.MustCompile(`<no value>|%!|\{\{|\(\)| [.,;:]|\.\.(?:[^.]|$)|\b(?:op|van|aan|door|uiterlijk|en) [.,]|\S  \S|, ,`)

func TestEveryReminderIsALetter(t *testing.T) {
	printer, err := paper.NewPrinter(library())
	if err != nil {
		t.Fatal(err)
	}
	c, err := workflow.NewConvenant()
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	story := letters
	for day := workflow.MustDate(story[0].day); day < workflow.MustDate("2026-12-31"); day++ {
		for _, p := range c.ReminderPapers(day-1, day) {
			s := c.Latest(day)
			name := variant(p, day, s)
			if written[name] {
				continue
			}
			written[name] = true
			stand, err := c.Stand()
			if err != nil {
				t.Fatal(err)
			}
			composed, err := printer.Compose(c, p, stand, day)
			if err != nil {
				t.Fatal(err)
			}
			words := composed.Words()
			if slip := slips.FindString(words); slip != "" {
				t.Errorf("%s says %q:\n%s", name, slip, words)
			}
			golden(t, "brieven/"+name+".txt", shortened(words, stand)+"\n")
			if _, err := composed.Render(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for len(story) > 0 && story[0].day == day.String() {
			v, err := workflow.ParseValue([]byte(story[0].act))
			if err != nil {
				t.Fatal(err)
			}
			a, refusal := workflow.ReadAct(v)
			if refusal != nil {
				t.Fatal(refusal)
			}
			d := c.Decide(a, day, library())
			if d.Refusal != nil {
				t.Fatal(story[0].act, d.Refusal)
			}
			c.Append(d.Fact)
			story = story[1:]
		}
	}
	for _, kind := range []string{"ondertekening", "ondertekening-bijeenkomst", "ondertekening-wijziging", "advies", "advies-voorbij", "instemming", "besluit",
		"besluit-voorbij", "besluit-wijziging", "contactpersonen", "evaluatie", "evaluatie-voorbij", "verlenging"} {
		if !written["herinnering-"+kind] {
			t.Errorf("nobody was reminded of %s", kind)
		}
	}
	for _, kind := range []string{"ondertekening-bijeenkomst", "advies-voorbij", "instemming", "besluit-voorbij", "contactpersonen", "verlenging"} {
		if !written["signalering-"+kind] {
			t.Errorf("the secretariaat was not told of %s", kind)
		}
	}
}

var fingerprint = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// shortened leaves the hashes out, which change with the words of the templates.
func shortened(words string, stand workflow.Stand) string {
	words = strings.ReplaceAll(words, stand.Hash[:8], "<hash>")
	return fingerprint.ReplaceAllString(words, "<sha256>")
}
