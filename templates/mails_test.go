package templates

import (
	"strings"
	"testing"
	"testing/fstest"

	"convenant/workflow"
)

func TestEmbeddedMails(t *testing.T) {
	l := library(t)
	if got, want := len(l.Mails()), len(MailKinds); got != want {
		t.Errorf("%d messages, %d kinds", got, want)
	}
	for _, kind := range append(MailKinds, "iets-nieuws") {
		mail, refusal := l.Mail(kind)
		if refusal != nil {
			t.Error(refusal)
			continue
		}
		w, err := mail.Write(SampleData())
		if err != nil || w.Subject == "" || len(w.Blocks) == 0 || w.Blocks[0].Kind == 0 {
			t.Errorf("%s: %+v, %v", kind, w, err)
		}
	}
	if mail, _ := l.Mail("iets-nieuws"); mail.Kind != AnyMail {
		t.Errorf("a kind without a message of its own is sent with %s", mail.Kind)
	}
}

func TestFaultsInAMail(t *testing.T) {
	for src, want := range map[string]string{
		"---\nonderwerp: O\n---\n{{.Bestaatniet}}":             "mail/proef.md, regel 4: Er is hier geen gegeven ‘.Bestaatniet’",
		"---\nonderwerp: \"{{.Bericht.Kleur}}\"\n---\nx":       "geen gegeven ‘.Bericht.Kleur’",
		"---\nonderwerp: [a]\n---\nx":                          "Bij onderwerp hoort een tekst",
		"---\nonderwerp: O\ntitel: T\n---\nx":                  "Het veld ‘titel’ is hier niet bekend",
		"---\n# niets\n---\nx":                                 "",
		"---\nonderwerp: O\n---\nx\n\n[ondertekenen]":          "wordt niet ondertekend",
		"---\nonderwerp: O\n---\nx\n\n[nieuw blad]":            "heeft geen bladen",
		"---\nonderwerp: O\n---\nx\n\n[invullen: x]":           "of ingevuld",
		"---\nonderwerp: O\n---\n":                             "heeft geen tekst",
		"x":                                                    "begint met een regel ---",
		"---\nonderwerp: O\n---\nvoor elke .Niets:\n- {{.}}\n": "geen gegeven ‘.Niets’",
	} {
		l, err := Open(fstest.MapFS{"mail/proef.md": {Data: []byte(src)}}, EmbeddedFS())
		if err != nil {
			t.Fatal(err)
		}
		if _, refusal := l.Mail("proef"); refusal == nil || refusal.Code != workflow.Unknown || !strings.Contains(refusal.Error(), want) || !strings.Contains(refusal.Error(), "mail/proef.md") {
			t.Errorf("%q: %v", src, refusal)
		}
		found := false
		for _, r := range l.Check() {
			found = found || r.Name == "mail/proef" && len(r.Problems) > 0
		}
		if !found {
			t.Errorf("%q: the check finds nothing", src)
		}
	}
}

// A directory goes before the program, file by file; what is missing altogether is named.
func TestMailsFromADirectory(t *testing.T) {
	own := fstest.MapFS{"mail/kennisgeving.md": {Data: []byte("---\nonderwerp: Eigen\n---\nHier.\n")}, "mail/LEESMIJ.md": {Data: []byte("geen bericht")},
		"mail/verjaardag.md": {Data: []byte("---\nonderwerp: X\n---\nHoera.\n")}}
	l, err := Open(own, EmbeddedFS())
	if err != nil {
		t.Fatal(err)
	}
	mine, refusal := l.Mail(workflow.PaperNotification)
	if refusal != nil {
		t.Fatal(refusal)
	}
	if w, err := mine.Write(&LetterData{}); err != nil || w.Subject != "Eigen" {
		t.Errorf("%+v, %v", w, err)
	}
	only, err := Open(own)
	if err != nil {
		t.Fatal(err)
	}
	if _, refusal := only.Mail(workflow.PaperReceipt); refusal == nil || !strings.Contains(refusal.Error(), "mail/algemeen.md") {
		t.Errorf("without any: %v", refusal)
	}
	problems := map[string]string{}
	for _, r := range only.Check() {
		problems[r.Name] += strings.Join(r.Problems, " ")
	}
	if !strings.Contains(problems["mail/rectificatie"], "Het bestand mail/rectificatie.md ontbreekt.") || !strings.Contains(problems["mail/verjaardag"], "wordt niet gebruikt") || problems["mail/kennisgeving"] != "" {
		t.Errorf("%q", problems)
	}
}
