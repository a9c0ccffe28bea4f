package web

// Coming in: who somebody is was shown by a link in their mail (signinlink.go) or at the provider of the house (openid.go). A
// second step (secondstep.go) follows for who has one, and for the roles that must. A session remembers which steps were
// taken, and is good for no role that asks for more.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"convenant/storage"
)

// signInPage asks for an address.
type signInPage struct {
	Frame
	Next    string
	Over    bool   // a session was over, and what was sent then is not kept
	Address string // as it was typed
	Wrong   string // what is wrong with it
	ByMail  bool
	OpenID  string // the name of the provider; empty without one
}

// signIn asks who is there.
func (v *visit) signIn() error {
	switch {
	case v.web.Eyes:
		return v.chooseEyes()
	case v.principal.ID != "":
		return v.onwards(v.query("naar"))
	}
	return v.askAddress(http.StatusOK, v.query("naar"), "", "")
}

func (v *visit) askAddress(status int, next, address, wrong string) error {
	p := &signInPage{Frame: Frame{Title: "Inloggen"}, Next: backTo(next), Over: v.query("verlopen") != "", Address: address, Wrong: wrong, ByMail: v.web.SendLink != nil}
	if v.web.OpenID != nil {
		p.OpenID = v.web.OpenID.Name
	}
	return v.pageWith(status, "inloggen", p)
}

// onwards sends who is in to where they wanted to go, or to the page on which their role begins.
func (v *visit) onwards(next string) error {
	next = backTo(next)
	at, err := url.Parse(next)
	if err != nil {
		return err // backTo has parsed it
	}
	for _, door := range []string{"/inloggen", "/uitloggen", "/eerste-beheerder", "/ogen"} {
		if at.Path == door || strings.HasPrefix(at.Path, door+"/") {
			next = "/"
		}
	}
	if next == "/" {
		next = startOf(v.principal.Role)
	}
	return v.redirect(next)
}

// firstStepTaken lets a person in who showed who they are, or asks for a second step; strong is that two steps were taken
// elsewhere.
func (v *visit) firstStepTaken(person, how string, strong bool) error {
	next := v.session.Next
	has, err := v.web.Register.HasSecondFactor(v.ctx(), person)
	if err != nil {
		return err
	}
	if err := v.begin(session{Person: person, Strong: strong, Next: next}); err != nil {
		return err
	}
	if has && !strong {
		return v.redirect("/inloggen/code")
	}
	return v.letIn(how)
}

// mustHaveCode reports that a role is not for who has shown no more than that they read somebody's mail.
func mustHaveCode(p storage.Principal) bool {
	return p.Role == storage.RoleSecretariat || p.Role == storage.RoleOperator
}

// letIn lets in who took the steps that the session tells of, in the role that they chose or the first of their roles as the
// roles are listed. Where that asks for one step more, it goes first.
func (v *visit) letIn(how string) error {
	was := v.session
	grants, err := v.web.Register.GrantsOf(v.ctx(), was.Person)
	if err != nil {
		return err
	}
	if len(grants) == 0 {
		return errors.Join(v.log(was.Person, actionComeIn, "", "geen toegang"), v.endSession(), noAccess)
	}
	slices.SortFunc(grants, byRole)
	chosen := grants[max(0, slices.IndexFunc(grants, func(p storage.Principal) bool { return p.ID == was.Role }))]
	if mustHaveCode(chosen) && !was.Strong {
		return v.redirect("/inloggen/code")
	}
	if err := v.begin(session{Person: was.Person, Strong: was.Strong, Principal: chosen.ID}); err != nil {
		return err
	}
	v.principal, v.seen.Actor = chosen, chosen.ID
	if err := v.log(chosen.ID, actionComeIn, "", how); err != nil {
		return err
	}
	return v.onwards(was.Next)
}

// byRole orders grants as the roles are listed, and those for Partijen by name.
func byRole(a, b storage.Principal) int {
	return cmp.Or(slices.Index(storage.Roles, a.Role)-slices.Index(storage.Roles, b.Role), strings.Compare(a.Party, b.Party))
}

// principalOf finds whom a session is of, if what was granted to them still holds, and asks for no step that was not taken.
func (v *visit) principalOf(s session) (storage.Principal, error) {
	if s.Eyes != nil && v.web.Eyes {
		return s.Eyes.principal(), nil
	}
	p, err := v.web.Register.PrincipalByID(v.ctx(), s.Principal)
	if err == nil && mustHaveCode(p) && !s.Strong {
		return storage.Principal{}, storage.ErrNoPrincipal
	}
	return p, err
}

func (v *visit) signOut() error {
	actor := v.principal.ID
	if err := v.begin(session{Notice: "U bent uitgelogd."}); err != nil {
		return err
	}
	if actor != "" {
		if err := v.log(actor, "uitloggen", "", "gedaan"); err != nil {
			return err
		}
	}
	return v.redirect("/inloggen")
}

// noAccess tells somebody who is known that they may not come in any more.
var noAccess = &fault{status: http.StatusForbidden, code: "geen-toegang", title: "U hebt geen toegang",
	detail: "Er is op dit moment niets waarvoor u toegang hebt.", remedy: "Vraag de beheerder om u toegang te geven."}

// What the operating log says was done.
const (
	actionAskLink  = "link-vragen"
	actionSignCode = "ondertekencode-maken"
	actionComeIn   = "inloggen"
	actionCode     = "code-geven"
	actionNewCode  = "code-instellen"
)

// log enters something in the operating log.
func (v *visit) log(actor, action, object, result string) error {
	return v.web.log(v.ctx(), v.seen.Origin, actor, action, object, result)
}

func (w *Web) log(ctx context.Context, origin, actor, action, object, result string) error {
	if w.Eyes {
		return nil
	}
	if err := w.Register.Log(ctx, storage.LogEntry{Action: action, Object: object, Result: result, Origin: origin, Actor: actor}); err != nil {
		return fmt.Errorf("web: operating log: %w", err)
	}
	return nil
}
