package api

import (
	"time"

	"convenant/workflow"
)

// Seen is a request that was answered, as it may be logged and counted: who asked what of which object from where, and
// what came of it (BIO2 8.15.01). Nothing in it is what somebody wrote: no token, no body, no name, no words of a letter.
type Seen struct {
	Request string // the id of the request, which a problem has too
	Method  string // "" when it is not one of ours
	Route   string // the pattern of the path, as /convenanten/{id}; "" when there is none
	Action  string // what was asked for
	Act     workflow.Kind
	Object  string // the id of a convenant or document
	Actor   string // the id of the principal
	Origin  string // the address
	Status  int
	Result  string // the code of what went wrong, or how it went well
	Took    time.Duration
	Err     error // what went wrong inside, which who asked is not told
}

// The results of what went well.
const (
	resultGiven    = "gegeven"
	resultRecorded = "vastgelegd"
	resultRepeated = "herhaald" // the answer of an earlier time, under the same key
	resultGone     = "afgebroken"
)

// What is asked for where there is nothing to ask.
const (
	actionNoPath   = "adres-onbekend"
	actionNoMethod = "methode-onbekend"
)
