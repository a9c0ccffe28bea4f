package workflow

import (
	"slices"
	"strings"
	"testing"
)

func TestFieldsAreToldAsTheyAreRead(t *testing.T) {
	for kind, want := range map[Kind][]FieldInfo{
		GiveAdvice: {{"adviseur", FormName, nil, true}, {"strekking", FormChoice, []string{Positive, PositiveIf, Negative, NoAdvice}, true}, {"tekst", FormText, nil, false}},
		Schedule:   {{"overleg", FormName, nil, true}, {"datum", FormDate, nil, true}, {"doel", FormChoice, []string{GoalAdvise, GoalAdopt}, true}},
		GiveNotice: {{"partij", FormID, nil, false}, {"partijen", FormNames, nil, false}, {"ontvangen", FormDate, nil, false}, {"per", FormDate, nil, false},
			{"vorm", FormText, nil, false}, {"gronden", FormText, nil, false}, {"brief", FormNumber, nil, false}},
		CloseAdvice: {},
	} {
		got := Fields(kind)
		if !slices.EqualFunc(got, want, func(a, b FieldInfo) bool {
			return a.Name == b.Name && a.Form == b.Form && a.Required == b.Required && slices.Equal(a.Choices, b.Choices)
		}) {
			t.Errorf("%s takes %+v", kind, got)
		}
	}
	for _, kind := range Kinds {
		for _, f := range Fields(kind) {
			if f.Form == FormAny && f.Name != "gegevens" {
				t.Errorf("what belongs in %s of %s is not told", f.Name, kind)
			}
		}
	}
	if Fields("verzonnen") != nil {
		t.Error("an act that is none takes fields")
	}
}

// Who writes a field that an act does not take is told which it does.
func TestAnUnknownFieldIsAnsweredWithThoseThatAreKnown(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		data Value
		want string
	}{
		{GiveAdvice, ObjectOf(textField("adviseur", "a"), textField("strekking", "positief"), textField("inhoud", "x")), "‘adviseur’, ‘strekking’ en ‘tekst’"},
		{CloseAdvice, ObjectOf(textField("reden", "x")), "Laat de gegevens weg"},
	} {
		_, refusal := readDeed(c.kind, c.data)
		if refusal == nil || refusal.Code != InvalidData || !strings.Contains(refusal.Remedy, c.want) {
			t.Errorf("%s: %+v", c.kind, refusal)
		}
	}
	// Another mistake comes first, and says what would do by itself.
	if _, refusal := readDeed(GiveAdvice, ObjectOf(textField("inhoud", "x"))); refusal == nil || refusal.Field != "adviseur" || refusal.Remedy != "" {
		t.Errorf("%+v", refusal)
	}
}
