package post

import (
	"strings"
	"testing"
	"time"

	"convenant/documents"
	"convenant/documents/post/posttest"
)

func sample() Message {
	return Message{
		ID: "0190a000-0000-7000-8000-000000000001.12.1", Date: time.Date(2025, 10, 31, 9, 30, 0, 0, time.FixedZone("CET", 3600)),
		From: Address{"Regio Gooi en Vechtstreek", "convenanten@regio.example"}, ReplyTo: Address{"Secretariaat", "secretariaat@regio.example"},
		To:      []Address{{"Zoë Łukasz", "zoe@hilversum.example"}, {"", "tweede@hilversum.example"}},
		Subject: "Jellinek heeft het Convenant “Één” opgezegd",
		Blocks: []documents.Block{
			documents.Paragraph{Words: "Beste contactpersoon van Gemeente Hilversum,"},
			documents.Note{Words: "De laatste dag is 31 december 2025."},
			documents.Heading{Level: 2, Words: "Wat u doet"},
			documents.List{Items: []documents.Item{{Mark: "1.", Body: []documents.Block{documents.Paragraph{Words: "Lees <dit> & dat."}}}, {Mark: "2.", Body: []documents.Block{documents.Paragraph{Words: "Klaar."}}}}},
			documents.Table{Columns: []documents.Column{{}, {}}, Rows: [][]string{{"Stuk", "kennisgeving"}}},
			documents.Table{Columns: []documents.Column{{Heading: "Wie"}, {Heading: "Wat"}}, Rows: [][]string{{"A", "B"}}},
		},
		Papers: []Paper{
			{Title: "Kennisgeving", Name: "2025-10-31-kennisgeving-hilversum.pdf", PDF: []byte("%PDF-een"), Size: 81_234},
			{Title: "Geconsolideerde tekst", Name: "groot.pdf", Size: 22_300_000, Link: "https://convenanten.example/documenten/abc"},
		},
		Why: "U ontvangt dit omdat Gemeente Hilversum Partij is.", Sender: []string{"Regio Gooi en Vechtstreek", "Het secretariaat"},
	}
}

func built(t *testing.T, m Message) []byte {
	t.Helper()
	b, err := Build(m)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestHeaders(t *testing.T) {
	o := posttest.Open(t, built(t, sample()))
	for header, want := range map[string]string{
		"Message-Id": "<0190a000-0000-7000-8000-000000000001.12.1@regio.example>", "Date": "Fri, 31 Oct 2025 09:30:00 +0100",
		"From": `"Regio Gooi en Vechtstreek" <convenanten@regio.example>`, "Reply-To": `"Secretariaat" <secretariaat@regio.example>`,
		"Auto-Submitted": "auto-generated", "Content-Language": "nl", "List-Unsubscribe": "", "Precedence": "", "User-Agent": "", "X-Mailer": "",
		"Subject": "Jellinek heeft het Convenant “Één” opgezegd",
	} {
		if got := o.Decoded(t, header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	to, err := o.AddressList("To")
	if err != nil || len(to) != 2 || to[0].Name != "Zoë Łukasz" || to[0].Address != "zoe@hilversum.example" || to[1].Address != "tweede@hilversum.example" {
		t.Errorf("to %v, %v", to, err)
	}
	for _, c := range built(t, sample()) {
		if c > 0x7e {
			t.Fatal("the message has bytes that not every server takes")
		}
	}
}

func TestTextAndHTMLSayTheSame(t *testing.T) {
	o := posttest.Open(t, built(t, sample()))
	want := `Beste contactpersoon van Gemeente Hilversum,

  | De laatste dag is 31 december 2025.

WAT U DOET

1. Lees <dit> & dat.
2. Klaar.

Stuk: kennisgeving

– Wie: A; Wat: B

Bij dit bericht (2 stukken):
– Kennisgeving (pdf, 81 kB)
– Geconsolideerde tekst (pdf, 22 MB, te groot om mee te sturen; u kunt het
  ophalen)
  https://convenanten.example/documenten/abc

Hebt u een vraag? Beantwoord dan dit bericht.

Met vriendelijke groet,

Regio Gooi en Vechtstreek
Het secretariaat

U ontvangt dit omdat Gemeente Hilversum Partij is.
`
	if o.Text != want {
		t.Errorf("the text is\n%s", o.Text)
	}
	words := o.Words(t)
	for _, w := range []string{"Beste contactpersoon van Gemeente Hilversum,", "De laatste dag is 31\u00A0december\u00A02025.", "Wat u doet", "Lees <dit> & dat.", "kennisgeving",
		"Bij dit bericht (2 stukken)", "pdf, 22 MB, te groot om mee te sturen; u kunt het ophalen", "Met vriendelijke groet,", "Het secretariaat", "Hebt u een vraag? Beantwoord dan dit bericht.", "U ontvangt dit omdat Gemeente Hilversum Partij is."} {
		if !strings.Contains(words, w) {
			t.Errorf("the HTML does not say %q:\n%s", w, words)
		}
	}
	if !strings.Contains(o.HTML, `href="https://convenanten.example/documenten/abc"`) {
		t.Error("the link is gone")
	}
	if strings.Contains(o.HTML, "<img") || strings.Contains(o.HTML, "<script") || strings.Contains(o.HTML, "url(") {
		t.Error("the HTML fetches something")
	}
	if string(o.Attachments["2025-10-31-kennisgeving-hilversum.pdf"]) != "%PDF-een" || len(o.Attachments) != 1 {
		t.Errorf("attached: %q", o.Attachments)
	}
}

// No name, title or address can begin a header or a line of its own.
func TestNothingCanBeInjected(t *testing.T) {
	for _, evil := range []string{"x\r\nBcc: dief@example.org", "x\nX-Eigen: 1", "x\r\n\r\n<script>", "x\u2028y", "x\x00y", `"><script>alert(1)</script>`} {
		m := sample()
		m.Subject, m.From.Name, m.ReplyTo.Name, m.To[0].Name = evil, evil, evil, evil
		m.Why, m.Sender = evil, []string{evil}
		m.Blocks = append(m.Blocks, documents.Paragraph{Words: evil})
		m.Papers[0].Title, m.Papers[1].Link = evil, "javascript:alert(1)"
		raw := built(t, m)
		o := posttest.Open(t, raw)
		for header := range o.Header {
			switch header {
			case "Bcc", "X-Eigen":
				t.Errorf("%q gives a header %s", evil, header)
			}
		}
		if strings.Contains(strings.ToLower(o.HTML), "<script") || strings.Contains(o.HTML, `href="javascript`) {
			t.Errorf("%q gives a script", evil)
		}
		if to, err := o.AddressList("To"); err != nil || len(to) != 2 {
			t.Errorf("%q gives the receivers %v %v", evil, to, err)
		}
	}
	for name, change := range map[string]func(*Message){
		"a receiver with a new line": func(m *Message) { m.To[0].Mail = "a@example.org>\r\nRCPT TO:<b@example.org" },
		"two in one":                 func(m *Message) { m.To[0].Mail = "a@example.org, b@example.org" },
		"a receiver with a name":     func(m *Message) { m.To[0].Mail = "A <a@example.org>" },
		"a quoted one":               func(m *Message) { m.To[0].Mail = `"a b"@example.org` },
		"no address":                 func(m *Message) { m.To[0].Mail = "hilversum" },
		"a sender that is none":      func(m *Message) { m.From.Mail = "" },
		"an answer that is none":     func(m *Message) { m.ReplyTo.Mail = "x" },
		"an ID with a new line":      func(m *Message) { m.ID = "a\r\nb" },
		"an ID with a bracket":       func(m *Message) { m.ID = "a>b" },
		"a file with a quote":        func(m *Message) { m.Papers[0].Name = "a\".pdf" },
		"a file with a path":         func(m *Message) { m.Papers[0].Name = "../a.pdf" },
		"nobody":                     func(m *Message) { m.To = nil },
	} {
		m := sample()
		change(&m)
		if b, err := Build(m); err == nil {
			t.Errorf("%s is built: %+v", name, b)
		} else if strings.Contains(err.Error(), "example.org") {
			t.Errorf("%s: the error has an address: %v", name, err)
		}
	}
}

func TestAMessageIsTheSameEachTime(t *testing.T) {
	a, b := posttest.Open(t, built(t, sample())), posttest.Open(t, built(t, sample()))
	if a.Text != b.Text || a.HTML != b.HTML || a.Get("Message-Id") != b.Get("Message-Id") {
		t.Error("built twice, it differs")
	}
}

func TestSizesAsAReaderSaysThem(t *testing.T) {
	for bytes, want := range map[int]string{0: "1 kB", 499: "1 kB", 1500: "2 kB", 999_000: "999 kB", 1_240_000: "1,2 MB", 9_900_000: "9,9 MB", 14_600_000: "15 MB"} {
		if got := size(bytes); got != want {
			t.Errorf("%d is %s", bytes, got)
		}
	}
}
