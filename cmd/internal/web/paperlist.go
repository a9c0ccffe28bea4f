package web

// Documents as they are listed: by year, and in it by what called for them.

import (
	"cmp"
	"slices"

	"convenant/cmd/internal/archive"
	"convenant/storage"
	"convenant/workflow"
)

// paperYear is the documents of a year.
type paperYear struct {
	Year   int
	Count  int
	Open   bool         // the latest year
	Groups []paperGroup // the newest first
}

// madeFor is what papers or messages have in common that one thing called for.
type madeFor struct {
	Day   workflow.Date // on which the documents are dated
	On    workflow.Date // the day that they are about
	Cause string
}

// paperGroup is the documents that one thing called for.
type paperGroup struct {
	madeFor
	Kinds []paperKind
}

// paperKind is the documents of one kind in a group.
type paperKind struct {
	Title  string
	Papers []paperLink
}

// paperLink is a document to read.
type paperLink struct {
	ID, Title string
	To        string // for whom; empty for the file

	place int // of who receives it
}

// papersByYear puts documents together by year and by what called for them, the newest first.
func papersByYear(d *dossier, list []archive.Document) []paperYear {
	var announced []storage.Announcement
	for _, one := range list {
		announced = append(announced, one.Announcement)
	}
	causes := causesOf(d, announced)
	var years []paperYear
	for _, one := range slices.Backward(list) {
		year, _, _ := one.Day.Civil()
		n := len(years)
		if n == 0 || years[n-1].Year != year {
			years = append(years, paperYear{Year: year, Open: n == 0})
			n++
		}
		years[n-1].add(d.state, one, causes.of(one.Announcement))
	}
	for _, y := range years {
		for _, g := range y.Groups {
			slices.Reverse(g.Kinds) // within a group as they were called for
			inOrder(g.Kinds)
		}
	}
	return years
}

func (y *paperYear) add(s *workflow.State, d archive.Document, cause string) {
	y.Count++
	made := madeFor{d.Day, d.Paper.On, cause}
	at := slices.IndexFunc(y.Groups, func(g paperGroup) bool { return g.madeFor == made })
	if at < 0 {
		at, y.Groups = len(y.Groups), append(y.Groups, paperGroup{madeFor: made})
	}
	y.Groups[at].Kinds = addPaper(y.Groups[at].Kinds, s, d, titleOfPaper(d.Paper))
}

// addPaper adds a document to those of its kind, which are of one title.
func addPaper(kinds []paperKind, s *workflow.State, d archive.Document, title string) []paperKind {
	link := paperLink{ID: d.ID, Title: title, To: receiverOf(s, d.Paper.To), place: placeOfReceiver(s, d.Paper.To)}
	i := slices.IndexFunc(kinds, func(k paperKind) bool { return k.Title == link.Title })
	if i < 0 {
		i, kinds = len(kinds), append(kinds, paperKind{Title: link.Title})
	}
	kinds[i].Papers = append(kinds[i].Papers, link)
	return kinds
}

// inOrder puts documents of each kind in the order of who receives them.
func inOrder(kinds []paperKind) {
	for _, k := range kinds {
		slices.SortStableFunc(k.Papers, func(a, b paperLink) int { return cmp.Compare(a.place, b.place) })
	}
}

// receiverOf names for whom a paper is.
func receiverOf(s *workflow.State, to string) string {
	switch to {
	case "":
		return ""
	case workflow.Secretariat:
		return "het secretariaat"
	case workflow.Alderman:
		return "de portefeuillehouders"
	}
	if p := s.Party(to); p != nil {
		return p.Name
	}
	return to
}

// placeOfReceiver says where somebody stands among those who receive something: Partijen as in the convenant, then other
// advisers, the secretariaat and the portefeuillehouders.
func placeOfReceiver(s *workflow.State, to string) int {
	last := len(s.Parties)
	switch to {
	case workflow.Secretariat:
		return last + 1
	case workflow.Alderman:
		return last + 2
	}
	if i := slices.IndexFunc(s.Parties, func(p workflow.Party) bool { return p.ID == to }); i >= 0 {
		return i
	}
	return last
}

// toPartyOrAdviser reports that a paper is for a Partij or an adviser.
func toPartyOrAdviser(p workflow.Paper) bool {
	return p.To != "" && p.To != workflow.Secretariat && p.To != workflow.Alderman
}
