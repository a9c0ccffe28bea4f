package api

// Reading a request: what the caller can take as an answer, the query, and the body through the one strict decoder.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convenant/storage"
	"convenant/workflow"
)

// The media types of the API.
const (
	jsonType    = "application/json"
	problemType = "application/problem+json"
	textType    = "text/plain"
	pdfType     = "application/pdf"
)

// accepted chooses the media type that the caller likes best (RFC 9110, 12.5.1); of equals the first. It is empty when
// the caller can take none.
func (c *call) accepted(offers []string) string {
	header := strings.Join(c.r.Header.Values("Accept"), ",")
	if strings.TrimSpace(header) == "" {
		return offers[0]
	}
	best, bestLiking := "", 0.0
	for _, offer := range offers {
		if l := liking(header, offer); l > bestLiking {
			best, bestLiking = offer, l
		}
	}
	return best
}

// liking gives the weight that an Accept header puts on a media type; the most precise range counts.
func liking(header, offer string) float64 {
	kind, _, _ := strings.Cut(offer, "/")
	weight, precision := 0.0, -1
	for _, part := range strings.Split(header, ",") {
		name, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		p := slices.Index([]string{"*/*", kind + "/*", offer}, name)
		if p <= precision {
			continue
		}
		precision, weight = p, 1
		if q, ok := params["q"]; ok {
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				weight = 0
			}
		}
	}
	return weight
}

// query is what stands behind the question mark, of which the first mistake is remembered.
type query struct {
	values url.Values
	wrong  *workflow.Refusal
}

// query reads the query. What is not known, or is given twice, is a mistake.
func (c *call) query(known ...string) *query {
	q := &query{}
	var err error
	if q.values, err = url.ParseQuery(c.r.URL.RawQuery); err != nil {
		q.fail("", "De vraag achter het vraagteken is niet te lezen.")
		return q
	}
	for _, name := range sortedKeys(q.values) {
		if !slices.Contains(known, name) {
			q.fail(cut(name), "De vraag heeft een onderdeel dat hier niet bekend is.").Remedy = "Gebruik alleen: " + orNothing(known) + "."
		} else if len(q.values[name]) > 1 {
			q.fail(name, "‘%s’ staat er meer dan één keer.", name)
		} else if !Readable(q.values.Get(name)) {
			q.fail(name, "In ‘%s’ staan tekens die niet te lezen zijn.", name).Remedy = "Schrijf het in UTF-8, zonder stuurtekens."
		}
	}
	return q
}

func sortedKeys(v url.Values) []string {
	var keys []string
	for k := range v {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func orNothing(names []string) string {
	if len(names) == 0 {
		return "niets"
	}
	return strings.Join(names, ", ")
}

func (q *query) fail(field, format string, args ...any) *workflow.Refusal {
	r := invalid(field, format, args...)
	if q.wrong == nil {
		q.wrong = r
	}
	return r
}

func (q *query) err() error {
	if q.wrong == nil {
		return nil
	}
	return q.wrong
}

func (q *query) text(name string, most int) string {
	s := q.values.Get(name)
	if len(s) > most {
		q.fail(name, "‘%s’ is te lang: ten hoogste %d tekens.", name, most)
	}
	return s
}

// date reads a day, or gives the one that stands for none.
func (q *query) date(name string, otherwise workflow.Date) workflow.Date {
	if !q.values.Has(name) {
		return otherwise
	}
	d, err := workflow.ParseDate(q.values.Get(name))
	if err != nil {
		q.fail(name, "‘%s’ is %s.", name, err)
	}
	return d
}

func invalid(field, format string, args ...any) *workflow.Refusal {
	return &workflow.Refusal{Code: workflow.InvalidData, Field: field, Detail: fmt.Sprintf(format, args...)}
}

// cut shortens what somebody wrote to what fits in a sentence.
func cut(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// mostBody is how large a body may be: an act is a form that people fill in, not a file.
const mostBody = 1 << 20

// body reads the body as one JSON value.
func (c *call) body() (workflow.Value, error) {
	kind, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	charset, encoding := params["charset"], c.r.Header.Get("Content-Encoding")
	if err != nil || kind != jsonType || charset != "" && !strings.EqualFold(charset, "utf-8") || encoding != "" && encoding != "identity" {
		return workflow.Value{}, notJSON
	}
	b, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, mostBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return workflow.Value{}, tooMuch
	} else if err != nil {
		return workflow.Value{}, invalid("", "De inhoud kwam niet heel over.")
	}
	v, err := workflow.ParseValue(b)
	if err != nil {
		return workflow.Value{}, unreadable(b, err)
	}
	return v, nil
}

// unreadable tells what is wrong with JSON. The library says it in English, and while it reads piece by piece it does
// not know where.
func unreadable(b []byte, err error) *workflow.Refusal {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return invalid("", "De inhoud is geen geldige JSON; die houdt te vroeg op.")
	case errors.As(err, &syntax):
		var whole any
		if errors.As(json.Unmarshal(b, &whole), &syntax) {
			return invalid("", "De inhoud is geen geldige JSON; het gaat mis bij teken %d.", syntax.Offset)
		}
		return invalid("", "De inhoud is geen geldige JSON.")
	}
	return invalid("", "De inhoud is niet te lezen: %s.", err)
}

// key reads the Idempotency-Key under which an act is done once. asked is what the key stands for.
func (c *call) key(asked workflow.Value) (storage.Key, error) {
	values := c.r.Header.Values("Idempotency-Key")
	if len(values) == 0 {
		return storage.Key{}, nil
	}
	const most = 200
	k := strings.Trim(values[0], `"`) // the draft standard writes it as a quoted string
	if len(values) > 1 || k == "" || len(k) > most || strings.ContainsFunc(k, func(c rune) bool { return c < ' ' || c > '~' }) {
		return storage.Key{}, invalid("Idempotency-Key", "In de header Idempotency-Key hoort één sleutel van 1 tot en met %d letters, cijfers en leestekens.", most)
	}
	bytes, err := asked.MarshalJSON()
	return storage.Key{Who: c.principal.ID, Key: k, Asked: storage.Asked(string(c.route.action), string(bytes))}, err
}
