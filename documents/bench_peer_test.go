package documents

// Beside what a document costs, what it would cost to have fpdf draw the same words at the same places in the same two
// faces, as its own manual shows: no tags, no checks, fonts as they are. Both in one run, in turn, because the machine may
// be busy with other things:
//
//	go test -bench AgainstPlain -benchtime 100x -run '^$' ./documents

import (
	"bytes"
	"testing"
	"time"

	"github.com/go-pdf/fpdf"
)

// plainly draws pages with fpdf alone.
func plainly(tb testing.TB, f frame, pages []page) []byte {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: f.width, Ht: f.height}})
	pdf.AddUTF8FontFromBytes("sans", "", regular.fontFile(liberation))
	pdf.AddUTF8FontFromBytes("sans", "B", bold.fontFile(liberation))
	for _, p := range pages {
		pdf.AddPage()
		for _, texts := range [][]text{p.header, p.footer, p.texts} {
			for _, t := range texts {
				style := ""
				if t.style.face == bold {
					style = "B"
				}
				pdf.SetFont("sans", style, t.style.size)
				pdf.Text(t.x, t.y, t.words)
			}
		}
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkAgainstPlain(b *testing.B) {
	doc := agreementOf(b, Ondertekend, true).Document()
	pages, _, err := layOut(doc)
	if err != nil {
		b.Fatal(err)
	}
	render(b, doc) // what is done once
	var ours, plain time.Duration
	for b.Loop() {
		start := time.Now()
		size := len(render(b, doc))
		half := time.Now()
		plainly(b, frameOf(doc), pages)
		ours, plain = ours+half.Sub(start), plain+time.Since(half)
		b.ReportMetric(float64(size)/1000, "kB")
	}
	b.ReportMetric(float64(ours)/float64(plain), "of-plain")
	b.ReportMetric(float64(len(pages)), "pages")
}
