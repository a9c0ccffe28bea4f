package storage

// Personal data (R17): nowhere in what is hashed or computed, and gone from everywhere once erased, also from the files
// of the database, while every proof stays whole.

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"convenant/workflow"
)

// The people in these tests. No other text in them has these words.
const (
	jan      = "Jan Quispel"
	janMail  = "j.quispel@example.nl"
	truus    = "Truus Xanthippe"
	newcomer = "Wouter Zwaluw"
)

// peopled records a convenant in which people stand in every place where an act takes them.
func peopled(t *testing.T, r *Register) string {
	t.Helper()
	out, err := r.Draft(context.Background(), Key{}, deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Proef","partijen":[
		{"id":"p1","naam":"Gemeente 1","vertegenwoordiger":"`+jan+`","hoedanigheid":"burgemeester"},
		{"id":"p2","naam":"Gemeente 2","vertegenwoordiger":"`+truus+`"},{"id":"12","naam":"Gemeente 12","vertegenwoordiger":47114711471}],"voorwaarden":`+changeTerms+`}}`), day("2024-01-01")))
	if err != nil || out.Refusal != nil {
		t.Fatal(err, out.Refusal)
	}
	id := out.ID
	record(t, r, id, "2024-01-02", `{"handeling":"partij-toevoegen","gegevens":{"id":"p3","naam":"Gemeente 3","vertegenwoordiger":"`+truus+`"}}`)
	// With blanks that an act reads over.
	record(t, r, id, "2024-01-02", `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":" p1","naam":" Jan  Quispel ","functie":"griffier","email":"`+janMail+`"}}`)
	record(t, r, id, "2024-01-02", `{"handeling":"vertegenwoordiger-aanwijzen","gegevens":{"partij":"p2","naam":"`+truus+`","hoedanigheid":"wethouder"}}`)
	record(t, r, id, "2024-01-02", `{"handeling":"corrigeren","gegevens":{"feit":4,"reden":"Verkeerd.","vervanging":{"gegevens":{"partij":"p2","naam":"`+jan+`"}}}}`)
	record(t, r, id, "2024-01-02", `{"handeling":"partij-opvolgen","gegevens":{"partij":"p3","opvolger":{"id":"p4","naam":"Gemeente 4","vertegenwoordiger":"`+newcomer+`"},"grondslag":"Fusie."}}`)
	return id
}

// chained gives everything in the database that is hashed, computed or kept as an answer: all but the personal data.
func chained(t *testing.T, r *Register) string {
	t.Helper()
	return strings.Join(slices.DeleteFunc(dump(t, r), func(line string) bool { return strings.HasPrefix(line, "persoonsgegeven ") }), "\n")
}

func TestNoNameIsHashed(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := peopled(t, r)
		refusal := offer(r, id, theKey, act(t, `{"handeling":"contactpersoon-aanwijzen","gegevens":{"partij":"p3","naam":"%s","email":"%s"}}`, jan, janMail), "2024-01-02")
		if refusal.out.Refusal == nil {
			t.Error("a Partij that left appoints a contact person")
		}
		all := chained(t, r)
		for _, word := range []string{"Quispel", "quispel", "Xanthippe", "xanthipp", "Zwaluw", "zwaluw", "47114711471", janMail} {
			if at := strings.Index(all, word); at >= 0 {
				t.Errorf("%s stands in: %.200s", word, all[strings.LastIndexByte(all[:at], '\n')+1:])
			}
		}
		c, _, err := r.Load(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		s := c.On(day("2024-01-02"))
		if s.Party("p1").Contacts[0].Name != jan || s.Party("p1").Contacts[0].Email != janMail || s.Party("p2").Representative.Name != jan ||
			s.Party("p4").Representative.Name != newcomer || s.Party("12").Representative.Name != "47114711471" {
			t.Errorf("the names are not read back: %+v", s.Parties)
		}
		sound(t, r)
	})
}

// remembers reports which of the words the database still has, row by row.
func remembers(t *testing.T, r *Register, words ...string) []string {
	t.Helper()
	return slices.DeleteFunc(dump(t, r), func(line string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(line, w) })
	})
}

func isSQLite(r *Register) bool { return r.dialect.name() == "SQLite" }

// inFiles reports which of the words stand somewhere in the files of the database. It knows only of SQLite's.
func inFiles(t *testing.T, r *Register, words ...string) []string {
	t.Helper()
	d, ok := r.dialect.(sqlite)
	if !ok {
		return nil // what a server does with its files is not ours
	}
	files, err := filepath.Glob(d.path + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var found []string
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range words {
			if bytes.Contains(content, []byte(w)) {
				found = append(found, w+" in "+filepath.Base(name))
			}
		}
	}
	return found
}

func TestErasingAPersonTakesAwayWhatStandsBesideTheName(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id, other := peopled(t, r), peopled(t, r)
		if got := inFiles(t, r, janMail); len(got) == 0 && isSQLite(r) {
			t.Error("the address is not in the files: this test would not see it there")
		}
		erasing := act(t, `{"handeling":"persoonsgegevens-wissen","gegevens":{"persoon":"%s","grond":"Verzoek."}}`, jan)
		if a := offer(r, id, theKey, erasing, "2024-01-03"); a.err != nil || a.out.Refusal != nil {
			t.Fatal(a)
		}
		var left []string
		if err := r.read.Select(&left, "SELECT waarde FROM persoonsgegeven WHERE convenant = $1 AND waarde IS NOT NULL ORDER BY waarde", id); err != nil {
			t.Fatal(err)
		}
		// Three times: in the drawing up, p3, and the fact that was corrected.
		if want := []string{"47114711471", truus, truus, truus, newcomer}; !slices.Equal(left, want) {
			t.Errorf("left are %q", left)
		}
		for name, r := range map[string]*Register{"the one that erased": r, "another": second(t, r)} {
			c, _, err := r.Load(context.Background(), id)
			if err != nil {
				t.Fatal(err)
			}
			s := c.On(day("2024-01-03"))
			if k := s.Party("p1").Contacts[0]; k.Name != workflow.Erased || k.Email == janMail || k.Function != "griffier" {
				t.Errorf("%s: the contact person is %+v", name, k)
			}
			if p := s.Party("p1").Representative; p.Name != workflow.Erased || p.Capacity != "burgemeester" {
				t.Errorf("%s: the representative is %+v", name, p)
			}
			if s.Party("p2").Representative.Name != workflow.Erased || s.Party("p4").Representative.Name != newcomer {
				t.Errorf("%s: %+v", name, s.Parties)
			}
		}
		if c, _, err := r.Load(context.Background(), other); err != nil || c.On(day("2024-01-03")).Party("p1").Contacts[0].Email != janMail {
			t.Errorf("the same person in another convenant: %v", err)
		}
		sound(t, r)
		record(t, r, id, "2024-01-04", `{"handeling":"partij-hernoemen","gegevens":{"partij":"p1","naam":"Gemeente Een"}}`)
		sound(t, r)
		// In the other convenant too, and then nothing is left, in no row and in no byte of a file.
		if a := offer(r, other, Key{}, erasing, "2024-01-04"); a.err != nil || a.out.Refusal != nil {
			t.Fatal(a)
		}
		sound(t, r)
		if got := remembers(t, r, "Quispel", janMail); len(got) > 0 {
			t.Errorf("rows that still have the name: %q", got)
		}
		if got := inFiles(t, r, "Quispel", janMail); len(got) > 0 {
			t.Errorf("files that still have the name: %q", got)
		}
		if a := offer(r, id, theKey, erasing, "2024-01-05"); a.err != nil || !a.out.Repeated || a.out.Fact != 7 {
			t.Errorf("the erasure repeated: %+v", a)
		}
	})
}

func TestErasingAPartijTakesAwayItsPeople(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := peopled(t, r)
		for _, party := range []string{"p1", "12"} {
			record(t, r, id, "2024-01-03", `{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"%s","grond":"Verzoek."}}`, party)
		}
		if got := remembers(t, r, janMail, "47114711471", "Jan  Quispel"); len(got) > 0 {
			t.Errorf("rows that still have people of p1 or 12: %q", got)
		}
		c, _, err := r.Load(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		s := c.On(day("2024-01-03"))
		if s.Party("p1").Contacts[0].Name != workflow.Erased || s.Party("12").Representative.Name != workflow.Erased || s.Party("p2").Representative.Name != jan {
			t.Errorf("the people are %+v", s.Parties)
		}
		sound(t, r)
	})
}

// A successor takes over who speaks for its predecessor.
func TestErasingASuccessorTakesAwayWhoItTookOver(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := peopled(t, r)
		record(t, r, id, "2024-01-03", `{"handeling":"partij-opvolgen","gegevens":{"partij":"p1","opvolger":{"id":"p8","naam":"Gemeente 8"},"grondslag":"Fusie."}}`)
		record(t, r, id, "2024-01-04", `{"handeling":"partij-opvolgen","gegevens":{"partij":"p8","opvolger":{"id":"p9","naam":"Gemeente 9"},"grondslag":"Fusie."}}`)
		record(t, r, id, "2024-01-05", `{"handeling":"persoonsgegevens-wissen","gegevens":{"partij":"p9","grond":"Verzoek."}}`)
		if got := remembers(t, r, janMail); len(got) > 0 {
			t.Errorf("rows that still have the address: %q", got)
		}
		sound(t, r)
	})
}

func TestTheCacheForgetsWhatWasErased(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := peopled(t, r)
		if r.cache.kept[id] == nil {
			t.Fatal("the cache has no record of it: this test would see nothing")
		}
		record(t, r, id, "2024-01-03", `{"handeling":"persoonsgegevens-wissen","gegevens":{"persoon":"%s","grond":"Verzoek."}}`, jan)
		if r.cache.kept[id] != nil {
			t.Error("the cache still has the record with the name in it")
		}
		// A correction that repeats what was recorded then repeats no name.
		record(t, r, id, "2024-01-03", `{"handeling":"corrigeren","gegevens":{"feit":3,"reden":"Dag.","vervanging":{"op":"2024-01-01"}}}`)
		if got := remembers(t, r, "Quispel", janMail); len(got) > 0 {
			t.Errorf("rows that have the name again: %q", got)
		}
		sound(t, r)
	})
}

// A name that somebody typed in another place comes back in the sentence of a refusal.
func TestErasingReachesTheAnswersThatAreKept(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		id := peopled(t, r)
		mistaken := act(t, `{"handeling":"ondertekenen","gegevens":{"partij":"p1","wijze":"papier","%s":1}}`, jan)
		first := offer(r, id, theKey, mistaken, "2024-01-02")
		if first.out.Refusal == nil || !strings.Contains(first.out.Refusal.Detail, jan) {
			t.Fatalf("the refusal does not quote the name: %+v", first)
		}
		record(t, r, id, "2024-01-03", `{"handeling":"persoonsgegevens-wissen","gegevens":{"persoon":"%s","grond":"Verzoek."}}`, jan)
		again := offer(r, id, theKey, mistaken, "2024-01-03")
		if again.err != nil || !again.out.Repeated || again.out.Refusal.Code != first.out.Refusal.Code ||
			again.out.Refusal.Detail != strings.ReplaceAll(first.out.Refusal.Detail, jan, workflow.Erased) {
			t.Errorf("the answer is now %+v", again.out.Refusal)
		}
		if got := remembers(t, r, "Quispel", janMail); len(got) > 0 {
			t.Errorf("rows that still have the name: %q", got)
		}
	})
}

func TestErasedFromASentence(t *testing.T) {
	long := strings.Repeat("Ab", 50)
	for _, c := range []struct{ sentence, value, want string }{
		{"Het veld ‘Jan’ is hier niet bekend.", "Jan", "Het veld ‘gewist’ is hier niet bekend."},
		{"Jan en Jan.", " Jan ", "gewist en gewist."},
		{"Op 5 Januari zei Jan", "Jan", "Op 5 Januari zei gewist"},
		{"Er is niets.", "", "Er is niets."},
		{"Het is gewist.", "gewist", "Het is gewist."},
		{"‘" + long[:60] + "…’", long, "‘gewist…’"},
	} {
		if got := erasedFrom(c.sentence, c.value); got != c.want {
			t.Errorf("%q without %q is %q", c.sentence, c.value, got)
		}
	}
}
