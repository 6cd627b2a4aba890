// Package coverage answers how much demand lies within reach of a set of sites:
// "which share of the people lives within 500 m of a station?"
//
// A [Surface] holds demand points with their amounts. A [Rule] says which points
// a [Site] covers. [Evaluate] counts every point once, however many sites cover
// it, and breaks the answer down by area and by site; [Share] is its first line
// alone. [CoveredArea] is the same question asked of the ground instead of the
// people.
//
// The same question goes on: [Curve] is the share against the radius, [Weighted]
// lets demand count less the farther it is, [Split] finds the gaps, a [Base] what
// it would change to add, remove or move sites, [BestSites] where to add some,
// and [Sensitivity] what moves the answer most. A rule is [Within] a circle or a
// [Walk] on a network.
//
//	surface, err := coverage.NewSurface(spec)
//	sites := coverage.MergeSites(stops, 5)
//	towns := coverage.Areas{By: []coverage.NamedMembers{{ID: "liyuan", Members: surface.Members(liyuan)}}}
//	report, err := coverage.Evaluate(ctx, surface, sites, coverage.Within(500), towns)
//
// Positions are CRS84 longitude and latitude in degrees; CoveredArea alone
// works in a metric plane. A point on a boundary is covered, and belongs to
// each area whose boundary it lies on. The package guesses no demand and knows
// nothing of layers or of HTTP.
package coverage
