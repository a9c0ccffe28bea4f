package workflow_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"convenant/workflow"
)

// herstelnetwerk has the terms of the Convenant Herstelnetwerk, as its template will give them.
const herstelnetwerk = `{
	"inwerkingtreding": {"artikel": 3.1, "moment": "laatste-ondertekening"},
	"looptijd": {"artikel": 3.2, "tot-en-met": "2025-12-31"},
	"opzegging": {"artikel": 3.3, "door": "elke-partij", "termijn": "2 maanden", "telt-vanaf": "ontvangst", "tegen": "elke-dag",
		"vorm": "schriftelijk", "gericht-aan": "de contactpersoon van de Regio", "geadresseerde": "regio", "gevolg": "overigen-gaan-door"},
	"verlenging": {"artikel": 3.4, "wijze": "brief", "duur": "4 jaar", "quorum": "alle-partijen", "ontvangen-uiterlijk": "0 dagen"},
	"wijziging": {"artikel": 9.2, "instemming": "alle-partijen"},
	"toetreding": {"artikel": 9.2, "instemming": "alle-partijen"},
	"evaluatie": {"artikel": 5.2, "elke": "1 jaar"},
	"na-afloop": {"artikel": "7.10", "duur": "12 maanden", "omschrijving": "de plicht tot geheimhouding"}
}`

func mustTerms(t *testing.T, s string) *workflow.Terms {
	t.Helper()
	terms, r := workflow.ReadTerms(mustValue(t, s), "")
	if r != nil {
		t.Fatalf("%s: %s (%s)", s, r, r.Field)
	}
	return terms
}

func checkRule[T comparable](t *testing.T, given string, got *T, want T) {
	t.Helper()
	if got == nil {
		t.Errorf("%s: niet geregeld, want %+v", given, want)
	} else if *got != want {
		t.Errorf("%s:\n got %+v\nwant %+v", given, *got, want)
	}
}

func inMonths(n int) workflow.Period { return workflow.Period{N: n, Unit: workflow.Months} }
func inYears(n int) workflow.Period  { return workflow.Period{N: n, Unit: workflow.Years} }

func TestTheTermsOfTheHerstelnetwerk(t *testing.T) {
	terms := mustTerms(t, herstelnetwerk)
	checkRule(t, "entry", terms.Entry, workflow.EntryRule{Article: "3.1", Moment: workflow.LastSignature})
	checkRule(t, "duration", terms.Duration, workflow.DurationRule{Article: "3.2", Until: workflow.MustDate("2025-12-31")})
	checkRule(t, "notice", terms.Notice, workflow.NoticeRule{Article: "3.3", By: workflow.ByEachParty, Term: inMonths(2),
		CountsFrom: workflow.FromReceipt, LandsOn: workflow.OnAnyDay, Form: workflow.InWriting,
		AddressedTo: "de contactpersoon van de Regio", Addressee: "regio", Effect: workflow.OthersGoOn})
	checkRule(t, "renewal", terms.Renewal, workflow.RenewalRule{Article: "3.4", Way: workflow.ByLetter, Period: inYears(4),
		Quorum: workflow.AllParties, HasDeadline: true})
	checkRule(t, "amendment", terms.Amendment, workflow.AmendmentRule{Article: "9.2", Consent: workflow.AllParties})
	checkRule(t, "accession", terms.Accession, workflow.AccessionRule{Article: "9.2", Consent: workflow.AllParties})
	checkRule(t, "evaluation", terms.Evaluation, workflow.EvaluationRule{Article: "5.2", Every: inYears(1)})
	checkRule(t, "aftermath", terms.Aftermath, workflow.AftermathRule{Article: "7.10", Period: inMonths(12), Description: "de plicht tot geheimhouding"})
	if !terms.Renews() {
		t.Error("it renews")
	}
	for i, article := range []string{"3.1", "3.2", "3.3", "3.4", "9.2", "9.2", "5.2", "7.10"} {
		if got := terms.Article(workflow.TermNames[i]); got != article {
			t.Errorf("the article of %s is %q, want %q", workflow.TermNames[i], got, article)
		}
	}
}

func TestDefaults(t *testing.T) {
	notice := workflow.NoticeRule{By: workflow.ByAllParties, CountsFrom: workflow.FromReceipt, LandsOn: workflow.OnAnyDay,
		Form: workflow.InWriting, Effect: workflow.OthersGoOn}
	for _, s := range []string{
		`null`, `{}`,
		`{"inwerkingtreding":{},"looptijd":{},"opzegging":{},"verlenging":{},"wijziging":{},"toetreding":{}}`,
		`{"inwerkingtreding":{"moment":null},"looptijd":{"duur":null},"opzegging":{"door":null,"termijn":null,"gronden":null},
		  "verlenging":{"wijze":null,"duur":null,"maximaal":null},"wijziging":{"instemming":null},"toetreding":{"instemming":null}}`,
	} {
		terms := mustTerms(t, s)
		checkRule(t, s, terms.Entry, workflow.EntryRule{Moment: workflow.LastSignature})
		checkRule(t, s, terms.Duration, workflow.DurationRule{Indefinite: true})
		checkRule(t, s, terms.Notice, notice)
		checkRule(t, s, terms.Renewal, workflow.RenewalRule{Way: workflow.NoRenewal, Quorum: workflow.AllParties})
		checkRule(t, s, terms.Amendment, workflow.AmendmentRule{Consent: workflow.AllParties})
		checkRule(t, s, terms.Accession, workflow.AccessionRule{Consent: workflow.AllParties})
		checkRule(t, s, terms.Evaluation, workflow.EvaluationRule{}) // no rhythm, but it may be done
		if terms.Aftermath != nil {
			t.Errorf("%s: na-afloop is %+v", s, terms.Aftermath)
		}
		if terms.Renews() {
			t.Errorf("%s: it renews", s)
		}
	}
	if got := mustTerms(t, `{"opzegging":{"termijn":"geen"}}`).Notice.Term; !got.IsZero() {
		t.Errorf("termijn geen is %s", got)
	}
}

func TestNullMakesATermNietGeregeld(t *testing.T) {
	for i, term := range workflow.TermNames {
		terms := mustTerms(t, `{"`+string(term)+`":null}`)
		rules := reflect.ValueOf(*terms)
		for j := range rules.NumField() {
			absent := j == 7 // na-afloop has no default
			if rules.Field(j).IsNil() != (j == i || absent) {
				t.Errorf("%s is null: field %s is %+v", term, rules.Type().Field(j).Name, rules.Field(j))
			}
		}
		if terms.Article(term) != "" {
			t.Errorf("%s is null, but has article %s", term, terms.Article(term))
		}
	}
	if mustTerms(t, `{"verlenging":null}`).Renews() {
		t.Error("without a rule for it, it renews")
	}
}

// Every value that the contract names for every term.
func TestEveryValueOfEveryTerm(t *testing.T) {
	for given, want := range map[string]workflow.EntryRule{
		`{"moment":"laatste-ondertekening"}`:                 {Moment: workflow.LastSignature},
		`{"moment":"dag-na-laatste-ondertekening"}`:          {Moment: workflow.AfterSignature},
		`{"moment":"datum","datum":"2005-07-14"}`:            {Moment: workflow.FixedDate, Date: workflow.MustDate("2005-07-14")},
		`{"moment":"eerste-dag-maand","maanden":2}`:          {Moment: workflow.FirstOfMonth, Months: 2},
		`{"moment":"eerste-dag-maand"}`:                      {Moment: workflow.FirstOfMonth, Months: 1},
		`{"moment":"dag-na-publicatie","dagen":2}`:           {Moment: workflow.AfterPublication, Days: 2},
		`{"moment":"dag-na-publicatie"}`:                     {Moment: workflow.AfterPublication, Days: 1},
		`{"artikel":"3.1","moment":"laatste-ondertekening"}`: {Article: "3.1", Moment: workflow.LastSignature},
	} {
		checkRule(t, given, mustTerms(t, `{"inwerkingtreding":`+given+`}`).Entry, want)
	}
	for given, want := range map[string]workflow.DurationRule{
		`{"tot-en-met":"2025-12-31"}`:                    {Until: workflow.MustDate("2025-12-31")},
		`{"duur":"3 jaar"}`:                              {Period: inYears(3)},
		`{"duur":"1 dag"}`:                               {Period: workflow.Period{N: 1}},
		`{"gebeurtenis":"de Wet herstelzorg vervalt"}`:   {Event: "de Wet herstelzorg vervalt"},
		`{"onbepaald":true}`:                             {Indefinite: true},
		`{"artikel":"3.2","duur":"36 maanden"}`:          {Article: "3.2", Period: inMonths(36)},
		`{"duur":"3 jaar","onbepaald":false}`:            {Period: inYears(3)},
		`{"tot-en-met":"2025-12-31","gebeurtenis":null}`: {Until: workflow.MustDate("2025-12-31")},
	} {
		checkRule(t, given, mustTerms(t, `{"looptijd":`+given+`}`).Duration, want)
	}
	plain := *mustTerms(t, `{}`).Notice
	for given, change := range map[string]func(*workflow.NoticeRule){
		`{"door":"elke-partij"}`:                   func(n *workflow.NoticeRule) { n.By = workflow.ByEachParty },
		`{"door":"alle-partijen"}`:                 func(*workflow.NoticeRule) {},
		`{"door":"niemand"}`:                       func(n *workflow.NoticeRule) { n.By = workflow.ByNobody },
		`{"termijn":"30 dagen"}`:                   func(n *workflow.NoticeRule) { n.Term = workflow.Period{N: 30, Unit: workflow.Days} },
		`{"termijn":"1 dag"}`:                      func(n *workflow.NoticeRule) { n.Term = workflow.Period{N: 1, Unit: workflow.Days} },
		`{"termijn":"8 weken"}`:                    func(n *workflow.NoticeRule) { n.Term = workflow.Period{N: 8, Unit: workflow.Weeks} },
		`{"termijn":"1 week"}`:                     func(n *workflow.NoticeRule) { n.Term = workflow.Period{N: 1, Unit: workflow.Weeks} },
		`{"termijn":"twee maanden"}`:               func(n *workflow.NoticeRule) { n.Term = inMonths(2) },
		`{"termijn":"1 maand"}`:                    func(n *workflow.NoticeRule) { n.Term = inMonths(1) },
		`{"termijn":"1 jaar"}`:                     func(n *workflow.NoticeRule) { n.Term = inYears(1) },
		`{"termijn":"geen"}`:                       func(*workflow.NoticeRule) {},
		`{"telt-vanaf":"ontvangst"}`:               func(*workflow.NoticeRule) {},
		`{"telt-vanaf":"einde-maand"}`:             func(n *workflow.NoticeRule) { n.CountsFrom = workflow.FromEndOfMonth },
		`{"telt-vanaf":"einde-kalenderjaar"}`:      func(n *workflow.NoticeRule) { n.CountsFrom = workflow.FromEndOfYear },
		`{"tegen":"elke-dag"}`:                     func(*workflow.NoticeRule) {},
		`{"tegen":"einde-maand"}`:                  func(n *workflow.NoticeRule) { n.LandsOn = workflow.OnEndOfMonth },
		`{"tegen":"einde-kalenderjaar"}`:           func(n *workflow.NoticeRule) { n.LandsOn = workflow.OnEndOfYear },
		`{"tegen":"einde-periode"}`:                func(n *workflow.NoticeRule) { n.LandsOn = workflow.OnEndOfPeriod },
		`{"ontvangen-uiterlijk":"2013-12-31"}`:     func(n *workflow.NoticeRule) { n.ReceivedBefore = workflow.MustDate("2013-12-31") },
		`{"vorm":"schriftelijk"}`:                  func(*workflow.NoticeRule) {},
		`{"vorm":"aangetekend"}`:                   func(n *workflow.NoticeRule) { n.Form = workflow.Registered },
		`{"gronden":false}`:                        func(*workflow.NoticeRule) {},
		`{"gronden":true}`:                         func(n *workflow.NoticeRule) { n.Grounds = true },
		`{"gericht-aan":"het college van Huizen"}`: func(n *workflow.NoticeRule) { n.AddressedTo = "het college van Huizen" },
		`{"geadresseerde":"regio"}`:                func(n *workflow.NoticeRule) { n.Addressee = "regio" },
		`{"gevolg":"overigen-gaan-door"}`:          func(*workflow.NoticeRule) {},
		`{"gevolg":"eindigt-voor-allen"}`:          func(n *workflow.NoticeRule) { n.Effect = workflow.EndsForAll },
		`{"gevolg":"overigen-beraden"}`:            func(n *workflow.NoticeRule) { n.Effect = workflow.OthersConsider },
		`{"aansluiten-binnen":"3 maanden"}`:        func(n *workflow.NoticeRule) { n.JoinWithin = inMonths(3) },
	} {
		want := plain
		change(&want)
		checkRule(t, given, mustTerms(t, `{"looptijd":{"duur":"3 jaar"},"opzegging":`+given+`}`).Notice, want)
	}
	for given, want := range map[string]workflow.RenewalRule{
		`{"wijze":"geen"}`:                                                    {Way: workflow.NoRenewal, Quorum: workflow.AllParties},
		`{"wijze":"brief","duur":"4 jaar"}`:                                   {Way: workflow.ByLetter, Period: inYears(4), Quorum: workflow.AllParties},
		`{"wijze":"stilzwijgend","duur":"6 maanden"}`:                         {Way: workflow.Tacit, Period: inMonths(6), Quorum: workflow.AllParties},
		`{"wijze":"besluit","duur":"onbepaald"}`:                              {Way: workflow.ByDecision, Indefinite: true, Quorum: workflow.AllParties},
		`{"wijze":"brief","duur":"zelfde-periode"}`:                           {Way: workflow.ByLetter, SamePeriod: true, Quorum: workflow.AllParties},
		`{"wijze":"brief"}`:                                                   {Way: workflow.ByLetter, SamePeriod: true, Quorum: workflow.AllParties}, // after a duur, nothing else can be meant
		`{"wijze":"brief","duur":"4 jaar","quorum":"elke-partij-voor-zich"}`:  {Way: workflow.ByLetter, Period: inYears(4), Quorum: workflow.EachForItself},
		`{"wijze":"brief","duur":"4 jaar","ontvangen-uiterlijk":"3 maanden"}`: {Way: workflow.ByLetter, Period: inYears(4), Quorum: workflow.AllParties, ReceivedBefore: inMonths(3), HasDeadline: true},
		`{"wijze":"stilzwijgend","duur":"1 jaar","maximaal":1}`:               {Way: workflow.Tacit, Period: inYears(1), Quorum: workflow.AllParties, Most: 1},
	} {
		checkRule(t, given, mustTerms(t, `{"looptijd":{"duur":"3 jaar"},"verlenging":`+given+`}`).Renewal, want)
	}
	for _, consent := range []string{workflow.AllParties, workflow.TwoThirds, workflow.Majority, workflow.Consultation} {
		given := `{"wijziging":{"instemming":"` + consent + `"}}`
		checkRule(t, given, mustTerms(t, given).Amendment, workflow.AmendmentRule{Consent: consent})
	}
	for consent, want := range map[string]workflow.AccessionRule{
		"alle-partijen":               {},
		"open":                        {},
		"partij:gooise-meren":         {Party: "gooise-meren"},
		"orgaan:het directie-overleg": {Body: "het directie-overleg"},
	} {
		want.Consent = consent
		given := `{"toetreding":{"instemming":"` + consent + `"}}`
		checkRule(t, given, mustTerms(t, given).Accession, want)
	}
	for given, want := range map[string]workflow.EvaluationRule{
		`{"elke":"1 jaar"}`:          {Every: inYears(1)},
		`{"elke":"18 maanden"}`:      {Every: inMonths(18)},
		`{"uiterlijk":"2013-07-01"}`: {By: workflow.MustDate("2013-07-01")},
	} {
		checkRule(t, given, mustTerms(t, `{"evaluatie":`+given+`}`).Evaluation, want)
	}
	given := `{"na-afloop":{"duur":"12 maanden"}}`
	checkRule(t, given, mustTerms(t, given).Aftermath, workflow.AftermathRule{Period: inMonths(12)})
}

func TestTermsThatCannotHoldAreRefused(t *testing.T) {
	for _, c := range []struct{ given, field, says string }{
		{`{"inwerkingtreding":{"moment":"datum"}}`, "inwerkingtreding.datum", "niet ingevuld"},
		{`{"inwerkingtreding":{"datum":"2005-07-14"}}`, "inwerkingtreding.datum", "hoort bij het moment ‘datum’"},
		{`{"inwerkingtreding":{"moment":"datum","datum":"2005-07-14","maanden":2}}`, "inwerkingtreding.maanden", "‘eerste-dag-maand’"},
		{`{"inwerkingtreding":{"moment":"eerste-dag-maand","dagen":2}}`, "inwerkingtreding.dagen", "‘dag-na-publicatie’"},
		{`{"inwerkingtreding":{"moment":"dag-na-publicatie","maanden":2}}`, "inwerkingtreding.maanden", "‘eerste-dag-maand’"},
		{`{"inwerkingtreding":{"moment":"morgen"}}`, "inwerkingtreding.moment", "kies uit laatste-ondertekening"},
		{`{"looptijd":{"tot-en-met":"2025-12-31","duur":"3 jaar"}}`, "looptijd.tot-en-met", "meer dan één manier"},
		{`{"looptijd":{"duur":"3 jaar","onbepaald":true}}`, "looptijd.tot-en-met", "meer dan één manier"},
		{`{"looptijd":{"gebeurtenis":"x","onbepaald":true}}`, "looptijd.tot-en-met", "meer dan één manier"},
		{`{"looptijd":{"duur":"0 jaar"}}`, "looptijd.duur", "ten minste een dag"},
		{`{"inwerkingtreding":{"moment":"datum","datum":"2026-01-01"},"looptijd":{"tot-en-met":"2025-12-31"}}`, "looptijd.tot-en-met", "eindigt op 31 december 2025, en dat is vóór de inwerkingtreding op 1 januari 2026"},
		{`{"opzegging":{"tegen":"einde-periode"}}`, "opzegging.tegen", "einddatum of een duur"},
		{`{"opzegging":{"tegen":"einde-periode"},"looptijd":{"onbepaald":true}}`, "opzegging.tegen", "einddatum of een duur"},
		{`{"opzegging":{"tegen":"einde-periode"},"looptijd":{"gebeurtenis":"de wet vervalt"}}`, "opzegging.tegen", "einddatum of een duur"},
		{`{"opzegging":{"tegen":"einde-periode"},"looptijd":null}`, "opzegging.tegen", "einddatum of een duur"},
		{`{"verlenging":{"wijze":"brief"}}`, "verlenging.duur", "Vul een aantal maanden of jaren in"},
		{`{"verlenging":{"wijze":"brief"},"looptijd":{"tot-en-met":"2025-12-31"}}`, "verlenging.duur", "Vul een aantal maanden of jaren in"},
		{`{"verlenging":{"wijze":"brief"},"looptijd":null}`, "verlenging.duur", "Vul een aantal maanden of jaren in"},
		{`{"verlenging":{"wijze":"brief","duur":"zelfde-periode"},"looptijd":{"tot-en-met":"2025-12-31"}}`, "verlenging.duur", "alleen als de looptijd een duur heeft"},
		{`{"verlenging":{"wijze":"stilzwijgend","duur":"zelfde-periode"},"looptijd":{"onbepaald":true}}`, "verlenging.duur", "alleen als de looptijd een duur heeft"},
		{`{"verlenging":{"wijze":"brief","duur":"4 weken"}}`, "verlenging.duur", "aantal maanden of jaren"},
		{`{"verlenging":{"wijze":"brief","duur":"0 jaar"}}`, "verlenging.duur", "aantal maanden of jaren"},
		{`{"verlenging":{"wijze":"brief","duur":"altijd"}}`, "verlenging.duur", "geen termijn"},
		{`{"wijziging":{"instemming":"drie-kwart"}}`, "wijziging.instemming", "kies uit alle-partijen, twee-derde, meerderheid of overleg"},
		{`{"toetreding":{"instemming":"partij:"}}`, "toetreding.instemming", "partij:<korte naam>"},
		{`{"toetreding":{"instemming":"partij:De Regio"}}`, "toetreding.instemming", "partij:<korte naam>"},
		{`{"toetreding":{"instemming":"orgaan:"}}`, "toetreding.instemming", "orgaan:<naam>"},
		{`{"toetreding":{"instemming":"orgaan: "}}`, "toetreding.instemming", "orgaan:<naam>"},
		{`{"toetreding":{"instemming":"orgaan:overleg 😀"}}`, "toetreding.instemming", "orgaan:<naam>"},
		{`{"toetreding":{"instemming":"twee-derde"}}`, "toetreding.instemming", "kies uit alle-partijen, open"},
		{`{"evaluatie":{"elke":"0 jaar"}}`, "evaluatie.elke", "ten minste een dag"},
		{`{"evaluatie":{"elke":"1 jaar","uiterlijk":"2013-07-01"}}`, "evaluatie.uiterlijk", "kies één van beide"},
		{`{"na-afloop":{"omschrijving":"geheimhouding"}}`, "na-afloop.duur", "niet ingevuld"},
		{`{"na-afloop":{}}`, "na-afloop.duur", "niet ingevuld"},
		{`{"na-afloop":{"duur":"0 maanden"}}`, "na-afloop.duur", "ten minste een dag"},
	} {
		var terms any
		if err := json.Unmarshal([]byte(c.given), &terms); err != nil {
			t.Fatal(err)
		}
		if r := mustRefuse(t, terms); r.Field != "voorwaarden."+c.field || !strings.Contains(r.Error(), c.says) {
			t.Errorf("%s\n got field %s: %s\nwant field %s and %q", c.given, r.Field, r.Error(), c.field, c.says)
		}
	}
	for _, s := range []string{
		// the last day itself will do
		`{"inwerkingtreding":{"moment":"datum","datum":"2025-12-31"},"looptijd":{"tot-en-met":"2025-12-31"}}`,
		`{"opzegging":{"tegen":"einde-periode"},"looptijd":{"duur":"3 jaar"}}`,
		`{"opzegging":{"tegen":"einde-periode"},"looptijd":{"tot-en-met":"2025-12-31"}}`,
		// a renewal that does not take place may have any length, as a change may set its wijze alone
		`{"verlenging":{"wijze":"geen","duur":"zelfde-periode"},"looptijd":{"onbepaald":true}}`,
		`{"verlenging":{"wijze":"brief","duur":"onbepaald"},"looptijd":{"tot-en-met":"2025-12-31"}}`,
	} {
		mustTerms(t, s)
	}
}

func TestMergeTerms(t *testing.T) {
	for _, c := range []struct{ name, current, patch, want string }{
		{"nothing given", `{"opzegging":{"termijn":"2 maanden"}}`, `{}`, `{"opzegging":{"termijn":"2 maanden"}}`},
		{"no terms so far", `null`, `{"opzegging":{"termijn":"2 maanden"}}`, `{"opzegging":{"termijn":"2 maanden"}}`},
		{"one key, the others stay", `{"opzegging":{"artikel":"3.3","door":"elke-partij","termijn":"2 maanden"}}`, `{"opzegging":{"termijn":"3 maanden"}}`,
			`{"opzegging":{"artikel":"3.3","door":"elke-partij","termijn":"3 maanden"}}`},
		{"a new key is added", `{"opzegging":{"termijn":"2 maanden"}}`, `{"opzegging":{"gronden":true}}`, `{"opzegging":{"termijn":"2 maanden","gronden":true}}`},
		{"other terms stay", `{"wijziging":{"instemming":"overleg"},"opzegging":{}}`, `{"opzegging":{"door":"niemand"}}`, `{"wijziging":{"instemming":"overleg"},"opzegging":{"door":"niemand"}}`},
		{"a null key falls back to its default", `{"opzegging":{"door":"elke-partij","termijn":"2 maanden"}}`, `{"opzegging":{"termijn":null}}`, `{"opzegging":{"door":"elke-partij"}}`},
		{"a null term is niet geregeld", `{"opzegging":{"door":"elke-partij"},"wijziging":{}}`, `{"opzegging":null}`, `{"opzegging":null,"wijziging":{}}`},
		{"a term without a value so far is niet geregeld", `{}`, `{"evaluatie":null}`, `{"evaluatie":null}`},
		{"a term set again after null", `{"opzegging":null}`, `{"opzegging":{"door":"elke-partij","termijn":null}}`, `{"opzegging":{"door":"elke-partij"}}`},
		{"looptijd set again after null", `{"looptijd":null}`, `{"looptijd":{"duur":"3 jaar","artikel":"3.2"}}`, `{"looptijd":{"duur":"3 jaar","artikel":"3.2"}}`},
		{"looptijd is replaced whole", `{"looptijd":{"tot-en-met":"2025-12-31"}}`, `{"looptijd":{"duur":"3 jaar"}}`, `{"looptijd":{"duur":"3 jaar"}}`},
		{"but its artikel stays", `{"looptijd":{"artikel":"3.2","tot-en-met":"2025-12-31"}}`, `{"looptijd":{"duur":"3 jaar"}}`, `{"looptijd":{"duur":"3 jaar","artikel":"3.2"}}`},
		{"unless another is given", `{"looptijd":{"artikel":"3.2","tot-en-met":"2025-12-31"}}`, `{"looptijd":{"duur":"3 jaar","artikel":"4.1"}}`, `{"looptijd":{"duur":"3 jaar","artikel":"4.1"}}`},
		{"inwerkingtreding is replaced whole", `{"inwerkingtreding":{"artikel":"3.1","moment":"datum","datum":"2005-07-14"}}`, `{"inwerkingtreding":{"moment":"laatste-ondertekening"}}`,
			`{"inwerkingtreding":{"moment":"laatste-ondertekening","artikel":"3.1"}}`},
		{"evaluatie is replaced whole", `{"evaluatie":{"artikel":"5.2","elke":"1 jaar"}}`, `{"evaluatie":{"uiterlijk":"2013-07-01"}}`, `{"evaluatie":{"uiterlijk":"2013-07-01","artikel":"5.2"}}`},
		{"verlenging is not", `{"verlenging":{"wijze":"brief","duur":"4 jaar"}}`, `{"verlenging":{"wijze":"besluit"}}`, `{"verlenging":{"wijze":"besluit","duur":"4 jaar"}}`},
		{"at every depth", `{"opzegging":{"x":{"y":1,"z":{"p":1,"q":2}}}}`, `{"opzegging":{"x":{"z":{"q":3,"p":null}}}}`, `{"opzegging":{"x":{"y":1,"z":{"q":3}}}}`},
		{"what is no object is kept for the reader to refuse", `{"looptijd":{"artikel":"3.2"}}`, `{"looptijd":"3 jaar"}`, `{"looptijd":"3 jaar"}`},
	} {
		current, patch := mustValue(t, c.current), mustValue(t, c.patch)
		if got := written(t, workflow.MergeTerms(current, patch)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if written(t, current) != c.current || written(t, patch) != c.patch {
			t.Errorf("%s: merging changed what was merged to %s and %s", c.name, written(t, current), written(t, patch))
		}
	}
}

func TestAChangeOfLooptijdIsCheckedAgainstTheOtherTerms(t *testing.T) {
	current := mustValue(t, `{"looptijd":{"duur":"3 jaar"},"verlenging":{"wijze":"brief"}}`)
	merged := workflow.MergeTerms(current, mustValue(t, `{"looptijd":{"tot-en-met":"2025-12-31"}}`))
	if _, r := workflow.ReadTerms(merged, "voorwaarden."); r == nil || r.Field != "voorwaarden.verlenging.duur" {
		t.Errorf("renewal for the same period of a fixed date is not refused: %v", r)
	}
}

// readsBack checks that terms, written as JSON as the API and the record give them, are read as the same terms.
func readsBack(t *testing.T, terms *workflow.Terms) {
	t.Helper()
	b, err := json.Marshal(terms)
	if err != nil {
		t.Fatal(err)
	}
	v, err := workflow.ParseValue(b)
	if err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	again, r := workflow.ReadTerms(v, "")
	if r != nil {
		t.Fatalf("%s is not read back: %s (%s)", b, r, r.Field)
	}
	if c, err := json.Marshal(again); err != nil || string(c) != string(b) {
		t.Fatalf("written as %s\n  and then %s (%v)", b, c, err)
	}
}

func TestTermsReadBack(t *testing.T) {
	for _, s := range []string{
		herstelnetwerk,
		`{}`,
		`{"inwerkingtreding":null,"looptijd":null,"opzegging":null,"verlenging":null,"wijziging":null,"toetreding":null,"evaluatie":null,"na-afloop":null}`,
		`{"evaluatie":{"uiterlijk":"2013-07-01"},"inwerkingtreding":{"moment":"datum","datum":"2005-07-14"},"looptijd":{"gebeurtenis":"<het> einde & meer"}}`,
		`{"evaluatie":{"elke":"1 jaar"},"looptijd":{"duur":"3 jaar"},"verlenging":{"wijze":"stilzwijgend","ontvangen-uiterlijk":"3 maanden","maximaal":2}}`,
		`{"evaluatie":{"elke":"1 jaar"},"verlenging":{"wijze":"besluit","duur":"onbepaald"},"opzegging":{"ontvangen-uiterlijk":"2013-12-31","gronden":true,"aansluiten-binnen":"3 maanden"}}`,
		`{"evaluatie":{"elke":"1 jaar"},"toetreding":{"instemming":"orgaan:het directie-overleg"},"inwerkingtreding":{"moment":"dag-na-publicatie"}}`,
	} {
		terms := mustTerms(t, s)
		readsBack(t, terms)
		b, _ := json.Marshal(terms)
		if again := mustTerms(t, string(b)); !reflect.DeepEqual(again, terms) {
			t.Errorf("%s\nreads back as other terms", b)
		}
	}
}

// FuzzTerms: whatever comes in, reading it gives terms or a refusal; and what was accepted reads back the same.
func FuzzTerms(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := workflow.ParseValue(b)
		if err != nil {
			return
		}
		terms, r := workflow.ReadTerms(v, "voorwaarden.")
		if (terms == nil) == (r == nil) {
			t.Fatalf("%s gives terms %v and refusal %v", b, terms, r)
		}
		if r != nil {
			if r.Code != workflow.InvalidData || r.Field == "" || r.Detail == "" {
				t.Fatalf("%s: %+v", b, r)
			}
			return
		}
		readsBack(t, terms)
		if merged, r := workflow.ReadTerms(workflow.MergeTerms(v, workflow.ObjectOf()), ""); r != nil || !reflect.DeepEqual(merged, terms) {
			t.Fatalf("%s: laying nothing over it changes it: %v", b, r)
		}
	})
}
