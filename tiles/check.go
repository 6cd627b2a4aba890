package tiles

import (
	"fmt"

	"layoutmap/geo"

	"github.com/paulmach/orb"
)

// A Problem is one rule that a tile breaks, at one place.
type Problem struct {
	Layer   string
	Feature int    // position in the layer, −1 where the layer itself is at fault
	ID      uint64 // of that feature
	Rule    string
}

func (p Problem) String() string {
	if p.Feature < 0 {
		return fmt.Sprintf("layer %q: %s", p.Layer, p.Rule)
	}
	return fmt.Sprintf("layer %q, feature %d (id %d): %s", p.Layer, p.Feature, p.ID, p.Rule)
}

// A Report is what Check saw.
type Report struct {
	Layers, Features, Rings int
	Unused                  int // keys and values that no feature uses: allowed, but wasted bytes
	Problems                []Problem
}

// Check judges a decoded tile beyond its encoding: rings are valid in the sense
// of OGC Simple Features, judged by an implementation that the renderer does not
// use; exteriors have positive area and holes negative, in version 2 layers
// (§4.3.4.4); a geometry type and an id stand together once in a layer; no key
// and no value stands twice (§4.4).
func Check(ls []DecodedLayer) Report {
	var r Report
	for i := range ls {
		r.layer(&ls[i])
	}
	return r
}

func (r *Report) layer(l *DecodedLayer) {
	r.Layers++
	problem := func(feature int, id uint64, format string, a ...any) {
		r.Problems = append(r.Problems, Problem{l.Name, feature, id, fmt.Sprintf(format, a...)})
	}
	type identity struct {
		id   uint64
		kind GeomType
	}
	seen := map[identity]bool{}
	keys, values := make([]bool, len(l.Keys)), make([]bool, len(l.Values))
	for i := range l.Features {
		f := &l.Features[i]
		r.Features++
		if k := (identity{f.ID, f.Type}); f.HasID && seen[k] {
			problem(i, f.ID, "id stands twice")
		} else {
			seen[k] = true
		}
		for t := 0; t+1 < len(f.Tags); t += 2 {
			keys[f.Tags[t]], values[f.Tags[t+1]] = true, true
		}
		if f.Type == PolygonGeometry {
			r.Rings += len(f.Parts)
			if err := checkPolygon(f.Parts, l.Version); err != nil {
				problem(i, f.ID, "%v", err)
			}
		}
	}
	for _, used := range append(keys, values...) {
		if !used {
			r.Unused++
		}
	}
	names := map[string]bool{}
	for _, k := range l.Keys {
		if names[k] {
			problem(-1, 0, "key %q stands twice", k)
		}
		names[k] = true
	}
	distinct := map[any]bool{}
	for _, v := range l.Values {
		if distinct[v] {
			problem(-1, 0, "value %v (%[1]T) stands twice", v)
		}
		distinct[v] = true
	}
}

// checkPolygon judges the rings of one feature. Version 1 leaves winding open,
// so there only the rings one by one.
func checkPolygon(rings [][]Point, version uint32) error {
	var polygons orb.MultiPolygon
	for i, part := range rings {
		ring := make(orb.Ring, 0, len(part)+1)
		for _, p := range part {
			ring = append(ring, orb.Point{float64(p.X), float64(p.Y)})
		}
		ring = append(ring, ring[0])
		w := geo.MVTWinding(ring)
		switch {
		case w == 0:
			return fmt.Errorf("ring %d has no area", i)
		case version == 1:
			if err := geo.Validate(orb.Polygon{ring}); err != nil {
				return fmt.Errorf("ring %d: %w", i, err)
			}
		case w > 0:
			polygons = append(polygons, orb.Polygon{ring})
		case len(polygons) == 0:
			return fmt.Errorf("ring %d is wound as a hole but comes first", i)
		default:
			last := &polygons[len(polygons)-1]
			*last = append(*last, ring)
		}
	}
	if version == 1 {
		return nil
	}
	return geo.Validate(polygons)
}
