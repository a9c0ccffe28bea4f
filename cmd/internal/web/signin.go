package web

import "convenant/storage"

func (v *visit) askLink() error          { return noSuchPage }
func (v *visit) askCode() error          { return noSuchPage }
func (v *visit) useCode() error          { return noSuchPage }
func (v *visit) openLink() error         { return noSuchPage }
func (v *visit) spendLink() error        { return noSuchPage }
func (v *visit) askAddress() error       { return noSuchPage }
func (v *visit) firstOperator() error    { return noSuchPage }
func (v *visit) addFirstOperator() error { return noSuchPage }
func (v *visit) signOut() error          { return noSuchPage }

// signingIn holds what coming in needs.
type signingIn struct{}

// principalOf finds whom a session is of, if what was granted to them still holds.
func (v *visit) principalOf(s session) (storage.Principal, error) {
	if s.Eyes != nil {
		return s.Eyes.principal(), nil
	}
	return storage.Principal{}, storage.ErrNoPrincipal
}

// signIn asks who is there.
func (v *visit) signIn() error {
	if v.web.Eyes {
		return v.chooseEyes()
	}
	return v.askAddress()
}
