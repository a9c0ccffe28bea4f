package web

func (v *visit) text() error    { return noSuchPage }
func (v *visit) compare() error { return noSuchPage }
