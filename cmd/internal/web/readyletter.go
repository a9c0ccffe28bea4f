package web

// The letter with which a Partij gives notice or renews, filled in and ready to be signed. It is made for who asks, and is
// no document of the convenant: what counts is the letter that comes back.

import (
	"net/http"
	"slices"

	"convenant/cmd/internal/access"
	"convenant/documents/upload"
	"convenant/workflow"
)

// readyLetters are the papers that are ready for an act.
var readyLetters = map[workflow.Kind]string{workflow.GiveNotice: workflow.PaperNoticeLetter, workflow.Renew: workflow.PaperRenewalLetter}

// readyLetter gives the letter of the address for a Partij, as long as that can send it.
func (v *visit) readyLetter() error {
	d, _, err := v.openDossier("mogelijk")
	if err != nil {
		return err
	}
	kind := workflow.Kind(v.r.PathValue("wat"))
	party, all := access.OnlyInvolving(v.principal)
	if all {
		party = v.query("partij")
	}
	paper := workflow.Paper{Kind: readyLetters[kind], On: v.today, To: party}
	if paper.Kind == "" || !canNow(d.record.Options(v.principal.Actor(), v.today), kind, party) {
		return noReadyLetter
	}
	stand, err := d.record.Stand()
	if err != nil {
		return err
	}
	made, err := v.archive().Make(v.ctx(), d.record, paper, stand, v.today)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Disposition", `inline; filename="`+made.Name+`"`)
	return v.send(http.StatusOK, upload.PDF, made.PDF)
}

// canNow reports that something is possible for a Partij.
func canNow(options []workflow.Option, kind workflow.Kind, party string) bool {
	return party != "" && slices.ContainsFunc(options, func(o workflow.Option) bool {
		return o.Act.Kind == kind && o.Refusal == nil && o.Act.Data.Get("partij").Text == party
	})
}

var noReadyLetter = &fault{status: http.StatusNotFound, code: string(workflow.Unknown), title: "Deze brief is er niet",
	detail: "Er is geen brief om nu te ondertekenen: deze Partij kan hem op dit moment niet sturen.", remedy: "Bij ‘Wat kan nu’ staat wat er wel kan."}

// Ready is the address of the letter that is ready to be signed, for the Partij that is filled in.
func (d *filling) Ready() string {
	party := d.value("partij")
	if !d.own || d.Trial || d.registered() != 0 || readyLetters[d.deed.kind] == "" || !canNow(d.options, d.deed.kind, party) {
		return ""
	}
	return d.To("klaar/" + string(d.deed.kind) + "?partij=" + party)
}
