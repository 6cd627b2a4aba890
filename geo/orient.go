package geo

import (
	"github.com/go-spatial/geom/winding"
	"github.com/paulmach/orb"
)

// MVTWinding is the ring rule of Mapbox Vector Tiles 2.1, section 4.3.4.4, on
// tile coordinates (x right, y down): +1 for a ring whose area by the
// surveyor's formula is positive, an exterior; -1 for a hole; 0 for a ring
// without area, which may not be written. On whole coordinates it is exact.
func MVTWinding(r orb.Ring) int {
	points := make([][2]float64, len(r))
	for i, p := range r {
		points[i] = p
	}
	// What the formula calls positive is clockwise on a screen.
	return -int(winding.Order{YPositiveDown: true}.OfPoints(points...))
}

// OrientMVT turns the rings of p in place, the first to an exterior and the
// others to holes. Rings without area stay: drop them first. It writes into p
// because p is the renderer's own buffer.
func OrientMVT(p orb.Polygon) {
	for i, r := range p {
		if w := MVTWinding(r); i == 0 && w < 0 || i > 0 && w > 0 {
			r.Reverse()
		}
	}
}
