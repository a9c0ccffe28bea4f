package web

// How a Partij stops or goes on: in sentences, with the days that follow from the terms.

import "convenant/workflow"

func (o ownPart) gaveNotice() bool {
	p := o.party()
	return p.State == workflow.Leaving || p.State == workflow.Left && p.Reason == workflow.LeftByNotice
}

// hasGivenNotice tells what came of the notice of a Partij, and why on that day.
func (o ownPart) hasGivenNotice() string {
	p := o.party()
	is := "is"
	if p.LastDay < o.today {
		is = "was"
	}
	last := "uw laatste dag " + is + " " + dutchDay(p.LastDay)
	if p.NoticeOn == 0 {
		return "U hebt opgezegd; " + last + "."
	}
	words := "U hebt opgezegd; wij ontvingen uw brief op " + dutchDay(p.NoticeOn) + "."
	rule := o.record.On(p.NoticeOn).Terms.Notice
	if rule == nil || rule.Term.IsZero() || rule.Term.After(p.NoticeOn) != p.LastDay {
		return words + " " + capital(last) + "."
	}
	words += " De opzegtermijn is " + rule.Term.Dutch() + ", dus " + last
	if a := o.article(workflow.NoticeTerm); a != "" {
		words += " (artikel " + a + ")"
	}
	return words + "."
}

// stopOrGoOn tells a Partij that is bound how soon it can leave, and until when it can go on.
func (o ownPart) stopOrGoOn() []string {
	p, s := o.party(), o.state
	if p.State != workflow.Bound || s.Terms == nil {
		return nil
	}
	var list []string
	if rule := s.Terms.Notice; rule != nil && rule.By == workflow.ByEachParty {
		if last := s.EarliestLastDay(o.today); last != 0 {
			words := "U kunt altijd opzeggen. Komt uw brief vandaag binnen, dan is " + dutchDay(last) + " uw laatste dag."
			if s.End != 0 && last > s.End {
				words += " Wordt het convenant niet verlengd, dan eindigt het ook voor u al op " + dutchDay(s.End) + "."
			}
			list = append(list, words)
		}
	}
	if by, from, _, ok := s.RenewalFor(o.own); ok {
		day := dutchDay(by)
		if by == from-1 {
			day = "die dag"
		}
		list = append(list, "Doorgaan na "+dutchDay(from-1)+"? Uw verlengingsbrief moet er uiterlijk "+day+" zijn.")
	}
	return list
}
