package workflow_test

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"convenant/workflow"
)

func mustValue(t *testing.T, s string) workflow.Value {
	t.Helper()
	v, err := workflow.ParseValue([]byte(s))
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return v
}

// written gives the bytes that a value writes itself, without what encoding/json would escape on top.
func written(t rapid.TB, v workflow.Value) string {
	b, err := v.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestValuesAreKeptAsTheyWereWritten(t *testing.T) {
	for _, s := range []string{
		`null`, `true`, `false`, `""`, `"twee maanden"`, `[]`, `{}`, `[1,[2,{"a":null}],"x"]`,
		`3.10`, `3.1`, `1e400`, `-0`, `0.1000`, `123456789012345678901234567890`, // digits, not amounts
		`{"z":1,"a":2,"m":{"b":1,"a":2}}`, // the order in which it was written
		`{"artikel":3.10}`,
		`"<b>é & ‘aanhalingstekens’ \" \\ \n</b>"`,
	} {
		if got := written(t, mustValue(t, s)); got != s {
			t.Errorf("%s is written back as %s", s, got)
		}
	}
	if got := mustValue(t, ` { "a" : [ 1 , 2 ] } `); written(t, got) != `{"a":[1,2]}` {
		t.Errorf("blanks between values are not kept, but got %s", written(t, got))
	}
}

func TestParseValueRefuses(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`[`, n) + strings.Repeat(`]`, n) }
	deepObject := func(n int) string { return strings.Repeat(`{"a":`, n) + `1` + strings.Repeat(`}`, n) }
	many := func(n int) string { return `[` + strings.Repeat(`1,`, n-1) + `1]` }
	for name, s := range map[string]string{
		"nothing":                          ``,
		"blanks":                           ` `,
		"half a list":                      `[1`,
		"half an object":                   `{"a":`,
		"half an object after a value":     `{"a":1`,
		"a list with a comma too many":     `[1,]`,
		"an object with a comma too many":  `{"a":1,}`,
		"a missing comma":                  `[1 2]`,
		"a wrong bracket":                  `[1}`,
		"a name that is no text":           `{1:2}`,
		"a bare word":                      `ja`,
		"a number with a leading zero":     `03`,
		"a control character in a text":    "\"a\x01b\"",
		"a second value":                   `{} {}`,
		"a second value, a bracket":        `{}]`,
		"something after a text":           `"a"x`,
		"a field named twice":              `{"partij":"a","partij":"b"}`,
		"a field named twice, once null":   `{"partij":null,"partij":"b"}`,
		"a field named twice, escaped":     `{"partij":1,"p\u0061rtij":2}`,
		"a field named twice, deep inside": `[{"a":{"b":1,"b":1}}]`,
		"lists nested beyond reason":       deep(18),
		"objects nested beyond reason":     deepObject(17),
		"a nesting that would fill memory": strings.Repeat(`[`, 1_000_000),
		"more values than an act can hold": many(20_000),
	} {
		if v, err := workflow.ParseValue([]byte(s)); err == nil {
			t.Errorf("%s is accepted as %.80s", name, written(t, v))
		}
		var v workflow.Value
		if err := v.UnmarshalJSON([]byte(s)); err == nil {
			t.Errorf("%s is accepted by UnmarshalJSON", name)
		}
	}
	for _, s := range []string{deep(17), deepObject(16), many(19_999)} {
		if _, err := workflow.ParseValue([]byte(s)); err != nil {
			t.Errorf("%.40s… is within reason, but: %v", s, err)
		}
	}
	_, err := workflow.ParseValue([]byte(`{"partij":"a","partij":"b"}`))
	if err == nil || !strings.Contains(err.Error(), "‘partij’") {
		t.Errorf("the field that stands there twice is not named: %v", err)
	}
}

// The first field that is not known is the one that is named, however many follow.
func TestAnObjectOfVeryManyFields(t *testing.T) {
	var b strings.Builder
	b.WriteByte('{')
	for i := range 5_000 {
		b.WriteString(`"veld` + strconv.Itoa(1000+i) + `":0,`)
	}
	b.WriteString(`"eind":0}`)
	if _, refusal := workflow.ReadTerms(mustValue(t, b.String()), ""); refusal == nil || refusal.Field != "veld1000" {
		t.Errorf("the first unknown field is not refused: %v", refusal)
	}
}

// anyJSON draws a value with the standard library's types.
func anyJSON(t *rapid.T, depth int) any {
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return float64(rapid.IntRange(-1e9, 1e9).Draw(t, "number"))
	case 3:
		return rapid.String().Draw(t, "text")
	case 4:
		list := make([]any, rapid.IntRange(0, 4).Draw(t, "length"))
		for i := range list {
			list[i] = anyJSON(t, depth-1)
		}
		return list
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 4).Draw(t, "fields") {
		object[rapid.String().Draw(t, "name")] = anyJSON(t, depth-1)
	}
	return object
}

func TestValuesMeanWhatTheStandardLibraryReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyJSON(t, 4)
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		v, err := workflow.ParseValue(b)
		if err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		var got any
		if err := json.Unmarshal([]byte(written(t, v)), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s is written back as %s (%v)", b, written(t, v), err)
		}
		again, err := workflow.ParseValue([]byte(written(t, v)))
		if err != nil || !reflect.DeepEqual(again, v) {
			t.Fatalf("%s does not read back as it was: %v", written(t, v), err)
		}
		throughJSON, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := workflow.ParseValue(throughJSON); err != nil || !reflect.DeepEqual(again, v) {
			t.Fatalf("%s does not read back as it was: %v", throughJSON, err)
		}
	})
}

func TestMakingAndChangingObjects(t *testing.T) {
	v := workflow.ObjectOf(
		workflow.Field{Name: "partij", Value: workflow.TextOf("jellinek")},
		workflow.Field{Name: "per"}, // nothing was written: left out
		workflow.Field{Name: "feit", Value: workflow.NumberOf(12)},
	)
	if got := written(t, v); got != `{"partij":"jellinek","feit":12}` {
		t.Fatalf("made %s", got)
	}
	changed := v.With("feit", workflow.NumberOf(13)).With("reden", workflow.TextOf("vergissing"))
	if got := written(t, changed); got != `{"partij":"jellinek","feit":13,"reden":"vergissing"}` {
		t.Errorf("changed to %s", got)
	}
	if got := written(t, v); got != `{"partij":"jellinek","feit":12}` {
		t.Errorf("With changed its receiver to %s", got)
	}
	if got := v.Get("feit"); got.Text != "12" || got.Kind != workflow.NumberValue {
		t.Errorf("feit is %+v", got)
	}
	if got := v.Get("onbekend"); got.Kind != workflow.Absent || got.IsPresent() {
		t.Errorf("a field that is not there is %+v", got)
	}
	if mustValue(t, `null`).IsPresent() || !mustValue(t, `false`).IsPresent() || !mustValue(t, `""`).IsPresent() {
		t.Error("everything but null is present")
	}
	// Two objects made from one must not share room to grow in.
	one, other := v.With("x", workflow.NumberOf(1)), v.With("y", workflow.NumberOf(2))
	if written(t, one) != `{"partij":"jellinek","feit":12,"x":1}` || written(t, other) != `{"partij":"jellinek","feit":12,"y":2}` {
		t.Errorf("made %s and %s", written(t, one), written(t, other))
	}
}
