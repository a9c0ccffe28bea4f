package upload

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pdf writes a PDF of objects, of which the first is the catalogue, with a table that tells where each is.
func pdf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// letter is a PDF of one page to which something is added: to its catalogue, its page, or as more objects from 5 on.
func letter(catalogue, page string, more ...string) []byte {
	return pdf(append([]string{
		"<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + page + " >>",
		stream("", "BT ET"),
	}, more...)...)
}

func stream(entries, content string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(content), content)
}

// qpdf has qpdf write a PDF anew.
func qpdf(t *testing.T, b []byte, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "uit.pdf")
	if err := os.WriteFile(in, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if told, err := exec.Command("qpdf", append(append([]string{"--warning-exit-0"}, args...), in, out)...).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v\n%s", err, told)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func pngOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 20, 10)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatALetterIsScannedAsIsAccepted(t *testing.T) {
	plain := letter("", "")
	three := pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 99 >>",
		"<< /Type /Pages /Kids [5 0 R 6 0 R] /Parent 2 0 R >>", "<< /Type /Page /Parent 2 0 R >>", "<< /Type /Page /Parent 3 0 R >>", "<< /Type /Page /Parent 3 0 R >>")
	for name, c := range map[string]struct {
		b     []byte
		kind  string
		pages int
	}{
		"a page":                     {plain, PDF, 1},
		"objects packed together":    {qpdf(t, plain, "--object-streams=generate"), PDF, 1},
		"made for the web":           {qpdf(t, plain, "--linearize"), PDF, 1},
		"pages are counted":          {three, PDF, 3},
		"a link to a website":        {letter("", "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (https://example.org) >> >>]"), PDF, 1},
		"a colour blended by Screen": {letter("", "/Resources << /ExtGState << /G << /BM /Screen >> >> >>"), PDF, 1},
		"an object that is null":     {letter("", "", "null"), PDF, 1},
		"a PNG":                      {pngOf(t, 30, 20), PNG, 1},
		"a JPEG":                     {jpegOf(t), JPEG, 1},
		"a JPEG with more behind it": {append(jpegOf(t), "van de camera"...), JPEG, 1},
	} {
		f, refusal, err := Look(context.Background(), c.b, Usual)
		if refusal != nil || err != nil || f.Type != c.kind || f.Pages != c.pages || f.Size != len(c.b) || len(f.SHA256) != 64 {
			t.Errorf("%s: %+v %v %v", name, f, refusal, err)
		}
	}
}

func TestWhatDoesSomethingIsRefused(t *testing.T) {
	annotation := func(subtype, more string) []byte {
		return letter("", "/Annots [<< /Type /Annot /Subtype /"+subtype+" /Rect [0 0 1 1] "+more+" >>]")
	}
	cases := map[string]struct {
		b    []byte
		says string
	}{
		"a script on opening":        {letter("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", ""), "JavaScript"},
		"a script by name":           {letter("/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", "", "<< /S /URI >>"), "JavaScript"},
		"a script spelt otherwise":   {letter("/OpenAction << /S /J#61vaScript /J#53 (x) >>", ""), "JavaScript"},
		"a script by reference":      {letter("/OpenAction << /S 5 0 R >>", "", "/JavaScript"), "JavaScript"},
		"a script to which none led": {letter("", "", "<< /S /JavaScript /JS (x) >>"), "JavaScript"},
		"a script out of the table":  {append(letter("", ""), "9 0 obj << /S /JavaScript >> endobj"...), "JavaScript"},
		"a program":                  {letter("/OpenAction << /S /Launch /F (cmd.exe) >>", ""), "programma"},
		"another document":           {annotation("Link", "/A << /S /GoToR /F (\\\\\\\\server\\\\x.pdf) >>"), "programma"},
		"a form that sends":          {annotation("Widget", "/A << /S /SubmitForm /F (https://example.org) >>"), "verstuurt"},
		"a form that fetches":        {annotation("Widget", "/AA << /U << /S /ImportData /F (x.fdf) >> >>"), "verstuurt"},
		"a dynamic form":             {letter("/AcroForm << /Fields [] /XFA [] >>", ""), "XFA"},
		"files":                      {letter("/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>", "", "<< /Type /Filespec /EF << /F 6 0 R >> >>", stream("/Type /EmbeddedFile", "MZ")), "andere bestanden"},
		"a file as a paper clip":     {annotation("FileAttachment", ""), "andere bestanden"},
		"a film":                     {annotation("Movie", ""), "film"},
		"a screen":                   {annotation("Screen", ""), "film"},
		"a stream elsewhere":         {letter("", "", stream("/F (elders.txt)", "")), "ander bestand"},
		"a password":                 {qpdf(t, letter("", ""), "--encrypt", "geheim", "geheim", "256", "--"), "beveiligd"},
		"no password to open":        {qpdf(t, letter("", ""), "--encrypt", "", "geheim", "256", "--"), "beveiligd"},
		"a picture too large":        {letter("", "", "100000", stream("/Type /XObject /Subtype /Image /Width 100000 /Height 5 0 R", "x")), "te groot"},
	}
	for name, c := range cases {
		for how, b := range map[string][]byte{"plain": c.b, "packed": nil} {
			if how == "packed" {
				if strings.Contains(c.says, "beveiligd") || strings.HasSuffix(name, "table") || strings.HasSuffix(name, "led") {
					continue // qpdf leaves out what nothing leads to
				}
				b = qpdf(t, c.b, "--object-streams=generate", "--preserve-unreferenced")
			}
			_, refusal, err := Look(context.Background(), b, Usual)
			if err != nil || refusal == nil || !strings.Contains(refusal.Detail, c.says) || refusal.Remedy == "" {
				t.Errorf("%s, %s: %v %v", name, how, refusal, err)
			}
		}
	}
}

func TestWhatIsNoScanIsRefused(t *testing.T) {
	whole, picture := letter("", ""), pngOf(t, 30, 20)
	bomb := bytes.Clone(picture)
	copy(bomb[16:], "\x00\x0f\xff\xff\x00\x0f\xff\xff")
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	for name, c := range map[string]struct {
		b    []byte
		says string
	}{
		"nothing":               {nil, "leeg"},
		"words":                 {[]byte("Geachte heer"), "geen PDF, JPEG of PNG"},
		"a web page":            {[]byte("<html>%PDF-1.7"), "geen PDF, JPEG of PNG"},
		"a Word file":           {[]byte("PK\x03\x04"), "geen PDF, JPEG of PNG"},
		"half a PDF":            {whole[:len(whole)/2], "niet helemaal te lezen"},
		"a PDF in name":         {[]byte("%PDF-1.7\n"), "niet helemaal te lezen"},
		"no pages":              {pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 1 >>"), "niet helemaal te lezen"},
		"pages in a circle":     {pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), "niet helemaal te lezen"},
		"lists without end":     {letter("", "", strings.Repeat("[", 200_000)), "niet helemaal te lezen"},
		"an image too large":    {bomb, "te groot"},
		"half a PNG":            {picture[:len(picture)-20], "niet helemaal te lezen"},
		"a PNG and more":        {append(bytes.Clone(picture), "MZ"...), "niet helemaal te lezen"},
		"half a JPEG":           {jpegOf(t)[:300], "niet helemaal te lezen"},
		"a JPEG that is a PDF":  {append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), whole...), "als PDF tegelijk"},
		"more than is accepted": {make([]byte, Usual.Bytes+1), "groter dan 20 MB"},
	} {
		_, refusal, err := Look(context.Background(), c.b, Usual)
		if err != nil || refusal == nil || !strings.Contains(refusal.Detail, c.says) || refusal.Remedy == "" {
			t.Errorf("%s: %v %v", name, refusal, err)
		}
	}
}

// A PNG whose pixels unpack to more than its head says costs no more than what the head says.
func TestPixelsThatAreNotToldOfAreNotUnpacked(t *testing.T) {
	small, large := pngOf(t, 30, 20), pngOf(t, 3000, 2000)
	lied := append(bytes.Clone(small[:33]), large[33:]...)
	if _, refusal, _ := Look(context.Background(), lied, Usual); refusal == nil || !strings.Contains(refusal.Detail, "beschadigd") {
		t.Errorf("accepted: %v", refusal)
	}
	for _, interlaced := range []byte{0, 1} {
		if got, want := pngSize(30, 20, 8, 0, interlaced), map[byte]int64{0: 620, 1: 638}[interlaced]; got != want {
			t.Errorf("interlaced %d: %d bytes, not %d", interlaced, got, want)
		}
	}
}

// Objects that lie packed together may unpack to much more than they are: that is bounded for the whole file.
func TestWhatUnpacksToTooMuchIsRefused(t *testing.T) {
	limits := Usual
	limits.Unpack = 64 << 10
	fits, swells := letter("/Lang 5 0 R", "", "("+strings.Repeat("a", 20<<10)+")"), letter("/Lang 5 0 R", "", "("+strings.Repeat("a", 100<<10)+")")
	if _, refusal, err := Look(context.Background(), qpdf(t, fits, "--object-streams=generate"), limits); refusal != nil || err != nil {
		t.Errorf("what fits: %v %v", refusal, err)
	}
	parts, list := make([]string, 250), "" // qpdf packs a hundred together
	for i := range parts {
		parts[i] = "(" + strings.Repeat("a", 400) + ")"
		list += fmt.Sprintf("%d 0 R ", i+5)
	}
	for name, b := range map[string][]byte{"one": swells, "together": letter("/List ["+list+"]", "", parts...)} {
		if _, refusal, err := Look(context.Background(), qpdf(t, b, "--object-streams=generate"), limits); refusal == nil || err != nil || !strings.Contains(refusal.Detail, "te groot") {
			t.Errorf("what swells, %s: %v %v", name, refusal, err)
		}
	}
}

func TestPagesAndPartsAreBounded(t *testing.T) {
	limits := Usual
	limits.Pages, limits.Objects = 2, 10
	kids, leaves := "", []string{}
	for i := range 3 {
		kids += fmt.Sprintf("%d 0 R ", i+3)
		leaves = append(leaves, "<< /Type /Page >>")
	}
	many := pdf(append([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [" + kids + "] >>"}, leaves...)...)
	if _, refusal, _ := Look(context.Background(), many, limits); refusal == nil || !strings.Contains(refusal.Detail, "meer dan 2 bladzijden") {
		t.Errorf("three pages: %v", refusal)
	}
	parts := letter("", "", strings.Split(strings.Repeat("null ", 20), " ")[:20]...)
	if _, refusal, _ := Look(context.Background(), parts, limits); refusal == nil {
		t.Error("twenty-four parts are accepted")
	}
}

// Whoever waits is told in time, also when the reader is not done.
func TestWhatTakesTooLongIsRefused(t *testing.T) {
	limits := Usual
	limits.Time = time.Nanosecond
	if _, refusal, err := Look(context.Background(), letter("", ""), limits); err != nil || refusal == nil || !strings.Contains(refusal.Detail, "te lang duurt") {
		t.Errorf("%v %v", refusal, err)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, refusal, err := Look(stopped, letter("", ""), Usual); err == nil || refusal != nil {
		t.Errorf("nobody waits any more: %v %v", refusal, err)
	}
	for range cap(hands) { // every hand comes free again
		hands <- struct{}{}
	}
	for range cap(hands) {
		<-hands
	}
}

// Whatever is sent: no panic comes out, and what is accepted is one of three kinds with pages. On a few files the reader of
// PDF, which others wrote, panics (kapotte-tabel is one): those are refused with the words of any unreadable file, and an
// error goes to the log. Our own part may not panic on anything.
func FuzzLook(f *testing.F) {
	limits := Usual
	limits.Time, limits.Unpack, limits.Objects = 2*time.Second, 1<<20, 10_000
	f.Fuzz(func(t *testing.T, b []byte) {
		file, refusal, err := Look(context.Background(), b, limits)
		if err != nil && (!errors.Is(err, ErrBroken) || refusal == nil || !inReader(err)) {
			t.Fatal(refusal, err)
		}
		if refusal != nil && (refusal.Detail == "" || refusal.Remedy == "") {
			t.Errorf("a refusal without words: %+v", refusal)
		}
		if refusal == nil && (file.Type != PDF && file.Type != PNG && file.Type != JPEG || file.Pages < 1 || file.Size != len(b)) {
			t.Errorf("accepted as %+v", file)
		}
	})
}

// inReader tells that a panic arose in the reader of PDF: in the trace its functions come before any of ours.
func inReader(err error) bool {
	_, trace, _ := strings.Cut(err.Error(), "\npanic(")
	theirs, ours := strings.Index(trace, "\ngithub.com/pdfcpu/"), strings.Index(trace, "\nconvenant/")
	return theirs >= 0 && theirs < ours
}
