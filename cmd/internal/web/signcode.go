package web

// The code with which a signature counts: mailed at that moment to who is signed in, or handed out by the secretariaat to
// who has no mail at hand. It is asked on the page that shows what would follow.

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"time"

	"convenant/storage"
	"convenant/workflow"
)

// How long a code lasts; templates/mail/ondertekencode.md says so of one that is mailed.
const (
	mailedCodeLasts = 15 * time.Minute
	handedCodeLasts = 7 * 24 * time.Hour
)

// mailPatience is how long somebody waits for the mail server to take a code.
const mailPatience = 15 * time.Second

// SendCode mails somebody a code to sign a convenant with, for a Partij; id names the message. Its error names neither
// address nor code.
type SendCode func(ctx context.Context, id, name, address, convenant, party, code string) error

// codeAsked is how a code is asked.
type codeAsked struct {
	ByMail bool   // it can be mailed
	Wanted bool   // that was asked for just now
	To     string // the address it was mailed to just now
	Shown  string // the code itself: in a demonstration, from which no mail goes out
	Value  string // what was typed
	Fault  string
	status int // of the answer, when no code could be given
}

// Sent reports that somebody was given a code, or typed one.
func (c codeAsked) Sent() bool { return c.To != "" || c.Shown != "" || c.Value != "" || c.Fault != "" }

// newCode makes a code of six digits, in two groups.
func newCode(chance io.Reader) (string, error) {
	n, err := rand.Int(chance, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("web: code to sign with: %w", err)
	}
	return fmt.Sprintf("%03d %03d", n.Int64()/1000, n.Int64()%1000), nil
}

// digits are those of a code that was typed.
func digits(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, typed)
}

// keepCode makes a code and keeps it.
func (v *visit) keepCode(c storage.SignCode) (string, error) {
	code, err := newCode(v.web.Random)
	if err != nil {
		return "", err
	}
	salt := make([]byte, 16)
	if _, err := io.ReadFull(v.web.Random, salt); err != nil {
		return "", fmt.Errorf("web: code to sign with: %w", err)
	}
	return code, v.web.Register.AddSignCode(v.ctx(), c, hex.EncodeToString(salt), digits(code))
}

// signCodeOf is where the code of this form counts.
func (v *visit) signCodeOf(d *filling) storage.SignCode {
	return storage.SignCode{Convenant: d.ID, Party: d.value("partij"), For: v.principal.ID, Text: d.value("sha256"), By: v.principal.ID, Expires: v.web.Now().Add(mailedCodeLasts)}
}

// askSignCode makes ready that a code is asked, and mails one when that is wanted.
func (v *visit) askSignCode(d *filling) error {
	c := &d.Signs.Code
	c.ByMail = v.web.SendCode != nil && v.session.Person != "" || v.web.Eyes
	c.Value = d.typed.Get("code")
	if !c.Wanted || !c.ByMail {
		return nil
	}
	c.Value = ""
	code, err := v.keepCode(v.signCodeOf(d))
	switch {
	case errors.Is(err, storage.ErrTooManySignCodes):
		c.Fault, c.status = "U hebt in korte tijd al vijf codes gevraagd. Wacht een uur, of vraag het secretariaat om een code.", http.StatusTooManyRequests
		return nil
	case err != nil:
		return err
	case v.web.Eyes:
		c.Shown = code
		return nil
	}
	person, err := v.web.Register.Person(v.ctx(), v.session.Person)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(v.ctx(), mailPatience)
	defer cancel()
	result := "verzonden"
	if err := v.web.SendCode(ctx, "code-"+v.seen.Request, person.Name, person.Email, d.Name, partyName(d.state, d.value("partij")), code); err != nil {
		v.seen.Err, result = err, "niet verzonden"
		c.status = http.StatusServiceUnavailable
		c.Fault = "De code kon niet worden gemaild. Probeer het over een minuut opnieuw, of vraag het secretariaat om een code."
	} else {
		c.To = person.Email
	}
	return v.log(v.principal.ID, actionSignCode, d.ID, result)
}

// checkSignCode looks at the code that was typed. It says what is wrong with it.
func (v *visit) checkSignCode(d *filling) (found storage.SignCode, wrong string, err error) {
	code := digits(d.typed.Get("code"))
	if code == "" {
		return found, "Vul de code in. Hebt u er nog geen? Vraag dan een code aan.", nil
	}
	found, err = v.web.Register.CheckSignCode(v.ctx(), v.signCodeOf(d), code)
	switch {
	case errors.Is(err, storage.ErrWrongSignCode):
		return found, "Deze code klopt niet. Typ de code uit het laatste bericht dat u kreeg.", nil
	case errors.Is(err, storage.ErrNoSignCode):
		return found, codeGone, nil
	}
	return found, "", err
}

const codeGone = "Deze code werkt niet (meer). Vraag een nieuwe code aan."

// signsItself reports that the form is that of a Partij that signs itself.
func (v *visit) signsItself() bool {
	return v.r.PathValue("wat") == string(workflow.Sign) && v.principal.Role != storage.RoleSecretariat
}

// notSigned asks the code once more, unless the same form was recorded in this very moment: then it was a second press.
func (v *visit) notSigned(d *filling, wrong string) error {
	if done, found, err := v.wasRecorded(d.typed); err != nil || found {
		return v.tellDone(done, err)
	}
	now, err := v.beginDeed(d.typed)
	if err != nil {
		return err
	}
	now.Key, now.Stand = d.Key, d.Stand
	return v.signAgain(now, wrong)
}

// signAgain shows the page that asks the code once more, with what is wrong.
func (v *visit) signAgain(d *filling, wrong string) error {
	look, err := v.tryOut(d, d.steps())
	if err != nil {
		return err
	}
	if look.refusal != nil {
		d.refuse(look.refusal)
		return v.formAgain(d, look.refusal.Code)
	}
	d.Signs.Code.Fault, v.seen.Result = wrong, "code-fout"
	d.Title = "Nog niet ondertekend: " + d.Title
	return v.showOutlook(http.StatusForbidden, d, look)
}

// handedCodePage shows a code that was made for a Partij, once.
type handedCodePage struct {
	*dossier
	Parties []pick
	Party   string // for whom the code is
	Code    string
	Until   time.Time
	Fault   string
}

// handOutForm asks for which Partij a code is to be made.
func (v *visit) handOutForm() error {
	p, err := v.handOut()
	if err != nil {
		return err
	}
	return v.page("ondertekencode", p)
}

// handOut lists for whom a code can be made: who can sign now.
func (v *visit) handOut() (*handedCodePage, error) {
	d, s, err := v.openDossier("mogelijk")
	if err != nil {
		return nil, err
	}
	if v.principal.Role != storage.RoleSecretariat || d.Elsewhen() {
		return nil, noSuchPage
	}
	p := &handedCodePage{dossier: d}
	for _, o := range d.record.Options(workflow.Secretariat, v.today) {
		if id := o.Act.Data.Get("partij").Text; o.Act.Kind == workflow.Sign && o.Refusal == nil {
			p.Parties = append(p.Parties, either(id, partyName(s, id)))
		}
	}
	d.Title = "Een code om te ondertekenen – " + d.Name
	d.Crumbs = append(d.Crumbs, crumb{d.Name, d.To("")})
	return p, nil
}

// handOutCode makes a code for a Partij and shows it.
func (v *visit) handOutCode() error {
	typed, err := v.form()
	if err != nil {
		return err
	}
	p, err := v.handOut()
	if err != nil {
		return err
	}
	party := typed.Get("partij")
	for _, c := range p.Parties {
		if c.Value == party {
			p.Party = c.Words
		}
	}
	if p.Party == "" {
		p.Fault = "Kies de Partij die gaat ondertekenen."
		return v.pageWith(http.StatusBadRequest, "ondertekencode", p)
	}
	c := storage.SignCode{Convenant: p.ID, Party: party, Text: p.state.Text.SHA256(), By: v.principal.ID, Expires: v.web.Now().Add(handedCodeLasts)}
	code, err := v.keepCode(c)
	if errors.Is(err, storage.ErrTooManySignCodes) {
		p.Party, p.Fault = "", "Voor deze Partij zijn in korte tijd al vijf codes gemaakt. Wacht een uur."
		return v.pageWith(http.StatusTooManyRequests, "ondertekencode", p)
	}
	if err != nil {
		return err
	}
	p.Code, p.Until = code, c.Expires
	if err := v.log(v.principal.ID, actionSignCode, p.ID, "uitgereikt"); err != nil {
		return err
	}
	return v.page("ondertekencode", p)
}
