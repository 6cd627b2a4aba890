package cql2

import (
	"math"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// How edges follow a projected CRS: a piece is this long at most, where that
// takes no more pieces than this. On 1 km a line straight in a transverse
// Mercator projection strays from one straight in lon/lat by 2 cm.
const (
	longestEdge = 1000.0 // metres
	mostPieces  = 64
)

// InCRS84 gives the filter with its geometries taken over to CRS84 from another
// CRS, in whose axis order they are written; the tree given stays as it is. A
// box in a projected CRS becomes a polygon. The error is a *TypeError: such a
// box cannot cross the antimeridian.
func InCRS84(e Expr, c crs.CRS) (Expr, error) {
	if c.IsCRS84() {
		return e, nil
	}
	switch e := e.(type) {
	case *Geometry:
		return &Geometry{Value: toCRS84(e.Value, c), Pos: e.Pos}, nil
	case *Box:
		half := len(e.Value) / 2
		sw := c.Ordered(orb.Point{e.Value[0], e.Value[1]})
		ne := c.Ordered(orb.Point{e.Value[half], e.Value[half+1]})
		if !c.Geographic() {
			if sw[0] >= ne[0] || sw[1] >= ne[1] {
				return nil, wrong(e.Pos, "the box in %s has no area, or its corners are not south-west and north-east", c)
			}
			return &Geometry{Value: crs.Map(withPieces(orb.Bound{Min: sw, Max: ne}.ToPolygon()), c.Inverse), Pos: e.Pos}, nil
		}
		sw, ne = c.Inverse(sw), c.Inverse(ne)
		return &Box{Value: []float64{sw[0], sw[1], ne[0], ne[1]}, Pos: e.Pos}, nil
	case *Op:
		args, err := allInCRS84(e.Args, c)
		return &Op{Name: e.Name, Args: args, Pos: e.Pos, deep: e.deep}, err
	case *List:
		items, err := allInCRS84(e.Items, c)
		return &List{Items: items, Pos: e.Pos, deep: e.deep}, err
	}
	return e, nil
}

func allInCRS84(list []Expr, c crs.CRS) ([]Expr, error) {
	out := make([]Expr, len(list))
	for i, e := range list {
		var err error
		if out[i], err = InCRS84(e, c); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func toCRS84(g orb.Geometry, c crs.CRS) orb.Geometry {
	g = crs.Map(g, c.Ordered)
	if !c.Geographic() {
		g = withPieces(g)
	}
	return crs.Map(g, c.Inverse)
}

// withPieces cuts long edges.
func withPieces(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		return orb.LineString(pieces(g))
	case orb.MultiLineString:
		out := make(orb.MultiLineString, len(g))
		for i, l := range g {
			out[i] = pieces(l)
		}
		return out
	case orb.Polygon:
		out := make(orb.Polygon, len(g))
		for i, r := range g {
			out[i] = pieces(r)
		}
		return out
	case orb.MultiPolygon:
		out := make(orb.MultiPolygon, len(g))
		for i, p := range g {
			out[i] = withPieces(p).(orb.Polygon)
		}
		return out
	case orb.Collection:
		out := make(orb.Collection, len(g))
		for i, m := range g {
			out[i] = withPieces(m)
		}
		return out
	}
	return g
}

func pieces(line []orb.Point) []orb.Point {
	out := []orb.Point{line[0]}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		n := math.Min(math.Ceil(math.Hypot(b[0]-a[0], b[1]-a[1])/longestEdge), mostPieces)
		for k := 1.0; k < n; k++ {
			out = append(out, orb.Point{a[0] + (b[0]-a[0])*k/n, a[1] + (b[1]-a[1])*k/n})
		}
		out = append(out, b)
	}
	return out
}
