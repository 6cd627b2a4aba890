package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"layoutmap/geo/dasymetric"
)

const (
	cellMetres = 100.0
	// roadReach is how far around a cell centre roads draw people in.
	roadReach = 500.0 // metres
	// roadFloor is the weight of a cell without any road in reach, in metres of
	// road: known roads are trunk roads only, and people live away from them.
	roadFloor = 50
)

// cell is one square of the demand grid: column and row are whole hundreds of
// metres of EPSG:4548, the centre lies half a cell further. Amounts are in
// thousandths of a person.
type cell struct {
	col, row int64
	township string
	even     int64
	roads    int64
}

// demand spreads the township totals of 2020 over 100 m cells in two ways.
func (b *build) demand() error {
	towns := b.layer("townships")
	if len(towns.leftOut) > 0 { // --open-only: a surface of some townships would mislead
		b.layers = append(b.layers, &layer{id: "demand-population", leftOut: []string{"all cells (they need every township)"}})
		return nil
	}
	mask, err := b.noPeople()
	if err != nil {
		return err
	}
	nearRoads, err := dasymetric.NearLines(b.roadLines(), roadReach, roadFloor)
	if err != nil {
		return err
	}
	spec := dasymetric.Spec{
		Masks: mask, Plane: b.plane.gk, Cell: cellMetres, Unit: 1000,
		Rules: []dasymetric.Rule{{Name: "people_even"}, {Name: "people_roads", Weight: nearRoads}},
	}
	for _, t := range towns.features {
		spec.Zones = append(spec.Zones, dasymetric.Zone{ID: t.id, Area: t.geom, Total: float64(t.attr("population_2020").(int))})
	}
	grid, err := dasymetric.Spread(context.Background(), spec)
	if err != nil {
		return err
	}
	var cells []cell
	for _, c := range grid.Cells {
		cells = append(cells, cell{c.Col, c.Row, spec.Zones[c.Zone].ID, c.Parts[0], c.Parts[1]})
	}
	var fallback []string
	for _, t := range towns.features {
		if slices.Contains(grid.Unmasked, t.id) {
			fallback = append(fallback, t.nameZH)
		}
	}
	noteZH, noteEN := "", ""
	if len(fallback) > 0 {
		noteZH = fmt.Sprintf("以下街镇的格网全被扣除，改为不扣除：%v。", fallback)
		noteEN = fmt.Sprintf(" Townships whose every cell was left out are spread over all of it: %v.", fallback)
	}
	b.layers = append(b.layers, &layer{
		id: "demand-population", titleZH: "人口分布（估计）", titleEN: "Population surface (estimate)",
		describeZH: fmt.Sprintf("2020 年常住人口按街镇总数摊到 100 米格网（EPSG:4548，需求计在格中心），各街镇合计严格守恒。两种摊法：people_even 在陆地上均匀；people_roads 按格心 %d 米内道路长度（骨干路网与重点道路，同一路面计一次）加 %d 米底数加权。中心落在水面（河流按 rivers 图层的假定宽度）、城市绿心及既有环城公园内的格不计人，也不在文件中。22 个街镇总数中 18 个为估计（±30%%）。%s", int(roadReach), roadFloor, noteZH),
		describeEN: fmt.Sprintf("Residents of 2020, spread from township totals over a 100 m grid (EPSG:4548; demand counts at the cell centre); every township's total is kept exactly. Two rules: people_even is even over the land; people_roads is weighted by the length of road within %d m of the centre (grid and key roads, a shared carriageway once) plus a floor of %d m. Cells centred on water (rivers of the assumed width in layer rivers), in the Green Heart or in an existing ring park hold nobody and are left out of the file. 18 of the 22 township totals are estimates (± 30 %%).%s", int(roadReach), roadFloor, noteEN),
		planRef:    "表 1-1", group: "demand", geometry: "Point", offTileset: true,
		schema: []property{
			{name: "township", typ: "string", zh: "所在街镇", en: "Township"},
			{name: "people_even", typ: "number", zh: "人口（均匀）", en: "People, even", unit: "people"},
			{name: "people_roads", typ: "number", zh: "人口（按道路）", en: "People, by roads", unit: "people"},
		},
		cells: cells,
		demandProv: provenance{source: "township totals of layer townships (2020 census and estimates), spread by cmd/layerprep", licence: licenceClosed,
			retrieved: factsMade, method: "estimate", crsOriginal: "EPSG:4548", accuracy: metres(1200), open: false},
	})
	return nil
}

// noPeople lists the areas where nobody is put: water, the green heart and the
// ring parks that exist.
func (b *build) noPeople() ([]orb.Geometry, error) {
	var shapes []orb.Geometry
	for _, r := range b.layer("rivers").features {
		width := r.attr("assumed_width_m").(float64)
		if width == 0 {
			continue
		}
		water, err := b.plane.buffer(r.geom, width/2)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.id, err)
		}
		shapes = append(shapes, water)
	}
	for _, p := range b.layer("green-ring-parks").features {
		if p.status == "existing" {
			shapes = append(shapes, p.geom)
		}
	}
	return append(shapes, b.find("green-heart").geom), nil
}

// roadLines lists the roads that draw people in, in the plane: those of the
// grid whole, of the others what the grid does not count.
func (b *build) roadLines() []orb.LineString {
	var lines []orb.LineString
	for _, id := range []string{"road-grid", "roads"} {
		for _, f := range b.layer(id).features {
			own, ok := b.ownStretch[f.id]
			if !ok {
				own = []orb.LineString{b.plane.on(f.geom).(orb.LineString)}
			}
			lines = append(lines, own...)
		}
	}
	return lines
}
