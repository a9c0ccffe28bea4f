package web

// The first operator: whoever has the link that a new register prints on the terminal, once.

import (
	"errors"
	"net/http"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/secret"
	"convenant/storage"
)

// firstOperatorPage asks who the first operator is.
type firstOperatorPage struct {
	Frame
	Name, Address           string
	WrongName, WrongAddress string
}

func (v *visit) firstOperator() error {
	return v.withFirstLink(func(string) error {
		return v.page("eerste-beheerder", &firstOperatorPage{Frame: Frame{Title: "De eerste beheerder"}})
	})
}

// withFirstLink does something for who has the link, of which it gets the hash.
func (v *visit) withFirstLink(f func(hash string) error) error {
	hash := secret.Hash(v.r.PathValue("geheim"))
	_, err := v.web.Register.FindLink(v.ctx(), hash, storage.LinkFirstOperator)
	if errors.Is(err, storage.ErrNoLink) {
		return v.noLink(true)
	}
	if err != nil {
		return err
	}
	return f(hash)
}

func (v *visit) addFirstOperator() error {
	form, err := v.form()
	if err != nil {
		return err
	}
	return v.withFirstLink(func(hash string) error {
		p := &firstOperatorPage{Frame: Frame{Title: "De eerste beheerder"}, Name: form.Get("naam"), Address: form.Get("email")}
		p.WrongName, p.WrongAddress = wrongName(p.Name), wrongAddress(p.Address)
		if p.WrongName != "" || p.WrongAddress != "" {
			return v.pageWith(http.StatusBadRequest, "eerste-beheerder", p)
		}
		first, err := v.web.Register.FirstOperator(v.ctx(), hash, p.Name, p.Address)
		switch {
		case errors.Is(err, storage.ErrNoLink):
			return v.noLink(true)
		case errors.Is(err, storage.ErrTaken):
			p.WrongAddress = "Dit e-mailadres is al van iemand anders. Gebruik een ander adres."
			return v.pageWith(http.StatusConflict, "eerste-beheerder", p)
		case err != nil:
			return err
		}
		if err := v.log(first.ID, "eerste-beheerder-worden", first.Person, "gedaan"); err != nil {
			return err
		}
		return v.firstStepTaken(first.Person, "eerste link", false)
	})
}

// Bounds of what is typed of a person.
const (
	mostName    = 200 // characters
	mostAddress = 254 // bytes (RFC 5321, 4.5.3.1.3, less the brackets)
)

// wrongName tells what is wrong with the name of a person, or nothing.
func wrongName(name string) string {
	switch {
	case name == "":
		return "Vul een naam in."
	case utf8.RuneCountInString(name) > mostName:
		return "Deze naam is te lang. Gebruik ten hoogste 200 tekens."
	case !api.Readable(name), !strings.ContainsFunc(name, unicode.IsLetter), strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Cf, r) }):
		return "Deze naam heeft tekens die niet in een naam horen, of geen enkele letter."
	}
	return ""
}

// wrongAddress tells what is wrong with an address of mail, or nothing. The part after the @ is that of a mail server elsewhere.
func wrongAddress(address string) string {
	parsed, err := mail.ParseAddress(address)
	_, host, _ := strings.Cut(address, "@")
	switch {
	case address == "":
		return "Vul een e-mailadres in."
	case err != nil || parsed.Address != address || len(address) > mostAddress || !strings.Contains(strings.Trim(host, "."), ".") || strings.ContainsAny(host, "[]"):
		return "Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@voorbeeld.nl."
	}
	return ""
}
