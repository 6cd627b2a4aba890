package layers_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// The file's own metadata are GeoParquet 1.1's, and the provenance stands beside them.
func TestGeoParquetMetadata(t *testing.T) {
	data := encode(t, "parquet", whole(t, openMixed(t)))
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if file.NumRows() != 7 {
		t.Errorf("%d rows, want 7", file.NumRows())
	}
	text, _ := file.Lookup("geo")
	var got, want any
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB",
		"geometry_types":["LineString","MultiLineString","MultiPoint","MultiPolygon","Point","Polygon"],"bbox":[116.5,39.7,116.8,39.95],
		"covering":{"bbox":{"xmin":["bbox","xmin"],"ymin":["bbox","ymin"],"xmax":["bbox","xmax"],"ymax":["bbox","ymax"]}}}}}`), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if text, _ = file.Lookup("layoutmap:provenance"); !json.Valid([]byte(text)) || !bytes.Contains([]byte(text), []byte("为测试绘制")) {
		t.Errorf("provenance %q", text)
	}
}
