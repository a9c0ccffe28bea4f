package web

// Recording something in a convenant, in three steps that work without a script: a form, a page that shows what would
// follow, and then it counts. What was typed travels along in the pages themselves, so that nothing is lost on the way.
// What can be done, and for whom, is asked of the rules; which fields a form has stands in a file for each concern
// (deedsletters.go, deedsparties.go and so on).

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/api"
	"convenant/storage"
	"convenant/workflow"
)

// deed is something that can be recorded in a convenant with a form.
type deed struct {
	kind  workflow.Kind
	press string                // what the button says
	light bool                  // it binds nobody and tells nobody: it is recorded without a page that shows what follows
	late  bool                  // the secretariaat may record it later, also when it would not be possible any more
	ask   func(*filling)        // adds the fields
	acts  func(*filling) []step // reads them; nil when the fields are the gegevens
	note  func(*filling) string // what to know beforehand, from what is filled in so far
	again func(*filling) string // what to know once more on the page that shows what would follow, of what cannot be seen there
	reads func(*filling) *crumb // what to read first
}

// step is an act that a form leads to. It may need to know the number of the fact before it.
type step struct {
	act  func(before int) workflow.Act
	free bool // what came before it stands, also when this is refused
}

// filling is a form on its way: what is done in which convenant, by whom, and what was typed.
type filling struct {
	*dossier
	sheet
	What    string // the address of the form, below that of the convenant
	Heading string
	Press   string
	Step    string // to which the button leads
	Note    string // what to know beforehand
	Not     string // why it is not possible today
	Article string
	Key     string // of this form: sent twice, it is recorded once
	Stand   int    // how much was recorded when somebody looked
	Light   bool
	Trial   bool        // it is only tried
	Check   *outlook    // what would follow, on the second page
	Signs   *ownSigning // of a Partij that signs itself

	LifeNow, LifeThen template.HTML // of a trial: how the convenant lives, and would
	SameLife          bool          // nothing of that changes
	Lines             []lineChange  // of a trial: what runs otherwise

	proof   signProof // of its signature
	deed    *deed
	options []workflow.Option
	own     bool          // not the secretariaat
	now     workflow.Date // today, or the day on which it is tried
}

// Explains reports that what to know beforehand depends on what is filled in.
func (d *filling) Explains() bool { return d.deed.note != nil }

// Reminder is what to know once more on the page that shows what would follow.
func (d *filling) Reminder() string {
	if d.deed.again == nil {
		return ""
	}
	return d.deed.again(d)
}

// filledIn is what was filled in at a field, in words.
type filledIn struct {
	Label string
	Words []string
}

// Filled is what was filled in, to be read back before it counts.
func (d *filling) Filled() []filledIn {
	var list []filledIn
	for _, f := range d.Fields {
		if f.Form == unseen || f.Form == shown || f.Form == aDrawing || f.Value == "" || !f.counts() || strings.HasPrefix(f.Name, passagePrefix) {
			continue
		}
		in := filledIn{Label: f.Label}
		for _, c := range f.Choices {
			if f.Has(c.Value) {
				in.Words = append(in.Words, c.Words)
			}
		}
		switch {
		case len(f.Choices) > 0:
		case f.Form == aFile:
			in.Words = []string{f.File}
		default:
			in.Words = paragraphs(f.Value)
		}
		list = append(list, in)
	}
	return list
}

// Reads is what to read first, or nil.
func (d *filling) Reads() *crumb {
	if d.deed.reads == nil {
		return nil
	}
	return d.deed.reads(d)
}

// allDeeds are the forms, by concern.
func allDeeds() [][]deed {
	return [][]deed{letterDeeds, partyDeeds, adviceDeeds, meetingDeeds, signatureDeeds, changeDeeds, textDeeds, wholeDeeds}
}

// deedOf finds the form of an address.
func deedOf(what string) *deed {
	for _, list := range allDeeds() {
		for i := range list {
			if string(list[i].kind) == what {
				return &list[i]
			}
		}
	}
	return nil
}

// lookFirst is what the button of most forms says.
const lookFirst = "Bekijk wat er gebeurt"

// The steps of a form.
const (
	stepLook   = "bekijken"
	stepAgain  = "wijzigen"
	stepRecord = "vastleggen"
	stepNote   = "uitleg"
	stepCode   = "code"
	stepText   = "tekst" // the text alone, as it reads by what is filled in so far
)

// openDeed shows a form, filled in as far as its address says.
func (v *visit) openDeed() error {
	filled := v.r.URL.Query()
	if v.signsItself() {
		filled = onlyThe("dag", filled) // nobody declares anything by following a link
	}
	d, err := v.beginDeed(filled)
	if err != nil {
		return err
	}
	if d.Key, err = v.newFormKey(); err != nil {
		return err
	}
	return v.page("formulier", d)
}

// onlyThe is what an address says under one name.
func onlyThe(name string, all url.Values) url.Values {
	if !all.Has(name) {
		return url.Values{}
	}
	return url.Values{name: all[name]}
}

// newFormKey is the key of a form: sent twice, it is recorded once.
func (v *visit) newFormKey() (string, error) {
	chance := make([]byte, 16)
	if _, err := io.ReadFull(v.web.Random, chance); err != nil {
		return "", fmt.Errorf("web: form: %w", err)
	}
	return hex.EncodeToString(chance), nil
}

// sendDeed takes what was typed: shows what would follow, goes back to the form, or records it. What is only tried has no
// files, and is never recorded.
func (v *visit) sendDeed() error {
	read := v.formWithFiles
	if v.route.action == access.TryAct {
		read = v.form
	}
	typed, err := read()
	if err != nil {
		return err
	}
	if step := typed.Get("stap"); v.route.action != access.TryAct && step != stepNote && step != stepText {
		if done, found, err := v.wasRecorded(typed); err != nil || found {
			return v.tellDone(done, err)
		}
	}
	d, err := v.beginDeed(typed)
	if err != nil {
		return err
	}
	d.Key = typed.Get("sleutel")
	d.Stand, _ = strconv.Atoi(typed.Get("stand"))
	if typed.Get("stap") == stepText {
		return v.deedText(d)
	}
	if !d.Trial {
		v.seen.Act = d.deed.kind
	}
	switch step := typed.Get("stap"); {
	case step == stepAgain:
		d.askFirst()
		return v.page("formulier", d)
	case step == stepNote:
		return v.send(http.StatusOK, "text/plain; charset=utf-8", []byte(d.Note))
	case step == stepRecord && !d.Trial:
		return v.recordDeed(d)
	case step == stepCode && d.Signs != nil:
		d.Signs.Code.Wanted = true
	}
	return v.lookAhead(d)
}

// beginDeed lays out the form of the address.
func (v *visit) beginDeed(typed url.Values) (*filling, error) {
	head, _, err := v.openDossier("mogelijk")
	if err != nil {
		return nil, err
	}
	deed := deedOf(v.r.PathValue("wat"))
	if deed == nil || head.Elsewhen() { // it is recorded today
		return nil, noSuchPage
	}
	d := &filling{dossier: head, What: "doen/" + string(deed.kind), now: v.today, Press: deed.press, Step: stepLook, Light: deed.light, deed: deed, sheet: sheet{typed: typed},
		own: v.principal.Role != storage.RoleSecretariat, Stand: len(head.record.Facts())}
	if v.route.action == access.TryAct {
		if fault := d.beginTrial(); fault != "" {
			return nil, &workflow.Refusal{Code: workflow.InvalidData, Detail: fault}
		}
	}
	if d.options = d.optionsOf(head.record.Options(v.principal.Actor(), d.now), v.r.Method == http.MethodPost); len(d.options) == 0 {
		return nil, noSuchPage
	}
	if err := d.mayBegin(); err != nil && (typed.Get("stap") != stepRecord || d.options[0].Refusal.Code == workflow.NotEntitled) { // when it is recorded, the record decides: it may have been sent before
		return nil, err
	}
	w := &optionWriter{state: head.state, own: d.own}
	d.Heading = w.words(d.options[0].Act)
	d.Title = d.Heading + " – " + d.Name
	d.Crumbs = append(d.Crumbs, crumb{d.Name, d.To("")})
	if !d.own && deed.late {
		d.Press = lookFirst
	}
	if d.Trial {
		d.Press = "Reken uit wat er gebeurt"
	}
	deed.ask(d)
	if v.signsItself() && d.Signs == nil {
		return nil, noSuchPage
	}
	d.Wide = d.FollowsText()
	d.commonFields()
	if deed.note != nil {
		d.Note = deed.note(d)
	}
	return d, nil
}

// beginTrial makes that nothing is recorded, and that it is the day that is tried. It says what is wrong with that day.
func (d *filling) beginTrial() (fault string) {
	d.Trial, d.unfiled, d.Light, d.What = true, true, false, "proef/"+string(d.deed.kind)
	if d.now, fault = trialDay(d.typed.Get("dag"), d.Today); fault != "" {
		return fault
	}
	d.Today, d.state = d.now, d.record.On(d.now)
	d.ask(field{Name: "dag", Form: unseen, Value: d.now.String(), aside: true})
	return ""
}

// optionsOf are those that the form is about. A form that was sent about something else than there is, stays a form: what is
// wrong is said at its field.
func (d *filling) optionsOf(all []workflow.Option, sent bool) []workflow.Option {
	var kind, fitting []workflow.Option
	for _, o := range all {
		if o.Act.Kind != d.deed.kind {
			continue
		}
		if kind = append(kind, o); d.fits(o.Act) {
			fitting = append(fitting, o)
		}
	}
	if len(fitting) == 0 && sent {
		return kind
	}
	return fitting
}

// fits reports that an option is about the change, adviser or meeting that the address names.
func (d *filling) fits(act workflow.Act) bool {
	if act.Kind == workflow.Schedule { // the overleg of its option is an example
		return true
	}
	for _, name := range []string{"wijziging", "adviseur", "overleg", "betreft"} {
		if asked := d.typed.Get(name); asked != "" && act.Data.Get(name).Text != asked {
			return false
		}
	}
	return true
}

// mayBegin refuses a form of which nothing can come. What may be recorded late stays open to the secretariaat, with the
// reason why it is not possible today.
func (d *filling) mayBegin() error {
	i := slices.IndexFunc(d.options, func(o workflow.Option) bool { return o.Refusal == nil })
	if i >= 0 {
		return nil
	}
	refusal := d.options[0].Refusal
	if d.own || refusal.Code == workflow.NotEntitled || !d.deed.late {
		return refusal
	}
	d.Not = keptWhole(refusal.Error())
	return nil
}

// commonFields are those of every form: the day, for the secretariaat, and what it wants to add.
func (d *filling) commonFields() {
	if d.own || d.Trial {
		return
	}
	if d.asked("ontvangen") == nil && !d.deed.light && !ofToday[d.deed.kind] {
		d.ask(field{Name: "op", Label: "Wanneer was dit?", Help: "Laat leeg als het vandaag was.", Form: aDay, Optional: true, aside: true})
	}
	d.ask(field{Name: "toelichting", Label: "Toelichting", Help: "Wat de geschiedenis erbij moet vertellen. Schrijf hier geen namen van personen: deze tekst blijft altijd bewaard.",
		Form: freeText, Optional: true, aside: true})
}

// ofToday are the acts that happen when they are recorded, or whose own fields say when.
var ofToday = map[workflow.Kind]bool{workflow.Correct: true, workflow.Schedule: true, workflow.Publish: true, workflow.ErasePersonalData: true,
	workflow.ProposeChange: true, workflow.AdaptChange: true, workflow.EditText: true}

// steps reads the form.
func (d *filling) steps() []step {
	if d.Step == stepAgain { // there is more to be asked first
		d.askFirst()
		return nil
	}
	var steps []step
	if d.deed.acts != nil {
		steps = d.deed.acts(d)
	} else {
		steps = []step{simply(workflow.Act{Kind: d.deed.kind, Data: d.gegevens()})}
	}
	on := d.day("op")
	for i, s := range steps {
		steps[i].act = func(before int) workflow.Act {
			act := s.act(before)
			if on != 0 {
				act.On = on
			}
			if i == 0 && d.asked("toelichting") != nil {
				act.Note = d.value("toelichting")
				if file := d.value("bijlagen"); file != "" {
					act.Attachments = []string{file}
				}
			}
			act.Confirmed = d.typed.Get("bevestigd") == "ja"
			return act
		}
	}
	return steps
}

// simply is an act that needs nothing of what came before it.
func simply(act workflow.Act) step {
	return step{act: func(int) workflow.Act { return act }}
}

// lookAhead shows what would follow, or the form again with what is wrong. What binds nobody is recorded at once.
func (v *visit) lookAhead(d *filling) error {
	if err := v.checkFiles(d); err != nil {
		return err
	}
	steps := d.steps()
	if len(steps) == 0 || len(d.Faults()) > 0 || d.Refused != "" {
		return v.formAgain(d, workflow.InvalidData)
	}
	look, err := v.tryOut(d, steps)
	if err != nil {
		return err
	}
	if refusal := look.refusal; refusal != nil {
		d.refuse(refusal)
		return v.formAgain(d, refusal.Code)
	}
	if d.Trial {
		return v.showTrial(d, look)
	}
	if seen := d.Stand; seen > 0 && seen < len(d.record.Facts()) {
		look.Meanwhile = d.told(seen)
	}
	if d.Light && len(look.Lost) == 0 && len(look.Meanwhile) == 0 {
		return v.recordDeed(d)
	}
	return v.showOutlook(http.StatusOK, d, look)
}

// showOutlook shows what would follow, and asks whether it is right.
func (v *visit) showOutlook(status int, d *filling, look *outlook) error {
	if d.Signs != nil {
		if err := v.askSignCode(d); err != nil {
			return err
		}
		status = cmp.Or(d.Signs.Code.status, status)
	}
	d.Check, d.Stand = look, len(d.record.Facts())
	return v.pageWith(status, "controle", d)
}

// askFirst says what must be chosen before the rest of the form can be shown.
func (d *filling) askFirst() {
	if d.Step != stepAgain {
		return
	}
	for _, f := range d.Fields {
		if f.Value == "" && !f.Optional {
			d.wrong(f.Name, missingWords(f))
		}
	}
}

// formAgain shows the form with what is wrong in it.
func (v *visit) formAgain(d *filling, code workflow.Code) error {
	v.seen.Result = string(code)
	d.Title = "Nog niet goed: " + d.Title
	return v.pageWith(api.StatusOf(code), "formulier", d)
}

// refuse puts a refusal at its field, or at the top of the form.
func (d *filling) refuse(r *workflow.Refusal) {
	if c := d.change(); c != nil && r.Code == workflow.TextChanged && d.asked("sha256") != nil {
		d.asked("sha256").Value = c.SHA256() // it is looked at now
	}
	d.Article = r.Article
	words := keptWhole(joined(d.aboutReplacement(r), joined(r.Detail, r.Remedy)))
	name := ""
	if f := d.about(r.Field); f != nil {
		name = f.Name
	}
	if name == "" && (r.Code == workflow.DateInFuture || r.Code == workflow.DateTooEarly) {
		for _, day := range []string{"ontvangen", "op", replacedDay} {
			if d.value(day) != "" {
				name = day
			}
		}
	}
	if name == "" {
		d.Refused = words
		return
	}
	d.wrong(name, words)
}

// recordDeed records what was filled in, once, and goes on to the page that tells what came of it.
func (v *visit) recordDeed(d *filling) error {
	if err := v.checkFiles(d); err != nil {
		return err
	}
	steps := d.steps()
	if len(steps) == 0 || len(d.Faults()) > 0 || d.Refused != "" {
		return v.formAgain(d, workflow.InvalidData)
	}
	if v.otherDay(d) {
		return v.changedMeanwhile(d)
	}
	if d.Signs != nil {
		code, wrong, err := v.checkSignCode(d)
		if err != nil {
			return err
		}
		if wrong != "" {
			return v.notSigned(d, wrong)
		}
		if err := v.makeProof(d, code); errors.Is(err, storage.ErrTooManyUploads) {
			return v.notSigned(d, "Er wachten al te veel bestanden die u eerder stuurde. Maak eerst een van die formulieren af, of wacht een dag.")
		} else if err != nil {
			return err
		}
	}
	done, err := v.record(d, steps)
	switch {
	case errors.Is(err, storage.ErrNoSignCode):
		return v.notSigned(d, codeGone)
	case err != nil:
		return err
	case done.changed: // while this was on its way: the record that was read for it is not the one of now
		now, err := v.beginDeed(d.typed)
		if err != nil {
			return err
		}
		now.Key, now.Stand = d.Key, d.Stand
		return v.changedMeanwhile(now)
	case done.refusal != nil:
		d.refuse(done.refusal)
		return v.formAgain(d, done.refusal.Code)
	}
	v.seen.Result = "vastgelegd"
	return v.tellDone(done, nil)
}

// tellDone goes on to the page that tells what came of a form.
func (v *visit) tellDone(done recorded, err error) error {
	if err != nil {
		return err
	}
	address := "/convenanten/" + url.PathEscape(v.r.PathValue("id")) + "/gedaan/" + strconv.Itoa(done.first)
	if done.last != done.first {
		address += "?tot=" + strconv.Itoa(done.last)
	}
	return v.redirect(address)
}

// otherDay reports that what was shown counted from another day.
func (v *visit) otherDay(d *filling) bool {
	seen := d.typed.Get("gezien")
	return seen != "" && seen != v.today.String()
}

// changedMeanwhile shows what would follow once more, after somebody else recorded something or another day began.
func (v *visit) changedMeanwhile(d *filling) error {
	seen := d.Stand
	look, err := v.tryOut(d, d.steps())
	if err != nil {
		return err
	}
	if look.refusal != nil {
		d.refuse(look.refusal)
		return v.formAgain(d, look.refusal.Code)
	}
	look.Meanwhile = d.told(seen)
	look.NewDay = v.otherDay(d)
	return v.showOutlook(http.StatusConflict, d, look)
}

// told tells the facts after a number, in sentences.
func (d *filling) told(after int) []string {
	var list []string
	for _, f := range d.record.Facts()[min(after, len(d.record.Facts())):] {
		list = append(list, factSentence(d.state, f))
	}
	return list
}

// factSentence tells a fact.
func factSentence(s *workflow.State, f *workflow.Fact) string {
	sentence, _ := s.Describe(workflow.Event{Fact: f.Number, Kind: string(f.Kind), On: f.On, Data: f.Data})
	return capital(keptWhole(sentence)) + "."
}

// enter gives an act the principal who enters it.
func (v *visit) enter(act workflow.Act) workflow.Act {
	act, _ = access.Enter(v.principal, act)
	return act
}

// partyField asks for which Partij it is. Who acts for one Partij is not asked.
func (d *filling) partyField(label string) {
	var choices []pick
	for _, o := range d.options {
		id := o.Act.Data.Get("partij").Text
		if id == "" || slices.ContainsFunc(choices, func(c pick) bool { return c.Value == id }) {
			continue
		}
		c := pick{Value: id, Words: partyName(d.state, id)}
		if o.Refusal != nil {
			c.Not = reason(o.Refusal)
		}
		choices = append(choices, c)
	}
	if d.own && len(choices) == 1 {
		d.ask(field{Name: "partij", Label: label, Form: unseen}).Value = choices[0].Value // whatever the address says
		return
	}
	slices.SortStableFunc(choices, func(a, b pick) int { return order(a.Not != "") - order(b.Not != "") })
	d.ask(field{Name: "partij", Label: label, Form: oneOfMany, Choices: choices})
}
