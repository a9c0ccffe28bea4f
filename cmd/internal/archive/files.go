package archive

// Files that came in: scans of letters and what else acts refer to, kept exactly as they were sent.

import (
	"context"
	"errors"
	"slices"

	"convenant/cmd/internal/access"
	"convenant/documents/upload"
	"convenant/storage"
)

// File is a file that came in.
type File struct {
	SHA256 string
	Name   string // under which it is saved
	Type   string // the media type
}

// mostReferences is how many facts that refer to a file are looked at for one that somebody may see.
const mostReferences = 50

// SeesFile reports whether the reader may see a file: because they sent it and have not referred to it yet, or because
// they may see a fact that does.
func (a *Archive) SeesFile(ctx context.Context, who Reader, sha256 string) (bool, error) {
	sent, err := a.register.Sent(ctx, sha256, who.ID)
	if err != nil || sent {
		return sent, err
	}
	references, err := a.register.References(ctx, sha256, mostReferences)
	if err != nil {
		return false, err
	}
	for _, at := range references {
		if err := a.Visible(ctx, who, at.Convenant); errors.Is(err, storage.ErrUnknown) {
			continue
		} else if err != nil {
			return false, err
		}
		record, _, err := a.register.Load(ctx, at.Convenant)
		if err != nil {
			return false, err
		}
		if facts := record.Facts(); at.Fact >= 1 && at.Fact <= len(facts) {
			if f := facts[at.Fact-1]; slices.Contains(f.Files(), sha256) && access.SeesFiles(who.Principal, f) {
				return true, nil
			}
		}
	}
	return false, nil
}

// File finds a file that the reader may see. It fails with ErrNoFile.
func (a *Archive) File(ctx context.Context, who Reader, sha256 string) (File, error) {
	if !IsHash(sha256) {
		return File{}, ErrNoFile
	}
	sees, err := a.SeesFile(ctx, who, sha256)
	if err != nil {
		return File{}, err
	}
	if !sees {
		return File{}, ErrNoFile
	}
	kind, err := a.register.TypeOfFile(ctx, sha256)
	if err != nil {
		return File{}, err
	}
	return File{sha256, "bijlage-" + sha256[:8] + extensions[kind], kind}, nil
}

// Read gives what is in a file, exactly as it was sent.
func (a *Archive) Read(ctx context.Context, f File) ([]byte, error) {
	return a.register.File(ctx, f.SHA256)
}

// extensions end the name under which a file is saved.
var extensions = map[string]string{upload.PDF: ".pdf", upload.JPEG: ".jpg", upload.PNG: ".png"}

// IsHash reports that a name has the form of a SHA-256. Another name stands for paper.
func IsHash(name string) bool {
	return len(name) == 64 && !slices.ContainsFunc([]byte(name), func(b byte) bool { return (b < '0' || b > '9') && (b < 'a' || b > 'f') })
}
