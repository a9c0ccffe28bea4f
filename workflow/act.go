package workflow

// An act (handeling) is what somebody wants to record; a fact (feit) is an act that was accepted. This file has their
// envelopes and the list of kinds; what each kind holds and does stands in the file of its concern.

import (
	"slices"
	"time"
)

// Kind names a kind of act. The kinds are public words.
type Kind string

// The kinds of acts, in the order of the contract.
const (
	Draft                 Kind = "opstellen"
	EditText              Kind = "tekst-wijzigen"
	AddParty              Kind = "partij-toevoegen"
	RemoveParty           Kind = "partij-verwijderen"
	RenameParty           Kind = "partij-hernoemen"
	SucceedParty          Kind = "partij-opvolgen"
	AppointRepresentative Kind = "vertegenwoordiger-aanwijzen"
	AppointContact        Kind = "contactpersoon-aanwijzen"
	OpenAdvice            Kind = "adviesronde-openen"
	GiveAdvice            Kind = "advies-uitbrengen"
	AnswerAdvice          Kind = "advies-verwerken"
	CloseAdvice           Kind = "adviesronde-sluiten"
	SkipAdvice            Kind = "adviesronde-overslaan"
	BackToConcept         Kind = "terug-naar-concept"
	Schedule              Kind = "agenderen"
	Deliberate            Kind = "besluiten"
	Sign                  Kind = "ondertekenen"
	DeclineToSign         Kind = "ondertekening-weigeren"
	Publish               Kind = "publiceren"
	RegisterLetter        Kind = "brief-registreren"
	GiveNotice            Kind = "opzeggen"
	Renew                 Kind = "verlengen"
	ProposeChange         Kind = "wijziging-voorstellen"
	AdaptChange           Kind = "wijziging-aanpassen"
	Consent               Kind = "instemmen"
	RefuseConsent         Kind = "instemming-weigeren"
	WithdrawChange        Kind = "wijziging-intrekken"
	Evaluate              Kind = "evalueren"
	RecordEvent           Kind = "gebeurtenis-vastleggen"
	Withdraw              Kind = "intrekken"
	Correct               Kind = "corrigeren"
	ErasePersonalData     Kind = "persoonsgegevens-wissen"
)

// Kinds lists the kinds of acts in the order of the contract.
var Kinds = []Kind{Draft, EditText, AddParty, RemoveParty, RenameParty, SucceedParty, AppointRepresentative,
	AppointContact, OpenAdvice, GiveAdvice, AnswerAdvice, CloseAdvice, SkipAdvice, BackToConcept, Schedule, Deliberate,
	Sign, DeclineToSign, Publish, RegisterLetter, GiveNotice, Renew, ProposeChange, AdaptChange, Consent, RefuseConsent,
	WithdrawChange, Evaluate, RecordEvent, Withdraw, Correct, ErasePersonalData}

// The actors that are not a Partij. Their names are reserved.
const (
	Secretariat = "secretariaat"
	Alderman    = "portefeuillehouder"
	Calendar    = "kalender"
	Operator    = "beheer"
)

var reserved = []string{Secretariat, Alderman, Calendar, Operator}

// Act is what somebody wants to record.
type Act struct {
	Kind        Kind     `json:"handeling"`
	On          Date     `json:"op,omitzero"`    // the day it happened; today if zero
	By          string   `json:"door,omitempty"` // who enters it, by whose rights it is judged; the secretariaat if empty
	Data        Value    `json:"gegevens,omitzero"`
	Note        string   `json:"toelichting,omitempty"`
	Attachments []string `json:"bijlagen,omitempty"`
	Confirmed   bool     `json:"bevestigd,omitempty"` // the loss of later effects is known and wanted
	RecordedBy  string   `json:"-"`                   // the principal who enters it; known to the caller, never said by the act
}

// IsZero reports that no value was written, so that it is left out of JSON.
func (v Value) IsZero() bool { return v.Kind == Absent }

// ReadAct reads an act as a scenario or the API gives it. Fields that it does not know are refused.
func ReadAct(v Value) (Act, *Refusal) {
	r := newReader(v, "")
	a := Act{
		Kind:        Kind(r.choice("handeling", names(Kinds...)...)),
		On:          r.optDate("op"),
		By:          r.optName("door"),
		Data:        r.raw("gegevens"),
		Note:        r.optText("toelichting", maxText),
		Attachments: r.names("bijlagen"),
		Confirmed:   r.optBool("bevestigd"),
	}
	if a.Data.IsPresent() && a.Data.Kind != ObjectValue {
		r.fail("gegevens", "In het veld ‘gegevens’ horen velden met een naam.")
	}
	return a, r.done()
}

// Fact is an accepted act. Facts are never changed or taken away; a mistake is mended by a fact of kind Correct.
type Fact struct {
	Number      int       `json:"nummer"` // counts from 1 in the order of recording
	Kind        Kind      `json:"handeling"`
	On          Date      `json:"op"`              // the legal day: the day it happened, or the day a letter was received
	Recorded    Date      `json:"vastgelegdOp"`    // the day of recording, in Europe/Amsterdam
	Moment      time.Time `json:"moment,omitzero"` // the moment of recording, in UTC; set by the record
	By          string    `json:"door"`
	RecordedBy  string    `json:"vastgelegdDoor,omitempty"`
	Data        Value     `json:"gegevens"`
	Note        string    `json:"toelichting,omitempty"`
	Attachments []string  `json:"bijlagen,omitempty"`
	Confirmed   bool      `json:"bevestigd,omitempty"`
	Words       *Words    `json:"woorden,omitempty"`    // the words it establishes
	Change      int       `json:"wijziging,omitempty"`  // the number that a proposal received
	Replacement *Fact     `json:"vervanging,omitempty"` // of a correction: what stands in the place of the corrected fact

	deed deed // Data, read
}

// Words are what a fact establishes, so that it still means the same under a later template or program.
type Words struct {
	Template string         `json:"sjabloon,omitempty"` // SHA-256 of the template that wrote them
	Text     *Text          `json:"tekst,omitempty"`    // the whole text, when a convenant is drawn up
	Parties  []NewParty     `json:"partijen,omitempty"` // the template's own, when the act gave none
	Terms    Value          `json:"voorwaarden,omitzero"`
	Basis    Value          `json:"uitgangspunt,omitzero"` // the terms as they were written before, where the words rest on them
	Stated   []StatedChange `json:"passages,omitempty"`    // passages that state a changed term

	Reminders Value `json:"herinneringen,omitzero"` // the policy of the template, when a convenant is drawn up
}

// StatedChange puts a passage that states a term in its place, or takes it away when Passage is nil.
type StatedChange struct {
	Key     string   `json:"sleutel"`
	Passage *Passage `json:"passage"`
	Article int      `json:"artikel"`
	Heading string   `json:"kop,omitempty"`
}

// deed is what an act of one kind holds and does. A kind reads its gegevens, says against a state what is wrong with
// it, and changes a state. The methods that judge return the first ground in order of precedence.
type deed interface {
	// read takes the gegevens.
	read(r *reader)
	// valid refuses data that make no sense in this convenant: InvalidData and Unknown.
	valid(s *State, a *action) *Refusal
	// allowed refuses what the state or the terms do not provide for: NotAllowed up to AdviceUnanswered.
	allowed(s *State, a *action) *Refusal
	// apply changes the state. It is called only when nothing refuses the deed.
	apply(s *State, a *action)
}

// A deed may also have any of these.
type (
	// received is a deed whose legal day is the day on which something was received.
	received interface {
		receipt() Date
		setReceipt(Date)
	}
	// timely refuses by day, form and text: FormInsufficient up to TextChanged. It is asked after the day itself was
	// found possible.
	timely interface {
		timely(s *State, a *action) *Refusal
	}
	// behalf names the Partijen on whose behalf the deed is done, which may enter it themselves.
	behalf interface{ behalf() []string }
	// composing establishes words. It is asked last, and only when an act is decided, never in a fold.
	composing interface {
		compose(s *State, a *action, c Composer) (*Words, *Refusal)
	}
)

// action is a deed on its day: what an act and a fact have in common.
type action struct {
	deed
	kind     Kind
	on       Date
	recorded Date
	dated    bool // the act gives a day other than today, also where its legal day is that of a receipt
	by       string
	number   int // of the fact; 0 while it is decided
	change   int // the number for a proposal
	words    *Words
}

// byParty reports that a Partij entered the act itself.
func (a *action) byParty() bool { return a.by != Secretariat && a.by != Alderman }

// newDeed returns an empty deed of the kind.
func newDeed(kind Kind) deed {
	switch kind {
	case Draft:
		return &draft{}
	case EditText:
		return &editText{}
	case AddParty:
		return &addParty{}
	case RemoveParty:
		return &removeParty{}
	case RenameParty:
		return &renameParty{}
	case SucceedParty:
		return &succeedParty{}
	case AppointRepresentative:
		return &appointRepresentative{}
	case AppointContact:
		return &appointContact{}
	case OpenAdvice:
		return &openAdvice{}
	case GiveAdvice:
		return &giveAdvice{}
	case AnswerAdvice:
		return &answerAdvice{}
	case CloseAdvice:
		return &closeAdvice{}
	case SkipAdvice:
		return &skipAdvice{}
	case BackToConcept:
		return &backToConcept{}
	case Schedule:
		return &schedule{}
	case Deliberate:
		return &deliberate{}
	case Sign:
		return &sign{}
	case DeclineToSign:
		return &declineToSign{}
	case Publish:
		return &publish{}
	case RegisterLetter:
		return &registerLetter{}
	case GiveNotice:
		return &giveNotice{}
	case Renew:
		return &renew{}
	case ProposeChange:
		return &proposeChange{}
	case AdaptChange:
		return &adaptChange{}
	case Consent:
		return &consent{}
	case RefuseConsent:
		return &refuseConsent{}
	case WithdrawChange:
		return &withdrawChange{}
	case Evaluate:
		return &evaluate{}
	case RecordEvent:
		return &recordEvent{}
	case Withdraw:
		return &withdraw{}
	case Correct:
		return &correct{}
	case ErasePersonalData:
		return &erasePersonalData{}
	}
	return nil
}

// readDeed reads the gegevens of an act.
func readDeed(kind Kind, data Value) (deed, *Refusal) {
	d := newDeed(kind)
	if d == nil {
		return nil, invalid("handeling", "%s is geen handeling die dit programma kent.", quote(string(kind)))
	}
	r := newReader(data, "")
	d.read(r)
	refusal := r.done()
	if refusal != nil && r.stray {
		refusal.instead("%s", knownFields(kind))
	}
	return d, refusal
}

// Rights: who may enter a kind of act besides the secretariaat, which may enter all.
var (
	partyKinds = []Kind{AppointRepresentative, AppointContact, GiveAdvice, Sign, DeclineToSign, RegisterLetter, GiveNotice,
		Renew, ProposeChange, Consent, RefuseConsent}
	aldermanKinds = []Kind{Deliberate}
)

// entitled refuses an act by somebody who may not enter it. Only the secretariaat may enter a day other than today.
func (s *State) entitled(a *action) *Refusal {
	switch {
	case a.by == Secretariat:
		return nil
	case a.by == Alderman:
		if !slices.Contains(aldermanKinds, a.kind) {
			return refuse(NotEntitled, "Een portefeuillehouder kan dit niet zelf vastleggen.").instead("Vraag het secretariaat om het vast te leggen.")
		}
	case s.party(a.by) == nil:
		return refuse(NotEntitled, "%s is geen Partij van dit convenant en mag dit niet vastleggen.", quote(a.by)).instead("Vraag het secretariaat om het vast te leggen.")
	case !slices.Contains(partyKinds, a.kind):
		return refuse(NotEntitled, "Een Partij kan dit niet zelf vastleggen.").instead("Vraag het secretariaat om het vast te leggen.")
	default:
		if b, ok := a.deed.(behalf); ok && slices.ContainsFunc(b.behalf(), func(id string) bool { return id != a.by }) {
			return refuse(NotEntitled, "%s kan dit alleen voor zichzelf vastleggen.", s.party(a.by).Name).instead("Laat de andere Partij het zelf vastleggen, of vraag het secretariaat om dat te doen.")
		}
	}
	if a.dated || a.on != a.recorded {
		return onlyToday()
	}
	return nil
}

func onlyToday() *Refusal {
	return refuse(NotEntitled, "Alleen het secretariaat kan iets vastleggen op een andere dag dan vandaag.").
		instead("Leg het vast op de dag van vandaag, of vraag het secretariaat om het vast te leggen.")
}
