package main

import (
	"context"
	_ "embed"
	"flag"
	"fmt"

	"convenant/cmd/internal/play"
	"convenant/templates"
)

//go:embed demo.yaml
var demoScenario []byte

// runDemo plays the life of the Convenant Herstelnetwerk, tells it and writes its papers.
func runDemo(_ context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("demo", flag.ContinueOnError)
	dir := f.String("out", "convenant-demo", "the directory to write the documents into")
	if _, err := parse(f, args, 0, s); err != nil {
		return err
	}
	scenario, err := play.Read(demoScenario)
	if err != nil {
		return err
	}
	library, err := templates.Embedded()
	if err != nil {
		return err
	}
	papers, err := play.NewPapers(*dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s\n\n", scenario.Title)
	if err := playSteps(play.NewPlayer(play.InMemory(library)), scenario, teller{file: "demo", papers: papers}, s); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\nEen pijl (→) is een gevolg: het volgt uit wat is vastgelegd, de voorwaarden en de dag.\n"+
		"Zonder nieuwe verlengingsbrieven is 31 december 2029 de laatste dag.\n\nIn %s staan:\n", *dir)
	for _, name := range papers.Names {
		fmt.Fprintf(s.out, "  %s\n", name)
	}
	return nil
}
