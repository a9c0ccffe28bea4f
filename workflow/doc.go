// Package workflow holds the rules of a convenant: who is bound to which text on which day.
//
// Facts are recorded, consequences are computed. An [Act] is offered to [Convenant.Decide], which answers with a [Fact]
// or with a [Refusal]; what is true on a day is a pure function of the facts, the terms and that day ([Convenant.On]).
// Nothing here reads a clock, a disk, a network or chance: they come in as parameters, or stay outside.
//
// Start reading at state.go (what there is), then fold.go (how facts become a state) and decide.go (how an act becomes
// a fact). Each concern of a convenant has a file of its own: drafting, advice, adoption, signing, termination,
// renewal, amendment, accession, letters, correction. The rules R1 to R19 are named where they are applied.
//
// Articles are those of the Convenant Herstelnetwerk unless a comment says otherwise; "BW" is the Burgerlijk Wetboek.
package workflow
