package api

// Attachments: a file is sent first, looked at and kept, and is then named by its hash in the acts that it belongs to.

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"

	"convenant/cmd/internal/archive"
	"convenant/documents/upload"
	"convenant/storage"
	"convenant/workflow"
)

// attachmentTypes are the media types that can be sent. What a file is, its content says.
var attachmentTypes = []string{upload.PDF, upload.JPEG, upload.PNG}

// attachmentAnswer tells what was kept.
type attachmentAnswer struct {
	SHA256 string `json:"sha256" doc:"De vingerafdruk. Een handeling verwijst hiermee naar het bestand."`
	Type   string `json:"soort" doc:"Wat het is, naar de inhoud." enum:"application/pdf,image/jpeg,image/png"`
	Bytes  int    `json:"bytes"`
	Pages  int    `json:"paginas" doc:"Het aantal bladzijden; van een afbeelding 1."`
}

// mostAtOnce is how many files are taken in together: each stands in memory until it was looked at.
const mostAtOnce = 4

func (c *call) attach() error {
	if err := c.query().err(); err != nil {
		return err
	}
	select {
	case c.api.intake <- struct{}{}:
		defer func() { <-c.api.intake }()
	case <-c.ctx().Done():
		return c.ctx().Err()
	}
	b, err := c.file()
	if err != nil {
		return err
	}
	f, refusal, err := upload.Look(c.ctx(), b, upload.Usual)
	c.seen.Object = f.SHA256
	if errors.Is(err, upload.ErrBroken) {
		c.seen.Err = err // for the log; who sent it is told what would do
	} else if err != nil {
		return err
	}
	if refusal != nil {
		return refusal
	}
	if err := c.api.Register.AddUpload(c.ctx(), storage.Upload{SHA256: f.SHA256, Type: f.Type, Pages: f.Pages, By: c.principal.ID}, b); errors.Is(err, storage.ErrTooManyUploads) {
		return tooManyFiles
	} else if err != nil {
		return err
	}
	c.seen.Result = resultRecorded
	c.w.Header().Set("Location", c.api.URL+Base+"/bijlagen/"+f.SHA256)
	return c.json(http.StatusCreated, attachmentAnswer{f.SHA256, f.Type, f.Size, f.Pages})
}

// file reads the body as it is, up to a bound.
func (c *call) file() ([]byte, error) {
	kind, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	encoding := c.r.Header.Get("Content-Encoding")
	if err != nil || !slices.Contains(attachmentTypes, kind) || encoding != "" && encoding != "identity" {
		return nil, notAFile
	}
	b, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, int64(upload.Usual.Bytes)))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, fileTooLarge
	} else if err != nil {
		return nil, invalid("", "Het bestand kwam niet heel over.")
	}
	return b, nil
}

// knownFiles refuses an act that names a file by a hash under which nothing is kept that the principal may see. Another
// name stands for paper, and is left as it is.
func (c *call) knownFiles(act workflow.Act) (*workflow.Refusal, error) {
	for _, name := range act.Files() {
		if !archive.IsHash(name) {
			continue
		}
		sees, err := c.api.archive.SeesFile(c.ctx(), c.reader(), name)
		if err != nil {
			return nil, err
		}
		if !sees {
			field := "bijlagen"
			if !slices.Contains(act.Attachments, name) {
				field = "gegevens.bijlage"
			}
			return &workflow.Refusal{Code: workflow.Unknown, Field: field, Detail: "Onder vingerafdruk " + name[:8] + "… is geen bestand aangeleverd dat met dit token in te zien is.",
				Remedy: "Lever het bestand eerst aan op " + Base + "/bijlagen en neem de vingerafdruk uit het antwoord over."}, nil
		}
	}
	return nil, nil
}

func (c *call) attachment() error {
	if err := c.query().err(); err != nil {
		return err
	}
	sha256 := c.r.PathValue("sha256")
	if archive.IsHash(sha256) {
		c.seen.Object = sha256
	}
	f, err := c.api.archive.File(c.ctx(), c.reader(), sha256)
	if errors.Is(err, archive.ErrNoFile) {
		return noSuchFile
	}
	if err != nil {
		return err
	}
	if c.unchanged(f.SHA256) {
		return nil
	}
	b, err := c.api.archive.Read(c.ctx(), f)
	if err != nil {
		return err
	}
	h := c.w.Header()
	h.Set("Content-Disposition", `attachment; filename="`+f.Name+`"`)
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	return c.bytes(http.StatusOK, f.Type, b)
}

var (
	noSuchFile = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), detail: "Dit bestand is er niet, of is met dit token niet in te zien.",
		remedy: "In de geschiedenis van een convenant staat bij elk feit welke bijlagen het heeft."}
	notAFile = &fault{status: http.StatusUnsupportedMediaType, code: codeNotJSON, detail: "Hier kan alleen een PDF, JPEG of PNG worden aangeleverd.",
		remedy: "Stuur het bestand zelf als inhoud, met de header Content-Type: application/pdf, image/jpeg of image/png.",
		header: http.Header{"Accept": {"application/pdf, image/jpeg, image/png"}}}
	fileTooLarge = &fault{status: http.StatusRequestEntityTooLarge, code: codeTooLarge, detail: "Het bestand is groter dan 20 MB.",
		remedy: "Scan het in zwart-wit of met een lagere resolutie, of stuur het in delen."}
	tooManyFiles = &fault{status: http.StatusConflict, code: codeTooManyFiles, detail: "Er wachten al 50 aangeleverde bestanden waar nog geen handeling naar verwijst.",
		remedy: "Verwijs er in een handeling naar. Wat een week wacht, wordt weggehaald."}
)
