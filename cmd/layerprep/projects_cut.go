package main

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"layoutmap/geo"
)

// townReach is how far beside a township its border river may be drawn.
const townReach = 500.0 // metres

// partOf cuts the stretch of a feature that a project names.
func (b *build) partOf(src *feature, p placing, towns []string) (orb.Geometry, error) {
	if p.keep == "" {
		return src.geom, nil
	}
	line, ok := src.geom.(orb.LineString)
	if !ok {
		return nil, fmt.Errorf("%s is no line to cut", src.id)
	}
	flat := b.plane.on(line).(orb.LineString)
	if p.keep == "within" {
		area, err := b.cutArea(p.cut[0], towns)
		if err != nil {
			return nil, err
		}
		g, err := geo.Intersection(flat, area)
		if err != nil {
			return nil, err
		}
		return b.plane.off(longestOrAll(g)), nil
	}
	var at [2]float64
	for i, id := range p.cut {
		switch id {
		case "start":
		case "end":
			at[i] = planar.Length(flat)
		default:
			at[i] = alongNearest(flat, b.plane.on(b.find(id).geom).(orb.LineString))
		}
	}
	from, to := min(at[0], at[1]), max(at[0], at[1])
	if to-from < 1 {
		return nil, fmt.Errorf("nothing of %s lies between %s and %s", src.id, p.cut[0], p.cut[1])
	}
	if p.keep == "between" {
		return b.plane.off(stretch(flat, from, to)), nil
	}
	return b.plane.off(orb.MultiLineString{stretch(flat, 0, from), stretch(flat, to, planar.Length(flat))}), nil
}

// cutArea is the area of a feature, or of the project's towns with the river
// on their border.
func (b *build) cutArea(id string, towns []string) (orb.Geometry, error) {
	if id != "towns" {
		return b.plane.on(b.find(id).geom), nil
	}
	var all []orb.Geometry
	for _, t := range towns {
		f := b.find(t)
		if f == nil {
			return nil, fmt.Errorf("cut at township %s, which is not there", t)
		}
		all = append(all, b.plane.on(f.geom))
	}
	u, err := geo.Union(all...)
	if err != nil {
		return nil, err
	}
	return geo.Buffer(u, townReach)
}

// longestOrAll gives the one line of a cut, or all that are at least 100 m long.
func longestOrAll(g orb.Geometry) orb.Geometry {
	m, ok := g.(orb.MultiLineString)
	if !ok {
		return g
	}
	var out orb.MultiLineString
	for _, l := range m {
		if planar.Length(l) >= 100 {
			out = append(out, l)
		}
	}
	if len(out) == 1 {
		return out[0]
	}
	return out
}

// alongNearest is how far along a line its nearest point to another line lies,
// in the units of the plane. Where they cross several times the first counts.
func alongNearest(line, other orb.LineString) float64 {
	best, at, walked := math.Inf(1), 0.0, 0.0
	try := func(d, where float64) {
		if d < best-1e-6 {
			best, at = d, where
		}
	}
	for i := 1; i < len(line); i++ {
		a, c := line[i-1], line[i]
		length := planar.Distance(a, c)
		for j := 1; j < len(other); j++ {
			p, q := other[j-1], other[j]
			if t, ok := crossing(a, c, p, q); ok {
				try(0, walked+t*length)
				continue
			}
			for _, o := range []orb.Point{p, q} {
				t := clampedProjection(a, c, o)
				try(planar.Distance(o, along(a, c, t)), walked+t*length)
			}
			for k, own := range []orb.Point{a, c} {
				t := clampedProjection(p, q, own)
				try(planar.Distance(own, along(p, q, t)), walked+float64(k)*length)
			}
		}
		walked += length
	}
	return at
}

func along(a, b orb.Point, t float64) orb.Point {
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}

func clampedProjection(a, b, p orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	l := dx*dx + dy*dy
	if l == 0 {
		return 0
	}
	return max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
}

// crossing gives where on a–b the segment p–q crosses it, from 0 to 1.
func crossing(a, b, p, q orb.Point) (float64, bool) {
	rx, ry, sx, sy := b[0]-a[0], b[1]-a[1], q[0]-p[0], q[1]-p[1]
	d := rx*sy - ry*sx
	if d == 0 {
		return 0, false
	}
	t := ((p[0]-a[0])*sy - (p[1]-a[1])*sx) / d
	u := ((p[0]-a[0])*ry - (p[1]-a[1])*rx) / d
	return t, t >= 0 && t <= 1 && u >= 0 && u <= 1
}

// stretch is the part of a line from one distance along it to another.
func stretch(line orb.LineString, from, to float64) orb.LineString {
	var out orb.LineString
	walked := 0.0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		length := planar.Distance(a, b)
		if length > 0 && walked+length > from && walked < to {
			if len(out) == 0 {
				out = append(out, along(a, b, max(0, (from-walked)/length)))
			}
			out = append(out, along(a, b, min(1, (to-walked)/length)))
		}
		walked += length
	}
	return out
}

func roundTo(v float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(v*p) / p
}
