package judge

import (
	"go/build"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// checksOf gives the ids of the checks that find something.
func checksOf(findings []Finding) (ids []string) {
	for _, f := range findings {
		if !slices.Contains(ids, f.Check) {
			ids = append(ids, f.Check)
		}
	}
	return ids
}

func TestASoundFile(t *testing.T) {
	findings, err := Judge(sample().write())
	if err != nil || len(findings) > 0 {
		t.Errorf("%v, %q", err, findings)
	}
}

func TestChecksAreTold(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Checks() {
		if c.ID == "" || c.Clause == "" || c.Asserts == "" || seen[c.ID] {
			t.Errorf("%+v", c)
		}
		seen[c.ID] = true
	}
}

// The judge shares no code with what writes our papers, so that it does not share its mistakes.
func TestTheJudgeIsIndependent(t *testing.T) {
	own, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range own.Imports {
		if strings.HasPrefix(path, "convenant/") || strings.Contains(path, "fpdf") {
			t.Errorf("it imports %s", path)
		}
	}
	if !slices.Contains(own.Imports, "github.com/pdfcpu/pdfcpu/pkg/pdfcpu") {
		t.Error("the test has lost its eyes")
	}
}

// Every check fails on a file that is broken on purpose, and no other does unless it is said with the case.
func TestEveryCheckFindsWhatIsBroken(t *testing.T) {
	covered := map[string]bool{}
	for _, c := range broken {
		covered[c.check] = true
		t.Run(c.check, func(t *testing.T) {
			d := sample()
			c.breaks(d)
			pdf := d.write()
			if c.bytes != nil {
				pdf = c.bytes(pdf)
			}
			findings, err := Judge(pdf)
			if err != nil {
				t.Fatal(err)
			}
			got, want := checksOf(findings), append(slices.Clone(c.also), c.check)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("found %q, want %q:\n%v", got, want, findings)
			}
		})
	}
	for _, c := range Checks() {
		if !covered[c.ID] {
			t.Errorf("nothing breaks %s", c.ID)
		}
	}
}

func TestReadingOrder(t *testing.T) {
	got, err := ReadingOrder(sample().write())
	want := []string{"Titel", "Zie ", "voorbeeld", " voor ", "details", " en meer.", "a", "eerst", "Kop", "Datum", "Wie", "1", "caf\u00e9", "Tot ziens."}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\n got %q\nwant %q", err, got, want)
	}
}

// What stands for other words is heard in their place, be it said at the element or at the content, and not shown.
func TestReadingOrderWithReplacements(t *testing.T) {
	pdf := replaced()
	got, err := ReadingOrder(pdf)
	if words := strings.Join(got, "|"); err != nil || !strings.Contains(words, "| voor |bijzonderheden| en meer.|") || !strings.HasSuffix(words, "|Tot kijk") {
		t.Errorf("%v %q", err, words)
	}
	got, err = ShownOrder(pdf)
	if words := strings.Join(got, "|"); err != nil || !strings.Contains(words, "| voor |details| en meer.|") || !strings.HasSuffix(words, "|Tot ziens.") {
		t.Errorf("%v %q", err, words)
	}
}

// A file that cannot be read is no file without findings.
func TestWhatCannotBeRead(t *testing.T) {
	whole := string(sample().write())
	for name, pdf := range map[string]string{"nothing": "", "no PDF": "Geachte heer, mevrouw", "half": whole[:len(whole)/2],
		"encrypted": strings.Replace(whole, "/Root", "/Encrypt <</Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4>> /Root", 1), "without pages": strings.Replace(whole, "/Kids [", "/Kidz [", 1)} {
		if findings, err := Judge([]byte(pdf)); err == nil && len(findings) == 0 {
			t.Errorf("%s: it passes", name)
		}
	}
}

// Damage makes the judge tell what is wrong, or fail with an error; it never breaks it.
func TestDamage(t *testing.T) {
	whole := sample().write()
	r := rand.New(rand.NewPCG(1, 2))
	unharmed := 0
	const files = 500
	for range files {
		pdf := slices.Clone(whole)
		for range 1 + r.IntN(5) {
			from := r.IntN(len(pdf))
			to := min(len(pdf), from+r.IntN(40))
			switch r.IntN(3) {
			case 0:
				pdf[from] = byte(r.IntN(256))
			case 1:
				pdf = slices.Delete(pdf, from, to)
			case 2:
				pdf = slices.Insert(pdf, from, pdf[from:to]...)
			}
		}
		findings, err := Judge(pdf)
		if err == nil && len(findings) == 0 {
			unharmed++
		}
		if _, orderErr := ReadingOrder(pdf); err == nil && orderErr != nil {
			t.Errorf("%d findings, and no reading: %v", len(findings), orderErr)
		}
	}
	if unharmed > files/10 {
		t.Errorf("%d of %d damaged files pass", unharmed, files)
	}
}

// Forms that show each other without end are told, and do not keep the judge busy.
func TestFormsWithoutEnd(t *testing.T) {
	d := sample()
	d.change("form", "/XObject <<", "/XObject <</Again @form ")
	d.redraw("form", "/Im1 Do", "/Im1 Do /Again Do /Again Do")
	findings, err := Judge(d.write())
	if err != nil || !slices.Contains(checksOf(findings), "PDF 14.6 nesting") {
		t.Errorf("%v %q", err, checksOf(findings))
	}
}
