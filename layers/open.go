package layers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"layoutmap/geo/crs"

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
	name := path.Join(dir, m.Data)
	data, err := readLimited(fsys, name)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	h.Write(head)
	h.Write(data)
	var t *table
	if reader, ok := readerOf(m.Data); ok && m.Grid == nil {
		if t, err = reader.open(dataFile{fsys: fsys, path: name, data: data, table: m.Table, system: m.CRS, digest: h}); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if m.Schema == nil {
			m.Schema = t.schema()
			if err := m.check(); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	b := newBuilder(m, hex.EncodeToString(h.Sum(nil)[:12]))
	switch {
	case m.Grid != nil:
		err = b.readGrid(data)
	case t != nil:
		b.system = t.crs
		err = b.readTable(t)
	default:
		err = b.readGeoJSON(data)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
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
	system, err := seekFeatures(dec)
	if err != nil {
		return err
	}
	if b.system = system; b.layer.CRS != "" {
		if b.system, err = lookupCRS(b.layer.CRS); err != nil {
			return err
		}
	}
	return decodeFeatures(dec, func(n int, f *geoJSONFeature) error {
		if err := b.addGeoJSON(f); err != nil {
			return fmt.Errorf("feature %d: %w", n, err)
		}
		return nil
	})
}

// eachGeoJSON visits the features of a FeatureCollection and returns the CRS
// its coordinates are in.
func eachGeoJSON(data []byte, visit func(n int, f *geoJSONFeature) error) (crs.CRS, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	system, err := seekFeatures(dec)
	if err != nil {
		return system, err
	}
	return system, decodeFeatures(dec, visit)
}

// decodeFeatures reads the array that seekFeatures led into.
func decodeFeatures(dec *json.Decoder, visit func(n int, f *geoJSONFeature) error) error {
	for n := 1; dec.More(); n++ {
		var f geoJSONFeature
		if err := dec.Decode(&f); err != nil {
			return fmt.Errorf("feature %d (byte %d): %w", n, dec.InputOffset(), cutOff(err))
		}
		if err := visit(n, &f); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil { // the closing ]
		return fmt.Errorf("behind the last feature (byte %d): %w", dec.InputOffset(), cutOff(err))
	}
	return nil
}

// cutOff says of an end in the middle what it is.
func cutOff(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errors.New("the file ends before this is whole: it is cut off")
	}
	return err
}

// seekFeatures moves the decoder into the "features" array. A "crs" before it,
// as GeoJSON had until RFC 7946 and GDAL still writes, names the CRS.
func seekFeatures(dec *json.Decoder) (crs.CRS, error) {
	system := crs.CRS84()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return system, errors.New("not a GeoJSON object")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return system, fmt.Errorf("byte %d: %w", dec.InputOffset(), cutOff(err))
		}
		if key == "features" {
			if t, err := dec.Token(); err != nil || t != json.Delim('[') {
				return system, errors.New("features is not an array")
			}
			return system, nil
		}
		var skip json.RawMessage
		if err := dec.Decode(&skip); err != nil {
			return system, fmt.Errorf("byte %d: %w", dec.InputOffset(), cutOff(err))
		}
		if key == "crs" && string(skip) != "null" {
			var named struct {
				Properties struct {
					Name string `json:"name"`
				} `json:"properties"`
			}
			if err := json.Unmarshal(skip, &named); err != nil || named.Properties.Name == "" {
				return system, fmt.Errorf("%w: crs has no properties.name", ErrCRS)
			}
			if system, err = lookupCRS(named.Properties.Name); err != nil {
				return system, err
			}
		}
	}
	return system, errors.New("not a FeatureCollection: features is missing")
}

// id is the feature's id as text, "" where it has none.
func (f *geoJSONFeature) id() string {
	switch v := f.ID.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

func (b *builder) addGeoJSON(f *geoJSONFeature) error {
	id := f.id()
	var g orb.Geometry
	if len(f.Geometry) > 0 && string(f.Geometry) != "null" {
		parsed, err := geojson.UnmarshalGeometry(f.Geometry)
		if err != nil {
			return fmt.Errorf("%s: geometry: %w", id, err)
		}
		g = parsed.Geometry()
	}
	if !b.system.IsCRS84() {
		g = crs.Map(g, b.system.Inverse)
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
