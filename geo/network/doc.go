// Package network finds walking distances along lines: roads, streets, paths.
//
// A [Network] is a graph made of line strings. Lines join where they share a
// position and where they cross or touch on the same level; line ends also join
// what they reach on another level. So without levels every crossing is a
// junction: a bridge over a motorway needs a level of its own. Positions nearer
// than the snapping tolerance are one. People walk both ways.
//
// A place off the network is joined to it by a straight leg to the nearest point
// of the network whose leg no barrier cuts ([Network.Locate]); a barrier, such
// as a river, is crossed on the network only. A [Walker] then measures
// from some places to others:
//
//	net, err := network.New(ctx, lines, rivers, network.Options{})
//	from, ok := net.Locate(station, 500)
//	w := net.Walker()
//	err = w.Run(ctx, []network.Place{from}, 500)
//	to, ok := net.Locate(home, 500)
//	metres := w.Distance(to) // +Inf beyond 500
//
// Positions are CRS84 degrees, lengths metres on the WGS 84 geodesic, each piece
// rounded up by a micrometre so that no walk comes out shorter than the geodesic
// between its ends. Nothing wraps at the antimeridian. The package knows of no
// speeds, turns, one-way streets or opening hours.
package network
