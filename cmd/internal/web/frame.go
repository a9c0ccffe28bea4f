package web

// The frame around every page: who is looking, where they can go, and what was just done.

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"convenant/cmd/internal/access"
	"convenant/storage"
	"convenant/workflow"
)

// page is the struct of a page. Each embeds a Frame.
type page interface{ frame() *Frame }

// Frame is what every page has. A handler sets Title, and the rest where the page differs.
type Frame struct {
	Title  string // of the page, without the name of the house
	Wide   bool   // a page with a broad table or drawing
	Forms  bool   // it has a form with which something is recorded, although it is a page to read
	Crumbs []crumb

	// Filled in for every page.
	House       string // whose register it is
	Nav         []navItem
	Known       bool   // somebody is signed in
	Who         string // by name, or what they are
	Role        string
	Ours        bool   // of the secretariaat itself
	Eyes        bool   // a demonstration
	Notice      string // what was just done
	Path        string // of this page
	Style       string
	Script      string
	Today       workflow.Date
	Secretariat string // with whom somebody can take a question

	mail string // the address of the house
}

func (f *Frame) frame() *Frame { return f }

// withForms are the actions whose pages have a form with which something is recorded.
var withForms = []access.Action{access.OpenAct, access.EnterAct, access.TryAct, access.OpenDraft, access.EnterDraft}

// Contact is with whom somebody can take a question; the address of the house leads to a message.
func (f *Frame) Contact() template.HTML {
	words := template.HTMLEscapeString(cmp.Or(f.Secretariat, "het secretariaat"))
	if address := template.HTMLEscapeString(f.mail); address != "" {
		words = strings.Replace(words, address, `<a href="mailto:`+address+`">`+address+"</a>", 1)
	}
	return template.HTML(words) // #nosec G203 -- escaped above
}

// crumb is a step on the way back from a page.
type crumb struct{ Words, Path string }

// navItem is a place to go.
type navItem struct {
	Words, Path string
	Here        string // "page" for this page, "true" for one below it, as aria-current has it
}

// destinations are the places in the navigation, in order; everyone gets those that their role is for.
var destinations = []struct {
	words, path string
	action      access.Action
}{
	{"Wat vraagt aandacht", "/aandacht", access.ReadAttention},
	{"Wat is er gevraagd", "/gevraagd", access.ReadAsked},
	{"Overleggen", "/overleggen", access.ReadMeetings},
	{"Convenanten", "/convenanten", access.ReadList},
	{"Tijdlijn", "/tijdlijn", access.ReadTimeline},
	{"Mijn brieven", "/brieven", access.ReadOwnLetters},
	{"Ontvangen documenten", "/stukken", access.ReadReceived},
	{"Mensen", "/beheer/mensen", access.ReadManagement},
	{"Organisaties", "/beheer/organisaties", access.ReadManagement},
	{"Sjablonen", "/beheer/sjablonen", access.ReadManagement},
	{"Webhooks", "/beheer/webhooks", access.ReadManagement},
	{"Logboek", "/beheer/logboek", access.ReadManagement},
}

// startOf is the page on which a role begins.
func startOf(role storage.Role) string {
	for _, d := range destinations {
		if access.Grants(role, d.action) {
			return d.path
		}
	}
	return "/toegang"
}

func (f *Frame) fill(v *visit) {
	sender := v.web.Library.Sender()
	f.House = cmp.Or(sender.Organisatie, "Convenanten")
	f.Secretariat, f.mail = sender.Secretariaat, sender.Email
	dress := v.web.looks.read
	if f.Forms || v.route != nil && slices.Contains(withForms, v.route.action) {
		dress = v.web.looks.forms
	}
	f.Style, f.Script = dress.style, dress.script
	f.Path, f.Today, f.Eyes = v.r.URL.RequestURI(), v.today, v.web.Eyes
	if v.session.Notice != "" && v.route != nil && v.r.Method == http.MethodGet && v.seen.Result == "" { // on a page that is there
		f.Notice = v.session.Notice
		v.change(func(s *session) { s.Notice = "" })
	}
	if f.Known = v.principal.ID != ""; !f.Known {
		return
	}
	f.Role, f.Ours = roleWords[v.principal.Role], v.principal.Role == storage.RoleSecretariat
	f.Who = cmp.Or(v.principal.Name, v.principal.Party, f.Role)
	for _, d := range destinations {
		if access.Grants(v.principal.Role, d.action) {
			here := ""
			switch {
			case v.r.URL.Path == d.path:
				here = "page"
			case strings.HasPrefix(v.r.URL.Path, d.path+"/"):
				here = "true"
			}
			f.Nav = append(f.Nav, navItem{d.words, d.path, here})
		}
	}
}

// toSignIn sends who is not known to sign in, and then on to where they wanted to go; who is coming in, to the step that is left.
func (v *visit) toSignIn() error {
	if v.r.Method == http.MethodPost && slices.Contains(neverLost, v.route.action) {
		if kept, err := v.keepTyped(); kept || err != nil {
			return err
		}
	}
	query := url.Values{}
	switch _, err := v.r.Cookie(v.web.cookieName(v.r.Host)); {
	case v.session.half():
		return v.redirect("/inloggen/code")
	case v.r.Method == http.MethodPost && err == nil:
		query.Set("verlopen", "ja")
	case v.r.Method == http.MethodGet && v.r.URL.Path != "/":
		query.Set("naar", v.r.URL.RequestURI())
	}
	if len(query) == 0 {
		return v.redirect("/inloggen")
	}
	return v.redirect("/inloggen?" + query.Encode())
}

// start sends everyone on to the page on which their role begins.
func (v *visit) start() error { return v.redirect(startOf(v.principal.Role)) }
