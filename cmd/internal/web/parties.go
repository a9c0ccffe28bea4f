package web

// Who takes part, in the groups of the text, and how each of them stands.

import (
	"cmp"
	"html/template"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/archive"
	"convenant/cmd/internal/web/figure"
	"convenant/workflow"
)

// partiesPage lists who takes part.
type partiesPage struct {
	*dossier
	Sentence string
	Version  int           // of the text to which they are bound; 0 when nobody is
	Since    workflow.Date // when that version began to hold
	Left     int           // how many were Partij
	Groups   []partyGroup
	Signing  bool // the Partijen are signing
}

func (v *visit) parties() error {
	d, s, err := v.openDossier("partijen")
	if err != nil {
		return err
	}
	p := &partiesPage{dossier: d, Groups: groupsOf(s, v.principal.Actor()), Signing: s.Phase == workflow.Signing}
	p.Sentence = partiesSentence(s)
	for i := range s.Parties {
		if s.Parties[i].State == workflow.Left {
			p.Left++
		}
	}
	if versions := s.Versions(); s.Phase == workflow.InForce && len(versions) > 0 {
		p.Version, p.Since = s.Version, max(s.Entered, versions[len(versions)-1].On)
	}
	if access.Grants(v.principal.Role, access.ReadLetters) {
		p.addLetters(archive.Letters(s, v.principal))
	}
	return v.page("partijen", p)
}

// addLetters puts with each Partij the letters of it that can be read.
func (p *partiesPage) addLetters(list []workflow.Letter) {
	for g := range p.Groups {
		for i := range p.Groups[g].Parties {
			row := &p.Groups[g].Parties[i]
			for _, l := range list {
				if l.Party == row.ID {
					row.Letters = append(row.Letters, letterRow{Number: l.Number, Words: letterWords[l.Kind], Received: l.Received})
				}
			}
		}
	}
}

// partiesSentence says how many are bound, or how far they are with signing.
func partiesSentence(s *workflow.State) string {
	bound, signed := 0, 0
	for i := range s.Parties {
		if s.Parties[i].Bound() {
			bound++
		}
		if s.Parties[i].SignedOn != 0 {
			signed++
		}
	}
	switch {
	case s.Phase.Over():
		return "Niemand is nog aan dit convenant gebonden."
	case s.Phase == workflow.Signing && signed == 0:
		return "Nog niemand heeft getekend."
	case s.Phase == workflow.Signing:
		return capital(workflow.NumberWord(signed)) + " van de " + amount(len(s.Parties), "Partij", "Partijen") + " " + verb(signed, "heeft", "hebben") + " getekend."
	case s.Phase != workflow.InForce:
		return amount(len(s.Parties), "organisatie wordt", "organisaties worden") + " Partij bij dit convenant, als zij tekenen."
	}
	return amount(bound, "Partij is", "Partijen zijn") + " gebonden aan"
}

func verb(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// partyGroup is a block of Partijen.
type partyGroup struct {
	Name     string
	Parties  []partyRow
	Progress template.HTML // how many have signed
}

// partyRow is a Partij as it stands.
type partyRow struct {
	*workflow.Party
	Own    bool // of who looks
	Status string
	Words  string // its state
	More   []string

	Letters []letterRow // of it, that can be read

	NoRepresentative, NoContact string // what is missing
}

// groupsOf lists the Partijen in their groups, in the order in which the groups are met.
func groupsOf(s *workflow.State, actor string) []partyGroup {
	missing := map[string]map[string]string{workflow.NoRepresentative: {}, workflow.NoContact: {}} // by what, and by Partij
	for _, short := range s.Shortcomings() {
		if lack, ok := lacks[short.Kind]; ok {
			missing[lack.of][short.Party] = lack.words
		}
	}
	var groups []partyGroup
	members := map[string][]workflow.Party{}
	at := map[string]int{}
	for i := range s.Parties {
		p := &s.Parties[i]
		if _, ok := at[p.Group]; !ok {
			at[p.Group] = len(groups)
			groups = append(groups, partyGroup{Name: p.Group})
		}
		g := &groups[at[p.Group]]
		members[p.Group] = append(members[p.Group], *p)
		g.Parties = append(g.Parties, partyRow{
			Party: p, Own: p.ID == actor, Status: statusOfParty(p), Words: wordsOfParty(p), More: partyStory(s, p),
			NoRepresentative: missing[workflow.NoRepresentative][p.ID], NoContact: missing[workflow.NoContact][p.ID],
		})
	}
	for i := range groups {
		groups[i].Progress = signingProgress(members[groups[i].Name])
		if groups[i].Name == "" && len(groups) > 1 {
			groups[i].Name = "Overige Partijen"
		}
		groups[i].Name = capital(cmp.Or(groups[i].Name, "Partijen"))
	}
	return groups
}

// lacks say what a Partij is missing, and of what.
var lacks = map[string]struct{ of, words string }{
	workflow.NoRepresentative: {workflow.NoRepresentative, "Nog geen vertegenwoordiger"},
	workflow.NoMandate:        {workflow.NoRepresentative, "Nog geen besluit of mandaat"},
	workflow.NoContact:        {workflow.NoContact, "Nog geen contactpersoon"},
	workflow.NoSecondContact:  {workflow.NoContact, "Nog geen tweede contactpersoon"},
}

// signingProgress draws how many have signed.
func signingProgress(list []workflow.Party) template.HTML {
	signed := 0
	for i := range list {
		if list[i].SignedOn != 0 {
			signed++
		}
	}
	return figure.Progress(signed, len(list), verb(signed, "heeft getekend", "hebben getekend"))
}

// wordsOfParty name the state of a Partij. Who gave notice is Partij until its last day, and nobody leaves a convenant that
// has ended.
func wordsOfParty(p *workflow.Party) string {
	switch {
	case p.State == workflow.Leaving:
		return "Partij, heeft opgezegd"
	case p.State == workflow.Left && p.Reason == workflow.LeftAtEnd:
		return "Niet meer gebonden"
	}
	return partyWords[p.State]
}

func statusOfParty(p *workflow.Party) string {
	switch p.State {
	case workflow.Bound, workflow.Signed:
		return "status status--goed"
	case workflow.Leaving:
		return "status status--let-op"
	case workflow.Declined:
		return "status status--fout"
	case workflow.Left:
		return "status status--rust"
	}
	return "status"
}

// partyStory tells what there is to tell of a Partij besides its state, with the days.
func partyStory(s *workflow.State, p *workflow.Party) []string {
	var list []string
	if p.NoticeOn != 0 && p.State == workflow.Leaving {
		list = append(list, "De opzegbrief is ontvangen op "+dutchDay(p.NoticeOn)+". De laatste dag is "+dutchDay(p.LastDay)+".")
	}
	if p.State == workflow.Left {
		list = append(list, leftWords(s, p))
	}
	if p.Bound() && p.BoundFrom != 0 && p.BoundFrom != s.Entered {
		list = append(list, "Partij sinds "+dutchDay(p.BoundFrom)+".")
	}
	if p.Renewed != 0 && p.State == workflow.Left {
		list = append(list, "Wilde verlengen: de verlengingsbrief is ontvangen op "+dutchDay(p.Renewed)+".")
	} else if p.Renewed != 0 {
		list = append(list, "Wil verlengen: de verlengingsbrief is ontvangen op "+dutchDay(p.Renewed)+".")
	}
	return list
}

// leftWords tell why and when a Partij left.
func leftWords(s *workflow.State, p *workflow.Party) string {
	last := " De laatste dag was " + dutchDay(p.LastDay) + "."
	switch p.Reason {
	case workflow.LeftByNotice:
		return "Heeft opgezegd." + last
	case workflow.LeftNotRenewed:
		return "Heeft niet verlengd." + last
	case workflow.LeftToSuccessor:
		return "Is opgevolgd door " + partyName(s, p.Successor) + "." + last
	case workflow.LeftAtEnd:
		return "Het convenant is geëindigd." + last
	}
	return strings.TrimSpace(last)
}

// signedHow words say how a Partij signed.
var signedHow = map[string]string{
	workflow.Digitally: "digitaal", workflow.OnPaper: "op papier", workflow.InPerson: "tijdens een bijeenkomst", workflow.Qualified: "met een gekwalificeerde handtekening",
}

// SignedWords tell how a Partij signed.
func (r partyRow) SignedWords() string { return signedHow[r.SignedHow] }

// Gone reports that it is no Partij any more: nothing of it is asked for.
func (r partyRow) Gone() bool { return r.State == workflow.Left }

// Represented tells who signs for a Partij.
func (r partyRow) Represented() string {
	parts := []string{}
	for _, s := range []string{r.Representative.Name, r.Representative.Capacity} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// Mandated tells by which decision the representative may sign.
func (r partyRow) Mandated() string {
	m := r.Representative.Mandate
	if m == (workflow.Mandate{}) {
		return ""
	}
	words := "besluit"
	if m.Body != "" {
		words += " van " + workflow.TheBody(m.Body)
	}
	if m.Date != 0 {
		words += " van " + dutchDay(m.Date)
	}
	if m.Reference != "" {
		words += " (" + m.Reference + ")"
	}
	return words
}
