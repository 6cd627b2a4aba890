package api

import (
	"fmt"
	"slices"
	"strings"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// horizonOrder is the order in which stations come; an answer for one horizon
// counts the stations of those before it too.
var horizonOrder = [...]string{"now", "2030", "beyond"}

// stationKinds are the kinds of station the indicator may or may not mean.
var stationKinds = [...]string{"metro", "suburban", "tram", "national"}

// onePlace is how near two stops must be to count as one site: the stops of an
// interchange are often entered twice at the same spot.
const onePlace geo.Metres = 5

// siteSet is the stations an answer counts, with what each stop's layer says of it.
type siteSet struct {
	layer *layers.Layer
	sites []coverage.Site
}

// sitesOf takes the stops of a layer up to a horizon and of some kinds. A stop
// out of passenger use never counts. A layer without the property mode has no
// kinds: all its points count.
func sitesOf(l *layers.Layer, horizon string, kinds []string) siteSet {
	_, hasKinds := l.Column("mode")
	last := slices.Index(horizonOrder[:], horizon)
	var stops []coverage.Stop
	for f := range l.All() {
		at, ok := f.Geometry.(orb.Point)
		if !ok || f.Text("status") == "closed" {
			continue
		}
		if hasKinds && !slices.Contains(kinds, f.Text("mode")) {
			continue
		}
		rank := 0 // a layer that states no horizon is one of things that exist
		if h := f.Text("horizon"); h != "" {
			if rank = slices.Index(horizonOrder[:], h); rank < 0 || rank > last {
				continue
			}
		}
		stops = append(stops, coverage.Stop{ID: f.ID, At: at, Rank: rank})
	}
	return siteSet{layer: l, sites: coverage.MergeSites(stops, onePlace)}
}

// kinds reads kinds=.
func (r *request) kinds() ([]string, error) {
	text, ok := r.value("kinds")
	if !ok {
		return []string{"metro"}, nil
	}
	kinds := strings.Split(text, ",")
	for i, k := range kinds {
		if !slices.Contains(stationKinds[:], k) {
			return nil, badParameter("kinds", fmt.Sprintf("%q is not a kind of station", k), stationKinds[:]...)
		}
		if slices.Contains(kinds[:i], k) {
			return nil, badParameter("kinds", fmt.Sprintf("%q is named twice", k))
		}
	}
	return kinds, nil
}

// oneOf reads a parameter that is one of a few words; the first is the default.
func (r *request) oneOf(name string, allowed ...string) (string, error) {
	text, ok := r.value(name)
	if !ok {
		return allowed[0], nil
	}
	if !slices.Contains(allowed, text) {
		return "", badParameter(name, fmt.Sprintf("%q is not one of %s", text, strings.Join(allowed, ", ")), allowed...)
	}
	return text, nil
}
