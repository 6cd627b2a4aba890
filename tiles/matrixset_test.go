package tiles_test

import (
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
	const file = "../../shared/conformance/tms/WebMercatorQuad.json"
	official, err := os.ReadFile(file)
	if err != nil {
		t.Skipf("no official definition at %s: the conformance data lies beside the repository, not in it", file)
	}
	ours, err := json.Marshal(mercator(t))
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
}

// compareJSON allows numbers a difference in the 15th digit, where the published
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
		if g, ok := got.(float64); !ok || math.Abs(g-w) > 1e-14*math.Abs(w) {
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
