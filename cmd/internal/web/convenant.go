package web

// Where a convenant stands: in one sentence, and then what there is to know.

// convenantPage is the first page of a convenant.
type convenantPage struct {
	*dossier
}

func (v *visit) convenant() error {
	d, _, err := v.openDossier("")
	if err != nil {
		return err
	}
	return v.page("convenant", &convenantPage{dossier: d})
}
