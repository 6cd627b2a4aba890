package tiles

// Point is a position on a tile's grid: whole units east (X) and south (Y) of
// its north-west corner.
type Point struct{ X, Y int32 }

// less orders points by X, then Y: the order of a sweep from west to east.
func (p Point) less(q Point) bool { return p.X < q.X || p.X == q.X && p.Y < q.Y }

// cross is twice the signed area of the triangle abc, exact: tile coordinates
// stay far below 2^30.
func cross(a, b, c Point) int64 {
	return int64(b.X-a.X)*int64(c.Y-a.Y) - int64(b.Y-a.Y)*int64(c.X-a.X)
}

// between tells whether p lies in the box spanned by a and b.
func between(a, b, p Point) bool {
	return min(a.X, b.X) <= p.X && p.X <= max(a.X, b.X) && min(a.Y, b.Y) <= p.Y && p.Y <= max(a.Y, b.Y)
}

// A span is one ring in a buffer of points, without the repeated last vertex.
// A hole belongs to the closest ring before it that is none.
type span struct {
	lo, hi int
	hole   bool
}

// doubleArea is the surveyor's formula times two, in tile coordinates: positive
// for what the vector tile specification calls an exterior ring.
func doubleArea(r []Point) int64 {
	var a int64
	for i, p := range r {
		q := r[0]
		if i+1 < len(r) {
			q = r[i+1]
		}
		a += int64(p.X)*int64(q.Y) - int64(q.X)*int64(p.Y)
	}
	return a
}

// tidyRing drops, in place, repeated vertices, vertices in the middle of a
// straight run, and spikes (out and straight back). The region the ring
// bounds, by the even-odd rule, stays exactly the same, so borders shared by
// neighbours stay shared. What is left stands at r[lo:hi]; a ring without area
// leaves nothing.
func tidyRing(r []Point) (lo, hi int) {
	k := 0
	for _, p := range r {
		k = pushStraight(r, k, p)
	}
	// The seam: the same rule across the first vertex.
	for k-lo >= 3 {
		switch {
		case r[k-1] == r[lo] || cross(r[k-2], r[k-1], r[lo]) == 0:
			k--
		case cross(r[k-1], r[lo], r[lo+1]) == 0:
			lo++
		default:
			return lo, k
		}
	}
	return lo, lo
}

// pushStraight puts p on the stack r[:k], first taking off what lies on one
// line with p, and returns the new height.
func pushStraight(r []Point, k int, p Point) int {
	for k >= 2 && r[k-1] != p && cross(r[k-2], r[k-1], p) == 0 {
		k--
	}
	if k >= 1 && r[k-1] == p {
		return k
	}
	r[k] = p
	return k + 1
}

// inRing is the even-odd rule for a point that is on no edge of the ring.
// scale multiplies the ring's coordinates, so that p may lie between grid points.
func inRing(r []Point, p Point, scale int32) bool {
	in := false
	for i, b := range r {
		a := r[len(r)-1]
		if i > 0 {
			a = r[i-1]
		}
		a, b = Point{a.X * scale, a.Y * scale}, Point{b.X * scale, b.Y * scale}
		if (a.Y > p.Y) != (b.Y > p.Y) && (cross(a, b, p) > 0) == (b.Y > a.Y) {
			in = !in
		}
	}
	return in
}
