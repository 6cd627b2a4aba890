package main

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// roadSegment is a straight piece of road in the plane.
type roadSegment struct{ a, b orb.Point }

// roadIndex sorts road pieces into square buckets of the road reach, so that
// the pieces near a point lie in 9 of them.
type roadIndex map[[2]int][]roadSegment

func (b *build) roadIndex() roadIndex {
	idx := roadIndex{}
	for _, id := range []string{"road-grid", "roads"} {
		for _, f := range b.layer(id).features {
			own, ok := b.ownStretch[f.id]
			if !ok { // a road of the grid counts whole
				own = []orb.LineString{b.plane.on(f.geom).(orb.LineString)}
			}
			for _, l := range own {
				idx.add(l)
			}
		}
	}
	return idx
}

// add cuts a line into pieces shorter than a bucket.
func (idx roadIndex) add(line orb.LineString) {
	const piece = 100.0 // metres
	for i := 1; i < len(line); i++ {
		n := max(1, int(math.Ceil(planar.Distance(line[i-1], line[i])/piece)))
		for k := range n {
			s := roadSegment{along(line[i-1], line[i], float64(k)/float64(n)), along(line[i-1], line[i], float64(k+1)/float64(n))}
			mid := along(s.a, s.b, 0.5)
			key := [2]int{int(mid[0] / roadReach), int(mid[1] / roadReach)}
			idx[key] = append(idx[key], s)
		}
	}
}

// within is the length of road inside a circle, whole metres.
func (idx roadIndex) within(c orb.Point, radius float64) int64 {
	sum := 0.0
	kx, ky := int(c[0]/roadReach), int(c[1]/roadReach)
	// One bucket more than the reach: a piece is filed by its middle.
	for x := kx - 2; x <= kx+2; x++ {
		for y := ky - 2; y <= ky+2; y++ {
			for _, s := range idx[[2]int{x, y}] {
				sum += s.inside(c, radius)
			}
		}
	}
	return int64(math.Round(sum))
}

// inside is the length of a segment inside a circle.
func (s roadSegment) inside(c orb.Point, r float64) float64 {
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	fx, fy := s.a[0]-c[0], s.a[1]-c[1]
	qa := dx*dx + dy*dy
	if qa == 0 {
		return 0
	}
	qb, qc := fx*dx+fy*dy, fx*fx+fy*fy-r*r
	disc := qb*qb - qa*qc
	if disc <= 0 {
		return 0
	}
	root := math.Sqrt(disc)
	t0, t1 := max(0, (-qb-root)/qa), min(1, (-qb+root)/qa)
	if t1 <= t0 {
		return 0
	}
	return (t1 - t0) * math.Sqrt(qa)
}
