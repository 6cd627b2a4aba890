package picture

import (
	"encoding/json"
	"fmt"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/style"
	"layoutmap/layers"
)

// plain is a style for a layer that the plan's style does not know, somebody's
// own: one colour, broken edges and lines where the method is schematic.
func plain(l *layers.Layer, colour, halo sheet.Colour, lang string) []*style.Layer {
	hex := func(c sheet.Colour) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }
	vague := []any{"in", []any{"coalesce", []any{"get", "method"}, l.Provenance.Method}, []any{"literal", []any{"schematic", "unknown", "estimate"}}}
	name := []any{"coalesce", []any{"get", "name_" + lang}, []any{"get", "name_zh"}, []any{"get", "name_en"}, ""}
	one := func(id, kind string, filter any, layout, paint map[string]any) map[string]any {
		d := map[string]any{
			"id": l.ID + id, "type": kind, "source-layer": l.ID, "metadata": map[string]any{"row": l.ID, "collection": l.ID},
			"layout": layout, "paint": paint,
		}
		if filter != nil {
			d["filter"] = filter
		}
		return d
	}
	area := []any{"in", []any{"geometry-type"}, []any{"literal", []any{"Polygon", "MultiPolygon"}}}
	edge := map[string]any{"line-color": hex(colour), "line-width": 1.6}
	broken := map[string]any{"line-color": hex(colour), "line-width": 1.6, "line-dasharray": []any{3.0, 2.0}}
	doc := map[string]any{"layers": []any{
		one("-tint", "fill", area, nil, map[string]any{"fill-color": hex(colour), "fill-opacity": 0.14}),
		one("-line", "line", []any{"!", vague}, map[string]any{"line-join": "round"}, edge),
		one("-line-vague", "line", vague, nil, broken),
		one("-point", "circle", nil, nil, map[string]any{"circle-radius": 4.0, "circle-color": hex(halo), "circle-stroke-color": hex(colour), "circle-stroke-width": 2.0}),
		one("-name", "symbol", nil, map[string]any{
			"text-field": name, "text-font": []any{"LM Sans Regular"}, "text-size": 11.0, "text-variable-anchor": []any{"left", "right", "top", "bottom"}, "text-radial-offset": 0.7,
		}, map[string]any{"text-color": hex(colour), "text-halo-color": hex(halo), "text-halo-width": 1.5}),
	}}
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err) // plain values marshal
	}
	s, err := style.Parse(text)
	if err != nil {
		panic(err) // and are a style
	}
	return s.Layers
}
