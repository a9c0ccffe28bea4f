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
	if v.session.Person == "" {
		return v.redirect("/inloggen")
	}
	return v.codePageFor(v.session.Person, "/inloggen/code", http.StatusOK, "")
}

// codePageFor asks for a code, of a secret that is made here for who has none.
func (v *visit) codePageFor(person, to string, status int, wrong string) error {
	p := &codePage{Frame: Frame{Title: "Uw code"}, To: to, Wrong: wrong}
	factor, found, err := v.web.Register.SecondFactor(v.ctx(), person)
	if err != nil {
		return err
	}
	if found && factor.Confirmed {
		return v.pageWith(status, "inloggen-code", p)
	}
	if !found {
		if factor.Secret, err = v.newSecret(person); err != nil {
			return err
		}
	}
	who, err := v.web.Register.Person(v.ctx(), person)
	if err != nil {
		return err
	}
	address := keyAddress(v.web.Library.Sender().Organisatie, who.Email, factor.Secret)
	p.Title = "Stel uw code in"
	p.Secret, p.Address = inFours(factor.Secret), template.URL(address)
	if p.QR, err = drawQR(address); err != nil {
		return err
	}
	return v.pageWith(status, "inloggen-code", p)
}

// newSecret makes a secret and gives it to a person, to be confirmed by a first code.
func (v *visit) newSecret(person string) (string, error) {
	chance := make([]byte, 20) // as RFC 4226 recommends
	if _, err := io.ReadFull(v.web.Random, chance); err != nil {
		return "", fmt.Errorf("web: second step: %w", err)
	}
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(chance)
	return secret, v.web.Register.ProposeSecondFactor(v.ctx(), person, secret)
}

// useCode takes the code of who takes the second step, and lets them in.
func (v *visit) useCode() error {
	person := v.session.Person
	if person == "" {
		return v.redirect("/inloggen")
	}
	wrong, status, err := v.takeCode(person)
	if err != nil {
		return err
	}
	if wrong == "" {
		return v.letIn(person, "link en code", v.session.Next)
	}
	v.change(func(s *session) { s.Wrong++ })
	if v.session.Wrong >= mostWrong {
		if err := v.begin(session{Notice: "De code klopte een paar keer niet. Begin opnieuw."}); err != nil {
			return err
		}
		return v.redirect("/inloggen")
	}
	return v.codePageFor(person, "/inloggen/code", status, wrong)
}

// takeCode looks at the code that was given, and says what is wrong with it.
func (v *visit) takeCode(person string) (wrong string, status int, err error) {
	form, err := v.form()
	if err != nil {
		return "", 0, err
	}
	code := strings.ReplaceAll(form.Get("code"), " ", "")
	if len(code) != int(otp.DigitsSix) || strings.Trim(code, "0123456789") != "" {
		return "Een code heeft zes cijfers. Typ de cijfers die uw app nu laat zien.", http.StatusBadRequest, nil
	}
	err = v.web.Register.UseCode(v.ctx(), person, func(secret string) (int64, bool) { return stepOf(secret, code, v.began) })
	result := "goed"
	switch {
	case errors.Is(err, storage.ErrWrongCode):
		wrong, status, result = "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code in uw app, en typ die.", http.StatusForbidden, "fout"
	case errors.Is(err, storage.ErrWaitForCode):
		wrong, status, result = "De code klopte te vaak niet. Wacht een kwartier en probeer het dan opnieuw.", http.StatusTooManyRequests, "te vaak fout"
	case err != nil:
		return "", 0, err
	}
	return wrong, status, v.log(person, actionCode, person, result)
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
