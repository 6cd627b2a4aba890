package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"layoutmap/geo/crs"
	"layoutmap/geo/index"
)

// Shift compares positions with a reference they should lie near, as given and
// read as GCJ-02, the system of Chinese web maps, 300 to 700 m off WGS 84.
type Shift struct {
	AsGiven Metres // the median distance to the nearest position of the reference
	AsGCJ02 Metres // the same, the positions taken for GCJ-02 and turned back
	// Of is how many positions were compared: those in China with any
	// reference within 2 km.
	Of int
	// Likely: that the positions were GCJ-02 explains them far better. It is a
	// reason to warn and to ask, never one to move anything.
	Likely bool
}

// SuspectShift looks for coordinates in GCJ-02 that are given for WGS 84, such
// as places read off a Chinese web map. Points should be of the kind the
// reference holds: stations beside stations, addresses beside streets'
// vertices. Of points that match the reference in neither reading nothing is
// said. Fewer than 5 comparable positions never make it likely. At most 2000
// points, taken evenly, are looked at.
func SuspectShift(points, reference []orb.Point) Shift {
	gcj, err := crs.Lookup("GCJ-02")
	if err != nil || len(reference) == 0 {
		return Shift{}
	}
	boxes := make([]orb.Bound, len(reference))
	for i, p := range reference {
		boxes[i] = p.Bound()
	}
	tree := index.Build(boxes)
	const most = 2000 // points
	var given, turned []Metres
	for i := 0; i < len(points); i += 1 + len(points)/most {
		p := points[i]
		if !gcj.AreaOfUse().Contains(p) {
			continue
		}
		a, b := nearestOf(tree, reference, p), nearestOf(tree, reference, gcj.Inverse(p))
		if a <= farOff || b <= farOff {
			given, turned = append(given, a), append(turned, b)
		}
	}
	s := Shift{Of: len(given)}
	if s.Of == 0 {
		return s
	}
	s.AsGiven, s.AsGCJ02 = median(given), median(turned)
	const (
		fewest = 5
		moved  = 200 // metres, less than GCJ-02 moves anything by
		better = 4   // times nearer
	)
	s.Likely = s.Of >= fewest && s.AsGiven > moved && s.AsGCJ02*better < s.AsGiven
	return s
}

// farOff is the distance beyond which a reference says nothing of a point.
const farOff Metres = 2000

// nearestOf is the distance to the nearest reference position, farOff and a
// metre if none is that near.
func nearestOf(tree *index.Tree, reference []orb.Point, p orb.Point) Metres {
	least := farOff + 1
	for r := Metres(50); ; r = min(farOff, 6*r) {
		tree.Search(CircleBound(p, r), func(pos int) bool {
			least = min(least, Distance(p, reference[tree.Order()[pos]]))
			return true
		})
		if least <= r || r == farOff {
			return least
		}
	}
}

func median(list []Metres) Metres {
	slices.Sort(list)
	if len(list) == 0 {
		return Metres(math.NaN())
	}
	return list[len(list)/2]
}
