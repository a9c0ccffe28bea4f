package api

// The gegevens of every kind of act as schemas, made from what the decoder reads, so that who writes a call need not guess.

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"convenant/workflow"
)

// describeActs says in the schema of an act which gegevens belong to which handeling.
func (s *schemas) describeActs() {
	act := s.Map()[names[reflect.TypeFor[actBody]()]]
	for _, k := range workflow.Kinds {
		name := gegevensName(k)
		s.Map()[name] = gegevensOf(k)
		act.AnyOf = append(act.AnyOf, &huma.Schema{
			Type: huma.TypeObject, Required: []string{"handeling"},
			Properties: map[string]*huma.Schema{"handeling": oneOf([]workflow.Kind{k}), "gegevens": {Ref: schemaPrefix + name}},
		})
	}
}

// gegevensName is GegevensAdviesUitbrengen of advies-uitbrengen.
func gegevensName(k workflow.Kind) string {
	name := "Gegevens"
	for part := range strings.SplitSeq(string(k), "-") {
		name += strings.ToUpper(part[:1]) + part[1:]
	}
	return name
}

func gegevensOf(k workflow.Kind) *huma.Schema {
	schema := &huma.Schema{Type: huma.TypeObject, Description: "De gegevens van de handeling ‘" + string(k) + "’.",
		Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	for _, f := range workflow.Fields(k) {
		schema.Properties[f.Name] = fieldSchema(f)
		if f.Required {
			schema.Required = append(schema.Required, f.Name)
		}
	}
	return schema
}

// fieldSchema describes a field. A field that may be left out may also be null.
func fieldSchema(f workflow.FieldInfo) *huma.Schema {
	s := &huma.Schema{Description: formWords[f.Form], Nullable: !f.Required}
	switch f.Form {
	case workflow.FormAny, workflow.FormObject:
		s.Type, s.AdditionalProperties = huma.TypeObject, true
	case workflow.FormDate:
		s.Type, s.Format = huma.TypeString, "date"
	case workflow.FormNumber:
		s.Type = huma.TypeInteger
	case workflow.FormBool:
		s.Type = huma.TypeBoolean
	case workflow.FormNames:
		s.Type, s.Items = huma.TypeArray, &huma.Schema{Type: huma.TypeString}
	case workflow.FormList, workflow.FormObjects:
		s.Type, s.Items = huma.TypeArray, &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
	case workflow.FormChoice:
		s.Type = huma.TypeString
		for _, word := range f.Choices {
			s.Enum = append(s.Enum, word)
		}
		if s.Nullable {
			s.Enum = append(s.Enum, nil)
		}
	default:
		s.Type = huma.TypeString
	}
	return s
}

// formWords says what belongs in a field of a form.
var formWords = map[workflow.Form]string{
	workflow.FormText: "Een tekst.", workflow.FormName: "Een naam, op één regel.", workflow.FormID: "De korte naam van een Partij.",
	workflow.FormDate: "Een dag, als 2025-12-31.", workflow.FormNumber: "Een nummer.", workflow.FormBool: "true of false.",
	workflow.FormChoice: "Een van deze woorden.", workflow.FormPeriod: "Een termijn, als ‘2 maanden’.", workflow.FormNames: "Een lijst van namen.",
	workflow.FormList: "Een lijst.", workflow.FormObjects: "Een lijst van velden met een naam.", workflow.FormObject: "Velden met een naam.",
}
