package web

func (v *visit) convenant() error { return noSuchPage }
func (v *visit) options() error   { return noSuchPage }
func (v *visit) parties() error   { return noSuchPage }
func (v *visit) decisions() error { return noSuchPage }
func (v *visit) renewal() error   { return noSuchPage }
