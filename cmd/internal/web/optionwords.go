package web

// Under which headings and in which words stands what somebody can do.

import "convenant/workflow"

var aboutWords = map[string]string{workflow.AboutText: "de tekst", workflow.AboutRenewal: "de verlenging", workflow.AboutDeparted: "doorgaan of eindigen na een opzegging"}

// optionSections put what can be done under headings, each with the page of the convenant where it stands.
var optionSections = []struct {
	title, sub string
	kinds      []workflow.Kind
}{
	{"Een brief vastleggen (opzeggen, verlengen of iets anders)", "brieven", []workflow.Kind{workflow.RegisterLetter, workflow.GiveNotice, workflow.Renew}},
	{"Wijzigen", "wijzigingen", []workflow.Kind{workflow.ProposeChange, workflow.AdaptChange, workflow.Consent, workflow.RefuseConsent, workflow.WithdrawChange}},
	{"Ondertekenen", "partijen", []workflow.Kind{workflow.Sign, workflow.DeclineToSign, workflow.Publish}},
	{"Overleg en besluit", "besluitvorming", []workflow.Kind{workflow.Schedule, workflow.Deliberate}},
	{"Advies", "besluitvorming", []workflow.Kind{workflow.OpenAdvice, workflow.GiveAdvice, workflow.AnswerAdvice, workflow.CloseAdvice, workflow.SkipAdvice}},
	{"De tekst", "tekst", []workflow.Kind{workflow.EditText, workflow.BackToConcept}},
	{"De Partijen en hun mensen", "partijen", []workflow.Kind{workflow.AppointRepresentative, workflow.AppointContact, workflow.AddParty, workflow.RemoveParty, workflow.RenameParty, workflow.SucceedParty}},
	{"Het convenant als geheel", "", []workflow.Kind{workflow.Evaluate, workflow.RecordEvent, workflow.Withdraw, workflow.Correct, workflow.ErasePersonalData}},
}

// optionWords name what can be done: as the secretariaat does it for others, and as somebody does it themselves.
var optionWords = map[workflow.Kind][2]string{
	workflow.EditText:              {"De tekst van het concept wijzigen", ""},
	workflow.AddParty:              {"Een Partij aan het concept toevoegen", ""},
	workflow.RemoveParty:           {"Een Partij uit het concept halen", ""},
	workflow.RenameParty:           {"De naam van een Partij wijzigen", ""},
	workflow.SucceedParty:          {"Een Partij laten opvolgen, bij een herindeling of fusie", ""},
	workflow.AppointRepresentative: {"Een vertegenwoordiger vastleggen", "Uw vertegenwoordiger aanwijzen"},
	workflow.AppointContact:        {"Een contactpersoon vastleggen", "Uw contactpersonen aanwijzen"},
	workflow.OpenAdvice:            {"Een adviesronde openen", ""},
	workflow.GiveAdvice:            {"Een advies vastleggen", "Advies uitbrengen"},
	workflow.AnswerAdvice:          {"Een advies beantwoorden", ""},
	workflow.CloseAdvice:           {"De adviesronde sluiten", ""},
	workflow.SkipAdvice:            {"De adviesronde overslaan", ""},
	workflow.BackToConcept:         {"De tekst terugnemen naar concept", ""},
	workflow.Schedule:              {"Het convenant op de agenda van een overleg zetten", ""},
	workflow.Deliberate:            {"Vastleggen wat een overleg besluit over", ""},
	workflow.Sign:                  {"Een handtekening vastleggen", "Ondertekenen"},
	workflow.DeclineToSign:         {"Vastleggen dat een Partij niet wil tekenen", "Weigeren te ondertekenen"},
	workflow.Publish:               {"De publicatie vastleggen", ""},
	workflow.RegisterLetter:        {"De ontvangst van een brief", "Een brief inleveren"},
	workflow.GiveNotice:            {"Een opzegging", "Opzeggen"},
	workflow.Renew:                 {"Een verlenging", "Verlengen met een verlengingsbrief"},
	workflow.ProposeChange:         {"Een wijziging voorstellen", ""},
	workflow.AdaptChange:           {"Het voorstel voor wijziging {n} aanpassen", ""},
	workflow.Consent:               {"Een instemming met wijziging {n} vastleggen", "Instemmen met wijziging {n}"},
	workflow.RefuseConsent:         {"Vastleggen dat een Partij niet instemt met wijziging {n}", "Niet instemmen met wijziging {n}"},
	workflow.WithdrawChange:        {"Het voorstel voor wijziging {n} intrekken", ""},
	workflow.Evaluate:              {"De evaluatie vastleggen", ""},
	workflow.RecordEvent:           {"De gebeurtenis vastleggen waarmee het convenant eindigt", ""},
	workflow.Withdraw:              {"Het convenant intrekken", ""},
	workflow.Correct:               {"Een fout in het register herstellen", ""},
	workflow.ErasePersonalData:     {"Persoonsgegevens wissen", "De persoonsgegevens van uw mensen wissen"},
}
