package web

// The terms of a convenant as its readers know them: the sentences of the text itself.

import (
	"strings"

	"convenant/workflow"
)

// termRow is a term with the words of the convenant about it.
type termRow struct {
	Name    string
	Article string // the key of the sentence; empty when there is none
	Words   string // paragraphs, parted by an empty line
	Note    string // how it has turned out
}

// termTitles name the terms.
var termTitles = map[workflow.Term]string{
	workflow.EntryTerm: "Inwerkingtreding", workflow.DurationTerm: "Looptijd", workflow.NoticeTerm: "Opzegging", workflow.RenewalTerm: "Verlenging",
	workflow.AmendmentTerm: "Wijziging", workflow.AccessionTerm: "Toetreding", workflow.EvaluationTerm: "Evaluatie", workflow.AftermathTerm: "Na afloop",
}

// termRows lists the terms of a state. Terms that one sentence states stand in one row.
func termRows(s *workflow.State) []termRow {
	var rows []termRow
	for _, term := range workflow.TermNames {
		row := termRow{Name: termTitles[term], Article: s.Text.KeyOf(term)}
		row.Words, _ = s.Text.Words(row.Article)
		if n := len(rows); n > 0 && row.Article != "" && rows[n-1].Article == row.Article {
			rows[n-1].Name += " en " + strings.ToLower(row.Name)
			continue
		}
		row.Note = termNote(s, term, row.Article == "")
		rows = append(rows, row)
	}
	return rows
}

// termNote says how a term has turned out, or what holds when the text is silent.
func termNote(s *workflow.State, term workflow.Term, silent bool) string {
	switch {
	case term == workflow.DurationTerm && s.Phase == workflow.InForce && s.Period > 1 && s.End != 0:
		return "Het convenant is verlengd en loopt nu tot en met " + dutchDay(s.End) + "."
	case term == workflow.EntryTerm && s.Entered != 0 && s.Entered <= s.Day:
		return "Dat was op " + dutchDay(s.Entered) + "."
	case term == workflow.EntryTerm && silent:
		return "Het convenant gaat in op de dag van de laatste handtekening."
	}
	return ""
}

// Place names the sentence of the convenant.
func (r termRow) Place() string { return placeOf(r.Article) }
