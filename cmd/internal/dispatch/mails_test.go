package dispatch

// Every message of a whole life, as its readers get it. The texts are golden; -update writes them anew.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"convenant/documents/post/posttest"
	"convenant/storage"
	"convenant/workflow"
)

var (
	update = flag.Bool("update", false, "write the golden texts anew")
	shown  = flag.String("html", "", "a directory to write the HTML of every golden message into, to look at")
)

// slips are what is left in a message when something that a template counted on was not there.
var slips = regexp.MustCompile(`<no value>|%!|\{\{|\(\)| [.,;:]|\.\.(?:[^.]|$)|\b(?:op|van|aan|door|uiterlijk|en) [.,]|, ,`)

func TestTheMessagesOfAWholeLife(t *testing.T) {
	h := newHouse(t, "")
	waiting := len(h.mails())
	if waiting < 100 {
		t.Fatalf("only %d messages in a whole life", waiting)
	}
	h.round()
	byID := map[string]storage.Mail{}
	for _, m := range h.mails() {
		byID[m.ID] = m
		want := storage.MailSent
		if m.Role == workflow.ToAdviser || m.Name == "laren" {
			want = storage.MailFailed // nobody knows where to reach them; the secretariaat is told
		}
		if m.State != want {
			t.Errorf("%s to %s %s is %s: %s", m.Announcement.Paper.Kind, m.Role, m.Name, m.State, m.Failure)
		}
	}
	golden, opens := map[string]bool{}, map[string]bool{}
	for _, received := range h.server.Received() {
		o := posttest.Open(t, received.Data)
		id, _, _ := strings.Cut(strings.Trim(o.Get("Message-Id"), "<>"), "@")
		m, ok := byID[id]
		if !ok {
			t.Fatalf("a message with the ID %s", id)
		}
		delete(byID, id)
		looked(t, o, m)
		for name, pdf := range o.Attachments {
			sum := sha256.Sum256(pdf)
			if hash := hex.EncodeToString(sum[:]); !slices.Contains(m.Attempts[0].Papers, storage.MailedPaper{Name: name, SHA256: hash}) {
				t.Errorf("%s has the hash %s, and the log names %v", name, hash, m.Attempts[0].Papers)
			} else if !opens[hash] {
				opens[hash] = true
				readable(t, name, pdf)
			}
		}
		if len(o.Attachments) != len(m.Attempts[0].Papers) {
			t.Errorf("%d attachments, and the log names %v", len(o.Attachments), m.Attempts[0].Papers)
		}
		kind := m.Announcement.Paper.Kind + "-" + m.Role
		if m.About != "" {
			kind = "niet-verzonden"
		}
		if !golden[kind] {
			golden[kind] = true
			compare(t, kind, o)
		}
	}
	for id, m := range byID {
		if m.State == storage.MailSent {
			t.Errorf("%s was never received", id)
		}
	}
	files, err := filepath.Glob("testdata/berichten/*.txt")
	if err != nil || len(files) != len(golden) {
		t.Errorf("%d golden texts and %d kinds of messages: %v", len(files), len(golden), err)
	}
	if h.round() != 0 {
		t.Error("something is sent a second time")
	}
}

// looked reads a message over as a careful reader does.
func looked(t *testing.T, o posttest.Opened, m storage.Mail) {
	t.Helper()
	if slip := slips.FindString(o.Decoded(t, "Subject") + "\n" + o.Text); slip != "" {
		t.Errorf("a message of %s says %q:\n%s\n%s", m.Announcement.Paper.Kind, slip, o.Decoded(t, "Subject"), o.Text)
	}
	if !strings.HasSuffix(strings.Join(strings.Fields(o.Text), " "), m.Why) {
		t.Errorf("a message of %s does not end with why: %q\n%s", m.Announcement.Paper.Kind, m.Why, o.Text)
	}
	words := strings.Join(strings.Fields(o.Words(t)), " ")
	for _, part := range strings.Split(o.Text, "\n\n") {
		part = strings.Join(strings.Fields(strings.NewReplacer("|", "", "–", "", ":", "").Replace(part)), " ")
		if !strings.Contains(strings.Join(strings.Fields(strings.NewReplacer("|", "", "–", "", ":", "", "(pdf", "pdf", ")", "").Replace(words)), " "),
			strings.NewReplacer("(pdf", "pdf", ")", "").Replace(part)) {
			t.Errorf("the HTML of %s does not say %q:\n%s", m.Announcement.Paper.Kind, part, words)
		}
	}
	if !strings.Contains(o.Text, "Bij dit bericht") || len(o.Attachments) == 0 {
		t.Errorf("nothing goes with a message of %s", m.Announcement.Paper.Kind)
	}
}

func compare(t *testing.T, kind string, o posttest.Opened) {
	t.Helper()
	if *shown != "" {
		if err := os.WriteFile(filepath.Join(*shown, kind+".html"), []byte(o.HTML), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := "Aan: " + addressesOf(t, o) + "\nOnderwerp: " + o.Decoded(t, "Subject") + "\n\n" + o.Text + "\n[" + strings.Join(o.Names, "]\n[") + "]\n"
	file := filepath.Join("testdata/berichten", kind+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was:\n%s", file, got)
	}
}

func addressesOf(t *testing.T, o posttest.Opened) string {
	t.Helper()
	list, err := o.AddressList("To")
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, a := range list {
		words = append(words, strings.TrimSpace(a.Name+" <"+a.Address+">"))
	}
	return strings.Join(words, ", ")
}

// readable opens a PDF with another program than ours.
func readable(t *testing.T, name string, pdf []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdfinfo", file).CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("Pages:")) {
		t.Errorf("pdfinfo %s: %v\n%s", name, err, out)
	}
}
