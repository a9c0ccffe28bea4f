package web

func (v *visit) timeline() error { return noSuchPage }
