package web

func (v *visit) received() error { return noSuchPage }
