package api

import (
	"fmt"
	"sync"

	"layoutmap/geo/coverage"
	"layoutmap/geo/crs"
	"layoutmap/layers"
	"layoutmap/layers/plan"

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
}

type coverageData struct {
	surfaces []*demandSurface
	areas    []*studyArea
	members  sync.Map // surface and area → *coverage.Members
}

// demandSurface is a layer that carries amounts, ready to be counted.
type demandSurface struct {
	layer   *layers.Layer
	surface *coverage.Surface
}

func (d *demandSurface) spec() *layers.Demand { return d.layer.Demand }

func newCoverageService(c *layers.Catalog, p *plan.Plan) (*coverageService, error) {
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		return nil, err
	}
	s := &coverageService{catalog: c, plane: plane}
	for _, in := range p.Indicators {
		if in.ID == coverageIndicator {
			s.indicator = in
		}
	}
	s.prepare = sync.OnceValues(s.build)
	return s, nil
}

func (s *coverageService) build() (*coverageData, error) {
	d := &coverageData{}
	for _, l := range s.catalog.Layers() {
		if l.Demand == nil {
			continue
		}
		surface, err := surfaceOf(l)
		if err != nil {
			return nil, fmt.Errorf("demand layer %s: %w", l.ID, err)
		}
		d.surfaces = append(d.surfaces, &demandSurface{l, surface})
	}
	if len(d.surfaces) == 0 {
		return nil, notFound("demand", "no layer of this catalog carries demand; a layer.yaml with demand: makes one")
	}
	var err error
	d.areas, err = studyAreas(s.catalog)
	return d, err
}

// surfaceOf reads a layer's demand points: a point counts where it lies, an
// area or line at its label point or the centre of its box.
func surfaceOf(l *layers.Layer) (*coverage.Surface, error) {
	spec := coverage.SurfaceSpec{ID: l.Demand.ID, Kind: l.Demand.Kind, Unit: l.Demand.Unit}
	for _, name := range l.Demand.Amounts {
		spec.Amounts = append(spec.Amounts, coverage.Amount{Name: name})
	}
	for f := range l.All() {
		if f.Geometry == nil {
			continue // demand without a place is within no radius; the total is of what has one
		}
		spec.Points = append(spec.Points, countedAt(f))
		for i, name := range l.Demand.Amounts {
			v, _ := f.Value(name).(float64)
			spec.Amounts[i].Values = append(spec.Amounts[i].Values, v)
		}
	}
	return coverage.NewSurface(spec)
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

func (d *coverageData) area(id string) (*studyArea, bool) {
	for _, a := range d.areas {
		if a.id == id {
			return a, true
		}
	}
	return nil, false
}

// membersOf tells which of a surface's demand lies in an area; worked out once for each pair.
func (d *coverageData) membersOf(s *demandSurface, a *studyArea) *coverage.Members {
	key := [2]any{s, a}
	if m, ok := d.members.Load(key); ok {
		return m.(*coverage.Members)
	}
	m, _ := d.members.LoadOrStore(key, s.surface.Members(a.area))
	return m.(*coverage.Members)
}
