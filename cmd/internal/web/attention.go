package web

// What asks for the attention of the secretariaat: its start page. The register says in which convenanten to look; what is
// the matter there is told from the state of the convenant today (attentionwords.go). What has a last day comes first.

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/storage"
	"convenant/workflow"
)

// attentionPage is the start page of the secretariaat, or all of one kind.
type attentionPage struct {
	Frame
	Sections []attentionSection
	One      bool        // all of one kind
	First    string      // the address of its first page, on a later one
	Draft    *draftStart // when the register is empty
}

// attentionSection is what asks for attention for one reason.
type attentionSection struct {
	attentionKind
	Count string // in words
	Note  string // about the whole of it
	Items []attentionItem
	More  string // the address of all of them
	Next  string // the address of the next page of all of them
}

// attentionKind is a reason why something asks for attention.
type attentionKind struct{ ID, Title, All string }

// The kinds that the register does not keep as such: what falls due, and what could not be sent.
const (
	attentionDue  = "termijn"
	attentionPost = "post"
)

// attentionKinds are all of them, in the order of the page.
var attentionKinds = []attentionKind{
	{attentionDue, "Termijnen in de komende 90 dagen", "Alle termijnen"},
	{storage.AttentionLetter, "Brieven om te beoordelen", "Alle brieven"},
	{storage.AttentionAdvice, "Adviezen", "Alle adviezen"},
	{storage.AttentionSigning, "Handtekeningen die ontbreken", "Alle ondertekeningen"},
	{storage.AttentionChange, "Wijzigingen die op instemming wachten", "Alle wijzigingen"},
	{attentionPost, "Post die niet is verzonden", "Alle post"},
	{storage.AttentionWithout, "Feiten zonder gevolg", "Alle feiten zonder gevolg"},
	{storage.AttentionShortcomings, "Tekortkomingen", "Alle tekortkomingen"},
}

// attentionItem is a convenant, and in sentences what is the matter.
type attentionItem struct {
	Name, Path string
	Sentences  []attentionSentence
}

// attentionSentence leads to where something can be done about it.
type attentionSentence struct {
	Words, Path string
	On          workflow.Date // of what falls due
}

// How many convenanten are shown of a kind: on the start page, and on a page of one kind.
const (
	fewAttention  = 10
	manyAttention = 50
)

func (v *visit) attention() error {
	if i := slices.IndexFunc(attentionKinds, func(k attentionKind) bool { return k.ID == v.query("soort") }); i >= 0 {
		return v.attentionOfKind(attentionKinds[i])
	}
	p := &attentionPage{Frame: Frame{Title: "Wat vraagt aandacht"}}
	counts, err := v.web.Register.AttentionCounts(v.ctx())
	if err != nil {
		return err
	}
	look := look{v}
	for _, kind := range attentionKinds {
		s, err := look.section(kind, counts[kind.ID], fewAttention, "")
		if err != nil {
			return err
		}
		if len(s.Items) > 0 || s.Note != "" {
			p.Sections = append(p.Sections, s)
		}
	}
	if len(p.Sections) == 0 {
		if err := v.greet(p); err != nil {
			return err
		}
	}
	return v.page("aandacht", p)
}

// greet offers to draw up the first convenant when there is none.
func (v *visit) greet(p *attentionPage) error {
	any, err := v.web.Register.List(v.ctx(), storage.Filter{On: v.today, Limit: 1})
	if err != nil || len(any.Rows) > 0 || !v.mayDraft() {
		return err
	}
	p.Title = "Welkom"
	p.Forms = true
	p.Draft = &draftStart{Templates: v.draftTemplates()}
	return nil
}

func (v *visit) attentionOfKind(kind attentionKind) error {
	p := &attentionPage{Frame: Frame{Title: kind.Title, Crumbs: []crumb{{"Wat vraagt aandacht", "/aandacht"}}}, One: true}
	counts, err := v.web.Register.AttentionCounts(v.ctx())
	if err != nil {
		return err
	}
	after := v.query("na")
	s, err := look{v}.section(kind, counts[kind.ID], manyAttention, after)
	if errors.Is(err, storage.ErrCursor) {
		return v.redirect("/aandacht?soort=" + kind.ID)
	}
	if err != nil {
		return err
	}
	if s.More = ""; after != "" {
		p.First = "/aandacht?soort=" + kind.ID
	}
	p.Sections = []attentionSection{s}
	return v.page("aandacht", p)
}

// look is one look at what asks for attention.
type look struct{ v *visit }

// looked is a convenant as it is today.
type looked struct {
	record *workflow.Convenant
	state  *workflow.State
}

func (l look) load(id string) (*looked, error) {
	record, _, err := l.v.web.Register.Load(l.v.ctx(), id)
	if err != nil {
		return nil, err
	}
	return &looked{record, record.Latest(l.v.today)}, nil
}

// notice tells what asks for attention in some convenanten, by their ids: from memory where nothing was recorded since.
func (l look) notice(ids []string) (map[string]*noticed, error) {
	stands, err := l.v.web.Register.Stands(l.v.ctx(), ids)
	if err != nil {
		return nil, err
	}
	told := map[string]*noticed{}
	for id, stand := range stands {
		one, ok := l.v.web.noticed.get(id, stand, l.v.today)
		if told[id] = one; ok {
			continue
		}
		at, err := l.load(id)
		if err != nil {
			return nil, err
		}
		one = &noticed{at.state.Name, map[string][]attentionSentence{}}
		for kind, words := range attentionWords {
			one.sentences[kind] = under(id, words(at, l.v.today))
		}
		l.v.web.noticed.put(id, stand, l.v.today, one)
		told[id] = one
	}
	return told, nil
}

// section gives some of a kind, and where the others are.
func (l look) section(kind attentionKind, count, most int, after string) (attentionSection, error) {
	s := attentionSection{attentionKind: kind}
	var err error
	switch kind.ID {
	case attentionDue:
		err = l.due(&s, most, after)
	case attentionPost:
		err = l.post(&s, most, after)
	default:
		if count == 0 {
			return s, nil
		}
		err = l.ofRegister(&s, count, most, after)
	}
	return s, err
}

// address is where the following of a kind stand; nothing gives the first.
func (s *attentionSection) address(after string) string {
	q := url.Values{"soort": {s.ID}}
	if after != "" {
		q.Set("na", after)
	}
	return "/aandacht?" + q.Encode()
}

// ofRegister gives the convenanten in which the register says to look.
func (l look) ofRegister(s *attentionSection, count, most int, after string) error {
	rows, next, err := l.v.web.Register.Attention(l.v.ctx(), l.v.today, s.ID, after, most)
	if err != nil {
		return err
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	told, err := l.notice(ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if one := told[id]; one != nil && len(one.sentences[s.ID]) > 0 { // a row may be of yesterday
			s.Items = append(s.Items, attentionItem{one.name, "/convenanten/" + id, one.sentences[s.ID]})
		}
	}
	s.Count = found(count, count)
	if next == "" && after == "" {
		s.Count = found(len(s.Items), len(s.Items)) // they are all here
	}
	if next != "" {
		s.More, s.Next = s.address(""), s.address(next)
	}
	return nil
}

// under puts the places of sentences under a convenant.
func under(id string, list []attentionSentence) []attentionSentence {
	for i := range list {
		list[i].Path = "/convenanten/" + url.PathEscape(id) + list[i].Path
	}
	return list
}

// What is looked for at most of what is found by day, or in the post: nobody reads on for longer.
const (
	daysAhead = 90
	mostDue   = 2000
)

// due gives what falls due. What is asked of several Partijen on one day is told once.
func (l look) due(s *attentionSection, most int, after string) error {
	skip, _ := strconv.Atoi(after)
	skip = max(0, min(skip, mostDue))
	const parties = 20 // each may have one
	list, err := l.v.web.Register.DueBetween(l.v.ctx(), l.v.today, l.v.today+daysAhead, skip+most*parties+1)
	if err != nil {
		return err
	}
	list = list[min(skip, len(list)):]
	n, told := 0, 0
	for n < len(list) && told < most {
		first, names := list[n], []string(nil)
		for ; n < len(list) && list[n].Convenant == first.Convenant && list[n].On == first.On && list[n].Kind == first.Kind; n++ {
			if list[n].PartyName != "" {
				names = append(names, list[n].PartyName)
			}
		}
		on, err := workflow.ParseDate(first.On)
		if err != nil {
			return err
		}
		sentence := attentionSentence{capital(workflow.DeadlineWords(first.Kind, fewNames(names))) + ".", duePath[first.Kind], on}
		sentences := under(first.Convenant, []attentionSentence{sentence})
		if last := len(s.Items) - 1; last >= 0 && s.Items[last].Path == "/convenanten/"+first.Convenant {
			s.Items[last].Sentences = append(s.Items[last].Sentences, sentences...)
		} else {
			s.Items = append(s.Items, attentionItem{first.Name, "/convenanten/" + first.Convenant, sentences})
		}
		told++
	}
	s.Count = amount(told, "termijn", "termijnen")
	if n < len(list) {
		s.Count = "de eerste " + strconv.Itoa(told)
		s.More = s.address("")
		if skip+n < mostDue {
			s.Next = s.address(strconv.Itoa(skip + n))
		}
	}
	return nil
}

// duePath is where more of what falls due is told.
var duePath = map[string]string{workflow.DueAdvice: "/besluitvorming", workflow.DueMeeting: "/besluitvorming", workflow.DueRenewal: "/verlenging",
	workflow.DueEnd: "/verlenging", workflow.DueNotice: "/brieven", workflow.DueLastDay: "/partijen", workflow.DueChange: "/wijzigingen"}

// post gives what could not be sent, and tells when nothing is sent at all.
func (l look) post(s *attentionSection, most int, after string) error {
	waiting, failed, err := l.v.web.Register.MailsOutstanding(l.v.ctx())
	if err != nil {
		return err
	}
	if waiting > 0 && l.v.web.SendLink == nil {
		s.Note = amount(waiting, "bericht wacht", "berichten wachten") + " op verzending; er is geen mailserver ingesteld. Vraag de beheerder."
	}
	if failed == 0 {
		return nil
	}
	skip, _ := strconv.Atoi(after)
	skip = max(0, min(skip, mostDue))
	list, err := l.v.web.Register.FailedMails(l.v.ctx(), skip+most+1)
	if err != nil {
		return err
	}
	list = list[min(skip, len(list)):]
	for _, m := range list[:min(most, len(list))] {
		at, err := l.load(m.Convenant)
		if err != nil {
			return err
		}
		words := nameOfPaper(m.Announcement.Paper.Kind) + " van " + dutchDay(m.Announcement.Day) + " aan " + addresseeName(m.Addressee, at.state) + ". " +
			cmp.Or(m.Failure, "Waarom het misging, is niet bekend.")
		s.Items = append(s.Items, attentionItem{at.state.Name, "/convenanten/" + m.Convenant, under(m.Convenant, []attentionSentence{{Words: words, Path: "/verzonden"}})})
	}
	s.Count = amount(failed, "bericht", "berichten")
	if len(list) > most {
		s.More = s.address("")
		if skip+most < mostDue {
			s.Next = s.address(strconv.Itoa(skip + most))
		}
	}
	return nil
}

// addresseeName says to whom something was to go.
func addresseeName(a workflow.Addressee, s *workflow.State) string {
	switch a.Role {
	case workflow.ToAldermen:
		return "de portefeuillehouders"
	case workflow.ToSecretariat:
		return "het secretariaat"
	case workflow.ToParty:
		return partyName(s, a.Name)
	}
	return a.Name
}

// fewNames writes names as a sentence has them, and of many the first few.
func fewNames(names []string) string {
	const most = 3
	if n := len(names) - most; n > 1 {
		return strings.Join(names[:most], ", ") + " en " + strconv.Itoa(n) + " andere Partijen"
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " en " + names[n-1]
	}
	return strings.Join(names, "")
}
