package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"convenant/storage"
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
	shows(t, b.page(address), "berichten wachten op verzending. Er is niets misgegaan.", "5 januari 2026 Het convenant is verlengd", "aan Gemeente Hilversum")

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
	page := b.page(address)
	shows(t, page, "Eén bericht is niet aangekomen. Dat vraagt om actie.", "Niet aangekomen", "Er is geen e-mailadres bekend.", "Wat helpt:",
		"naar het adres in het register.", "naar een adres dat met de hand is opgegeven.", "2023-08-17-concept.pdf", "Het lukte nog niet. Wordt opnieuw geprobeerd op")
	if strings.Index(page, "Mislukt") > strings.Index(page, "Wacht op verzending") {
		t.Error("what failed does not stand first")
	}
	hides(t, page, "a@gemeente.example")
}

func TestThePostIsForTheSecretariaat(t *testing.T) {
	h := open(t)
	for _, who := range []string{"hilversum", "portefeuillehouder", "beheer"} {
		if status, _ := h.as(who).get("/convenanten/" + h.id + "/verzonden"); status != http.StatusForbidden {
			t.Errorf("%s: %d", who, status)
		}
	}
}
