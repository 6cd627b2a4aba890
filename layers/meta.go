package layers

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"layoutmap/geo/crs"
)

// Provenance says where geometry comes from. It is mandatory on every layer;
// a feature states it again only where it differs.
type Provenance struct {
	Source      string   `yaml:"source" json:"source"`
	Licence     string   `yaml:"licence" json:"licence"`
	Retrieved   string   `yaml:"retrieved" json:"retrieved"`                                                                     // date, YYYY-MM-DD
	Method      string   `yaml:"method" json:"method" enum:"official,osm,traced,digitised,schematic,estimate,unlocated,unknown"` // unknown: nobody stated it
	CRSOriginal string   `yaml:"crs_original" json:"crs_original"`                                                               // the datum the source came in
	AccuracyM   *float64 `yaml:"accuracy_m" json:"accuracy_m"`                                                                   // metres, expected error of a position; null only for unlocated and unknown
	Open        *bool    `yaml:"open" json:"open"`                                                                               // false: the source's own terms are not open
}

// Demand marks a layer as a demand surface: its features carry amounts of
// people, jobs or the like that coverage is computed for.
type Demand struct {
	ID       string   `yaml:"id"`
	Kind     string   `yaml:"kind"`     // people | jobs
	Unit     string   `yaml:"unit"`     // what is counted
	Counting string   `yaml:"counting"` // centre ("" too): a feature counts at its point; area: areas count by their parts
	Amounts  []string `yaml:"amounts"`  // number properties, one per spreading rule; the first is the one reported
	Year     int      `yaml:"year"`     // the year the amounts are of
}

// Network marks a layer of lines as one that people can walk along: coverage
// with rule=walk is worked out on it. Lines join where they cross on one level.
type Network struct {
	Level    string   `yaml:"level"`    // whole-number property that parts bridges from what they cross; "": all is on one level
	Barriers []string `yaml:"barriers"` // layers that are crossed only where a line does; rivers where nothing is stated, [] for none
}

// Ways to count demand of areas.
const (
	CountCentre = "centre"
	CountArea   = "area"
)

// Grid describes a layer stored as square cells instead of GeoJSON.
type Grid struct {
	CRS      string  `yaml:"crs"`
	CellM    float64 `yaml:"cell_m"`    // metres, edge of a cell
	IDPrefix string  `yaml:"id_prefix"` // id of a cell: prefix-col-row
	Kind     string  `yaml:"kind"`      // of every cell
	Status   string  `yaml:"status"`    // of every cell
}

// Meta is what layer.yaml states of a layer.
type Meta struct {
	ID          string       `yaml:"id"`
	Title       Text         `yaml:"title"`
	Description Text         `yaml:"description"`
	PlanRef     string       `yaml:"plan_ref"` // chapter, box or table of the plan
	Group       string       `yaml:"group"`    // heading in the layer list
	Geometry    string       `yaml:"geometry"` // GeoJSON type; Geometry where types are mixed
	Tileset     *bool        `yaml:"tileset"`  // part of the dataset tileset; true unless stated
	Count       int          `yaml:"count"`    // features in the file; 0 = not stated
	Data        string       `yaml:"data"`     // file beside layer.yaml
	Table       string       `yaml:"table"`    // of a data file with several; "" for its only one
	CRS         string       `yaml:"crs"`      // of the data file's coordinates, such as GCJ-02; "" is as the file states it
	Provenance  Provenance   `yaml:"provenance"`
	Schema      []Property   `yaml:"schema"` // the properties beyond the common ones
	Time        *TimeColumns `yaml:"time"`   // nil: the features have no time
	Grid        *Grid        `yaml:"grid"`
	Demand      *Demand      `yaml:"demand"`
	Network     *Network     `yaml:"network"` // nil: the lines are not for walking
}

var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// check names the first field of layer.yaml that is missing or wrong.
func (m *Meta) check() error {
	p := m.Provenance
	for _, f := range []struct{ name, value string }{
		{"title.zh", m.Title.ZH}, {"title.en", m.Title.EN}, {"data", m.Data},
		{"provenance.source", p.Source}, {"provenance.licence", p.Licence},
		{"provenance.method", p.Method}, {"provenance.crs_original", p.CRSOriginal},
	} {
		if f.value == "" {
			return fmt.Errorf("%s is missing", f.name)
		}
	}
	if !idPattern.MatchString(m.ID) {
		return fmt.Errorf("id %q: want lower-case letters, digits, - and _, at most 64", m.ID)
	}
	if _, err := time.Parse(time.DateOnly, p.Retrieved); err != nil && (p.Retrieved != "" || p.Method != "unknown") {
		return fmt.Errorf("provenance.retrieved %q is not a date YYYY-MM-DD", p.Retrieved)
	}
	if !slices.Contains(methods, p.Method) {
		return fmt.Errorf("provenance.method %q is not one of %v", p.Method, methods)
	}
	if p.Open == nil {
		return fmt.Errorf("provenance.open is missing")
	}
	if m.CRS != "" {
		if _, err := crs.Lookup(m.CRS); err != nil {
			return fmt.Errorf("crs: %w", err)
		}
		if m.Grid != nil {
			return fmt.Errorf("crs: a grid states its own")
		}
	}
	if p.AccuracyM == nil && p.Method != "unlocated" && p.Method != "unknown" {
		return fmt.Errorf("provenance.accuracy_m is missing")
	}
	seen := map[string]bool{"id": true, "geometry": true}
	for _, c := range CommonProperties() {
		seen[c.Name] = true
	}
	for _, s := range m.Schema {
		if seen[s.Name] || s.Name == "" {
			return fmt.Errorf("schema: property %s is empty, reserved or stands twice", excerpt(s.Name))
		}
		seen[s.Name] = true
		switch s.Type {
		case String, Integer, Number, Boolean, Strings, Point, Date, DateTime:
		default:
			return fmt.Errorf("schema: property %s has unknown type %q", s.Name, s.Type)
		}
	}
	if m.Time != nil {
		if err := m.Time.check(m.Schema); err != nil {
			return err
		}
	}
	if g := m.Grid; g != nil {
		if !(g.CellM > 0) || g.IDPrefix == "" || g.Kind == "" || !slices.Contains(statuses, g.Status) {
			return fmt.Errorf("grid: cell_m > 0, id_prefix, kind and a status of %v are all needed", statuses)
		}
	}
	if n := m.Network; n != nil {
		if m.Geometry != "LineString" && m.Geometry != "MultiLineString" && m.Geometry != "Geometry" {
			return fmt.Errorf("network: a network is of lines, geometry is %q", m.Geometry)
		}
		if n.Level != "" && !slices.ContainsFunc(m.Schema, func(p Property) bool { return p.Name == n.Level && p.Type == Integer }) {
			return fmt.Errorf("network: level %q is not an integer property of the schema", n.Level)
		}
		for _, id := range n.Barriers {
			if !idPattern.MatchString(id) {
				return fmt.Errorf("network: barrier %q is no layer id", id)
			}
		}
	}
	if d := m.Demand; d != nil {
		if d.ID == "" || d.Kind == "" || d.Unit == "" || len(d.Amounts) == 0 {
			return fmt.Errorf("demand: id, kind, unit and amounts are all needed")
		}
		if !slices.Contains([]string{"", CountCentre, CountArea}, d.Counting) {
			return fmt.Errorf("demand: counting %q is not centre or area", d.Counting)
		}
		for _, a := range d.Amounts {
			if !slices.ContainsFunc(m.Schema, func(p Property) bool { return p.Name == a && p.Type == Number }) {
				return fmt.Errorf("demand: amount %q is not a number property of the schema", a)
			}
		}
	}
	return nil
}

// InTileset tells whether the layer is part of the dataset tileset.
func (m *Meta) InTileset() bool { return m.Tileset == nil || *m.Tileset }
