package tiles_test

import (
	"context"
	"path/filepath"
	"testing"

	"layoutmap/tiles"
)

// BenchmarkExportCity writes a tenth of the generated city, z0 to z14.
func BenchmarkExportCity(b *testing.B) {
	ls := cityLayers(b, 100_000, 20_000, 20_000)
	e := tiles.Export{About: tiles.NewTileJSON("", ls...), Layers: ls, MaxZoom: 14, Bound: tiles.BoundOf(ls...)}
	for _, name := range []string{"city.pmtiles", "city.mbtiles"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				done, err := tiles.NewRenderer(tiles.Options{}).Export(context.Background(), filepath.Join(b.TempDir(), name), e)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(done.Tiles), "tiles")
				b.ReportMetric(float64(done.Bytes)/1e6, "MB")
				b.ReportMetric(float64(done.Thinned), "thinned")
				b.ReportMetric(float64(done.Largest), "largest-B")
			}
		})
	}
}
