// Command convenant is the lifecycle and document engine for convenanten: the multi-party agreements by which Dutch
// municipalities and care organisations work together. One binary; a file per subcommand.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // Europe/Amsterdam, also where the system has no zones

	"convenant/cmd/internal/config"
)

// streams are the doors of the process, so that a test can stand in for a terminal.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// command is a subcommand of convenant.
type command struct {
	name, usage, about string
	run                func(ctx context.Context, args []string, s streams) error
}

func commands() []command {
	return []command{
		{"demo", "demo [-out DIR] [-serve]", "play the whole life of the Convenant Herstelnetwerk, leave its papers and register, and show it", runDemo},
		{"play", "play FILE [-json] [-out DIR] [-db FILE]", "play a scenario file", runPlay},
		{"serve", "serve", "answer requests, look at the calendar, and send what is announced", runServe},
		{"token", "token create|list|revoke", "make, list and revoke the tokens with which programs use the API", runToken},
		{"link", "link EMAIL [-zonder-code]", "make a link with which a person signs in once, for when mail does not work", runLink},
		{"kalender", "kalender [-dagen N] [-herinneringen]", "list what falls due in the register, or who will be reminded", runKalender},
		{"klok", "klok", "look at the calendar once: announce what it brought, and remind; serve does so by itself", runKlok},
		{"agenda", "agenda create|list|revoke", "make, list and revoke the addresses at which somebody follows a calendar", runAgenda},
		{"post", "post list|again|send|by-post", "what waits to be sent and what could not be, and mend it", runPost},
		{"webhook", "webhook create|list|log|test|revoke", "tell other programs of what comes to be, and see how that goes", runWebhook},
		{"verify", "verify [-stand LINE]", "read the whole record over, or check the stand on a paper copy", runVerify},
		{"import", "import FILE [-proef] | -voorbeeld", "bring in running convenanten with their history, from CSV or YAML", runImport},
		{"backup", "backup FILE [-vervang]", "write the whole register into one file, while it is in use", runBackup},
		{"restore", "restore FILE [-wissingen JOURNAL]", "fill an empty register from a backup, and read it over", runRestore},
		{"rebuild", "rebuild", "compute anew what follows from the facts", runRebuild},
		{"migrate", "migrate", "make the register, or bring its schema up to date", runMigrate},
		{"version", "version", "tell which build this is", runVersion},
		{"config", "config", "show what can be set, and what is", runConfig},
		{"diagram", "diagram", "print the state diagrams as Mermaid", runDiagram},
		{"sjablonen", "sjablonen [-sjablonen DIR] [-kopie DIR]", "list the templates of texts and letters and check them, or copy them to change", runTemplates},
	}
}

// errUsage tells that the command was called wrongly: exit status 2 instead of 1.
var errUsage = errors.New("usage")

// errHelped tells that the command told what it can do, as it was asked to: exit status 0.
var errHelped = errors.New("helped")

// errSilent tells that what is wrong has been printed already.
var errSilent = errors.New("reported")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(exitCode(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}), os.Stderr))
}

// exitCode is the one place where an error becomes an exit status and a line on the terminal.
func exitCode(err error, stderr io.Writer) int {
	switch {
	case err == nil, errors.Is(err, errHelped):
		return 0
	case errors.Is(err, errUsage):
		return 2
	case errors.Is(err, errSilent):
		return 1
	}
	fmt.Fprintf(stderr, "convenant: %v\n", err)
	return 1
}

func run(ctx context.Context, args []string, s streams) error {
	if len(args) == 0 {
		printUsage(s.err)
		return errUsage
	}
	if slices.Contains(helpWords, args[0]) {
		if len(args) == 1 {
			printUsage(s.out)
			return nil
		}
		args = []string{args[1], "-help"}
	}
	for _, c := range commands() {
		if c.name == args[0] {
			for _, told := range config.Misspelt(os.Environ()) {
				fmt.Fprintf(s.err, "convenant: %s\n", told)
			}
			if len(args) > 1 && slices.Contains(helpWords, args[1]) {
				fmt.Fprintf(s.out, "convenant %s: %s.\n", c.usage, c.about)
			}
			return c.run(ctx, args[1:], s)
		}
	}
	fmt.Fprintf(s.err, "convenant: there is no command %s\n", args[0])
	printUsage(s.err)
	return errUsage
}

// choose runs the one of several things a command can do that the first argument names, and shows the usage to who asks
// for it or names none.
func choose(ctx context.Context, args []string, s streams, usage string, can map[string]func(context.Context, []string, streams) error) error {
	switch {
	case len(args) == 0:
	case can[args[0]] != nil:
		return can[args[0]](ctx, args[1:], s)
	case slices.Contains(helpWords, args[0]):
		fmt.Fprint(s.out, usage)
		return nil
	}
	fmt.Fprint(s.err, usage)
	return errUsage
}

// helpWords are how people ask what a command can do.
var helpWords = []string{"help", "-h", "-help", "--help"}

func printUsage(w io.Writer) {
	fmt.Fprintln(w, "Usage: convenant COMMAND")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-42s %s\n", c.usage, c.about)
	}
	fmt.Fprintln(w, "What a command can do: convenant help COMMAND")
}

// parse reads flags and arguments in any order, because the contract puts the file first: play FILE -json. It returns
// the arguments, of which there must be as many as wanted. Who asks for help gets it on the standard output, with errHelped.
func parse(f *flag.FlagSet, args []string, wanted int, s streams) ([]string, error) {
	var told bytes.Buffer
	f.SetOutput(&told)
	defer func() { told.WriteTo(s.err) }() //nolint:errcheck // a terminal that is gone
	var rest []string
	for len(args) > 0 {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			told.WriteTo(s.out) //nolint:errcheck // idem
			return nil, errHelped
		} else if err != nil {
			return nil, errUsage
		}
		if args = f.Args(); len(args) > 0 {
			rest = append(rest, args[0])
			args = args[1:]
		}
	}
	if len(rest) != wanted {
		f.Usage()
		return nil, errUsage
	}
	return rest, nil
}

// checkName refuses what would not stay on one line of a list.
func checkName(name string) error {
	const most = 100
	if len(name) > most || strings.ContainsAny(name, "\n\t") {
		return fmt.Errorf("-naam: one line of at most %d characters", most)
	}
	return nil
}

// revoked tells of what does not expire whether it can still be used.
func revoked(at time.Time) string {
	if at.IsZero() {
		return "in use"
	}
	return "revoked on " + at.UTC().Format("2006-01-02 15:04 UTC")
}
