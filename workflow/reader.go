package workflow

// A reader takes the fields of an object one by one and remembers the first that is wrong, so that the code that reads
// an act says only what the act holds. Every mistake becomes a Dutch sentence that names the field.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// How many characters fit: in a name, in a reason or a remark, and in the words of one article.
const (
	maxName  = 200
	maxText  = 10_000
	maxWords = 100_000
)

type reader struct {
	value Value
	path  string // of the object, with a dot at its end; empty for the outermost
	used  []string
	wrong *Refusal
	outer *reader
	stray bool         // the first mistake is a field that is not known, of the outermost object
	told  *[]FieldInfo // of a reader that is asked which fields there are
}

func newReader(v Value, path string) *reader {
	r := &reader{value: v, path: path}
	if v.Kind != ObjectValue && v.IsPresent() {
		r.fail(strings.TrimSuffix(path, "."), "Hier horen velden met een naam te staan.")
	}
	return r
}

func (r *reader) fail(field, format string, args ...any) {
	top := r
	for top.outer != nil {
		top = top.outer
	}
	if top.wrong == nil {
		top.wrong = invalid(field, format, args...)
	}
}

// failed reports whether anything was wrong so far.
func (r *reader) failed() bool {
	for r.outer != nil {
		r = r.outer
	}
	return r.wrong != nil
}

// done returns the first mistake; a field that nobody asked for is one.
func (r *reader) done() *Refusal {
	r.rest()
	return r.wrong
}

func (r *reader) rest() {
	for _, f := range r.value.Fields {
		if !slices.Contains(r.used, f.Name) {
			r.stray = r.stray || !r.failed() && r.outer == nil
			r.fail(r.path+short(f.Name), "Het veld %s is hier niet bekend.", quote(f.Name))
		}
	}
}

// value takes a field as it was written; null counts as written.
func (r *reader) raw(field string) Value {
	v := r.value.Get(field)
	if v.Kind != Absent {
		r.used = append(r.used, field)
	}
	r.tell(field, FormAny)
	return v
}

func (r *reader) missing(field string) {
	r.tellMissing(field)
	r.fail(r.path+field, "Het veld %s is niet ingevuld.", quote(field))
}

// optText takes a text that may be left out. A number counts as text, because people write kenmerk: 23001740.
func (r *reader) optText(field string, most int) string {
	v := r.raw(field)
	r.tell(field, FormText)
	if !v.IsPresent() {
		return ""
	}
	if v.Kind != TextValue && v.Kind != NumberValue {
		r.fail(r.path+field, "In het veld %s hoort een tekst.", quote(field))
		return ""
	}
	s, reason := cleanText(v.Text, most)
	if reason != "" {
		r.fail(r.path+field, "Het veld %s %s.", quote(field), reason)
	}
	return s
}

func (r *reader) text(field string, most int) string {
	s := r.optText(field, most)
	if s == "" {
		r.missing(field)
	}
	return s
}

// optName takes a name: one line, without signs that cannot be printed or that turn the direction of writing.
func (r *reader) optName(field string) string {
	s := r.optText(field, maxName)
	r.tell(field, FormName)
	if reason := nameFault(s); reason != "" {
		r.fail(r.path+field, "Het veld %s %s.", quote(field), reason)
		return ""
	}
	return s
}

func (r *reader) name(field string) string {
	s := r.optName(field)
	if s == "" {
		r.missing(field)
	}
	return s
}

// optID takes the short name of a Partij.
func (r *reader) optID(field string) string {
	s := r.optText(field, maxName)
	r.tell(field, FormID)
	if s != "" && !isID(s) {
		r.fail(r.path+field, "%s is geen korte naam van een Partij; gebruik kleine letters, cijfers en streepjes, ten hoogste 40.", quote(s))
		return ""
	}
	return s
}

func (r *reader) id(field string) string {
	s := r.optID(field)
	if s == "" {
		r.missing(field)
	}
	return s
}

func (r *reader) optDate(field string) Date {
	v := r.raw(field)
	r.tell(field, FormDate)
	if !v.IsPresent() {
		return 0
	}
	d, err := ParseDate(v.Text)
	if err != nil {
		r.fail(r.path+field, "In het veld %s staat %s. Dat is %s.", quote(field), quote(v.Text), err)
	}
	return d
}

func (r *reader) date(field string) Date {
	d := r.optDate(field)
	if d == 0 {
		r.missing(field)
	}
	return d
}

// optNumber takes a whole number from least to most, or returns 0 when it is left out.
func (r *reader) optNumber(field string, least, most int) int {
	v := r.raw(field)
	r.tell(field, FormNumber)
	if !v.IsPresent() {
		return 0
	}
	n, err := strconv.Atoi(v.Text)
	if v.Kind != NumberValue || err != nil || n < least || n > most {
		r.fail(r.path+field, "In het veld %s hoort een heel getal van %d tot en met %d.", quote(field), least, most)
		return 0
	}
	return n
}

func (r *reader) number(field string, least, most int) int {
	n := r.optNumber(field, least, most)
	if n == 0 {
		r.missing(field)
	}
	return n
}

func (r *reader) optBool(field string) bool {
	v := r.raw(field)
	r.tell(field, FormBool)
	if v.IsPresent() && v.Kind != BoolValue {
		r.fail(r.path+field, "In het veld %s hoort true (ja) of false (nee).", quote(field))
	}
	return v.Text == "true"
}

// maybeChoice takes one of the given words, or nothing when the field is left out.
func (r *reader) maybeChoice(field string, words ...string) string {
	present := r.raw(field).IsPresent()
	r.tell(field, FormChoice, words...)
	if !present {
		return ""
	}
	return r.choice(field, words...)
}

// optChoice takes one of the given words, and returns the first when the field is left out.
func (r *reader) optChoice(field string, words ...string) string {
	return cmp.Or(r.maybeChoice(field, words...), words[0])
}

func (r *reader) choice(field string, words ...string) string {
	s := r.text(field, maxName)
	r.tell(field, FormChoice, words...)
	if s != "" && !slices.Contains(words, s) {
		r.fail(r.path+field, "In het veld %s staat %s; kies uit %s.", quote(field), quote(s), alternatives(words))
		return ""
	}
	return s
}

func (r *reader) optPeriod(field string) (Period, bool) {
	s := r.optText(field, maxName)
	r.tell(field, FormPeriod)
	if s == "" {
		return Period{}, false
	}
	p, err := ParsePeriod(s)
	if err != nil {
		r.fail(r.path+field, "In het veld %s staat %s. Dat is %s.", quote(field), quote(s), err)
	}
	return p, err == nil
}

// sub takes an object; ok is false when it is left out.
func (r *reader) sub(field string) (s *reader, ok bool) {
	v := r.raw(field)
	r.tell(field, FormObject)
	s = &reader{value: v, path: r.path + field + ".", outer: r}
	if v.IsPresent() && v.Kind != ObjectValue {
		r.fail(r.path+field, "In het veld %s horen velden met een naam.", quote(field))
		return s, false
	}
	return s, v.IsPresent()
}

// list takes a list that may be left out.
func (r *reader) list(field string) []Value {
	v := r.raw(field)
	r.tell(field, FormList)
	if v.IsPresent() && v.Kind != ListValue {
		r.fail(r.path+field, "In het veld %s hoort een lijst.", quote(field))
	}
	return v.List
}

// names takes a list of names without repetition.
func (r *reader) names(field string) []string {
	var names []string
	list := r.list(field)
	r.tell(field, FormNames)
	for i, v := range list {
		at := r.path + field + "." + strconv.Itoa(i)
		s, reason := cleanText(v.Text, maxName)
		if reason == "" {
			reason = nameFault(s)
		}
		switch {
		case v.Kind != TextValue || s == "":
			r.fail(at, "In het veld %s hoort een lijst van namen.", quote(field))
		case reason != "":
			r.fail(at, "Het veld %s %s.", quote(field), reason)
		case slices.Contains(names, s):
			r.fail(at, "In het veld %s staat %s twee keer.", quote(field), quote(s))
		}
		names = append(names, s)
	}
	return names
}

// objects takes a list of objects.
func (r *reader) objects(field string) []*reader {
	var readers []*reader
	list := r.list(field)
	r.tell(field, FormObjects)
	for i, v := range list {
		s := &reader{value: v, path: r.path + field + "." + strconv.Itoa(i) + ".", outer: r}
		if v.Kind != ObjectValue {
			r.fail(strings.TrimSuffix(s.path, "."), "In het veld %s hoort een lijst van velden met een naam.", quote(field))
		}
		readers = append(readers, s)
	}
	return readers
}

// cleanText brings a text to NFC with plain line ends and without stray blanks. The reason, if any, completes the
// sentence "Het veld … ".
func cleanText(s string, most int) (clean, reason string) {
	if len(s) > 4*most || utf8.RuneCountInString(s) > most {
		return "", "is te lang: ten hoogste " + strconv.Itoa(most) + " tekens"
	}
	if !utf8.ValidString(s) {
		return "", "bevat tekens die niet te lezen zijn"
	}
	s = norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n"))
	if utf8.RuneCountInString(s) > most {
		return "", "is te lang: ten hoogste " + strconv.Itoa(most) + " tekens"
	}
	for _, c := range s {
		if c != '\n' && c != '\t' && !unicode.IsGraphic(c) {
			return "", "bevat een onzichtbaar teken (" + codePoint(c) + ")"
		}
	}
	return tidyLines(s), ""
}

// tidied writes every text in gegevens as an act reads it, so that what is recorded is what was established, whatever
// blanks and accents it was entered with.
func tidied(v Value) Value {
	switch v.Kind {
	case TextValue:
		v.Text = tidyLines(norm.NFC.String(strings.ReplaceAll(v.Text, "\r\n", "\n")))
	case ListValue:
		v.List = slices.Clone(v.List)
		for i := range v.List {
			v.List[i] = tidied(v.List[i])
		}
	case ObjectValue:
		v.Fields = slices.Clone(v.Fields)
		for i := range v.Fields {
			v.Fields[i].Value = tidied(v.Fields[i].Value)
		}
	}
	return v
}

// tidyLines folds blanks within lines, and keeps one empty line between paragraphs.
func tidyLines(s string) string {
	if !strings.ContainsAny(s, "\n\t\u00a0") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	var lines []string
	for line := range strings.Lines(s) {
		line = strings.Join(strings.Fields(line), " ")
		if line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func nameFault(s string) string {
	for _, c := range s {
		switch {
		case c == '\n':
			return "hoort op één regel te staan"
		case unicode.Is(unicode.So, c) || unicode.Is(unicode.Sk, c) && c > 127 || unicode.Is(unicode.Co, c) || c == 0xFE0F || c == unicode.ReplacementChar:
			return "bevat een teken dat niet in een naam hoort (" + codePoint(c) + ")"
		}
	}
	return ""
}

// isInvisible reports signs that show nothing or turn the direction of writing: what is signed must be what is seen.
func isInvisible(c rune) bool { return unicode.Is(unicode.Cf, c) || c == '\u2028' || c == '\u2029' }

func codePoint(c rune) string {
	return "U+" + strings.ToUpper(strings.Repeat("0", max(0, 4-len(strconv.FormatInt(int64(c), 16))))+strconv.FormatInt(int64(c), 16))
}

func isID(s string) bool {
	if s == "" || len(s) > 40 || s[0] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// quote puts Dutch quotation marks round what somebody wrote, cut to a length that fits a sentence.
func quote(s string) string { return "‘" + short(s) + "’" }

func short(s string) string {
	if utf8.RuneCountInString(s) > 60 {
		s = string([]rune(s)[:60]) + "…"
	}
	return strings.Map(visible, s)
}

func visible(c rune) rune {
	if unicode.IsControl(c) || isInvisible(c) || c == unicode.ReplacementChar {
		return '·'
	}
	return c
}

// alternatives joins words as a sentence does: a, b of c.
func alternatives(words []string) string { return join(words, " of ") }

// enumeration joins words as a sentence does: a, b en c.
func enumeration(words []string) string { return join(words, " en ") }

func join(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}
