package workflow

// Events in sentences: what happened, for a reader who does not know the words of acts, and on which article it rests.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Describe tells an event in a Dutch sentence without a full stop, with the article on which it rests, or "".
func (s *State) Describe(e Event) (sentence, article string) {
	if e.Fact == 0 {
		return s.describeConsequence(e)
	}
	text := func(name string) string { return e.Data.Get(name).Text }
	who := s.nameOf(text("partij"))
	switch Kind(e.Kind) {
	case Draft:
		return "Het concept van het " + s.Name + " is opgesteld", ""
	case EditText:
		return "De tekst van het concept is gewijzigd" + keysTouched(e.Data), ""
	case AddParty:
		return text("naam") + " komt als Partij in het concept", ""
	case RemoveParty:
		return who + " gaat als Partij uit het concept", ""
	case RenameParty:
		return who + " draagt voortaan de naam " + text("naam"), ""
	case SucceedParty:
		return who + " wordt opgevolgd door " + e.Data.Get("opvolger").Get("naam").Text, ""
	case AppointRepresentative:
		return who + " wijst een vertegenwoordiger aan" + inCapacity(text("hoedanigheid")), ""
	case AppointContact:
		return who + " wijst een contactpersoon aan" + inCapacity(text("functie")), ""
	case OpenAdvice:
		return "De adviesronde is geopend; advies is gevraagd aan " + enumeration(s.namesOf(texts(e.Data.Get("adviseurs")))), ""
	case GiveAdvice:
		return fmt.Sprintf(tenorWords[text("strekking")], s.nameOf(text("adviseur"))), ""
	case AnswerAdvice:
		return "Het advies van " + s.nameOf(text("adviseur")) + " is " + handlingWords[text("verwerking")], ""
	case CloseAdvice:
		return "De adviesronde is gesloten", ""
	case SkipAdvice:
		return "Er komt geen adviesronde: " + text("reden"), ""
	case BackToConcept:
		return "De tekst gaat terug naar concept: " + text("reden"), ""
	case Schedule:
		return "Het convenant staat op de agenda van " + TheBody(text("overleg")) + s.meetingDay(text("datum")) + ", om " + goalWords[text("doel")], ""
	case Deliberate:
		return capital(TheBody(text("overleg"))) + " " + decisionWords(text("besluit"), text("betreft")), ""
	case Sign:
		return who + " ondertekent " + signWords[text("wijze")], s.article(EntryTerm)
	case DeclineToSign:
		return who + " weigert te ondertekenen", s.article(EntryTerm)
	case Publish:
		return "Het convenant is gepubliceerd", s.article(EntryTerm)
	case RegisterLetter:
		return "Van " + who + " is een " + letterWords[text("soort")] + " ontvangen", ""
	case GiveNotice:
		if who == "" {
			return "Alle Partijen zeggen samen op", s.article(NoticeTerm)
		}
		return who + " zegt op" + s.lastDayWords(text("partij")), s.article(NoticeTerm)
	case Renew:
		return who + " wil verlengen; de verlengingsbrief is ontvangen", s.article(RenewalTerm)
	case ProposeChange:
		if e.Data.Get("toetreding").IsPresent() {
			return "Toetreding voorgesteld: " + text("titel"), s.article(AccessionTerm)
		}
		return "Wijziging voorgesteld: " + text("titel"), s.article(AmendmentTerm)
	case AdaptChange:
		return "Het voorstel voor wijziging " + text("wijziging") + " is aangepast", s.changeArticle(text("wijziging"))
	case Consent:
		return who + " stemt in met wijziging " + text("wijziging"), s.changeArticle(text("wijziging"))
	case RefuseConsent:
		return who + " stemt niet in met wijziging " + text("wijziging"), s.changeArticle(text("wijziging"))
	case WithdrawChange:
		return "Het voorstel voor wijziging " + text("wijziging") + " is ingetrokken", s.changeArticle(text("wijziging"))
	case Evaluate:
		return "Het convenant is geëvalueerd", s.article(EvaluationTerm)
	case RecordEvent:
		return "De gebeurtenis die de looptijd bepaalt, heeft zich voorgedaan", s.article(DurationTerm)
	case Withdraw:
		return "Het convenant is ingetrokken: " + text("reden"), ""
	case Correct:
		return "Feit " + text("feit") + " is gecorrigeerd: " + text("reden"), ""
	case ErasePersonalData:
		return "Persoonsgegevens zijn gewist", ""
	}
	return e.Kind, ""
}

// DescribeTogether tells events of one kind and day, of different Partijen, in one sentence. It returns "" for kinds
// that are told one by one.
func (s *State) DescribeTogether(events []Event) (sentence, article string) {
	plural, ok := pluralWords[events[0].Kind]
	if !ok || len(events) < 3 {
		return "", ""
	}
	number := events[0].Data.Get("wijziging").Text
	var ids []string
	for _, e := range events {
		if e.Data.Get("wijziging").Text != number {
			return "", ""
		}
		ids = append(ids, e.Data.Get("partij").Text)
	}
	who := enumeration(s.namesOf(ids))
	if rest := s.othersThan(ids); len(rest) == 0 {
		who = "Alle Partijen"
	} else if len(rest) < 3 && len(ids) > 5 {
		who = "Alle Partijen behalve " + enumeration(rest)
	}
	_, article = s.Describe(events[0])
	return who + " " + plural + number, article
}

// pluralWords continue a sentence about several Partijen at once.
var pluralWords = map[string]string{
	string(Sign):                  "ondertekenen",
	string(Consent):               "stemmen in met wijziging ",
	string(Renew):                 "willen verlengen; hun verlengingsbrieven zijn ontvangen",
	string(AppointRepresentative): "wijzen hun vertegenwoordiger aan",
	string(AppointContact):        "wijzen hun contactpersoon aan",
	HasLeft:                       "zijn niet langer gebonden",
}

// othersThan names the Partijen that are in the convenant on the day of the state and not among the given ones.
func (s *State) othersThan(ids []string) []string {
	var rest []string
	for i := range s.Parties {
		p := &s.Parties[i]
		given := false
		for _, id := range ids {
			given = given || id == p.ID
		}
		if !given && p.State != Left {
			rest = append(rest, p.Name)
		}
	}
	return rest
}

func (s *State) describeConsequence(e Event) (sentence, article string) {
	text := func(name string) string { return e.Data.Get(name).Text }
	who := s.nameOf(text("partij"))
	day := func(name string) string {
		d, _ := ParseDate(text(name))
		return d.Dutch()
	}
	switch e.Kind {
	case WasAdopted:
		return "De tekst is vastgesteld; de Partijen kunnen ondertekenen", ""
	case CameIntoForce:
		if text("einddatum") == "" {
			return "Het convenant treedt in werking", s.article(EntryTerm)
		}
		return "Het convenant treedt in werking en loopt tot en met " + day("einddatum"), s.article(EntryTerm)
	case WasRenewed:
		if text("einddatum") == "" {
			return "Het convenant is verlengd voor onbepaalde tijd", s.article(RenewalTerm)
		}
		return "Het convenant is verlengd tot en met " + day("einddatum"), s.article(RenewalTerm)
	case HasExpired:
		return "Het convenant is verlopen", s.article(DurationTerm)
	case WasEnded:
		return "Het convenant is beëindigd", s.article(NoticeTerm)
	case HasLeft:
		switch text("reden") {
		case LeftByNotice:
			return who + " is uitgetreden; de laatste dag was " + day("laatsteDag"), s.article(NoticeTerm)
		case LeftNotRenewed:
			return who + " heeft niet verlengd en is uitgetreden", s.article(RenewalTerm)
		case LeftToSuccessor:
			return who + " gaat op in " + s.nameOf(text("opvolger")), ""
		}
		return who + " is niet langer gebonden, omdat het convenant is geëindigd", s.article(DurationTerm)
	case HasJoined:
		return who + " is toegetreden", s.article(AccessionTerm)
	case ChangeAdopted:
		return "Wijziging " + text("wijziging") + " is aangenomen en gaat in op " + day("ingangsdatum"), s.changeArticle(text("wijziging"))
	case ChangeRejected:
		return "Wijziging " + text("wijziging") + " is afgewezen", s.changeArticle(text("wijziging"))
	case ChangeLapsed:
		return "Wijziging " + text("wijziging") + " is vervallen", s.changeArticle(text("wijziging"))
	case ChangeInForce:
		return "Wijziging " + text("wijziging") + " is ingegaan", s.changeArticle(text("wijziging"))
	}
	return e.Kind, ""
}

// changeArticle names the article on which a change rests, by its number as it is written.
func (s *State) changeArticle(number string) string {
	n, _ := strconv.Atoi(number)
	if c := s.change(n); c != nil {
		return s.article(c.term())
	}
	return s.article(AmendmentTerm)
}

func (s *State) nameOf(id string) string {
	if p := s.party(id); p != nil {
		return p.Name
	}
	if at := slices.IndexFunc(s.removed, func(p Party) bool { return p.ID == id }); at >= 0 {
		return s.removed[at].Name
	}
	return id
}

func (s *State) namesOf(ids []string) []string {
	var list []string
	for _, id := range ids {
		list = append(list, s.nameOf(id))
	}
	return list
}

func keysTouched(data Value) string {
	var keys []string
	for _, f := range data.Get("artikelen").Fields {
		keys = append(keys, PlaceOf(f.Name))
	}
	if len(keys) == 0 {
		return ""
	}
	return " (" + strings.Join(keys, ", ") + ")"
}

func inCapacity(what string) string {
	if what == "" {
		return ""
	}
	return ": " + what
}

func (s *State) meetingDay(day string) string {
	d, err := ParseDate(day)
	if err != nil {
		return ""
	}
	return " van " + d.Dutch()
}

// decisionWords say what a meeting decided, to follow its name.
func decisionWords(outcome, about string) string {
	number, isChange := strings.CutPrefix(about, aboutChange)
	subject, yes, no := "de tekst", "stelt de tekst vast", "wijst de tekst af"
	switch {
	case isChange:
		subject, yes, no = "wijziging "+number, "neemt wijziging "+number+" aan", "wijst wijziging "+number+" af"
	case about == AboutRenewal:
		subject, yes, no = "de verlenging", "besluit te verlengen", "besluit niet te verlengen"
	case about == AboutDeparted:
		subject, yes, no = "doorgaan of eindigen", "besluit het convenant te laten eindigen", "besluit met het convenant door te gaan"
	}
	switch outcome {
	case outcomeAdopted:
		return yes
	case outcomeRejected:
		return no
	case outcomeHeld:
		return "houdt het besluit over " + subject + " aan"
	}
	return "komt tot een conclusie over " + subject
}

func (s *State) lastDayWords(id string) string {
	if p := s.party(id); p != nil && p.LastDay != 0 {
		return "; de laatste dag is " + p.LastDay.Dutch()
	}
	return ""
}

var (
	handlingWords = map[string]string{TakenOver: "overgenomen", PartlyTaken: "deels overgenomen", NotTakenOver: "niet overgenomen"}
	goalWords     = map[string]string{GoalAdvise: "te adviseren", GoalAdopt: "vast te stellen"}
	tenorWords    = map[string]string{Positive: "Het advies van %s is positief", PositiveIf: "Het advies van %s is positief, onder voorwaarden", Negative: "Het advies van %s is negatief", NoAdvice: "Van %s komt geen advies"}
	signWords     = map[string]string{Digitally: "digitaal", OnPaper: "op papier", InPerson: "live", Qualified: "met een gekwalificeerde handtekening"}
	letterWords   = map[string]string{NoticeLetter: "opzegbrief", RenewalLetter: "verlengingsbrief", OtherLetter: "brief"}
)
