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
