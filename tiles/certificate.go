package tiles

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// A Certificate says what a set of tiles was found to be.
type Certificate struct {
	Tileset     string   `json:"tileset"`
	MinZoom     uint8    `json:"minzoom"`
	MaxZoom     uint8    `json:"maxzoom"`
	Tiles       int      `json:"tiles"` // that hold something
	Empty       int      `json:"empty"`
	Bytes       int64    `json:"bytes"`        // of the tiles, gzip
	Largest     int      `json:"largest"`      // bytes, gzip
	LargestTile string   `json:"largest_tile"` // z/x/y
	Features    int      `json:"features"`     // summed over tiles
	IDs         int      `json:"ids"`          // features that differ by layer and id
	Rings       int      `json:"rings_checked"`
	UnstableIDs int      `json:"unstable_ids"` // tile ids that mean two features, or features with two tile ids
	Dropped     *int     `json:"dropped"`      // features left out of tiles, summed; null where nobody counted
	Thinned     *int     `json:"thinned"`      // of them those left out for the byte budget
	Broken      int      `json:"problems"`     // rules of the specification broken
	Examples    []string `json:"examples"`     // the first of those
}

// Good tells whether nothing was found wrong.
func (c *Certificate) Good() bool { return c.Broken == 0 && c.UnstableIDs == 0 }

// maxExamples is how many broken rules a certificate prints.
const maxExamples = 20

// Verify reads every WebMercatorQuad tile of the zoom levels that touches the
// bound (CRS84), decodes it strictly and checks it as Check does; and that a
// feature has one id in all tiles. counted tells whether tiles know what they
// dropped. A tile that cannot be decoded is a problem, one that cannot be read an error.
func Verify(ctx context.Context, name string, minZoom, maxZoom uint8, bound orb.Bound, counted bool, tile func(Coord) (Tile, error)) (Certificate, error) {
	doc := Certificate{Tileset: name, MinZoom: minZoom, MaxZoom: maxZoom, Examples: []string{}}
	dropped, thinned := 0, 0
	problem := func(c Coord, what any) {
		if doc.Broken++; len(doc.Examples) < maxExamples {
			doc.Examples = append(doc.Examples, fmt.Sprintf("%v: %v", c, what))
		}
	}
	ids := identities{num: map[feature]uint64{}, id: map[numbered]string{}}
	var err error
	for z := minZoom; z <= maxZoom && err == nil; z++ {
		webMercatorQuad().Covering(bound, z, func(c Coord) bool {
			if err = ctx.Err(); err != nil {
				return false
			}
			var t Tile
			if t, err = tile(c); err != nil {
				err = fmt.Errorf("verify %s: tile %v: %w", name, c, err)
				return false
			}
			dropped, thinned = dropped+t.Dropped, thinned+t.Thinned
			if t.Raw == 0 {
				doc.Empty++
				return true
			}
			doc.Tiles++
			doc.Bytes += int64(len(t.Data))
			if len(t.Data) > doc.Largest {
				doc.Largest, doc.LargestTile = len(t.Data), c.String()
			}
			raw, e := gunzip(t.Data)
			if e != nil {
				problem(c, e)
				return true
			}
			ls, e := Decode(raw)
			if e != nil {
				problem(c, e)
				return true
			}
			report := Check(ls)
			doc.Features += report.Features
			doc.Rings += report.Rings
			for _, p := range report.Problems {
				problem(c, p)
			}
			doc.UnstableIDs += ids.add(ls)
			return true
		})
	}
	doc.IDs = len(ids.num)
	if counted {
		doc.Dropped, doc.Thinned = &dropped, &thinned
	}
	return doc, err
}

// identities remember which id and which tile id belong together.
type identities struct {
	num map[feature]uint64
	id  map[numbered]string
}

type feature struct{ layer, id string }

type numbered struct {
	layer string
	num   uint64
}

// add takes in the features of a tile and tells how many contradict what was
// known. Layers whose features have no id attribute cannot be judged.
func (i *identities) add(ls []DecodedLayer) (unstable int) {
	for k := range ls {
		l := &ls[k]
		for n := range l.Features {
			f := &l.Features[n]
			id, ok := l.Attributes(f)[idKey].(string)
			if !ok || !f.HasID {
				continue
			}
			a, b := feature{l.Name, id}, numbered{l.Name, f.ID}
			num, known := i.num[a]
			text, taken := i.id[b]
			if known && num != f.ID || taken && text != id {
				unstable++
				continue
			}
			i.num[a], i.id[b] = f.ID, id
		}
	}
	return unstable
}

// VerifyArchive checks all tiles of an archive inside its stated bounds.
func VerifyArchive(ctx context.Context, a Archive) (Certificate, error) {
	t := a.About()
	bound := orb.Bound{Min: orb.Point{t.Bounds[0], t.Bounds[1]}, Max: orb.Point{t.Bounds[2], t.Bounds[3]}}
	for _, v := range t.Bounds {
		if math.IsNaN(v) {
			return Certificate{}, fmt.Errorf("verify %s: bounds %v", t.Name, t.Bounds)
		}
	}
	return Verify(ctx, t.Name, t.MinZoom, t.MaxZoom, bound, false, func(c Coord) (Tile, error) { return ArchiveTile(ctx, a, c) })
}
