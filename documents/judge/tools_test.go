package judge_test

// What others say of the sample, and what the judge says of it when others have written it anew.

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"convenant/documents/judge"
	"convenant/documents/judge/judgetest"
)

func TestTheSampleIsSoundToOthers(t *testing.T) {
	judgetest.Sound(t, judge.Sample())
	judgetest.Sound(t, judge.Replaced())
}

// rewritten gives the sample as qpdf writes it.
func rewritten(t *testing.T, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from.pdf"), filepath.Join(dir, "to.pdf")
	if err := os.WriteFile(from, judge.Sample(), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", append(args, "--newline-before-endstream", from, to)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The judge does not care how a file is packed: with its objects in streams it is as sound.
func TestOtherWaysToWriteAFile(t *testing.T) {
	for name, args := range map[string][]string{"in the open": {"--qdf", "--min-version=1.7"}, "packed": {"--object-streams=generate", "--compress-streams=y", "--min-version=1.7"}} {
		t.Run(name, func(t *testing.T) {
			findings, err := judge.Judge(rewritten(t, args...))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				if f.Check != "own plain-metadata" { // qpdf packs all that it may
					t.Error(f)
				}
			}
		})
	}
}

// What was added to a file later is judged too.
func TestAnAddition(t *testing.T) {
	for _, c := range []struct{ catalog, want string }{{"", ""}, {"/NeedsRendering true", "A 6.4.2 xfa"}} {
		var got []string
		findings, err := judge.Judge(judge.Added(c.catalog))
		for _, f := range findings {
			got = append(got, f.Check)
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%q: %v %q", c.catalog, err, findings)
		}
	}
}
