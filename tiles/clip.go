package tiles

import "math"

// buffer is how far, in grid units, a tile reaches over its own border: half of
// the widest stroke or symbol drawn, so that neighbours draw it whole.
// 64 of 4096 units are 8 pixels of 512. Per kind, as the kinds may come to differ.
const (
	pointBuffer   = 64
	lineBuffer    = 64
	polygonBuffer = 64
	maxBuffer     = max(pointBuffer, lineBuffer, polygonBuffer)
)

// A vertex holds whole grid units, but of the whole world at a zoom level, too
// many for 32 bits; float64 holds them exactly.
type vertex [2]float64

// window is the square that geometry is cut to, boundary included.
type window struct{ lo, hi float64 }

func windowOf(buffer float64) window { return window{-buffer, Extent + buffer} }

func (w window) contains(p vertex) bool {
	return p[0] >= w.lo && p[0] <= w.hi && p[1] >= w.lo && p[1] <= w.hi
}

// meet is the grid point closest to where the segment pq passes the line
// axis = at. Its ends may be swapped: neighbours that share the segment get the
// same point, whichever way their rings run.
func meet(p, q vertex, axis int, at float64) vertex {
	if q[0] < p[0] || q[0] == p[0] && q[1] < p[1] {
		p, q = q, p
	}
	other := 1 - axis
	t := (at - p[axis]) / (q[axis] - p[axis])
	var m vertex
	m[axis], m[other] = at, math.Floor(p[other]+t*(q[other]-p[other])+0.5)
	return m
}

// clipRing cuts a ring to the window by Sutherland and Hodgman's method (Reentrant
// Polygon Clipping, CACM 17:1, 1974). A ring that leaves the window in several
// places comes back with edges that run along the border and over each other;
// counted even-odd they enclose nothing, and repair takes them out.
// buf is scratch; ring is overwritten; both are returned for their capacity.
func (w window) clipRing(ring, buf []vertex) (clipped, spare []vertex) {
	for axis := range 2 {
		for _, lower := range [2]bool{true, false} {
			at := w.hi
			if lower {
				at = w.lo
			}
			inside := func(p vertex) bool { return lower && p[axis] >= at || !lower && p[axis] <= at }
			buf = buf[:0]
			if len(ring) == 0 {
				return ring, buf
			}
			prev := ring[len(ring)-1]
			wasIn := inside(prev)
			for _, p := range ring {
				in := inside(p)
				if in != wasIn {
					buf = append(buf, meet(prev, p, axis, at))
				}
				if in {
					buf = append(buf, p)
				}
				prev, wasIn = p, in
			}
			ring, buf = buf, ring
		}
	}
	return ring, buf
}

// clipSegment cuts the segment pq to the window (Liang and Barsky, A New Concept
// and Method for Line Clipping, ACM TOG 3:1, 1984), to grid points; ok tells
// whether anything is left. An end inside the window stays as it is.
func (w window) clipSegment(p, q vertex) (a, b vertex, ok bool) {
	if w.contains(p) && w.contains(q) {
		return p, q, true
	}
	for axis := range 2 { // beyond one side, as most of a line that is longer than the tile is wide
		if min(p[axis], q[axis]) > w.hi || max(p[axis], q[axis]) < w.lo {
			return p, q, false
		}
	}
	t0, t1 := 0.0, 1.0
	for axis := range 2 {
		d := q[axis] - p[axis]
		if d == 0 {
			continue
		}
		near, far := (w.lo-p[axis])/d, (w.hi-p[axis])/d
		if near > far {
			near, far = far, near
		}
		t0, t1 = max(t0, near), min(t1, far)
	}
	if t0 > t1 {
		return p, q, false
	}
	at := func(t float64) vertex {
		return vertex{math.Floor(p[0] + t*(q[0]-p[0]) + 0.5), math.Floor(p[1] + t*(q[1]-p[1]) + 0.5)}
	}
	a, b = p, q
	if t0 > 0 {
		a = at(t0)
	}
	if t1 < 1 {
		b = at(t1)
	}
	return a, b, true
}
