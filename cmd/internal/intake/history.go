package intake

// The history that the rows of a convenant tell, as the acts by which the register would have got there.

import (
	"slices"
	"strconv"
	"strings"

	"convenant/workflow"
)

// history makes the acts of one convenant.
type history struct {
	*rows
	named                   []partyRow // the Partijen that it is drafted with
	drafted, adopted, entry workflow.Date
	list                    []step
}

// withoutAdvice is what is recorded as the reason why there was no advice round: a spreadsheet does not say.
const withoutAdvice = "Ingevoerd uit een eigen overzicht. Daarin staat niet of er een adviesronde is geweest."

func (h *history) steps() []step {
	first := h.parties[0].number
	if at, ok := h.of[colReference]; ok {
		first = at.number
	}
	h.drafted, h.adopted, h.entry = h.dayOf(colDrafted), h.dayOf(colAdopted), h.dayOf(colEntry)
	events := h.events()
	h.judge()
	if h.drafted == 0 {
		h.drafted = h.adopted
		for _, e := range events {
			if h.drafted == 0 || e.on < h.drafted {
				h.drafted = e.on
			}
		}
	}
	column := ""
	if h.of[colDrafted].text != "" {
		column = colDrafted
	}
	h.add(first, column, workflow.Draft, h.drafted, h.draft())
	if h.adopted != 0 {
		h.adopt()
	} else if len(events) > 0 && h.of[colAdopted].text == "" {
		h.wrong(first, colAdopted, "Er is ondertekend, verlengd of opgezegd, maar er staat niet welk overleg het convenant heeft vastgesteld, en wanneer. Vul ‘overleg’ en ‘vastgesteld’ in.")
	}
	for _, e := range events {
		h.inOrder(e)
		h.add(e.number, e.column, e.kind, e.on, e.data)
	}
	for _, p := range h.parties {
		h.contact(p, colContact, colFunction, colEmail, 1)
		h.contact(p, colContact2, colFunction2, colEmail2, 2)
	}
	return h.list
}

func (h *history) dayOf(column string) workflow.Date {
	return h.day(h.of[column].number, column, h.of[column].text)
}

func (h *history) add(number int, column string, kind workflow.Kind, on workflow.Date, data workflow.Value) {
	h.list = append(h.list, step{
		act:    workflow.Act{Kind: kind, On: on, Data: data},
		advice: h.advice,
		place: func(field string) string {
			if n, c, ok := h.columnOf(kind, field); ok {
				if n == 0 {
					n = number
				}
				return place(n, c)
			}
			return place(number, column)
		},
	})
}

// field is a text, or nothing when it is empty.
func field(name, text string) workflow.Field {
	if text == "" {
		return workflow.Field{Name: name}
	}
	return workflow.Field{Name: name, Value: workflow.TextOf(text)}
}

func object(fields ...workflow.Field) workflow.Value { return workflow.ObjectOf(fields...) }

func (h *history) draft() workflow.Value {
	template := h.sound(colTemplate)
	if template == "" {
		template = "algemeen"
	}
	parties := workflow.Value{Kind: workflow.ListValue}
	for _, p := range h.named {
		parties.List = append(parties.List, object(field("id", p.id), field("naam", p.cells[colParty]), field("groep", p.cells[colGroup]),
			field("vertegenwoordiger", p.cells[colSpeaker]), field("hoedanigheid", p.cells[colCapacity])))
	}
	data := object(field("sjabloon", template), field("naam", h.of[colName].text), field("kenmerk", h.of[colReference].text),
		workflow.Field{Name: "partijen", Value: parties})
	if terms := h.terms(); len(terms.Fields) > 0 {
		data = data.With("voorwaarden", terms)
	}
	return data
}

// sound gives the text of a cell of the convenant, or nothing when it was told already that it is wrong.
func (h *history) sound(column string) string {
	if h.bad[column] {
		return ""
	}
	return h.of[column].text
}

// terms are the voorwaarden that the cells give; of what they leave open, the template decides.
func (h *history) terms() workflow.Value {
	terms := object()
	if h.entry != 0 {
		terms = terms.With("inwerkingtreding", object(field("moment", workflow.FixedDate), field("datum", h.entry.String())))
	}
	if text := h.sound(colDuration); text != "" {
		terms = terms.With("looptijd", duration(text))
	}
	switch text := h.sound(colNotice); strings.ToLower(text) {
	case "":
	case "niet":
		terms = terms.With("opzegging", workflow.Value{Kind: workflow.NullValue})
	default:
		terms = terms.With("opzegging", object(field("door", workflow.ByEachParty), field("termijn", strings.ToLower(text))))
	}
	renewal := object(field("wijze", strings.ToLower(h.sound(colRenewal))),
		field("duur", strings.ReplaceAll(strings.ToLower(h.sound(colRenewedBy)), "zelfde periode", "zelfde-periode")))
	if len(renewal.Fields) > 0 {
		terms = terms.With("verlenging", renewal)
	}
	return terms
}

// advice says in the words of the columns what would do, where the refusal speaks to who works in the register itself.
func (h *history) advice(kind workflow.Kind, r *workflow.Refusal) string {
	notice, duration := h.of[colNotice], h.of[colDuration]
	switch {
	case r.Code == workflow.NoticeImpossible && notice.text == "":
		return "De kolom ‘opzegtermijn’ is leeg, en dan geldt wat het sjabloon zegt. Vul in welke termijn is afgesproken, of ‘geen’ als opzeggen per direct kan."
	case r.Code == workflow.NoticeImpossible:
		return "Kijk of de opzegtermijn klopt: op rij " + strconv.Itoa(notice.number) + " staat ‘" + notice.text + "’."
	case r.Code == workflow.TooLate && kind == workflow.Sign && duration.text != "":
		return "Kijk welke dag fout is: deze, of de looptijd op rij " + strconv.Itoa(duration.number) + "."
	case r.Code == workflow.TooLate && kind == workflow.Sign:
		return "Kijk of deze dag klopt, en vul de looptijd in als die anders is dan in het sjabloon."
	}
	return ""
}

// duration reads a last day, a period, or onbepaald.
func duration(text string) workflow.Value {
	if d, why := readDay(text); why == "" {
		return object(field("tot-en-met", d.String()))
	}
	if strings.EqualFold(text, "onbepaald") {
		return object(workflow.Field{Name: "onbepaald", Value: workflow.Value{Kind: workflow.BoolValue, Text: "true"}})
	}
	return object(field("duur", strings.ToLower(text)))
}

// adopt brings the convenant through its vaststelling.
func (h *history) adopt() {
	body, number := h.of[colBody].text, h.of[colAdopted].number
	if body == "" {
		h.wrong(number, colBody, "Deze cel is leeg. Vul in welk overleg het convenant heeft vastgesteld.")
		return
	}
	first := min(h.drafted, h.adopted)
	if first == 0 {
		first = h.adopted
	}
	h.add(number, colAdopted, workflow.SkipAdvice, first, object(field("reden", withoutAdvice)))
	h.add(number, colAdopted, workflow.Schedule, first, object(field("overleg", body), field("datum", h.adopted.String()), field("doel", workflow.GoalAdopt)))
	h.add(number, colAdopted, workflow.Deliberate, h.adopted, object(field("overleg", body), field("besluit", "vastgesteld")))
}

// event is something that a Partij did on a day.
type event struct {
	number int
	column string
	kind   workflow.Kind
	on     workflow.Date
	data   workflow.Value
}

// events lists what the Partijen did, by day; on one day in the order of the rows.
func (h *history) events() []event {
	var list []event
	for _, p := range h.parties {
		party := field("partij", p.id)
		if day := h.day(p.number, colSigned, p.cells[colSigned]); day != 0 {
			how := strings.ToLower(p.cells[colHow])
			if how == "" {
				how = workflow.OnPaper
			}
			list = append(list, event{p.number, colSigned, workflow.Sign, day, object(party, field("wijze", how))})
		}
		for _, day := range h.days(p.number, colRenewed, p.cells[colRenewed]) {
			list = append(list, event{p.number, colRenewed, workflow.Renew, day, object(party, field("ontvangen", day.String()))})
		}
		day, last := h.day(p.number, colNotified, p.cells[colNotified]), h.day(p.number, colLastDay, p.cells[colLastDay])
		if day != 0 {
			list = append(list, event{p.number, colNotified, workflow.GiveNotice, day, object(party, field("ontvangen", day.String()), field("per", last.String()))})
		} else if last != 0 {
			h.wrong(p.number, colNotified, "Er staat wel een laatste dag, maar niet wanneer de opzegging is ontvangen. Vul ‘opgezegd’ in.")
		}
	}
	slices.SortStableFunc(list, func(a, b event) int { return int(a.on - b.on) })
	return list
}

// contact appoints a contact person, by function or by name: today, since a spreadsheet does not say since when. Of a
// Partij that has left it has no use, and then it is left out.
func (h *history) contact(p partyRow, name, function, email string, rank int) {
	if p.cells[name] == "" && p.cells[function] == "" {
		if p.cells[email] != "" {
			h.wrong(p.number, email, "Hier staat een adres, maar niet van wie. Vul ‘%s’ of ‘%s’ in.", function, name)
		}
		return
	}
	column := name
	if p.cells[name] == "" {
		column = function
	}
	h.add(p.number, column, workflow.AppointContact, 0, object(field("partij", p.id), field("naam", p.cells[name]), field("functie", p.cells[function]),
		field("email", p.cells[email]), workflow.Field{Name: "rang", Value: workflow.NumberOf(rank)}))
	h.list[len(h.list)-1].optional = true
}

// columnOf finds the cell that a field of an act came from, for who is told that it is wrong; row 0 is that of the act.
func (h *history) columnOf(kind workflow.Kind, field string) (number int, column string, ok bool) {
	if kind != workflow.Draft {
		column, ok = fieldColumns[field]
		return 0, column, ok
	}
	if rest, is := strings.CutPrefix(field, "partijen."); is {
		index, name, _ := strings.Cut(rest, ".")
		n, err := strconv.Atoi(index)
		if err != nil || n >= len(h.named) {
			return 0, "", false
		}
		p := h.named[n]
		column, ok = partyColumns[name]
		if name == "id" && p.cells[colID] == "" {
			column = colParty
		}
		return p.number, column, ok
	}
	for _, c := range draftColumns {
		if strings.HasPrefix(field, c.field) {
			return h.of[c.column].number, c.column, true
		}
	}
	return 0, "", false
}

// From which columns the fields of acts come.
var (
	fieldColumns = map[string]string{"overleg": colBody, "wijze": colHow, "per": colLastDay}
	partyColumns = map[string]string{"id": colID, "naam": colParty, "groep": colGroup, "vertegenwoordiger": colSpeaker, "hoedanigheid": colCapacity}
	draftColumns = []struct{ field, column string }{
		{"kenmerk", colReference}, {"naam", colName}, {"sjabloon", colTemplate}, {"voorwaarden.inwerkingtreding", colEntry},
		{"voorwaarden.looptijd", colDuration}, {"voorwaarden.opzegging", colNotice}, {"voorwaarden.verlenging.duur", colRenewedBy},
		{"voorwaarden.verlenging", colRenewal},
	}
)
