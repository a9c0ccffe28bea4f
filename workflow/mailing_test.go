package workflow

import (
	"slices"
	"strings"
	"testing"
)

// mailed tells who receives a paper that is called for with others, as "partij:a", in order.
func mailed(s *State, papers []Paper) []string {
	var list []string
	for i, addressees := range s.Mailing(papers) {
		for _, a := range addressees {
			list = append(list, strings.TrimSuffix(papers[i].Kind+">"+papers[i].To, ">")+"→"+strings.TrimSuffix(a.Role+":"+a.Name, ":"))
		}
	}
	return list
}

// threeParties is a state with a, b and c as Partijen, of which c has left.
func threeParties() *State {
	return &State{Name: "Convenant Proef", Parties: []Party{
		{ID: "a", Name: "Gemeente A", State: Bound}, {ID: "b", Name: "Stichting B", State: Leaving}, {ID: "c", Name: "Gemeente C", State: Left}},
		History: []Event{
			{Fact: 7, Kind: string(Deliberate), Data: ObjectOf(textField("overleg", "Directie-overleg"), textField("conclusie", "Akkoord."))},
			{Fact: 8, Kind: string(Deliberate), Data: ObjectOf(textField("overleg", "Portefeuillehoudersoverleg"), textField("besluit", "vastgesteld"))},
		}}
}

func TestWhoReceivesWhat(t *testing.T) {
	day := MustDate("2025-01-01")
	one := func(kind string) Paper { return Paper{Kind: kind, On: day} }
	to := func(kind string, who ...string) []Paper {
		var list []Paper
		for _, id := range who {
			list = append(list, Paper{Kind: kind, On: day, To: id})
		}
		return list
	}
	correction := func(of string, who ...string) []Paper {
		list := to(PaperRectification, who...)
		for i := range list {
			list[i].Corrects = of
		}
		return list
	}
	for _, c := range []struct {
		name   string
		papers []Paper
		want   []string
	}{
		{"a concept", []Paper{one(PaperConcept)}, nil},
		{"a cover note", []Paper{one(PaperCover)}, nil},
		{"an overview of advice", []Paper{one(PaperAdviceSummary)}, nil},
		{"the signatures, which go along with the agreement", []Paper{one(PaperSignatures)}, nil},
		{"an offered letter", to(PaperRenewalLetter), nil},
		{"a kind that nobody knows", []Paper{one("iets-anders")}, nil},
		{"a kind that nobody knows, for somebody", to("iets-anders", "a"), []string{"iets-anders>a→partij:a"}},
		{"word to the secretariaat", to("herinnering", Secretariat), []string{"herinnering>secretariaat→secretariaat"}},
		{"what a meeting concludes that advises", []Paper{{Kind: PaperResolutions, On: day, Fact: 7}}, nil},
		{"what a meeting decides", []Paper{{Kind: PaperResolutions, On: day, Fact: 8}}, []string{"besluitenlijst→portefeuillehouder"}},
		{"adoption", append([]Paper{one(PaperAdopted)}, to(PaperSignInvite, "a", "b")...),
			[]string{"convenant-vastgesteld→portefeuillehouder", "uitnodiging-ondertekening>a→partij:a", "uitnodiging-ondertekening>b→partij:b"}},
		{"the signed agreement", []Paper{one(PaperSigned), one(PaperSignatures)},
			[]string{"convenant-ondertekend→partij:a", "convenant-ondertekend→partij:b", "convenant-ondertekend→portefeuillehouder"}},
		{"a new text, called for twice", []Paper{one(PaperConsolidated), one(PaperConsolidated)},
			[]string{"convenant-geconsolideerd→partij:a", "convenant-geconsolideerd→partij:b", "convenant-geconsolideerd→portefeuillehouder"}},
		{"advice from a Partij and from a body", to(PaperAdviceInvite, "a", "Juridisch adviseur"),
			[]string{"uitnodiging-adviesronde>a→partij:a", "uitnodiging-adviesronde>Juridisch adviseur→adviseur:Juridisch adviseur"}},
		{"a receipt", to(PaperReceipt, "b"), []string{"ontvangstbevestiging>b→partij:b"}},
		{"a notice", append(to(PaperReceipt, "b"), to(PaperNotification, "a")...), []string{"ontvangstbevestiging>b→partij:b", "kennisgeving>a→partij:a"}},
		{"a proposal that everyone is asked about", append([]Paper{one(PaperProposal)}, to(PaperConsent, "a", "b")...),
			[]string{"wijzigingsvoorstel→portefeuillehouder", "instemmingsverklaring>a→partij:a", "instemmingsverklaring>b→partij:b"}},
		{"a proposal that some are asked about", append([]Paper{one(PaperProposal)}, to(PaperConsent, "a")...),
			[]string{"wijzigingsvoorstel→partij:b", "wijzigingsvoorstel→portefeuillehouder", "instemmingsverklaring>a→partij:a"}},
		{"a renewal", to(PaperRenewed, "a", "b"),
			[]string{"bevestiging-verlenging>a→partij:a", "bevestiging-verlenging>a→portefeuillehouder", "bevestiging-verlenging>b→partij:b"}},
		{"who leaves", to(PaperLeft, "c"), []string{"bevestiging-uittreding>c→partij:c"}},
		{"the end", to(PaperEnd, "a", "b"), []string{"mededeling-einde>a→partij:a", "mededeling-einde>a→portefeuillehouder", "mededeling-einde>b→partij:b"}},
		{"a correction of what the portefeuillehouders were told", correction(PaperEnd, "a", "b"),
			[]string{"rectificatie>a→partij:a", "rectificatie>a→portefeuillehouder", "rectificatie>b→partij:b"}},
		{"a correction of what one Partij was told", correction(PaperReceipt, "b"), []string{"rectificatie>b→partij:b"}},
	} {
		if got := mailed(threeParties(), c.papers); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestEveryReaderIsToldWhy(t *testing.T) {
	s, day := threeParties(), MustDate("2025-01-01")
	kinds := []string{PaperConcept, PaperAdopted, PaperSigned, PaperConsolidated, PaperSignatures, PaperCover, PaperAdviceInvite, PaperAdviceSummary, PaperResolutions,
		PaperSignInvite, PaperReceipt, PaperNotification, PaperProposal, PaperConsent, PaperRenewed, PaperLeft, PaperEnd, PaperRectification}
	seen := map[string]bool{}
	for _, kind := range kinds {
		for _, to := range []string{"", "a", "Adviseur", Secretariat} {
			for _, a := range s.Mailing([]Paper{{Kind: kind, On: day, To: to, Fact: 8, Corrects: PaperRenewed}})[0] {
				seen[a.Role] = true
				if !strings.HasPrefix(a.Why, "U ontvangt dit omdat ") || !strings.HasSuffix(a.Why, ".") || strings.Contains(a.Why, "  ") || len(a.Why) > 140 {
					t.Errorf("%s to %q: %q", kind, to, a.Why)
				}
				if a.Role == ToParty && !strings.Contains(a.Why, s.Party(a.Name).Name) {
					t.Errorf("%s does not name the Partij: %q", kind, a.Why)
				}
			}
		}
	}
	if len(seen) != 4 {
		t.Errorf("only %v", seen)
	}
}

// What the letters say goes along with them goes along.
func TestWhatGoesAlong(t *testing.T) {
	day := MustDate("2025-01-01")
	for _, c := range []struct{ paper, want Paper }{
		{Paper{Kind: PaperSignInvite, On: day, To: "a"}, Paper{Kind: PaperAdopted, On: day}},
		{Paper{Kind: PaperSignInvite, On: day, To: "a", Change: 2}, Paper{Kind: PaperConsolidated, On: day, Change: 2}},
		{Paper{Kind: PaperConsent, On: day, To: "a", Change: 2, Fact: 9}, Paper{Kind: PaperProposal, On: day, Change: 2, Fact: 9}},
		{Paper{Kind: PaperAdviceInvite, On: day, To: "a", Fact: 3}, Paper{Kind: PaperConcept, On: day, Fact: 3}},
		{Paper{Kind: PaperSigned, On: day}, Paper{Kind: PaperSignatures, On: day}},
	} {
		if got := c.paper.Enclosures(); len(got) != 1 || got[0] != c.want {
			t.Errorf("with %+v goes %+v", c.paper, got)
		}
	}
	if got := (Paper{Kind: PaperReceipt, To: "a"}).Enclosures(); got != nil {
		t.Errorf("with a receipt goes %v", got)
	}
}

func TestWhereAPartijIsReached(t *testing.T) {
	s := &State{Parties: []Party{
		{ID: "a", Successor: "b", State: Left, Contacts: []Contact{{Email: "oud@a.nl", Rank: 1}}},
		{ID: "b", Contacts: []Contact{{Email: "een@b.nl", Rank: 1}, {Function: "adviseur", Rank: 2}, {Email: Erased, Rank: 3}, {Email: "twee@b.nl", Rank: 4}}},
	}}
	for id, want := range map[string]string{"a": "een@b.nl twee@b.nl", "b": "een@b.nl twee@b.nl", "niemand": ""} {
		var got []string
		for _, c := range s.MailContacts(id) {
			got = append(got, c.Email)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s is reached at %q", id, got)
		}
	}
}
