package web

// Drawing up a convenant from a template. The form stands on a page of its own, and on the page with which the
// secretariaat begins as long as the register is empty.

import (
	"cmp"
	"errors"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/api"
	"convenant/storage"
	"convenant/workflow"
)

// draftForm is the form to draw up a convenant with, and what was typed in it.
type draftForm struct {
	Templates                          []draftTemplate
	Bare                               []string // the templates that bring no name or no Partijen, by name
	Template, Name, Reference, Parties string
	Key                                string // of this form: sent twice, it makes one convenant
	Faults                             typedFaults
	Reason, Remedy                     string // what is wrong with the whole
}

// draftTemplate is a template, in words.
type draftTemplate struct {
	ID, Name string
	Parties  int // that it brings itself
}

// draftPage is the page of the form.
type draftPage struct {
	Frame
	Draft *draftForm
}

// mayDraft reports that the form is for who asks. Who may draw up a convenant, workflow says.
func (v *visit) mayDraft() bool { return access.Grants(v.principal.Role, access.OpenDraft) }

func (v *visit) newDraft() error {
	form, err := v.draftForm(url.Values{})
	if err != nil {
		return err
	}
	return v.page("opstellen", &draftPage{draftFrame(), form})
}

func draftFrame() Frame {
	return Frame{Title: "Een convenant opstellen", Crumbs: []crumb{{"Convenanten", "/convenanten"}}}
}

// draftForm gives the form with what was typed in it, under a new key.
func (v *visit) draftForm(typed url.Values) (*draftForm, error) {
	f := &draftForm{Template: typed.Get("sjabloon"), Name: typed.Get("naam"), Reference: typed.Get("kenmerk"), Parties: typed.Get("partijen")}
	for _, id := range v.web.Library.Names() {
		t, refusal := v.web.Library.Template(id)
		if refusal != nil {
			return nil, refusal
		}
		name := cmp.Or(t.Name, capital(id))
		f.Templates = append(f.Templates, draftTemplate{id, name, len(t.Parties)})
		if t.Name == "" || len(t.Parties) == 0 {
			f.Bare = append(f.Bare, name)
		}
	}
	var err error
	f.Key, err = v.newFormKey()
	return f, err
}

// draft draws up a convenant, or shows the form again with what is wrong.
func (v *visit) draft() error {
	typed, err := v.form()
	if err != nil {
		return err
	}
	v.seen.Act = workflow.Draft
	names := namesTyped(typed.Get("partijen"))
	parties, err := v.partiesTyped(names)
	if err != nil {
		return err
	}
	act, _ := access.Enter(v.principal, workflow.Act{Kind: workflow.Draft, Data: draftData(typed, parties)})
	if faults := v.draftFaults(typed, names, act); len(faults) > 0 {
		return v.draftRefused(typed, &workflow.Refusal{Code: workflow.InvalidData}, faults)
	}
	key, err := v.draftKey(typed, act)
	if err != nil {
		return err
	}
	out, err := v.web.Register.Draft(v.ctx(), key, func(record *workflow.Convenant) workflow.Decision {
		return record.Decide(act, v.today, v.web.Library)
	})
	switch {
	case errors.Is(err, storage.ErrKeyReused):
		return v.draftRefused(typed, &workflow.Refusal{Code: workflow.NotAllowed, Detail: "Dit formulier is al eerder verstuurd, met iets anders erin.",
			Remedy: "Kijk in het register of het convenant er al is. Wilt u er nog een opstellen? Verstuur het formulier dan nog eens."}, nil)
	case err != nil:
		return err
	case out.Refusal != nil:
		return v.draftRefused(typed, out.Refusal, nil)
	}
	v.seen.Object, v.seen.Result = out.ID, "vastgelegd"
	notice := "Het convenant is opgesteld, als concept. Kijk of de tekst en de Partijen kloppen. Daarna opent u een adviesronde, of u slaat die over."
	if len(names) == 1 {
		notice += " Er staat nog maar één Partij in; een convenant heeft er ten minste twee."
	}
	v.change(func(s *session) { s.Notice = notice })
	return v.redirect("/convenanten/" + url.PathEscape(out.ID))
}

// draftKey makes that a form that is sent twice makes one convenant.
func (v *visit) draftKey(typed url.Values, act workflow.Act) (storage.Key, error) {
	const most = 100
	key := typed.Get("sleutel")
	if key == "" || len(key) > most {
		return storage.Key{}, nil
	}
	asked, err := act.Data.MarshalJSON()
	return storage.Key{Who: v.principal.ID, Key: "formulier-" + key, Asked: storage.Asked(string(v.route.action), string(asked))}, err
}

// draftFaults says of every field what is wrong with it, as the rules refuse one at a time: what is missing or stands
// there twice, and the first thing that the rules refuse in another field.
func (v *visit) draftFaults(typed url.Values, names []string, act workflow.Act) typedFaults {
	var faults typedFaults
	if t, refusal := v.web.Library.Template(typed.Get("sjabloon")); refusal == nil {
		if t.Name == "" && typed.Get("naam") == "" {
			faults.add("naam", "Vul de naam in: dit sjabloon heeft er zelf geen.")
		}
		if len(t.Parties) == 0 && len(names) == 0 {
			faults.add("partijen", "Vul de Partijen in: dit sjabloon heeft er zelf geen.")
		}
	}
	if twice := repeated(names); len(twice) > 0 {
		faults.add("partijen", inARow(twice)+" "+verb(len(twice), "staat", "staan")+" er meer dan één keer.")
	}
	if blank, err := workflow.NewConvenant(); err == nil && len(faults) > 0 {
		faults.addRefusal(blank.Decide(act, v.today, v.web.Library).Refusal)
	}
	slices.SortFunc(faults, func(a, b typedFault) int {
		return slices.Index(draftFields, a.Field) - slices.Index(draftFields, b.Field)
	})
	return faults
}

// draftFields are the fields of the form, in order.
var draftFields = []string{"sjabloon", "naam", "kenmerk", "partijen"}

// addRefusal adds why the rules refuse a field of the form, if there is nothing about that field yet.
func (list *typedFaults) addRefusal(refusal *workflow.Refusal) {
	if refusal == nil {
		return
	}
	if field, _, _ := strings.Cut(refusal.Field, "."); slices.Contains(draftFields, field) && list.At(field) == "" {
		list.add(field, strings.TrimSpace(refusal.Detail+" "+refusal.Remedy))
	}
}

// repeated gives what stands in a list more than once.
func repeated(names []string) []string {
	var twice []string
	for i, name := range names {
		same := func(other string) bool { return strings.EqualFold(other, name) }
		if slices.ContainsFunc(names[:i], same) && !slices.ContainsFunc(twice, same) {
			twice = append(twice, name)
		}
	}
	return twice
}

// draftRefused shows the form again, with why it was refused. Who may not draw one up has no form.
func (v *visit) draftRefused(typed url.Values, refusal *workflow.Refusal, faults typedFaults) error {
	if !v.mayDraft() {
		return refusal
	}
	form, err := v.draftForm(typed)
	if err != nil {
		return err
	}
	form.Reason, form.Remedy, form.Faults = refusal.Detail, refusal.Remedy, faults
	form.Faults.addRefusal(refusal)
	v.seen.Result = string(refusal.Code)
	f := draftFrame()
	f.Title = "Nog niet opgesteld"
	return v.pageWith(api.StatusOf(refusal.Code), "opstellen", &draftPage{f, form})
}

// draftData is what was typed as the gegevens of opstellen. What was left empty is left out.
func draftData(typed url.Values, parties []workflow.Value) workflow.Value {
	var fields []workflow.Field
	for _, name := range []string{"sjabloon", "naam", "kenmerk"} {
		if s := typed.Get(name); s != "" {
			fields = append(fields, workflow.Field{Name: name, Value: workflow.TextOf(s)})
		}
	}
	if parties != nil {
		fields = append(fields, workflow.Field{Name: "partijen", Value: workflow.Value{Kind: workflow.ListValue, List: parties}})
	}
	return workflow.ObjectOf(fields...)
}

// namesTyped gives the names that were typed, a line each.
func namesTyped(typed string) []string {
	var names []string
	for line := range strings.Lines(typed) {
		if name := strings.Join(strings.Fields(line), " "); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// partiesTyped gives the Partijen of those names. Who is a Partij of another convenant under that name keeps the short
// name by which it is known; for who is new one is made.
func (v *visit) partiesTyped(typed []string) ([]workflow.Value, error) {
	if len(typed) == 0 {
		return nil, nil
	}
	known, err := v.web.Register.Organisations(v.ctx(), "", "", math.MaxInt)
	if err != nil {
		return nil, err
	}
	var parties []workflow.Value
	names := map[string]string{} // by short name
	for _, name := range typed {
		id := shortName(name)
		if i := slices.IndexFunc(known, func(o storage.Organisation) bool { return strings.EqualFold(o.Name, name) }); i >= 0 {
			id = known[i].ID
		}
		for n := 2; names[id] != "" && names[id] != name; n++ { // of other names that are made short alike
			id = shortName(name) + "-" + strconv.Itoa(n)
		}
		names[id] = name
		parties = append(parties, workflow.ObjectOf(workflow.Field{Name: "id", Value: workflow.TextOf(id)}, workflow.Field{Name: "naam", Value: workflow.TextOf(name)}))
	}
	return parties, nil
}

// mostShort leaves room for a number within the length of a short name.
const mostShort = 36

// shortName makes a short name of a name: "Gemeente Gooise Meren" is gooise-meren.
func shortName(name string) string {
	plain := strings.Map(func(c rune) rune {
		switch {
		case unicode.Is(unicode.Mn, c):
			return -1
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		}
		return ' '
	}, norm.NFKD.String(strings.ToLower(name)))
	short := strings.Join(strings.Fields(strings.TrimPrefix(plain, "gemeente ")), "-")
	return strings.Trim(short[:min(len(short), mostShort)], "-")
}
