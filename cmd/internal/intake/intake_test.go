package intake

import (
	"context"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"convenant/storage"
	"convenant/templates"
	"convenant/workflow"
)

var library = sync.OnceValue(func() *templates.Library {
	l, err := templates.Embedded()
	if err != nil {
		panic(err)
	}
	return l
})

var today = workflow.MustDate("2026-01-15")

// nothing is known of any kenmerk.
func nothing(string) ([]storage.Row, error) { return nil, nil }

// checked reads and checks a file, and returns it with its report.
func checked(t *testing.T, name, src string, known Known) (*File, string) {
	t.Helper()
	f, err := Read(name, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Check(today, library(), known); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	f.Report(&b)
	return f, b.String()
}

func embedded(t *testing.T, name string) string {
	t.Helper()
	b, err := fs.ReadFile(templates.EmbeddedFS(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheExample(t *testing.T) {
	f, report := checked(t, "lijst.csv", embedded(t, "import/voorbeeld.csv"), nothing)
	const want = `✓ DOC-101 Convenant Buurtsport (rij 2 tot en met 4)
    Het is in werking sinds 12 mei 2021 en loopt tot en met 31 december 2028. Het heeft 2 Partijen. Stichting Beweging is uitgetreden; de laatste dag was 1 januari 2025.
    Let op: Van de vertegenwoordiger van Gemeente Hilversum is geen besluit of mandaat vastgelegd.
    Let op: Gemeente Hilversum heeft nog geen tweede contactpersoon.
    Let op: Van de vertegenwoordiger van Gemeente Laren is geen besluit of mandaat vastgelegd.
    Let op: Gemeente Laren heeft nog geen contactpersoon.
✓ DOC-102 Convenant Schuldhulp (rij 5 tot en met 6)
    Het is in werking sinds 1 maart 2023 en heeft geen einddatum. Het heeft 2 Partijen.
    Let op: Van de vertegenwoordiger van Gemeente Hilversum is geen besluit of mandaat vastgelegd.
    Let op: Gemeente Hilversum heeft nog geen contactpersoon.
    Let op: Van de vertegenwoordiger van Kredietbank Voorbeeld is geen besluit of mandaat vastgelegd.
    Let op: Kredietbank Voorbeeld heeft nog geen contactpersoon.
`
	if report != want {
		t.Errorf("the report is\n%s\ninstead of\n%s", report, want)
	}
	// Everything lies on its own day, and is recorded today by the secretariaat.
	facts := f.Convenanten[0].record.Facts()
	var days []string
	for _, fact := range facts {
		days = append(days, fact.On.String()+" "+string(fact.Kind))
		if fact.Recorded != today || fact.By != workflow.Secretariat {
			t.Errorf("fact %d is recorded on %s by %s", fact.Number, fact.Recorded, fact.By)
		}
	}
	wanted := []string{"2021-03-01 opstellen", "2021-03-01 adviesronde-overslaan", "2021-03-01 agenderen", "2021-04-15 besluiten",
		"2021-05-01 ondertekenen", "2021-05-03 ondertekenen", "2021-05-12 ondertekenen", "2024-09-10 verlengen", "2024-09-30 verlengen",
		"2024-10-02 verlengen", "2024-11-01 opzeggen", "2026-01-15 contactpersoon-aanwijzen"}
	if !slices.Equal(days, wanted) {
		t.Errorf("the acts are\n%s", strings.Join(days, "\n"))
	}
	if facts[0].Note != "Ingevoerd uit lijst.csv." {
		t.Errorf("the first says %q", facts[0].Note)
	}
}

// The explanation and the program know the same columns, and its YAML can be imported.
func TestTheExplanation(t *testing.T) {
	explained := embedded(t, "import/LEESMIJ.md")
	var named []string
	for line := range strings.Lines(explained) {
		if cells := strings.Split(line, "|"); len(cells) > 2 {
			for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[1], -1) {
				named = append(named, m[1])
			}
		}
	}
	columns := slices.Concat(ofConvenant, ofParty)
	slices.Sort(named)
	slices.Sort(columns)
	if !slices.Equal(named, columns) {
		t.Errorf("explained are\n%q\nand the columns are\n%q", named, columns)
	}
	_, steps, ok := strings.Cut(explained, "```yaml\n")
	steps, _, _ = strings.Cut(steps, "```")
	if !ok {
		t.Fatal("there is no YAML")
	}
	if _, report := checked(t, "stappen.yaml", steps, nothing); !strings.HasPrefix(report, "✓ DOC-103 Convenant Vervoer (convenant 1)\n    Het is in werking sinds 3 mei 2021 en heeft geen einddatum. Het heeft 2 Partijen.") {
		t.Errorf("the YAML gives\n%s", report)
	}
}

// csvOf makes a spreadsheet of rows in which the cells are named.
func csvOf(rows ...string) string {
	var headings []string
	var cells []map[string]string
	for _, r := range rows {
		row := map[string]string{}
		for part := range strings.SplitSeq(r, "; ") {
			name, value, _ := strings.Cut(part, "=")
			if row[name] = value; !slices.Contains(headings, name) {
				headings = append(headings, name)
			}
		}
		cells = append(cells, row)
	}
	lines := []string{strings.Join(headings, ";")}
	for _, row := range cells {
		var line []string
		for _, h := range headings {
			line = append(line, row[h])
		}
		lines = append(lines, strings.Join(line, ";"))
	}
	return strings.Join(lines, "\n") + "\n"
}

const (
	adopted = "kenmerk=D1; convenant=Proef; overleg=Bestuur; vastgesteld=1-2-2020; partij=Gemeente A; "
	other   = "kenmerk=D1; partij=Gemeente B; "
)

func TestWhatItBecomes(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"a concept":          {csvOf("kenmerk=D1; convenant=Proef; partij=Gemeente A"), "Het is een concept. Het heeft één Partij."},
		"nobody signed":      {csvOf(adopted, other), "Het wacht op ondertekening. Het heeft 2 Partijen. Gemeente A moet nog ondertekenen. Gemeente B moet nog ondertekenen."},
		"not all signed":     {csvOf(adopted+"ondertekend=2-2-2020", other), "Het heeft 2 Partijen. Gemeente B moet nog ondertekenen."},
		"not yet in force":   {csvOf(adopted+"ondertekend=2-2-2020; ingangsdatum=1-1-2031", other+"ondertekend=3-2-2020"), "het treedt in werking op 1 januari 2031."},
		"expired":            {csvOf(adopted+"ondertekend=2-2-2020; looptijd=31-12-2022", other+"ondertekend=3-2-2020"), "Het is verlopen; de laatste dag was 31 december 2022. Het had 2 Partijen."},
		"a period":           {csvOf(adopted+"ondertekend=2-2-2020; looptijd=20 jaar", other+"ondertekend=3-2-2020"), "loopt tot en met 2 februari 2040."},
		"tacitly renewed":    {csvOf(adopted+"ondertekend=2-2-2020; looptijd=2 jaar; verlenging=stilzwijgend; verlengduur=zelfde periode", other+"ondertekend=2-2-2020"), "loopt tot en met 1 februari 2026."},
		"renewed twice":      {csvOf(adopted+"ondertekend=2-2-2020; looptijd=31-12-2021; verlenging=brief; verlengduur=3 jaar; verlengd=1-12-2021 en 1-12-2024", other+"ondertekend=3-2-2020; verlengd=2021-12-02 2024-12-02"), "loopt tot en met 31 december 2027."},
		"a notice runs":      {csvOf(adopted+"ondertekend=2-2-2020; opzegtermijn=6 maanden; opgezegd=1-1-2026", other+"ondertekend=3-2-2020", "kenmerk=D1; partij=C; ondertekend=3-2-2020"), "Het heeft 3 Partijen. Gemeente A heeft opgezegd; de laatste dag is 1 juli 2026."},
		"a later last day":   {csvOf(adopted+"ondertekend=2-2-2020; opzegtermijn=geen; opgezegd=1-1-2026; laatste dag=1 augustus 2026", other+"ondertekend=3-2-2020", "kenmerk=D1; partij=C; ondertekend=3-2-2020"), "de laatste dag is 1 augustus 2026."},
		"ended by a notice":  {csvOf(adopted+"ondertekend=2-2-2020; opzegtermijn=geen; opgezegd=1-6-2025", other+"ondertekend=3-2-2020"), "Het is beëindigd. Het had 2 Partijen."},
		"a contact who left": {csvOf(adopted+"ondertekend=2-2-2020; opzegtermijn=geen; opgezegd=1-6-2025; functie=griffier", other+"ondertekend=3-2-2020", "kenmerk=D1; partij=C; ondertekend=3-2-2020"), "Let op: Rij 2, kolom ‘functie’: dit is niet overgenomen. Gemeente A is sinds 2 juni 2025 geen Partij meer."},
	} {
		f, report := checked(t, "x.csv", c.src, nothing)
		if f.Refused() > 0 || !strings.Contains(report, c.want) {
			t.Errorf("%s: the report is\n%s", name, report)
		}
	}
}

func TestWhatIsWrongIsToldWithItsPlace(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"no kenmerk":          {csvOf("kenmerk=; convenant=Proef; partij=A"), "Rij 2, kolom ‘kenmerk’: Deze cel is leeg."},
		"no name":             {csvOf("kenmerk=D1; convenant=; partij=A"), "Rij 2, kolom ‘convenant’: Deze cel is leeg."},
		"no Partij":           {csvOf(adopted, "kenmerk=D1; groep=x"), "Rij 3, kolom ‘partij’: Deze cel is leeg."},
		"no such day":         {csvOf(adopted+"ondertekend=30-2-2020", other), "Rij 2, kolom ‘ondertekend’: ‘30-2-2020’ is geen bestaande dag. Schrijf een dag als 31-12-2025, 31 december 2025 of 2025-12-31."},
		"a short year":        {csvOf(adopted+"ondertekend=1-2-20", other), "In ‘1-2-20’ staat het jaar niet met vier cijfers."},
		"one of some days":    {csvOf(adopted+"ondertekend=2-2-2020; verlengd=1-12-2021 straks", other), "Rij 2, kolom ‘verlengd’: ‘straks’ is niet te lezen als dag."},
		"two names":           {csvOf(adopted, other+"convenant=Anders"), "Rij 3, kolom ‘convenant’: Hier staat ‘Anders’, en op rij 2 van hetzelfde convenant ‘Proef’."},
		"signed unadopted":    {csvOf("kenmerk=D1; convenant=Proef; partij=A; ondertekend=1-1-2020"), "Rij 2, kolom ‘vastgesteld’: Er is ondertekend, verlengd of opgezegd, maar er staat niet welk overleg"},
		"no overleg":          {csvOf("kenmerk=D1; convenant=Proef; partij=A; vastgesteld=1-1-2020"), "Rij 2, kolom ‘overleg’: Deze cel is leeg."},
		"a last day alone":    {csvOf(adopted+"ondertekend=2-2-2020; laatste dag=1-1-2021", other), "Rij 2, kolom ‘opgezegd’: Er staat wel een laatste dag"},
		"mail of nobody":      {csvOf(adopted + "e-mail=post@example.org"), "Rij 2, kolom ‘e-mail’: Hier staat een adres, maar niet van wie."},
		"no such template":    {csvOf(adopted + "sjabloon=bestaatniet"), "Rij 2, kolom ‘sjabloon’: "},
		"no such way":         {csvOf(adopted, other+"ondertekend=1-3-2020; wijze=telefoon"), "Rij 3, kolom ‘wijze’: Hier staat ‘telefoon’; kies uit papier, live, digitaal of gekwalificeerd."},
		"no such term":        {csvOf(adopted, other+"opzegtermijn=een paar maanden"), "Rij 3, kolom ‘opzegtermijn’: "},
		"no such looptijd":    {csvOf(adopted + "looptijd=lang"), "Rij 2, kolom ‘looptijd’: "},
		"no such renewal":     {csvOf(adopted + "looptijd=1 jaar; verlenging=soms"), "Rij 2, kolom ‘verlenging’: "},
		"no such verlengduur": {csvOf(adopted + "looptijd=1 jaar; verlenging=brief; verlengduur=even"), "Rij 2, kolom ‘verlengduur’: "},
		"a wrong short name":  {csvOf(adopted, other+"korte naam=Gemeente B!"), "Rij 3, kolom ‘korte naam’: "},
		"no short name":       {csvOf(adopted, "kenmerk=D1; partij=???"), "Rij 3, kolom ‘partij’: "},
		"twice a Partij":      {csvOf(adopted, "kenmerk=D1; partij=Gemeente A"), "Rij 3, kolom ‘partij’: ‘Gemeente A’ staat al op rij 2 van dit convenant."},
		"signed too late":     {csvOf(adopted+"looptijd=31-12-2020; ondertekend=2-2-2021", other+"ondertekend=3-2-2021"), "Rij 3, kolom ‘ondertekend’: Het convenant loopt tot en met 31 december 2020."},
		"in the future":       {csvOf(adopted+"ondertekend=16-1-2026", other), "Rij 2, kolom ‘ondertekend’: 16 januari 2026 ligt in de toekomst."},
		"before adoption":     {csvOf(adopted+"ondertekend=1-1-2020", other), "Rij 2, kolom ‘ondertekend’: "},
		"too short":           {csvOf(adopted+"ondertekend=2-2-2020; opzegtermijn=2 maanden; opgezegd=1-3-2025; laatste dag=1-4-2025", other+"ondertekend=3-2-2020"), "Rij 2, kolom ‘opgezegd’: De opzegging is ontvangen op 1 maart 2025. Met een opzegtermijn van twee maanden is 1 april 2025 te vroeg als laatste dag. De eerstvolgende dag die wel kan als laatste dag, is 1 mei 2025."},
		"no notice":           {csvOf(adopted+"ondertekend=2-2-2020; opzegtermijn=niet; opgezegd=1-3-2025", other+"ondertekend=3-2-2020"), "Rij 2, kolom ‘opgezegd’: Over opzeggen is in dit convenant niets geregeld."},
		"a cell too many":     {"kenmerk;convenant;partij\nD1;Proef;A;meer\n", "Rij 2: Er staan meer cellen dan er koppen zijn."},
		"after a long cell":   {"kenmerk;convenant;partij\nD1;Proef;\"Gemeente\nA\"\nD2;;B\n", "Rij 4, kolom ‘convenant’: Deze cel is leeg."},
		"twice in the file":   {"convenanten: [{stappen: [{datum: 2020-01-01, handeling: opstellen, gegevens: {sjabloon: herstelnetwerk, kenmerk: d1}}]}, {stappen: [{datum: 2020-01-01, handeling: opstellen, gegevens: {sjabloon: herstelnetwerk, kenmerk: D1}}]}]", "Het kenmerk ‘D1’ staat ook bij convenant 1."},

		"a step refused":    {"stappen: [{datum: 2020-01-01, handeling: opstellen, gegevens: {sjabloon: herstelnetwerk, kenmerk: D1}}, {datum: 2020-01-02, handeling: ondertekenen, gegevens: {partij: laren, wijze: papier}}]", "Convenant 1, stap 2 (ondertekenen): "},
		"a field refused":   {"stappen: [{datum: 2020-01-01, handeling: opstellen, gegevens: {sjabloon: herstelnetwerk, kenmerk: D1, kleur: rood}}]", "Convenant 1, stap 1 (opstellen), veld ‘kleur’: "},
		"no steps":          {"convenanten: [{titel: Niets}]", "Convenant 1, bij ‘stappen’ hoort een lijst"},
		"an empty list":     {"stappen: []", "Convenant 1: er staan geen stappen in"},
		"an expectation":    {"stappen: [{datum: 2020-01-01, handeling: opstellen, gegevens: {kenmerk: D1}, verwacht: {toestand: concept}}]", "Convenant 1, stap 1 (opstellen): ‘verwacht’, ‘peildatum’ en ‘bekendOp’ horen in een scenario"},
		"a day alone":       {"stappen: [{datum: 2020-01-01, handeling: opstellen, gegevens: {kenmerk: D1}}, {datum: 2020-01-02}]", "Convenant 1, stap 2 (): er staat geen handeling"},
		"by somebody else":  {"stappen: [{datum: 2020-01-01, handeling: opstellen, door: laren, gegevens: {kenmerk: D1}}]", "haal ‘door’ weg"},
		"no such act":       {"stappen: [{datum: 2020-01-01, handeling: dansen}]", "Convenant 1, stap 1 (dansen): In het veld ‘handeling’ staat ‘dansen’; kies uit"},
		"begins otherwise":  {"stappen: [{datum: 2020-01-01, handeling: intrekken, gegevens: {reden: x}}]", "Convenant 1, stap 1: een convenant begint met de handeling ‘opstellen’"},
		"a step no kenmerk": {"stappen: [{datum: 2020-01-01, handeling: opstellen, gegevens: {sjabloon: herstelnetwerk}}]", "het veld ‘kenmerk’ is niet ingevuld"},
		"another field":     {"convenanten: [{naam: x, stappen: [{datum: 2020-01-01, handeling: opstellen, gegevens: {kenmerk: D1}}]}]", "Convenant 1: het veld ‘naam’ hoort hier niet"},
	} {
		file := "x.csv"
		if strings.HasPrefix(c.src, "stappen:") || strings.HasPrefix(c.src, "convenanten:") {
			file = "x.yaml"
		}
		f, report := checked(t, file, c.src, nothing)
		if f.Refused() == 0 || !strings.Contains(report, c.want) {
			t.Errorf("%s: the report is\n%s", name, report)
		}
	}
}

func TestAFileThatCannotBeRead(t *testing.T) {
	const head = "kenmerk;convenant;partij\n"
	for name, c := range map[string]struct{ file, src, want string }{
		"another kind":      {"lijst.xlsx", "PK", "moet eindigen op .csv"},
		"empty":             {"x.csv", "", "geen rijen"},
		"only headings":     {"x.csv", head, "geen rijen"},
		"no such column":    {"x.csv", "kenmerk;convenant;partij;kleur\nD1;Proef;A;rood\n", "Kolom 4 heeft de kop ‘kleur’, en die kent het programma niet."},
		"a column twice":    {"x.csv", "kenmerk;convenant;partij;Partij\nD1;Proef;A;B\n", "Er zijn twee kolommen met de kop ‘Partij’."},
		"a column is gone":  {"x.csv", "kenmerk;partij\nD1;A\n", "Er is geen kolom met de kop ‘convenant’."},
		"other separators":  {"x.csv", "kenmerk|convenant|partij\nD1|Proef|A\n", "Kolom 1 heeft de kop"},
		"quotes":            {"x.csv", head + "D1;Proef;\"A\" en B\n", "regel 2: de aanhalingstekens kloppen niet"},
		"UTF-16":            {"x.csv", "\xff\xfek\x00e\x00", "Bewaar het rekenblad als “CSV UTF-8”."},
		"no encoding":       {"x.csv", head + "D1;Proef;\x81\n", "ook niet wat Windows bewaart"},
		"an old Mac":        {"x.csv", head + "D1;Co\x9aperati\x91;A\n", "op regel 2 staat een teken dat niet met zekerheid te lezen is"},
		"a Mac's café":      {"x.csv", head + "D1;Proef;A\nD2;Caf\x8e;A\n", "op regel 3 staat een teken dat niet"},
		"DOS":               {"x.csv", head + "D1;Caf\x82;A\n", "op regel 2 staat een teken dat niet"},
		"lost before":       {"x.csv", head + "D1;Co\ufffdperatie;A\n", "op regel 2 staat een teken dat geen letter meer is"},
		"controls":          {"x.csv", head + "D1;Co\u009aperatie;A\n", "op regel 2 staat een teken dat geen letter meer is"},
		"what headings are": {"x.csv", "kenmerk;kleur;geur\n1;2;3\n", "Kies uit: kenmerk, convenant, sjabloon,"},
		"where they stand":  {"x.csv", "kenmerk;kleur;geur\n1;2;3\n", "convenant sjablonen -kopie MAP"},
		"all headings":      {"x.csv", "kenmerk;kleur;geur\n1;2;3\n", "‘kleur’, en die kent het programma niet.\nKolom 3 heeft de kop ‘geur’, en die kent het programma niet.\nEr is geen kolom met de kop ‘convenant’.\nEr is geen kolom met de kop ‘partij’."},
		"too large":         {"x.csv", head + strings.Repeat(" ", maxSheet), "te groot"},
		"too many rows":     {"x.csv", head + strings.Repeat("D1;Proef;A\n", maxRows+1), "te veel rijen"},
		"YAML that is none": {"x.yaml", "stappen: [", "regel 1"},
		"no list":           {"x.yaml", "convenanten: {}", "bij ‘convenanten’ hoort een lijst"},
	} {
		if _, err := Read(c.file, []byte(c.src)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// However a spreadsheet program saves it, the same is read.
func TestWaysToSaveASpreadsheet(t *testing.T) {
	const plain = "kenmerk;convenant;partij;#eigen\nD1;Café;Gemeente Één;x\n"
	want, _ := checked(t, "x.csv", plain, nothing)
	for name, src := range map[string]string{
		"a byte order mark":  "\ufeff" + plain,
		"lines of Windows":   strings.ReplaceAll(plain, "\n", "\r\n"),
		"commas":             strings.ReplaceAll(plain, ";", ","),
		"tabs":               strings.ReplaceAll(plain, ";", "\t"),
		"a line for Excel":   "\ufeffsep=,\r\n" + strings.ReplaceAll(plain, ";", ","),
		"quotes of Windows":  "kenmerk;convenant;partij;#eigen\nD1;Caf\xe9;Gemeente \xc9\xe9n;\x93foto\x92s\x94 \x96 \x80 5\x85\n",
		"quotes":             "\"kenmerk\";\"convenant\";\"partij\";\"#eigen\"\n\"D1\";\"Café\";\"Gemeente Één\";\"x;y\"\n",
		"blanks, empty rows": " Kenmerk ; CONVENANT;partij;#eigen\n;;;\n\n D1 ; Café ;Gemeente Één;x\n;;;\n",
		"Windows":            "kenmerk;convenant;partij;#eigen\nD1;Caf\xe9;Gemeente \xc9\xe9n;x\n",
		"decomposed":         strings.ReplaceAll(plain, "é", "e\u0301"),
	} {
		f, report := checked(t, "x.csv", src, nothing)
		if f.Refused() > 0 || f.Convenanten[0].Name != "Café" || f.Convenanten[0].Reference != "D1" || shownParty(f) != shownParty(want) {
			t.Errorf("%s: it is read as %+v", name, f.Convenanten[0])
		}
		if told := strings.Contains(report, "Let op: Het bestand is geen UTF-8"); told != (name == "Windows" || name == "quotes of Windows") {
			t.Errorf("%s: the report is\n%s", name, report)
		}
	}
}

func shownParty(f *File) string {
	p := f.Convenanten[0].record.On(today).Parties[0]
	return p.ID + " " + p.Name
}

func TestShortName(t *testing.T) {
	for name, want := range map[string]string{
		"Gemeente Hilversum": "hilversum", "Stichting Één & Twee (S.É.T.)": "stichting-een-twee-s-e-t", "GGz Centraal": "ggz-centraal", "???": "",
		"Een organisatie met een naam die langer is dan veertig tekens": "een-organisatie-met-een-naam-die-langer",
	} {
		if got := shortName(name); got != want {
			t.Errorf("%s becomes %q", name, got)
		}
	}
}

// register opens a register that is empty.
func register(t *testing.T) *storage.Register {
	t.Helper()
	now := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	r, err := storage.Create(context.Background(), filepath.Join(t.TempDir(), "convenant.db"), storage.Options{Now: func() time.Time { return now }, Random: rand.NewChaCha8([32]byte{1})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func knownIn(r *storage.Register) Known {
	return func(reference string) ([]storage.Row, error) {
		return r.WithReference(context.Background(), reference, today)
	}
}

// list gives what is in the register, oldest first.
func list(t *testing.T, r *storage.Register) []string {
	t.Helper()
	page, err := r.List(context.Background(), storage.Filter{On: today})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, row := range page.Rows {
		list = append(list, row.Reference+" "+string(row.Phase))
	}
	slices.Sort(list)
	if _, err := r.Verify(context.Background(), nil); err != nil {
		t.Error(err)
	}
	return list
}

func TestWhatIsRecordedIsWhatWasRehearsed(t *testing.T) {
	r := register(t)
	f, _ := checked(t, "x.csv", embedded(t, "import/voorbeeld.csv"), knownIn(r))
	if err := f.Record(context.Background(), r, library(), knownIn(r)); err != nil {
		t.Fatal(err)
	}
	if got := list(t, r); !slices.Equal(got, []string{"DOC-101 in-werking", "DOC-102 in-werking"}) {
		t.Errorf("the register has %q", got)
	}
	rows, err := r.WithReference(context.Background(), "DOC-101", today)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := r.Load(context.Background(), rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(c.Facts()), len(f.Convenanten[0].record.Facts()); got != want {
		t.Errorf("there are %d facts, not %d", got, want)
	}
	again, report := checked(t, "x.csv", embedded(t, "import/voorbeeld.csv"), knownIn(r))
	if again.Refused() != 2 || !strings.Contains(report, "Het kenmerk ‘DOC-101’ is in het register al van Convenant Buurtsport.") {
		t.Errorf("the second time the report is\n%s", report)
	}
}

// Who was first is first, also between the rehearsal and the recording, and then nothing of the file is kept.
func TestNothingHalf(t *testing.T) {
	r := register(t)
	both := csvOf("kenmerk=D0; convenant=Eerst; partij=A", "kenmerk=D1; convenant=Proef; partij=A")
	f, _ := checked(t, "x.csv", both, knownIn(r))
	meanwhile, _ := checked(t, "x.csv", csvOf("kenmerk=d1; convenant=Ander; partij=A"), knownIn(r))
	known := func(reference string) ([]storage.Row, error) { // looked just before the other was recorded
		rows, err := r.WithReference(context.Background(), reference, today)
		if reference == "D1" {
			if err := meanwhile.Record(context.Background(), r, library(), nothing); err != nil {
				t.Fatal(err)
			}
		}
		return rows, err
	}
	if err := f.Record(context.Background(), r, library(), known); err != nil {
		t.Fatal(err)
	}
	if f.Refused() != 1 || !strings.Contains(f.Convenanten[1].Faults[0], "Het kenmerk ‘D1’ is intussen al ingevoerd.") {
		t.Errorf("refused are %d: %+v", f.Refused(), f.Convenanten[1].Faults)
	}
	if got := list(t, r); !slices.Equal(got, []string{"d1 concept"}) {
		t.Errorf("the register has %q", got)
	}
}

// A kenmerk of a convenant that was withdrawn can be imported again.
func TestAWithdrawnConvenantDoesNotCount(t *testing.T) {
	r := register(t)
	withdrawn := "stappen: [{datum: 2020-01-01, handeling: opstellen, gegevens: {sjabloon: herstelnetwerk, kenmerk: D1}}, {datum: 2020-01-02, handeling: intrekken, gegevens: {reden: Anders}}]"
	for range 2 {
		f, report := checked(t, "x.yaml", withdrawn, knownIn(r))
		if f.Refused() > 0 {
			t.Fatal(report)
		}
		if err := f.Record(context.Background(), r, library(), knownIn(r)); err != nil || f.Refused() > 0 {
			t.Fatal(err, f.Convenanten[0].Faults)
		}
	}
	if got := list(t, r); !slices.Equal(got, []string{"D1 ingetrokken", "D1 ingetrokken"}) {
		t.Errorf("the register has %q", got)
	}
}

// The steps of a scenario with a change, a fingerprint and a letter.
func TestStepsWithALetterAndAFingerprint(t *testing.T) {
	const src = `
titel: Met een brief
stappen:
  - {datum: 2020-01-01, handeling: opstellen, toelichting: Uit het archief., gegevens: {sjabloon: herstelnetwerk, kenmerk: D1, partijen: [{id: a, naam: A}, {id: b, naam: B}, {id: regio, naam: R}], voorwaarden: {looptijd: {tot-en-met: 2030-12-31}}}}
  - {datum: 2020-01-02, handeling: adviesronde-overslaan, gegevens: {reden: Kort.}}
  - {datum: 2020-01-02, handeling: agenderen, gegevens: {overleg: Bestuur, datum: 2020-01-05, doel: vaststellen}}
  - {datum: 2020-01-05, handeling: besluiten, gegevens: {overleg: Bestuur, besluit: vastgesteld}}
  - {datum: 2020-01-06, handeling: ondertekenen, gegevens: {partij: a, wijze: papier, sha256: huidig}}
  - {datum: 2020-01-06, handeling: ondertekenen, gegevens: {partij: b, wijze: papier}}
  - {datum: 2020-01-07, handeling: ondertekenen, gegevens: {partij: regio, wijze: papier}}
  - {datum: 2025-11-05, handeling: brief-registreren, gegevens: {soort: opzegbrief, partij: a, ontvangen: 2025-11-01}}
  - {datum: 2025-11-05, handeling: opzeggen, gegevens: {partij: a, brief: 8}}
  - {datum: 2025-12-05, op: 2025-12-01, handeling: evalueren, gegevens: {conclusie: Goed.}}
`
	f, report := checked(t, "x.yaml", src, nothing)
	if f.Refused() > 0 || !strings.Contains(report, "A is uitgetreden; de laatste dag was 1 januari 2026.") {
		t.Fatal(report)
	}
	facts := f.Convenanten[0].record.Facts()
	if facts[7].On != workflow.MustDate("2025-11-01") || facts[9].On != workflow.MustDate("2025-12-01") || facts[9].Recorded != today || facts[0].Note != "Uit het archief." {
		t.Errorf("the facts are %+v, %+v", facts[7], facts[9])
	}
}

// Whatever is in a spreadsheet, it ends in convenanten or in words, never in a panic.
func FuzzCSV(f *testing.F) {
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := Read("x.csv", src)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		file.Convenanten = file.Convenanten[:min(len(file.Convenanten), 5)]
		if err := file.Check(today, library(), nothing); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		file.Report(&b)
		for _, c := range file.Convenanten {
			if len(c.Faults) == 0 && c.record == nil {
				t.Errorf("%s is neither refused nor played", c.Place)
			}
		}
	})
}
