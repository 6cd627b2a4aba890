package api

import (
	"fmt"
	"sync"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/geo/crs"
	"layoutmap/layers"
	"layoutmap/layers/plan"

	"github.com/maypok86/otter/v2"
	"github.com/paulmach/orb"
)

// coverageIndicator is the plan's indicator that coverage answers.
const coverageIndicator = "indicator-7"

// coverageService holds what coverage answers share: surfaces, areas and which
// demand lies in which area. They are built at the first question, once,
// because the catalog does not change.
type coverageService struct {
	catalog   *layers.Catalog
	indicator plan.Indicator
	plane     crs.CRS // metric plane for areas
	prepare   func() (*coverageData, error)
	cache     *otter.Cache[string, *coverageAnalysis] // finished answers by digest
}

// maxCachedAnswers bounds the answers that are kept, about 20 KB each.
const maxCachedAnswers = 256

// coverageData is what is built at the first question. surfaces and whole
// never change; the rest is filled as it is asked for.
type coverageData struct {
	surfaces []*demandSurface
	whole    map[string]*studyArea // the district and the sub-center
	networks sync.Map              // layers' digest → *walkNetwork
	wholes   sync.Map              // layer → func() (*studyArea, error)
	areas    sync.Map              // layer → func() ([]*studyArea, error)
	members  sync.Map              // surface and area → *coverage.Members
}

// demandSurface is a layer that carries amounts, ready to be counted.
type demandSurface struct {
	spec    layers.Demand
	layer   *layers.Layer
	surface *coverage.Surface
	rows    []uint32 // of the layer, by point
	cell    float64  // metres, with counting by area
	posted  bool     // came with the question
}

func newCoverageService(c *layers.Catalog, p *plan.Plan) (*coverageService, error) {
	plane, err := crs.Lookup(metricPlane)
	if err != nil {
		return nil, err
	}
	s := &coverageService{catalog: c, plane: plane, cache: otter.Must(&otter.Options[string, *coverageAnalysis]{MaximumSize: maxCachedAnswers})}
	for _, in := range p.Indicators {
		if in.ID == coverageIndicator {
			s.indicator = in
		}
	}
	s.prepare = sync.OnceValues(s.build)
	return s, nil
}

func (s *coverageService) build() (*coverageData, error) {
	d := &coverageData{whole: map[string]*studyArea{}}
	for _, l := range s.catalog.Layers() {
		if l.Demand == nil {
			continue
		}
		surface, err := newDemandSurface(l, *l.Demand)
		if err != nil {
			return nil, fmt.Errorf("demand layer %s: %w", l.ID, err)
		}
		d.surfaces = append(d.surfaces, surface)
	}
	for _, id := range []string{districtLayer, subcentreLayer} {
		l, ok := s.catalog.Layer(id)
		if !ok {
			continue
		}
		a, err := wholeLayer(l)
		if err != nil {
			return nil, err
		}
		if a != nil {
			d.whole[id] = a
		}
	}
	return d, nil
}

// wholeOf prepares all of a layer as one area, once; nil where it has no polygons.
// Polygons that overlap are no area.
func (d *coverageData) wholeOf(l *layers.Layer) (*studyArea, error) {
	once, _ := d.wholes.LoadOrStore(l, sync.OnceValues(func() (*studyArea, error) {
		a, err := wholeLayer(l)
		if err == nil && a != nil {
			err = geo.Validate(a.polygons)
		}
		return a, err
	}))
	return once.(func() (*studyArea, error))()
}

// areasOf prepares the polygons of a layer once.
func (d *coverageData) areasOf(l *layers.Layer) ([]*studyArea, error) {
	once, _ := d.areas.LoadOrStore(l, sync.OnceValues(func() ([]*studyArea, error) { return areasOf(l) }))
	return once.(func() ([]*studyArea, error))()
}

// newDemandSurface reads a layer's demand points: a point counts where it lies, an
// area or line at its label point or the centre of its box.
func newDemandSurface(l *layers.Layer, about layers.Demand) (*demandSurface, error) {
	if about.Counting == layers.CountArea {
		return newAreaSurface(l, about)
	}
	spec := coverage.SurfaceSpec{ID: about.ID, Kind: about.Kind, Unit: about.Unit}
	for _, name := range about.Amounts {
		spec.Amounts = append(spec.Amounts, coverage.Amount{Name: name})
	}
	var rows []uint32
	for f := range l.All() {
		if f.Geometry == nil {
			continue // demand without a place is within no radius; the total is of what has one
		}
		spec.Points = append(spec.Points, countedAt(f))
		rows = append(rows, uint32(f.Row()))
		for i, name := range about.Amounts {
			spec.Amounts[i].Values = append(spec.Amounts[i].Values, amountOf(f, name))
		}
	}
	surface, err := coverage.NewSurface(spec)
	if err != nil {
		return nil, err
	}
	return &demandSurface{spec: about, layer: l, surface: surface, rows: rows}, nil
}

func amountOf(f *layers.Feature, property string) float64 {
	switch v := f.Value(property).(type) {
	case float64:
		return v
	case int64:
		return float64(v)
	}
	return 0
}

func countedAt(f *layers.Feature) orb.Point {
	if p, ok := f.Geometry.(orb.Point); ok {
		return p
	}
	if p, ok := f.Value("label_point").([2]float64); ok {
		return p
	}
	return f.Geometry.Bound().Center()
}

// membersOf tells which of a surface's demand lies in an area. It is worked out
// once for each pair of the catalog's own; what came with a question goes with it.
func (d *coverageData) membersOf(s *demandSurface, a *studyArea) *coverage.Members {
	if s.posted || a.collection == "" {
		return s.surface.Members(a.area)
	}
	key := [2]any{s, a}
	if m, ok := d.members.Load(key); ok {
		return m.(*coverage.Members)
	}
	m, _ := d.members.LoadOrStore(key, s.surface.Members(a.area))
	return m.(*coverage.Members)
}
