package web

func (v *visit) history() error { return noSuchPage }
