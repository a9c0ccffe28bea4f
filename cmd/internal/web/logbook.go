package web

// The operating log in sentences: who came in, what was refused, and what beheer changed. It knows people by their ids; their
// names are looked up for as long as they are there. Above it stands how the program is doing.

import (
	"cmp"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"convenant/storage"
)

// mostLogged is how many entries stand on one page.
const mostLogged = 50

// logbookPage shows the operating log.
type logbookPage struct {
	Frame
	Doing   []doing // how it goes; on the first page alone
	Entries []logLine
	Older   string // the address of what came before; empty when there is nothing
	Later   bool   // this is not the first page
}

// doing is one thing about how the program goes.
type doing struct {
	What string
	state
}

// logLine is an entry of the log, in words.
type logLine struct {
	Moment         time.Time
	Words, Outcome string
	Origin         string
}

func (v *visit) logbook() error {
	var before int64
	if asked := v.query("voor"); asked != "" {
		n, err := strconv.ParseInt(asked, 10, 64)
		if err != nil || n <= 0 {
			return noSuchPage
		}
		before = n
	}
	entries, err := v.web.Register.LogEntries(v.ctx(), before, mostLogged+1)
	if err != nil {
		return err
	}
	principals, err := v.web.Register.Principals(v.ctx())
	if err != nil {
		return err
	}
	p := &logbookPage{Frame: Frame{Title: "Logboek"}, Later: before > 0}
	if len(entries) > mostLogged {
		entries = entries[:mostLogged]
		p.Older = fmt.Sprintf("/beheer/logboek?voor=%d", entries[mostLogged-1].Number)
	}
	names := namesOf(principals)
	for _, e := range entries {
		p.Entries = append(p.Entries, logLine{e.Moment, names.sentence(e), resultInWords(e), e.Origin})
	}
	if !p.Later {
		if p.Doing, err = v.howItGoes(); err != nil {
			return err
		}
	}
	return v.pageWith(http.StatusOK, "logboek", p)
}

// logNames are the names of who and what the log names by id.
type logNames map[string]string

func namesOf(principals []storage.Principal) logNames {
	names := logNames{}
	for _, p := range principals {
		if p.Person != "" && p.Name != "" {
			names[p.Person], names[p.ID] = p.Name, p.Name
		}
	}
	for _, p := range principals {
		role := roleWords[p.Role]
		if p.Party != "" {
			role += " " + p.Party
		}
		names[roleKey+p.ID] = role
	}
	return names
}

// roleKey goes before the id of a principal to find the role instead of the name.
const roleKey = "rol "

// of names somebody by the id of a person or of a principal. Of an id the end tells most: it begins with a moment.
func (n logNames) of(id string) string {
	if id == "" {
		return "iemand die wij niet kennen"
	}
	return cmp.Or(n[id], "iemand ("+id[max(0, len(id)-8):]+")")
}

// logSentences tell what was done: «wie» did it, to «onderwerp», of which «rol» is the role.
var logSentences = map[string]string{
	actionAskLink:             "Voor «onderwerp» is een link gevraagd om in te loggen",
	actionSignCode:            "Er is een code gemaakt om een convenant te ondertekenen",
	"link-maken":              "Op de server is voor «onderwerp» een link gemaakt om in te loggen",
	"token-maken":             "Op de server is een token gemaakt: «rol»",
	actionNewCode:             "«wie» stelde een code in",
	actionUnlink:              "«wie» nam de koppeling van «onderwerp» met de inlogdienst weg",
	actionComeIn:              "«wie» logde in",
	actionCode:                "«wie» gaf een code",
	"uitloggen":               "«wie» logde uit",
	"rol-kiezen":              "«wie» koos een andere rol",
	"eerste-beheerder-worden": "«wie» werd de eerste beheerder",
	actionAddPerson:           "«wie» gaf «onderwerp» toegang",
	actionChangePerson:        "«wie» veranderde de naam of het e-mailadres van «onderwerp»",
	actionErasePerson:         "«wie» wiste «onderwerp»",
	actionGrant:               "«wie» gaf «onderwerp» de rol «rol»",
	actionRevoke:              "«wie» nam van «onderwerp» de rol «rol» weg",
	actionDropCode:            "«wie» nam de code van «onderwerp» weg",
}

// sentence tells what an entry is about. What has no sentence is shown as it is.
func (n logNames) sentence(e storage.LogEntry) string {
	words, known := logSentences[e.Action]
	if !known {
		words = "«wie»: " + e.Action
		if e.Object != "" {
			words += " («onderwerp»)"
		}
	}
	role := cmp.Or(n[roleKey+e.Object], "die er niet meer is")
	return capital(strings.NewReplacer("«wie»", n.of(e.Actor), "«onderwerp»", n.of(e.Object), "«rol»", role).Replace(words))
}

// resultWords tell how something went.
var resultWords = map[string]string{
	"gedaan":              "Gedaan",
	"op de opdrachtregel": "Gedaan op de server, door wie die beheert",
	"geen toegang":        "Geen toegang: er is geen rol gegeven",
	"te vaak":             "Te vaak gevraagd; er is niets verstuurd",
	"verzonden":           "De link is verstuurd",
	"niet verzonden":      "De link kon niet worden verstuurd",
	"link":                "Met een link",
	"link en code":        "Met een link en een code",
	"eerste link":         "Met de link voor de eerste beheerder",
	"inlogdienst":         "Met de inlogdienst",
	"goed":                "De code klopte",
	"fout":                "De code klopte niet",
	"te vaak fout":        "De code klopte te vaak niet; eerst wachten",
	"laatste beheerder":   "Geweigerd: dit is de laatste beheerder",

	"onbekend bij de inlogdienst": "Geen toegang: de inlogdienst gaf een adres dat hier niet bekend is",
}

func resultInWords(e storage.LogEntry) string {
	if e.Action == "token-maken" {
		return resultWords["op de opdrachtregel"]
	}
	if words, is := roleWords[storage.Role(e.Result)]; is {
		return "Kijkt nu als " + words
	}
	return cmp.Or(resultWords[e.Result], e.Result)
}

// howItGoes tells how the program is doing.
func (v *visit) howItGoes() ([]doing, error) {
	post, err := v.howPostGoes()
	if err != nil {
		return nil, err
	}
	calendar, err := v.howCalendarGoes()
	if err != nil {
		return nil, err
	}
	mail := doing{"Mailserver", state{"goed", "Ingesteld"}}
	if v.web.SendLink == nil {
		mail.state = state{"let-op", "Niet ingesteld: er gaat geen post uit. Een link om in te loggen maakt u met ‘convenant link’."}
	}
	provider := doing{"Inlogdienst (OpenID)", state{"rust", "Niet ingesteld: iedereen logt in met een link"}}
	if v.web.OpenID != nil {
		provider.state = state{"goed", "Ingesteld: " + v.web.OpenID.Name}
	}
	list := []doing{post, calendar, mail, provider}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		list = append(list, doing{"Versie", state{"", info.Main.Version}})
	}
	return list, nil
}

func (v *visit) howPostGoes() (doing, error) {
	waiting, failed, err := v.web.Register.MailsOutstanding(v.ctx())
	d := doing{What: "Post"}
	switch {
	case failed > 0:
		d.state = state{"fout", amount(failed, "stuk kon", "stukken konden") + " niet worden verstuurd. Het secretariaat ziet bij het convenant welke."}
	case waiting > 0:
		d.state = state{"let-op", amount(waiting, "stuk wacht", "stukken wachten") + " op verzending"}
	default:
		d.state = state{"goed", "Alles is verstuurd"}
	}
	if failed > 0 && waiting > 0 {
		d.Words += " " + amount(waiting, "stuk wacht", "stukken wachten") + " nog."
	}
	return d, err
}

// howCalendarGoes tells whether what the days brought was looked at.
func (v *visit) howCalendarGoes() (doing, error) {
	waiting, err := v.web.Register.Awaiting(v.ctx(), v.today, storage.Awaited{}, 1)
	d := doing{"Kalender", state{"goed", "Bekeken tot en met " + dutchDay(v.today)}}
	if len(waiting) > 0 {
		d.state = state{"let-op", "Er is iets dat nog bekeken moet worden, sinds " + sinceInWords(waiting[0].On) + ". Dat gebeurt vanzelf zolang het programma draait."}
	}
	return d, err
}

// sinceInWords writes a day of the register, as "2025-12-31", as a reader knows it.
func sinceInWords(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return dutchDay(dayOf(at))
}
