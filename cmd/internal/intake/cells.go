package intake

// What can be known to be wrong in the cells of one convenant before any of its acts is played, so that a secretary reads
// all of it at once, in the words of the columns.

import (
	"net/mail"
	"slices"
	"strings"

	"convenant/workflow"
)

// judge notes what is wrong in the cells, days and empty cells aside: those are told where they are read.
func (h *history) judge() {
	h.oneOf(colRenewal, h.of[colRenewal], workflow.ByLetter, workflow.Tacit, workflow.ByDecision, workflow.NoRenewal)
	h.period(colNotice, "Vul een termijn in (‘2 maanden’), ‘geen’ als opzeggen per direct kan, of ‘niet’ als opzeggen niet kan.", "geen", "niet")
	h.period(colRenewedBy, "Vul een duur in (‘4 jaar’) of ‘zelfde periode’.", "zelfde periode", "zelfde-periode", "onbepaald")
	h.duration()
	for _, p := range h.parties {
		h.oneOf(colHow, placed{p.cells[colHow], p.number}, workflow.OnPaper, workflow.InPerson, workflow.Digitally, workflow.Qualified)
		for _, column := range []string{colEmail, colEmail2} {
			h.address(p.number, column, p.cells[column])
		}
	}
	h.distinct()
	if day := h.entry; day != 0 && h.of[colDrafted].text != "" && day < h.drafted {
		h.convenant.Remarks = append(h.convenant.Remarks, place(h.of[colEntry].number, colEntry)+": "+day.Dutch()+" ligt vóór de dag waarop het convenant is opgesteld, "+h.drafted.Dutch()+". Kijk of dat klopt.")
	}
}

func (h *history) oneOf(column string, cell placed, words ...string) {
	if cell.text != "" && !slices.Contains(words, strings.ToLower(cell.text)) {
		last := len(words) - 1
		h.wrong(cell.number, column, "Hier staat ‘%s’; kies uit %s of %s.", cell.text, strings.Join(words[:last], ", "), words[last])
	}
}

// period judges a cell with a period, or one of some words.
func (h *history) period(column, advice string, words ...string) {
	cell := h.of[column]
	if cell.text == "" || slices.Contains(words, strings.ToLower(cell.text)) {
		return
	}
	if _, err := workflow.ParsePeriod(cell.text); err != nil {
		h.wrong(cell.number, column, "‘%s’ is geen %s. %s", cell.text, column, advice)
	}
}

// duration judges the looptijd: a last day, a period or onbepaald. What looks like a day is judged as one.
func (h *history) duration() {
	cell := h.of[colDuration]
	if cell.text == "" || strings.EqualFold(cell.text, "onbepaald") {
		return
	}
	if _, err := workflow.ParsePeriod(cell.text); err == nil {
		return
	}
	_, why := readDay(cell.text)
	switch {
	case why == "":
	case looksLikeDay(cell.text):
		h.wrong(cell.number, colDuration, "%s", why)
	default:
		h.wrong(cell.number, colDuration, "‘%s’ is geen looptijd. Vul de laatste dag in (‘31-12-2025’), een duur (‘4 jaar’) of ‘onbepaald’.", cell.text)
	}
}

// address judges an address of mail: one, without a name around it.
func (h *history) address(number int, column, text string) {
	if text == "" {
		return
	}
	a, err := mail.ParseAddress(text)
	_, host, _ := strings.Cut(text, "@")
	if err != nil || a.Address != text || !strings.Contains(host, ".") {
		h.wrong(number, column, "‘%s’ is geen e-mailadres. Vul één adres in, zoals naam@gemeente.example, of laat de cel leeg.", text)
	}
}

// distinct takes the Partijen that it is drafted with, and tells of those that stand on two rows, or that are given one
// short name.
func (h *history) distinct() {
	seen := map[string]partyRow{}
	for _, p := range h.parties {
		first, known := seen[p.id]
		switch {
		case p.id == "" || !known:
			seen[p.id] = p
			h.named = append(h.named, p)
		case strings.EqualFold(first.cells[colParty], p.cells[colParty]):
			h.wrong(p.number, colParty, "‘%s’ staat al op rij %d van dit convenant. Zet elke Partij op één rij.", p.cells[colParty], first.number)
		case first.cells[colID] != "" && p.cells[colID] != "":
			h.wrong(p.number, colID, "Op rij %d staat ook ‘%s’. Geef elke Partij een eigen korte naam.", first.number, p.id)
		default:
			h.wrong(p.number, colParty, "‘%s’ en ‘%s’ (rij %d) hebben allebei de korte naam ‘%s’. Is het een andere Partij, vul dan in de kolom ‘korte naam’ een andere in.", p.cells[colParty], first.cells[colParty], first.number, p.id)
		}
	}
}

// inOrder tells of a signature that is older than the decision to sign.
func (h *history) inOrder(e event) {
	if e.kind == workflow.Sign && h.adopted != 0 && e.on < h.adopted {
		h.wrong(e.number, e.column, "Er is ondertekend op %s, en vastgesteld op %s (rij %d, kolom ‘vastgesteld’). De volgorde klopt niet: vaststellen komt eerst. Kijk welke dag fout is.",
			e.on.Dutch(), h.adopted.Dutch(), h.of[colAdopted].number)
	}
}
