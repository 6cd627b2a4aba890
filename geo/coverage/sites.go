package coverage

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/index"
)

// Stop is a place of service as the data have it: an interchange is several.
type Stop struct {
	ID   string
	At   orb.Point // CRS84
	Rank int       // its horizon: smaller opens earlier
}

// Site is a place of service that demand is counted round.
type Site struct {
	ID      string
	At      orb.Point // CRS84
	Members []string  // ids of the stops it stands for, sorted
	// Access is where people go in, CRS84. Distances are measured from the
	// nearest of these; without any, from At.
	Access []orb.Point
}

// from lists the places that distances are measured from.
func (s *Site) from() []orb.Point {
	if len(s.Access) > 0 {
		return s.Access
	}
	return []orb.Point{s.At}
}

// Entrance is a way into a stop.
type Entrance struct {
	Stop string // the stop's id
	At   orb.Point
}

// WithEntrances gives each site the entrances of the stops it stands for, in
// the order given, in place of any it had. Sites whose stops have none keep
// their centre; their ids come back as fallback, in the order of sites.
func WithEntrances(sites []Site, entrances []Entrance) (with []Site, fallback []string) {
	of := make(map[string][]orb.Point)
	for _, e := range entrances {
		of[e.Stop] = append(of[e.Stop], e.At)
	}
	with = slices.Clone(sites)
	for i := range with {
		site := &with[i]
		site.Access = nil
		stops := site.Members
		if len(stops) == 0 {
			stops = []string{site.ID}
		}
		for _, stop := range stops {
			site.Access = append(site.Access, of[stop]...)
		}
		if len(site.Access) == 0 {
			fallback = append(fallback, site.ID)
		}
	}
	return with, fallback
}

// MergeSites makes one site of stops that are linked by steps of at most
// within (single linkage). A site has the id and the position of its
// earliest-opening stop, by Rank and then by ID. Sites come sorted by id; the
// order of stops does not matter as long as their ids differ.
func MergeSites(stops []Stop, within geo.Metres) []Site {
	stops = slices.Clone(stops)
	slices.SortStableFunc(stops, func(a, b Stop) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID))
	})
	boxes := make([]orb.Bound, len(stops))
	for i, s := range stops {
		boxes[i] = s.At.Bound()
	}
	tree := index.Build(boxes)

	// leader[i] leads to the earliest stop known to be linked with i.
	leader := make([]int, len(stops))
	for i := range leader {
		leader[i] = i
	}
	find := func(i int) int {
		for leader[i] != i {
			leader[i] = leader[leader[i]]
			i = leader[i]
		}
		return i
	}
	for i, s := range stops {
		tree.Search(geo.CircleBound(s.At, within), func(pos int) bool {
			if j := int(tree.Order()[pos]); j != i && geo.Distance(s.At, stops[j].At) <= within {
				a, b := find(i), find(j)
				leader[max(a, b)] = min(a, b)
			}
			return true
		})
	}

	var sites []Site
	at := make(map[int]int) // leader → its site
	for i, s := range stops {
		l := find(i)
		if l == i { // leaders come before those they lead
			at[i] = len(sites)
			sites = append(sites, Site{ID: s.ID, At: s.At})
		}
		site := &sites[at[l]]
		site.Members = append(site.Members, s.ID)
	}
	for i := range sites {
		slices.Sort(sites[i].Members)
	}
	slices.SortStableFunc(sites, func(a, b Site) int { return cmp.Compare(a.ID, b.ID) })
	return sites
}
