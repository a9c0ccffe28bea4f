package web

func (v *visit) parties() error { return noSuchPage }
