package api

import (
	"fmt"
	"slices"

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
	layer    *layers.Layer
	sites    []coverage.Site
	edits    siteEdits
	fallback []string // ids of sites counted from the centre for want of entrances
}

// siteAbout is what is known of a site.
type siteAbout struct {
	nameZH, nameEN, horizon, method string
	accuracy                        *float64 // metres
}

// about tells what is known of the site with this id.
func (s siteSet) about(id string) siteAbout {
	if f, ok := s.layer.ByID(id); ok {
		a := siteAbout{f.Text("name_zh"), f.Text("name_en"), f.Text("horizon"), f.Text("method"), nil}
		if m, ok := f.Value("accuracy_m").(float64); ok {
			a.accuracy = &m
		}
		return a
	}
	for _, e := range s.edits {
		if e.kind == editAdd && e.id == id {
			return siteAbout{nameZH: e.name, nameEN: e.name, method: "what-if"}
		}
	}
	return siteAbout{}
}

// sitesOf takes the stops of a layer up to a horizon and of some kinds, and
// then makes the edits. A stop out of passenger use never counts. A layer
// without the property mode has no kinds: all its points count.
func sitesOf(l *layers.Layer, horizon string, kinds []string, edits siteEdits) siteSet {
	_, hasKinds := l.Column("mode")
	last := slices.Index(horizonOrder[:], horizon)
	var stops []coverage.Stop
	for f := range l.All() {
		at, ok := f.Geometry.(orb.Point)
		line := f.Text("line")
		if !ok || f.Text("status") == "closed" || edits.has(editRemoveLine, line) {
			continue
		}
		added := edits.has(editAddLine, line)
		if hasKinds && !slices.Contains(kinds, f.Text("mode")) && !added {
			continue
		}
		rank := 0 // a layer that states no horizon is one of things that exist
		if h := f.Text("horizon"); h != "" {
			if rank = slices.Index(horizonOrder[:], h); (rank < 0 || rank > last) && !added {
				continue
			}
		}
		stops = append(stops, coverage.Stop{ID: f.ID, At: at, Rank: rank})
	}
	return siteSet{layer: l, sites: edits.apply(coverage.MergeSites(stops, onePlace)), edits: edits}
}

// kinds reads the input kinds.
func (in inputs) kinds() ([]string, error) {
	kinds, ok, err := in.words("kinds")
	if err != nil {
		return nil, err
	}
	if !ok {
		return []string{"metro"}, nil
	}
	for _, k := range kinds {
		if !slices.Contains(stationKinds[:], k) {
			return nil, badParameter("kinds", fmt.Sprintf("%q is not a kind of station", k), stationKinds[:]...)
		}
	}
	return kinds, nil
}
