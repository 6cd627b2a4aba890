package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"layoutmap/geo"
	"layoutmap/geo/crs"
	"layoutmap/geo/dasymetric"
	"layoutmap/layers"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"
)

// surfaceCommand spreads totals by zone over a grid and writes the layer.
type surfaceCommand struct {
	Output   string   `arg:"" help:"Folder to write: a layer for --data, its name the layer's id. It must not exist."`
	Zones    string   `default:"townships" help:"Layer whose areas have the totals."`
	Total    string   `default:"population_2020" help:"Number property of the zones: the total of each."`
	Mask     []string `placeholder:"LAYER[=METRES]" help:"Layer where nobody is: its areas, and with metres also the ground so near to its lines and points. May be repeated."`
	Lines    []string `placeholder:"LAYER" help:"Layer whose lines draw demand near: a second rule weighs a cell by their length within --within, plus --floor."`
	Within   float64  `default:"500" help:"How near, metres."`
	Floor    int64    `default:"50" help:"Weight of a cell without any line, metres of line."`
	Uses     string   `placeholder:"LAYER=PROPERTY" help:"Layer of areas and its number property: a further rule weighs a cell by the first area its centre lies in, 0 outside of all."`
	Cell     float64  `default:"100" help:"Side of a cell, metres."`
	CRS      string   `default:"EPSG:4548" help:"Metric plane of the grid."`
	Counting string   `default:"centre" enum:"centre,area" help:"A cell belongs to the zone its centre lies in, or to each zone by its part of it: centre, area."`
	Kind     string   `default:"people" help:"What is spread: people, jobs or another word."`
	Unit     string   `default:"people" help:"What is counted."`
	Year     int      `default:"2020" help:"The year of the totals."`
	Data     []string `type:"existingdir" env:"LAYOUTMAP_DATA" help:"Folder with layers of your own, as for serve. May be repeated."`
}

// Run spreads and writes.
func (c surfaceCommand) Run() error {
	catalog, err := openCatalog(c.Data)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	spec, zones, err := c.spec(catalog)
	if err != nil {
		return err
	}
	bar := progressBar{name: "surface"}
	spec.Progress = bar.tell
	grid, err := dasymetric.Spread(ctx, spec)
	bar.end()
	if err != nil {
		return err
	}
	tellSpread(grid)
	cells, err := cellsOf(spec, grid)
	if err != nil {
		return err
	}
	return c.write(zones, spec, cells)
}

func tellSpread(g *dasymetric.Grid) {
	if len(g.Unmasked) > 0 {
		fmt.Fprintf(os.Stderr, "layoutmap: the masks leave no cell in %s: spread over all of it\n", strings.Join(g.Unmasked, ", "))
	}
	if len(g.Flat) > 0 {
		fmt.Fprintf(os.Stderr, "layoutmap: no cell weighs anything in %s: spread evenly\n", strings.Join(g.Flat, ", "))
	}
}

// spec reads the layers.
func (c surfaceCommand) spec(catalog *layers.Catalog) (spec dasymetric.Spec, zones *layers.Layer, err error) {
	if spec.Plane, err = crs.Lookup(c.CRS); err != nil {
		return spec, nil, fmt.Errorf("--crs: %w", err)
	}
	spec.Cell = geo.Metres(c.Cell)
	if c.Counting == "area" {
		spec.Counting = dasymetric.AreaShare
	}
	layer := func(flag, id string) (*layers.Layer, error) {
		l, ok := catalog.Layer(id)
		if !ok {
			return nil, fmt.Errorf("%s: there is no layer %q", flag, id)
		}
		return l, nil
	}
	if zones, err = layer("--zones", c.Zones); err != nil {
		return spec, nil, err
	}
	for f := range zones.All() {
		total, ok := numberOf(f, c.Total)
		if !ok {
			return spec, nil, fmt.Errorf("--total: %s %s has no number %q", c.Zones, f.ID, c.Total)
		}
		spec.Zones = append(spec.Zones, dasymetric.Zone{ID: f.ID, Area: f.Geometry, Total: total})
	}
	for _, text := range c.Mask {
		id, metres, buffered := strings.Cut(text, "=")
		l, err := layer("--mask", id)
		if err != nil {
			return spec, nil, err
		}
		width := 0.0
		if buffered {
			if width, err = strconv.ParseFloat(metres, 64); err != nil || !(width > 0) {
				return spec, nil, fmt.Errorf("--mask %s: %q is not metres greater than 0", id, metres)
			}
		}
		masks, err := maskOf(l, geo.Metres(width))
		if err != nil {
			return spec, nil, fmt.Errorf("--mask %s: %w", id, err)
		}
		spec.Masks = append(spec.Masks, masks...)
	}
	spec.Rules = []dasymetric.Rule{{Name: c.Kind + "_even"}}
	if len(c.Lines) > 0 {
		var lines []orb.LineString
		for _, id := range c.Lines {
			l, err := layer("--lines", id)
			if err != nil {
				return spec, nil, err
			}
			for f := range l.All() {
				lines = append(lines, planeLines(f.Geometry, spec.Plane)...)
			}
		}
		weight, err := dasymetric.NearLines(lines, geo.Metres(c.Within), c.Floor)
		if err != nil {
			return spec, nil, fmt.Errorf("--lines: %w", err)
		}
		spec.Rules = append(spec.Rules, dasymetric.Rule{Name: c.Kind + "_lines", Weight: weight})
	}
	if c.Uses != "" {
		id, property, _ := strings.Cut(c.Uses, "=")
		l, err := layer("--uses", id)
		if err != nil {
			return spec, nil, err
		}
		var uses []dasymetric.Use
		for f := range l.All() {
			if v, ok := numberOf(f, property); ok && f.Geometry != nil && f.Geometry.Dimensions() == 2 {
				uses = append(uses, dasymetric.Use{Area: f.Geometry, Weight: int64(math.Round(v))})
			}
		}
		if len(uses) == 0 {
			return spec, nil, fmt.Errorf("--uses: no area of %s has a number %q", id, property)
		}
		weight, err := dasymetric.ByUse(uses, 0)
		if err != nil {
			return spec, nil, fmt.Errorf("--uses: %w", err)
		}
		spec.Rules = append(spec.Rules, dasymetric.Rule{Name: c.Kind + "_uses", Weight: weight})
	}
	return spec, zones, nil
}

func numberOf(f *layers.Feature, property string) (float64, bool) {
	switch v := f.Value(property).(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// maskOf is the areas of a layer, and the ground within so many metres of the rest.
func maskOf(l *layers.Layer, width geo.Metres) ([]orb.Geometry, error) {
	var out []orb.Geometry
	for f := range l.All() {
		switch {
		case f.Geometry == nil:
		case f.Geometry.Dimensions() == 2:
			out = append(out, f.Geometry)
		case width > 0:
			g, err := geo.BufferGround(f.Geometry, width)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.ID, err)
			}
			out = append(out, g)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("has no areas; lines and points need LAYER=METRES")
	}
	return out, nil
}

func planeLines(g orb.Geometry, plane crs.CRS) (out []orb.LineString) {
	switch g := crs.Map(g, plane.Forward).(type) {
	case orb.LineString:
		return []orb.LineString{g}
	case orb.MultiLineString:
		return g
	}
	return nil
}

// gridCell is one square of the file.
type gridCell struct {
	col, row int64
	zone     string // the one with the most of it
	parts    []int64
}

// cellsOf joins what several zones have of one square.
func cellsOf(spec dasymetric.Spec, g *dasymetric.Grid) ([]gridCell, error) {
	var out []gridCell
	most := int64(0)
	for _, c := range g.Cells {
		if last := len(out) - 1; last >= 0 && out[last].col == c.Col && out[last].row == c.Row {
			if c.Parts[0] > most {
				out[last].zone, most = spec.Zones[c.Zone].ID, c.Parts[0]
			}
			for i, p := range c.Parts {
				out[last].parts[i] += p
			}
			continue
		}
		most = c.Parts[0]
		out = append(out, gridCell{c.Col, c.Row, spec.Zones[c.Zone].ID, slices.Clone(c.Parts)})
	}
	if g.Unit != cellUnit {
		return nil, fmt.Errorf("the grid counts in %d parts, the file in %d", g.Unit, cellUnit)
	}
	return out, nil
}

// cellUnit is how many parts an amount is written in: 3 decimals.
const cellUnit = 1000

// write makes the folder.
func (c surfaceCommand) write(zones *layers.Layer, spec dasymetric.Spec, cells []gridCell) error {
	id := filepath.Base(filepath.Clean(c.Output))
	if err := os.Mkdir(c.Output, 0o755); err != nil {
		return err
	}
	data, err := c.cells(spec, cells)
	if err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(c.Output, "cells.csv.gz"), data); err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(c.Output, "layer.yaml"), c.head(id, zones, spec, len(cells))); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "layoutmap: %d cells of %d zones in %s\n", len(cells), len(spec.Zones), c.Output)
	return nil
}

// cells is the data file; its bytes depend on the cells alone.
func (c surfaceCommand) cells(spec dasymetric.Spec, cells []gridCell) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	z.ModTime = time.Unix(0, 0) // no time (RFC 1952 §2.3.1)
	fmt.Fprint(z, "col,row,zone")
	for _, r := range spec.Rules {
		fmt.Fprint(z, ",", r.Name)
	}
	fmt.Fprintln(z)
	for _, cell := range cells {
		fmt.Fprintf(z, "%d,%d,%s", cell.col, cell.row, cell.zone)
		for _, p := range cell.parts {
			fmt.Fprintf(z, ",%d.%03d", p/cellUnit, p%cellUnit)
		}
		fmt.Fprintln(z)
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// head is layer.yaml. A JSON string is one of YAML, too.
func (c surfaceCommand) head(id string, zones *layers.Layer, spec dasymetric.Spec, count int) []byte {
	p := zones.Provenance
	var names, how, schema []string
	for _, r := range spec.Rules {
		names = append(names, r.Name)
		schema = append(schema, fmt.Sprintf("  - {name: %s, type: number, title: {zh: %q, en: %q}, unit: %q}\n", r.Name, r.Name, r.Name, c.Unit))
	}
	how = append(how, fmt.Sprintf("%s of layer %s, spread over a grid of %g m (%s, counted by %s)", c.Total, zones.ID, c.Cell, c.CRS, c.Counting))
	if len(c.Mask) > 0 {
		how = append(how, "nobody in "+strings.Join(c.Mask, ", "))
	}
	if len(c.Lines) > 0 {
		how = append(how, fmt.Sprintf("%s_lines by the length of %s within %g m plus %d m", c.Kind, strings.Join(c.Lines, " and "), c.Within, c.Floor))
	}
	if c.Uses != "" {
		how = append(how, c.Kind+"_uses by "+c.Uses)
	}
	text := strings.Join(how, "; ") + ". Every zone's total is kept exactly. An estimate."
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Written by layoutmap surface.\nid: %s\ntitle: {zh: %q, en: %q}\n", id, "需求分布（估计）："+c.Kind, "Demand surface (estimate): "+c.Kind)
	fmt.Fprintf(&b, "description:\n  zh: %q\n  en: %q\n", text, text)
	fmt.Fprintf(&b, "group: demand\ngeometry: Point\ntileset: false\ncount: %d\ndata: cells.csv.gz\n", count)
	fmt.Fprintf(&b, "grid: {crs: %q, cell_m: %g, id_prefix: cell, kind: demand-cell, status: existing}\n", c.CRS, c.Cell)
	fmt.Fprintf(&b, "demand: {id: %s, kind: %q, unit: %q, amounts: [%s], year: %d}\n", id, c.Kind, c.Unit, strings.Join(names, ", "), c.Year)
	fmt.Fprintf(&b, "provenance:\n  source: %q\n  licence: %q\n  retrieved: %q\n  method: estimate\n  crs_original: %q\n  accuracy_m: %.0f\n  open: %v\n",
		"totals of layer "+zones.ID+" ("+p.Source+"), spread by layoutmap surface", p.Licence, cmp.Or(p.Retrieved, strconv.Itoa(c.Year)+"-12-31"), c.CRS, zoneSize(zones), p.Open != nil && *p.Open)
	fmt.Fprintf(&b, "schema:\n  - {name: zone, type: string, title: {zh: \"所属分区\", en: \"Zone\"}}\n%s", strings.Join(schema, ""))
	return b.Bytes()
}

// zoneSize is how far off a person may be, metres: half the side of a square
// as large as a zone on average, for all that is known is the zone's total.
func zoneSize(zones *layers.Layer) float64 {
	sum := 0.0
	for f := range zones.All() {
		sum += geo.AreaOf(f.Geometry)
	}
	return math.Sqrt(sum/float64(max(zones.Len(), 1))) / 2
}
