package main

import "github.com/paulmach/orb"

// layer is one folder under layers/data.
type layer struct {
	id         string
	titleZH    string
	titleEN    string
	describeZH string
	describeEN string
	planRef    string
	group      string // section of the layer list
	geometry   string // GeoJSON type, or "Geometry" where mixed
	offTileset bool   // not part of the dataset tileset "plan"
	schema     []property
	features   []*feature
	cells      []cell     // demand layers only, in place of features
	demandProv provenance // provenance of the cells
	leftOut    []string   // ids left out by --open-only
}

// property is one attribute beyond the common ones.
type property struct {
	name    string
	typ     string // string, integer, number, boolean, strings, point
	zh, en  string
	unit    string
	enum    []string
	tile    bool // carried in vector tiles
	notesZH string
	notesEN string
}

// feature is one row of a layer. Geometry is longitude, latitude; nil means
// that the place is not known.
type feature struct {
	id         string
	geom       orb.Geometry
	nameZH     string
	nameEN     string
	kind       string
	category   string
	status     string
	statusNote string
	horizon    string
	planRef    string
	planClause string
	planText   string
	label      *orb.Point
	note       string
	prov       provenance
	extra      []attr // in schema order
}

// attr is one value of a layer's own schema.
type attr struct {
	key   string
	value any
}

// provenance says where a geometry comes from and how far to trust it.
type provenance struct {
	source      string
	licence     string
	retrieved   string
	method      string
	crsOriginal string
	accuracy    *float64 // metres, nil when there is no position
	open        bool
}

func metres(v float64) *float64 { return &v }

func (f *feature) attr(key string) any {
	for _, a := range f.extra {
		if a.key == key {
			return a.value
		}
	}
	return nil
}

func (l *layer) empty() bool { return len(l.features) == 0 && l.cells == nil }
