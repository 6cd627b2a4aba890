package layers

import (
	"slices"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// ShapeKind is the dimension of a shape, numbered as vector tiles number it.
type ShapeKind uint8

// The kinds of shape.
const (
	PointShape   ShapeKind = 1
	LineShape    ShapeKind = 2
	PolygonShape ShapeKind = 3
)

// Shape is one feature's geometry of one dimension; a feature with a mixed
// collection has one shape per dimension.
type Shape struct {
	Row      uint32     // the feature
	Lo, Hi   uint32     // its parts: Shapes.Parts[Lo:Hi]
	Min, Max [2]float64 // its box, unit-square Web Mercator
	Kind     ShapeKind
}

// Part is a run of vertices: one point, one line, or one ring (closed, first
// vertex repeated). Rings follow the order exterior, its holes, next exterior.
type Part struct {
	Lo, Hi uint32 // Shapes.XY[Lo:Hi]
	Hole   bool
}

// Shapes holds a layer's geometries in flat arrays, in the order of the
// spatial index, so that rendering a tile is a walk over memory without
// trigonometry. Coordinates are unit-square Web Mercator: x east, y south, 0 to 1.
type Shapes struct {
	XY     [][2]float64
	Parts  []Part
	Shapes []Shape
}

// grow makes room for n shapes of one part and vertex at least.
func (s *Shapes) grow(n int) {
	s.XY, s.Parts, s.Shapes = slices.Grow(s.XY, n), slices.Grow(s.Parts, n), slices.Grow(s.Shapes, n)
}

// add appends the shapes of a geometry.
func (s *Shapes) add(row uint32, g orb.Geometry) {
	for kind := PointShape; kind <= PolygonShape; kind++ {
		sh := Shape{Row: row, Kind: kind, Lo: uint32(len(s.Parts))}
		first := len(s.XY)
		s.addParts(kind, g)
		sh.Hi = uint32(len(s.Parts))
		if sh.Lo == sh.Hi {
			continue
		}
		sh.Min, sh.Max = s.XY[first], s.XY[first]
		for _, p := range s.XY[first:] {
			sh.Min = [2]float64{min(sh.Min[0], p[0]), min(sh.Min[1], p[1])}
			sh.Max = [2]float64{max(sh.Max[0], p[0]), max(sh.Max[1], p[1])}
		}
		s.Shapes = append(s.Shapes, sh)
	}
}

func (s *Shapes) addParts(kind ShapeKind, g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		if kind == PointShape {
			s.part(false, g)
		}
	case orb.MultiPoint:
		if kind == PointShape {
			for _, p := range g {
				s.part(false, p)
			}
		}
	case orb.LineString:
		if kind == LineShape {
			s.part(false, g...)
		}
	case orb.MultiLineString:
		for _, l := range g {
			s.addParts(kind, l)
		}
	case orb.Polygon:
		if kind == PolygonShape {
			for i, r := range g {
				s.part(i > 0, r...)
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			s.addParts(kind, p)
		}
	case orb.Collection:
		for _, m := range g {
			s.addParts(kind, m)
		}
	}
}

func (s *Shapes) part(hole bool, points ...orb.Point) {
	lo := uint32(len(s.XY))
	for _, p := range points {
		x, y := crs.MercatorUnit(p)
		s.XY = append(s.XY, [2]float64{x, y})
	}
	s.Parts = append(s.Parts, Part{Lo: lo, Hi: uint32(len(s.XY)), Hole: hole})
}
