package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"

	"convenant/cmd/internal/play"
	"convenant/storage"
	"convenant/templates"
)

//go:embed demo.yaml
var demoScenario []byte

// demoSeed gives the demo its ids and salts, so that it leaves the same bytes on every machine.
var demoSeed = [32]byte([]byte("Convenant Herstelnetwerk, 8.2.24"))

// registerName is what the demo calls the register beside its documents.
const registerName = "convenant.db"

// runDemo plays the life of the Convenant Herstelnetwerk, tells it, and leaves every document with the register.
func runDemo(ctx context.Context, args []string, s streams) (err error) {
	f := flag.NewFlagSet("demo", flag.ContinueOnError)
	dir := f.String("out", "convenant-demo", "the directory to write the documents and the register into")
	show := f.Bool("serve", false, "then show the register in a browser on this machine")
	listen := f.String("listen", "", "the `address` for -serve (default $CONVENANT_LISTEN, or 127.0.0.1:8080)")
	from := templatesFlag(f)
	if _, err := parse(f, args, 0, s); err != nil {
		return err
	}
	if *show {
		if *listen, err = demoAddress(*listen); err != nil {
			return err
		}
	} else if *listen != "" {
		return errors.New("-listen says where -serve listens; add -serve")
	}
	library, err := openTemplates(*from)
	if err != nil {
		return err
	}
	if err := leaveDemo(ctx, *dir, library, s); err != nil || !*show {
		return err
	}
	return serveDemo(ctx, filepath.Join(*dir, registerName), *listen, library, s)
}

// leaveDemo plays the story and leaves its documents and its register in a directory.
func leaveDemo(ctx context.Context, dir string, library *templates.Library, s streams) (err error) {
	scenario, err := play.Read(demoScenario)
	if err != nil {
		return err
	}
	papers, err := newPapers(dir, library, s)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, registerName)
	if err := mayReplace(path); err != nil {
		return err
	}
	// The story is recorded elsewhere and copied when it is over: a copy has the same bytes each time.
	work, err := os.MkdirTemp("", "convenant-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	book, register, err := play.InRegister(ctx, filepath.Join(work, registerName), library, rand.NewChaCha8(demoSeed), scenario.Steps[0].Day)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, register.Close()) }()

	fmt.Fprintf(s.out, "%s\n\n", scenario.Title)
	if err := playSteps(play.NewPlayer(book), scenario, teller{file: "demo", papers: papers}, s); err != nil {
		return err
	}
	if err := keepDemo(ctx, register, filepath.Join(work, "kopie.db"), path); err != nil {
		return err
	}
	return afterDemo(s.out, dir, papers.Names)
}

// keepDemo leaves a copy of the register, by way of a place where nobody sees it until it bears its mark.
func keepDemo(ctx context.Context, register *storage.Register, by, path string) error {
	if err := register.CopyTo(ctx, by); err != nil {
		return err
	}
	if err := markDemo(by); err != nil {
		return err
	}
	if err := removeRegister(path); err != nil {
		return err
	}
	return copyRegister(path, by)
}

// removeRegister takes the register of an earlier demo away, with the files that SQLite may have left beside it.
func removeRegister(path string) error {
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// afterDemo says what lies there, what to look at first and what to do next.
func afterDemo(w io.Writer, dir string, names []string) error {
	_, err := fmt.Fprintf(w, `
Een pijl (→) is een gevolg: het volgt uit wat is vastgelegd, de voorwaarden en de dag. Een punt (·) is een document.
Zonder nieuwe verlengingsbrieven is 31 december 2029 de laatste dag.

In %s staan %d documenten en het register (%s). Kijk eerst eens naar:
  2024-02-08-convenant-ondertekend.pdf             de tekst, met wie er tekende
  2024-02-08-ondertekenblad.pdf                    wanneer, hoe en op grond van welk besluit
  2025-10-31-ontvangstbevestiging-jellinek-2.pdf   waarom 31 december 2025 de laatste dag is
  2026-01-05-rectificatie-hilversum.pdf            wat een brief verandert die later is vastgelegd

En dan:
  go run ./cmd/convenant demo -serve
      laat het register zien in uw browser, door de ogen van wie u kiest
  CONVENANT_DATABASE=%s go run ./cmd/convenant verify
      leest het hele register na, tot op de byte
  go run ./cmd/convenant sjablonen -kopie mijn-sjablonen
      legt de sjablonen van de tekst en de brieven klaar om aan te passen
  go run ./cmd/convenant play BESTAND -out MAP
      speelt een eigen scenario, met alle documenten die erbij horen
`, dir, len(names), registerName, filepath.Join(dir, registerName))
	return err
}
