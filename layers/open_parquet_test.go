package layers_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"layoutmap/layers"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
)

// GeoParquet is read in the usual compressions; LZ4 is refused before a block
// of it is touched, for the library never ends on a damaged one.
func TestCompressionsOfGeoParquet(t *testing.T) {
	for _, c := range []struct {
		codec compress.Codec
		want  string // of the fault; "" where it is read
	}{{&parquet.Uncompressed, ""}, {&parquet.Snappy, ""}, {&parquet.Gzip, ""}, {&parquet.Brotli, ""}, {&parquet.Zstd, ""}, {&parquet.Lz4Raw, "compressed by LZ4"}} {
		type row struct {
			Name     string `parquet:"name"`
			Geometry []byte `parquet:"geometry"`
		}
		var data bytes.Buffer
		w := parquet.NewGenericWriter[row](&data, parquet.Compression(c.codec),
			parquet.KeyValueMetadata("geo", `{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point"]}}}`))
		point := append([]byte{1, 1, 0, 0, 0}, make([]byte, 16)...) // of longitude and latitude 0
		if _, err := w.Write([]row{{strings.Repeat("x", 1000), point}}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		catalog, err := layers.Open(fstest.MapFS{"a.parquet": {Data: data.Bytes()}})
		switch {
		case c.want != "":
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want an error with %q", c.codec, err, c.want)
			}
		case err != nil:
			t.Errorf("%s: %v", c.codec, err)
		default:
			if l := catalog.Layers()[0]; l.Len() != 1 || len(l.Feature(0).Text("name")) != 1000 {
				t.Errorf("%s: %d features, %q", c.codec, l.Len(), l.Feature(0).Text("name"))
			}
		}
	}
}
