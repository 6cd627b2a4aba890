package layers_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"layoutmap/layers"
)

// FuzzOpenGeoJSON opens any bytes as a layer's data: it gives a layer whose
// features encode to JSON, or an error, and never a crash.
func FuzzOpenGeoJSON(f *testing.F) {
	f.Add([]byte(stopsGeoJSON))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"id":1,"geometry":{"type":"GeometryCollection","geometries":[]},"properties":null}]}`))
	f.Add([]byte(`{"features":[{"id":"x","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1]]]},"properties":{"names":[1]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := layers.Open(folder(stopsYAML, string(data)))
		if err != nil {
			return
		}
		l, _ := c.Layer("stops")
		document := layers.Document{Page: layers.Page{Layer: l}}
		for feature := range l.All() {
			if out := document.AppendFeature(nil, layers.Match{Feature: feature}); !json.Valid(out) {
				t.Fatalf("not JSON: %s", out)
			}
		}
	})
}

// FuzzCursor asks for the page behind any cursor: a page or ErrCursor.
func FuzzCursor(f *testing.F) {
	c, err := layers.Open(folder(stopsYAML, stopsGeoJSON))
	if err != nil {
		f.Fatal(err)
	}
	l, _ := c.Layer("stops")
	page, err := l.Query(context.Background(), layers.Query{Limit: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(page.Next)
	f.Add("e30")
	f.Fuzz(func(t *testing.T, after string) {
		if _, err := l.Query(context.Background(), layers.Query{Limit: 2, After: after}); err != nil && !errors.Is(err, layers.ErrCursor) {
			t.Errorf("%q: %v", after, err)
		}
	})
}
