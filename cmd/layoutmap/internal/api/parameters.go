package api

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"layoutmap/geo"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Bounds of parameters.
const (
	defaultLimit  = 100
	maxLimit      = 10_000
	defaultRadius = 500.0
	maxRadius     = 50_000.0 // metres
)

// limit reads the page size. A value above the maximum is served as the
// maximum (OGC API – Features Part 1, /req/core/fc-limit-response-1).
func (r *request) limit(byDefault int) (int, error) {
	text, ok := r.value("limit")
	if !ok {
		return byDefault, nil
	}
	if strings.Trim(text, "0123456789") == "" && len(text) > 6 && strings.Trim(text, "0") != "" {
		return maxLimit, nil // too long for an int on purpose or by mistake: still just "above the maximum"
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, badParameter("limit", fmt.Sprintf("want a whole number from 1, not %q", text))
	}
	return min(n, maxLimit), nil
}

// value is a parameter that was given, even if empty.
func (r *request) value(name string) (string, bool) {
	v, ok := r.query[name]
	if !ok {
		return "", false
	}
	return v[0], true
}

// numbers reads a comma-separated list of finite numbers.
func numbers(field, text string) ([]float64, error) {
	parts := strings.Split(text, ",")
	if len(parts) > 6 {
		return nil, badParameter(field, fmt.Sprintf("%d numbers are too many", len(parts)))
	}
	out := make([]float64, len(parts))
	for i, p := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return nil, badParameter(field, fmt.Sprintf("number %d is %q, want a finite decimal number", i+1, p))
		}
		out[i] = n
	}
	return out, nil
}

// point reads lon,lat in degrees.
func (r *request) point(field string) (orb.Point, bool, error) {
	text, ok := r.value(field)
	if !ok {
		return orb.Point{}, false, nil
	}
	n, err := numbers(field, text)
	if err != nil {
		return orb.Point{}, false, err
	}
	if len(n) != 2 {
		return orb.Point{}, false, badParameter(field, fmt.Sprintf("has %d numbers, want lon,lat", len(n)))
	}
	if math.Abs(n[0]) > 180 || math.Abs(n[1]) > 90 {
		return orb.Point{}, false, badParameter(field, fmt.Sprintf("%g,%g is outside of longitude ±180, latitude ±90; longitude comes first", n[0], n[1]))
	}
	return orb.Point{n[0], n[1]}, true, nil
}

// radius reads metres.
func (r *request) radius() (geo.Metres, error) {
	text, ok := r.value("radius")
	if !ok {
		return defaultRadius, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n > 0) || n > maxRadius {
		return 0, badParameter("radius", fmt.Sprintf("want metres, greater than 0 and at most %g, not %q", maxRadius, text))
	}
	return geo.Metres(n), nil
}

// circle reads near= and radius=.
func (r *request) circle() (*layers.Circle, error) {
	centre, ok, err := r.point("near")
	if err != nil {
		return nil, err
	}
	if !ok {
		if _, stray := r.value("radius"); stray {
			return nil, badParameter("radius", "goes with near=lon,lat")
		}
		return nil, nil
	}
	radius, err := r.radius()
	if err != nil {
		return nil, err
	}
	return &layers.Circle{Centre: centre, Radius: radius}, nil
}

// byName tells whether a property can be asked for by equality under its own
// name: a field of somebody's file called limit or crs does not take the
// parameter's place. A filter reaches it all the same.
func (rt *route) byName(p *layers.Property) bool {
	return p.Type != layers.Point && !rt.takes(p.Name)
}

// equals reads the parameters that are properties of the layer.
func (r *request) equals(l *layers.Layer) ([]layers.Equal, error) {
	var out []layers.Equal
	if id, ok := r.value("id"); ok {
		out = append(out, layers.Equal{Column: layers.IDColumn, Value: id})
	}
	for c := range l.Columns() {
		p := &l.Columns()[c]
		text, ok := r.value(p.Name)
		if !ok || !r.route.byName(p) {
			continue
		}
		v, err := p.Parse(text)
		if err != nil {
			return nil, badParameter(p.Name, err.Error())
		}
		out = append(out, layers.Equal{Column: c, Value: v})
	}
	return out, nil
}
