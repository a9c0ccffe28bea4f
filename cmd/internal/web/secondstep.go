package web

// The second step: a code that an app on somebody's phone computes (TOTP, RFC 6238). Secretariaat and beheer must; for
// others it is a choice. Who must and has none yet, is given the secret on the way in.

import (
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"rsc.io/qr"

	"convenant/storage"
)

// codeEvery is how long a code holds; one that is a step early or late is taken too, because clocks differ.
const codeEvery = 30

// mostWrong is how often somebody may be wrong before they must begin anew.
const mostWrong = 5

// codePage asks for a code. With a Secret it is the first time, and the page tells how to get one.
type codePage struct {
	Frame
	To      string       // where the form goes
	Secret  string       // in groups of four, to type over
	Address template.URL // of the secret, for an app on the same device
	QR      template.HTML
	Wrong   string
}

// askCode asks who takes the second step for their code.
func (v *visit) askCode() error {
	if !v.session.half() {
		return v.redirect("/inloggen")
	}
	return v.codePage("/inloggen/code", http.StatusOK, "")
}

// codePage asks the person of the session for a code. Who has no second step yet gets a secret to set one up with, which only
// this session knows until a right code was given.
func (v *visit) codePage(to string, status int, wrong string) error {
	who, err := v.web.Register.Person(v.ctx(), v.session.Person)
	if errors.Is(err, storage.ErrNoPrincipal) { // erased meanwhile
		return errors.Join(v.endSession(), errNotKnown)
	}
	if err != nil {
		return err
	}
	has, err := v.web.Register.HasSecondFactor(v.ctx(), who.ID)
	if err != nil {
		return err
	}
	p := &codePage{Frame: Frame{Title: "Uw code"}, To: to, Wrong: wrong}
	if has {
		return v.pageWith(status, "inloggen-code", p)
	}
	if v.session.Secret == "" {
		chance := make([]byte, 20) // as RFC 4226 recommends
		if _, err := io.ReadFull(v.web.Random, chance); err != nil {
			return fmt.Errorf("web: second step: %w", err)
		}
		v.change(func(s *session) { s.Secret = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(chance) })
	}
	address := keyAddress(v.web.Library.Sender().Organisatie, who.Email, v.session.Secret)
	p.Title = "Stel uw code in"
	p.Secret, p.Address = inFours(v.session.Secret), template.URL(address)
	if p.QR, err = drawQR(address); err != nil {
		return err
	}
	return v.pageWith(status, "inloggen-code", p)
}

// useCode takes the code of who takes the second step, and lets them in.
func (v *visit) useCode() error {
	if !v.session.half() {
		return v.redirect("/inloggen")
	}
	was := v.session
	wrong, status, err := v.takeCode()
	if err != nil {
		return err
	}
	switch {
	case wrong == "":
		if err := v.begin(session{Person: was.Person, Strong: true, Next: was.Next, Role: was.Role}); err != nil {
			return err
		}
		return v.letIn("link en code")
	case status == http.StatusForbidden: // a code, and not the right one
		if err := v.stillMay(); err != nil { // a second press on the button: the first was right, and has a session of its own
			return err
		}
		v.change(func(s *session) { s.Wrong++ })
	}
	if v.session.Wrong >= mostWrong {
		if err := v.begin(session{Next: was.Next, Notice: "De code klopte vijf keer niet. Wacht een kwartier, en begin dan opnieuw."}); err != nil {
			return err
		}
		return v.redirect("/inloggen")
	}
	return v.codePage("/inloggen/code", status, wrong)
}

// takeCode looks at the code that the person of the session gave, and says what is wrong with it.
func (v *visit) takeCode() (wrong string, status int, err error) {
	form, err := v.form()
	if err != nil {
		return "", 0, err
	}
	code := strings.ReplaceAll(form.Get("code"), " ", "")
	if len(code) != int(otp.DigitsSix) || strings.Trim(code, "0123456789") != "" {
		return "Een code heeft zes cijfers. Typ de cijfers die uw app nu laat zien.", http.StatusBadRequest, nil
	}
	person, action, result := v.session.Person, actionCode, "goed"
	has, err := v.web.Register.HasSecondFactor(v.ctx(), person)
	switch {
	case err != nil:
		return "", 0, err
	case has:
		err = v.web.Register.UseCode(v.ctx(), person, func(secret string) (int64, bool) { return stepOf(secret, code, v.began) })
	default:
		action, err = actionNewCode, v.firstCode(person, code)
	}
	switch {
	case errors.Is(err, storage.ErrWrongCode):
		wrong, status, result = "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code in uw app, en typ die.", http.StatusForbidden, "fout"
	case errors.Is(err, storage.ErrWaitForCode):
		wrong, status, result = "De code klopte te vaak niet. Wacht een kwartier en probeer het dan opnieuw.", http.StatusTooManyRequests, "te vaak fout"
	case errors.Is(err, storage.ErrNoPrincipal):
		return "", 0, errors.Join(v.endSession(), errNotKnown)
	case err != nil:
		return "", 0, err
	}
	if wrong != "" {
		v.seen.Result = "code-fout"
	}
	return wrong, status, v.log(person, action, person, result)
}

// firstCode sets the second step of a person, when the code is of the secret that this session was shown.
func (v *visit) firstCode(person, code string) error {
	step, ok := stepOf(v.session.Secret, code, v.began)
	if v.session.Secret == "" || !ok {
		return storage.ErrWrongCode
	}
	err := v.web.Register.SetSecondFactor(v.ctx(), person, v.session.Secret, step)
	if errors.Is(err, storage.ErrHasFactor) { // another session was first: its codes count
		return storage.ErrWrongCode
	}
	return err
}

// stepOf tells of which step in time a code is, if it is of now or of just before or after.
func stepOf(secret, code string, now time.Time) (step int64, ok bool) {
	for _, ahead := range []time.Duration{0, -codeEvery * time.Second, codeEvery * time.Second} {
		at := now.Add(ahead)
		want, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{Period: codeEvery, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at.Unix() / codeEvery, true
		}
	}
	return 0, false
}

// inFours parts a secret in groups of four, to type over.
func inFours(secret string) string {
	var groups []string
	for len(secret) > 4 {
		groups = append(groups, secret[:4])
		secret = secret[4:]
	}
	return strings.Join(append(groups, secret), " ")
}

// drawQR draws an address to be scanned: dark on light whatever the page is, because scanners expect that.
func drawQR(address string) (template.HTML, error) {
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return "", fmt.Errorf("web: QR code: %w", err)
	}
	const quiet = 4 // modules of white around it, which the standard asks for
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	size := code.Size + 2*quiet
	return template.HTML(fmt.Sprintf(`<svg class="qr" role="img" aria-label="Code om te scannen met uw app" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`,
		size, size, size, size, path.String())), nil
}
