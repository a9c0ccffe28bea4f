package workflow

// Herinneringen: the policy by which people are reminded of what is asked of them. It stands in the front matter of a
// template, beside the voorwaarden, and is pinned when a convenant is drawn up. It binds nobody and changes no state;
// which days follow from it is computed in reminding.go.

import "strconv"

// The kinds of what people are reminded of. The kinds are public words: the keys of herinneringen.
const (
	RemindSign     = "ondertekening"
	RemindAdvice   = "advies"
	RemindConsent  = "instemming"
	RemindDecision = "besluit"
	RemindContacts = "contactpersonen"
	RemindEvaluate = "evaluatie"
	RemindRenew    = "verlenging"
)

// ReminderPolicy says when people are reminded, by kind; who is not named is not reminded.
type ReminderPolicy map[string]*ReminderRule

// ReminderRule says on which days somebody is reminded of one thing, until it is done. None of them has a last time.
type ReminderRule struct {
	Before []Period // vooraf: so long before the last day, by the search of R5
	Every  Period   // elke: so often since it was asked, up to the last day if there is one
	After  Period   // daarna: so often after the last day, where it can still be done

	Secretariat *ReminderRule // when the secretariaat is told who has not done it
}

// The keys of a rule.
const (
	keyBefore      = "vooraf"
	keyEvery       = "elke"
	keyAfter       = "daarna"
	keySecretariat = "secretariaat"
)

// reminderKinds lists the kinds in their order, with the keys that make sense: there is nothing before or after a last
// day where there is none, and no use in a reminder of what would come too late. An evaluation is the secretariaat's own.
var reminderKinds = []struct {
	kind string
	keys []string
}{
	{RemindSign, []string{keyBefore, keyEvery, keySecretariat}},
	{RemindAdvice, []string{keyBefore, keyEvery, keyAfter, keySecretariat}},
	{RemindConsent, []string{keyEvery, keySecretariat}},
	{RemindDecision, []string{keyBefore, keyEvery, keyAfter, keySecretariat}},
	{RemindContacts, []string{keyEvery, keySecretariat}},
	{RemindEvaluate, []string{keyBefore, keyAfter}},
	{RemindRenew, []string{keyBefore, keyEvery, keySecretariat}},
}

// ReadReminders reads a policy as it is written in a template. path is put before the names of fields, as
// "herinneringen.". What is not written, or null, is not reminded of.
func ReadReminders(v Value, path string) (ReminderPolicy, *Refusal) {
	r := newReader(v, path)
	policy := ReminderPolicy{}
	for _, k := range reminderKinds {
		if s, ok := r.sub(k.kind); ok {
			policy[k.kind] = readReminderRule(s, k.keys)
		}
	}
	return policy, r.done()
}

func readReminderRule(r *reader, keys []string) *ReminderRule {
	rule := &ReminderRule{}
	for _, key := range keys {
		switch key {
		case keyBefore:
			rule.Before = readPeriods(r, key)
		case keyEvery:
			rule.Every = readInterval(r, key)
		case keyAfter:
			rule.After = readInterval(r, key)
		case keySecretariat:
			if s, ok := r.sub(key); ok {
				rule.Secretariat = readReminderRule(s, keys[:len(keys)-1])
			}
		}
	}
	if len(rule.Before) == 0 && rule.Every.N == 0 && rule.After.N == 0 && rule.Secretariat == nil {
		r.fail(r.path+keys[0], "Er staat niet wanneer er wordt herinnerd; kies uit %s.", alternatives(keys))
	}
	r.rest()
	return rule
}

// readInterval takes the time between two reminders.
func readInterval(r *reader, field string) Period {
	p, given := r.optPeriod(field)
	if given && p.N == 0 {
		r.fail(r.path+field, "Tussen twee herinneringen ligt ten minste een dag.")
	}
	return p
}

// readPeriods takes a list of periods, or one.
func readPeriods(r *reader, field string) []Period {
	if v := r.value.Get(field); v.IsPresent() && v.Kind != ListValue {
		if p, given := r.optPeriod(field); given {
			return []Period{p}
		}
		return nil
	}
	var periods []Period
	for i, v := range r.list(field) {
		p, err := ParsePeriod(v.Text)
		if err != nil {
			r.fail(r.path+field+"."+strconv.Itoa(i), "In het veld %s staat %s. Dat is %s.", quote(field), quote(v.Text), err)
		}
		periods = append(periods, p)
	}
	return periods
}
