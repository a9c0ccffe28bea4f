//go:build unix

package storage

// Killed under load: a writer, which is this test binary started once more, tells over a pipe what was acknowledged to
// it, and is killed without warning a hundred times. What it told must be there, and what it asked without hearing an
// answer can be asked again under the same key. In one round it is killed from outside after some lines, in the next it
// kills itself in the middle of a transaction.

import (
	"bufio"
	"context"
	crypto "crypto/rand"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"convenant/workflow"
)

const (
	killRounds  = 100
	killWriters = 4
)

// killStory is what each writer does with one convenant after another. None of it is refused.
var killStory = []string{
	`{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Proef","partijen":[{"id":"p1","naam":"Gemeente 1","vertegenwoordiger":"Jan"},{"id":"p2","naam":"Gemeente 2"}],"voorwaarden":{"opzegging":{"door":"elke-partij","termijn":"2 maanden"}}}}`,
	`{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p1","naam":"Piet","email":"piet@example.nl"}}`,
	`{"handeling":"adviesronde-overslaan","gegevens":{"reden":"Kort verhaal."}}`,
	`{"handeling":"agenderen","gegevens":{"overleg":"Bestuur","datum":"2024-01-02","doel":"vaststellen"}}`,
	`{"handeling":"besluiten","gegevens":{"overleg":"Bestuur","besluit":"vastgesteld"}}`,
	`{"handeling":"ondertekenen","gegevens":{"partij":"p1","wijze":"papier"}}`,
	`{"handeling":"ondertekenen","gegevens":{"partij":"p2","wijze":"papier"}}`,
	`{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"p1","grond":"Verzoek."}}`,
	`{"handeling":"opzeggen","gegevens":{"partij":"p2"}}`,
}

// killAct does the act under a key, which ends in its number in the story.
func killAct(r *Register, key, id string) (Outcome, error) {
	n, err := strconv.Atoi(key[strings.LastIndexByte(key, '-')+1:])
	if err != nil {
		return Outcome{}, err
	}
	v, err := workflow.ParseValue([]byte(killStory[n]))
	if err != nil {
		return Outcome{}, err
	}
	a, refusal := workflow.ReadAct(v)
	if refusal != nil {
		return Outcome{}, refusal
	}
	k := Key{Who: "schrijver", Key: key, Asked: Asked(killStory[n])}
	if n == 0 {
		return r.Draft(context.Background(), k, deciding(a, day("2024-01-02")))
	}
	return r.Act(context.Background(), id, k, deciding(a, day("2024-01-02")))
}

// The writer's environment: where the database is, the name of the round, and the step at which it kills itself, or 0.
const (
	killDatabase = "CONVENANT_TEST_KILL_DATABASE"
	killRound    = "CONVENANT_TEST_KILL_ROUND"
	killStep     = "CONVENANT_TEST_KILL_STEP"
)

func init() {
	if path := os.Getenv(killDatabase); path != "" {
		fmt.Println("failed:", killWriter(path, os.Getenv(killRound), os.Getenv(killStep)))
		os.Exit(1)
	}
}

// killWriter writes until it is killed.
func killWriter(path, round, step string) error {
	r, err := Open(context.Background(), path, Options{Now: time.Now, Random: crypto.Reader})
	if err != nil {
		return err
	}
	last, err := strconv.ParseInt(step, 10, 64)
	if err != nil {
		return err
	}
	var steps atomic.Int64
	r.fault = func(string) error {
		if steps.Add(1) == last {
			return syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		return nil
	}
	failed := make(chan error)
	var mu sync.Mutex
	say := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Printf(format, args...) // unbuffered: what is said before the end is in the pipe
	}
	for w := range killWriters {
		go func() {
			id := ""
			for n := 0; ; n++ {
				key := fmt.Sprintf("%s-%d-%d-%d", round, w, n/len(killStory), n%len(killStory))
				if n%len(killStory) == 0 {
					id = ""
				}
				say("asked %s %q\n", key, id)
				out, err := killAct(r, key, id)
				if err == nil && out.Refusal != nil {
					err = out.Refusal
				}
				if err != nil {
					failed <- fmt.Errorf("%s: %w", key, err)
					return
				}
				id = out.ID
				say("done %s %q %d %s\n", key, id, out.Fact, out.Stand.Hash)
			}
		}()
	}
	return <-failed
}

// told is what a writer said of an act: where it was asked, and what was acknowledged, if it was.
type told struct {
	id   string
	fact int
	hash string
}

// killed runs a writer until it is killed, after so many acknowledgements or at a step of its own, and returns by key
// what it told.
func killed(t *testing.T, path, round string, lines, step int) map[string]told {
	t.Helper()
	writer := exec.Command(os.Args[0])
	writer.Env = append(os.Environ(), killDatabase+"="+path, killRound+"="+round, killStep+"="+strconv.Itoa(step))
	writer.Stderr = os.Stderr
	pipe, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	said := map[string]told{}
	scanner := bufio.NewScanner(pipe)
	for acknowledged := 0; scanner.Scan(); {
		var key string
		var what told
		switch line := scanner.Text(); {
		case strings.HasPrefix(line, "asked "):
			_, err = fmt.Sscanf(line, "asked %s %q", &key, &what.id)
		case strings.HasPrefix(line, "done "):
			_, err = fmt.Sscanf(line, "done %s %q %d %s", &key, &what.id, &what.fact, &what.hash)
			if acknowledged++; acknowledged == lines {
				err = writer.Process.Kill()
			}
		default:
			err = fmt.Errorf("the writer says %q", line)
		}
		if err != nil {
			t.Fatal(err)
		}
		said[key] = what
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	err = writer.Wait()
	if status, ok := writer.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		t.Fatalf("round %s: the writer was not killed: %v", round, err)
	}
	return said
}

// killRegisters is over how many databases the rounds are spread, so that reading one over does not become the test.
const killRegisters = 25

func TestKilledUnderLoad(t *testing.T) {
	all := make([]killing, killRegisters)
	t.Run("databases", func(t *testing.T) {
		for n := range all {
			k := &all[n]
			*k = killing{path: filepath.Join(t.TempDir(), strconv.Itoa(n)+".db"), chance: rand.New(rand.NewPCG(1, uint64(n))), facts: map[string]int{}}
			t.Run(strconv.Itoa(n), func(t *testing.T) {
				t.Parallel()
				k.run(t, killRounds/killRegisters)
			})
		}
	})
	answered, asked, recorded := 0, 0, 0
	for _, k := range all {
		answered, asked, recorded = answered+k.answered, asked+k.asked, recorded+k.recorded
	}
	t.Logf("%d acts were acknowledged; of %d that were not, %d had been recorded", answered, asked, recorded)
	if answered < killRounds || asked < killRounds || recorded == asked {
		t.Errorf("%d acts were acknowledged, %d were under way and %d of these recorded: too few to tell", answered, asked, recorded)
	}
}

// killing is some rounds on one database.
type killing struct {
	path                      string
	chance                    *rand.Rand
	facts                     map[string]int // by convenant, how many were acknowledged
	answered, asked, recorded int
}

func (k *killing) run(t *testing.T, rounds int) {
	ctx := context.Background()
	r, err := Create(ctx, k.path, given())
	if err != nil {
		t.Fatal(err)
	}
	for round := range rounds {
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		lines, step := 1+k.chance.IntN(12), 0
		if round%2 == 1 {
			lines, step = 0, 1+k.chance.IntN(120)
		}
		said := killed(t, k.path, strconv.Itoa(round), lines, step)
		if r, err = Open(ctx, k.path, Options{Now: time.Now, Random: crypto.Reader}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Verify(ctx, nil); err != nil {
			t.Fatalf("round %d, after %d lines or at step %d: %v", round, lines, step, err)
		}
		for key, what := range said {
			k.again(t, r, key, what)
		}
	}
	k.compare(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

// again asks for an act once more: what was acknowledged is answered as it was, and the rest is done once.
func (k *killing) again(t *testing.T, r *Register, key string, what told) {
	t.Helper()
	out, err := killAct(r, key, what.id)
	switch {
	case err != nil || out.Refusal != nil:
		t.Fatalf("%s asked again: %v %v", key, err, out.Refusal)
	case what.fact == 0: // it never heard: recorded before the end, or only now
		k.asked++
		if out.Repeated {
			k.recorded++
		}
	case !out.Repeated || out.ID != what.id || out.Fact != what.fact || out.Stand.Hash != what.hash:
		t.Fatalf("%s was acknowledged as %+v, and is now %+v", key, what, out)
	default:
		k.answered++
	}
	k.facts[out.ID]++
}

// compare holds the record against what was acknowledged: nothing more, and nothing less.
func (k *killing) compare(t *testing.T, r *Register) {
	t.Helper()
	sound(t, r)
	var rows []struct {
		ID    string `db:"convenant"`
		Facts int    `db:"n"`
	}
	if err := r.read.Select(&rows, "SELECT convenant, count(*) AS n FROM feit GROUP BY convenant"); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if k.facts[row.ID] != row.Facts {
			t.Errorf("%s has %d facts, and %d were asked for", row.ID, row.Facts, k.facts[row.ID])
		}
	}
	if len(rows) != len(k.facts) {
		t.Errorf("%d convenanten are there, and %d were acknowledged", len(rows), len(k.facts))
	}
}
