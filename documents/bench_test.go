package documents

// What a document costs. The figures in the README come from here:
//
//	go test -bench 'Agreement|Letter' -benchmem -run '^$' ./documents

import (
	"testing"

	"convenant/workflow"
)

// aLetter gives a letter of one page.
func aLetter() Document {
	return Document{
		Title: "Ontvangstbevestiging", Kenmerk: "DOC-23001740", Status: "Convenant Herstelnetwerk", Stand: "stand 53 · 86abea1a · 31-10-2025",
		Date: workflow.MustDate("2025-10-31"), Layout: Letter,
		Blocks: []Block{
			Letterhead{Sender: []string{"Regio Gooi en Vechtstreek", "Straat 1", "1234 AB Plaats", "info@example.nl"}, Return: "Regio, Postbus 1, 1234 AB Plaats",
				To: []string{"Jellinek", "t.a.v. de contactpersoon voor het convenant"}},
			Reference{[]ReferenceLine{{Label: "Datum", Words: "31 oktober 2025"}, {Label: "Betreft", Words: "Ontvangst van uw opzegbrief", Strong: true}}},
			Paragraph{"Beste contactpersoon van Jellinek,"},
			Paragraph{"Op 31 oktober 2025 hebben wij uw opzegbrief over het Convenant Herstelnetwerk ontvangen."},
			Note{"31 december 2025 is de laatste dag waarop Jellinek Partij is."},
			Heading{2, "Waarom"},
			Paragraph{"De opzegtermijn is twee maanden en telt vanaf de dag van ontvangst, 31 oktober 2025 (artikel 3.3)."},
			Heading{2, "Wat dit betekent"},
			List{[]Item{{"–", []Block{Paragraph{"Tot en met 31 december 2025 blijft Jellinek volledig Partij: de afspraken gelden en uw stem telt mee bij wijzigingen."}}},
				{"–", []Block{Paragraph{"U kunt de opzegging niet meer intrekken. Om een verlengingsbrief vragen wij u niet meer."}}}}},
			Closing{"Met vriendelijke groet,", []string{"Het secretariaat van de convenanten", "namens de contactpersoon van de Regio"}},
		},
	}
}

func BenchmarkAgreement(b *testing.B) {
	doc := agreementOf(b, Ondertekend, true).Document()
	b.ReportAllocs()
	for b.Loop() {
		render(b, doc)
	}
}

func BenchmarkLetter(b *testing.B) {
	doc := aLetter()
	b.ReportAllocs()
	for b.Loop() {
		render(b, doc)
	}
}

func BenchmarkLayOut(b *testing.B) {
	doc := agreementOf(b, Ondertekend, true).Document()
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := layOut(doc); err != nil {
			b.Fatal(err)
		}
	}
}
