package web

// Everything that happened: facts, what followed from them, and what was announced, by day and year.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/chronicle"
	"convenant/storage"
	"convenant/workflow"
)

// historyPage tells what happened.
type historyPage struct {
	*dossier
	Mends    bool // the reader can correct a fact
	Sentence string
	Filters  []choice
	Moments  choice // to see of every fact when it was recorded
	All      bool   // of every fact it is told when it was recorded
	Years    []choice
	ByYear   bool // one year at a time
	Shown    []historyYear
}

// choice is a link to the same page, otherwise.
type choice struct {
	Words, Address string
	Here           bool
}

type historyYear struct {
	Year string
	Days []historyDay
}

type historyDay struct {
	On        workflow.Date
	Rows      []historyRow
	Announced []announcedRow
}

// historyRow is a fact or a consequence, or several of one kind and day.
type historyRow struct {
	chronicle.Entry
	Each []chronicle.Entry // what is told together
	By   string            // who recorded it
	Late bool              // it was recorded on another day than it happened
	Held string            // what stood here for a time, and no longer holds
}

// announcedRow is a kind of paper that was sent on a day.
type announcedRow struct {
	Title string
	To    []announcedTo
}

type announcedTo struct {
	Name  string
	Path  string        // of the document
	Later workflow.Date // when it was made, if that was another day than that of its cause
}

// Of a history of more lines than this, one year is shown at a time.
const mostEntries = 200

// Fewer than this are told one by one.
const fewestTogether = 3

// historyFilters are the parts of a history that can be asked for alone.
var historyFilters = []struct {
	words, name string
	nature      chronicle.Nature
}{
	{"Alles", "", ""},
	{"Feiten", "feiten", chronicle.Fact},
	{"Gevolgen", "gevolgen", chronicle.Consequence},
	{"Mededelingen", "mededelingen", chronicle.Announcement},
}

func (v *visit) history() error {
	d, s, err := v.openDossier("geschiedenis")
	if err != nil {
		return err
	}
	entries, err := v.happened(d)
	if err != nil {
		return err
	}
	p := &historyPage{dossier: d, Mends: v.principal.Role == storage.RoleSecretariat && !d.Elsewhen(), All: v.query("vastlegging") != ""}
	p.Sentence = historySentence(entries)
	entries = p.filter(entries, v.query("soort"))
	entries = p.oneYear(entries, v.query("jaar"))
	for _, e := range entries {
		p.put(s, e)
	}
	for _, y := range p.Shown {
		for i := range y.Days {
			y.Days[i].Rows = together(d.record, y.Days[i].Rows)
		}
	}
	return v.page("geschiedenis", p)
}

func historySentence(entries []chronicle.Entry) string {
	if len(entries) == 0 {
		return ""
	}
	first, last := entries[0].On, entries[len(entries)-1].On
	if first == last {
		return "Dit is er gebeurd op " + dutchDay(first) + "."
	}
	return "Dit is er gebeurd van " + dutchDay(first) + " tot en met " + dutchDay(last) + "."
}

// happened lists what happened up to the day that is looked at, as far as who looks may see it.
func (v *visit) happened(d *dossier) ([]chronicle.Entry, error) {
	announced, err := v.web.Register.Announcements(v.ctx(), d.ID)
	if err != nil {
		return nil, err
	}
	announced = slices.DeleteFunc(announced, func(a storage.Announcement) bool {
		return !access.SeesPaper(v.principal, a.Paper) || a.Paper.Skipped || a.Stand.Number > len(d.record.Facts()) || d.KnownOn != 0 && a.Day > d.KnownOn
	})
	state := d.state
	if !d.OtherDay() {
		state = d.record.Latest(v.today)
	}
	list := chronicle.Of(state, d.record, announced)
	for _, u := range chronicle.UndoneIn(d.record) {
		list = append(list, chronicle.Entry{Nature: chronicle.Consequence, On: u.Event.On, Sentence: heldWords(state, u)})
	}
	slices.SortStableFunc(list, func(a, b chronicle.Entry) int {
		return cmp.Or(int(a.On-b.On), rank(a.Announced == nil)-rank(b.Announced == nil))
	})
	return slices.DeleteFunc(list, func(e chronicle.Entry) bool { return e.On > state.Day }), nil
}

// heldWords tell what the register held for a time, and why it no longer does.
func heldWords(s *workflow.State, u chronicle.Undone) string {
	held := u.Sentence
	if strings.HasPrefix(held, "Het ") || strings.HasPrefix(held, "De ") || strings.HasPrefix(held, "Wijziging ") {
		held = uncapital(held) // and not the name of a Partij
	}
	return "Tot " + dutchDay(u.Until) + " stond hier: " + held + ". Dat geldt niet meer; " + lateWords(s, u.By[len(u.By)-1]) + "."
}

// lateWords tell of a fact that was recorded late that it had happened already, to follow a semicolon.
func lateWords(s *workflow.State, f *workflow.Fact) string {
	who, on := partyName(s, f.Data.Get("partij").Text), dutchDay(f.On)
	switch f.Kind {
	case workflow.Renew:
		return "de verlengingsbrief van " + who + " was al op " + on + " ontvangen"
	case workflow.GiveNotice:
		if who == "" {
			return "de opzegbrief van alle Partijen was al op " + on + " ontvangen"
		}
		return "de opzegbrief van " + who + " was al op " + on + " ontvangen"
	case workflow.Sign:
		return who + " had al op " + on + " getekend"
	case workflow.Consent:
		return who + " had al op " + on + " ingestemd"
	case workflow.Correct:
		return "feit " + f.Data.Get("feit").Text + " is toen gecorrigeerd"
	}
	return "toen is vastgelegd wat al op " + on + " was gebeurd: " + uncapital(f.Kind.Words())
}

// filter keeps the entries of one nature, if that is asked for.
func (p *historyPage) filter(entries []chronicle.Entry, asked string) []chronicle.Entry {
	moments := ""
	if p.All {
		moments = "vastlegging=ja"
	}
	own := ""
	for _, f := range historyFilters {
		here := f.name == asked
		one := ""
		if f.name != "" {
			one = "soort=" + f.name
		}
		p.Filters = append(p.Filters, choice{f.words, p.To("geschiedenis" + question(one, moments)), here})
		if here && f.nature != "" {
			own = one
			entries = slices.DeleteFunc(entries, func(e chronicle.Entry) bool { return e.Nature != f.nature })
		}
	}
	if p.All {
		p.Moments = choice{"Verberg wanneer het is vastgelegd", p.To("geschiedenis" + question(own)), true}
	} else {
		p.Moments = choice{"Toon ook wanneer alles is vastgelegd", p.To("geschiedenis" + question(own, "vastlegging=ja")), false}
	}
	p.Years = yearsOf(entries)
	for i := range p.Years {
		p.Years[i].Address = "#jaar-" + p.Years[i].Words
		if lines(entries) > mostEntries {
			p.Years[i].Address = p.To("geschiedenis" + question("jaar="+p.Years[i].Words, own, moments))
		}
	}
	return entries
}

// oneYear keeps the entries of one year of a long history: the year that is asked for, or else the last.
func (p *historyPage) oneYear(entries []chronicle.Entry, asked string) []chronicle.Entry {
	if p.ByYear = lines(entries) > mostEntries; !p.ByYear {
		return entries
	}
	at := slices.IndexFunc(p.Years, func(c choice) bool { return c.Words == asked })
	if at < 0 {
		at = len(p.Years) - 1
	}
	p.Years[at].Here = true
	return slices.DeleteFunc(entries, func(e chronicle.Entry) bool { return yearOf(e.On) != p.Years[at].Words })
}

// lines counts how much there is to read: papers of one kind and day stand in one line.
func lines(entries []chronicle.Entry) int {
	n := 0
	type line struct {
		on   workflow.Date
		kind string
	}
	seen := map[line]bool{}
	for _, e := range entries {
		if a := e.Announced; a != nil {
			at := line{e.On, a.Paper.Kind}
			if seen[at] {
				continue
			}
			seen[at] = true
		}
		n++
	}
	return n
}

func yearOf(d workflow.Date) string {
	year, _, _ := d.Civil()
	return strconv.Itoa(year)
}

func yearsOf(entries []chronicle.Entry) []choice {
	var years []choice
	for _, e := range entries {
		if y := yearOf(e.On); len(years) == 0 || years[len(years)-1].Words != y {
			years = append(years, choice{Words: y})
		}
	}
	return years
}

// put adds an entry to its day.
func (p *historyPage) put(s *workflow.State, e chronicle.Entry) {
	if y := yearOf(e.On); len(p.Shown) == 0 || p.Shown[len(p.Shown)-1].Year != y {
		p.Shown = append(p.Shown, historyYear{Year: y})
	}
	year := &p.Shown[len(p.Shown)-1]
	if n := len(year.Days); n == 0 || year.Days[n-1].On != e.On {
		year.Days = append(year.Days, historyDay{On: e.On})
	}
	day := &year.Days[len(year.Days)-1]
	if e.Announced != nil {
		day.announce(s, p.ID, e.Announced)
		return
	}
	row := historyRow{Entry: e}
	if e.Event.Kind == "" {
		row.Held, row.Sentence = e.Sentence, ""
	}
	if f := e.Fact; f != nil {
		row.By, row.Late = recordedBy(s, f.By), f.Recorded != f.On
	}
	day.Rows = append(day.Rows, row)
}

// announce adds a paper to the others of its kind.
func (day *historyDay) announce(s *workflow.State, convenant string, a *storage.Announcement) {
	title := nameOfPaper(a.Paper.Kind)
	to := announcedTo{Path: "/documenten/" + convenant + "-" + strconv.Itoa(a.Number)}
	if a.Paper.To != "" {
		to.Name = partyName(s, a.Paper.To)
	}
	if a.Day != a.Paper.On {
		to.Later = a.Day
	}
	for i := range day.Announced {
		if day.Announced[i].Title == title {
			day.Announced[i].To = append(day.Announced[i].To, to)
			return
		}
	}
	day.Announced = append(day.Announced, announcedRow{title, []announcedTo{to}})
}

// recordedBy names who recorded a fact: a role, or a Partij.
func recordedBy(s *workflow.State, by string) string {
	switch by {
	case workflow.Secretariat, "":
		return "het secretariaat"
	case workflow.Alderman:
		return "een portefeuillehouder"
	}
	return partyName(s, by)
}

// together tells what is of one kind and day in one row, where it follows each other and nothing sets one apart. Whether
// these are all Partijen is a question about the Partijen of that day.
func together(record *workflow.Convenant, rows []historyRow) []historyRow {
	var list []historyRow
	for i := 0; i < len(rows); {
		n := i
		var events []workflow.Event
		for n < len(rows) && rows[n].Event.Kind == rows[i].Event.Kind && rows[n].Without == nil && rows[n].By == rows[i].By && rows[n].Late == rows[i].Late {
			events = append(events, rows[n].Event)
			n++
		}
		if len(events) >= fewestTogether {
			if sentence, article := record.On(rows[i].On).DescribeTogether(events); sentence != "" {
				row := rows[i]
				row.Sentence, row.Article = sentence+".", article
				for _, r := range rows[i:n] {
					row.Each = append(row.Each, r.Entry)
				}
				list = append(list, row)
				i = n
				continue
			}
		}
		list = append(list, rows[i])
		i++
	}
	return list
}

// pageRow is a row with the page on which it stands.
type pageRow struct {
	Page *historyPage
	Row  historyRow
}

func withPage(p *historyPage, row historyRow) pageRow { return pageRow{p, row} }

// IsFact reports that a row is one fact.
func (r historyRow) IsFact() bool { return r.Fact != nil && len(r.Each) == 0 }

// Corrects is the number of the fact that a row corrects, or 0.
func (r historyRow) Corrects() int {
	if r.Fact == nil || r.Fact.Kind != workflow.Correct {
		return 0
	}
	n, _ := strconv.Atoi(r.Fact.Data.Get("feit").Text)
	return n
}
