package tiles_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"testing"

	"layoutmap/tiles"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
)

func TestMatrixSetDocument(t *testing.T) {
	for _, id := range []string{"WebMercatorQuad", "WorldCRS84Quad"} {
		t.Run(id, func(t *testing.T) {
			file := "../../shared/conformance/tms/" + id + ".json"
			official, err := os.ReadFile(file)
			if err != nil {
				t.Skipf("no official definition at %s: the conformance data lies beside the repository, not in it", file)
			}
			ours, err := json.Marshal(matrixSet(t, id))
			if err != nil {
				t.Fatal(err)
			}
			var want, got map[string]any
			for _, d := range []struct {
				from []byte
				into *map[string]any
			}{{official, &want}, {ours, &got}} {
				if err := json.Unmarshal(d.from, d.into); err != nil {
					t.Fatal(err)
				}
			}
			compareJSON(t, "", got, want)
		})
	}
}

func matrixSet(t testing.TB, id string) *tiles.MatrixSet {
	t.Helper()
	m, ok := tiles.LookupMatrixSet(id)
	if !ok {
		t.Fatalf("no %s", id)
	}
	return m
}

// 天地图's set c starts at 1 with 2 × 1 tiles; level n covers what WorldCRS84Quad's level n − 1 does.
func TestCGCS2000Quad(t *testing.T) {
	c, w := matrixSet(t, "CGCS2000Quad"), matrixSet(t, "WorldCRS84Quad")
	if c.Contains(tiles.Coord{Z: 0}) || !c.Contains(tiles.Coord{Z: 1, X: 1}) || c.Contains(tiles.Coord{Z: 1, Y: 1}) || c.Contains(tiles.Coord{Z: 25}) {
		t.Error("the first level is not level 1 with 2 × 1 tiles, or there is a level 25")
	}
	for z := uint8(1); z <= 24; z++ {
		a, b := tiles.Coord{Z: z, X: 1, Y: 0}, tiles.Coord{Z: z - 1, X: 1, Y: 0}
		if got, want := c.Bound(a, 3), w.Bound(b, 3); got != want {
			t.Errorf("level %d: %v, want %v", z, got, want)
		}
	}
	if got, want := c.Bound(tiles.Coord{Z: 3, X: 6, Y: 1}, 0), (orb.Bound{Min: orb.Point{90, 0}, Max: orb.Point{135, 45}}); got != want {
		t.Errorf("3/6/1 is %v, want %v", got, want)
	}
	var doc struct {
		Axes     [2]string `json:"orderedAxes"`
		Matrices []struct {
			ID     string     `json:"id"`
			Cell   float64    `json:"cellSize"`
			Origin [2]float64 `json:"pointOfOrigin"`
			Wide   int        `json:"matrixWidth"`
			High   int        `json:"matrixHeight"`
		} `json:"tileMatrices"`
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	if m := doc.Matrices[0]; doc.Axes != [2]string{"Lat", "Lon"} || m.ID != "1" || m.Cell != 0.703125 || m.Origin != [2]float64{90, -180} || m.Wide != 2 || m.High != 1 {
		t.Errorf("axes %v, first matrix %+v", doc.Axes, m)
	}
}

// What a widened tile touches is in the range, what it does not is outside.
func TestRange(t *testing.T) {
	box := orb.Bound{Min: orb.Point{116.5, 39.6}, Max: orb.Point{117, 40.05}}
	for _, m := range tiles.MatrixSets() {
		for z := m.First; z <= 12; z++ {
			r, ok := m.Range(box, z, 64)
			if !ok {
				t.Fatalf("%s %d: no range", m.ID, z)
			}
			cols, rows := m.Size(z)
			for y := max(r.MinY, 2) - 2; y <= min(r.MaxY+2, rows-1); y++ {
				for x := max(r.MinX, 2) - 2; x <= min(r.MaxX+2, cols-1); x++ {
					in := x >= r.MinX && x <= r.MaxX && y >= r.MinY && y <= r.MaxY
					if c := (tiles.Coord{Z: z, X: x, Y: y}); m.Bound(c, 64).Intersects(box) != in {
						t.Errorf("%s %v: in range %v", m.ID, c, in)
					}
				}
			}
		}
	}
	if _, ok := matrixSet(t, "CGCS2000Quad").Range(box, 0, 0); ok {
		t.Error("CGCS2000Quad has a range at level 0")
	}
}

// A degree tile and a Mercator tile hold the same features at the same places.
func TestGeographicTiles(t *testing.T) {
	l := shapesLayer(t)
	r := tiles.NewRenderer(tiles.Options{})
	at := orb.Point{116.65, 39.9}
	for _, id := range []string{"WorldCRS84Quad", "CGCS2000Quad"} {
		m := matrixSet(t, id)
		for z := m.First; z <= 16; z++ {
			m.Covering(at.Bound(), z, func(c tiles.Coord) bool {
				raw, _, err := r.Render(context.Background(), nil, m, c, l)
				if err != nil {
					t.Fatal(err)
				}
				got, err := tiles.Decode(raw)
				if err != nil {
					t.Fatalf("%v: %v", c, err)
				}
				for _, p := range tiles.Check(got).Problems {
					t.Errorf("%s %v: %v", id, c, p)
				}
				found := false
				for i := range got[0].Features {
					f := &got[0].Features[i]
					if got[0].Attributes(f)["id"] != "point" {
						continue
					}
					found = true
					b := m.Bound(c, 0)
					unit := (b.Max[0] - b.Min[0]) / tiles.Extent // degrees, the same both ways
					x, y := b.Min[0]+unit*float64(f.Parts[0][0].X), b.Max[1]-unit*float64(f.Parts[0][0].Y)
					if math.Abs(x-at[0]) > 0.51*unit || math.Abs(y-at[1]) > 0.51*unit {
						t.Errorf("%s %v: the point stands at %v, %v; want %v within half of %v°", id, c, x, y, at, unit)
					}
				}
				if !found {
					t.Errorf("%s %v: the point is not in its tile", id, c)
				}
				return true
			})
		}
	}
}

// compareJSON allows numbers a difference in the 14th digit, where the published
// document cuts them off.
func compareJSON(t *testing.T, path string, got, want any) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			t.Errorf("%s: got %v, want %v", path, got, want)
			return
		}
		for k := range w {
			compareJSON(t, path+"/"+k, g[k], w[k])
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			t.Errorf("%s: got %v, want %v", path, got, want)
			return
		}
		for i := range w {
			compareJSON(t, path+"/"+string(rune('0'+i%10)), g[i], w[i])
		}
	case float64:
		if g, ok := got.(float64); !ok || math.Abs(g-w) > 5e-14*math.Abs(w) {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	default:
		if got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
}

func TestParseCoord(t *testing.T) {
	tests := []struct {
		z, x, y   string
		want      tiles.Coord
		malformed bool
		contained bool
	}{
		{"0", "0", "0", tiles.Coord{}, false, true},
		{"12", "3374", "1552", tiles.Coord{Z: 12, X: 3374, Y: 1552}, false, true},
		{"24", "16777215", "16777215", tiles.Coord{Z: 24, X: 1<<24 - 1, Y: 1<<24 - 1}, false, true},
		{"1", "2", "0", tiles.Coord{Z: 1, X: 2}, false, false},
		{"1", "0", "2", tiles.Coord{Z: 1, Y: 2}, false, false},
		{"25", "0", "0", tiles.Coord{Z: 25}, false, false},
		{"99", "0", "0", tiles.Coord{Z: 99}, false, false},
		{"256", "0", "0", tiles.Coord{Z: 255}, false, false},
		{"0", "4294967296", "0", tiles.Coord{X: math.MaxUint32}, false, false},
		{"0", "0", "99999999999999999999999", tiles.Coord{Y: math.MaxUint32}, false, false},
		{"0", "-1", "0", tiles.Coord{}, true, false},
		{"0", "0", "+1", tiles.Coord{}, true, false},
		{"0", "0", "", tiles.Coord{}, true, false},
		{"0", "0", "1.0", tiles.Coord{}, true, false},
		{"0", " 0", "0", tiles.Coord{}, true, false},
		{"0x1", "0", "0", tiles.Coord{}, true, false},
		{"1_0", "0", "0", tiles.Coord{}, true, false},
		{"٣", "0", "0", tiles.Coord{}, true, false},
		{"0", "0", "1.mvt", tiles.Coord{}, true, false},
	}
	for _, tt := range tests {
		got, err := tiles.ParseCoord(tt.z, tt.x, tt.y)
		if errors.Is(err, tiles.ErrCoord) != tt.malformed || (err != nil) != tt.malformed || got != tt.want {
			t.Errorf("ParseCoord(%q, %q, %q) = %v, %v; want %v, malformed %v", tt.z, tt.x, tt.y, got, err, tt.want, tt.malformed)
			continue
		}
		if err == nil && mercator(t).Contains(got) != tt.contained {
			t.Errorf("Contains(%v) = %v", got, !tt.contained)
		}
	}
}

func FuzzParseCoord(f *testing.F) {
	f.Add("12", "3374", "1552")
	f.Add("-1", "1e9", "99999999999999999999")
	m := tiles.MatrixSets()[0]
	f.Fuzz(func(t *testing.T, z, x, y string) {
		c, err := tiles.ParseCoord(z, x, y)
		if err != nil {
			if !errors.Is(err, tiles.ErrCoord) || c != (tiles.Coord{}) {
				t.Fatalf("ParseCoord(%q, %q, %q) = %v, %v", z, x, y, c, err)
			}
			return
		}
		if m.Contains(c) { // what is contained did not overflow, so it prints as it came but for zeros in front
			if again, err := tiles.ParseCoord("0"+z, "0"+x, "0"+y); err != nil || again != c {
				t.Fatalf("%v with zeros in front is %v, %v", c, again, err)
			}
		}
	})
}

func TestBound(t *testing.T) {
	for _, c := range []tiles.Coord{{}, {Z: 1, X: 1, Y: 1}, {Z: 12, X: 3374, Y: 1552}, {Z: 24, X: 1<<24 - 1, Y: 1 << 23}} {
		got := mercator(t).Bound(c, 0)
		want := maptile.New(c.X, c.Y, maptile.Zoom(c.Z)).Bound()
		for _, d := range []float64{got.Min[0] - want.Min[0], got.Min[1] - want.Min[1], got.Max[0] - want.Max[0], got.Max[1] - want.Max[1]} {
			if math.Abs(d) > 1e-9 {
				t.Errorf("Bound(%v) = %v, want %v", c, got, want)
			}
		}
		wide := mercator(t).Bound(c, 64)
		if width := wide.Max[0] - wide.Min[0]; math.Abs(width-(want.Max[0]-want.Min[0])*(1+128.0/4096)) > 1e-9 {
			t.Errorf("Bound(%v, 64) is %v° wide", c, width)
		}
	}
}

func TestCovering(t *testing.T) {
	tests := []struct {
		name  string
		bound orb.Bound
		z     uint8
		want  []tiles.Coord
	}{
		{"world", orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, 1, []tiles.Coord{{1, 0, 0}, {1, 1, 0}, {1, 0, 1}, {1, 1, 1}}},
		{"point", orb.Point{116.65, 39.9}.Bound(), 12, []tiles.Coord{{12, 3375, 1552}}},
		{"on a corner", orb.Point{0, 0}.Bound(), 1, []tiles.Coord{{1, 1, 1}}},
		{"empty", orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{0, 0}}, 3, nil},
		{"too deep", orb.Point{}.Bound(), 25, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []tiles.Coord
			mercator(t).Covering(tt.bound, tt.z, func(c tiles.Coord) bool { got = append(got, c); return true })
			if len(got) != len(tt.want) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("got %v, want %v", got, tt.want)
				}
			}
		})
	}
}
