package documents

// What the same agreement costs elsewhere, in the same run: fpdf as its manual shows, typst in its PDF/UA mode, what
// Chromium prints and what LibreOffice exports, each with the same words, faces and sheet. It takes Chromium, LibreOffice
// and node, and once `npm ci` in testdata/rivals:
//
//	go test -bench Rivals -benchtime 20x -run '^$' ./documents

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// aRival makes the PDF of a document so many times, and reports what it took.
type aRival struct {
	name string
	run  func(b *testing.B, doc Document)
}

func BenchmarkRivals(b *testing.B) {
	doc := agreementOf(b, Ondertekend, true).Document()
	doc.Theme = aTheme()
	for _, r := range []aRival{{"convenant", ours}, {"fpdf", plainFpdf}, {"typst", typst}, {"chromium", chromiumPrints}, {"libreoffice", libreOffice}} {
		b.Run(r.name, func(b *testing.B) { r.run(b, doc) })
	}
}

// once is set for a process of its own that makes one document, so that its memory can be measured.
const once = "DOCUMENTS_ONCE"

func TestMain(m *testing.M) {
	switch how := os.Getenv(once); how {
	case "":
		os.Exit(m.Run())
	default:
		var tb onceOnly
		doc := agreementOf(tb, Ondertekend, true).Document()
		doc.Theme = aTheme()
		if how == "fpdf" {
			pages, _, err := layOut(doc)
			if err != nil {
				panic(err)
			}
			plainly(tb, frameOf(doc), pages)
			return
		}
		if _, err := Render(doc); err != nil {
			panic(err)
		}
	}
}

// onceOnly is a test that is none.
type onceOnly struct{ testing.TB }

func (onceOnly) Helper()           {}
func (onceOnly) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// reportMemory reports the most memory that a process had which made one document.
func reportMemory(b *testing.B, how string) {
	b.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), once+"="+how)
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatal(err, string(out))
	}
	reportPeak(b, c)
}

func reportPeak(b *testing.B, c *exec.Cmd) {
	b.Helper()
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		b.ReportMetric(float64(usage.Maxrss)/1024, "MB-peak")
	}
}

func reportSize(b *testing.B, pdf []byte) {
	b.Helper()
	b.ReportMetric(float64(len(pdf))/1000, "kB")
	c := exec.Command("pdfinfo", "-")
	c.Stdin = strings.NewReader(string(pdf))
	told, err := c.Output()
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(told)) {
		if pages, found := strings.CutPrefix(line, "Pages:"); found {
			n, err := strconv.Atoi(strings.TrimSpace(pages))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(n), "pages")
		}
	}
	if dir := os.Getenv("DOCUMENTS_OUT"); dir != "" { // to look at
		if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(b.Name(), "/", "-")+".pdf"), pdf, 0o644); err != nil {
			b.Fatal(err)
		}
	}
}

func ours(b *testing.B, doc Document) {
	b.ReportAllocs()
	render(b, doc)
	var pdf []byte
	for b.Loop() {
		pdf = render(b, doc)
	}
	reportSize(b, pdf)
	reportMemory(b, "convenant")
}

func plainFpdf(b *testing.B, doc Document) {
	b.ReportAllocs()
	pages, _, err := layOut(doc)
	if err != nil {
		b.Fatal(err)
	}
	var pdf []byte
	for b.Loop() {
		pdf = plainly(b, frameOf(doc), pages)
	}
	reportSize(b, pdf)
	reportMemory(b, "fpdf")
}

// needs fails with what to install.
func needs(b *testing.B, tool, how string) string {
	b.Helper()
	path, err := exec.LookPath(tool)
	if err != nil {
		b.Fatalf("there is no %s to measure: %s", tool, how)
	}
	return path
}

func typst(b *testing.B, doc Document) {
	node := needs(b, "node", "apt-get install nodejs")
	if _, err := os.Stat("testdata/rivals/node_modules"); err != nil {
		b.Fatal("there is no typst to measure: run npm ci in documents/testdata/rivals")
	}
	dir := b.TempDir()
	for f := range faces {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("face%d.ttf", f)), f.fontFile(liberation), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	source, out := filepath.Join(dir, "agreement.typ"), filepath.Join(dir, "agreement.pdf")
	if err := os.WriteFile(source, []byte(typstOf(doc)), 0o644); err != nil {
		b.Fatal(err)
	}
	c := exec.Command(node, "typst.mjs", source, dir, out, strconv.Itoa(b.N))
	c.Dir = "testdata/rivals"
	told, err := c.Output()
	if err != nil {
		b.Fatal(err, string(told))
	}
	var took []float64
	if err := json.Unmarshal(told, &took); err != nil {
		b.Fatal(err)
	}
	total := 0.0
	for _, ms := range took {
		total += ms
	}
	b.ReportMetric(total*1e6/float64(len(took)), "ns/op")
	reportPeak(b, c)
	reportSize(b, fileOf(b, out))
}

func chromiumPrints(b *testing.B, doc Document) {
	path := needs(b, "chromium", "apt-get install chromium")
	file := filepath.Join(b.TempDir(), "agreement.html")
	if err := os.WriteFile(file, []byte(pageOf(doc)), 0o644); err != nil {
		b.Fatal(err)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("headless", "new"), chromedp.NoSandbox, chromedp.DisableGPU)...)
	defer stop()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	print := func() []byte {
		if err := chromedp.Do(ctx, chromedp.Navigate("file://"+file)); err != nil {
			b.Fatal(err)
		}
		printed, err := chromedp.Call(ctx, cdp.PrintToPDF, cdp.PrintToPDFParams{PreferCSSPageSize: new(true), GenerateTaggedPDF: new(true), GenerateDocumentOutline: new(true)})
		if err != nil {
			b.Fatal(err)
		}
		return printed.Data
	}
	pdf := print() // the browser is there
	for b.Loop() {
		pdf = print()
	}
	reportSize(b, pdf)
}

// libreOffice is a process for each document: that is how it is used from a program.
func libreOffice(b *testing.B, doc Document) {
	office := needs(b, "soffice", "apt-get install libreoffice-writer-nogui")
	dir := b.TempDir()
	file := filepath.Join(dir, "agreement.html")
	if err := os.WriteFile(file, []byte(pageOf(doc)), 0o644); err != nil {
		b.Fatal(err)
	}
	const archival = `pdf:writer_web_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"PDFUACompliance":{"type":"boolean","value":"true"}}`
	var c *exec.Cmd
	for b.Loop() {
		c = exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "user"), "--headless", "--convert-to", archival, "--outdir", dir, file)
		if out, err := c.CombinedOutput(); err != nil {
			b.Fatal(err, string(out))
		}
	}
	reportPeak(b, c)
	reportSize(b, fileOf(b, filepath.Join(dir, "agreement.pdf")))
}

func fileOf(b *testing.B, name string) []byte {
	b.Helper()
	pdf, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	return pdf
}

// pageOf is a document as a page to print.
func pageOf(doc Document) string {
	return `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>` + doc.Title + `</title><style>
@page { size: A4 landscape; margin: 29mm 22mm 22mm }
body { font: 10.5pt/15.5pt "Liberation Sans"; margin: 0 }
table { width: 100% } td, th { text-align: left; vertical-align: bottom; height: 12mm }
</style></head><body>` + string(HTML(doc, HTMLOptions{Level: 1})) + "</body></html>"
}

// typstOf is a document as typst is written.
func typstOf(doc Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "#set document(title: %s)\n#set page(paper: \"a4\", flipped: true, margin: (top: 29mm, bottom: 22mm, left: 22mm, right: 22mm))\n", quoted(doc.Title))
	b.WriteString("#set text(font: \"Liberation Sans\", size: 10.5pt, lang: \"nl\")\n#set par(leading: 5pt)\n")
	typstBlocks(&b, doc.Blocks)
	return b.String()
}

// quoted writes words as a string of typst, in which nothing has a meaning of its own.
func quoted(words string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(words) + `"`
}

func typstBlocks(b *strings.Builder, blocks []Block) {
	level := 1
	heading := func(at int, words string) {
		level = min(at, level+1)
		fmt.Fprintf(b, "#heading(level: %d)[#%s]\n", level, quoted(words))
	}
	for _, block := range blocks {
		switch x := block.(type) {
		case Title:
			fmt.Fprintf(b, "#heading(level: 1)[#%s]\n#par[#%s]\n", quoted(x.Words), quoted(x.Subtitle))
		case Cover:
			typstBlocks(b, x.blocks())
			b.WriteString("#pagebreak()\n")
		case Reference:
			for _, l := range x.Lines {
				fmt.Fprintf(b, "/ #%s: #%s\n", quoted(l.Label), quoted(l.Words))
			}
			b.WriteString("\n")
		case Heading:
			heading(x.Level, x.Words)
		case ArticleHeading:
			heading(3, x.Label+" "+x.Words)
		case Paragraph:
			fmt.Fprintf(b, "#par[#%s]\n", quoted(x.Words))
		case Lid:
			typstItem(b, x.Number, x.Body)
		case List:
			for _, i := range x.Items {
				typstItem(b, i.Mark, i.Body)
			}
		case Signatures:
			b.WriteString("#table(columns: (2fr, 3fr, 3fr, 3fr), stroke: none, table.header(")
			for _, caption := range x.Captions {
				fmt.Fprintf(b, "[#%s],", quoted(caption))
			}
			b.WriteString("),\n")
			for _, r := range x.Rows {
				fmt.Fprintf(b, "[#%s],[#%s],[#%s],[#%s],\n", quoted(r.Party), quoted(r.Representative), quoted(r.Capacity), quoted(r.Signed))
			}
			fmt.Fprintf(b, ")\n#par[#emph[#%s]]\n", quoted(x.Closing))
		}
	}
}

func typstItem(b *strings.Builder, mark string, body []Block) {
	fmt.Fprintf(b, "#list(marker: [#%s])[", quoted(mark))
	typstBlocks(b, body)
	b.WriteString("]\n")
}
