package web

func (v *visit) organisations() error { return noSuchPage }
