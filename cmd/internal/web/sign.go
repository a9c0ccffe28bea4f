package web

// Signing by a Partij itself: one exact text, shown whole with its fingerprint; who signs and on what authority; a
// signature that is typed or drawn. It counts with a code (signcode.go), and leaves a proof (signproof.go).

import (
	"html/template"
	"strings"

	"convenant/documents"
	"convenant/workflow"
)

// ownSigning is what the form of such a signature has beside its fields.
type ownSigning struct {
	Text    template.HTML
	Version int
	SHA256  string
	Plain   string        // where the very bytes are that the fingerprint is of
	Drawing template.HTML // the signature that was drawn, on the page that shows what would follow
	Code    codeAsked
}

// readTheText is what somebody declares who signs.
const readTheText = "ja"

func askOwnSignature(d *filling) {
	d.partyField("Voor welke Partij?")
	text := d.ask(field{Name: "sha256", Form: unseen, Value: d.signedText(d.value("partij"))}) // of what was looked at
	other := text.Value != d.signedText(d.value("partij"))
	text.Value = d.signedText(d.value("partij"))
	p := d.state.Party(d.value("partij"))
	if p == nil {
		return
	}
	r := p.Representative
	d.ask(field{Name: "naam", Label: "Uw naam", Help: "Zoals die onder het convenant hoort. Uw naam geldt als uw handtekening.", Form: oneLine, Value: r.Name, aside: true})
	d.ask(field{Name: "hoedanigheid", Label: "In welke functie tekent u?", Help: "Bijvoorbeeld wethouder, of lid van de raad van bestuur.", Form: oneLine, Value: r.Capacity, aside: true})
	d.ask(field{Name: "besluit.orgaan", Label: "Wie besloot dat u mag tekenen?", Help: "Bijvoorbeeld het college van burgemeester en wethouders.", Form: oneLine, Value: r.Mandate.Body, Optional: true, aside: true})
	decided := ""
	if r.Mandate.Date != 0 {
		decided = shortDay(r.Mandate.Date)
	}
	d.ask(field{Name: "besluit.datum", Label: "Datum van dat besluit", Form: aDay, Value: decided, Optional: true, aside: true})
	d.ask(field{Name: "besluit.kenmerk", Label: "Kenmerk van dat besluit", Form: oneLine, Value: r.Mandate.Reference, Optional: true, aside: true})
	d.ask(field{Name: "tekening", Label: "Uw handtekening", Form: aDrawing, Optional: true, aside: true})
	read := d.ask(field{Name: "gelezen", Label: "Uw verklaring", Form: several, aside: true,
		Choices: []pick{either(readTheText, "Ik heb de tekst hierboven gelezen, en mag die ondertekenen voor "+p.Name+".")}})
	if other { // what was read is not what would be signed
		read.Value, read.Checked = "", nil
		read.Fault = "De tekst is intussen veranderd. Lees de tekst hierboven opnieuw, en zet dan het vinkje."
	}
	d.Signs = d.showText()
}

// showText gives the text that is signed, whole.
func (d *filling) showText() *ownSigning {
	a := documents.AgreementOf(d.state, documents.Vastgesteld, workflow.Stand{})
	a.Fingerprint, a.Parties = "", nil // the page tells the one in words; who else signed is no part of the text
	return &ownSigning{Version: d.state.Version, SHA256: d.state.Text.SHA256(), Plain: d.To("tekst?vorm=platte-tekst"),
		Text: inLook(d.theme, a, documents.HTMLOptions{Level: 2})}
}

// ownSignatureActs are who represents the Partij, where that was not known so, and the signature.
func ownSignatureActs(d *filling) []step {
	given := d.gegevens()
	for _, name := range []string{"naam", "hoedanigheid"} {
		if f := d.asked(name); f.Value == "" {
			d.wrong(name, missingWords(f))
		}
	}
	if !d.asked("gelezen").Has(readTheText) {
		d.wrong("gelezen", "Zet het vinkje als u de tekst hebt gelezen en mag ondertekenen.")
	}
	if drawn := d.value("tekening"); drawn != "" {
		drawing, ok := readDrawing(drawn)
		if !ok {
			d.wrong("tekening", "De tekening is niet te lezen. Teken opnieuw, of laat het vak leeg.")
		}
		d.Signs.Drawing = drawing.svg()
	}
	who, representative := d.signsAs(given.Get("partij"))
	sign := workflow.Act{Kind: workflow.Sign, Data: given.With("wijze", workflow.TextOf(workflow.Digitally))}
	steps := []step{{act: func(int) workflow.Act {
		signed := sign
		signed.Note, signed.Attachments = d.proof.note, d.proof.files
		return signed
	}}}
	if p := d.state.Party(given.Get("partij").Text); p != nil && who != p.Representative {
		steps = append([]step{simply(workflow.Act{Kind: workflow.AppointRepresentative, Data: representative})}, steps...)
	}
	return steps
}

// signsAs is who signs: as the record knows a representative, and as the gegevens of the act that appoints one.
func (d *filling) signsAs(party workflow.Value) (workflow.Representative, workflow.Value) {
	who := workflow.Representative{Name: d.value("naam"), Capacity: d.value("hoedanigheid"),
		Mandate: workflow.Mandate{Body: d.value("besluit.orgaan"), Date: d.day("besluit.datum"), Reference: d.value("besluit.kenmerk")}}
	data := workflow.ObjectOf(workflow.Field{Name: "partij", Value: party})
	for _, name := range []string{"naam", "hoedanigheid", "besluit.orgaan", "besluit.datum", "besluit.kenmerk"} {
		if v := d.given(d.asked(name)); v.Kind != workflow.Absent {
			data = set(data, strings.Split(name, "."), v)
		}
	}
	return who, data
}
