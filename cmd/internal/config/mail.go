package config

// What an operator sets for mail.

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"slices"
	"strconv"
	"strings"

	"convenant/documents/post"
)

// Mail gives the mail server and the address that mail comes from. Without a server it is nil, and nothing is sent.
func (c *Config) Mail() (server *post.Server, from string, err error) {
	s := &post.Server{Address: c.values["CONVENANT_SMTP"], User: c.values["CONVENANT_SMTP_USER"], Password: c.values["CONVENANT_SMTP_PASSWORD"],
		Security: post.Security(c.values["CONVENANT_SMTP_TLS"])}
	from = c.values["CONVENANT_MAIL_FROM"]
	if s.Address == "" {
		return nil, from, nil
	}
	host, portText, err := net.SplitHostPort(s.Address)
	port, e := strconv.Atoi(portText)
	ways := []post.Security{post.ByDefault, post.Required, post.Implicit, post.None}
	parsed, wrong := mail.ParseAddress(from)
	switch {
	case err != nil || e != nil || host == "" || port < 1 || port > 65535:
		return nil, "", fmt.Errorf("CONVENANT_SMTP is %q; write it as host:port", s.Address)
	case !slices.Contains(ways, s.Security):
		return nil, "", fmt.Errorf("CONVENANT_SMTP_TLS is %q; it can be required, implicit or none", string(s.Security))
	case (s.User == "") != (s.Password == ""):
		return nil, "", errors.New("CONVENANT_SMTP_USER and CONVENANT_SMTP_PASSWORD go together; set both or neither")
	case wrong != nil || parsed.Name != "" || strings.ContainsAny(from, "<>"):
		return nil, "", fmt.Errorf("CONVENANT_MAIL_FROM is %q; write the address only, as convenanten@example.nl", from)
	}
	return s, parsed.Address, nil
}
