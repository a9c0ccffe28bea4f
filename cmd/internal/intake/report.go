package intake

// What a secretary reads about a file: of each convenant what it will be in the register, or why it cannot be recorded.

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"convenant/workflow"
)

// Report tells what becomes of every convenant in the file.
func (f *File) Report(w io.Writer) {
	for _, note := range f.Notes {
		fmt.Fprintf(w, "Let op: %s\n", note)
	}
	for _, c := range f.Convenanten {
		mark := "✓"
		if len(c.Faults) > 0 {
			mark = "✗"
		}
		fmt.Fprintf(w, "%s %s\n", mark, c.title())
		for _, fault := range c.Faults {
			fmt.Fprintf(w, "    %s\n", fault)
		}
		if len(c.Faults) > 0 {
			continue
		}
		state := c.record.On(c.today)
		fmt.Fprintf(w, "    %s\n", strings.Join(append([]string{phase(state)}, parties(state)...), " "))
		for _, remark := range append(c.Remarks, remarks(state)...) {
			fmt.Fprintf(w, "    Let op: %s\n", remark)
		}
	}
}

func (c *Convenant) title() string {
	title := c.Name
	if c.Reference != "" {
		title = strings.TrimSpace(c.Reference + " " + title)
	}
	if title == "" {
		return capital(c.Place)
	}
	return title + " (" + c.Place + ")"
}

// phase says how the convenant stands today.
func phase(s *workflow.State) string {
	switch s.Phase {
	case workflow.Concept:
		return "Het is een concept."
	case workflow.Advising:
		return "Het is in de adviesronde."
	case workflow.Adopting:
		return "Het wacht op vaststelling."
	case workflow.Signing:
		if s.Entered != 0 {
			return "Alle Partijen hebben ondertekend; het treedt in werking op " + s.Entered.Dutch() + "."
		}
		return "Het wacht op ondertekening."
	case workflow.InForce:
		if end := s.EndOf(); end != 0 {
			return "Het is in werking sinds " + s.Entered.Dutch() + " en loopt tot en met " + end.Dutch() + "."
		}
		return "Het is in werking sinds " + s.Entered.Dutch() + " en heeft geen einddatum."
	case workflow.Expired:
		return "Het is verlopen; de laatste dag was " + s.End.Dutch() + "."
	case workflow.Ended:
		return "Het is beëindigd."
	case workflow.Withdrawn:
		return "Het is ingetrokken."
	}
	return ""
}

// parties counts the Partijen, and names those that are on their way out or still have to sign.
func parties(s *workflow.State) []string {
	var sentences []string
	count := 0
	for _, p := range s.Parties {
		if p.State != workflow.Left {
			count++
		}
		switch {
		case p.State == workflow.Leaving:
			sentences = append(sentences, p.Name+" heeft opgezegd; de laatste dag is "+p.LastDay.Dutch()+".")
		case p.State == workflow.Left && !s.Phase.Over():
			sentences = append(sentences, p.Name+" is uitgetreden; de laatste dag was "+p.LastDay.Dutch()+".")
		case p.State != workflow.Signed && s.Phase == workflow.Signing:
			sentences = append(sentences, p.Name+" moet nog ondertekenen.")
		}
	}
	if s.Phase.Over() {
		return append([]string{counted(len(s.Parties), "had")}, sentences...)
	}
	return append([]string{counted(count, "heeft")}, sentences...)
}

func counted(n int, verb string) string {
	if n == 1 {
		return "Het " + verb + " één Partij."
	}
	return fmt.Sprintf("Het %s %d Partijen.", verb, n)
}

// mostRemarks is how many shortcomings are told in full.
const mostRemarks = 3

// remarks tells what is missing, and what does not count.
func remarks(s *workflow.State) []string {
	var list []string
	for _, w := range s.Without {
		list = append(list, fmt.Sprintf("handeling %d telt niet mee. %s", w.Fact, w.Reason.Error()))
	}
	short := s.Shortcomings()
	for i, missing := range short {
		if i == mostRemarks && len(short) > mostRemarks+1 {
			list = append(list, fmt.Sprintf("en nog %d punten, die straks in het register te zien zijn.", len(short)-mostRemarks))
			break
		}
		list = append(list, missing.Sentence)
	}
	return list
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
