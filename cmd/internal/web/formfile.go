package web

// Files that come with a form. They are looked at and kept at once, so that a form that is shown again still has them; an
// act refers to them by their hash.

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"convenant/cmd/internal/archive"
	"convenant/documents/upload"
	"convenant/storage"
)

// mostSent is what a form with a file may be in all. It is more than is kept, so that a scan that is too large is refused at
// its field, beside all that was typed.
var mostSent = 4*int64(upload.Usual.Bytes) + mostPosted

// filePatience is how long a form with a file may take on its way: twenty megabytes over a slow line.
const filePatience = 5 * time.Minute

// mostInMemory is how much of a form with files stands in memory; the rest goes by the disk.
const mostInMemory = 1 << 20

// formWithFiles reads a form that may have files. In the place of each comes its hash, or nothing with a remark.
func (v *visit) formWithFiles() (url.Values, error) {
	if !strings.HasPrefix(v.r.Header.Get("Content-Type"), "multipart/form-data") {
		return v.form()
	}
	v.takeTime()
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, mostSent)
	if err := v.r.ParseMultipartForm(mostInMemory); err != nil {
		return nil, tooLarge(err)
	}
	defer func() { _ = v.r.MultipartForm.RemoveAll() }() // what is left on the disk is cleared by the system
	if err := v.stillMay(); err != nil {
		return nil, err
	}
	typed := tidied(v.r.MultipartForm.Value)
	for _, name := range []string{"bijlage", "bijlagen"} {
		files := v.r.MultipartForm.File[name]
		files = files[:min(len(files), 1)]
		for _, f := range files {
			if f.Size == 0 {
				continue
			}
			if err := v.keepFile(typed, name, f); err != nil {
				return nil, err
			}
		}
	}
	return typed, nil
}

// takeTime gives who is known longer to send a form than a stranger has.
func (v *visit) takeTime() {
	line, until := http.NewResponseController(v.w), time.Now().Add(filePatience)
	_ = line.SetReadDeadline(until) // where there is no line to wait for, nothing needs to wait
	_ = line.SetWriteDeadline(until.Add(filePatience))
}

// tooLarge says why a form with a file could not be read.
func tooLarge(err error) error {
	if large := new(http.MaxBytesError); errors.As(err, &large) {
		return &fault{status: http.StatusRequestEntityTooLarge, code: "te-groot", title: "Het bestand is te groot",
			detail: "Een bestand mag ten hoogste " + mostMegabytes + " zijn. Er is niets vastgelegd.",
			remedy: "Ga terug met uw browser: wat u invulde, staat er nog. Scan het in zwart-wit of met een lagere resolutie, en kies het opnieuw."}
	}
	return badForm
}

var mostMegabytes = strconv.Itoa(upload.Usual.Bytes>>20) + "\u00a0MB"

// keepFile looks at a file and keeps it.
func (v *visit) keepFile(typed url.Values, name string, header *multipart.FileHeader) error {
	if header.Size > int64(upload.Usual.Bytes) {
		typed.Set(name+"-fout", "Dit bestand is groter dan "+mostMegabytes+". Scan het in zwart-wit of met een lagere resolutie, en kies het opnieuw.")
		return nil
	}
	select {
	case v.web.intake <- struct{}{}:
		defer func() { <-v.web.intake }()
	case <-v.ctx().Done():
		return v.ctx().Err()
	}
	file, err := header.Open()
	if err != nil {
		return badForm
	}
	defer file.Close()
	b, err := io.ReadAll(file)
	if err != nil {
		return badForm
	}
	f, refusal, err := upload.Look(v.ctx(), b, upload.Usual)
	if errors.Is(err, upload.ErrBroken) {
		v.seen.Err = err // for the log; who sent it is told what would do
	} else if err != nil {
		return err
	}
	if refusal != nil {
		typed.Set(name+"-fout", joined(refusal.Detail, refusal.Remedy))
		return nil
	}
	kept := storage.Upload{SHA256: f.SHA256, Type: f.Type, Pages: f.Pages, By: v.principal.ID}
	if err := v.web.Register.AddUpload(v.ctx(), kept, b); errors.Is(err, storage.ErrTooManyUploads) {
		typed.Set(name+"-fout", "Er wachten al te veel bestanden die u eerder stuurde. Maak eerst een van die formulieren af.")
		return nil
	} else if err != nil {
		return err
	}
	typed.Set(name, f.SHA256)
	typed.Set(name+"-naam", header.Filename)
	return nil
}

// checkFiles says at its field what is wrong with a file, and refuses the hash of one that is not the sender's.
func (v *visit) checkFiles(d *filling) error {
	for _, f := range d.Fields {
		if f.Form != aFile {
			continue
		}
		if words := d.typed.Get(f.Name + "-fout"); words != "" {
			f.Fault = words
		}
		if f.Value == "" {
			continue
		}
		sees, err := false, error(nil)
		if archive.IsHash(f.Value) {
			sees, err = v.archive().SeesFile(v.ctx(), v.reader(), f.Value)
		}
		if err != nil {
			return err
		}
		if !sees {
			f.Value, f.File = "", ""
			f.Fault = "Kies het bestand opnieuw: het is niet bewaard."
		}
	}
	return nil
}
