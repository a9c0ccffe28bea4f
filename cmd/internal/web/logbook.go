package web

func (v *visit) logbook() error { return noSuchPage }
