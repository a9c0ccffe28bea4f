package documents

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"convenant/documents/judge/judgetest"
)

// aLogo gives a logo: a red bar on nothing.
func aLogo(tb testing.TB, width, height int) *Logo {
	tb.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		picture.Set(x, height/2, color.NRGBA{200, 10, 10, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		tb.Fatal(err)
	}
	logo, err := NewLogo(b.Bytes(), "Logo van de Regio")
	if err != nil {
		tb.Fatal(err)
	}
	return logo
}

// themed gives papers of every layout in the look of a house, by name.
func themed(tb testing.TB, theme Theme) map[string]Document {
	list := paper(Title{Words: "Besluitenlijst"}, Paragraph{"Er is besloten."})
	list.Layout, list.Orientation = Overview, Portrait
	papers := map[string]Document{"agreement": agreementOf(tb, Ondertekend, true).Document(), "letter": aLetter(), "list": list}
	for name, doc := range papers {
		doc.Theme = theme
		papers[name] = doc
	}
	return papers
}

func TestPapersInTheLookOfAHouse(t *testing.T) {
	for _, logo := range []*Logo{nil, aLogo(t, 300, 100), aLogo(t, 20, 400), aLogo(t, 2000, 30)} {
		theme := aTheme()
		theme.Logo = logo
		for name, doc := range themed(t, theme) {
			pdf := render(t, doc)
			judgetest.Sound(t, pdf)
			if !bytes.Equal(pdf, render(t, doc)) {
				t.Errorf("%s: other bytes the second time", name)
			}
			pages, _, err := layOut(doc)
			if err != nil {
				t.Fatal(err)
			}
			for n, p := range pages {
				nothingOverlaps(t, n, p, frameOf(doc))
				clearOfLogo(t, name, n, p, frameOf(doc))
			}
		}
	}
}

// clearOfLogo holds a logo to the sheet, above what the page says, and away from the words beside it.
func clearOfLogo(t *testing.T, name string, n int, p page, f frame) {
	t.Helper()
	logos, words := []placedLogo{p.logo}, slices.Concat(p.texts, p.header)
	for _, d := range p.drawn {
		logos = append(logos, d.logo)
	}
	for _, l := range logos {
		if !l.isThere() {
			continue
		}
		if l.x < f.whole.x || l.x+l.width > f.whole.right() || l.y < 5*mm {
			t.Errorf("%s, page %d: the logo sticks out: %+v", name, n+1, l)
		}
		for _, w := range words {
			right := w.x + w.style.face.metrics().width(w.words, w.style.size)
			if w.x < l.x+l.width && right > l.x && w.y-0.72*w.style.size < l.y+l.height && w.y > l.y {
				t.Errorf("%s, page %d: %q stands in the logo", name, n+1, w.words)
			}
		}
	}
}

// On the title page and on a letter the logo says who sends the paper; on other pages it repeats that.
func TestWhoHearsAPaperIsToldOfItsLogoOnce(t *testing.T) {
	theme := aTheme()
	theme.Logo = aLogo(t, 300, 100)
	for name, want := range map[string]int{"agreement": 1, "letter": 1, "list": 0} {
		pdf := render(t, themed(t, theme)[name])
		roles, _ := heard(t, pdf)
		figures := 0
		for _, role := range roles {
			if strings.HasSuffix(role, "Figure") {
				figures++
			}
		}
		if figures != want {
			t.Errorf("%s: told of %d pictures, want %d: %q", name, figures, want, roles)
		}
		if n := strings.Count(run(t, pdf, "pdfimages", "-list", "-"), " image "); n < 1 {
			t.Errorf("%s: the logo is on no page", name)
		}
	}
}

// The words of the house stand on every page, but not where the paper says them itself, and its website where there is room.
func TestTheHeadOfEveryPage(t *testing.T) {
	theme := aTheme()
	papers := themed(t, theme)
	headers, _, _ := pagesOf(t, render(t, papers["agreement"]))
	for i, h := range headers {
		if !strings.Contains(h, theme.Name) || !strings.Contains(h, theme.Website) || strings.Contains(h, "Convenant Herstelnetwerk") != (i > 0) {
			t.Errorf("page %d: %q", i+1, h)
		}
	}
	if headers, _, _ = pagesOf(t, render(t, papers["list"])); !strings.Contains(headers[0], theme.Name) || strings.Contains(headers[0], papers["list"].Title) {
		t.Errorf("list: %q", headers)
	}
	if pages, _, err := layOut(papers["letter"]); err != nil || len(pages[0].header) != 0 {
		t.Errorf("a letter has %d words above its letterhead, %v", len(pages[0].header), err)
	}
	list := papers["list"]
	list.Blocks = list.Blocks[1:] // without its title, which the header repeats on other pages than the first
	list.Theme.Name, list.Title = strings.Repeat("Samenwerkingsverband ", 9), strings.Repeat("Lijst van besluiten ", 9)
	pages, _, err := layOut(list)
	if err != nil {
		t.Fatal(err)
	}
	nothingOverlaps(t, 1, page{texts: moved(pages[0].header, 20*mm)}, frameOf(list))
	if len(pages[0].header) != 2 {
		t.Errorf("there is no room for the website, and it stands there: %+v", pages[0].header)
	}
}

// moved gives words lower on the page.
func moved(texts []text, by float64) []text {
	texts = slices.Clone(texts)
	for i := range texts {
		texts[i].y += by
	}
	return texts
}

func TestTheColourOfTheHouse(t *testing.T) {
	doc := themed(t, aTheme())["list"]
	doc.Blocks = append(doc.Blocks, Heading{2, "Kop"}, Note{"Let op"})
	content := run(t, render(t, doc), "qpdf", "--qdf", "--object-streams=disable", "-", "-")
	for _, want := range []string{"0.478 0.122 0.361 rg", "0.478 0.122 0.361 RG"} {
		if !strings.Contains(content, want) {
			t.Errorf("nothing is drawn with %s", want)
		}
	}
	if strings.Contains(content, "0.043 0.333 0.388") {
		t.Error("something is drawn in the colour of the program")
	}
	for _, wrong := range []string{"7A1F5C", "#7A1F5", "#7A1F5CAA", "blauw"} {
		doc.Theme.Accent = wrong
		if _, err := Render(doc); err == nil || !strings.Contains(err.Error(), "geen kleur") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

// What is transparent in a logo is paper, and a file that is no picture is refused.
func TestALogoStandsOnWhite(t *testing.T) {
	theme := aTheme()
	theme.Logo = aLogo(t, 4, 3)
	doc := themed(t, theme)["list"]
	raw := run(t, render(t, doc), "qpdf", "--stream-data=uncompress", "--decode-level=generalized", "-", "-")
	_, rest, found := strings.Cut(raw, "/Subtype /Image")
	_, rest, _ = strings.Cut(rest, "stream\n")
	white, red := strings.Repeat("\xff", 4*3), strings.Repeat("\xc8\x0a\x0a", 4)
	if !found || !strings.HasPrefix(rest, white+red+white) {
		t.Errorf("got % x", rest[:min(36, len(rest))])
	}
	if _, err := NewLogo([]byte("geen plaatje"), "x"); err == nil {
		t.Error("what is no picture became a logo")
	}
}

// On a page in the browser, too, a Dutch voice is told what is English.
func TestBorrowedWordsOnAPage(t *testing.T) {
	doc := paper(Heading{2, "Sense of urgency"}, Paragraph{"Eerst\nempowerment en meer empowerment, geen empowerments."})
	doc.Theme, doc.Language = aTheme(), "nl-NL"
	got := string(HTML(doc, HTMLOptions{}))
	for _, want := range []string{`<h1 class="deel-kop"><span lang="en">Sense of urgency</span></h1>`,
		`<p>Eerst<br/><span lang="en">empowerment</span> en meer <span lang="en">empowerment</span>, geen empowerments.</p>`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}
