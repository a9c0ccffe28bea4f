package web

// Files that come with a form. They are looked at and kept at once, so that a form that is shown again still has them; an
// act refers to them by their hash.

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"convenant/cmd/internal/archive"
	"convenant/documents/upload"
	"convenant/storage"
)

// mostInMemory is how much of a form with files stands in memory; the rest goes by the disk.
const mostInMemory = 1 << 20

// formWithFiles reads a form that may have files. In the place of each comes its hash, or nothing with a remark.
func (v *visit) formWithFiles() (url.Values, error) {
	if !strings.HasPrefix(v.r.Header.Get("Content-Type"), "multipart/form-data") {
		return v.form()
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, int64(upload.Usual.Bytes)+mostPosted)
	if err := v.r.ParseMultipartForm(mostInMemory); err != nil {
		return nil, badForm
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

// keepFile looks at a file and keeps it.
func (v *visit) keepFile(typed url.Values, name string, header *multipart.FileHeader) error {
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
