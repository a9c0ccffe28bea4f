package web

func (v *visit) meetings() error { return noSuchPage }
func (v *visit) meeting() error  { return noSuchPage }
