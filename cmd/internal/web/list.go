package web

func (v *visit) list() error { return noSuchPage }
