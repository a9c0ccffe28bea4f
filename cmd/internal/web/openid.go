package web

func (v *visit) toProvider() error   { return noSuchPage }
func (v *visit) fromProvider() error { return noSuchPage }

// opening is a sign-in at the provider that was begun.
type opening struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
}
