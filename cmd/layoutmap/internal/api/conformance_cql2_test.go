package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers"
	"layoutmap/layers/cql2"
)

// cql2Data is a layer whose every feature is known, for filters of all classes.
var cql2Data = map[string][2]string{"sites": {
	"geometry: Geometry\nschema:\n" +
		"  - {name: people, type: integer, title: {zh: 人, en: People}}\n  - {name: jobs, type: integer, title: {zh: 岗, en: Jobs}}\n" +
		"  - {name: area, type: number, title: {zh: 地, en: Area}}\n  - {name: built, type: boolean, title: {zh: 建, en: Built}}\n" +
		"  - {name: opened, type: date, title: {zh: 开, en: Opened}}\n  - {name: closed, type: date, title: {zh: 闭, en: Closed}}\n" +
		"  - {name: seen, type: datetime, title: {zh: 见, en: Seen}}\n  - {name: remark, type: string, title: {zh: 注, en: Note}}\n  - {name: uses, type: strings, title: {zh: 用, en: Uses}}\n",
	pointFeature("a", 116.65, 39.90, `"name_en":"Čapek Square","people":10,"jobs":10,"area":1.5,"built":true,"opened":"2020-06-01","closed":"2022-12-31","seen":"2024-05-01T11:59:59Z","uses":["park","school"]`) + "," +
		pointFeature("b", 116.70, 39.91, `"name_en":"capek square","people":20,"jobs":5,"area":-2,"built":false,"opened":"2024-01-31","closed":"2024-06-30","seen":"2024-05-01T12:00:00Z","uses":["park"]`) + "," +
		`{"type":"Feature","id":"c","geometry":{"type":"Polygon","coordinates":[[[116.60,39.85],[116.68,39.85],[116.68,39.93],[116.60,39.93],[116.60,39.85]]]},"properties":{"name_en":"West","people":30,"remark":"C:\\dir","uses":["school","clinic","park"]}},` +
		`{"type":"Feature","id":"d","geometry":{"type":"LineString","coordinates":[[116.69,39.91],[116.71,39.91]]},"properties":{"name_en":"Line","people":40,"jobs":80,"area":0.5,"built":true,"opened":"2026-11-25","seen":"2025-01-01T00:00:00+08:00","remark":"it's\ta 'tab'\u0007\b\n\u000b\f\r\\"}}`}}

type asked struct{ filter, ids string }

// cql2Known are, by abstract test, filters on cql2Data with the features they
// find, and filters that are refused: the published tests know no data but
// OGC's own.
var cql2Known = map[string]struct {
	finds   []asked
	refuses []string
}{
	"cql2-text/escaping": {[]asked{{`name_en = 'say "it''s"'`, ""}, {`remark = 'it''s\ta \'tab\'\a\b\n\v\f\r\\'`, "d"}, {`remark = 'it''s\\ta \'tab\''`, ""}, {`remark = 'C:\dir'`, "c"}},
		[]string{`remark = 'it's'`, `remark = 'open`, `remark = 'open\'`}},
	"basic-cql2/comparison": {[]asked{
		{"people = 20", "b"}, {"people <> 20", "a c d"}, {"people < 20", "a"}, {"people > 20", "c d"}, {"people <= 20", "a b"}, {"people >= 20", "b c d"},
		{"built = TRUE", "a d"}, {"built", "a d"}, {"opened < DATE('2024-01-31')", "a"}, {"seen >= TIMESTAMP('2024-05-01T12:00:00Z')", "b d"}, {"name_en = 'West'", "c"},
	}, []string{"people = ", "people == 20", "people = 'many'", "nothing = 1", "opened = '2024-01-31x'", "built > 1"}},
	"basic-cql2/is-null": {[]asked{{"jobs IS NULL", "c"}, {"jobs is not null", "a b d"}, {"uses IS NULL", "d"}, {"geometry IS NULL", ""}}, []string{"people IS NUL", "IS NULL", "nothing IS NULL"}},
	"basic-cql2/boolean": {[]asked{{"TRUE", "a b c d"}, {"false", ""}}, []string{"yes", "TRUE FALSE"}},
	"basic-cql2/logical": {[]asked{{"NOT people = 20", "a c d"}, {"NOT jobs = 5", "a d"}, // unknown stays unknown
		{"people = 10 OR jobs = 5", "a b"}, {"people > 10 AND jobs > 5", "d"}, {"jobs = 5 OR people = 30", "b c"}, {"NOT (people = 10 OR people = 20) AND TRUE", "c d"},
	}, []string{"people = 20 AND", "(people = 20", "people = 20 XOR TRUE", "NOT"}},
	"advanced-comparison-operators/like":               {[]asked{{"name_en LIKE '%est'", "c"}, {"name_en LIKE '_est'", "c"}, {"name_en NOT LIKE '%e%'", ""}, {"name_en LIKE 'W\\%'", ""}}, []string{"people LIKE '1%'", "name_en LIKE 1", "name_en LIKE"}},
	"advanced-comparison-operators/between":            {[]asked{{"people BETWEEN 10 AND 20", "a b"}, {"people NOT BETWEEN 10 AND 20", "c d"}, {"jobs NOT BETWEEN 0 AND 9", "a d"}}, []string{"people BETWEEN 1", "people BETWEEN 1 AND 'two'", "name_en BETWEEN 1 AND 2"}},
	"advanced-comparison-operators/in":                 {[]asked{{"people IN (10, 40, 50)", "a d"}, {"name_en NOT IN ('West', 'Line')", "a b"}, {"opened IN (DATE('2020-06-01'))", "a"}}, []string{"people IN (1, 'two')", "people IN 1", "people IN ("}},
	"case-insensitive-comparison/casei":                {[]asked{{"CASEI(name_en) = CASEI('WEST')", "c"}, {"CASEI(name_en) = CASEI('CAPEK SQUARE')", "b"}, {"CASEI(name_en) IN (CASEI('LINE'))", "d"}}, []string{"CASEI(people) = 'x'", "CASEI() = 'x'"}},
	"case-insensitive-comparison/casei-like":           {[]asked{{"CASEI(name_en) LIKE CASEI('%SQUARE')", "a b"}}, []string{"CASEI(name_en) LIKE CASEI(5)"}},
	"accent-insensitive-comparison/accenti":            {[]asked{{"ACCENTI(name_en) = ACCENTI('Capek Square')", "a"}}, []string{"ACCENTI(people) = 'x'", "ACCENTI() = 'x'"}},
	"accent-insensitive-comparison/accenti-like":       {[]asked{{"ACCENTI(name_en) LIKE ACCENTI('Cápek%')", "a"}}, []string{"ACCENTI(name_en) LIKE ACCENTI(5)"}},
	"accent-insensitive-comparison/accenti-casei":      {[]asked{{"ACCENTI(CASEI(name_en)) = ACCENTI(CASEI('čapek square'))", "a b"}}, []string{"ACCENTI(CASEI(people)) = 'x'"}},
	"accent-insensitive-comparison/accenti-casei-like": {[]asked{{"ACCENTI(CASEI(name_en)) LIKE ACCENTI(CASEI('ČÁP%'))", "a b"}}, []string{"ACCENTI(CASEI(name_en)) LIKE people"}},
	"basic-spatial-functions/s_intersects": {[]asked{
		{"S_INTERSECTS(geometry, BBOX(116.64, 39.89, 116.66, 39.91))", "a c"}, {"S_INTERSECTS(geometry, POINT(116.70 39.91))", "b d"}, {"NOT S_INTERSECTS(geometry, BBOX(116.5, 39.8, 116.66, 40))", "b d"},
	}, []string{"S_INTERSECTS(geometry)", "S_INTERSECTS(geometry, 'here')", "S_INTERSECTS(people, POINT(1 2))", "S_INTERSECTS(geometry, POINT(200 95))"}},
	"basic-spatial-functions-plus/s_intersects": {[]asked{
		{"S_INTERSECTS(geometry, LINESTRING(116.59 39.86, 116.70 39.91))", "b c d"}, {"S_INTERSECTS(geometry, MULTIPOINT((116.65 39.90), (116.705 39.91)))", "a c d"},
		{"S_INTERSECTS(geometry, POLYGON((116.6 39.8, 116.69 39.8, 116.69 40, 116.6 40, 116.6 39.8)))", "a c d"}, {"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(116.65 39.90), POINT(116.70 39.91)))", "a b c d"},
	}, []string{"S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "S_INTERSECTS(geometry, LINESTRING(1 2))"}},
	"spatial-functions/s_intersects": {[]asked{{"S_INTERSECTS(geometry, LINESTRING(116.69 39.90, 116.69 39.92))", "d"}}, []string{"S_NEAR(geometry, POINT(1 2))"}},
	"spatial-functions/s_disjoint":   {[]asked{{"S_DISJOINT(geometry, BBOX(116.5, 39.8, 116.69, 40))", "b"}}, []string{"S_DISJOINT(geometry, people)"}},
	"spatial-functions/s_equals":     {[]asked{{"S_EQUALS(geometry, POINT(116.65 39.90))", "a"}, {"S_EQUALS(geometry, LINESTRING(116.71 39.91, 116.69 39.91))", "d"}}, []string{"S_EQUALS(geometry)"}},
	"spatial-functions/s_touches":    {[]asked{{"S_TOUCHES(geometry, POINT(116.69 39.91))", "d"}}, []string{"S_TOUCHES(geometry, 'x')"}},
	"spatial-functions/s_crosses":    {[]asked{{"S_CROSSES(geometry, LINESTRING(116.70 39.90, 116.70 39.92))", "d"}}, []string{"S_CROSSES(geometry, 1)"}},
	"spatial-functions/s_within":     {[]asked{{"S_WITHIN(geometry, BBOX(116.5, 39.8, 116.69, 40))", "a c"}}, []string{"S_WITHIN(geometry, people)"}},
	"spatial-functions/s_contains":   {[]asked{{"S_CONTAINS(geometry, POINT(116.62 39.9))", "c"}}, []string{"S_CONTAINS(geometry, POINT(116.62))"}},
	"spatial-functions/s_overlaps":   {[]asked{{"S_OVERLAPS(geometry, BBOX(116.66, 39.8, 116.75, 39.9))", "c"}}, []string{"S_OVERLAPS(geometry, TRUE)"}},
	"temporal-functions/temporal-functions-1": {[]asked{
		{"T_AFTER(opened, DATE('2020-06-01'))", "b d"}, {"T_BEFORE(opened, DATE('2024-01-31'))", "a"},
		{"T_INTERSECTS(opened, INTERVAL('2024-01-31', '..'))", "b d"}, {"T_EQUALS(opened, DATE('2026-11-25'))", "d"}, {"T_DISJOINT(opened, INTERVAL('..', '2024-01-31'))", "d"},
	}, []string{"T_AFTER(people, DATE('2020-01-01'))", "T_AFTER(opened, DATE('2020-13-01'))", "T_AFTER(opened)"}},
	"temporal-functions/temporal-functions-2": {[]asked{
		{"T_DURING(INTERVAL(opened, opened), INTERVAL('2020-01-01', '2024-12-31'))", "a b"}, {"T_CONTAINS(INTERVAL(opened, closed), INTERVAL('2021-01-01', '2021-12-31'))", "a"},
		{"T_MEETS(INTERVAL(opened, closed), INTERVAL('2024-06-30', '2025-01-01'))", "b"}, {"T_STARTS(INTERVAL(opened, closed), INTERVAL('2020-06-01', '2030-01-01'))", "a"},
	}, []string{"T_DURING(opened, INTERVAL('2021-01-01', '2020-01-01'))", "T_DURING(INTERVAL(opened, people), INTERVAL('2020-01-01', '2021-01-01'))"}},
	"array-functions/array-predicates": {[]asked{
		{"A_CONTAINS(uses, ('park', 'school'))", "a c"}, {"A_CONTAINEDBY(uses, ('park', 'school'))", "a b"}, {"A_EQUALS(uses, ('park'))", "b"}, {"A_OVERLAPS(uses, ('clinic', 'shop'))", "c"},
	}, []string{"A_CONTAINS(people, ('park'))", "A_CONTAINS(uses)"}},
	"property-property/comparison-value-property":    {[]asked{{"'West' = name_en", "c"}, {"20 < people", "c d"}}, []string{"'West' = people"}},
	"property-property/comparison-property-property": {[]asked{{"people = jobs", "a"}, {"people < jobs", "d"}, {"jobs <= people", "a b"}, {"people IN (jobs)", "a"}, {"people BETWEEN jobs AND 30", "a b"}}, []string{"people = name_en", "opened < people"}},
	"property-property/comparison-value-value":       {[]asked{{"1 = 1", "a b c d"}, {"'a' > 'b'", ""}}, []string{"1 = 'one'"}},
	"functions/functions": {[]asked{
		{"distance(geometry, POINT(116.70 39.91)) < 1", "b d"}, {"length(geometry) > 1000", "c d"}, {"area(geometry) > 1000", "c"}, {"S_WITHIN(geometry, buffer(POINT(116.70 39.91), 5))", "b"},
		{"length(geometry) BETWEEN 1000 AND 2000", "d"}, {"area(geometry) IN (0)", "a b d"}, {"NOT distance(geometry, geometry) > 0", "a b c d"},
	}, []string{"nonsense(people) = 1", "distance(geometry) = 1", "buffer(geometry, 'far') IS NULL", "length(people) > 1"}},
	"arithmetic/arithmetic": {[]asked{
		{"people = 2 * 5", "a"}, {"people + jobs = 25", "b"}, {"people / 4 = 10", "d"}, {"people % 20 = 10", "a c"}, {"people = 6 - -4", "a"}, {"people > 2 ^ 5", "d"}, {"people div 7 = 2", "b"}, {"area * 2 = 3", "a"},
	}, []string{"people + 'one' = 2", "people = 2 +", "people + = 2"}},
}

// published is an abstract test of CQL2 that asks each queryable of some types:
// {q} stands for it, {v} and {w} for values of its type, {in} for a list and
// {i} for an interval of such values.
type published struct {
	types   string // of the queryables; "" asks the collection itself
	filters []string
	apart   [][2]int // of filters, by place: no feature fits both
	same    [][2]int // the same features fit
	none    []int    // no feature fits
	refused []string
}

const (
	scalars   = "string number integer boolean date timestamp"
	wholeBox  = "BBOX(-180,-90,180,90)"
	wholeArea = "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"
	someLine  = "LINESTRING(7 50,10 51)"
	somePoint = "POINT(7.02 49.92)"
	holed     = "((-180 -90, -90 -90, -90 90, -180 90, -180 -90), (-120 -50, -100 -50, -100 -40, -120 -40, -120 -50))"
	square    = "((0 0, 10 0, 10 10, 0 10, 0 0))"
)

// each is a filter for each of some functions; %s stands for the function.
func each(functions, filter string) []string {
	var out []string
	for f := range strings.FieldsSeq(functions) {
		out = append(out, strings.ReplaceAll(filter, "%s", f))
	}
	return out
}

var cql2Published = map[string]published{
	"basic-cql2/comparison":                            {types: scalars, filters: each("= <> > < >= <=", "{q} %s {v}"), apart: [][2]int{{0, 1}, {2, 5}, {3, 4}}},
	"basic-cql2/is-null":                               {types: scalars + " array geometry", filters: []string{"{q} IS NULL", "{q} is not null"}, apart: [][2]int{{0, 1}}},
	"basic-cql2/boolean":                               {filters: []string{"true", "false"}, none: []int{1}},
	"advanced-comparison-operators/like":               {types: "string", filters: []string{"{q} LIKE '%'", "{q} like '_%'", "{q} like ''", "{q} like '%%'", `{q} like '\%\_'`}, apart: [][2]int{{1, 2}}, same: [][2]int{{0, 3}}},
	"advanced-comparison-operators/between":            {types: "number integer", filters: []string{"{q} BETWEEN 0 AND 100", "{q} between 100.0 and 1.0"}, none: []int{1}},
	"advanced-comparison-operators/in":                 {types: scalars, filters: []string{"{q} IN {in}"}}, // times by DATE and TIMESTAMP, as in the test's own data
	"case-insensitive-comparison/casei":                {types: "string", filters: []string{"CASEI({q}) = casei('foo')", "CASEI({q}) <> casei('FOO')"}, apart: [][2]int{{0, 1}}},
	"case-insensitive-comparison/casei-like":           {types: "string", filters: []string{"CASEI({q}) LIKE casei('foo%')", "CASEI({q}) LIKE casei('FOO%')"}, same: [][2]int{{0, 1}}},
	"accent-insensitive-comparison/accenti":            {types: "string", filters: []string{"ACCENTI({q}) = accenti('äöüéáí')", "ACCENTI({q}) <> accenti('aoueai')"}, apart: [][2]int{{0, 1}}},
	"accent-insensitive-comparison/accenti-like":       {types: "string", filters: []string{"ACCENTI({q}) LIKE accenti('Ä%')", "ACCENTI({q}) LIKE accenti('A%')"}, same: [][2]int{{0, 1}}},
	"accent-insensitive-comparison/accenti-casei":      {types: "string", filters: []string{"ACCENTI(CASEI({q})) = accenti(casei('ÄÉ'))", "ACCENTI(CASEI({q})) = accenti(casei('ae'))"}, same: [][2]int{{0, 1}}},
	"accent-insensitive-comparison/accenti-casei-like": {types: "string", filters: []string{"ACCENTI(CASEI({q})) LIKE accenti(casei('Ä%'))", "ACCENTI(CASEI({q})) LIKE accenti(casei('a%'))"}, same: [][2]int{{0, 1}}},
	"basic-spatial-functions/s_intersects": {types: "geometry", filters: []string{"S_INTERSECTS({q}," + wholeBox + ")", "S_INTERSECTS({q}," + somePoint + ")", "S_INTERSECTS({q},BBOX(-180,-90,-90,90)) AND S_INTERSECTS({q},BBOX(90,-90,180,90))"},
		refused: []string{"S_INTERSECTS({q},POINT(90 180))"}},
	"basic-spatial-functions-plus/s_intersects": {types: "geometry", filters: []string{"S_INTERSECTS({q},LINESTRING(-180 -45, 0 -45))", "S_INTERSECTS({q},MULTILINESTRING((-180 -45, 0 -45), (0 45, 180 45)))",
		"S_INTERSECTS({q},POLYGON" + holed + ")", "S_INTERSECTS({q},MULTIPOLYGON(" + holed + "," + square + "))", "S_INTERSECTS({q},GEOMETRYCOLLECTION(" + somePoint + ", POLYGON" + square + "))"},
		refused: []string{"S_INTERSECTS({q},MULTIPOINT(7.02 49.92, 90 180))"}},
	"spatial-functions/s_intersects": {types: "geometry", filters: []string{"S_INTERSECTS({q}," + wholeBox + ")", "S_INTERSECTS({q}," + wholeArea + ")", "S_INTERSECTS({q}," + someLine + ")", "S_INTERSECTS({q}," + somePoint + ")"},
		same: [][2]int{{0, 1}}, refused: []string{"S_INTERSECTS({q},POINT(90 180))"}},
	"spatial-functions/s_disjoint": {types: "geometry", filters: []string{"S_DISJOINT({q}," + wholeBox + ")", "S_DISJOINT({q}," + wholeArea + ")", "S_DISJOINT({q}," + someLine + ")", "S_DISJOINT({q}," + somePoint + ")",
		"S_INTERSECTS({q}," + someLine + ")", "S_INTERSECTS({q}," + somePoint + ")"}, none: []int{0, 1}, apart: [][2]int{{2, 4}, {3, 5}}, refused: []string{"S_DISJOINT({q},POINT(90 180))"}},
	"spatial-functions/s_equals":  {types: "geometry", filters: []string{"S_EQUALS({q}," + wholeArea + ")", "S_EQUALS({q}," + someLine + ")", "S_EQUALS({q}," + somePoint + ")"}, same: [][2]int{{0, 1}}},
	"spatial-functions/s_touches": {types: "geometry", filters: []string{"S_TOUCHES({q}," + wholeBox + ")", "S_TOUCHES({q}," + wholeArea + ")", "S_TOUCHES({q}," + someLine + ")"}},
	"spatial-functions/s_crosses": {types: "point line", filters: []string{"S_CROSSES({q}," + wholeBox + ")", "S_CROSSES({q}," + wholeArea + ")", "S_CROSSES({q}," + someLine + ")"}},
	"spatial-functions/s_within":  {types: "geometry", filters: []string{"S_WITHIN({q}," + wholeBox + ")", "S_WITHIN({q}," + wholeArea + ")", "S_WITHIN({q}," + someLine + ")", "S_WITHIN({q},MULTIPOINT(7 50,10 51))"}, same: [][2]int{{0, 1}}},
	"spatial-functions/s_contains": {types: "geometry", filters: []string{"S_CONTAINS({q}," + wholeBox + ")", "S_CONTAINS({q}," + wholeArea + ")", "S_CONTAINS({q}," + someLine + ")", "S_CONTAINS({q},MULTIPOINT(7 50,10 51))",
		"S_WITHIN({q}," + wholeBox + ")"}, same: [][2]int{{0, 1}}, apart: [][2]int{{0, 4}}},
	"spatial-functions/s_overlaps": {types: "point line polygon", filters: []string{"S_OVERLAPS({q},{shape})"}},
	"temporal-functions/temporal-functions-1": {types: "date timestamp", filters: append(each("T_AFTER T_BEFORE T_DISJOINT T_EQUALS T_INTERSECTS", "%s({q},{v})"), each("T_AFTER T_BEFORE T_DISJOINT T_EQUALS T_INTERSECTS", "%s({q},{i})")...),
		apart: [][2]int{{2, 4}, {7, 9}}, same: [][2]int{{3, 4}}},
	"temporal-functions/temporal-functions-2": {types: "interval", filters: each("T_AFTER T_BEFORE T_DISJOINT T_EQUALS T_INTERSECTS T_CONTAINS T_DURING T_FINISHEDBY T_FINISHES T_MEETS T_METBY T_OVERLAPPEDBY T_OVERLAPS T_STARTEDBY T_STARTS", "%s({q},{i})"),
		apart: [][2]int{{2, 4}}},
	"array-functions/array-predicates":               {types: "array", filters: each("A_CONTAINS A_CONTAINEDBY A_EQUALS A_OVERLAPS", "%s({q},('foo','bar'))")},
	"property-property/comparison-value-property":    {types: scalars, filters: each("= <> > < >= <=", "{v} %s {q}"), apart: [][2]int{{0, 1}, {2, 5}, {3, 4}}},
	"property-property/comparison-property-property": {types: scalars, filters: each("= <> > < >= <=", "{q} %s {q}"), none: []int{1, 2, 3}, same: [][2]int{{0, 4}, {0, 5}}},
	"property-property/comparison-value-value":       {types: scalars, filters: each("= <> > < >= <=", "{v} %s {v}"), none: []int{1, 2, 3}, same: [][2]int{{0, 4}, {0, 5}}},
	"arithmetic/arithmetic":                          {types: "number integer", filters: []string{"{q} = 2 * {v}", "{q} + 1 > {v} - 3 ^ 2", "{q} / 2 < 10 div 3", "{q} % 7 = 1"}},
}

// queryable is a property that a filter may name, or an interval of two.
type queryable struct{ name, typ, shape string }

// queryablesOf reads the queryables of a collection. An interval stands for
// each pair of queryables of one temporal type.
func queryablesOf(t *testing.T, base, collection string) []queryable {
	t.Helper()
	var out []queryable
	for name, p := range getJSON[schemaDocument](t, base+"/collections/"+collection+"/queryables").Properties {
		typ, _ := p["type"].(string)
		format, _ := p["format"].(string)
		q := queryable{name: `"` + name + `"`, typ: typ}
		switch {
		case strings.HasPrefix(format, "geometry-"):
			q.typ, q.shape = "geometry", strings.Replace(strings.TrimPrefix(strings.TrimPrefix(format, "geometry-"), "multi"), "linestring", "line", 1)
		case format == "date":
			q.typ = "date"
		case format == "date-time":
			q.typ = "timestamp"
		case typ == "array" && p["items"].(map[string]any)["type"] != "string":
			q.typ = "position" // [lon, lat]: CQL2 has no literal of it
		}
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b queryable) int { return strings.Compare(a.name, b.name) })
	for _, a := range out {
		for _, b := range out {
			if a.name < b.name && a.typ == b.typ && (a.typ == "date" || a.typ == "timestamp") {
				out = append(out, queryable{name: "INTERVAL(" + a.name + "," + b.name + ")", typ: "interval", shape: a.typ})
			}
		}
	}
	return out
}

// filled is a published filter for a queryable.
func (q queryable) filled(filter string) string {
	typ := q.typ
	if typ == "interval" {
		typ = q.shape
	}
	return strings.NewReplacer("{q}", q.name,
		"{v}", map[string]string{"string": "'foo'", "boolean": "true", "number": "3.14", "integer": "1", "timestamp": "TIMESTAMP('2022-04-14T14:48:46Z')", "date": "DATE('2022-04-14')"}[typ],
		"{in}", map[string]string{"string": "('foo', 'bar')", "boolean": "(true)", "number": "(1, 2, 3)", "integer": "(1, 2, 3)",
			"timestamp": "(TIMESTAMP('2022-04-14T14:52:56Z'), TIMESTAMP('2022-04-14T15:52:56Z'))", "date": "(DATE('2022-04-14'), DATE('2022-04-15'))"}[typ],
		"{i}", map[string]string{"timestamp": "INTERVAL('2021-01-01T00:00:00Z','2021-12-31T23:59:59Z')", "date": "INTERVAL('2021-01-01','2021-12-31')"}[typ],
		"{shape}", map[string]string{"point": "MULTIPOINT(7 50,10 51)", "line": someLine, "polygon": wholeArea}[q.shape],
	).Replace(filter)
}

// asks are the filters of an abstract test for a collection, one list for each
// queryable that it is about.
func (p published) asks(queryables []queryable, filters []string) [][]string {
	if p.types == "" {
		return [][]string{filters}
	}
	types := strings.Fields(p.types)
	var out [][]string
	for _, q := range queryables {
		if !slices.Contains(types, q.typ) && (q.typ != "geometry" || !slices.Contains(types, q.shape)) {
			continue
		}
		var list []string
		for _, f := range filters {
			list = append(list, q.filled(f))
		}
		out = append(out, list)
	}
	return out
}

// The abstract tests of OGC CQL2 (OGC 21-065r2, annex A) over HTTP in both
// encodings, for all collections; and each on features all of which are known.
func TestCQL2(t *testing.T) {
	data := map[string][2]string{"sites": cql2Data["sites"], "works": works["works"]}
	base := withLayers(t, true, data)
	suite := newSuite(t, base, "cql2")
	// Most properties are common to all layers. Each is asked for once, in the
	// first of the collections that has it; geometries are, in all.
	sources, seen := map[string][]queryable{}, map[queryable]bool{}
	all := getJSON[ogcCollections](t, base+"/collections").Collections
	slices.SortStableFunc(all, func(a, b ogcCollection) int { return -strings.Compare(a.ID, b.ID) })
	for _, c := range all {
		sources[c.ID] = slices.DeleteFunc(queryablesOf(t, base, c.ID), func(q queryable) bool {
			again := seen[q]
			seen[q] = true
			return again && q.typ != "geometry"
		})
	}
	// count is how many features a filter leaves, which is the same in text and in JSON.
	counted := map[[3]string]int{} // what was counted before
	count := func(t *testing.T, base, source, filter string) int {
		t.Helper()
		if n, ok := counted[[3]string{base, source, filter}]; ok {
			return n
		}
		e, err := cql2.ParseText(filter)
		if err != nil {
			t.Fatalf("%s: %v", filter, err)
		}
		inText := getJSON[featureCollection](t, filtered(base, source, filter, "limit", "1", "properties", "")).NumberMatched
		inJSON := getJSON[featureCollection](t, filtered(base, source, string(cql2.AppendJSON(nil, e)), "limit", "1", "properties", "", "filter-lang", "cql2-json")).NumberMatched
		if inText != inJSON {
			t.Errorf("%s: %s: %d in text, %d in JSON", source, filter, inText, inJSON)
		}
		counted[[3]string{base, source, filter}] = inText
		return inText
	}
	known := func(t *testing.T, id string) {
		t.Helper()
		c, ok := cql2Known[id]
		if !ok || len(c.finds) == 0 || len(c.refuses) == 0 {
			t.Errorf("nothing known, or nothing wrong, is asked for %s", id)
		}
		for _, a := range c.finds {
			e, err := cql2.ParseText(a.filter)
			if err != nil {
				t.Errorf("%s: %v", a.filter, err)
				continue
			}
			for lang, filter := range map[string]string{"cql2-text": a.filter, "cql2-json": string(cql2.AppendJSON(nil, e))} {
				var ids []string
				for _, f := range getJSON[featureCollection](t, filtered(base, "sites", filter, "filter-lang", lang)).Features {
					ids = append(ids, f.ID)
				}
				slices.Sort(ids)
				if got := strings.Join(ids, " "); got != a.ids {
					t.Errorf("%s: %s finds %q, want %q", lang, filter, got, a.ids)
				}
			}
		}
		for _, filter := range c.refuses {
			refusedFilter(t, base, "sites", filter)
		}
	}
	ask := func(t *testing.T, id string) {
		t.Helper()
		p, asked := cql2Published[id], 0
		for source, queryables := range sources {
			both := func(a, b string) int { return count(t, base, source, "("+a+") AND ("+b+")") }
			for _, f := range p.asks(queryables, p.filters) {
				asked++
				for _, filter := range f {
					count(t, base, source, filter)
				}
				for _, pair := range p.apart {
					if n := both(f[pair[0]], f[pair[1]]); n > 0 {
						t.Errorf("%s: %d features fit both %s and %s", source, n, f[pair[0]], f[pair[1]])
					}
				}
				for _, pair := range p.same {
					a, b := count(t, base, source, f[pair[0]]), count(t, base, source, f[pair[1]])
					if n := both(f[pair[0]], f[pair[1]]); n != a || n != b {
						t.Errorf("%s: %s %d, %s %d, both %d", source, f[pair[0]], a, f[pair[1]], b, n)
					}
				}
				for _, i := range p.none {
					if n := count(t, base, source, f[i]); n > 0 {
						t.Errorf("%s: %s: %d", source, f[i], n)
					}
				}
			}
			for _, f := range p.asks(queryables, p.refused) {
				for _, filter := range f {
					refusedFilter(t, base, source, filter)
				}
			}
		}
		if asked == 0 {
			t.Errorf("no queryable is of a type %s", p.types)
		}
	}
	// logical asks for random combinations of four of the predicates of a class and of Basic CQL2.
	logical := func(t *testing.T, class string) {
		t.Helper()
		random := rand.New(rand.NewPCG(1, 2))
		for source, queryables := range sources {
			var list []string
			for id, p := range cql2Published {
				if strings.HasPrefix(id, class+"/") || strings.HasPrefix(id, "basic-cql2/") {
					for _, f := range p.asks(queryables, p.filters) {
						list = append(list, f...)
					}
				}
			}
			slices.Sort(list)
			for range 10 {
				var p [4]string
				for i := range p {
					p[i] = "(" + list[random.IntN(len(list))] + ")"
				}
				a := count(t, base, source, fmt.Sprintf("(NOT %[1]s AND %[2]s) OR (%[3]s AND NOT %[4]s) OR NOT (%[1]s AND %[4]s)", p[0], p[1], p[2], p[3]))
				b := count(t, base, source, fmt.Sprintf("NOT ((%[1]s OR NOT %[2]s) AND (NOT %[3]s OR %[4]s) AND %[1]s AND %[4]s)", p[0], p[1], p[2], p[3]))
				if a != b { // De Morgan holds of unknown, too
					t.Errorf("%s: %v: %d, and by De Morgan's laws %d", source, p, a, b)
				}
			}
		}
	}
	ogc := sync.OnceValues(func() (string, map[string]ogcPredicates) { return ogcTestData(t) })
	for _, id := range abstractTests["cql2"] {
		class, test, _ := strings.Cut(id, "/")
		if test == "validate" {
			continue
		}
		suite.run(id, func(t *testing.T) {
			switch {
			case id == "basic-cql2/basic-test":
				for _, c := range all {
					source, queryables := c.ID, queryablesOf(t, base, c.ID)
					if len(queryables) == 0 || slices.ContainsFunc(queryables, func(q queryable) bool { return q.typ == "" }) || len(published{types: scalars}.asks(queryables, nil)) == 0 {
						t.Errorf("%s: %v", source, queryables)
					}
				}
			case test == "test-data":
				at, data := ogc()
				if at == "" {
					t.Skip("left out: ../shared/conformance/cql2 is not beside this checkout, so OGC's predicates are not asked over HTTP")
				}
				if len(data[class].Rows) < 7 {
					t.Errorf("only %d rows", len(data[class].Rows))
				}
				for _, r := range data[class].Rows {
					source := strings.ToLower(r.Source)
					if n := count(t, at, source, r.Filter); n != r.N {
						t.Errorf("%s: %d, want %d", r.Filter, n, r.N)
					}
					e, _ := cql2.ParseText(r.Filter)
					var posted featureCollection
					if a := post(t, at+"/collections/"+source+"/items?limit=1", "application/query-cql-json", string(cql2.AppendJSON(nil, e))); json.Unmarshal(a.body, &posted) != nil || posted.NumberMatched != r.N {
						t.Errorf("POST %s: %d %s, want %d", r.Filter, a.status, a.body, r.N)
					}
				}
			case id == "basic-cql2/logical":
				known(t, id)
				if at, data := ogc(); at != "" {
					for _, c := range data[class].Combinations {
						filter := fmt.Sprintf("(NOT (%[2]s) AND %[1]s) OR (%[3]s AND %[4]s) OR NOT (%[1]s OR %[4]s)", c.P[0], c.P[1], c.P[2], c.P[3])
						if n := count(t, at, "ne_110m_populated_places_simple", filter); n != c.N {
							t.Errorf("%s: %d, want %d", filter, n, c.N)
						}
					}
				}
			case test == "logical":
				logical(t, class)
			case id == "cql2-text/escaping", id == "functions/functions":
				known(t, id)
			default:
				known(t, id)
				ask(t, id)
			}
		})
	}
	suite.run("cql2-text/validate", func(t *testing.T) { // all the above in text
		for filter, want := range map[string]int{"people = 20": 200, " people=20 ": 200, `"people" = 20`: 200, "people = 2e1": 200, "name_en = 'it''s'": 200, "名 = 1": 400, `people = "20"`: 400, "{}": 400} {
			if a := get(t, filtered(base, "sites", filter, "filter-lang", "cql2-text")); a.status != want {
				t.Errorf("%s: %d %s", filter, a.status, a.body)
			}
		}
	})
	suite.run("cql2-json/validate", func(t *testing.T) { // all the above in JSON
		for filter, want := range map[string]int{`{"op":"=","args":[{"property":"people"},20]}`: 200, `true`: 200, `{"op":"=","args":[{"property":"people"}]}`: 400, `{"op":"?","args":[1,2]}`: 400, `{"op":"="`: 400, "people = 20": 400} {
			if a := get(t, filtered(base, "sites", filter, "filter-lang", "cql2-json")); a.status != want {
				t.Errorf("%s: %d %s", filter, a.status, a.body)
			}
		}
	})
}

// refusedFilter asks for a filter that must be refused, and told why.
func refusedFilter(t *testing.T, base, source, filter string) {
	t.Helper()
	a := get(t, filtered(base, source, filter))
	var p struct{ Field, Detail string }
	if err := json.Unmarshal(a.body, &p); err != nil || a.status != http.StatusBadRequest || p.Field != "filter" || p.Detail == "" {
		t.Errorf("%s: %s: %d %s", source, filter, a.status, a.body)
	}
}

// ogcPredicates are the predicates of a class that OGC counted on its own data.
type ogcPredicates struct {
	Rows []struct {
		Source, Filter string
		N              int
	}
	Combinations []struct {
		P [4]string
		N int
	}
}

// ogcTestData serves the test data of CQL2; "" where they are not at hand.
func ogcTestData(t *testing.T) (string, map[string]ogcPredicates) {
	const at = "../../../../../shared/conformance/cql2"
	text, err := os.ReadFile(at + "/ats_predicates.json")
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var classes map[string]ogcPredicates
	if err := json.Unmarshal(text, &classes); err != nil {
		t.Fatal(err)
	}
	catalog, err := layers.Open(os.DirFS(at))
	if err != nil {
		t.Fatal(err)
	}
	return newServer(t, func(o *api.Options) { o.Catalog, o.Plan = catalog, nil }).URL, classes
}

// conf/array-functions and conf/functions have no published rows: lists of the
// built-in layers are asked for, and every function is called.
func TestArraysAndFunctions(t *testing.T) {
	ts := newServer(t, nil)
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, l := range catalog.Layers() {
		for _, p := range l.Columns() {
			if p.Type != layers.Strings {
				continue
			}
			var item string
			for f := range l.All() {
				if list, _ := f.Value(p.Name).([]string); len(list) > 0 {
					item = list[0]
					break
				}
			}
			if item == "" {
				continue
			}
			asked++
			want := scan(t, l.ID, func(f *layers.Feature) bool {
				list, _ := f.Value(p.Name).([]string)
				return slices.Contains(list, item)
			})
			for _, filter := range []string{"A_CONTAINS(\"" + p.Name + "\", ('" + item + "'))", "A_OVERLAPS(('" + item + "', 'none'), \"" + p.Name + "\")", "A_CONTAINEDBY(('" + item + "'), \"" + p.Name + "\")"} {
				if page := getJSON[featureCollection](t, filtered(ts.URL, l.ID, filter)); page.NumberMatched != want {
					t.Errorf("%s: %s: %d, want %d", l.ID, filter, page.NumberMatched, want)
				}
			}
		}
	}
	if asked == 0 {
		t.Error("no built-in layer has a list")
	}
	for _, f := range cql2.Functions() {
		call := map[string]string{
			"casei": "casei(name_en) = casei(name_en)", "accenti": "accenti(name_en) = accenti(name_en)", "distance": "distance(geometry, geometry) = 0",
			"buffer": "S_WITHIN(geometry, buffer(geometry, 10))", "length": "length(geometry) >= 0", "area": "area(geometry) >= 0",
		}[f.Name]
		if call == "" {
			t.Errorf("%s is not called here", f.Name)
			continue
		}
		want := scan(t, "plan-areas", func(f *layers.Feature) bool {
			return f.Geometry != nil && (!strings.Contains(call, "name_en") || f.Value("name_en") != nil)
		})
		if page := getJSON[featureCollection](t, filtered(ts.URL, "plan-areas", call)); page.NumberMatched != want || want == 0 {
			t.Errorf("%s: %d, want %d", call, page.NumberMatched, want)
		}
	}
}
