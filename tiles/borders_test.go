package tiles_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"layoutmap/layers"
	"layoutmap/tiles"

	"github.com/peterstace/simplefeatures/geom"
)

// mosaic is a layer of cells that share wriggling borders without gap or
// overlap, one of them with an island in a hole of it.
func mosaic(t testing.TB, seed uint64) *layers.Layer {
	t.Helper()
	const n, side = 6, 0.06 // cells each way, degrees
	r := rand.New(rand.NewPCG(seed, 7))
	corner := map[[2]int][2]float64{}
	for i := range n + 1 {
		for j := range n + 1 {
			corner[[2]int{i, j}] = [2]float64{116.5 + side*(float64(i)+0.3*(r.Float64()-0.5)), 39.6 + side*(float64(j)+0.3*(r.Float64()-0.5))}
		}
	}
	wriggle := func(a, b [2]float64) (line [][2]float64) { // from a to b, b left out
		steps := 1 + r.IntN(60)
		phase, waves := r.Float64()*6, 1+r.Float64()*9
		for k := range steps {
			f := float64(k) / float64(steps)
			off := 0.08 * side * math.Sin(math.Pi*f) * math.Sin(phase+waves*f*6)
			if k > 0 {
				off += 0.01 * side * (r.Float64() - 0.5)
			}
			line = append(line, [2]float64{a[0] + f*(b[0]-a[0]) - off*(b[1]-a[1])/side, a[1] + f*(b[1]-a[1]) + off*(b[0]-a[0])/side})
		}
		return line
	}
	border := map[[4]int][][2]float64{}
	side2 := func(i, j, k, l int) [][2]float64 {
		key := [4]int{i, j, k, l}
		forward := i < k || i == k && j < l
		if !forward {
			key = [4]int{k, l, i, j}
		}
		if border[key] == nil {
			border[key] = append(wriggle(corner[[2]int{key[0], key[1]}], corner[[2]int{key[2], key[3]}]), corner[[2]int{key[2], key[3]}])
		}
		line := border[key]
		out := make([][2]float64, 0, len(line))
		for m := range line[:len(line)-1] {
			if forward {
				out = append(out, line[m])
			} else {
				out = append(out, line[len(line)-1-m])
			}
		}
		return out
	}
	text := func(ring [][2]float64) string {
		var b strings.Builder
		for _, p := range append(ring, ring[0]) {
			fmt.Fprintf(&b, ",[%.7f,%.7f]", p[0], p[1])
		}
		return "[" + b.String()[1:] + "]"
	}
	var features []string
	for i := range n {
		for j := range n {
			ring := side2(i, j, i+1, j)
			ring = append(ring, side2(i+1, j, i+1, j+1)...)
			ring = append(ring, side2(i+1, j+1, i, j+1)...)
			ring = append(ring, side2(i, j+1, i, j)...)
			turn := r.IntN(len(ring)) // where a ring begins must not matter
			ring = append(append([][2]float64{}, ring[turn:]...), ring[:turn]...)
			rings := text(ring)
			if i == 2 && j == 2 {
				var island [][2]float64
				for k := range 80 {
					a := 2 * math.Pi * float64(k) / 80
					island = append(island, [2]float64{116.5 + side*(2.5+0.2*math.Cos(a)+0.01*r.Float64()), 39.6 + side*(2.5+0.2*math.Sin(a)+0.01*r.Float64())})
				}
				hole := append([][2]float64{}, island[30:]...)
				hole = append(hole, island[:30]...)
				for a, b := 0, len(hole)-1; a < b; a, b = a+1, b-1 {
					hole[a], hole[b] = hole[b], hole[a]
				}
				rings += "," + text(hole)
				features = append(features, feature("island", `{"type":"Polygon","coordinates":[`+text(island)+`]}`, ""))
			}
			features = append(features, feature(fmt.Sprintf("c%d-%d", i, j), `{"type":"Polygon","coordinates":[`+rings+`]}`, ""))
		}
	}
	return openLayer(t, "mosaic", features...)
}

// simplePolygons are the polygons of a tile layer as simplefeatures wants them.
func simplePolygons(t *testing.T, l *tiles.DecodedLayer) (all []geom.Geometry) {
	t.Helper()
	for i := range l.Features {
		f := &l.Features[i]
		if f.Type != tiles.PolygonGeometry {
			continue
		}
		var polygons []geom.Polygon
		var rings []geom.LineString
		flush := func() {
			if len(rings) > 0 {
				polygons = append(polygons, geom.NewPolygon(rings))
			}
			rings = nil
		}
		for _, part := range f.Parts {
			var xy []float64
			area := 0.0
			for k, p := range part {
				q := part[(k+1)%len(part)]
				area += float64(p.X)*float64(q.Y) - float64(q.X)*float64(p.Y)
				xy = append(xy, float64(p.X), float64(p.Y))
			}
			if area > 0 {
				flush()
			}
			rings = append(rings, geom.NewLineString(geom.NewSequence(append(xy, xy[0], xy[1]), geom.DimXY)))
		}
		flush()
		all = append(all, geom.NewMultiPolygon(polygons).AsGeometry())
	}
	return all
}

// areas are the polygons of a geometry.
func areas(g geom.Geometry) (out []geom.Geometry) {
	for _, p := range g.Dump() {
		if p.IsPolygon() && p.Area() > 0 {
			out = append(out, p)
		}
	}
	return out
}

// At every zoom level neighbours meet: they overlap nowhere and there is no gap
// between them. Only where snapping brings a border past another one, and so
// breaks a polygon, may they, in places thinner than a grid unit.
func TestNeighboursMeetAtEveryZoom(t *testing.T) {
	of := map[string]*layers.Layer{"mosaic 1": mosaic(t, 1), "mosaic 2": mosaic(t, 2), "mosaic 3": mosaic(t, 3)}
	for _, l := range plan(t) {
		if l.ID == "townships" {
			of["townships"] = l
		}
	}
	r := tiles.NewRenderer(tiles.Options{})
	vertices := 0
	for name, l := range of {
		for z := uint8(5); z <= 13; z++ {
			mercator(t).Covering(l.Bound(), z, func(c tiles.Coord) bool {
				got, stats := render(t, r, c, l)
				for i := range got {
					if got[i].Name != l.ID {
						continue
					}
					polygons := simplePolygons(t, &got[i])
					union, err := geom.UnionMany(polygons)
					if err != nil {
						t.Fatalf("%s %v: %v", name, c, err)
					}
					area := 0.0
					for _, p := range polygons {
						area += p.Area()
						vertices += p.DumpCoordinates().Length()
					}
					var wrong []geom.Geometry // overlaps and gaps
					if area-union.Area() > 1e-6 {
						for a := range polygons {
							for b := range a {
								both, err := geom.Intersection(polygons[a], polygons[b])
								if err != nil {
									t.Fatalf("%s %v: %v", name, c, err)
								}
								wrong = append(wrong, areas(both)...)
							}
						}
					}
					for _, p := range areas(union) {
						for k := range p.MustAsPolygon().NumInteriorRings() {
							wrong = append(wrong, geom.NewPolygon([]geom.LineString{p.MustAsPolygon().InteriorRingN(k)}).AsGeometry())
						}
					}
					for _, w := range wrong {
						if around := w.MustAsPolygon().ExteriorRing().Length(); stats.Repaired+stats.Dropped == 0 || w.Area() > around/2 {
							t.Errorf("%s %v: neighbours overlap or part by %g square units, %g around (%d repaired, %d dropped): %s", name, c, w.Area(), around, stats.Repaired, stats.Dropped, w.AsText())
						}
					}
				}
				return true
			})
		}
	}
	t.Logf("%d vertices in all tiles", vertices)
}
