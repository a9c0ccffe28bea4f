package web

func (v *visit) templates() error { return noSuchPage }
