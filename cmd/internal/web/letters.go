package web

func (v *visit) letters() error { return noSuchPage }
func (v *visit) letter() error  { return noSuchPage }
