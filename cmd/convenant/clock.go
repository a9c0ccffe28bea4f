package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"time"

	"convenant/cmd/internal/clock"
	"convenant/storage"
)

// runKlok looks at the calendar once, for who lets something else ring the alarm than serve.
func runKlok(ctx context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("klok", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		c := clock.Clock{Register: r, Now: time.Now, Log: slog.New(slog.NewTextHandler(s.err, nil))}
		looked, err := c.Sweep(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%d convenanten were looked at; %d papers were called for.\n", looked.Convenanten, looked.Papers)
		return nil
	})
}
