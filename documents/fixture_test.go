package documents

// The agreement that the tests render: the full text of the Convenant Herstelnetwerk with its Partijen. Those who sign
// are functions, not persons.

import (
	_ "embed"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"convenant/workflow"
)

//go:embed testdata/herstelnetwerk.json
var herstelnetwerk []byte

// agreementOf gives the agreement in a status, signed or not.
func agreementOf(tb testing.TB, status string, signed bool) Agreement {
	tb.Helper()
	a := Agreement{
		Version: 2, Kenmerk: "DOC-23001740", Status: status, Date: workflow.MustDate("2023-08-17"),
		Fingerprint: "9f2c4b7d5e1a08c3f6b2d4e8a1907c5b3d6f8e2a4c1b0d9e7f5a3c6b8d2e4f10",
		Stand:       "stand 27 · a1b2c3d4 · 31-12-2025",
	}
	if err := json.Unmarshal(herstelnetwerk, &a.Text); err != nil {
		tb.Fatal(err)
	}
	capacities := map[string]string{"Gemeenten": "burgemeester", "de Regio": "portefeuillehouder Bescherming en Opvang", "": "bestuurder"}
	for _, g := range a.Text.Groups {
		for i, name := range g.Parties {
			p := Party{Name: name, Group: g.Name, Capacity: capacities[g.Name]}
			if signed {
				p.Representative = "vertegenwoordiger " + string(rune('A'+i))
				p.SignedOn, p.Manner = workflow.MustDate("2024-01-18").AddDays(i), "op papier"
			}
			a.Parties = append(a.Parties, p)
		}
	}
	return a
}

// aTheme is the look of a house that borrows from English.
func aTheme() Theme {
	return Theme{Accent: "#7A1F5C", Name: "Gooi en Vechtstreek · Herstelnetwerk", Website: "www.herstelnetwerk.nl", Borrowed: []Phrase{
		{Words: "empowerment", Language: "en"}, {Words: "housing first", Language: "en"}, {Words: "sense of urgency", Language: "en"}}}
}

// TestKeepPages writes the pages for who wants to look at them: DOCUMENTS_OUT=/tmp/x go test -run KeepPages.
func TestKeepPages(t *testing.T) {
	table := Table{Columns: []Column{{"Datum", 1}, {"Overleg", 2}, {"Doel", 1}, {"Conclusie", 2}}}
	for i := range 24 {
		day := workflow.MustDate("2023-11-16").AddDays(14 * i)
		table.Rows = append(table.Rows, []string{day.Dutch(), "Portefeuillehoudersoverleg", "vaststellen", strings.Repeat("Het overleg stelt het convenant vast. ", 1+i%3)})
	}
	letter := paper(Title{"Oplegger", "Proef van een staand blad"}, Reference{[]ReferenceLine{{Label: "Kenmerk", Words: "P-1"}, {Label: "Datum", Words: "18 januari 2024"}}},
		Heading{2, "Behandeling"}, Paragraph{"Het convenant is of wordt besproken in deze overleggen:"}, table)
	letter.Orientation = Portrait
	before, after := revised(t)
	papers := map[string]Document{
		"staand": letter, "concept": agreementOf(t, Concept, false).Document(), "ondertekend": agreementOf(t, Ondertekend, true).Document(),
		"versievergelijking": Compare(before, after).Document(Versions{Name: "Convenant Herstelnetwerk", Kenmerk: "DOC-1", Before: "versie 1", After: "versie 2",
			BeforeSHA: before.SHA256(), AftSHA: after.SHA256(), Date: workflow.MustDate("2024-02-01"), Stand: "stand 2"}),
	}
	theme := aTheme()
	theme.Logo = aLogo(t, 300, 100)
	for name, doc := range themed(t, theme) {
		papers["huisstijl "+name] = doc
	}
	for name, doc := range papers {
		pdf, err := Render(doc)
		if err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("DOCUMENTS_OUT"); dir != "" {
			if err := os.WriteFile(dir+"/"+name+".pdf", pdf, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
