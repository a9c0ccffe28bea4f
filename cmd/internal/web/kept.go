package web

// A form that arrives when the session of who sent it has ended. Nothing of it is taken in, and nothing is lost: it comes
// back whole, in a page that can be sent once more after signing in. The program keeps none of it.

import (
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"

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

// mostFields is more than any form has.
const mostFields = 2000

type keptField struct{ Name, Value string }

// keepTyped gives back the form, for after signing in. Of an empty one there is nothing to give back.
func (v *visit) keepTyped() (kept bool, err error) {
	p := &keptPage{Frame: Frame{Title: "U bent niet meer ingelogd"}}
	typed := v.r.PostForm
	if typed == nil {
		if typed, p.Files, err = v.withoutFiles(); err != nil {
			return false, badForm
		}
	}
	p.Files = p.Files || v.r.MultipartForm != nil && len(v.r.MultipartForm.File) > 0
	typed = tidied(typed)
	delete(typed, "code") // is asked anew
	if p.Typed = keptFields(typed); len(p.Typed) > mostFields {
		return false, badForm
	}
	if len(p.Typed) == 0 {
		return false, nil
	}
	v.seen.Result = "niet-aangemeld"
	return true, v.pageWith(http.StatusUnauthorized, "opnieuw", p)
}

// keptFields lists what was typed, in the order of the names.
func keptFields(typed url.Values) []keptField {
	var list []keptField
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		for _, value := range typed[name] {
			list = append(list, keptField{name, value})
		}
	}
	return list
}

// withoutFiles reads a form, and lets its files pass by: nobody is known who might keep them.
func (v *visit) withoutFiles() (typed url.Values, files bool, err error) {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, mostSent)
	parts, err := v.r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		v.r.Body = http.MaxBytesReader(v.w, v.r.Body, mostPosted)
		err = v.r.ParseForm()
		return v.r.PostForm, false, err
	}
	typed = url.Values{}
	for left := mostPosted; err == nil; {
		var part *multipart.Part
		if part, err = parts.NextPart(); err != nil {
			break
		}
		if left -= len(part.FormName()) + 64; left < 0 {
			return nil, false, badForm
		}
		if part.FileName() != "" {
			files = true
			continue
		}
		var words []byte
		if words, err = io.ReadAll(io.LimitReader(part, int64(left)+1)); len(words) > left {
			return nil, false, badForm
		}
		left -= len(words)
		typed.Add(part.FormName(), string(words))
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return typed, files, err
}
