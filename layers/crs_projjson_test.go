package layers_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"testing"

	"layoutmap/geo/crs"
	"layoutmap/geo/witness"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// The system that a GeoParquet file states is the one that PROJ's database has
// under its code, names of realisations aside; and PROJ reads it as that system.
func TestGeoParquetStatesTheSystemAsPROJDoes(t *testing.T) {
	gdalsrsinfo := witness.Tool(t, "gdalsrsinfo", "gdal-bin")
	for _, c := range crs.All() {
		if c.IsCRS84() || c.DisplayOnly() {
			continue
		}
		d := whole(t, openMixed(t))
		d.CRS = c
		data := encode(t, "parquet", d)
		file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		text, _ := file.Lookup("geo")
		var geo struct {
			Columns map[string]struct{ CRS map[string]any }
		}
		if err := json.Unmarshal([]byte(text), &geo); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(gdalsrsinfo, "-o", "projjson", c.Code()).Output()
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]any
		if err := json.Unmarshal(out, &want); err != nil {
			t.Fatal(err)
		}
		got := geo.Columns["geometry"].CRS
		full, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := exec.Command(gdalsrsinfo, "-o", "epsg", string(full)).CombinedOutput(); err != nil || !bytes.Contains(text, []byte(c.Code())) {
			t.Errorf("%s: PROJ reads the document as %.300s (%v)", c.Code(), text, err)
		}
		for _, doc := range []map[string]any{got, want} {
			for _, name := range []string{"$schema", "scope", "area", "bbox", "remarks"} {
				delete(doc, name)
			}
			if conversion, ok := doc["conversion"].(map[string]any); ok {
				delete(conversion, "name")
			}
			base := doc
			if b, ok := doc["base_crs"].(map[string]any); ok {
				base = b
				delete(base, "type") // which a base need not state
			}
			for _, name := range []string{"datum", "datum_ensemble"} {
				if datum, ok := base[name].(map[string]any); ok {
					base["datum"] = datum["ellipsoid"]
				}
			}
			delete(base, "datum_ensemble")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-PROJ +ours):\n%s", c.Code(), diff)
		}
	}
}
