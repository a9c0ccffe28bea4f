//go:build unix

package dispatch

// Killed without warning at every step between claim and settlement: a worker, which is this test binary started once
// more, kills itself there. Nothing is lost, and what comes twice has the same Message-ID.

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"convenant/documents/post/posttest"
	"convenant/storage"
)

// The worker's environment: where the register is, the mail server and the step at which it dies.
const (
	killDatabase = "CONVENANT_TEST_KILL_DATABASE"
	killServer   = "CONVENANT_TEST_KILL_SERVER"
	killStep     = "CONVENANT_TEST_KILL_STEP"
)

// steps are what a worker tells of, in order. A document that was made is not kept yet at "made".
var steps = []string{"claimed", "made", "rendered", "sent", "settled"}

func worker() error {
	r, err := storage.Open(context.Background(), os.Getenv(killDatabase), storage.Options{Now: func() time.Time { return start }, Random: rand.NewChaCha8([32]byte{3})})
	if err != nil {
		return err
	}
	p := newPost(r, func() time.Time { return start }, os.Getenv(killServer), os.Stderr)
	p.step = func(name string) {
		if name == os.Getenv(killStep) {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	}
	_, err = p.Round(context.Background())
	return err
}

func init() {
	if os.Getenv(killDatabase) != "" {
		fmt.Println("failed:", worker())
		os.Exit(1)
	}
}

func TestKilledAtEveryStep(t *testing.T) {
	for _, step := range steps {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, notice)
			var output bytes.Buffer
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), killDatabase+"="+h.path, killServer+"="+h.post.Server.Address, killStep+"="+step)
			cmd.Stdout, cmd.Stderr = &output, &output
			err := cmd.Run()
			if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
				t.Fatalf("the worker was not killed: %v\n%s", err, output.String())
			}
			arrived := len(h.server.Received())
			if want := step == "sent" || step == "settled"; (arrived == 1) != want {
				t.Fatalf("killed at %s, %d messages have arrived", step, arrived)
			}
			if n := h.round(); n != 0 {
				t.Errorf("%d rows are taken while the lease of the dead runs", n)
			}
			h.clock.pass(lease + time.Second)
			h.round()
			m := h.the(notice)
			if m.State != storage.MailSent {
				t.Fatalf("afterwards it is %+v", m)
			}
			got := h.server.Received()
			if want := map[string]int{"sent": 2}[step]; len(got) != max(1, want) {
				t.Errorf("killed at %s, it came %d times", step, len(got))
			}
			for _, r := range got {
				if id := posttest.Open(t, r.Data).Get("Message-Id"); id != "<"+m.ID+"@gemeente.example>" {
					t.Errorf("it came as %s", id)
				}
			}
			kept, err := h.register.Documents(context.Background(), h.id)
			h.must(err)
			if len(kept) != 1 {
				t.Errorf("%d documents are kept of one", len(kept))
			}
			_, err = h.register.Verify(context.Background(), nil)
			h.must(err)
		})
	}
}

// A message on which the program dies each time is given up in the end, and does not keep the post for ever.
func TestAMessageThatKillsIsGivenUp(t *testing.T) {
	h := newHouse(t, notice)
	for range len(pauses) + 1 {
		if list, err := h.register.ClaimMails(context.Background(), 1, lease); err != nil || len(list) != 1 {
			t.Fatal(len(list), err)
		}
		h.clock.pass(lease + time.Second)
	}
	h.round()
	if m := h.the(notice); m.State != storage.MailFailed || m.Failure != brokenOff {
		t.Errorf("%+v", m)
	}
}
