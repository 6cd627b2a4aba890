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
		fault, _, _ := strings.Cut(err.Error(), "\n") // the lines behind it show the text as it is
		return nil, fmt.Errorf("wkt %s: %s", excerpt(text), fault)
	}
	return fromGeom(g)
}

// toGeom is the geometry as go-geom's encoders take it, x and y alone.
func toGeom(g orb.Geometry) (geom.T, error) {
	switch g := g.(type) {
	case orb.Point:
		return geom.NewPointFlat(geom.XY, g[:]), nil
	case orb.MultiPoint:
		return geom.NewMultiPointFlat(geom.XY, appendFlat(nil, g)), nil
	case orb.LineString:
		return geom.NewLineStringFlat(geom.XY, appendFlat(nil, g)), nil
	case orb.MultiLineString:
		flat, ends := appendLines(nil, nil, g)
		return geom.NewMultiLineStringFlat(geom.XY, flat, ends), nil
	case orb.Ring:
		return toGeom(orb.Polygon{g})
	case orb.Polygon:
		flat, ends := appendLines(nil, nil, g)
		return geom.NewPolygonFlat(geom.XY, flat, ends), nil
	case orb.MultiPolygon:
		var flat []float64
		var endss [][]int
		for _, p := range g {
			var ends []int
			flat, ends = appendLines(flat, nil, p)
			endss = append(endss, ends)
		}
		return geom.NewMultiPolygonFlat(geom.XY, flat, endss), nil
	case orb.Collection:
		out := geom.NewGeometryCollection()
		for _, m := range g {
			t, err := toGeom(m)
			if err != nil {
				return nil, err
			}
			if err := out.Push(t); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return nil, fmt.Errorf("geometry type %T has no well-known form", g)
}

func appendFlat[T ~[]orb.Point](dst []float64, points T) []float64 {
	for _, p := range points {
		dst = append(dst, p[0], p[1])
	}
	return dst
}

func appendLines[T ~[]orb.Point](flat []float64, ends []int, lines []T) ([]float64, []int) {
	for _, l := range lines {
		flat = appendFlat(flat, l)
		ends = append(ends, len(flat))
	}
	return flat, ends
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
