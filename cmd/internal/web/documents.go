package web

func (v *visit) documents() error  { return noSuchPage }
func (v *visit) document() error   { return noSuchPage }
func (v *visit) attachment() error { return noSuchPage }
func (v *visit) sent() error       { return noSuchPage }
