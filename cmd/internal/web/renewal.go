package web

func (v *visit) renewal() error { return noSuchPage }
