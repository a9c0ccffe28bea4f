package api

// The JSON of the API as schemas, made from the Go types that are sent. Only what the types do not say themselves stands
// here: their Dutch names, and what a type with a JSON of its own writes.

import (
	"fmt"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"convenant/workflow"
)

// names gives every type its name in the description. They are public words.
var names = map[reflect.Type]string{
	reflect.TypeFor[proposalAnswer]():   "Wijzigingsvoorstel",
	reflect.TypeFor[Problem]():          "Fout",
	reflect.TypeFor[draftBody]():        "Opstellen",
	reflect.TypeFor[newParty]():         "NieuwePartij",
	reflect.TypeFor[actBody]():          "Handeling",
	reflect.TypeFor[actAnswer]():        "Vastgelegd",
	reflect.TypeFor[draftAnswer]():      "Opgesteld",
	reflect.TypeFor[optionsAnswer]():    "Mogelijkheden",
	reflect.TypeFor[option]():           "Mogelijkheid",
	reflect.TypeFor[whyNot]():           "WaaromNiet",
	reflect.TypeFor[listAnswer]():       "Convenanten",
	reflect.TypeFor[listItem]():         "ConvenantKort",
	reflect.TypeFor[historyAnswer]():    "Geschiedenis",
	reflect.TypeFor[event]():            "Gebeurtenis",
	reflect.TypeFor[without]():          "WaaromZonderGevolg",
	reflect.TypeFor[textAnswer]():       "TekstMetVingerafdruk",
	reflect.TypeFor[documentsAnswer]():  "Documenten",
	reflect.TypeFor[document]():         "Document",
	reflect.TypeFor[file]():             "Bestand",
	reflect.TypeFor[deadlinesAnswer]():  "Termijnen",
	reflect.TypeFor[deadline]():         "TermijnMetOmschrijving",
	reflect.TypeFor[attachmentAnswer](): "Bijlage",
	reflect.TypeFor[lettersAnswer]():    "Brieven",
	reflect.TypeFor[letter]():           "BinnengekomenBrief",
	reflect.TypeFor[letterBody]():       "BriefInnemen",
	reflect.TypeFor[letterAnswer]():     "BriefIngenomen",

	reflect.TypeFor[workflow.Assessment](): "Beoordeling",
	reflect.TypeFor[workflow.Finding]():    "Bevinding",
	reflect.TypeFor[workflow.Proposal]():   "Voorstel",
	reflect.TypeFor[workflow.Act]():        "VoorgesteldeHandeling",
	reflect.TypeFor[workflow.Refusal]():    "Weigering",

	reflect.TypeFor[workflow.View]():           "Convenant",
	reflect.TypeFor[workflow.Stand]():          "Stand",
	reflect.TypeFor[workflow.TextView]():       "Tekstversie",
	reflect.TypeFor[workflow.PartyView]():      "Partij",
	reflect.TypeFor[workflow.Representative](): "Vertegenwoordiger",
	reflect.TypeFor[workflow.Mandate]():        "Mandaat",
	reflect.TypeFor[workflow.Contact]():        "Contactpersoon",
	reflect.TypeFor[workflow.ChangeView]():     "Wijziging",
	reflect.TypeFor[workflow.VoiceView]():      "Stem",
	reflect.TypeFor[workflow.LetterView]():     "Brief",
	reflect.TypeFor[workflow.AdviceView]():     "Advies",
	reflect.TypeFor[workflow.VerdictView]():    "Besluit",
	reflect.TypeFor[workflow.Deadline]():       "Termijn",
	reflect.TypeFor[workflow.Shortcoming]():    "Tekortkoming",
	reflect.TypeFor[workflow.WithoutView]():    "ZonderGevolg",
	reflect.TypeFor[workflow.Terms]():          "Voorwaarden",
	reflect.TypeFor[workflow.EntryRule]():      "Inwerkingtreding",
	reflect.TypeFor[workflow.DurationRule]():   "Looptijd",
	reflect.TypeFor[noticeRule]():              "Opzegging",
	reflect.TypeFor[renewalRule]():             "Verlenging",
	reflect.TypeFor[workflow.AmendmentRule]():  "WijzigenVoorwaarde",
	reflect.TypeFor[workflow.AccessionRule]():  "Toetreding",
	reflect.TypeFor[workflow.EvaluationRule](): "Evaluatie",
	reflect.TypeFor[workflow.AftermathRule]():  "NaAfloop",
	reflect.TypeFor[workflow.Text]():           "Tekst",
	reflect.TypeFor[workflow.Group]():          "Groep",
	reflect.TypeFor[workflow.Article]():        "Artikel",
	reflect.TypeFor[workflow.Passage]():        "Passage",
	reflect.TypeFor[workflow.Item]():           "Onderdeel",
}

// Types that stand for those with a JSON of their own.
type (
	day         string // a day that must be one
	dayOrNone   string
	phase       string
	partyState  string
	changeState string
	kind        string
	code        string
	verdict     string
	period      string
	object      struct{} // with whatever fields
	noticeRule  struct {
		workflow.NoticeRule
		Term string `json:"termijn"`
	}
	renewalRule struct {
		workflow.RenewalRule
		Period         string `json:"duur,omitempty"`
		ReceivedBefore string `json:"ontvangen-uiterlijk,omitempty"`
	}
)

var aliases = map[reflect.Type]reflect.Type{
	reflect.TypeFor[workflow.Date]():        reflect.TypeFor[dayOrNone](),
	reflect.TypeFor[workflow.Phase]():       reflect.TypeFor[phase](),
	reflect.TypeFor[workflow.PartyState]():  reflect.TypeFor[partyState](),
	reflect.TypeFor[workflow.ChangeState](): reflect.TypeFor[changeState](),
	reflect.TypeFor[workflow.Kind]():        reflect.TypeFor[kind](),
	reflect.TypeFor[workflow.Code]():        reflect.TypeFor[code](),
	reflect.TypeFor[workflow.Verdict]():     reflect.TypeFor[verdict](),
	reflect.TypeFor[workflow.Period]():      reflect.TypeFor[period](),
	reflect.TypeFor[workflow.Value]():       reflect.TypeFor[object](),
	reflect.TypeFor[workflow.NoticeRule]():  reflect.TypeFor[noticeRule](),
	reflect.TypeFor[workflow.RenewalRule](): reflect.TypeFor[renewalRule](),
}

func (day) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date"}
}

func (dayOrNone) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Nullable: true}
}

func (phase) Schema(huma.Registry) *huma.Schema       { return oneOf(workflow.Phases) }
func (partyState) Schema(huma.Registry) *huma.Schema  { return oneOf(workflow.PartyStates) }
func (changeState) Schema(huma.Registry) *huma.Schema { return oneOf(workflow.ChangeStates) }
func (kind) Schema(huma.Registry) *huma.Schema        { return oneOf(workflow.Kinds) }
func (verdict) Schema(huma.Registry) *huma.Schema     { return oneOf(workflow.Verdicts) }
func (code) Schema(huma.Registry) *huma.Schema        { return oneOf(workflow.Codes) }

func (period) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Examples: []any{"2 maanden"}}
}

func (object) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
}

func oneOf[T ~string](words []T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, w := range words {
		s.Enum = append(s.Enum, string(w))
	}
	return s
}

const schemaPrefix = "#/components/schemas/"

// schemas makes schemas, and keeps those that have a name.
type schemas struct {
	huma.Registry
	types map[string]reflect.Type
}

func newSchemas() *schemas {
	s := &schemas{types: map[string]reflect.Type{}}
	s.Registry = huma.NewMapRegistry(schemaPrefix, func(t reflect.Type, hint string) string {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return hint
		}
		name, ok := names[t]
		if !ok {
			return t.String() // no name of a schema; finish says so
		}
		s.types[name] = t
		return name
	})
	for t, alias := range aliases {
		s.RegisterTypeAlias(t, alias)
	}
	return s
}

// of gives the schema of a type, by reference if it has a name.
func (s *schemas) of(t reflect.Type) *huma.Schema { return s.Schema(t, true, "") }

// finish says what the generator cannot: which structures may be null, and that answers may get more fields in a later
// version of the API. A body has no other fields than these.
func (s *schemas) finish(bodies map[string]bool) error {
	for name, schema := range s.Map() {
		t, ok := s.types[name]
		if !ok {
			return fmt.Errorf("api: type %s has no name in the description", name)
		}
		if !bodies[name] {
			schema.AdditionalProperties = nil
		}
		for i := range t.NumField() {
			f := t.Field(i)
			field, omitted := jsonField(f)
			if p := schema.Properties[field]; f.Type.Kind() == reflect.Pointer && !omitted && p != nil && p.Ref != "" {
				schema.Properties[field] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}, Description: p.Description}
			}
		}
	}
	return nil
}
