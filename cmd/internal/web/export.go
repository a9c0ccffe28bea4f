package web

func (v *visit) listAsCSV() error  { return noSuchPage }
func (v *visit) listAsXLSX() error { return noSuchPage }
