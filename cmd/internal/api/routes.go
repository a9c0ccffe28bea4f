package api

// The routes, in one table: what the mux serves, what access is asked, and what the OpenAPI description says.

import (
	"net/http"
	"reflect"

	"convenant/cmd/internal/access"
	"convenant/workflow"
)

// route is what can be asked at a path with a method.
type route struct {
	method, path string
	action       access.Action
	handle       func(*call) error
	produces     []string // media types, the first by default

	// What the description says.
	id, summary, about string
	tag                string
	query              []param
	body               reflect.Type
	takes              []string // media types of a body that is no JSON
	status             int      // when it goes well
	answer             reflect.Type
	keyed              bool // takes an Idempotency-Key
	tagged             bool // gives an ETag, and 304 to who has it already
}

// param is a part of the query.
type param struct {
	name, about string
	schema      reflect.Type
	values      []string // the only ones, if not nil
}

var (
	peildatum = param{"peildatum", "De dag waarop wordt gekeken; vandaag als er niets staat.", reflect.TypeFor[day](), nil}
	bekendOp  = param{"bekendOp", "Kijk met wat aan het eind van deze dag was vastgelegd.", reflect.TypeFor[day](), nil}
)

// The tags under which the description groups routes.
const (
	tagConvenanten = "convenanten"
	tagHandelingen = "handelingen"
	tagDocumenten  = "documenten"
	tagBrieven     = "brieven"
	tagBijlagen    = "bijlagen"
	tagAPI         = "openapi"
)

func routes() []*route {
	json := []string{jsonType}
	text := reflect.TypeFor[string]()
	return []*route{
		{method: http.MethodGet, path: "/openapi.json", action: access.ReadDescription, handle: (*call).openapi, produces: json, id: "leesBeschrijving",
			summary: "Deze beschrijving", about: "De beschrijving van de API, in OpenAPI 3.1. Hier is geen token voor nodig.", tag: tagAPI,
			status: http.StatusOK, answer: reflect.TypeFor[workflow.Value]()},
		{method: http.MethodPost, path: "/convenanten", action: access.EnterDraft, handle: (*call).draft, produces: json, id: "stelOp",
			summary: "Een convenant opstellen", about: "Stelt een convenant op uit een sjabloon. De inhoud is wat in een handeling ‘opstellen’ de gegevens zijn.",
			tag: tagConvenanten, body: reflect.TypeFor[draftBody](), status: http.StatusCreated, answer: reflect.TypeFor[draftAnswer](), keyed: true},
		{method: http.MethodGet, path: "/convenanten", action: access.ReadList, handle: (*call).list, produces: json, id: "zoekConvenanten",
			summary: "Convenanten zoeken", about: "De convenanten die aan alle voorwaarden voldoen, zoals ze zijn op de peildatum; het nieuwste eerst. Een Partij vindt waar zij meedoet of meedeed.",
			tag: tagConvenanten, status: http.StatusOK, answer: reflect.TypeFor[listAnswer](),
			query: []param{
				{"toestand", "Alleen wat die dag in deze toestand is.", text, phaseNames()},
				{"partij", "Alleen waaraan de Partij met deze korte naam die dag meedoet.", text, nil},
				{"zoek", "Alleen waarin al deze woorden voorkomen: in naam, kenmerk, Partijen of tekst.", text, nil},
				peildatum,
				{"cursor", "Waar de vorige bladzijde ophield; neem het over uit ‘volgende’.", text, nil}}},
		{method: http.MethodGet, path: "/convenanten/{id}", action: access.ReadConvenant, handle: (*call).convenant, produces: json, id: "leesConvenant",
			summary: "Een convenant", about: "Hoe het convenant er op een dag voor staat, naar wat op een dag bekend was.",
			tag: tagConvenanten, query: []param{peildatum, bekendOp}, status: http.StatusOK, answer: reflect.TypeFor[workflow.View]()},
		{method: http.MethodPost, path: "/convenanten/{id}/handelingen", action: access.EnterAct, handle: (*call).act, produces: json, id: "legVast",
			summary: "Een handeling vastleggen", about: "Legt een handeling vast. Wat niet kan, wordt geweigerd met de reden, het artikel en wat wel kan; er is dan niets vastgelegd.",
			tag: tagHandelingen, body: reflect.TypeFor[actBody](), status: http.StatusCreated, answer: reflect.TypeFor[actAnswer](), keyed: true},
		{method: http.MethodGet, path: "/convenanten/{id}/handelingen/mogelijk", action: access.ReadOptions, handle: (*call).options, produces: json, id: "leesMogelijkheden",
			summary: "Wat er nu kan", about: "Elke handeling die degene van het token zou kunnen vastleggen, met het minste dat zij nodig heeft. Wat nu niet kan, zegt waarom niet, en vanaf wanneer wel.",
			tag: tagHandelingen, status: http.StatusOK, answer: reflect.TypeFor[optionsAnswer]()},
		{method: http.MethodGet, path: "/convenanten/{id}/geschiedenis", action: access.ReadHistory, handle: (*call).history, produces: json, id: "leesGeschiedenis",
			summary: "De geschiedenis", about: "Alle feiten, gevolgen en mededelingen, in de volgorde van de dagen waarop zij gelden.",
			tag: tagConvenanten, status: http.StatusOK, answer: reflect.TypeFor[historyAnswer]()},
		{method: http.MethodGet, path: "/convenanten/{id}/tekst", action: access.ReadText, handle: (*call).text, produces: []string{jsonType, textType}, id: "leesTekst",
			summary: "De tekst", about: "De tekst zoals die op een dag is. Als text/plain zijn het precies de bytes van de vingerafdruk: sha256sum geeft dezelfde.",
			tag: tagConvenanten, query: []param{peildatum}, status: http.StatusOK, answer: reflect.TypeFor[textAnswer](), tagged: true},
		{method: http.MethodGet, path: "/convenanten/{id}/wijzigingen/{nummer}", action: access.ReadText, handle: (*call).proposal, produces: []string{jsonType, textType}, id: "leesVoorstel",
			summary: "Een voorgestelde wijziging", about: "Het voorstel, zoals het nu wordt voorgelegd. Als text/plain zijn het precies de bytes waarmee wordt ingestemd: sha256sum geeft de vingerafdruk.",
			tag: tagConvenanten, status: http.StatusOK, answer: reflect.TypeFor[proposalAnswer](), tagged: true},
		{method: http.MethodGet, path: "/convenanten/{id}/documenten", action: access.ReadDocuments, handle: (*call).documents, produces: json, id: "zoekDocumenten",
			summary: "De documenten", about: "De documenten waar het verloop om vroeg. Een Partij ziet wat voor allen is en wat aan haar is gericht.",
			tag: tagDocumenten, status: http.StatusOK, answer: reflect.TypeFor[documentsAnswer]()},
		{method: http.MethodGet, path: "/convenanten/{id}/termijnen", action: access.ReadDeadlines, handle: (*call).deadlines, produces: json, id: "leesTermijnen",
			summary: "De termijnen", about: "De dagen die eraan komen, in volgorde.",
			tag: tagConvenanten, status: http.StatusOK, answer: reflect.TypeFor[deadlinesAnswer]()},
		{method: http.MethodGet, path: "/documenten/{id}", action: access.ReadDocument, handle: (*call).document, produces: []string{pdfType}, id: "leesDocument",
			summary: "Een document", about: "Het document als PDF. Het wordt gemaakt als er voor het eerst om wordt gevraagd, en daarna bewaard.",
			tag: tagDocumenten, status: http.StatusOK, tagged: true},
		{method: http.MethodGet, path: "/convenanten/{id}/brieven", action: access.ReadLetters, handle: (*call).letters, produces: json, id: "zoekBrieven",
			summary: "De brieven", about: "De brieven die zijn binnengekomen, in de volgorde waarin zij zijn vastgelegd. Een Partij ziet alleen die van haarzelf.",
			tag: tagBrieven, status: http.StatusOK, answer: reflect.TypeFor[lettersAnswer]()},
		{method: http.MethodPost, path: "/convenanten/{id}/brieven", action: access.EnterLetter, handle: (*call).takeIn, produces: json, id: "neemBriefIn",
			summary: "Een brief innemen", about: "Legt een brief vast, en in één keer ook wat erin staat: de opzegging of de verlenging. De ontvangst van de brief staat vast, ook als de inhoud wordt geweigerd; ‘uitkomst’ zegt welk van beide het is. Alleen als de brief zelf niet kan worden vastgelegd, is het antwoord een fout.",
			tag: tagBrieven, body: reflect.TypeFor[letterBody](), status: http.StatusCreated, answer: reflect.TypeFor[letterAnswer](), keyed: true},
		{method: http.MethodGet, path: "/convenanten/{id}/brieven/{nummer}/beoordeling", action: access.ReadLetters, handle: (*call).assessment, produces: json, id: "beoordeelBrief",
			summary: "De beoordeling van een brief", about: "Wat het convenant van een brief zegt: vorm, geadresseerde, afzender, mandaat en tijd, en een voorstel om hem te aanvaarden of te weigeren. Er wordt niets vastgelegd.",
			tag: tagBrieven, query: []param{{"per", "De laatste dag die een opzegbrief noemt; de vroegste als er niets staat.", reflect.TypeFor[day](), nil}},
			status: http.StatusOK, answer: reflect.TypeFor[workflow.Assessment]()},
		{method: http.MethodPost, path: "/bijlagen", action: access.SendFile, handle: (*call).attach, produces: json, id: "leverBijlageAan",
			summary: "Een bestand aanleveren", about: "Levert een PDF, JPEG of PNG aan, van ten hoogste 20 MB en 500 bladzijden; de inhoud van het verzoek is het bestand zelf. Wat het is, blijkt uit de inhoud. Een PDF met een script, een formulier dat gegevens verstuurt, andere bestanden of een wachtwoord wordt geweigerd, met wat wel kan. Het bestand wordt byte voor byte bewaard; een handeling verwijst ernaar met de vingerafdruk. Waar na een week nog geen handeling naar verwijst, wordt weggehaald.",
			tag: tagBijlagen, takes: attachmentTypes, status: http.StatusCreated, answer: reflect.TypeFor[attachmentAnswer]()},
		{method: http.MethodGet, path: "/bijlagen/{sha256}", action: access.ReadFile, handle: (*call).attachment, produces: attachmentTypes, id: "leesBijlage",
			summary: "Een bestand", about: "Het bestand, precies zoals het is aangeleverd. Wie een feit mag zien dat ernaar verwijst, mag het zien; een brief van een Partij alleen die Partij zelf, het secretariaat en een portefeuillehouder. Zolang geen feit ernaar verwijst, alleen wie het aanleverde.",
			tag: tagBijlagen, status: http.StatusOK, tagged: true},
	}
}

func phaseNames() []string {
	var names []string
	for _, p := range workflow.Phases {
		names = append(names, string(p))
	}
	return names
}
