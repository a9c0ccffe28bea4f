package templates

// Messages: the short words with which a paper is sent by mail. A message is one file, mail/<soort>.md, written as a
// letter is (letterparse.go) and told the same, with what the message itself is about beside it (.Bericht).

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"

	"convenant/workflow"
)

const (
	mailFolder = "mail"
	// AnyMail is the message for every kind of paper that has none of its own.
	AnyMail = "algemeen"
	// UnsentMail tells the secretariaat of what could not be sent.
	UnsentMail = "niet-verzonden"
	// SignInMail brings the link with which somebody signs in.
	SignInMail = "inloggen"
	// SignCodeMail brings the code with which somebody signs for a Partij.
	SignCodeMail = "ondertekencode"
)

// MailKinds lists the messages that the program sends.
var MailKinds = []string{
	AnyMail, UnsentMail, SignInMail, SignCodeMail, workflow.PaperAdopted, workflow.PaperSigned, workflow.PaperConsolidated, workflow.PaperResolutions,
	workflow.PaperAdviceInvite, workflow.PaperSignInvite, workflow.PaperReceipt, workflow.PaperNotification, workflow.PaperProposal,
	workflow.PaperConsent, workflow.PaperRenewed, workflow.PaperLeft, workflow.PaperEnd, workflow.PaperRectification, workflow.PaperReminder, workflow.PaperSignal,
}

// Mail is the template of a message. It never changes and may be used by many at once.
type Mail struct {
	Kind   string
	Hash   string // SHA-256 of its file
	letter Letter // of which it has a subject and blocks
}

// LetterMail is what only a message is told.
type LetterMail struct {
	Aanhef string // "Beste contactpersoon van Gemeente Hilversum"
	Rol    string // "partij", "adviseur", "portefeuillehouder" or "secretariaat"
	Stuk   string // what is sent, in words: "de kennisgeving"
	Aan    string // of what could not be sent: to whom
	Reden  string // and why not
	Link   string // with which somebody signs in
	Code   string // with which somebody signs for a Partij
}

// Mail returns the template of the message for a kind of paper, or that for any; or a Refusal with code Unknown.
func (l *Library) Mail(kind string) (*Mail, *workflow.Refusal) {
	t := l.mails[kind]
	if t == nil {
		t = l.mails[AnyMail]
	}
	switch {
	case t == nil:
		return nil, &workflow.Refusal{Code: workflow.Unknown, Detail: "Er is geen bericht voor ‘" + short(kind) + "’.",
			Remedy: "Voeg het bestand " + path.Join(mailFolder, AnyMail+".md") + " toe."}
	case l.senderFault != nil:
		return nil, unusable(kind, l.senderFault)
	case t.letter.fault != nil:
		return nil, unusable(kind, t.letter.fault)
	}
	return t, nil
}

// openMails reads the messages of every layer; of a file that is in several, the first layer counts.
func (l *Library) openMails(layers []fs.FS) error {
	l.mails = map[string]*Mail{}
	return eachKind(layers, mailFolder, func(kind, file string, src []byte) {
		sum := sha256.Sum256(src)
		t := &Mail{Kind: kind, Hash: hex.EncodeToString(sum[:]), letter: Letter{Kind: kind}}
		if t.letter.fault = t.read(src); t.letter.fault != nil {
			t.letter.fault.File = file
		}
		l.mails[kind] = t
	})
}

func (t *Mail) read(src []byte) *Fault {
	front, text, firstLine, f := cutFront(src)
	if f != nil {
		return f
	}
	root, v, f := fields(front)
	if f != nil {
		return f
	}
	for _, field := range v.Fields {
		at := lineOf(root, field.Name)
		if field.Name != "onderwerp" {
			return fault(at, "Het veld ‘%s’ is hier niet bekend; een bericht heeft alleen een onderwerp.", short(field.Name))
		}
		if field.Value.Kind != workflow.TextValue {
			return fault(at, "Bij onderwerp hoort een tekst.")
		}
		if t.letter.subject, f = parseLeaf(field.Value.Text, at); f == nil {
			f = checkFields(t.letter.subject, reflect.TypeFor[LetterData](), at)
		}
		if f != nil {
			return f
		}
	}
	if t.letter.subject == nil {
		return fault(2, "Een bericht heeft een onderwerp.")
	}
	t.letter.title = t.letter.subject
	if t.letter.blocks, f = parseLetter(text, firstLine); f != nil {
		return f
	}
	if slices.ContainsFunc(t.letter.blocks, func(b letterBlock) bool { return slices.Contains([]BlockKind{SignBlock, TurnBlock, FillBlock}, b.kind) }) {
		return fault(firstLine, "Een bericht wordt niet ondertekend of ingevuld, en heeft geen bladen; laat de regels tussen vierkante haken weg.")
	}
	return nil
}

// Write writes the message. The error, in Dutch, names the line of the template.
func (t *Mail) Write(data *LetterData) (Written, error) { return t.letter.Write(data) }

// Mails lists the kinds of messages for which there is a template, in alphabetical order.
func (l *Library) Mails() []string { return slices.Sorted(maps.Keys(l.mails)) }

// checkMails reports on every message, and on those that are missing.
func (l *Library) checkMails() []Report {
	var reports []Report
	for _, kind := range l.Mails() {
		t := l.mails[kind]
		r := Report{Name: path.Join(mailFolder, kind), Title: "bericht", Hash: t.Hash}
		switch {
		case t.letter.fault != nil:
			r.Problems = append(r.Problems, t.letter.fault.Error())
		case !slices.Contains(MailKinds, kind) && !slices.Contains(LetterKinds, kind):
			r.Problems = append(r.Problems, "Geen stuk heet zo; dit bericht wordt niet gebruikt.")
		default:
			r.Problems = t.letter.problems()
		}
		reports = append(reports, r)
	}
	for _, kind := range MailKinds {
		if l.mails[kind] == nil {
			reports = append(reports, Report{Name: path.Join(mailFolder, kind), Title: "bericht", Problems: []string{"Het bestand " + path.Join(mailFolder, kind+".md") + " ontbreekt."}})
		}
	}
	return reports
}
