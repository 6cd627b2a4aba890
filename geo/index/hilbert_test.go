package index_test

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"layoutmap/geo/index"
)

func TestHilbertOrderIsTheTreesOrder(t *testing.T) {
	var points []orb.Point
	var boxes []orb.Bound
	for _, b := range clustered(3000) {
		points = append(points, b.Min)
		boxes = append(boxes, b.Min.Bound())
	}
	points = append(points, points[7], orb.Point{math.NaN(), 1})
	boxes = append(boxes, boxes[7], orb.Bound{Min: points[3001], Max: points[3001]})
	if got, want := index.HilbertOrder(points), index.Build(boxes).Order(); !slices.Equal(got, want) {
		t.Errorf("the orders differ: %v…, want %v…", got[:5], want[:5])
	}
	if got := index.HilbertOrder(nil); len(got) != 0 {
		t.Errorf("no points: %v", got)
	}
}
