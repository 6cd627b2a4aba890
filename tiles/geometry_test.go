package tiles_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"layoutmap/layers"
	"layoutmap/tiles"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"
)

// byID finds a feature in a decoded layer.
func byID(t testing.TB, ls []tiles.DecodedLayer, id string) *tiles.DecodedFeature {
	t.Helper()
	for i := range ls {
		for k := range ls[i].Features {
			f := &ls[i].Features[k]
			if ls[i].Attributes(f)["id"] == id {
				return f
			}
		}
	}
	t.Fatalf("no feature %q in the tile", id)
	return nil
}

// A stroke that crosses a border is drawn by both tiles, to the end of the
// buffer, and crosses the border at one height in both.
func TestLineCrossesTheBorderOfTwoTiles(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	const z = 12
	west := tiles.Coord{Z: z, X: 3374, Y: 1552}
	east := tiles.Coord{Z: z, X: 3375, Y: 1552}
	box := mercator(t).Bound(west, 0)
	border, height := box.Max[0], box.Max[1]-box.Min[1]
	var features []string
	for i := range 200 {
		y := func() float64 { return box.Min[1] + height*(0.1+0.8*rng.Float64()) }
		features = append(features, feature(fmt.Sprint("line ", i), fmt.Sprintf(`{"type":"LineString","coordinates":[[%v,%v],[%v,%v]]}`,
			border-0.05*rng.Float64()-0.002, y(), border+0.05*rng.Float64()+0.002, y()), ""))
	}
	l := openLayer(t, "lines", features...)
	r := tiles.NewRenderer(tiles.Options{})
	a, _ := render(t, r, west, l)
	b, _ := render(t, r, east, l)
	heightAt := func(f *tiles.DecodedFeature, x float64) float64 {
		if len(f.Parts) != 1 || len(f.Parts[0]) != 2 {
			t.Fatalf("parts %v", f.Parts)
		}
		p, q := f.Parts[0][0], f.Parts[0][1]
		return float64(p.Y) + float64(q.Y-p.Y)*(x-float64(p.X))/float64(q.X-p.X)
	}
	for i := range features {
		id := fmt.Sprint("line ", i)
		fa, fb := byID(t, a, id), byID(t, b, id)
		if d := heightAt(fa, tiles.Extent) - heightAt(fb, 0); math.Abs(d) > 1 {
			t.Errorf("%s crosses the border %v units apart: %v and %v", id, d, fa.Parts, fb.Parts)
		}
		if east := max(fa.Parts[0][0].X, fa.Parts[0][1].X); east != tiles.Extent+64 {
			t.Errorf("%s ends at x = %d in the western tile, want the end of the buffer", id, east)
		}
		if west := min(fb.Parts[0][0].X, fb.Parts[0][1].X); west != -64 {
			t.Errorf("%s starts at x = %d in the eastern tile, want the end of the buffer", id, west)
		}
	}
}

// mesh divides a square into n × n cells with ragged common borders; every
// other row is shifted by half a cell, so that borders meet in T-junctions that
// one of the neighbours has no vertex at.
func mesh(t testing.TB, b orb.Bound, n int) *layers.Layer {
	rng := rand.New(rand.NewPCG(3, 9))
	w, h := (b.Max[0]-b.Min[0])/float64(n), (b.Max[1]-b.Min[1])/float64(n)
	const steps = 9 // vertices along the side of a cell
	// ragged borders, computed once and shared
	vertical := map[[2]int][]orb.Point{}
	cut := func(row, col int) []orb.Point {
		key := [2]int{row, col}
		if vertical[key] == nil {
			x := b.Min[0] + w*(float64(col)+0.5*float64(row%2))
			for i := range steps + 1 {
				p := orb.Point{x, b.Min[1] + h*(float64(row)+float64(i)/steps)}
				if i > 0 && i < steps {
					p[0] += w * 0.2 * (rng.Float64() - 0.5)
				}
				vertical[key] = append(vertical[key], p)
			}
		}
		return vertical[key]
	}
	var features []string
	for row := range n {
		for col := range n {
			ring := slices.Clone(cut(row, col+1))
			left := slices.Clone(cut(row, col))
			slices.Reverse(left)
			ring = append(ring, left...)
			ring = append(ring, ring[0])
			var c []string
			for _, p := range ring {
				c = append(c, fmt.Sprintf("[%v,%v]", p[0], p[1]))
			}
			features = append(features, feature(fmt.Sprintf("cell-%d-%d", row, col), `{"type":"Polygon","coordinates":[[`+strings.Join(c, ",")+`]]}`, ""))
		}
	}
	return openLayer(t, "mesh", features...)
}

// Cells that share borders leave neither gap nor overlap in any tile: the areas
// in a tile inside the mesh add up to the tile with its buffer, exactly as long
// as nothing had to be repaired.
func TestNeighboursStayNeighbours(t *testing.T) {
	b := orb.Bound{Min: orb.Point{116, 39.5}, Max: orb.Point{117, 40.5}}
	l := mesh(t, b, 24)
	inside := orb.Bound{Min: orb.Point{116.05, 39.55}, Max: orb.Point{116.95, 40.45}}
	r := tiles.NewRenderer(tiles.Options{})
	const side = tiles.Extent + 2*64
	exact, total := 0, 0
	for z := uint8(9); z <= 14; z++ {
		rng := rand.New(rand.NewPCG(uint64(z), 1))
		for range 20 {
			p := orb.Point{116.1 + 0.8*rng.Float64(), 39.6 + 0.8*rng.Float64()}
			mercator(t).Covering(p.Bound(), z, func(c tiles.Coord) bool {
				tile := mercator(t).Bound(c, 65)
				if !inside.Contains(tile.Min) || !inside.Contains(tile.Max) {
					return true
				}
				got, stats := render(t, r, c, l)
				var sum int64
				for _, f := range got[0].Features {
					for _, ring := range f.Parts {
						sum += tiles.DoubleArea(ring)
					}
				}
				total++
				gap := sum - 2*side*side
				if gap == 0 {
					exact++
				}
				if stats.Repaired == 0 && gap != 0 || max(gap, -gap) > int64(200*stats.Repaired) {
					t.Errorf("%v: areas add up to %d half units more than the tile, %d repaired", c, gap, stats.Repaired)
				}
				return true
			})
		}
	}
	if total < 30 || exact < total/2 {
		t.Errorf("%d of %d tiles exact: the test sees too little", exact, total)
	}
}

// orb's encoder, which shares no code with ours, sees the same shapes. It rounds
// down where ours rounds to the closest, so vertices may be one unit apart.
func TestSameGeometryAsOrb(t *testing.T) {
	c := tiles.Coord{Z: 14, X: 13500, Y: 6210} // from this zoom on lines keep every vertex
	box := mercator(t).Bound(c, -100)
	rng := rand.New(rand.NewPCG(4, 4))
	fc := geojson.NewFeatureCollection()
	var features []string
	for i := range 300 {
		at := orb.Point{box.Min[0] + (box.Max[0]-box.Min[0])*(0.1+0.8*rng.Float64()), box.Min[1] + (box.Max[1]-box.Min[1])*(0.1+0.8*rng.Float64())}
		var g orb.Geometry = at
		switch i % 3 {
		case 1:
			ls := orb.LineString{at}
			for k := range 10 {
				ls = append(ls, orb.Point{at[0] + 0.0001*float64(k+1), at[1] + 0.0005*rng.Float64()})
			}
			g = ls
		case 2:
			var ring orb.Ring
			for k := range 12 {
				a, d := 2*math.Pi*float64(k)/12, 0.0005*(1+0.5*rng.Float64())
				ring = append(ring, orb.Point{at[0] + d*math.Cos(a), at[1] + d*math.Sin(a)})
			}
			g = orb.Polygon{append(ring, ring[0])}
		}
		f := geojson.NewFeature(g)
		f.ID = fmt.Sprint(i)
		fc.Append(f)
		text, err := geojson.NewGeometry(g).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		features = append(features, feature(fmt.Sprint(i), string(text), ""))
	}
	l := openLayer(t, "same", features...)
	got, stats := render(t, tiles.NewRenderer(tiles.Options{}), c, l)
	layer := mvt.NewLayer("same", fc)
	layer.ProjectToTile(maptile.New(c.X, c.Y, maptile.Zoom(c.Z)))
	if stats.Repaired+stats.Dropped > 0 || len(got[0].Features) != len(layer.Features) {
		t.Fatalf("%+v; %d features, want %d", stats, len(got[0].Features), len(layer.Features))
	}
	for _, f := range layer.Features {
		var want []orb.Point
		switch g := f.Geometry.(type) {
		case orb.Point:
			want = []orb.Point{g}
		case orb.LineString:
			want = g
		case orb.Polygon:
			want = g[0][:len(g[0])-1]
		}
		have := byID(t, got, f.ID.(string))
		if len(have.Parts) != 1 || len(have.Parts[0]) > len(want) || len(have.Parts[0]) < len(want)-2 {
			t.Errorf("feature %v: %v, orb has %v", f.ID, have.Parts, want)
			continue
		}
		// Rings may start elsewhere and run the other way, and a vertex that
		// happens to lie straight between two others is gone.
		for _, w := range want {
			if d := distance(have.Parts[0], have.Type == tiles.PolygonGeometry, w); d > math.Sqrt2 {
				t.Errorf("feature %v: %v is %v units from %v", f.ID, w, d, have.Parts)
			}
		}
		for _, p := range have.Parts[0] {
			if !slices.ContainsFunc(want, func(w orb.Point) bool {
				return math.Abs(float64(p.X)-w[0]) <= 1 && math.Abs(float64(p.Y)-w[1]) <= 1
			}) {
				t.Errorf("feature %v: %v is near no vertex of %v", f.ID, p, want)
			}
		}
	}
}

// distance is how far p lies from a point, line or ring.
func distance(part []tiles.Point, closed bool, p orb.Point) float64 {
	at := func(i int) orb.Point { return orb.Point{float64(part[i].X), float64(part[i].Y)} }
	best := planar.Distance(at(0), p)
	for i := 1; i < len(part); i++ {
		best = min(best, planar.DistanceFromSegment(at(i-1), at(i), p))
	}
	if closed {
		best = min(best, planar.DistanceFromSegment(at(len(part)-1), at(0), p))
	}
	return best
}

// What the grid cannot show is counted, not lost silently; three of the features have labels.
func TestDroppedIsCounted(t *testing.T) {
	l := openLayer(t, "small",
		feature("polygon", `{"type":"Polygon","coordinates":[[[116.65,39.9],[116.651,39.9],[116.651,39.901],[116.65,39.9]]]}`, ""),
		feature("line", `{"type":"LineString","coordinates":[[116.65,39.9],[116.651,39.9]]}`, ""),
		feature("thin", `{"type":"Polygon","coordinates":[[[116.64,39.89],[116.66,39.91],[116.64,39.8900001],[116.64,39.89]]]}`, ""),
		feature("point", `{"type":"Point","coordinates":[116.65,39.9]}`, ""),
	)
	r := tiles.NewRenderer(tiles.Options{})
	for _, tt := range []struct{ z, features, dropped int }{{0, 1, 6}, {3, 1, 6}, {14, 6, 1}} {
		_, stats := render(t, r, at(t, uint8(tt.z)), l)
		if stats.Features != tt.features || stats.Dropped != tt.dropped {
			t.Errorf("zoom %d: %d features, %d dropped; want %d and %d", tt.z, stats.Features, stats.Dropped, tt.features, tt.dropped)
		}
	}
}

// Whatever shape the zoom level presses polygons into, they stay valid: ragged
// stars with holes, some far smaller than the grid, over all zoom levels.
func TestRaggedPolygonsStayValid(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 3))
	var features []string
	for i := range 250 {
		c := orb.Point{116 + rng.Float64(), 39.5 + rng.Float64()}
		radius := math.Pow(10, -1-3*rng.Float64()) // degrees
		n := 5 + rng.IntN(200)
		var outer, hole []string
		for k := range n {
			a := 2 * math.Pi * float64(k) / float64(n)
			d := radius * (0.5 + 0.5*rng.Float64())
			outer = append(outer, fmt.Sprintf("[%.9f,%.9f]", c[0]+d*math.Cos(a), c[1]+d*math.Sin(a)))
			d = 0.48 * radius * math.Cos(math.Pi/float64(n)) // close to the shortest ray
			hole = append(hole, fmt.Sprintf("[%.9f,%.9f]", c[0]+d*math.Cos(-a), c[1]+d*math.Sin(-a)))
		}
		rings := "[" + strings.Join(append(outer, outer[0]), ",") + "]"
		if n > 20 { // with fewer rays the exterior may cut into the hole
			rings += ",[" + strings.Join(append(hole, hole[0]), ",") + "]"
		}
		features = append(features, feature(fmt.Sprint("star ", i), `{"type":"Polygon","coordinates":[`+rings+`]}`, ""))
	}
	l := openLayer(t, "stars", features...)
	r := tiles.NewRenderer(tiles.Options{})
	var sum tiles.Stats
	for z := uint8(0); z <= 12; z++ {
		i := 0
		mercator(t).Covering(l.Bound(), z, func(c tiles.Coord) bool {
			if i++; z < 10 || i%7 == 0 {
				got, stats := render(t, r, c, l)
				checkIDs(t, c, got, l)
				sum.Features += stats.Features
				sum.Dropped += stats.Dropped
				sum.Repaired += stats.Repaired
			}
			return true
		})
	}
	if sum.Repaired < 100 || sum.Dropped < 100 {
		t.Errorf("%+v: too little to repair", sum)
	}
}
