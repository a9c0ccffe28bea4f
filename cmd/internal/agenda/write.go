package agenda

// Writing a calendar: a day that falls due is an event of a whole day. What is written depends on the register alone, so
// that a calendar in which nothing changed has the same bytes and the same tag.

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	ical "github.com/arran4/golang-ical"

	"convenant/storage"
	"convenant/workflow"
)

const productID = "-//convenant//agenda//NL"

func (h Handler) write(due []storage.DueEntry) ([]byte, error) {
	c := ical.NewCalendar()
	c.SetProductId(productID)
	c.SetCalscale("GREGORIAN")
	c.SetName("Convenanten")
	c.SetDescription("Wat er voor convenanten aankomt: termijnen, laatste dagen en overleggen.")
	c.SetRefreshInterval("PT6H", ical.WithValue(string(ical.ValueDataTypeDuration)))
	c.SetXPublishedTTL("PT6H")
	for _, d := range due {
		if err := h.event(c, d); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err := c.SerializeTo(&b, ical.WithNewLine("\r\n"))
	return b.Bytes(), err
}

func (h Handler) event(c *ical.Calendar, d storage.DueEntry) error {
	on, err := workflow.ParseDate(d.On)
	if err != nil {
		return fmt.Errorf("termijn van %s: %w", d.Convenant, err)
	}
	start, err := time.Parse(time.DateOnly, on.String())
	if err != nil {
		return err
	}
	known, err := time.Parse(time.DateOnly, d.Seen)
	if err != nil {
		return fmt.Errorf("%s is looked at on %q: %w", d.Convenant, d.Seen, err)
	}
	e := c.AddEvent(uid(d))
	e.SetDtStampTime(known.UTC())
	e.SetAllDayStartAt(start)
	e.SetAllDayEndAt(start.AddDate(0, 0, 1))
	e.SetSummary(oneLine(d.Name + ": " + workflow.DeadlineWords(d.Kind, d.PartyName)))
	e.SetDescription(oneLine(capital(workflow.DeadlineWords(d.Kind, d.PartyName)) + ": " + on.Dutch() + ". Convenant: " + d.Name + "."))
	e.SetTimeTransparency(ical.TransparencyTransparent)
	e.SetClass(ical.ClassificationPrivate)
	return nil
}

// uid is the name of an event, which stays the same as long as it is about the same day: programs know it by that.
func uid(d storage.DueEntry) string {
	party := d.Party
	if party == "" {
		party = "allen"
	}
	return strings.Join([]string{d.Convenant, d.Kind, party, d.On}, ".") + "@convenant"
}

// oneLine takes out what would end a line: a name is data, and must not become a property.
func oneLine(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, s)
}

func capital(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(c)) + s[n:]
}
