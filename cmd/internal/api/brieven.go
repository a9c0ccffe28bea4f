package api

// Letters that come in: who sent what when, what the rules say of each, and taking one in. A letter and what it asks for
// are recorded in one transaction. The receipt of the letter stands whatever becomes of the rest, and the answer says
// which of the two happened.

import (
	"net/http"
	"strconv"

	"convenant/cmd/internal/access"
	"convenant/cmd/internal/archive"
	"convenant/storage"
	"convenant/workflow"
)

// lettersAnswer lists the letters that came in.
type lettersAnswer struct {
	Letters []letter `json:"brieven"`
}

// letter is a letter that came in.
type letter struct {
	Number      int           `json:"nummer" doc:"Het nummer van het feit waarmee de brief is vastgelegd."`
	Kind        string        `json:"soort" enum:"opzegbrief,verlengingsbrief,anders"`
	Party       string        `json:"partij"`
	Received    workflow.Date `json:"ontvangen"`
	Form        string        `json:"vorm,omitempty"`
	AddressedTo string        `json:"gericht-aan,omitempty"`
	File        string        `json:"bijlage,omitempty" doc:"De vingerafdruk van de scan, of de naam van het stuk op papier."`
	ActedOn     int           `json:"afgehandeldMet,omitempty" doc:"Het nummer van het feit waarmee de brief is afgehandeld."`
}

func (c *call) letters() error {
	if err := c.query().err(); err != nil {
		return err
	}
	record, _, err := c.load(c.r.PathValue("id"))
	if err != nil {
		return err
	}
	answer := lettersAnswer{Letters: []letter{}}
	for _, l := range archive.Letters(record.Latest(c.today), c.principal) {
		answer.Letters = append(answer.Letters, letter{l.Number, l.Kind, l.Party, l.Received, l.Form, l.AddressedTo, l.Attachment, record.ActedOn(l.Number, c.today)})
	}
	return c.json(http.StatusOK, answer)
}

func (c *call) assessment() error {
	q := c.query("per")
	wish := workflow.Wish{Per: q.date("per", 0)}
	if err := q.err(); err != nil {
		return err
	}
	record, _, err := c.load(c.r.PathValue("id"))
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(c.r.PathValue("nummer"))
	if err != nil {
		return noSuchLetter
	}
	l, ok := archive.Letter(record.Latest(c.today), c.principal, number)
	if !ok {
		return noSuchLetter
	}
	return c.json(http.StatusOK, record.Assess(l, wish, c.today))
}

var noSuchLetter = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), detail: "Onder dit nummer is geen brief vastgelegd die met dit token in te zien is.",
	remedy: "Bij het convenant staat onder brieven welke er zijn."}

// letterBody is a letter that is taken in, for the description.
type letterBody struct {
	Kind        string `json:"soort" enum:"opzegbrief,verlengingsbrief,anders"`
	Party       string `json:"partij" doc:"De Partij die de brief stuurde."`
	Received    day    `json:"ontvangen,omitzero" doc:"De dag van ontvangst; vandaag als er niets staat."`
	Form        string `json:"vorm,omitempty" doc:"schriftelijk, aangetekend, of hoe de brief anders kwam."`
	AddressedTo string `json:"gericht-aan,omitempty"`
	File        string `json:"bijlage,omitempty" doc:"De vingerafdruk van de scan, die eerst op /bijlagen is aangeleverd."`
	Per         day    `json:"per,omitzero" doc:"Van een opzegbrief: de laatste dag die de brief noemt."`
	Grounds     string `json:"gronden,omitempty" doc:"Van een opzegbrief: de redenen die de brief noemt."`
	Confirmed   bool   `json:"bevestigd,omitempty" doc:"Het is de bedoeling dat latere feiten hierdoor niet meer meetellen."`
	Only        bool   `json:"alleenRegistreren,omitempty" doc:"Leg alleen de ontvangst vast; over de inhoud wordt later beslist."`
}

// letterAnswer tells what became of a letter: that it stands, and whether what it asks for does too.
type letterAnswer struct {
	Letter  int            `json:"brief" doc:"Het nummer van de brief. De ontvangst staat vast, wat er ook van de inhoud wordt."`
	Outcome string         `json:"uitkomst" enum:"aanvaard,geweigerd,geregistreerd" doc:"Wat er van de inhoud werd: aanvaard, geweigerd, of alleen geregistreerd."`
	Fact    int            `json:"feit,omitempty" doc:"Als zij is aanvaard: het nummer van de opzegging of verlenging."`
	WhyNot  *whyNot        `json:"weigering,omitempty" doc:"Als zij is geweigerd: waarom, en wat wel kan."`
	History []event        `json:"geschiedenis" doc:"De feiten, en de gevolgen ervan."`
	Phase   workflow.Phase `json:"toestand"`
	Stand   workflow.Stand `json:"stand"`
	Lost    []int          `json:"vervallen,omitempty" doc:"De nummers van de feiten die hierdoor niet meer meetellen."`
}

// The outcomes of taking a letter in.
const (
	letterAccepted   = "aanvaard"
	letterRefused    = "geweigerd"
	letterRegistered = "geregistreerd"
)

func (c *call) takeIn() error {
	id := c.r.PathValue("id")
	c.seen.Object, c.seen.Act = Loggable(id), workflow.RegisterLetter
	if err := c.query().err(); err != nil {
		return err
	}
	if err := c.visible(id); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	in, refusal := workflow.ReadIncoming(body)
	if refusal != nil {
		return refusal
	}
	key, err := c.key(body)
	if err != nil {
		return err
	}
	register, foreign := access.Enter(c.principal, in.Register)
	if missing, err := c.knownFiles(register); err != nil {
		return err
	} else if missing != nil {
		foreign = missing
	}
	answer, err := c.recordLetter(id, key, register, foreign, in)
	if err != nil {
		return err
	}
	return c.json(http.StatusCreated, answer)
}

// recordLetter records a letter and what it asks for, both or the letter alone.
func (c *call) recordLetter(id string, key storage.Key, register workflow.Act, foreign *workflow.Refusal, in workflow.Incoming) (letterAnswer, error) {
	var first, then storage.Outcome
	asks := in.Asks != ""
	err := c.api.Register.Together(c.ctx(), func(t *storage.Together) (err error) {
		first, err = t.Act(id, key, func(record *workflow.Convenant) workflow.Decision {
			d := record.Decide(register, c.today, c.api.Composer)
			if foreign != nil && !before(d.Refusal, foreign) {
				return workflow.Decision{Refusal: foreign}
			}
			if asks && d.Refusal == nil {
				act, _ := access.Enter(c.principal, in.Act(d.Fact.Number))
				if record.Answers(d.Fact, act, c.today, c.api.Composer) {
					t.HoldReceipt()
				}
			}
			return d
		})
		if err != nil || first.Refusal != nil || !asks {
			return err
		}
		then, err = t.Act(id, second(key), func(record *workflow.Convenant) workflow.Decision {
			act, _ := access.Enter(c.principal, in.Act(first.Fact))
			return record.Decide(act, c.today, c.api.Composer)
		})
		return err
	})
	if err != nil {
		return letterAnswer{}, err
	}
	if first.Refusal != nil {
		return letterAnswer{}, first.Refusal
	}
	if c.seen.Result = resultRecorded; first.Repeated {
		c.seen.Result = resultRepeated
		c.w.Header().Set("Idempotency-Replayed", "true")
	}
	answer := letterAnswer{Letter: first.Fact, Outcome: letterRegistered, Stand: first.Stand, History: []event{}}
	last := first
	if asks && then.Refusal != nil {
		answer.Outcome, answer.WhyNot = letterRefused, (*whyNot)(then.Refusal)
	} else if asks {
		answer.Outcome, answer.Fact, answer.Stand, answer.Lost, last = letterAccepted, then.Fact, then.Stand, then.Lost, then
	}
	return answer, c.tellLetter(&answer, id, first.Fact, last.Fact)
}

// second is the key of what a letter asks for, beside that of the letter. No caller can choose it: a key has no such sign.
func second(k storage.Key) storage.Key {
	if k.Key != "" {
		k.Key += "¶"
	}
	return k
}

// tellLetter tells what the facts from one to another brought about, as it was when they were recorded.
func (c *call) tellLetter(answer *letterAnswer, id string, from, to int) error {
	record, _, err := c.api.Register.Load(c.ctx(), id)
	if err != nil {
		return err
	}
	facts := record.Facts()[:to:to]
	without, err := workflow.NewConvenant(facts[: from-1 : from-1]...)
	if err != nil {
		return err
	}
	with, err := workflow.NewConvenant(facts...)
	if err != nil {
		return err
	}
	recorded := facts[to-1].Recorded
	after := with.Latest(recorded)
	answer.Phase = after.Phase
	for _, e := range workflow.NewEvents(without.Latest(recorded), after) {
		answer.History = append(answer.History, told(after, facts, e))
	}
	return nil
}
