//go:build unix

package storage

// A clock that is killed in the middle of a sweep, at any statement, and one that goes on where it stopped: everything is
// announced once. The clock is this test binary started once more.

import (
	"context"
	crypto "crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"convenant/workflow"
)

// The clock's environment: where the database is, and the step at which it kills itself.
const (
	killClock     = "CONVENANT_TEST_KILL_CLOCK"
	killClockStep = "CONVENANT_TEST_KILL_CLOCK_STEP"
)

const killedOn = "2024-02-20"

func init() {
	if path := os.Getenv(killClock); path != "" {
		if err := sweepUntilKilled(path, os.Getenv(killClockStep)); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

func sweepUntilKilled(path, step string) error {
	ctx := context.Background()
	r, err := Open(ctx, path, Options{Now: time.Now, Random: crypto.Reader})
	if err != nil {
		return err
	}
	last, err := strconv.Atoi(step)
	if err != nil {
		return err
	}
	steps := 0
	r.fault = func(string) error {
		if steps++; steps == last {
			return syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		return nil
	}
	list, err := r.Awaiting(ctx, day(killedOn), Awaited{}, 100)
	for _, a := range list {
		if _, err := r.Announce(ctx, a.ID, day(killedOn)); err != nil {
			return err
		}
	}
	return err
}

func TestAClockThatIsKilledInTheMiddle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "convenant.db")
	r, err := Create(context.Background(), path, given())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	var ids []string
	for range 4 {
		ids = append(ids, unsigned(t, r, 2))
	}
	killings := 0
	for step := 1; ; step++ {
		clock := exec.Command(os.Args[0])
		clock.Env = append(os.Environ(), killClock+"="+path, killClockStep+"="+strconv.Itoa(step))
		out, err := clock.CombinedOutput()
		sound(t, r)
		if err == nil {
			break
		}
		if status, ok := clock.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
			t.Fatalf("step %d: %v\n%s", step, err, out)
		}
		killings++
	}
	if killings < 6 {
		t.Errorf("it was killed only %d times", killings)
	}
	for _, id := range ids {
		wants(t, "announced of "+id, reminded(t, r, id),
			"2024-01-16 ondertekening p1 overgeslagen", "2024-01-16 ondertekening p2 overgeslagen",
			"2024-01-30 ondertekening p1 overgeslagen", "2024-01-30 ondertekening p2 overgeslagen",
			"2024-02-13 ondertekening p1", "2024-02-13 ondertekening p2")
	}
	if list := awaiting(t, r, killedOn); len(list) > 0 {
		t.Errorf("still waiting: %v", list)
	}
	if n := announced(t, r, ids[0], workflow.PaperSignal); n != 0 {
		t.Errorf("%d signals", n)
	}
}
