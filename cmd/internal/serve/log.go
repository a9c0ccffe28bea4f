package serve

// The log: a line of JSON for every request, with action, object, result, origin, actor and time (BIO2 8.15.01). What
// somebody wrote is never in it; see api.Seen.

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"

	"convenant/cmd/internal/api"
)

// NewLogger writes lines of JSON, with the time in UTC.
func NewLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey && len(groups) == 0 {
			a.Value = slog.TimeValue(a.Value.Time().UTC())
		}
		return a
	}}))
}

func logSeen(ctx context.Context, l *slog.Logger, s api.Seen) {
	attributes := []slog.Attr{slog.String("action", s.Action)}
	if s.Act != "" {
		attributes = append(attributes, slog.String("act", string(s.Act)))
	}
	attributes = append(attributes, slog.String("object", s.Object), slog.String("result", s.Result), slog.Int("status", s.Status),
		slog.String("origin", s.Origin), slog.String("actor", s.Actor), slog.String("request", s.Request),
		slog.Float64("ms", float64(s.Took.Round(10*time.Microsecond))/float64(time.Millisecond)))
	level := slog.LevelInfo
	if s.Err != nil {
		attributes = append(attributes, slog.String("error", s.Err.Error()))
		level = slog.LevelWarn
	}
	if s.Status == http.StatusInternalServerError {
		level = slog.LevelError
	}
	l.LogAttrs(ctx, level, "request", attributes...)
}
