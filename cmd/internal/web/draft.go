package web

// Drawing up a convenant from a template. The form stands on a page of its own, and on the page with which the
// secretariaat begins as long as the register is empty.

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// draftForm is the form to draw up a convenant with, and what was typed in it.
type draftForm struct {
	Templates                          []draftTemplate
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
	Draft    *draftForm
	MayDraft bool
}

// mayDraft reports that a new convenant can be drawn up by who asks. The rule itself is workflow's; this decides whether
// the form is shown.
func (v *visit) mayDraft() bool { return v.principal.Actor() == workflow.Secretariat }

func (v *visit) newDraft() error {
	p := &draftPage{Frame: draftFrame(), MayDraft: v.mayDraft()}
	if p.MayDraft {
		var err error
		if p.Draft, err = v.draftForm(url.Values{}); err != nil {
			return err
		}
	}
	return v.page("opstellen", p)
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
		name := t.Name
		if name == "" {
			name = capital(id) + " (u geeft zelf de naam en de Partijen)"
		}
		f.Templates = append(f.Templates, draftTemplate{id, name, len(t.Parties)})
	}
	chance := make([]byte, 16)
	if _, err := io.ReadFull(v.web.Random, chance); err != nil {
		return nil, fmt.Errorf("web: draft: %w", err)
	}
	f.Key = hex.EncodeToString(chance)
	return f, nil
}

// draft draws up a convenant, or shows the form again with what is wrong.
func (v *visit) draft() error {
	typed, err := v.form()
	if err != nil {
		return err
	}
	v.seen.Act = workflow.Draft
	parties, err := v.partiesTyped(typed.Get("partijen"))
	if err != nil {
		return err
	}
	act, _ := access.Enter(v.principal, workflow.Act{Kind: workflow.Draft, Data: draftData(typed, parties)})
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
			Remedy: "Kijk in het register of het convenant er al is. Wilt u er nog een opstellen? Verstuur het formulier dan nog eens."})
	case err != nil:
		return err
	case out.Refusal != nil:
		return v.draftRefused(typed, out.Refusal)
	}
	v.seen.Object, v.seen.Result = out.ID, "vastgelegd"
	v.change(func(s *session) {
		s.Notice = "Het convenant is opgesteld, als concept. Kijk of de tekst en de Partijen kloppen. Daarna opent u een adviesronde, of u slaat die over."
	})
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

// draftRefused shows the form again, with why it was refused. Who may not draw one up has no form.
func (v *visit) draftRefused(typed url.Values, refusal *workflow.Refusal) error {
	if !v.mayDraft() {
		return refusal
	}
	form, err := v.draftForm(typed)
	if err != nil {
		return err
	}
	form.Reason, form.Remedy = refusal.Detail, refusal.Remedy
	field, _, _ := strings.Cut(refusal.Field, ".")
	switch field {
	case "sjabloon", "naam", "kenmerk", "partijen":
		form.Faults.add(field, strings.TrimSpace(refusal.Detail+" "+refusal.Remedy))
	}
	v.seen.Result = string(refusal.Code)
	f := draftFrame()
	f.Title = "Nog niet opgesteld"
	return v.pageWith(statusOf(refusal.Code), "opstellen", &draftPage{Frame: f, Draft: form, MayDraft: true})
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

// partiesTyped gives the Partijen whose names were typed, a line each. Who is a Partij of another convenant under that
// name keeps the short name by which it is known; for who is new one is made.
func (v *visit) partiesTyped(typed string) ([]workflow.Value, error) {
	if typed == "" {
		return nil, nil
	}
	known, err := v.web.Register.Organisations(v.ctx(), "", "", math.MaxInt)
	if err != nil {
		return nil, err
	}
	var parties []workflow.Value
	names := map[string]string{} // by short name
	for line := range strings.Lines(typed) {
		name := strings.Join(strings.Fields(line), " ")
		if name == "" {
			continue
		}
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
