package web

// What the tests of the pages over all convenanten need besides the demonstration: more convenanten, of which something
// asks for attention.

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"convenant/storage"
	"convenant/workflow"
)

// drawnUp draws up a convenant of two Partijen, or of those that are given, on 2 November 2026.
func (h *house) drawnUp(name string, more string) string {
	h.t.Helper()
	return h.befalls("", "2026-11-02", `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"`+name+`",
		"partijen":[{"id":"hilversum","naam":"Gemeente Hilversum"},{"id":"kwintes","naam":"Kwintes"}]`+more+`}}`)
}

// befalls records an act on a day, by the rules, and gives the convenant. Without an id it is a new one.
func (h *house) befalls(id, on, act string) string {
	h.t.Helper()
	v, err := workflow.ParseValue([]byte(act))
	if err != nil {
		h.t.Fatal(err)
	}
	day := workflow.MustDate(on)
	var a workflow.Act
	if id == "" {
		a = workflow.Act{Kind: workflow.Draft, Data: v.Get("gegevens")}
	} else {
		var refusal *workflow.Refusal
		if a, refusal = workflow.ReadAct(v); refusal != nil {
			h.t.Fatal(refusal)
		}
	}
	a.By = workflow.Secretariat
	decide := func(record *workflow.Convenant) workflow.Decision { return record.Decide(a, day, h.web.Library) }
	var out storage.Outcome
	if id == "" {
		out, err = h.register.Draft(h.t.Context(), storage.Key{}, decide)
	} else {
		out, err = h.register.Act(h.t.Context(), id, storage.Key{}, decide)
	}
	if err != nil || out.Refusal != nil {
		h.t.Fatal(act, err, out.Refusal)
	}
	return out.ID
}

// toSigning brings a convenant from concept to where it is signed.
func (h *house) toSigning(id string) string {
	h.t.Helper()
	h.befalls(id, "2026-11-03", `{"handeling":"adviesronde-overslaan","gegevens":{"reden":"spoed"}}`)
	h.befalls(id, "2026-11-03", `{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2026-11-04","doel":"vaststellen"}}`)
	return h.befalls(id, "2026-11-04", `{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","conclusie":"Akkoord.","besluit":"vastgesteld"}}`)
}

// toForce brings a convenant from concept into force.
func (h *house) toForce(id string) string {
	h.t.Helper()
	h.toSigning(id)
	h.befalls(id, "2026-11-05", `{"handeling":"ondertekenen","gegevens":{"partij":"hilversum","wijze":"papier"}}`)
	return h.befalls(id, "2026-11-05", `{"handeling":"ondertekenen","gegevens":{"partij":"kwintes","wijze":"papier"}}`)
}

// lively opens a register in which something of every kind asks for attention.
func lively(t *testing.T) *house {
	t.Helper()
	h := open(t)
	const runs = `,"voorwaarden":{"looptijd":{"tot-en-met":"2027-01-31"},"opzegging":{"door":"elke-partij","termijn":"2 maanden"},
		"verlenging":{"wijze":"brief","duur":"1 jaar"},"wijziging":{"instemming":"alle-partijen"}}`
	signing := h.toSigning(h.drawnUp("Convenant Ondertekening", ""))
	h.befalls(signing, "2026-11-10", `{"handeling":"ondertekenen","gegevens":{"partij":"kwintes","wijze":"papier"}}`)
	advised := h.drawnUp("Convenant Advies", "")
	h.befalls(advised, "2026-11-03", `{"handeling":"adviesronde-openen","gegevens":{"adviseurs":["hilversum","Juridisch adviseur"],"uiterlijk":"2026-11-20"}}`)
	h.befalls(advised, "2026-11-12", `{"handeling":"advies-uitbrengen","gegevens":{"adviseur":"hilversum","strekking":"positief","tekst":"Akkoord."}}`)
	letters := h.toForce(h.drawnUp("Convenant Brieven", runs))
	h.befalls(letters, "2026-11-25", `{"handeling":"brief-registreren","gegevens":{"soort":"opzegbrief","partij":"kwintes","ontvangen":"2026-11-25","vorm":"schriftelijk"}}`)
	changed := h.toForce(h.drawnUp("Convenant Wijziging", runs))
	h.befalls(changed, "2026-11-09", `{"handeling":"wijziging-voorstellen","gegevens":{"titel":"Langer","voorwaarden":{"looptijd":{"tot-en-met":"2028-12-31"}}}}`)
	h.befalls(changed, "2026-11-10", `{"handeling":"instemmen","gegevens":{"wijziging":1,"partij":"kwintes"}}`)
	return h
}

// emptyHouse opens a register in which there is nothing yet.
func emptyHouse(t *testing.T) *house {
	t.Helper()
	h := open(t)
	register, err := storage.Create(t.Context(), filepath.Join(t.TempDir(), "leeg.db"), storage.Options{Now: func() time.Time { return today }, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = register.Close() })
	h.register, h.web.Register = register, register
	return h
}
