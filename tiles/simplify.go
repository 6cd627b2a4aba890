package tiles

import (
	"math"

	"layoutmap/layers"
)

const (
	// lineTolerance is how far, in grid units, a simplified line or border may run beside
	// the true one: a quarter of a pixel on a screen with two dots per pixel.
	lineTolerance = 1.0
	// fullDetailZoom is the first zoom level at which lines and borders keep every vertex.
	fullDetailZoom = 14
)

// thresholds gives every vertex of every line and ring the greatest tolerance, in
// units of the unit square, at which Douglas and Peucker (Cartographica 10:2,
// 1973) keep it; it is indexed as Shapes.XY, and nil where a layer has only
// points. Computed once, so that all tiles of a zoom level cut the same
// simplified line, and what a zoom level keeps the next one keeps as well.
func thresholds(s *layers.Shapes) []float32 {
	var keep []float32
	var stack [][2]int
	polygons := false
	for _, sh := range s.Shapes {
		if sh.Kind == layers.PointShape {
			continue
		}
		if keep == nil {
			keep = make([]float32, len(s.XY))
		}
		if sh.Kind == layers.PolygonShape {
			polygons = true
			continue
		}
		for _, p := range s.Parts[sh.Lo:sh.Hi] {
			stack = peucker(s.XY[p.Lo:p.Hi], keep[p.Lo:p.Hi], stack)
		}
	}
	if polygons {
		borderThresholds(s, keep)
	}
	return keep
}

// peucker fills keep for one line. A vertex never outlives the split that leads
// to it, or a line would depend on the order of the splits.
func peucker(line [][2]float64, keep []float32, stack [][2]int) [][2]int {
	if len(line) == 0 {
		return stack
	}
	last := len(line) - 1
	inf := float32(math.Inf(1))
	keep[0], keep[last] = inf, inf
	stack = append(stack[:0], [2]int{0, last})
	for len(stack) > 0 {
		i, j := stack[len(stack)-1][0], stack[len(stack)-1][1]
		stack = stack[:len(stack)-1]
		best, at := -1.0, 0
		for k := i + 1; k < j; k++ {
			if d := distance2(line[i], line[j], line[k]); d > best {
				best, at = d, k
			}
		}
		if best < 0 {
			continue
		}
		keep[at] = min(float32(math.Sqrt(best)), keep[i], keep[j])
		stack = append(stack, [2]int{i, at}, [2]int{at, j})
	}
	return stack
}

// distance2 is the squared distance of p from the segment ab.
func distance2(a, b, p [2]float64) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	px, py := p[0]-a[0], p[1]-a[1]
	if l := dx*dx + dy*dy; l > 0 {
		t := max(0, min(1, (px*dx+py*dy)/l))
		px, py = px-t*dx, py-t*dy
	}
	return px*px + py*py
}
