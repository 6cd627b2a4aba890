package layers_test

import (
	"fmt"
	"testing"

	"layoutmap/geo"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Every area and every line of the built-in layers has one label with its own
// ids: an area's where it says or inside of it, a line's on it.
func TestEveryAreaAndLineHasOneLabel(t *testing.T) {
	c, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, l := range c.Layers() {
		want := 0
		for f := range l.All() {
			if f.Geometry == nil || f.Geometry.Dimensions() == 0 || l.Grid != nil {
				continue
			}
			want++
			got := mustByID(t, l.Labels(), f.ID)
			at := got.Geometry.(orb.Point)
			angle, turned := got.Value("label_angle").(float64)
			switch stated, ok := f.Value("label_point").([2]float64); {
			case got.Num != f.Num || got.Text("name_zh") != f.Text("name_zh"):
				t.Errorf("%s/%s: the label has id %d and name %q", l.ID, f.ID, got.Num, got.Text("name_zh"))
			case f.Geometry.Dimensions() == 1:
				lines++
				if d := geo.DistanceTo(at, f.Geometry); d > 0.5 || !turned || angle <= -91 || angle > 90 {
					t.Errorf("%s/%s: the label is %.1f m off the line, at %v°", l.ID, f.ID, d, got.Value("label_angle"))
				}
			case ok && at != orb.Point(stated):
				t.Errorf("%s/%s: label at %v, stated %v", l.ID, f.ID, at, stated)
			case !ok && geo.DistanceTo(at, f.Geometry) > 0:
				t.Errorf("%s/%s: label at %v, outside", l.ID, f.ID, at)
			}
		}
		if n := 0; l.Labels() != nil {
			if n = l.Labels().Len(); n != want {
				t.Errorf("%s: %d labels, want %d", l.ID, n, want)
			}
		} else if want != 0 {
			t.Errorf("%s: no labels, want %d", l.ID, want)
		}
	}
	if lines < 50 {
		t.Errorf("%d lines have labels", lines)
	}
}

// Where no label point is stated it is made: the largest polygon's pole, the
// longest line's middle.
func TestLabelsAreMade(t *testing.T) {
	shapes := map[string]string{
		"park":  `{"type":"MultiPolygon","coordinates":[[[[116.5,39.8],[116.501,39.8],[116.501,39.801],[116.5,39.8]]],[[[116.6,39.8],[116.7,39.8],[116.7,39.9],[116.6,39.9],[116.6,39.8]]]]}`,
		"road":  `{"type":"MultiLineString","coordinates":[[[116.5,39.8],[116.501,39.8]],[[116.6,39.7],[116.8,39.7]]]}`,
		"gate":  `{"type":"Point","coordinates":[116.5,39.8]}`,
		"plan":  `null`,
		"empty": `{"type":"LineString","coordinates":[[116.5,39.8],[116.5,39.9]]}`,
	}
	text := ""
	for _, id := range []string{"park", "road", "gate", "plan", "empty"} {
		text += fmt.Sprintf(`,{"type":"Feature","id":%q,"geometry":%s,"properties":{}}`, id, shapes[id])
	}
	c, err := layers.Open(folder(stopsYAML, `{"type":"FeatureCollection","features":[`+text[1:]+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	l, _ := c.Layer("stops")
	labels := l.Labels()
	if labels.Len() != 3 {
		t.Fatalf("%d labels, want those of park, road and empty", labels.Len())
	}
	for id, want := range map[string]orb.Point{"park": {116.65, 39.85}, "road": {116.7, 39.7}, "empty": {116.5, 39.85}} {
		if got := mustByID(t, labels, id).Geometry.(orb.Point); geo.DistanceTo(got, want) > 60 {
			t.Errorf("%s: %v, want about %v", id, got, want)
		}
	}
	if a := mustByID(t, labels, "empty").Value("label_angle"); a != 90.0 {
		t.Errorf("a line to the north is labelled at %v°, want 90", a)
	}
	if a := mustByID(t, labels, "park").Value("label_angle"); a != nil {
		t.Errorf("an area's label is turned by %v", a)
	}
}
