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

// allen are the temporal predicates of CQL2 by their JSON names, after
// J. F. Allen, "Maintaining knowledge about temporal intervals", CACM 26 (1983),
// as table 10 of OGC 21-065r2 defines them on starts and ends.
func allen(name string, a, b Span) bool {
	as, ae := a.bounds()
	bs, be := b.bounds()
	starts, ends := as.compare(bs), ae.compare(be)
	switch name {
	case "t_after":
		return as.compare(be) > 0
	case "t_before":
		return ae.compare(bs) < 0
	case "t_contains":
		return starts < 0 && ends > 0
	case "t_disjoint":
		return ae.compare(bs) < 0 || as.compare(be) > 0
	case "t_during":
		return starts > 0 && ends < 0
	case "t_equals":
		return starts == 0 && ends == 0
	case "t_finishedBy":
		return starts < 0 && ends == 0
	case "t_finishes":
		return starts > 0 && ends == 0
	case "t_intersects":
		return ae.compare(bs) >= 0 && as.compare(be) <= 0
	case "t_meets":
		return ae.compare(bs) == 0
	case "t_metBy":
		return as.compare(be) == 0
	case "t_overlappedBy":
		return starts > 0 && as.compare(be) < 0 && ends > 0
	case "t_overlaps":
		return starts < 0 && ae.compare(bs) > 0 && ends < 0
	case "t_startedBy":
		return starts == 0 && ends > 0
	case "t_starts":
		return starts == 0 && ends < 0
	}
	return false
}
