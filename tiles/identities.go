package tiles

import (
	"hash/fnv"
	"slices"
)

// identities remember which id and which tile id belong together.
type identities struct {
	num map[feature]uint64
	id  map[numbered]string
}

type feature struct{ layer, id string }

type numbered struct {
	layer string
	num   uint64
}

type identified struct {
	feature
	num uint64
}

// identify lists the features of a tile with both ids. Layers whose features
// have no id attribute cannot be judged.
func identify(ls []DecodedLayer) []identified {
	var out []identified
	for k := range ls {
		l := &ls[k]
		for n := range l.Features {
			f := &l.Features[n]
			if id, ok := l.Attributes(f)[idKey].(string); ok && f.HasID {
				out = append(out, identified{feature{l.Name, id}, f.ID})
			}
		}
	}
	return out
}

// add takes in the features of a tile and tells how many contradict what was known.
func (i *identities) add(found []identified) (unstable int) {
	for _, f := range found {
		b := numbered{f.layer, f.num}
		num, known := i.num[f.feature]
		text, taken := i.id[b]
		if known && num != f.num || taken && text != f.id {
			unstable++
			continue
		}
		i.num[f.feature], i.id[b] = f.num, f.id
	}
	return unstable
}

// holding is which features a tile holds, by a hash of layer and tile id.
type holding struct {
	all     []uint64 // ascending
	inside  []uint64 // of them those that reach into the tile itself, not only its buffer
	dropped int
}

func (h *holding) add(ls []DecodedLayer) {
	for i := range ls {
		name := fnv.New64a()
		name.Write([]byte(ls[i].Name))
		for k := range ls[i].Features {
			f := &ls[i].Features[k]
			if !f.HasID {
				continue
			}
			key := mix64(name.Sum64() ^ f.ID)
			h.all = append(h.all, key)
			if f.reachesInside() {
				h.inside = append(h.inside, key)
			}
		}
	}
	slices.Sort(h.all)
	h.all = slices.Compact(h.all)
}

// reachesInside tells whether a feature touches the square of the tile itself.
func (f *DecodedFeature) reachesInside() bool {
	w := windowOf(0)
	for _, part := range f.Parts {
		for i, p := range part {
			at := vertex{float64(p.X), float64(p.Y)}
			if w.contains(at) {
				return true
			}
			if i > 0 || f.Type == PolygonGeometry {
				before := part[(i+len(part)-1)%len(part)]
				if _, _, ok := w.clipSegment(vertex{float64(before.X), float64(before.Y)}, at); ok {
					return true
				}
			}
		}
	}
	// No edge touches the square: it is all inside of the polygon or all outside.
	odd := false
	if f.Type == PolygonGeometry {
		for _, part := range f.Parts {
			for i, b := range part {
				a := part[(i+len(part)-1)%len(part)]
				// Does the edge cross the half line that leaves the tile's corner to the east?
				if (a.Y > 0) != (b.Y > 0) && float64(a.X)+float64(b.X-a.X)*float64(-a.Y)/float64(b.Y-a.Y) > 0 {
					odd = !odd
				}
			}
		}
	}
	return odd
}

// lostBetween counts the features that one zoom level shows and the next does
// not, or the reverse, beyond what the tiles say they dropped. A tile's buffer
// is half as wide on the ground as that of the tile above it; what reaches into
// a tile itself must be in the others, be it in their buffers.
func lostBetween(above, below map[Coord]holding) (lost int) {
	for c, parent := range above {
		var all, inside []uint64
		dropped := 0
		for k := range uint32(4) {
			child := below[Coord{c.Z + 1, 2*c.X + k&1, 2*c.Y + k>>1}]
			all, inside = append(all, child.all...), append(inside, child.inside...)
			dropped += child.dropped
		}
		slices.Sort(all)
		lost += max(0, missing(parent.inside, all)-dropped)
		slices.Sort(inside)
		lost += max(0, missing(slices.Compact(inside), parent.all)-parent.dropped)
	}
	return lost
}

// missing counts the keys that a sorted list does not have.
func missing(keys, sorted []uint64) (n int) {
	for _, k := range keys {
		if _, ok := slices.BinarySearch(sorted, k); !ok {
			n++
		}
	}
	return n
}
