package web

func (v *visit) decisions() error { return noSuchPage }
