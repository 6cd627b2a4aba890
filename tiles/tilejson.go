package tiles

import (
	"math"
	"slices"
	"strings"

	"layoutmap/geo/crs"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// DetailZoom is the deepest zoom level that TileJSON offers: beyond it a grid
// unit is below 15 cm here, finer than any of the data, and clients enlarge.
const DetailZoom = 16

// TileJSON is a TileJSON 3.0.0 document.
type TileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name,omitempty"`
	Description  string        `json:"description,omitempty"`
	Attribution  string        `json:"attribution,omitempty"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      uint8         `json:"minzoom"`
	MaxZoom      uint8         `json:"maxzoom"`
	Bounds       [4]float64    `json:"bounds"` // west, south, east, north in degrees
	Center       [3]float64    `json:"center"` // longitude, latitude, zoom
	VectorLayers []VectorLayer `json:"vector_layers"`
	Dropped      []ZoomDropped `json:"dropped,omitempty"` // where somebody counted; TileJSON itself has no word for it
}

// ZoomDropped is how many features the tiles of a zoom level left out, summed.
type ZoomDropped struct {
	Zoom    uint8 `json:"zoom"`
	Dropped int   `json:"dropped"` // smaller than the grid, or thinned
	Thinned int   `json:"thinned"` // of them those left out for the byte budget
}

// VectorLayer describes one tile layer; the description is its title in Chinese and English.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description,omitempty"`
	MinZoom     uint8             `json:"minzoom"`
	MaxZoom     uint8             `json:"maxzoom"`
	Fields      map[string]string `json:"fields"` // name → String, Number or Boolean
}

// NewTileJSON describes the XYZ tiles of WebMercatorQuad that Renderer makes of
// the layers. url is the template with {z}, {x} and {y}. The attribution names
// each licence of the layers and their features once, in their order. Name and
// description are left to the caller. Layers without geometry give the whole world.
func NewTileJSON(url string, ls ...*layers.Layer) TileJSON {
	doc := TileJSON{
		TileJSON: "3.0.0", Scheme: "xyz", Tiles: []string{url},
		MinZoom: 0, MaxZoom: DetailZoom, VectorLayers: []VectorLayer{},
	}
	world := webMercatorQuad().Bound(Coord{}, 0)
	bound := BoundOf(ls...)
	if bound.IsEmpty() {
		bound = world
	}
	var credits []string
	for _, l := range ls {
		credits = appendLicences(credits, l)
		for ; l != nil; l = l.Labels() {
			doc.VectorLayers = append(doc.VectorLayers, vectorLayer(l))
		}
	}
	doc.Attribution = strings.Join(credits, " | ")
	doc.Bounds = [4]float64{
		max(bound.Min[0], world.Min[0]), max(bound.Min[1], world.Min[1]),
		min(bound.Max[0], world.Max[0]), min(bound.Max[1], world.Max[1]),
	}
	c := bound.Center()
	doc.Center = [3]float64{c[0], c[1], float64(fitZoom(bound))}
	return doc
}

// appendLicences adds the licences of a layer and its features that are not there yet.
func appendLicences(credits []string, l *layers.Layer) []string {
	add := func(licence string) {
		if licence != "" && !slices.Contains(credits, licence) {
			credits = append(credits, licence)
		}
	}
	add(l.Provenance.Licence)
	for f := range l.All() {
		add(f.Text("licence"))
	}
	return credits
}

func vectorLayer(l *layers.Layer) VectorLayer {
	v := VectorLayer{ID: l.ID, Description: l.Title.ZH + " · " + l.Title.EN, MaxZoom: DetailZoom, Fields: map[string]string{idKey: "String"}}
	for _, p := range l.Columns() {
		if t := fieldType(p.Type); p.Tile && t != "" {
			v.Fields[p.Name] = t
		}
	}
	return v
}

// fitZoom is the deepest zoom level, at most DetailZoom, at which a box is no
// larger than two tiles of 512 pixels either way, which fits a usual screen.
func fitZoom(b orb.Bound) uint8 {
	x0, y0 := crs.MercatorUnit(orb.Point{b.Min[0], b.Max[1]})
	x1, y1 := crs.MercatorUnit(orb.Point{b.Max[0], b.Min[1]})
	side := max(x1-x0, y1-y0)
	z := uint8(0)
	for z < DetailZoom && math.Ldexp(side, int(z)+1) <= 2 {
		z++
	}
	return z
}
