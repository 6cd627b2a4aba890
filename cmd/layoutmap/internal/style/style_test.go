package style_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"testing"

	"layoutmap/cmd/layoutmap/internal/style"
	"layoutmap/static"
)

type props map[string]any

func (p props) Value(name string) any { return p[name] }
func (p props) GeometryType() string  { return "Point" }

// Expected values are those of MapLibre's style specification.
func TestExpressions(t *testing.T) {
	feature := props{"kind": "town", "n": int64(7), "zh": "通州区中心线", "flag": true, "list": []string{"a"}}
	for _, c := range []struct {
		expr string
		zoom float64
		want any
	}{
		{`"plain"`, 0, "plain"}, {`3`, 0, 3.0}, {`[1,2]`, 0, "[1 2]"}, {`["zoom"]`, 9.5, 9.5},
		{`["get","kind"]`, 0, "town"}, {`["get","n"]`, 0, 7.0}, {`["get","none"]`, 0, nil}, {`["get","list"]`, 0, nil},
		{`["==",["get","kind"],"town"]`, 0, true}, {`["!=",["get","none"],"x"]`, 0, true}, {`["==",["get","n"],"7"]`, 0, false},
		{`[">",["get","n"],6]`, 0, true}, {`["<",["get","kind"],3]`, 0, false}, {`[">=",7,["get","n"]]`, 0, true}, {`["<=",8,["get","n"]]`, 0, false},
		{`["!",["get","flag"]]`, 0, false}, {`["all",["get","flag"],["!",false]]`, 0, true}, {`["any",false,["get","flag"]]`, 0, true}, {`["all"]`, 0, true}, {`["any"]`, 0, false},
		{`["in",["get","kind"],["literal",["core","town"]]]`, 0, true}, {`["in","州","通州"]`, 0, true}, {`["in",7,["literal",["7"]]]`, 0, false},
		{`["match",["get","kind"],["core","town"],1,"zone",2,3]`, 0, 1.0}, {`["match",["get","none"],"a",1,3]`, 0, 3.0},
		{`["case",false,1,["get","flag"],2,3]`, 0, 2.0}, {`["coalesce",["get","none"],"x"]`, 0, "x"},
		{`["step",["zoom"],"",12,"name"]`, 11.99, ""}, {`["step",["zoom"],"",12,"name"]`, 12, "name"},
		{`["interpolate",["linear"],["zoom"],9,1,11,3]`, 10, 2.0}, {`["interpolate",["linear"],["zoom"],9,1,11,3]`, 3, 1.0}, {`["interpolate",["linear"],["zoom"],9,1,11,3]`, 20, 3.0},
		{`["interpolate",["exponential",2],["zoom"],0,0,2,3]`, 1, 1.0},
		{`["concat","横",["to-string",["get","n"]]]`, 0, "横7"}, {`["to-number","4.5"]`, 0, 4.5},
		{`["let","at",["index-of","中心线",["get","zh"]],["case",[">",["var","at"],0],["slice",["get","zh"],0,["var","at"]],""]]`, 0, "通州区"},
		{`["index-of","x","通州"]`, 0, -1.0}, {`["slice","通州区",-5,99]`, 0, "通州区"},
		{`["*",2,3,["get","n"]]`, 0, 42.0}, {`["+",1,2]`, 0, 3.0}, {`["-",5,2]`, 0, 3.0}, {`["/",6,4]`, 0, 1.5}, {`["*",2,"x"]`, 0, nil},
		{`["geometry-type"]`, 0, "Point"},
	} {
		doc := fmt.Sprintf(`{"layers":[{"id":"a","type":"line","paint":{"x":%s}}]}`, c.expr)
		s, err := style.Parse([]byte(doc))
		if err != nil {
			t.Fatalf("%s: %v", c.expr, err)
		}
		if len(s.Unknown) > 0 {
			t.Errorf("%s: not understood: %v", c.expr, s.Unknown)
		}
		got := s.Layers[0].Value("x", &style.Scope{Zoom: c.zoom, Feature: feature})
		if list, ok := got.([]any); ok {
			got = fmt.Sprint(list)
		}
		if got != c.want {
			t.Errorf("%s at %g = %v, want %v", c.expr, c.zoom, got, c.want)
		}
	}
}

func TestUnknownIsListedAndNull(t *testing.T) {
	s, err := style.Parse([]byte(`{"layers":[{"id":"a","type":"line","filter":["within",1],"paint":{"x":["heatmap-density"],"y":["match",1]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Unknown) != 3 {
		t.Errorf("unknown: %v, want three", s.Unknown)
	}
	if l := s.Layers[0]; l.Value("x", &style.Scope{}) != nil || l.Wants(&style.Scope{}) {
		t.Error("what is not understood is not null")
	}
	if _, err := style.Parse([]byte(`{"layers":3}`)); err == nil {
		t.Error("layers: 3 is taken")
	}
}

// Nothing of the project's own styles is beyond the package.
func TestOwnStylesAreUnderstood(t *testing.T) {
	names, err := fs.Glob(static.Dist(), "styles/plan-*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Skip("the page is not built (make ui): its styles are not looked at here")
	}
	for _, name := range names {
		text, err := fs.ReadFile(static.Dist(), name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := style.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Unknown) > 0 || len(s.Layers) < 80 {
			t.Errorf("%s: %d layers, not understood: %v", name, len(s.Layers), s.Unknown)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`["match",["get","a"],"x",1,2]`)
	f.Add(`["interpolate",["linear"],["zoom"],1,1,1,1]`)
	f.Add(`["let","a",1,["slice",["var","a"],0]]`)
	f.Fuzz(func(t *testing.T, expr string) {
		if !json.Valid([]byte(expr)) {
			return
		}
		s, err := style.Parse([]byte(`{"layers":[{"id":"a","type":"line","paint":{"x":` + expr + `}}]}`))
		if err != nil {
			return
		}
		for _, zoom := range []float64{0, 12.5, 25} {
			s.Layers[0].Value("x", &style.Scope{Zoom: zoom, Feature: props{"a": "x"}})
		}
	})
}
