package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"layoutmap/geo"
)

// tile repairs the townships so that they tile the district exactly: what lies
// outside is cut, what no township covers goes to the nearest one, overlaps go
// to the first, and neighbours share every vertex of their border after
// rounding. The district line gains the vertices where township borders meet it.
func (b *build) tile(district fact, towns []fact) (orb.Polygon, []orb.Geometry, error) {
	border, ok := district.geom.(orb.Polygon)
	if !ok || len(border) != 1 {
		return nil, nil, errors.New("the district is not one ring")
	}
	border = roundPolygon(border)
	var rest orb.Geometry = border
	tiles := make([]orb.Geometry, len(towns))
	for i, t := range towns {
		var err error
		if tiles[i], err = geo.Intersection(rest, t.geom); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", t.id, err)
		}
		if rest, err = geo.Difference(rest, t.geom); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", t.id, err)
		}
	}
	// What no township covers, and crumbs cut off a township by a neighbour's
	// overlap, go to the nearest.
	pieces := make([][]orb.Polygon, len(towns))
	loose := polygons(rest)
	for i, t := range tiles {
		own := polygons(t)
		slices.SortStableFunc(own, func(a, c orb.Polygon) int { return cmp.Compare(b.squareMetres(c), b.squareMetres(a)) })
		tiles[i], pieces[i] = own[0], own[:1]
		loose = append(loose, own[1:]...)
	}
	for _, p := range loose {
		if b.squareMetres(p) >= crumb {
			i := b.nearest(p, tiles)
			pieces[i] = append(pieces[i], p)
		}
	}
	rings := [][]node{}
	owner := []int{} // index of the township, -1 for the district
	take := func(r orb.Ring, who int) {
		rings = append(rings, ringNodes(r))
		owner = append(owner, who)
	}
	take(border[0], -1)
	for i := range towns {
		for _, p := range pieces[i] {
			p = roundPolygon(p)
			if len(p) != 1 {
				return nil, nil, fmt.Errorf("%s has a hole", towns[i].id)
			}
			take(p[0], i)
		}
	}
	rings = nodeRings(rings)
	if err := checkTiling(rings, owner); err != nil {
		return nil, nil, err
	}
	out := make([]orb.Geometry, len(towns))
	for i := range towns {
		var own [][]node
		for k, r := range rings {
			if owner[k] == i {
				own = append(own, r)
			}
		}
		outline, err := dissolve(own)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", towns[i].id, err)
		}
		out[i] = orb.Polygon{nodesRing(outline)}
	}
	return orb.Polygon{nodesRing(rings[0])}, out, nil
}

// crumb is the size below which a loose piece is no more than the rounding of
// its corners; noding closes the gap it leaves.
const crumb = 0.1 // square metres

func (b *build) squareMetres(p orb.Polygon) float64 {
	return math.Abs(planar.Area(b.plane.on(p)))
}

func polygons(g orb.Geometry) []orb.Polygon {
	switch g := g.(type) {
	case orb.Polygon:
		return []orb.Polygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

// nearest gives the tile whose edge comes closest to the middle of a sliver.
func (b *build) nearest(sliver orb.Polygon, tiles []orb.Geometry) int {
	at, _ := planar.CentroidArea(b.plane.on(sliver))
	best, least := 0, math.Inf(1)
	for i, t := range tiles {
		if d := planar.DistanceFrom(b.plane.on(t), at); d < least {
			best, least = i, d
		}
	}
	return best
}

// checkTiling proves the tiling edge by edge: every edge of a township runs
// back along exactly one neighbour, or runs along the district line; and every
// edge of the district line belongs to exactly one township.
func checkTiling(rings [][]node, owner []int) error {
	count := map[[2]node]int{}
	for k, r := range rings {
		for i, a := range r {
			e := [2]node{a, r[(i+1)%len(r)]}
			if owner[k] < 0 { // the district counts as the neighbour outside
				e[0], e[1] = e[1], e[0]
			}
			count[e]++
		}
	}
	bad := 0
	var first [2]node
	for k, r := range rings {
		for i, a := range r {
			e := [2]node{a, r[(i+1)%len(r)]}
			if owner[k] < 0 {
				e[0], e[1] = e[1], e[0]
			}
			if count[e] != 1 || count[[2]node{e[1], e[0]}] != 1 {
				if bad == 0 {
					first = e
				}
				bad++
			}
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d township edges without a partner, the first from %v to %v", bad, first[0].point(), first[1].point())
	}
	return nil
}
