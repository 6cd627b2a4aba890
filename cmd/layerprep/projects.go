package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// projects builds the 68 key projects. They are joined by id throughout: one
// name stands in two tables.
func (b *build) projects() error {
	rows, err := b.in.csv("plan", "key-projects.csv")
	if err != nil {
		return err
	}
	english, err := projectEnglish(rows)
	if err != nil {
		return err
	}
	l := &layer{
		id: "key-projects", titleZH: "重点项目", titleEN: "Key projects",
		describeZH: "规划 13 张表中的 68 个重点项目，按各自文字所及的道路、轨道、河流、园区或镇街落位；只知镇街的落在该镇街的标注点上；无从落位的几何为空。",
		describeEN: "The 68 key projects of the plan's 13 tables, placed by the road, rail line, river, park or town their text names; those known only by town sit on that town's label point; those without any place have no geometry.",
		planRef:    "表 2-1 至 6-6", group: "projects", geometry: "Geometry",
		schema: []property{
			{name: "plan_table", typ: "string", zh: "所在表", en: "Table"},
			{name: "table_title", typ: "string", zh: "表名", en: "Table title"},
			{name: "location_zh", typ: "string", zh: "文中地点", en: "Location in the text"},
			{name: "content_zh", typ: "string", zh: "项目内容", en: "Content"},
			{name: "placed_by", typ: "string", zh: "落位依据", en: "Placed by", enum: []string{"road", "rail", "river", "park", "town", "none"}, tile: true},
			{name: "towns", typ: "strings", zh: "所在街镇", en: "Townships"},
			{name: "about", typ: "strings", zh: "几何取自", en: "Geometry taken from"},
		},
	}
	for i, r := range rows {
		f, err := b.project(r)
		if err != nil {
			return fmt.Errorf("%s: %w", r["id"], err)
		}
		f.nameEN = english[i]
		l.features = append(l.features, f)
	}
	return b.add(l)
}

func (b *build) project(r map[string]string) (*feature, error) {
	f := &feature{id: r["id"], nameZH: r["name_zh"], kind: "key-project", status: "planned", horizon: "2030", prov: planProvenance()}
	for _, g := range projectGroups {
		if f.category == "" && (g.key == f.id || g.key == r["plan_table"]) {
			f.category = g.category
		}
	}
	if f.category == "" {
		return nil, fmt.Errorf("table %q has no row in projectGroups", r["plan_table"])
	}
	for _, s := range projectStates {
		if s.id == f.id {
			f.status, f.horizon, f.statusNote = s.status, s.horizon, s.why
		}
	}
	if err := b.citeProject(f, r); err != nil {
		return nil, err
	}
	towns := b.townsNamed(r["location_zh"])
	p, err := b.placingOf(f.id, r["location_zh"], towns)
	if err != nil {
		return nil, err
	}
	if p.by == "town" {
		towns = p.about
	}
	if err := b.place(f, &p, towns); err != nil {
		return nil, err
	}
	f.note = p.why
	about := p.about
	if about == nil {
		about = []string{}
	}
	if towns == nil {
		towns = []string{}
	}
	f.extra = []attr{{"plan_table", r["plan_table"]}, {"table_title", r["table_title"]}, {"location_zh", r["location_zh"]},
		{"content_zh", r["content_zh"]}, {"placed_by", p.by}, {"towns", towns}, {"about", about}}
	return f, nil
}

// citeProject finds the row's content in its table; white space differs between
// the two files, the plan's own stands.
func (b *build) citeProject(f *feature, r map[string]string) error {
	c, err := findClause(b.clauses, "table-"+r["plan_table"])
	if err != nil {
		return err
	}
	for _, line := range strings.Split(c.Text, "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) == 2 && squeeze(cells[0]) == squeeze(r["name_zh"]) {
			if squeeze(cells[1]) != squeeze(r["content_zh"]) {
				return fmt.Errorf("content differs from the plan's table: %q", cells[1])
			}
			f.planClause, f.planText, f.planRef = c.ID, cells[1], planRef(c)
			return nil
		}
	}
	return fmt.Errorf("not in table %s of the plan", r["plan_table"])
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// townsNamed finds townships by name in the location column, in its order.
func (b *build) townsNamed(location string) []string {
	var ids []string
	for location != "" {
		id, at, length := "", len(location), 0
		try := func(name, town string) {
			if i := strings.Index(location, name); i >= 0 && i < at {
				id, at, length = town, i, len(name)
			}
		}
		for _, t := range b.towns {
			try(t.str("name_zh"), t.id)
		}
		for _, a := range townAliases {
			try(a.name, a.id)
		}
		if id == "" {
			break
		}
		ids = append(ids, id)
		location = location[at+length:]
	}
	return ids
}

// placingOf takes the row of the table, else the towns the location names.
func (b *build) placingOf(id, location string, towns []string) (placing, error) {
	for _, p := range placings {
		if p.project == id {
			return p, nil
		}
	}
	if len(towns) > 0 {
		return placing{project: id, by: "town", about: towns}, nil
	}
	return placing{}, fmt.Errorf("location %q names no township: placings needs a row", location)
}

// place gives the project its geometry and the provenance that comes with it.
func (b *build) place(f *feature, p *placing, towns []string) error {
	switch p.by {
	case "none":
		return nil
	case "town":
		return b.placeInTowns(f, p.about)
	}
	var geoms []orb.Geometry
	for _, id := range append(p.needs(), p.about...) {
		if !b.known(id) {
			return fmt.Errorf("placed at %q, which is no feature", id)
		}
		if b.find(id) == nil { // left out by --open-only
			*p = placing{by: "none", why: "geometry left out: " + id + " is not open"}
			return nil
		}
	}
	for _, id := range p.about {
		src := b.find(id)
		g, err := b.partOf(src, *p, towns)
		if err != nil {
			return err
		}
		geoms = append(geoms, g)
		f.prov = src.prov
	}
	if len(geoms) != 1 {
		return fmt.Errorf("placed at %d features", len(geoms))
	}
	f.geom = geoms[0]
	if p.by == "park" { // somewhere in the park: its label point stands for it
		src := b.find(p.about[0])
		at, ok := f.geom.(orb.Point)
		if !ok {
			at = *src.label
			size := math.Sqrt(math.Abs(planar.Area(b.plane.on(src.geom))) / math.Pi)
			f.prov.accuracy = metres(math.Ceil(size/100) * 100)
		}
		f.geom = at
		f.prov.method = "schematic"
		return nil
	}
	if _, point := f.geom.(orb.Point); !point {
		p := middle(f.geom)
		f.label = &p
	}
	return nil
}

// needs lists the features a cut refers to.
func (p placing) needs() []string {
	var ids []string
	for _, id := range p.cut {
		if id != "" && id != "start" && id != "end" && id != "towns" {
			ids = append(ids, id)
		}
	}
	return ids
}

// placeInTowns puts the project on the towns' label points, as exact as a town
// is wide.
func (b *build) placeInTowns(f *feature, towns []string) error {
	var at orb.MultiPoint
	widest := 0.0
	for _, id := range towns {
		src, err := byID(b.towns, id)
		if err != nil {
			return err
		}
		p, err := src.at()
		if err != nil {
			return err
		}
		if t := b.find(id); t != nil {
			p = *t.label
		}
		at = append(at, p)
		widest = max(widest, math.Sqrt(math.Abs(planar.Area(b.plane.on(src.geom)))/math.Pi))
	}
	f.prov = provenance{source: "label point of the township named in the plan", licence: licenceCC0, retrieved: factsMade,
		method: "schematic", crsOriginal: "EPSG:4326", accuracy: metres(math.Ceil(widest/100) * 100), open: true}
	f.geom = at
	if len(at) == 1 {
		f.geom = at[0]
	}
	return nil
}

// middle is the point halfway along a line, of several lines the longest.
func middle(g orb.Geometry) orb.Point {
	var line orb.LineString
	switch g := g.(type) {
	case orb.LineString:
		line = g
	case orb.MultiLineString:
		for _, l := range g {
			if planar.Length(l) > planar.Length(line) {
				line = l
			}
		}
	}
	left := planar.Length(line) / 2
	for i := 1; i < len(line); i++ {
		d := planar.Distance(line[i-1], line[i])
		if d >= left && d > 0 {
			t := left / d
			return orb.Point{line[i-1][0] + t*(line[i][0]-line[i-1][0]), line[i-1][1] + t*(line[i][1]-line[i-1][1])}
		}
		left -= d
	}
	return line[len(line)-1]
}
