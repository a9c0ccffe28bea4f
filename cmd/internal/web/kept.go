package web

// A form that arrives when the session of who sent it has ended. Nothing of it is taken in, and nothing is lost: it comes
// back whole, in a page that can be sent once more after signing in. The program keeps none of it.

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"convenant/cmd/internal/access"
)

// neverLost are the forms that somebody may have worked on for a while.
var neverLost = []access.Action{access.EnterAct, access.EnterDraft}

// keptPage gives back what was typed.
type keptPage struct {
	Frame
	Typed []keptField
	Files bool // there were files, which a browser cannot be given back
}

type keptField struct{ Name, Value string }

// keepTyped gives back the form, for after signing in. Of an empty one there is nothing to give back.
func (v *visit) keepTyped() (kept bool, err error) {
	p := &keptPage{Frame: Frame{Title: "U bent niet meer ingelogd"}}
	if v.r.PostForm == nil {
		v.r.Body = http.MaxBytesReader(v.w, v.r.Body, mostPosted)
		err := v.r.ParseMultipartForm(mostInMemory) // reads a form without files too, and then says so
		if err != nil && !errors.Is(err, http.ErrNotMultipart) {
			return false, badForm
		}
	}
	if v.r.MultipartForm != nil {
		p.Files = slices.ContainsFunc(fieldNames(v.r.MultipartForm.File), func(name string) bool { return v.r.MultipartForm.File[name][0].Size > 0 })
		defer func() { _ = v.r.MultipartForm.RemoveAll() }() // what is left on the disk is cleared by the system
	}
	typed := tidied(v.r.PostForm)
	for _, name := range fieldNames(typed) {
		for _, value := range typed[name] {
			p.Typed = append(p.Typed, keptField{name, strings.ReplaceAll(value, "\r\n", "\n")})
		}
	}
	if len(typed) == 0 {
		return false, nil
	}
	v.seen.Result = "niet-aangemeld"
	return true, v.pageWith(http.StatusUnauthorized, "opnieuw", p)
}

// fieldNames lists the names in a form, in order.
func fieldNames[V any](form map[string]V) []string {
	var names []string
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
