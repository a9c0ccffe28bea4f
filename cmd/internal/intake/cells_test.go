package intake

import (
	"strings"
	"testing"

	"convenant/storage"
)

// Who has to mend a cell reads of columns and rows, and of what can stand there; not of the fields and acts behind them.
func TestAdviceIsInTheWordsOfTheColumns(t *testing.T) {
	const signed = "ondertekend=2-2-2020"
	for name, c := range map[string]struct{ src, want, not string }{
		"no looptijd":         {csvOf(adopted + "looptijd=lang"), "Rij 2, kolom ‘looptijd’: ‘lang’ is geen looptijd. Vul de laatste dag in (‘31-12-2025’), een duur (‘4 jaar’) of ‘onbepaald’.", "‘duur’"},
		"a looptijd by half":  {csvOf(adopted + "looptijd=31-12-25"), "Rij 2, kolom ‘looptijd’: In ‘31-12-25’ staat het jaar niet met vier cijfers.", "duur"},
		"a looptijd of Excel": {csvOf(adopted + "looptijd=46022"), "Rij 2, kolom ‘looptijd’: ‘46022’ is een getal.", "duur"},
		"nee":                 {csvOf(adopted + "opzegtermijn=nee"), "Rij 2, kolom ‘opzegtermijn’: ‘nee’ is geen opzegtermijn. Vul een termijn in (‘2 maanden’), ‘geen’ als opzeggen per direct kan, of ‘niet’ als opzeggen niet kan.", "veld"},
		"per direct":          {csvOf(adopted + "opzegtermijn=per direct"), "‘geen’ als opzeggen per direct kan", "veld"},
		"nothing on notice":   {csvOf(adopted+signed+"; opzegtermijn=; opgezegd=1-3-2025", other+signed), "Rij 2, kolom ‘opgezegd’: Dit convenant kan alleen door alle Partijen samen worden opgezegd. De kolom ‘opzegtermijn’ is leeg, en dan geldt wat het sjabloon zegt. Vul in welke termijn is afgesproken", "Laat alle Partijen"},
		"notice is excluded":  {csvOf(adopted+signed+"; opzegtermijn=niet; opgezegd=1-3-2025", other+signed), "Kijk of de opzegtermijn klopt: op rij 2 staat ‘niet’.", "Stel een wijziging voor"},
		"signed too early":    {csvOf(adopted, other+"ondertekend=31-1-2020"), "Rij 3, kolom ‘ondertekend’: Er is ondertekend op 31 januari 2020, en vastgesteld op 1 februari 2020 (rij 2, kolom ‘vastgesteld’). De volgorde klopt niet", "tijdens de ondertekening"},
		"signed past the end": {csvOf(adopted+"looptijd=31-12-2020; "+signed, other+"ondertekend=3-2-2021"), "Kijk welke dag fout is: deze, of de looptijd op rij 2.", "Ga terug naar concept"},
		"adopted who knows":   {csvOf("kenmerk=D1; convenant=Proef; partij=A; vastgesteld=eens; ondertekend=1-1-2020"), "Rij 2, kolom ‘vastgesteld’: ‘eens’ is niet te lezen als dag.", "overleg"},
		"one short name":      {csvOf(adopted, "kenmerk=D1; partij=A"), "Rij 3, kolom ‘partij’: ‘A’ en ‘Gemeente A’ (rij 2) hebben allebei de korte naam ‘a’. Is het een andere Partij, vul dan in de kolom ‘korte naam’ een andere in.", "twee keer"},
		"one given name":      {csvOf(adopted+"korte naam=x", other+"korte naam=x"), "Rij 3, kolom ‘korte naam’: Op rij 2 staat ook ‘x’.", "twee keer"},
		"no address":          {csvOf(adopted + "functie=griffier; e-mail=griffie"), "Rij 2, kolom ‘e-mail’: ‘griffie’ is geen e-mailadres.", "veld"},
		"two addresses":       {csvOf(adopted + "functie 2=griffier; e-mail 2=a@example.org, b@example.org"), "Rij 2, kolom ‘e-mail 2’: ‘a@example.org, b@example.org’ is geen e-mailadres. Vul één adres in", "veld"},
	} {
		f, report := checked(t, "x.csv", c.src, nothing)
		if f.Refused() != 1 || !strings.Contains(report, c.want) || strings.Contains(report, c.not) {
			t.Errorf("%s: the report is\n%s", name, report)
		}
	}
}

func TestAnEntryBeforeTheDraftingIsAskedAbout(t *testing.T) {
	f, report := checked(t, "x.csv", csvOf(adopted+"opgesteld=1-1-2020; ingangsdatum=1-12-2019; ondertekend=2-2-2020", other+"ondertekend=2-2-2020"), nothing)
	if f.Refused() > 0 || !strings.Contains(report, "Let op: Rij 2, kolom ‘ingangsdatum’: 1 december 2019 ligt vóór de dag waarop het convenant is opgesteld, 1 januari 2020. Kijk of dat klopt.\n") {
		t.Error(report)
	}
}

// Who mends a file must not find a next mistake each time it is read.
func TestEverythingThatIsWrongIsToldAtOnce(t *testing.T) {
	known := csvOf(adopted+"sjabloon=bestaatniet; looptijd=lang; opzegtermijn=nee; verlenging=soms; verlengduur=even; ondertekend=30-2-2020; wijze=fax; functie=griffier; e-mail=x",
		other+"ondertekend=1-1-2020; opgezegd=1-5-21; laatste dag=44317", "kenmerk=D1; partij=Gemeente A")
	_, report := checked(t, "x.csv", known, nothing)
	for _, place := range []string{"2, kolom ‘sjabloon’", "2, kolom ‘looptijd’", "2, kolom ‘opzegtermijn’", "2, kolom ‘verlenging’", "2, kolom ‘verlengduur’", "2, kolom ‘ondertekend’",
		"2, kolom ‘wijze’", "2, kolom ‘e-mail’", "3, kolom ‘ondertekend’", "3, kolom ‘opgezegd’", "3, kolom ‘laatste dag’", "4, kolom ‘partij’"} {
		if n := strings.Count(report, "    Rij "+place+": "); n != 1 {
			t.Errorf("rij %s is told %d times in\n%s", place, n, report)
		}
	}
	twice := csvOf(adopted+"opzegtermijn=2 maanden; ondertekend=2-2-2020; opgezegd=1-3-2025; laatste dag=1-4-2025", other+"ondertekend=2-2-2020")
	if _, report := checked(t, "x.csv", twice, inRegister); !strings.Contains(report, "in het register al van Iets") || !strings.Contains(report, "te vroeg als laatste dag") {
		t.Errorf("a kenmerk that is known hides the rest:\n%s", report)
	}
}

func inRegister(string) ([]storage.Row, error) { return []storage.Row{{Name: "Iets"}}, nil }
