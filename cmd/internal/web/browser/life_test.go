package browser

// The whole life of a convenant, from concept to 2029, by three people with a browser each: every step of the demonstration's
// story is done on its day with the forms, found by following links. In the end the register tells the same as the story.

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"convenant/cmd/internal/api"
	"convenant/cmd/internal/paper"
	"convenant/cmd/internal/play"
	"convenant/cmd/internal/web"
	"convenant/cmd/internal/web/webtest"
	"convenant/storage"
	"convenant/storage/storagetest"
	"convenant/templates"
	"convenant/workflow"
)

var databases = map[string]func(testing.TB) string{
	"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "convenant.db") },
	"postgres": storagetest.Postgres,
}

// life is a register on its way through the years, and who works with it.
type life struct {
	*house
	t        *testing.T
	register *storage.Register
	printer  *paper.Printer
	clock    atomic.Int64 // the day
	visitors map[string]*visitor
	came     map[string]workflow.Date // when each last came in
	letters  map[string]bool          // the Partijen of which a letter waits for what it asks
}

func (l *life) now() time.Time {
	year, month, day := workflow.Date(l.clock.Load()).Civil()
	return time.Date(year, time.Month(month), day, 10, 0, 0, 0, time.UTC)
}

// newLife opens an empty register.
func newLife(t *testing.T, database string, first workflow.Date) *life {
	t.Helper()
	l := &life{t: t, visitors: map[string]*visitor{}, came: map[string]workflow.Date{}, letters: map[string]bool{}}
	l.clock.Store(int64(first))
	library, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if l.register, err = storage.Create(t.Context(), database, storage.Options{Now: l.now, Random: rand.Reader}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.register.Close() })
	if l.printer, err = paper.NewPrinter(library); err != nil {
		t.Fatal(err)
	}
	w, err := web.New(web.Options{
		Register: l.register, Sessions: web.InMemory(), Library: library, Printer: l.printer, Now: l.now,
		NewID: func() string { return "verzoek" }, Random: rand.Reader, Origin: func(*http.Request) string { return "127.0.0.1" },
		Limits: webtest.NoLimits{}, Observe: func(context.Context, api.Seen) {}, Eyes: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	l.house = &house{url: server.URL}
	return l
}

// as is somebody at their browser, who comes in anew each day.
func (l *life) as(who string) *visitor {
	l.t.Helper()
	v := l.visitors[who]
	if v == nil {
		v = l.visit(l.t, who)
		l.visitors[who] = v
	}
	if today := workflow.Date(l.clock.Load()); l.came[who] != today {
		v.comeIn()
		l.came[who] = today
	}
	return v
}

// puts fills in one field of a form: types, chooses or ticks, whichever the field asks for. It reports whether there is such a
// field.
func (v *visitor) puts(name, value string) bool {
	v.t.Helper()
	if day, err := workflow.ParseDate(value); err == nil {
		value = day.Dutch()
	}
	return read[bool](v, fmt.Sprintf(`((name, value) => {
		const all = [...document.querySelectorAll("main form.doen [name]")].filter(e => e.name === name && e.type !== "hidden");
		for (const e of all) {
			if (e.type === "radio" || e.type === "checkbox") { if (e.value === value) e.click(); }
			else { e.value = value; e.dispatchEvent(new Event("change", { bubbles: true })); }
		}
		return all.some(e => e.type === "radio" || e.type === "checkbox" ? e.checked && e.value === value : e.value === value);
	})(%q, %q)`, name, value))
}

// follows presses a link of the page that leads to an address that begins so.
func (v *visitor) follows(address string) {
	v.t.Helper()
	link := read[string](v, fmt.Sprintf(`[...document.querySelectorAll("main a[href]")].map(a => a.getAttribute("href")).find(h => h.includes(%q)) ?? ""`, address))
	if link == "" {
		v.t.Fatalf("%s finds no way to %s on %s:\n%s", v.who, address, v.path(), read[string](v, mainScript))
	}
	v.leaveBy(chromedp.Click(chromedp.CSS(`main a[href="` + link + `"]`)))
}

// gives fills in the gegevens of an act, each at its field.
func (v *visitor) gives(data workflow.Value, prefix string) {
	v.t.Helper()
	for _, f := range data.Fields {
		name := prefix + f.Name
		switch {
		case f.Value.Kind == workflow.ObjectValue:
			v.gives(f.Value, name+".")
		case name == "sha256", name == "wijziging": // the form knows what it is about
		case name == "ontvangen" && read[bool](v, `!!document.querySelector("form.doen [name=brief]")`): // and when the letter came
		case name == "adviseurs":
			var lines []string
			for _, adviser := range f.Value.List {
				lines = append(lines, adviser.Text)
			}
			v.puts("anderen", strings.Join(lines, "\n"))
		default:
			if known := read[string](v, fmt.Sprintf(`document.querySelector('main form.doen input[type=hidden][name="%s"]')?.value ?? ""`, name)); known == f.Value.Text {
				continue
			}
			if !v.puts(name, f.Value.Text) {
				v.t.Errorf("%s has nowhere to fill in %s %q on %s", v.who, name, f.Value.Text, v.path())
			}
		}
	}
}

// finishes sends a form, agrees with what would follow, and reads that it is recorded.
func (v *visitor) finishes() {
	v.t.Helper()
	v.presses("bekijken")
	if read[bool](v, `!!document.querySelector("form.doen button[value=vastleggen]")`) {
		v.sees("Klopt dit?")
		v.presses("vastleggen")
	}
	v.sees("Vastgelegd")
}

// draws up the convenant, and remembers where it stands.
func (l *life) draft(v *visitor, data workflow.Value) {
	l.t.Helper()
	v.open("/convenanten/nieuw")
	v.follows("sjabloon=" + data.Get("sjabloon").Text)
	v.must(chromedp.Do(v.ctx, chromedp.SendKeys(chromedp.CSS(`main [name=kenmerk]`), data.Get("kenmerk").Text)))
	v.leaveBy(chromedp.Click(chromedp.CSS(`main form button[value=vastleggen]`)))
	v.sees("Concept", data.Get("kenmerk").Text)
	l.id = strings.TrimPrefix(v.path(), "/convenanten/")
}

// to goes to the form of an act: from a letter that waits for it, or from what can be done now.
func (l *life) to(v *visitor, kind workflow.Kind, data workflow.Value) {
	l.t.Helper()
	home := "/convenanten/" + l.id
	switch {
	case l.letters[data.Get("partij").Text] && (kind == workflow.GiveNotice || kind == workflow.Renew):
		v.open(home + "/brieven")
		letters := read[[]string](v, `[...document.querySelectorAll('main a[href*="/brieven/"]')].map(a => a.getAttribute("href"))`)
		if len(letters) == 0 {
			l.t.Fatal("there is no letter to go on with")
		}
		v.open(letters[0])
		v.follows("/doen/" + string(kind))
	default:
		v.open(home + "/mogelijk")
		v.follows("/doen/" + string(kind))
	}
	if kind == workflow.ProposeChange {
		v.puts("voorstel", "tekst")
		v.presses("wijzigen")
		article, _, _ := strings.Cut(data.Get("artikelen").Fields[0].Name, ".")
		v.puts("artikel", article)
		v.presses("wijzigen")
	}
}

// does does a step of the story.
func (l *life) does(kind workflow.Kind, by string, data workflow.Value) {
	l.t.Helper()
	v := l.as(by)
	if kind == workflow.Draft {
		l.draft(v, data)
		return
	}
	l.to(v, kind, data)
	if kind == workflow.ProposeChange {
		for _, f := range data.Get("artikelen").Fields {
			v.puts("passage:"+f.Name, f.Value.Text)
		}
		data = workflow.ObjectOf(workflow.Field{Name: "titel", Value: data.Get("titel")}, workflow.Field{Name: "ingangsdatum", Value: data.Get("ingangsdatum")})
	}
	v.gives(data, "")
	v.finishes()
	if party := data.Get("partij").Text; kind == workflow.RegisterLetter {
		l.letters[party] = true
	} else if party != "" {
		delete(l.letters, party)
	}
}

// sign records the signatures that were put together.
func (l *life) sign(parties []string, how string) {
	l.t.Helper()
	v := l.as("secretariaat")
	v.open("/convenanten/" + l.id + "/mogelijk")
	v.follows("/doen/" + string(workflow.Sign))
	for _, p := range parties {
		if !v.puts("partijen", p) {
			l.t.Errorf("%s cannot be ticked", p)
		}
	}
	v.puts("wijze", how)
	v.finishes()
}

// refused does a step of which the story expects that it is refused: the page says why, and records nothing.
func (l *life) refused(kind workflow.Kind, by string, data, expect workflow.Value) {
	l.t.Helper()
	v := l.as(by)
	if kind == workflow.CloseAdvice { // is not offered
		v.open("/convenanten/" + l.id + "/mogelijk")
		if told := read[string](v, `document.querySelector("main").textContent`); !strings.Contains(told, "Nog niet beantwoord: het advies van") {
			l.t.Errorf("it is not said why the round cannot be closed:\n%s", told)
		}
		return
	}
	l.to(v, kind, data)
	v.gives(data, "")
	v.presses("bekijken")
	earliest, err := workflow.ParseDate(expect.Get("vroegsteDatum").Text)
	v.must(err)
	v.sees("Er is nog niets vastgelegd", earliest.Dutch())
}

// looks reads on the page of the convenant in which state it is.
func (l *life) looks(step play.Step) {
	l.t.Helper()
	expect := step.Expect
	phase := map[string]string{"concept": "Concept", "vaststelling": "Vaststelling", "ondertekening": "Ondertekening", "in-werking": "In werking", "verlopen": "Verlopen"}[expect.Get("toestand").Text]
	if phase == "" {
		return
	}
	address := "/convenanten/" + l.id
	if step.LookAt != 0 {
		address += "?peildatum=" + step.LookAt.String()
		if step.KnownOn != 0 {
			address += "&bekendOp=" + step.KnownOn.String()
		}
	}
	v := l.as("secretariaat")
	v.open(address)
	if got := read[string](v, `document.querySelector(".dossier-stand .status").innerText`); !strings.EqualFold(got, phase) {
		l.t.Errorf("on %s it is %q, and not %q", step.Day.Dutch(), got, phase)
	}
	if end, err := workflow.ParseDate(expect.Get("einddatum").Text); err == nil {
		v.sees("tot en met " + end.Dutch())
	}
}

func TestTheWholeLife(t *testing.T) {
	root, err := webtest.Root()
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(root, "cmd", "convenant", "demo.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	story, err := play.Read(src)
	if err != nil {
		t.Fatal(err)
	}
	for name, database := range databases {
		t.Run(name, func(t *testing.T) {
			l := newLife(t, database(t), story.Steps[0].Day)
			l.lives(story.Steps)
			l.endsAs(story)
		})
	}
}

// lives goes through the steps of a story.
func (l *life) lives(steps []play.Step) {
	lastAct := workflow.Date(0)
	for _, step := range steps {
		if step.HasAct {
			lastAct = step.Day
		}
	}
	for i := 0; i < len(steps); i++ {
		step := steps[i]
		if l.daysPass(min(step.Day, lastAct)); step.Day > lastAct { // the story, too, looks ahead from there
			l.clock.Store(int64(step.Day))
		}
		kind, by := workflow.Kind(step.Act.Get("handeling").Text), step.Act.Get("door").Text
		if by == "" {
			by = "secretariaat"
		}
		data := step.Act.Get("gegevens")
		switch {
		case !step.HasAct:
		case step.Expect.Get("fout").IsPresent():
			l.refused(kind, by, data, step.Expect)
			continue
		case kind == workflow.Sign:
			together, how := []string{data.Get("partij").Text}, data.Get("wijze").Text
			for ; i+1 < len(steps) && steps[i+1].Day == step.Day && steps[i+1].Act.Get("handeling").Text == string(kind); i++ {
				together = append(together, steps[i+1].Act.Get("gegevens").Get("partij").Text)
			}
			l.sign(together, how)
			step = steps[i]
		default:
			l.does(kind, by, data)
		}
		l.looks(step)
		if l.t.Failed() {
			l.t.Fatalf("at step %d of the story, on %s", step.Number, step.Day.Dutch())
		}
	}
}

// daysPass lets the clock of the register look at each day until one, as it does while it serves.
func (l *life) daysPass(until workflow.Date) {
	for day := workflow.Date(l.clock.Load()) + 1; day <= until; day++ {
		l.clock.Store(int64(day))
		if l.id == "" {
			continue
		}
		if _, err := l.register.Announce(l.t.Context(), l.id, day); err != nil {
			l.t.Fatal(err)
		}
	}
}

// endsAs holds the register against that of the story, on the last day of both.
func (l *life) endsAs(story *play.Scenario) {
	l.t.Helper()
	last := story.Steps[len(story.Steps)-1].Day
	own := webtest.OpenAt(l.t, l.now())
	if _, err := l.register.Announce(l.t.Context(), l.id, last); err != nil {
		l.t.Fatal(err)
	}
	if diff := cmp.Diff(stateOf(l.t, own.Register, own.ID, last), stateOf(l.t, l.register, l.id, last)); diff != "" {
		l.t.Errorf("the convenant does not end as in the story:\n%s", diff)
	}
	want, got := papersOf(l.t, own.Register, own.Printer, own.ID), papersOf(l.t, l.register, l.printer, l.id)
	if diff := cmp.Diff(want, got); diff != "" {
		l.t.Errorf("the documents are not those of the story:\n%s", diff)
	}
}

// stateOf is a convenant as the API tells it, without what depends on how many facts it took: on paper nobody renews without
// a letter, and the story left those out.
func stateOf(t *testing.T, r *storage.Register, id string, day workflow.Date) map[string]any {
	t.Helper()
	record, _, err := r.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(record.On(day).View())
	if err != nil {
		t.Fatal(err)
	}
	var view map[string]any
	if err := json.Unmarshal(b, &view); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"id", "stand", "brieven"} {
		delete(view, name)
	}
	return view
}

// clockTime is when on its day something was recorded, which the story does not say.
var clockTime = regexp.MustCompile(`\b\d\d?\.\d\d\.\d\d uur`)

// papersOf are the words of the documents of a convenant, by what they are: a kind, for whom, on which day. A letter and what it asks
// for may each call for a receipt; these count as one.
func papersOf(t *testing.T, r *storage.Register, p *paper.Printer, id string) map[string]string {
	t.Helper()
	record, _, err := r.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	announced, err := r.Announcements(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	papers := map[string]string{}
	for _, a := range announced {
		composed, err := p.Compose(record, a.Paper, a.Stand, a.Day)
		if err != nil {
			t.Fatal(err)
		}
		papers[strings.Join([]string{a.Paper.Kind, a.Paper.To, a.Paper.About, a.Paper.On.String(), a.Paper.Asks, a.Paper.Corrects}, " ")] = clockTime.ReplaceAllString(composed.Words(), "")
	}
	return papers
}
