package web

// The post of a convenant, for the secretariaat: what went to whom and what came of it, what waits, and first of all what
// could not be sent.

import (
	"slices"

	"convenant/cmd/internal/paper"
	"convenant/storage"
	"convenant/workflow"
)

// sentPage tells of the post of a convenant.
type sentPage struct {
	*dossier
	Failed      []mailRow
	Waiting     []mailGroup // the newest first, as what was sent
	Sent        []mailGroup
	WaitingSize int
	SentSize    int
}

// mailGroup is the messages that one thing called for.
type mailGroup struct {
	Day   workflow.Date
	Cause string
	Kinds []mailKind
}

// mailKind is the messages of one kind in a group.
type mailKind struct {
	Title string
	Mails []mailRow
}

// mailRow is a message for one receiver.
type mailRow struct {
	ID     string
	Title  string
	To     string
	Day    workflow.Date // of the document
	Words  string        // what came of it
	Remedy string        // what would do, of one that failed
	Tries  int
	Papers []storage.MailedPaper
}

func (v *visit) sent() error {
	d, s, err := v.openDossier("verzonden")
	if err != nil {
		return err
	}
	mails, err := v.web.Register.Mails(v.ctx(), d.ID)
	if err != nil {
		return err
	}
	p := &sentPage{dossier: d}
	causes := causesOf(s)
	for _, m := range slices.Backward(mails) {
		if m.Announcement.Day > d.On || m.Announcement.Stand.Number > len(d.record.Facts()) {
			continue
		}
		row := mailRow{ID: m.ID, Title: paper.TitleOf(m.Announcement.Paper.Kind), To: addresseeOf(s, m.Addressee), Day: m.Announcement.Day, Tries: m.Attempt}
		if m.About != "" {
			row.Title = "Bericht dat iets niet kon worden verzonden"
		}
		cause := causes.of(m.Announcement.Paper)
		switch m.State {
		case storage.MailFailed:
			row.Words, row.Remedy = m.Failure, remedyFor(m)
			p.Failed = append(p.Failed, row)
		case storage.MailWaits:
			row.Words = waitsFrom(m)
			p.Waiting, p.WaitingSize = groupMail(p.Waiting, row, cause), p.WaitingSize+1
		default:
			row.Words, row.Papers = arrivedHow(m)
			p.Sent, p.SentSize = groupMail(p.Sent, row, cause), p.SentSize+1
		}
	}
	return v.page("verzonden", p)
}

// groupMail adds a message to the group that it belongs to, before those that were called for later.
func groupMail(groups []mailGroup, row mailRow, cause string) []mailGroup {
	at := slices.IndexFunc(groups, func(g mailGroup) bool { return g.Day == row.Day && g.Cause == cause })
	if at < 0 {
		at, groups = len(groups), append(groups, mailGroup{Day: row.Day, Cause: cause})
	}
	g := &groups[at]
	i := slices.IndexFunc(g.Kinds, func(k mailKind) bool { return k.Title == row.Title })
	if i < 0 {
		i, g.Kinds = 0, slices.Insert(g.Kinds, 0, mailKind{Title: row.Title})
	}
	g.Kinds[i].Mails = slices.Insert(g.Kinds[i].Mails, 0, row)
	return groups
}

func addresseeOf(s *workflow.State, a workflow.Addressee) string {
	switch a.Role {
	case workflow.ToSecretariat, workflow.ToAldermen:
		return receiverOf(s, a.Role)
	}
	return receiverOf(s, a.Name)
}

// waitsFrom says how long a message waits.
func waitsFrom(m storage.Mail) string {
	if m.Attempt == 0 {
		return "Wordt verzonden zodra de post weer gaat."
	}
	if m.Next.IsZero() {
		return "Wordt opnieuw geprobeerd."
	}
	return "Het lukte nog niet. Wordt opnieuw geprobeerd op " + moment(m.Next) + "."
}

// arrivedHow says when and how a message went, and with what.
func arrivedHow(m storage.Mail) (string, []storage.MailedPaper) {
	for _, a := range slices.Backward(m.Attempts) {
		switch {
		case a.Outcome == storage.OutcomeByPost:
			day, _ := workflow.ParseDate(a.Answer)
			return "Per post verstuurd op " + dutchDay(day) + ".", nil
		case a.Outcome == storage.OutcomeAccepted && a.ByHand:
			return "Verzonden op " + moment(a.At) + ", naar een adres dat met de hand is opgegeven.", a.Papers
		case a.Outcome == storage.OutcomeAccepted:
			return "Verzonden op " + moment(a.At) + ", naar het adres in het register.", a.Papers
		}
	}
	return "Er was niemand om het aan te versturen.", nil
}

// remedyFor says what would do for a message that could not be sent.
func remedyFor(m storage.Mail) string {
	again := " Vraag de beheerder daarna om het opnieuw te versturen. Of verstuur het stuk per post."
	outcome := ""
	if n := len(m.Attempts); n > 0 {
		outcome = m.Attempts[n-1].Outcome
	}
	switch {
	case outcome == storage.OutcomeNone && m.Role == workflow.ToParty:
		return "Leg van deze Partij een contactpersoon met een e-mailadres vast." + again
	case outcome == storage.OutcomeNone:
		return "Zorg dat er een goed e-mailadres bekend is." + again
	case outcome == storage.OutcomeRefused:
		return "Vraag de ontvanger welk e-mailadres goed is, en leg dat vast." + again
	}
	return "Vraag de beheerder om het nog eens te versturen. Of verstuur het stuk per post."
}
