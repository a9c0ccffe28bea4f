package paper

// The words with which a paper is sent: its message is told the same as the paper itself.

import (
	"strings"

	"convenant/documents"
	"convenant/templates"
	"convenant/workflow"
)

// Message is a paper's message in words.
type Message struct {
	Subject string
	Blocks  []documents.Block
	Sender  templates.Sender
}

// Unsent is what the secretariaat is told of a paper that could not be sent.
type Unsent struct {
	To     workflow.Addressee
	Reason string // a Dutch sentence
}

// Message writes the words with which a paper is sent to somebody, or with which the secretariaat is told that it could
// not be. Errors are in Dutch.
func (p *Printer) Message(record *workflow.Convenant, paper workflow.Paper, stand workflow.Stand, day workflow.Date, to workflow.Addressee, unsent *Unsent) (*Message, error) {
	record, err := upTo(record, stand)
	if err != nil {
		return nil, err
	}
	kind := paper.Kind
	if unsent != nil {
		kind = templates.UnsentMail
	}
	mail, refusal := p.library.Mail(kind)
	if refusal != nil {
		return nil, refusal
	}
	if paper.To == "" {
		paper.To = to.Name // it tells everyone the same
	}
	w := writer{p, nil, record, paper, stand, day, record.On(lookAt(paper, day))}
	data, err := w.data()
	if err != nil {
		return nil, err
	}
	data.Bericht = templates.LetterMail{Aanhef: w.salutation(to), Rol: to.Role, Stuk: Called(paper.Kind)}
	if unsent != nil {
		data.Bericht.Aan, data.Bericht.Reden = w.receiver(unsent.To), unsent.Reason
	}
	written, err := mail.Write(data)
	if err != nil {
		return nil, err
	}
	return &Message{written.Subject, w.blocks(written.Blocks, data), p.library.Sender()}, nil
}

// SignIn writes the words with which somebody gets the link to sign in with. Errors are in Dutch.
func (p *Printer) SignIn(name, link string) (*Message, error) {
	return p.inPerson(templates.SignInMail, &templates.LetterData{Bericht: templates.LetterMail{Aanhef: "Beste " + name, Link: link}})
}

// SignCode writes the words with which somebody gets the code to sign a convenant with, for a Partij. Errors are in Dutch.
func (p *Printer) SignCode(name, convenant, party, code string) (*Message, error) {
	return p.inPerson(templates.SignCodeMail, &templates.LetterData{
		Bericht:   templates.LetterMail{Aanhef: "Beste " + name, Code: code},
		Convenant: templates.LetterConvenant{Het: theConvenant(convenant), Naam: convenant},
		Partij:    templates.LetterParty{Naam: party, Bestaat: true},
	})
}

// inPerson writes a message to somebody about what they are doing now.
func (p *Printer) inPerson(kind string, data *templates.LetterData) (*Message, error) {
	mail, refusal := p.library.Mail(kind)
	if refusal != nil {
		return nil, refusal
	}
	data.Afzender = p.library.Sender()
	written, err := mail.Write(data)
	if err != nil {
		return nil, err
	}
	return &Message{written.Subject, (&writer{Printer: p}).blocks(written.Blocks, data), p.library.Sender()}, nil
}

// upTo gives the record as it was up to a stand.
func upTo(record *workflow.Convenant, stand workflow.Stand) (*workflow.Convenant, error) {
	facts := record.Facts()
	if stand.Number >= len(facts) {
		return record, nil
	}
	return workflow.NewConvenant(facts[:stand.Number:stand.Number]...)
}

func (w *writer) salutation(to workflow.Addressee) string {
	switch to.Role {
	case workflow.ToParty:
		return "Beste contactpersoon van " + w.party(to.Name).Naam
	case workflow.ToAldermen:
		return "Geachte portefeuillehouder"
	case workflow.ToSecretariat:
		return "Beste collega"
	}
	return "Beste adviseur"
}

// receiver names an addressee in a sentence.
func (w *writer) receiver(to workflow.Addressee) string {
	switch to.Role {
	case workflow.ToAldermen:
		return "de portefeuillehouders"
	case workflow.ToSecretariat:
		return "het secretariaat"
	}
	return w.party(to.Name).Naam
}

// calls say what a kind of paper is called where its title does not.
var calls = map[string]string{
	workflow.PaperConcept:      "concept",
	workflow.PaperAdopted:      "vastgestelde tekst",
	workflow.PaperSigned:       "ondertekend exemplaar",
	workflow.PaperConsolidated: "geconsolideerde tekst",
	workflow.PaperAdviceInvite: "verzoek om advies",
	workflow.PaperSignInvite:   "uitnodiging om te ondertekenen",
	workflow.PaperRenewed:      "bevestiging van verlenging",
	workflow.PaperLeft:         "bevestiging van uittreding",
	workflow.PaperEnd:          "mededeling van einde",
}

// Called says what a kind of paper is called in a sentence: kennisgeving.
func Called(kind string) string {
	if words := calls[kind]; words != "" {
		return words
	}
	return strings.ReplaceAll(kind, "-", " ")
}

// TitleOf says what a kind of paper is called in a list: Kennisgeving.
func TitleOf(kind string) string { return capital(Called(kind), "") }
