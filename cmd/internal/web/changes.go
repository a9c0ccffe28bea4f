package web

func (v *visit) changes() error  { return noSuchPage }
func (v *visit) proposal() error { return noSuchPage }
