package api

// The description of the API in OpenAPI 3.1, in Dutch, as the API Design Rules of the government ask. It is made from
// the table of routes and the Go types. The library that writes it does no more than that: what comes in is judged by
// our own decoder.

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

func init() { huma.DefaultArrayNullable = false } // a list without items is written as []

func (c *call) openapi() error {
	if err := c.query().err(); err != nil {
		return err
	}
	c.w.Header().Set("Access-Control-Allow-Origin", "*") // everyone may read it, from a browser too
	return c.bytes(http.StatusOK, jsonType, c.api.description)
}

// bearerScheme names how a caller is known.
const bearerScheme = "token"

// describe writes the description.
func describe(o Options) ([]byte, error) {
	s := newSchemas()
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "Convenant", Version: Version,
			Description: "Het register van convenanten: wat is vastgelegd, wat daaruit volgt en wat nu kan. Feiten worden vastgelegd, gevolgen worden berekend.\n\nEen handeling die niet kan, wordt geweigerd met een fout die zegt waarom, op grond van welk artikel, en wat wel kan. Met een Idempotency-Key gebeurt een handeling één keer, hoe vaak zij ook wordt gestuurd.\n\nDagen zijn kalenderdagen in Nederland; ogenblikken staan in UTC.",
			Contact:     &huma.Contact{Name: o.Contact.Name, URL: o.Contact.URL, Email: o.Contact.Email}},
		Servers: []*huma.Server{{URL: o.URL + Base, Description: "Dit register"}},
		Tags: []*huma.Tag{{Name: tagConvenanten, Description: "Convenanten inzien en opstellen"}, {Name: tagHandelingen, Description: "Handelingen vastleggen"},
			{Name: tagDocumenten, Description: "Documenten"}, {Name: tagBrieven, Description: "Brieven die binnenkomen"}, {Name: tagBijlagen, Description: "Bestanden aanleveren en lezen"}, {Name: tagAPI, Description: "Deze beschrijving"}},
		Security: []map[string][]string{{bearerScheme: {}}},
		Components: &huma.Components{Schemas: s.Registry, Responses: map[string]*huma.Response{},
			SecuritySchemes: map[string]*huma.SecurityScheme{bearerScheme: {Type: "http", Scheme: "bearer", Description: "Een token van de beheerder, met een rol en voor een Partij haar korte naam."}}},
	}
	bodies := map[string]bool{}
	for _, r := range routes() {
		doc.AddOperation(s.operation(r, doc.Components.Responses))
		if r.body != nil {
			bodies[names[r.body]] = true
		}
	}
	bodies[names[reflect.TypeFor[newParty]()]] = true
	if err := s.finish(bodies); err != nil {
		return nil, err
	}
	s.describeActs()
	return json.Marshal(doc)
}

func (s *schemas) operation(r *route, shared map[string]*huma.Response) *huma.Operation {
	op := &huma.Operation{Method: r.method, Path: r.path, OperationID: r.id, Summary: r.summary, Description: r.about, Tags: []string{r.tag},
		Responses: map[string]*huma.Response{}}
	if r.tag == tagAPI {
		op.Security = []map[string][]string{}
	}
	op.Parameters = append(op.Parameters, inPath(r)...)
	for _, q := range r.query {
		schema := s.of(q.schema)
		if q.values != nil {
			schema = oneOf(q.values)
		}
		op.Parameters = append(op.Parameters, &huma.Param{Name: q.name, In: "query", Description: q.about, Schema: schema})
	}
	if r.keyed {
		op.Parameters = append(op.Parameters, header("Idempotency-Key", "Een sleutel die de afzender kiest, voor elke handeling een andere. Wie dezelfde handeling onder dezelfde sleutel herhaalt, krijgt hetzelfde antwoord, hoe lang daarna ook; ook als dat een weigering was. Wie het na een weigering later opnieuw wil proberen, neemt een nieuwe sleutel."))
	}
	if r.tagged {
		op.Parameters = append(op.Parameters, header("If-None-Match", "De ETag van wat de vrager al heeft; is het nog hetzelfde, dan is het antwoord 304."))
	}
	if r.body != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{jsonType: {Schema: s.of(r.body)}}}
	}
	if r.takes != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{}}
		for _, mediaType := range r.takes {
			op.RequestBody.Content[mediaType] = &huma.MediaType{}
		}
	}
	op.Responses[strconv.Itoa(r.status)] = s.success(r)
	if r.tagged {
		op.Responses["304"] = &huma.Response{Description: "Nog hetzelfde als wat de vrager al heeft", Headers: versionHeader()}
	}
	for _, status := range statuses(r) {
		name := "Fout" + strconv.Itoa(status)
		shared[name] = s.failure(status)
		op.Responses[strconv.Itoa(status)] = &huma.Response{Ref: "#/components/responses/" + name}
	}
	return op
}

// inPath describes what stands in the path.
func inPath(r *route) []*huma.Param {
	abouts := map[string]string{"id": "De id van het convenant.", "nummer": "Het nummer van de brief of de wijziging.", "sha256": "De vingerafdruk van het bestand: 64 cijfers en letters."}
	if strings.HasPrefix(r.path, "/documenten") {
		abouts["id"] = "De id van het document: die van het convenant, een streepje en een nummer."
	}
	var params []*huma.Param
	for part := range strings.SplitSeq(r.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			params = append(params, &huma.Param{Name: name, In: "path", Required: true, Description: abouts[name], Schema: &huma.Schema{Type: huma.TypeString}})
		}
	}
	return params
}

func header(name, about string) *huma.Param {
	return &huma.Param{Name: name, In: "header", Description: about, Schema: &huma.Schema{Type: huma.TypeString}}
}

func versionHeader() map[string]*huma.Param {
	return map[string]*huma.Param{"API-Version": {Description: "De volledige versie van de API.", Schema: &huma.Schema{Type: huma.TypeString, Examples: []any{Version}}}}
}

// success describes the answer when it goes well.
func (s *schemas) success(r *route) *huma.Response {
	response := &huma.Response{Description: r.summary, Headers: versionHeader(), Content: map[string]*huma.MediaType{}}
	text := func(about string) *huma.Param {
		return &huma.Param{Description: about, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	for _, mediaType := range r.produces {
		switch mediaType {
		case jsonType:
			response.Content[jsonType] = &huma.MediaType{Schema: s.of(r.answer)}
		case textType:
			response.Content[textType] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
		default:
			response.Content[mediaType] = &huma.MediaType{} // bytes have no schema (OpenAPI 3.1, 4.8.14.3)
		}
	}
	if r.path == "/bijlagen" {
		response.Headers["Location"] = text("Het adres van het bestand.")
	}
	if r.path == "/convenanten" {
		if r.method == http.MethodPost {
			response.Headers["Location"] = text("Het adres van het convenant.")
		} else {
			response.Headers["Link"] = text("Het adres van de volgende bladzijde, met rel=\"next\".")
		}
	}
	if r.keyed {
		response.Headers["Idempotency-Replayed"] = text("‘true’ als dit het antwoord van een eerdere keer is.")
	}
	if r.tagged {
		response.Headers["ETag"] = text("Kenmerk van precies deze inhoud.")
	}
	if r.tag == tagAPI {
		response.Headers["Access-Control-Allow-Origin"] = text("Iedereen mag dit lezen, ook vanuit een browser.")
	}
	return response
}

// statuses lists how a request for the route can go wrong.
func statuses(r *route) []int {
	list := []int{http.StatusBadRequest, http.StatusNotAcceptable, http.StatusInternalServerError}
	if r.tag == tagAPI {
		return list
	}
	list = append(list, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusServiceUnavailable)
	if strings.Contains(r.path, "{") || r.body != nil {
		list = append(list, http.StatusNotFound)
	}
	if r.body != nil || r.takes != nil {
		list = append(list, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return list
}

// failures says what a status means here.
var failures = map[int]string{
	http.StatusBadRequest:            "De gegevens kloppen niet",
	http.StatusUnauthorized:          "Er is geen token, of het is niet bekend",
	http.StatusForbidden:             "Niet bevoegd",
	http.StatusNotFound:              "Niet bekend, of met dit token niet in te zien",
	http.StatusNotAcceptable:         "Dit soort antwoord is er niet",
	http.StatusConflict:              "Geweigerd: het kan nu niet, of niet zo",
	http.StatusRequestEntityTooLarge: "De inhoud is te groot",
	http.StatusUnsupportedMediaType:  "Dit soort inhoud is hier niet bekend",
	http.StatusTooManyRequests:       "Te veel verzoeken in korte tijd",
	http.StatusInternalServerError:   "Er ging iets mis dat niet aan het verzoek ligt",
	http.StatusServiceUnavailable:    "Het register is even niet bereikbaar",
}

func (s *schemas) failure(status int) *huma.Response {
	response := &huma.Response{Description: failures[status], Headers: versionHeader(),
		Content: map[string]*huma.MediaType{problemType: {Schema: s.of(reflect.TypeFor[Problem]())}}}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		response.Headers["Retry-After"] = &huma.Param{Description: "Na zoveel seconden kan het opnieuw.", Schema: &huma.Schema{Type: huma.TypeInteger}}
	}
	return response
}

// jsonField gives the name of a field in JSON, and whether it may be left out.
func jsonField(f reflect.StructField) (name string, omitted bool) {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name, strings.Contains(options, "omit")
}
