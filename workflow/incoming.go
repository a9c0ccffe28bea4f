package workflow

// A letter that is taken in: its registration, and what it asks for, read from one form.

import "slices"

// Incoming is a letter as it is handed in.
type Incoming struct {
	Register Act  // the letter itself
	Asks     Kind // what it asks for; empty when nothing is to be done with it now

	party, form, grounds string
	per                  Date
}

// ReadIncoming reads a letter that is handed in. Fields that it does not know are refused.
func ReadIncoming(v Value) (Incoming, *Refusal) {
	r := newReader(v, "")
	var d registerLetter
	d.read(r)
	in := Incoming{party: d.party, form: d.form, per: r.optDate("per"), grounds: r.optText("gronden", maxText)}
	confirmed, only := r.optBool("bevestigd"), r.optBool("alleenRegistreren")
	switch {
	case d.kind != NoticeLetter && in.per != 0:
		r.fail("per", "Een laatste dag hoort alleen bij een opzegbrief.")
	case d.kind != NoticeLetter && in.grounds != "":
		r.fail("gronden", "Redenen horen alleen bij een opzegbrief.")
	case only && (in.per != 0 || in.grounds != ""):
		r.fail("alleenRegistreren", "Als alleen de ontvangst wordt vastgelegd, horen ‘per’ en ‘gronden’ er niet bij.")
	}
	if refusal := r.done(); refusal != nil {
		return Incoming{}, refusal
	}
	in.Register = Act{Kind: RegisterLetter, Confirmed: confirmed, Data: ObjectOf(textField("soort", d.kind), textField("partij", d.party), dateField("ontvangen", d.received),
		textField("vorm", d.form), textField("gericht-aan", d.addressedTo), textField("bijlage", d.attachment))}
	switch {
	case only:
	case d.kind == NoticeLetter:
		in.Asks = GiveNotice
	case d.kind == RenewalLetter:
		in.Asks = Renew
	}
	return in, nil
}

// Act is what the letter asks for, once it is registered under a number. It counts from the receipt of the letter.
func (in Incoming) Act(number int) Act {
	fields := []Field{textField("partij", in.party), numberField("brief", number)}
	if in.Asks == GiveNotice {
		fields = append(fields, dateField("per", in.per), textField("vorm", in.form), textField("gronden", in.grounds))
	}
	return Act{Kind: in.Asks, Confirmed: in.Register.Confirmed, Data: ObjectOf(fields...)}
}

// Answers reports that what a letter asks for would be recorded right after the letter. Then it is answered at once, and its
// sender needs no word that it has yet to be judged.
func (c *Convenant) Answers(letter *Fact, asks Act, today Date, composer Composer) bool {
	trial, err := NewConvenant(append(slices.Clone(c.facts), letter)...)
	return err == nil && trial.Decide(asks, today, composer).Refusal == nil
}
