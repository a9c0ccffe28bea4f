package web

func (v *visit) webhooks() error { return noSuchPage }
func (v *visit) webhook() error  { return noSuchPage }
