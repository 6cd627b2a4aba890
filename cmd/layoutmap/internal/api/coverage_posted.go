package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Bounds of what a question may bring with it.
const (
	maxPostedSites  = 100_000 // features
	maxPostedDemand = 500_000 // features of one surface
	maxSurfaces     = 8
)

// postedMeta is what is said of data that came with a question: nobody stated
// where they are from.
func postedMeta(id, file string) layers.Meta {
	open := false
	return layers.Meta{
		ID: id, Title: layers.Text{ZH: "随请求提交", EN: "Sent with the question"}, Data: file,
		Description: layers.Text{ZH: "随请求提交，来源未注明。", EN: "Sent with the question; where it is from is not stated."},
		Provenance:  layers.Provenance{Source: "the question", Licence: "not stated", Method: "unknown", CRSOriginal: "CRS84", Open: &open},
	}
}

// readPosted reads GeoJSON, or CSV in a JSON string, as a layer.
func readPosted(field, id string, raw json.RawMessage, most int) (*layers.Layer, error) {
	file, data := id+".geojson", []byte(raw)
	if raw[0] == '"' {
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return nil, badParameter(field, err.Error())
		}
		if strings.TrimSpace(text) == "" {
			return nil, badParameter(field, "is empty; want CSV with a head, lon,lat or wkt in it")
		}
		file, data = id+".csv", []byte(text)
		if n := bytes.Count(data, []byte{'\n'}); n > most+1 {
			return nil, tooMany(field, n, most)
		}
	} else if n := bytes.Count(data, []byte(`"geometry"`)); n > most {
		return nil, tooMany(field, n, most)
	}
	l, err := layers.Read(postedMeta(id, file), data)
	if err != nil {
		return nil, badParameter(field, err.Error())
	}
	if l.Len() > most {
		return nil, tooMany(field, l.Len(), most)
	}
	return l, nil
}

func tooMany(field string, n, most int) error {
	return &fault{Status: 413, Title: "Too many features", Field: field, Detail: fmt.Sprintf("%d features; a question may bring %d", n, most)}
}

// stops reads the input sites.
func (s *coverageService) stops(in inputs) (*layers.Layer, error) {
	if in.has("sites") && (in["sites"][0] == '{' || bytes.Contains(in["sites"], []byte(`\n`))) {
		l, err := readPosted("sites", postedID, in["sites"], maxPostedSites)
		if err != nil {
			return nil, err
		}
		for f := range l.All() {
			if _, ok := f.Geometry.(orb.Point); !ok {
				return nil, badParameter("sites", fmt.Sprintf("feature %s is no point", f.ID))
			}
		}
		return l, nil
	}
	name, err := in.text("sites", "rail-stations")
	if err != nil {
		return nil, err
	}
	l, ok := s.catalog.Layer(name)
	if !ok || l.Geometry != "Point" {
		return nil, badParameter("sites", fmt.Sprintf("%.80q is not a point layer of /collections", name))
	}
	return l, nil
}

// surfaceInput is a demand surface that comes with the question.
type surfaceInput struct {
	ID       string          `json:"id"`
	Kind     string          `json:"kind"`
	Unit     string          `json:"unit"`
	Amounts  []string        `json:"amounts"`
	Counting string          `json:"counting"`
	Year     int             `json:"year"`
	Data     json.RawMessage `json:"data"`
}

func surfaceParam() param {
	text := map[string]any{"type": "string"}
	one := map[string]any{"type": "object", "required": []string{"data"}, "additionalProperties": false, "properties": map[string]any{
		"id": text, "kind": map[string]any{"type": "string", "default": "people", "description": "people and jobs are combined; any other word stands alone"}, "unit": text,
		"amounts":  map[string]any{"type": "array", "items": text, "default": []string{"amount"}, "description": "number properties, one for each spreading rule; their shares make the band"},
		"counting": map[string]any{"type": "string", "enum": []string{layers.CountCentre, layers.CountArea}, "default": layers.CountCentre, "description": "of areas: at their label point or centre, or by their parts"},
		"year":     map[string]any{"type": "integer"},
		"data":     map[string]any{"oneOf": []any{geoJSONInput([]string{"features"}, "FeatureCollection"), map[string]any{"type": "string", "contentMediaType": "text/csv", "description": "CSV, with lon and lat or wkt"}}},
	}}
	return param{name: "surface", doc: "A demand surface of one's own, or a list of several: points or areas with amounts. It takes the place of the catalog's surface of the same kind, unless demand says otherwise.",
		schema: one, besides: []any{map[string]any{"type": "array", "items": one, "maxItems": maxSurfaces}}}
}

// postedSurfaces reads the input surface.
func postedSurfaces(in inputs) ([]*demandSurface, error) {
	if !in.has("surface") {
		return nil, nil
	}
	list := []json.RawMessage{in["surface"]}
	if in["surface"][0] == '[' {
		if err := decodeStrict("surface", in["surface"], &list); err != nil {
			return nil, err
		}
	}
	if len(list) > maxSurfaces {
		return nil, badParameter("surface", fmt.Sprintf("%d surfaces are too many; at most %d in one question", len(list), maxSurfaces))
	}
	var out []*demandSurface
	for i, raw := range list {
		s, err := postedSurface(i, raw)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(out, func(o *demandSurface) bool { return o.spec.ID == s.spec.ID }) {
			return nil, badParameter("surface", fmt.Sprintf("two surfaces have the id %q", s.spec.ID))
		}
		out = append(out, s)
	}
	return out, nil
}

func postedSurface(i int, raw json.RawMessage) (*demandSurface, error) {
	about := surfaceInput{Kind: "people", Amounts: []string{"amount"}}
	if raw[0] == '"' || bytes.Contains(raw[:min(len(raw), 200)], []byte(`"FeatureCollection"`)) && !bytes.Contains(raw[:min(len(raw), 200)], []byte(`"data"`)) {
		about.Data = raw // the data alone
	} else if err := decodeStrict("surface", raw, &about); err != nil {
		return nil, err
	}
	if about.ID == "" {
		about.ID = fmt.Sprintf("%s-%d", postedID, i+1)
	}
	if about.Unit == "" {
		about.Unit = about.Kind
	}
	if len(about.Data) == 0 || about.Data[0] != '{' && about.Data[0] != '"' {
		return nil, badParameter("surface.data", "want a GeoJSON FeatureCollection, or CSV in a string")
	}
	l, err := readPosted("surface.data", postedID, about.Data, maxPostedDemand)
	if err != nil {
		return nil, err
	}
	if len(about.Amounts) == 0 {
		return nil, badParameter("surface.amounts", "names no property")
	}
	for _, name := range about.Amounts {
		c, ok := l.Column(name)
		if !ok || l.Columns()[c].Type != layers.Number && l.Columns()[c].Type != layers.Integer {
			return nil, badParameter("surface.amounts", fmt.Sprintf("%q is not a number property of every feature of the data", name))
		}
	}
	if about.Counting != "" && about.Counting != layers.CountCentre && about.Counting != layers.CountArea {
		return nil, badParameter("surface.counting", fmt.Sprintf("%q is not centre or area", about.Counting), layers.CountCentre, layers.CountArea)
	}
	s, err := newDemandSurface(l, layers.Demand{Counting: about.Counting, ID: about.ID, Kind: about.Kind, Unit: about.Unit, Amounts: about.Amounts, Year: about.Year})
	if err != nil {
		return nil, badParameter("surface", err.Error())
	}
	s.posted = true
	return s, nil
}
