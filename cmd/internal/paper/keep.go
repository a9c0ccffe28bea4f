package paper

import (
	"encoding/json"

	"convenant/storage"
)

// Kept gives a document as the register keeps it, with what it was made from.
func (d *Document) Kept() (storage.Document, error) {
	pin, err := json.Marshal(d.Pin)
	if err != nil {
		return storage.Document{}, err
	}
	return storage.Document{Name: d.Name, Kind: d.Pin.Paper.Kind, To: d.Pin.Paper.To, Day: d.Pin.Day.String(), SHA256: d.SHA256, Pin: string(pin), Bytes: d.PDF}, nil
}
