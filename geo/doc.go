// Package geo measures and decides about geometry on the Earth: distances,
// lengths and areas on the WGS 84 ellipsoid, exact point-in-area and
// geometry-meets-box, winding, overlay.
//
// Geometry is orb's, longitude and latitude in CRS84 degrees unless a function
// says otherwise. Lines between two positions are straight in longitude and
// latitude, as RFC 7946 has it, and never cross the antimeridian. Functions do
// not change their arguments. Boundaries belong to areas and boxes.
//
//	park, err := geo.NewArea(polygon)
//	if park.Contains(p) && geo.DistanceTo(p, road) <= 500 { ... }
//
// Predicates are exact: they never err by rounding, however close the point
// lies. Measures state their tolerance. The package makes no maps and reads no
// formats.
package geo
