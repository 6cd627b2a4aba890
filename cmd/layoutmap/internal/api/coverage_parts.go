package api

import (
	"context"
	"fmt"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/geo/network"

	"github.com/paulmach/orb"
)

// Corners of a drawn circle; counting never uses them. Very many circles have
// fewer, so that an answer stays one that can be sent and drawn.
const (
	mostCorners, leastCorners = 128, 16
	allCorners                = 400_000 // of all circles together
)

func (s siteSet) corners() int {
	return max(leastCorners, min(mostCorners, allCorners/max(1, len(s.sites))))
}

// Parts of a coverage answer on the map.
const (
	partCatchments = "catchments"
	partSites      = "sites"
	partGaps       = "gaps"
	partGains      = "gains"
)

func (a *coverageAnalysis) parts(ctx context.Context, names []string) ([]part, error) {
	var out []part
	for _, name := range names {
		switch name {
		case partCatchments:
			p, err := a.q.catchments(ctx, a.set)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		case partGaps:
			p, err := a.gapsPart(ctx)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		case partGains:
			p, err := a.gainsPart(ctx)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		case partSites:
			out = append(out, a.sitesPart())
		}
	}
	return out, ctx.Err()
}

// walkWidth is how wide the ground along a street within reach is drawn, metres to each side.
const walkWidth geo.Metres = 50

// shape says what a drawn catchment is.
func (q *coverageQuery) shape(set siteSet) string {
	if q.walk != nil {
		return fmt.Sprintf("the streets within reach, with the ground %g m to each side of them; for the eye: membership is decided by the walk", float64(walkWidth))
	}
	return fmt.Sprintf("%d corners on the geodesic circle; for the eye: membership is decided by distance", set.corners())
}

// catchments draws what each site reaches. It is for the eye: membership is
// decided by distance, not by these polygons. A site that reaches no street is
// left out.
func (q *coverageQuery) catchments(ctx context.Context, set siteSet) (part, error) {
	draw := func(s coverage.Site) (orb.Geometry, error) { return circles(s, q.radius, set.corners()), nil }
	if q.walk != nil {
		graph, err := q.walk.graph()
		if err != nil {
			return part{}, err
		}
		walker := graph.Walker()
		defer walker.Done()
		draw = func(s coverage.Site) (orb.Geometry, error) {
			var from []network.Place
			for _, at := range reachedFrom(s) {
				if p, ok := graph.Locate(at, min(maxLeg, q.radius)); ok {
					from = append(from, p)
				}
			}
			if err := walker.Run(ctx, from, q.radius); err != nil {
				return nil, err
			}
			return walker.Catchment(walkWidth)
		}
	}
	p := part{name: partCatchments, title: text2("服务范围", "Catchments")}
	for _, s := range set.sites {
		if err := ctx.Err(); err != nil {
			return p, err
		}
		drawn, err := draw(s)
		if err != nil {
			return p, err
		}
		if drawn == nil {
			continue
		}
		about := set.about(s.ID)
		p.features = append(p.features, partFeature{s.ID, drawn, object{
			{"name_zh", about.nameZH}, {"name_en", about.nameEN}, {"members", s.Members},
			{"horizon", about.horizon}, {"method", about.method}, {"accuracy_m", about.accuracy}, {"radius_m", float64(q.radius)},
		}})
	}
	return p, nil
}

// circles is the circle of a site, or those of its entrances, joined.
func circles(s coverage.Site, radius geo.Metres, corners int) orb.Geometry {
	var all []orb.Geometry
	for _, at := range reachedFrom(s) {
		ring := geo.Circle(at, radius, corners)
		for _, r := range ring {
			for k := range r {
				r[k] = roundPoint(r[k])
			}
		}
		all = append(all, ring)
	}
	if len(all) == 1 {
		return all[0]
	}
	joined, err := geo.Union(all...)
	if err != nil {
		return all[0] // circles are valid: there is nothing to go wrong
	}
	return joined
}

// sitesPart is the sites as points, with what each covers.
func (a *coverageAnalysis) sitesPart() part {
	p := part{name: partSites, title: text2("站点", "Sites")}
	covers := map[string]sitePart{}
	for _, s := range a.doc.Sites {
		covers[s.ID] = s
	}
	for _, s := range a.set.sites {
		about, c := a.set.about(s.ID), covers[s.ID]
		p.features = append(p.features, partFeature{s.ID, s.At, object{
			{"name_zh", about.nameZH}, {"name_en", about.nameEN}, {"members", s.Members}, {"horizon", about.horizon},
			{"method", about.method}, {"accuracy_m", about.accuracy}, {"exclusive", c.Exclusive}, {"shared", c.Shared},
		}})
	}
	return p
}
