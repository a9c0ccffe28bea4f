// Package judgetest holds a PDF to everything in this house and on this machine that can judge it: the judge, qpdf, pdfcpu
// at its strictest, and poppler. A tool that is missing is a failure.
//
// PDFBox's preflight is not among them: it judges PDF/A-1b only, and calls a sound PDF/A-2a wrong.
package judgetest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/validate"

	"convenant/documents/judge"
)

// Sound fails a test for everything that is wrong with a PDF, in the words of whoever says so.
func Sound(tb testing.TB, pdf []byte) {
	tb.Helper()
	findings, err := judge.Judge(pdf)
	if err != nil {
		tb.Error(err)
	}
	for _, f := range findings {
		tb.Error(f)
	}
	QPDF(tb, pdf)
	Strict(tb, pdf)
	Fonts(tb, pdf)
	Heard(tb, pdf)
}

// run gives what a tool says of a PDF, which takes the place of "FILE" in its arguments.
func run(tb testing.TB, pdf []byte, name string, args ...string) (string, error) {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "document.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		tb.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.CommandContext(tb.Context(), name, args...).CombinedOutput()
	return string(out), err
}

// QPDF holds a PDF to qpdf, which reads every object; a warning counts.
func QPDF(tb testing.TB, pdf []byte) {
	tb.Helper()
	if out, err := run(tb, pdf, "qpdf", "--check", "FILE"); err != nil {
		tb.Errorf("qpdf: %v\n%s", err, out)
	}
}

// Strict holds a PDF to ISO 32000-1 as pdfcpu reads it.
func Strict(tb testing.TB, pdf []byte) {
	tb.Helper()
	conf := &model.Configuration{Reader15: true, Offline: true, ValidationMode: model.ValidationStrict, Limits: model.DefaultResourceLimits(), Cmd: model.VALIDATE}
	ctx, err := pdfcpu.ReadWithContext(tb.Context(), bytes.NewReader(pdf), conf)
	if err == nil {
		err = validate.XRefTable(ctx)
	}
	if err != nil {
		tb.Errorf("pdfcpu: %v", err)
	}
}

// soundFont is a line of pdffonts: embedded, cut, and with a map to Unicode.
var soundFont = regexp.MustCompile(`^[A-Z]{6}\+\S+ .* yes yes yes +\d+ +\d+$`)

// Fonts sees by poppler that every font is in the file, cut, and tells what its characters mean.
func Fonts(tb testing.TB, pdf []byte) {
	tb.Helper()
	out, err := run(tb, pdf, "pdffonts", "FILE")
	if err != nil {
		tb.Errorf("pdffonts: %v\n%s", err, out)
		return
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	const head = 2
	if len(lines) < head {
		tb.Errorf("pdffonts says %q", out)
		return
	}
	for _, line := range lines[head:] {
		if !soundFont.MatchString(line) {
			tb.Errorf("pdffonts: %s", line)
		}
	}
}

// Heard sees that poppler reads the structure aloud as the judge does. Poppler passes over what stands for other words
// (ActualText), so both read what is shown.
func Heard(tb testing.TB, pdf []byte) {
	tb.Helper()
	order, err := judge.ShownOrder(pdf)
	if err != nil {
		tb.Error(err)
		return
	}
	if got, want := StructureText(tb, pdf), Bare(strings.Join(order, "")); Bare(got) != want {
		tb.Errorf("poppler reads\n%s\nand the judge\n%s", Bare(got), want)
	}
}

var wordLine = regexp.MustCompile(`^ *"(.*)"$`)

// StructureText gives the words of a PDF's structure as poppler reads them.
func StructureText(tb testing.TB, pdf []byte) string {
	tb.Helper()
	out, err := run(tb, pdf, "pdfinfo", "-struct-text", "FILE")
	if err != nil || strings.Contains(out, "Error") {
		tb.Errorf("pdfinfo: %v\n%s", err, out)
	}
	var words strings.Builder
	for line := range strings.Lines(out) {
		if m := wordLine.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			words.WriteString(m[1])
		}
	}
	return words.String()
}

// Bare gives words without the spaces between them, which readers put where lines end.
func Bare(words string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, words)
}
