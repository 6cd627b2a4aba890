package dasymetric

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/project"

	"layoutmap/geo"
)

// look is how many cells are visited between looks at the context.
const look = 1 << 12

// finder gives the way cells of a zone are found; true where the masks would
// leave it none.
func (spec *Spec) finder() (func(ctx context.Context, zone int) ([]Cell, bool, error), error) {
	masks, err := prepare(spec.Masks)
	if err != nil {
		return nil, fmt.Errorf("masks: %w", err)
	}
	if spec.Counting == AreaShare {
		return spec.byArea, nil
	}
	zones := make([]*geo.Area, len(spec.Zones))
	for i, z := range spec.Zones {
		if zones[i], err = geo.NewArea(z.Area); err != nil {
			return nil, fmt.Errorf("zone %s: %w", z.ID, err)
		}
	}
	return func(ctx context.Context, zone int) (cells []Cell, unmasked bool, err error) {
		var all []Cell
		err = spec.eachSquare(ctx, spec.Zones[zone].Area, func(c Cell, _ orb.Bound) {
			if !zones[zone].Contains(c.Centre) || slices.ContainsFunc(zones[:zone], func(z *geo.Area) bool { return z.Contains(c.Centre) }) {
				return
			}
			c.Zone, c.weight = zone, 1
			all = append(all, c)
			if !slices.ContainsFunc(masks, func(m *geo.Area) bool { return m.Contains(c.Centre) }) {
				cells = append(cells, c)
			}
		})
		if len(cells) == 0 {
			return all, len(all) > 0, err
		}
		return cells, false, err
	}, nil
}

// eachSquare visits the squares of the grid that touch an area's box, column by
// column.
func (spec *Spec) eachSquare(ctx context.Context, area orb.Geometry, visit func(c Cell, square orb.Bound)) error {
	side := float64(spec.Cell)
	b := project.Geometry(orb.Clone(area), spec.Plane.Forward).Bound()
	west, east := math.Floor(b.Min[0]/side), math.Floor(b.Max[0]/side)
	south, north := math.Floor(b.Min[1]/side), math.Floor(b.Max[1]/side)
	if !((east-west+1)*(north-south+1) <= MaxCells) {
		return fmt.Errorf("more than %d cells", MaxCells)
	}
	n := 0
	for col := west; col <= east; col++ {
		for row := south; row <= north; row++ {
			if n++; n%look == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			c := Cell{Col: int64(col), Row: int64(row), Middle: orb.Point{(col + 0.5) * side, (row + 0.5) * side}}
			c.Centre = spec.Plane.Inverse(c.Middle)
			visit(c, orb.Bound{Min: orb.Point{col * side, row * side}, Max: orb.Point{(col + 1) * side, (row + 1) * side}})
		}
	}
	return ctx.Err()
}

// byArea finds the squares a zone has a part of, outside of the masks.
func (spec *Spec) byArea(ctx context.Context, zone int) ([]Cell, bool, error) {
	area := spec.Zones[zone].Area
	if _, err := geo.NewArea(area); err != nil {
		return nil, false, err
	}
	land := area
	for _, mask := range spec.Masks {
		if !mask.Bound().Intersects(area.Bound()) {
			continue
		}
		var err error
		if land, err = geo.Difference(land, mask); err != nil {
			return nil, false, err
		}
	}
	cells, err := spec.squares(ctx, zone, land)
	if len(cells) > 0 || err != nil {
		return cells, false, err
	}
	cells, err = spec.squares(ctx, zone, area)
	return cells, true, err
}

func (spec *Spec) squares(ctx context.Context, zone int, area orb.Geometry) (cells []Cell, err error) {
	var rings []orb.Ring // flat; holes run the other way
	polygon := func(p orb.Polygon) {
		for i, r := range p {
			flat := project.Ring(slices.Clone(r), spec.Plane.Forward)
			if geo.Clockwise(flat) == (i == 0) {
				flat.Reverse()
			}
			rings = append(rings, flat)
		}
	}
	switch a := area.(type) {
	case orb.Polygon:
		polygon(a)
	case orb.MultiPolygon:
		for _, p := range a {
			polygon(p)
		}
	}
	if len(rings) == 0 {
		return nil, nil
	}
	err = spec.eachSquare(ctx, area, func(c Cell, square orb.Bound) {
		var sum float64
		for _, r := range rings {
			if r.Bound().Intersects(square) {
				if part := clip.Ring(square, slices.Clone(r)); len(part) > 3 {
					sum += planar.Area(part) // signed: edges along the square that run back cancel
				}
			}
		}
		if c.weight = int64(math.Round(sum)); c.weight > 0 {
			c.Zone = zone
			cells = append(cells, c)
		}
	})
	return cells, err
}
