package tiles_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"layoutmap/tiles"
)

func planExport(t *testing.T) tiles.Export {
	ls := plan(t)
	about := tiles.NewTileJSON("", ls...)
	about.Name, about.Description = "plan", "试 · test"
	return tiles.Export{About: about, Layers: ls, MinZoom: 0, MaxZoom: 13, Bound: tiles.BoundOf(ls...)}
}

// Both kinds of archive hold exactly the bytes of the live tiles, say what they
// hold, and come out the same a second time.
func TestExport(t *testing.T) {
	e := planExport(t)
	dir := t.TempDir()
	live := tiles.NewRenderer(tiles.Options{})
	for _, name := range []string{"plan.pmtiles", "plan.mbtiles"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
				t.Fatal(err)
			}
			last, total := 0, 0
			e.Progress = func(done, of int) { last, total = done, of }
			done, err := tiles.NewRenderer(tiles.Options{}).Export(context.Background(), path, e)
			if err != nil {
				t.Fatal(err)
			}
			if last != total || total != done.Tiles+done.Empty || done.Tiles == 0 {
				t.Errorf("progress ended at %d of %d; %+v", last, total, done)
			}
			a, err := tiles.OpenArchive(path)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			about := a.About()
			if about.Name != "plan" || about.MinZoom != 0 || about.MaxZoom != 13 || len(about.VectorLayers) != len(e.About.VectorLayers) || about.Attribution != e.About.Attribution {
				t.Errorf("the archive says %+v", about)
			}
			for i, v := range about.Bounds {
				if d := v - e.About.Bounds[i]; d > 1e-7 || d < -1e-7 {
					t.Errorf("bounds %v, want %v", about.Bounds, e.About.Bounds)
				}
			}
			found := 0
			for z := uint8(0); z <= 13; z++ {
				mercator(t).Covering(e.Bound, z, func(c tiles.Coord) bool {
					want, err := live.Tile(context.Background(), mercator(t), c, e.Layers...)
					if err != nil {
						t.Fatal(err)
					}
					got, err := a.Tile(context.Background(), c)
					if err != nil || got != nil && !bytes.Equal(got, want.Data) || (got == nil) != (want.Raw == 0) {
						t.Errorf("%v: %d bytes, live %d (%v)", c, len(got), len(want.Data), err)
					}
					if got != nil {
						found++
					}
					return true
				})
			}
			if found != done.Tiles {
				t.Errorf("%d tiles, the export said %d", found, done.Tiles)
			}
			for _, c := range []tiles.Coord{{Z: 13}, {Z: 14, X: 13500, Y: 6200}, {Z: 24, X: 1, Y: 1}, {Z: 1, X: 0, Y: 1}} {
				if got, err := a.Tile(context.Background(), c); got != nil || err != nil {
					t.Errorf("%v, which is not in the archive: %d bytes, %v", c, len(got), err)
				}
			}
			again := filepath.Join(dir, "again-"+name)
			if _, err := tiles.NewRenderer(tiles.Options{}).Export(context.Background(), again, e); err != nil {
				t.Fatal(err)
			}
			first, err1 := os.ReadFile(path)
			second, err2 := os.ReadFile(again)
			if err1 != nil || err2 != nil || !bytes.Equal(first, second) {
				t.Errorf("two exports of the same differ: %d and %d bytes (%v, %v)", len(first), len(second), err1, err2)
			}
		})
	}
}

// An export that fails leaves the file that was there, and nothing beside it.
func TestExportFailsWhole(t *testing.T) {
	e := planExport(t)
	ctx, cancel := context.WithCancel(context.Background())
	e.Progress = func(done, _ int) { cancel() }
	for _, name := range []string{"plan.pmtiles", "plan.mbtiles", "plan.zip"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := tiles.NewRenderer(tiles.Options{}).Export(ctx, path, e); err == nil {
			t.Errorf("%s: no error", name)
		}
		left, err := os.ReadDir(dir)
		if data, _ := os.ReadFile(path); string(data) != "before" || len(left) != 1 || err != nil {
			t.Errorf("%s: %d files are left, and in it %.20q", name, len(left), data)
		}
	}
}

// Leaf directories are used where the root is too small, and found through.
func TestPMTilesLeaves(t *testing.T) {
	path := filepath.Join(t.TempDir(), "many.pmtiles")
	const n = 200 // of 256 columns and rows: 40,000 tiles, each with its own bytes
	want := func(c tiles.Coord) []byte { return []byte(c.String() + c.String()[:c.X%5+1]) }
	if err := tiles.WritePMTiles(path, 8, n, want); err != nil {
		t.Fatal(err)
	}
	a, err := tiles.OpenArchive(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for x := range uint32(256) {
		for y := range uint32(256) {
			c := tiles.Coord{Z: 8, X: x, Y: y}
			got, err := a.Tile(context.Background(), c)
			if err != nil || x < n && y < n && !bytes.Equal(got, want(c)) || (x >= n || y >= n) && got != nil {
				t.Fatalf("%v: %q, %v", c, got, err)
			}
		}
	}
}

// The order of tiles is the one the format's specification prints.
func TestPMTilesOrder(t *testing.T) {
	for c, want := range map[tiles.Coord]uint64{
		{}: 0, {Z: 1}: 1, {Z: 1, Y: 1}: 2, {Z: 1, X: 1, Y: 1}: 3, {Z: 1, X: 1}: 4, {Z: 2}: 5, {Z: 12, X: 3423, Y: 1763}: 19078479,
	} {
		if got := tiles.PMTilesID(c); got != want {
			t.Errorf("%v is %d, want %d", c, got, want)
		}
	}
}

func TestOpenArchiveRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"short.pmtiles": "PMTiles", "other.pmtiles": string(make([]byte, 200)), "text.mbtiles": "no database", "tiles.zip": "PK", "directory.pmtiles": "PMTiles\x03" + string(make([]byte, 300)),
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := tiles.OpenArchive(path); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
	path := filepath.Join(dir, "raster.mbtiles")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE metadata (name text, value text); INSERT INTO metadata VALUES ('format', 'png')"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := tiles.OpenArchive(path); err == nil {
		t.Error("an archive of pictures was opened")
	}
	if _, err := tiles.OpenArchive(filepath.Join(dir, "none.mbtiles")); err == nil {
		t.Error("a file that does not exist was opened")
	}
}

func FuzzPMTilesDirectory(f *testing.F) {
	f.Add([]byte{1, 0, 1, 5, 1})
	f.Add([]byte{2, 0, 1, 1, 1, 5, 6, 1, 0})
	f.Add([]byte{255, 255, 255, 255, 15})
	f.Fuzz(func(t *testing.T, data []byte) {
		if n, again, err := tiles.DirectoryRoundTrip(data); err == nil && again != n {
			t.Fatalf("%d entries, written and read again %d", n, again)
		}
	})
}
