package api

import (
	"context"
	"fmt"
	"math"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/geo/crs"
	"layoutmap/geo/dasymetric"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

const (
	areaCellM    = 50.0    // metres, side of the cells that areas are cut into
	maxAreaCells = 400_000 // above, cells are larger
	// areaPrecision is the parts of an area's amount that its cells are counted in.
	areaPrecision = 1_000_000_000
)

// newAreaSurface spreads the amounts of areas evenly over them: each cell of a
// grid has of an area's amount as much as of its ground. What is no area counts
// at its point.
func newAreaSurface(l *layers.Layer, about layers.Demand) (*demandSurface, error) {
	plane, err := crs.Lookup(metricPlane)
	if err != nil {
		return nil, err
	}
	s := &demandSurface{spec: about, layer: l}
	spec := coverage.SurfaceSpec{ID: about.ID, Kind: about.Kind, Unit: about.Unit}
	for _, name := range about.Amounts {
		spec.Amounts = append(spec.Amounts, coverage.Amount{Name: name})
	}
	add := func(f *layers.Feature, at orb.Point, share float64) {
		spec.Points = append(spec.Points, at)
		s.rows = append(s.rows, uint32(f.Row()))
		for i, name := range about.Amounts {
			spec.Amounts[i].Values = append(spec.Amounts[i].Values, share*amountOf(f, name))
		}
	}
	grid := dasymetric.Spec{Plane: plane, Counting: dasymetric.AreaShare, Unit: 1, Rules: []dasymetric.Rule{{Name: "even"}}}
	var rows []int
	ground := 0.0
	for f := range l.All() {
		switch {
		case f.Geometry == nil:
		case f.Geometry.Dimensions() == 2:
			grid.Zones = append(grid.Zones, dasymetric.Zone{ID: f.ID, Area: f.Geometry, Total: areaPrecision})
			rows = append(rows, f.Row())
			ground += geo.AreaOf(f.Geometry)
		default:
			add(f, countedAt(f), 1)
		}
	}
	s.cell = math.Ceil(max(areaCellM, math.Sqrt(ground/maxAreaCells)))
	if grid.Cell = geo.Metres(s.cell); len(grid.Zones) > 0 {
		cells, err := dasymetric.Spread(context.Background(), grid)
		if err != nil {
			return nil, fmt.Errorf("areas: %w", err)
		}
		for _, c := range cells.Cells {
			add(l.Feature(rows[c.Zone]), c.Centre, float64(c.Parts[0])/areaPrecision)
		}
	}
	s.surface, err = coverage.NewSurface(spec)
	return s, err
}
