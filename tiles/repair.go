package tiles

// repair appends to points and rings the valid polygons that cover the same
// region as the given rings do by the even-odd rule, up to the grid: where edges
// crossed, they now pass through a grid point. Exteriors come out with positive
// area, holes with negative, each after its exterior. For rings that were valid
// before they were snapped, even-odd is the region they had.
func (m *mender) repair(broken []Point, brokenRings []span, points []Point, rings []span) ([]Point, []span) {
	m.edges = m.edges[:0]
	for _, s := range brokenRings {
		r := broken[s.lo:s.hi]
		for i, p := range r {
			if q := r[(i+1)%len(r)]; p != q {
				m.edges = append(m.edges, newEdge(p, q))
			}
		}
	}
	m.node()
	return m.trace(m.edges, points, rings)
}
