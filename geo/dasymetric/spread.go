package dasymetric

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/crs"
)

// Zone is an area whose total is known.
type Zone struct {
	ID    string
	Area  orb.Geometry // Polygon or MultiPolygon, CRS84
	Total float64      // finite, not negative
}

// Rule is a way of spreading: what makes a cell weigh more than another.
type Rule struct {
	Name string
	// Weight of a cell, 0 to MaxWeight; more counts as that. Nil spreads evenly.
	// NearLines and ByUse make some.
	Weight func(*Cell) int64
}

// MaxWeight of a cell keeps sums of weights below 2^63.
const MaxWeight = 1_000_000

// NearLines weighs a cell by floor plus the metres of line within so many metres
// of its middle. Lines are in the plane of the grid.
func NearLines(lines []orb.LineString, within geo.Metres, floor int64) (func(*Cell) int64, error) {
	if !(within > 0 && within <= 100_000) || floor < 0 {
		return nil, fmt.Errorf("lines within %v m with a floor of %d: want more than 0, at most 100 km, and no negative floor", float64(within), floor)
	}
	idx := newLineIndex(lines, float64(within))
	return func(c *Cell) int64 { return floor + idx.within(c.Middle) }, nil
}

// Use is an area with the weight of a cell in it.
type Use struct {
	Area   orb.Geometry // Polygon or MultiPolygon, CRS84
	Weight int64
}

// ByUse weighs a cell by the first use its centre lies in, and otherwise where
// it lies in none.
func ByUse(uses []Use, otherwise int64) (func(*Cell) int64, error) {
	areas := make([]*geo.Area, len(uses))
	for i, u := range uses {
		var err error
		if areas[i], err = geo.NewArea(u.Area); err != nil {
			return nil, fmt.Errorf("use %d: %w", i, err)
		}
	}
	return func(c *Cell) int64 {
		for i, a := range areas {
			if a.Contains(c.Centre) {
				return uses[i].Weight
			}
		}
		return otherwise
	}, nil
}

// Counting says which cells a zone has.
type Counting int

const (
	// CellCentre: a cell belongs wholly to the zone its centre lies in, the
	// first of those that share a boundary, unless a mask holds the centre.
	CellCentre Counting = iota
	// AreaShare: a cell belongs to each zone that has a part of it, and weighs
	// there by the square metres of that part outside of the masks.
	AreaShare
)

// Spec is what is spread, where and how.
type Spec struct {
	Zones    []Zone
	Masks    []orb.Geometry // where nobody is: areas in CRS84
	Plane    crs.CRS        // a metric plane
	Cell     geo.Metres     // side of a cell
	Rules    []Rule         // at least one
	Counting Counting
	// Unit is how many parts a unit is counted in; 0 means 1000. Totals are
	// rounded to a part, and kept exactly then.
	Unit     int64
	Progress func(done, total int) // zones; may be nil, called by one goroutine
}

// Cell is what one zone has of one square of the grid.
type Cell struct {
	Col, Row int64     // whole sides of a cell east and north of the plane's origin
	Zone     int       // place in Spec.Zones
	Centre   orb.Point // of the square, CRS84
	Middle   orb.Point // the same in the plane
	Parts    []int64   // by rule; see Spec.Unit
	weight   int64     // square metres, or 1
}

// Grid is the answer.
type Grid struct {
	Cells []Cell // by column, row and zone
	Unit  int64
	// Unmasked are the ids of zones that the masks would leave no cell: they
	// are spread over all of their area.
	Unmasked []string
	// Flat are the "zone/rule" whose every cell weighed nothing: spread evenly.
	Flat []string
}

// MaxCells is the greatest number of cells looked at.
const MaxCells = 30_000_000

// Spread makes the grid. The parts of a zone's cells sum to its total, by every
// rule. It is an error when a zone is no area, holds no cell, or its total is
// negative or not finite; when a rule's name is empty or used twice;
// when the grid would be too large or ctx ends.
func Spread(ctx context.Context, spec Spec) (*Grid, error) {
	g, err := spread(ctx, spec)
	if err != nil {
		return nil, fmt.Errorf("spreading: %w", err)
	}
	return g, nil
}

func spread(ctx context.Context, spec Spec) (*Grid, error) {
	if spec.Unit == 0 {
		spec.Unit = 1000
	}
	if err := spec.check(); err != nil {
		return nil, err
	}
	find, err := spec.finder()
	if err != nil {
		return nil, err
	}
	g := &Grid{Unit: spec.Unit}
	for i, zone := range spec.Zones {
		if spec.Progress != nil {
			spec.Progress(i, len(spec.Zones))
		}
		own, unmasked, err := find(ctx, i)
		if err != nil {
			return nil, fmt.Errorf("zone %s: %w", zone.ID, err)
		}
		if len(own) == 0 {
			return nil, fmt.Errorf("zone %s holds no cell of %v m", zone.ID, float64(spec.Cell))
		}
		if unmasked {
			g.Unmasked = append(g.Unmasked, zone.ID)
		}
		parts := int64(math.RoundToEven(zone.Total * float64(spec.Unit)))
		weights := make([]int64, len(own))
		for _, rule := range spec.Rules {
			var sum int64
			for k := range own {
				weights[k] = own[k].weight
				if rule.Weight != nil {
					weights[k] *= max(0, min(MaxWeight, rule.Weight(&own[k])))
				}
				if sum += weights[k]; sum > math.MaxInt64/2 {
					return nil, fmt.Errorf("zone %s: its cells weigh too much by rule %s", zone.ID, rule.Name)
				}
			}
			if sum == 0 {
				g.Flat = append(g.Flat, zone.ID+"/"+rule.Name)
				for k := range own {
					weights[k] = own[k].weight
				}
			}
			for k, v := range Apportion(parts, weights) {
				own[k].Parts = append(own[k].Parts, v)
			}
		}
		g.Cells = append(g.Cells, own...)
		if len(g.Cells) > MaxCells {
			return nil, fmt.Errorf("more than %d cells", MaxCells)
		}
	}
	slices.SortStableFunc(g.Cells, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.Col, b.Col), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Zone, b.Zone))
	})
	return g, nil
}

func (spec *Spec) check() error {
	if !(spec.Cell > 0 && spec.Cell <= 100_000) {
		return fmt.Errorf("cells of %v m, want more than 0 and at most 100 km", float64(spec.Cell))
	}
	if spec.Unit < 1 || spec.Unit > 1e9 {
		return fmt.Errorf("unit of %d parts, want 1 to 1e9", spec.Unit)
	}
	if len(spec.Rules) == 0 {
		return errors.New("no rule")
	}
	if len(spec.Zones) == 0 {
		return errors.New("no zones")
	}
	for i, r := range spec.Rules {
		if r.Name == "" || slices.ContainsFunc(spec.Rules[:i], func(b Rule) bool { return b.Name == r.Name }) {
			return fmt.Errorf("rule %d: name %q is empty or used twice", i, r.Name)
		}
	}
	for _, z := range spec.Zones {
		if !(z.Total >= 0) || z.Total*float64(spec.Unit) > 1<<53 {
			return fmt.Errorf("zone %s: total %v is negative, not finite or too large", z.ID, z.Total)
		}
	}
	return nil
}

func prepare(list []orb.Geometry) ([]*geo.Area, error) {
	out := make([]*geo.Area, len(list))
	for i, g := range list {
		var err error
		if out[i], err = geo.NewArea(g); err != nil {
			return nil, fmt.Errorf("area %d: %w", i, err)
		}
	}
	return out, nil
}
