package tiles_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"layoutmap/layers"
	"layoutmap/tiles"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"
)

// BenchmarkCold makes cold tiles of the plan and of a tenth of the generated
// city, z10 to z16: up to 60 tiles of a level, evenly over those that hold
// something, the same ones for each of
//
//   - tiles: the vector tile, no byte budget, no gzip;
//   - tiles+gzip: what the server does for a tile it does not have, the budget kept;
//   - orb: project, clip, simplify and marshal with orb, no gzip, of features
//     already looked up;
//   - ST_AsMVT: PostGIS, where LAYOUTMAP_POSTGIS names a scratch database, from
//     indexed tables in Web Mercator, no gzip; the executor's time only.
//
// The metric cpu-µs/tile is computing time on all processors. The whole city,
// of 1.4 million features, with LAYOUTMAP_CITY=whole.
func BenchmarkCold(b *testing.B) {
	points, roads, buildings := 100_000, 20_000, 20_000
	if os.Getenv("LAYOUTMAP_CITY") == "whole" {
		points, roads, buildings = 1_000_000, 200_000, 200_000
	}
	for _, data := range []struct {
		name string
		ls   func() []*layers.Layer
	}{
		{"plan", func() []*layers.Layer { return plan(b) }},
		{"city", func() []*layers.Layer { return cityLayers(b, points, roads, buildings) }},
	} {
		b.Run(data.name, func(b *testing.B) {
			ls := data.ls()
			db := loadPostGIS(b, ls)
			for z := uint8(10); z <= 16; z += 2 {
				b.Run(fmt.Sprintf("z%d", z), func(b *testing.B) { benchCold(b, ls, coldTiles(b, ls, z), db) })
			}
		})
	}
}

func benchCold(b *testing.B, ls []*layers.Layer, coords []tiles.Coord, db *postGIS) {
	ctx, set, r := context.Background(), mercator(b), tiles.NewRenderer(tiles.Options{})
	run := func(name string, one func(c tiles.Coord) (bytes int)) {
		b.Run(name, func(b *testing.B) {
			one(coords[0]) // what is compiled once
			b.ReportAllocs()
			size, n, start := 0, 0, cpuTime()
			for b.Loop() {
				for _, c := range coords {
					size += one(c)
				}
				n += len(coords)
			}
			b.ReportMetric(float64(cpuTime()-start)/float64(n)/1e3, "cpu-µs/tile")
			b.ReportMetric(float64(size)/float64(n), "B/tile")
		})
	}
	var dst []byte
	run("tiles", func(c tiles.Coord) int {
		var err error
		if dst, _, err = r.Render(ctx, dst[:0], set, c, ls...); err != nil {
			b.Fatal(err)
		}
		return len(dst)
	})
	run("tiles+gzip", func(c tiles.Coord) int {
		tile, err := r.Uncached(ctx, set, c, ls...)
		if err != nil {
			b.Fatal(err)
		}
		return len(tile.Data)
	})
	found := map[tiles.Coord][]*geojson.FeatureCollection{}
	for _, c := range coords {
		for _, l := range ls {
			found[c] = append(found[c], orbFeatures(l, set.Bound(c, 64)))
		}
	}
	run("orb", func(c tiles.Coord) int {
		raw, err := orbTile(c, found[c])
		if err != nil {
			b.Fatal(err)
		}
		return len(raw)
	})
	if db != nil {
		b.Run("ST_AsMVT", func(b *testing.B) {
			for b.Loop() {
			}
			b.ReportMetric(0, "ns/op") // an iteration is none of the database's
			each := func(stats string) float64 { return db.tiles(b, coords, stats).Seconds() * 1e6 / float64(len(coords)) }
			b.ReportMetric(each("log_statement_stats"), "cpu-µs/tile")
			b.ReportMetric(each("log_executor_stats"), "executor-µs/tile")
		})
	}
}

// cpuTime is what the process has computed, on all processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// coldTiles are up to 60 tiles of a level that hold something, evenly over them.
func coldTiles(b *testing.B, ls []*layers.Layer, z uint8) []tiles.Coord {
	r, set := tiles.NewRenderer(tiles.Options{}), mercator(b)
	var all []tiles.Coord
	var dst []byte
	set.Covering(tiles.BoundOf(ls...), z, func(c tiles.Coord) bool {
		var stats tiles.Stats
		var err error
		if dst, stats, err = r.Render(context.Background(), dst[:0], set, c, ls...); err != nil {
			b.Fatal(err)
		}
		if stats.Features > 0 {
			all = append(all, c)
		}
		return true
	})
	const most = 60
	var some []tiles.Coord
	for i := range min(most, len(all)) {
		some = append(some, all[i*len(all)/min(most, len(all))])
	}
	return some
}

// orbFeatures holds the features of a layer that touch a box, with the
// attributes that our tiles carry, for orb's encoder.
func orbFeatures(l *layers.Layer, box orb.Bound) *geojson.FeatureCollection {
	fc := geojson.NewFeatureCollection()
	seen := map[uint32]bool{}
	l.Search(box, func(pos int) bool {
		row := l.Shapes().Shapes[pos].Row
		if seen[row] {
			return true
		}
		seen[row] = true
		f := l.Feature(int(row))
		g := geojson.NewFeature(f.Geometry)
		g.ID = f.Num
		g.Properties["id"] = f.ID
		for _, p := range l.Columns() {
			if v := f.Value(p.Name); p.Tile && v != nil && p.Type != layers.Strings {
				g.Properties[p.Name] = v
			}
		}
		fc.Append(g)
		return true
	})
	return fc
}

// orbTile is the usual pipeline on orb: project, clip, simplify, marshal. Its
// steps write into their input, so it starts with a copy.
func orbTile(c tiles.Coord, found []*geojson.FeatureCollection) ([]byte, error) {
	var ls mvt.Layers
	for i, fc := range found {
		copied := &geojson.FeatureCollection{Features: make([]*geojson.Feature, len(fc.Features))}
		for i, f := range fc.Features {
			g := *f
			g.Geometry = orb.Clone(f.Geometry)
			copied.Features[i] = &g
		}
		l := mvt.NewLayer(fmt.Sprint("layer", i), copied)
		l.Version = 2
		l.ProjectToTile(maptile.New(c.X, c.Y, maptile.Zoom(c.Z)))
		l.Clip(orb.Bound{Min: orb.Point{-64, -64}, Max: orb.Point{tiles.Extent + 64, tiles.Extent + 64}})
		l.Simplify(simplify.DouglasPeucker(1))
		l.RemoveEmpty(1, 1)
		ls = append(ls, l)
	}
	return mvt.Marshal(ls)
}

// postGIS is a database that holds the features of layers, one table each.
type postGIS struct {
	dsn    string
	tables int
}

// loadPostGIS copies the layers; nil without a database.
func loadPostGIS(b *testing.B, ls []*layers.Layer) *postGIS {
	dsn := os.Getenv("LAYOUTMAP_POSTGIS")
	if dsn == "" {
		b.Log("ST_AsMVT left out: set LAYOUTMAP_POSTGIS to a psql connection string of a scratch database with PostGIS")
		return nil
	}
	db := &postGIS{dsn, len(ls)}
	null := func(s string) string { return cmp.Or(s, `\N`) }
	var in strings.Builder
	in.WriteString("CREATE EXTENSION IF NOT EXISTS postgis;\n")
	for i, l := range ls {
		fmt.Fprintf(&in, "DROP TABLE IF EXISTS bench%[1]d; CREATE UNLOGGED TABLE bench%[1]d (num int8, id text, name_zh text, name_en text, kind text, status text, geom geometry(Geometry, 4326));\nCOPY bench%[1]d FROM STDIN;\n", i)
		for f := range l.All() {
			if f.Geometry != nil {
				fmt.Fprintf(&in, "%d\t%s\t%s\t%s\t%s\t%s\tSRID=4326;%s\n", f.Num, f.ID, null(f.Text("name_zh")), null(f.Text("name_en")), null(f.Text("kind")), null(f.Text("status")), wkt.MarshalString(f.Geometry))
			}
		}
		fmt.Fprintf(&in, "\\.\nALTER TABLE bench%[1]d ALTER COLUMN geom TYPE geometry(Geometry, 3857) USING ST_Transform(geom, 3857); CREATE INDEX ON bench%[1]d USING gist (geom); ANALYZE bench%[1]d;\n", i)
	}
	db.run(b, in.String())
	return db
}

func (db *postGIS) run(b *testing.B, in string) string {
	b.Helper()
	cmd := exec.Command("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", db.dsn)
	cmd.Stdin = strings.NewReader(in)
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("psql: %v\n%.2000s", err, out)
	}
	return string(out)
}

var computingTime = regexp.MustCompile(`(?m)^!\s+([\d.]+) s user, ([\d.]+) s system, [\d.]+ s elapsed$`)

// tiles has the database make the tiles twice, and gives the computing time of
// the second round, one process, nothing compiled: what it says of whole
// statements, reading and planning included, as a tile server has it do for each
// tile; or of its executor alone.
func (db *postGIS) tiles(b *testing.B, coords []tiles.Coord, stats string) time.Duration {
	var in strings.Builder
	for _, c := range coords {
		in.WriteString("SELECT length(")
		for k := range db.tables {
			if k > 0 {
				in.WriteString(" || ")
			}
			fmt.Fprintf(&in, "coalesce((SELECT ST_AsMVT(t, 'l%[1]d', 4096, 'g', 'num') FROM (SELECT num, id, name_zh, name_en, kind, status, ST_AsMVTGeom(geom, ST_TileEnvelope(%[2]d,%[3]d,%[4]d), 4096, 64, true) AS g FROM bench%[1]d WHERE geom && ST_TileEnvelope(%[2]d,%[3]d,%[4]d, margin => 0.015625)) t WHERE g IS NOT NULL), ''::bytea)", k, c.Z, c.X, c.Y)
		}
		in.WriteString(");\n")
	}
	said := computingTime.FindAllStringSubmatch(db.run(b, "SET jit = off; SET max_parallel_workers_per_gather = 0;\n"+in.String()+
		"SET client_min_messages = log; SET "+stats+" = on;\n"+in.String()), -1)
	if len(said) != len(coords) {
		b.Fatalf("%d times of %d tiles", len(said), len(coords))
	}
	sum := 0.0
	for _, s := range said {
		for _, text := range s[1:] {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				b.Fatal(err)
			}
			sum += v
		}
	}
	return time.Duration(sum * float64(time.Second))
}

// BenchmarkPlanHot asks for one tile of the full plan again and again.
func BenchmarkPlanHot(b *testing.B) {
	ls := plan(b)
	ctx := context.Background()
	set := mercator(b)
	r := tiles.NewRenderer(tiles.Options{})
	c := tiles.Coord{Z: 12, X: 3375, Y: 1552}
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		tile, err := r.Tile(ctx, set, c, ls...)
		if err != nil {
			b.Fatal(err)
		}
		size += len(tile.Data)
	}
	if size == 0 {
		b.Fatal("empty tile")
	}
}
