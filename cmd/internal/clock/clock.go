// Package clock looks at the calendar of a register: what a day brings is announced on that day, and what days of outage
// brought as soon as somebody looks again.
//
// It makes no states and decides nothing. What is due follows from the record, and [storage.Register.Announce] announces
// it once, however many clocks look: it locks the convenant, and looks again. So a clock may be killed at any moment, and
// two may run beside each other.
package clock

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"

	"convenant/storage"
	"convenant/workflow"
)

// Clock looks at the calendar of one register.
type Clock struct {
	Register *storage.Register
	Now      func() time.Time
	Log      *slog.Logger
}

// Looked tells what a look came to.
type Looked struct {
	Convenanten int // that were looked at
	Papers      int // that were called for, with the reminders that were skipped
}

// zone is where every convenant lives: a day begins there at midnight.
const zone = "Europe/Amsterdam"

// Today is the day in Europe/Amsterdam.
func Today(now time.Time) (workflow.Date, error) {
	amsterdam, err := time.LoadLocation(zone)
	if err != nil {
		return 0, err
	}
	year, month, day := now.In(amsterdam).Date()
	d, ok := workflow.NewDate(year, int(month), day)
	if !ok {
		return 0, fmt.Errorf("the clock of this machine says %s", now)
	}
	return d, nil
}

// page is how many convenanten are asked for at a time.
const page = 200

// Sweep looks once at every convenant to which the calendar has brought something, those that have waited longest first.
// One that cannot be looked at does not hold up the others; the error tells of the first, and how many there were.
func (c *Clock) Sweep(ctx context.Context) (Looked, error) {
	var looked Looked
	today, err := Today(c.Now())
	if err != nil {
		return looked, err
	}
	var failed []error
	for after := (storage.Awaited{}); ; {
		list, err := c.Register.Awaiting(ctx, today, after, page)
		if err != nil {
			return looked, err
		}
		if len(list) == 0 {
			break
		}
		for _, a := range list {
			papers, err := c.Register.Announce(ctx, a.ID, today)
			if err != nil && hopeless(err) {
				return looked, err
			}
			if err != nil {
				failed = append(failed, fmt.Errorf("%s: %w", a.ID, err))
				continue
			}
			looked.Convenanten++
			looked.Papers += papers
		}
		after = list[len(list)-1]
	}
	if len(failed) > 0 {
		return looked, fmt.Errorf("%d convenanten could not be looked at; the first is %w", len(failed), failed[0])
	}
	return looked, nil
}

// hopeless reports an error that every other convenant would give too.
func hopeless(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, storage.ErrUnavailable) || errors.Is(err, storage.ErrFull)
}

// alarm is when a clock looks, in UTC, where no hour is skipped or comes twice. A day begins in Amsterdam on a whole hour.
const alarm = "*/5 * * * *"

// Run looks at once, and then every five minutes, until ctx is done and the look under way has ended.
func (c *Clock) Run(ctx context.Context) error {
	schedule, err := cron.ParseStandard(alarm)
	if err != nil {
		return err
	}
	c.run(ctx, schedule)
	return nil
}

func (c *Clock) run(ctx context.Context, schedule cron.Schedule) {
	logger := cronLog{c.Log}
	// Recover stands inside: a look that panics would otherwise never be over, and every later one be skipped.
	look := cron.NewChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)).Then(cron.FuncJob(func() { c.look(ctx) }))
	alarm := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(logger))
	alarm.Schedule(schedule, look)
	alarm.Start()
	look.Run()
	<-ctx.Done()
	<-alarm.Stop().Done()
}

// look sweeps once, and says so if there was anything to say.
func (c *Clock) look(ctx context.Context) {
	start := c.Now()
	looked, err := c.Sweep(ctx)
	switch {
	case errors.Is(err, context.Canceled):
	case err != nil:
		c.Log.Error("the calendar could not be looked at in full; it is tried again", "error", err, "convenanten", looked.Convenanten, "papers", looked.Papers)
	case looked.Convenanten > 0:
		c.Log.Info("the calendar was looked at", "convenanten", looked.Convenanten, "papers", looked.Papers, "took", c.Now().Sub(start))
	}
}

// cronLog lets cron speak through our log: what it does is of interest when somebody looks for a fault.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(msg string, pairs ...any) { l.log.Debug("clock: "+msg, pairs...) }
func (l cronLog) Error(err error, msg string, pairs ...any) {
	l.log.Error("clock: "+msg, append(pairs, "error", err)...)
}
