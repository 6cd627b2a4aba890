package api

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// analysis is a worked-out answer in every form it is served in. It never
// changes, and holds no address of the server.
type analysis interface {
	document(base string) any // the JSON document; base starts its links
	report() report
	// parts are the answer on the map, those of the names asked for, in their order.
	parts(ctx context.Context, names []string) ([]part, error)
}

// progress is told how far long work is.
type progress func(done, total int)

// part is one layer of an answer.
type part struct {
	name     string
	title    layers.Text
	features []partFeature
}

type partFeature struct {
	id         string
	geometry   orb.Geometry // CRS84
	properties object
}

// appendGeoJSON appends the part's features, separated by commas and newlines.
// named adds the property part to each.
func (p *part) appendGeoJSON(dst []byte, named bool) []byte {
	for i, f := range p.features {
		if i > 0 {
			dst = append(dst, ',', '\n')
		}
		dst = append(dst, `{"type":"Feature","id":`...)
		dst = append(dst, mustJSON(f.id)...)
		dst = append(dst, `,"geometry":`...)
		dst = layers.AppendGeometry(dst, f.geometry)
		dst = append(dst, `,"properties":`...)
		properties := f.properties
		if named {
			properties = append(object{{"part", p.name}}, properties...)
		}
		dst = append(properties.append(dst), '}')
	}
	return dst
}

// append writes the object; plain values without reflection, for there may be
// a hundred thousand features.
func (o object) append(dst []byte) []byte {
	dst = append(dst, '{')
	for i, m := range o {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, '"'), m.name...), '"', ':')
		switch v := m.value.(type) {
		case float64:
			dst = strconv.AppendFloat(dst, v, 'f', -1, 64)
		case nil:
			dst = append(dst, "null"...)
		default:
			dst = append(dst, mustJSON(v)...)
		}
	}
	return append(dst, '}')
}

// collectionOfParts is one GeoJSON FeatureCollection of all parts.
func collectionOfParts(parts []part, named bool) []byte {
	dst := []byte(`{"type":"FeatureCollection","features":[`)
	first := true
	for i := range parts {
		if len(parts[i].features) == 0 {
			continue
		}
		if !first {
			dst = append(dst, ',', '\n')
		}
		first = false
		dst = parts[i].appendGeoJSON(dst, named)
	}
	return append(dst, "]}"...)
}

// layer makes a layer of the part, to be asked and tiled as any other.
func (p *part) layer() (*layers.Layer, error) {
	m := postedMeta(p.name, p.name+".geojson")
	m.Title = p.title
	m.Description = layers.Text{ZH: "由本服务计算的结果。", EN: "Worked out by this server."}
	m.Provenance = layers.Provenance{Source: "layoutmap", Licence: "as the data it was worked out from", Method: "unknown", CRSOriginal: "CRS84", Open: new(bool)}
	l, err := layers.Read(m, collectionOfParts([]part{*p}, false))
	if err != nil {
		return nil, fmt.Errorf("result layer %s: %w", p.name, err)
	}
	return l, nil
}

// partNames reads a list of parts.
func partNames(text string, allowed []string) ([]string, error) {
	var out []string
	for name := range strings.SplitSeq(text, ",") {
		known := false
		for _, a := range allowed {
			known = known || a == name
		}
		if !known {
			return nil, badParameter("parts", fmt.Sprintf("%q is not one of %s", name, strings.Join(allowed, ", ")), allowed...)
		}
		out = append(out, name)
	}
	return out, nil
}

// analysisFormats are the values of f for an analysis.
var analysisFormats = []string{"json", "geojson", "csv", "md", "html"}

// analysis answers a GET by the process that does the same, in the format asked for.
func (r *request) analysis(p process) error {
	in, err := textInputs(p.inputs, r.query)
	if err != nil {
		return err
	}
	if _, given := r.value("bom"); given && r.format() != "csv" {
		return badParameter("bom", "goes with f=csv alone")
	}
	if _, given := r.value("parts"); given && r.format() != "geojson" {
		return badParameter("parts", "goes with f=geojson alone")
	}
	do, err := p.prepare(r.server.coverage, in)
	if err != nil {
		return err
	}
	a, err := do(r.Request().Context(), func(int, int) {})
	if err != nil {
		return err
	}
	return r.sendAnalysis(p, a, r.format())
}

func (r *request) sendAnalysis(p process, a analysis, format string) error {
	switch format {
	case "geojson":
		names := p.drawn
		if text, ok := r.value("parts"); ok {
			var err error
			if names, err = partNames(text, p.layers); err != nil {
				return err
			}
		}
		parts, err := a.parts(r.Request().Context(), names)
		if err != nil {
			return err
		}
		return r.send(mediaGeoJSON, collectionOfParts(parts, true))
	case "csv":
		bom := false
		if text, ok := r.value("bom"); ok {
			if bom = text == "true"; !bom && text != "false" {
				return badParameter("bom", "want true or false", "true", "false")
			}
		}
		rep := a.report()
		return r.send(formatMedia["csv"], rep.csv(bom))
	case "md":
		rep := a.report()
		return r.send(mediaMarkdown, rep.markdown())
	case "html":
		return r.sendHTML("report", a.report())
	}
	return r.sendJSON(mediaJSON, a.document(r.url("")))
}
