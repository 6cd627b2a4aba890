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
	Row      uint32 // the feature
	Lo, Hi   uint32 // its parts: Shapes.Parts[Lo:Hi]
	Kind     ShapeKind
	Min, Max [2]float64 // its box, in the plane of the vertices; last, so that there are no gaps
}

// Part is a run of vertices: one point, one line, or one ring (closed, first
// vertex repeated). Rings follow the order exterior, its holes, next exterior.
type Part struct {
	Lo, Hi uint32 // Shapes.XY[Lo:Hi]
	Hole   bool
}

// Shapes holds a layer's geometries in flat arrays, in the order of the
// spatial index, so that rendering a tile is a walk over memory without
// trigonometry. A layer's own are unit-square Web Mercator: x east, y south, 0 to 1.
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
		sh.setBox(s.XY[first:])
		s.Shapes = append(s.Shapes, sh)
	}
}

func (s *Shapes) addParts(kind ShapeKind, g orb.Geometry) {
	eachPart(kind, g, func(hole bool, points []orb.Point) {
		lo := uint32(len(s.XY))
		for _, p := range points {
			x, y := crs.MercatorUnit(p)
			s.XY = append(s.XY, [2]float64{x, y})
		}
		s.Parts = append(s.Parts, Part{Lo: lo, Hi: uint32(len(s.XY)), Hole: hole})
	})
}

// eachPart visits the parts of one dimension of a geometry.
func eachPart(kind ShapeKind, g orb.Geometry, visit func(hole bool, points []orb.Point)) {
	switch g := g.(type) {
	case orb.Point:
		if kind == PointShape {
			visit(false, []orb.Point{g})
		}
	case orb.MultiPoint:
		if kind == PointShape {
			for i := range g {
				visit(false, g[i:i+1])
			}
		}
	case orb.LineString:
		if kind == LineShape {
			visit(false, g)
		}
	case orb.MultiLineString:
		for _, l := range g {
			eachPart(kind, l, visit)
		}
	case orb.Polygon:
		if kind == PolygonShape {
			for i, r := range g {
				visit(i > 0, r)
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			eachPart(kind, p, visit)
		}
	case orb.Collection:
		for _, m := range g {
			eachPart(kind, m, visit)
		}
	}
}

// Project gives the shapes of the layer on another plane: the same shapes and
// parts in the same order, their vertices as project puts CRS84 there. The
// vertices are new memory; nothing in it refers to the layer.
func (l *Layer) Project(project func(orb.Point) (x, y float64)) *Shapes {
	src := &l.shapes
	out := &Shapes{XY: make([][2]float64, len(src.XY)), Parts: src.Parts, Shapes: slices.Clone(src.Shapes)}
	for i := range out.Shapes {
		sh := &out.Shapes[i]
		first := src.Parts[sh.Lo].Lo
		at := first
		eachPart(sh.Kind, l.features[sh.Row].Geometry, func(_ bool, points []orb.Point) {
			for _, p := range points {
				x, y := project(p)
				out.XY[at] = [2]float64{x, y}
				at++
			}
		})
		sh.setBox(out.XY[first:at])
	}
	return out
}

// setBox puts the box around the shape's vertices.
func (sh *Shape) setBox(vertices [][2]float64) {
	sh.Min, sh.Max = vertices[0], vertices[0]
	for _, p := range vertices {
		sh.Min = [2]float64{min(sh.Min[0], p[0]), min(sh.Min[1], p[1])}
		sh.Max = [2]float64{max(sh.Max[0], p[0]), max(sh.Max[1], p[1])}
	}
}
