package web

func (v *visit) ownLetters() error { return noSuchPage }
