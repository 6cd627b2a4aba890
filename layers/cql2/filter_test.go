package cql2_test

import (
	"errors"
	"strings"
	"testing"

	"layoutmap/layers/cql2"

	"github.com/paulmach/orb"
)

// thing is a feature with one property of each type; the columns n* are null.
type thing map[int]any

func (r thing) Value(column int) any { return r[column] }

type thingSchema struct{}

var thingColumns = []struct {
	name  string
	typ   cql2.Type
	value any
}{
	{"name", cql2.TypeText, "Straße 梨园 50%"}, {"num", cql2.TypeNumber, 7.5}, {"whole", cql2.TypeNumber, int64(7)},
	{"flag", cql2.TypeBoolean, true}, {"off", cql2.TypeBoolean, false},
	{"day", cql2.TypeDate, instant("2022-04-16")}, {"at", cql2.TypeTimestamp, instant("2022-04-16T10:13:19Z")},
	{"geometry", cql2.TypeGeometry, orb.LineString{{116.6, 39.9}, {116.7, 39.9}}}, {"spot", cql2.TypeGeometry, orb.Point{116.6, 39.9}},
	{"tags", cql2.TypeList, []string{"a", "b"}},
	{"ntext", cql2.TypeText, nil}, {"nnum", cql2.TypeNumber, nil}, {"nflag", cql2.TypeBoolean, nil}, {"nday", cql2.TypeDate, nil},
	{"ngeom", cql2.TypeGeometry, nil}, {"ntags", cql2.TypeList, nil},
}

func instant(s string) cql2.Instant {
	i, err := cql2.ParseInstant(s)
	if err != nil {
		panic(err)
	}
	return i
}

func (thingSchema) Queryable(name string) (cql2.Queryable, bool) {
	for i, c := range thingColumns {
		if c.name == name {
			return cql2.Queryable{Column: i, Type: c.typ, Indexed: name == "geometry"}, true
		}
	}
	return cql2.Queryable{}, false
}

func aThing() thing {
	r := thing{}
	for i, c := range thingColumns {
		r[i] = c.value
	}
	return r
}

// judge tells "true", "false" or "unknown".
func judge(t *testing.T, filter string) string {
	t.Helper()
	for _, c := range []struct{ filter, answer string }{{filter, "true"}, {"NOT (" + filter + ")", "false"}} {
		e, err := cql2.ParseText(c.filter)
		if err != nil {
			t.Fatalf("%s: %v", filter, err)
		}
		f, err := cql2.Compile(e, thingSchema{})
		if err != nil {
			t.Fatalf("%s: %v", filter, err)
		}
		ok, err := f.Matches(aThing())
		if err != nil {
			return err.Error()
		}
		if ok {
			return c.answer
		}
	}
	return "unknown"
}

func TestEvaluation(t *testing.T) {
	const yes, no, unknown = "true", "false", "unknown"
	for _, c := range []struct{ filter, want string }{
		// Three values.
		{"nnum = 1", unknown}, {"nnum <> 1", unknown}, {"nflag", unknown}, {"ntext LIKE '%'", unknown},
		{"nnum = 1 AND flag", unknown}, {"nnum = 1 AND off", no}, {"nnum = 1 OR flag", yes}, {"nnum = 1 OR off", unknown},
		{"nnum IN (1,2)", unknown}, {"num IN (1,nnum)", unknown}, {"num IN (7.5,nnum)", yes}, {"num IN ()", no}, {"nnum IN ()", no},
		{"nnum BETWEEN 1 AND 2", unknown}, {"num BETWEEN nnum AND 2", no}, {"num BETWEEN nnum AND 9", unknown},
		{"nnum IS NULL", yes}, {"num IS NULL", no}, {"nflag IS NULL", yes}, {"(nnum = 1) IS NULL", yes}, {"ngeom IS NULL", yes}, {"ntags IS NULL", yes},
		{"nday IS NULL", yes}, {"INTERVAL(nday,'..') IS NULL", yes}, {"tags IS NULL", no},
		{"S_INTERSECTS(ngeom, POINT(1 1))", unknown}, {"S_DISJOINT(ngeom, POINT(1 1))", unknown}, {"T_AFTER(nday, day)", unknown},
		{"A_EQUALS(ntags, tags)", unknown}, {"A_CONTAINS(tags, (ntext))", unknown},
		// Comparisons.
		{"num = 7.5", yes}, {"whole = 7", yes}, {"whole < num", yes}, {"name > 'S'", yes}, {"flag = TRUE", yes}, {"flag > off", yes}, {"flag = off", no},
		{"name BETWEEN 'S' AND 'T'", yes}, {"day BETWEEN DATE('2022-01-01') AND DATE('2022-12-31')", yes},
		{"day IN (DATE('2022-04-16'))", yes}, {"flag IN (FALSE)", no},
		// A date and a time are compared by day.
		{"day = at", yes}, {"at >= DATE('2022-04-16')", yes}, {"at > DATE('2022-04-16')", no}, {"at < DATE('2022-04-17')", yes},
		{"at = TIMESTAMP('2022-04-16T10:13:19.000Z')", yes}, {"at < TIMESTAMP('2022-04-16T10:13:19.000000001Z')", yes},
		// Patterns.
		{"name LIKE 'Stra%'", yes}, {"name LIKE '%梨_ %'", yes}, {"name LIKE '%50\\%'", yes}, {"name LIKE '%50\\_'", no}, {"name LIKE 'straße%'", no},
		{"CASEI(name) LIKE CASEI('STRASSE%')", yes}, {"ACCENTI('Chișinău') = 'Chisinau'", yes}, {"ACCENTI('København') = 'Kobenhavn'", no},
		{"name LIKE ''", no}, {"'' LIKE '%%'", yes}, {"'a' LIKE '_'", yes}, {"'ab' LIKE '_'", no}, {"'a\\' LIKE 'a\\'", "char"},
		// Arithmetic.
		{"num + 1 = 8.5", yes}, {"num - 1 - 1 = 5.5", yes}, {"2 + 3 * 2 = 8", yes}, {"-2 ^ 2 = 4", yes}, {"-num = -7.5", yes}, {"7 div 2 = 3", yes}, {"-7 div 2 = -3", yes},
		{"7 % 4 = 3", yes}, {"1 / 0 = 1", unknown}, {"num / (whole - 7) = 1", unknown}, {"10 ^ 400 > 1", unknown}, {"0 / 0 IS NULL", yes},
		// Arrays are sets.
		{"A_EQUALS(tags, ('b','a','a'))", yes}, {"A_CONTAINS(tags, ('a'))", yes}, {"A_CONTAINS(tags, ())", yes}, {"A_CONTAINEDBY(tags, ('a','b','c'))", yes},
		{"A_OVERLAPS(tags, ('c','b'))", yes}, {"A_OVERLAPS(tags, ('c'))", no}, {"A_OVERLAPS(tags, ())", no}, {"A_EQUALS((1,TRUE,('x')),(('x'),TRUE,1))", yes},
		{"A_EQUALS((1),('1'))", no}, {"A_CONTAINS((day), (DATE('2022-04-16')))", yes},
		// Space.
		{"S_INTERSECTS(geometry, POINT(116.65 39.9))", yes}, {"S_TOUCHES(spot, geometry)", yes}, {"S_WITHIN(geometry, BBOX(116,39,117,40))", yes},
		{"S_CONTAINS(BBOX(116,39,117,40), geometry)", yes}, {"S_WITHIN(BBOX(116,39,117,40), geometry)", no}, {"S_CROSSES(geometry, LINESTRING(116.65 39,116.65 40))", yes},
		{"S_EQUALS(geometry, LINESTRING(116.7 39.9,116.65 39.9,116.6 39.9))", yes}, {"S_OVERLAPS(geometry, LINESTRING(116.65 39.9,116.8 39.9))", yes},
		{"S_DISJOINT(geometry, BBOX(170,-10,-170,10))", yes}, {"S_INTERSECTS(POINT(1 1), BBOX(1,1,1,1))", yes}, {"S_INTERSECTS(POINT(1 1), BBOX(0,1,2,1))", yes},
		{"S_INTERSECTS(POINT(-175 0), BBOX(170,-10,-170,10))", yes}, {"S_INTERSECTS(POINT(0 0), BBOX(170,-10,-170,10))", no},
		// Functions.
		{"distance(spot, POINT(116.6 39.9)) = 0", yes}, {"distance(spot, POINT(116.6 39.91)) BETWEEN 1110 AND 1111", yes}, {"Distance(geometry, POINT(116.65 39.95)) < 5553", yes},
		{"S_WITHIN(POINT(116.6 39.904), BUFFER(geometry, 500, 'm'))", yes}, {"S_WITHIN(POINT(116.6 39.91), buffer(geometry, 0.5, 'km'))", no},
		{"length(geometry) BETWEEN 8500 AND 8600", yes}, {"area(BBOX(116,39,117,40)) > 9e9", yes}, {"area(geometry) = 0", yes}, {"length(ngeom) > 0", unknown},
		{"buffer(geometry, num - 100) IS NULL", "buffer: distance -92.5 is not positive and finite"},
		// Time.
		{"T_DURING(at, INTERVAL('2022-01-01','2022-12-31'))", yes}, {"T_AFTER(at, INTERVAL('..','2022-04-15'))", yes}, {"T_BEFORE(day, INTERVAL('2022-04-17','..'))", yes},
		{"T_INTERSECTS(INTERVAL(day,'..'), INTERVAL('..',at))", yes}, {"T_EQUALS(INTERVAL('..','..'), INTERVAL('..','..'))", yes}, {"T_MEETS(INTERVAL('2022-01-01',day), INTERVAL(at,'..'))", yes},
	} {
		if c.want == "char" { // a text that ends in a backslash is written with two
			if _, err := cql2.ParseText(c.filter); err == nil {
				t.Errorf("%s: parses", c.filter)
			}
			continue
		}
		if got := judge(t, c.filter); got != c.want {
			t.Errorf("%s: %s, want %s", c.filter, got, c.want)
		}
	}
}

func TestTypeErrors(t *testing.T) {
	for _, c := range []struct {
		filter string
		pos    int
		want   string
	}{
		{"colour = 'red'", 1, `no queryable "colour"`},
		{"num = 'x'", 7, "a number cannot be compared with a text"},
		{"day = '2022-04-16'", 7, "DATE('…')"},
		{"geometry = geometry", 12, "predicates"},
		{"num", 1, "true or false"},
		{"num AND flag", 1, "joins what is true or false"},
		{"NOT name", 5, "joins"},
		{"name + 1 = 2", 1, "+ takes numbers"},
		{"num LIKE 'x'", 1, "LIKE takes a text"},
		{"name LIKE ntext", 11, "the pattern of LIKE"},
		{"name IN ('a', 1)", 15, "cannot be compared"},
		{"S_WITHIN(geometry, name)", 20, "s_within takes geometries"},
		{"T_AFTER(day, num)", 14, "t_after takes dates"},
		{"A_EQUALS(tags, name)", 16, "a_equals takes arrays"},
		{"A_EQUALS(tags, (geometry))", 17, "array of geometries"},
		{"T_AFTER(day, INTERVAL(num,'..'))", 23, "the end of an interval"},
		{"T_AFTER(day, INTERVAL('2022-02-01','2022-01-01'))", 14, "ends before it starts"},
		{"distance(geometry) < 1", 1, "takes 2 arguments"},
		{"distance(geometry, num) < 1", 20, "argument 2 of distance"},
		{"area() = 1", 1, "takes 1 arguments"},
		{"foo(geometry) = 1", 1, "there is no function"},
		{"CASEI(num) = 'x'", 7, "argument 1 of casei"},
		{"S_WITHIN(geometry, BBOX(0,2,1,1))", 20, "south 2 is greater than its north 1"},
		{"S_WITHIN(geometry, POLYGON((0 0,1 1,1 0,0 1,0 0)))", 20, "not valid"},
		{"S_WITHIN(geometry, POINT(39.9 116.6))", 20, "longitude comes first"},
		{"S_INTERSECTS(geometry, BBOX(170,-10,-190,10))", 24, "does not cross"},
		{"S_INTERSECTS(geometry, BBOX(190,-10,-170,10))", 24, "does not cross"},
		{"S_INTERSECTS(geometry, BBOX(170,-10,-1700,10))", 24, "not longitude"},
		{"S_WITHIN(geometry, BBOX(0,0,1e300,1))", 20, "not longitude"},
		{"distance(geometry, LINESTRING(1 2,3 4e99)) < 5", 20, "not longitude"},
		{"S_WITHIN(geometry, BUFFER(POINT(1 1), 1e9))", 20, "more than 200000"},
		{"S_WITHIN(geometry, BUFFER(POINT(1 1), 0))", 20, "positive"},
		{"S_WITHIN(geometry, BUFFER(POINT(1 1), 1, 'ells'))", 20, "unknown unit"},
	} {
		e, err := cql2.ParseText(c.filter)
		if err != nil {
			t.Errorf("%s: %v", c.filter, err)
			continue
		}
		_, err = cql2.Compile(e, thingSchema{})
		var wrong *cql2.TypeError
		if !errors.As(err, &wrong) || wrong.Pos != c.pos || !strings.Contains(wrong.Msg, c.want) {
			t.Errorf("%s: %v\nwant at %d: …%s…", c.filter, err, c.pos, c.want)
		}
	}
}

func TestBounds(t *testing.T) {
	box := func(w, s, e, n float64) orb.Bound { return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}} }
	for _, c := range []struct {
		filter string
		want   []orb.Bound // nil: none
	}{
		{"num = 1", nil},
		{"S_INTERSECTS(geometry, BBOX(1,2,3,4))", []orb.Bound{box(1, 2, 3, 4)}},
		{"S_CONTAINS(BBOX(1,2,3,4), geometry)", []orb.Bound{box(1, 2, 3, 4)}},
		{"S_INTERSECTS(spot, BBOX(1,2,3,4))", nil},
		{"S_DISJOINT(geometry, BBOX(1,2,3,4))", nil},
		{"NOT S_INTERSECTS(geometry, BBOX(1,2,3,4))", nil},
		{"num = 1 AND S_WITHIN(geometry, BBOX(1,2,3,4))", []orb.Bound{box(1, 2, 3, 4)}},
		{"num = 1 OR S_WITHIN(geometry, BBOX(1,2,3,4))", nil},
		{"S_WITHIN(geometry, BBOX(1,2,3,4)) AND S_TOUCHES(geometry, POINT(1 2))", []orb.Bound{box(1, 2, 1, 2)}},
		{"S_WITHIN(geometry, BBOX(1,2,3,4)) OR S_EQUALS(geometry, POINT(7 8))", []orb.Bound{box(1, 2, 3, 4), box(7, 8, 7, 8)}},
		{"S_INTERSECTS(geometry, BBOX(170,0,-170,1))", []orb.Bound{box(170, 0, 180, 1), box(-180, 0, -170, 1)}},
		{"distance(geometry, spot) < 5", nil},
		{"distance(geometry, POINT(1 2)) > 5", nil},
	} {
		e, err := cql2.ParseText(c.filter)
		if err != nil {
			t.Fatal(err)
		}
		f, err := cql2.Compile(e, thingSchema{})
		if err != nil {
			t.Fatal(err)
		}
		got, ok := f.Bounds()
		if ok != (c.want != nil) || len(got) != len(c.want) {
			t.Errorf("%s: %v %v, want %v", c.filter, got, ok, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", c.filter, got, c.want)
			}
		}
	}
	e, _ := cql2.ParseText("1000 >= distance(POINT(116.6 39.9), geometry)")
	f, err := cql2.Compile(e, thingSchema{})
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := f.Bounds(); !ok || len(got) != 1 || got[0].Max[1] < 39.909 || got[0].Max[1] > 39.91 || got[0].Min[0] > 116.5884 {
		t.Errorf("within 1000 m: %v %v", got, ok)
	}
}
