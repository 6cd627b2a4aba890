// Package dasymetric spreads totals that are known by zone, such as the people
// of townships, over the cells of a grid: dasymetric mapping (Wright 1936). Each
// zone's total is kept exactly; areas where nobody can be are left out; several
// [Rule]s spread the same totals in several ways, and how far an answer differs
// between them is its band.
//
//	nearRoads, err := dasymetric.NearLines(roads, 500, 50)
//	grid, err := dasymetric.Spread(ctx, dasymetric.Spec{
//		Zones: zones, Masks: water, Plane: gk, Cell: 100,
//		Rules: []dasymetric.Rule{{Name: "people_even"}, {Name: "people_roads", Weight: nearRoads}},
//	})
//
// Areas are given in CRS84; the grid and all measuring are in the plane, metres.
// What comes out is an estimate, however exact its sums.
package dasymetric
