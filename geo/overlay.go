package geo

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	sf "github.com/peterstace/simplefeatures/geom"
)

// MaxOverlayVertices is the most input vertices one overlay operation takes,
// all its arguments together. The operations cannot be cancelled once begun,
// so the limit stands before them.
const MaxOverlayVertices = 200_000

// ErrTooManyVertices is wrapped by the error of an overlay operation whose
// input exceeds MaxOverlayVertices.
var ErrTooManyVertices = errors.New("too many vertices for an overlay")

// Buffer gives the area within distance of g, with round ends and joins of 16
// segments per quarter circle: its edge lies at most 0.12 % of distance inside
// the true one. Coordinates and distance share one plane, metres as a rule;
// buffering degrees is always wrong. A distance that is not positive and finite
// is an error: a zero buffer does not repair geometry, it loses area.
func Buffer(g orb.Geometry, distance float64) (orb.Geometry, error) {
	if !(distance > 0) || math.IsInf(distance, 1) {
		return nil, fmt.Errorf("buffer: distance %v is not positive and finite", distance)
	}
	in, err := toSF(g)
	if err != nil {
		return nil, fmt.Errorf("buffer: %w", err)
	}
	out, err := sf.Buffer(in, distance, sf.BufferQuadSegments(16))
	if err != nil {
		return nil, fmt.Errorf("buffer: %w", err)
	}
	return fromSF(out)
}

// Union dissolves its arguments, polygons as a rule, into one geometry. The
// union of nothing is an empty collection.
func Union(gs ...orb.Geometry) (orb.Geometry, error) {
	in, err := toSF(gs...)
	if err != nil {
		return nil, fmt.Errorf("union: %w", err)
	}
	out, err := sf.UnaryUnion(in)
	if err != nil {
		return nil, fmt.Errorf("union: %w", err)
	}
	return fromSF(out)
}

// Intersection gives what a and b share. Only parts of the smaller of their
// dimensions are kept: polygons that merely touch share nothing, and the result
// is then an empty collection.
func Intersection(a, b orb.Geometry) (orb.Geometry, error) {
	return overlay("intersection", sf.Intersection, a, b)
}

// Difference gives what of a lies outside b, with the dimension of a.
func Difference(a, b orb.Geometry) (orb.Geometry, error) {
	return overlay("difference", sf.Difference, a, b)
}

// Validate reports the first breach of the OGC simple-features rules (closed
// rings, no self-intersection, holes inside, no NaN), or nil; where a ring is at
// fault, with the place. Winding is not among the rules.
func Validate(g orb.Geometry) error {
	if err := CheckRings(g); err != nil {
		return err
	}
	in, err := toSF(g)
	if err != nil {
		return err
	}
	return in.Validate()
}

func overlay(name string, op func(a, b sf.Geometry) (sf.Geometry, error), a, b orb.Geometry) (orb.Geometry, error) {
	if n := vertices(a) + vertices(b); n > MaxOverlayVertices {
		return nil, fmt.Errorf("%s: %w: %d of at most %d", name, ErrTooManyVertices, n, MaxOverlayVertices)
	}
	ga, err := toSF(a)
	if err != nil {
		return nil, fmt.Errorf("%s, first geometry: %w", name, err)
	}
	gb, err := toSF(b)
	if err != nil {
		return nil, fmt.Errorf("%s, second geometry: %w", name, err)
	}
	out, err := op(ga, gb)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	keep := ga.Dimension()
	if name == "intersection" {
		keep = min(keep, gb.Dimension())
	}
	var parts []sf.Geometry
	for _, p := range out.Dump() {
		if p.Dimension() == keep && !p.IsEmpty() {
			parts = append(parts, p)
		}
	}
	switch len(parts) {
	case 0:
		return orb.Collection{}, nil
	case 1:
		return fromSF(parts[0])
	}
	return gather(parts)
}

// gather makes one multi-geometry of parts of one dimension.
func gather(parts []sf.Geometry) (orb.Geometry, error) {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var polygons orb.MultiPolygon
	for _, p := range parts {
		g, err := fromSF(p)
		if err != nil {
			return nil, err
		}
		switch g := g.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.LineString:
			lines = append(lines, g)
		case orb.Polygon:
			polygons = append(polygons, g)
		}
	}
	switch {
	case polygons != nil:
		return polygons, nil
	case lines != nil:
		return lines, nil
	default:
		return points, nil
	}
}

// toSF copies orb geometry over; several become one collection. The values go
// unvalidated: each operation says itself what it cannot take.
func toSF(gs ...orb.Geometry) (sf.Geometry, error) {
	n := 0
	for _, g := range gs {
		n += vertices(g)
	}
	if n > MaxOverlayVertices {
		return sf.Geometry{}, fmt.Errorf("%w: %d of at most %d", ErrTooManyVertices, n, MaxOverlayVertices)
	}
	parts := make([]sf.Geometry, 0, len(gs))
	for _, g := range gs {
		if g == nil {
			return sf.Geometry{}, errors.New("no geometry")
		}
		b, err := wkb.Marshal(g)
		if err != nil {
			return sf.Geometry{}, err
		}
		out, err := sf.UnmarshalWKB(b, sf.NoValidate{})
		if err != nil {
			return sf.Geometry{}, err
		}
		parts = append(parts, out)
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return sf.NewGeometryCollection(parts).AsGeometry(), nil
}

func fromSF(g sf.Geometry) (orb.Geometry, error) {
	if g.IsEmpty() {
		return orb.Collection{}, nil
	}
	return wkb.Unmarshal(g.AsBinary())
}

// vertices counts the coordinates of g, closing ones included.
func vertices(g orb.Geometry) int {
	n := 0
	switch g := g.(type) {
	case nil:
	case orb.Point:
		n = 1
	case orb.MultiPoint:
		n = len(g)
	case orb.LineString:
		n = len(g)
	case orb.MultiLineString:
		for _, l := range g {
			n += len(l)
		}
	case orb.Ring:
		n = len(g)
	case orb.Polygon:
		for _, r := range g {
			n += len(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			n += vertices(p)
		}
	case orb.Collection:
		for _, m := range g {
			n += vertices(m)
		}
	case orb.Bound:
		n = 5
	}
	return n
}
