package browser

// Two at one convenant, and one who presses twice.

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// agrees presses the last button of a form, from a goroutine of its own.
func (v *visitor) agrees() error {
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	_, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(`form.doen button[value=vastleggen]`)))
	return err
}

func TestTwoBrowsersRaceOnOneConvenant(t *testing.T) {
	h := open(t, true)
	parties := []string{"laren", "huizen"}
	var two []*visitor
	for _, party := range parties {
		v := h.visit(t, "secretariaat").comeIn()
		v.open("/convenanten/" + h.id + "/doen/opzeggen")
		if !v.puts("partij", party) {
			t.Fatalf("%s cannot be chosen", party)
		}
		v.presses("bekijken")
		v.sees("Klopt dit?")
		two = append(two, v)
	}
	errs := make([]error, len(two))
	var both sync.WaitGroup
	for i, v := range two {
		both.Go(func() { errs[i] = v.agrees() })
	}
	both.Wait()
	first, second := -1, -1
	for i, v := range two {
		v.must(errs[i])
		switch words := read[string](v, mainScript); {
		case strings.Contains(words, "Intussen heeft iemand anders iets vastgelegd") && second < 0:
			second = i
		case strings.Contains(words, "Vastgelegd") && first < 0:
			first = i
		default:
			t.Fatalf("%s reads:\n%s", parties[i], words)
		}
	}
	two[second].presses("vastleggen")
	two[second].sees("Vastgelegd")
	two[second].open("/convenanten/" + h.id + "/geschiedenis")
	two[second].sees("Gemeente Laren zegt op", "Gemeente Huizen zegt op")
}

// Who presses twice records once, and reads what came of it.
func TestADoubleClickRecordsOnce(t *testing.T) {
	for _, script := range []bool{true, false} {
		h := open(t, true)
		v := h.visit(t, "secretariaat").comeIn()
		v.open("/convenanten/" + h.id + "/doen/opzeggen")
		v.puts("partij", "laren")
		v.presses("bekijken")
		if !script {
			v.withoutScript()
		}
		v.leave(`{ const b = document.querySelector("form.doen button[value=vastleggen]"); b.click(); b.click(); }`)
		v.sees("Vastgelegd", "Gemeente Laren zegt op")
		v.open("/convenanten/" + h.id + "/geschiedenis")
		words := read[string](v, mainScript)
		if n := strings.Count(words, "Gemeente Laren zegt op"); n != 1 {
			t.Errorf("with a script %t: the history tells it %d times", script, n)
		}
		v.open(fmt.Sprintf("/convenanten/%s/doen/opzeggen", h.id))
		if read[bool](v, `[...document.querySelectorAll("form.doen [name=partij] > option")].some(o => o.value === "laren")`) {
			t.Error("who gave notice is offered to give it again")
		}
	}
}
