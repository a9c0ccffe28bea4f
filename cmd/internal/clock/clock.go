// Package clock tells which day it is where every convenant lives.
package clock

import (
	"fmt"
	"time"

	"convenant/workflow"
)

// Today is the day in Europe/Amsterdam at a moment.
func Today(now time.Time) (workflow.Date, error) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return 0, err
	}
	year, month, day := now.In(zone).Date()
	d, ok := workflow.NewDate(year, int(month), day)
	if !ok {
		return 0, fmt.Errorf("the clock of this machine says %s", now)
	}
	return d, nil
}
