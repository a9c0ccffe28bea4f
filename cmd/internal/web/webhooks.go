package web

// The programs that are told of what comes to be: whether they hear it. They are entered and ended with a command, because
// the secret with which a program checks what it hears is shown once. It is on no page.

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"convenant/cmd/internal/api"
	"convenant/storage"
	"convenant/workflow"
)

// webhooksPage lists webhooks.
type webhooksPage struct {
	Frame
	Rows    []webhookRow
	Working int // how many are not ended
	Stuck   int // how many of those do not hear what they are told
}

// webhookRow is what is shown of a webhook.
type webhookRow struct {
	ID, Name, Host string
	Waiting        int
	Last           state
	Since, Until   workflow.Date
}

// Ended reports that it is told nothing more.
func (w webhookRow) Ended() bool { return !w.Until.IsZero() }

// state is how something is: a sentence, and the part of the style sheet for it.
type state struct{ Sort, Words string }

// webhookPage shows what one webhook was told.
type webhookPage struct {
	Frame
	webhookRow
	Log  []webhookTold
	Most int // how many stand on the page at most
}

// webhookTold is something a webhook was told, and how that went last.
type webhookTold struct {
	ID, Kind string
	Moment   time.Time
	Tried    time.Time
	Tries    int
	How      state
}

const (
	mostTold    = 100 // of a webhook, on its page
	mostLookedA = 20  // to find what it was told last
)

func (v *visit) webhooks() error {
	list, err := v.web.Register.Webhooks(v.ctx())
	if err != nil {
		return err
	}
	p := &webhooksPage{Frame: Frame{Title: "Webhooks", Wide: true}}
	for _, w := range list {
		log, err := v.web.Register.WebhookLog(v.ctx(), w.ID, mostLookedA)
		if err != nil {
			return err
		}
		row := v.webhookRow(w, log)
		p.Rows = append(p.Rows, row)
		if !row.Ended() {
			p.Working++
			if row.Last.Sort == "fout" || row.Last.Sort == "let-op" {
				p.Stuck++
			}
		}
	}
	return v.page("webhooks", p)
}

// webhookRow leaves out the secret.
func (v *visit) webhookRow(w storage.Webhook, log []storage.Logged) webhookRow {
	row := webhookRow{ID: w.ID, Name: w.Name, Host: "een adres dat niet te lezen is", Waiting: w.Waiting, Since: addedOn(w.ID), Until: dayOf(w.Expires)}
	if u, err := url.Parse(w.Target); err == nil && u.Host != "" {
		row.Host = u.Host
	}
	i := slices.IndexFunc(log, func(l storage.Logged) bool { return l.Try > 0 })
	switch {
	case row.Ended():
		row.Last = state{"rust", "Beëindigd op " + row.Until.Dutch()}
	case w.Tries > 0:
		row.Last = state{"fout", "Ging " + times(w.Tries) + " achter elkaar mis. Wij proberen het weer na " + moment(w.Pause) + "."}
	case i < 0:
		row.Last = state{"rust", "Nog niets verstuurd"}
	default:
		row.Last = howItWent(log[i])
	}
	return row
}

func times(n int) string {
	if n == 1 {
		return "één keer"
	}
	return fmt.Sprintf("%d keer", n)
}

var noSuchWebhook = &fault{status: http.StatusNotFound, code: "onbekend", title: "Deze webhook is er niet",
	detail: "Op dit adres staat geen webhook.", remedy: "Bij ‘Webhooks’ staat welke er zijn."}

func (v *visit) webhook() error {
	id := v.r.PathValue("id")
	v.seen.Object = api.Loggable(id)
	list, err := v.web.Register.Webhooks(v.ctx())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(w storage.Webhook) bool { return w.ID == id })
	if i < 0 {
		return noSuchWebhook
	}
	log, err := v.web.Register.WebhookLog(v.ctx(), id, mostTold)
	if err != nil {
		return err
	}
	p := &webhookPage{webhookRow: v.webhookRow(list[i], log), Most: mostTold}
	p.Frame = Frame{Title: p.Name, Wide: true, Crumbs: []crumb{{"Webhooks", "/beheer/webhooks"}}}
	if p.Name == "" {
		p.Title = p.Host
	}
	for _, l := range log {
		p.Log = append(p.Log, webhookTold{ID: l.ID, Kind: l.Kind, Moment: readMoment(l.Message.Moment), Tried: readMoment(l.MessageAttempt.Moment), Tries: l.Try, How: howItWent(l)})
	}
	return v.page("webhook", p)
}

// readMoment reads a moment as the register gives it; what is none is none.
func readMoment(s string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return at
}

// sendingWords tell what came of sending something to a webhook, for what the log of deliveries says.
var sendingWords = map[string]string{
	"taken":                             "Aangekomen",
	"refused for good by the receiver":  "De ontvanger weigerde het, en zal dat blijven doen",
	"not taken":                         "De ontvanger nam het niet aan",
	"redirected, which is not followed": "De ontvanger verwees door naar een ander adres; dat volgen wij niet",
	"the certificate of the receiver is not trusted": "Het certificaat van de ontvanger is niet te vertrouwen",
	"no answer in time":                     "De ontvanger antwoordde niet op tijd",
	"the name of the receiver is not known": "De naam van de ontvanger is niet bekend op internet",
	"no connection":                         "Er was geen verbinding",
	"this target may not be called: it is not on the open internet, and CONVENANT_WEBHOOK_TARGETS does not list it": "Dit adres mag niet: het staat niet op het open internet, en niet in CONVENANT_WEBHOOK_TARGETS",
}

// howItWent tells how something was sent last.
func howItWent(l storage.Logged) state {
	words, known := sendingWords[l.Outcome]
	if !known {
		words = l.Outcome
	}
	if l.Status != 0 && l.State != storage.MessageDelivered {
		words += fmt.Sprintf(" (antwoord %d)", l.Status)
	}
	switch {
	case l.State == storage.MessageDelivered:
		return state{"goed", words}
	case l.State == storage.MessageGivenUp:
		return state{"fout", words + ". Wij sturen dit niet meer"}
	case l.Try == 0:
		return state{"rust", "Nog niet verstuurd"}
	}
	return state{"let-op", words + ". Wij proberen het opnieuw"}
}
