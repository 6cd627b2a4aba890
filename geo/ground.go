package geo

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"layoutmap/geo/crs"
)

// maxDistancePairs bounds DistanceBetween: positions of the one times those of
// the other, at the worst two seconds of work.
const maxDistancePairs = 5_000_000

// DistanceBetween is the least geodesic distance between a and b: 0 where they
// meet, +Inf where one is nil or empty. It is measured from the positions of
// each to the edges of the other, within 1 mm up to 1000 km. Two geometries so
// large that this takes seconds give ErrTooManyVertices.
func DistanceBetween(a, b orb.Geometry) (Metres, error) {
	if p, ok := a.(orb.Point); ok {
		return DistanceTo(p, b), nil
	}
	if p, ok := b.(orb.Point); ok {
		return DistanceTo(p, a), nil
	}
	if n, m := vertices(a), vertices(b); n*m > maxDistancePairs {
		return 0, fmt.Errorf("distance: %w: %d and %d", ErrTooManyVertices, n, m)
	}
	least := Metres(math.Inf(1))
	s, err := NewShape(a)
	if errors.Is(err, errEmpty) || a == nil || b == nil {
		return least, nil
	}
	if err != nil {
		return 0, fmt.Errorf("distance: %w", err)
	}
	if s.Intersects(b) {
		return 0, nil
	}
	for _, pair := range [2][2]orb.Geometry{{a, b}, {b, a}} {
		bound := pair[1].Bound()
		nearest := func(points []orb.Point) {
			for _, p := range points {
				if math.IsInf(float64(least), 1) || overlap(CircleBound(p, least), bound) {
					least = min(least, DistanceTo(p, pair[1]))
				}
			}
		}
		_ = eachPart(pair[0], func(part orb.Geometry) error {
			switch part := part.(type) {
			case orb.Point:
				nearest([]orb.Point{part})
			case orb.LineString:
				nearest(part)
			case orb.Polygon:
				for _, r := range part {
					nearest(r)
				}
			}
			return nil
		})
	}
	return least, nil
}

// maxBufferExtent is the greatest width, degrees of longitude, that
// BufferGround takes: in it the projection's scale errs by less than 0.1 %.
const maxBufferExtent = 5.0

// maxBufferDistance keeps the buffer where the projection's scale is true.
const maxBufferDistance Metres = 200_000

// BufferGround gives the area within distance (at most 200 km) of g on the
// ground, in lon/lat: Buffer, made in a transverse Mercator projection whose central meridian runs
// through the middle of g. The edge lies within 0.25 % of the distance.
func BufferGround(g orb.Geometry, distance Metres) (orb.Geometry, error) {
	if g == nil {
		return nil, fmt.Errorf("buffer: %w", errEmpty)
	}
	if distance > maxBufferDistance {
		return nil, fmt.Errorf("buffer: distance %v m is more than %v m", float64(distance), float64(maxBufferDistance))
	}
	b := g.Bound()
	if !(b.Max[0]-b.Min[0] <= maxBufferExtent) {
		return nil, fmt.Errorf("buffer: the geometry is more than %g° of longitude wide", maxBufferExtent)
	}
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		return nil, fmt.Errorf("buffer: %w", err)
	}
	const meridian = 117 // degrees, central meridian of EPSG:4548
	turn := meridian - b.Center()[0]
	flat, err := Buffer(project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point {
		return plane.Forward(orb.Point{p[0] + turn, p[1]})
	}), float64(distance))
	if err != nil {
		return nil, err
	}
	return project.Geometry(flat, func(p orb.Point) orb.Point {
		p = plane.Inverse(p)
		return orb.Point{p[0] - turn, p[1]}
	}), nil
}
