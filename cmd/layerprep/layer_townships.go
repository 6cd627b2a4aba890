package main

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// censusTotal is the district's population in the 2020 census.
const censusTotal = 1840295

// townships builds the 22 from the facts and their repaired polygons.
func (b *build) townships(towns []fact, tiles []orb.Geometry) error {
	l := &layer{
		id: "townships", titleZH: "街道、镇、乡", titleEN: "Subdistricts, towns and township",
		describeZH: "11 个街道、10 个镇、1 个乡。面为示意：由 226 个村庄、路口点的泰森多边形拼成，恰好铺满区界，不是法定界线（误差约 1.2 公里）。2020 年人口：4 个单位为普查数，其余 18 个为估计（±30%），合计等于普查总数 1840295。",
		describeEN: "11 subdistricts, 10 towns, 1 township. Polygons are schematic: Voronoi cells of 226 village and junction points that tile the district exactly; not the legal limits (about 1.2 km off). Population of 2020: census for 4 units, estimates (± 30 %) for the other 18, scaled to the census total 1,840,295.",
		planRef:    "第三章 三", group: "base", geometry: "Polygon",
		schema: []property{
			{name: "code", typ: "string", zh: "行政区划代码", en: "Division code"},
			{name: "population_2020", typ: "integer", zh: "2020 年人口", en: "Population 2020", unit: "people"},
			{name: "population_method", typ: "string", zh: "人口依据", en: "Basis", enum: []string{"census", "estimate"}},
			{name: "population_basis", typ: "string", zh: "人口来源说明", en: "Basis of the population"},
			{name: "area_km2", typ: "number", zh: "面积", en: "Area", unit: "km²"},
		},
	}
	total := 0
	for i, src := range towns {
		src.geom = tiles[i]
		f, err := b.common("townships", src)
		if err != nil {
			return err
		}
		area, err := geo.NewArea(tiles[i])
		if err != nil {
			return fmt.Errorf("%s: %w", f.id, err)
		}
		// The facts' point is the seat of the township, the better label unless
		// the repair moved the border across it.
		if !area.Contains(*f.label) {
			p := geo.LabelPoint(tiles[i].(orb.Polygon))
			f.label = &p
		}
		if strings.HasSuffix(f.nameZH, "乡") {
			f.kind = "township"
		}
		f.category = f.kind
		people, err := src.num("population_2020")
		if err != nil {
			return err
		}
		total += int(people)
		method := "estimate"
		if strings.HasPrefix(src.str("population_basis"), "census 2020") {
			method = "census"
		}
		f.extra = []attr{{"code", src.str("code")}, {"population_2020", int(people)}, {"population_method", method},
			{"population_basis", src.str("population_basis")}, {"area_km2", b.plane.km2(f.geom)}}
		l.features = append(l.features, f)
	}
	if total != censusTotal {
		return fmt.Errorf("townships hold %d people, the census %d", total, censusTotal)
	}
	return b.add(l)
}
