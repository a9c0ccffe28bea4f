package workflow

// A refusal is the sentence of this product that people read most. It says why, on the ground of which article, and
// what would do. Codes are public (the contract's list); sentences are for readers and may improve.

import (
	"fmt"
	"slices"
)

// Code names a kind of refusal. The codes are public words, listed in order of precedence: of several grounds the
// first in this list is the one that the user is told.
type Code string

// The codes of refusals, in order of precedence.
const (
	InvalidData      Code = "ongeldige-gegevens"
	Unknown          Code = "onbekend"
	NotEntitled      Code = "niet-bevoegd"
	NotAllowed       Code = "handeling-niet-toegestaan"
	NoticeImpossible Code = "opzegging-niet-mogelijk"
	NoLongerParty    Code = "geen-partij-meer"
	AlreadySigned    Code = "al-ondertekend"
	AlreadyNotified  Code = "al-opgezegd"
	NoticeFinal      Code = "opzegging-onherroepelijk"
	AlreadyRenewed   Code = "al-verlengd"
	AlreadyConsented Code = "al-ingestemd"
	AdviceUnanswered Code = "advies-onbeantwoord"
	DateInFuture     Code = "datum-in-toekomst"
	DateTooEarly     Code = "datum-te-vroeg"
	FormInsufficient Code = "vorm-onvoldoende"
	TooLate          Code = "te-laat"
	NoticeTooShort   Code = "opzegtermijn-te-kort"
	TextChanged      Code = "tekst-gewijzigd"
	EffectsLost      Code = "gevolgen-vervallen"
)

// Codes lists every code in order of precedence.
var Codes = []Code{InvalidData, Unknown, NotEntitled, NotAllowed, NoticeImpossible, NoLongerParty, AlreadySigned,
	AlreadyNotified, NoticeFinal, AlreadyRenewed, AlreadyConsented, AdviceUnanswered, DateInFuture, DateTooEarly,
	FormInsufficient, TooLate, NoticeTooShort, TextChanged, EffectsLost}

// Refusal tells why an act was not accepted. It is the only error type of the domain.
type Refusal struct {
	Code     Code   `json:"code"`
	Article  string `json:"artikel,omitempty"`      // the article of the convenant on which it rests, as "3.3"
	Detail   string `json:"detail"`                 // one or two Dutch sentences: why
	Remedy   string `json:"watWel,omitempty"`       // one Dutch sentence: what would do
	Field    string `json:"veld,omitempty"`         // with InvalidData: the field, as "voorwaarden.looptijd.duur"
	Earliest Date   `json:"vroegsteDatum,omitzero"` // with NoticeTooShort and TooLate: the earliest day that would do
	Facts    []int  `json:"feiten,omitempty"`       // with EffectsLost: the numbers of the facts that would lose their effect
}

// Error gives the Dutch sentence with its remedy, so that a Refusal can travel as an error.
func (r *Refusal) Error() string {
	if r.Remedy == "" {
		return r.Detail
	}
	return r.Detail + " " + r.Remedy
}

// refuse starts a refusal; the sentence is formatted as by fmt.
func refuse(code Code, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Detail: fmt.Sprintf(format, args...)}
}

// under names the article on which the refusal rests, if there is a refusal and it names none yet.
func (r *Refusal) under(article string) *Refusal {
	if r != nil && r.Article == "" {
		r.Article = article
	}
	return r
}

// instead says what would do.
func (r *Refusal) instead(format string, args ...any) *Refusal {
	r.Remedy = fmt.Sprintf(format, args...)
	return r
}

// invalid refuses the contents of a field.
func invalid(field, format string, args ...any) *Refusal {
	r := refuse(InvalidData, format, args...)
	r.Field = field
	return r
}

// first returns the first ground that holds. Callers list them in order of precedence.
func first(grounds ...func() *Refusal) *Refusal {
	for _, ground := range grounds {
		if r := ground(); r != nil {
			return r
		}
	}
	return nil
}

// foremost returns the ground whose code comes first, of two that may both hold.
func foremost(a, b *Refusal) *Refusal {
	if a == nil || b != nil && slices.Index(Codes, b.Code) < slices.Index(Codes, a.Code) {
		return b
	}
	return a
}
