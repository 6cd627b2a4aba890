package tiles_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"layoutmap/tiles"

	"github.com/google/go-cmp/cmp"
)

func TestTileJSON(t *testing.T) {
	shapes := shapesLayer(t)
	other := openLayer(t, "other", feature("a", `{"type":"Point","coordinates":[117.5,39.9]}`, `"licence":"ODbL-1.0"`))
	doc := tiles.NewTileJSON("http://example.org/{z}/{x}/{y}.mvt", shapes, other)
	fields := map[string]string{
		"id": "String", "name_zh": "String", "name_en": "String", "kind": "String", "category": "String",
		"status": "String", "horizon": "String", "method": "String", "accuracy_m": "Number",
		"seq": "Number", "size": "Number", "big": "Boolean",
	}
	labels := maps.Clone(fields)
	labels["label_angle"] = "Number" // there is a line among them
	want := tiles.TileJSON{
		TileJSON: "3.0.0", Scheme: "xyz", Tiles: []string{"http://example.org/{z}/{x}/{y}.mvt"},
		Attribution: "CC0-1.0 | ODbL-1.0", MaxZoom: 16,
		Bounds: [4]float64{116.3, 39.6, 117.5, 40}, Center: [3]float64{116.9, 39.8, 9},
		VectorLayers: []tiles.VectorLayer{
			{ID: "shapes", Description: "试 · Test", MaxZoom: 16, Fields: fields},
			{ID: "shapes-labels", Description: "试 · Test", MaxZoom: 16, Fields: labels},
			{ID: "other", Description: "试 · Test", MaxZoom: 16, Fields: fields},
		},
	}
	if d := cmp.Diff(want, doc); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, z := range []uint8{0, 9, 14} { // the tiles keep what the document promises
		got, _ := render(t, tiles.NewRenderer(tiles.Options{}), at(t, z), shapes, other)
		for i := range got {
			at := slices.IndexFunc(doc.VectorLayers, func(v tiles.VectorLayer) bool { return v.ID == got[i].Name })
			if at < 0 {
				t.Fatalf("tile layer %q is not in TileJSON", got[i].Name)
			}
			for _, k := range got[i].Keys {
				if doc.VectorLayers[at].Fields[k] == "" {
					t.Errorf("key %q of %s is not in TileJSON", k, got[i].Name)
				}
			}
		}
	}
}

func TestTileJSONWithoutGeometry(t *testing.T) {
	for _, doc := range []tiles.TileJSON{
		tiles.NewTileJSON("u"),
		tiles.NewTileJSON("u", openLayer(t, "empty", feature("a", `null`, `"method":"unlocated","accuracy_m":null`))),
	} {
		if doc.Bounds[0] != -180 || doc.Bounds[3] < 85 || doc.VectorLayers == nil {
			t.Errorf("bounds %v, layers %v; want the world and a list", doc.Bounds, doc.VectorLayers)
		}
		if _, err := json.Marshal(doc); err != nil {
			t.Error(err)
		}
	}
}
