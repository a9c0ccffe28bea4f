package main

import (
	"context"
	"flag"
	"io"

	"convenant/workflow"
)

// runDiagram prints the state diagrams that the README shows.
func runDiagram(_ context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("diagram", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	_, err := io.WriteString(s.out, workflow.Diagram())
	return err
}
