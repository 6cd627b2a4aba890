package api

import (
	"fmt"

	"layoutmap/geo"
	"layoutmap/geo/crs"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Layers whose polygons coverage is asked for.
const (
	districtLayer  = "district"
	subcentreLayer = "subcentre"
	townLayer      = "townships"
)

// studyArea is an area of the plan that demand is counted in.
type studyArea struct {
	id, nameZH, nameEN string
	layer              *layers.Layer
	polygons           orb.MultiPolygon // CRS84
	area               *geo.Area
	method             string // how its boundary was got
}

// studyAreas are the areas that area= may name: the district, the sub-center
// and each township, as far as the catalog has them. In the order of the layers.
func studyAreas(c *layers.Catalog) ([]*studyArea, error) {
	var out []*studyArea
	for _, id := range []string{districtLayer, subcentreLayer} {
		l, ok := c.Layer(id)
		if !ok {
			continue
		}
		a := &studyArea{id: id, nameZH: l.Title.ZH, nameEN: l.Title.EN, layer: l, method: l.Provenance.Method}
		for f := range l.All() {
			a.polygons = append(a.polygons, polygonsOf(f.Geometry)...)
		}
		out = append(out, a)
	}
	if l, ok := c.Layer(townLayer); ok {
		for f := range l.All() {
			out = append(out, &studyArea{
				id: f.ID, nameZH: f.Text("name_zh"), nameEN: f.Text("name_en"), layer: l,
				polygons: polygonsOf(f.Geometry), method: f.Text("method"),
			})
		}
	}
	for _, a := range out {
		var err error
		if a.area, err = geo.NewArea(a.polygons); err != nil {
			return nil, fmt.Errorf("area %s: %w", a.id, err)
		}
	}
	return out, nil
}

func polygonsOf(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

// projected is the area in a metric plane: easting, northing, metres.
func (a *studyArea) projected(plane crs.CRS) orb.MultiPolygon {
	out := make(orb.MultiPolygon, len(a.polygons))
	for i, p := range a.polygons {
		for _, ring := range p {
			r := make(orb.Ring, len(ring))
			for k, v := range ring {
				r[k] = plane.Forward(v)
			}
			out[i] = append(out[i], r)
		}
	}
	return out
}
