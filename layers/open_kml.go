package layers

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// maxKMLDepth bounds MultiGeometry in MultiGeometry, and elements in elements.
const maxKMLDepth = 64

// openKML reads the Placemarks of a KML document: the fields of their
// ExtendedData, and where no Schema types those, their name and description.
// Heights are left out. KML is always longitude, latitude on WGS 84.
func openKML(f dataFile) (*table, error) {
	k := &kmlReader{dec: xml.NewDecoder(bytes.NewReader(f.data)), kinds: map[string]Type{}}
	if err := k.document(); err != nil {
		return nil, fmt.Errorf("byte %d: %w", k.dec.InputOffset(), err)
	}
	t := &table{}
	var err error
	if t.crs, err = f.fileCRS(func() (crs.CRS, error) { return crs.CRS84(), nil }); err != nil {
		return nil, err
	}
	for _, name := range []string{"description", "name"} {
		said := slices.ContainsFunc(k.placemarks, func(p kmlPlacemark) bool { _, ok := p.values[name]; return ok })
		if said && !slices.Contains(k.fields, name) {
			k.fields = append([]string{name}, k.fields...)
		}
	}
	for _, name := range k.fields {
		kind := String
		if known, ok := k.kinds[name]; ok {
			kind = known
		}
		t.columns = append(t.columns, column{name, kind})
	}
	t.each = func(yield func(record) error) error {
		for _, p := range k.placemarks {
			r := record{id: p.id, geometry: orb.Clone(p.geometry), values: make([]any, len(k.fields))}
			for i, name := range k.fields {
				if v, ok := p.values[name]; ok {
					r.values[i] = v
				}
			}
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
	return t, nil
}

type kmlPlacemark struct {
	id       string
	geometry orb.Geometry
	values   map[string]string
}

type kmlReader struct {
	dec        *xml.Decoder
	fields     []string // in the order of their first mention
	kinds      map[string]Type
	schema     bool
	placemarks []kmlPlacemark
}

func (k *kmlReader) document() error {
	root := false
	for depth := 0; ; {
		tok, err := k.dec.Token()
		if err == io.EOF && root && depth == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if !root && e.Name.Local != "kml" {
				return errors.New("not a KML document")
			}
			root = true
			switch e.Name.Local {
			case "Placemark":
				if err := k.placemark(e); err != nil {
					return fmt.Errorf("placemark %d: %w", len(k.placemarks)+1, err)
				}
				continue
			case "SimpleField":
				k.schema = true
				name, kind := attribute(e, "name"), attribute(e, "type")
				k.field(name)
				switch kind {
				case "int", "uint", "short", "ushort":
					k.kinds[name] = Integer
				case "double", "float":
					k.kinds[name] = Number
				case "bool":
					k.kinds[name] = Boolean
				}
			}
			if depth++; depth > maxKMLDepth {
				return fmt.Errorf("elements deeper than %d", maxKMLDepth)
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (k *kmlReader) field(name string) {
	if name != "" && !slices.Contains(k.fields, name) {
		k.fields = append(k.fields, name)
	}
}

// placemark reads one feature. Elements that are no data, such as styles, are skipped.
func (k *kmlReader) placemark(start xml.StartElement) error {
	p := kmlPlacemark{id: attribute(start, "id"), values: map[string]string{}}
	err := k.children(func(e xml.StartElement) error {
		var err error
		switch e.Name.Local {
		case "name", "description":
			var text string
			if text, err = k.text(); err == nil && !k.schema {
				p.values[e.Name.Local] = text
			}
			return err
		case "ExtendedData":
			return k.extended(p.values)
		}
		g, ok, err := k.geometry(e, 0)
		if err == nil && ok {
			p.geometry = g
		}
		if err == nil && !ok {
			err = k.dec.Skip()
		}
		return err
	})
	k.placemarks = append(k.placemarks, p)
	return err
}

// children visits the elements inside the one just begun, to its end.
func (k *kmlReader) children(visit func(xml.StartElement) error) error {
	for {
		tok, err := k.dec.Token()
		if err == io.EOF {
			err = errTruncated
		}
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := visit(e); err != nil {
				return err
			}
		}
	}
}

// text is the characters of the element just begun.
func (k *kmlReader) text() (string, error) {
	var out strings.Builder
	for {
		tok, err := k.dec.Token()
		if err != nil {
			return "", err
		}
		switch e := tok.(type) {
		case xml.CharData:
			out.Write(e)
		case xml.StartElement:
			if err := k.dec.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return out.String(), nil
		}
	}
}

// extended reads Data/value and SchemaData/SimpleData.
func (k *kmlReader) extended(into map[string]string) error {
	set := func(name, text string) {
		k.field(name)
		into[name] = text
	}
	return k.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Data":
			return k.children(func(v xml.StartElement) error {
				if v.Name.Local != "value" {
					return k.dec.Skip()
				}
				text, err := k.text()
				set(attribute(e, "name"), text)
				return err
			})
		case "SchemaData":
			return k.children(func(v xml.StartElement) error {
				text, err := k.text()
				set(attribute(v, "name"), text)
				return err
			})
		}
		return k.dec.Skip()
	})
}

// geometry reads a geometry element; false for one that is none.
func (k *kmlReader) geometry(e xml.StartElement, depth int) (orb.Geometry, bool, error) {
	if depth > maxKMLDepth {
		return nil, false, fmt.Errorf("geometries deeper than %d", maxKMLDepth)
	}
	switch e.Name.Local {
	case "Point", "LineString", "LinearRing":
		points, err := k.coordinates()
		if err != nil {
			return nil, false, err
		}
		if e.Name.Local != "Point" {
			return orb.LineString(points), true, nil
		}
		if len(points) != 1 {
			return nil, false, fmt.Errorf("a point of %d positions", len(points))
		}
		return points[0], true, nil
	case "Polygon":
		g, err := k.polygon()
		return g, true, err
	case "MultiGeometry":
		var all orb.Collection
		err := k.children(func(inner xml.StartElement) error {
			g, ok, err := k.geometry(inner, depth+1)
			if err == nil && ok {
				all = append(all, g)
			}
			if err == nil && !ok {
				err = k.dec.Skip()
			}
			return err
		})
		return gather(all), true, err
	}
	return nil, false, nil
}

func (k *kmlReader) polygon() (orb.Polygon, error) {
	var outer orb.Ring
	var holes []orb.Ring
	err := k.children(func(e xml.StartElement) error {
		inner := e.Name.Local == "innerBoundaryIs"
		if !inner && e.Name.Local != "outerBoundaryIs" {
			return k.dec.Skip()
		}
		return k.children(func(r xml.StartElement) error {
			if r.Name.Local != "LinearRing" {
				return k.dec.Skip()
			}
			points, err := k.coordinates()
			if inner {
				holes = append(holes, points)
			} else {
				outer = points
			}
			return err
		})
	})
	return append(orb.Polygon{outer}, holes...), err
}

// coordinates reads the tuples "lon,lat[,height]" of the element just begun.
func (k *kmlReader) coordinates() ([]orb.Point, error) {
	var out []orb.Point
	err := k.children(func(e xml.StartElement) error {
		if e.Name.Local != "coordinates" {
			return k.dec.Skip()
		}
		text, err := k.text()
		if err != nil {
			return err
		}
		for tuple := range strings.FieldsSeq(text) {
			parts := strings.Split(tuple, ",")
			if len(parts) < 2 || len(parts) > 3 {
				return fmt.Errorf("coordinates: %.40q is not lon,lat or lon,lat,height", tuple)
			}
			var p orb.Point
			for i := range p {
				if p[i], err = strconv.ParseFloat(parts[i], 64); err != nil {
					return fmt.Errorf("coordinates: %.40q is not a number", parts[i])
				}
			}
			out = append(out, p)
		}
		return nil
	})
	return out, err
}

// gather makes a collection of one kind the multi geometry it stands for.
func gather(all orb.Collection) orb.Geometry {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var polygons orb.MultiPolygon
	for _, g := range all {
		switch g := g.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.LineString:
			lines = append(lines, g)
		case orb.Polygon:
			polygons = append(polygons, g)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case len(points):
		return points
	case len(lines):
		return lines
	case len(polygons):
		return polygons
	}
	return all
}
