package main

import (
	"context"
	"flag"
	"fmt"

	"convenant/templates"
)

// runTemplates lists the templates with their fingerprints and says what is wrong with each.
func runTemplates(_ context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("sjablonen", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	library, err := templates.Embedded()
	if err != nil {
		return err
	}
	wrong := 0
	for _, r := range library.Check() {
		fmt.Fprintf(s.out, "%-16s %-34s %s\n", r.Name, r.Title, r.Hash[:min(12, len(r.Hash))])
		for _, problem := range r.Problems {
			fmt.Fprintf(s.out, "    %s\n", problem)
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d problem(s) in the templates", wrong)
	}
	return nil
}
