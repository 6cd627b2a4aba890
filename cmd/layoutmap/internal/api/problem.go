package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"layoutmap/layers"
	"layoutmap/tiles"

	"github.com/labstack/echo/v4"
)

// fault is an error whose text is for the client: RFC 9457 problem details
// with the field that is wrong. Detail names the rule that was broken.
type fault struct {
	Type     string   `json:"type"`
	Title    string   `json:"title"`
	Status   int      `json:"status"`
	Detail   string   `json:"detail,omitempty"`
	Instance string   `json:"instance,omitempty"`
	Field    string   `json:"field,omitempty"`    // the parameter or body member
	Position int      `json:"position,omitempty"` // of a filter: the character, counted from 1
	Allowed  []string `json:"allowed,omitempty"`  // what it may be, where that is a short list
}

func (f *fault) Error() string { return f.Field + ": " + f.Detail }

func badParameter(field, detail string, allowed ...string) error {
	return &fault{Status: http.StatusBadRequest, Title: "Invalid parameter", Field: field, Detail: detail, Allowed: allowed}
}

func notFound(field, detail string) error {
	return &fault{Status: http.StatusNotFound, Title: "Not found", Field: field, Detail: detail}
}

// problemOf is the one table from errors to problem details. What it does not
// know is an internal error whose text stays in the log.
func problemOf(err error) fault {
	var f *fault
	var he *echo.HTTPError
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &f):
		return *f
	case errors.Is(err, layers.ErrCursor):
		return fault{Status: http.StatusBadRequest, Title: "Invalid parameter", Field: "cursor", Detail: err.Error()}
	case errors.Is(err, layers.ErrFilter):
		return fault{Status: http.StatusBadRequest, Title: "Invalid filter", Field: "filter", Detail: err.Error()}
	case errors.Is(err, layers.ErrValue):
		return fault{Status: http.StatusBadRequest, Title: "Invalid parameter", Detail: err.Error()}
	case errors.Is(err, tiles.ErrCoord):
		return fault{Status: http.StatusBadRequest, Title: "Invalid parameter", Field: "tile", Detail: err.Error()}
	case errors.Is(err, tiles.ErrBusy):
		return fault{Status: http.StatusServiceUnavailable, Title: "Busy", Detail: "more tiles are asked for than can be rendered; try again in a second"}
	case errors.Is(err, context.DeadlineExceeded):
		return fault{Status: http.StatusGatewayTimeout, Title: "Took too long", Detail: "the answer was not ready in time; ask for less, or let a process run as a job (Prefer: respond-async)"}
	case errors.Is(err, context.Canceled):
		return fault{Status: 499, Title: "Client closed the request"}
	case errors.As(err, &tooLong):
		return fault{Status: http.StatusRequestEntityTooLarge, Title: "Body too large", Detail: fmt.Sprintf("a body may have %d bytes here", tooLong.Limit)}
	case errors.As(err, &he):
		return fault{Status: he.Code, Title: http.StatusText(he.Code)}
	}
	return fault{Status: http.StatusInternalServerError, Title: http.StatusText(http.StatusInternalServerError)}
}

// longestDetail is how much of a detail is sent, bytes: it quotes what was asked,
// which may be a whole URL.
const longestDetail = 1000

func clip(detail string) string {
	if len(detail) <= longestDetail {
		return detail
	}
	return strings.ToValidUTF8(detail[:longestDetail], "") + "…"
}

func (s *Server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	p := problemOf(err)
	if p.Type == "" {
		p.Type = "about:blank"
		p.Detail = clip(p.Detail)
	}
	p.Instance = c.Request().URL.Path
	if p.Status == http.StatusInternalServerError {
		s.Log.Error("request failed", "path", c.Request().URL.Path, "query", c.Request().URL.RawQuery, "err", err)
	}
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte(`{"title":"Internal Server Error","status":500}`)
	}
	h := c.Response().Header()
	if p.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "1")
	}
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/problem+json")
	c.Response().WriteHeader(p.Status)
	if c.Request().Method != http.MethodHead {
		c.Response().Write(body) // the client may be gone; nothing is left to tell it
	}
}
