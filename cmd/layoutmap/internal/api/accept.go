package api

import (
	"strconv"
	"strings"
)

// format picks one of the route's formats: f= first, then Accept, then the
// first. An Accept header that no format fits gets the first, too: an answer
// in another format serves more clients than 406 would.
func (r *request) format() string {
	if f := r.query.Get("f"); f != "" {
		return f // checked by checkParameters
	}
	return negotiate(r.Request().Header.Values("Accept"), r.route.formats)
}

// mediaRange is one entry of an Accept header (RFC 9110 §12.5.1). Parameters
// other than q are not compared.
type mediaRange struct {
	kind, sub string
	q         float64
}

// negotiate picks the format of the highest q. Where several have it, the one
// named first in the header wins, then the first of the formats.
func negotiate(accept []string, formats []string) string {
	ranges := mediaRanges(accept)
	best, bestQ, bestAt := formats[0], 0.0, len(ranges)
	for _, f := range formats {
		media, _, _ := strings.Cut(formatMedia[f], ";")
		kind, sub, _ := strings.Cut(media, "/")
		q, at, precise := 0.0, len(ranges), -1
		for i, m := range ranges {
			if p := m.precision(kind, sub); p > precise {
				q, at, precise = m.q, i, p
			}
		}
		if q > bestQ || q == bestQ && q > 0 && at < bestAt {
			best, bestQ, bestAt = f, q, at
		}
	}
	return best
}

// precision tells how precisely the range means a type: 2 by name, 1 as
// type/*, 0 as */*, -1 not at all.
func (m mediaRange) precision(kind, sub string) int {
	switch {
	case m.kind == "*" && m.sub == "*":
		return 0
	case m.kind != kind:
		return -1
	case m.sub == "*":
		return 1
	case m.sub == sub:
		return 2
	}
	return -1
}

// mediaRanges reads Accept headers; what is no media range is passed over.
func mediaRanges(accept []string) []mediaRange {
	var out []mediaRange
	for _, header := range accept {
		for part := range strings.SplitSeq(header, ",") {
			fields := strings.Split(part, ";")
			kind, sub, ok := strings.Cut(strings.ToLower(strings.TrimSpace(fields[0])), "/")
			if !ok {
				continue
			}
			m := mediaRange{kind, sub, 1}
			for _, p := range fields[1:] {
				name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
				if !strings.EqualFold(name, "q") {
					continue
				}
				if q, err := strconv.ParseFloat(value, 64); err == nil && q >= 0 && q <= 1 {
					m.q = q
				}
			}
			out = append(out, m)
		}
	}
	return out
}
