package web

func (v *visit) attention() error { return noSuchPage }
