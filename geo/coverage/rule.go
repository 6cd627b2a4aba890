package coverage

import (
	"context"

	"layoutmap/geo"
)

// Rule says which demand points a site covers. The rules are those of this
// package: [Within] and [Walk].
type Rule interface {
	// String says the rule in words, radius and metric included.
	String() string
	// Reach is the greatest distance at which a point is covered.
	Reach() geo.Metres
	// with is the same rule with another reach.
	with(geo.Metres) Rule
	check(*Surface) error
	// catch visits the points one site covers as stretches, each point once.
	catch(ctx context.Context, s *Surface, site *Site, visit func(lo, hi int)) error
	// survey counts the points of all sites into t.
	survey(ctx context.Context, s *Surface, sites []Site, t *tally) error
	// union finds the points that any of the sites covers.
	union(ctx context.Context, s *Surface, sites []Site) ([]uint64, error)
	// sum is the parts, by amount, of the points in union that are in a study area.
	sum(ctx context.Context, s *Surface, sites []Site, study *Members) ([]int64, error)
	// rings sorts points by the least of radii (ascending) within which the
	// nearest site lies; points beyond the last are not visited. visit is
	// called by several goroutines, never twice for a point.
	rings(ctx context.Context, s *Surface, sites []Site, radii []geo.Metres, worker func() func(ring, lo, hi int)) error
	// distances gives the distance of points to the nearest site, +Inf beyond
	// the reach.
	distances(ctx context.Context, s *Surface, sites []Site) ([]float64, error)
}
