package tiles

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"layoutmap/layers"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"
)

// Export says what goes into an archive.
type Export struct {
	About            TileJSON // name and words; NewTileJSON makes it
	Layers           []*layers.Layer
	MinZoom, MaxZoom uint8
	Bound            orb.Bound             // CRS84; tiles that touch it
	Progress         func(done, total int) // may be nil; called now and then, by one goroutine
}

// Exported tells what an archive got.
type Exported struct {
	Tiles, Empty int   // tiles written; tiles with nothing in them, which are not
	Bytes        int64 // of all tiles written
	Largest      int   // bytes of the largest tile
	Dropped      int   // features left out, summed over tiles
	Thinned      int   // of them those left out for the byte budget
	Zooms        []ZoomDropped
}

// exportAhead is how many tiles are rendered before their turn to be written.
const exportAhead = 256

type archiveWriter interface {
	Add(Coord, []byte) error
	Close(dropped []ZoomDropped) error // tells what the tiles left out, nil where they are not all there
}

// Export writes the WebMercatorQuad tiles of the zoom levels and the area to a
// .pmtiles or .mbtiles file: the same gzip bytes as Tile gives, rendered by all
// processors, past the cache. An existing file is replaced when the new one is
// complete; after an error it is as it was.
func (r *Renderer) Export(ctx context.Context, path string, e Export) (Exported, error) {
	var done Exported
	if e.MinZoom > e.MaxZoom || e.MaxZoom > MaxZoom {
		return done, fmt.Errorf("export: zoom levels %d to %d", e.MinZoom, e.MaxZoom)
	}
	e.About.MinZoom, e.About.MaxZoom = e.MinZoom, e.MaxZoom
	for z := e.MinZoom; z <= e.MaxZoom; z++ {
		done.Zooms = append(done.Zooms, ZoomDropped{Zoom: z})
	}
	err := replaceFile(path, func(f *os.File) error {
		var w archiveWriter
		var err error
		switch strings.ToLower(filepath.Ext(path)) {
		case ".pmtiles":
			w, err = newPMWriter(f, e.About)
		case ".mbtiles":
			w, err = newMBWriter(f.Name(), e.About)
		default:
			err = fmt.Errorf("want a .pmtiles or .mbtiles file")
		}
		if err != nil {
			return err
		}
		if err := r.exportTiles(ctx, w, e, &done); err != nil {
			w.Close(nil)
			return err
		}
		return w.Close(done.Zooms)
	})
	if err != nil {
		return done, fmt.Errorf("export %s: %w", path, err)
	}
	return done, nil
}

// exportTiles renders in parallel and writes in the order of the coordinates.
func (r *Renderer) exportTiles(ctx context.Context, w archiveWriter, e Export, done *Exported) error {
	set := webMercatorQuad()
	var coords []Coord
	for z := e.MinZoom; z <= e.MaxZoom; z++ {
		set.Covering(e.Bound, z, func(c Coord) bool { coords = append(coords, c); return true })
	}
	slices.SortFunc(coords, func(a, b Coord) int {
		if pmID(a) < pmID(b) {
			return -1
		}
		return 1
	})
	workers := runtime.GOMAXPROCS(0)
	group, ctx := errgroup.WithContext(ctx)
	jobs := make(chan int)
	turns := make(chan chan Tile, exportAhead) // in the order of coords
	slots := make([]chan Tile, len(coords))
	group.Go(func() error {
		defer close(jobs)
		defer close(turns)
		for i := range coords {
			slots[i] = make(chan Tile, 1)
			select {
			case turns <- slots[i]:
			case <-ctx.Done():
				return ctx.Err()
			}
			select {
			case jobs <- i:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range workers {
		group.Go(func() error {
			for i := range jobs {
				t, err := r.pack(ctx, set, coords[i], e.Layers, nil)
				if err != nil {
					return err
				}
				slots[i] <- t
			}
			return nil
		})
	}
	group.Go(func() error {
		i := 0
		for turn := range turns {
			var t Tile
			select {
			case t = <-turn:
			case <-ctx.Done():
				return ctx.Err()
			}
			done.Dropped += t.Dropped
			done.Thinned += t.Thinned
			done.Zooms[coords[i].Z-e.MinZoom].Dropped += t.Dropped
			done.Zooms[coords[i].Z-e.MinZoom].Thinned += t.Thinned
			if t.Raw == 0 {
				done.Empty++
			} else {
				if err := w.Add(coords[i], t.Data); err != nil {
					return err
				}
				done.Tiles++
				done.Bytes += int64(len(t.Data))
				done.Largest = max(done.Largest, len(t.Data))
			}
			slots[i] = nil
			if i++; e.Progress != nil && (i%64 == 0 || i == len(coords)) {
				e.Progress(i, len(coords))
			}
		}
		return nil
	})
	return group.Wait()
}
