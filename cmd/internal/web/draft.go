package web

// Drawing up a convenant: first a template is chosen, then stands a form with the text beside it as it will read. What the
// form asks stands in draftform.go, its Partijen in draftparties.go, and how the text is made in drafttext.go.

import (
	"errors"
	"net/http"
	"net/url"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/api"
	"convenant/storage"
	"convenant/workflow"
)

// draftStart lets somebody choose a template.
type draftStart struct {
	Templates []draftTemplate
	Fault     string
	Typed     []keptField // in a form of which the template is not there any more
}

// draftStartPage is the page on which one begins.
type draftStartPage struct {
	Frame
	Draft draftStart
}

// draftPage is the page of the form.
type draftPage struct {
	Frame
	Draft *draftForm
}

// mayDraft reports that the form is for who asks.
func (v *visit) mayDraft() bool { return access.Grants(v.principal.Role, access.OpenDraft) }

const draftTitle = "Een convenant opstellen"

func draftFrame(title string) Frame {
	return Frame{Title: title, Crumbs: []crumb{{"Convenanten", "/convenanten"}}}
}

// newDraft shows the form of the template in the address, or the templates to choose from.
func (v *visit) newDraft() error {
	id := v.query("sjabloon")
	if id == "" {
		return v.page("sjabloon-kiezen", &draftStartPage{draftFrame("Kies een sjabloon"), draftStart{Templates: v.draftTemplates()}})
	}
	form, err := v.layOutDraft(url.Values{"sjabloon": {id}}, true)
	if refusal, is := errors.AsType[*workflow.Refusal](err); is {
		return v.chooseAgain(url.Values{}, refusal)
	}
	if err != nil {
		return err
	}
	v.judgeDraft(form)
	frame := draftFrame(draftTitle)
	frame.Wide = true
	return v.page("opstellen", &draftPage{frame, form})
}

// chooseAgain lets somebody choose another template when theirs is not there, with what they typed.
func (v *visit) chooseAgain(typed url.Values, refusal *workflow.Refusal) error {
	v.seen.Result = string(refusal.Code)
	typed.Del("sjabloon")
	typed.Del("stap")
	start := draftStart{v.draftTemplates(), refusal.Detail, keptFields(typed)}
	return v.pageWith(api.StatusOf(workflow.InvalidData), "sjabloon-kiezen", &draftStartPage{draftFrame("Kies een sjabloon"), start})
}

// draft takes the form: shows it again with the text, gives the text alone, or draws up the convenant.
func (v *visit) draft() error {
	typed, err := v.form()
	if err != nil {
		return err
	}
	if !v.mayDraft() {
		return v.mayNotDraft(typed)
	}
	step := typed.Get("stap")
	if step == "" {
		step = stepRecord
	}
	if step == stepRecord {
		v.seen.Act = workflow.Draft
		if done, err := v.wasDrafted(typed); done || err != nil {
			return err
		}
	}
	form, err := v.layOutDraft(typed, step != stepRecord)
	if refusal, is := errors.AsType[*workflow.Refusal](err); is {
		return v.chooseAgain(typed, refusal)
	}
	if err != nil {
		return err
	}
	v.judgeDraft(form)
	switch {
	case step == stepText:
		return v.draftText(form)
	case step == stepRecord && form.Relaid:
		form.Refused = "U hebt een ander sjabloon gekozen. De vragen en de tekst passen nu daarbij. Kijk of alles klopt, en verstuur het dan."
	case step == stepRecord && len(form.Faults()) == 0 && form.Refused == "":
		return v.recordDraft(form)
	}
	return v.draftAgain(form, workflow.InvalidData)
}

// mayNotDraft gives the word of the rules for whom there is no form.
func (v *visit) mayNotDraft(typed url.Values) error {
	v.seen.Act = workflow.Draft
	if _, refusal := v.drawnUp(workflow.ObjectOf(workflow.Field{Name: "sjabloon", Value: workflow.TextOf(typed.Get("sjabloon"))})); refusal != nil {
		return refusal
	}
	return v.notForRole()
}

// draftText answers with the text alone, for who has a script.
func (v *visit) draftText(form *draftForm) error {
	form.Live = true
	return v.part("deel-opstellen-tekst", form)
}

// draftAgain shows the form, with what is wrong in it.
func (v *visit) draftAgain(form *draftForm, code workflow.Code) error {
	frame := draftFrame(draftTitle)
	status := http.StatusOK
	if form.Refused != "" || len(form.Faults()) > 0 {
		frame.Title, status, v.seen.Result = "Nog niet opgesteld", api.StatusOf(code), string(code)
	}
	frame.Wide = true
	return v.pageWith(status, "opstellen", &draftPage{frame, form})
}

// wasDrafted goes on to the convenant when the form was sent before.
func (v *visit) wasDrafted(typed url.Values) (bool, error) {
	out, answered, err := v.web.Register.Answered(v.ctx(), "", v.formKey(typed, 0))
	if errors.Is(err, storage.ErrKeyReused) { // with something else in it: it says so when it is to be recorded
		return false, nil
	}
	if err != nil || !answered || out.Refusal != nil {
		return false, err
	}
	v.seen.Object = out.ID
	return true, v.redirect("/convenanten/" + url.PathEscape(out.ID))
}

// recordDraft draws up the convenant.
func (v *visit) recordDraft(form *draftForm) error {
	same, err := v.sameReference(form)
	if err != nil {
		return err
	}
	if same {
		return v.draftAgain(form, workflow.InvalidData)
	}
	act := v.enter(workflow.Act{Kind: workflow.Draft, Data: form.data})
	out, err := v.web.Register.Draft(v.ctx(), v.formKey(form.typed, 0), func(record *workflow.Convenant) workflow.Decision {
		return record.Decide(act, v.today, v.web.Library)
	})
	switch {
	case errors.Is(err, storage.ErrKeyReused):
		out.Refusal = &workflow.Refusal{Code: workflow.NotAllowed, Detail: "Dit formulier is al eerder verstuurd, met iets anders erin.",
			Remedy: "Kijk in het register of het convenant er al is. Wilt u er nog een opstellen? Verstuur het formulier dan nog eens."}
	case err != nil:
		return err
	}
	if refusal := out.Refusal; refusal != nil {
		if form.Key, err = v.newFormKey(); err != nil { // under the old one the refusal is kept
			return err
		}
		form.refuse(refusal)
		return v.draftAgain(form, refusal.Code)
	}
	v.seen.Object, v.seen.Result = out.ID, "vastgelegd"
	notice := "Het convenant is opgesteld, als concept. Kijk of de tekst en de Partijen kloppen. Daarna opent u een adviesronde, of u slaat die over."
	if len(form.becomes.Parties) == 1 {
		notice += " Er staat nog maar één Partij in; een convenant heeft er ten minste twee."
	}
	v.change(func(s *session) { s.Notice = notice })
	return v.redirect("/convenanten/" + url.PathEscape(out.ID))
}

// sameReference says of a kenmerk that another convenant bears it, once: who sends it again means it.
func (v *visit) sameReference(form *draftForm) (bool, error) {
	reference := form.value("kenmerk")
	form.SameReference = reference
	if reference == "" || form.typed.Get("zelfde-kenmerk") == reference {
		return false, nil
	}
	rows, err := v.web.Register.WithReference(v.ctx(), reference, v.today)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	form.wrong("kenmerk", "Dit kenmerk is ook van ‘"+rows[0].Name+"’. Hoort dit convenant bij hetzelfde dossier? Verstuur het dan nog eens. Verander anders het kenmerk.")
	return true, nil
}
