package web

func (v *visit) people() error       { return noSuchPage }
func (v *visit) addPerson() error    { return noSuchPage }
func (v *visit) person() error       { return noSuchPage }
func (v *visit) changePerson() error { return noSuchPage }
