package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/geo/crs"
	"layoutmap/layers"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// Layers whose polygons coverage is asked for.
const (
	districtLayer  = "district"
	subcentreLayer = "subcentre"
	townLayer      = "townships"
	zoneLayer      = "zones"  // of an office's own
	layoutLayer    = "layout" // the plan's zones, where there is no zoneLayer
	postedID       = "posted" // of what came with the question
)

// Words of the input by.
const (
	byTowns = "towns"
	byZones = "zones"
	byNone  = "none"
)

// studyArea is an area that demand is counted in.
type studyArea struct {
	id, nameZH, nameEN string
	collection         string           // its layer, "" where the area came with the question
	digest             string           // of where it came from
	polygons           orb.MultiPolygon // CRS84
	area               *geo.Area
	ground             func() *coverage.Ground // in EPSG:4548, made when it is first asked for
	method             string                  // how its boundary was got
}

// breakdown is the areas an answer is broken down by.
type breakdown struct {
	name  string
	layer *layers.Layer // nil: none
	areas []*studyArea
}

// newStudyArea prepares polygons; they must be valid.
func newStudyArea(a studyArea) (*studyArea, error) {
	var err error
	if a.area, err = geo.NewArea(a.polygons); err != nil {
		return nil, fmt.Errorf("area %s: %w", a.id, err)
	}
	plane, err := crs.Lookup(metricPlane)
	if err != nil {
		return nil, err
	}
	a.ground = sync.OnceValue(func() *coverage.Ground { return coverage.NewGround(projected(a.polygons, plane)) })
	return &a, nil
}

// wholeLayer is the area of all of a layer's polygons, or nil without any.
func wholeLayer(l *layers.Layer) (*studyArea, error) {
	a := studyArea{id: l.ID, nameZH: l.Title.ZH, nameEN: l.Title.EN, collection: l.ID, digest: l.Digest(), method: l.Provenance.Method}
	for f := range l.All() {
		a.polygons = append(a.polygons, polygonsOf(f.Geometry)...)
	}
	if len(a.polygons) == 0 {
		return nil, nil
	}
	return newStudyArea(a)
}

// areasOf are the areas of a layer's features that are polygons, in its order.
func areasOf(l *layers.Layer) ([]*studyArea, error) {
	var out []*studyArea
	for f := range l.All() {
		polygons := polygonsOf(f.Geometry)
		if len(polygons) == 0 {
			continue
		}
		a, err := newStudyArea(studyArea{
			id: f.ID, nameZH: f.Text("name_zh"), nameEN: f.Text("name_en"), collection: l.ID, digest: l.Digest(),
			polygons: polygons, method: f.Text("method"),
		})
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// studyArea reads the input area.
func (s *coverageService) studyArea(d *coverageData, in inputs) (*studyArea, error) {
	if in.has("area") && in["area"][0] == '{' {
		return postedArea(in["area"])
	}
	id, err := in.text("area", districtLayer)
	if err != nil {
		return nil, err
	}
	wrong := badParameter("area", fmt.Sprintf("%q is not district, subcentre, the id of a township, collection/feature or a GeoJSON polygon", id))
	if a, ok := d.whole[id]; ok {
		return a, nil
	}
	if l, ok := s.catalog.Layer(id); ok {
		a, err := d.wholeOf(l)
		if err != nil {
			return nil, badParameter("area", err.Error())
		}
		if a != nil {
			return a, nil
		}
	}
	collection, feature := townLayer, id
	if c, f, ok := strings.Cut(id, "/"); ok {
		collection, feature = c, f
	}
	l, ok := s.catalog.Layer(collection)
	if !ok {
		return nil, wrong
	}
	all, err := d.areasOf(l)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.id == feature {
			return a, nil
		}
	}
	return nil, wrong
}

// breakdown reads the input by.
func (s *coverageService) breakdown(d *coverageData, in inputs) (breakdown, error) {
	name, err := in.text("by", byTowns)
	if err != nil || name == byNone {
		return breakdown{name: byNone}, err
	}
	ids := []string{name}
	switch name {
	case byTowns:
		ids = []string{townLayer}
	case byZones:
		ids = []string{zoneLayer, layoutLayer}
	}
	for _, id := range ids {
		l, ok := s.catalog.Layer(id)
		if !ok {
			continue
		}
		b := breakdown{name: name, layer: l}
		if b.areas, err = d.areasOf(l); err != nil {
			return b, err
		}
		if len(b.areas) > 0 {
			return b, nil
		}
	}
	if name == byTowns && !in.has("by") {
		return breakdown{name: byNone}, nil // a catalog without towns is answered all the same
	}
	return breakdown{}, badParameter("by", fmt.Sprintf("%q is not towns, zones, none or a layer with polygons", name))
}

// maxAreaVertices bounds a posted area.
const maxAreaVertices = 20_000

// postedArea reads a GeoJSON Polygon, MultiPolygon or a Feature of one.
func postedArea(raw json.RawMessage) (*studyArea, error) {
	var head struct {
		Type     string          `json:"type"`
		Geometry json.RawMessage `json:"geometry"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, badParameter("area", err.Error())
	}
	if head.Type == "Feature" {
		raw = head.Geometry
	}
	g, err := geojson.UnmarshalGeometry(raw)
	if err != nil {
		return nil, badParameter("area", "not a GeoJSON geometry: "+err.Error())
	}
	polygons := polygonsOf(g.Geometry())
	if len(polygons) == 0 {
		return nil, badParameter("area", fmt.Sprintf("is a GeoJSON %s, want a Polygon or MultiPolygon", g.Type))
	}
	vertices := 0
	for _, p := range polygons {
		for _, ring := range p {
			vertices += len(ring)
			for _, v := range ring {
				if _, err := place(v).point("area"); err != nil {
					return nil, err
				}
			}
		}
	}
	if vertices > maxAreaVertices {
		return nil, badParameter("area", fmt.Sprintf("has %d positions, at most %d are taken", vertices, maxAreaVertices))
	}
	for _, check := range []func(orb.Geometry) error{geo.CheckRings, geo.Validate} { // the first names the place
		if err := check(polygons); err != nil {
			return nil, badParameter("area", err.Error())
		}
	}
	sum := sha256.Sum256(layers.AppendGeometry(nil, polygons))
	return newStudyArea(studyArea{id: postedID, nameZH: "自绘范围", nameEN: "Area of the question", polygons: polygons, method: postedID, digest: hex.EncodeToString(sum[:12])})
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

// metricPlane is where areas are measured.
const metricPlane = "EPSG:4548"

// projected is an area in a metric plane: easting, northing, metres.
func projected(polygons orb.MultiPolygon, plane crs.CRS) orb.MultiPolygon {
	out := make(orb.MultiPolygon, len(polygons))
	for i, p := range polygons {
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
