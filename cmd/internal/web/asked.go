package web

func (v *visit) asked() error { return noSuchPage }
