package tiles

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"
)

// A Certificate says what a set of tiles was found to be.
type Certificate struct {
	Tileset     string            `json:"tileset"`
	MatrixSet   string            `json:"tileMatrixSet"`
	MinZoom     uint8             `json:"minzoom"`
	MaxZoom     uint8             `json:"maxzoom"`
	Tiles       int               `json:"tiles"` // that hold something
	Empty       int               `json:"empty"`
	Bytes       int64             `json:"bytes"`        // of the tiles, gzip
	Largest     int               `json:"largest"`      // bytes, gzip
	LargestTile string            `json:"largest_tile"` // z/x/y
	OverBudget  int               `json:"over_budget"`  // tiles of more than 500,000 bytes
	Features    int               `json:"features"`     // summed over tiles
	IDs         int               `json:"ids"`          // features that differ by layer and id
	Rings       int               `json:"rings_checked"`
	UnstableIDs int               `json:"unstable_ids"` // tile ids that mean two features, or features with two tile ids
	LostIDs     *int              `json:"lost_ids"`     // that stand in a tile, but neither in one above or below it nor in its count of dropped ones; null where nobody counted
	Dropped     *int              `json:"dropped"`      // features left out of tiles, summed; null where nobody counted
	Thinned     *int              `json:"thinned"`      // of them those left out for the byte budget
	Broken      int               `json:"problems"`     // rules of the specification broken
	Examples    []string          `json:"examples"`     // the first of those
	Zooms       []ZoomCertificate `json:"zooms"`
}

// ZoomCertificate is the part of a certificate about one zoom level.
type ZoomCertificate struct {
	Zoom     uint8 `json:"zoom"`
	Tiles    int   `json:"tiles"`
	Empty    int   `json:"empty"`
	Bytes    int64 `json:"bytes"`
	Largest  int   `json:"largest"`
	Features int   `json:"features"`
	Dropped  *int  `json:"dropped"`
	Thinned  *int  `json:"thinned"`
}

// Good tells whether nothing was found wrong.
func (c *Certificate) Good() bool {
	return c.Broken == 0 && c.UnstableIDs == 0 && c.OverBudget == 0 && (c.LostIDs == nil || *c.LostIDs == 0)
}

const (
	maxExamples = 20  // broken rules that a certificate prints
	verifyAhead = 256 // tiles read before the first of them is entered
)

// Verification says which tiles Verify reads and how.
type Verification struct {
	Name             string
	Set              *MatrixSet
	MinZoom, MaxZoom uint8
	Bound            orb.Bound     // CRS84; tiles that touch it
	Counted          bool          // tiles know what they dropped, and the bound holds all features
	Said             []ZoomDropped // what an archive says it left out, where it does
	Workers          int           // tiles read at the same time; 0 is GOMAXPROCS
	Tile             func(context.Context, Coord) (Tile, error)
	Progress         func(done, total int) // tiles read so far; may be nil, called by one goroutine
}

// Verify reads the tiles, decodes them strictly and checks them as Check does;
// that a feature has one id in all tiles; and that from one zoom level to the
// next no feature is lost without being counted. A tile that cannot be decoded
// is a problem, one that cannot be read an error.
func Verify(ctx context.Context, v Verification) (Certificate, error) {
	if v.Workers <= 0 {
		v.Workers = runtime.GOMAXPROCS(0)
	}
	doc := Certificate{Tileset: v.Name, MatrixSet: v.Set.ID, MinZoom: v.MinZoom, MaxZoom: v.MaxZoom, Examples: []string{}, Zooms: []ZoomCertificate{}}
	if v.Counted {
		doc.LostIDs, doc.Dropped, doc.Thinned = new(int), new(int), new(int)
	}
	ids := identities{num: map[feature]uint64{}, id: map[numbered]string{}}
	var above map[Coord]holding
	done, total := 0, 0
	for z := v.MinZoom; z <= v.MaxZoom; z++ {
		v.Set.Covering(v.Bound, z, func(Coord) bool { total++; return true })
	}
	for z := v.MinZoom; z <= v.MaxZoom; z++ {
		zoom := ZoomCertificate{Zoom: z}
		if v.Counted {
			zoom.Dropped, zoom.Thinned = new(int), new(int)
		}
		var coords []Coord
		v.Set.Covering(v.Bound, z, func(c Coord) bool { coords = append(coords, c); return true })
		level := make(map[Coord]holding, len(coords))
		for len(coords) > 0 {
			n := min(len(coords), verifyAhead)
			found, err := v.read(ctx, coords[:n])
			if err != nil {
				return doc, err
			}
			for i := range found {
				doc.enter(coords[i], &found[i], &zoom, &ids)
				if v.Counted {
					level[coords[i]] = found[i].holds
				}
			}
			coords = coords[n:]
			if done += n; v.Progress != nil {
				v.Progress(done, total)
			}
		}
		if v.Counted && above != nil {
			*doc.LostIDs += lostBetween(above, level)
		}
		above = level
		doc.sum(zoom)
	}
	doc.IDs = len(ids.num)
	if !v.Counted {
		doc.state(v.Said)
	}
	return doc, nil
}

// judged is a tile that was read and checked.
type judged struct {
	tile   Tile
	report Report
	err    error // why it is no tile
	ids    []identified
	holds  holding
}

// read judges tiles in parallel.
func (v *Verification) read(ctx context.Context, coords []Coord) ([]judged, error) {
	found := make([]judged, len(coords))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(v.Workers)
	for i, c := range coords {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			t, err := v.Tile(ctx, c)
			if err != nil {
				return fmt.Errorf("verify %s: tile %v: %w", v.Name, c, err)
			}
			found[i] = judge(t)
			return nil
		})
	}
	return found, group.Wait()
}

func judge(t Tile) judged {
	j := judged{tile: t, holds: holding{dropped: t.Dropped}}
	if t.Raw == 0 {
		return j
	}
	raw, err := gunzip(t.Data)
	if err != nil {
		j.err = err
		return j
	}
	ls, err := Decode(raw)
	if err != nil {
		j.err = err
		return j
	}
	j.report = Check(ls)
	j.ids = identify(ls)
	j.holds.add(ls)
	return j
}

// enter adds a tile to the certificate.
func (c *Certificate) enter(at Coord, j *judged, zoom *ZoomCertificate, ids *identities) {
	problem := func(what any) {
		if c.Broken++; len(c.Examples) < maxExamples {
			c.Examples = append(c.Examples, fmt.Sprintf("%v: %v", at, what))
		}
	}
	if zoom.Dropped != nil {
		*zoom.Dropped += j.tile.Dropped
		*zoom.Thinned += j.tile.Thinned
	}
	if j.tile.Raw == 0 {
		zoom.Empty++
		return
	}
	size := len(j.tile.Data)
	zoom.Tiles++
	zoom.Bytes += int64(size)
	zoom.Largest = max(zoom.Largest, size)
	if size > c.Largest {
		c.Largest, c.LargestTile = size, at.String()
	}
	if size > defaultMaxBytes {
		c.OverBudget++
	}
	if j.err != nil {
		problem(j.err)
		return
	}
	zoom.Features += j.report.Features
	c.Rings += j.report.Rings
	for _, p := range j.report.Problems {
		problem(p)
	}
	c.UnstableIDs += ids.add(j.ids)
}

// sum adds a zoom level.
func (c *Certificate) sum(z ZoomCertificate) {
	c.Zooms = append(c.Zooms, z)
	c.Tiles += z.Tiles
	c.Empty += z.Empty
	c.Bytes += z.Bytes
	c.Features += z.Features
	if c.Dropped != nil {
		*c.Dropped += *z.Dropped
		*c.Thinned += *z.Thinned
	}
}

// DroppedByZoom is what was left out by zoom level, nil where nobody counted.
func (c *Certificate) DroppedByZoom() []ZoomDropped {
	var out []ZoomDropped
	for _, z := range c.Zooms {
		if z.Dropped != nil {
			out = append(out, ZoomDropped{z.Zoom, *z.Dropped, *z.Thinned})
		}
	}
	return out
}

// VerifyArchive checks all tiles of an archive inside its stated bounds.
func VerifyArchive(ctx context.Context, a Archive) (Certificate, error) {
	t := a.About()
	for _, v := range t.Bounds {
		if math.IsNaN(v) {
			return Certificate{}, fmt.Errorf("verify %s: bounds %v", t.Name, t.Bounds)
		}
	}
	return Verify(ctx, VerificationOf(a))
}

// state takes over what an archive says of the features it left out.
func (c *Certificate) state(said []ZoomDropped) {
	if said == nil {
		return
	}
	c.Dropped, c.Thinned = new(int), new(int)
	for _, s := range said {
		*c.Dropped += s.Dropped
		*c.Thinned += s.Thinned
		for i := range c.Zooms {
			if z := &c.Zooms[i]; z.Zoom == s.Zoom {
				z.Dropped, z.Thinned = &s.Dropped, &s.Thinned
			}
		}
	}
}

// VerificationOf says how to verify an archive.
func VerificationOf(a Archive) Verification {
	t := a.About()
	return Verification{
		Name: t.Name, Set: webMercatorQuad(), MinZoom: t.MinZoom, MaxZoom: t.MaxZoom,
		Bound: orb.Bound{Min: orb.Point{t.Bounds[0], t.Bounds[1]}, Max: orb.Point{t.Bounds[2], t.Bounds[3]}},
		Said:  t.Dropped,
		Tile:  func(ctx context.Context, c Coord) (Tile, error) { return ArchiveTile(ctx, a, c) },
	}
}
