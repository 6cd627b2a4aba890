package cql2

import (
	"fmt"
	"strings"
	"time"
)

// Instant is a moment, or a whole day where only the date is known. Instants
// are equal by == when they say the same.
type Instant struct {
	sec  int64 // Unix time
	nsec int32
	date bool
}

// secondsPerDay of UTC, which has no leap seconds in Unix time.
const secondsPerDay = 86400

// ParseInstant reads "2022-04-16" or "2022-04-16T10:13:19.5Z". Fractions
// beyond nanoseconds are dropped.
func ParseInstant(s string) (Instant, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return Instant{sec: t.Unix(), date: true}, nil
	}
	if t, err := time.Parse("2006-01-02T15:04:05Z", s); err == nil && !strings.Contains(s, ",") {
		return InstantOf(t), nil
	}
	return Instant{}, fmt.Errorf("%.40q is neither a date YYYY-MM-DD nor a time YYYY-MM-DDThh:mm:ssZ", s)
}

// InstantOf is the moment t.
func InstantOf(t time.Time) Instant { return Instant{sec: t.Unix(), nsec: int32(t.Nanosecond())} }

// IsDate tells whether the instant is a whole day.
func (i Instant) IsDate() bool { return i.date }

// String writes the instant so that ParseInstant reads it back.
func (i Instant) String() string {
	t := time.Unix(i.sec, int64(i.nsec)).UTC()
	if i.date {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02T15:04:05.999999999Z")
}

// Compare orders instants, -1, 0 or +1. Where one of them is a date, both are
// taken as days: a time on that day is equal to it.
func (i Instant) Compare(o Instant) int {
	a, b := i, o
	if a.date || b.date {
		a, b = a.day(), b.day()
	}
	switch {
	case a.sec < b.sec, a.sec == b.sec && a.nsec < b.nsec:
		return -1
	case a.sec == b.sec && a.nsec == b.nsec:
		return 0
	}
	return 1
}

func (i Instant) day() Instant {
	d := i.sec / secondsPerDay
	if i.sec%secondsPerDay < 0 {
		d--
	}
	return Instant{sec: d * secondsPerDay, date: true}
}

// Span is a stretch of time with both ends in it; an instant is a span of one
// moment or day. An end that is open lies infinitely far.
type Span struct {
	Start, End         Instant
	OpenStart, OpenEnd bool
}

// bound is one end of a span, with the infinities: -1, 0 finite, +1.
type bound struct {
	at  Instant
	inf int
}

func (s Span) bounds() (start, end bound) {
	start, end = bound{at: s.Start}, bound{at: s.End}
	if s.OpenStart {
		start.inf = -1
	}
	if s.OpenEnd {
		end.inf = 1
	}
	return start, end
}

func (b bound) compare(o bound) int {
	if b.inf != 0 || o.inf != 0 {
		return b.inf - o.inf
	}
	return b.at.Compare(o.at)
}

// allenRules are the temporal predicates of CQL2 by their JSON names, after
// J. F. Allen, "Maintaining knowledge about temporal intervals", CACM 26 (1983),
// as table 10 of OGC 21-065r2 defines them: each of the conditions must hold of
// the ends of the two intervals. t_disjoint is what t_intersects is not.
func allenRules(name string) []allenRule {
	const start, end = 0, 1
	switch name {
	case "t_after":
		return []allenRule{{start, ">", end}}
	case "t_before":
		return []allenRule{{end, "<", start}}
	case "t_contains":
		return []allenRule{{start, "<", start}, {end, ">", end}}
	case "t_during":
		return []allenRule{{start, ">", start}, {end, "<", end}}
	case "t_equals":
		return []allenRule{{start, "=", start}, {end, "=", end}}
	case "t_finishedBy":
		return []allenRule{{start, "<", start}, {end, "=", end}}
	case "t_finishes":
		return []allenRule{{start, ">", start}, {end, "=", end}}
	case "t_intersects":
		return []allenRule{{end, ">=", start}, {start, "<=", end}}
	case "t_meets":
		return []allenRule{{end, "=", start}}
	case "t_metBy":
		return []allenRule{{start, "=", end}}
	case "t_overlappedBy":
		return []allenRule{{start, ">", start}, {start, "<", end}, {end, ">", end}}
	case "t_overlaps":
		return []allenRule{{start, "<", start}, {end, ">", start}, {end, "<", end}}
	case "t_startedBy":
		return []allenRule{{start, "=", start}, {end, ">", end}}
	case "t_starts":
		return []allenRule{{start, "=", start}, {end, "<", end}}
	}
	return nil
}

// allenRule compares an end of the first interval with one of the second.
type allenRule struct {
	a  int // 0 start, 1 end
	op string
	b  int
}

func (r allenRule) holds(order int) bool {
	switch r.op {
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case "=":
		return order == 0
	case ">=":
		return order >= 0
	}
	return order > 0
}

// allHold tells whether the rules hold of two intervals.
func allHold(rules []allenRule, a, b Span) bool {
	var x, y [2]bound
	x[0], x[1] = a.bounds()
	y[0], y[1] = b.bounds()
	for _, r := range rules {
		if !r.holds(x[r.a].compare(y[r.b])) {
			return false
		}
	}
	return true
}
