package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"convenant/cmd/internal/play"
	"convenant/templates"
)

// runPlay plays a scenario. It stops at the first step that does not go as the scenario says.
func runPlay(_ context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("play FILE", flag.ContinueOnError)
	asJSON := f.Bool("json", false, "a line of JSON per step")
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
	library, err := templates.Embedded()
	if err != nil {
		return err
	}
	if !*asJSON && scenario.Title != "" {
		fmt.Fprintf(s.out, "%s\n\n", scenario.Title)
	}
	return playSteps(play.NewPlayer(library), scenario, files[0], *asJSON, s)
}

func playSteps(p *play.Player, scenario *play.Scenario, file string, asJSON bool, s streams) error {
	for _, step := range scenario.Steps {
		r := p.Play(step)
		if asJSON {
			if err := play.PrintJSON(s.out, r); err != nil {
				return err
			}
		} else {
			play.PrintStory(s.out, r)
		}
		if len(r.Unmet) > 0 {
			return fmt.Errorf("%s: stap %d (%s): %s", file, step.Number, step.Day.Dutch(), r.Unmet[0])
		}
	}
	if asJSON {
		return play.PrintConvenant(s.out, "scenario", p)
	}
	return nil
}
