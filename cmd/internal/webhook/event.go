package webhook

// An event as it is sent: a CloudEvent 1.0 in JSON, by the profile of the Dutch government (NL GOV profile for CloudEvents),
// signed as the Standard Webhooks describe, for which there are libraries in many languages. It has no personal data in
// it: who wants to know more reads it at dataref, with a token that may see it.
//
// A receiver checks it so. Take the header webhook-id, a full stop, the header webhook-timestamp, a full stop, and the
// bytes of the body as they came. Its HMAC-SHA256, with as key the secret after "whsec_" out of base64, in base64, must
// be the signature after "v1," in the header webhook-signature; compare them in constant time. Refuse a timestamp that
// is more than five minutes off, and an id that came before: what is sent again has the same id.

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"convenant/cmd/internal/api"
	"convenant/storage"
)

// Sender says in whose name events are sent.
type Sender struct {
	Source string // a URN, as urn:nld:oin:00000001234567890000:systeem:convenant
	Type   string // a domain name backwards, with which the type of every event begins, as nl.voorbeeld.convenant
	URL    string // under which others know the program; may be empty
}

var (
	urn       = regexp.MustCompile(`^urn:[a-z0-9][a-z0-9-]{0,31}:[A-Za-z0-9()+,.:=@;$_!*'%/?-]+$`)
	backwards = regexp.MustCompile(`^[a-z]{2,}(\.[a-z0-9-]+)+$`)
)

// Check refuses a sender that the profile does not know.
func (s Sender) Check() error {
	if !urn.MatchString(s.Source) {
		return fmt.Errorf("CONVENANT_WEBHOOK_SOURCE is %q; it must be a URN, as urn:nld:oin:00000001234567890000:systeem:convenant", s.Source)
	}
	if !backwards.MatchString(s.Type) {
		return fmt.Errorf("CONVENANT_WEBHOOK_TYPE is %q; it must be a domain name backwards, as nl.voorbeeld.convenant", s.Type)
	}
	return nil
}

// cloudEvent is the event on the wire.
type cloudEvent struct {
	ID          string          `json:"id"`
	Source      string          `json:"source"`
	SpecVersion string          `json:"specversion"`
	Type        string          `json:"type"`
	Subject     string          `json:"subject,omitempty"`
	Time        string          `json:"time"`
	ContentType string          `json:"datacontenttype"`
	Ref         string          `json:"dataref,omitempty"`
	Data        json.RawMessage `json:"data"`
}

const contentType = "application/cloudevents+json; charset=utf-8"

// event writes a message. The same message gives the same bytes, however often it is sent.
func (s Sender) event(m storage.Message) ([]byte, error) {
	e := cloudEvent{ID: m.ID, Source: s.Source, SpecVersion: "1.0", Type: s.Type + "." + m.Kind, Subject: m.Subject, Time: m.Moment,
		ContentType: "application/json", Data: json.RawMessage(m.Data)}
	if s.URL != "" && m.Subject != "" {
		e.Ref = s.URL + api.Base + "/convenanten/" + url.PathEscape(m.Subject)
	}
	var b bytes.Buffer
	j := json.NewEncoder(&b)
	j.SetEscapeHTML(false)
	err := j.Encode(e)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// secretPrefix begins a secret, so that people and scanners recognise it.
const secretPrefix = "whsec_"

// NewSecret makes the secret of a webhook.
func NewSecret(random func([]byte) (int, error)) (string, error) {
	b := make([]byte, 32)
	if _, err := random(b); err != nil {
		return "", err
	}
	return secretPrefix + base64.StdEncoding.EncodeToString(b), nil
}

// sign gives the headers that let a receiver check from whom an event is, and when it was sent.
func sign(secret, id string, at time.Time, body []byte) (map[string]string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil || len(key) == 0 {
		return nil, fmt.Errorf("webhook: the secret cannot be read: %w", err)
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, stamp, body)
	return map[string]string{"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))}, nil
}
