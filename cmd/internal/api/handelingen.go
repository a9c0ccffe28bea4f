package api

// Acts: drawing up a convenant, recording an act, and what can be done now.

import (
	"net/http"
	"slices"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// draftBody is the gegevens of opstellen, for the description; what is read is whatever the one decoder takes.
type draftBody struct {
	Template  string         `json:"sjabloon" doc:"De naam van een sjabloon." example:"algemeen"`
	Name      string         `json:"naam,omitempty"`
	Reference string         `json:"kenmerk,omitempty"`
	Parties   []newParty     `json:"partijen,omitempty" doc:"In plaats van de Partijen van het sjabloon."`
	Terms     workflow.Value `json:"voorwaarden,omitzero" doc:"Wat anders is dan in het sjabloon, veld voor veld; null maakt een voorwaarde niet geregeld."`
}

type newParty struct {
	ID             string `json:"id" doc:"De korte naam: kleine letters, cijfers en streepjes." example:"hilversum"`
	Name           string `json:"naam"`
	Group          string `json:"groep,omitempty"`
	Representative string `json:"vertegenwoordiger,omitempty"`
	Capacity       string `json:"hoedanigheid,omitempty"`
}

// actBody is an act, for the description.
type actBody struct {
	Kind        kind           `json:"handeling"`
	On          day            `json:"op,omitzero" doc:"De dag waarop het gebeurde; vandaag als er niets staat."`
	By          string         `json:"door,omitempty" doc:"Wie het vastlegt: altijd degene van het token. Een ander is niet-bevoegd."`
	Data        workflow.Value `json:"gegevens,omitzero" doc:"De velden van deze handeling."`
	Note        string         `json:"toelichting,omitempty"`
	Attachments []string       `json:"bijlagen,omitempty" doc:"De vingerafdrukken van bestanden die eerst op /bijlagen zijn aangeleverd, of namen van stukken op papier."`
	Confirmed   bool           `json:"bevestigd,omitempty" doc:"Het is de bedoeling dat latere feiten hierdoor niet meer meetellen."`
}

// actAnswer tells what an act brought about.
type actAnswer struct {
	History []event        `json:"geschiedenis" doc:"Het feit, en de gevolgen ervan."`
	Phase   workflow.Phase `json:"toestand"`
	Stand   workflow.Stand `json:"stand"`
	Lost    []int          `json:"vervallen,omitempty" doc:"De nummers van de feiten die hierdoor niet meer meetellen."`
}

// draftAnswer is that of a convenant that was drawn up.
type draftAnswer struct {
	ID      string         `json:"id"`
	History []event        `json:"geschiedenis"`
	Phase   workflow.Phase `json:"toestand"`
	Stand   workflow.Stand `json:"stand"`
}

func (c *call) draft() error {
	if err := c.query().err(); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	if body.Kind != workflow.ObjectValue {
		return invalid("", "Hier horen velden met een naam te staan.")
	}
	out, answer, err := c.enter("", workflow.Act{Kind: workflow.Draft, Data: body}, body)
	if err != nil {
		return err
	}
	c.w.Header().Set("Location", c.api.URL+Base+"/convenanten/"+out.ID)
	return c.json(http.StatusCreated, draftAnswer{out.ID, answer.History, answer.Phase, answer.Stand})
}

func (c *call) act() error {
	id := c.r.PathValue("id")
	c.seen.Object = Loggable(id)
	if err := c.query().err(); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	act, refusal := workflow.ReadAct(body)
	if refusal != nil {
		return refusal
	}
	if err := c.visible(id); err != nil {
		return err
	}
	_, answer, err := c.enter(id, act, body)
	if err != nil {
		return err
	}
	return c.json(http.StatusCreated, answer)
}

// enter offers an act to the record, or to a new one, and tells what it brought about.
func (c *call) enter(id string, act workflow.Act, asked workflow.Value) (storage.Outcome, actAnswer, error) {
	c.seen.Act = act.Kind
	key, err := c.key(asked)
	if err != nil {
		return storage.Outcome{}, actAnswer{}, err
	}
	act, foreign := access.Enter(c.principal, act)
	if missing, err := c.knownFiles(act); err != nil {
		return storage.Outcome{}, actAnswer{}, err
	} else if missing != nil { // comes before what somebody may not
		foreign = missing
	}
	var facts []*workflow.Fact // the record with the fact, as it was decided on
	decide := func(record *workflow.Convenant) workflow.Decision {
		d := record.Decide(act, c.today, c.api.Composer)
		if foreign != nil && !before(d.Refusal, foreign) {
			return workflow.Decision{Refusal: foreign}
		}
		facts = append(slices.Clip(record.Facts()), d.Fact)
		return d
	}
	var out storage.Outcome
	if id == "" {
		out, err = c.api.Register.Draft(c.ctx(), key, decide)
	} else {
		out, err = c.api.Register.Act(c.ctx(), id, key, decide)
	}
	if err != nil {
		return out, actAnswer{}, err
	}
	c.seen.Object = out.ID
	if out.Repeated {
		c.w.Header().Set("Idempotency-Replayed", "true")
	}
	if out.Refusal != nil {
		return out, actAnswer{}, out.Refusal
	}
	if c.seen.Result = resultRecorded; out.Repeated {
		c.seen.Result = resultRepeated
		if facts, err = c.around(&out); err != nil {
			return out, actAnswer{}, err
		}
	}
	answer := actAnswer{History: []event{}, Phase: out.After.Phase, Stand: out.Stand, Lost: out.Lost}
	for _, e := range workflow.NewEvents(out.Before, out.After) {
		answer.History = append(answer.History, told(out.After, facts, e))
	}
	return out, answer, nil
}

// before reports that a refusal comes before another in the order of precedence.
func before(a, b *workflow.Refusal) bool {
	return a != nil && slices.Index(workflow.Codes, a.Code) < slices.Index(workflow.Codes, b.Code)
}

// around computes once more what an act brought about that is answered again, and returns the facts up to and with it.
func (c *call) around(out *storage.Outcome) ([]*workflow.Fact, error) {
	record, _, err := c.api.Register.Load(c.ctx(), out.ID)
	if err != nil {
		return nil, err
	}
	facts, last := record.Facts()[:out.Fact:out.Fact], out.Fact-1
	without, err := workflow.NewConvenant(facts[:last:last]...)
	if err != nil {
		return nil, err
	}
	with, err := workflow.NewConvenant(facts...)
	if err != nil {
		return nil, err
	}
	out.Before, out.After = without.Latest(facts[last].Recorded), with.Latest(facts[last].Recorded)
	return facts, nil
}

// optionsAnswer lists what can be done now.
type optionsAnswer struct {
	Options []option `json:"mogelijkheden"`
}

type option struct {
	Kind     kind           `json:"handeling"`
	Data     workflow.Value `json:"gegevens" doc:"Het minste dat de handeling nodig heeft; voorbeelden waar iets te kiezen is."`
	Possible bool           `json:"mogelijk"`
	WhyNot   *whyNot        `json:"waaromNiet,omitempty"`
	From     workflow.Date  `json:"vanaf,omitzero" doc:"De eerste dag waarop het wel kan, voor zover nu te voorzien."`
}

// whyNot is a refusal, as an option has it.
type whyNot struct {
	Code     workflow.Code `json:"code"`
	Article  string        `json:"artikel,omitempty"`
	Detail   string        `json:"detail"`
	Remedy   string        `json:"watWel,omitempty"`
	Field    string        `json:"veld,omitempty"`
	Earliest workflow.Date `json:"vroegsteDatum,omitzero"`
	Facts    []int         `json:"feiten,omitempty"`
}

func (c *call) options() error {
	if err := c.query().err(); err != nil {
		return err
	}
	record, _, err := c.load(c.r.PathValue("id"))
	if err != nil {
		return err
	}
	answer := optionsAnswer{Options: []option{}}
	for _, o := range record.Options(c.principal.Actor(), c.today) {
		data := o.Act.Data
		if !data.IsPresent() {
			data = workflow.ObjectOf()
		}
		answer.Options = append(answer.Options, option{kind(o.Act.Kind), data, o.Refusal == nil, (*whyNot)(o.Refusal), o.From})
	}
	return c.json(http.StatusOK, answer)
}
