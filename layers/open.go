package layers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/goccy/go-yaml"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// maxDataBytes bounds what is read of one data file, after unpacking.
const maxDataBytes = 1 << 30

// openFolder reads one layer: layer.yaml and the data file it names.
// An error names the file, the feature and the rule that was broken.
func openFolder(fsys fs.FS, dir string) (*Layer, error) {
	head, err := fs.ReadFile(fsys, path.Join(dir, "layer.yaml"))
	if err != nil {
		return nil, err
	}
	var m Meta
	if err := yaml.UnmarshalWithOptions(head, &m, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s/layer.yaml: %w", dir, err)
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("%s/layer.yaml: %w", dir, err)
	}
	data, err := fs.ReadFile(fsys, path.Join(dir, m.Data))
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	h.Write(head)
	h.Write(data)
	b := newBuilder(m, hex.EncodeToString(h.Sum(nil)[:12]))
	switch {
	case m.Grid != nil:
		err = b.readGrid(data)
	case path.Ext(m.Data) == ".csv":
		err = b.readCSV(data)
	default:
		err = b.readGeoJSON(data)
	}
	if err != nil {
		return nil, fmt.Errorf("%s/%s: %w", dir, m.Data, err)
	}
	l, err := b.finish()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return l, nil
}

// geoJSONFeature is a feature whose members are checked one by one, so that an
// error can say which is wrong.
type geoJSONFeature struct {
	Type       string                     `json:"type"`
	ID         any                        `json:"id"`
	Geometry   json.RawMessage            `json:"geometry"`
	Properties map[string]json.RawMessage `json:"properties"`
}

// readGeoJSON reads an RFC 7946 FeatureCollection, one feature after the other.
func (b *builder) readGeoJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := seekFeatures(dec); err != nil {
		return err
	}
	for n := 1; dec.More(); n++ {
		var f geoJSONFeature
		if err := dec.Decode(&f); err != nil {
			return fmt.Errorf("feature %d (byte %d): %w", n, dec.InputOffset(), err)
		}
		if err := b.addGeoJSON(&f); err != nil {
			return fmt.Errorf("feature %d: %w", n, err)
		}
	}
	_, err := dec.Token() // the closing ]
	return err
}

// seekFeatures moves the decoder into the "features" array.
func seekFeatures(dec *json.Decoder) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return errors.New("not a GeoJSON object")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		if key == "features" {
			if t, err := dec.Token(); err != nil || t != json.Delim('[') {
				return errors.New("features is not an array")
			}
			return nil
		}
		var skip json.RawMessage
		if err := dec.Decode(&skip); err != nil {
			return err
		}
	}
	return errors.New("not a FeatureCollection: features is missing")
}

func (b *builder) addGeoJSON(f *geoJSONFeature) error {
	var id string
	switch v := f.ID.(type) {
	case string:
		id = v
	case json.Number:
		id = v.String()
	}
	var g orb.Geometry
	if len(f.Geometry) > 0 && string(f.Geometry) != "null" {
		parsed, err := geojson.UnmarshalGeometry(f.Geometry)
		if err != nil {
			return fmt.Errorf("%s: geometry: %w", id, err)
		}
		g = parsed.Geometry()
	}
	if err := b.row(id, g); err != nil {
		return err
	}
	for name, raw := range f.Properties {
		c, ok := b.layer.column[name]
		if !ok {
			return fmt.Errorf("%s: property %q is not in the schema of layer.yaml", id, name)
		}
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.UseNumber()
		var v any
		if err := dec.Decode(&v); err != nil {
			return fmt.Errorf("%s: %s: %w", id, name, err)
		}
		checked, err := b.layer.columns[c].fromJSON(v)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		b.set(c, checked)
	}
	return nil
}
