package dasymetric

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// segment is a straight piece of line in the plane.
type segment struct{ a, b orb.Point }

// lineIndex sorts pieces of lines into square buckets of a reach, so that the
// pieces near a point lie in few of them.
type lineIndex struct {
	reach   float64
	buckets map[[2]int][]segment
}

func newLineIndex(lines []orb.LineString, reach float64) *lineIndex {
	idx := &lineIndex{reach: reach, buckets: map[[2]int][]segment{}}
	for _, l := range lines {
		idx.add(l)
	}
	return idx
}

// add cuts a line into pieces shorter than a bucket.
func (x *lineIndex) add(line orb.LineString) {
	piece := min(100.0, x.reach) // metres
	for i := 1; i < len(line); i++ {
		n := max(1, int(math.Ceil(planar.Distance(line[i-1], line[i])/piece)))
		for k := range n {
			s := segment{along(line[i-1], line[i], float64(k)/float64(n)), along(line[i-1], line[i], float64(k+1)/float64(n))}
			mid := along(s.a, s.b, 0.5)
			key := [2]int{int(mid[0] / x.reach), int(mid[1] / x.reach)}
			x.buckets[key] = append(x.buckets[key], s)
		}
	}
}

func along(a, b orb.Point, t float64) orb.Point {
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}

// within is the length of line within reach of c, whole metres.
func (x *lineIndex) within(c orb.Point) int64 {
	sum := 0.0
	kx, ky := int(c[0]/x.reach), int(c[1]/x.reach)
	// One bucket more than the reach: a piece is filed by its middle.
	for i := kx - 2; i <= kx+2; i++ {
		for j := ky - 2; j <= ky+2; j++ {
			for _, s := range x.buckets[[2]int{i, j}] {
				sum += s.inside(c, x.reach)
			}
		}
	}
	return int64(math.Round(sum))
}

// inside is the length of a segment inside a circle.
func (s segment) inside(c orb.Point, r float64) float64 {
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
