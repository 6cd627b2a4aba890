package tiles_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"layoutmap/layers"
	"layoutmap/tiles"

	"github.com/paulmach/orb/encoding/wkt"
)

// BenchmarkColdAgainstPostGIS renders cold tiles, z10 to z16, of the plan and of
// a tenth of the generated city, and has PostGIS make the same tiles by
// ST_AsMVT from an indexed table of the same features in Web Mercator: the
// database's own execution time, no connection and no gzip, against ours with
// gzip. Each iteration is one tile of those that hold something.
//
//	LAYOUTMAP_POSTGIS='dbname=tiles' go test ./tiles -run '^$' -bench ColdAgainstPostGIS
func BenchmarkColdAgainstPostGIS(b *testing.B) {
	dsn := os.Getenv("LAYOUTMAP_POSTGIS")
	if dsn == "" {
		b.Skip("left out: set LAYOUTMAP_POSTGIS to a psql connection string of a scratch database with PostGIS")
	}
	psql := func(in string) string {
		b.Helper()
		cmd := exec.Command("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", dsn)
		cmd.Stdin = strings.NewReader(in)
		out, err := cmd.CombinedOutput()
		if err != nil {
			b.Fatalf("psql: %v\n%.2000s", err, out)
		}
		return string(out)
	}
	for _, data := range []struct {
		name string
		ls   []*layers.Layer
	}{{"plan", plan(b)}, {"city", cityLayers(b, 100_000, 20_000, 20_000)}} {
		var copied strings.Builder
		copied.WriteString("CREATE EXTENSION IF NOT EXISTS postgis;\n")
		for i, l := range data.ls {
			fmt.Fprintf(&copied, "DROP TABLE IF EXISTS bench%[1]d; CREATE UNLOGGED TABLE bench%[1]d (num int8, id text, name_zh text, name_en text, kind text, status text, geom geometry(Geometry, 4326));\nCOPY bench%[1]d FROM STDIN;\n", i)
			for f := range l.All() {
				if f.Geometry != nil {
					fmt.Fprintf(&copied, "%d\t%s\t%s\t%s\t%s\t%s\tSRID=4326;%s\n", f.Num, f.ID, f.Text("name_zh"), f.Text("name_en"), f.Text("kind"), f.Text("status"), wkt.MarshalString(f.Geometry))
				}
			}
			fmt.Fprintf(&copied, "\\.\nALTER TABLE bench%[1]d ALTER COLUMN geom TYPE geometry(Geometry, 3857) USING ST_Transform(geom, 3857); CREATE INDEX ON bench%[1]d USING gist (geom); ANALYZE bench%[1]d;\n", i)
		}
		psql(copied.String())
		for z := uint8(10); z <= 16; z += 2 {
			set := mercator(b)
			r := tiles.NewRenderer(tiles.Options{})
			ctx := context.Background()
			var coords []tiles.Coord
			set.Covering(tiles.BoundOf(data.ls...), z, func(c tiles.Coord) bool {
				if t, err := r.Pack(ctx, set, c, data.ls...); err == nil && t.Raw > 0 {
					coords = append(coords, c)
				}
				return true
			})
			b.Run(fmt.Sprintf("%s/z%d/layoutmap", data.name, z), func(b *testing.B) {
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					if _, err := r.Pack(ctx, set, coords[i%len(coords)], data.ls...); err != nil {
						b.Fatal(err)
					}
					i++
				}
			})
			b.Run(fmt.Sprintf("%s/z%d/ST_AsMVT", data.name, z), func(b *testing.B) {
				const most = 60 // tiles, evenly over the level
				step := max(1, len(coords)/most)
				var sql strings.Builder
				n := 0
				for i := 0; i < len(coords); i += step {
					c := coords[i]
					sql.WriteString("EXPLAIN (ANALYZE, TIMING OFF) SELECT ")
					for k := range data.ls {
						if k > 0 {
							sql.WriteString(" || ")
						}
						fmt.Fprintf(&sql, "coalesce((SELECT ST_AsMVT(t, 'l%[1]d', 4096, 'g', 'num') FROM (SELECT num, id, name_zh, name_en, kind, status, ST_AsMVTGeom(geom, ST_TileEnvelope(%[2]d,%[3]d,%[4]d), 4096, 64, true) AS g FROM bench%[1]d WHERE geom && ST_TileEnvelope(%[2]d,%[3]d,%[4]d, margin => 0.015625)) t WHERE g IS NOT NULL), ''::bytea)", k, c.Z, c.X, c.Y)
					}
					sql.WriteString(";\n")
					n++
				}
				for b.Loop() {
				}
				var times []float64
				for line := range strings.Lines(psql(sql.String() + sql.String())) { // the first round warms up
					if text, ok := strings.CutPrefix(strings.TrimSpace(line), "Execution Time: "); ok {
						ms, err := strconv.ParseFloat(strings.TrimSuffix(text, " ms"), 64)
						if err != nil {
							b.Fatal(err)
						}
						times = append(times, ms)
					}
				}
				if len(times) != 2*n {
					b.Fatalf("%d times of %d tiles", len(times), n)
				}
				times = times[n:]
				sum := 0.0
				for _, ms := range times {
					sum += ms
				}
				slices.Sort(times)
				b.ReportMetric(sum/float64(n)*1e6, "ns/op")
				b.ReportMetric(times[n/2], "ms/median")
			})
		}
	}
}
