package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"

	"convenant/cmd/internal/play"
)

// runPlay plays a scenario. It stops at the first step that does not go as the scenario says.
func runPlay(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("play FILE", flag.ContinueOnError)
	asJSON := f.Bool("json", false, "a line of JSON per step")
	db := f.String("db", "", "the SQLite file to keep the register in")
	dir := f.String("out", "", "the directory to write every document into, as it is called for")
	from := templatesFlag(f)
	files, err := parse(f, args, 1, s)
	if err != nil {
		return err
	}
	src, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	scenario, err := play.Read(src)
	if err != nil {
		return fmt.Errorf("%s: %w", files[0], err)
	}
	library, err := openTemplates(*from)
	if err != nil {
		return err
	}
	t := teller{file: files[0], asJSON: *asJSON}
	if *dir != "" {
		if t.papers, err = newPapers(*dir, library, s); err != nil {
			return err
		}
	}
	book := play.InMemory(library)
	if *db != "" {
		kept, register, err := play.InRegister(ctx, *db, library, rand.Reader, scenario.Steps[0].Day)
		if err != nil {
			return err
		}
		defer register.Close() //nolint:errcheck // every act was committed already
		book = kept
	}
	if !*asJSON && scenario.Title != "" {
		fmt.Fprintf(s.out, "%s\n\n", scenario.Title)
	}
	return playSteps(play.NewPlayer(book), scenario, t, s)
}

// teller says how a run is told and kept.
type teller struct {
	file   string
	asJSON bool
	papers *play.Papers // nil when none are written
}

// playSteps plays a scenario to its end, or to the first step that does not go as it says. To a program the convenant is
// told last, also when it ended early.
func playSteps(p *play.Player, scenario *play.Scenario, t teller, s streams) error {
	story := play.NewStory(s.out, t.papers != nil)
	defer story.End()
	var err error
	for _, step := range scenario.Steps {
		if err = t.playStep(p, step, story, s); err != nil {
			break
		}
	}
	if t.asJSON {
		err = errors.Join(err, play.PrintConvenant(s.out, p))
	}
	return err
}

func (t teller) playStep(p *play.Player, step play.Step, story *play.Story, s streams) error {
	r, err := p.Play(step)
	if err != nil {
		return err
	}
	if t.asJSON {
		err = play.PrintJSON(s.out, r)
	} else {
		story.Tell(r)
	}
	if err == nil && t.papers != nil {
		err = t.papers.Write(p, r)
	}
	if err == nil && len(r.Unmet) > 0 {
		err = fmt.Errorf("%s: stap %d (%s): %s", t.file, step.Number, step.Day.Dutch(), r.Unmet[0])
	}
	return err
}
