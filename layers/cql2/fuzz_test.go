package cql2_test

import (
	"testing"

	"layoutmap/layers/cql2"
)

// What parses prints and parses back to the same tree, and compiles or is
// refused without a panic.
func check(t *testing.T, e cql2.Expr) {
	if err := roundTrip(e); err != nil {
		t.Fatal(err)
	}
	f, err := cql2.Compile(e, thingSchema{})
	if err != nil {
		return
	}
	one, err1 := f.Matches(aThing())
	two, err2 := f.Matches(aThing())
	if one != two || (err1 == nil) != (err2 == nil) {
		t.Fatalf("%s: %v %v, then %v %v", cql2.TextOf(e), one, err1, two, err2)
	}
}

func FuzzParseText(f *testing.F) {
	for _, seed := range []string{
		"a = 1", "名称 LIKE '%梨园\\%' AND NOT num BETWEEN 1 AND 2", `"a""b" IN ('x''y', 'z\\')`, "S_INTERSECTS(geometry, BBOX(170,-10,-170,10))",
		"S_WITHIN(geometry, POLYGON Z((0 0 1,1 0 1,1 1 1,0 0 1)))", "T_DURING(INTERVAL(day,'..'), INTERVAL('2020-01-01','2021-01-01T00:00:00.5Z'))",
		"A_EQUALS(tags,(('a'),1,TRUE))", "-x^2 div 3 % 4 > .5e-3", "f((a),(b+1)*2,g())", "((((a))))", "distance(geometry,GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))) < 5",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if e, err := cql2.ParseText(text); err == nil {
			check(t, e)
		}
	})
}

func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{
		`{"op":"and","args":[{"op":"=","args":[{"property":"名称"},"x\\'"]},{"op":"not","args":[true]}]}`,
		`{"op":"s_within","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[0,0,1],[1,0,1],[1,1,1],[0,0,1]]]}]}`,
		`{"op":"t_after","args":[{"date":"2020-01-01"},{"interval":["..",{"property":"day"}]}]}`,
		`{"op":"a_overlaps","args":[["a",["b"],{"op":"+","args":[1,-2e-9]}],{"property":"tags"}]}`,
		`{"op":"in","args":[{"property":"num"},[1,2]]}`, `{"op":"between","args":[1,2,3]}`, `{"op":"Foo","args":[[[1]]]}`,
		`{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,3,4,5,6]}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		if e, err := cql2.ParseJSON(doc); err == nil {
			check(t, e)
		}
	})
}
