package layers

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkt"
)

// parseWKT reads well-known text, nil from an empty text. Heights and measures
// are read as what they are and left out: go-geom knows the dimensions of each
// vertex, where a reader that does not would take a height for a longitude.
func parseWKT(text string) (orb.Geometry, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	g, err := wkt.Unmarshal(text)
	if err != nil {
		return nil, fmt.Errorf("wkt: %w", err)
	}
	return fromGeom(g)
}

func fromGeom(g geom.T) (orb.Geometry, error) {
	switch g := g.(type) {
	case *geom.Point:
		if g.Empty() {
			return orb.MultiPoint{}, nil
		}
		return orb.Point{g.X(), g.Y()}, nil
	case *geom.MultiPoint:
		return orb.MultiPoint(vertices(g.FlatCoords(), g.Stride())), nil
	case *geom.LineString:
		return orb.LineString(vertices(g.FlatCoords(), g.Stride())), nil
	case *geom.MultiLineString:
		out := orb.MultiLineString{}
		for i := range g.NumLineStrings() {
			out = append(out, vertices(g.LineString(i).FlatCoords(), g.Stride()))
		}
		return out, nil
	case *geom.Polygon:
		return polygonFromGeom(g), nil
	case *geom.MultiPolygon:
		out := orb.MultiPolygon{}
		for i := range g.NumPolygons() {
			out = append(out, polygonFromGeom(g.Polygon(i)))
		}
		return out, nil
	case *geom.GeometryCollection:
		out := orb.Collection{}
		for _, m := range g.Geoms() {
			member, err := fromGeom(m)
			if err != nil {
				return nil, err
			}
			out = append(out, member)
		}
		return out, nil
	}
	return nil, fmt.Errorf("wkt: geometry type %T is not served", g)
}

func polygonFromGeom(g *geom.Polygon) orb.Polygon {
	out := orb.Polygon{}
	for i := range g.NumLinearRings() {
		out = append(out, vertices(g.LinearRing(i).FlatCoords(), g.Stride()))
	}
	return out
}

// vertices takes x and y of each vertex; stride is its number of ordinates.
func vertices(flat []float64, stride int) []orb.Point {
	out := make([]orb.Point, 0, len(flat)/stride)
	for i := 0; i+1 < len(flat); i += stride {
		out = append(out, orb.Point{flat[i], flat[i+1]})
	}
	return out
}
