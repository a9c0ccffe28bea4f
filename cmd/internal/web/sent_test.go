package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"convenant/storage"
	"convenant/workflow"
)

// settle has the post say what came of so many messages, the first of all; the others keep waiting.
func (h *house) settle(outcomes ...storage.Settlement) []storage.Mail {
	h.t.Helper()
	list, err := h.register.ClaimMails(h.t.Context(), len(outcomes), time.Hour)
	if err != nil || len(list) != len(outcomes) {
		h.t.Fatal(len(list), err)
	}
	for i, m := range list {
		if err := h.register.SettleMail(h.t.Context(), m, outcomes[i]); err != nil {
			h.t.Fatal(err)
		}
	}
	return list
}

func TestThePostSaysFirstWhatWentWrong(t *testing.T) {
	h := open(t)
	address := "/convenanten/" + h.id + "/verzonden"
	b := h.as("secretariaat")
	page := b.page(address)
	mails, err := h.register.Mails(t.Context(), h.id)
	if err != nil {
		t.Fatal(err)
	}
	shows(t, page, "Er is nog niets verzonden. "+strconv.Itoa(len(mails))+" berichten wachten, het oudste sinds 4 september 2023.", "Er is geen mailserver ingesteld; vraag de beheerder.",
		"Het convenant is verlengd", "Rectificatie aan Versa Welzijn Rectificatie aan de portefeuillehouders")
	if _, body := b.get(address); !strings.Contains(body, `<a href="/documenten/`+h.paperFor(workflow.PaperReceipt, "hilversum")+`">`) {
		t.Error("a message does not lead to its document")
	}
	h.web.SendLink = func(context.Context, string, string, string, string) error { return nil }
	hides(t, b.page(address), "geen mailserver")

	gone := today.Add(-time.Hour)
	sent := storage.Attempt{At: gone, Address: "a@gemeente.example", Outcome: storage.OutcomeAccepted, Papers: []storage.MailedPaper{{Name: "2023-08-17-concept.pdf", SHA256: strings.Repeat("a", 64)}}}
	byHand := sent
	byHand.ByHand = true
	h.settle(
		storage.Settlement{State: storage.MailSent, Log: []storage.Attempt{sent}},
		storage.Settlement{State: storage.MailSent, Log: []storage.Attempt{byHand}},
		storage.Settlement{State: storage.MailFailed, Failure: "Er is geen e-mailadres bekend.", Log: []storage.Attempt{{At: gone, Outcome: storage.OutcomeNone}}},
		storage.Settlement{State: storage.MailWaits, Next: today.Add(time.Hour), Log: []storage.Attempt{{At: gone, Address: "a@gemeente.example", Outcome: storage.OutcomeDeferred}}},
	)
	page = b.page(address) // of the one that failed, the secretariaat gets word, which waits too
	shows(t, page, "Eén bericht is niet aangekomen. Dat vraagt om actie. "+strconv.Itoa(len(mails)-2)+" berichten wachten, het oudste sinds", "Niet aangekomen", "Er is geen e-mailadres bekend.", "Wat helpt:",
		"naar het adres in het register.", "naar een adres dat met de hand is opgegeven.", "2023-08-17-concept.pdf", "Het lukte nog niet. Wordt opnieuw geprobeerd op")
	if strings.Index(page, "Mislukt") > strings.Index(page, "Wacht op verzending") {
		t.Error("what failed does not stand first")
	}
	hides(t, page, "a@gemeente.example")
	shows(t, b.page("/convenanten/"+h.id+"/verzonden?peildatum=2023-08-20"), "Er is nog niets om te verzenden.")
}

func TestThePostIsForTheSecretariaat(t *testing.T) {
	h := open(t)
	for _, who := range []string{"hilversum", "portefeuillehouder", "beheer"} {
		if status, _ := h.as(who).get("/convenanten/" + h.id + "/verzonden"); status != http.StatusForbidden {
			t.Errorf("%s: %d", who, status)
		}
	}
}

func TestWaitingIsCountedUpToADay(t *testing.T) {
	mail := func(state storage.MailState, day string) storage.Mail {
		return storage.Mail{State: state, Announcement: storage.Announcement{Day: workflow.MustDate(day)}}
	}
	mails := []storage.Mail{mail(storage.MailSent, "2024-01-01"), mail(storage.MailWaits, "2024-03-01"), mail(storage.MailWaits, "2024-02-01"), mail(storage.MailWaits, "2024-04-01")}
	for until, want := range map[string]int{"2024-04-01": 3, "2024-03-31": 2, "2024-01-31": 0} {
		n, oldest := waiting(mails, workflow.MustDate(until))
		if n != want || n > 0 && oldest != workflow.MustDate("2024-02-01") {
			t.Errorf("until %s: %d, since %s", until, n, oldest)
		}
	}
}
