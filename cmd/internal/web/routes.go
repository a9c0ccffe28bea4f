package web

// The routes, in one table: what the mux serves and what access is asked. A test walks it with every role.

import (
	"net/http"

	"convenant/cmd/internal/access"
)

// route is what can be asked at a path with a method.
type route struct {
	method, path string
	action       access.Action
	handle       func(*visit) error
}

// Paths lists the patterns of what can be asked with GET, so that a test can look at all of them in a browser.
func Paths() []string {
	var paths []string
	for _, r := range routes() {
		if r.method == http.MethodGet {
			paths = append(paths, r.path)
		}
	}
	return paths
}

func routes() []*route {
	return []*route{
		{http.MethodGet, "/{$}", access.OpenStart, (*visit).start},
		{http.MethodGet, fixedPath + "{hash}/{naam}", access.ReadFixed, (*visit).fixed},

		// Coming in and going out.
		{http.MethodGet, "/inloggen", access.ComeIn, (*visit).signIn},
		{http.MethodPost, "/inloggen", access.ComeIn, (*visit).askLink},
		{http.MethodGet, "/inloggen/code", access.ComeIn, (*visit).askCode},
		{http.MethodPost, "/inloggen/code", access.ComeIn, (*visit).useCode},
		{http.MethodGet, "/inloggen/openid", access.ComeIn, (*visit).toProvider},
		{http.MethodGet, "/inloggen/openid/terug", access.ComeIn, (*visit).fromProvider},
		{http.MethodGet, "/inloggen/{geheim}", access.ComeIn, (*visit).openLink},
		{http.MethodPost, "/inloggen/{geheim}", access.ComeIn, (*visit).spendLink},
		{http.MethodGet, "/eerste-beheerder/{geheim}", access.ComeIn, (*visit).firstOperator},
		{http.MethodPost, "/eerste-beheerder/{geheim}", access.ComeIn, (*visit).addFirstOperator},
		{http.MethodPost, "/uitloggen", access.ComeIn, (*visit).signOut},
		{http.MethodGet, "/ogen", access.ComeIn, (*visit).chooseEyes},
		{http.MethodPost, "/ogen", access.ComeIn, (*visit).takeEyes},
		{http.MethodGet, "/toegang", access.OwnAccess, (*visit).ownAccess},
		{http.MethodGet, "/toegang/code", access.OwnAccess, (*visit).newCode},
		{http.MethodPost, "/toegang/code", access.OwnAccess, (*visit).confirmCode},
		{http.MethodPost, "/toegang/rol", access.OwnAccess, (*visit).changeRole},

		// The register.
		{http.MethodGet, "/aandacht", access.ReadAttention, (*visit).attention},
		{http.MethodGet, "/convenanten", access.ReadList, (*visit).list},
		{http.MethodPost, "/convenanten", access.EnterDraft, (*visit).draft},
		{http.MethodGet, "/convenanten/nieuw", access.OpenDraft, (*visit).newDraft},
		{http.MethodGet, "/convenanten.csv", access.ExportList, (*visit).listAsCSV},
		{http.MethodGet, "/convenanten.xlsx", access.ExportList, (*visit).listAsXLSX},
		{http.MethodGet, "/tijdlijn", access.ReadTimeline, (*visit).timeline},

		// One convenant.
		{http.MethodGet, "/convenanten/{id}", access.ReadConvenant, (*visit).convenant},
		{http.MethodGet, "/convenanten/{id}/mogelijk", access.ReadOptions, (*visit).options},
		{http.MethodGet, "/convenanten/{id}/partijen", access.ReadConvenant, (*visit).parties},
		{http.MethodGet, "/convenanten/{id}/tekst", access.ReadText, (*visit).text},
		{http.MethodGet, "/convenanten/{id}/vergelijken", access.ReadText, (*visit).compare},
		{http.MethodGet, "/convenanten/{id}/besluitvorming", access.ReadConvenant, (*visit).decisions},
		{http.MethodGet, "/convenanten/{id}/brieven", access.ReadLetters, (*visit).letters},
		{http.MethodGet, "/convenanten/{id}/brieven/{nummer}", access.ReadLetters, (*visit).letter},
		{http.MethodGet, "/convenanten/{id}/wijzigingen", access.ReadConvenant, (*visit).changes},
		{http.MethodGet, "/convenanten/{id}/wijzigingen/{nummer}", access.ReadText, (*visit).proposal},
		{http.MethodGet, "/convenanten/{id}/verlenging", access.ReadDeadlines, (*visit).renewal},
		{http.MethodGet, "/convenanten/{id}/documenten", access.ReadDocuments, (*visit).documents},
		{http.MethodGet, "/convenanten/{id}/verzonden", access.ReadPost, (*visit).sent},
		{http.MethodGet, "/convenanten/{id}/geschiedenis", access.ReadHistory, (*visit).history},
		{http.MethodGet, "/convenanten/{id}/ondertekencode", access.EnterAct, (*visit).handOutForm},
		{http.MethodPost, "/convenanten/{id}/ondertekencode", access.EnterAct, (*visit).handOutCode},
		{http.MethodGet, "/convenanten/{id}/doen/{wat}", access.OpenAct, (*visit).openDeed},
		{http.MethodPost, "/convenanten/{id}/doen/{wat}", access.EnterAct, (*visit).sendDeed},
		{http.MethodGet, "/convenanten/{id}/proef", access.TryAct, (*visit).trial},
		{http.MethodGet, "/convenanten/{id}/proef/{wat}", access.TryAct, (*visit).openDeed},
		{http.MethodPost, "/convenanten/{id}/proef/{wat}", access.TryAct, (*visit).sendDeed},
		{http.MethodGet, "/convenanten/{id}/klaar/{wat}", access.OpenAct, (*visit).readyLetter},
		{http.MethodGet, "/convenanten/{id}/gedaan/{nummer}", access.ReadHistory, (*visit).done},
		{http.MethodGet, "/documenten/{id}", access.ReadDocument, (*visit).document},
		{http.MethodGet, "/bijlagen/{sha256}", access.ReadFile, (*visit).attachment},

		// Partners and portefeuillehouders.
		{http.MethodGet, "/gevraagd", access.ReadAsked, (*visit).asked},
		{http.MethodGet, "/brieven", access.ReadOwnLetters, (*visit).ownLetters},
		{http.MethodGet, "/overleggen", access.ReadMeetings, (*visit).meetings},
		{http.MethodGet, "/overleggen/{datum}/{overleg}", access.ReadMeetings, (*visit).meeting},
		{http.MethodGet, "/stukken", access.ReadReceived, (*visit).received},

		// Beheer.
		{http.MethodGet, "/beheer/mensen", access.ReadManagement, (*visit).people},
		{http.MethodPost, "/beheer/mensen", access.EnterManagement, (*visit).addPerson},
		{http.MethodGet, "/beheer/mensen/{id}", access.ReadManagement, (*visit).person},
		{http.MethodPost, "/beheer/mensen/{id}", access.EnterManagement, (*visit).changePerson},
		{http.MethodGet, "/beheer/organisaties", access.ReadManagement, (*visit).organisations},
		{http.MethodGet, "/beheer/sjablonen", access.ReadManagement, (*visit).templates},
		{http.MethodGet, "/beheer/webhooks", access.ReadManagement, (*visit).webhooks},
		{http.MethodGet, "/beheer/webhooks/{id}", access.ReadManagement, (*visit).webhook},
		{http.MethodGet, "/beheer/logboek", access.ReadManagement, (*visit).logbook},
	}
}
