package api

import (
	"fmt"
	"net/url"
	"strconv"

	"layoutmap/geo"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// nearGroup is one layer's part of the answer.
type nearGroup struct {
	Collection string       `json:"collection"`
	TitleZH    string       `json:"title_zh"`
	TitleEN    string       `json:"title_en"`
	Matched    int          `json:"number_matched"`
	Returned   int          `json:"number_returned"`
	Items      string       `json:"items"` // the same question to this layer alone, with paging
	Features   []rawFeature `json:"features"`
}

// nearDocument is the answer; distances in metres.
type nearDocument struct {
	Point   [2]float64  `json:"point"`
	RadiusM geo.Metres  `json:"radius_m"`
	Matched int         `json:"number_matched"`
	Groups  []nearGroup `json:"groups"`
	Method  nearMethod  `json:"method"`
}

type nearMethod struct {
	Distance string `json:"distance"`
	Boundary string `json:"boundary"`
}

// near answers what lies within a radius of a point, nearest first in each layer.
func (r *request) near() error {
	at, ok, err := r.point("point")
	if err != nil {
		return err
	}
	if !ok {
		return badParameter("point", "is required: lon,lat in degrees")
	}
	radius, err := r.radius()
	if err != nil {
		return err
	}
	limit, err := r.limit(defaultLimit)
	if err != nil {
		return err
	}
	if err := r.inSurroundings(at, radius); err != nil {
		return err
	}
	groups := []nearGroup{}
	total := 0
	for _, l := range r.server.Catalog.Layers() {
		page, err := l.Query(r.Request().Context(), layers.Query{Near: &layers.Circle{Centre: at, Radius: radius}, Limit: limit})
		if err != nil {
			return err
		}
		if page.Matched == 0 {
			continue
		}
		g := nearGroup{
			Collection: l.ID, TitleZH: l.Title.ZH, TitleEN: l.Title.EN, Matched: page.Matched, Returned: len(page.Matches),
			Items: r.url("/collections/" + l.ID + "/items?near=" + formatPoint(at) + "&radius=" + url.QueryEscape(formatNumber(float64(radius)))),
		}
		doc := layers.Document{Page: page}
		for _, m := range page.Matches {
			g.Features = append(g.Features, doc.AppendFeature(nil, m))
		}
		total += page.Matched
		groups = append(groups, g)
	}
	return r.sendJSON(mediaJSON, nearDocument{
		Point: at, RadiusM: radius, Matched: total, Groups: groups,
		Method: nearMethod{
			Distance: "geodesic on the WGS 84 ellipsoid, metres, to the nearest part of the feature; 0 inside an area",
			Boundary: "a distance equal to the radius counts as within",
		},
	})
}

// inSurroundings refuses a point so far from all data that the answer could
// only be empty: most often longitude and latitude in the wrong order.
func (r *request) inSurroundings(at orb.Point, radius geo.Metres) error {
	var all orb.Bound
	for i, l := range r.server.Catalog.Layers() {
		if i == 0 {
			all = l.Bound()
		} else if !l.Bound().IsEmpty() {
			all = all.Union(l.Bound())
		}
	}
	if all.Intersects(geo.CircleBound(at, radius)) {
		return nil
	}
	return badParameter("point", fmt.Sprintf("%s lies outside of the data, which reach from %s to %s (lon,lat)",
		formatPoint(at), formatPoint(all.Min), formatPoint(all.Max)))
}

func formatPoint(p orb.Point) string { return formatNumber(p[0]) + "," + formatNumber(p[1]) }

func formatNumber(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
