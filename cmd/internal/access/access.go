// Package access is the one place that decides who may see and do what: a principal's role, what it asks for, and
// whether it concerns the principal's own Partij. What an act may do is not decided here: that is workflow's judgement,
// by the actor for whom a principal speaks.
//
//   - the secretariaat sees everything and may enter everything;
//   - a portefeuillehouder sees everything;
//   - a Partij sees the convenanten in which it takes or took part, and of the papers in them that are addressed to one
//     Partij, and of the letters that a Partij sent, only its own;
//   - beheer keeps the program running and sees no convenant.
//
// Pages in the browser and the API ask the same table.
package access

import (
	"slices"

	"convenant/storage"
	"convenant/workflow"
)

// Action is something that a principal asks for.
type Action string

// What can be asked for. The names stand in the log.
const (
	ReadDescription Action = "api-beschrijving-lezen"
	ReadList        Action = "convenanten-bekijken"
	ReadConvenant   Action = "convenant-bekijken"
	ReadOptions     Action = "mogelijkheden-bekijken"
	ReadHistory     Action = "geschiedenis-bekijken"
	ReadText        Action = "tekst-bekijken"
	ReadDocuments   Action = "documenten-bekijken"
	ReadDocument    Action = "document-lezen"
	ReadDeadlines   Action = "termijnen-bekijken"
	EnterDraft      Action = "convenant-opstellen"
	EnterAct        Action = "handeling-vastleggen"
	ReadFile        Action = "bijlage-lezen"
	SendFile        Action = "bijlage-aanleveren"
	ReadLetters     Action = "brieven-bekijken"
	EnterLetter     Action = "brief-vastleggen"
)

// What is asked for in the browser alone.
const (
	ComeIn          Action = "aanmelden"
	ReadFixed       Action = "opmaak-lezen"
	OpenStart       Action = "startpagina-openen"
	OwnAccess       Action = "eigen-toegang-beheren"
	ExportList      Action = "convenanten-uitvoeren"
	ReadTimeline    Action = "tijdlijn-bekijken"
	ReadMeetings    Action = "overleggen-bekijken"
	ReadAttention   Action = "aandacht-bekijken"
	OpenDraft       Action = "opstelformulier-openen"
	OpenAct         Action = "formulier-openen"
	TryAct          Action = "proefberekening-maken"
	ReadPost        Action = "verzonden-post-bekijken"
	ReadAsked       Action = "gevraagd-bekijken"
	ReadOwnLetters  Action = "eigen-brieven-bekijken"
	ReadReceived    Action = "ontvangen-stukken-bekijken"
	ReadManagement  Action = "beheer-bekijken"
	EnterManagement Action = "beheer-wijzigen"
)

// public needs no principal: it tells nothing of any convenant.
var public = []Action{ReadDescription, ComeIn, ReadFixed}

// ofEveryone is for everyone who is known.
var ofEveryone = []Action{OpenStart, OwnAccess}

// ofConvenanten is for those who have to do with convenanten. Whether an act is theirs to enter, workflow says.
var ofConvenanten = []Action{ReadList, ReadConvenant, ReadOptions, ReadHistory, ReadText, ReadDocuments, ReadDocument, ReadDeadlines,
	EnterDraft, EnterAct, ReadFile, SendFile, ReadLetters, EnterLetter, ExportList, ReadTimeline}

var granted = map[storage.Role][]Action{
	storage.RoleSecretariat: slices.Concat(ofEveryone, ofConvenanten, []Action{ReadAttention, OpenDraft, OpenAct, TryAct, ReadPost, ReadMeetings}),
	storage.RoleAlderman:    slices.Concat(ofEveryone, ofConvenanten, []Action{ReadMeetings, ReadReceived, OpenAct, TryAct}),
	storage.RoleParty:       slices.Concat(ofEveryone, ofConvenanten, []Action{ReadAsked, ReadOwnLetters, ReadReceived, OpenAct, TryAct}),
	storage.RoleOperator:    slices.Concat(ofEveryone, []Action{ReadManagement, EnterManagement}),
}

// Public reports that everyone may ask for it, also who is not known.
func Public(a Action) bool { return slices.Contains(public, a) }

// Grants reports whether a role is for it.
func Grants(role storage.Role, a Action) bool { return Public(a) || slices.Contains(granted[role], a) }

// May refuses what a role is not for.
func May(p storage.Principal, a Action) *workflow.Refusal {
	if Grants(p.Role, a) {
		return nil
	}
	return &workflow.Refusal{Code: workflow.NotEntitled, Detail: "Met deze toegang zijn convenanten niet in te zien en niet te wijzigen.",
		Remedy: "Gebruik een token van het secretariaat, van een portefeuillehouder of van een Partij."}
}

// OnlyInvolving names the Partij to whose convenanten a principal is limited. All is true when there is no limit.
func OnlyInvolving(p storage.Principal) (party string, all bool) {
	if p.Role == storage.RoleParty {
		return p.Party, false
	}
	return "", p.Role == storage.RoleSecretariat || p.Role == storage.RoleAlderman
}

// SeesPaper reports whether a principal who sees a convenant sees this paper in it. What was overtaken before it could be
// sent, no Partij sees.
func SeesPaper(p storage.Principal, paper workflow.Paper) bool {
	party, all := OnlyInvolving(p)
	return all || !paper.Skipped && (paper.To == "" || paper.To == party)
}

// SeesFiles reports whether a principal who sees a convenant sees the files to which a fact in it refers. That a Partij
// sent a letter is told to the others; the letter itself was not sent to them. Nor is the proof of a digital signature, in
// which stands who was signed in.
func SeesFiles(p storage.Principal, f *workflow.Fact) bool {
	if f.Kind == workflow.Sign && f.Data.Get("wijze").Text == workflow.Digitally {
		return SeesLetterOf(p, f.Data.Get("partij").Text)
	}
	return SeesLetterOf(p, f.LetterOf())
}

// SeesLetterOf reports whether a principal who sees a convenant sees a letter that a Partij sent.
func SeesLetterOf(p storage.Principal, sender string) bool {
	party, all := OnlyInvolving(p)
	return all || p.Role == storage.RoleParty && (sender == "" || sender == party)
}

// Enter gives an act the principal who enters it, by whose rights it is judged. Nobody enters an act as somebody else.
func Enter(p storage.Principal, act workflow.Act) (workflow.Act, *workflow.Refusal) {
	given := act.By
	act.By, act.RecordedBy = p.Actor(), p.ID
	if given == "" || given == act.By {
		return act, nil
	}
	return act, &workflow.Refusal{Code: workflow.NotEntitled, Field: "door", Detail: "In het veld ‘door’ staat een ander dan wie dit vastlegt.",
		Remedy: "Laat het veld leeg, of vul er ‘" + act.By + "’ in."}
}
