package layers

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// TimeColumns names the properties that say when a layer's features are: in
// layer.yaml "time: opens" for one moment or day, "time: {start: from, end:
// to}" for a stretch of time with both ends in it. An end that is null is
// open; a feature that states no time at all is at all times.
type TimeColumns struct {
	Start string `yaml:"start"`
	End   string `yaml:"end"`
}

// UnmarshalYAML reads either form.
func (c *TimeColumns) UnmarshalYAML(text []byte) error {
	var one string
	if yaml.Unmarshal(text, &one) == nil {
		*c = TimeColumns{one, one}
		return nil
	}
	type both TimeColumns
	return yaml.UnmarshalWithOptions(text, (*both)(c), yaml.Strict())
}

// check wants both to be date or datetime properties of the layer's schema.
func (c *TimeColumns) check(schema []Property) error {
	var types []Type
	for _, name := range []string{c.Start, c.End} {
		i := slices.IndexFunc(schema, func(p Property) bool { return p.Name == name && (p.Type == Date || p.Type == DateTime) })
		if i < 0 {
			return fmt.Errorf("time: %q is not a date or datetime property of the schema", name)
		}
		types = append(types, schema[i].Type)
	}
	if types[0] != types[1] {
		return fmt.Errorf("time: %s is a %s and %s a %s; both must be the same", c.Start, types[0], c.End, types[1])
	}
	return nil
}

// Span is a stretch of time with both ends in it, in microseconds of Unix time
// (UTC). A day is the span of its 24 hours.
type Span struct{ Start, End int64 }

// Ends of a span that are open.
const (
	OpenStart = math.MinInt64
	OpenEnd   = math.MaxInt64
)

// always is the span of a feature that states no time.
var always = Span{OpenStart, OpenEnd}

// Intersects tells whether the two have a moment in common.
func (s Span) Intersects(o Span) bool { return s.Start <= o.End && o.Start <= s.End }

// ParseSpan reads the value of OGC API's datetime parameter: an RFC 3339 date
// or date-time, or two of them joined by a slash, of which one or both may be
// ".." or nothing for an open end. The error wraps ErrValue.
func ParseSpan(text string) (Span, error) {
	from, to, interval := strings.Cut(text, "/")
	if !interval {
		return parseMoment(text)
	}
	s := always
	if from != "" && from != ".." {
		m, err := parseMoment(from)
		if err != nil {
			return Span{}, err
		}
		s.Start = m.Start
	}
	if to != "" && to != ".." {
		m, err := parseMoment(to)
		if err != nil {
			return Span{}, err
		}
		s.End = m.End
	}
	if s.Start > s.End {
		return Span{}, fmt.Errorf("%w: the start %s is after the end %s", ErrValue, from, to)
	}
	return s, nil
}

// parseMoment reads a date or a date-time of RFC 3339; the letters T and Z may be small.
func parseMoment(text string) (Span, error) {
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return Span{t.UnixMicro(), t.AddDate(0, 0, 1).UnixMicro() - 1}, nil
	}
	t, err := time.Parse(time.RFC3339, strings.ToUpper(text))
	if err != nil || strings.Contains(text, ",") {
		return Span{}, fmt.Errorf("%w: %.40q is neither an RFC 3339 date (2026-11-23) nor a date-time (2026-11-23T08:00:00Z)", ErrValue, text)
	}
	return Span{t.UnixMicro(), t.UnixMicro()}, nil
}

// parseTime reads a date or datetime property and returns it as it is kept:
// "2026-11-23", and date-times in UTC, "2026-11-23T00:00:00Z".
func (p *Property) parseTime(text string) (any, error) {
	if p.Type == Date {
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return nil, fmt.Errorf("%w: %s wants a date YYYY-MM-DD, not %.40q", ErrValue, p.Name, text)
		}
		return text, nil
	}
	t, err := time.Parse(time.RFC3339, strings.ToUpper(text))
	if err != nil || strings.Contains(text, ",") {
		return nil, fmt.Errorf("%w: %s wants a date-time like 2026-11-23T08:00:00Z, not %.40q", ErrValue, p.Name, text)
	}
	return t.UTC().Format(time.RFC3339Nano), nil
}

// setSpans works out when each feature is.
func (l *Layer) setSpans() error {
	if l.Time == nil {
		return nil
	}
	l.spans = make([]Span, l.Len())
	l.span = Span{OpenEnd, OpenStart}
	for row := range l.features {
		f := &l.features[row]
		s := always
		from, to := f.Text(l.Time.Start), f.Text(l.Time.End)
		if from != "" || to != "" {
			var err error
			if s, err = ParseSpan(from + "/" + to); err != nil {
				return fmt.Errorf("%s: time: %w", f.ID, err)
			}
			l.span = Span{min(l.span.Start, s.Start), max(l.span.End, s.End)}
		}
		l.spans[row] = s
	}
	if l.span.Start > l.span.End {
		l.spans = nil // none states one
		return nil
	}
	l.times = newTimeIndex(l.spans)
	return nil
}

// Times is the span around all times the features state, false where none does.
func (l *Layer) Times() (Span, bool) { return l.span, l.spans != nil }
