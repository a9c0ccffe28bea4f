package web

// The post of a convenant, for the secretariaat: what went to whom and what came of it, what waits, and first of all what
// could not be sent.

import (
	"slices"

	"convenant/cmd/internal/archive"
	"convenant/storage"
	"convenant/workflow"
)

// sentPage tells of the post of a convenant.
type sentPage struct {
	*dossier
	Failed      []mailRow
	Waiting     []mailYear // the newest first, as what was sent
	Sent        []mailYear
	WaitingSize int
	SentSize    int
	Oldest      workflow.Date // since when something waits
	NoServer    bool          // there is no mail server, so that nothing will go
}

// mailYear is the messages of a year.
type mailYear struct {
	Year   int
	Count  int
	Open   bool // the latest year
	Groups []mailGroup
}

// mailGroup is the messages that one thing called for.
type mailGroup struct {
	madeFor
	Kinds []mailKind
}

// mailKind is the messages of one kind in a group.
type mailKind struct {
	Title string
	Mails []mailRow
}

// mailRow is a message for one receiver.
type mailRow struct {
	ID       string
	Document string // that it brings
	Title    string
	To       string
	Day      workflow.Date // of the document
	Words    string        // what came of it
	Remedy   string        // what would do, of one that failed
	Tries    int
	Papers   []storage.MailedPaper

	place int // of who receives it
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
	mails = slices.DeleteFunc(mails, func(m storage.Mail) bool {
		return m.Announcement.Day > d.On || m.Announcement.Stand.Number > len(d.record.Facts())
	})
	p := &sentPage{dossier: d, NoServer: v.web.SendLink == nil}
	p.WaitingSize, p.Oldest = waiting(mails, d.On)
	var announced []storage.Announcement
	for _, m := range mails {
		announced = append(announced, m.Announcement)
	}
	causes := causesOf(d, announced)
	for _, m := range slices.Backward(mails) {
		row := mailRow{ID: m.ID, Document: archive.IDOf(d.ID, m.Announcement.Number), Title: titleOfPaper(m.Announcement.Paper),
			To: addresseeOf(s, m.Addressee), Day: m.Announcement.Day, Tries: m.Attempt, place: placeOfAddressee(s, m.Addressee)}
		if m.About != "" {
			row.Title = "Bericht dat iets niet kon worden verzonden"
		}
		made := madeFor{m.Announcement.Day, m.Announcement.Paper.On, causes.of(m.Announcement)}
		switch m.State {
		case storage.MailFailed:
			row.Words, row.Remedy = m.Failure, remedyFor(m)
			p.Failed = append(p.Failed, row)
		case storage.MailWaits:
			row.Words = waitsFrom(m)
			p.Waiting = addMail(p.Waiting, row, made)
		default:
			row.Words, row.Papers = arrivedHow(m)
			p.Sent, p.SentSize = addMail(p.Sent, row, made), p.SentSize+1
		}
	}
	return v.page("verzonden", p)
}

// waiting counts the messages that were called for on a day or before and still wait, and tells the day of the oldest.
func waiting(mails []storage.Mail, until workflow.Date) (n int, oldest workflow.Date) {
	for _, m := range mails {
		if m.State != storage.MailWaits || m.Announcement.Day > until {
			continue
		}
		if n++; oldest == 0 || m.Announcement.Day < oldest {
			oldest = m.Announcement.Day
		}
	}
	return n, oldest
}

// sentState tells in a word what came of the documents of a convenant in the post, by the numbers of their announcements.
func (v *visit) sentState(id string) (map[int]string, error) {
	mails, err := v.web.Register.Mails(v.ctx(), id)
	state := map[int]string{}
	for _, m := range mails {
		if m.About == "" {
			state[m.Announcement.Number] = inAWord(m)
		}
	}
	return state, err
}

func inAWord(m storage.Mail) string {
	switch m.State {
	case storage.MailWaits:
		return "nog niet verzonden"
	case storage.MailFailed:
		return "niet aangekomen"
	case storage.MailByPost:
		return "per post verstuurd"
	}
	if slices.ContainsFunc(m.Attempts, func(a storage.Attempt) bool { return a.Outcome == storage.OutcomeAccepted }) {
		return "verzonden"
	}
	return "er was niemand om het aan te versturen"
}

// addMail adds a message to its year and the group that it belongs to; it was called for before those that are there.
func addMail(years []mailYear, row mailRow, made madeFor) []mailYear {
	year, _, _ := row.Day.Civil()
	if n := len(years); n == 0 || years[n-1].Year != year {
		years = append(years, mailYear{Year: year, Open: n == 0})
	}
	y := &years[len(years)-1]
	y.Count++
	at := slices.IndexFunc(y.Groups, func(g mailGroup) bool { return g.madeFor == made })
	if at < 0 {
		at, y.Groups = len(y.Groups), append(y.Groups, mailGroup{madeFor: made})
	}
	g := &y.Groups[at]
	i := slices.IndexFunc(g.Kinds, func(k mailKind) bool { return k.Title == row.Title })
	if i < 0 {
		i, g.Kinds = 0, slices.Insert(g.Kinds, 0, mailKind{Title: row.Title})
	}
	k := &g.Kinds[i]
	before := slices.IndexFunc(k.Mails, func(other mailRow) bool { return other.place >= row.place })
	if before < 0 {
		before = len(k.Mails)
	}
	k.Mails = slices.Insert(k.Mails, before, row)
	return years
}

func placeOfAddressee(s *workflow.State, a workflow.Addressee) int {
	if a.Role == workflow.ToSecretariat || a.Role == workflow.ToAldermen {
		return placeOfReceiver(s, a.Role)
	}
	return placeOfReceiver(s, a.Name)
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
	again := " Vraag de beheerder daarna om het opnieuw te versturen. Of verstuur het document per post."
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
	return "Vraag de beheerder om het nog eens te versturen. Of verstuur het document per post."
}
