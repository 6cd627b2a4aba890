package tiles_test

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"layoutmap/layers"
	"layoutmap/tiles"

	"github.com/paulmach/orb"
)

// plan opens the built-in plan's tileset.
func plan(t testing.TB) []*layers.Layer {
	t.Helper()
	c, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	return c.Tileset()
}

// Every tile of the built-in plan that touches the district decodes, has valid
// rings wound as the specification wants, carries ids of the plan and comes out
// the same a second time.
func TestBuiltInPlan(t *testing.T) {
	ls, again := plan(t), plan(t)
	bound := orb.Bound{Min: orb.Point{116.5, 39.6}, Max: orb.Point{117, 40.05}}
	for _, l := range ls {
		if l.ID == "district" {
			bound = l.Bound()
		}
	}
	deepest := uint8(16)
	if testing.Short() {
		deepest = 13
	}
	r, other := tiles.NewRenderer(tiles.Options{}), tiles.NewRenderer(tiles.Options{})
	var coords []tiles.Coord
	for z := uint8(8); z <= deepest; z++ {
		mercator(t).Covering(bound, z, func(c tiles.Coord) bool { coords = append(coords, c); return true })
	}
	var mu sync.Mutex
	var sum tiles.Stats
	seen := map[string]bool{} // layer/id
	half := func(t *testing.T, first int) {
		t.Parallel()
		for i := first; i < len(coords); i += 2 {
			c := coords[i]
			got, stats := render(t, r, c, ls...)
			checkIDs(t, c, got, ls...)
			a, _, errA := r.Render(context.Background(), nil, mercator(t), c, ls...)
			b, _, errB := other.Render(context.Background(), nil, mercator(t), c, again...)
			if errA != nil || errB != nil || !bytes.Equal(a, b) {
				t.Errorf("%v: %d and %d bytes, not the same (%v, %v)", c, len(a), len(b), errA, errB)
			}
			mu.Lock()
			sum.Features += stats.Features
			sum.Dropped += stats.Dropped
			sum.Repaired += stats.Repaired
			for i := range got {
				for k := range got[i].Features {
					seen[got[i].Name+"/"+got[i].Attributes(&got[i].Features[k])["id"].(string)] = true
				}
			}
			mu.Unlock()
		}
	}
	t.Run("all", func(t *testing.T) { // returns when both halves are done
		t.Run("even", func(t *testing.T) { half(t, 0) })
		t.Run("odd", func(t *testing.T) { half(t, 1) })
	})
	for _, l := range ls { // whatever has a place inside stands in a tile
		for f := range l.All() {
			if f.Geometry != nil && bound.Contains(f.Geometry.Bound().Center()) && !seen[l.ID+"/"+f.ID] {
				t.Errorf("%s/%s is in no tile", l.ID, f.ID)
			}
		}
	}
	t.Logf("%d tiles: %+v", len(coords), sum)
}
