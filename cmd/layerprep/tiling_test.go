package main

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func box(x0, y0, x1, y1 float64) orb.Polygon {
	return orb.Polygon{{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}}
}

// Two townships in a district: one reaches out of it, between the other and the
// district line lies a sliver, they overlap, and their border has a corner on
// one side only.
func TestTile(t *testing.T) {
	pl, err := newPlane()
	if err != nil {
		t.Fatal(err)
	}
	b := &build{plane: pl}
	district := fact{id: "d", geom: box(116, 39, 116.02, 39.01)}
	west := fact{id: "west", geom: orb.Polygon{{{115.99, 39}, {116.01, 39}, {116.0101, 39.0033333}, {116.01, 39.01}, {115.99, 39.01}, {115.99, 39}}}}
	east := fact{id: "east", geom: box(116.01, 39, 116.0199, 39.02)}
	edge, tiles, err := b.tile(district, []fact{west, east})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, tile := range tiles {
		sum += math.Abs(planar.Area(tile))
	}
	if whole := math.Abs(planar.Area(edge)); math.Abs(sum-whole) > 1e-12 {
		t.Errorf("townships cover %v of %v square degrees", sum, whole)
	}
	for _, c := range []struct {
		at   orb.Point
		tile int
		why  string
	}{
		{orb.Point{116.005, 39.005}, 0, "its own land"},
		{orb.Point{116.01005, 39.0033}, 0, "an overlap goes to the first"},
		{orb.Point{116.01995, 39.005}, 1, "a sliver goes to the nearest"},
	} {
		for i, tile := range tiles {
			if got := planar.PolygonContains(tile.(orb.Polygon), c.at); got != (i == c.tile) {
				t.Errorf("%s: %v in township %d is %v", c.why, c.at, i, got)
			}
		}
	}
}

func TestCheckTilingSeesGaps(t *testing.T) {
	nodes := func(p orb.Polygon) []node { return ringNodes(p[0]) }
	whole := nodes(box(0, 0, 2e-5, 1e-5))
	left, right := nodes(box(0, 0, 1e-5, 1e-5)), nodes(box(1e-5, 0, 2e-5, 1e-5))
	if err := checkTiling(nodeRings([][]node{whole, left, right}), []int{-1, 0, 1}); err != nil {
		t.Errorf("two halves of a box: %v", err)
	}
	short := nodes(box(1.5e-5, 0, 2e-5, 1e-5))
	if checkTiling(nodeRings([][]node{whole, left, short}), []int{-1, 0, 1}) == nil {
		t.Error("a gap between two townships passed")
	}
	wide := nodes(box(0.5e-5, 0, 2e-5, 1e-5))
	if checkTiling(nodeRings([][]node{whole, left, wide}), []int{-1, 0, 1}) == nil {
		t.Error("an overlap of two townships passed")
	}
}
