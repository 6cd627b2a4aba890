package api

import (
	"context"

	"layoutmap/geo"
)

// circlePoints is how many corners a drawn catchment has; counting never uses them.
const circlePoints = 128

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
			out = append(out, catchments(a.set, a.q.radius))
		case partSites:
			out = append(out, a.sitesPart())
		}
	}
	return out, ctx.Err()
}

// catchments draws the circles. They are for the eye: membership is decided by
// distance, not by these polygons.
func catchments(set siteSet, radius geo.Metres) part {
	p := part{name: partCatchments, title: text2("服务范围", "Catchments")}
	for _, s := range set.sites {
		ring := geo.Circle(s.At, radius, circlePoints)
		for _, r := range ring {
			for k := range r {
				r[k] = roundPoint(r[k])
			}
		}
		about := set.about(s.ID)
		p.features = append(p.features, partFeature{s.ID, ring, object{
			{"name_zh", about.nameZH}, {"name_en", about.nameEN}, {"members", s.Members},
			{"horizon", about.horizon}, {"method", about.method}, {"accuracy_m", about.accuracy}, {"radius_m", float64(radius)},
		}})
	}
	return p
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
