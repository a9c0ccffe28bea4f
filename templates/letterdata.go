package templates

// What a letter can tell. The names of the fields are Dutch because secretaries write them in their templates; each is
// explained in brieven/LEESMIJ.md, and a test sees to it that none is missing there.

import (
	"fmt"
	"strings"

	"convenant/workflow"
)

// LetterData is what the template of a letter is given. What does not apply is empty.
type LetterData struct {
	Convenant     LetterConvenant
	Datum         Day // of the letter itself
	Dag           Day // on which it happened
	Fase          string
	Stand         string
	Afzender      Sender
	Partij        LetterParty // whom the letter is for; the Partij that signs a letter of its own
	Betreft       LetterParty // whom it is about
	Partijen      []LetterParty
	Adviesronde   LetterAdvice
	Overleg       LetterMeeting
	Overleggen    []LetterMeeting
	Besluiten     []LetterDecision
	Brief         LetterReceived
	Opzegging     LetterNotice
	Verlenging    LetterRenewal
	Wijziging     LetterChange
	Ondertekening LetterSigning
	Einde         LetterEnd
	Rectificatie  LetterRectification
	Bericht       LetterMail
	Herinnering   LetterReminder
	Gevolgen      []string // sentences

	TerVaststelling bool // the text itself is still to be adopted
}

// Day is a day that writes itself in Dutch; no day is empty.
type Day workflow.Date

// String writes 31 december 2025.
func (d Day) String() string { return workflow.Date(d).Dutch() }

// LetterConvenant is the convenant on the day of the letter.
type LetterConvenant struct {
	Het                       string // the name with its article: "het Convenant Herstelnetwerk"
	Naam, Kenmerk             string
	Versie                    int
	Vingerafdruk              string
	Ingangsdatum, Einddatum   Day
	ArtikelInwerkingtreding   string // "artikel 3.1", or empty
	ArtikelLooptijd           string
	ArtikelOpzegging          string
	ArtikelVerlenging         string
	ArtikelWijziging          string
	ArtikelToetreding         string
	ArtikelEvaluatie          string
	NaAfloop, NaAfloopTermijn string
	NaAfloopTot               Day
}

// Sender is who sends letters: the contents of thema/afzender.yaml.
type Sender struct {
	Organisatie    string
	Onderdeel      string
	Adres          []string
	Retouradres    string
	Email          string
	Website        string
	Eenheid        string
	Contactpersoon string // a function
	Secretariaat   string // whom to ask
	Ondertekening  []string
	Plaats         string
	Venster        string
	Adressen       map[string][]string // of Partijen, by short name
}

// LetterParty is a Partij, or an adviser that is none.
type LetterParty struct {
	ID, Naam, Groep string
	Hoedanigheid    string
	Mandaat         string
	Bestaat         bool // it is a Partij
	LaatsteDag      Day
	Verlengd        bool
}

// LetterAdvice is the round of advice.
type LetterAdvice struct {
	Uiterlijk Day
	Adviezen  []LetterOpinion
}

// LetterOpinion is the advice of one adviser with its answer.
type LetterOpinion struct {
	Adviseur   string
	Datum      Day
	Strekking  string
	Advies     string
	Verwerking string
	Motivering string
}

// LetterMeeting is a meeting that dealt with the convenant, or will.
type LetterMeeting struct {
	Naam      string // "Directie-overleg"
	Het       string // "het Directie-overleg"
	Datum     Day
	Doel      string
	Conclusie string
}

// LetterDecision is what a meeting concluded.
type LetterDecision struct{ Onderwerp, Conclusie, Besluit string }

// LetterReceived is a letter that came in.
type LetterReceived struct {
	Soort      string // "opzegbrief"
	Ontvangen  Day
	Vastgelegd Day // when it was registered
	Vorm       string
	GerichtAan string
	Verwerkt   bool   // it has its effect
	Kan        bool   // it would have its effect, and has not yet
	Geweigerd  string // why it cannot, in sentences
	Artikel    string
}

// LetterNotice is a notice, or the rules for one.
type LetterNotice struct {
	Ontvangen      Day
	LaatsteDag     Day
	Termijn        string // "twee maanden"
	Telling        string // how the last day was counted, a sentence
	GerichtAan     string
	Aangetekend    bool
	RedenenNodig   bool
	TegenEinde     Day // the end date, when a letter can still bring the last day there
	UiterlijkEinde Day // and then it must be received by this day
	Gevolg         string
	Blijven        []LetterParty
	Samen          bool // all Partijen together
	AansluitenTot  Day
}

// LetterRenewal is a renewal, or the rules for one.
type LetterRenewal struct {
	Ontvangen  Day
	Van        Day // the first day of the new period
	Tot        Day // its last; empty for onbepaalde tijd
	Termijn    string
	Uiterlijk  Day
	GerichtAan string
	Ieder      bool // every Partij has to send a letter
	Ontbreken  []LetterParty
	Vertrekken []LetterParty // who leave on the end date
}

// LetterChange is a proposal to change the convenant.
type LetterChange struct {
	Nummer       int
	Titel        string
	Ingangsdatum Day
	Vingerafdruk string
	Passages     []LetterPassage
	Nodig        string // whose consent it needs, a sentence
	Instemmen    bool   // Partijen are asked to consent
	Toetreding   string // the name of who joins
}

// LetterPassage is one place in the text, old and new.
type LetterPassage struct{ Vindplaats, Nu, Straks string }

// LetterSigning is what the Partijen sign.
type LetterSigning struct {
	Inwerking      string // when the convenant enters into force, a sentence
	Uiterlijk      Day
	Handtekeningen []LetterSignature
}

// LetterSignature is the signature of one Partij.
type LetterSignature struct{ Partij, Vertegenwoordiger, Mandaat, Ondertekend, Vastgelegd string }

// LetterEnd is the end of a convenant, or of a Partij's part in it.
type LetterEnd struct {
	Soort      string // "verlopen", "beeindigd"; of a Partij "opgezegd", "niet-verlengd", "opgevolgd"
	LaatsteDag Day
	Opvolger   string
}

// LetterRectification is what was announced and no longer holds.
type LetterRectification struct {
	Meegedeeld string // a sentence
	Stuk       string // the kind of letter in which it stood
	Dag        Day
	Oorzaak    string
	Geldt      []string
}

// LetterReminder is what somebody is reminded of.
type LetterReminder struct {
	Soort       string        // a kind of the policy: "ondertekening", "verlenging"
	Uiterlijk   Day           // the last day; empty when there is none
	Voorbij     bool          // that day has passed
	Bijeenkomst LetterMeeting // at which it is signed
	Ontbreken   []LetterParty // who have not done it
}

// letterFuncs are the functions for templates besides those of text/template.
var letterFuncs = map[string]any{
	"haakjes":     inBrackets,
	"kort":        shortDay,
	"hoofdletter": capitalised,
	"opsomming":   enumerate,
	"telwoord":    workflow.NumberWord,
	"zin":         asSentence,
}

// inBrackets puts words, if there are any, between brackets after a space.
func inBrackets(words string) string {
	if words == "" {
		return ""
	}
	return " (" + words + ")"
}

// asSentence gives words a full stop if they have none.
func asSentence(words string) string {
	if words == "" || strings.HasSuffix(words, ".") {
		return words
	}
	return words + "."
}

// shortDay writes 31-12-2025.
func shortDay(d Day) string {
	if d == 0 {
		return ""
	}
	year, month, day := workflow.Date(d).Civil()
	return fmt.Sprintf("%02d-%02d-%04d", day, month, year)
}

// String gives the name.
func (p LetterParty) String() string { return p.Naam }

// String gives the name with its article.
func (c LetterConvenant) String() string { return c.Het }
