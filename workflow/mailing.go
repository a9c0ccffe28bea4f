package workflow

// Who receives the papers that were called for, and why, as data. Where they are reached, and by what means, is not known
// here. A paper for the file goes to nobody, unless it tells of something that everyone must know.

import (
	"slices"
)

// Addressee is who receives a paper, with one line for the reader on why.
type Addressee struct {
	Role string // one of the roles below
	Name string // of a Partij its short name, of an adviser its name; empty for the others
	Why  string // a Dutch sentence: U ontvangt dit omdat …
}

// The roles in which a paper is received.
const (
	ToParty       = "partij"
	ToAdviser     = "adviseur" // a body that is no Partij
	ToAldermen    = Alderman   // the portefeuillehouders, all of them
	ToSecretariat = Secretariat
)

// forAldermen are the papers that the portefeuillehouders receive, with why: what was decided, and what changed by it.
var forAldermen = map[string]string{
	PaperAdopted:      "het convenant is vastgesteld",
	PaperSigned:       "het convenant is ondertekend",
	PaperConsolidated: "de tekst van het convenant is gewijzigd",
	PaperResolutions:  "er een besluit is genomen",
	PaperProposal:     "een wijziging van het convenant is voorgesteld",
	PaperRenewed:      "het convenant is verlengd",
	PaperEnd:          "het convenant is geëindigd",
}

// forParties tells why a Partij receives a paper; %s is its name.
var forParties = map[string][2]string{
	PaperAdviceInvite:  {"", " om advies is gevraagd"},
	PaperSignInvite:    {"", " dit convenant kan ondertekenen"},
	PaperReceipt:       {"wij van ", " bericht hebben ontvangen"},
	PaperNotification:  {"", " Partij is bij dit convenant, en een andere Partij het heeft opgezegd"},
	PaperProposal:      {"", " Partij is bij dit convenant, en een wijziging is voorgesteld"},
	PaperConsent:       {"de instemming van ", " nodig is voor een wijziging"},
	PaperSigned:        {"", " Partij is bij dit convenant, dat nu door iedereen is ondertekend"},
	PaperConsolidated:  {"", " Partij is bij dit convenant, waarvan de tekst is gewijzigd"},
	PaperRenewed:       {"", " Partij is bij dit convenant, dat is verlengd"},
	PaperLeft:          {"", " Partij was bij dit convenant en nu is uitgetreden"},
	PaperEnd:           {"", " Partij was bij dit convenant, dat is geëindigd"},
	PaperReminder:      {"van ", " nog iets wordt gevraagd"},
	PaperRectification: {"wij ", " eerder iets hebben meegedeeld dat niet meer klopt"},
}

// Mailing tells for each of the papers that were called for together who receives it. The state is that after what called
// for them.
func (s *State) Mailing(papers []Paper) [][]Addressee {
	list := make([][]Addressee, len(papers))
	for i, p := range papers {
		if p.Skipped || slices.Contains(papers[:i], p) {
			continue // overtaken by a later one; or two events call for one paper
		}
		list[i] = s.addressees(p, papers)
		if why := s.aldermenReceive(p); why != "" && firstOf(papers, i) {
			list[i] = append(list[i], Addressee{ToAldermen, "", "U ontvangt dit omdat u portefeuillehouder bent en " + why + "."})
		}
	}
	return list
}

func (s *State) addressees(p Paper, papers []Paper) []Addressee {
	switch {
	case p.To == Secretariat:
		return []Addressee{{ToSecretariat, "", "U ontvangt dit omdat u bij het secretariaat van dit convenant werkt."}}
	case p.To == Alderman:
		return []Addressee{{ToAldermen, "", "U ontvangt dit omdat u portefeuillehouder bent en van u iets wordt gevraagd."}}
	case p.To != "":
		return []Addressee{s.addressee(p.Kind, p.To)}
	}
	switch p.Kind {
	case PaperSigned, PaperConsolidated, PaperProposal:
		var list []Addressee
		for _, id := range s.present() {
			if p.Kind == PaperProposal && askedToConsent(papers, p, id) {
				continue // it comes with the request
			}
			list = append(list, s.addressee(p.Kind, id))
		}
		return list
	}
	return nil
}

// addressee writes why somebody receives a paper.
func (s *State) addressee(kind, to string) Addressee {
	a := Addressee{Role: ToAdviser, Name: to}
	name := to
	if p := s.party(to); p != nil {
		a.Role, name = ToParty, p.Name
	}
	why, ok := forParties[kind]
	if !ok {
		why = [2]string{"", " Partij is bij dit convenant"}
	}
	a.Why = "U ontvangt dit omdat " + why[0] + name + why[1] + "."
	return a
}

// aldermenReceive tells why the portefeuillehouders receive a paper, or nothing when they do not. Who was told something
// is told so when it no longer holds.
func (s *State) aldermenReceive(p Paper) string {
	switch {
	case p.Kind == PaperRectification && forAldermen[p.Corrects] != "":
		return "wij eerder iets hebben meegedeeld dat niet meer klopt"
	case p.Kind == PaperResolutions && !s.decided(p):
		return "" // a meeting that advises concludes, and decides nothing
	}
	return forAldermen[p.Kind]
}

// decided reports that the meeting of which a paper tells decided something.
func (s *State) decided(p Paper) bool {
	return slices.ContainsFunc(s.History, func(e Event) bool {
		return e.Fact == p.Fact && e.Kind == string(Deliberate) && e.Data.Get("besluit").Text != ""
	})
}

// firstOf reports that no paper before this one tells the same to somebody else: of what every Partij is told, the
// portefeuillehouders receive one.
func firstOf(papers []Paper, i int) bool {
	same := papers[i]
	same.To = ""
	return !slices.ContainsFunc(papers[:i], func(p Paper) bool {
		p.To = ""
		return p == same
	})
}

func askedToConsent(papers []Paper, proposal Paper, id string) bool {
	return slices.ContainsFunc(papers, func(p Paper) bool {
		return p.Kind == PaperConsent && p.To == id && p.Fact == proposal.Fact && p.Change == proposal.Change
	})
}

// Enclosures lists the papers that go along with one: what the reader is asked to read, sign or consent to. They are the
// papers that the same event calls for, so that each is made once.
func (p Paper) Enclosures() []Paper {
	with := func(kind string) []Paper {
		return []Paper{{Kind: kind, On: p.On, Change: p.Change, Fact: p.Fact}}
	}
	switch {
	case p.Kind == PaperAdviceInvite:
		return with(PaperConcept)
	case p.Kind == PaperSignInvite && p.Change == 0:
		return with(PaperAdopted)
	case p.Kind == PaperSignInvite:
		return with(PaperConsolidated)
	case p.Kind == PaperConsent:
		return with(PaperProposal)
	case p.Kind == PaperSigned:
		return with(PaperSignatures)
	}
	return nil
}

// MailContacts lists the contact persons of a Partij who can be reached by mail, in order of rank; of one that was
// succeeded, those of its successor.
func (s *State) MailContacts(party string) []Contact {
	p := s.heir(party)
	if p == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Contacts), func(c Contact) bool { return c.Email == "" || c.Email == Erased })
}
