package web

func (v *visit) ownAccess() error   { return noSuchPage }
func (v *visit) newCode() error     { return noSuchPage }
func (v *visit) confirmCode() error { return noSuchPage }
func (v *visit) changeRole() error  { return noSuchPage }
