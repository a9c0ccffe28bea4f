// Package upload looks at a file that somebody sends, before it is kept: what it is by its content and never by its name,
// whether it is whole, and whether anything in it does something when it is opened. What is accepted is kept byte for
// byte; nothing is made better here.
package upload

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"convenant/workflow"
)

// The kinds of files that are accepted, as media types.
const (
	PDF  = "application/pdf"
	JPEG = "image/jpeg"
	PNG  = "image/png"
)

// Limits bound what is accepted, and what looking at it may cost.
type Limits struct {
	Bytes   int           // of the file
	Pages   int           // of a PDF
	Pixels  int           // of an image, also of one in a PDF
	Objects int           // of a PDF
	Unpack  int64         // bytes that are unpacked in memory to look at a PDF
	Time    time.Duration // that looking at a PDF may take
}

// Usual are the limits for the scan of a letter with what belongs to it.
var Usual = Limits{Bytes: 20 << 20, Pages: 500, Pixels: 100_000_000, Objects: 250_000, Unpack: 64 << 20, Time: 5 * time.Second}

// File is what was found.
type File struct {
	SHA256 string // of the bytes, in hexadecimal
	Type   string // the media type, by content
	Size   int
	Pages  int // of a PDF; an image is one
}

// ErrBroken tells that the looking itself went wrong, in a way that is to be mended here: the file is not accepted, and
// the sentence for who sent it is that of [Unreadable].
var ErrBroken = errors.New("upload: a file could not be looked at")

// Look looks at a file. It gives a refusal with what would do when the file is not accepted; beside that refusal may stand
// an error for the log, when the reader of PDF itself failed on it.
func Look(ctx context.Context, b []byte, l Limits) (File, *workflow.Refusal, error) {
	sum := sha256.Sum256(b)
	f := File{SHA256: hex.EncodeToString(sum[:]), Size: len(b), Pages: 1}
	if len(b) == 0 {
		return f, refused("Het bestand is leeg.", "Stuur het bestand opnieuw."), nil
	}
	if len(b) > l.Bytes {
		return f, refused(fmt.Sprintf("Het bestand is groter dan %d MB.", l.Bytes>>20), "Scan het in zwart-wit of met een lagere resolutie, of stuur het in delen."), nil
	}
	switch {
	case bytes.HasPrefix(b, []byte("%PDF-")):
		f.Type = PDF
		pages, refusal, err := guarded(ctx, b, l)
		f.Pages = pages
		return f, refusal, err
	case bytes.HasPrefix(b, []byte(pngStart)):
		f.Type = PNG
		return f, lookAtImage(b, l, wholePNG), nil
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		f.Type = JPEG
		return f, lookAtImage(b, l, wholeJPEG), nil
	}
	return f, refused("Dit is geen PDF, JPEG of PNG: dat blijkt uit de inhoud, wat de naam ook zegt.", "Sla het op als PDF, of scan het als PDF, en stuur dat."), nil
}

func refused(detail, remedy string) *workflow.Refusal {
	return &workflow.Refusal{Code: workflow.InvalidData, Field: "bijlage", Detail: detail, Remedy: remedy}
}

// unreadable refuses what is damaged, or so strange that nobody can say what is in it.
func unreadable(what string) *workflow.Refusal {
	return refused(what+" is beschadigd of niet helemaal te lezen, zodat niet is na te gaan wat erin zit.", "Druk het af naar een nieuwe PDF, of scan het opnieuw, en stuur dat.")
}

type looked struct {
	pages   int
	refusal *workflow.Refusal
	err     error
}

// hands bounds how many PDFs are looked at together. One that takes too long keeps its hand until it is done, so that
// files that keep the reader busy cannot pile up.
var hands = make(chan struct{}, 2)

// guarded looks at a PDF in a goroutine of its own: the reader was written by others, and what it reads by anybody. A
// panic is caught, and whoever waits is not kept longer than the limit.
func guarded(ctx context.Context, b []byte, l Limits) (int, *workflow.Refusal, error) {
	select {
	case hands <- struct{}{}:
	case <-ctx.Done():
		return 0, nil, ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, l.Time)
	defer cancel()
	done := make(chan looked, 1)
	go func() {
		defer func() { <-hands }()
		defer func() {
			if p := recover(); p != nil {
				done <- looked{0, unreadable("Deze PDF"), fmt.Errorf("%w: panic: %v\n%s", ErrBroken, p, debug.Stack())}
			}
		}()
		pages, refusal := lookAtPDF(limited, b, l)
		done <- looked{pages, refusal, nil}
	}()
	select {
	case r := <-done:
		if ctx.Err() != nil {
			return 0, nil, ctx.Err()
		} else if limited.Err() == nil {
			return r.pages, r.refusal, r.err
		}
	case <-limited.Done():
		if ctx.Err() != nil {
			return 0, nil, ctx.Err()
		}
	}
	return 0, refused("Deze PDF zit zo ingewikkeld in elkaar dat nagaan wat erin zit te lang duurt.", "Druk hem af naar een nieuwe PDF, of scan hem opnieuw, en stuur dat."), nil
}
