package workflow

// Grounds for refusal that many acts share.

import "slices"

// Numbers in acts point at facts and changes; no convenant comes near this many.
const maxFacts = 1_000_000

// known refuses a short name that no Partij of the convenant bears.
func (s *State) known(field, id string) func() *Refusal {
	return func() *Refusal {
		if s.party(id) != nil {
			return nil
		}
		r := refuse(Unknown, "In dit convenant staat geen Partij met de korte naam %s.", quote(id)).instead("Kies een van de Partijen van dit convenant.")
		r.Field = field
		return r
	}
}

// knownChange refuses the number of a change that was never proposed.
func (s *State) knownChange(number int) func() *Refusal {
	return func() *Refusal {
		if s.change(number) != nil {
			return nil
		}
		r := refuse(Unknown, "Dit convenant heeft geen wijziging met nummer %d.", number)
		r.Field = "wijziging"
		return r
	}
}

// freeID refuses a short name that is reserved or was ever used in this convenant (R13: who left returns under a new
// one).
func (s *State) freeID(field, id string) func() *Refusal {
	return func() *Refusal {
		if r := notReserved(field, id); r != nil {
			return r
		}
		pending := slices.ContainsFunc(s.Changes, func(c Change) bool {
			return c.State == Proposed && c.Accession != nil && c.Accession.ID == id
		})
		if s.party(id) != nil || pending {
			return invalid(field, "De korte naam %s is in dit convenant al gebruikt.", quote(id)).instead("Kies een andere korte naam.")
		}
		return nil
	}
}

// MayBeParty reports that a word can be the short name of a Partij: it has that form, and is not reserved.
func MayBeParty(id string) bool { return isID(id) && !slices.Contains(reserved, id) }

func notReserved(field, id string) *Refusal {
	if slices.Contains(reserved, id) {
		return invalid(field, "De korte naam %s heeft in het register al een andere betekenis.", quote(id)).instead("Kies een andere korte naam.")
	}
	return nil
}

// boundParty refuses on behalf of somebody who is not bound.
func (s *State) boundParty(p *Party) *Refusal {
	switch {
	case p.State == Left:
		return refuse(NoLongerParty, "%s is sinds %s geen Partij meer.", p.Name, (p.LastDay + 1).Dutch())
	case !s.isMember(p):
		return refuse(NotAllowed, "%s is nog geen Partij bij dit convenant.", p.Name)
	}
	return nil
}

// present refuses on behalf of somebody who has left.
func present(p *Party) *Refusal {
	if p.State == Left {
		return refuse(NoLongerParty, "%s is sinds %s geen Partij meer.", p.Name, (p.LastDay + 1).Dutch())
	}
	return nil
}

// phaseWords tell where a convenant stands, to follow "Het convenant ".
var phaseWords = map[Phase]string{
	Concept:   "is nog een concept",
	Advising:  "is in de adviesronde",
	Adopting:  "wacht op vaststelling",
	Signing:   "wacht op ondertekening",
	InForce:   "is in werking",
	Expired:   "is verlopen",
	Ended:     "is beëindigd",
	Withdrawn: "is ingetrokken",
}

// inPhase refuses an act that the state of the convenant does not provide for.
func (s *State) inPhase(kind Kind) *Refusal {
	if s.can(string(kind)) {
		return nil
	}
	return s.wrongPhase(kind)
}

func (s *State) wrongPhase(kind Kind) *Refusal {
	where := phaseWords[s.Phase]
	if s.Phase == Signing && s.AllSigned() {
		where = "is door iedereen ondertekend en nog niet in werking"
	}
	return refuse(NotAllowed, "Het convenant %s. %s kan dan niet.", where, kindWords[kind]).instead("%s", whenPossible(kind))
}

// whenPossible says in which states the act is possible.
func whenPossible(kind Kind) string {
	var states []string
	for _, p := range []Phase{Concept, Advising, Adopting, Signing, InForce} {
		if convenantMachine.can(string(p), string(kind)) {
			states = append(states, phaseNames[p])
		}
	}
	return "Het kan " + alternatives(states) + "."
}

var phaseNames = map[Phase]string{
	Concept:  "in concept",
	Advising: "tijdens de adviesronde",
	Adopting: "bij de vaststelling",
	Signing:  "tijdens de ondertekening",
	InForce:  "als het convenant in werking is",
}

// kindWords name an act as the subject of a sentence.
var kindWords = map[Kind]string{
	Draft:                 "Een convenant opstellen",
	EditText:              "De tekst wijzigen",
	AddParty:              "Een Partij toevoegen",
	RemoveParty:           "Een Partij verwijderen",
	RenameParty:           "Een Partij een andere naam geven",
	SucceedParty:          "Een Partij laten opvolgen",
	AppointRepresentative: "Een vertegenwoordiger aanwijzen",
	AppointContact:        "Een contactpersoon aanwijzen",
	OpenAdvice:            "Een adviesronde openen",
	GiveAdvice:            "Advies uitbrengen",
	AnswerAdvice:          "Een advies beantwoorden",
	CloseAdvice:           "De adviesronde sluiten",
	SkipAdvice:            "De adviesronde overslaan",
	BackToConcept:         "Teruggaan naar concept",
	Schedule:              "Het convenant agenderen",
	Deliberate:            "Een besluit vastleggen",
	Sign:                  "Ondertekenen",
	DeclineToSign:         "De ondertekening weigeren",
	Publish:               "Een publicatie vastleggen",
	RegisterLetter:        "Een brief registreren",
	GiveNotice:            "Opzeggen",
	Renew:                 "Verlengen",
	ProposeChange:         "Een wijziging voorstellen",
	AdaptChange:           "Een voorstel aanpassen",
	Consent:               "Instemmen met een wijziging",
	RefuseConsent:         "Instemming weigeren",
	WithdrawChange:        "Een voorstel intrekken",
	Evaluate:              "Een evaluatie vastleggen",
	RecordEvent:           "De gebeurtenis vastleggen",
	Withdraw:              "Het convenant intrekken",
	Correct:               "Een feit corrigeren",
	ErasePersonalData:     "Persoonsgegevens wissen",
}

// Words names the kind of act as the subject of a sentence.
func (k Kind) Words() string {
	if words, ok := kindWords[k]; ok {
		return words
	}
	return "De handeling"
}

// matches refuses a fingerprint of another text (R11, R12). A Partij itself must give one; where none is given, none is
// reckoned.
func matches(given string, actual func() string) *Refusal {
	if given == "" || given == actual() {
		return nil
	}
	return refuse(TextChanged, "De tekst is veranderd sinds u die zag: de vingerafdruk die u gaf, hoort bij een andere tekst.").
		instead("Lees de tekst zoals die nu is en doe het opnieuw.")
}

// needsFingerprint refuses an act of a Partij itself that does not say which exact text it is about.
func needsFingerprint(a *action, sha256 string) *Refusal {
	if a.byParty() && sha256 == "" {
		return invalid("sha256", "Er staat niet bij om welke tekst het gaat.").instead("Geef de vingerafdruk (sha256) van de tekst die u hebt gelezen.")
	}
	return nil
}

// sha256Field takes a fingerprint: 64 hexadecimal digits.
func (r *reader) sha256Field() string {
	s := r.optText("sha256", maxName)
	for i := range len(s) {
		if c := s[i]; len(s) != 64 || (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			r.fail(r.path+"sha256", "%s is geen vingerafdruk (sha256); die bestaat uit 64 cijfers en letters van a tot en met f.", quote(s))
			return ""
		}
	}
	return s
}
