package web

// The proof of a signature: made and kept before the signature is recorded, which refers to it.

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"convenant/cmd/internal/paper"
	"convenant/documents/upload"
	"convenant/storage"
)

// signProof is what the fact of a signature tells of how it came about, without naming anybody.
type signProof struct {
	note  string
	files []string
	code  storage.SignCode // is spent with it
}

// makeProof makes the proof of a signature, and keeps it until the signature refers to it.
func (v *visit) makeProof(d *filling, code storage.SignCode) error {
	stand, err := d.record.Stand()
	if err != nil {
		return err
	}
	chance := make([]byte, 16)
	if _, err := io.ReadFull(v.web.Random, chance); err != nil {
		return fmt.Errorf("web: proof: %w", err)
	}
	drawn, _ := readDrawing(d.value("tekening"))
	proof := paper.Proof{
		Template: d.state.Template, Convenant: d.Name, Kenmerk: d.Reference, Version: d.state.Version, SHA256: d.value("sha256"), Party: partyName(d.state, d.value("partij")),
		Name: d.value("naam"), Capacity: d.value("hoedanigheid"), Mandate: d.mandateWords(), Drawn: drawn.handwriting(),
		Moment: v.web.Now(), Day: v.today, Chance: hex.EncodeToString(chance), Stand: stand,
	}
	if proof.SignedIn, proof.Code, err = v.whoSigns(code); err != nil {
		return err
	}
	pdf, err := v.web.Printer.Proof(proof)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(pdf)
	kept := storage.Upload{SHA256: hex.EncodeToString(sum[:]), Type: upload.PDF, Pages: 1, By: v.principal.ID}
	if err := v.web.Register.AddUpload(v.ctx(), kept, pdf); err != nil {
		return err
	}
	d.proof = signProof{"Digitaal ondertekend, met een code die is gemaild aan wie was ingelogd. Het bewijs is bijgevoegd.", []string{kept.SHA256}, code}
	if code.For == "" {
		d.proof.note = "Digitaal ondertekend, met een code die het secretariaat heeft uitgereikt. Het bewijs is bijgevoegd."
	}
	return nil
}

// whoSigns is who is signed in, and how the code came. In a demonstration that is nobody, and no mail went out.
func (v *visit) whoSigns(code storage.SignCode) (name, came string, err error) {
	name, came = "een bezoeker van de demonstratie", "getoond op de bladzijde, omdat dit een demonstratie is"
	if !v.web.Eyes {
		person, err := v.web.Register.Person(v.ctx(), v.session.Person)
		if err != nil {
			return "", "", err
		}
		name, came = person.Name, "gemaild aan "+person.Email+", op het moment van ondertekenen"
	}
	if code.For == "" {
		came = "uitgereikt door het secretariaat"
	}
	return name, came, nil
}

// mandateWords is the decision on which is signed: who took it, when, and under which reference.
func (d *filling) mandateWords() string {
	var words []string
	if body := d.value("besluit.orgaan"); body != "" {
		words = append(words, body)
	}
	if day := d.day("besluit.datum"); day != 0 {
		words = append(words, dutchDay(day))
	}
	if reference := d.value("besluit.kenmerk"); reference != "" {
		words = append(words, "kenmerk "+reference)
	}
	return strings.Join(words, ", ")
}
