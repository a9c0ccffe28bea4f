package main

// Which build this is, for who reports something or compares two machines. The Go toolchain wrote it into the binary.

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime/debug"
)

func runVersion(_ context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("version", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("this binary was built without build information")
	}
	fmt.Fprintln(s.out, versionLine(info))
	return nil
}

// versionLine names the version, the commit if it was built from one, and the toolchain.
func versionLine(info *debug.BuildInfo) string {
	line := "convenant " + info.Main.Version
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			line += ", commit " + setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			line += " with changes"
		}
	}
	return line + ", " + info.GoVersion
}
