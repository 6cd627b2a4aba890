package coverage

import (
	"iter"
	"math/bits"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// Members is a set of a surface's points, such as those that lie in an area. It
// is immutable: work it out once for each area and keep it.
type Members struct {
	of    *Surface
	bits  []uint64 // by point
	n     int
	parts []int64 // by amount
}

// Members finds the points in area or on its boundary. A nil area is
// everywhere.
func (s *Surface) Members(area *geo.Area) *Members {
	set := make([]uint64, s.words())
	if area == nil {
		fill(set, 0, len(s.points))
		return s.members(set)
	}
	for i := range set {
		// Neighbours that no edge of the area parts lie in it together or not.
		lo, hi := 64*i, min(64*i+64, len(s.points))
		box := orb.MultiPoint(s.points[lo:hi]).Bound()
		switch {
		case !box.Intersects(area.Bound()):
		case area.Apart(box):
			if area.Contains(s.points[lo]) {
				fill(set, lo, hi)
			}
		default:
			for pos := lo; pos < hi; pos++ {
				if area.Contains(s.points[pos]) {
					set[i] |= 1 << (pos - lo)
				}
			}
		}
	}
	return s.members(set)
}

// members takes set over and sums it.
func (s *Surface) members(set []uint64) *Members {
	m := &Members{of: s, bits: set, parts: make([]int64, len(s.amounts))}
	for _, w := range set {
		m.n += bits.OnesCount64(w)
	}
	for i := range s.amounts {
		m.parts[i] = s.amounts[i].sum(set)
	}
	return m
}

// words is how many words a set of the surface's points takes.
func (s *Surface) words() int { return (len(s.points) + 63) / 64 }

// Len is the number of points.
func (m *Members) Len() int { return m.n }

// Totals is how much of each amount the points carry, in the order of the
// surface's amounts.
func (m *Members) Totals() []float64 {
	totals := make([]float64, len(m.parts))
	for i, v := range m.parts {
		totals[i] = m.of.amounts[i].value(v)
	}
	return totals
}

// Demand is one point of a surface with what it carries.
type Demand struct {
	Index   int       // its place in SurfaceSpec.Points
	At      orb.Point // CRS84
	Amounts []float64 // in the order of the surface's amounts; good until the next
}

// All visits the points, neighbours near each other.
func (m *Members) All() iter.Seq[Demand] {
	return func(yield func(Demand) bool) {
		s := m.of
		d := Demand{Amounts: make([]float64, len(s.amounts))}
		for i, w := range m.bits {
			for ; w != 0; w &= w - 1 {
				pos := i*64 + bits.TrailingZeros64(w)
				d.Index, d.At = int(s.order[pos]), s.points[pos]
				for k := range s.amounts {
					d.Amounts[k] = s.amounts[k].value(s.amounts[k].between(pos, pos+1))
				}
				if !yield(d) {
					return
				}
			}
		}
	}
}

// stretch sums the members among points lo to hi-1; those of nil are all.
func (m *Members) stretch(a *count, lo, hi int) (parts int64, n int) {
	if m == nil {
		return a.between(lo, hi), hi - lo
	}
	for lo < hi {
		end := min(hi, lo|63+1)
		w := m.bits[lo/64] >> (lo % 64) & (^uint64(0) >> (64 - (end - lo)))
		switch count := bits.OnesCount64(w); count {
		case 0:
		case end - lo:
			parts += a.between(lo, end)
			n += count
		default:
			eachRun(w, func(from, to int) { parts += a.between(lo+from, lo+to) })
			n += count
		}
		lo = end
	}
	return parts, n
}

// has tells whether point pos is a member; of nil, every point is.
func (m *Members) has(pos int) bool { return m == nil || m.bits[pos/64]>>(pos%64)&1 == 1 }

// byte gives the bits of the fan points from pos, a multiple of fan.
func (m *Members) byte(pos int) uint8 {
	if m == nil {
		return ^uint8(0)
	}
	return uint8(m.bits[pos/64] >> (pos % 64))
}

// sum is the parts of the points in a set.
func (c *count) sum(set []uint64) (parts int64) {
	for i, w := range set {
		parts += c.word(i, w)
	}
	return parts
}

// sumBoth is the parts of the points in both of two sets.
func (c *count) sumBoth(a, b []uint64) (parts int64) {
	for i, w := range a {
		parts += c.word(i, w&b[i])
	}
	return parts
}

// word is the parts of points 64i + k for the bits k of w.
func (c *count) word(i int, w uint64) (parts int64) {
	lo := i * 64
	if w == ^uint64(0) {
		return c.between(lo, lo+64)
	}
	for w != 0 {
		from := bits.TrailingZeros64(w)
		to := from + bits.TrailingZeros64(^(w >> from))
		parts += c.between(lo+from, lo+to)
		w &^= ^uint64(0) >> (64 - (to - from)) << from
	}
	return parts
}

// eachRun visits the stretches of set bits.
func eachRun(w uint64, visit func(from, to int)) {
	for w != 0 {
		from := bits.TrailingZeros64(w)
		to := from + bits.TrailingZeros64(^(w >> from))
		visit(from, to)
		w &^= ^uint64(0) >> (64 - (to - from)) << from
	}
}

// fill sets bits lo to hi-1.
func fill(set []uint64, lo, hi int) {
	for lo < hi {
		end := min(hi, lo|63+1)
		set[lo/64] |= ^uint64(0) >> (64 - (end - lo)) << (lo % 64)
		lo = end
	}
}

// and is the points in both; of nil, every point is.
func (m *Members) and(o *Members, s *Surface) *Members {
	switch {
	case m == nil && o == nil:
		return s.Members(nil)
	case m == nil:
		return o
	case o == nil:
		return m
	}
	set := make([]uint64, len(m.bits))
	inM, inO := true, true // whether one set lies in the other, whose sums then stand
	for i := range set {
		set[i] = m.bits[i] & o.bits[i]
		inM, inO = inM && set[i] == o.bits[i], inO && set[i] == m.bits[i]
	}
	switch {
	case inM:
		return o
	case inO:
		return m
	}
	return s.members(set)
}

// unset clears bits lo to hi-1.
func unset(set []uint64, lo, hi int) {
	for lo < hi {
		end := min(hi, lo|63+1)
		set[lo/64] &^= ^uint64(0) >> (64 - (end - lo)) << (lo % 64)
		lo = end
	}
}
