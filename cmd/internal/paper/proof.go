package paper

// The proof of a digital signature: who signed which text for which Partij, on what authority, when, and with what code.
// It holds what may not stand in the record itself (R17): the name, the address of mail, the signature that was drawn. The
// record holds the SHA-256 of this paper, in which stands a number drawn by chance: without the paper that tells nothing.

import (
	"strconv"
	"time"

	"convenant/documents"
	"convenant/workflow"
)

// Proof is what is known of a digital signature.
type Proof struct {
	Template              string // from which the convenant was drawn up
	Convenant, Kenmerk    string
	Version               int
	SHA256                string // of the text
	Party, Name, Capacity string
	Mandate               string // the decision on which it is signed, in words; empty when none was given
	Drawn                 *documents.Handwriting
	SignedIn              string // who was signed in
	Code                  string // how the code came: "gemaild aan …"
	Moment                time.Time
	Day                   workflow.Date // of that moment
	Chance                string        // drawn by chance, for this proof alone
	Stand                 workflow.Stand
}

// Proof makes the proof of a digital signature as PDF. Errors are in Dutch.
func (p *Printer) Proof(f Proof) ([]byte, error) {
	lines := func(pairs ...[2]string) documents.Reference {
		var r documents.Reference
		for _, l := range pairs {
			if l[1] != "" {
				r.Lines = append(r.Lines, documents.ReferenceLine{Label: l[0], Words: l[1]})
			}
		}
		return r
	}
	signature := documents.Block(documents.Note{Words: "Ondertekend met de naam: " + f.Name})
	if f.Drawn != nil {
		signature = *f.Drawn
	}
	return documents.Render(documents.Document{
		Title: "Bewijs van ondertekening", Kenmerk: f.Kenmerk, Status: f.Convenant, Stand: documents.StandLine(f.Stand, f.Day), Date: f.Day,
		Orientation: documents.Portrait, Layout: documents.Overview, Theme: p.Theme(f.Template),
		Blocks: []documents.Block{
			documents.Title{Words: "Bewijs van ondertekening", Subtitle: f.Convenant},
			documents.Heading{Level: 2, Words: "Wie heeft ondertekend"},
			lines([2]string{"Partij", f.Party}, [2]string{"Naam", f.Name}, [2]string{"Hoedanigheid", f.Capacity}, [2]string{"Besluit of mandaat", f.Mandate}),
			signature,
			documents.Heading{Level: 2, Words: "Wat is ondertekend"},
			lines([2]string{"Convenant", f.Convenant}, [2]string{"Kenmerk", f.Kenmerk}, [2]string{"Versie", strconv.Itoa(f.Version)}, [2]string{"Vingerafdruk (SHA-256)", f.SHA256}),
			documents.Heading{Level: 2, Words: "Hoe en wanneer"},
			lines([2]string{"Moment", moment(f.Moment, p.zone)}, [2]string{"Ingelogd als", f.SignedIn}, [2]string{"Code", f.Code}, [2]string{"Nummer van dit bewijs", f.Chance}),
			documents.Paragraph{Words: "Wie ondertekende, kreeg de tekst hierboven in zijn geheel te zien, verklaarde die te hebben gelezen en voor de Partij te mogen ondertekenen, en bevestigde dat met de code. In het register staat de vingerafdruk van dit bewijs. Zo is na te gaan dat er niets aan is veranderd."},
		},
	})
}
