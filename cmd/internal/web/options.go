package web

func (v *visit) options() error { return noSuchPage }
