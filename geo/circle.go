package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
)

// CircleBound is a box in degrees that surely holds every point within r of
// centre; a negative or NaN radius counts as 0. A circle round a pole, or across the
// antimeridian, gives all longitudes.
//
// A path of length r changes latitude by at most r over the least meridional
// radius. Its end lies on a meridian plane that is N cos φ sin Δλ away from the
// centre in space, and no path is shorter than that.
func CircleBound(centre orb.Point, r Metres) orb.Bound {
	const slack = 1e-9 // degrees, 0.1 mm: more than all rounding here
	radius := 0.0
	if r > 0 {
		radius = float64(r)
	}
	dLat := radius/leastMeridional/radian + slack
	b := orb.Bound{
		Min: orb.Point{-180, max(-90, centre[1]-dLat)},
		Max: orb.Point{180, min(90, centre[1]+dLat)},
	}
	_, n := curvature(centre[1])
	sine := radius / (n * math.Cos(centre[1]*radian))
	if !(sine < 1) || b.Min[1] <= -90 || b.Max[1] >= 90 {
		return b
	}
	dLon := math.Asin(sine)/radian + slack
	if west, east := centre[0]-dLon, centre[0]+dLon; west >= -180 && east <= 180 {
		b.Min[0], b.Max[0] = west, east
	}
	return b
}

// Circle is a polygon of n vertices (at least 3) on the geodesic circle of
// radius r round centre, closed and counterclockwise, for drawing only. It lies
// inside the circle by up to r(1 - cos(π/n)). Longitudes run on past ±180 so
// that the ring does not jump.
func Circle(centre orb.Point, r Metres, n int) orb.Polygon {
	n = max(n, 3)
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		var lat, lon float64
		geodesic.WGS84.Direct(centre[1], centre[0], -360*float64(i)/float64(n), float64(r), &lat, &lon, nil)
		lon += 360 * math.Round((centre[0]-lon)/360)
		ring = append(ring, orb.Point{lon, lat})
	}
	return orb.Polygon{append(ring, ring[0])}
}
