package post

// What a server answered. Codes that begin with 4 ask to try later, and so does a connection that is lost: also after
// the message was given, when nobody knows whether it arrived. It is then sent again with the same Message-ID. Codes
// that begin with 5 are for good.

import (
	"errors"
	"net/textproto"
	"strconv"
)

// Outcome is what came of handing a message over, for one receiver.
type Outcome int

// The outcomes.
const (
	Accepted Outcome = iota // the server has it, and sees to the rest
	Later                   // not now
	Refused                 // never
)

// Answer is what the server said about one receiver.
type Answer struct {
	To      string
	Outcome Outcome
	Words   string // as "550 5.1.1 no such user", or what went wrong on the way
}

// answerTo classifies an error of the conversation.
func answerTo(to string, err error) Answer {
	var said *textproto.Error
	switch {
	case err == nil:
		return Answer{To: to, Outcome: Accepted}
	case !errors.As(err, &said):
		return Answer{to, Later, "verbinding verbroken: " + oneLine(err.Error(), maxWords)}
	}
	a := Answer{to, Later, oneLine(strconv.Itoa(said.Code)+" "+said.Msg, maxWords)}
	if said.Code >= 500 && said.Code < 600 && said.Code != serviceGoes {
		a.Outcome = Refused
	}
	return a
}

// serviceGoes is a code with which some servers close a connection that they no longer want; it says nothing of the
// message.
const serviceGoes = 521

// maxWords is how much is kept of what a server says.
const maxWords = 300
