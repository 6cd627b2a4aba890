package api

import (
	"time"

	"layoutmap/layers"
)

// datetimeParam is declared on every items address, as Part 1 wants it, and
// narrows only layers whose features have a time.
var datetimeParam = param{name: "datetime", doc: "A date or date-time of RFC 3339, or two joined by a slash, .. or nothing for an open end. Features without a time match.",
	schema: map[string]any{"type": "string"}}

// datetime reads datetime into the query.
func (r *request) datetime(q *layers.Query) error {
	text, ok := r.value("datetime")
	if !ok {
		return nil
	}
	span, err := layers.ParseSpan(text)
	if err != nil {
		return badParameter("datetime", err.Error())
	}
	q.Time = &span
	return nil
}

// temporalExtent is the times of a layer as OGC documents write them.
type temporalExtent struct {
	Interval [][2]*string `json:"interval"`
	TRS      string       `json:"trs"`
}

// gregorian is the reference system of every time.
const gregorian = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"

// temporalExtentOf is nil for a layer without time; an open end is null.
func temporalExtentOf(l *layers.Layer) *temporalExtent {
	s, ok := l.Times()
	if !ok {
		return nil
	}
	var ends [2]*string
	if s.Start != layers.OpenStart {
		ends[0] = timeText(s.Start)
	}
	if s.End != layers.OpenEnd {
		ends[1] = timeText(s.End)
	}
	return &temporalExtent{Interval: [][2]*string{ends}, TRS: gregorian}
}

func timeText(micros int64) *string {
	text := time.UnixMicro(micros).UTC().Format(time.RFC3339Nano)
	return &text
}
