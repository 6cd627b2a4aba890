package cql2_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"layoutmap/layers/cql2"
)

// conformance is where OGC's published rows stand, beside the module.
const conformance = "../../../shared/conformance/cql2/"

func published(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(conformance + name)
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("left out: %s of ../shared/conformance/cql2 is not beside this checkout, so OGC's rows are not checked", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

type example struct {
	ID   string          `json:"id"`
	Text string          `json:"text"`
	JSON json.RawMessage `json:"json"`
}

func examples(t testing.TB) []example {
	t.Helper()
	var list []example
	if err := json.Unmarshal(published(t, "examples.json"), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 100 {
		t.Fatalf("only %d examples", len(list))
	}
	return list
}

// OGC's paired examples give one tree in both encodings, and the tree prints
// and parses back.
func TestPublishedExamples(t *testing.T) {
	passed := 0
	list := examples(t)
	for _, ex := range list {
		ok := t.Run(ex.ID, func(t *testing.T) {
			fromText, err := cql2.ParseText(ex.Text)
			if err != nil {
				t.Fatalf("text %s: %v", ex.Text, err)
			}
			fromJSON, err := cql2.ParseJSON(ex.JSON)
			if err != nil {
				t.Fatalf("JSON %s: %v", ex.JSON, err)
			}
			if !cql2.Equal(fromText, fromJSON) {
				t.Fatalf("text reads as %s\nJSON reads as %s", cql2.AppendJSON(nil, fromText), cql2.AppendJSON(nil, fromJSON))
			}
			if err := roundTrip(fromText); err != nil {
				t.Error(err)
			}
		})
		if ok {
			passed++
		}
	}
	t.Logf("published examples: %d of %d", passed, len(list))
}

func roundTrip(e cql2.Expr) error {
	text := cql2.TextOf(e)
	again, err := cql2.ParseText(text)
	if err != nil {
		return fmt.Errorf("printed text %s: %w", text, err)
	}
	if !cql2.Equal(e, again) {
		return fmt.Errorf("printed text %s reads as %s, want %s", text, cql2.AppendJSON(nil, again), cql2.AppendJSON(nil, e))
	}
	doc := cql2.AppendJSON(nil, e)
	if again, err = cql2.ParseJSON(doc); err != nil {
		return fmt.Errorf("printed JSON %s: %w", doc, err)
	}
	if !cql2.Equal(e, again) {
		return fmt.Errorf("printed JSON %s reads as %s", doc, cql2.TextOf(again))
	}
	return nil
}

func TestTextReadsAs(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a = 1 or b = 2 AND c = 3", "a = 1 OR b = 2 AND c = 3"},
		{"(a = 1 or b = 2) and c = 3", "(a = 1 OR b = 2) AND c = 3"},
		{"a=1 and (b=2 and c=3)", "a = 1 AND (b = 2 AND c = 3)"},
		{"not(a=1)", "NOT a = 1"},
		{"not (not (a=1))", "NOT (NOT a = 1)"},
		{"a-b-c=0", "a - b - c = 0"},
		{"a-(b-c)=0", "a - (b - c) = 0"},
		{"a--1=+2", "a - -1 = 2"},
		{"-2^2=4", "-2 ^ 2 = 4"},
		{"-x^2=4", "(-1 * x) ^ 2 = 4"},
		{"2^(3^2)=4", "2 ^ (3 ^ 2) = 4"},
		{"(a+b)*c div 2 % 5 > .5e1", "(a + b) * c div 2 % 5 > 5"},
		{"名称 = '梨园'", "名称 = '梨园'"},
		{"名称　=　'梨园'", "名称 = '梨园'"},
		{`"date" = date('2022-04-16')`, `"date" = DATE('2022-04-16')`},
		{"date=1", `"date" = 1`},
		{`"a ""b"" c" is not null`, `NOT "a ""b"" c" IS NULL`},
		{`a = 'O''Hara' or a = 'O\'Hara'`, "a = 'O''Hara' OR a = 'O''Hara'"},
		{`a = 'C:\dir\\'`, `a = 'C:\dir\\'`},
		{`a = 'x\ty\'\\n\\\r'`, "a = 'x\ty''\\\\n\\\r'"}, // \\n is no new line; a backslash, then a return
		{`a like '50\%'`, `a LIKE '50\%'`},
		{"a_contains(tags,('x'))", "A_CONTAINS(tags, ('x'))"},
		{"a_equals((),((1,2),('x')))", "A_EQUALS((), ((1, 2), ('x')))"},
		{"f((a+1)*2)=1", "f((a + 1) * 2) = 1"},
		{"f((a),b)", "f((a), b)"},
		{"f()", "f()"},
		{"s_intersects(geometry,multipoint(1 2,(3 4)))", "S_INTERSECTS(geometry, MULTIPOINT((1 2), (3 4)))"},
		{"s_equals(point z(1 2 3),g)", "S_EQUALS(POINT Z(1 2 3), g)"},
		{"t_during(interval('..',x),interval(f(y),'2020-01-01'))", "T_DURING(INTERVAL('..', x), INTERVAL(f(y), '2020-01-01'))"},
		{"a=1e-30 or a=1E+300", "a = 1E-30 OR a = 1E+300"},
		{"true", "TRUE"},
		{"(a = 1) is null", "(a = 1) IS NULL"},
		{"-(a+b)=1", "-1 * (a + b) = 1"},
	} {
		e, err := cql2.ParseText(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := cql2.TextOf(e); got != c.want {
			t.Errorf("%s: reads as %s, want %s", c.text, got, c.want)
		}
		if err := roundTrip(e); err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	deep := strings.Repeat("(", 10_000) + "a=1" + strings.Repeat(")", 10_000)
	for _, c := range []struct {
		name, text string
		pos        int
		want       string
	}{
		{"empty", "", 1, "expected a property"},
		{"half a comparison", "a =", 4, "the end of the filter"},
		{"half a conjunction", "a = 1 AND", 10, "expected a property"},
		{"two operands", "a = 1 b = 2", 7, "expected AND, OR or the end of the filter, not b"},
		{"chained comparison", "a = b = c", 7, "not ="},
		{"characters, not bytes", "名称 = '梨园' 站", 11, "not 站"},
		{"text not closed", "a = 'x", 5, "not closed"},
		{"parenthesis not closed", "(a = 1", 7, "expected ) for the ( at character 1"},
		{"parenthesis not opened", "a = 1)", 6, "has no ("},
		{"keyword as operand", "a = AND", 5, "not AND"},
		{"not not", "NOT NOT a = 1", 5, "not NOT"},
		{"strange sign", "a = 1 & b", 7, "'&'"},
		{"between without and", "a BETWEEN 1 OR 2", 13, "AND"},
		{"no such day", "a = DATE('2022-02-30')", 10, "neither a date"},
		{"date for a timestamp", "a = TIMESTAMP('2022-02-03')", 15, "expected a time"},
		{"ring not closed", "S_WITHIN(g, POLYGON((0 0,1 0,1 1,0 1)))", 13, "ring not closed at (0, 0)"},
		{"short ring", "S_WITHIN(g, POLYGON((0 0,1 0,0 0)))", 13, "4 positions"},
		{"short line", "S_WITHIN(g, LINESTRING(0 0))", 13, "2 positions"},
		{"four numbers", "S_WITHIN(g, POINT(0 0 0 0))", 19, "2 or 3 numbers"},
		{"mixed heights", "S_WITHIN(g, LINESTRING(0 0 0, 1 1))", 31, "height"},
		{"box of five", "S_WITHIN(g, BBOX(0,2,1,1,1))", 13, "4 numbers"},
		{"arguments", "S_WITHIN(g)", 1, "takes 2 arguments"},
		{"number too large", "a = 1e999", 5, "64 bits"},
		{"10 000 parentheses", deep, 105, "nested"},
		{"10 000 functions", strings.Repeat("f(", 10_000) + strings.Repeat(")", 10_000), 210, "nested"},
		{"10 000 sums", "a = 1" + strings.Repeat("+1", 10_000), 204, "nested"},
		{"1 MB", "a = '" + strings.Repeat("x", 1<<20) + "'", 1, "at most 524288"},
		{"not UTF-8", "a = '\xff'", 1, "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := cql2.ParseText(c.text)
			checkSyntaxError(t, err, c.pos, c.want)
		})
	}
}

func TestJSONErrors(t *testing.T) {
	for _, c := range []struct {
		name, text string
		pos        int
		want       string
	}{
		{"empty", "", 1, "not JSON"},
		{"cut", `{"op":"=","args":[1,`, 21, "not JSON"},
		{"null", `null`, 1, "not null"},
		{"more than one", `true false`, 6, "end of the filter"},
		{"array", `[1]`, 1, "not an array"},
		{"no args", `{"op":"="}`, 1, `no "args"`},
		{"characters, not bytes", `{"op":"=","args":["梨园",null]}`, 24, "not null"},
		{"args not an array", `{"op":"=","args":{}}`, 18, "an array"},
		{"arity", `{"op":"=","args":[1]}`, 18, "takes 2 arguments"},
		{"and of one", `{"op":"and","args":[true]}`, 20, "2 arguments or more"},
		{"in nothing", `{"op":"in","args":[1,2]}`, 22, "expected an array"},
		{"array where none may be", `{"op":"=","args":[[1],2]}`, 19, "not an array"},
		{"no operator", `{"op":"==","args":[1,2]}`, 7, "no operator"},
		{"keyword as function", `{"op":"Point","args":[1,2]}`, 7, "no operator"},
		{"unknown object", `{"x":1}`, 1, "expected an object with op"},
		{"ring not closed", `{"op":"s_within","args":[{"property":"g"},{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}]}`, 43, "ring not closed"},
		{"bad day", `{"op":"=","args":[{"property":"a"},{"date":"2022-13-01"}]}`, 44, "neither a date"},
		{"10 000 deep", strings.Repeat(`{"op":"not","args":[`, 10_000), 2087, "nested"},
		{"10 000 arrays", strings.Repeat(`[`, 10_000), 210, "nested"},
		{"1 MB", `"` + strings.Repeat("x", 1<<20) + `"`, 1, "at most 524288"},
		{"member twice", `{"property":"a","property":"b"}`, 17, "twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := cql2.ParseJSON([]byte(c.text))
			checkSyntaxError(t, err, c.pos, c.want)
		})
	}
}

func checkSyntaxError(t *testing.T, err error, pos int, want string) {
	t.Helper()
	var syntax *cql2.SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatalf("error %v, want a *SyntaxError", err)
	}
	if syntax.Pos != pos || !strings.Contains(syntax.Msg, want) {
		t.Errorf("at %d: %s\nwant at %d: …%s…", syntax.Pos, syntax.Msg, pos, want)
	}
}
