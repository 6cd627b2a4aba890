package tiles_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"path/filepath"
	"testing"

	"layoutmap/tiles"

	"github.com/google/go-cmp/cmp"
)

// The certificate of an export says the same of its tiles as that of the live
// ones, but for what was dropped, which only the live ones know.
func TestCertificate(t *testing.T) {
	e := planExport(t)
	e.MaxZoom = 12
	r := tiles.NewRenderer(tiles.Options{})
	ctx := context.Background()
	live, err := tiles.Verify(ctx, tiles.Verification{
		Name: "plan", Set: mercator(t), MinZoom: e.MinZoom, MaxZoom: e.MaxZoom, Bound: e.Bound, Counted: true,
		Tile: func(ctx context.Context, c tiles.Coord) (tiles.Tile, error) {
			return r.Tile(ctx, mercator(t), c, e.Layers...)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !live.Good() || live.Tiles == 0 || live.Rings == 0 || live.IDs < 100 || live.Dropped == nil || *live.Dropped == 0 || *live.Thinned != 0 || *live.LostIDs != 0 || live.LargestTile == "" {
		t.Errorf("%+v", live)
	}
	path := filepath.Join(t.TempDir(), "plan.pmtiles")
	if _, err := r.Export(ctx, path, e); err != nil {
		t.Fatal(err)
	}
	a, err := tiles.OpenArchive(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	archived, err := tiles.VerifyArchive(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	live.LostIDs = nil
	if d := cmp.Diff(live, archived); d != "" {
		t.Errorf("live −, archive +:\n%s", d)
	}
}

// Broken tiles and ids that change are found.
func TestCertificateFindsFaults(t *testing.T) {
	pack := func(raw []byte) tiles.Tile {
		var buf bytes.Buffer
		w := gzip.NewWriter(&buf)
		w.Write(raw)
		w.Close()
		return tiles.Tile{Data: buf.Bytes(), Raw: len(raw)}
	}
	// Two tiles whose feature "a" of layer "l" has the ids 1 and 2.
	point := func(id byte) []byte {
		f := []byte{0x08, id, 0x12, 2, 0, 0, 0x18, 1, 0x22, 3, 9, 2, 2}
		l := append([]byte{0x78, 2, 0x0a, 1, 'l', 0x12, byte(len(f))}, f...)
		l = append(l, 0x1a, 2, 'i', 'd', 0x22, 3, 0x0a, 1, 'a')
		return append([]byte{0x1a, byte(len(l))}, l...)
	}
	world := mercator(t).Bound(tiles.Coord{}, 0)
	doc, err := tiles.Verify(context.Background(), tiles.Verification{Name: "faulty", Set: mercator(t), MaxZoom: 1, Bound: world, Tile: func(_ context.Context, c tiles.Coord) (tiles.Tile, error) {
		switch c {
		case tiles.Coord{}:
			return pack(point(1)), nil
		case tiles.Coord{Z: 1}:
			return pack(point(2)), nil
		case tiles.Coord{Z: 1, X: 1}:
			return pack([]byte("no tile")), nil
		case tiles.Coord{Z: 1, Y: 1}:
			return tiles.Tile{Data: []byte("no gzip"), Raw: 7}, nil
		}
		return tiles.Tile{}, nil
	}})
	if err != nil || doc.Good() || doc.UnstableIDs != 1 || doc.Broken != 2 || len(doc.Examples) != 2 || doc.Tiles != 4 || doc.Empty != 1 {
		t.Errorf("%+v, %v", doc, err)
	}
}
